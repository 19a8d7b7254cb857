"""Dates and times as receipts print them, with the order of day and month that the receipt suggests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from ocr.printed.keywords import fold_accents, normalise

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "maer": 3, "mrz": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12,
    "jaen": 1, "fev": 2, "avr": 4, "juin": 6, "juil": 7, "aou": 8, "gen": 1, "mag": 5, "giu": 6, "lug": 7, "set": 9,
    "ott": 10, "mrt": 3, "maa": 3, "mei": 5, "maj": 5, "des": 12,
}
# Short for months, and words of goods as well: with them a year has four digits.
_OTHER_WORDS = frozenset({"set", "mag", "gen", "lug", "ott", "mei", "maa"})
_NAMES_OF_MONTHS = """
    january february march april may june july august september october november december
    januar jaenner februar maerz mai juni juli oktober dezember
    janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    januari februari maart mei augustus
    marts maj desember
    janeiro fevereiro maio junho julho setembro outubro novembro dezembro
"""
_MONTH_NAMES = tuple(_NAMES_OF_MONTHS.split())
# Letters of a month's name that may be misread.
MAX_MISREAD = 2
_D = r"[0-9OolI]"
_NUMERIC = re.compile(
    rf"(?<![0-9.,/-])({_D}{{1,2}})\s?([./-])\s?({_D}{{1,2}})\s?([./-])\s?(\d{{4}}|\d{{2}})"
    r"(?:(?![0-9])|(?=[0-2]\d:[0-5]\d))(?![.,/-]\d)")
# Stuck to a number before it, or without separators; only where nothing better is printed.
_STUCK = re.compile(r"([0-3]\d)([/.-])(0\d|1[0-2])\2(20\d\d)(?![0-9/])")
_DAY_COMPACT = re.compile(r"(?<![0-9])([0-3]\d)\s?(0[1-9]|1[0-2])\s?(20[0-4]\d)(?![0-9])")
_ISO = re.compile(rf"(?<![0-9])(20\d\d)\s?([./年-])\s?({_D}{{1,2}})\s?([./月-])\s?({_D}{{1,2}})(?![0-9])")
# "Gouda jung 7.02" and "1 Sale marino 1,21" end in money, not in a day and a year.
_DAY_NAME = re.compile(
    r"(?<![0-9])(\d{1,2})(?:st|nd|rd|th|er|\.)?(?:[\s./-]{0,3}|\sde\s)([a-z]{3,10})(?:[\s.,/'-]{0,3}|\sde\s)(\d{4}|\d{2})(?![0-9]|[.,]\d\d(?!\d))")
_NAME_DAY = re.compile(
    r"(?<![a-z])([a-z]{3,9})[\s.,/-]{0,3}(\d{1,2})(?:st|nd|rd|th)?(?![.,]\d\d(?!\d))[\s.,/'’-]{1,3}(\d{4}|\d{2})(?![0-9:]|[.,]\d\d(?!\d))")
# Japanese years: those of an emperor's era (R8 and 令和8年 are 2026), and two digits of the western year.
_ERA = re.compile(
    r"(令和|平成|(?<![A-Za-z0-9])[RH](?=\s?\d{1,2}\s?[年.]))\s?"
    r"(元|\d{1,2})\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})(?![0-9])")
_YEARS_BEFORE_ERA = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_SHORT_YEAR = re.compile(r"(?<![0-9和成RH])(\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})(?=\s?日)")
_COMPACT = re.compile(r"(?<![0-9])(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?![0-9])")
_TIME = re.compile(r"(?<![0-9.,:])([01]?\d|2[0-3])\s?[:.]\s?([0-5]\d)(?:\s?[:.]\s?[0-5]\d)?\s?(am|pm|a|p|uhr)?\b")
_KEYWORD = re.compile(r"\bdate\b|\bdatum\b|\bfecha\b|\binvoice date\b|\bdt\b|日付|\bsale\b")
_NOT_PURCHASE = re.compile(
    r"\bexp\w*\b|\bvalid\b|\bgueltig\b|\bbirth\b|\breturn\b|\buntil\b|\bbis\b|\bfrom\b|\bab\b|\bdue\b|\bsince\b|\bseit\b|期限|末日|\bbefore\b|\bprint"
    r"|\borig(?:inal)?\W*(?:sale|purchase|trans\w*|\d)|\burspruengl\w*")
_AS_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
EARLIEST_YEAR = 1995


@dataclass(frozen=True, slots=True)
class FoundDate:
    """The date of purchase: value, printed time if any, and whether day and month could be swapped."""

    value: date
    time: str | None
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    numbers: tuple[int, int, int]   # as printed, or year, month, day when is_ordered
    is_ordered: bool
    score: float
    row: int


def find_date(texts: list[str], *, day_first: bool, latest: date, is_certain: bool = False,
              year_first: bool = False) -> FoundDate | None:
    """Return the date of purchase among the rows of a receipt.

    texts: rows from top to bottom. day_first: the order the receipt's language and currency suggest; a
    date elsewhere on the receipt that allows only one order overrules it. latest: no purchase is later.
    is_certain: the receipt's country knows only this order, so that no date is ambiguous.
    year_first: the country prints the year first, also where it has two digits.
    """
    candidates = [candidate for number, text in enumerate(texts) for candidate in _candidates(text, number)]
    order = _proven_order(candidates)
    found: list[tuple[float, date, bool, int]] = []
    for candidate in candidates:
        value, ambiguous = _resolve(candidate, day_first if order is None else order, latest, year_first=year_first)
        if value:
            is_open = ambiguous and order is None and not is_certain
            found.append((candidate.score, value, is_open, candidate.row))
    if not found:
        return None
    repeated = {value: sum(entry[1] == value for entry in found) for _, value, _, _ in found}
    _, value, ambiguous, row = max(found, key=lambda entry: (entry[0] + 0.5 * min(3, repeated[entry[1]]), -entry[3]))
    return FoundDate(value, _time_near(texts, row), ambiguous)


def _candidates(text: str, row: int) -> list[_Candidate]:
    """Return all dates a row may hold, scored by what stands around them."""
    plain = normalise(text)
    rest = _ISO.sub(" ", _NUMERIC.sub(" ", text.casefold()))
    score = 1.0 * bool(_KEYWORD.search(plain)) + 0.7 * bool(_TIME.search(rest))
    score -= 2.0 * bool(_NOT_PURCHASE.search(plain))
    found = []
    for match in _ISO.finditer(text):
        numbers = tuple(int(match[n].translate(_AS_DIGITS)) for n in (1, 3, 5))
        found.append(_Candidate(numbers, True, score + 1.0, row))  # type: ignore[arg-type]
    found += _japanese_years(text, score, row)
    for match in _NUMERIC.finditer(text):
        first, second, third = (int(match[n].translate(_AS_DIGITS)) for n in (1, 3, 5))
        if match[2] != match[4] and len(match[5]) == 2 and {match[2], match[4]} == {"/", "."}:
            continue  # "2/ 1.00": two for one
        value = score + (0.6 if len(match[5]) == 4 else 0.0)
        if match[2] == match[4] == "." and first <= 31 and 1 <= second <= 12:
            # Dots part day, month and year; no country writes the month first with them.
            found.append(_Candidate((_full_year(third), second, first), True, value, row))
        else:
            found.append(_Candidate((first, second, third), False, value, row))
    found += _named_months(fold_accents(text), score, row)
    if not found:
        found += [_Candidate((int(m[1]), int(m[2]), int(m[3])), True, score - 0.8, row)
                  for m in _COMPACT.finditer(text)]
        found += [_Candidate((int(m[1]), int(m[3]), int(m[4])), False, score - 0.4, row)
                  for m in _STUCK.finditer(text)]
        found += [_Candidate((int(m[3]), int(m[2]), int(m[1])), True, score - 1.0, row)
                  for m in _DAY_COMPACT.finditer(text)]
    return found


def _named_months(text: str, score: float, row: int) -> list[_Candidate]:
    """Return dates whose month is a word: 12 Mar 2018, Mar 12, 2018."""
    found = []
    for pattern, day, month in ((_DAY_NAME, 1, 2), (_NAME_DAY, 2, 1)):
        for match in _overlapping(pattern, text):
            number = _month(match[month], has_full_year=len(match[3]) == 4)
            if number:
                found.append(_Candidate((_full_year(int(match[3])), number, int(match[day])), True, score + 0.8, row))
    return found


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield all matches, overlapping ones as well: in "1  Sat 21 Nov 2026" the first would take the day away."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)


def _japanese_years(text: str, score: float, row: int) -> list[_Candidate]:
    """Return dates in years of an era or in two digits of the western year: 令和8年3月24日, R8.3.24, 26年3月24日."""
    found = []
    for match in _ERA.finditer(text):
        year = _YEARS_BEFORE_ERA[match[1]] + (1 if match[2] == "元" else int(match[2]))
        found.append(_Candidate((year, int(match[3]), int(match[4])), True, score + 1.0, row))
    for match in _SHORT_YEAR.finditer(text):
        found.append(_Candidate((_full_year(int(match[1])), int(match[2]), int(match[3])), True, score + 0.8, row))
    return found


def _month(word: str, *, has_full_year: bool) -> int | None:
    """Return the month that a word names, None for other words that begin alike: "1 Marinara 12", "2 set 15"."""
    short = next((word[:length] for length in (4, 3) if word[:length] in MONTHS), None)
    if short is None or (short in _OTHER_WORDS and not has_full_year):
        return None
    is_month = len(word) <= len(short) + 1 or any(
        Levenshtein.distance(word, name, score_cutoff=MAX_MISREAD) <= MAX_MISREAD for name in _MONTH_NAMES)
    return MONTHS[short] if is_month else None


def _full_year(year: int) -> int:
    """Return a two-digit year in this century."""
    return year if year >= 100 else 2000 + year


def _proven_order(candidates: list[_Candidate]) -> bool | None:
    """Return True for day first, False for month first, when some date allows only one; else None."""
    day_first = any(not c.is_ordered and 12 < c.numbers[0] <= 31 and c.numbers[1] <= 12 for c in candidates)
    month_first = any(not c.is_ordered and c.numbers[0] <= 12 < c.numbers[1] <= 31 for c in candidates)
    if day_first == month_first:
        return None
    return day_first


def _resolve(candidate: _Candidate, day_first: bool, latest: date, *, year_first: bool) -> tuple[date | None, bool]:
    """Return the date and whether the other order would be a date as well."""
    first, second, third = candidate.numbers
    if candidate.is_ordered:
        return _valid(first, second, third, latest), False
    by_year = _valid(_full_year(first), second, third, latest) if year_first else None
    if by_year:
        return by_year, False
    year = _full_year(third)
    by_day, by_month = _valid(year, second, first, latest), _valid(year, first, second, latest)
    if by_day and by_month:
        return (by_day if day_first else by_month), by_day != by_month
    # Three two-digit numbers may also begin with the year: 15/05/29.
    return by_day or by_month or _valid(_full_year(first), second, third, latest), False


def _valid(year: int, month: int, day: int, latest: date) -> date | None:
    """Return the date if it exists and lies between 1995 and `latest`."""
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    return value if date(EARLIEST_YEAR, 1, 1) <= value <= latest else None


def _time_near(texts: list[str], row: int) -> str | None:
    """Return HH:MM printed on the row of the date or its neighbours."""
    for near in (row, row + 1, row - 1):
        if 0 <= near < len(texts):
            text = _NUMERIC.sub(" ", _ISO.sub(" ", texts[near])).casefold()
            match = re.search(r"(?<![0-9.,:])([01]?\d|2[0-3])[:h]([0-5]\d)(?::[0-5]\d)?\s?(am|pm)?", text)
            if match:
                hour = int(match[1]) % 12 + (12 if match[3] == "pm" else 0) if match[3] else int(match[1])
                return f"{hour:02d}:{match[2]}"
    return None
