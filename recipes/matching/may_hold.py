"""What a food may hold beside what the catalog lists: made foods differ, and their labels are not in the catalog.

Of gluten, milk and nuts the catalog says what is free of them. Of the other allergens `may_hold.csv` says what foods
are usually made with: a row of the food's own, else, for a food of which the catalog knows no diet since its makers
differ (broth, sausage, puff pastry), the row of the nearest heading above it or of its category. A row without
allergens says that nothing more is usual.
"""

import csv
from functools import lru_cache
from pathlib import Path

from pantry.foods import Food, catalog

TABLE = Path(__file__).parent / "may_hold.csv"
# What says that a food is free of an allergen; where it is not said, the food may hold it.
FREE_OF = {"gluten": "gluten_free", "milk": "lactose_free", "nuts": "nut_free"}
# Told of made foods as well: no sign that somebody knows all that is in them.
_FREE_THOUGH_MADE = frozenset(("lactose_free", "nut_free"))


def maybe_held(food: Food) -> list[str]:
    """Return the allergens that a food does not list, but of which nobody says that it is free.

    `nut_free` is said of what holds neither nuts nor peanuts: of foods with peanuts it tells nothing about nuts.
    """
    unsaid = [allergen for allergen, diet in FREE_OF.items() if diet not in food.diets
              and not (allergen == "nuts" and "peanuts" in food.allergens)]
    return [allergen for allergen in dict.fromkeys((*unsaid, *_usual(food))) if allergen not in food.allergens]


def _usual(food: Food) -> tuple[str, ...]:
    table = _table()
    if food.food_id in table or food.diets - _FREE_THOUGH_MADE:
        return table.get(food.food_id, ())
    heading = next((above for above in catalog().ancestors(food.food_id) if above in table), food.category.value)
    return table.get(heading, ())


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["of"]: tuple(row["allergens"].split()) for row in csv.DictReader(lines)}
