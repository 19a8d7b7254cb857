"""From a recipe's match to what leaves the shelves when it is cooked."""

from dataclasses import dataclass
from decimal import Decimal

from intake.workplace import Workplace
from pantry.errors import LarderError
from pantry.foods import catalog
from pantry.lots import Lot
from pantry.quantities import convert, units
from recipes.planning.plan_days import SHORT_LIVED
from recipes.recipe import RecipeMatch, UsedLot

_GRAMS_EXACT = Decimal("0.001")
# Nobody puts 5 g of 125 g mozzarella back, or 90 g of a kilogram of mince: amounts of recipes are rough, and so is
# what is left of a pack. Of what keeps badly a tenth is no rest.
_NO_REST_SHARE, _NO_FRESH_REST_SHARE = Decimal("0.05"), Decimal("0.1")
# A tablespoon of butter is 14 g, not 13.665: spoons are filled by eye.
_SMALL_UNITS, _WEIGHED_WHOLE = frozenset({"g", "ml"}), Decimal(10)
# Nobody opens a fourth can for a tenth of it, or cuts a tenth off an onion.
_COUNTED_UNITS, _NEARLY_WHOLE = frozenset({"can", "piece"}), Decimal("0.15")
# "2 cloves" are 0.16 of a bulb of garlic, a spoon of butter 0.06 packs: less than this of a piece is told by its mass,
# and of what is counted in packs what makes no half one.
_LEAST_PIECE, _HALF = Decimal("0.25"), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class CookPart:
    """One lot that a dish takes from. quantity: in the lot's own unit; None takes the rest of it.

    is_guess: the recipe's amount could not be told in the lot's unit, so the rest of the lot is proposed.
    """

    lot: Lot
    line: str
    quantity: Decimal | None
    is_guess: bool

    @property
    def told(self) -> tuple[Decimal, str]:
        """What goes in as one says it: an amount and its unit, a small part of a piece or a pack in grams."""
        quantity = self.lot.quantity if self.quantity is None else self.quantity
        is_odd_part = units()[self.lot.unit].kind == "pack" and quantity % _HALF != 0
        if is_odd_part or (self.lot.unit == "piece" and quantity < _LEAST_PIECE):
            try:
                grams = convert(quantity, self.lot.unit, "g", self.lot.facts_food_id).quantity
            except LarderError:
                return quantity, self.lot.unit
            return max(grams.quantize(Decimal(1)), Decimal(1)), "g"
        return quantity, self.lot.unit


def cook_parts(workplace: Workplace, match: RecipeMatch) -> list[CookPart]:
    """Return what a dish takes from each lot, never more than is there; lines that share a lot add up.

    What would leave less than a twentieth of what was bought, or a tenth of what keeps badly, takes all. A line without
    an amount adds nothing to one that has one.
    """
    lots = {lot.lot_id: lot for lot in workplace.view.lots()}
    uses: dict[str, list[UsedLot]] = {}
    for use in match.uses:
        if use.lot_id in lots:
            uses.setdefault(use.lot_id, []).append(use)
    return [_part(lots[lot_id], shared) for lot_id, shared in uses.items()]


def _part(lot: Lot, uses: list[UsedLot]) -> CookPart:
    wanted = _in_unit_of(lot, sum(use.needed_g or 0 for use in uses))
    food = catalog().get(lot.facts_food_id or "")
    no_rest = _NO_FRESH_REST_SHARE if food is not None and food.category in SHORT_LIVED else _NO_REST_SHARE
    is_all = wanted is None or lot.quantity - wanted < lot.acquired * no_rest
    quantity = None if is_all else wanted
    line = ", ".join(dict.fromkeys(use.line for use in uses))
    return CookPart(lot, line, quantity, is_guess=wanted is None)


def _in_unit_of(lot: Lot, needed_g: float) -> Decimal | None:
    if needed_g <= 0:
        return None
    grams = Decimal(str(needed_g)).quantize(_GRAMS_EXACT)
    try:
        amount = convert(grams, "g", lot.unit, lot.facts_food_id).quantity
    except LarderError:
        return None
    if lot.unit in _SMALL_UNITS and amount >= _WEIGHED_WHOLE:
        amount = amount.quantize(Decimal(1))
    whole = amount.quantize(Decimal(1))
    if lot.unit in _COUNTED_UNITS and whole and abs(amount - whole) <= _NEARLY_WHOLE:
        amount = whole
    return amount if amount > 0 else None
