"""Landing: every event of the journal lies in exactly one file, whatever was interrupted."""

import duckdb
import pyarrow.parquet as pq
import pytest

from pantry.home import Home
from pantry.journal import open_journal
from tests.warehouse.kitchens import Kitchen
from warehouse import landing


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
