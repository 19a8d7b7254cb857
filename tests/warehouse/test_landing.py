"""Landing: every event of the journal lies in exactly one file, whatever was interrupted."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pantry.home import Home
from pantry.journal import open_journal
from tests.warehouse.kitchens import Kitchen
from warehouse import landing
from warehouse.build import refresh
from warehouse.reader import Warehouse


def landed_rows(home: Home) -> list[tuple]:
    state = landing.landed(home)
    with duckdb.connect() as connection:
        return connection.execute(
            "select seq, event_id, payload from read_parquet($files) order by seq",
            {"files": state.paths(home, state.event_files)},
        ).fetchall()


def journal_rows(home: Home) -> list[tuple]:
    table = open_journal(home, checked=False).read_arrow().select(["seq", "event_id", "payload"])
    return [tuple(row.values()) for row in table.to_pylist()]


def fill(home: Home, name: str, events: int = 30) -> None:
    kitchen = Kitchen(name, 1)
    kitchen.live(events)
    open_journal(home, checked=False).append(kitchen.events)


def test_each_landing_writes_only_what_is_new(home: Home) -> None:
    fill(home, "a")
    first = landing.land(home)
    assert landing.land(home) == first
    fill(home, "b")
    second = landing.land(home)
    assert len(second.event_files) == 2 and second.event_files[0] == first.event_files[0]
    assert second.events == second.seq == open_journal(home, checked=False).max_seq()
    assert landed_rows(home) == journal_rows(home)


def test_a_long_journal_lands_in_segments_sorted_by_household(home: Home, monkeypatch) -> None:
    monkeypatch.setattr(landing, "_EVENTS_PER_SEGMENT", 25)
    for name in ("x", "y", "z"):
        fill(home, name)
    state = landing.land(home)
    assert len(state.event_files) == 4
    for path in state.paths(home, state.event_files):
        rows = pq.read_table(path, columns=["bucket", "household_id", "seq"]).to_pylist()
        assert rows == sorted(rows, key=lambda row: (row["bucket"], row["household_id"], row["seq"]))
    assert landed_rows(home) == journal_rows(home)


def test_compacting_keeps_every_row_and_removes_the_old_files(home: Home, monkeypatch) -> None:
    for name in ("a", "b", "c", "d"):
        fill(home, name)
        landing.land(home)
    monkeypatch.setattr(landing, "_EVENTS_PER_FILE", 40)
    state = landing.compact(home)
    assert landed_rows(home) == journal_rows(home)
    on_disk = {str(path.relative_to(home.landing)) for path in home.landing.glob("events/*.parquet")}
    assert on_disk == set(state.event_files)
    assert all("buckets" in name for name in on_disk)
    fill(home, "e")
    landing.land(home)
    assert landed_rows(home) == journal_rows(home)


def test_a_file_left_by_a_crash_is_not_read_and_is_removed_later(home: Home) -> None:
    fill(home, "a")
    landing.land(home)
    (home.landing / "events" / "000000000099-000000000120.parquet").write_bytes(b"half a file")
    assert landed_rows(home) == journal_rows(home)
    landing.compact(home)
    assert len(list(home.landing.glob("events/*.parquet"))) == 1


def test_a_landing_of_another_journal_starts_anew(home: Home) -> None:
    fill(home, "a", events=50)
    landing.land(home)
    for path in home.root.glob("journal.db*"):
        path.unlink()
    fill(home, "b", events=3)
    landing.land(home)
    assert landed_rows(home) == journal_rows(home)


def test_readings_land_when_they_are_new(home: Home) -> None:
    journal = open_journal(home, checked=False)
    assert landing.land(home, journal).reading_files == ()
    journal.keep_reading("a" * 64, "receipt", "1", {"lines": []})
    first = landing.land(home, journal)
    assert len(first.reading_files) == 1
    assert landing.land(home, journal) == first
    assert pq.read_table(home.landing / first.reading_files[0]).column("sha256").to_pylist() == ["a" * 64]


def test_a_reading_lands_also_when_the_clock_was_set_back(home: Home) -> None:
    now = [datetime(2026, 3, 2, 12, tzinfo=UTC)]
    journal = open_journal(home, checked=False, clock=lambda: now[0])

    def landed_after(hours: float, sha256: str | None) -> list[str]:
        now[0] += timedelta(hours=hours)
        if sha256:
            journal.keep_reading(sha256 * 64, "receipt", "1", {})
        state = landing.land(home, journal)
        assert landing.land(home, journal) == state, "nothing new"
        tables = [pq.read_table(home.landing / name) for name in state.reading_files]
        return sorted({sha[0] for table in tables for sha in table.column("sha256").to_pylist()})

    assert landed_after(24, "a") == ["a"]
    assert landed_after(-24, "b") == ["a", "b"]
    assert landed_after(1, "c") == ["a", "b", "c"]
    assert landed_after(30, None) == ["a", "b", "c"]
    assert landed_after(1, "d") == ["a", "b", "c", "d"]


@pytest.mark.parametrize("breakage", ["cut", "gone", "manifest"])
def test_what_is_broken_is_landed_again(home: Home, breakage: str) -> None:
    fill(home, "a")
    landing.land(home)
    fill(home, "b")
    (path, *_) = (home.landing / name for name in landing.land(home).event_files)
    if breakage == "cut":
        path.write_bytes(path.read_bytes()[:500])
    elif breakage == "gone":
        path.unlink()
    else:
        (home.landing / "manifest.json").write_text("{")
    landing.land(home)
    assert landed_rows(home) == journal_rows(home)


def flip_a_byte_inside(path: Path) -> bytes:
    """Change one byte of the pages, far from the footer, and return what is there now."""
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 3] ^= 0x40
    path.write_bytes(damaged)
    return bytes(damaged)


@pytest.mark.parametrize("full", [True, False])
def test_a_file_damaged_inside_its_pages_is_set_aside_and_landed_again(home: Home, full: bool) -> None:
    journal = open_journal(home, checked=False)
    fill(home, "a", 60)
    refresh(home, expectations=False, journal=journal)
    fill(home, "b", 60)
    state = landing.land(home, journal)
    newest = home.landing / landing.files_above(state.event_files, 60)[-1]
    damaged = flip_a_byte_inside(newest)
    pq.read_metadata(newest)        # its footer is whole: only the pages are not

    refresh(home, full=full, expectations=False, journal=journal)
    assert newest.with_name(f"{newest.name}.damaged").read_bytes() == damaged
    assert landed_rows(home) == journal_rows(home)
    told = Warehouse(home).rows("select count(distinct event_id) as events from marts.pantry_events")
    assert told == [{"events": len(journal_rows(home))}]


def test_a_damaged_reading_is_set_aside_and_landed_again(home: Home) -> None:
    journal = open_journal(home, checked=False)
    fill(home, "a")
    journal.keep_reading("a" * 64, "receipt", "1", {"text": "milk " * 400})
    state = landing.land(home, journal)
    (name,) = state.reading_files
    flip_a_byte_inside(home.landing / name)
    healed = landing.ensure_as_written(home, journal, state, after_seq=state.seq)
    assert pq.read_table(home.landing / healed.reading_files[0]).column("sha256").to_pylist() == ["a" * 64]
    assert landing.ensure_as_written(home, journal, healed, after_seq=0) is healed


def test_files_that_an_older_version_landed_without_a_checksum_are_landed_again(home: Home) -> None:
    journal = open_journal(home, checked=False)
    fill(home, "a")
    landing.land(home, journal)
    manifest = home.landing / "manifest.json"
    said = json.loads(manifest.read_text())
    del said["sha256s"]
    manifest.write_text(json.dumps(said))
    healed = landing.ensure_as_written(home, journal, landing.landed(home), after_seq=0)
    assert set(healed.sha256s) == set(healed.event_files)
    assert list(home.landing.glob("*/*.damaged")) == [], "nothing says that they are damaged"
