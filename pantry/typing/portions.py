"""From what someone says became of food ("200 g spinach") to the lots that are meant, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pantry.errors import IncompatibleUnits
from pantry.foods import catalog
from pantry.ids import new_event_id
from pantry.kinds.lot_payloads import LotConsumed, LotDiscarded, LotFrozen, LotOpened, LotSplit, LotThawed
from pantry.kinds.payloads import Payload
from pantry.lot_amounts import in_unit_of
from pantry.lots import Lot
from pantry.quantities import THOUSANDTH, units
from pantry.typing.typed_foods import TypedFood, TypingKitchen, understand
from pantry.typing.typed_uses import Use
from pantry.urgency import with_due
from pantry.vocabulary import Destination, Method, Place, Reason


@dataclass(frozen=True, slots=True)
class Portion:
    """What one lot gave. quantity: in the lot's own unit; of the last lot it may be more than is there."""

    lot: Lot
    quantity: Decimal
    method: Method = Method.COUNTED

    @property
    def is_beyond(self) -> bool:
        """Whether more was said than the pantry knew of."""
        return self.quantity > self.lot.quantity


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line speaks of. missing: foods that no lot in question is of. on: the day that the line names."""

    portions: tuple[Portion, ...]
    missing: tuple[str, ...] = ()
    on: date | None = None


def meant_by(text: str, use: Use, kitchen: TypingKitchen, lots: Iterable[Lot]) -> Meant:
    """Return what a line without its verb ("2 eggs, 50 g spinach yesterday") speaks of, among the lots in stock.

    Raises IncompatibleUnits as `portions_of` does.
    """
    said = understand(text, kitchen)
    given = portions_of(said, [lot for lot in lots if _can_become(lot, use)], kitchen.today)
    days = [food.bought_on for food in said if food.bought_on]
    return Meant(
        tuple(portion for portions in given for portion in portions),
        tuple(food.name for food, portions in zip(said, given, strict=True) if not portions),
        days[0] if days else None,
    )


def became(
    portion: Portion, use: Use, reason: Reason = Reason.UNKNOWN, destination: Destination = Destination.UNKNOWN
) -> list[tuple[str, Payload]]:
    """Return the payloads that say what became of a portion, each with the id its event is to have.

    reason, destination: of what was thrown or given away. What is frozen or thawed in part becomes a lot of its own;
    a pack is opened as a whole.
    """
    lot_id, quantity, method = portion.lot.lot_id, portion.quantity, portion.method
    is_part = quantity < portion.lot.quantity
    part_id = new_event_id()
    match use:
        case Use.EATEN:
            return [(part_id, LotConsumed(lot_id=lot_id, quantity=quantity, method=method))]
        case Use.OPENED:
            return [(part_id, LotOpened(lot_id=lot_id))]
        case Use.FROZEN if is_part:
            return [(part_id, LotSplit(lot_id=lot_id, quantity=quantity, place=Place.FREEZER))]
        case Use.FROZEN:
            return [(part_id, LotFrozen(lot_id=lot_id))]
        case Use.THAWED if is_part:
            return [(part_id, LotSplit(lot_id=lot_id, quantity=quantity, place=Place.FRIDGE)),
                    (new_event_id(), LotThawed(lot_id=part_id, place=Place.FRIDGE))]
        case Use.THAWED:
            return [(part_id, LotThawed(lot_id=lot_id, place=Place.FRIDGE))]
    goes_to = Destination.GIVEN_AWAY if use is Use.GIVEN_AWAY else destination
    discarded = LotDiscarded(lot_id=lot_id, quantity=quantity, method=method, reason=reason, destination=goes_to)
    return [(part_id, discarded)]


def _can_become(lot: Lot, use: Use) -> bool:
    """Return whether a lot is not yet what it is said to have become."""
    if use is Use.OPENED:
        return lot.opened_on is None
    if use is Use.FROZEN:
        return not lot.is_frozen
    return use is not Use.THAWED or lot.is_frozen


def portions_of(said: Iterable[TypedFood], lots: Iterable[Lot], as_of: date) -> list[list[Portion]]:
    """Return for each food that was said the lots that gave it, by their dates; an empty list where none is of it.

    Without an amount it is the whole of the most urgent lot, of "half the milk" half of it; with an amount as many lots
    as it takes. Frozen ones come last, a place that was named leaves others out. What one food took is gone for the
    next. Raises IncompatibleUnits where no lot's unit can be told from the one said.
    """
    there = {one.lot.lot_id: one.lot for one in with_due(lots, as_of=as_of)}
    given = []
    for food in said:
        portions = _of_one(food, [lot for lot in there.values() if _is_meant(lot, food)])
        given.append(portions)
        for portion in portions:
            lot = portion.lot
            if portion.quantity < lot.quantity:
                there[lot.lot_id] = replace(lot, quantity=lot.quantity - portion.quantity)
            else:
                del there[lot.lot_id]
    return given


def _of_one(said: TypedFood, lots: list[Lot]) -> list[Portion]:
    if not lots or not said.is_said:
        return [Portion(lot, lot.quantity) for lot in lots[:1]]
    first = lots[0]
    if said.line.unit is None and said.quantity < 1 and units()[first.unit].kind != "count":
        return [Portion(first, (first.quantity * said.quantity).quantize(THOUSANDTH), Method.GUESSED)]
    return _shared(said.quantity, said.unit, lots)


def _is_meant(lot: Lot, said: TypedFood) -> bool:
    """Return whether a lot goes by the name that was said, or is of that food or of a kind of it."""
    if said.line.place is not None and lot.place != said.line.place:
        return False
    names = {name.casefold() for name in (said.own_name, said.name, said.line.name) if name}
    if any(lot.name(lang).casefold() in names for lang in ("en", "de")):
        return True
    if said.own_name or said.food_id is None or lot.food_id is None:
        return False
    return said.food_id in (lot.food_id, *catalog().ancestors(lot.food_id))


def _shared(quantity: Decimal, unit: str, lots: list[Lot]) -> list[Portion]:
    """Take an amount from one lot after the other; what all of them lack is asked of the last."""
    told = [(lot, *amount) for lot in lots if (amount := _amount_in(lot, quantity, unit)) is not None]
    if not told:
        raise IncompatibleUnits(unit, lots[0].unit, lots[0].food_id)
    portions: list[Portion] = []
    share_left = Decimal(1)
    for number, (lot, whole, method) in enumerate(told, start=1):
        wanted = (whole * share_left).quantize(THOUSANDTH)
        taken = wanted if number == len(told) else min(wanted, lot.quantity)
        if taken:
            portions.append(Portion(lot, taken, method))
            share_left -= taken / whole
    return portions


def _amount_in(lot: Lot, quantity: Decimal, unit: str) -> tuple[Decimal, Method] | None:
    """Return all that was said in the unit of one lot, None where nobody knows how much that is."""
    try:
        amount, method = in_unit_of(lot, quantity, unit)
    except IncompatibleUnits:
        return None
    return (amount, method) if amount else None
