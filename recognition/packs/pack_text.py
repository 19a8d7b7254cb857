"""The print on a pack, read by `ocr/`: its dates, and the food its words name."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from recognition.packs.dates import find_dates
from recognition.reading import Alternative, Box, PhotoItem, PrintedDate, around

if TYPE_CHECKING:
    from pantry.foods import FoodMatch

# At this score of the catalog about nine in ten names are right; below it print names nothing.
NAME_BAR = 0.9
NAME_LETTERS = 3  # a shorter row, or a number, names nothing however large it is
# A name printed large is the product; the same word in the small print is an ingredient.
NAME_HEIGHT_SHARE = 0.6
# Words take part in a name, but print alone is never sure: it may be a brand or a flavour.
PRINT_CONFIDENCE = 0.6
# So many rows that end in a price, with the letter of its tax, are a receipt; tags on a shelf are fewer.
RECEIPT_PRICES = 4
_PRICE_AT_END = re.compile(r"(?<![\d.,])\d{1,4}[.,]\d\d\s*(?:[A-F*€$£]|EUR|USD|GBP)?\s*$")


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One printed row. height_px: of its letters. confidence: of the reader."""

    text: str
    box: Box
    height_px: int
    confidence: float


@dataclass(frozen=True, slots=True)
class PackText:
    """What is printed: rows from the top, and the dates in them, most important first."""

    rows: tuple[PrintedRow, ...]
    dates: tuple[PrintedDate, ...]

    @property
    def shows_receipt(self) -> bool:
        """Return whether a column of prices is among it, as a receipt's that lies in the picture."""
        return has_prices(self.rows)


def read_pack(bgr: np.ndarray, *, today: date) -> PackText:
    """Read the print of a picture, (height, width, 3) uint8 in the order of OpenCV.

    Raises NotReady when no text reader is installed.
    """
    from ocr.engines.choice import ThoroughEngine, engine
    from ocr.layout.rows import group_rows

    reader, _ = engine()
    # Printers of dates set dots, and brands have letters of their own: nothing the quick reader of receipts learnt.
    read = reader.read_thoroughly if isinstance(reader, ThoroughEngine) else reader.read_words
    words = read(bgr)
    rows = tuple(
        PrintedRow(
            text=row.text,
            box=row.box,
            height_px=row.box[3] - row.box[1],
            confidence=min(word.confidence for word in row.words),
        )
        for row in group_rows(words)
    )
    return PackText(rows, dates_in_rows(rows, today))


def dates_in_rows(rows: tuple[PrintedRow, ...], today: date) -> tuple[PrintedDate, ...]:
    """Find dates in all rows together, as their words may stand a row above, and point each to its row.

    Beside a column of prices a date without words is the day of a purchase: a receipt lies there.
    """
    found = find_dates("\n".join(row.text for row in rows), today)
    is_dated_by_purchase = has_prices(rows)
    return tuple(_in_its_row(one, rows) for one in found if one.kind != "unknown" or not is_dated_by_purchase)


def has_prices(rows: tuple[PrintedRow, ...]) -> bool:
    """Return whether so many rows end in a price that a receipt lies there."""
    return sum(bool(_PRICE_AT_END.search(row.text)) for row in rows) >= RECEIPT_PRICES


def _in_its_row(found: PrintedDate, rows: tuple[PrintedRow, ...]) -> PrintedDate:
    for row in rows:
        if found.text in " ".join(row.text.split()):
            return replace(found, box=row.box, confidence=round(found.confidence * row.confidence, 3))
    return replace(found, confidence=round(found.confidence * 0.5, 3))


def name_food(text: PackText) -> PhotoItem | None:
    """Return the food that the largest print names, None if it names none.

    A receipt's lines name what was bought, which need not be what lies beside it.
    """
    from pantry.foods import catalog

    printed = () if text.shows_receipt else _names(text.rows)
    if not printed:
        return None  # the catalog would take a second to read, and 70 MB, for nothing
    matches = catalog().resolve_many([row.text for row in printed])
    named = [(match, row) for match, row in zip(matches, printed, strict=True) if match and match.score >= NAME_BAR]
    if not named:
        return None
    # Of equal ones the longer: "PEANUT" above "BUTTER" names neither.
    (best, row), *others = sorted(named, key=lambda pair: (-pair[0].score, -len(pair[1].text.split())))
    return PhotoItem(
        food_id=best.food_id,
        label=best.name[:1].upper() + best.name[1:],
        class_name=None,
        class_level=None,
        confidence=round(PRINT_CONFIDENCE * best.score * row.confidence, 3),
        box=row.box,
        count=1,
        alternatives=_others(best.food_id, [match for match, _ in others]),
        needs_review=True,
    )


def _names(rows: tuple[PrintedRow, ...]) -> list[PrintedRow]:
    """Return what may be a name: rows of large letters, and two of them below each other as one."""
    worded = [row for row in rows if sum(letter.isalpha() for letter in row.text) >= NAME_LETTERS]
    tallest = max((row.height_px for row in worded), default=0)
    large = [row for row in worded if row.height_px >= NAME_HEIGHT_SHARE * tallest]
    pairs = [_joined(upper, lower) for upper, lower in pairwise(large) if _is_below(lower, upper)]
    return [*large, *pairs]


def _is_below(lower: PrintedRow, upper: PrintedRow) -> bool:
    gap_px = lower.box[1] - upper.box[3]
    overlap_px = min(lower.box[2], upper.box[2]) - max(lower.box[0], upper.box[0])
    return gap_px <= max(lower.height_px, upper.height_px) and overlap_px > 0


def _joined(upper: PrintedRow, lower: PrintedRow) -> PrintedRow:
    return PrintedRow(
        text=f"{upper.text} {lower.text}",
        box=around(upper.box, lower.box),
        height_px=max(upper.height_px, lower.height_px),
        confidence=min(upper.confidence, lower.confidence),
    )


def _others(food_id: str, matches: "list[FoodMatch]") -> tuple[Alternative, ...]:
    """Return the next foods that were named, each once."""
    named: dict[str, FoodMatch] = {}
    for match in matches:
        if match.food_id != food_id:
            named.setdefault(match.food_id, match)
    return tuple(
        Alternative(match.food_id, match.name, None, round(PRINT_CONFIDENCE * match.score * 0.5, 3))
        for match in [*named.values()][:3]
    )
