"""Turn a file from outside into pages: pictures to be read, or words that are text already.

Codes besides those of `pantry.media`: E-DOC-008 encrypted PDF · 009 damaged PDF · 010 too many pages ·
011 text too long or not text.
"""

import hashlib
import io
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.pages.mails import PRICE, attachments_of_mail, envelope_of_mail, has_text, text_of_mail
from ocr.pages.pdf import MAX_PAGES, RENDER_PIXELS, pages_of_pdf
from ocr.pages.plain_text import text_of_html, words_of_text
from ocr.reading import Word
from pantry import media
from pantry.errors import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

# Larger pictures are shrunk to this before reading: a receipt's letters are still 40 px high, memory stays
# under 500 MB, and boxes are scaled back to the true size.
MAX_READ_PIXELS = 4_000_000
STRIP_PX = 256  # of a picture whose pixels are copied


@dataclass(frozen=True, slots=True)
class Page:
    """One page: either `bgr`, a picture to be read, or `words`, text that needs no reading.

    width, height: pixels of the upright page; scale: true pixels per pixel of `bgr`.
    """

    width: int
    height: int
    bgr: np.ndarray | None = None
    words: tuple[Word, ...] = ()
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """A checked file: what it is, and its pages. sender, sent_on: of a mail, where it says so and was not sent on."""

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    sender: str | None = None
    sent_on: date | None = None

    @property
    def has_boxes(self) -> bool:
        """Whether positions are pixels of a page (plain text has none)."""
        return self.media_type.startswith("image/") or self.media_type == "application/pdf"


def open_document(path: Path | str) -> Document:
    """Open a picture, PDF, text, saved web page or mail; raises Refused with a plain reason."""
    path = Path(path)
    return document_of_bytes(media.read_file(path), path.name)


def document_of_bytes(content: bytes, name: str) -> Document:
    """Open a file's bytes as `open_document` does."""
    media.check_size(content)
    media_type = media.sniff(content[:media.SNIFF_BYTES], name)
    sha256 = hashlib.sha256(content).hexdigest()
    media.check_name(media_type, name)
    if media_type in media.IMAGE_TYPES:
        pages: tuple[Page, ...] = _pages_of_picture(content, name)
    elif media_type == "application/pdf":
        pages = tuple(_page_of_pdf(page) for page in pages_of_pdf(content))
    elif media_type in ("text/html", "application/xml"):
        pages = (_page_of_words(words_of_text(text_of_html(content))),)
    elif media_type == "message/rfc822":
        pages = _pages_of_mail(content)
    elif media_type.startswith("text/"):
        pages = (_page_of_words(words_of_text(content)),)
    else:
        raise Refused("E-DOC-003", f"{name} is no picture, PDF or text ({media_type}).")
    sender, sent_on = envelope_of_mail(content) if media_type == "message/rfc822" else (None, None)
    return Document(name, sha256, media_type, pages, sender, sent_on)


def readable_attachments(mail: bytes) -> list[tuple[str, bytes]]:
    """Return name and content of the pictures and PDFs attached to a mail whose own text names no price, in order."""
    # By their bytes, so that no mail in a mail in a mail is opened.
    attached = [(name, part) for name, part in attachments_of_mail(mail)
                if media.sniff(part[:media.SNIFF_BYTES], name) in {*media.IMAGE_TYPES, "application/pdf"}]
    return attached if not has_text(mail) or not PRICE.search(text_of_mail(mail)) else []


def _pages_of_mail(content: bytes) -> tuple[Page, ...]:
    """Return the pages of the receipt attached to a mail whose own text names no price, else that text.

    Of several attachments the first whose text names a price is the receipt, else the first that can be read: terms and
    conditions come along as well.
    """
    attached = readable_attachments(content)
    found: list[tuple[Page, ...]] = []
    for name, part in attached:
        try:
            found.append(document_of_bytes(part, name).pages)
        except Refused:
            if len(attached) == 1 and (not has_text(content) or not text_of_mail(content).strip()):
                raise
    priced = [pages for pages in found if any(PRICE.search(word.text) for page in pages for word in page.words)]
    if found:
        return (priced or found)[0]
    return (_page_of_words(words_of_text(text_of_mail(content))),)


def _pages_of_picture(content: bytes, name: str) -> tuple[Page, ...]:
    """Return the one page of a picture, or all of a TIFF with several; raises Refused E-DOC-010 above `MAX_PAGES`."""
    image = media.open_image(content, name=name, shrink_to_pixels=MAX_READ_PIXELS)
    if not image.info["has_more_pages"]:
        return (_page_of_picture(image, MAX_READ_PIXELS),)
    pages = [_page_of_picture(image, RENDER_PIXELS)]
    number = 0
    while image.info["has_more_pages"]:
        number += 1
        if number >= MAX_PAGES:
            raise Refused("E-DOC-010", f"The file has more than {MAX_PAGES} pages; at most {MAX_PAGES} are read.")
        image = media.open_image(content, name=name, shrink_to_pixels=RENDER_PIXELS, page=number)
        pages += [] if image.info["is_thumbnail"] else [_page_of_picture(image, RENDER_PIXELS)]
    return tuple(pages)


def _page_of_picture(image: "Image", most_pixels: int) -> Page:
    """Return a decoded picture as a page, shrunk if it is larger than reading needs."""
    width, height = image.info["full_size"]
    bgr = bgr_of(image)
    share = math.sqrt(most_pixels / (bgr.shape[0] * bgr.shape[1]))
    if share < 1:
        size = (max(1, round(bgr.shape[1] * share)), max(1, round(bgr.shape[0] * share)))
        bgr = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    return Page(width, height, bgr=bgr, scale=width / bgr.shape[1])


def bgr_of(image: "Image") -> np.ndarray:
    """Return the pixels of an RGB picture in the order of OpenCV, (height, width, 3) uint8.

    A strip at a time: Pillow hands out pixels as a copy, which of a phone's whole photo is 36 MB more.
    """
    bgr = np.empty((image.height, image.width, 3), dtype=np.uint8)
    for top in range(0, image.height, STRIP_PX):
        bottom = min(image.height, top + STRIP_PX)
        strip = np.asarray(image.crop((0, top, image.width, bottom)))
        cv2.cvtColor(strip, cv2.COLOR_RGB2BGR, dst=bgr[top:bottom])
    return bgr


def _page_of_pdf(page: tuple[int, int, tuple[Word, ...], bytes | None]) -> Page:
    """Return a page of a PDF as words where it holds text, else as the picture it was rendered to."""
    width, height, words, png = page
    if png is None:
        return Page(width, height, words=words)
    image = media.open_image(io.BytesIO(png).getvalue())
    return Page(width, height, bgr=bgr_of(image), scale=width / image.width)


def _page_of_words(words: tuple[Word, ...]) -> Page:
    """Return a page of text; its size counts columns and lines of characters."""
    width = max((word.box[2] for word in words), default=0)
    height = max((word.box[3] for word in words), default=0)
    return Page(width, height, words=words)
