"""The twin in Python of `typed_events` (events.sql), for a few events: planning that query costs more than its work.

Only what the journal itself would have written is typed here; anything else is left to the SQL, which says why it
cannot be. A property test holds both equal.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from pantry.journal import LATEST_ZONE, MOST_AHEAD, from_microseconds
from pantry.kinds.payloads import DishCooked, Payload
from pantry.kinds.sound import sound_payload

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 50
# Facts that stand in columns of their own name.
_PLAIN = (
    "undoes_event_id", "food_id", "food_name", "food_category", "unit", "price_minor", "currency", "place",
    "purchased_on", "expires_on", "date_kind", "date_source", "cleared", "reason", "destination", "is_edible",
    "method", "document_sha256", "document_line", "gtin", "answer",
)


def type_few(raw: "pa.Table") -> "pa.Table | None":
    """Return raw rows (columns as `Journal.read_arrow`) as `typed_events` would, ids as text.

    None for more than 50 rows, and when one of them is not as the journal writes events: then SQL has to look.
    """
    import pyarrow as pa

    if raw.num_rows > MOST_ROWS:
        return None
    parts: list[dict[str, Any]] = []
    for row in raw.to_pylist():
        payload = _as_written(row)
        if payload is None:
            return None
        parts.extend(_parts(row, payload))
    return pa.Table.from_pylist(parts, schema=_schema())


@cache
def _schema() -> "pa.Schema":
    import pyarrow as pa

    text, moment = pa.string(), pa.timestamp("us")
    kinds = {
        "bucket": pa.int16(), "household_id": text, "seq": pa.int64(), "event_id": text, "part": pa.int32(),
        "kind": text, "occurred_at": moment, "recorded_at": moment, "lot_id": text, "quantity_milli": pa.int64(),
        **dict.fromkeys(_PLAIN, text),
        "price_minor": pa.int64(), "purchased_on": pa.date32(), "expires_on": pa.date32(),
        "cleared": pa.list_(text), "is_edible": pa.bool_(), "document_line": pa.int32(), "broken_because": text,
    }
    return pa.schema(list(kinds.items()))


def _as_written(row: dict[str, Any]) -> Payload | None:
    payload = sound_payload(row)
    if payload is None or payload.model_dump_json(exclude_none=True) != row["payload"]:
        return None
    purchased_on = getattr(payload, "purchased_on", None)
    latest = (from_microseconds(row["recorded_at_us"]) + MOST_AHEAD + LATEST_ZONE).date()
    return None if purchased_on is not None and purchased_on > latest else payload


def _parts(row: dict[str, Any], payload: Payload) -> Sequence[dict[str, Any]]:
    same = {
        "bucket": row["bucket"], "household_id": row["household_id"], "seq": row["seq"], "event_id": row["event_id"],
        "occurred_at": _naive(row["occurred_at_us"]), "recorded_at": _naive(row["recorded_at_us"]),
    }
    if not isinstance(payload, DishCooked):
        lot_id = row["event_id"] if payload.kind == "lot_acquired" else getattr(payload, "lot_id", None)
        return [same | _said(payload) | {"part": 0, "kind": row["kind"], "lot_id": lot_id}]
    leftover = payload.leftover
    made = {"lot_id": row["event_id"], **_said(leftover)} if leftover is not None else {}
    used = (
        {"part": part, "kind": "dish_used", "lot_id": one.lot_id, "quantity_milli": _milli(one.quantity)}
        for part, one in enumerate(payload.ingredients, start=1)
    )
    return [same | {"part": 0, "kind": row["kind"]} | made, *(same | one for one in used)]


def _said(payload: Any) -> dict[str, Any]:
    return {name: getattr(payload, name, None) for name in _PLAIN} | {
        "quantity_milli": _milli(getattr(payload, "quantity", None))}


def _milli(quantity: Decimal | None) -> int | None:
    return None if quantity is None else int(quantity * 1000)


def _naive(microseconds: int) -> datetime:
    return from_microseconds(microseconds).replace(tzinfo=None)
