"""SQLite files that this process may read and not write: a disk mounted read-only, the home of another user.

A journal in write-ahead mode cannot be opened there in the ordinary way, since SQLite wants to make its `-wal` and
`-shm` beside it (sqlite.org/wal.html, "Read-Only Databases").
"""

import os
import sqlite3
from pathlib import Path

from pantry.errors import NotReady, ReadOnlyHome


def is_read_only(path: Path) -> bool:
    """Return whether a file, or the folder in which it and what SQLite keeps beside it lie, cannot be written.

    Of a file that is not there yet: whether it cannot be made.
    """
    if path.exists():
        return not (_may_write(path) and _may_write(path.parent))
    return not _may_write(next(folder for folder in path.absolute().parents if folder.exists()))


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=True)


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open a SQLite file that cannot be written; every statement that would write fails.

    Raises ReadOnlyHome where there is none, NotReady where its newest entries lie in a write-ahead
    log that only a writable disk can join to the file.
    """
    if not path.exists():
        raise ReadOnlyHome(path.parent)
    log, shared = Path(f"{path}-wal"), Path(f"{path}-shm")
    has_log = log.exists() and log.stat().st_size > 0
    if has_log and not shared.exists():
        raise NotReady(f"{path} cannot be read where it lies: its newest entries are in {log.name}, which only a "
                       "writable disk can join to it", "copy the whole folder to one")
    # Nobody has the file open who could change it while it is read: then SQLite needs no files beside it.
    how = "mode=ro" if shared.exists() else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False)
