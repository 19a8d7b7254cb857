"""The fold again, in plain Python and as slow as it likes: what `pantry/fold.sql` is held against.

It takes the same events and says the same things about each lot, written from the rules of the fold
(docs/reference/fold.md), not from the SQL. Amounts are integer thousandths of the lot's unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pantry.events import Event

STATE_KINDS = ("lot_opened", "lot_moved", "lot_frozen", "lot_thawed")
FACTS = ("food_id", "food_name", "food_category", "purchased_on", "expires_on", "date_kind", "date_source")
GOES_WITH = {"expires_on": ("date_kind", "date_source"), "price_minor": ("currency",)}


@dataclass
class Lot:
    """One lot: how it was made, what went where, and the state it is in."""

    lot_id: str
    made_by: str
    made_at: datetime
    acquired: int
    parent: "Lot | None" = None
    unit: str | None = None
    price_minor: int | None = None
    currency: str | None = None
    first_place: str | None = None
    place: str | None = None
    facts: dict[str, object] = field(default_factory=dict)
    stock: int = 0
    flows: dict[str, int] = field(default_factory=dict)
    opened_at: datetime | None = None
    frozen_at: datetime | None = None
    thawed_at: datetime | None = None
    is_frozen: bool = False

    @property
    def root(self) -> "Lot":
        """The purchase or dish that this lot is part of."""
        return self.parent.root if self.parent else self

    def add(self, flow: str, milli: int) -> None:
        """Count an amount under a flow."""
        self.flows[flow] = self.flows.get(flow, 0) + milli


def milli(quantity: object) -> int | None:
    """Return a decimal quantity in integer thousandths, None for none."""
    return None if quantity is None else int(quantity * 1000)  # type: ignore[operator]


def moment(event: Event) -> tuple[datetime, str]:
    """Return what orders events: when they happened, then their id."""
    return event.occurred_at, event.event_id


def effective_events(events: Iterable[Event]) -> list[Event]:
    """Return the events that count, in order; undos themselves are left out."""
    events = list(events)
    target = {e.event_id: e.payload.undoes_event_id for e in events if e.kind == "event_undone"}

    def ends(undo: str) -> bool:
        seen = set()
        while undo in target:
            if undo in seen:
                return False
            seen.add(undo)
            undo = target[undo]
        return True

    def is_undone(event_id: str) -> bool:
        return any(ends(undo) and not is_undone(undo) for undo, named in target.items() if named == event_id)

    chained = [e for e in events if e.kind != "event_undone" and not is_undone(e.event_id)]
    return sorted(chained, key=moment)


def fold(events: Iterable[Event]) -> dict[str, Lot]:
    """Return every lot of one household's events by its id."""
    counted = effective_events(events)
    lots = _make_lots(counted)
    for lot in lots.values():
        _follow_amounts(lot, lots, counted)
        _follow_state(lot, counted)
    return lots


def _make_lots(counted: list[Event]) -> dict[str, Lot]:
    corrections: dict[str, dict[str, object]] = {}
    for event in counted:
        if event.kind == "lot_corrected":
            facts = corrections.setdefault(event.payload.lot_id, {})
            for name in (*FACTS, "quantity", "unit", "price_minor", "currency"):
                if getattr(event.payload, name, None) is not None:
                    facts[name] = getattr(event.payload, name)
            if event.payload.food_name is not None or "food_name" in event.payload.cleared:
                facts["food_category"] = None
            for cleared in event.payload.cleared:
                facts.update(dict.fromkeys((cleared, *GOES_WITH.get(cleared, ()))))

    def make(event: Event, thing: object, parent: Lot | None) -> Lot:
        fixed = corrections.get(event.event_id, {})
        if parent is None:
            made = {name: getattr(thing, name, None) for name in (*FACTS, "unit", "price_minor", "currency")}
        else:
            made = parent.facts | {"unit": parent.unit, "price_minor": parent.price_minor, "currency": parent.currency}
            fixed = {name: value for name, value in fixed.items() if name in (*FACTS, "quantity")}
        own = made | fixed
        lot = Lot(event.event_id, event.kind, event.occurred_at, milli(own.get("quantity", thing.quantity)), parent)
        lot.unit, lot.price_minor, lot.currency = own["unit"], own["price_minor"], own["currency"]
        lot.place = lot.first_place = thing.place if parent is None else parent.first_place
        lot.facts = {name: own[name] for name in FACTS}
        return lot

    lots = {}
    for event in counted:
        thing = event.payload.leftover if event.kind == "dish_cooked" else event.payload
        if event.kind in ("lot_acquired", "dish_cooked") and thing is not None:
            lots[event.event_id] = make(event, thing, None)
    splits = [event for event in counted if event.kind == "lot_split"]
    while ready := [e for e in splits if e.payload.lot_id in lots and e.event_id not in lots]:
        for event in ready:
            lots[event.event_id] = make(event, event.payload, lots[event.payload.lot_id])
    return lots


def _follow_amounts(lot: Lot, lots: dict[str, Lot], counted: list[Event]) -> None:
    """Play everything that took from a lot, in order, after its making, whatever the clocks say."""
    lot.stock = lot.acquired
    for event in counted:
        payload = event.payload
        if event.kind == "dish_cooked":
            for part in payload.ingredients:
                if part.lot_id == lot.lot_id:
                    _take(lot, milli(part.quantity), "into_dishes")
        elif getattr(payload, "lot_id", None) != lot.lot_id:
            continue
        elif event.kind == "lot_split":
            amount = lots[event.event_id].acquired
            lot.add("split_out", amount)
            lot.add("found", max(amount - lot.stock, 0))
            lot.stock = max(lot.stock - amount, 0)
        elif event.kind == "lot_counted":
            lot.add("found", milli(payload.quantity) - lot.stock)
            lot.stock = milli(payload.quantity)
        elif event.kind == "lot_consumed":
            _take(lot, milli(payload.quantity), "eaten")
        elif event.kind == "lot_discarded":
            flow = {"given_away": "given_away", "animal_feed": "fed_to_animals"}.get(payload.destination, "discarded")
            _take(lot, milli(payload.quantity), flow)


def _take(lot: Lot, asked: int | None, flow: str) -> None:
    taken = lot.stock if asked is None else min(asked, lot.stock)
    lot.stock -= taken
    lot.add(flow, taken)
    lot.add("excess", 0 if asked is None else asked - taken)


def _follow_state(lot: Lot, counted: list[Event]) -> None:
    words = _state_words(lot, counted, until=None)
    lot.is_frozen = lot.first_place == "freezer"
    opened, frozen, thawed = [], [], []
    last_turn = "frozen" if lot.is_frozen else None
    for at, kind, place in words:
        lot.place = place or lot.place
        turn = None
        if kind == "lot_opened":
            opened.append(at)
        elif kind == "lot_frozen" or (kind == "lot_moved" and place == "freezer"):
            turn = "frozen"
        elif kind == "lot_thawed" or lot.is_frozen:
            turn = "thawed"
        if turn and turn != last_turn:         # saying it again does not start its days again
            (frozen if turn == "frozen" else thawed).append(at)
        if turn:
            last_turn, lot.is_frozen = turn, turn == "frozen"
    lot.opened_at, lot.thawed_at = min(opened, default=None), max(thawed, default=None)
    lot.frozen_at = max(frozen, default=None)


def _state_words(lot: Lot, counted: list[Event], until: tuple | None) -> list[tuple]:
    """Return (when, kind, place) said of a lot: its parent's words up to the split, then its own."""
    words = _state_words(lot.parent, counted, (lot.made_at, lot.lot_id)) if lot.parent else []
    for event in counted:
        if event.event_id == lot.lot_id and event.kind == "lot_split" and event.payload.place:
            words.append((event.occurred_at, "lot_moved", event.payload.place))
    for event in counted:
        is_own = event.kind in STATE_KINDS and event.payload.lot_id == lot.lot_id
        if is_own and (until is None or moment(event) < until):
            words.append((event.occurred_at, event.kind, getattr(event.payload, "place", None)))
    return words
