"""What is known of single sites: recipe-scrapers behind Larder's own types. It is never asked to go online."""

import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from recipes.pages.jsonld import RawRecipe
from recipes.pages.markup import web_url
from recipes.recipe import host_of
from recipes.text import clean


@lru_cache(maxsize=1)
def known_hosts() -> frozenset[str]:
    """Return the hosts that recipe-scrapers has a reader for; empty if the package is not installed."""
    try:
        from recipe_scrapers import SCRAPERS
    except ImportError:
        return frozenset()
    return frozenset(host.removeprefix("www.") for host in SCRAPERS)


def read(page: str, url: str | None) -> RawRecipe | None:
    """Return what the reader of the page's host finds, or None if the host is unknown or its reader fails."""
    if not url or host_of(url) not in known_hosts():
        return None
    from recipe_scrapers import scrape_html

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            scraper = scrape_html(page, org_url=url)
        except Exception:  # strangers' pages through other people's readers: anything may be raised
            return None
        return RawRecipe(
            title=clean(_ask(scraper.title) or ""),
            ingredients=_texts(_ask(scraper.ingredients)),
            instructions=_texts(_ask(scraper.instructions_list)),
            yields=clean(_ask(scraper.yields) or "") or None,
            total_minutes=_whole(_ask(scraper.total_time)),
            image=web_url(_ask(scraper.image), url),
            url=web_url(_ask(scraper.canonical_url), url),
        )


def _ask(field: Callable[[], Any]) -> Any:
    """Return a field, or None: a missing one raises whatever its reader happens to raise."""
    try:
        return field()
    except Exception:
        return None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(line for item in value if (line := clean(item))) if isinstance(value, list) else ()


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 < value < 100_000 else None
