"""The page as a whole: bytes to text, its JSON-LD blocks, its addresses. Nothing here parses the whole tree."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from pantry.errors import Refused
from recipes.text import clean, unescape

MOST_BYTES = 10 * 1024 * 1024
MOST_BLOCKS = 200

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_SCRIPT_OPEN = re.compile(
    r"""<script\b[^<>]{0,2000}?type\s*=\s*["']?\s*application/(?:ld\+json|ld&#43;json|ld&#x2B;json)[^<>]{0,2000}>""",
    re.IGNORECASE)
# What a page's own program starts from: of some pages the only place that holds the recipe.
_DATA_OPEN = re.compile(r"""<script\b[^<>]{0,2000}?type\s*=\s*["']?\s*application/json\b[^<>]{0,2000}>""",
                        re.IGNORECASE)
_RECIPE_TYPE = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:[^"]{0,40}[/#:])?Recipe"')
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_META = re.compile(r"<meta\b[^<>]{0,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TITLE = re.compile(r"<title\b[^<>]{0,500}>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h1\b[^<>]{0,1000}>(.{0,5000}?)</h1", re.IGNORECASE | re.DOTALL)
# Only the head of a page is searched for its addresses; some heads carry 200 KB of styles.
_HEAD_LENGTH = 400_000


def decode(page: bytes | str) -> str:
    """Return the text of a page: byte order mark, then UTF-8, then what the page declares, then cp1252.

    UTF-8 is tried before the declaration because pages that declare another encoding are often UTF-8 all the
    same, while the reverse cannot pass the strict decoder. Raises Refused E-REC-002 for more than 10 MB,
    E-REC-001 for nothing.
    """
    if len(page) > MOST_BYTES:
        raise Refused("E-REC-002", f"The page is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if not page.strip():
        raise Refused("E-REC-001", "The page is empty: there is no recipe in it.")
    if isinstance(page, str):
        return page
    marks = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    for mark, encoding in marks.items():
        if page.startswith(mark):
            return page.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_declared(page, error)


def _decode_declared(page: bytes, error: UnicodeDecodeError) -> str:
    declared = _CHARSET.search(page[:4096])
    name = declared.group(1).decode("ascii", errors="ignore").lower() if declared else ""
    if name in {"", "utf-8", "utf8", "iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"}:
        # One stray byte in a long UTF-8 page is damage; many are cp1252 passed off as UTF-8.
        lossy = page.decode("utf-8", errors="replace")
        stray = lossy.count("\ufffd")
        multibyte = sum(1 for character in lossy[:200_000] if ord(character) > 127) - stray
        return lossy if stray <= multibyte // 4 else page.decode("cp1252", errors="replace")
    try:
        return page.decode(name, errors="replace")
    except (LookupError, ValueError):
        return page.decode("cp1252", errors="replace")


def json_ld_documents(page: str) -> list[Any]:
    """Return the parsed JSON-LD blocks of a page in its order; blocks that cannot be mended are left out."""
    return [document for block in _blocks(page, _SCRIPT_OPEN) if (document := parse_json(block)) is not None]


def data_documents(page: str) -> list[Any]:
    """Return the JSON that a page's own program starts from, where it speaks of a schema.org recipe."""
    return [document for block in _blocks(page, _DATA_OPEN)
            if _RECIPE_TYPE.search(block) and (document := parse_json(block)) is not None]


def _blocks(page: str, begins: re.Pattern[str]) -> Iterator[str]:
    """Yield what is inside the scripts of one kind."""
    position = 0
    for _ in range(MOST_BLOCKS):
        opening = begins.search(page, position)
        if not opening:
            break
        end = page.find("</script", opening.end())
        if end < 0:
            end = page.find("</SCRIPT", opening.end())
        position = end if end >= 0 else len(page)
        yield page[opening.end():position]


_COMMENT = re.compile(r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|"
                      r"(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*$")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def parse_json(text: str) -> Any:
    """Return the JSON value of a block, mended where sites break it; None if it cannot be read."""
    text = text.strip()
    for mended in (lambda: text, lambda: _mended(text), lambda: _mended(unescape(text)),
                   lambda: _quotes_mended(_mended(text))):
        candidate = mended()
        if not candidate:
            return None
        try:
            return json.JSONDecoder(strict=False).raw_decode(candidate)[0]
        except (ValueError, RecursionError):
            continue
    return None


_QUOTE = re.compile(r'(?<!\\)"')
_OPENS, _CLOSES = re.compile(r"[\[{,:]\s*$"), re.compile(r"\s*(?:[\]}:]|,\s*[\"\[{\d-]|$)")


def _quotes_mended(text: str) -> str:
    """Escape the quotes inside a text (`"a "best" cake"`): those that neither begin nor end it."""
    pieces, position = [], 0
    for found in _QUOTE.finditer(text):
        opens = _OPENS.search(text, max(0, found.start() - 40), found.start()) or not found.start()
        if not opens and not _CLOSES.match(text, found.end()):
            pieces += [text[position:found.start()], "\\"]
            position = found.start()
    return "".join([*pieces, text[position:]])


def _mended(text: str) -> str:
    text = _COMMENT.sub("", _COMMENT.sub("", text)).strip().rstrip(";")
    return _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub(r"\\\\", text))


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of an opening tag, names in lower case."""
    return {name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(tag)}


def canonical_url(page: str, base: str | None = None) -> str | None:
    """Return the address the page gives itself (rel=canonical, else og:url), absolute http(s), or None."""
    head = page[:_HEAD_LENGTH]
    for tag in _LINK.findall(head):
        if "canonical" in tag:
            attributes = attributes_of(tag)
            if attributes.get("rel", "").lower() == "canonical" and (url := web_url(attributes.get("href"), base)):
                return url
    return web_url(meta_content(page, "og:url"), base)


def meta_content(page: str, name: str) -> str | None:
    """Return the content of `<meta property|name=NAME>`, or None."""
    for tag in _META.findall(page[:_HEAD_LENGTH]):
        if name in tag:
            attributes = attributes_of(tag)
            if name in (attributes.get("property"), attributes.get("name"), attributes.get("itemprop")):
                return attributes.get("content") or None
    return None


def page_title(page: str) -> str:
    """Return the page's og:title, else its first h1, else its title; '' if it has none."""
    if found := clean(meta_content(page, "og:title") or ""):
        return found
    for pattern in (_HEADING, _TITLE):
        match = pattern.search(page)
        if match and (found := clean(match.group(1))):
            return found
    return ""


def web_url(value: object, base: str | None = None) -> str | None:
    """Return an absolute http or https URL of at most 2,000 characters without blanks or brackets, or None."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        url = urljoin(base or "", unescape(value.strip()))
    except ValueError:
        return None
    fine = re.fullmatch(r"https?://[^\s<>\"'`\\{}|^]{3,2000}", url, re.IGNORECASE)
    return url if fine and len(url) <= 2000 else None
