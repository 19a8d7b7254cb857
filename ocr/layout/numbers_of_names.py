"""Numbers that end a name where money has no decimals and stands elsewhere: "コーラ500", "生ビール 2" above "1,160"."""

import re
from collections.abc import Sequence

from ocr.layout.line_names import has_name
from ocr.printed.amounts import Amount, find_amounts
from ocr.printed.keywords import kind_by_words
from ocr.printed.measures import MAX_PLAIN_COUNT

# Tills part thousands; a longer number without a sign of money is rather an article's.
MAX_PLAIN_DIGITS = 4
_ENDS_IN_NUMBER = re.compile(r"(.*\S)\s(\d{1,4})")
# So many rows that end in small numbers make a column of counts: hardly any goods cost as few yen.
LEAST_COUNTS = 2


def end_in_counts(texts: Sequence[str]) -> bool:
    """Return whether the numbers that end the names of a receipt are counts, all of them being small."""
    matches = [match for text in texts if (match := _ENDS_IN_NUMBER.fullmatch(text)) and has_name(match[1])
               and kind_by_words(text, after_total=True) is None]
    return len(matches) >= LEAST_COUNTS and all(int(match[2]) <= MAX_PLAIN_COUNT for match in matches)


def without_numbers_of_names(text: str, amounts: list[Amount], below: str, *, has_counts: bool) -> list[Amount]:
    """Return the money of a row without decimals, less a last number that is part of its name.

    That is one without a sign of money that is written to a letter, that may be a count and has its money on the row
    below, or that is an article's.
    below: the text of that row, if there is one. has_counts: as `end_in_counts` tells.
    """
    last = amounts[-1] if amounts else None
    if last is None or not text[last.start:last.end].strip().isdecimal():
        return amounts
    before = text[:last.start]
    is_written_to_letter = has_name(before) and before[-1:].isalpha()
    is_count = has_name(before) and 0 < last.minor <= MAX_PLAIN_COUNT and (
        has_counts or _is_dearer_money(below, last.minor))
    is_of_article = last.end - last.start > MAX_PLAIN_DIGITS
    return amounts[:-1] if is_written_to_letter or is_count or is_of_article else amounts


def _is_dearer_money(text: str, minor: int) -> bool:
    """Return whether a row is money alone, and more than so many minor units."""
    found = find_amounts(text, decimals=0)
    rest = text[:found[0].start] + text[found[-1].end:] if found else text
    return len(found) == 1 and found[0].minor > minor and not has_name(rest)
