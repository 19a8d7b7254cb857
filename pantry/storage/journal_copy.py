"""Copy a whole journal into an empty one: from SQLite to PostgreSQL when a house grows, or back.

Every event keeps its `seq`, so landing files, warehouse and readers that stand at a number stay right.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pantry.errors import NotReady
from pantry.journal import Journal
from pantry.storage.tables import events, readings

_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: rows of each table, and the newest seq."""

    events: int
    readings: int
    newest_seq: int


def copy_journal(source: Journal, target: Journal,
                 tell: Callable[[int, int], None] = lambda done, total: None) -> Copied:
    """Copy all events and readings, all or nothing, and compare both sides row by row before committing.

    Nobody can append to either journal meanwhile. tell: called with (events done, events in all) now and then.
    Raises NotReady where the target holds an event already, or does not hold afterwards what the source does.
    """
    # Before the locks: who copies a journal onto itself would wait for its own.
    there = target.max_seq()
    if there:
        raise NotReady(f"the journal to copy to already holds events, up to {there:,}", "name an empty database")
    with source.writing() as old, target.writing() as new:
        total, done = _count(old, events), 0
        for rows in _batches(old, events, events.c.seq):
            new.execute(sa.insert(events), rows)
            done += len(rows)
            tell(done, total)
        new.execute(sa.delete(readings))
        for rows in _batches(old, readings, *readings.primary_key.columns):
            new.execute(sa.insert(readings), rows)
        newest = old.execute(sa.select(sa.func.max(events.c.seq))).scalar() or 0
        _go_on_after(new, newest)
        if _digest(old) != _digest(new):
            raise NotReady("the copy of the journal differs from it; nothing was kept", "look at the database's log")
        return Copied(total, _count(new, readings), newest)


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _batches(connection: sa.Connection, table: sa.Table, *order: sa.Column[Any]) -> Iterator[list[dict[str, Any]]]:
    query = sa.select(table).order_by(*order).execution_options(yield_per=_ROWS_AT_ONCE)
    with closing(connection.execute(query)) as result:
        for rows in result.mappings().partitions():
            yield [dict(row) for row in rows]


def _go_on_after(connection: sa.Connection, seq: int) -> None:
    """Let the next event come after `seq`; SQLite sees to that itself."""
    if connection.dialect.name != "sqlite" and seq:
        connection.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence("events", "seq"), seq)))


def _digest(connection: sa.Connection) -> str:
    """Return one hash over every column of every event in order."""
    digest = hashlib.sha256()
    for rows in _batches(connection, events, events.c.seq):
        for row in rows:
            digest.update(repr(tuple(row.values())).encode())
    return digest.hexdigest()
