"""What the amount of an ingredient line weighs, once its food is known.

First what the line itself says, then the counts and lengths of `recipes.ingredients.counted`, then the pantry's
measures.
"""

import re
from decimal import Decimal

from recipes.ingredients import line_words as words
from recipes.ingredients.amounts import NUMBER, number_of, plain_fractions
from recipes.ingredients.counted import counted_g
from recipes.recipe import IngredientLine

# A leaf of mint is no piece of mint, which is a pot or a bunch of it.
_PARTS = frozenset({"leaf", "stick", "wedge", "branch", "sprig", "slice", "stem", "strip", "cube", "chunk"})
# A bulb of fennel and "1 Stange Lauch" are the whole of it, where no table says how much less; a stalk of mint is not.
_WHOLES = frozenset({"bulb", "ear", "head"})
GERMAN_STALK = re.compile(r"\bStangen?\b")
# "1 Päckchen Backpulver" is a sachet; a pack of it holds several.
_SACHET = re.compile(r"\b(?:päckchen|pck|tütchen|briefchen)\b", re.IGNORECASE)
# A bar's measure: one and a half US fluid ounces.
_JIGGER_FL_OZ = 1.5
_CM = {"cm": 1.0, "in": 2.54, "mm": 0.1}
# "1 (2-inch) piece", "a 5 cm knob"; not "cut into 1-inch pieces".
_LONG = re.compile(
    rf"(?<!into )(?<!in )(?<!x )(?<![\d/.])({NUMBER})(?:\s*(?:-|to|bis)\s*{NUMBER})?[\s-]*"
    r"(?P<unit>inch(?:es)?|in\.?|cm|mm|\"|''|″)(?:[\s-]+long)?\)?\s+"
    r"(?:\w+\s+){0,3}?(?:pieces?|knobs?|lengths?|chunks?|hunks?|thumbs?|sticks?|stück)\b", re.IGNORECASE)
_SHAPED = frozenset({None, "piece", "knob", "chunk", "thumb", "stick"})


def mass_of_line(line: IngredientLine, food_id: str) -> float | None:
    """Return grams of what a line says, or None if nothing tells."""
    if line.mass_g is not None or line.quantity is None:
        return line.mass_g
    if (grams := _long_g(line, food_id)) is not None:
        return round(grams, 1)
    units = _units_to_weigh(line)
    if line.unit is None and units == ["piece"] and (one_g := counted_g(food_id)):
        return round(line.quantity * one_g, 1)
    grams = _measured_g(line.quantity, units, food_id)
    if grams is None and (one_g := counted_g(food_id, units[0])):
        grams = line.quantity * one_g
    return None if grams is None else round(grams, 1)


def _long_g(line: IngredientLine, food_id: str) -> float | None:
    """Return grams of a length of a food, `5 cm of ginger` or `2 (1 inch) pieces`; None where it is told otherwise."""
    if line.unit not in _CM and line.unit not in _SHAPED:
        return None
    one_cm_g = counted_g(food_id, "cm")
    if one_cm_g is None or line.quantity is None:
        return None
    if line.unit in _CM:
        return line.quantity * _CM[line.unit] * one_cm_g
    found = _LONG.search(plain_fractions(line.line))
    length = number_of(found[1]) if found else None
    if found is None or length is None:
        return None
    return line.quantity * length * _CM.get(found["unit"].lower(), _CM["in"]) * one_cm_g


def _measured_g(quantity: float, units: list[str], food_id: str) -> float | None:
    from pantry.errors import UnknownUnit
    from pantry.quantities import parse_unit, to_mass_g

    if units == ["pair"]:
        quantity, units = quantity * 2, ["piece"]
    if units == ["jigger"]:
        quantity, units = quantity * _JIGGER_FL_OZ, ["fl oz"]
    for unit in filter(None, map(parse_unit, units)):
        try:
            mass = to_mass_g(Decimal(str(quantity)), unit, food_id)
        except UnknownUnit:
            continue
        if mass:
            return mass.grams
    return None


def _part_named(name: str) -> str:
    """Return the part of a food that a name ends with (`mint leaves`), else a whole piece."""
    unit = words.UNITS.get(name.split()[-1].casefold()) if " " in name else None
    return unit if unit in _PARTS else "piece"


def _units_to_weigh(line: IngredientLine) -> list[str]:
    """Return the units that a line's count may be of, the likeliest first."""
    if line.unit == "package" and _SACHET.search(line.line):
        return ["sachet", line.unit]
    if line.unit and (line.unit in _WHOLES or GERMAN_STALK.search(line.line)):
        return [line.unit, "piece"]
    return [line.unit or _part_named(line.name)]
