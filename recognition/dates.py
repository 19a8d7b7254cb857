"""Dates printed on packs: from text to candidate days, pure and without a clock of its own.

03/04/23 is 3 April or 4 March: nobody guesses, both are candidates and the date is ambiguous. What settles
the order is the print itself: a year in front, a month in letters, a number above 12.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from recognition.reading import DateWord, PrintedDate

# Packs keep from days to a few years: a "date" outside is a lot number, or a pack from a museum.
YEARS_BACK, YEARS_AHEAD = 12, 12

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan january januar jän jänner ja", "feb february februar fe", "mar march märz mär mrz maerz mr",
            "apr april ap", "may mai ma", "jun june juni jn", "jul july juli jl", "aug august au",
            "sep sept september se", "oct october okt oktober oc", "nov november no",
            "dec december dez dezember de",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

# Printers and readers drop spaces: "BESTBEFORE03/04/23" must do.
KIND_WORDS: tuple[tuple[DateWord, str], ...] = (
    ("packed_on", r"packed|\bpkd|\bprod|\bmade\b|\bmf[gd]|manufact|abgepackt|verpackt|herstell|hergestellt|제조"),
    ("use_by", r"use[\s.\-]*by|use[\s.\-]*before|verbrauch|\bexp|consommer (?:jusqu|avant)|caduc"),
    ("best_before", r"best[\s.\-]*(?:if|before|by)|\bbb[ed]?\b|mindestens|haltbar|\bmhd|까지|pr[ée]f[ée]r"),
)
# In German print the day always comes first; French and Spanish stand on packs of both Americas too.
DAY_FIRST_WORDS = re.compile(r"mindestens|haltbar|\bmhd|verbrauch|abgepackt|verpackt|hergestellt", re.IGNORECASE)
# A lot number may read like a date; "1 L" is a litre.
LOT_BEFORE = re.compile(
    r"(?:(?:(?<!\d\s)|(?<=\d{4}\s))\bL|\bLOT|\bBATCH|\bCHARGE|\bCH\.?\s?-?\s?B)[\s.:#\-]*(?:N[RO]\b[\s.:]*)?$",
    re.IGNORECASE,
)

# Both separators of one date are alike: "02.01/10:08 2022" holds none.
_FIRST, _SAME = r"\s?(?P<s>[./\-]|\s)\s?", r"\s?(?P=s)\s?"
_LETTERS = "|".join(sorted((name for name in MONTHS if len(name) > 2), key=len, reverse=True))
# Most telling first. y year, m month, d day, M month in letters; a and b: day and month in unknown order.
_SHAPES: tuple[str, ...] = (
    rf"(?P<y>20\d\d){_FIRST}(?P<m>\d{{1,2}}){_SAME}(?P<d>\d{{1,2}})",
    rf"(?P<a>\d{{1,2}}){_FIRST}(?P<b>\d{{1,2}}){_SAME}(?P<y>20\d\d)",
    rf"(?P<a>\d{{1,2}})\s?(?P<s>[./\-])\s?(?P<b>\d{{1,2}}){_SAME}(?P<y>\d\d)",
    rf"(?P<d>\d{{1,2}})[\s.\-/]*(?P<M>{_LETTERS})[\s.,\-/]*(?P<y>20\d\d|\d\d)",
    rf"(?P<M>{_LETTERS})[\s.\-/]*(?P<d>\d{{1,2}})[\s.,\-/]+(?P<y>20\d\d|\d\d)",
    rf"(?P<M>{_LETTERS})(?P<gap>[\s.,\-/]*)(?P<y>20\d\d|\d\d)",
    r"(?<![./\-])(?P<m>\d{1,2})\s?[./\-]\s?(?P<y>20\d\d)",
    r"(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)",
    r"(?P<a>\d\d)(?P<b>\d\d)(?P<y>20\d\d)",
    r"(?P<a>\d\d)\s(?P<b>\d\d)\s(?P<y>\d\d)",
)
_PATTERNS = tuple(re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE) for pattern in _SHAPES)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    text: str
    days: tuple[date, ...]


def find_dates(text: str, today: date, *, confidence: float = 1.0) -> list[PrintedDate]:
    """Find the dates in the text of a pack, those that end its life first.

    text: lines as printed, separated by newlines. today: used to drop years no pack carries and to find the year of a
    day without one, never to choose between day and month. confidence: how sure the text is; an ambiguous date, and a
    lot number that may be one, keeps at most half. Of two dates without words the earlier is when it was packed.
    """
    text = text[:5000]
    found = [one for one in _without_overlaps(_all_shapes(text, today)) if one.days]
    dates = [one for one in found if not _is_lot(text, one)]
    if not dates:
        confidence *= 0.5
    return _dated(text, dates or found, confidence)


def _is_lot(text: str, one: "_Found") -> bool:
    return LOT_BEFORE.search(text[max(0, one.start - 20) : one.start]) is not None


def _dated(text: str, found: list["_Found"], confidence: float) -> list[PrintedDate]:
    """Return what was found with the words beside it, those that end a pack's life first."""
    kinds = _pair_without_words([_kind_beside(text, one, found) for one in found], found)
    dates = [
        PrintedDate(
            text=one.text,
            iso=tuple(day.isoformat() for day in one.days),
            kind=kind,
            is_ambiguous=len(one.days) > 1,
            confidence=round(confidence * (0.5 if len(one.days) > 1 else 1.0), 3),
        )
        for one, kind in zip(found, kinds, strict=True)
    ]
    order: dict[str, int] = {"use_by": 0, "best_before": 1, "unknown": 2, "packed_on": 3}
    return sorted(dict.fromkeys(dates), key=lambda one: order[one.kind])


def _all_shapes(text: str, today: date) -> Iterator[_Found]:
    day_first = DAY_FIRST_WORDS.search(text) is not None
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            meant = _candidates(match, today, day_first=day_first)
            days = tuple(dict.fromkeys(day for day in meant if _is_plausible(day, today)))
            if days or _names_no_day(match):
                yield _Found(match.start(), match.end(), " ".join(match[0].split()), days)


def _names_no_day(match: re.Match[str]) -> bool:
    """Return whether a month in letters stands beside a day that it has not: 29 FEB 2027 is not February 2027."""
    part = match.groupdict()
    is_written = bool(part.get("M")) and 1 <= int(part.get("d") or 0) <= 31
    return is_written and not any(_day(_year(part), MONTHS[part["M"].lower()], int(part["d"])))


def _year(part: dict[str, str | None]) -> int:
    year = int(part["y"] or 0)
    return year + (2000 if year < 100 else 0)


def _candidates(match: re.Match[str], today: date, *, day_first: bool) -> Iterator[date]:
    part = match.groupdict()
    year = _year(part)
    if "a" in part:
        first, second = int(part["a"]), int(part["b"])
        pairs = dict.fromkeys([(first, second), (second, first)])
        if day_first and 1 <= second <= 12:
            pairs = dict.fromkeys([(first, second)])
        yield from (day for pair in pairs for day in _day(year, pair[1], pair[0]))
        return
    month = MONTHS[part["M"].lower()] if part.get("M") else int(part["m"])
    if "d" in part:
        yield from _day(year, month, int(part["d"]))
    elif 1 <= month <= 12:
        yield date(year, month, calendar.monthrange(year, month)[1])
        if part.get("gap") is not None and len(part["y"]) == 2 and not set("/-") & set(part["gap"]):
            yield from _day_without_year(month, int(part["y"]), today)


def _day_without_year(month: int, day: int, today: date) -> Iterator[date]:
    """Yield the day of the month in the year that brings it nearest to today: JUL 26 may be the 26th of July."""
    days = [one for year in (today.year - 1, today.year, today.year + 1) for one in _day(year, month, day)]
    if days:
        yield min(days, key=lambda one: abs(one - today))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        yield date(year, month, day)


def _is_plausible(day: date, today: date) -> bool:
    back, ahead = timedelta(days=366 * YEARS_BACK), timedelta(days=366 * YEARS_AHEAD)
    return today - back <= day <= today + ahead


def _without_overlaps(candidates: Iterator[_Found]) -> list[_Found]:
    """Where two claim the same characters keep the one that starts first, then the more telling shape."""
    kept: list[_Found] = []
    for one in sorted(candidates, key=lambda found: found.start):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return kept


def _kind_beside(text: str, one: _Found, found: list[_Found]) -> DateWord:
    """Return what the words say: those before the date, back to the date before it, then those just after."""
    before_start = max((other.end for other in found if other.end <= one.start), default=0)
    next_start = min((other.start for other in found if other.start >= one.end), default=len(text))
    before = _last_kind(text[max(before_start, one.start - 80) : one.start])
    if before != "unknown":
        return before
    line_end = text.find("\n", one.end)
    line_end = line_end if line_end >= 0 else len(text)
    # A word between two dates belongs to the second.
    return "unknown" if next_start < line_end else _last_kind(text[one.end : min(line_end, one.end + 12)])


def _last_kind(words: str) -> DateWord:
    places = [
        (match.end(), -rank, kind)
        for rank, (kind, pattern) in enumerate(KIND_WORDS)
        for match in re.finditer(pattern, words, re.IGNORECASE)
    ]
    return max(places)[2] if places else "unknown"


def _pair_without_words(kinds: list[DateWord], found: list[_Found]) -> list[DateWord]:
    if len(found) != 2 or set(kinds) != {"unknown"} or found[0].days[0] == found[1].days[0]:
        return kinds
    packed_first = found[0].days[0] < found[1].days[0]
    return ["packed_on", "best_before"] if packed_first else ["best_before", "packed_on"]
