"""What follows for an amount that was only counted, once the food of a printed name is known."""

import re
from decimal import Decimal

from pantry.foods import Food
from pantry.quantities import unit_of_one

# A bare number behind a name: an egg box's count. 1 and 2 are as often the class of a tax.
_COUNT_BEHIND = re.compile(r"(?<=[^\W\d_])\s+(?P<count>\d{1,2})$")
_LEAST_COUNT, _MOST_COUNT = 3, 60


def _count_behind(name: str) -> int | None:
    """Return the bare number that ends a name ("Eggs 10"), which for goods sold by the piece is how many there are."""
    match = _COUNT_BEHIND.search(name.strip())
    count = int(match["count"]) if match else 0
    return count if _LEAST_COUNT <= count <= _MOST_COUNT else None


def amount_of_picked(food: Food | None, name: str, count: Decimal, *, is_sold: bool) -> tuple[Decimal, str]:
    """Return quantity and unit of so many of a food: as it is usually counted, else the pieces that its name states.

    name: as printed. count: how many of what is printed so. is_sold: as in `unit_of_one`.
    """
    unit = unit_of_one(food, is_sold=is_sold)
    pieces = _count_behind(name) if food is not None and unit == "piece" and count == 1 else None
    return (Decimal(pieces) if pieces else count), unit
