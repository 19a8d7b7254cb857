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

from pantry.home import Home
from pantry.journal import Journal, open_journal
from warehouse import audit, publish
from warehouse.dbt_runner import build_folder, code_hash, parse_manifest, run_dbt
from warehouse.landing import BUCKETS, Landed, compact, land
from warehouse.lock import build_lock
from warehouse.reader import Warehouse

if TYPE_CHECKING:
    import duckdb

__all__ = ["RefreshResult", "parse_manifest", "refresh"]

# Above this many events a full build goes over eight groups of eight buckets.
_EVENTS_AT_ONCE = 1_500_000
_PASSES = 8
_BUILDS = """
create schema if not exists meta;
create table if not exists meta.builds (
    version varchar, seq bigint, built_at timestamp, is_full boolean, code_hash varchar,
    events bigint, lots bigint, households bigint, touched_households bigint
);
comment on table meta.builds is 'One row per published build of this warehouse, newest last.';
comment on column meta.builds.seq is 'Newest journal event that the build counts.';
comment on column meta.builds.built_at is 'End of the build, UTC.';
comment on column meta.builds.is_full is 'Whether everything was built anew.';
comment on column meta.builds.code_hash is 'Hash of models, seeds and fold.';
"""


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """What a refresh did.

    version: of the published warehouse. seq: newest event in it. lots, events, households: rows in it.
    touched_households: how many were built again; 0 when there was nothing new.
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


@dataclass(frozen=True, slots=True)
class _LastBuild:
    """The newest row of meta.builds; seq 0 for none. landed_seq: newest event in pantry_events."""

    seq: int = 0
    code_hash: str = ""
    landed_seq: int = 0


def refresh(
    home: Home, *, full: bool = False, expectations: bool = True, journal: Journal | None = None
) -> RefreshResult:
    """Bring the published warehouse up to the journal and return what was done.

    full: build everything anew and compact the landing folder, as the nightly job does. expectations: run
    the Great Expectations checkpoint too (its first import takes seconds).
    Raises BuildFailed or AuditFailed (then the last good version stays), WarehouseBusy.
    """
    clock = _Stopwatch()
    home.create()
    with build_lock(home):
        landed = land(home, journal or open_journal(home, checked=False))
        clock.lap("land")
        last = _last_build(home)
        full = full or last.seq == 0 or last.code_hash != code_hash() or landed.seq < last.seq
        current = publish.read_manifest(home)
        if not full and current is not None and current.seq == last.seq == landed.seq:
            return _unchanged(current, clock)
        if full:
            landed = compact(home)
        results = _build_full(home, landed) if full else _build_touched(home, landed, last)
        clock.lap("build")
        version = _new_version()
        audit.audit(home, version, results, expectations=expectations, whole=full)
        clock.lap("audit")
        counts = _record(home, version, landed, full)
        manifest = publish.publish(home, version=version, seq=landed.seq, counts=counts)
        clock.lap("publish")
    return RefreshResult(
        manifest.version, manifest.seq, counts["lots"], counts["events"], counts["households"],
        counts["touched_households"], full, True, clock.laps,
    )


def _unchanged(current: publish.Manifest, clock: "_Stopwatch") -> RefreshResult:
    counts = current.counts
    return RefreshResult(
        current.version, current.seq, counts["lots"], counts["events"], counts["households"], 0, False, False,
        clock.laps,
    )


def _new_version() -> str:
    """Return a name that sorts by time and is never used twice."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"


# Building -----------------------------------------------------------------------------------------------


def _build_touched(home: Home, landed: Landed, last: _LastBuild) -> list[Any]:
    """Build households with events above the last build's seq; return dbt's results."""
    _prepare(home, landed, first=0, last=BUCKETS - 1, landed_after_seq=last.landed_seq, built_seq=last.seq)
    # Seeds and what is made of them alone are code: when they change, the whole build is another one.
    return run_dbt(home, ["build", "--exclude-resource-type", "unit_test", "--exclude", "tag:static"])


def _build_full(home: Home, landed: Landed) -> list[Any]:
    """Build everything from empty files; return dbt's results."""
    shutil.rmtree(build_folder(home), ignore_errors=True)
    if landed.events <= _EVENTS_AT_ONCE:
        _prepare(home, landed)
        results = run_dbt(home, ["build", "--exclude-resource-type", "unit_test"])
    else:
        results = _build_in_passes(home, landed)
    # A build that broke half-way, or of which a failed test held models back, must not look like one that
    # can be continued: only a whole one gets the rows that say how far it is.
    builds = _past_builds(home) if all(result.status in ("success", "pass", "warn") for result in results) else []
    with connected(home) as connection:
        connection.execute(_BUILDS)
        if builds:
            marks = ", ".join("?" * len(builds[0]))
            connection.executemany(f"insert into meta.builds values ({marks})", builds)  # noqa: S608
    return results


def _build_in_passes(home: Home, landed: Landed) -> list[Any]:
    width = BUCKETS // _PASSES
    for number in range(_PASSES):
        _prepare(home, landed, first=number * width, last=(number + 1) * width - 1)
        if number == 0:
            run_dbt(home, ["build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"])
        else:
            run_dbt(home, ["run", "--exclude", "tag:static"])
    # The tests look at the touched households: now that is everyone.
    _prepare(home, landed)
    run_dbt(home, ["run", "--select", "int_touched_households"])
    return run_dbt(home, ["build", "--select", "resource_type:test"])


def _prepare(
    home: Home, landed: Landed, *, first: int = 0, last: int = BUCKETS - 1, landed_after_seq: int = 0,
    built_seq: int = 0,
) -> None:
    """Point dbt's sources at the landing files and write down what this pass builds."""
    with connected(home) as connection:
        connection.execute("create schema if not exists staging.landing")
        connection.execute(f"create or replace view staging.landing.events as {_events_sql(home, landed)}")
        connection.execute(f"create or replace view staging.landing.readings as {_readings_sql(home, landed)}")
        connection.execute(
            "create or replace table staging.landing.plan as select $first::integer as first_bucket, "
            "$last::integer as last_bucket, $landed::bigint as landed_after_seq, $built::bigint as built_seq",
            {"first": first, "last": last, "landed": landed_after_seq, "built": built_seq},
        )


def _events_sql(home: Home, landed: Landed) -> str:
    if landed.event_files:
        return f"select * from read_parquet({_literals(landed.paths(home, landed.event_files))})"  # noqa: S608
    return (
        "select 0::bigint as seq, '' as event_id, '' as household_id, 0::smallint as bucket, '' as kind, "
        "0::bigint as occurred_at_us, 0::bigint as recorded_at_us, '' as actor, '' as source, '' as payload, "
        "1::smallint as payload_version where false"
    )


def _readings_sql(home: Home, landed: Landed) -> str:
    if landed.reading_files:
        return f"select * from read_parquet({_literals(landed.paths(home, landed.reading_files))})"  # noqa: S608
    return (
        "select '' as sha256, '' as reader, '' as reader_version, '' as payload, 0::bigint as created_at_us "
        "where false"
    )


def _literals(paths: list[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"


# The private build's own records ------------------------------------------------------------------------


@contextmanager
def connected(home: Home) -> "Iterator[duckdb.DuckDBPyConnection]":
    """Yield a connection to the private build with `staging` attached; the caller holds the build lock."""
    import duckdb

    folder = build_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder / "larder.duckdb")) as connection:
        connection.execute(f"attach '{_quoted(folder / 'staging.duckdb')}' as staging")
        yield connection


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _last_build(home: Home) -> _LastBuild:
    if not (build_folder(home) / "larder.duckdb").exists():
        return _LastBuild()
    with connected(home) as connection:
        if not _has_table(connection, "meta", "builds") or not _has_table(connection, "marts", "pantry_events"):
            return _LastBuild()
        found = connection.execute("select seq, code_hash from meta.builds order by built_at desc limit 1").fetchone()
        newest = connection.execute("select coalesce(max(seq), 0) from marts.pantry_events").fetchone()
    return _LastBuild(found[0], found[1], newest[0]) if found and newest else _LastBuild()


def _past_builds(home: Home) -> list[tuple[Any, ...]]:
    """Return the rows of meta.builds as they were published last."""
    if publish.read_manifest(home) is None:
        return []
    return [tuple(row.values()) for row in Warehouse(home).rows("from meta.builds order by built_at")]


def _has_table(connection: "duckdb.DuckDBPyConnection", schema: str, name: str) -> bool:
    query = (
        "select count(*) from duckdb_tables() "
        "where database_name = 'larder' and schema_name = ? and table_name = ?"
    )
    found = connection.execute(query, [schema, name]).fetchone()
    return bool(found and found[0])


def _record(home: Home, version: str, landed: Landed, full: bool) -> dict[str, int]:
    """Write the build's row and the analysts' macros into the file; return what the manifest counts."""
    macros = (Path(__file__).parent / "analysts.sql").read_text(encoding="utf-8")
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
        connection.execute(macros)
        connection.execute("checkpoint larder")
    return dict(zip(("events", "lots", "households", "touched_households"), row, strict=True))


class _Stopwatch:
    """Wall milliseconds of each step, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, int] = {}
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        """Note the time since the last lap."""
        now = time.perf_counter()
        self.laps[name] = round((now - self._since) * 1000)
        self._since = now
