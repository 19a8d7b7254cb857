"""Amounts as a kitchen can measure them: no third of an egg, no 0.04 of a cup, no 67 g of rice.

What scaling leaves is rounded to what a cook can tell apart, and said in a smaller measure where its own has no such
part: a fifth of a cup is three tablespoons, a tenth of a teaspoon is a pinch.
"""

import math
import re
from typing import NamedTuple

_FRACTIONS = ((0.125, "⅛"), (0.25, "¼"), (1 / 3, "⅓"), (0.375, "⅜"), (0.5, "½"), (0.625, "⅝"), (2 / 3, "⅔"),
              (0.75, "¾"), (0.875, "⅞"))
# Farther from a kitchen fraction than this a number is written as a decimal.
_NEAR = 0.015
_HALF = (0.5,)
_USUAL = (0.125, 0.25, 1 / 3, 0.5, 2 / 3, 0.75)
# Below what amount which parts of one are told apart; an eighth of a cup is two tablespoons.
_CUPS = ((math.inf, (0.125, 0.25, 1 / 3, 0.375, 0.5, 0.625, 2 / 3, 0.75, 0.875)),)
_SPOONS = ((5, _USUAL), (math.inf, _HALF))
_TEASPOONS = ((3, (0.125, 0.25, 0.5, 0.75)), (math.inf, _HALF))
_OUNCES = ((1, (0.125, 0.25, 0.5, 0.75)), (5, _HALF), (math.inf, ()))
_COUNTED = ((3, _USUAL), (10, _HALF), (math.inf, ()))
_CUT_IN_HALF = ((5, _HALF), (math.inf, ()))
_ONLY_WHOLE = ((math.inf, ()),)
_STEPS = {
    "cup": _CUPS,
    "tsp": _TEASPOONS,
    **dict.fromkeys(("tbsp", "dessertspoon", "lb"), _SPOONS),
    **dict.fromkeys(("oz", "fl oz"), _OUNCES),
    **dict.fromkeys(("clove", "slice", "rasher", "sheet", "sachet", "square", "cube"), _CUT_IN_HALF),
    **dict.fromkeys(("pinch", "dash", "drop", "leaf", "sprig", "drizzle", "splash", "squeeze", "stem"), _ONLY_WHOLE),
}
# Lengths, and measures that are divided by ten.
_EXACT = frozenset({"cm", "mm", "in", "dl", "cl", "mg", "dag", "kg", "l", "pfund", "pint", "quart", "gallon"})
_WEIGHED = frozenset({"g", "ml"})
# Told in the second, so many to one, below so much where it comes to no quarter.
_PARTS_OF = {"kg": ("g", 1000, 3.0), "l": ("ml", 1000, 3.0), "lb": ("oz", 16, 0.95)}
# A piece lighter than this is not cut into thirds (an egg, a shallot), or not cut at all (a bay leaf).
_SMALL_PIECE_G, _TINY_PIECE_G = 70, 3
# Less than this of a teaspoon is taken between two fingers.
_PINCH_TSP = 0.1
# What a smaller measure is called, one and several, in the language and the length of the word that is printed.
_SHORT = {"tsp": ("tsp", "tsp"), "tbsp": ("tbsp", "tbsp"), "pinch": ("pinch", "pinches"), "dash": ("dash", "dashes")}
_LONG = _SHORT | {"tsp": ("teaspoon", "teaspoons"), "tbsp": ("tablespoon", "tablespoons")}
_GERMAN_SHORT = {"tsp": ("TL", "TL"), "tbsp": ("EL", "EL"), "pinch": ("Prise", "Prisen"),
                 "dash": ("Spritzer", "Spritzer")}
_GERMAN_LONG = _GERMAN_SHORT | {"tsp": ("Teelöffel", "Teelöffel"), "tbsp": ("Esslöffel", "Esslöffel")}
_SMALLER = tuple((re.compile(printed, re.IGNORECASE), words) for printed, words in (
    (r"(?:EL|TL)\.?", _GERMAN_SHORT), (r"(?:Ess|Eß|Tee)löffel", _GERMAN_LONG),
    (r"(?:table|tea)spoons?", _LONG), (r"(?:cups?|c|tbsp?s?|tbl?s?|tblsp|tsps?|t)\.?", _SHORT),
    (r"kgs?|kilos?|kilogramm?s?", {"g": ("g", "g")}), (r"l|litres?|liters?", {"ml": ("ml", "ml")}),
    (r"(?:lbs?|pounds?)\.?", {"oz": ("oz", "oz")}),
))


class Measured(NamedTuple):
    """A number that a cook can measure. word: the unit to say instead of the printed one; None where that stays."""

    value: float
    word: str | None = None


def measured(value: float, unit: str | None, printed: str = "", *, piece_g: float | None = None,
             is_poured: bool = False) -> Measured:
    """Return an amount above zero as a kitchen measures it.

    unit: as `recipes.ingredients.line_words` spells it, None for what is counted; printed: the word of the recipe for
    it, whose language and length a smaller measure keeps. piece_g: what one weighs of what is counted, None where not
    known. is_poured: of what no pinch is taken.
    """
    words = next((words for pattern, words in _SMALLER if pattern.fullmatch(printed)), {})
    word = None
    while (smaller := _smaller(value, unit, is_poured=is_poured)) and smaller[1] in words:
        value, unit = smaller
        word = words[smaller[1]]
    value = _rounded(value, unit, piece_g)
    return Measured(value, word and word[value > 1])


def _smaller(value: float, unit: str | None, *, is_poured: bool) -> tuple[float, str] | None:
    """Return an amount in the measure to take instead, where its own has no part as small."""
    # A quarter of a cup is the smallest cup in the set, half a spoon the smallest part that one can see.
    if unit == "cup" and value < 0.23:
        return value * 16, "tbsp"
    if unit == "tbsp" and value < 0.9 and min(abs(value - 0.5), abs(value - 0.75)) > 0.04:
        return value * 3, "tsp"
    if unit == "tsp" and value < _PINCH_TSP:
        return 1.0, "dash" if is_poured else "pinch"
    if unit in _PARTS_OF:
        other, times, below = _PARTS_OF[unit]
        is_quarters = value >= 0.2 and abs(value * 4 - round(value * 4)) < 0.04
        return None if is_quarters or value >= below else (value * times, other)
    return None


def _rounded(value: float, unit: str | None, piece_g: float | None) -> float:
    if unit in _WEIGHED:
        return _weighed(value)
    if unit in _EXACT:
        return value
    steps = _STEPS.get(unit or "", _COUNTED)
    if unit is None and piece_g is not None and piece_g < _SMALL_PIECE_G:
        steps = _ONLY_WHOLE if piece_g < _TINY_PIECE_G else _CUT_IN_HALF
    least = min(steps[0][1], default=1.0)
    parts = next(parts for below, parts in steps if value < below)
    return max(least, _nearest(value, parts))


def _weighed(value: float) -> float:
    """Return grams or millilitres in the steps of a kitchen scale: a twentieth is nothing to a dish."""
    step = 0.5 if value < 10 else 1 if value < 50 else 5 if value < 1000 else 10
    return max(_whole(value / step) * step, step)


def _nearest(value: float, parts: tuple[float, ...]) -> float:
    """Return the nearest number of wholes and one of these parts."""
    whole = math.floor(value)
    return whole + min((1.0, *parts, 0.0), key=lambda part: abs(value - whole - part))


def _whole(value: float) -> float:
    return float(math.floor(value + 0.5))


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
