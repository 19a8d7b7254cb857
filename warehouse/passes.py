"""The private build's files, and what one pass of dbt over them has to do.

A pass builds a range of buckets into a folder with two databases: larder.duckdb, which gets published, and
staging.duckdb. What it has to do stands in staging.landing: the plan, and views of the landing files.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pantry.errors import NotReady
from pantry.home import Home
from warehouse.landing import BUCKETS, Landed, files_above

if TYPE_CHECKING:
    import duckdb

_MAIN, _STAGING = "larder.duckdb", "staging.duckdb"
# As in dbt's profile: an increment is written back once, at its end, since each time rewrites parts of the file.
_CHECKPOINT_AT = "1GB"
# One household's rows are found in some milliseconds, in which so many rows of a mart are scanned (measured).
SCAN_ROWS_PER_QUERY = 40_000


@dataclass(frozen=True, slots=True)
class BuildFolder:
    """Where something is built: the home's private build, or a part of a whole build that is fanned out.

    part: name of the part, empty for the private build. share: what part of the threads and the memory that a
    build may have are for this folder.
    """

    home: Home
    part: str = ""
    share: float = 1.0

    @property
    def path(self) -> Path:
        """The folder itself."""
        return self.home.warehouse / "parts" / self.part if self.part else self.home.warehouse / "build"

    @property
    def main(self) -> Path:
        """The database of marts and meta."""
        return self.path / _MAIN

    @property
    def dbt_target(self) -> Path:
        """Where dbt keeps its parsed project; two processes must not share one."""
        return self.home.warehouse / "dbt" / self.part

    @property
    def dbt_logs(self) -> Path:
        """Where dbt writes its log."""
        return self.home.logs / "dbt" / self.part

    def environment(self) -> dict[str, str]:
        """Return what dbt's profile reads."""
        return {
            "LARDER_BUILD": str(self.path),
            "LARDER_BUILD_THREADS": str(max(1, int(_threads() * self.share))),
            "LARDER_BUILD_MEMORY": f"{int(_memory_bytes() * self.share) >> 20}MiB",
        }


def build_folder(home: Home) -> BuildFolder:
    """Return the folder of the private build."""
    return BuildFolder(home)


@dataclass(frozen=True, slots=True)
class Pass:
    """The buckets of one run of dbt, and which of their events it reads and counts as news.

    landed_after_seq: events above it are not in pantry_events yet. built_seq: events above it are not in the
    marts yet; 0 when everything is built anew.
    """

    first_bucket: int = 0
    last_bucket: int = BUCKETS - 1
    landed_after_seq: int = 0
    built_seq: int = 0


@contextmanager
def connected(home: Home, folder: BuildFolder | None = None) -> "Iterator[duckdb.DuckDBPyConnection]":
    """Yield a connection to a build (the private one) with `staging` attached; the caller holds the build lock."""
    import duckdb

    folder = folder or build_folder(home)
    folder.path.mkdir(parents=True, exist_ok=True)
    limits = folder.environment()
    config: dict[str, Any] = {
        "threads": limits["LARDER_BUILD_THREADS"], "memory_limit": limits["LARDER_BUILD_MEMORY"],
        "temp_directory": str(folder.path / "spill"), "checkpoint_threshold": _CHECKPOINT_AT,
    }
    with duckdb.connect(str(folder.main), config=config) as connection:
        connection.execute(f"attach {quoted(folder.path / _STAGING)} as staging")
        yield connection


def prepare(folder: BuildFolder, landed: Landed, work: Pass) -> None:
    """Write down what the next pass has to do and point dbt's sources at the landing files it needs."""
    events = files_above(landed.event_files, work.landed_after_seq)
    with connected(folder.home, folder) as connection:
        connection.execute("create schema if not exists staging.landing")
        for name, sql in (("events", _events_sql(folder.home, landed, events)),
                          ("readings", _readings_sql(folder.home, landed)),
                          ("recipe_matches", _recipe_matches_sql(folder.home))):
            connection.execute(f"create or replace view staging.landing.{name} as {sql}")
        connection.execute(
            "create or replace table staging.landing.plan as select $first::integer as first_bucket, "
            "$last::integer as last_bucket, $landed::bigint as landed_after_seq, $built::bigint as built_seq, "
            "$scan::bigint as scan_rows_per_query",
            {"first": work.first_bucket, "last": work.last_bucket, "landed": work.landed_after_seq,
             "built": work.built_seq, "scan": SCAN_ROWS_PER_QUERY},
        )
        connection.execute("drop schema if exists staging.touched cascade")
        connection.execute("create schema staging.touched")


def count_all_as_touched(folder: BuildFolder) -> None:
    """After the last pass of a whole build, let what looks at the touched rows see all rows."""
    with connected(folder.home, folder) as connection:
        for schema, table in household_tables(connection, "larder"):
            connection.execute(f'create or replace view staging.touched."{table}" as from larder.{schema}."{table}"')


def household_tables(connection: "duckdb.DuckDBPyConnection", database: str) -> list[tuple[str, str]]:
    """Return (schema, name) of the tables of marts and meta whose rows belong to households."""
    return connection.execute(
        "select schema_name, table_name from duckdb_columns() where database_name = ? "
        "and schema_name in ('marts', 'meta') and column_name = 'household_id' order by 1, 2", [database],
    ).fetchall()


def clear(folder: BuildFolder) -> None:
    """Delete what was built in a folder."""
    shutil.rmtree(folder.path, ignore_errors=True)


def _events_sql(home: Home, landed: Landed, files: tuple[str, ...]) -> str:
    if files:
        return f"select * from read_parquet({_literals(landed.paths(home, files))})"  # noqa: S608
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


def _recipe_matches_sql(home: Home) -> str:
    if home.recipe_matches.exists():
        return f"select * from read_parquet({_literals([str(home.recipe_matches)])})"  # noqa: S608
    return (
        "select '' as household_id, date '1970-01-01' as as_of, 0::smallint as rank, '' as recipe_id, '' as title, "
        "0::double as score_eur, 0::double as coverage, 0::smallint as have_count, 0::smallint as need_count, "
        "0::double as rescued_eur, 0::double as rescued_co2e_kg, 0::double as missing_eur, '' as missing_names, "
        "'' as rescued_food_ids, 0::integer as total_minutes where false"
    )


def _literals(paths: list[str]) -> str:
    return "[" + ", ".join(quoted(path) for path in paths) + "]"


def quoted(path: Path | str) -> str:
    """Return a path as a literal of SQL, for statements that take no parameters."""
    return "'" + str(path).replace("'", "''") + "'"


def build_workers() -> int:
    """Return how many processes a full build is fanned out over, LARDER_BUILD_WORKERS."""
    return int(os.environ.get("LARDER_BUILD_WORKERS") or 1)


def _threads() -> int:
    return int(os.environ.get("LARDER_BUILD_THREADS") or 2)


def _memory_bytes() -> int:
    """Return LARDER_BUILD_MEMORY in bytes; it is written as DuckDB's memory_limit is, such as 3GB or 512MiB."""
    text = os.environ.get("LARDER_BUILD_MEMORY") or "3GB"
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(i?)B?\s*", text, re.IGNORECASE)
    if found is None:
        raise NotReady(f"LARDER_BUILD_MEMORY is {text!r}", "write a size such as 3GB")
    number, prefix, is_binary = found.groups()
    return int(float(number) * (1024 if is_binary else 1000) ** " KMGT".index(prefix.upper() or " "))
