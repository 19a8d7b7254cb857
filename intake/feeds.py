"""Recipe feeds: which ones households follow, and the pages they name that are new."""

from collections.abc import Iterable
from typing import Any

from pantry.errors import Refused
from pantry.home import Home
from pantry.journal import Journal, RecordedEvent
from pantry.undo import effective

# New pages of one feed in one run: a site is asked politely, the rest comes with the next run.
_PAGES_A_FEED = 20


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


def fetch_new_pages(home: Home, feeds: list[str]) -> list[dict[str, Any]]:
    """Fetch the feeds and import the pages they name that the store does not have.

    Returns one object a page (or feed that failed): source, title, code, reason; code is None for success.
    """
    from recipes.importing import import_recipes
    from recipes.store import RecipeStore

    known = {recipe.url for _, recipe in RecipeStore(home.recipes).iterate() if recipe.url}
    results: list[dict[str, Any]] = []
    for feed in feeds:
        try:
            links = [link for link in _links(feed) if link not in known][:_PAGES_A_FEED]
        except Refused as refused:
            results.append({"source": feed, "title": None, "code": refused.code, "reason": refused.reason})
            continue
        for link in links:
            for outcome in import_recipes(home, link):
                title = outcome.recipe.title if outcome.recipe else None
                results.append({"source": link, "title": title, "code": outcome.code, "reason": outcome.reason})
    return results


def _links(feed: str) -> list[str]:
    from recipes.feeds import read_feed
    from recipes.fetch import fetch

    data, _ = fetch(feed)
    return [entry.url for entry in read_feed(data) if entry.url]
