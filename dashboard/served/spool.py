"""Files that were dropped and not read yet, on the disk: a dashboard that was killed reads them when it starts again.

`uploads/<process>/` holds one file each: a line of JSON (household, name, origin), then the bytes. A process holds
the lock of its folder while it lives; folders whose lock is free are what a dead one left.
"""

import fcntl
import json
import logging
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from intake.inbox import REFUSED_FOLDER
from pantry.home import Home
from pantry.vocabulary import Origin

# A file during whose reading the process died so often is not read again by itself.
MOST_TRIES = 2
_LOCK, _FOLDER = ".lock", "uploads"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file that waits. path: where it lies until `forget`; tries: readings that a process did not survive."""

    household_id: str
    name: str
    origin: Origin
    path: Path
    tries: int = 0

    def data(self) -> bytes:
        """Return its bytes. Raises OSError."""
        with self.path.open("rb") as file:
            file.readline()
            return file.read()

    def forget(self) -> None:
        """Take it off the disk: it was read, or refused with a reason."""
        self.path.unlink(missing_ok=True)


class Spool:
    """The folder of this process below a home. Safe to share between threads."""

    def __init__(self, home: Home) -> None:
        """Make the folder and hold its lock until the process ends. Raises OSError."""
        self.home = home
        self.folder = home.root / _FOLDER / uuid.uuid4().hex
        self.folder.mkdir(parents=True)
        self._lock = (self.folder / _LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def keep(self, data: bytes, *, household_id: str, name: str, origin: Origin) -> Dropped:
        """Write a file to the disk and return it once it is safe there. Raises OSError, and leaves nothing then."""
        dropped = Dropped(household_id, name, origin, self.folder / f"{uuid.uuid4().hex}.0")
        part = dropped.path.with_suffix(".part")
        head = {"household_id": household_id, "name": name, "origin": origin.value}
        try:
            with part.open("wb") as file:
                file.write(json.dumps(head).encode() + b"\n")
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(dropped.path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return dropped

    def left_behind(self) -> Iterator[Dropped]:
        """Yield what processes that are gone did not finish; it is this process's from now on.

        What ended a process twice goes to the household's folder of refused files instead.
        """
        for folder in sorted((self.home.root / _FOLDER).iterdir()):
            if folder == self.folder or not (lock := _free_lock(folder)):
                continue
            with lock:
                for path in sorted(folder.glob("*.[0-9]")):
                    dropped = self._adopt(path)
                    if dropped is not None:
                        yield dropped
                _remove(folder)

    def _adopt(self, path: Path) -> Dropped | None:
        tries = int(path.suffix[1:]) + 1
        try:
            with path.open("rb") as file:
                head = json.loads(file.readline())
            own = path.replace(self.folder / f"{path.stem}.{tries}")
            dropped = Dropped(head["household_id"], head["name"], Origin(head["origin"]), own, tries)
            if tries < MOST_TRIES:
                return dropped
            self._set_aside(dropped)
        except (OSError, ValueError, KeyError):
            _log.exception("what a dashboard left behind could not be taken up: %s", path)
        return None

    def _set_aside(self, dropped: Dropped) -> None:
        folder = self.home.inbox / dropped.household_id / REFUSED_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        name = Path(dropped.name).name or "file"
        (folder / f"{dropped.path.stem[:8]}-{name}"[-200:]).write_bytes(dropped.data())
        dropped.forget()
        _log.error("%s ended the dashboard twice; it was moved to %s", dropped.name, folder)


def _free_lock(folder: Path) -> "IO[str] | None":
    """Return the lock of a folder, held, or None while its process lives."""
    try:
        lock = (folder / _LOCK).open("w")
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink(missing_ok=True)
    folder.rmdir()
