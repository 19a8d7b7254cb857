"""What one weighs where a recipe counts what shops sell by the jar, the can or the scale: four cloves, two olives.

A piece in a shop is another thing (a fish, a pack of biscuits): these masses are for ingredient lines alone.
"""

import csv
from functools import lru_cache
from pathlib import Path

from pantry.foods import catalog

TABLE = Path(__file__).parent / "counted.csv"


def counted_g(food_id: str) -> float | None:
    """Return grams of one of a food, or of the food above it that the table holds; None if it holds neither."""
    known = _table()
    return next((known[one] for one in (food_id, *catalog().ancestors(food_id)) if one in known), None)


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["food_id"]: float(row["mass_g"]) for row in csv.DictReader(lines)}
