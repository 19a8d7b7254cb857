"""The second engine: Tesseract, where PaddleOCR's weights are missing and as a second opinion."""

import functools
import math
import os

import cv2
import numpy as np

from ocr.reading import Word
from pantry.errors import NotReady

MAX_PIXELS = 1_500_000     # larger pictures cost time and lose words
WANTED_LANGUAGES = ("eng", "deu", "fra", "spa")
TIMEOUT_S = 60
MIN_CONFIDENCE = 30.0      # of 100; below it Tesseract mostly reads texture
PAGE_SEGMENTATION = "--psm 4"  # one column of text of various sizes; 3 is alike, 11 is worse on receipts


class TesseractEngine:
    """Reads the words of a page with Tesseract in a child process of one thread."""

    name = "tesseract"

    def __init__(self, *, languages: tuple[str, ...] = WANTED_LANGUAGES) -> None:
        # Without this limit Tesseract takes twice the CPU time and is slower on the clock.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        installed = _installed_languages()
        self.languages = "+".join(code for code in languages if code in installed) or "eng"
        self.version = "tesseract-" + self.languages

    def read_words(self, bgr: np.ndarray) -> list[Word]:
        """Return the words of a page in reading order; quads in pixels of `bgr`."""
        import pytesseract

        share = min(1.0, math.sqrt(MAX_PIXELS / (bgr.shape[0] * bgr.shape[1])))
        small = cv2.resize(bgr, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else bgr
        try:
            rows = pytesseract.image_to_data(
                cv2.cvtColor(small, cv2.COLOR_BGR2RGB), lang=self.languages, config=PAGE_SEGMENTATION,
                timeout=TIMEOUT_S, output_type=pytesseract.Output.DICT)
        except (RuntimeError, pytesseract.TesseractError):
            return []  # it took too long or gave up on this page: nothing was read
        return [_word(rows, index, share) for index, text in enumerate(rows["text"])
                if text.strip() and float(rows["conf"][index]) >= MIN_CONFIDENCE]


@functools.cache
def _installed_languages() -> frozenset[str]:
    """Return the languages Tesseract has; raises NotReady when the program is missing."""
    import pytesseract

    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise NotReady("the program tesseract is not installed",
                       "install tesseract-ocr and tesseract-ocr-deu, or fetch the OCR weights") from error


def _word(rows: dict, index: int, share: float) -> Word:
    """Return one row of Tesseract's table as a word of the full-size page."""
    x0, y0 = rows["left"][index] / share, rows["top"][index] / share
    x1, y1 = x0 + rows["width"][index] / share, y0 + rows["height"][index] / share
    confidence = float(rows["conf"][index]) / 100
    return Word(rows["text"][index], confidence, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
