"""Rows of a receipt without decimals that a reader of pictures parted from others: marks of taxes, lone digits.

Where money has no decimals, a lone digit looks like a price, and a mark alone parts a column of prices.
"""

import re

from ocr.layout.rows import Row
from ocr.printed.keywords import kind_by_words
from pantry.vocabulary import LineKind

# Marks of tax rates, dots and dashes; a sign of money is dropped where most money is in cells.
_MARKS_ALONE = re.compile(r"[内外軽課非込一ー※*＊・◆◎X\s\W]*", re.IGNORECASE)
_SIGN_OF_MONEY = re.compile(r"[¥￥\\円]")
_LONE_DIGIT = re.compile(r"\W*\d\W*")
_SHORT_NUMBER = re.compile(r"#?\d{1,4}")


def without_marks(rows: list[Row]) -> list[Row]:
    """Return the rows without those that hold marks alone."""
    return [row for row in rows if not _MARKS_ALONE.fullmatch(row.text) or _SIGN_OF_MONEY.search(row.text)]


def without_lone_numbers(rows: list[Row]) -> list[Row]:
    """Return the rows without lone digits, and without short numbers below words such as "table", which they are of."""
    kept: list[Row] = []
    for row in rows:
        is_of_info = (kept and _SHORT_NUMBER.fullmatch(row.text)
                      and kind_by_words(kept[-1].text, after_total=False) is LineKind.INFO)
        if not (is_of_info or _LONE_DIGIT.fullmatch(row.text)):
            kept.append(row)
    return kept
