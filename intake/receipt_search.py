"""Receipts found by the words printed on them: the raw text of every reading is kept, and looked through here."""

import re
from dataclasses import dataclass
from datetime import date

from intake.reading import cached_reading
from intake.workplace import Workplace
from pantry.food_names import fold
from pantry.vocabulary import DocumentKind

_WORD = re.compile(r"\w+(?:[.,]\w+)*")
MAX_WORDS = 20


@dataclass(frozen=True, slots=True)
class FoundReceipt:
    """A receipt that shows all words looked for. rows: the printed rows with any of them, from top to bottom."""

    sha256: str
    document_name: str
    merchant: str | None
    purchased_on: date | None
    total_minor: int | None
    currency: str | None
    rows: tuple[str, ...]


def search_receipts(workplace: Workplace, words: str, *, limit: int = 20) -> list[FoundReceipt]:
    """Return the household's receipts on which every word begins a printed word, newest first; [] for no words.

    Case and accents do not count. A receipt that repeats another, or was cut apart, is found once.
    """
    wanted = [re.compile(rf"(?<!\w){re.escape(word)}") for word in _WORD.findall(fold(words))[:MAX_WORDS]]
    found: list[FoundReceipt] = []
    if not wanted:
        return found
    workplace.view.refresh()
    for document in workplace.view.documents():
        if document.kind is not DocumentKind.RECEIPT or document.repeats or document.is_divided:
            continue
        read = cached_reading(workplace, document.sha256)
        if read is None or read.receipt is None:
            continue
        receipt = read.receipt
        rows = [(row, fold(row)) for row in receipt.text.splitlines()]
        if all(any(word.search(folded) for _, folded in rows) for word in wanted):
            shown = tuple(row for row, folded in rows if any(word.search(folded) for word in wanted))
            found.append(FoundReceipt(document.sha256, document.name, receipt.merchant, receipt.purchased_on,
                                      receipt.total_minor, receipt.currency, shown))
    found.sort(key=lambda one: one.purchased_on or date.min, reverse=True)
    return found[:limit]
