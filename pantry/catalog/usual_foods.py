"""What most kitchens hold, and how much of a food one usually buys, for where nobody said an amount."""

from decimal import Decimal

from pantry.foods import Food, catalog
from pantry.quantities import units

# What a dish leaves is one of these, whatever it is called: they keep for days, not for ever.
LEFTOVERS = "cooked_leftovers"
# A first shelf to pick from, forty foods; a number where one buys more than one of the food's own unit.
_FIRST_SHELF: dict[str, int] = {
    "milk": 1, "butter": 1, "yogurt": 1, "hard_cheese": 1, "egg": 10, "cream": 1, "quark": 1, "mozzarella": 1,
    "ham": 1, "minced_beef": 1, "chicken_breast": 1, "salmon_fillet": 1, "carrot": 6, "cucumber": 1, "bell_pepper": 2,
    "lettuce": 1, "mushroom": 1, "apple": 5, "lemon": 2, "tofu": 1, "orange_juice": 1,
    "tomato": 5, "banana": 5,
    "bread": 1, "potato": 12, "onion": 6, "garlic": 1,
    "rice": 1, "pasta": 1, "flour": 1, "sugar": 1, "oats": 1, "lentils": 1,
    "canned_tomatoes": 2, "olive_oil": 1, "honey": 1, "coffee": 1,
    "frozen_peas": 1, "frozen_pizza": 1, "ice_cream": 1,
}
# What stands there instead where people do not speak German, and how many one buys where they weigh in ounces.
_ELSEWHERE = {"quark": "cream_cheese"}
_FIRST_COUNTS_US = {"egg": 12}
# Where a pack's mass is not known: half a kilogram is the commonest pack of what is weighed.
_PACK_G = Decimal(500)
_MASS_UNITS = frozenset({"g", "ml"})
# By what is measured: the smaller and the larger unit, and the packs of an American shop in the smaller.
_PACKS_US: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "g": ("oz", "lb", (1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 80, 160)),
    "ml": ("fl_oz", "quart", (2, 4, 8, 12, 16, 24, 32, 64, 128)),
}


def first_shelf(lang: str = "en") -> list[Food]:
    """Return the foods a new kitchen picks from, by the place where they are kept. lang: as in `Food.name`."""
    known = catalog()
    elsewhere = {} if lang == "de" else _ELSEWHERE
    return [known.require(elsewhere.get(food_id, food_id)) for food_id in _FIRST_SHELF]


def usual_amount(food: Food, *, unit_system: str = "metric") -> tuple[Decimal, str]:
    """Return one usual pack of what is weighed or measured, one of anything else, in the food's own unit.

    unit_system: "us" gives the nearest pack that is sold by ounces, pounds and quarts.
    """
    quantity, unit = _pack(food)
    base = units()[unit].base_unit
    if unit_system != "us" or base not in _PACKS_US:
        return quantity, unit
    small, large, sizes = _PACKS_US[base]
    wanted = quantity * units()[unit].factor / units()[small].factor
    size = min(sizes, key=lambda one: max(one / wanted, wanted / one))
    in_large = round(units()[large].factor / units()[small].factor)
    return (Decimal(size), small) if size < in_large else (Decimal(size) / in_large, large)


def _pack(food: Food) -> tuple[Decimal, str]:
    if food.unit not in _MASS_UNITS:
        return Decimal(1), food.unit
    mass_g = Decimal(str(food.package_mass_g)) if food.package_mass_g else _PACK_G
    if food.unit == "ml":
        mass_g = mass_g / Decimal(str(food.density_g_per_ml or 1))
    return mass_g.quantize(Decimal(1)), food.unit


def first_amount(food: Food, *, unit_system: str = "metric") -> tuple[Decimal, str]:
    """Return how much of a food of the first shelf a kitchen is taken to hold."""
    quantity, unit = usual_amount(food, unit_system=unit_system)
    counts = _FIRST_SHELF | (_FIRST_COUNTS_US if unit_system == "us" else {})
    return quantity * counts.get(food.food_id, 1), unit
