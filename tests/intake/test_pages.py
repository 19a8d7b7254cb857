"""Receipts of several pages, and PDFs, are shown whole in Review, each line where it is printed."""

import io
from pathlib import Path

from PIL import Image

from dashboard.served.originals import screen_jpeg
from intake.review import ReviewDocument, review_documents
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.home import REPOSITORY
from pantry.vocabulary import DocumentKind

FOLDER = REPOSITORY / "samples" / "receipts"


def taken(workplace: Workplace, path: Path) -> ReviewDocument:
    """Take a receipt in and return what Review shows of it."""
    take_in(workplace, path, kind=DocumentKind.RECEIPT)
    (review,) = review_documents(workplace, include_settled=True)
    return review


def shown(review: ReviewDocument) -> Image.Image:
    """Return the picture that the page shows beside the lines, in grey."""
    assert review.image_path is not None
    return Image.open(io.BytesIO(screen_jpeg(review.image_path, review.page_turns))).convert("L")


def darkest_on(picture: Image.Image, review: ReviewDocument, box: tuple[int, int, int, int]) -> int:
    """Return the darkest grey in a line's box on the picture that the page shows."""
    scale = picture.width / review.width
    return int(picture.crop(tuple(round(edge * scale) for edge in box)).getextrema()[0])


def test_a_pdf_is_shown_with_its_lines_where_they_are_printed(workplace: Workplace) -> None:
    review = taken(workplace, FOLDER / "frischmarkt_lindenhof.pdf")
    picture = shown(review)
    assert abs(picture.height / picture.width - review.height / review.width) < 0.01
    boxes = [line.box for line in review.lines]
    assert len(boxes) == 8
    assert all(box and darkest_on(picture, review, box) < 120 for box in boxes)


def test_pages_stand_below_each_other(workplace: Workplace, tmp_path: Path) -> None:
    with Image.open(FOLDER / "frischmarkt_lindenhof.png") as whole:
        cut = round(0.45 * whole.height)
        upper, lower = whole.crop((0, 0, whole.width, cut)), whole.crop((0, cut, whole.width, whole.height))
    upper.save(tmp_path / "scan.tiff", save_all=True, append_images=[lower.rotate(-90, expand=True)])
    review = taken(workplace, tmp_path / "scan.tiff")
    assert review.page_turns == (0, 1)
    assert (review.width, review.height) == whole.size
    picture = shown(review)
    assert abs(picture.height / picture.width - review.height / review.width) < 0.01
    boxes = [line.box for line in review.lines if line.box]
    assert any(box[3] < cut for box in boxes)
    assert any(box[1] > cut for box in boxes)
    assert all(darkest_on(picture, review, box) < 120 for box in boxes)
