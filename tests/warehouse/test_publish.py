"""Publishing while others read: a reader sees the old version or the new one, whole."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pantry.errors import NotReady
from pantry.home import REPOSITORY, Home
from tests.warehouse.conftest import Town
from warehouse.build import connected, refresh
from warehouse.publish import manifest_path, publish, published_folder, read_manifest
from warehouse.reader import Warehouse

PUBLISHES = 20

# Reads until told to stop or left alone; prints one line for each thing that is wrong, then how often it read.
READER = """
import os, sys, time
from pathlib import Path
from pantry.home import Home
from tests.warehouse.test_publish import look
from warehouse.reader import Warehouse
warehouse, stop, reads, seen = Warehouse(Home.at(sys.argv[1])), Path(sys.argv[2]), 0, 0
parent = os.getppid()
print("reading", flush=True)
while not stop.exists() and os.getppid() == parent:
    wrong, seen = look(warehouse, seen)
    reads += 1
    if wrong:
        print(wrong, flush=True)
    time.sleep(0.005)
print(f"reads {reads}", flush=True)
"""


def mark(home: Home, number: int) -> None:
    """Change two tables of the private build, which only make sense together."""
    with connected(home) as connection:
        connection.execute(f"create or replace table meta.left_half as select {number} as number from range(5000)")
        connection.execute(f"create or replace table meta.right_half as select {number} as number from range(5000)")


def look(warehouse: Warehouse, newest: int) -> tuple[str, int]:
    """Read both halves once; return what is wrong with them ("" for nothing) and the number seen."""
    try:
        with warehouse.cursor() as cursor:
            row = cursor.execute(
                "select (select min(number) from meta.left_half), (select max(number) from meta.left_half), "
                "(select min(number) from meta.right_half), (select max(number) from meta.right_half), "
                "(select count(*) from marts.pantry_lots)"
            ).fetchone()
    except Exception as error:
        return f"{type(error).__name__}: {error}", newest
    numbers = set(row[:4])
    if len(numbers) != 1 or row[4] == 0:
        return f"half a version: {row}", newest
    number = numbers.pop()
    return ("" if number >= newest else f"went back from {newest} to {number}"), number


def test_readers_see_no_error_and_no_half_state_during_twenty_publishes(town: Town, copy_of, tmp_path) -> None:
    home = copy_of(town.home, "polled")
    mark(home, 0)
    publish(home, version="v-00", seq=1, counts={})
    stop = tmp_path / "stop"
    other = subprocess.Popen(
        [sys.executable, "-c", READER, str(home.root), str(stop)],
        cwd=REPOSITORY, stdout=subprocess.PIPE, text=True,
    )
    assert other.stdout is not None and other.stdout.readline() == "reading\n"
    wrong: list[str] = []
    seen: list[int] = []

    def poll() -> None:
        warehouse, newest = Warehouse(home), 0
        while not stop.exists():
            problem, newest = look(warehouse, newest)
            seen.append(newest)
            if problem:
                wrong.append(problem)
            time.sleep(0.005)

    thread = threading.Thread(target=poll)
    thread.start()
    for number in range(1, PUBLISHES + 1):
        mark(home, number)
        publish(home, version=f"v-{number:02d}", seq=number, counts={}, grace_s=0.5)
        time.sleep(0.05)
    time.sleep(0.3)
    stop.touch()
    thread.join()
    said = other.communicate(timeout=60)[0].splitlines()
    assert wrong == []
    assert said[:-1] == []
    assert int(said[-1].split()[1]) > PUBLISHES
    assert seen[-1] == PUBLISHES
    assert len(set(seen)) > PUBLISHES // 2, "the reader in this process followed the versions"


def test_the_last_three_versions_stay_and_older_ones_go_after_their_grace(town: Town, copy_of) -> None:
    home = copy_of(town.home, "kept")
    for number in range(5):
        publish(home, version=f"k-{number}", seq=number, counts={}, grace_s=3600)
    assert {path.name for path in published_folder(home).glob("k-*")} == {f"k-{number}" for number in range(5)}
    publish(home, version="k-5", seq=5, counts={}, grace_s=0)
    assert sorted(path.name for path in published_folder(home).iterdir() if path.is_dir()) == ["k-3", "k-4", "k-5"]
    manifest = read_manifest(home)
    assert manifest is not None and manifest.version == "k-5"


def test_the_link_in_the_home_leads_to_the_newest_version(town: Town) -> None:
    link = town.home.root / "larder.duckdb"
    assert link.is_symlink()
    assert link.resolve().parent.name == town.second.version


def test_a_crash_while_copying_leaves_the_old_version_published(town: Town, copy_of, monkeypatch) -> None:
    home = copy_of(town.home, "crashed")
    before = read_manifest(home)

    def cut_off(_source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr("warehouse.publish.copy_file", cut_off)
    with pytest.raises(OSError, match="no space"):
        publish(home, version="broken", seq=9, counts={})
    assert read_manifest(home) == before
    assert Warehouse(home).rows("select count(*) > 0 as is_there from marts.pantry_lots") == [{"is_there": True}]


def test_reading_before_the_first_publishing_says_what_to_do(home: Home) -> None:
    with pytest.raises(NotReady, match="larder refresh"):
        Warehouse(home).rows("select 1")


def test_what_another_larder_published_is_no_history_for_the_pages_until_it_is_built_anew(town: Town, copy_of) -> None:
    home = copy_of(town.home, "upgraded")
    asked = "select count(*) > 0 as is_there from marts.pantry_lots"
    assert Warehouse(home, of_this_code=True).rows(asked) == [{"is_there": True}]

    path = manifest_path(home)
    manifest = json.loads(path.read_text())
    del manifest["code_hash"]          # as it was before manifests had one
    path.write_text(json.dumps(manifest))
    with pytest.raises(NotReady, match="another version of Larder"):
        Warehouse(home, of_this_code=True).rows(asked)
    assert Warehouse(home).rows(asked) == [{"is_there": True}], "an analyst may still ask"

    assert refresh(home, expectations=False, journal=town.journal).is_new
    assert Warehouse(home, of_this_code=True).rows(asked) == [{"is_there": True}]


def test_a_refresh_without_news_mends_the_link_that_a_killed_one_left_behind(town: Town, copy_of) -> None:
    home = copy_of(town.home, "killed")
    older, newest = sorted(path for path in published_folder(home).iterdir() if path.is_dir())[-2:]
    link = home.root / "larder.duckdb"
    link.unlink()
    link.symlink_to(older / "larder.duckdb")
    assert not refresh(home, expectations=False).is_new
    assert link.resolve() == (newest / "larder.duckdb").resolve()
