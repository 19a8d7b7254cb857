"""From proposals to events: what accepting or setting aside a document's lines appends.

Ids derive from (household, sha256, line), so accepting twice writes once, whichever engine read the line.
A line that was accepted, undone and is accepted again needs an undo of the undo; a line that was accepted
with other facts gets a correction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pantry.catalog.own_foods import guessed_date
from pantry.catalog.picked_foods import amount_of_picked
from pantry.events import Event, moment_of, new_event
from pantry.facts.label_history import date_from_history
from pantry.foods import Food, catalog
from pantry.ids import document_event_id
from pantry.kinds.payloads import LineReviewed, LotAcquired, LotCorrected, LotMoved, Payload
from pantry.proposals import Proposal
from pantry.quantities import unit_of_one
from pantry.vocabulary import Category, DateKind, DateSource, Decision, Place

if TYPE_CHECKING:
    from pantry.live import LiveView

LineKey = tuple[str, int, int]
NO_FOODS: Mapping[str, Food] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person changed about a proposed line; None keeps what was proposed."""

    food_id: str | None = None
    name: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    price_minor: int | None = None
    place: Place | None = None
    expires_on: date | None = None
    date_kind: DateKind | None = None

    def changed(self) -> dict[str, str]:
        """Return the changed fields as text, as the journal keeps them."""
        names = ("food_id", "name", "quantity", "unit", "price_minor", "place", "expires_on", "date_kind")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name) is not None}

    def beside(self, proposal: Proposal) -> "Correction":
        """Return what of it differs from what was proposed: who picks the proposed food corrects nothing."""
        same = {name: None for name in self.changed() if getattr(self, name) == getattr(proposal, name)}
        return replace(self, **same)

    def apply(self, proposal: Proposal, own_foods: Mapping[str, Food] = NO_FOODS) -> Proposal:
        """Return the proposal with the person's word in it; another food lies and is counted as that one usually is."""
        given: dict[str, Any] = _of_other_food(proposal, self.food_id, own_foods) | {
            name: getattr(self, name)
            for name in ("food_id", "name", "quantity", "unit", "price_minor", "place", "expires_on", "date_kind")
            if getattr(self, name) is not None
        }
        if self.expires_on is not None:
            given["date_source"] = DateSource.USER
            given.setdefault("date_kind", proposal.date_kind or DateKind.BEST_BEFORE)
        if self.name is not None:
            given["category"] = None  # it was said of the printed name
        return replace(proposal, **given)


def _of_other_food(proposal: Proposal, food_id: str | None, own_foods: Mapping[str, Food]) -> dict[str, Any]:
    """Return what follows from saying that a line is another food; nothing where none or the same was said.

    A reader guesses the place from the food, and the unit where it only counted; what was printed stays.
    """
    food = catalog().get(food_id) or own_foods.get(food_id) if food_id else None
    if food is None or food_id == proposal.food_id:
        return {}
    before = catalog().get(proposal.food_id) or own_foods.get(proposal.food_id) if proposal.food_id else None
    is_sold = proposal.price_minor is not None
    follows: dict[str, Any] = {"place": food.place, "category": food.category}
    if proposal.unit in ("piece", unit_of_one(before, is_sold=is_sold)):
        follows["quantity"], follows["unit"] = amount_of_picked(
            food, proposal.name, proposal.quantity, is_sold=is_sold)
    if proposal.date_source == DateSource.CATEGORY:
        follows |= {"expires_on": None, "date_kind": None, "date_source": None}
    return follows


def key_of(proposal: Proposal) -> LineKey:
    """Return what identifies a line inside its document."""
    return proposal.line_key, proposal.occurrence, proposal.part


def review_id(household_id: str, proposal: Proposal) -> str:
    """Return the id of the event that says what became of a line."""
    return document_event_id(
        household_id, proposal.document_sha256, f"line:{proposal.line_key}",
        occurrence=proposal.occurrence, part=proposal.part,
    )


def lot_id(household_id: str, proposal: Proposal) -> str:
    """Return the id of the lot that a line becomes."""
    return document_event_id(
        household_id, proposal.document_sha256, f"lot:{proposal.line_key}",
        occurrence=proposal.occurrence, part=proposal.part,
    )


def acceptance_events(
    proposals: list[Proposal],
    *,
    view: "LiveView",
    now: datetime,
    corrections: dict[LineKey, Correction],
    by_machine: bool,
) -> tuple[list[Event], list[str]]:
    """Return the events that put lines into stock, and the undos that must be undone."""
    events: list[Event] = []
    for proposal in _by_day(proposals):
        correction = corrections.get(key_of(proposal), Correction()).beside(proposal)
        decision = Decision.CORRECTED if correction.changed() else Decision.ACCEPTED
        final = correction.apply(proposal, view.own_foods())
        events += _reviewed(view, final, decision, correction, by_machine)
        events.append(_acquired(view, final, now))
        # Accepting once more, without a new word, must not undo what the household corrected since.
        if decision is Decision.CORRECTED or lot_id(view.household_id, final) in view.undone_by():
            events += _corrected(view, final, now)
    return _in_order(events), _revived(view, events)


def dismissal_events(
    proposals: list[Proposal], *, view: "LiveView", is_food: bool, same_lot_id: str | None = None
) -> tuple[list[Event], list[str]]:
    """Return the events that set lines aside, and the undos that must be undone.

    same_lot_id: the lot that the lines tell of again, if that is why.
    """
    decision = Decision.IGNORED if is_food else Decision.NOT_FOOD
    events = [
        event for one in proposals
        for event in _reviewed(view, one, decision, None, by_machine=False, same_lot_id=same_lot_id)
    ]
    return _in_order(events), _revived(view, events)


def _by_day(proposals: list[Proposal]) -> list[Proposal]:
    return sorted(proposals, key=lambda one: (one.purchased_on or date.max, one.line_no, one.occurrence, one.part))


def _reviewed(
    view: "LiveView", proposal: Proposal, decision: Decision, correction: Correction | None, by_machine: bool,
    same_lot_id: str | None = None,
) -> list[Event]:
    """Return what says the decision: the line's own event and, when it said otherwise before, a newer word."""
    payload = LineReviewed(
        document_sha256=proposal.document_sha256, line_key=proposal.line_key, occurrence=proposal.occurrence,
        part=proposal.part, line_no=proposal.line_no, decision=decision, by_machine=by_machine,
        confidence_permille=round(proposal.confidence * 1000), corrected=correction.changed() if correction else {},
        same_lot_id=same_lot_id,
    )
    own_id, now = review_id(view.household_id, proposal), view.journal.clock()
    events = [new_event(view.household_id, payload, occurred_at=now, event_id=own_id, source="document")]
    first = view.fact(own_id)
    is_news = same_lot_id is not None and first is not None and first.payload.get("same_lot_id") != same_lot_id
    if first is not None and (is_news or view.decisions().get(own_id, first.payload["decision"]) != decision):
        events.append(new_event(view.household_id, payload, occurred_at=now, source="document"))
    return events


def _acquired(view: "LiveView", proposal: Proposal, now: datetime) -> Event:
    household = view.household()
    day = _day_of(proposal, household.today(now))
    expires_on, date_kind, date_source = proposal.expires_on, proposal.date_kind, proposal.date_source
    if expires_on is None:
        expires_on = date_from_history(view.lots(in_stock=False), proposal.food_id, proposal.place, day)
        date_kind, date_source = DateKind.BEST_BEFORE, DateSource.HISTORY
    own = view.own_foods().get(proposal.food_id or "")
    if expires_on is None and own is not None:
        guess = guessed_date(own.category, proposal.place, day)
        expires_on, date_source = guess.get("expires_on"), DateSource.CATEGORY
    has_date = expires_on is not None
    payload = LotAcquired(
        food_id=proposal.food_id, food_name=None if proposal.food_id else proposal.name[:200],
        food_category=_sure_category(proposal), quantity=proposal.quantity, unit=proposal.unit, place=proposal.place,
        price_minor=proposal.price_minor,
        currency=(proposal.currency or household.currency) if proposal.price_minor is not None else None,
        purchased_on=day, expires_on=expires_on,
        date_kind=(date_kind or DateKind.BEST_BEFORE) if has_date else None,
        date_source=(date_source or DateSource.OCR) if has_date else None,
        document_sha256=proposal.document_sha256, document_line=proposal.line_no, gtin=proposal.gtin,
        method=proposal.method, confidence_permille=round(proposal.confidence * 1000),
        box=list(proposal.box) if proposal.box else None,
    )
    return new_event(
        view.household_id, payload, occurred_at=moment_of(day, now=now, time_zone=household.time_zone),
        event_id=lot_id(view.household_id, proposal), source="document",
    )


def _sure_category(proposal: Proposal) -> Category | None:
    """Return what kind of thing a name is where that is sure, though the food is not known."""
    if proposal.food_id is not None or not proposal.is_sure or proposal.category is None:
        return None
    return Category(proposal.category)


def _day_of(proposal: Proposal, today: date) -> date:
    """Return the day of purchase; a date read as lying ahead is a misreading, so today stands in."""
    return min(proposal.purchased_on or today, today)


def _corrected(view: "LiveView", proposal: Proposal, now: datetime) -> list[Event]:
    """Return a correction when the line was a lot before, with other facts (accepted, undone, changed).

    The journal writes the acquisition once, so what is different now can only be said by a correction.
    """
    wanted = lot_id(view.household_id, proposal)
    there = view.purchase(wanted)
    if there is None:
        return []
    facts = {
        "food_id": proposal.food_id, "food_name": None if proposal.food_id else proposal.name[:200],
        "quantity": proposal.quantity, "unit": proposal.unit, "price_minor": proposal.price_minor,
        "expires_on": proposal.expires_on, "date_kind": proposal.date_kind if proposal.expires_on else None,
    }
    changed = {name: value for name, value in facts.items() if value is not None and value != there[name]}
    if "price_minor" in changed:
        changed["currency"] = proposal.currency or view.household().currency
    if "expires_on" in changed:
        changed |= {"date_kind": proposal.date_kind or DateKind.BEST_BEFORE,
                    "date_source": proposal.date_source or DateSource.USER}
    said: list[Payload] = [LotCorrected.model_validate({"lot_id": wanted, **changed})] if changed else []
    if proposal.place != there["place"]:
        said.append(LotMoved(lot_id=wanted, place=proposal.place))
    return [new_event(view.household_id, one, occurred_at=now, source="document") for one in said]


def _revived(view: "LiveView", events: Iterable[Event]) -> list[str]:
    undone_by = view.undone_by()
    return [undone_by[event.event_id] for event in events if event.event_id in undone_by]


def _in_order(events: list[Event]) -> list[Event]:
    """Return the events by time, each at least a microsecond after the one before it."""
    ordered, last = [], None
    for event in sorted(events, key=lambda one: one.occurred_at):
        moment = event.occurred_at if last is None or event.occurred_at > last else last + timedelta(microseconds=1)
        ordered.append(replace(event, occurred_at=moment))
        last = moment
    return ordered
