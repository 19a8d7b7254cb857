"""What a cook needs while cooking: a printed line for more or fewer people, and the times a step names."""

import re
from collections.abc import Iterator

from recipes import line_words as words
from recipes.amounts import NUMBER, amount_at, number_of, plain_fractions
from recipes.lines import part_of

_LEADING = re.compile(rf"\s*({NUMBER})(?:\s*(-|to|or|bis|oder)\s*({NUMBER}))?", re.IGNORECASE)
_NUMBER = re.compile(NUMBER)
# Between an amount and the same in other units, or its smaller part: "500g/1lb 2oz", "1 cup (about 240 ml)".
_AGAIN = re.compile(r"\s*(?:/|\(|=|or\b|oder\b)?\s*(?:about|approx\.?|ca\.?|etwa)?\s*(?=\d)", re.IGNORECASE)
_KINDS_OF_UNITS = (words.LENGTHS, frozenset(words.MEASURES.values()) - words.LENGTHS)
_FRACTIONS = ((0.25, "¼"), (1 / 3, "⅓"), (0.5, "½"), (2 / 3, "⅔"), (0.75, "¾"))
# Farther from a kitchen fraction than this it is written as a decimal.
_NEAR = 0.04
_TIME = re.compile(
    r"(\d+(?:[.,]\d+)?|\b(?:an?|one|eine)\b)(?:\s*(?:-|–|to|or|bis|oder)\s*\d+(?:[.,]\d+)?)?\s*"
    r"(hours?|hrs?|h|stunden?|std|minutes?|minuten?|mins?)\b\.?", re.IGNORECASE)
_MOST_TIMERS = 4
MOST_TIMER_MINUTES = 24 * 60


def scaled_line(line: str, factor: float, *, decimal_mark: str = ".") -> str:
    """Return an ingredient line with its amount times `factor`; a line without one as it is printed.

    Scaled are the number in front ("juice of 1 lemon" has it behind what is used) and the same amount said again
    ("100 g/4 oz", "1 cup (240 ml)"). A pack keeps its size: "2 x 400 g" becomes "4 x 400 g".
    """
    if factor == 1:
        return line
    text = plain_fractions(line)
    found = _LEADING.match(text, len(text) - len(part_of(text)[1]))
    if found is None:
        return line
    spans = [found.span(1), *([found.span(3)] if found[3] else []), *_said_again(text, found.start(1))]
    numbers = [_scaled(text[start:end], factor, decimal_mark) for start, end in spans]
    if None in numbers:
        return line
    scaled, position = "", 0
    for (start, end), number in zip(spans, numbers, strict=True):
        is_upper = found[3] is not None and start == found.start(3)
        scaled += ("–" if is_upper else text[position:start]) + str(number)
        position = end
    return (scaled + text[position:]).lstrip()


def _said_again(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Yield where the numbers stand of the amount at a position in other units of measure, or in more than one."""
    amount = amount_at(text, position)
    units = next((kind for kind in _KINDS_OF_UNITS if amount and amount.unit in kind), None)
    while amount and units and (more := _AGAIN.match(text, amount.end)):
        amount = amount_at(text, more.end())
        number = _NUMBER.match(text, more.end())
        if amount is None or amount.unit not in units or number is None:
            break
        yield number.span()


def _scaled(number: str, factor: float, decimal_mark: str) -> str | None:
    value = number_of(number)
    return None if value is None else _written(value * factor, decimal_mark)


def _written(value: float, decimal_mark: str) -> str:
    """Return a number as a kitchen writes it: 1½, 250, 2.4."""
    whole = int(value)
    rest = value - whole
    if value >= 20 or rest < _NEAR or rest > 1 - _NEAR:
        return str(round(value))
    for size, sign in _FRACTIONS:
        if abs(rest - size) < _NEAR:
            return f"{whole or ''}{sign}"
    return f"{value:.1f}".replace(".", decimal_mark)


def timers_of(step: str) -> list[int]:
    """Return the minutes that a step names, in its order, each once and at most four; the low end of a range.

    Seconds are left out: nobody sets a timer for them.
    """
    minutes = [_minutes(found[1], found[2]) for found in _TIME.finditer(step)]
    return list(dict.fromkeys(one for one in minutes if 0 < one <= MOST_TIMER_MINUTES))[:_MOST_TIMERS]


def _minutes(number: str, unit: str) -> int:
    value = float(number.replace(",", ".")) if number[0].isdigit() else 1.0
    return round(value * (1 if unit[0].lower() == "m" else 60))
