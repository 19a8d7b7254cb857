"""Feeds: RSS and Atom by feedparser, JSON Feed by json, sitemaps by lxml or by line; a feed never opens anything.

Codes: E-REC-002 too large · E-REC-005 defines entities of its own · E-REC-006 is no feed.
"""

import gzip
import html
import io
import json
import re
import zlib
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pantry.errors import Refused
from recipes.pages.markup import MOST_BYTES, attributes_of, decode, web_url
from recipes.recipe import canonical_key
from recipes.text import clean

MOST_ENTRIES = 1_000
_HEAD_LENGTH = 400_000
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)\b")
# In the addresses of recipes, in several languages.
_RECIPE_WORD = re.compile(r"recipe|rezept|recette|receta|receita|ricett|recept|opskrift|oppskrift|przepis",
                          re.IGNORECASE)


# The root of a feed, behind what may stand before it.
_ROOT = re.compile(r"(?:\s|<\?[^>]*>|<!--.*?-->|<!doctype[^>]*>)*<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)\b",
                   re.IGNORECASE | re.DOTALL)
_JSON_FEED = re.compile(r'\s*\{.*"https?://jsonfeed\.org/version', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed. title, summary: plain text. content: the entry's markup, for reading only, never shown.

    is_sitemap: the entry names a further sitemap, not a page.
    """

    title: str
    url: str | None = None
    published_at: datetime | None = None
    summary: str = ""
    content: str = ""
    is_sitemap: bool = False


def read_feed(data: bytes, base: str | None = None) -> list[FeedEntry]:
    """Return the entries of a feed in its order, each once; [] for a feed without entries.

    base: where the feed was read, for links that do not name their host.
    Broken feeds give what can be read of them. Raises Refused: E-REC-002, 005, 006.
    """
    data = _unpacked(data)
    # UTF-16 hides the word between zero bytes.
    if _ENTITY.search(data.replace(b"\x00", b"")):
        raise Refused("E-REC-005", "The feed defines entities of its own, which can blow up a reader.")
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        entries: Iterable[FeedEntry] = _json_entries(data, base)
    elif _SITEMAP.search(data[:4_000]):
        entries = _sitemap_entries(data, base)
    elif _is_text_sitemap(data):
        entries = _text_sitemap_entries(data, base)
    else:
        entries = _xml_entries(data, base)
    return list(_each_once(entries))[:MOST_ENTRIES]


def looks_like_feed(data: bytes) -> bool:
    """Say whether bytes begin as RSS, Atom, a JSON Feed or a sitemap does."""
    head = decode(data[:4_000])
    return bool(_ROOT.match(head) or _JSON_FEED.match(head))


_LINK = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")


def feed_of_page(data: bytes, base: str) -> str | None:
    """Return the address of the feed that a page names as its own, the first of them; None if it names none."""
    for tag in _LINK.findall(decode(data)[:_HEAD_LENGTH]):
        named = attributes_of(tag)
        if "alternate" in named.get("rel", "").lower().split() and named.get("type", "").lower() in _FEED_TYPES:
            return web_url(named.get("href"), base)
    return None


def page_of(title: str, content: str) -> bytes:
    """Return what an entry says as a page of its own, to be read as any other."""
    return f"<html><body><h1>{html.escape(title)}</h1>{content}</body></html>".encode()


def _unpacked(data: bytes) -> bytes:
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Refused("E-REC-006", "The packed feed is damaged.") from error
    if len(data) > MOST_BYTES:
        raise Refused("E-REC-002", f"The feed is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if not data.strip():
        raise Refused("E-REC-006", "The feed is empty.")
    return data


def _each_once(entries: Iterable[FeedEntry]) -> Iterator[FeedEntry]:
    """Leave out entries without any words, and those whose link and title came before."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        key = (canonical_key(entry.url) if entry.url else "", entry.title.casefold())
        if key not in seen and (entry.title or entry.url):
            seen.add(key)
            yield entry


def _xml_entries(data: bytes, base: str | None) -> Iterator[FeedEntry]:
    import feedparser

    # A stream of bytes: text that looks like an address or a file name would be opened.
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.get("version") and not feed.entries:
        raise Refused("E-REC-006", "This is no feed that can be read (RSS, Atom or JSON Feed).")
    for entry in feed.entries:
        content = max((part.get("value") or "" for part in entry.get("content", [])), key=len, default="")
        when = entry.get("published_parsed") or entry.get("updated_parsed")
        yield FeedEntry(
            title=clean(entry.get("title") or "")[:300], url=web_url(entry.get("link"), base),
            published_at=_moment(when), summary=clean(entry.get("summary") or "")[:1000],
            content=content or entry.get("summary") or "")


def _sitemap_entries(data: bytes, base: str | None) -> Iterator[FeedEntry]:
    """Yield the pages of a sitemap, newest first; only those with a word for recipe in their address, if any has."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("E-REC-006", "The XML of this sitemap is damaged.") from error
    entries = []
    for node in [] if root is None else root.iter("{*}url", "{*}sitemap"):
        url, changed = node.findtext("{*}loc"), node.findtext("{*}lastmod")
        entries.append(FeedEntry(title="", url=web_url(url, base), published_at=_iso_moment((changed or "").strip()),
                                 is_sitemap=etree.QName(node).localname == "sitemap"))
    oldest = datetime.min.replace(tzinfo=UTC)
    yield from sorted(_with_a_recipe_word(entries), key=lambda entry: entry.published_at or oldest, reverse=True)


def _is_text_sitemap(data: bytes) -> bool:
    """Say whether data are addresses, one a line (sitemaps.org, protocol); one alone is no list."""
    lines = [line.strip() for line in decode(data[:4_000]).splitlines() if line.strip() and line[0] != "#"]
    return len(lines) > 1 and all(line.startswith(("http://", "https://")) for line in lines[:2])


def _text_sitemap_entries(data: bytes, base: str | None) -> Iterator[FeedEntry]:
    """Yield the pages of a sitemap as text, in its order; other lines than addresses are left out."""
    urls = [web_url(line.strip(), base) for line in decode(data).splitlines() if line.strip().startswith("http")]
    yield from _with_a_recipe_word([FeedEntry(title="", url=url) for url in urls if url])


def _with_a_recipe_word(entries: list[FeedEntry]) -> list[FeedEntry]:
    """Return the entries with a word for recipe in their address, all of them if none has one."""
    return [entry for entry in entries if entry.is_sitemap or _RECIPE_WORD.search(entry.url or "")] or entries


def _moment(parts: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _json_entries(data: bytes, base: str | None) -> Iterator[FeedEntry]:
    try:
        feed = json.loads(data.decode("utf-8-sig", errors="replace"), strict=False)
    except (ValueError, RecursionError) as error:
        raise Refused("E-REC-006", "The JSON of this feed is damaged.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise Refused("E-REC-006", "This is no feed that can be read (RSS, Atom or JSON Feed).")
    for item in items:
        if isinstance(item, dict):
            content = _string(item.get("content_html")) or _string(item.get("content_text"))
            # An entry without an address may be known by it.
            named = web_url(item.get("url") or item.get("external_url"), base) or web_url(item.get("id"))
            yield FeedEntry(
                title=clean(_string(item.get("title")))[:300], url=named,
                published_at=_iso_moment(item.get("date_published")),
                summary=clean(_string(item.get("summary")) or content)[:1000], content=content)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _iso_moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_string(value))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
