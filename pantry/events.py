"""An event: one thing a person said or accepted, as it is written to the journal."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pantry.errors import InvalidEvent
from pantry.ids import bucket_of, new_event_id
from pantry.kinds.payloads import Payload

EVENT_ID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
# As wide as the journal's columns; PostgreSQL would refuse more, SQLite would not.
_ACTOR_LENGTH, _SOURCE_LENGTH = 80, 20
HOUSEHOLD_ID = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")


@dataclass(frozen=True, slots=True)
class Event:
    """One event on its way into the journal.

    occurred_at: UTC, when it happened in the kitchen. actor: who said it ("" when unknown).
    source: "click", "document", "command", "sample" or "simulation".
    """

    event_id: str
    household_id: str
    payload: Payload
    occurred_at: datetime
    actor: str = ""
    source: str = "click"

    def __post_init__(self) -> None:
        """Refuse what not every store could keep or the fold not read: ids, a time without a zone, long words."""
        if not EVENT_ID.match(self.event_id):
            raise InvalidEvent(self.kind, f"event id {self.event_id!r} is not a UUID in lower case")
        if not HOUSEHOLD_ID.match(self.household_id):
            raise InvalidEvent(self.kind, f"household id {self.household_id!r} is not a slug of a-z, 0-9 and -")
        if self.occurred_at.tzinfo is None:
            raise InvalidEvent(self.kind, "occurred_at has no time zone; give UTC")
        if len(self.actor) > _ACTOR_LENGTH or len(self.source) > _SOURCE_LENGTH:
            raise InvalidEvent(
                self.kind, f"actor has at most {_ACTOR_LENGTH} characters, source at most {_SOURCE_LENGTH}"
            )

    @property
    def kind(self) -> str:
        """The event kind, as the payload class names it."""
        return type(self.payload).kind

    @property
    def bucket(self) -> int:
        """The bucket of its household, 0 to 63."""
        return bucket_of(self.household_id)


def new_event(
    household_id: str,
    payload: Payload,
    *,
    occurred_at: datetime,
    event_id: str | None = None,
    actor: str = "",
    source: str = "click",
) -> Event:
    """Return an event with a fresh UUIDv7 unless an id is given."""
    return Event(event_id or new_event_id(), household_id, payload, occurred_at.astimezone(UTC), actor, source)


def moment_of(day: date, *, now: datetime, time_zone: str, offset: int = 0) -> datetime:
    """Return the moment at which something happened on a local day: now if today, else local noon.

    offset: microseconds added, so that several events of one append keep their order.
    """
    zone = ZoneInfo(time_zone)
    if day == now.astimezone(zone).date():
        return now.astimezone(UTC) + timedelta(microseconds=offset)
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return noon.astimezone(UTC) + timedelta(microseconds=offset)
