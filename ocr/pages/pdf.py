"""PDF pages: their text layer with positions where there is one, else a picture to be read."""

import ctypes
import io
import re
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ocr.reading import Box, Word
from pantry.errors import Refused
from pantry.media import MAX_PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

MAX_PAGES = 20
MAX_CHARACTERS_A_PAGE = 30_000
# Fewer characters than this are a stamp on a scan, not a receipt's text.
MIN_TEXT_CHARACTERS = 40
PIXELS_PER_POINT = 2.0      # 144 dpi: the frame of reference of boxes, whatever a page is rendered at
RENDER_PIXELS = 2_000_000

_PDFIUM = threading.Lock()

PdfPage = tuple[int, int, tuple[Word, ...], bytes | None]


def pages_of_pdf(content: bytes) -> list[PdfPage]:
    """Return width, height, words and, where there is no text, a PNG of each page.

    Widths, heights and quads are pixels at 144 dpi. Raises Refused: E-DOC-008 encrypted, E-DOC-009
    damaged, E-DOC-010 more than 20 pages.
    """
    with _opened(content) as document:
        if len(document) > MAX_PAGES:
            raise Refused("E-DOC-010", f"The PDF has {len(document)} pages; at most {MAX_PAGES} are read.")
        if len(document) == 0:
            raise Refused("E-DOC-009", "The PDF has no pages.")
        return [_read_page(document, number) for number in range(len(document))]


def render_pages(content: bytes, count: int, *, width_px: int) -> list[tuple["Image", tuple[int, int]]]:
    """Return up to `count` pages as pictures, the widest at most `width_px` wide, with their sizes at 144 dpi.

    Raises Refused as `pages_of_pdf` does.
    """
    with _opened(content) as document:
        pages = [document[number] for number in range(min(count, len(document)))]
        sizes = [page.get_size() for page in pages]
        scale = min(PIXELS_PER_POINT, width_px / max((width for width, _ in sizes), default=1))
        return [(page.render(scale=scale).to_pil().convert("RGB"),
                 (round(width * PIXELS_PER_POINT), round(height * PIXELS_PER_POINT)))
                for page, (width, height) in zip(pages, sizes, strict=True)]


# What PDFium writes anew each time.
_WRITTEN_AT = re.compile(rb"(/CreationDate\(D:)\d{14}")
_FILE_ID = re.compile(rb"(/ID\[)<[0-9A-F]*><[0-9A-F]*>(?=\])")


def pages_apart(content: bytes, ranges: Sequence[range], boxes: Sequence[Box | None]) -> list[bytes]:
    """Return a PDF of each range of pages (from 0), the same bytes each time. Raises Refused as `pages_of_pdf` does.

    boxes: for each range what is kept of its first page, in pixels at 144 dpi; None for the whole page.
    """
    import pypdfium2

    found = []
    with _opened(content) as document:
        for pages, box in zip(ranges, boxes, strict=True):
            part = pypdfium2.PdfDocument.new()
            part.import_pages(document, list(pages))
            if box is not None:
                _crop(part[0], box)
            file = io.BytesIO()
            part.save(file)
            part.close()
            dated = _WRITTEN_AT.sub(rb"\g<1>19700101000000", file.getvalue())
            found.append(_FILE_ID.sub(lambda match: match[1] + b"<" + b"0" * 32 + b"><" + b"0" * 32 + b">", dated))
    return found


def _crop(page: Any, box: Box) -> None:
    """Leave of a page what lies in a box, in pixels at 144 dpi from its top left; the box may reach over its edge."""
    left, bottom, right, top = page.get_cropbox()
    x0, y0, x1, y1 = (side / PIXELS_PER_POINT for side in box)
    kept = (max(left, left + x0), max(bottom, top - y1), min(right, left + x1), min(top, top - y0))
    page.set_mediabox(*kept)
    page.set_cropbox(*kept)


@contextmanager
def _opened(content: bytes) -> "Iterator[Any]":
    """Open a PDF for as long as it is needed; what PDFium raises becomes a refusal."""
    import pypdfium2

    # PDFium must not be called from two threads at once, whatever document each of them reads.
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise Refused("E-DOC-008", "The PDF is locked with a password; save an open copy.") from error
            raise Refused("E-DOC-009", f"The PDF is damaged and cannot be opened ({error}).") from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise Refused("E-DOC-009", f"The PDF is damaged and cannot be read ({error}).") from error
        finally:
            document.close()


def _read_page(document: Any, number: int) -> PdfPage:
    """Return one page as words, or rendered when it holds no text or lies turned."""
    page = document[number]
    width_pt, height_pt = page.get_size()
    if not 0 < width_pt * height_pt * PIXELS_PER_POINT ** 2 <= MAX_PIXELS:
        raise Refused("E-DOC-009", f"Page {number + 1} of the PDF has no usable size.")
    width, height = round(width_pt * PIXELS_PER_POINT), round(height_pt * PIXELS_PER_POINT)
    words = () if page.get_rotation() else _words_of_page(page, number)
    if sum(len(word.text) for word in words) >= MIN_TEXT_CHARACTERS:
        return width, height, words, None
    scale = (RENDER_PIXELS / (width_pt * height_pt)) ** 0.5
    picture = io.BytesIO()
    page.render(scale=scale).to_pil().save(picture, "PNG", compress_level=1)
    return width, height, (), picture.getvalue()


def _words_of_page(page: Any, number: int) -> tuple[Word, ...]:
    """Return the runs of the text layer that the page shows; a run ends at a line end, a jump, or two blanks."""
    text_page = page.get_textpage()
    left, bottom, right, top = page.get_cropbox()
    runs: list[list[tuple[str, tuple[float, float, float, float]]]] = [[]]
    blanks = 0
    for index in range(min(text_page.count_chars(), MAX_CHARACTERS_A_PAGE)):
        character = _character(text_page, index)
        if character in "\r\n" or character == "\x00":
            runs.append([])
            blanks = 0
        elif character.isspace():
            blanks += 1
        else:
            box = text_page.get_charbox(index, loose=True)
            if not (left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top):
                continue
            if runs[-1] and (blanks > 1 or _jumps(runs[-1][-1][1], box, blanks)):
                runs.append([])
            elif runs[-1] and blanks:
                runs[-1].append((" ", box))
            runs[-1].append((character, box))
            blanks = 0
    return tuple(_word(run, (left, top), number) for run in runs if run)


def _character(text_page: Any, index: int) -> str:
    """Return one character of the text layer; lone surrogates and controls become blanks."""
    import pypdfium2.raw as pdfium

    code = int(pdfium.FPDFText_GetUnicode(text_page, ctypes.c_int(index)))
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return " "
    character = chr(code)
    return character if character.isprintable() or character in "\r\n\x00" else " "


def _jumps(before: tuple[float, float, float, float], box: tuple[float, float, float, float],
           blanks: int) -> bool:
    """Return whether `box` does not go on where `before` ended (left, bottom, right, top in points)."""
    size = max(before[3] - before[1], 1.0)
    other_line = abs(before[1] - box[1]) > 0.6 * size
    return other_line or box[0] - before[2] > (1.6 if blanks else 1.2) * size or box[0] < before[0] - size


def _word(run: list[tuple[str, tuple[float, float, float, float]]], corner: tuple[float, float], number: int) -> Word:
    """Return a run as a word in pixels from the top left corner of its page, which is given in points."""
    boxes = [box for character, box in run if character != " "]
    left, top = corner
    x0, x1 = (PIXELS_PER_POINT * (value - left) for value in (min(b[0] for b in boxes), max(b[2] for b in boxes)))
    y0, y1 = (PIXELS_PER_POINT * (top - value)
              for value in (max(b[3] for b in boxes), min(b[1] for b in boxes)))
    text = "".join(character for character, _ in run)
    return Word(text, 1.0, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)), number)
