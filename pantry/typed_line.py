"""One line as people type it: "2 l milk fridge tomorrow", "500g Spinat Kühlschrank morgen", "3 Äpfel".

Pure text to fields; which food the name means is asked of the catalog afterwards.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pantry.quantities import parse_unit
from pantry.vocabulary import Place

MAX_CHARACTERS = 200
MAX_QUANTITY = Decimal(1_000_000)
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667"}
_NUMBER_WORDS: dict[str, dict[str, int | Decimal]] = {
    "en": {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "half": Decimal("0.5")},
    "de": {"ein": 1, "eine": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
           "halbe": Decimal("0.5"), "halbes": Decimal("0.5")},
}
_PLACES = {
    "fridge": Place.FRIDGE, "refrigerator": Place.FRIDGE, "kühlschrank": Place.FRIDGE,
    "kuehlschrank": Place.FRIDGE, "freezer": Place.FREEZER, "gefrierschrank": Place.FREEZER,
    "gefriertruhe": Place.FREEZER, "tiefkühler": Place.FREEZER, "gefrierfach": Place.FREEZER,
    "cupboard": Place.CUPBOARD, "larder": Place.CUPBOARD, "pantry": Place.CUPBOARD, "shelf": Place.CUPBOARD,
    "schrank": Place.CUPBOARD, "vorratsschrank": Place.CUPBOARD, "vorratskammer": Place.CUPBOARD,
    "regal": Place.CUPBOARD, "counter": Place.COUNTER, "arbeitsplatte": Place.COUNTER,
    "obstschale": Place.COUNTER, "cellar": Place.CELLAR, "basement": Place.CELLAR, "keller": Place.CELLAR,
}
_DAYS_AHEAD = {"today": 0, "heute": 0, "tomorrow": 1, "morgen": 1, "übermorgen": 2, "uebermorgen": 2}
_WEEKDAYS = {
    name: number
    for names in (("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
                  ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"))
    for number, name in enumerate(names)
} | {"sonnabend": 5}
# Words before a place or a date; the name itself may hold them ("cream of wheat"), so only the tail is freed.
_LINKS = frozenset({"in", "im", "into", "the", "den", "der", "dem", "die", "until", "till", "by", "bis", "on", "am",
                    "at", "exp", "mhd", "best", "before", "use", "to", "zum", "expires"})
_GLUED = re.compile(r"^(\d+(?:[.,]\d+)?)([^\W\d_]+\.?)$")
_NUMBER = re.compile(r"^\d{1,7}(?:[.,]\d{1,3})?$")
_RATIO = re.compile(r"^(\d{1,3})/(\d{1,3})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})?$")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What a typed line says; None for what it leaves out, `name` may be empty."""

    quantity: Decimal | None
    unit: str | None
    name: str
    place: Place | None
    expires_on: date | None


def parse_typed_line(text: str, today: date, lang: str = "en") -> TypedLine:
    """Take a typed line apart: amount and unit in front, place and date at the end, the name between.

    today: the household's own date, from which "tomorrow" and a bare "24.12." count (a day that has passed
    means next year). lang: decides words that are units in both languages. Never raises: what cannot be read
    stays in the name.
    """
    words = _split(text[:MAX_CHARACTERS])
    quantity, rest = _take_quantity(words, lang)
    unit, rest = _take_unit(rest, lang) if quantity is not None else (None, rest)
    place, expires_on, rest = _take_tail(rest, today)
    return TypedLine(quantity, unit, " ".join(rest), place, expires_on)


def _split(text: str) -> list[str]:
    """Return the words, with "500g" in two and fractions written as decimals."""
    for sign, decimal in _FRACTIONS.items():
        text = text.replace(sign, f" {decimal}")
    words: list[str] = []
    for word in text.split():
        glued = _GLUED.match(word)
        if glued and parse_unit(glued[2]):
            words += [glued[1], glued[2]]
        else:
            words.append(word)
    return words


def _number(word: str, lang: str) -> Decimal | None:
    ratio = _RATIO.match(word)
    if ratio and int(ratio[2]):
        return (Decimal(ratio[1]) / Decimal(ratio[2])).quantize(Decimal("0.001"))
    if _NUMBER.match(word):
        return Decimal(word.replace(",", "."))
    spoken = _NUMBER_WORDS["de" if lang == "de" else "en"].get(word.casefold())
    return None if spoken is None else Decimal(spoken)


def _take_quantity(words: list[str], lang: str) -> tuple[Decimal | None, list[str]]:
    """Take the number in front ("2", "1/2", "1 1/2", "2 x"); None if there is none or it is out of range."""
    quantity = _number(words[0], lang) if len(words) > 1 else None
    if quantity is None:
        return None, words
    rest = words[1:]
    if len(rest) > 1 and (_RATIO.match(rest[0]) or rest[0].startswith("0.")):
        fraction = _number(rest[0], lang)
        if fraction is not None and quantity == quantity.to_integral_value() and 0 < fraction < 1:
            quantity, rest = quantity + fraction, rest[1:]
    if not 0 < quantity <= MAX_QUANTITY:
        return None, words
    if len(rest) > 1 and rest[0].casefold() in ("x", "×", "mal"):
        rest = rest[1:]
    return quantity, rest


def _take_unit(words: list[str], lang: str) -> tuple[str | None, list[str]]:
    """Take the unit after the number, two words first ("fl oz"), as long as a name remains."""
    for count in (2, 1):
        if len(words) > count:
            unit = parse_unit(" ".join(words[:count]), lang)
            if unit:
                rest = words[count:]
                return unit, rest[1:] if len(rest) > 1 and rest[0].casefold() == "of" else rest
    return None, words


def _take_tail(words: list[str], today: date) -> tuple[Place | None, date | None, list[str]]:
    """Take place and date off the end, in either order, with the words that lead to them."""
    place: Place | None = None
    expires_on: date | None = None
    rest = list(words)
    while rest:
        word = rest[-1].strip(",;()").casefold()
        if place is None and word in _PLACES:
            place = _PLACES[word]
        elif expires_on is None and (found := _date(word, today)):
            expires_on = found
        else:
            break
        rest.pop()
        while rest and rest[-1].strip(",;:").casefold() in _LINKS:
            rest.pop()
    if rest:
        rest[-1] = rest[-1].rstrip(",;")
    return place, expires_on, rest


def _date(word: str, today: date) -> date | None:
    """Read today, tomorrow, a weekday (the next one), 2026-12-24, 24.12.2026, 24.12.26 or 24.12."""
    if word in _DAYS_AHEAD:
        return today + timedelta(days=_DAYS_AHEAD[word])
    if word in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[word] - today.weekday() - 1) % 7 + 1)
    try:
        if iso := _ISO.match(word):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local := _DAY_FIRST.match(word):
            return _day_first(int(local[1]), int(local[2]), local[3], today)
    except ValueError:
        return None
    return None


def _day_first(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)
