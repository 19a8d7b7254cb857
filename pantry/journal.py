"""The journal: an append-only table of events, on SQLite by default, on PostgreSQL by URL.

`append` checks every event, writes all of a batch or nothing, and writes an id only once. `seq` is the order
of arrival and equals the order of commit: SQLite has one writer at a time (`BEGIN IMMEDIATE`), PostgreSQL
takes an advisory lock for the transaction, so a reader that has seen seq N never meets a smaller one later.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool, QueuePool

from pantry import migrations
from pantry.errors import FutureEvent, InvalidEvent, NotReady, ReadOnlyHome, UnknownHousehold, UnknownKind
from pantry.events import Event
from pantry.home import Home, sqlite_file
from pantry.ids import bucket_of
from pantry.kinds.payload_fields import MAX_PAYLOAD_CHARACTERS
from pantry.kinds.payloads import PAYLOADS
from pantry.storage.read_only_files import connect_read_only, is_read_only
from pantry.storage.tables import events as events_table
from pantry.storage.tables import readings as readings_table

if TYPE_CHECKING:
    import pyarrow as pa

# SQLite's lock is unfair: a writer may wait behind many others, so it waits long before it gives up.
_SQLITE_TIMEOUT_SECONDS = 60
# "LARDER" on a telephone keypad; any constant works as long as every process uses the same one.
_POSTGRES_LOCK = 527337
# SQLSTATE disk_full, PostgreSQL's documentation, appendix A.
_POSTGRES_DISK_FULL = "53100"
MOST_AHEAD = timedelta(hours=24)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Where it is latest on Earth the local day is up to 14 hours ahead of UTC.
LATEST_ZONE = timedelta(hours=14)
_ROWS_AT_ONCE = 500
_CHUNK = 500
# Kinds whose days have been; a planned meal's day lies ahead.
_ABOUT_THE_PAST = ("lot_acquired", "lot_corrected", "day_confirmed")

RAW_COLUMNS = (
    "seq", "event_id", "household_id", "bucket", "kind", "occurred_at_us", "recorded_at_us",
    "actor", "source", "payload", "payload_version",
)


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did. written, already_there: event ids in the order given."""

    written: tuple[str, ...]
    already_there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One row of the journal; payload is the parsed JSON object."""

    seq: int
    event_id: str
    household_id: str
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    source: str
    payload: dict[str, Any]
    payload_version: int


def microseconds(moment: datetime) -> int:
    """Return microseconds since 1970 of an aware moment, exactly (no float on the way)."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def from_microseconds(value: int) -> datetime:
    """Return the UTC moment of microseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)


class Journal:
    """One journal. Opened by `open_journal`; safe to share between threads."""

    def __init__(
        self,
        engine: sa.Engine,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        check: Callable[[Event], None] | None = None,
        read_only_folder: Path | None = None,
    ) -> None:
        """clock: the present moment in UTC. check: further rules a new event must pass (foods, units).

        read_only_folder: where the journal lies if it can only be read there.
        """
        self.engine = engine
        self.clock = clock
        self.read_only_folder = read_only_folder
        self._check = check
        self._households: set[str] = set()
        self._lock = threading.Lock()
        # Households created up to an event, in that order: a dict keeps the first place of each.
        self._created: dict[str, None] = {}
        self._searched_seq = 0

    # Writing ------------------------------------------------------------------------------------------

    def append(self, events: Iterable[Event]) -> Appended:
        """Write events that are not there yet, all or nothing, and say which were.

        Event times of one household strictly increase within one append.
        Raises InvalidEvent (or a child of it) and writes nothing when one event breaks a rule.
        """
        batch = list(events)
        if not batch:
            return Appended((), ())
        now = self.clock()
        self._check_batch(batch, now)
        rows = {event.event_id: _row(event, now) for event in batch}
        with self.writing() as connection:
            self._check_households(connection, batch)
            seen = _existing_ids(connection, [event.event_id for event in batch])
            new: list[Event] = []
            for event in batch:
                if event.event_id not in seen:
                    seen.add(event.event_id)
                    new.append(event)
            if new:
                connection.execute(sa.insert(events_table), [rows[event.event_id] for event in new])
        self._households.update(event.household_id for event in batch)
        written = {event.event_id for event in new}
        return Appended(
            tuple(event.event_id for event in new),
            tuple(event.event_id for event in batch if event.event_id not in written),
        )

    def _check_batch(self, batch: Sequence[Event], now: datetime) -> None:
        last: dict[str, datetime] = {}
        for event in batch:
            if PAYLOADS.get((event.kind, type(event.payload).version)) is not type(event.payload):
                raise UnknownKind(event.kind, "the journal has no such kind; see docs/reference/events.md")
            if event.occurred_at > now + MOST_AHEAD:
                raise FutureEvent(event.kind, f"it lies in the future ({event.occurred_at:%Y-%m-%d %H:%M} UTC)")
            if event.occurred_at < EARLIEST:
                raise InvalidEvent(event.kind, f"it lies before {EARLIEST.year} ({event.occurred_at.date()})")
            for name in ("purchased_on", "day"):
                day = getattr(event.payload, name, None)
                if day is not None and event.kind in _ABOUT_THE_PAST and day > (now + MOST_AHEAD + LATEST_ZONE).date():
                    raise FutureEvent(event.kind, f"{name} lies in the future ({day})")
            before = last.get(event.household_id)
            if before is not None and event.occurred_at <= before:
                raise InvalidEvent(event.kind, "event times within one append must strictly increase")
            last[event.household_id] = event.occurred_at
            if self._check is not None:
                self._check(event)

    def _check_households(self, connection: sa.Connection, batch: Sequence[Event]) -> None:
        created = {event.household_id for event in batch if event.kind == "household_created"}
        asked = {event.household_id for event in batch} - created - self._households
        if not asked:
            return
        query = sa.select(events_table.c.household_id).distinct().where(
            events_table.c.household_id.in_(asked), events_table.c.kind == "household_created"
        )
        missing = asked.difference(connection.execute(query).scalars())
        if missing:
            first = next(event for event in batch if event.household_id in missing)
            raise UnknownHousehold(first.kind, f"there is no household {first.household_id!r}; create it first")

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Yield a connection inside the one write transaction; commit at the end, roll back on error.

        Nobody else appends meanwhile. Raises ReadOnlyHome where the journal can only be read.
        """
        if self.read_only_folder is not None:
            raise ReadOnlyHome(self.read_only_folder)
        with self.engine.connect() as connection:
            is_sqlite = self.engine.dialect.name == "sqlite"
            connection.exec_driver_sql("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
            try:
                if not is_sqlite:
                    connection.exec_driver_sql(f"select pg_advisory_xact_lock({_POSTGRES_LOCK})")
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    # Reading ------------------------------------------------------------------------------------------

    def max_seq(self, household_id: str | None = None) -> int:
        """Return the newest seq, of one household or of all; 0 for none."""
        query = sa.select(sa.func.max(events_table.c.seq))
        if household_id is not None:
            query = query.where(events_table.c.household_id == household_id)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() or 0

    def count(self, household_id: str, *, after_seq: int = 0) -> int:
        """Return how many events of a household have seq > after_seq."""
        query = sa.select(sa.func.count()).where(
            events_table.c.household_id == household_id, events_table.c.seq > after_seq)
        with self.engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def read(
        self, *, household_id: str | None = None, after_seq: int = 0, kinds: Iterable[str] | None = None
    ) -> list[RecordedEvent]:
        """Return events with seq > after_seq in order of arrival."""
        query = sa.select(events_table).where(events_table.c.seq > after_seq).order_by(events_table.c.seq)
        if household_id is not None:
            query = query.where(events_table.c.household_id == household_id)
        if kinds is not None:
            query = query.where(events_table.c.kind.in_(list(kinds)))
        with self.engine.connect() as connection:
            return [_recorded(row) for row in connection.execute(query)]

    def read_arrow(
        self, *, household_id: str | None = None, after_seq: int = 0, up_to_seq: int | None = None
    ) -> "pa.Table":
        """Return raw rows (columns `RAW_COLUMNS`, payload as JSON text) with seq in (after_seq, up_to_seq]."""
        import pyarrow as pa

        mark = ":{}" if self.engine.dialect.name == "sqlite" else "%({})s"
        # What is the same in every row of one household need not be read twenty thousand times.
        same: dict[str, Any] = {}
        if household_id is not None:
            same = {"household_id": household_id, "bucket": bucket_of(household_id)}
        names = [name for name in RAW_COLUMNS if name not in same]
        sql = f"select {', '.join(names)} from events where seq > {mark.format('after')}"  # noqa: S608 - constant
        values: dict[str, Any] = {"after": after_seq}
        if household_id is not None:
            sql += f" and household_id = {mark.format('household')}"
            values["household"] = household_id
        if up_to_seq is not None:
            sql += f" and seq <= {mark.format('up_to')}"
            values["up_to"] = up_to_seq
        columns: dict[str, list[Any]] = {name: [] for name in names}
        with self.engine.connect() as connection:
            # The driver's own cursor: SQLAlchemy's row objects would take three times as long here. Few rows at a
            # time, so that Python's garbage collector does not walk through all of them again and again.
            cursor = connection.connection.cursor()
            try:
                cursor.execute(sql + " order by seq", values)
                while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                    for column, part in zip(columns.values(), zip(*rows, strict=True), strict=True):
                        column.extend(part)
            finally:
                cursor.close()
        count = len(columns["seq"])
        return pa.table({
            name: pa.array(columns[name], type) if name in columns else pa.repeat(pa.scalar(same[name], type), count)
            for name, type in zip(RAW_COLUMNS, _arrow_types(), strict=True)
        })

    def households(self) -> list[str]:
        """Return the ids of all households, in order of their creation; only new events are looked through."""
        with self._lock:
            newest = self.max_seq()
            if newest > self._searched_seq:
                query = (
                    sa.select(events_table.c.household_id)
                    .where(events_table.c.seq > self._searched_seq, events_table.c.seq <= newest,
                           events_table.c.kind == "household_created")
                    .order_by(events_table.c.seq)
                )
                with self.engine.connect() as connection:
                    self._created.update(dict.fromkeys(connection.execute(query).scalars()))
                self._searched_seq = newest
            return list(self._created)

    # Readings: a cache of what readers saw, which may be emptied ---------------------------------------

    def reading(self, sha256: str, reader: str, reader_version: str | None = None) -> dict[str, Any] | None:
        """Return the cached reading of a document, the newest when no version is named."""
        query = sa.select(readings_table.c.payload).where(
            readings_table.c.sha256 == sha256, readings_table.c.reader == reader
        )
        if reader_version is not None:
            query = query.where(readings_table.c.reader_version == reader_version)
        query = query.order_by(readings_table.c.created_at_us.desc()).limit(1)
        with self.engine.connect() as connection:
            payload = connection.execute(query).scalar()
        return json.loads(payload) if payload else None

    def read_at_us(self, readers: Sequence[str]) -> dict[str, int]:
        """Return when each document was last read by one of these readers, in microseconds since 1970, by sha256."""
        query = sa.select(readings_table.c.sha256, sa.func.max(readings_table.c.created_at_us).label("at_us")).where(
            readings_table.c.reader.in_(readers)).group_by(readings_table.c.sha256)
        with self.engine.connect() as connection:
            return {row.sha256: row.at_us for row in connection.execute(query)}

    def readings_holding(self, reader: str, *pieces: str) -> list[str]:
        """Return the sha256 of the documents of which a kept reading holds all these pieces of its JSON."""
        query = sa.select(readings_table.c.sha256).distinct().where(
            readings_table.c.reader == reader,
            *(readings_table.c.payload.contains(piece, autoescape=True) for piece in pieces))
        with self.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def keep_reading(self, sha256: str, reader: str, reader_version: str, payload: dict[str, Any]) -> None:
        """Cache what a reader saw; a second reading by the same version replaces the first."""
        key = (
            (readings_table.c.sha256 == sha256)
            & (readings_table.c.reader == reader)
            & (readings_table.c.reader_version == reader_version)
        )
        row = {
            "sha256": sha256, "reader": reader, "reader_version": reader_version,
            "payload": json.dumps(payload, ensure_ascii=False), "created_at_us": microseconds(self.clock()),
        }
        with self.writing() as connection:
            connection.execute(sa.delete(readings_table).where(key))
            connection.execute(sa.insert(readings_table).values(row))

    def forget_readings(self) -> int:
        """Empty the cache of readings and return how many there were; nothing else is lost."""
        with self.writing() as connection:
            return connection.execute(sa.delete(readings_table)).rowcount


def open_journal(
    home: Home, *, clock: Callable[[], datetime] | None = None, checked: bool = True,
    wait_seconds: float = _SQLITE_TIMEOUT_SECONDS,
) -> Journal:
    """Open the journal of a home, creating or migrating its tables when needed.

    Where the disk can only be read, it is opened for reading: appending raises ReadOnlyHome. Raises NotReady there for
    a journal of another version.
    checked: also refuse unknown foods and units (`pantry.kinds.validation`); readers may skip that.
    wait_seconds: how long a writer waits for another of SQLite before it gives up with OperationalError.
    """
    file = sqlite_file(home.journal_url)
    read_only_folder = file.parent if file is not None and is_read_only(file) else None
    engine = _read_only_engine(file) if file and read_only_folder else _engine(home.journal_url, wait_seconds)
    with engine.connect() as connection:
        is_current = migrations.current_version(connection) == migrations.HEAD
    check = None
    if checked:
        from pantry.kinds.validation import check_event

        check = check_event
    journal = Journal(engine, check=check, read_only_folder=read_only_folder, **({"clock": clock} if clock else {}))
    if not is_current and read_only_folder is not None:
        raise NotReady(f"the journal in {read_only_folder} is of another version of Larder and can only be read there",
                       "open it once where it can be written")
    if not is_current:
        # Migrations run inside the writers' lock: two processes that start together do it once.
        with journal.writing() as connection:
            if migrations.current_version(connection) != migrations.HEAD:
                migrations.upgrade(connection)
    return journal


def disk_is_full(error: sa.exc.OperationalError) -> bool:
    """Return whether a write failed because the journal's disk has no room, rather than because another one writes."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL \
        or getattr(error.orig, "sqlstate", None) == _POSTGRES_DISK_FULL


def _engine(url: str, wait_seconds: float) -> sa.Engine:
    if not url.startswith("sqlite"):
        # AUTOCOMMIT: this module writes BEGIN and COMMIT itself, alike for both databases.
        return sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, poolclass=QueuePool)
    engine = sa.create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool if ":memory:" in url else QueuePool,
        connect_args={"timeout": wait_seconds, "check_same_thread": False},
    )

    @sa.event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _record: Any) -> None:
        # FULL: an acknowledged event survives a power cut.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"pragma {pragma}")

    return engine


def _read_only_engine(file: Path) -> sa.Engine:
    # A connection a question: each looks anew whether somebody else writes the file.
    return sa.create_engine("sqlite://", creator=lambda: connect_read_only(file), isolation_level="AUTOCOMMIT",
                            poolclass=NullPool)


def _existing_ids(connection: sa.Connection, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        query = sa.select(events_table.c.event_id).where(events_table.c.event_id.in_(chunk))
        found.update(connection.execute(query).scalars())
    return found


def _row(event: Event, recorded_at: datetime) -> dict[str, Any]:
    payload = event.payload.model_dump_json(exclude_none=True)
    if len(payload) > MAX_PAYLOAD_CHARACTERS:
        raise InvalidEvent(event.kind, f"it says too much: at most {MAX_PAYLOAD_CHARACTERS} characters as JSON")
    return {
        "event_id": event.event_id,
        "household_id": event.household_id,
        "bucket": event.bucket,
        "kind": event.kind,
        "occurred_at_us": microseconds(event.occurred_at),
        "recorded_at_us": microseconds(recorded_at),
        "actor": event.actor,
        "source": event.source,
        "payload": payload,
        "payload_version": type(event.payload).version,
    }


def _recorded(row: Any) -> RecordedEvent:
    return RecordedEvent(
        row.seq, row.event_id, row.household_id, row.kind,
        from_microseconds(row.occurred_at_us), from_microseconds(row.recorded_at_us),
        row.actor, row.source, json.loads(row.payload), row.payload_version,
    )


def _arrow_types() -> list[Any]:
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    return [number, text, text, pa.int16(), text, number, number, text, text, text, pa.int16()]
