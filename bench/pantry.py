"""Full, fanned-out and incremental build of the warehouse over synthetic journals, in process CPU seconds.

Usage: python -m bench.pantry [--events 100000 1000000] [--workers 2] [--folder DIR]

Each journal is landed as Parquet at once (the journal's own throughput is another question), 1,000 events a
household. Then: one full build; with --workers another one divided over so many processes, whose tables must hold
the same rows; increments of 1,000 new events over 50 households; each with audit (the expectations apart: their
import alone takes seconds) and publishing. Then the expectations over the touched rows and over whole marts, and
`pantry_lots` of one household from the published file.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assets.fan_out import fan_out_over
from bench.town import LandedJournal, settle, tell_news
from pantry.home import Home
from warehouse import queries
from warehouse.build import RefreshResult, refresh
from warehouse.passes import connected
from warehouse.publish import read_manifest
from warehouse.reader import Warehouse

NEW_EVENTS, NEW_HOUSEHOLDS = 1000, 50
INCREMENTS = 3
READS = 21


def measured(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Return the result, and CPU seconds (of ended child processes too) and wall seconds that it took."""
    cpu, wall = _cpu_seconds(), time.perf_counter()
    result = work()
    return result, {"cpu_s": round(_cpu_seconds() - cpu, 2), "wall_s": round(time.perf_counter() - wall, 2)}


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak_mb(who: int) -> int:
    return round(resource.getrusage(who).ru_maxrss / 1024)


def bench_builds(folder: Path, events: int, workers: int) -> dict[str, Any]:
    """Build a journal of so many events in full and by increments, and read from what was published."""
    home = Home.at(folder / f"home-{events}").create()
    town, households = settle(home, events)
    full, full_cost = measured(lambda: build(home, full=True))
    result: dict[str, Any] = {
        "events": events, "households": len(households), "lots": full.lots,
        "full": {**full_cost, "cpu_ms": full.cpu_ms, "peak_mb": _peak_mb(resource.RUSAGE_SELF)},
    }
    if workers > 1:
        result["fanned_out"] = bench_fan_out(home, workers)
    increments = []
    for _ in range(INCREMENTS):
        tell_news(home, town, households, events=NEW_EVENTS, among=NEW_HOUSEHOLDS)
        increments.append(measured(lambda: build(home, full=False)))
    cpu_s = statistics.median(cost["cpu_s"] for _, cost in increments)
    result["incremental"] = {
        "cpu_s": cpu_s, "wall_s": statistics.median(cost["wall_s"] for _, cost in increments),
        "cpu_ms": {step: statistics.median(done.cpu_ms[step] for done, _ in increments) for step in full.cpu_ms},
        "share_of_full": round(cpu_s / full_cost["cpu_s"], 4),
    }
    manifest = read_manifest(home)
    assert manifest is not None
    result["published_mb"] = round(manifest.size_bytes / 1e6, 1)
    result["one_household_ms"] = read_one_household(home, households)
    result["expectations"] = bench_expectations(home)
    result["peak_mb"] = _peak_mb(resource.RUSAGE_SELF)
    shutil.rmtree(home.root)
    return result


def build(home: Home, *, full: bool, workers: int = 1) -> RefreshResult:
    """Refresh the home's warehouse from what has landed."""
    journal: Any = LandedJournal(home)
    return refresh(home, full=full, expectations=False, journal=journal, fan_out=fan_out_over(workers))


def bench_fan_out(home: Home, workers: int) -> dict[str, Any]:
    """Build everything again in several processes; say what it took and whether the tables hold the same rows."""
    before = fingerprints(home)
    _, cost = measured(lambda: build(home, full=True, workers=workers))
    return {
        "workers": workers, **cost, "largest_process_mb": _peak_mb(resource.RUSAGE_CHILDREN),
        "tables_alike": f"{sum(before[name] == found for name, found in fingerprints(home).items())} of {len(before)}",
    }


def fingerprints(home: Home) -> dict[str, tuple[int, int]]:
    """Return for each table that models wrote its rows and the sum of their hashes, floats rounded."""
    warehouse = Warehouse(home)
    tables = warehouse.rows("""
        select schema_name || '.' || table_name as name,
            string_agg(if(data_type = 'DOUBLE', 'round(' || column_name || ', 6)', column_name), ', ') as columns
        from duckdb_columns() where schema_name = 'marts' or table_name = 'rejected_events' group by 1
    """)
    found = {}
    for table in tables:
        row = warehouse.rows(
            f"select count(*) as rows, coalesce(sum(hash({table['columns']})), 0) as hashes from {table['name']}")[0]
        found[table["name"]] = (row["rows"], int(row["hashes"]))
    warehouse.close()
    return found


def bench_expectations(home: Home) -> dict[str, Any]:
    """Judge the rows of the last increment (DuckDB first), and whole marts by Great Expectations, its import apart."""
    from warehouse.expectations import check_marts

    with connected(home) as connection:
        check_marts(connection, whole=False)
        touched, touched_cost = measured(lambda: check_marts(connection, whole=False))
        whole, whole_cost = measured(lambda: check_marts(connection, whole=True))
    return {"checks": len(whole), "failed": sum(one.severity == "error" for one in (*touched, *whole)),
            "touched": touched_cost, "whole": whole_cost}


def read_one_household(home: Home, households: list[str]) -> dict[str, float]:
    """Return wall milliseconds of `pantry_lots` of one household: the first, and the median and least of the others."""
    warehouse = Warehouse(home)
    times = []
    for household_id in households[:: max(len(households) // READS, 1)][:READS]:
        start = time.perf_counter()
        queries.pantry_lots(warehouse, household_id)
        times.append((time.perf_counter() - start) * 1000)
    warehouse.close()
    others = times[1:] or times
    return {"first": round(times[0], 1), "median": round(statistics.median(others), 1), "least": round(min(others), 1)}


def main() -> None:
    """Print one JSON line for each size; each runs in a process of its own, so that memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--workers", type=int, default=1, help="processes of one more full build; 1 for none")
    parser.add_argument("--folder", type=Path, help="where the homes are made; a temporary folder by default")
    options = parser.parse_args()
    if len(options.events) > 1:
        place = ["--folder", str(options.folder)] if options.folder else []
        for events in options.events:
            subprocess.run([sys.executable, "-m", "bench.pantry", "--events", str(events), "--workers",
                            str(options.workers), *place], check=True)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        print(json.dumps(bench_builds(Path(folder), options.events[0], options.workers)), flush=True)


if __name__ == "__main__":
    main()
