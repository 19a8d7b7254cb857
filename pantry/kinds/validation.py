"""Rules a new event must pass beyond its payload's shape: the food and the unit exist."""

from pantry.errors import InvalidEvent
from pantry.events import Event

# The prefix of foods a household adds itself; the catalog never uses it.
OWN_FOOD_PREFIX = "own:"


def check_event(event: Event) -> None:
    """Refuse an event whose food or unit no table knows.

    A household's own foods carry the prefix `own:` and are not looked up in the catalog; what one counts like is.
    Raises InvalidEvent.
    """
    from pantry.foods import catalog
    from pantry.quantities import units

    parts = (event.payload, getattr(event.payload, "leftover", None))
    least = getattr(event.payload, "minimum_stock", None) or {}
    food_ids = [getattr(part, "food_id", None) for part in parts]
    for food_id in (*food_ids, *least, *(getattr(event.payload, "staples", None) or ())):
        is_own = food_id is None or food_id.startswith(OWN_FOOD_PREFIX)
        if not is_own and catalog().get(str(food_id)) is None:
            raise InvalidEvent(event.kind, f"food {food_id!r} is not in the catalog; pick another or add it")
    like = getattr(event.payload, "like_food_id", None)
    if like is not None and catalog().get(like) is None:
        raise InvalidEvent(event.kind, f"food {like!r} is not in the catalog, so nothing can count like it")
    for unit in (*(getattr(part, "unit", None) for part in parts), *(unit for _, unit in least.values())):
        if unit is not None and unit not in units():
            raise InvalidEvent(event.kind, f"unit {unit!r} is not known; use g, kg, ml, l, piece, pack …")
