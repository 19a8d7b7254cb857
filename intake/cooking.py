"""From a recipe's match to what leaves the shelves when it is cooked."""

from dataclasses import dataclass
from decimal import Decimal

from intake.workplace import Workplace
from pantry.errors import LarderError
from pantry.lots import Lot
from pantry.quantities import convert
from recipes.recipe import RecipeMatch

_GRAMS_EXACT = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class CookPart:
    """One lot that a dish takes from. quantity: in the lot's own unit; None takes the rest of it.

    is_guess: the recipe's amount could not be told in the lot's unit, so the rest of the lot is proposed.
    """

    lot: Lot
    line: str
    quantity: Decimal | None
    is_guess: bool


def cook_parts(workplace: Workplace, match: RecipeMatch) -> list[CookPart]:
    """Return what a dish takes from each lot, never more than is there."""
    lots = {lot.lot_id: lot for lot in workplace.view.lots()}
    parts: dict[str, CookPart] = {}
    for use in match.uses:
        lot = lots.get(use.lot_id)
        if lot is None or use.lot_id in parts:
            continue
        wanted = _in_unit_of(lot, use.needed_g)
        quantity = None if wanted is None or wanted >= lot.quantity else wanted
        parts[lot.lot_id] = CookPart(lot, use.line, quantity, is_guess=wanted is None)
    return list(parts.values())


def _in_unit_of(lot: Lot, needed_g: float | None) -> Decimal | None:
    if needed_g is None or needed_g <= 0:
        return None
    grams = Decimal(str(needed_g)).quantize(_GRAMS_EXACT)
    try:
        amount = convert(grams, "g", lot.unit, lot.food_id).quantity
    except LarderError:
        return None
    return amount if amount > 0 else None
