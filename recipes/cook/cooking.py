"""What a cook needs while cooking: a printed line for more or fewer people, and one step at a time."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recipes.cook.agreement import agree, food_behind, unit_inside
from recipes.cook.kitchen_amounts import Measured, measured, written_number
from recipes.cook.own_measures import is_poured
from recipes.ingredients import line_words as words
from recipes.ingredients.amounts import NUMBER, Amount, amount_at, number_of, plain_fractions, unit_at
from recipes.ingredients.line_amounts import amount_inside, skip_words, worded
from recipes.lines import part_of

_NUMBER = re.compile(NUMBER)
_UPPER = re.compile(rf"[^\d]{{0,20}}?({NUMBER})")
# Between an amount and the same in other units, its smaller part, or more: "500g/1lb 2oz", "1 cup (about 240 ml)".
_AGAIN = re.compile(r"\s*(?:/|\(|=|\+|or\b|oder\b|plus\b|and\b|und\b)?\s*(?:about|approx\.?|ca\.?|etwa)?\s*(?=\d)",
                    re.IGNORECASE)
# Behind the food, of all together; the size of one pack says no "about".
_ABOUT_ALL = re.compile(r"[^\W\d_]\s*\(\s*(?:about|approx\.?|approximately|ca\.?|etwa|insgesamt|zusammen|total(?: of)?)"
                        r"\s*(?=\d)", re.IGNORECASE)
_EACH = re.compile(r"\s*(?:each|apiece|per|je|pro)\b", re.IGNORECASE)
_KINDS_OF_UNITS = (words.LENGTHS, frozenset(words.MEASURES.values()) - words.LENGTHS)
# One text longer than this lost its line ends: a cook follows it sentence by sentence.
_LONG_STEP, _SHORT_SENTENCE = 200, 40
_SENTENCES_MEET = re.compile(r"(?<=[^\W\d_]{2}[.!])\s+(?=[A-ZÀ-ÖØ-Þ])")


class _Span(NamedTuple):
    """A number of a line: where it stands, its value, and the unit as `recipes.ingredients.line_words` spells it.

    unit_end: where the unit's word ends that stands right behind it, else `end`. is_upper: the upper end of a range.
    """

    start: int
    end: int
    value: float
    unit: str | None = None
    unit_end: int = 0
    is_upper: bool = False


def scaled_line(line: str, factor: float, *, decimal_mark: str = ".") -> str:
    """Return an ingredient line with its amount times `factor`; a line without one as it is printed.

    Scaled are the first amount, in figures or in words ("half a lemon"), also behind the name ("Flour, 200 g"), its
    range, and the same or more of it in other units ("100 g/4 oz", "1 cup (240 ml)", "1 cup plus 2 tbsp"). A pack and
    a length keep their size: "2 x 400 g" becomes "4 x 400 g". What is counted agrees: "1 onion" becomes "2 onions".
    Amounts are those that a kitchen can measure (`recipes.cook.kitchen_amounts`).
    """
    if factor == 1:
        return line
    text = plain_fractions(line)
    spans = _numbers_to_scale(text, len(text) - len(part_of(text)[1]))
    if not spans:
        return line
    scaled, position, before = "", 0, None
    for span in spans:
        between = text[position:span.start]
        told = _told(text, span, factor)
        scaled += "–" if span.is_upper else _agreeing(between, before)
        scaled += written_number(told.value, decimal_mark) + (f" {told.word}" if told.word else "")
        position, before = span.unit_end if told.word else span.end, told
    return (scaled + _agreeing(text[position:], before)).lstrip()


def _told(text: str, span: _Span, factor: float) -> Measured:
    printed, behind = text[span.end:span.unit_end].strip(" -"), text[span.unit_end:]
    food = food_behind(behind)
    return measured(span.value * factor, span.unit or unit_inside(behind), printed,
                    piece_g=food.piece_mass_g if food else None, is_poured=food is not None and is_poured(food))


def _agreeing(text: str, before: Measured | None) -> str:
    """Return the words behind a number in the form it wants; behind a unit of our own they stay as they are."""
    return text if before is None or before.word else agree(text, before.value)


def steps_to_follow(instructions: Sequence[str]) -> tuple[str, ...]:
    """Return a recipe's steps; one long text that is all of them comes by its sentences, short ones with the next."""
    if len(instructions) != 1 or len(instructions[0]) <= _LONG_STEP:
        return tuple(instructions)
    steps: list[str] = []
    for sentence in _SENTENCES_MEET.split(instructions[0].strip()):
        if steps and len(steps[-1]) < _SHORT_SENTENCE:
            steps[-1] += f" {sentence}"
        else:
            steps.append(sentence)
    return tuple(steps)


def _numbers_to_scale(text: str, position: int) -> list[_Span]:
    """Return the numbers of an amount in their order."""
    position = skip_words(text, position + len(text[position:]) - len(text[position:].lstrip()), words.APPROXIMATE)
    amount = amount_at(text, position)
    if amount is None:
        return _in_words(text, position) or _behind(text)
    return _of_amount(text, position, amount)


def _of_amount(text: str, position: int, amount: Amount) -> list[_Span]:
    number = _NUMBER.match(text, position)
    if number is None or amount.low <= 0:
        return []
    # "8 1/2-inch slices" are eight: the amount's number ends before the size.
    count = number.group().split()[0]
    end = position + len(count) if number_of(number.group()) != amount.low == number_of(count) else number.end()
    return [*_ends(text, _Span(position, end, amount.low), amount), *_said_again(text, amount), *_of_all(text, amount)]


def _ends(text: str, low: _Span, amount: Amount) -> list[_Span]:
    """Return the number of an amount with its unit, and that of its upper end where it is a range."""
    if amount.high > amount.low and (upper := _UPPER.match(text, low.end)):
        # Both ends have one unit: neither is told in another.
        return [low._replace(unit=amount.unit, unit_end=low.end),
                _Span(upper.start(1), upper.end(1), amount.high, amount.unit, upper.end(1), is_upper=True)]
    unit, unit_end = _unit_behind(text, low.end)
    return [low._replace(unit=unit, unit_end=unit_end)]


def _of_all(text: str, amount: Amount) -> list[_Span]:
    """Return the numbers of what all that is counted weighs, in brackets: `2 salmon fillets (about 300 g)`."""
    is_packs = amount.unit is not None or _unit_behind(text, amount.end)[0] in words.PACKS
    found = None if is_packs else _ABOUT_ALL.search(text, amount.end)
    number = _NUMBER.match(text, found.end()) if found else None
    inner = amount_at(text, found.end()) if found else None
    if number is None or inner is None or inner.unit not in _KINDS_OF_UNITS[1] or _EACH.match(text, inner.end):
        return []
    return _ends(text, _Span(number.start(), number.end(), inner.low), inner)


def _unit_behind(text: str, end: int) -> tuple[str | None, int]:
    """Return the unit of a number and where its word ends; where none stands there, the number's end."""
    return unit_at(text, end) or (None, end)


def _in_words(text: str, position: int) -> list[_Span]:
    amount = worded(text, position)
    if amount is None or amount.low <= 0:
        return []
    return [_Span(position, amount.end, amount.low, *_unit_behind(text, amount.end))]


def _behind(text: str) -> list[_Span]:
    """Return the numbers of an amount behind the name: `Flour, 200 g`."""
    inside = amount_inside(text)
    for number in _NUMBER.finditer(text) if inside else ():
        amount = amount_at(text, number.start())
        if amount and inside and (amount.low, amount.high) == (inside.low, inside.high):
            return _of_amount(text, number.start(), amount)
    return []


def _said_again(text: str, amount: Amount) -> Iterator[_Span]:
    """Yield the numbers of an amount in other units of measure, or of more of it, that follow one."""
    further: Amount | None = amount
    units = next((kind for kind in _KINDS_OF_UNITS if amount.unit in kind), None)
    while further and units and (more := _AGAIN.match(text, further.end)):
        further = amount_at(text, more.end())
        number = _NUMBER.match(text, more.end())
        if further is None or further.unit not in units or number is None:
            break
        yield _Span(number.start(), number.end(), further.low, *_unit_behind(text, number.end()))
