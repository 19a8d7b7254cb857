"""What one weighs where a recipe counts what shops sell by the jar, the can or the scale: four cloves, two olives.

A piece in a shop is another thing (a fish, a pack of biscuits, the whole root): these masses, also of strips, scoops
and centimetres, are for ingredient lines alone.
"""

import csv
from functools import lru_cache
from pathlib import Path

from pantry.foods import catalog

TABLE = Path(__file__).parent / "counted.csv"


def counted_g(food_id: str, unit: str = "piece") -> float | None:
    """Return grams of one unit of a food, or of the food above it that the table holds; None if it holds neither.

    unit: as `recipes.ingredients.line_words` spells it; `cm` is a centimetre of what grows or is sold long.
    """
    known = _table()
    foods = (food_id, *catalog().ancestors(food_id))
    return next((known[one, unit] for one in foods if (one, unit) in known), None)


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], float]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {(row["food_id"], row["unit"]): float(row["mass_g"]) for row in csv.DictReader(lines)}
