"""Small arbitrary journals for the property tests: any order, any clock, undos and splits naming anything."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from pantry.events import Event
from pantry.journal import RAW_COLUMNS, RecordedEvent, _arrow_types, _row
from pantry.kinds import payloads

HOUSEHOLD = "h"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
MOST_EVENTS = 14

_amounts = st.sampled_from([Decimal(text) for text in ("0.001", "1", "2", "2.5", "3", "7", "1000")])
_rests = st.one_of(st.none(), _amounts)
_places = st.sampled_from(["fridge", "freezer", "cupboard"])
_targets = st.integers(0, MOST_EVENTS - 1)
_foods = st.sampled_from(["milk", "apple", None])


def _said(kind: type[payloads.Payload], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(kind), st.fixed_dictionaries(fields))


_acquired = _said(
    payloads.LotAcquired, food_id=_foods, food_name=st.just("?"), food_category=st.sampled_from(["dairy", None]),
    quantity=_amounts, unit=st.just("piece"),
    place=_places, price_minor=st.sampled_from([0, 1, 99, 1000, -5]), currency=st.sampled_from(["EUR", "USD"]),
    expires_on=st.sampled_from([None, date(2026, 4, 1)]), date_kind=st.just("best_before"), date_source=st.just("user"),
)
_dish = _said(
    payloads.DishCooked,
    ingredients=st.lists(st.fixed_dictionaries({"lot_id": _targets, "quantity": _rests}), max_size=3),
    leftover=st.one_of(st.none(), st.fixed_dictionaries({
        "food_name": st.just("stew"), "quantity": _amounts, "unit": st.just("g"), "place": _places,
    })),
)
_correction = _said(
    payloads.LotCorrected, lot_id=_targets, quantity=_rests, food_id=_foods,
    food_name=st.sampled_from([None, None, "!"]),
    unit=st.sampled_from([None, "g"]), price_minor=st.sampled_from([None, 500]),
    purchased_on=st.sampled_from([None, date(2026, 2, 3)]),
)
_clearing = _said(
    payloads.LotCorrected, lot_id=_targets,
    cleared=st.sampled_from(
        [["expires_on"], ["price_minor", "food_id"], ["food_name", "purchased_on"], ["price_minor"]]),
)
_undo = _said(payloads.EventUndone, undoes_event_id=_targets)
_words = st.one_of(
    _acquired,
    _undo,
    _said(payloads.LotSplit, lot_id=_targets, quantity=_amounts, place=st.one_of(st.none(), _places)),
    _said(payloads.LotConsumed, lot_id=_targets, quantity=_rests),
    _said(payloads.LotDiscarded, lot_id=_targets, quantity=_rests,
          destination=st.sampled_from(["compost", "given_away", "animal_feed", "unknown"])),
    _said(payloads.LotCounted, lot_id=_targets, quantity=st.sampled_from([Decimal(0), Decimal(2), Decimal(9)])),
    _correction,
    _clearing,
    _dish,
    _said(payloads.LotOpened, lot_id=_targets),
    _said(payloads.LotMoved, lot_id=_targets, place=_places),
    _said(payloads.LotFrozen, lot_id=_targets),
    _said(payloads.LotThawed, lot_id=_targets),
)


@st.composite
def journals(draw: st.DrawFn) -> list[Event]:
    """Draw up to 14 events of one household, the first an acquisition; clocks and ids are arbitrary."""
    words = [draw(_acquired), *draw(st.lists(_words, max_size=MOST_EVENTS - 1))]
    order = draw(st.permutations(range(len(words))))
    # Spread over all 128 bits, so that a database which orders ids as signed numbers is found out.
    ids = [str(uuid.UUID(int=(position + 1) * (2**128 // (MOST_EVENTS + 4)))) for position in order]
    clocks = draw(st.lists(st.integers(0, 5), min_size=len(words), max_size=len(words)))
    return [
        event(event_id, kind, hour, _named(fields, ids))
        for event_id, hour, (kind, fields) in zip(ids, clocks, words, strict=True)
    ]


def _named(said: Any, ids: Sequence[str]) -> Any:
    """Return the fields with positions replaced by ids; a position beyond the end wraps round."""
    if isinstance(said, dict):
        return {
            name: ids[value % len(ids)] if name in ("lot_id", "undoes_event_id") else _named(value, ids)
            for name, value in said.items()
        }
    return [_named(one, ids) for one in said] if isinstance(said, list) else said


def event(event_id: str, kind: type[payloads.Payload], hour: float, fields: dict[str, Any]) -> Event:
    """Return one event, `hour` hours after the start."""
    return Event(event_id, HOUSEHOLD, kind.model_validate(fields), START + timedelta(hours=hour))


def raw_rows(events: Sequence[Event]) -> pa.Table:
    """Return events as the journal would hand them out, in the order given."""
    rows = [{**_row(one, max(START, one.occurred_at)), "seq": seq} for seq, one in enumerate(events, start=1)]
    return pa.table(
        [pa.array([row[name] for row in rows], type) for name, type in zip(RAW_COLUMNS, _arrow_types(), strict=True)],
        names=list(RAW_COLUMNS),
    )


def recorded(events: Sequence[Event]) -> list[RecordedEvent]:
    """Return events as the journal reads them back."""
    return [
        RecordedEvent(seq, one.event_id, one.household_id, one.kind, one.occurred_at, START, one.actor, one.source,
                      one.payload.model_dump(mode="json", exclude_none=True), type(one.payload).version)
        for seq, one in enumerate(events, start=1)
    ]
