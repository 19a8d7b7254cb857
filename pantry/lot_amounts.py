"""An amount that was said of a lot, in the lot's own unit."""

from decimal import Decimal

from pantry.lots import Lot
from pantry.quantities import convert
from pantry.vocabulary import Method


def in_unit_of(lot: Lot, quantity: Decimal | None, unit: str | None) -> tuple[Decimal | None, Method]:
    """Return an amount in the lot's own unit, and how it is known. Raises IncompatibleUnits, UnknownUnit."""
    if quantity is None or unit is None or unit == lot.unit:
        return quantity, Method.COUNTED
    converted = convert(quantity, unit, lot.unit, lot.facts_food_id)
    return converted.quantity, Method.COUNTED if converted.method == "unit" else Method.GUESSED
