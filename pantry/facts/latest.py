"""What was said of the shelves last, so that it can be taken back after its undo bar is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from pantry.live import LiveView
from pantry.lots import LotEvent

if TYPE_CHECKING:
    import duckdb

# A moment with more entries than a long receipt has lines is a journal that was brought in, not a thing said.
MOST_ENTRIES = 120
# Of more lots than these only their number is told.
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What one click, line or receipt said of the shelves; one undo takes all of it back.

    told: (lot_id, event) of the first `MOST_TOLD` lots; lots: how many it was about. event_ids: also of what was said
    of other things in the same moment, such as the lines of a receipt; in the order of arrival.
    """

    said_at: datetime
    told: tuple[tuple[str, LotEvent], ...]
    lots: int
    event_ids: tuple[str, ...]
    is_undone: bool


def latest_said(view: LiveView, *, limit: int) -> list[Said]:
    """Return what was said last of the shelves, the newest first, also what was taken back since."""
    moments = view.asked(("latest_said", limit), lambda connection: _moments(connection, limit))
    undone, found = view.undone_by(), []
    for _, rows in groupby(moments, key=lambda row: row[0]):
        event_of = {lot_id: event_id for _, lot_id, event_id in rows}
        told = tuple(_told(view, list(event_of.items())[:MOST_TOLD]))
        if told:
            said_at = told[0][1].recorded_at
            ids = tuple(dict.fromkeys([*event_of.values(), *view.said_with(said_at)]))
            found.append(Said(said_at, told, len(event_of), ids, all(one in undone for one in ids)))
    return found


def _told(view: LiveView, entries: Iterable[tuple[str, str]]) -> Iterable[tuple[str, LotEvent]]:
    for lot_id, event_id in entries:
        for event in view.history(lot_id):
            if event.event_id == event_id:
                yield lot_id, event
                break


def _moments(connection: "duckdb.DuckDBPyConnection", limit: int) -> list[tuple[int, str, str]]:
    """Return (moment, lot, event) of the newest moments, the newest first; within one in the order of arrival."""
    return connection.execute(
        """
        with said as (
            select *
            from events
            where lot_id is not null and kind != 'event_undone' and broken_because is null
        ),

        moments as (
            select recorded_at
            from said
            group by recorded_at
            having count(*) <= ?
            order by recorded_at desc
            limit ?
        )

        select epoch_us(said.recorded_at), said.lot_id::varchar, said.event_id::varchar
        from said
        inner join moments on said.recorded_at = moments.recorded_at
        order by said.recorded_at desc, said.seq, said.part
        """,
        [MOST_ENTRIES, limit],
    ).fetchall()
