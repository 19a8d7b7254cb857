"""Dropped files on the disk: they outlive the process that took them, and one that kills it is set aside."""

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.served.spool import Dropped, Spool
from pantry.home import REPOSITORY, Home
from pantry.vocabulary import Origin

NAME = "../Quittung <b>\n7.txt"
_DROP_AND_DIE = """
import os, sys
from pantry.home import Home
from dashboard.served.spool import Spool
from pantry.vocabulary import Origin
spool = Spool(Home.at(sys.argv[1]))
spool.keep(b"MILK\\n\\x00 1.29", household_id="home", name=sys.argv[2], origin=Origin.CAMERA)
os.kill(os.getpid(), 9)
"""


def drop_and_die(home: Home) -> None:
    """Drop a file in a process that is killed right after it was told that the file is safe."""
    ended = subprocess.run([sys.executable, "-c", _DROP_AND_DIE, str(home.root), NAME], cwd=REPOSITORY, check=False)
    assert ended.returncode == -9


def test_what_a_killed_process_was_given_is_read_by_the_next_one(home: Home) -> None:
    drop_and_die(home)
    (left,) = Spool(home).left_behind()
    assert (left.household_id, left.name, left.origin) == ("home", NAME, Origin.CAMERA)
    assert left.data() == b"MILK\n\x00 1.29"
    left.forget()
    assert list(Spool(home).left_behind()) == []


def test_what_a_living_process_was_given_is_its_own(home: Home) -> None:
    living = Spool(home)
    kept = living.keep(b"bytes", household_id="home", name="a.txt", origin=Origin.UPLOAD)
    assert list(Spool(home).left_behind()) == []
    assert kept.data() == b"bytes"


def test_what_ended_two_processes_goes_to_the_refused_files(home: Home) -> None:
    drop_and_die(home)
    first = Spool(home)
    (left,) = first.left_behind()
    assert left.tries == 1
    first._lock.close()  # as if this process had died while it read the file
    assert list(Spool(home).left_behind()) == []
    (refused,) = (home.inbox / "home" / "refused").iterdir()
    assert refused.read_bytes() == b"MILK\n\x00 1.29"
    assert refused.name.endswith("7.txt")


def test_a_full_disk_is_said_and_leaves_no_half_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(home)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dashboard.served.spool.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        spool.keep(b"bytes", household_id="home", name="a.txt", origin=Origin.UPLOAD)
    assert [path.name for path in spool.folder.iterdir()] == [".lock"]


def test_a_spoilt_file_in_the_folder_does_not_stop_the_others(home: Home) -> None:
    drop_and_die(home)
    (folder,) = (home.root / "uploads").iterdir()
    (folder / "spoilt.0").write_bytes(b"no json")
    left: list[Dropped] = list(Spool(home).left_behind())
    assert [one.name for one in left] == [NAME]
    assert Path(left[0].path).exists()
