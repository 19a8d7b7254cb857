"""Several receipts of one document cut apart: each becomes a file of its own."""

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.pages.images import Document, Page
from ocr.pages.pdf import pages_apart
from ocr.pages.plain_text import CELL_HEIGHT, decode
from ocr.reading import Box, ReceiptPart, ReceiptReading

# A receipt is cut out with so much paper around its words, as a share of the longer side of their box.
CUT_MARGIN = 0.03
JPEG_QUALITY = 95


def cut_receipts(document: Document, reading: ReceiptReading, content: bytes) -> list[bytes]:
    """Return each of several receipts of a document as a file of its own; empty where there is one, or a saved page.

    Pages of a PDF become a PDF, cropped where receipts share one. Pictures become an upright JPEG, pages of one
    receipt below each other. Plain text is cut between its lines.
    document, content: the one that was read. The same document and reading give the same bytes.
    """
    if document.media_type == "text/plain":
        return _of_text(reading.receipts, content)
    starts = [part.page for part in reading.receipts]
    spans = [range(start, end) for start, end in zip(starts, [*starts[1:], len(document.pages)], strict=True)]
    if any(page.bgr is None for page in document.pages):
        is_pdf = document.media_type == "application/pdf" and bool(starts)
        return pages_apart(content, *_of_pdf(reading.receipts, spans)) if is_pdf else []
    return [_cut_picture(document, reading, part, span) for part, span in zip(reading.receipts, spans, strict=True)]


def _of_text(receipts: Sequence[ReceiptPart], content: bytes) -> list[bytes]:
    """Return the lines of each receipt of a plain text, those before the first with it."""
    lines = decode(content).splitlines()
    starts = [0, *(part.box[1] // CELL_HEIGHT for part in receipts[1:])]
    return ["\n".join(lines[start:end]).encode() for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _of_pdf(receipts: Sequence[ReceiptPart], spans: Sequence[range]) -> tuple[list[range], list[Box | None]]:
    """Return the pages of each receipt of a PDF, and what is kept of the first where it holds others as well.

    spans: the pages of each, none where the next begins on the same one. Pages before the first go with it.
    """
    pages = [range(part.page, max(span.stop, part.page + 1)) for part, span in zip(receipts, spans, strict=True)]
    shared = [[other.box for other in receipts if other.page == part.page] for part in receipts]
    boxes = [_with_margin(part.box, others) if len(others) > 1 else None
             for part, others in zip(receipts, shared, strict=True)]
    return [pages[0] if boxes[0] else range(0, pages[0].stop), *pages[1:]], boxes


def _cut_picture(document: Document, reading: ReceiptReading, part: ReceiptPart, span: range) -> bytes:
    """Return one receipt as JPEG: its part of a page, or all of its pages.

    span: its pages, none where the next receipt lies on the same one.
    """
    if len(span) <= 1:
        page, turns = document.pages[part.page], reading.page_turns[part.page]
        others = [other.box for other in reading.receipts if other.page == part.page]
        return _jpeg(_cut(page, turns, _with_margin(part.box, others)))
    pages = [np.rot90(document.pages[number].bgr, reading.page_turns[number])  # type: ignore[arg-type]
             for number in span]
    width = max(page.shape[1] for page in pages)
    return _jpeg(np.concatenate([np.pad(page, ((0, 0), (0, width - page.shape[1]), (0, 0)), constant_values=255)
                                 for page in pages]))


def _with_margin(box: Box, others: Sequence[Box]) -> Box:
    """Return a box with a margin that goes no further than half the way to a neighbour."""
    x0, y0, x1, y1 = box
    margin = round(CUT_MARGIN * max(x1 - x0, y1 - y0))
    left = max(((other[2] + x0) // 2 for other in others if other[2] <= x0), default=x0 - margin)
    right = min(((other[0] + x1) // 2 for other in others if other[0] >= x1), default=x1 + margin)
    above = max(((other[3] + y0) // 2 for other in others if other[3] <= y0), default=y0 - margin)
    below = min(((other[1] + y1) // 2 for other in others if other[1] >= y1), default=y1 + margin)
    return (max(left, x0 - margin), max(above, y0 - margin), min(right, x1 + margin), min(below, y1 + margin))


def _cut(page: Page, quarter_turns: int, box: Box) -> np.ndarray:
    """Return a part of a page. box: in pixels of the true, upright page; it may reach over the edge."""
    assert page.bgr is not None
    x0, y0, x1, y1 = (max(0, round(side / page.scale)) for side in box)
    return np.rot90(page.bgr, quarter_turns)[y0:y1, x0:x1]


def _jpeg(bgr: np.ndarray) -> bytes:
    """Return a picture as JPEG."""
    _, jpeg = cv2.imencode(".jpg", np.ascontiguousarray(bgr), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return bytes(jpeg)
