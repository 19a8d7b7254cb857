"""The pages of a picture, TIFF or PDF as one picture for a screen: below each other, in the order they were read."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from ocr.pages.pdf import render_pages
from pantry import media

if TYPE_CHECKING:
    from PIL.Image import Image

# JPEG holds no more rows than this (ITU-T T.81, B.2.2).
MAX_HEIGHT_PX = 65_000


def tops_of_pages(sizes: Sequence[tuple[int, int]]) -> list[int]:
    """Return how far down each page begins. sizes: width and height of the upright pages, in pixels."""
    return list(accumulate((height for _, height in sizes), initial=0))[:-1]


def size_of_pages(sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return width and height of pages below each other; (0, 0) for none."""
    return max((width for width, _ in sizes), default=0), sum(height for _, height in sizes)


def pages_below_each_other(path: Path, turns: Sequence[int], *, width_px: int) -> "Image":
    """Return the first pages of a document as one upright picture at most `width_px` wide.

    turns: quarter turns counter-clockwise of each page to show, besides its own; one or more.
    Raises Refused as reading the document does.
    """
    from PIL import Image

    content = media.read_file(path)
    is_pdf = media.sniff(content[:media.SNIFF_BYTES], path.name) == "application/pdf"
    pages = (render_pages(content, len(turns), width_px=width_px) if is_pdf
             else _pages_of_picture(content, len(turns), width_px))
    pages = [(page.rotate(90 * turn, expand=True), (height, width) if turn % 2 else (width, height)) if turn else
             (page, (width, height)) for (page, (width, height)), turn in zip(pages, turns, strict=False)]
    widest, height = size_of_pages([size for _, size in pages])
    share = min(1.0, width_px / widest, MAX_HEIGHT_PX / height)
    shrunk = [page.resize((max(1, round(size[0] * share)), max(1, round(size[1] * share))), reducing_gap=2.0)
              for page, size in pages]
    whole = Image.new("RGB", (max(page.width for page in shrunk), sum(page.height for page in shrunk)), "white")
    for page, top in zip(shrunk, tops_of_pages([page.size for page in shrunk]), strict=True):
        whole.paste(page, (0, top))
    return whole


def _pages_of_picture(content: bytes, count: int, width_px: int) -> list[tuple["Image", tuple[int, int]]]:
    """Return up to `count` pages with their true sizes, thumbnails left out as `ocr.pages.images` does."""
    pages: list[tuple[Image, tuple[int, int]]] = []
    number, has_more = 0, True
    while has_more and len(pages) < count:
        page = media.open_image(content, shrink_to_pixels=4 * width_px ** 2, page=number)
        has_more = page.info["has_more_pages"]
        pages += [] if number and page.info["is_thumbnail"] else [(page, page.info["full_size"])]
        number += 1
    return pages
