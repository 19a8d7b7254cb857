"""What was printed on receipts is found again by its words."""

from dataclasses import replace

import pytest

from intake.reading import keep, printed_reading
from intake.receipt_search import search_receipts
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.vocabulary import DocumentKind

OLDER = b"HOFLADEN\nK\xc3\x84SE GOUDA  3,49\nButter  2,19\nSUMME  5,68\n14.01.2026\n"
NEWER = b"MILL SHOP\nGouda mature  4.10\nTOTAL  4.10\n20/01/2026\n"


@pytest.mark.parametrize(("words", "names"), [
    ("gouda", ["newer.txt", "older.txt"]),       # newest first
    ("kase", ["older.txt"]),                     # neither case nor accents count
    ("GOUDA butt", ["older.txt"]),               # every word, by how it begins
    ("ouda", []),
    ("2,19", ["older.txt"]),
    ("gouda leek", []),
    ("", []),
    ("(*", []),
])
def test_receipts_are_found_by_the_words_printed_on_them(words: str, names: list[str], workplace: Workplace) -> None:
    for name, content in (("older.txt", OLDER), ("newer.txt", NEWER)):
        take_in(workplace, content, name=name, kind=DocumentKind.RECEIPT)
    assert [one.document_name for one in search_receipts(workplace, words)] == names


def test_the_rows_that_hold_the_words_are_shown(workplace: Workplace) -> None:
    take_in(workplace, OLDER, name="older.txt", kind=DocumentKind.RECEIPT)
    (found,) = search_receipts(workplace, "gouda butter")
    assert (found.merchant, found.total_minor) == ("HOFLADEN", 568)
    assert found.rows == ("KÄSE GOUDA  3,49", "Butter  2,19")


def test_a_receipt_that_was_read_anew_is_found_by_what_it_says_now(workplace: Workplace) -> None:
    taken = take_in(workplace, OLDER, name="older.txt", kind=DocumentKind.RECEIPT)
    assert search_receipts(workplace, "edamer") == []
    read = printed_reading(workplace, taken.sha256)
    assert read is not None
    assert read.receipt is not None
    newer = replace(read.receipt, text=read.receipt.text.replace("GOUDA", "EDAMER"))
    keep(workplace, taken.sha256, replace(read, receipt=newer))
    assert [one.rows for one in search_receipts(workplace, "edamer")] == [("KÄSE EDAMER  3,49",)]
    assert search_receipts(workplace, "gouda") == []
