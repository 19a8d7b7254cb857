"""A reading prints as the documented JSON and comes back from it."""

import json

from recognition.reading import Alternative, Barcode, PhotoItem, PhotoReading, PrintedDate

READING = PhotoReading(
    path="counter.jpg",
    sha256="ab" * 32,
    verdict="groceries",
    items=(
        PhotoItem(
            food_id="apple_pink_lady", label="Pink Lady apple", class_name="Pink-Lady", class_level="fine",
            confidence=0.91, box=(0, 0, 348, 348), count=1,
            alternatives=(Alternative("apple_royal_gala", "Royal Gala apple", "Royal-Gala", 0.05),),
            needs_review=False,
        ),
    ),
    barcodes=(Barcode(format="EAN-13", value="9520123456788", gtin="09520123456788", box=(1, 2, 3, 4)),),
    dates=(PrintedDate("24.12.2026", ("2026-12-24",), "best_before", False, 0.9, (5, 6, 7, 8)),),
    engine="efficientnet-lite0", version="0123456789ab", elapsed_ms=41, warnings=("a warning",),
)  # fmt: skip


def test_a_reading_survives_the_way_through_json() -> None:
    assert PhotoReading.from_json(json.loads(json.dumps(READING.to_json()))) == READING


def test_the_json_has_the_documented_keys_in_order() -> None:
    printed = READING.to_json()
    assert list(printed) == [
        "path", "sha256", "verdict", "items", "barcodes", "dates", "engine", "version", "elapsed_ms", "warnings",
    ]  # fmt: skip
    assert list(printed["items"][0]) == [
        "food_id", "label", "class_name", "class_level", "confidence", "box", "count", "alternatives", "needs_review",
    ]  # fmt: skip
    assert list(printed["items"][0]["alternatives"][0]) == ["food_id", "label", "class_name", "confidence"]
