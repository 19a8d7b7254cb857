"""How Larder behaves towards a site: its robots.txt is kept, and a host is asked once a second at most.

Codes: E-NET-008 the site's robots.txt does not let programs read the page.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from pantry.errors import Refused
from recipes.web.fetch import USER_AGENT, Fetched, fetch_if_changed

LEAST_PAUSE_S, MOST_PAUSE_S = 1.0, 10.0
MOST_ROBOTS_BYTES = 500_000  # as RFC 9309 asks for at least

# No answer, or an error of the server.
_MAY_PASS = frozenset({"E-NET-006", "E-NET-009"})


class Fetch(Protocol):
    """Fetches a URL, given the marks of an earlier answer."""

    def __call__(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Return the answer; raise Refused."""


@dataclass(slots=True)
class PoliteFetcher:
    """Fetches pages of many hosts in one run. clock, sleep: seconds, so that tests need not wait."""

    fetch: Fetch = fetch_if_changed
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _asked_at: dict[str, float] = field(default_factory=dict)

    def __call__(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Fetch a page when its host may be asked again. Raises Refused: E-NET-001 to 008."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        robots = self._robots.get(site)
        if robots is None:
            robots = self._robots[site] = self._read_robots(site)
        if not robots.can_fetch(USER_AGENT, url):
            raise Refused("E-NET-008", f"{parts.hostname} asks programs not to read this page (robots.txt); "
                                       "save it in the browser and import the file.")
        asked_s = float(robots.crawl_delay(USER_AGENT) or 0)
        return self._in_turn(site, min(max(asked_s, LEAST_PAUSE_S), MOST_PAUSE_S), url, etag, last_modified)

    def _read_robots(self, site: str) -> RobotFileParser:
        """Read a site's robots.txt; one that is not there forbids nothing.

        Raises Refused where the site cannot answer just now: what it forbids is not known then (RFC 9309, 2.3.1.4).
        """
        robots = RobotFileParser()
        try:
            text = self._in_turn(site, LEAST_PAUSE_S, f"{site}/robots.txt").content[:MOST_ROBOTS_BYTES]
            robots.parse(text.decode("utf-8", errors="replace").splitlines())
        except Refused as refused:
            if refused.code in _MAY_PASS:
                raise
            robots.parse([])
        return robots

    def _in_turn(self, site: str, pause_s: float, url: str, etag: str | None = None,
                 last_modified: str | None = None) -> Fetched:
        before = self._asked_at.get(site)
        if before is not None and (wait_s := before + pause_s - self.clock()) > 0:
            self.sleep(wait_s)
        try:
            return self.fetch(url, etag=etag, last_modified=last_modified)
        finally:
            self._asked_at[site] = self.clock()
