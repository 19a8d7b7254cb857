"""Dates printed on packs: from text to candidate days, pure and without a clock of its own.

03/04/23 is 3 April or 4 March: nobody guesses, both are candidates and the date is ambiguous. What settles
the order is the print itself: a year in front, a month in letters, a number above 12.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from recognition.packs.date_shapes import (
    DAY_FIRST_WORDS,
    KIND_WORDS,
    LOT_BEFORE,
    MONTH_CODES,
    MONTHS,
    SHAPES,
    SHAPES_AFTER_WORDS,
    YEAR_FIRST_WORDS,
    compiled,
)
from recognition.reading import DateWord, PrintedDate

# Packs keep from days to a few years: a "date" outside is a lot number, or a pack from a museum.
YEARS_BACK, YEARS_AHEAD = 12, 12
# A pack that is older is seldom in a kitchen: another way to read its date is asked about.
RECENT = timedelta(days=366)
LIFE_WORDS = frozenset({"best_before", "use_by"})
# So far before a date the words that announce it may stand.
WORDS_BEFORE = 30

_PATTERNS, _PATTERNS_AFTER_WORDS = compiled(SHAPES), compiled(SHAPES_AFTER_WORDS)
# Three numbers with letters that printers' zeros and ones are read for.
_MISREAD = re.compile(r"(?<![^\W_])(?=\S*\d)[\dOIl|]{1,2}([./\-])[\dOIl|]{1,2}\1[\dOIl|]{2,4}(?![^\W_])", re.IGNORECASE)
_DIGITS = str.maketrans("OoIil|Ll", "00111111")


Part = Mapping[str, str | None]  # the named groups of a match


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
    text = _MISREAD.sub(lambda match: match[0].translate(_DIGITS), text[:5000])
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
    order = "day" if DAY_FIRST_WORDS.search(text) else "year" if YEAR_FIRST_WORDS.search(text) else "unknown"
    for pattern in (*_PATTERNS, *_PATTERNS_AFTER_WORDS):
        for match in pattern.finditer(text):
            if pattern in _PATTERNS_AFTER_WORDS and not _is_announced(text, match):
                continue
            days = _plausible_days(match.groupdict(), today, order)
            if days or _names_no_day(match):
                yield _Found(match.start(), match.end(), " ".join(match[0].split()), days)


def _is_announced(text: str, match: re.Match[str]) -> bool:
    """Return whether words before it, with no number between, or its own say that the end of a pack's life follows."""
    before = re.split(r"\d", text[max(0, match.start() - WORDS_BEFORE) : match.start()])[-1]
    return _last_kind(before + re.split(r"\d", match[0])[0]) in LIFE_WORDS


def _plausible_days(part: Part, today: date, order: str) -> tuple[date, ...]:
    """Return the days that a match may mean, those of old packs last. order: what the words say stands in front."""
    meant = list(_candidates(part, today, order))
    days = [day for day in meant if _is_plausible(day, today)]
    if meant and order != "day" and not any(day >= today - RECENT for day in days):
        in_front = [day for day in _year_in_front(part) if _is_plausible(day, today)]
        if not days or any(day >= today - RECENT for day in in_front):
            days += in_front
    return tuple(sorted(dict.fromkeys(days), key=lambda day: day < today - RECENT))


def _names_no_day(match: re.Match[str]) -> bool:
    """Return whether a month in letters stands beside a day that it has not: 29 FEB 2027 is not February 2027."""
    part = match.groupdict()
    is_written = bool(part.get("M") and part.get("y")) and 1 <= int(part.get("d") or 0) <= 31
    return is_written and not any(_day(_year(part), _month(part), int(part["d"])))


def _year(part: Part) -> int:
    year = int((part["y"] or "0").lstrip("'’"))
    return year + (2000 if year < 100 else 0)


def _month(part: Part) -> int:
    name = (part.get("M") or "").lower()
    return MONTHS.get(name) or MONTH_CODES.get(name) or int(part.get("m") or 0)


def _candidates(part: Part, today: date, order: str) -> Iterator[date]:
    if part.get("n"):
        yield from _of_two_numbers(int(part["n"] or 0), int(part["k"] or 0), today, order)
    elif not part.get("y"):
        yield from _day_without_year(_month(part), int(part["d"] or 0), today)
    elif part.get("a"):
        yield from _of_three_numbers(part, order)
    elif part.get("d"):
        yield from _day(_year(part), _month(part), int(part["d"] or 0))
    elif not part.get("M") and not part.get("m"):
        yield date(_year(part), 12, 31)
    else:
        yield from _last_of_month(_year(part), _month(part))
        if part.get("gap") is not None and len(part["y"] or "") == 2 and not set("/-") & set(part["gap"] or ""):
            yield from _day_without_year(_month(part), _year(part) - 2000, today)


def _of_three_numbers(part: Part, order: str) -> Iterator[date]:
    """Yield the day of two numbers and a year; words may say that the day, or a year of two digits, is in front."""
    first, second = int(part["a"] or 0), int(part["b"] or 0)
    if order == "year" and len(part["y"] or "") == 2:
        yield from _year_in_front(part)
        return
    pairs = dict.fromkeys([(first, second), (second, first)])
    if order == "day" and 1 <= second <= 12:
        pairs = dict.fromkeys([(first, second)])
    yield from (day for pair in pairs for day in _day(_year(part), pair[1], pair[0]))


def _year_in_front(part: Part) -> Iterator[date]:
    """Yield the day that three numbers of two digits, or such ones around a month in letters, mean if it is."""
    first, last = part.get("a") or part.get("d") or "", part.get("y") or ""
    if len(first) == len(last) == 2 and not part.get("m"):
        yield from _day(2000 + int(first), int(part.get("b") or 0) or _month(part), int(last))


def _of_two_numbers(first: int, second: int, today: date, order: str) -> Iterator[date]:
    """Yield what 10/27 may mean: the end of October 2027, or a day of the year that brings it nearest to today."""
    yield from _last_of_month(2000 + second, first)
    yield from _day_without_year(second, first, today)
    if order != "day":
        yield from _day_without_year(first, second, today)


def _last_of_month(year: int, month: int) -> Iterator[date]:
    if 1 <= month <= 12:
        yield date(year, month, calendar.monthrange(year, month)[1])


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
