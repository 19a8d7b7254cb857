"""What a food is called beside an amount: one egg, 20 eggs, 500 g of tomatoes, two loaves of bread."""

from decimal import Decimal

from pantry.foods import Food
from pantry.quantities import units
from pantry.vocabulary import Category

# Sold one by one: a kilogram of them is said in the plural as soon as it is more than one.
_ONE_BY_ONE, _MORE_THAN_ONE = "piece", 1.5
# Sold by weight or in bunches: "400 g chicken breast" are two, but nobody counts them; berries are many.
_MANY = 3.0
_BUNCH = "bunch"
_COUNTED = frozenset({_ONE_BY_ONE, "g", _BUNCH, "pack"})


def called(food: Food, quantity: Decimal, unit: str, lang: str | None = None) -> str:
    """Return a food's name as it is said beside an amount of it; in the singular where nobody would count it.

    quantity: in `unit`. lang: as in `Food.name`. Containers ("2 bags of onions") go by what one of them holds.
    """
    several = food.plural(lang)
    return several if several and _is_several(food, quantity, unit) else food.name(lang)


def _is_several(food: Food, quantity: Decimal, unit: str) -> bool:
    known = units().get(unit)
    if known is None:
        return False
    if known.base_unit == _ONE_BY_ONE:
        return quantity * known.factor > 1
    # A kilogram of soft cheese is no "soft cheeses".
    if food.piece_mass_g is None or food.category == Category.DAIRY or food.unit not in _COUNTED:
        return False
    if known.kind == "mass":
        mass_g = float(quantity * known.factor)
    elif known.kind == "pack" or unit == _BUNCH:
        mass_g = food.package_mass_g or 0.0
    else:
        return False
    return mass_g / food.piece_mass_g >= (_MORE_THAN_ONE if food.unit == _ONE_BY_ONE else _MANY)
