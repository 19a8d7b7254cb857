"""The same receipt twice: photographed again, or as photo and PDF. Linked and named, never counted twice."""

import json
from collections import Counter
from typing import TYPE_CHECKING

from intake.reading import printed_reading
from intake.workplace import Workplace
from ocr.layout.drafts import GOODS_KINDS
from pantry.vocabulary import DocumentKind

if TYPE_CHECKING:
    from ocr.reading import ReceiptReading

# Two readings of one receipt may differ in a misread amount or a lost line.
_SAME_SHARE = 0.8


def find_repeat(workplace: Workplace, sha256: str, receipt: "ReceiptReading") -> str | None:
    """Return the sha256 of the document that already holds this receipt, or None.

    It is the same when day and total are the same and at least four in five amounts are.
    """
    if receipt.purchased_on is None or receipt.total_minor is None:
        return None
    day, total = (json.dumps({name: value})[1:-1] for name, value in (
        ("purchased_on", receipt.purchased_on.isoformat()), ("total_minor", receipt.total_minor)))
    likely = set(workplace.journal.readings_holding(DocumentKind.RECEIPT, day, total)) - {sha256}
    for document in reversed(workplace.view.documents()):
        if document.sha256 not in likely or document.repeats or document.kind is not DocumentKind.RECEIPT:
            continue
        read = printed_reading(workplace, document.sha256)
        if read is not None and read.receipt is not None and is_same_receipt(receipt, read.receipt):
            return document.sha256
    return None


def is_same_receipt(first: "ReceiptReading", second: "ReceiptReading") -> bool:
    """Return whether two readings show one receipt: day, total, time where both print it, and amounts."""
    if (first.purchased_on, first.total_minor) != (second.purchased_on, second.total_minor):
        return False
    times = {first.purchased_at_time, second.purchased_at_time} - {None}
    if len(times) > 1:
        return False
    amounts = [Counter(line.total_minor for line in reading.lines if line.kind in GOODS_KINDS)
               for reading in (first, second)]
    most = max(amounts[0].total(), amounts[1].total())
    return most > 0 and (amounts[0] & amounts[1]).total() >= _SAME_SHARE * most
