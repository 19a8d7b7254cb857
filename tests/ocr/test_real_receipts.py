"""Real receipts of the development data: a handful of each kind, read in full."""

import json
from pathlib import Path

import pytest

from ocr.engines.choice import Engine
from ocr.receipt import read_receipt

pytestmark = pytest.mark.shared_data
TOTALS = ["sroie/sroie-000.jpg", "german/de-lidl-02032020-02-00716.jpg", "german/de-ebon-1.pdf",
          "german/de-ebon-weight.pdf", "other/es-mercadona.jpg", "wildreceipt/wild-4281.jpg"]


def label_of(folder: Path, file: str) -> dict:
    """Return the label of a receipt."""
    with (folder / "labels.jsonl").open(encoding="utf-8") as lines:
        return next(label for label in map(json.loads, lines) if label["file"] == file)


@pytest.mark.parametrize("name", TOTALS)
def test_total_and_date_of_a_real_receipt_are_read(name: str, shared_data: Path, onnx_engine: Engine) -> None:
    path = shared_data / "receipts" / name
    fields = label_of(path.parent, path.name)["fields"]
    reading = read_receipt(path, engine=onnx_engine)
    total = fields.get("total_minor") or round(fields["total"] * 100)
    assert reading.total_minor == total
    if fields["date_iso"]:
        assert reading.to_json()["purchased_on"] in fields["date_iso"]
