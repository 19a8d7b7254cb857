"""From what someone says became of food ("200 g spinach") to the lots that are meant, the most urgent first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pantry.catalog.kind_names import called_alike
from pantry.errors import IncompatibleUnits
from pantry.foods import catalog
from pantry.ids import new_event_id
from pantry.kinds.lot_payloads import LotConsumed, LotDiscarded, LotFrozen, LotMoved, LotOpened, LotSplit, LotThawed
from pantry.kinds.payloads import Payload
from pantry.lot_amounts import in_unit_of
from pantry.lots import Lot
from pantry.quantities import THOUSANDTH, parse_unit, units
from pantry.tracking import Tracking
from pantry.typing.typed_foods import TypedFood, TypingKitchen, preserved_forms, understand
from pantry.typing.typed_uses import TypedUse, Use
from pantry.urgency import with_due
from pantry.vocabulary import Destination, Method, Place, Reason

if TYPE_CHECKING:
    from pantry.live import LiveView

# What is counted by its shape and stands for the food itself as a pack does.
_SHAPED = frozenset({"loaf"})


@dataclass(frozen=True, slots=True)
class Portion:
    """What one lot gave. quantity: in the lot's own unit; of the last lot it may be more than is there.

    to: where it was moved or thawed, on: the day of it, each None where nobody said.
    """

    lot: Lot
    quantity: Decimal
    method: Method = Method.COUNTED
    to: Place | None = None
    on: date | None = None

    @property
    def is_beyond(self) -> bool:
        """Whether more was said than the pantry knew of."""
        return self.quantity > self.lot.quantity


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line speaks of.

    missing: foods that no lot in question is of. unclear: names of foods between which it does not decide.
    """

    portions: tuple[Portion, ...]
    missing: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether it can be written as it is."""
        return bool(self.portions) and not self.missing and not self.unclear


def meant_in(view: "LiveView", said: TypedUse, *, lots: Iterable[Lot] | None = None) -> Meant:
    """Return what a line speaks of in a household, today. lots: those in question, else all in stock.

    Raises IncompatibleUnits as `meant_by` does.
    """
    kitchen = TypingKitchen.of(view, view.household().today(view.journal.clock()))
    return meant_by(said.text, said.use, kitchen, view.lots() if lots is None else lots, is_all=said.is_all)


def meant_by(
    text: str, use: Use, kitchen: TypingKitchen, lots: Iterable[Lot], *, is_all: bool = False
) -> Meant:
    """Return what a line without its verb ("2 eggs, 50 g spinach yesterday") speaks of, among the lots in stock.

    A part without a day of its own shares the next one that the line names, else the last.
    is_all: of several packs all were opened. What was moved lies elsewhere than where the line says; without a place
    nobody knows where to, and nothing is meant.
    Raises IncompatibleUnits as `portions_of` does.
    """
    said = understand(text, replace(kitchen, is_past=True))
    changeable = [lot for lot in lots if _can_become(lot, use)]
    given = _moved(said, changeable, kitchen.today) if use is Use.MOVED else portions_of(
        said, changeable, kitchen.today, at_once=opened_at_once if use is Use.OPENED and not is_all else None)
    nothing = [food for food, portions in zip(said, given, strict=True) if not portions]
    choices = {food.name: names for food in nothing if (names := _choices(food, changeable, kitchen.lang))}
    return Meant(
        tuple(replace(portion, on=day) for day, portions in zip(_days_of(said), given, strict=True)
              for portion in portions),
        tuple(food.name for food in nothing if food.name not in choices),
        tuple(dict.fromkeys(name for names in choices.values() for name in names)),
    )


def _days_of(said: Sequence[TypedFood]) -> list[date | None]:
    """Return the day of each part: its own, else the next one, else the one before."""
    days = [food.bought_on for food in said]
    named = [day for day in days if day is not None]
    return [next(filter(None, days[number:]), named[-1] if named else None) for number in range(len(days))]


def became(
    portion: Portion, use: Use, reason: Reason = Reason.UNKNOWN, destination: Destination = Destination.UNKNOWN
) -> list[tuple[str, Payload]]:
    """Return the payloads that say what became of a portion, each with the id its event is to have.

    reason, destination: of what was thrown or given away. What is opened, frozen, thawed or moved in part becomes a lot
    of its own.
    """
    lot_id, quantity, method = portion.lot.lot_id, portion.quantity, portion.method
    if use.stays:
        return _changed(portion, use)
    if use is Use.EATEN:
        return [(new_event_id(), LotConsumed(lot_id=lot_id, quantity=quantity, method=method))]
    goes_to = Destination.GIVEN_AWAY if use is Use.GIVEN_AWAY else destination
    discarded = LotDiscarded(lot_id=lot_id, quantity=quantity, method=method, reason=reason, destination=goes_to)
    return [(new_event_id(), discarded)]


def _changed(portion: Portion, use: Use) -> list[tuple[str, Payload]]:
    """Return what says that a portion is open or lies elsewhere; a part is split off first."""
    lot, event_id = portion.lot, new_event_id()
    to = {Use.OPENED: None, Use.FROZEN: Place.FREEZER, Use.THAWED: portion.to or Place.FRIDGE}.get(use, portion.to)
    if portion.quantity >= lot.quantity:
        return [(event_id, _change(lot.lot_id, use, to, is_frozen=lot.is_frozen))]
    split = LotSplit(lot_id=lot.lot_id, quantity=portion.quantity, place=to)
    # What was split off into the freezer, or to another shelf, is all told by that.
    if to is not None and (to is Place.FREEZER or not (lot.is_frozen or use is Use.THAWED)):
        return [(event_id, split)]
    return [(event_id, split), (new_event_id(), _change(event_id, use, to, is_frozen=lot.is_frozen))]


def _change(lot_id: str, use: Use, to: Place | None, *, is_frozen: bool) -> Payload:
    """Return the event of a whole lot; into the freezer it freezes, out of it it thaws, whatever it was called."""
    if to is None:
        return LotOpened(lot_id=lot_id)
    if to is Place.FREEZER:
        return LotFrozen(lot_id=lot_id)
    return LotThawed(lot_id=lot_id, place=to) if is_frozen or use is Use.THAWED else LotMoved(lot_id=lot_id, place=to)


def opened_at_once(lot: Lot) -> Decimal:
    """Return how much of a lot is opened where nobody says it: of several packs one, of a loose amount all."""
    is_in_packs = units()[lot.unit].kind == "pack" and lot.tracking == Tracking.EXACT
    return min(lot.quantity, Decimal(1)) if is_in_packs else lot.quantity


def _moved(said: Iterable[TypedFood], lots: list[Lot], as_of: date) -> list[list[Portion]]:
    """Return for each food that was moved the lots that gave it, with the place that was named for it."""
    given = []
    for food in said:
        to = food.line.place
        anywhere = replace(food, line=replace(food.line, place=None))
        elsewhere = [lot for lot in lots if to is not None and lot.place != to]
        (portions,) = portions_of([anywhere], elsewhere, as_of)
        given.append([replace(portion, to=to) for portion in portions])
    return given


def _can_become(lot: Lot, use: Use) -> bool:
    """Return whether a lot is not yet what it is said to have become."""
    if use is Use.OPENED:
        return lot.opened_on is None
    if use is Use.FROZEN:
        return not lot.is_frozen
    return use is not Use.THAWED or lot.is_frozen


def portions_of(
    said: Iterable[TypedFood], lots: Iterable[Lot], as_of: date, *, at_once: Callable[[Lot], Decimal] | None = None
) -> list[list[Portion]]:
    """Return for each food that was said the lots that gave it, by their dates; an empty list where none is of it.

    Without an amount it is the whole of the most urgent lot, or what `at_once` says of that lot; of "half the milk" it
    is half of it; with an amount as many lots as it takes. Frozen ones come last, a place that was named leaves others
    out. What one food took is gone for the next. Raises IncompatibleUnits where no lot's unit can be told from the one
    said.
    """
    there = {one.lot.lot_id: one.lot for one in with_due(lots, as_of=as_of)}
    given = []
    for food in map(_as_packs, said):
        meant = _lots_meant(food, list(there.values()))
        if food.line.unit is not None and units()[food.line.unit].kind == "pack":
            # Who names the can means one, not as much as a can holds of what lies loose, and of one food.
            meant.sort(key=lambda lot: lot.unit != food.line.unit)
            meant = [lot for lot in meant if lot.name("en") == meant[0].name("en")]
        if meant and not food.is_said:
            portions = [Portion(meant[0], at_once(meant[0]) if at_once else meant[0].quantity)]
        else:
            portions = _of_one(food, meant)
        if food.line.unit is not None and food.line.quantity == 1 and len(portions) == 1:
            portions = [_within_its_pack(portions[0], food.line.unit)]
        given.append(portions)
        there = {lot.lot_id: lot for lot in less(there.values(), portions)}
    return given


def _as_packs(said: TypedFood) -> TypedFood:
    """Return "two cans", where only what something lies in is named, as so many of that unit; any other as it is."""
    unit = parse_unit(said.line.name) if said.line.unit is None else None
    if unit is None or (units()[unit].kind != "pack" and unit not in _SHAPED):
        return said
    quantity = said.line.quantity or Decimal(1)
    return replace(said, line=replace(said.line, unit=unit, quantity=quantity, name=""), quantity=quantity, unit=unit,
                   is_said=True)


def _lots_meant(said: TypedFood, lots: list[Lot]) -> list[Lot]:
    """Return the lots that were said: of that name or food, preserved, or of a kind of it where there is one alone."""
    if not said.line.name and (packed := _packed(said, lots)):
        return packed if len(_names(packed)) == 1 else []
    surely = [lot for lot in lots if _is_meant(lot, said)] or [lot for lot in lots if _is_preserved(lot, said)]
    alike = [] if surely else [lot for lot in lots if _is_alike(lot, said)]
    return surely or (alike if len(_names(alike)) == 1 else [])


def _choices(said: TypedFood, lots: list[Lot], lang: str) -> list[str]:
    """Return the names of the foods between which a part does not decide, where it means none surely."""
    asked = _as_packs(said)
    if not asked.line.name:
        return _names(_packed(asked, lots), lang)
    names = _names([lot for lot in lots if _is_alike(lot, asked)], lang)
    return names if len(names) > 1 else []


def _packed(said: TypedFood, lots: list[Lot]) -> list[Lot]:
    """Return the lots in the unit that was said, at the place that was."""
    return [lot for lot in lots if lot.unit == said.unit and said.line.place in (None, lot.place)]


def _names(lots: Iterable[Lot], lang: str | None = None) -> list[str]:
    return list(dict.fromkeys(lot.name(lang) for lot in lots))


def _within_its_pack(portion: Portion, unit: str) -> Portion:
    """Return no more than lies there, where one pack was said of what is known by weight: what it held is a guess."""
    is_guessed = units()[unit].kind == "pack" and units()[portion.lot.unit].kind != "pack"
    return replace(portion, quantity=min(portion.quantity, portion.lot.quantity)) if is_guessed else portion


def less(lots: Iterable[Lot], portions: Iterable[Portion]) -> list[Lot]:
    """Return lots without what portions took of them, in their order; those that gave all are left out."""
    taken: dict[str, Decimal] = {}
    for portion in portions:
        taken[portion.lot.lot_id] = taken.get(portion.lot.lot_id, Decimal(0)) + portion.quantity
    return [replace(lot, quantity=lot.quantity - taken[lot.lot_id]) if lot.lot_id in taken else lot
            for lot in lots if lot.lot_id not in taken or taken[lot.lot_id] < lot.quantity]


def _of_one(said: TypedFood, lots: list[Lot]) -> list[Portion]:
    if not lots:
        return []
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


def _is_preserved(lot: Lot, said: TypedFood) -> bool:
    """Return whether a lot is what was said, in cans or jars.

    "The beans" may be the canned ones, and a can of beans one of kidney beans.
    """
    if said.own_name or said.food_id is None or lot.food_id is None or said.line.place not in (None, lot.place):
        return False
    kinds = {lot.food_id, *catalog().ancestors(lot.food_id)}
    fresh = {other.food_id for other in said.others if said.food_id in preserved_forms(other.food_id)}
    return lot.food_id in preserved_forms(said.food_id) or (lot.unit == said.line.unit and bool(fresh & kinds))


def _is_alike(lot: Lot, said: TypedFood) -> bool:
    """Return whether a lot is a kind of what was said for short: minced beef where "mince" is the mixed one."""
    if said.own_name or said.food_id is None or lot.food_id is None or said.line.place not in (None, lot.place):
        return False
    food = catalog().get(said.food_id)
    full = {food.name_en.casefold(), food.name_de.casefold()} if food else set()
    return said.line.name.casefold() not in full and lot.food_id in called_alike(said.food_id)


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
