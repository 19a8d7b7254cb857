"""Feeds of every kind, whole and broken; a feed never opens anything and never blows up."""

import gzip
import json
from pathlib import Path

import pytest

from pantry.errors import Refused
from recipes.web.feeds import read_feed

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kitchen</title>{}</channel></rss>"""
ITEM = "<item><title>{}</title><link>https://kitchen.example/{}</link><description>Words</description></item>"


def test_entries_have_title_link_and_plain_summary() -> None:
    item = (
        "<item><title>Soup &amp;amp; bread</title><link>https://kitchen.example/soup</link>"
        "<pubDate>Mon, 06 Jul 2026 10:00:00 GMT</pubDate><description>&lt;b&gt;Hot&lt;/b&gt; soup</description></item>"
    )
    [entry] = read_feed(RSS.format(item).encode())
    assert (entry.title, entry.url, entry.summary) == (
        "Soup & bread",
        "https://kitchen.example/soup",
        "Hot soup",
    )
    assert entry.published_at is not None and entry.published_at.isoformat() == "2026-07-06T10:00:00+00:00"


def test_repeated_entries_are_given_once() -> None:
    feed = RSS.format(
        ITEM.format("Soup", "soup") + ITEM.format("Soup", "soup?utm_source=feed") + ITEM.format("Cake", "cake")
    )
    assert [entry.title for entry in read_feed(feed.encode())] == ["Soup", "Cake"]


@pytest.mark.parametrize(("text", "names"), [
    ("https://k.example/about\nhttps://k.example/recipes/soup\r\n\nhttps://k.example/rezept/brot\n", ["soup", "brot"]),
    ("\ufeffhttps://k.example/soup\n# made by a plug-in\nhttps://k.example/cake", ["soup", "cake"]),
])
def test_a_sitemap_as_text_names_an_address_a_line(text: str, names: list[str]) -> None:
    assert [(entry.url or "").rsplit("/", 1)[1] for entry in read_feed(text.encode())] == names


def test_a_text_that_begins_with_a_word_is_no_feed() -> None:
    with pytest.raises(Refused) as refused:
        read_feed(b"See https://k.example/soup\nhttps://k.example/cake")
    assert refused.value.code == "E-REC-006"


def test_a_packed_feed_is_unpacked() -> None:
    assert len(read_feed(gzip.compress(RSS.format(ITEM.format("Soup", "soup")).encode()))) == 1


def test_a_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": 1,
                "title": "Soup",
                "url": "https://kitchen.example/soup",
                "content_html": "<p>Hot</p>",
                "date_published": "2026-07-06T10:00:00Z",
            },
            {"id": 2, "title": "Odd", "url": "javascript:alert(1)", "date_published": 5},
            "no item",
        ],
    }
    soup, odd = read_feed(json.dumps(feed).encode())
    assert (soup.title, soup.summary, soup.content) == ("Soup", "Hot", "<p>Hot</p>")
    assert odd.url is None and odd.published_at is None


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>'
)
REFUSED = [
    ("E-REC-005", BOMB),
    ("E-REC-005", BOMB.decode().encode("utf-16")),
    ("E-REC-006", b""),
    ("E-REC-006", b"<html><body>Log in</body></html>"),
    ("E-REC-006", b'{"items": [{"title": "cut'),
    ("E-REC-006", b'{"items": 5}'),
    ("E-REC-006", b"/etc/passwd"),
    ("E-REC-006", b"https://kitchen.example/feed"),
    ("E-REC-002", b"<rss>" + b" " * (10 * 1024 * 1024)),
    ("E-REC-002", gzip.compress(b" " * (30 * 1024 * 1024))),
    ("E-REC-006", b"\x1f\x8bcut"),
]


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_feed_is_refused_with_a_reason(code: str, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_feed(data)
    assert refused.value.code == code


@pytest.mark.shared_data
@pytest.mark.parametrize("folder", ["feeds", "feeds_malformed"])
def test_real_feeds_give_the_entries_that_can_be_recovered(shared_data: Path, folder: str) -> None:
    expected = json.loads((shared_data / "recipes" / folder / "expected.json").read_text(encoding="utf-8"))
    for name, wanted in expected.items():
        count = wanted.get("entries", wanted.get("recoverable_entries"))
        try:
            found = read_feed((shared_data / "recipes" / folder / name).read_bytes())
        except Refused:
            assert not count, name
            continue
        assert count <= len(found) <= count + 1, name
        if "items" in wanted:
            assert [entry.title for entry in found] == [item["title"] for item in wanted["items"]]


@pytest.mark.shared_data
def test_every_broken_feed_is_read_or_refused(shared_data: Path) -> None:
    for path in sorted((shared_data / "recipes" / "feeds_malformed").glob("feedparser_*")):
        try:
            read_feed(path.read_bytes())
        except Refused as refused:
            assert refused.reason
