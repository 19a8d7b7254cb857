"""The documents that the demo kitchen finds in its inbox: a receipt of yesterday and a pack with its date."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

from samples.render_receipts import FONTS, GERMAN_SUPERMARKET, draw, photograph, write_pdf

PHOTOS = Path(__file__).parent / "photos"
_DATE = re.compile(r"\d\d([./])\d\d\1\d{4}")


def write_demo_documents(folder: Path, *, today: date) -> list[Path]:
    """Write the documents into a folder and return their paths.

    The receipt is a photo; without the fonts it is drawn with, a PDF.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = dated(GERMAN_SUPERMARKET, today - timedelta(days=1))
    if (FONTS / "DejaVuSansMono.ttf").exists():
        receipt = folder / "receipt.jpg"
        photograph(draw(rows), degrees=1.5, seed=11).save(receipt, quality=70)
    else:
        receipt = folder / "receipt.pdf"
        write_pdf(rows, receipt)
    return [receipt, *(Path(shutil.copy2(path, folder)) for path in sorted(PHOTOS.glob("*.jpg")))]


def dated(rows: list[str], day: date) -> list[str]:
    """Return a receipt's rows with another day of purchase."""
    return [_DATE.sub(rf"{day:%d}\g<1>{day:%m}\g<1>{day:%Y}", text) for text in rows]
