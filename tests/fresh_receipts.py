"""Sample receipts of yesterday: the committed ones grow old, and old receipts never go into stock unasked."""

from datetime import date, timedelta
from pathlib import Path

from samples.demo_documents import dated
from samples.render_receipts import ENGLISH_SUPERMARKET, GERMAN_DISCOUNTER, draw, photograph, write_pdf


def yesterday() -> date:
    """Return the day before today."""
    return date.today() - timedelta(days=1)  # noqa: DTZ011 (a purchase's day is local)


def write_fresh_pdf(path: Path) -> Path:
    """Write the English sample, bought yesterday, as a PDF with text."""
    write_pdf(dated(ENGLISH_SUPERMARKET, yesterday()), path)
    return path


def write_fresh_picture(path: Path) -> Path:
    """Write the German sample, bought yesterday, as a tilted photograph."""
    photograph(draw(dated(GERMAN_DISCOUNTER, yesterday())), degrees=4.0, seed=7).save(path, quality=60)
    return path
