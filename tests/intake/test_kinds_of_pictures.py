"""Which reader a picture gets, and how often it is looked at."""

from pathlib import Path

import pytest

from intake.reading import read_document
from ocr.reading import ReceiptReading
from pantry.home import REPOSITORY
from pantry.vocabulary import DocumentKind
from recognition import photo
from recognition.classify import Guess
from recognition.embedder import Embedded

PACK = REPOSITORY / "samples" / "photos" / "pack.jpg"
NO_RECEIPT = ReceiptReading("", "", None, None, None, None, None, (), 0.0, "none", "0", 0)


def test_a_picture_that_may_be_a_receipt_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def counted(seen: Embedded) -> list[Guess]:
        looked.append(len(seen.tuned))
        return classify(seen)

    def no_receipt(path: Path) -> ReceiptReading:
        return NO_RECEIPT

    classify = photo.classify
    monkeypatch.setattr(photo, "classify", counted)
    # Without its code the pack is a thing nobody knows, so its text decides whether it is a receipt.
    monkeypatch.setattr(photo, "read_barcodes", lambda *_, **__: [])
    monkeypatch.setattr("intake.reading._read_receipt", no_receipt)
    read = read_document(PACK, "image/jpeg", None, name="pack.jpg")
    assert read.kind is DocumentKind.PHOTO
    assert read.photo is not None and read.photo.dates  # its print was read all the same
    assert looked == [1]
