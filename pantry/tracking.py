"""How closely a household follows a food: exact amounts, only whether it is there, or not at all.

`pantry/tracking.sql` says the same of the past; a test holds both equal. The word about the food itself counts
most, then about the nearest food above it, its category, the place it lies in, and EVERYTHING; without a word, exact.
"""

from collections.abc import Mapping
from enum import StrEnum

from pantry.foods import catalog

EVERYTHING = "*"
# A chain of parents that is longer is a ring.
_MOST_PARENTS = 10


class Tracking(StrEnum):
    """What is known of a lot: its amount, that it is there, or nothing that a figure may speak of."""

    EXACT = "exact"
    PRESENCE = "presence"
    NONE = "none"


def tracking_of(
    words: Mapping[str, str], food_id: str | None, place: str, *, like_food_id: str | None = None
) -> Tracking:
    """Return the depth that a household's words give to a food in a place.

    words: depth by food id, category, place or EVERYTHING, as `household_changed` says them. like_food_id: what an
    own food counts like; it stands above it as a food above a food does.
    """
    if not words:
        return Tracking.EXACT
    keys = [one for one in (food_id, like_food_id) if one]
    food = catalog().get(keys[-1]) if keys else None
    parent = food.parent_food_id if food else None
    while parent and len(keys) <= _MOST_PARENTS:
        keys.append(parent)
        above = catalog().get(parent)
        parent = above.parent_food_id if above else None
    keys += [food.category] if food and food.category not in keys else []
    return Tracking(next((words[key] for key in (*keys, place, EVERYTHING) if key in words), Tracking.EXACT))
