"""A disk that fills up: a refresh publishes whole or not at all, and an event that was acknowledged is there."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pantry.home import REPOSITORY, Home
from pantry.journal import open_journal
from tests.warehouse.conftest import Town
from tests.warehouse.kitchens import Kitchen
from warehouse.build import refresh
from warehouse.publish import read_manifest
from warehouse.reader import Warehouse

resource = pytest.importorskip("resource")
# A file that would grow beyond the limit meets the error of a full disk.
_REFRESH = """
import resource, sys
from pathlib import Path
from pantry.home import Home
from warehouse.build import refresh
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
refresh(Home.at(Path(sys.argv[1])), expectations=False)
"""
_WRITE = """
import resource, sys
from pathlib import Path
from pantry.home import Home
from pantry.journal import open_journal
from tests.warehouse.kitchens import Kitchen
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
journal, kitchen = open_journal(Home.at(Path(sys.argv[1])), checked=False), Kitchen("crowded", 7)
kitchen.live(4000)
for event in kitchen.events:
    journal.append([event])
    print(event.event_id, flush=True)
"""


def run(code: str, home: Home, most_bytes: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, str(home.root), str(most_bytes)], cwd=REPOSITORY,
                          capture_output=True, text=True, check=False)


@pytest.mark.parametrize("most_bytes", [4096, 200_000], ids=["landing", "building"])
def test_a_refresh_that_finds_no_room_publishes_nothing_and_the_next_one_all(
    town: Town, copy_of: Callable[[Home, str], Home], most_bytes: int
) -> None:
    home = copy_of(town.home, "full")
    kitchen = Kitchen("newcomer", 5)
    kitchen.live(30)
    journal = open_journal(home, checked=False)
    journal.append(kitchen.events[:1])
    for event in kitchen.events[1:]:
        journal.append([event])
    before = read_manifest(home)
    assert run(_REFRESH, home, most_bytes).returncode == 1
    assert read_manifest(home) == before
    folded = "select lot_id, stock_milli from {} order by lot_id"
    old = Warehouse(home)
    assert old.rows(folded.format("marts.pantry_lots")) == old.rows(folded.format("fold('marts.pantry_events')"))
    refresh(home, expectations=False, journal=journal)
    new = Warehouse(home)
    assert new.rows("select max(seq) as seq from marts.pantry_events") == [{"seq": journal.max_seq()}]
    assert new.rows(folded.format("marts.pantry_lots")) == new.rows(folded.format("fold('marts.pantry_events')"))


@pytest.mark.parametrize("room", [0, 30_000, 300_000])
def test_what_the_journal_acknowledged_before_the_disk_was_full_is_there(home: Home, room: int) -> None:
    open_journal(home, checked=False)
    size = max(path.stat().st_size for path in Path(home.root).glob("journal.db*"))
    writer = run(_WRITE, home, size + room)
    assert writer.returncode == 1, "it ran out of room"
    acknowledged = writer.stdout.splitlines()
    assert bool(acknowledged) == (room > 0)
    journal = open_journal(home, checked=False)
    kept = journal.read_arrow(household_id="crowded").column("event_id").to_pylist()
    assert kept[:len(acknowledged)] == acknowledged and len(kept) <= len(acknowledged) + 1
    with journal.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    kitchen = Kitchen("later", 8)
    assert len(journal.append(kitchen.events).written) == 1, "with room again it goes on"
