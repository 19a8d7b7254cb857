"""Followed feeds against a real loopback site: what is read, refused, waited for, and never asked twice."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from intake.feeds import feed_states, fetch_new_pages
from pantry.home import Home
from recipes.store import RecipeStore
from recipes.web.feed_book import LONGEST_PAUSE, MOST_TRIES, pause_after
from recipes.web.fetch import fetch_if_changed, retry_after
from recipes.web.manners import PoliteFetcher

NOW = datetime(2026, 11, 29, 6, tzinfo=UTC)
LOOPBACK = ("127.0.0.0/8",)
RECIPE = """<html><head><script type="application/ld+json">{{"@type": "Recipe", "name": "{0}", "recipeIngredient":
["1 {0}", "2 eggs"], "recipeInstructions": ["Stir.", "Bake."]}}</script></head></html>"""
LISTED = "<h2>Ingredients</h2><ul><li>1 leek</li><li>2 eggs</li></ul><h2>Method</h2><ol><li>{0}</li><li>{0}</li></ol>"


class _Site(BaseHTTPRequestHandler):
    seen: list[str] = []  # noqa: RUF012
    pages: dict[str, tuple[int, str]] = {}  # noqa: RUF012
    retry_after: str | None = None

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.seen.append(self.path)
        status, text = self.pages.get(self.path, (404, ""))
        body = text.replace("SITE", f"http://{self.headers['Host']}").encode()
        if self.headers.get("If-None-Match") == '"same"':
            status, body = 304, b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"same"')
        if self.retry_after and status >= 400:
            self.send_header("Retry-After", self.retry_after)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def site() -> Iterator[str]:
    _Site.seen, _Site.pages, _Site.retry_after = [], {}, None
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path).create()


def rss(*paths: str, content: str = "") -> str:
    items = "".join(f"<item><title>{one}</title><link>SITE/{one}</link><description><![CDATA[{content}]]>"
                    "</description></item>" for one in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kitchen</title>{items}</channel></rss>'


def read(home: Home, site: str, now: datetime = NOW, path: str = "/feed",
         **options: Any) -> list[tuple[str, str | None]]:
    """Read the site's feed without waiting between requests; return the path and code of each outcome."""
    fetch = PoliteFetcher(partial(fetch_if_changed, allowed_networks=LOOPBACK), sleep=lambda _: None)
    found = fetch_new_pages(home, [site + path], now=now, fetch=fetch, **options)
    return [(one.source.removeprefix(site), one.code) for one in found]


def test_new_pages_are_read_once_and_an_unchanged_feed_names_none(home: Home, site: str) -> None:
    _Site.pages = {"/feed": (200, rss("soup", "none")), "/soup": (200, RECIPE.format("soup")),
                   "/none": (200, "<p>Hi</p>")}
    assert read(home, site) == [("/soup", None), ("/none", "E-REC-001")]
    _Site.seen.clear()
    assert read(home, site, NOW + timedelta(hours=6)) == []
    assert _Site.seen == ["/robots.txt", "/feed"]
    [state] = feed_states(home, [f"{site}/feed"])
    assert (state.pages_read, state.pages_refused, state.pages_waiting, state.code) == (1, 1, 0, None)
    assert RecipeStore(home.recipes).count() == 1


def test_a_feed_that_fails_waits_ever_longer_and_says_so(home: Home, site: str) -> None:
    _Site.pages = {"/feed": (503, "")}
    assert read(home, site) == [("/feed", "E-NET-009")]
    assert read(home, site, NOW + timedelta(minutes=29)) == []
    assert read(home, site, NOW + timedelta(minutes=31)) == [("/feed", "E-NET-009")]
    [state] = feed_states(home, [f"{site}/feed"])
    assert state.failures == 2 and state.next_try_at == NOW + timedelta(minutes=31 + 60)
    assert state.reason and "503" in state.reason
    _Site.pages = {"/feed": (200, rss("soup")), "/soup": (200, RECIPE.format("soup"))}
    assert read(home, site, NOW + timedelta(minutes=40)) == []
    assert read(home, site, NOW + timedelta(minutes=40), is_asked_for=True) == [("/soup", None)]
    assert feed_states(home, [f"{site}/feed"])[0].failures == 0


def test_a_site_that_asks_to_be_left_alone_is_left_alone(home: Home, site: str) -> None:
    _Site.pages, _Site.retry_after = {"/feed": (429, "")}, "7200"
    assert read(home, site) == [("/feed", "E-NET-009")]
    [state] = feed_states(home, [f"{site}/feed"])
    assert state.next_try_at == NOW + timedelta(hours=2)


@pytest.mark.parametrize(("said", "wait"), [
    ("120", timedelta(minutes=2)), ("0", None), ("99999999999", timedelta(days=7)), ("soon", None), (None, None),
    ("Wed, 21 Oct 2015 07:28:00 GMT", None), ("Wed, 21 Oct 2099 07:28:00 GMT", timedelta(days=7)), ("9" * 40, None),
    ("Wed, 21 Oct 2099 07:28:00 -0000", None),
])
def test_how_long_a_site_asks_to_wait_is_read_with_a_limit(said: str | None, wait: timedelta | None) -> None:
    assert retry_after(said) == wait


def test_pauses_double_up_to_three_days() -> None:
    assert [pause_after(failures) / timedelta(minutes=30) for failures in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert pause_after(1_000) == LONGEST_PAUSE


def test_a_page_that_fails_is_tried_again_and_given_up_in_the_end(home: Home, site: str) -> None:
    _Site.pages = {"/feed": (200, rss("soup")), "/soup": (500, "")}
    now = NOW
    for _ in range(MOST_TRIES):
        assert read(home, site, now) == [("/soup", "E-NET-009")]
        now += LONGEST_PAUSE
    assert read(home, site, now) == []


def test_robots_are_obeyed_for_pages(home: Home, site: str) -> None:
    _Site.pages = {"/robots.txt": (200, "User-agent: *\nDisallow: /soup"), "/feed": (200, rss("soup")),
                   "/soup": (200, RECIPE.format("soup"))}
    assert read(home, site) == [("/soup", "E-NET-008")]
    assert "/soup" not in _Site.seen


def test_where_a_site_refuses_the_page_the_feed_s_own_words_are_read(home: Home, site: str) -> None:
    sentence = "Cut the leek into rings and fry it in butter until it is soft and sweet."
    _Site.pages = {"/feed": (200, rss("pie", content=LISTED.format(sentence))), "/pie": (403, "")}
    assert read(home, site) == [("/pie", None)]
    [(_, recipe)] = RecipeStore(home.recipes).iterate()
    assert recipe.title == "pie" and recipe.ingredients == ("1 leek", "2 eggs")


def test_a_sitemap_names_pages_and_further_sitemaps(home: Home, site: str) -> None:
    page = "<url><loc>SITE/{}</loc><lastmod>{}</lastmod></url>"
    _Site.pages = {
        "/map": (200, '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>SITE/part'
                      "</loc></sitemap></sitemapindex>"),
        "/part": (200, '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + page.format(
            "recipes/old", "2024-01-01") + page.format("about", "2026-01-01") + page.format(
            "recipes/new", "2026-01-01") + "</urlset>"),
        "/recipes/old": (200, RECIPE.format("old")), "/recipes/new": (200, RECIPE.format("new"))}
    assert read(home, site, path="/map") == [("/recipes/new", None), ("/recipes/old", None)]


def test_a_page_names_its_feed_and_links_need_not_name_their_host(home: Home, site: str) -> None:
    named = '<html><head><link href="feed.xml" type="application/rss+xml" rel="alternate"></head><body>Hi</body></html>'
    _Site.pages = {"/blog": (200, named), "/feed.xml": (200, rss("soup").replace("SITE", "")),
                   "/soup": (200, RECIPE.format("soup"))}
    assert read(home, site, path="/blog") == [("/soup", None)]
    _Site.pages["/other"] = (200, named.replace("feed.xml", "/other"))
    assert read(home, site, path="/other") == [("/other", "E-REC-006")]


def test_where_robots_cannot_be_told_just_now_nothing_is_asked(home: Home, site: str) -> None:
    _Site.pages = {"/robots.txt": (503, ""), "/feed": (200, rss("soup")), "/soup": (200, RECIPE.format("soup"))}
    assert read(home, site) == [("/feed", "E-NET-009")] and _Site.seen == ["/robots.txt"]
    _Site.pages["/robots.txt"] = (404, "")
    assert read(home, site, NOW + timedelta(hours=1)) == [("/soup", None)]


def test_a_host_is_given_time_between_requests(site: str) -> None:
    _Site.pages = {"/robots.txt": (200, "User-agent: *\nCrawl-delay: 4"), "/a": (200, "x")}
    waited: list[float] = []
    fetch = PoliteFetcher(partial(fetch_if_changed, allowed_networks=LOOPBACK), clock=lambda: 100.0,
                          sleep=waited.append)
    for _ in range(2):
        fetch(f"{site}/a")
    assert waited == [4.0, 4.0]


@pytest.mark.parametrize(("text", "code"), [
    ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><urlset></urlset>', "E-REC-005"), ("", "E-REC-006"),
    ("x" * (10 * 1024 * 1024 + 1), "E-NET-005")])
def test_a_bad_feed_is_named_and_what_is_stored_stays(home: Home, site: str, text: str, code: str) -> None:
    _Site.pages = {"/feed": (200, rss("soup")), "/soup": (200, RECIPE.format("soup")), "/bad": (200, text)}
    read(home, site)
    assert read(home, site, path="/bad") == [("/bad", code)]
    assert RecipeStore(home.recipes).count() == 1
