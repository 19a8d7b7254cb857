"""Receipts found by the words printed on them: the raw text of every reading is kept, and looked through here."""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial

from intake.reading import cached_reading
from intake.workplace import Workplace
from ocr.reading import ReceiptReading
from pantry.catalog.food_names import fold
from pantry.documents import Document
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
    read_at_us = workplace.journal.read_at_us([DocumentKind.RECEIPT])
    for document in receipts_of(workplace):
        rows = workplace.kept.get(("rows", document.sha256), read_at_us.get(document.sha256),
                                  partial(_rows_of, workplace, document))
        if not all(any(word.search(folded) for _, folded in rows) for word in wanted):
            continue
        receipt = _reading_of(workplace, document)
        if receipt is not None:
            shown = tuple(row for row, folded in rows if any(word.search(folded) for word in wanted))
            found.append(_found(document, receipt, shown))
    return _newest_first(found)[:limit]


def _rows_of(workplace: Workplace, document: Document) -> list[tuple[str, str]]:
    """Return the printed rows of a receipt, each as it is and folded; none where no reading is kept."""
    receipt = _reading_of(workplace, document)
    return [(row, fold(row)) for row in receipt.text.splitlines()] if receipt else []


def latest_receipts(workplace: Workplace, *, limit: int = 20) -> list[FoundReceipt]:
    """Return the receipts that came in last, the latest shopping first, without rows."""
    given = sorted(receipts_of(workplace), key=lambda one: one.received_at, reverse=True)[:limit]
    read = ((document, _reading_of(workplace, document)) for document in given)
    return _newest_first([_found(document, receipt, ()) for document, receipt in read if receipt])


def receipts_of(workplace: Workplace) -> list[Document]:
    """Return the documents that are receipts, each once: neither repeats nor pictures that were cut apart."""
    workplace.view.refresh()
    return [one for one in workplace.view.documents()
            if one.kind is DocumentKind.RECEIPT and not one.repeats and not one.is_divided]


def _reading_of(workplace: Workplace, document: Document) -> ReceiptReading | None:
    read = cached_reading(workplace, document.sha256)
    return read.receipt if read else None


def _found(document: Document, receipt: ReceiptReading, rows: tuple[str, ...]) -> FoundReceipt:
    return FoundReceipt(document.sha256, document.name, receipt.merchant, receipt.purchased_on, receipt.total_minor,
                        receipt.currency, rows)


def _newest_first(found: list[FoundReceipt]) -> list[FoundReceipt]:
    return sorted(found, key=lambda one: one.purchased_on or date.min, reverse=True)
