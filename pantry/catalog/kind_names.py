"""Foods that are called a kind of another: beef mince is mince, which alone stands for the mixed one."""

from collections import defaultdict
from functools import lru_cache

from pantry.foods import SEEDS, catalog, read_rows


def called_alike(food_id: str) -> frozenset[str]:
    """Return the foods that are called a kind of what a food is called for short, and are of one family with it.

    Empty for a food whose own name is short: peanut butter is no butter, oat milk no milk.
    """
    food = catalog().get(food_id)
    short = food.name_en.casefold().split()[-1] if food is not None and " " in food.name_en else ""
    alone, behind = _short_names()
    if food_id not in alone.get(short, ()):
        return frozenset()
    family = frozenset(catalog().ancestors(food_id))
    return frozenset(other for other in behind.get(short, ())
                     if other != food_id and family & frozenset(catalog().ancestors(other)))


@lru_cache(maxsize=1)
def _short_names() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the foods by their English aliases of one word, and by the last word of those of several."""
    alone: defaultdict[str, set[str]] = defaultdict(set)
    behind: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_rows(SEEDS / "food_aliases.csv"):
        if row["language"] == "en":
            *before, last = row["alias"].casefold().split()
            (behind if before else alone)[last].add(row["food_id"])
    return alone, behind
