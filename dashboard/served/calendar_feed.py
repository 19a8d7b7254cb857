"""The calendar a phone subscribes to: one all-day entry for each day on which food is due (RFC 5545).

The address holds a key, derived from a secret of this home: calendars cannot type a password.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dashboard.texts import Texts
from pantry.home import Home
from pantry.storage.read_only_files import is_read_only
from pantry.urgency import DueLot
from pantry.vocabulary import RiskBand

KEY_FILE = "calendar-key"
DAYS_AHEAD = 60
_LINE_BYTES = 74
_SECRET_OF_THIS_PROCESS = secrets.token_bytes(32)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def feed_key(home: Home, household_id: str) -> str:
    """Return the key in a household's calendar address; the home's secret is made on first use.

    In a home without one that can only be read, addresses hold until this process ends.
    """
    return hmac.new(_secret(home.root / KEY_FILE), household_id.encode(), hashlib.sha256).hexdigest()[:32]


def is_feed_key(home: Home, household_id: str, key: str) -> bool:
    """Return whether a key opens a household's calendar, in constant time."""
    return hmac.compare_digest(feed_key(home, household_id).encode(), key.encode())


def _secret(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    if is_read_only(path):
        return _SECRET_OF_THIS_PROCESS
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(secrets.token_bytes(32))
    try:
        os.link(fresh, path)        # the first of two processes wins, and both read what it wrote
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_bytes()


def calendar(household_id: str, dues: Sequence[DueLot], *, texts: Texts, today: date, now: datetime) -> str:
    """Return an iCalendar text with one entry a day that has something due, up to 60 days ahead.

    What is past its date stands on today; what is frozen or has no date is left out.
    """
    by_day: dict[date, list[DueLot]] = {}
    for due in dues:
        if due.due.likely is None or due.risk is RiskBand.FROZEN:
            continue
        day = max(due.due.likely, today)
        if (day - today).days <= DAYS_AHEAD:
            by_day.setdefault(day, []).append(due)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Larder//Expiry//EN", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_escaped(texts('expiry.calendar_name'))}"]
    for day in sorted(by_day):
        lines += _entry(household_id, day, by_day[day], texts, now)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _entry(household_id: str, day: date, dues: Iterable[DueLot], texts: Texts, now: datetime) -> list[str]:
    names = list(dict.fromkeys(due.lot.called(texts.lang) for due in dues))
    said = [f"{due.lot.called(texts.lang)}: {date_words(texts, due)}" for due in dues]
    return [
        "BEGIN:VEVENT", f"UID:{day:%Y%m%d}-{household_id}@larder", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(texts('expiry.calendar_use', names=texts.listing(names)))}",
        f"DESCRIPTION:{_escaped(chr(10).join(said))}", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]


def date_words(texts: Texts, due: DueLot) -> str:
    """Return which date a lot has: "Use by", "Best before", or that it is our own guess."""
    return texts("expiry.guess") if due.due.is_estimate else texts(f"date_kind.{due.due.kind}")


def _escaped(text: str) -> str:
    """Return text as RFC 5545 wants it, without control characters."""
    kept = "".join(one for one in text if one == "\n" or ord(one) >= 32)
    return kept.translate(_ESCAPES)


def _folded(line: str) -> list[str]:
    """Return a content line in pieces of at most 75 bytes; the later ones begin with a blank."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LINE_BYTES:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return [*pieces, piece]
