"""Pages that a browser saved as one file: MHTML (Chromium's "single file") and Safari's web archive.

Only the page itself is taken out, as UTF-8, with the address it was saved from; pictures and styles beside it stay.
"""

import plistlib
import re
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

from pantry.errors import Refused
from recipes.pages.markup import web_url

_SAVED_BY = re.compile(rb"\A\s*From:\s*<?saved by\b", re.IGNORECASE)
_RELATED = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_MHTML_SUFFIXES = frozenset({".mhtml", ".mht"})
WEB_ARCHIVE_MARK = b"bplist00"
_MOST_PARTS = 5_000


class SavedPage(NamedTuple):
    """The markup of a page, in UTF-8 where its encoding is known, and where it was saved from."""

    markup: bytes
    url: str | None


def looks_like_mhtml(data: bytes, suffix: str = "") -> bool:
    """Say whether a file is a page with all its parts as a mail; suffix: of its name, in lower case."""
    head = data[:4_000]
    return bool(_SAVED_BY.match(head) or (suffix in _MHTML_SUFFIXES and _RELATED.search(head)))


def read_mhtml(data: bytes) -> SavedPage:
    """Return the page of an MHTML file. Raises Refused E-REC-001 where it holds none."""
    mail = message_from_bytes(data)
    for number, part in enumerate(mail.walk()):
        if number >= _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            markup = part.get_payload(decode=True)
            if isinstance(markup, bytes) and markup.strip():
                url = web_url(_header(part, "content-location")) or web_url(
                    _header(mail, "snapshot-content-location"))
                return SavedPage(_as_utf8(markup, part.get_content_charset()), url)
    raise Refused("E-REC-001", "There is no page in this file.")


def read_web_archive(data: bytes) -> SavedPage:
    """Return the page of a web archive. Raises Refused E-REC-003 for another property list."""
    try:
        archive = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
        page = archive["WebMainResource"]
        markup, url, encoding = (page.get(f"WebResource{name}") for name in ("Data", "URL", "TextEncodingName"))
    # A damaged property list surfaces as any of these.
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise Refused("E-REC-003", "This is no page, text or export that recipes are read from.") from error
    if not isinstance(markup, bytes) or not markup.strip():
        raise Refused("E-REC-001", "There is no page in this file.")
    return SavedPage(_as_utf8(markup, encoding if isinstance(encoding, str) else None), web_url(url))


def _header(part: Message, name: str) -> str | None:
    value = part.get(name)
    return None if value is None else str(value)


def _as_utf8(markup: bytes, encoding: str | None) -> bytes:
    """Return the page in UTF-8 where its file names another encoding, which the page itself need not."""
    if not encoding or encoding.casefold() in ("utf-8", "utf8"):
        return markup
    try:
        return markup.decode(encoding, errors="replace").encode()
    except (LookupError, ValueError):
        return markup
