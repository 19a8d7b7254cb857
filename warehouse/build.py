"""Refreshing the warehouse: land, build in private, audit, publish, under one lock.

An ordinary refresh builds only households with new events; the rest stays as it is. A full one starts from
empty files, in passes over groups of buckets when there are many events, so that memory stays flat.
"""

import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pantry.errors import NotReady
from pantry.home import Home
from pantry.journal import Journal, open_journal
from warehouse import audit, parts, publish
from warehouse.dbt_runner import code_hash, parse_manifest, run_dbt
from warehouse.drift import PROFILES
from warehouse.landing import BUCKETS, Landed, compact, ensure_as_written, land
from warehouse.lock import build_lock
from warehouse.macro_comments import comments_of
from warehouse.parts import EVENTS_AT_ONCE, FanOut
from warehouse.passes import BuildFolder, Pass, build_folder, clear, connected, count_all_as_touched, prepare
from warehouse.reader import Warehouse

if TYPE_CHECKING:
    import duckdb

__all__ = ["RefreshResult", "connected", "parse_manifest", "refresh"]

# SQLite keeps some megabytes beside the journal; an event needs far less.
_LEAST_FREE_BYTES = 64 << 20
_ANALYSTS_MACROS = ("reports.sql", "analysts.sql")
_BUILDS = """
create schema if not exists meta;
create table if not exists meta.builds (
    version varchar, seq bigint, built_at timestamp, is_full boolean, code_hash varchar,
    events bigint, lots bigint, households bigint, touched_households bigint
);
comment on table meta.builds is 'One row per published build of this warehouse, newest last.';
comment on column meta.builds.version is 'The build, by its UTC time and eight random digits; also its folder.';
comment on column meta.builds.events is 'Event parts in pantry_events.';
comment on column meta.builds.lots is 'Lots in pantry_lots, open or closed.';
comment on column meta.builds.households is 'Households in household_dim.';
comment on column meta.builds.touched_households is 'Households that this build computed anew.';
comment on column meta.builds.seq is 'Newest journal event that the build counts.';
comment on column meta.builds.built_at is 'End of the build, UTC.';
comment on column meta.builds.is_full is 'Whether everything was built anew.';
comment on column meta.builds.code_hash is 'Hash of models, seeds and fold.';
"""


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """What a refresh did.

    version: of the published warehouse. seq: newest event in it. lots, events, households: rows in it.
    touched_households: how many were built again; 0 when there was nothing new. elapsed_ms, cpu_ms: wall and
    process time of each step; other processes' time is not in them.
    """

    version: str
    seq: int
    lots: int
    events: int
    households: int
    touched_households: int
    is_full: bool
    is_new: bool
    elapsed_ms: dict[str, int]
    cpu_ms: dict[str, int]


@dataclass(frozen=True, slots=True)
class _LastBuild:
    """The newest row of meta.builds; seq 0 for none. landed_seq: newest event in pantry_events."""

    seq: int = 0
    code_hash: str = ""
    landed_seq: int = 0


def refresh(
    home: Home, *, full: bool = False, expectations: bool = True, journal: Journal | None = None,
    fan_out: FanOut | None = None,
) -> RefreshResult:
    """Bring the published warehouse up to the journal and return what was done.

    full: build everything anew and compact the landing folder, as the nightly job does. expectations: run
    the Great Expectations suites too (its first import takes seconds). fan_out: what runs the parts of a
    full build at the same time, see warehouse.parts; an ordinary build is too small to be divided.
    Raises BuildFailed or AuditFailed (then the last good version stays), WarehouseBusy; NotReady where DuckDB cannot
    write to a path.
    """
    clock = _Stopwatch()
    if "?" in str(home.root):
        # DuckDB 1.5 puts the name of its log before the mark, as if it ended the path.
        raise NotReady(f"no warehouse can be built in {home.root}, since DuckDB takes ? for the end of a path",
                       "call the folder otherwise")
    home.create()
    with build_lock(home):
        journal = journal or open_journal(home, checked=False)
        landed = land(home, journal)
        clock.lap("land")
        last = _last_build(home)
        full = full or last.seq == 0 or last.code_hash != code_hash() or landed.seq < last.seq
        current = publish.read_manifest(home)
        if not full and current is not None and current.is_of_this_code and current.seq == last.seq == landed.seq:
            publish.link_newest(home, current.version)
            return _unchanged(current, clock)
        landed = ensure_as_written(home, journal, landed, after_seq=0 if full else last.landed_seq)
        if full:
            landed = compact(home)
        with _room_given_back(home):
            results = _build_full(home, landed, fan_out) if full else _build_touched(home, landed, last)
        clock.lap("build")
        version = _new_version()
        audit.audit(home, version, results, expectations=expectations, whole=full)
        clock.lap("audit")
        counts = _record(home, version, landed, full)
        clock.lap("record")
        manifest = publish.publish(home, version=version, seq=landed.seq, counts=counts)
        clock.lap("publish")
    return RefreshResult(
        manifest.version, manifest.seq, counts["lots"], counts["events"], counts["households"],
        counts["touched_households"], full, True, clock.laps, clock.cpu_laps,
    )


@contextmanager
def _room_given_back(home: Home) -> Iterator[None]:
    """Delete what a build left that broke because the disk is full: the journal needs the room to be written."""
    try:
        yield
    except Exception:
        if shutil.disk_usage(home.warehouse).free < _LEAST_FREE_BYTES:
            clear(build_folder(home))
        raise


def _unchanged(current: publish.Manifest, clock: "_Stopwatch") -> RefreshResult:
    counts = current.counts
    return RefreshResult(
        current.version, current.seq, counts["lots"], counts["events"], counts["households"], 0, False, False,
        clock.laps, clock.cpu_laps,
    )


def _new_version() -> str:
    """Return a name that sorts by time and is never used twice."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"


# Building -----------------------------------------------------------------------------------------------


def _build_touched(home: Home, landed: Landed, last: _LastBuild) -> list[Any]:
    """Build households with events above the last build's seq; return dbt's results."""
    folder = build_folder(home)
    prepare(folder, landed, Pass(landed_after_seq=last.landed_seq, built_seq=last.seq))
    # Seeds and what is made of them alone are code: when they change, the whole build is another one.
    return run_dbt(folder, ["build", "--exclude-resource-type", "unit_test", "--exclude", "tag:static"])


def _build_full(home: Home, landed: Landed, fan_out: FanOut | None) -> list[Any]:
    """Build everything from empty files; return dbt's results."""
    folder = build_folder(home)
    clear(folder)
    if fan_out is not None:
        parts.build_by(fan_out, home)
        results = _test_whole(folder, landed)
    elif landed.events <= EVENTS_AT_ONCE:
        prepare(folder, landed, Pass())
        results = run_dbt(folder, ["build", "--exclude-resource-type", "unit_test"])
    else:
        parts.build_buckets(folder, landed, (0, BUCKETS - 1))
        results = _test_whole(folder, landed)
    # A build that broke half-way, or of which a failed test held models back, must not look like one that
    # can be continued: only a whole one gets the rows that say how far it is.
    is_whole = all(result.status in ("success", "pass", "warn") for result in results)
    with connected(home) as connection:
        connection.execute(_BUILDS)
        connection.execute(PROFILES)
        for table in ("builds", "profiles") if is_whole else ():
            rows = _as_published(home, table)
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"insert into meta.{table} values ({marks})", rows)  # noqa: S608
    return results


def _test_whole(folder: BuildFolder, landed: Landed) -> list[Any]:
    """Run dbt's tests once over what several passes or parts built; return their results."""
    prepare(folder, landed, Pass())
    run_dbt(folder, ["run", "--select", "int_touched_households"])
    count_all_as_touched(folder)
    return run_dbt(folder, ["build", "--select", "resource_type:test"])


# The private build's own records ------------------------------------------------------------------------


def _last_build(home: Home) -> _LastBuild:
    import duckdb

    if not build_folder(home).main.exists():
        return _LastBuild()
    try:
        return _read_last_build(home)
    except duckdb.Error as error:
        if "lock" in str(error):    # somebody looks at it: it is not broken
            raise
        clear(build_folder(home))
        return _LastBuild()


def _read_last_build(home: Home) -> _LastBuild:
    with connected(home) as connection:
        if not _has_table(connection, "meta", "builds") or not _has_table(connection, "marts", "pantry_events"):
            return _LastBuild()
        found = connection.execute("select seq, code_hash from meta.builds order by built_at desc limit 1").fetchone()
        newest = connection.execute("select coalesce(max(seq), 0) from marts.pantry_events").fetchone()
    return _LastBuild(found[0], found[1], newest[0]) if found and newest else _LastBuild()


def _as_published(home: Home, table: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table of meta as they were published last; none of a version that had no such table."""
    if publish.read_manifest(home) is None:
        return []
    warehouse = Warehouse(home)
    try:
        is_there = warehouse.rows(
            "select 1 as n from duckdb_tables() where schema_name = 'meta' and table_name = ?", [table])
    except NotReady:        # a published file that cannot be read is replaced by this build
        return []
    rows = warehouse.rows(f"from meta.{table}") if is_there else []
    warehouse.close()
    return [tuple(row.values()) for row in rows]


def _has_table(connection: "duckdb.DuckDBPyConnection", schema: str, name: str) -> bool:
    query = (
        "select count(*) from duckdb_tables() "
        "where database_name = 'larder' and schema_name = ? and table_name = ?"
    )
    found = connection.execute(query, [schema, name]).fetchone()
    return bool(found and found[0])


def _record(home: Home, version: str, landed: Landed, full: bool) -> dict[str, int]:
    """Write the build's row and the analysts' macros into the file; return what the manifest counts."""
    # Those of analysts.sql call those of reports.sql.
    macros = "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in _ANALYSTS_MACROS)
    with connected(home) as connection:
        row = connection.execute("""
            select
                (select count(*) from marts.pantry_events),
                (select count(*) from marts.pantry_lots),
                (select count(*) from marts.household_dim),
                (select count(*) from staging.intermediate.int_touched_households)
        """).fetchone()
        assert row is not None
        connection.execute(
            "insert into meta.builds values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [version, landed.seq, datetime.now(UTC).replace(tzinfo=None), full, code_hash(), *row],
        )
        for statement in (macros, *comments_of(macros)):
            connection.execute(statement)
        connection.execute("checkpoint larder")
    return dict(zip(("events", "lots", "households", "touched_households"), row, strict=True))


class _Stopwatch:
    """Wall and process milliseconds of each step, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, int] = {}
        self.cpu_laps: dict[str, int] = {}
        self._since, self._cpu_since = time.perf_counter(), time.process_time()

    def lap(self, name: str) -> None:
        """Note the time since the last lap."""
        now, cpu_now = time.perf_counter(), time.process_time()
        self.laps[name] = round((now - self._since) * 1000)
        self.cpu_laps[name] = round((cpu_now - self._cpu_since) * 1000)
        self._since, self._cpu_since = now, cpu_now
