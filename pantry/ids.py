"""Event ids: monotone UUIDv7 for clicks, derived UUIDv5 for everything that comes from a document."""

import hashlib
import re
import secrets
import threading
import time
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

# Fixed for ever: ids derived from it must not change between versions.
_DOCUMENT_NAMESPACE = uuid.UUID("9a1f6b52-6c1e-5f0e-8a43-2f1d0c7e5b10")
_BUCKETS = 64

_lock = threading.Lock()
_last = 0


def new_event_id() -> str:
    """Return a UUIDv7 that is greater than every one this process made before (RFC 9562, method 3).

    Python 3.11 has no `uuid.uuid7`; 48 bits of milliseconds, 12 bits of the next microsecond fraction,
    62 random bits. When the clock stands or goes back, the last value is counted up.
    """
    global _last
    with _lock:
        now = time.time_ns()
        milliseconds, rest_ns = divmod(now, 1_000_000)
        ticks = (milliseconds << 12) | (rest_ns * 4096 // 1_000_000)
        _last = max(ticks, _last + 1)
        milliseconds, fraction = _last >> 12, _last & 0xFFF
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def line_key(raw_text: str) -> str:
    """Return the normalised raw text that identifies a line of a document (at most 200 characters)."""
    text = unicodedata.normalize("NFKC", raw_text).casefold()
    return re.sub(r"\s+", " ", text).strip()[:200] or "-"


def document_event_id(household_id: str, sha256: str, what: str, *, occurrence: int = 0, part: int = 0) -> str:
    """Return the id of an event that a document caused.

    what: the line's key, or a word such as "received" for events about the whole document.
    The same document read again by any engine gives the same id, so a second append writes nothing.
    """
    name = "\x1f".join((household_id, sha256, what, str(occurrence), str(part)))
    return str(uuid.uuid5(_DOCUMENT_NAMESPACE, name))


def reviewed_line_id(household_id: str, line: Mapping[str, Any]) -> str:
    """Return the id that stands for one line of a document: the id of the first `line_reviewed` about it.

    line: the event's payload; document_sha256, line_key, and occurrence and part where they are not 0.
    """
    return document_event_id(
        household_id, line["document_sha256"], f"line:{line['line_key']}",
        occurrence=line.get("occurrence", 0), part=line.get("part", 0),
    )


def bucket_of(household_id: str) -> int:
    """Return the bucket (0 to 63) of a household: the first byte of its sha256, never a database's hash()."""
    return hashlib.sha256(household_id.encode()).digest()[0] % _BUCKETS
