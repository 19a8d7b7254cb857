"""How dates, money and amounts are written, in English and German. Pure: no widget, no clock.

Figures never wrap: a no-break space stands before units, % and after the currency's sign where one is due.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from pantry.quantities import units

CURRENCIES = ("EUR", "CHF", "GBP", "USD", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CAD", "AUD")
NO_BREAK = "\u00a0"
_DAYS_NAMED_AHEAD = 6
_THOUSAND = Decimal(1000)
_NOON = 12
# The unit that a thousand of another is read in.
_LARGER = {"g": "kg", "ml": "l"}
_SMALLER, _LEAST_LARGE = {large: small for small, large in _LARGER.items()}, Decimal("0.1")
# What is read in the United States: below the second unit, the first.
_US = {"g": ("oz", "lb"), "ml": ("fl_oz", "quart")}
_COMPARED_US = {"kg": "lb", "l": "quart"}
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
_NO_MINOR_UNIT = {"JPY", "KRW", "ISK", "HUF"}
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
}
_NEAR = {"en": {-1: "yesterday", 0: "today", 1: "tomorrow"}, "de": {-1: "gestern", 0: "heute", 1: "morgen"}}


@dataclass(frozen=True, slots=True)
class Formats:
    """How one household reads figures. lang: en or de; today: its own day; unit_system: metric or us.

    English with ounces is read as in the United States: the month before the day, hours up to twelve.
    """

    lang: str
    currency: str
    today: date
    unit_system: str = "metric"

    # Dates --------------------------------------------------------------------------------------------

    def day(self, day: date) -> str:
        """Return a day as people say it: today, Tuesday, 1 Dec; lower case where the language allows."""
        ahead = (day - self.today).days
        if ahead in _NEAR[self.lang]:
            return _NEAR[self.lang][ahead]
        return self.weekday(day) if 1 < ahead <= _DAYS_NAMED_AHEAD else self.short_date(day)

    def short_day(self, day: date) -> str:
        """Return a day for a narrow row: today, Thu or Do, 1 Dec."""
        said = self.day(day)
        return said[: 2 if self.lang == "de" else 3] if said == self.weekday(day) else said

    def past_day(self, day: date) -> str:
        """Return a day that lies behind: yesterday, Thursday (within a week), 14 Nov."""
        behind = (self.today - day).days
        return self.weekday(day) if 1 < behind <= _DAYS_NAMED_AHEAD else self.day(day)

    def moment(self, moment: datetime, time_zone: str) -> str:
        """Return a moment in a zone as a day and a time: today, 14:05."""
        local = moment.astimezone(ZoneInfo(time_zone))
        return f"{self.past_day(local.date())}, {self._time(local)}"

    def short_date(self, day: date) -> str:
        """Return 1 Dec, 1. Dez or Dec 1, with the year when it is not this one."""
        month = _MONTHS[self.lang][day.month - 1]
        return self._day_of(month if len(month) <= 4 else month[:3], day) + self._other_year(day)

    def long_date(self, day: date) -> str:
        """Return Sunday 22 November, Sonntag, 22. November or Sunday, November 22, with the year when not this one."""
        comma = "," if self.lang == "de" or self.is_american else ""
        return f"{self.weekday(day)}{comma} {self._day_of(self.month(day), day)}{self._other_year(day)}"

    def month_so_far(self, day: date) -> str:
        """Return the days of a month up to one of them: 1 to 22 November, 1. bis 22. November, November 1 to 22."""
        if day.day == 1:
            return self._day_of(self.month(day), day)
        if self.is_american:
            return f"{self.month(day)} 1 to {day.day}"
        word = "bis" if self.lang == "de" else "to"
        return f"{self._day_number(day.replace(day=1))} {word} {self._day_number(day)}{NO_BREAK}{self.month(day)}"

    @property
    def is_american(self) -> bool:
        """Whether dates and times are written as in the United States."""
        return self.lang == "en" and self.unit_system == "us"

    @property
    def date_pattern(self) -> str:
        """Return how a field for a date shows it, as Streamlit's date_input wants it."""
        if self.lang == "de":
            return "DD.MM.YYYY"
        return "MM/DD/YYYY" if self.is_american else "YYYY-MM-DD"

    def weekday(self, day: date) -> str:
        """Return the name of the day."""
        return _WEEKDAYS[self.lang][day.weekday()]

    def month(self, day: date) -> str:
        """Return the name of the month."""
        return _MONTHS[self.lang][day.month - 1]

    def month_of_year(self, day: date) -> str:
        """Return the name of the month, with the year when it is not this one."""
        return self.month(day) if day.year == self.today.year else f"{self.month(day)}{NO_BREAK}{day.year}"

    def short_month(self, day: date) -> str:
        """Return the first three letters of the month."""
        return self.month(day)[:3]

    def _other_year(self, day: date) -> str:
        """Return what stands behind a date that is not of this year: " 2025", or ", 2025" in the United States."""
        return "" if day.year == self.today.year else f"{',' if self.is_american else ''}{NO_BREAK}{day.year}"

    def _day_of(self, month: str, day: date) -> str:
        if self.is_american:
            return f"{month}{NO_BREAK}{day.day}"
        return f"{self._day_number(day)}{NO_BREAK}{month}"

    def _day_number(self, day: date) -> str:
        return f"{day.day}." if self.lang == "de" else str(day.day)

    def _time(self, local: datetime) -> str:
        if not self.is_american:
            return f"{local:%H:%M}"
        return f"{local.hour % _NOON or _NOON}:{local:%M}{NO_BREAK}{'PM' if local.hour >= _NOON else 'AM'}"

    # Money --------------------------------------------------------------------------------------------

    def money(self, minor: int, currency: str | None = None) -> str:
        """Return an amount in minor units as €6.40 or 6,40 €."""
        code = currency or self.currency
        places = 0 if code in _NO_MINOR_UNIT else 2
        number = self.number(Decimal(minor) / (10**places), places=places, trim=False)
        return self._with_symbol(number, code)

    def round_money(self, minor: int, currency: str | None = None) -> str:
        """Return an amount without its minor part, for sums that need no cents."""
        code = currency or self.currency
        places = 0 if code in _NO_MINOR_UNIT else 2
        return self._with_symbol(self.number(Decimal(minor) / (10**places), places=0), code)

    def _with_symbol(self, number: str, code: str) -> str:
        symbol = _SYMBOLS.get(code)
        if symbol is None or self.lang == "de":
            return f"{number}{NO_BREAK}{symbol or code}"
        return f"−{symbol}{number[1:]}" if number.startswith("−") else f"{symbol}{number}"

    # Amounts ------------------------------------------------------------------------------------------

    def number(self, value: Decimal, *, places: int = 2, trim: bool = True) -> str:
        """Return a number with the language's marks: 1,234.5 or 1.234,5. trim: drop zeros at the end."""
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        text = f"{abs(rounded):,.{places}f}"
        if trim and "." in text:
            text = text.rstrip("0").rstrip(".")
        if self.lang == "de":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"−{text}" if rounded < 0 else text

    def amount(self, quantity: Decimal, unit: str) -> str:
        """Return an amount with its unit: 180 g, 1.8 l, 2 packs; 6.3 oz where ounces are used."""
        per, unit = self._read_in(quantity, unit)
        quantity = quantity / per
        return f"{self._figure(quantity, unit)}{NO_BREAK}{self.unit(unit, quantity)}"

    def left_of(self, quantity: Decimal, acquired: Decimal, unit: str) -> str:
        """Return how much is left of what was bought: 350 of 500 g; the amount alone while nothing is gone."""
        if quantity >= acquired:
            return self.amount(quantity, unit)
        per, shown = self._read_in(quantity, unit)
        of = "von" if self.lang == "de" else "of"
        whole = f"{self._figure(acquired / per, shown)} {self.unit(shown, acquired / per)}"
        return f"{self._figure(quantity / per, shown)} {of} {whole}".replace(" ", NO_BREAK)

    def about(self, quantity: Decimal, unit: str) -> str:
        """Return an amount with two significant digits, for what is an average: 1.2 l, 350 g."""
        places = max(0, 1 - quantity.adjusted()) if quantity else 0
        rounded = round(quantity, places) if quantity < 100 else round(quantity, 1 - quantity.adjusted())
        return self.amount(rounded, unit)

    def asked_in(self, quantity: Decimal, unit: str) -> tuple[Decimal, str]:
        """Return how many of its own unit one of the unit is that an amount is asked for in, and that unit.

        Its own, but for ounces and pounds, fluid ounces and quarts where these are read.
        """
        known = units().get(unit)
        is_read_otherwise = self.unit_system == "us" and known is not None and known.base_unit in _US
        return self._read_in(quantity, unit) if is_read_otherwise else (Decimal(1), unit)

    def _read_in(self, quantity: Decimal, unit: str) -> tuple[Decimal, str]:
        """Return the unit an amount is read in, and how many of its own unit one of that is."""
        known = units().get(unit)
        if self.unit_system == "us" and known is not None and known.base_unit in _US:
            small, large = (units()[one] for one in _US[known.base_unit])
            chosen = large if quantity * known.factor >= large.factor else small
            return chosen.factor / known.factor, chosen.unit
        larger = _LARGER.get(unit)
        if larger is not None and quantity >= _THOUSAND:
            return _THOUSAND, larger
        # "93 g of 1 kg", not 0.09 kg.
        smaller = _SMALLER.get(unit)
        return (1 / _THOUSAND, smaller) if smaller is not None and 0 < quantity < _LEAST_LARGE else (Decimal(1), unit)

    def _figure(self, quantity: Decimal, unit: str) -> str:
        """Return the number of an amount; converted ounces need no hundredths."""
        is_converted = self.unit_system == "us" and any(unit in pair for pair in _US.values())
        return self.number(quantity, places=1 if is_converted else 2)

    def unit(self, unit: str, quantity: Decimal) -> str:
        """Return the word for so many of a unit."""
        known = units().get(unit)
        return known.name(self.lang, quantity) if known else unit

    def mass(self, grams: float) -> str:
        """Return a mass in g below a kilogram, else in kg with one place; in ounces and pounds where they are used."""
        if self.unit_system == "us":
            return self.amount(Decimal(str(grams)), "g")
        if grams < 1000:
            return f"{self.number(Decimal(round(grams)))}{NO_BREAK}g"
        return f"{self.number(Decimal(str(grams)) / _THOUSAND, places=1)}{NO_BREAK}kg"

    def mass_span(self, low_g: float, high_g: float) -> str:
        """Return a range of masses in one unit, that of the higher: 2–4 kg; one figure where both read alike."""
        per, unit = self._read_in(Decimal(str(high_g)), "g")
        low, high = (self._significant(grams / float(per)) for grams in (low_g, high_g))
        return f"{high if low == high else f'{low}–{high}'}{NO_BREAK}{self.unit(unit, Decimal(2))}"

    def _significant(self, value: float) -> str:
        """Return a number with two significant digits at most below ten, whole above."""
        return self.number(Decimal(str(value)), places=0 if value >= 10 or value == 0 else 1)

    def priced(self, minor: float, unit: str) -> tuple[float, str]:
        """Return a price for one of a unit as it is compared, and the unit: a pound or quart where these are read."""
        compared = _COMPARED_US.get(unit) if self.unit_system == "us" else None
        if compared is None:
            return minor, unit
        return minor * float(units()[compared].factor / units()[unit].factor), compared

    def share(self, part: float) -> str:
        """Return a share from 0 to 1 in whole per cent: 86 %."""
        return f"{round(part * 100)}{NO_BREAK}%"


def whole_parts(sizes: Sequence[Decimal]) -> list[int]:
    """Return parts as whole numbers that add up to their rounded sum: what is left over goes to the largest remainders.

    sizes: zero or more, above or equal zero.
    """
    parts = [int(size) for size in sizes]
    left = round(sum(sizes, Decimal(0))) - sum(parts)
    for place in sorted(range(len(sizes)), key=lambda one: parts[one] - sizes[one])[:left]:
        parts[place] += 1
    return parts


def sentence_case(text: str) -> str:
    """Return the text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


# Up to so many capitals may be initials, and one more where there is no vowel among them.
_LONGEST_INITIALS = 3
_VOWELS = frozenset("AEIOUYÄÖÜ")
_WORDS_BETWEEN_NAMES = frozenset({
    "am", "an", "auf", "bei", "beim", "das", "dem", "den", "der", "die", "im", "in", "und", "vom", "von", "zu", "zum",
    "zur", "and", "at", "by", "of", "on", "the", "al", "d'", "da", "de", "del", "della", "di", "du", "e", "el", "en",
    "et", "het", "la", "las", "le", "les", "los", "op", "y", "van",
})


def shop_name(text: str) -> str:
    """Return a shop's name as one writes it: FRISCHMARKT AM HANG as Frischmarkt am Hang; short ones as printed."""
    words = text.split()
    is_in_capitals = text.isupper() and any(len(word) > _LONGEST_INITIALS + 1 for word in words)
    return " ".join(_shop_word(word, is_in_capitals=is_in_capitals, is_first=not place)
                    for place, word in enumerate(words))


def _shop_word(word: str, *, is_in_capitals: bool, is_first: bool) -> str:
    """Return a word of a shop's name as one writes it. is_in_capitals: whether that says nothing about this word."""
    if not is_in_capitals:
        return word.capitalize() if word.isupper() and len(word) > _LONGEST_INITIALS + 1 else word
    if word.lower() in _WORDS_BETWEEN_NAMES:
        return word.capitalize() if is_first else word.lower()
    has_vowel = not _VOWELS.isdisjoint(word)
    return word.capitalize() if len(word) > _LONGEST_INITIALS + (not has_vowel) else word
