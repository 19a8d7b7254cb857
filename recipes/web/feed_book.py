"""What is known of the feeds that households follow: when each was read, why it failed, when it is tried again.

A small SQLite file beside the recipe store, derived: without it every feed is simply read anew. Pages that a feed
named are kept with what became of them, so that one without a recipe is not asked for again and again.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pantry.storage.read_only_files import connect_read_only, is_read_only

BOOK_FILE = "feeds.db"
# After a failure: half an hour, an hour, two ... at most three days.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=30), timedelta(days=3)
MOST_TRIES = 6
MOST_CONTENT = 200_000

_SCHEMA = """
create table if not exists feeds (
    url text primary key, etag text, last_modified text, checked_at text, read_at text,
    failures integer not null default 0, next_try_at text, code text, reason text);
create table if not exists pages (
    url text primary key, feed text not null, title text, content text, tries integer not null default 0,
    is_done integer not null default 0, next_try_at text, code text, reason text);
"""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed fares. Times in UTC; code, reason: of the last failure, None if the last reading went well.

    failures: in a row. pages_read, pages_waiting, pages_refused: of the pages it named.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    checked_at: datetime | None = None
    read_at: datetime | None = None
    failures: int = 0
    next_try_at: datetime | None = None
    code: str | None = None
    reason: str | None = None
    pages_read: int = 0
    pages_waiting: int = 0
    pages_refused: int = 0


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page that a feed named and that was not read yet. content: what the feed itself says of it, as markup."""

    url: str
    title: str
    content: str


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: doubled each time, three days at most."""
    return min(FIRST_PAUSE * 2 ** min(max(failures - 1, 0), 20), LONGEST_PAUSE)


def _next_try(now: datetime, failures: int, wait: timedelta | None) -> str:
    """Return when to try again: after the usual pause, or as late as the site asks."""
    return (now + max(pause_after(failures), wait or timedelta(0))).isoformat()


class FeedBook:
    """The states of feeds and pages in the folder of the recipe store."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / BOOK_FILE

    def state(self, url: str) -> FeedState:
        """Return what is known of a feed; nothing of a new one."""
        with self._connected() as connection:
            row = connection.execute(
                "select etag, last_modified, checked_at, read_at, failures, next_try_at, code, reason from feeds "
                "where url = ?", [url]).fetchone()
            read, refused, waiting = connection.execute(
                "select count(*) filter (where is_done and code is null), count(*) filter (where is_done and "
                "code is not null), count(*) filter (where not is_done) from pages where feed = ?", [url]).fetchone()
        etag, last_modified, checked_at, read_at, failures, next_try_at, code, reason = row or (
            None, None, None, None, 0, None, None, None)
        return FeedState(url, etag, last_modified, _moment(checked_at), _moment(read_at), failures,
                         _moment(next_try_at), code, reason, read, waiting, refused)

    def feed_read(self, url: str, *, now: datetime, etag: str | None, last_modified: str | None) -> None:
        """Note that a feed was read, or was asked and had not changed."""
        with self._connected() as connection:
            connection.execute(
                "insert or replace into feeds (url, etag, last_modified, checked_at, read_at) values (?, ?, ?, ?, ?)",
                [url, etag, last_modified, now.isoformat(), now.isoformat()])

    def feed_failed(
        self, url: str, *, now: datetime, code: str, reason: str, wait: timedelta | None = None
    ) -> FeedState:
        """Note a failure and when to try again; return the new state. wait: how long the site asks to be left alone."""
        failures = self.state(url).failures + 1
        with self._connected() as connection:
            connection.execute("insert or ignore into feeds (url) values (?)", [url])
            connection.execute(
                "update feeds set checked_at = ?, failures = ?, next_try_at = ?, code = ?, reason = ? where url = ?",
                [now.isoformat(), failures, _next_try(now, failures, wait), code, reason, url])
        return self.state(url)

    def add_pages(self, feed: str, pages: Iterable[WaitingPage]) -> None:
        """Note the pages that a feed names; those known already stay as they are."""
        with self._connected() as connection:
            connection.executemany("insert or ignore into pages (url, feed, title, content) values (?, ?, ?, ?)", [
                (page.url, feed, page.title, page.content[:MOST_CONTENT]) for page in pages])

    def waiting(self, feed: str, *, now: datetime, limit: int) -> list[WaitingPage]:
        """Return pages of a feed that are due, in the order in which they were named."""
        with self._connected() as connection:
            rows = connection.execute(
                "select url, title, content from pages where feed = ? and not is_done "
                "and (next_try_at is null or next_try_at <= ?) order by rowid limit ?",
                [feed, now.isoformat(), limit]).fetchall()
        return [WaitingPage(*row) for row in rows]

    def page_done(self, url: str, *, code: str | None = None, reason: str | None = None) -> None:
        """Note that a page was read, or, with a code, that it never will be."""
        with self._connected() as connection:
            connection.execute("update pages set is_done = 1, content = null, code = ?, reason = ? where url = ?",
                               [code, reason, url])

    def page_failed(
        self, url: str, *, now: datetime, code: str, reason: str, wait: timedelta | None = None
    ) -> None:
        """Note a failure that may pass; after MOST_TRIES the page is given up. wait: as of a feed."""
        with self._connected() as connection:
            (tries,) = connection.execute("select tries + 1 from pages where url = ?", [url]).fetchone() or (1,)
            connection.execute(
                "update pages set tries = ?, is_done = ?, next_try_at = ?, code = ?, reason = ? where url = ?",
                [tries, tries >= MOST_TRIES, _next_try(now, tries, wait), code, reason, url])

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        if is_read_only(self.path):
            with closing(self._opened_read_only()) as connection:
                yield connection
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
            connection.executescript(_SCHEMA)
            yield connection

    def _opened_read_only(self) -> sqlite3.Connection:
        """Return a connection that only reads; one to an empty book where there is none."""
        if self.path.exists():
            return connect_read_only(self.path)
        connection = sqlite3.connect(":memory:")
        connection.executescript(_SCHEMA)
        return connection


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
