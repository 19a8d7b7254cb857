"""What a household said of one day by its own clock; what was undone was not said."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pantry.live import LiveView


def events_on(view: "LiveView", kind: str, day: date) -> int:
    """Return how many stock events of a kind happened on a local day."""
    time_zone = view.household().time_zone
    sql = """
        select count(distinct event_id) from effective_events('events')
        where kind = ? and cast(occurred_at at time zone 'UTC' at time zone ? as date) = ?
    """
    count: int = view.asked(
        ("events_on", kind, day),
        lambda connection: (connection.execute(sql, [kind, time_zone, day]).fetchone() or (0,))[0])
    return count


def is_confirmed(view: "LiveView", day: date) -> bool:
    """Return whether the household said that nothing was thrown away on a day."""
    said = day.isoformat()
    return any(fact.kind == "day_confirmed" and fact.payload["day"] == said for fact in view.facts())


def is_confirmable(view: "LiveView", day: date) -> bool:
    """Return whether it is still open that nothing was thrown away on a day: neither said nor contradicted."""
    return not is_confirmed(view, day) and not events_on(view, "lot_discarded", day)
