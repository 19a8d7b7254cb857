"""One line as people type or dictate it: "2 l milk fridge tomorrow", "500g Spinat 1,99 € bis Freitag", "Butter 250g".

Pure text to fields; which food the name means is asked of the catalog afterwards (`pantry.typing.typed_foods`).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pantry.quantities import parse_unit, units
from pantry.typing.typed_words import (
    BOUGHT,
    EACH,
    FROZEN,
    LINKS,
    MULTIPACK,
    NAMING,
    ON,
    OPENED,
    PACKS,
    PLACES,
    PORTIONS,
    SHAPES,
    SINCE,
    VAGUE,
    as_past,
    date_at_end,
    date_kind_of,
    number_of,
    part_of,
    past_day_at_end,
    price_at_end,
)
from pantry.vocabulary import DateKind, Place

MAX_CHARACTERS = 500
MAX_QUANTITY = Decimal(1_000_000)
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667"}
_GLUED = re.compile(r"^(\d+(?:[.,]\d+)?)([^\W\d_]+\.?)$")
_TIMES = re.compile(r"^(?:(\d{1,3})[x×]|[x×](\d{1,3}))$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^\((\d{1,3})\)$")
_FEW = re.compile(r"^\d{1,2}$")
_TIMES_AT_END = re.compile(r"(?<=\s)([x×])\s+(?=\d{1,3}$)", re.IGNORECASE)
_REST_OF = re.compile(r"^(?:the\s+)?rest\s+of\s+(?:(?:the|my|our)\s+)?", re.IGNORECASE)
_HALF_OF = re.compile(r"^(?:die\s+)?hälfte\s+(?:von\s+)?(?:der|des|dem|den|vom)\s+", re.IGNORECASE)
_COUNTS_BEHIND = (MULTIPACK, _TIMES, _IN_BRACKETS, _FEW)
_BY_COMMA = re.compile(r",\s+|;\s*|\n+")
AND = re.compile(r"\s+(?:and|und|plus|\+|&)\s+", re.IGNORECASE)
_BEFORE_A_NUMBER = re.compile(AND.pattern + r"(?=\d|[½¼¾⅓⅔])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What a typed line says; None for what it leaves out, `name` may be empty.

    size: of one of several ("2 butter 250 g"), with its unit. price: of all that the line speaks of, in major units of
    `currency`, None for the household's own. bought_on, opened_on: a day before today, or today; what is opened without
    a day was opened today.
    """

    quantity: Decimal | None
    unit: str | None
    name: str
    place: Place | None
    expires_on: date | None
    date_kind: DateKind | None = None
    size: tuple[Decimal, str] | None = None
    price: Decimal | None = None
    currency: str | None = None
    is_opened: bool = False
    bought_on: date | None = None
    opened_on: date | None = None


@dataclass(slots=True)
class _Tail:
    """What stood behind the name."""

    place: Place | None = None
    expires_on: date | None = None
    date_kind: DateKind | None = None
    price: Decimal | None = None
    currency: str | None = None
    is_each: bool = False
    bought_on: date | None = None
    is_bought: bool = False
    since: date | None = None


def split_typed(text: str) -> list[str]:
    """Return the parts between commas, semicolons and lines, and before an "and" that a number follows.

    A part need not be a food of its own: "milk, fridge, tomorrow" has three.
    """
    parts = [part for line in _BY_COMMA.split(text[:MAX_CHARACTERS]) for part in _BEFORE_A_NUMBER.split(line)]
    return [part.strip() for part in parts if part.strip()]


def parse_typed_line(
    text: str, today: date, lang: str = "en", *, is_month_first: bool = False, is_past: bool = False
) -> TypedLine:
    """Take a typed line apart: amount and unit in front, place, date and price at the end, the name between.

    An amount may also follow the name ("onions 3", "eggs (12)", "yogurt x3"). today: the household's own date, from
    which "tomorrow" and a bare "24.12." count. lang: decides words that are units in both languages. is_month_first:
    how slashed dates are read. is_past: the line tells of what happened, so that "on Monday" is the last one, and the
    day is that of `bought_on`. Never raises: what cannot be read stays in the name.
    """
    words = _split(text[:MAX_CHARACTERS])
    is_opened = len(words) > 1 and any(OPENED.match(word.strip(",;()").casefold()) for word in words)
    if is_opened:
        words = [word for word in words if not OPENED.match(word.strip(",;()").casefold())]
    tail, rest = _take_tail(words, today, lang, is_month_first=is_month_first, is_past=is_past)
    quantity, unit, size, rest = _take_amounts(rest, lang)
    if any(FROZEN.match(word.casefold()) for word in rest) and tail.place is None:
        tail.place = Place.FREEZER
    times = quantity if tail.is_each and quantity is not None else Decimal(1)
    price = None if tail.price is None else tail.price * times
    bought_on = tail.bought_on or (None if is_opened else tail.since)
    return TypedLine(quantity, unit, " ".join(rest), tail.place, tail.expires_on, tail.date_kind, size, price,
                     tail.currency, is_opened, bought_on, tail.since if is_opened else None)


def _split(text: str) -> list[str]:
    """Return the words, with "500g" in two, "x 3" at the end in one, and fractions written as decimals."""
    text = _TIMES_AT_END.sub(r"\1", _HALF_OF.sub("halbe ", _REST_OF.sub("leftover ", text.strip())))
    for sign, decimal in _FRACTIONS.items():
        text = text.replace(sign, f" {decimal}")
    words: list[str] = []
    for word in text.split():
        glued = _GLUED.match(word)
        if glued and parse_unit(glued[2]) and not _TIMES.match(word):
            words += [glued[1], glued[2]]
        else:
            words.append(word)
    return words


def _take_amounts(
    words: list[str], lang: str
) -> tuple[Decimal | None, str | None, tuple[Decimal, str] | None, list[str]]:
    """Take amount and unit off both ends; the third is what one of several holds ("2 butter 250 g", "milk 1 l x3")."""
    quantity, unit, rest = _take_front(words, lang)
    behind = None
    if quantity is None:
        behind, rest = _take_behind(rest, lang, is_counted=False)
        quantity, unit = behind or (None, unit)
    if quantity is None or (unit is not None and units()[unit].kind not in ("pack", "count")):
        return quantity, unit, None, rest
    size, rest = _take_behind(rest, lang, is_counted=True)
    return quantity, unit, (size[0], size[1]) if size and size[1] else None, rest


def _take_front(words: list[str], lang: str) -> tuple[Decimal | None, str | None, list[str]]:
    """Take amount and unit off the front: "2 l", "3 x 500 g", "half a dozen", "a jar of", "Packung"."""
    for vague in VAGUE["de" if lang == "de" else "en"]:
        # "Ein Paar", written large, are two.
        if len(words) > len(vague) and tuple(words[: len(vague)]) == vague:
            return None, None, words[len(vague):]
    quantity, rest = _take_number(words, lang)
    if quantity is None:
        return _take_container(words, lang)
    unit, rest = _take_unit(rest, lang)
    if unit == "dozen" and quantity != quantity.to_integral_value():
        quantity, unit = quantity * 12, "piece"
    if unit is None or units()[unit].kind in ("pack", "count"):
        inner, after = _take_number(_without(rest, *EACH), lang)
        inner_unit, after = _take_unit(after, lang) if inner is not None else (None, after)
        if inner is not None and inner_unit is not None and units()[inner_unit].kind in ("mass", "volume"):
            pack, without = _take_unit(after, lang)  # "2 x 400 g tins tomatoes"
            after = without if pack is not None and units()[pack].kind == "pack" else after
            return _in_range(quantity * inner, inner_unit, after, words)
    return _in_range(quantity, unit, rest, words)


def _in_range(
    quantity: Decimal, unit: str | None, rest: list[str], words: list[str]
) -> tuple[Decimal | None, str | None, list[str]]:
    return (quantity, unit, rest) if 0 < quantity <= MAX_QUANTITY else (None, None, words)


def _take_number(words: list[str], lang: str) -> tuple[Decimal | None, list[str]]:
    """Take the number in front: "2", "1 1/2", "2 x", "half a", "drei Viertel", "6er Pack". None if none is in range."""
    if len(words) > 1 and (multipack := MULTIPACK.match(words[0])):
        return Decimal(multipack[1]), _without(_without(words[1:], *PACKS), "of")
    timed = _TIMES.match(words[0]) if len(words) > 1 else None
    quantity = Decimal(timed[1] or timed[2]) if timed else number_of(words[0], lang) if len(words) > 1 else None
    if quantity is None or not 0 < quantity <= MAX_QUANTITY:
        return None, words
    is_part = part_of(words[0], lang) is not None
    rest = words[1:]
    if len(rest) > 1 and is_part:
        rest = _without(rest, "a", "an", "of", "ein", "eine", "einen")
        rest = _without(rest, "a", "an")
    elif len(rest) > 1 and (part := part_of(rest[0], lang)):
        quantity, rest = quantity * part, _without(rest[1:], "of")
    elif len(rest) > 1 and ("/" in rest[0] or rest[0].startswith("0.")):
        fraction = number_of(rest[0], lang)
        if fraction is not None and quantity == quantity.to_integral_value() and 0 < fraction < 1:
            quantity, rest = quantity + fraction, rest[1:]
    if len(rest) > 1 and MULTIPACK.match(rest[0]):
        of_one, rest = _take_number(rest, lang)
        return quantity * (of_one or 1), rest
    if len(rest) > 1 and rest[0].casefold() == "couple":
        return quantity * 2, _without(rest[1:], "of")
    return quantity, _without(rest, "x", "×", "mal")


def _without(words: list[str], *leading: str) -> list[str]:
    """Return the words, the first left out where it is one of these and a name remains."""
    return words[1:] if len(words) > 1 and words[0].casefold() in leading else words


def _take_unit(words: list[str], lang: str) -> tuple[str | None, list[str]]:
    """Take the unit after the number, two words first ("fl oz"), as long as a name remains."""
    for count in (2, 1):
        if len(words) > count:
            unit = parse_unit(" ".join(words[:count]), lang)
            if unit:
                return unit, _without(words[count:], "of")
    return None, words


def _take_container(words: list[str], lang: str) -> tuple[Decimal | None, str | None, list[str]]:
    """Take a unit that stands without a number: "bag of spinach", "Packung Nudeln". It is one."""
    if len(words) > 2 and words[1] == "of" and words[0].casefold() in SHAPES:
        return None, None, words[2:]
    unit, rest = _take_unit(words, lang)
    if unit is None:
        return None, None, words
    is_said = len(rest) < len(words) - 1 if lang != "de" else words[0][:1].isupper() and rest[0][:1].isupper()
    if not is_said or len(words[0]) < 3:
        return None, None, words
    return Decimal(1), unit, rest


def _take_behind(
    words: list[str], lang: str, *, is_counted: bool
) -> tuple[tuple[Decimal, str | None] | None, list[str]]:
    """Take an amount behind the name: "250 g", "(12)", "x3", "10er"; a bare number only where none stood in front."""
    if len(words) > 2 and (unit := _counted_by(words[-1], lang)) and (number := number_of(words[-2], lang)):
        is_said = words[-2][:1].isdigit() or part_of(words[-2], lang) is not None
        is_amount = is_said and 0 < number <= MAX_QUANTITY
        if is_amount and (not is_counted or units()[unit].kind in ("mass", "volume")):
            return (number, unit), words[:-2]
    if len(words) > 1 and not is_counted:
        is_pack_said = len(words) > 2 and words[-1].casefold() in PACKS and MULTIPACK.match(words[-2]) is not None
        *name, last = words[:-1] if is_pack_said else words
        found = next((hit for way in _COUNTS_BEHIND if (hit := way.match(last))), None)
        number = Decimal(found[found.lastindex or 0]) if found else Decimal(0)
        if number:
            return (number, None), name
    return None, words


def is_amount_alone(text: str, lang: str) -> bool:
    """Return whether words are a number and what is counted by it, nothing else: "2 boxes", "3 portions"."""
    words = text.split()
    return len(words) == 2 and number_of(words[0], lang) is not None and _counted_by(words[1], lang) is not None


def _counted_by(word: str, lang: str) -> str | None:
    """Return the unit that a word behind a number is; a portion is a piece of what was cooked."""
    return "piece" if word.casefold() in PORTIONS else parse_unit(word, lang)


def _take_tail(
    words: list[str], today: date, lang: str, *, is_month_first: bool, is_past: bool
) -> tuple[_Tail, list[str]]:
    """Take place, dates and price off the end, in any order, with the words that lead to them."""
    tail, rest = _Tail(), list(words)
    tomorrow = today + timedelta(days=1)
    while rest:
        word = rest[-1].strip(",;()").casefold()
        behind = past_day_at_end(rest, today) if len(rest) > 1 else None
        if behind and tail.bought_on and not _follows(rest[:-behind[1]], SINCE):
            behind = None
        dated = None if behind else date_at_end(rest, today, is_month_first=is_month_first)
        if dated and tail.expires_on and not (tail.is_bought or _follows(rest[:-dated[1]], BOUGHT)):
            dated = None
        priced = None if tail.price is not None or len(rest) < 2 else price_at_end(rest, lang)
        if tail.place is None and word in PLACES:
            tail.place = PLACES[word]
            rest.pop()
        elif behind:
            del rest[-behind[1]:]
        elif dated:
            del rest[-dated[1]:]
        elif word in BOUGHT and len(rest) > 1 and not tail.is_bought:
            tail.is_bought = True
            rest.pop()
            continue
        elif priced:
            tail.price, tail.currency = priced[0], priced[1]
            del rest[-priced[2]:]
        elif word in EACH and tail.price is None and len(rest) > 2 and price_at_end(rest[:-1], lang):
            tail.is_each = True
            rest.pop()
            continue
        else:
            break
        links = _take_links(rest)
        tail.is_each = tail.is_each or bool(priced and not dated and links & EACH)
        if (dated or behind) and links & SINCE:
            tail.since = behind[0] if behind else as_past(dated[0], word, today)  # type: ignore[index]
        elif behind:
            tail.bought_on, tail.is_bought = behind[0], False
        elif dated and (tail.is_bought or links & BOUGHT or (is_past and links <= NAMING and dated[0] != tomorrow)):
            tail.bought_on, tail.is_bought = as_past(dated[0], word, today), False
        elif dated:
            tail.expires_on, tail.date_kind = dated[0], date_kind_of(links)
    if rest:
        rest[-1] = rest[-1].rstrip(",;")
    return tail, rest


def _follows(words: list[str], leading: frozenset[str]) -> bool:
    """Return whether what is behind these words is led to by one of some words."""
    while words and words[-1].casefold() in ON - leading:
        words = words[:-1]
    return bool(words) and words[-1].casefold() in leading


def _take_links(words: list[str]) -> frozenset[str]:
    """Take the words that lead to what stood behind them, and return them."""
    taken: set[str] = set()
    while words and (word := words[-1].strip(",;:").casefold()) in LINKS | EACH | BOUGHT:
        if word in BOUGHT and taken - ON:  # "gekauft bis Freitag": the day of purchase is said before
            break
        taken.add(word)
        words.pop()
    return frozenset(taken)
