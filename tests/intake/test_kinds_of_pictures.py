"""Which reader a picture gets, and how often it is looked at."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from intake.reading import read_document
from ocr.reading import ReceiptReading
from pantry.home import REPOSITORY
from pantry.vocabulary import DocumentKind
from recognition import photo
from recognition.classify import Guess
from recognition.looks.embedder import Embedded

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


@pytest.mark.parametrize(("scale", "expected"), [(2, DocumentKind.RECEIPT), (14, DocumentKind.PHOTO)],
                         ids=["at the foot of a receipt", "on a pack"])
def test_a_receipt_s_number_in_bars_makes_no_pack_of_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: int, expected: DocumentKind) -> None:
    adding_up = replace(NO_RECEIPT, total_minor=100, reconciled=True)
    monkeypatch.setattr("intake.reading._read_receipt", lambda path: adding_up)
    code = zxingcpp.create_barcode("5041504175295", zxingcpp.BarcodeFormat.EAN13)
    bars = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=scale)))
    paper = Image.new("RGB", (1700, 2300), "white")
    ImageDraw.Draw(paper).rectangle((0, 0, 1700, 300), fill=(120, 90, 60))
    paper.paste(bars, (30, 900))
    paper.save(tmp_path / "paper.png")
    assert read_document(tmp_path / "paper.png", "image/png", None, name="paper.png").kind is expected


TAGGED = [("Cream cookie", "P 147.50", "P 147.50")]


@pytest.mark.parametrize(("rows", "expected"), [
    pytest.param(TAGGED, DocumentKind.PHOTO, id="a price tag on a shelf"),
    pytest.param([*TAGGED, ("Total", "147.50")], DocumentKind.RECEIPT, id="a bill for one thing"),
    pytest.param([("12.03.2026", "19:40"), *TAGGED], DocumentKind.RECEIPT, id="a slip with a day"),
])
def test_one_price_makes_a_receipt_only_beside_a_sum_or_a_day(
        tmp_path: Path, rows: list[tuple[str, ...]], expected: DocumentKind) -> None:
    picture = Image.new("RGB", (760, 560), (236, 228, 210))
    font = ImageFont.load_default(40)
    for number, row in enumerate(rows):
        for place, words in enumerate(row):
            left = 40 + 330 * place if len(row) < 3 else (40, 330, 540)[place]
            ImageDraw.Draw(picture).text((left, 60 + 140 * number), words, font=font, fill=(30, 30, 30))
    picture.save(tmp_path / "picture.png")
    assert read_document(tmp_path / "picture.png", "image/png", None, name="picture.png").kind is expected


RECEIPT = REPOSITORY / "samples" / "receipts" / "frischmarkt_lindenhof.png"


def test_a_receipt_beside_a_pack_is_read_and_tags_of_a_shelf_are_not(tmp_path: Path) -> None:
    """The pack's code says that food is seen; what lies beside it stands on the receipt and is taken in once."""
    pack, receipt = Image.open(PACK).convert("RGB").crop((0, 500, 1200, 1600)), Image.open(RECEIPT).convert("RGB")
    beside = Image.new("RGB", (pack.width + receipt.width + 120, max(pack.height, receipt.height) + 80), (150, 120, 90))
    beside.paste(pack, (40, 40))
    tagged = beside.copy()
    beside.paste(receipt, (pack.width + 80, 40))
    beside.save(tmp_path / "beside.png")
    read = read_document(tmp_path / "beside.png", "image/png", None, name="beside.png")
    assert read.kind is DocumentKind.RECEIPT
    assert read.receipt is not None and read.receipt.reconciled
    for number, words in enumerate(("Butter 2.49", "Bread 1.80", "Eggs 3.29", "Cheese 4.10")):
        place = (pack.width + 100, 80 + 200 * number)
        ImageDraw.Draw(tagged).text(place, words, font=ImageFont.load_default(40), fill=(255, 255, 255))
    tagged.save(tmp_path / "tagged.png")
    assert read_document(tmp_path / "tagged.png", "image/png", None, name="tagged.png").kind is DocumentKind.PHOTO
