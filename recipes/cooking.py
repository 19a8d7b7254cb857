"""What a cook needs while cooking: a printed line for more or fewer people, and the times a step names."""

import re

from recipes.amounts import NUMBER, number_of, plain_fractions

_LEADING = re.compile(rf"\s*({NUMBER})(?:\s*(-|to|or|bis|oder)\s*({NUMBER}))?", re.IGNORECASE)
_FRACTIONS = ((0.25, "¼"), (1 / 3, "⅓"), (0.5, "½"), (2 / 3, "⅔"), (0.75, "¾"))
# Farther from a kitchen fraction than this it is written as a decimal.
_NEAR = 0.04
_TIME = re.compile(
    r"(\d+(?:[.,]\d+)?|\b(?:an?|one|eine)\b)(?:\s*(?:-|–|to|or|bis|oder)\s*\d+(?:[.,]\d+)?)?\s*"
    r"(hours?|hrs?|h|stunden?|std|minutes?|minuten?|mins?)\b\.?", re.IGNORECASE)
_MOST_TIMERS = 4
MOST_TIMER_MINUTES = 24 * 60


def scaled_line(line: str, factor: float, *, decimal_mark: str = ".") -> str:
    """Return an ingredient line with its leading amount times `factor`; a line without one as it is printed.

    Only the number in front changes ("2 x 400 g" becomes "4 x 400 g"): a pack keeps its size.
    """
    if factor == 1:
        return line
    text = plain_fractions(line)
    found = _LEADING.match(text)
    if found is None:
        return line
    low = _scaled(found[1], factor, decimal_mark)
    if low is None:
        return line
    if not found[3]:
        return f"{low}{text[found.end(1):]}"
    high = _scaled(found[3], factor, decimal_mark)
    return line if high is None else f"{low}–{high}{text[found.end():]}"


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
