"""Recipe feeds: which ones households follow, and the pages they name that are new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pantry.errors import Refused
from pantry.facts.undo import effective
from pantry.home import Home
from pantry.journal import Journal, RecordedEvent

if TYPE_CHECKING:
    from recipes.recipe import Recipe
    from recipes.web.feed_book import FeedBook, FeedState, WaitingPage
    from recipes.web.feeds import FeedEntry
    from recipes.web.fetch import Fetched
    from recipes.web.manners import Fetch

# New pages of one feed in one run: a site is asked politely, the rest comes with the next run.
PAGES_A_FEED = 20
# A sitemap may name further ones; so many of them are read.
MOST_SITEMAPS = 5
# What may pass: no answer, an error of the server. The rest stays as it is however often it is asked for.
_MAY_PASS = frozenset({"E-NET-002", "E-NET-006", "E-NET-009"})


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What became of a page that a feed named, or of a feed that failed. code: None for success."""

    source: str
    title: str | None = None
    code: str | None = None
    reason: str | None = None


def followed_by(facts: Iterable[RecordedEvent]) -> list[str]:
    """Return the URLs of the feeds that effective events of one household leave followed, oldest first."""
    followed: dict[str, bool] = {}
    for event in facts:
        if event.kind in ("feed_added", "feed_removed"):
            followed[event.payload["url"]] = event.kind == "feed_added"
    return [url for url, is_followed in followed.items() if is_followed]


def followed_feeds(journal: Journal) -> list[str]:
    """Return the URLs of feeds that any household follows, without repetition."""
    followed: dict[tuple[str, str], bool] = {}
    for event in effective(journal.read(kinds=["feed_added", "feed_removed", "event_undone"])):
        followed[event.household_id, event.payload["url"]] = event.kind == "feed_added"
    return sorted({url for (_, url), is_followed in followed.items() if is_followed})


def feed_states(home: Home, feeds: Iterable[str]) -> "list[FeedState]":
    """Return how each feed fares: when it was read, why it failed, when it is tried again, how many pages it gave."""
    from recipes.web.feed_book import FeedBook

    book = FeedBook(home.recipes)
    return [book.state(url) for url in feeds]


def fetch_new_pages(home: Home, feeds: Iterable[str], *, now: datetime, fetch: "Fetch | None" = None,
                    is_asked_for: bool = False) -> list[FeedOutcome]:
    """Read the feeds that are due and import pages they name that were not read yet; one outcome for each.

    fetch: how pages are fetched; politely by default (`recipes.web.manners`). is_asked_for: a person asked, so a feed
    that failed is tried now.
    """
    from recipes.web.feed_book import FeedBook
    from recipes.web.manners import PoliteFetcher

    book, fetch = FeedBook(home.recipes), fetch or PoliteFetcher()
    outcomes: list[FeedOutcome] = []
    for feed in feeds:
        state = book.state(feed)
        if state.next_try_at and now < state.next_try_at and not is_asked_for:
            continue
        try:
            _read_feed(book, state, now, fetch)
        except Refused as refused:
            failed = book.feed_failed(feed, now=now, code=refused.code, reason=refused.reason,
                                      wait=_wait_of(refused))
            outcomes.append(FeedOutcome(feed, None, refused.code, _with_next_try(refused.reason, failed)))
            continue
        for page in book.waiting(feed, now=now, limit=PAGES_A_FEED):
            outcomes.append(_read_page(home, book, page, now, fetch))
    return outcomes


def _wait_of(refused: Refused) -> timedelta | None:
    """Return how long a site asks to be left alone, None where it does not say."""
    from recipes.web.fetch import TryLater

    return refused.wait if isinstance(refused, TryLater) else None


def _with_next_try(reason: str, state: "FeedState") -> str:
    when = state.next_try_at
    failed = f" Failed {state.failures} times in a row." if state.failures > 1 else ""
    return f"{reason}{failed} Tried again after {when:%Y-%m-%d %H:%M} UTC."


def _read_feed(book: "FeedBook", state: "FeedState", now: datetime, fetch: "Fetch") -> None:
    """Note what a feed names, if it changed. Raises Refused."""
    from recipes.web.feed_book import WaitingPage
    from recipes.web.feeds import read_feed

    answer = fetch(state.url, etag=state.etag, last_modified=state.last_modified)
    entries: list[FeedEntry] = [] if answer.is_unchanged else _entries_of(answer, fetch)
    for sitemap in [one.url for one in entries if one.is_sitemap and one.url][:MOST_SITEMAPS]:
        entries += read_feed(fetch(sitemap).content, sitemap)
    book.add_pages(state.url, [WaitingPage(one.url, one.title, one.content) for one in entries
                               if one.url and not one.is_sitemap])
    book.feed_read(state.url, now=now, etag=answer.etag, last_modified=answer.last_modified)


def _entries_of(answer: "Fetched", fetch: "Fetch") -> "list[FeedEntry]":
    """Return the entries of a feed, or of the feed that a page names as its own. Raises Refused."""
    from recipes.web.feeds import feed_of_page, read_feed

    try:
        return read_feed(answer.content, answer.url)
    except Refused as refused:
        is_page = refused.code == "E-REC-006" and answer.content.strip()
        named = feed_of_page(answer.content, answer.url) if is_page else None
        if named is None or named == answer.url:
            raise
    return read_feed(fetch(named).content, named)


def _read_page(home: Home, book: "FeedBook", page: "WaitingPage", now: datetime, fetch: "Fetch") -> FeedOutcome:
    """Import one page; where the site refuses, what the feed itself says of it."""
    from recipes.importing import import_bytes

    try:
        answer = fetch(page.url)
        recipes = import_bytes(home, answer.content, name=page.url, url=answer.url).recipes
    except Refused as refused:
        recipes = _of_content(home, page) if page.content else []
        if not recipes:
            if refused.code in _MAY_PASS:
                book.page_failed(page.url, now=now, code=refused.code, reason=refused.reason,
                                 wait=_wait_of(refused))
            else:
                book.page_done(page.url, code=refused.code, reason=refused.reason)
            return FeedOutcome(page.url, page.title or None, refused.code, refused.reason)
    book.page_done(page.url)
    return FeedOutcome(page.url, recipes[0].title)


def _of_content(home: Home, page: "WaitingPage") -> "list[Recipe]":
    """Import what the feed itself says of a page; [] where that is no recipe."""
    from recipes.importing import import_bytes
    from recipes.web.feeds import page_of

    try:
        return import_bytes(home, page_of(page.title, page.content), name="entry.html", url=page.url).recipes
    except Refused:
        return []
