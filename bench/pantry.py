"""Full and incremental build of the warehouse over synthetic journals, in process CPU seconds.

Usage: python -m bench.pantry [--events 100000 1000000] [--folder DIR]

Each journal is written straight as landing files (the journal's own throughput is another question), 1,000
events a household. Then: one full build, one increment of 1,000 new events over 50 households, each with
audit (without the expectations, whose import alone takes seconds) and publishing; then `pantry_lots` of one
household from the published file.
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
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pantry.home import Home
from pantry.ids import bucket_of
from pantry.journal import RAW_COLUMNS, _arrow_types, microseconds, open_journal
from warehouse import landing, queries
from warehouse.build import refresh
from warehouse.files import write_json
from warehouse.publish import read_manifest
from warehouse.reader import Warehouse

EVENTS_PER_HOUSEHOLD = 1000
NEW_EVENTS, NEW_HOUSEHOLDS = 1000, 50
HOUSEHOLDS_PER_SEGMENT = 200
START = datetime(2025, 1, 1, tzinfo=UTC)
FOODS = (("milk", "l"), ("apple", "piece"), ("bread", "loaf"), ("butter", "g"), ("rice", "g"), ("tomato", "piece"))


class Town:
    """Households whose events come from one seeded generator; `seq` counts on."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.seq = 0
        self.lots: dict[str, list[str]] = {}
        self.hours: dict[str, float] = {}

    def tell(self, household_id: str, events: int) -> list[tuple[Any, ...]]:
        """Return rows of RAW_COLUMNS: one lot for each five events, 2 % undone, the rest uses lots."""
        rows = []
        lots = self.lots.setdefault(household_id, [])
        draws = self.random.random((events, 2))
        for number in range(events):
            event_id = self._new_id()
            kind, payload = self._say(household_id, lots, rows, draws[number, 0], draws[number, 1])
            if kind == "lot_acquired":
                lots.append(event_id)
            rows.append(self._row(household_id, event_id, kind, payload))
        return rows

    def _say(
        self, household_id: str, lots: list[str], rows: list[tuple[Any, ...]], draw: float, other: float
    ) -> tuple[str, dict[str, Any]]:
        if household_id not in self.hours:
            return "household_created", {"name": household_id, "people": 1 + int(other * 4), "currency": "EUR",
                                         "time_zone": "Europe/Berlin"}
        if not lots or draw < 0.2:
            food_id, unit = FOODS[int(other * len(FOODS))]
            return "lot_acquired", {
                "food_id": food_id, "quantity": str(1 + int(other * 97) % 9), "unit": unit, "place": "fridge",
                "price_minor": 50 + int(other * 900), "currency": "EUR", "document_sha256": "0" * 64,
            }
        lot_id = lots[-1 - int(other * min(len(lots), 12))]
        if draw < 0.22:
            return "event_undone", {"undoes_event_id": rows[-1][1] if rows else lot_id}
        if draw < 0.26:
            return "lot_opened", {"lot_id": lot_id}
        if draw < 0.30:
            return "lot_split", {"lot_id": lot_id, "quantity": "0.5"}
        if draw < 0.34:
            return "lot_counted", {"lot_id": lot_id, "quantity": "1"}
        if draw < 0.44:
            return "lot_discarded", {"lot_id": lot_id, "quantity": "0.4", "reason": "spoiled",
                                     "destination": "compost", "is_edible": True, "method": "counted"}
        return "lot_consumed", {"lot_id": lot_id, "quantity": "0.3"}

    def _row(self, household_id: str, event_id: str, kind: str, payload: dict[str, Any]) -> tuple[Any, ...]:
        self.seq += 1
        hours = self.hours[household_id] = self.hours.get(household_id, 0.0) + 8
        moment = microseconds(START + timedelta(hours=hours))
        return (self.seq, event_id, household_id, bucket_of(household_id), kind, moment, moment, "", "simulation",
                json.dumps(payload, separators=(",", ":")), 1)

    def _new_id(self) -> str:
        text = self.random.bytes(16).hex()
        return f"{text[:8]}-{text[8:12]}-7{text[13:16]}-8{text[17:20]}-{text[20:]}"


def write_segment(home: Home, rows: list[tuple[Any, ...]]) -> None:
    """Add rows to the landing folder as one segment, as `land` would."""
    before = landing.landed(home)
    name = f"events/{before.seq + 1:012d}-{rows[-1][0]:012d}.parquet"
    table = pa.table(
        [pa.array(column, type) for column, type in zip(zip(*rows, strict=True), _arrow_types(), strict=True)],
        names=list(RAW_COLUMNS),
    )
    landing._write(home.landing / name, table.sort_by([(key, "ascending") for key in landing._ORDER]))
    after = replace(before, seq=rows[-1][0], events=before.events + len(rows),
                    event_files=(*before.event_files, name))
    write_json(home.landing / "manifest.json", asdict(after))


class LandedJournal:
    """Stands in for a journal all of whose events have landed already."""

    def __init__(self, home: Home) -> None:
        self._seq = landing.landed(home).seq
        self.engine = open_journal(home, checked=False).engine

    def max_seq(self) -> int:
        """Return the newest seq."""
        return self._seq


def measured(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return (result, CPU seconds of this process, wall seconds)."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, time.process_time() - cpu, time.perf_counter() - wall


def bench_builds(folder: Path, events: int) -> dict[str, Any]:
    """Build a journal of so many events in full and by increments, and read from what was published."""
    home = Home.at(folder / f"home-{events}").create()
    town = Town(seed=events)
    households = [f"h-{number:06d}" for number in range(max(events // EVENTS_PER_HOUSEHOLD, 1))]
    for first in range(0, len(households), HOUSEHOLDS_PER_SEGMENT):
        rows: list[tuple[Any, ...]] = []
        for household_id in households[first:first + HOUSEHOLDS_PER_SEGMENT]:
            rows.extend(town.tell(household_id, EVENTS_PER_HOUSEHOLD))
            town.lots[household_id] = town.lots[household_id][-12:]
        write_segment(home, rows)
    full, full_cpu, full_wall = measured(lambda: build(home, full=True))
    increments = []
    for _ in range(3):
        chosen = town.random.choice(households, min(NEW_HOUSEHOLDS, len(households)), replace=False)
        each = NEW_EVENTS // len(chosen)
        write_segment(home, [row for household_id in chosen for row in town.tell(str(household_id), each)])
        increments.append(measured(lambda: build(home, full=False)))
    manifest = read_manifest(home)
    assert manifest is not None
    incremental_cpu = statistics.median(cpu for _, cpu, _ in increments)
    result = {
        "events": events, "households": len(households), "lots": manifest.counts["lots"],
        "full_cpu_s": round(full_cpu, 2), "full_wall_s": round(full_wall, 2), "full_ms": full.elapsed_ms,
        "incremental_cpu_s": round(incremental_cpu, 2),
        "incremental_wall_s": round(statistics.median(wall for _, _, wall in increments), 2),
        "incremental_ms": increments[-1][0].elapsed_ms,
        "incremental_share_of_full": round(incremental_cpu / full_cpu, 4),
        "published_mb": round(manifest.size_bytes / 1e6, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "one_household_ms": read_one_household(home, households),
    }
    shutil.rmtree(home.root)
    return result


def build(home: Home, *, full: bool) -> Any:
    """Refresh the home's warehouse from what has landed."""
    return refresh(home, full=full, expectations=False, journal=LandedJournal(home))  # type: ignore[arg-type]


def read_one_household(home: Home, households: list[str]) -> dict[str, float]:
    """Return wall milliseconds of `pantry_lots` of one household, first and median of the next twenty."""
    warehouse = Warehouse(home)
    times = []
    for household_id in households[:: max(len(households) // 21, 1)][:21]:
        _, _, wall = measured(lambda household_id=household_id: queries.pantry_lots(warehouse, household_id))
        times.append(wall * 1000)
    warehouse.close()
    return {"first": round(times[0], 1), "median": round(statistics.median(times[1:] or times), 1)}


def main() -> None:
    """Print one JSON line for each size; each runs in a process of its own, so that memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, help="where the homes are made; a temporary folder by default")
    options = parser.parse_args()
    if len(options.events) > 1:
        for events in options.events:
            place = ["--folder", str(options.folder)] if options.folder else []
            subprocess.run([sys.executable, "-m", "bench.pantry", "--events", str(events), *place], check=True)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        print(json.dumps(bench_builds(Path(folder), options.events[0])), flush=True)


if __name__ == "__main__":
    main()
