"""What a cook needs while cooking: a printed line for more or fewer people, and one step at a time."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recipes import line_words as words
from recipes.agreement import agree
from recipes.amounts import NUMBER, Amount, amount_at, number_of, plain_fractions
from recipes.line_amounts import amount_inside, skip_words, worded
from recipes.lines import part_of

_NUMBER = re.compile(NUMBER)
_UPPER = re.compile(rf"[^\d]{{0,20}}?({NUMBER})")
# Between an amount and the same in other units, its smaller part, or more: "500g/1lb 2oz", "1 cup (about 240 ml)".
_AGAIN = re.compile(r"\s*(?:/|\(|=|\+|or\b|oder\b|plus\b|and\b|und\b)?\s*(?:about|approx\.?|ca\.?|etwa)?\s*(?=\d)",
                    re.IGNORECASE)
_KINDS_OF_UNITS = (words.LENGTHS, frozenset(words.MEASURES.values()) - words.LENGTHS)
_FRACTIONS = ((0.125, "⅛"), (0.25, "¼"), (1 / 3, "⅓"), (0.5, "½"), (2 / 3, "⅔"), (0.75, "¾"))
# One text longer than this lost its line ends: a cook follows it sentence by sentence.
_LONG_STEP, _SHORT_SENTENCE = 200, 40
_SENTENCES_MEET = re.compile(r"(?<=[^\W\d_]{2}[.!])\s+(?=[A-ZÀ-ÖØ-Þ])")
# Farther from a kitchen fraction than this it is written as a decimal.
_NEAR = 0.04


class _Span(NamedTuple):
    """A number of a line: where it stands, and its value."""

    start: int
    end: int
    value: float


def scaled_line(line: str, factor: float, *, decimal_mark: str = ".") -> str:
    """Return an ingredient line with its amount times `factor`; a line without one as it is printed.

    Scaled are the first amount, in figures or in words ("half a lemon"), also behind the name ("Flour, 200 g"), its
    range, and the same or more of it in other units ("100 g/4 oz", "1 cup (240 ml)", "1 cup plus 2 tbsp"). A pack and
    a length keep their size: "2 x 400 g" becomes "4 x 400 g". What is counted agrees: "1 onion" becomes "2 onions".
    """
    if factor == 1:
        return line
    text = plain_fractions(line)
    spans = _numbers_to_scale(text, len(text) - len(part_of(text)[1]))
    if not spans:
        return line
    scaled, position = "", 0
    for number, span in enumerate(spans):
        is_upper = span.start < 0
        start = -span.start if is_upper else span.start
        between = text[position:start] if number == 0 else agree(text[position:start], spans[number - 1].value * factor)
        scaled += ("–" if is_upper else between) + written_number(span.value * factor, decimal_mark)
        position = span.end
    return (scaled + agree(text[position:], spans[-1].value * factor)).lstrip()


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
    """Return the numbers of an amount in their order; the upper end of a range has its start negated."""
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
    found = [_Span(position, end, amount.low)]
    if amount.high > amount.low and (upper := _UPPER.match(text, end)):
        found.append(_Span(-upper.start(1), upper.end(1), amount.high))
    return found + list(_said_again(text, amount))


def _in_words(text: str, position: int) -> list[_Span]:
    amount = worded(text, position)
    return [_Span(position, amount.end, amount.low)] if amount and amount.low > 0 else []


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
        yield _Span(number.start(), number.end(), further.low)


def written_number(value: float, decimal_mark: str) -> str:
    """Return a number as a kitchen writes it: 1½, 250, 2.4."""
    whole = int(value)
    rest = value - whole
    if value >= 20 or rest < _NEAR or rest > 1 - _NEAR:
        return str(round(value))
    for size, sign in _FRACTIONS:
        if abs(rest - size) < _NEAR:
            return f"{whole or ''}{sign}"
    return f"{value:.{1 if value >= 0.1 else 2}f}".replace(".", decimal_mark)
