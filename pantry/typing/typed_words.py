"""The words around a food in a typed line: numbers, places, dates, prices, and what says that it is open.

Pure text; nothing here knows a food.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

from pantry.vocabulary import DateKind, Place

_RATIO = re.compile(r"^(\d{1,3})/(\d{1,3})$")
_NUMBER = re.compile(r"^\d{1,7}(?:[.,]\d{1,3})?$")
_ONE_TO_TWELVE = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "de": ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
}
_SPOKEN: dict[str, dict[str, Decimal]] = {
    "en": {"a": Decimal(1), "an": Decimal(1)},
    "de": {"ein": Decimal(1), "eine": Decimal(1), "einen": Decimal(1), "ne": Decimal(1), "nen": Decimal(1),
           "anderthalb": Decimal("1.5"), "eineinhalb": Decimal("1.5"), "dreiviertel": Decimal("0.75")},
}
for _lang, _names in _ONE_TO_TWELVE.items():
    _SPOKEN[_lang] |= {name: Decimal(number) for number, name in enumerate(_names, 1)}
# Parts of a whole; a number before them says how many ("drei Viertel").
_PARTS = {
    "en": {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")},
    "de": {**dict.fromkeys(("halbe", "halber", "halbes", "halben"), Decimal("0.5")), "viertel": Decimal("0.25")},
}
# "A few" is an amount nobody knows.
VAGUE = {"en": (("a", "few"), ("some",), ("a", "bit", "of"), ("a", "little")),
         "de": (("ein", "paar"), ("etwas",), ("einige",), ("ein", "bisschen"))}

# What cooked food is counted by.
PORTIONS = frozenset({"portion", "portions", "serving", "servings", "portionen"})

PLACES = {
    "fridge": Place.FRIDGE, "refrigerator": Place.FRIDGE, "kühlschrank": Place.FRIDGE,
    "kuehlschrank": Place.FRIDGE, "freezer": Place.FREEZER, "gefrierschrank": Place.FREEZER,
    "gefriertruhe": Place.FREEZER, "tiefkühler": Place.FREEZER, "gefrierfach": Place.FREEZER,
    "cupboard": Place.CUPBOARD, "larder": Place.CUPBOARD, "pantry": Place.CUPBOARD, "shelf": Place.CUPBOARD,
    "schrank": Place.CUPBOARD, "vorratsschrank": Place.CUPBOARD, "vorratskammer": Place.CUPBOARD,
    "regal": Place.CUPBOARD, "counter": Place.COUNTER, "arbeitsplatte": Place.COUNTER,
    "obstschale": Place.COUNTER, "cellar": Place.CELLAR, "basement": Place.CELLAR, "keller": Place.CELLAR,
    "freeze": Place.FREEZER, "einfrieren": Place.FREEZER,
}
FROZEN = re.compile(r"^(?:frozen|tk|(?:tief|ein)?gefroren\w*|tiefgekühlt\w*)$")
# What stands before "of" and is no unit: a block of cheddar is cheddar.
SHAPES = ("block", "hunk", "wedge", "slab", "lump", "chunk")
# "6er", "6-pack": so many in one.
MULTIPACK = re.compile(r"^(\d{1,2})(?:-?er|-?pack|-?er-?pack(?:ung)?)$", re.IGNORECASE)
PACKS = ("pack", "packung", "päckchen", "karton", "carton", "schachtel", "box", "träger")
OPENED = re.compile(r"^(?:open(?:ed)?|angebrochen(?:e[nrs]?)?|geöffnet(?:e[nrs]?)?|offen(?:e[nrs]?)?)$")

# Words before a place, a date or a price; the name itself may hold them ("cream of wheat"), so only the tail is freed.
LINKS = frozenset({
    "in", "im", "into", "the", "den", "der", "dem", "die", "until", "till", "by", "bis", "on", "am", "at", "exp",
    "expires", "expiry", "mhd", "bb", "best", "before", "use", "good", "to", "zu", "zum", "for", "für", "haltbar",
    "mindestens", "verbrauchen", "spätestens", "since", "seit",
})
_USE_BY = (frozenset({"use", "by"}), frozenset({"verbrauchen"}))
_BEST_BEFORE = (frozenset({"best"}), frozenset({"mhd"}), frozenset({"bb"}), frozenset({"haltbar"}))
# Before a bare price of one of several.
EACH = frozenset({"je", "à", "á", "@", "each", "apiece", "stückpreis"})

# What says that a day is the day of purchase.
ON = frozenset({"on", "the", "at", "am", "den", "dem"})
SINCE = frozenset({"since", "seit"})
# Before a day that is only named: it neither ends nor begins anything.
NAMING = ON | frozenset({"der", "die", "im", "in"})
BOUGHT = frozenset({"bought", "purchased", "gekauft", "eingekauft"})
_DAYS_BEHIND = {"yesterday": 1, "gestern": 1, "vorgestern": 2}
_DAY_WORDS = frozenset({"day", "days", "tag", "tage", "tagen"})
_LAST = frozenset({"last", "letzten", "letzter", "letzte"})

_DAYS_AHEAD = {"today": 0, "heute": 0, "tomorrow": 1, "morgen": 1, "übermorgen": 2, "uebermorgen": 2}
_WEEKDAYS = {
    name: number
    for names in (("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
                  ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"))
    for number, name in enumerate(names)
} | {"sonnabend": 5}
_MONTHS = {
    name: number
    for names in (("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                   "november", "december"),
                  ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
                   "november", "dezember"))
    for number, full in enumerate(names, 1) for name in (full, full[:3])
} | {"sept": 9, "jänner": 1}
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})?$")
_WITHOUT_LAST_POINT = re.compile(r"^(\d{1,2})[./](\d{1,2})$")
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})$")
_DAY = re.compile(r"^(\d{1,2})(?:\.|st|nd|rd|th)?$")
_YEAR = re.compile(r"^20\d\d$")
_DAYS_AGO = re.compile(r"^\d{1,3}$")

_SIGNS = {"€": "EUR", "eur": "EUR", "euro": "EUR", "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "chf": "CHF",
          "fr.": "CHF", "kr": "SEK", "¥": "JPY", "zł": "PLN", "kč": "CZK"}
_SIGNED_PRICE = re.compile(r"^(?P<before>[€$£¥])?(?P<amount>\d{1,5}(?:[.,]\d{2})?)(?P<after>[€$£¥])?$")
_BARE_PRICE = {"en": re.compile(r"^\d{1,4}\.\d{2}$"), "de": re.compile(r"^\d{1,4},\d{2}$")}


def number_of(word: str, lang: str) -> Decimal | None:
    """Return a word as a number: "2", "1,5", "1/2", "two", "half"; None for any other."""
    ratio = _RATIO.match(word)
    if ratio and int(ratio[2]):
        return (Decimal(ratio[1]) / Decimal(ratio[2])).quantize(Decimal("0.001"))
    if _NUMBER.match(word):
        return Decimal(word.replace(",", "."))
    key = "de" if lang == "de" else "en"
    return _SPOKEN[key].get(word.casefold()) or part_of(word, lang)


def part_of(word: str, lang: str) -> Decimal | None:
    """Return a word for a part of one ("half", "Viertel") as a number; None for any other.

    Who speaks both languages mixes them: the words of the other one follow, and mean nothing else.
    """
    own, other = ("de", "en") if lang == "de" else ("en", "de")
    return _PARTS[own].get(word.casefold()) or _PARTS[other].get(word.casefold())


def date_kind_of(links: frozenset[str]) -> DateKind | None:
    """Return what kind of date the words before it speak of; None where they do not say."""
    if any(words <= links for words in _USE_BY):
        return DateKind.USE_BY
    return DateKind.BEST_BEFORE if any(words <= links for words in _BEST_BEFORE) else None


def date_at_end(words: list[str], today: date, *, is_month_first: bool = False) -> tuple[date, int] | None:
    """Return the date that the last words say, and how many they are; None where they say none.

    Reads today, tomorrow, a weekday (the next one), "in 3 days", 2026-12-24, 24.12.2026, 24.12., "24. Dezember",
    "Dec 24", 24/12/2026 and, after a word such as "until" only, 24/12 and 24.12. A day that has passed means next year.
    is_month_first: slashes are read the American way.
    """
    for count in (3, 2, 1):
        if len(words) < count:
            continue
        last = [word.strip(",;()").casefold() for word in words[-count:]]
        before = words[-count - 1].strip(",;:").casefold() if len(words) > count else ""
        try:
            found = _date(last, today, is_month_first=is_month_first, is_announced=before in LINKS)
        except ValueError:
            continue
        if found is not None:
            return found, count
    return None


def past_day_at_end(words: list[str], today: date) -> tuple[date, int] | None:
    """Return the day before today that the last words say, and how many they are; None where they say none.

    Reads yesterday, "last Monday", "3 days ago", "vorgestern", "vor 3 Tagen".
    """
    last = [word.strip(",;()").casefold() for word in words[-3:]]
    if last[-1:] and last[-1] in _DAYS_BEHIND:
        return today - timedelta(days=_DAYS_BEHIND[last[-1]]), 1
    if len(last) > 1 and last[-2] in _LAST and last[-1] in _WEEKDAYS:
        return weekday_behind(last[-1], today), 2
    if len(last) < 3:
        return None
    is_english = last[1] in _DAY_WORDS and last[2] == "ago"
    count = last[0] if is_english else last[1] if last[0] == "vor" and last[2] in _DAY_WORDS else ""
    return (today - timedelta(days=int(count)), 3) if _DAYS_AGO.match(count) else None


def weekday_behind(word: str, today: date) -> date:
    """Return the last day of this name before today."""
    return today - timedelta(days=(today.weekday() - _WEEKDAYS[word] - 1) % 7 + 1)


def as_past(day: date, word: str, today: date) -> date:
    """Return a day that was read as one to come as the one before it. word: the last of those that said it."""
    if day <= today:
        return day
    if word in _WEEKDAYS:
        return weekday_behind(word, today)
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day - timedelta(days=366)


def _date(words: list[str], today: date, *, is_month_first: bool, is_announced: bool) -> date | None:
    if len(words) == 1:
        return _one_word(words[0], today, is_month_first=is_month_first, is_announced=is_announced)
    if len(words) == 3 and words[0] == "in" and words[2] in ("days", "day", "tagen", "tag") and words[1].isdigit():
        return today + timedelta(days=int(words[1][:3]))
    year = words[2] if len(words) == 3 and _YEAR.match(words[2]) else None
    if len(words) == 3 and year is None:
        return None
    first, second = words[0].rstrip("."), words[1].rstrip(".,")
    if second in _MONTHS and (day := _DAY.match(words[0])):
        return _in_year(int(day[1]), _MONTHS[second], year, today)
    if first in _MONTHS and (day := _DAY.match(second)):
        return _in_year(int(day[1]), _MONTHS[first], year, today)
    return None


def _one_word(word: str, today: date, *, is_month_first: bool, is_announced: bool) -> date | None:
    if word in _DAYS_AHEAD:
        return today + timedelta(days=_DAYS_AHEAD[word])
    if word in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[word] - today.weekday() - 1) % 7 + 1)
    if iso := _ISO.match(word):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if local := _DAY_FIRST.match(word):
        return _in_year(int(local[1]), int(local[2]), local[3], today)
    slashed = _SLASHED.match(word) or (_WITHOUT_LAST_POINT.match(word) if is_announced else None)
    if not slashed:
        return None
    day, month = int(slashed[1]), int(slashed[2])
    if is_month_first and "/" in word:
        day, month = month, day
    return _in_year(day, month, slashed[3] if slashed.re is _SLASHED else None, today)


def _in_year(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def price_at_end(words: list[str], lang: str) -> tuple[Decimal, str | None, int] | None:
    """Return the price that the last words say, its currency (None where no sign says it), and how many words it took.

    Reads "2,99 €", "€2.99", "2.99 EUR" and, in the language's own way of writing, a bare number with two decimals.
    """
    last = words[-1].strip(";()").casefold().rstrip(",")
    if len(words) > 1 and last in _SIGNS and (amount := _SIGNED_PRICE.match(words[-2])):
        return _decimal(amount["amount"]), _SIGNS[last], 2
    signed = _SIGNED_PRICE.match(last)
    if signed and (sign := signed["before"] or signed["after"]):
        return _decimal(signed["amount"]), _SIGNS[sign], 1
    if signed and len(words) > 1 and (before := words[-2].casefold()) in _SIGNS:
        return _decimal(signed["amount"]), _SIGNS[before], 2
    if _BARE_PRICE["de" if lang == "de" else "en"].match(last):
        return _decimal(last), None, 1
    return None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
