"""Our own sample receipts are read in full: golden cases written by hand from what was drawn."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from ocr.engines.choice import Engine
from ocr.reading import ReceiptReading
from ocr.receipt import read_receipt, read_receipt_bytes, read_receipt_with_words
from pantry.home import REPOSITORY

FOLDER = REPOSITORY / "samples" / "receipts"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
GOODS = ("item", "discount", "deposit", "refund")
_read: dict[str, ReceiptReading] = {}


def reading_of(name: str, engine: Engine) -> ReceiptReading:
    """Read a sample once for all tests."""
    if name not in _read:
        _read[name] = read_receipt(FOLDER / name, engine=engine)
    return _read[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_head_and_sums_of_a_sample_are_read(name: str, onnx_engine: Engine) -> None:
    reading, expected = reading_of(name, onnx_engine), EXPECTED[name]
    merchant = (reading.merchant or "").replace(" ", "").casefold()
    assert merchant == expected["merchant"].replace(" ", "").casefold()
    values = reading.to_json()
    assert {key: values[key] for key in ("purchased_on", "currency", "total_minor", "tax_minor")} == {
        key: expected[key] for key in ("purchased_on", "currency", "total_minor", "tax_minor")}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_line_of_goods_of_a_sample_is_read(name: str, onnx_engine: Engine) -> None:
    lines = [line for line in reading_of(name, onnx_engine).lines if line.kind.value in GOODS]
    assert [[line.kind.value, line.name, line.quantity, line.unit, line.total_minor] for line in lines] == [
        [kind, name, Decimal(str(quantity)), unit, total]
        for kind, name, quantity, unit, total in EXPECTED[name]["lines"]]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_reconciles_and_its_lines_need_no_review(name: str, onnx_engine: Engine) -> None:
    reading = reading_of(name, onnx_engine)
    assert reading.reconciled is True
    assert [line.name for line in reading.items if line.needs_review] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_a_reading_survives_its_json(name: str, onnx_engine: Engine) -> None:
    reading = reading_of(name, onnx_engine)
    assert ReceiptReading.from_json(json.loads(reading.dumps())).to_json() == reading.to_json()


def test_boxes_lie_on_the_page_and_plain_text_has_none(onnx_engine: Engine) -> None:
    reading = reading_of("taler_discount_tilted.jpg", onnx_engine)
    width, height = reading.pages[0]
    for line in reading.lines:
        assert line.box is not None
        x0, y0, x1, y1 = line.box
        assert -10 <= x0 < x1 <= width + 10
        assert -10 <= y0 < y1 <= height + 10
    assert all(line.box is None for line in reading_of("maple_ridge_foods.txt", onnx_engine).lines)


def test_a_digital_pdf_needs_no_engine() -> None:
    reading = read_receipt(FOLDER / "greenleaf_grocers.pdf")
    assert reading.engine == "text"


def test_bytes_and_path_give_the_same_reading() -> None:
    path = FOLDER / "maple_ridge_foods.txt"
    from_bytes = read_receipt_bytes(path.read_bytes(), path.name).to_json()
    from_path = read_receipt(path).to_json()
    for values in (from_bytes, from_path):
        del values["elapsed_ms"], values["path"]
    assert from_bytes == from_path


def test_words_come_with_the_reading_for_a_scorer() -> None:
    reading, words = read_receipt_with_words(FOLDER / "maple_ridge_foods.txt")
    assert reading.total_minor == 2254
    assert {"text", "box"} <= set(words[0].to_json())


def test_a_page_turned_by_its_exif_tag_is_read_upright(tmp_path: Path, onnx_engine: Engine) -> None:
    from PIL import Image

    with Image.open(FOLDER / "frischmarkt_lindenhof.png") as page:
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera says: turn me by 90 degrees clockwise
        turned = page.convert("L").rotate(90, expand=True)
        turned.save(tmp_path / "turned.jpg", exif=exif, quality=85)
        upright_size = page.size
    reading = read_receipt(tmp_path / "turned.jpg", engine=onnx_engine)
    assert reading.pages == (upright_size,)
    assert reading.total_minor == 1786


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_read_upright(turns: int, tmp_path: Path, onnx_engine: Engine) -> None:
    from PIL import Image

    with Image.open(FOLDER / "frischmarkt_lindenhof.png") as page:
        page.rotate(-90 * turns, expand=True).save(tmp_path / "turned.png")
        upright_size = page.size
    reading = read_receipt(tmp_path / "turned.png", engine=onnx_engine)
    assert reading.page_turns == (turns,)
    assert reading.pages == (upright_size,)
    assert reading.total_minor == 1786
    assert len(reading.items) == len(reading_of("frischmarkt_lindenhof.png", onnx_engine).items)
