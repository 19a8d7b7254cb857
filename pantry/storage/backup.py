"""Backups of a SQLite journal: made by SQLite's own backup, checked, and only then named.

Copying the file of a live database without its write-ahead log loses what was acknowledged last.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pantry.home import Home, sqlite_file

_KEEP = 7


def back_up(home: Home, *, now: datetime | None = None) -> Path | None:
    """Copy the journal into `backups` and return the copy; None for a journal that is not SQLite.

    Raises sqlite3.DatabaseError when the copy does not pass SQLite's own check.
    """
    source = sqlite_file(home.journal_url)
    if source is None:
        return None
    home.backups.mkdir(parents=True, exist_ok=True)
    target = home.backups / f"journal-{(now or datetime.now(UTC)):%Y%m%dT%H%M%SZ}.db"
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
        live.backup(copy)
        verdict = copy.execute("pragma integrity_check").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"the copy of the journal is damaged: {verdict}")
    part.replace(target)
    for old in sorted(home.backups.glob("journal-*.db"))[:-_KEEP]:
        old.unlink()
    return target


def events_in(backup: Path) -> int:
    """Return how many events a backup holds."""
    with closing(sqlite3.connect(backup)) as copy:
        return copy.execute("select count(*) from events").fetchone()[0]
