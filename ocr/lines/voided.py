"""Items that a receipt itself takes back: each refund on it finds the item that it strikes."""

import re

from ocr.lines.taken_back import is_heading_of_returns
from ocr.printed.keywords import VOID, normalise
from ocr.reading import ReceiptLine, ReceiptReading
from pantry.vocabulary import LineKind

_WORD = re.compile(r"[^\W\d_]{3,}")


def voided_lines(reading: ReceiptReading) -> frozenset[int] | None:
    """Return the line numbers of the items that refunds strike whole; None where it is not known what was returned.

    A refund strikes the last item above it of the same money that shares a word with it; where it has no words but
    those of striking, the only item of that money.
    """
    refunds = [line for line in reading.lines if line.kind is LineKind.REFUND]
    if not refunds and any(map(is_heading_of_returns, reading.text.splitlines())):
        return None  # "** RETURN **" above prices that are printed without a minus
    struck: set[int] = set()
    for refund in refunds:
        item = _struck_by(refund, [item for item in reading.items if item.line_no not in struck])
        if item is None:
            return None
        struck.add(item.line_no)
    return frozenset(struck)


def _struck_by(refund: ReceiptLine, items: list[ReceiptLine]) -> ReceiptLine | None:
    """Return the item that a refund strikes, if it can be told."""
    above = [item for item in items
             if item.line_no < refund.line_no and item.total_minor == -(refund.total_minor or 0)]
    words = _words(VOID.sub(" ", normalise(refund.name)))
    if not words:
        return above[0] if len(above) == 1 else None
    return next((item for item in reversed(above) if _words(normalise(item.name)) & words), None)


def _words(text: str) -> set[str]:
    """Return the words of three letters and more."""
    return set(_WORD.findall(text))
