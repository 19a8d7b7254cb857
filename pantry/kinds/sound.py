"""Which events that are not about stock can be: the twin in Python of the rules in `events.sql`.

The journal refuses what breaks a payload, so these fail only for rows that another program wrote into its table.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from pantry.errors import InvalidEvent
from pantry.events import EVENT_ID
from pantry.journal import EARLIEST, MOST_AHEAD, RecordedEvent, from_microseconds
from pantry.kinds.payload_fields import MAX_PAYLOAD_CHARACTERS
from pantry.kinds.payloads import PAYLOADS, Payload

_LATEST = datetime(2101, 1, 1, tzinfo=UTC)


def sound_facts(rows: Iterable[dict[str, Any]]) -> list[RecordedEvent]:
    """Return the rows (columns as `Journal.read_arrow`) that keep the rules of their kind, as events."""
    return [event for event in map(_sound, rows) if event is not None]


def sound_payload(row: dict[str, Any]) -> Payload | None:
    """Return what a row says if its kind, time and fields can be, else None."""
    payload_type = PAYLOADS.get((row["kind"], row["payload_version"]))
    if payload_type is None or not EVENT_ID.match(row["event_id"]) or len(row["payload"]) > MAX_PAYLOAD_CHARACTERS:
        return None
    try:
        occurred_at, recorded_at = from_microseconds(row["occurred_at_us"]), from_microseconds(row["recorded_at_us"])
        if not EARLIEST <= occurred_at < _LATEST or occurred_at > recorded_at + MOST_AHEAD:
            return None
        return payload_type.model_validate_json(row["payload"])
    except (InvalidEvent, ValidationError, ValueError, OverflowError, RecursionError):
        return None


def _sound(row: dict[str, Any]) -> RecordedEvent | None:
    if sound_payload(row) is None:
        return None
    try:
        payload = json.loads(row["payload"])
    except (ValueError, RecursionError):
        return None
    return RecordedEvent(
        row["seq"], row["event_id"], row["household_id"], row["kind"],
        from_microseconds(row["occurred_at_us"]), from_microseconds(row["recorded_at_us"]),
        row["actor"], row["source"], payload, row["payload_version"],
    )
