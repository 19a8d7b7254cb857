"""A recipe in the household's own measures: cups as grams and Fahrenheit as Celsius, and the other way round.

What a recipe prints stays; the same in other measures is said beside it, unless the recipe says it itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pantry.foods import Food, catalog
from pantry.quantities import units
from pantry.vocabulary import Category
from recipes.recipe import IngredientLine

# Units of the other system by the household's; spoons are the same kitchen's everywhere.
_FOREIGN = {"metric": frozenset({"cup", "oz", "lb", "fl oz", "pint", "quart", "gallon", "stick"}),
            "us": frozenset({"g", "kg", "ml", "cl", "dl", "l"})}
_SAID = {"metric": re.compile(r"\d\s?(?:g|gr|grams?|kg|ml|cl|dl|l|litres?|liters?)\b", re.IGNORECASE),
         "us": re.compile(r"[\d½⅓⅔¼¾⅛]\s?(?:oz|ounces?|lbs?|pounds?|cups?|fl\.?\s?oz|pints?|quarts?)\b", re.IGNORECASE)}
# What is poured: foods sold by the litre or the bottle, drinks, and these with all their kinds.
_POURED_UNITS = frozenset({"ml", "l", "bottle"})
_POURED_CATEGORIES = frozenset({Category.BEVERAGES, Category.ALCOHOL})
_POURED_FOODS = frozenset({"cream", "coconut_milk"})
# So much (in the unit, below) is rounded to so much: nobody weighs flour by the gram.
_STEPS = ((10, 1), (100, 5), (500, 10), (2_000, 25), (10**9, 50))
_CUP_ML = 236.588
_CUP_PARTS = (0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1.0)
_NEAR_CUP = 0.06
# Less than this is measured by spoons, whatever the recipe says.
_LEAST_ML, _LEAST_G = 30, 5


@dataclass(frozen=True, slots=True)
class OwnAmount:
    """An amount in the household's measures: from `low` to `high`, the same for one number, of a unit of the pantry."""

    low: Decimal
    high: Decimal
    unit: str


def own_amount(line: IngredientLine, unit_system: str, *, scale: float = 1.0) -> OwnAmount | None:
    """Return a line's amount in the household's measures, for `scale` times the recipe.

    None where it has them already, says both, or speaks of no amount that converts. unit_system: metric or us.
    """
    if line.unit not in _FOREIGN[unit_system] or not line.quantity or _SAID[unit_system].search(line.line):
        return None
    is_weighed = _is_weighed(line, unit_system)
    of_one = _grams_of_one(line) if is_weighed else _millilitres_of_one(line.unit)
    if of_one is None:
        return None
    low, high = line.quantity * scale * of_one, (line.quantity_max or line.quantity) * scale * of_one
    unit = "g" if is_weighed else "ml"
    if unit_system == "us":
        return _american(low, high, unit)
    return OwnAmount(_rounded(low), _rounded(high), unit)


def _is_weighed(line: IngredientLine, unit_system: str) -> bool:
    """Return whether a line is told by weight: what weighs already, and what is no liquid, where its mass is known."""
    known = units().get(line.unit or "")
    if line.unit == "stick" or (known is not None and known.base_unit == "g"):
        return True
    food = catalog().get(line.food_id or "")
    # What is not known is measured by volume, as the recipe does.
    return unit_system == "metric" and line.mass_g is not None and food is not None and not is_poured(food)


def is_poured(food: Food) -> bool:
    """Return whether a cook measures a food by volume."""
    return (food.unit in _POURED_UNITS or food.category in _POURED_CATEGORIES
            or not _POURED_FOODS.isdisjoint((food.food_id, *catalog().ancestors(food.food_id))))


def _grams_of_one(line: IngredientLine) -> float | None:
    known = units().get(line.unit or "")
    if known is not None and known.base_unit == "g":
        return float(known.factor)
    return line.mass_g / line.quantity if line.mass_g and line.quantity else None


def _millilitres_of_one(unit: str | None) -> float | None:
    known = units().get((unit or "").replace(" ", "_"))
    return float(known.factor) if known is not None and known.base_unit == "ml" else None


def _rounded(value: float) -> Decimal:
    step = next(step for below, step in _STEPS if value < below)
    return Decimal(max(round(value / step), 1) * step)


def _american(low: float, high: float, unit: str) -> OwnAmount | None:
    """Return grams as they are, to be read in ounces, and millilitres as cups where they make parts of one."""
    if high < (_LEAST_G if unit == "g" else _LEAST_ML):
        return None
    if unit == "ml" and (low_cups := _cups(low)) and (high_cups := _cups(high)):
        return OwnAmount(low_cups, high_cups, "cup")
    return OwnAmount(Decimal(round(low)), Decimal(round(high)), unit)


def _cups(millilitres: float) -> Decimal | None:
    """Return millilitres as whole cups and a usual part of one, None where neither comes near."""
    cups = millilitres / _CUP_ML
    whole = int(cups)
    nearest = min((whole + part for part in (0.0, *_CUP_PARTS)), key=lambda one: abs(one - cups))
    return Decimal(nearest).quantize(Decimal("0.001")) if nearest and abs(nearest - cups) <= _NEAR_CUP * cups else None


# Temperatures ---------------------------------------------------------------------------------------------

_DEGREES = r"(?:\s?[°º˚]\s?|\s?-?degrees?\s?|\s?deg\.?\s?|\s?Grad\s?)"
_NUMBERS = r"(?<![\d.,/])(?P<low>\d{2,3})(?:\s?(?:-|–|to|bis)\s?(?P<high>\d{2,3}))?"
_FAHRENHEIT = re.compile(rf"{_NUMBERS}(?:{_DEGREES}(?:F|Fahrenheit)|\s?F|\s?Fahrenheit)(?![a-zA-Z])")
_CELSIUS = re.compile(rf"{_NUMBERS}(?:{_DEGREES}(?:C|Celsius)|\s?C|\s?Celsius|\s?Grad)(?![a-zA-Z])")
# "350 degrees" without a letter: no kitchen's oven is that hot in Celsius.
_BARE = re.compile(rf"{_NUMBERS}{_DEGREES}(?![a-zA-Z°º˚]|\s?(?:[CF]|Celsius|Fahrenheit)\b)")
_HOTTEST_C = 280
# Ovens are set in these steps from here on; below it is meat, milk and sugar, where a degree counts.
_OVEN_C, _OVEN_STEP_C, _OVEN_F, _OVEN_STEP_F = 135, 10, 275, 25


def with_own_temperatures(text: str, unit_system: str) -> str:
    """Return a step with its temperatures in the household's scale behind them: "350°F (180 °C)".

    A step that says both scales stays as it is. Ovens are told in the steps that their knobs have.
    """
    own_scale = _FAHRENHEIT if unit_system == "us" else _CELSIUS
    if own_scale.search(text):
        return text
    if unit_system == "us":
        return _CELSIUS.sub(lambda found: _beside(found, _fahrenheit, "°F"), text)
    text = _FAHRENHEIT.sub(lambda found: _beside(found, _celsius, "°C"), text)
    return _BARE.sub(lambda found: _beside(found, _celsius, "°C") if int(found["low"]) > _HOTTEST_C else found[0], text)


def _beside(found: re.Match[str], convert: Callable[[int], int], scale: str) -> str:
    low, high = convert(int(found["low"])), convert(int(found["high"] or found["low"]))
    said = f"{low}" if low == high else f"{low}–{high}"
    printed = found[0].rstrip()
    return f"{printed} ({said}\u00a0{scale}){found[0][len(printed):]}"


def _celsius(fahrenheit: int) -> int:
    exact = (fahrenheit - 32) / 1.8
    return round(exact / _OVEN_STEP_C) * _OVEN_STEP_C if exact >= _OVEN_C else round(exact)


def _fahrenheit(celsius: int) -> int:
    exact = celsius * 1.8 + 32
    return round(exact / _OVEN_STEP_F) * _OVEN_STEP_F if exact >= _OVEN_F else round(exact)
