"""What `larder photo recognise` says to a person: names, doubts, codes and dates."""

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from typer.testing import CliRunner

from cli.main import app
from cli.photo import reading_lines
from recognition.reading import Alternative, Barcode, PhotoItem, PhotoReading, PrintedDate

LIME = Alternative("lime", "Lime", "Lime", 0.3)
LEMON = PhotoItem("lemon", "Lemon", "Lemon", "fine", 0.634, None, 1, (LIME,), needs_review=True)
READING = PhotoReading("a.jpg", "0" * 64, "groceries", (), (), (), "e", "v", 1, ())
DATE = PrintedDate("03/04/26", ("2026-04-03", "2026-03-04"), "best_before", is_ambiguous=True, confidence=0.9)

SAID = {
    "what is unsure says what else it may be": (
        {"items": (LEMON,)}, "Lemon  63%  (please check; or Lime)"),
    "what is sure says nothing more": (
        {"items": (replace(LEMON, confidence=0.97, needs_review=False),)}, "Lemon  97%"),
    "pieces are counted": (
        {"items": (replace(LEMON, count=3, alternatives=()),)}, "3 × Lemon  63%  (please check)"),
    "a kind that is open names the kinds": (
        {"items": (replace(LEMON, label="Apple", class_level="coarse", needs_review=False),)},
        "Apple, kind unsure  63%  (or Lime)"),
    "what nobody knows has no share": (
        {"items": (replace(LEMON, food_id=None, label="Unknown food"),)},
        "Unknown food  (please check; perhaps Lime)"),
    "a code of the shop's scale": (
        {"barcodes": (Barcode("EAN-13", "2512345004327", None, None, is_in_store=True, net_mass_g=432),)},
        "EAN-13 2512345004327, 432 g"),
    "a GS1 code says its number and what else it carries": (
        {"barcodes": (Barcode("DataBar", "0109504000059101\x1d10A7", "09504000059101", None, lot_number="A7"),)},
        "DataBar 09504000059101, lot A7"),
    "a date that may be two days is a question": (
        {"dates": (DATE,)}, "best before 2026-04-03 or 2026-03-04  (please check: printed as 03/04/26)"),
    "a date without a word beside it": (
        {"dates": (replace(DATE, iso=("2026-04-03",), kind="unknown", is_ambiguous=False),)}, "date 2026-04-03"),
}  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_a_reading_in_words(case: str) -> None:
    parts, expected = SAID[case]
    title, line = reading_lines(replace(READING, **parts).to_json())
    assert (title, line) == ("a.jpg: groceries", f"  {expected}")


def test_what_is_unknown_as_a_whole_but_names_a_food_is_perhaps_groceries() -> None:
    unknown = replace(READING, verdict="unknown_grocery")
    named, nameless = (
        reading_lines(replace(unknown, items=(item,)).to_json())[0] for item in (LEMON, replace(LEMON, food_id=None))
    )
    assert (named, nameless) == ("a.jpg: perhaps groceries", "a.jpg: unknown grocery")


def test_a_code_cannot_send_commands_to_the_terminal(tmp_path: Path) -> None:
    code = zxingcpp.create_barcode("milk\x1b[2Jgone\x07", zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=6)).convert("RGB").save(tmp_path / "code.png")
    result = CliRunner().invoke(app, ["photo", "recognise", str(tmp_path / "code.png")])
    assert "milk" in result.stdout and "gone" in result.stdout
    assert "\x1b" not in result.stdout and "\x07" not in result.stdout
