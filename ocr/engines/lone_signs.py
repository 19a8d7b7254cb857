"""Where a lone sign should stand that the detector passed over, as it does with every fourth "1" of a column of counts.

Where a row near others has nothing in a column of counts or tax codes, that place of the page is looked at; what ink
stands there alone is worth reading, and worth keeping where it is a sign like those of the column.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.layout.rows import Row, group_rows
from ocr.reading import Word

# A column's words tell what stands in it this many rows above and below.
REACH_ROWS = 6
# All in heights of the page's lines. A column is as wide as its nearest word with a margin, and at least so wide.
LEAST_WIDTH, SIDE_MARGIN, HEIGHT, INK_MARGIN = 1.4, 0.2, 1.2, 0.25
LEAST_INK_HEIGHT, MOST_INK_HEIGHT = 0.3, 1.1
# Ink is darker than the paper around it by this share of its brightness, and no speck.
LEAST_CONTRAST, LEAST_INK_PX = 0.3, 4

_COUNT = re.compile(r"\d{1,2}")
_COUNT_TIMES = re.compile(r"\d{1,2}\s?[xX×]")
_TAX_CODE = re.compile(r"\*?[A-Z]{1,2}")
_TITLE_OF_COUNTS = re.compile(r"(?:qty|quantity|menge|anzahl|qté|cant|cantidad)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sign is missing. box: x0, y0, x1, y1 in pixels; kinds: what `kind_of_sign` says of the column's words."""

    box: tuple[float, float, float, float]
    kinds: frozenset[str]


def unread_signs(bgr: np.ndarray, words: list[Word], line_height_px: float) -> Iterator[tuple[np.ndarray, Place]]:
    """Yield the corners of ink that may be a sign, as `Detector.detect` gives boxes, and the place where it stands.

    bgr: (height, width, 3) uint8, upright. words: of this page, as they were read. line_height_px: of the page's lines.
    """
    for place in empty_places(words, line_height_px):
        corners = _ink_at(bgr, place, line_height_px)
        if corners is not None and not _is_in_a_word(corners, words):
            yield corners, place


def kind_of_sign(text: str) -> str | None:
    """Return what a short word is: a count, a count with its "x", a certain tax code; None for all else."""
    if _COUNT.fullmatch(text) or _TITLE_OF_COUNTS.fullmatch(text):
        return "count"
    if _COUNT_TIMES.fullmatch(text):
        return "count times"
    return text if _TAX_CODE.fullmatch(text) else None


def empty_places(words: list[Word], line_height_px: float) -> Iterator[Place]:
    """Yield the places of a page's rows that hold nothing where rows nearby have a sign."""
    rows = group_rows(words)
    signs = [(number, word.box, kind) for number, row in enumerate(rows) for word in row.words
             if (kind := kind_of_sign(word.text)) is not None]
    for number, row in enumerate(rows):
        near = sorted((abs(number - at), box, kind) for at, box, kind in signs if 0 < abs(number - at) <= REACH_ROWS)
        seen: list[float] = []
        for _, (left, _, right, _), _ in near:
            x = (left + right) / 2
            half = max(LEAST_WIDTH / 2 * line_height_px, (right - left) / 2 + SIDE_MARGIN * line_height_px)
            is_taken = any(word.box[0] < x + half and word.box[2] > x - half for word in row.words)
            if is_taken or any(abs(x - other) < line_height_px for other in seen):
                continue
            seen.append(x)
            y, reach = _middle_at(row, x), HEIGHT / 2 * line_height_px
            yield Place((x - half, y - reach, x + half, y + reach),
                        frozenset(kind for _, box, kind in near if abs((box[0] + box[2]) / 2 - x) < half))


def _middle_at(row: Row, x: float) -> float:
    """Return where the middle line of a row passes x, carried on from the words at its ends."""
    (x0, y0), (x1, y1) = (np.mean(word.quad, axis=0) for word in (row.words[0], row.words[-1]))
    return float(y0 + ((y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else 0.0))


def _ink_at(bgr: np.ndarray, place: Place, line_height_px: float) -> np.ndarray | None:
    """Return the corners of the ink at a place; None for none, and where it reaches out to the sides of the place."""
    x0, y0, x1, y1 = (max(0, int(value)) for value in place.box)
    green = bgr[y0:y1, x0:x1, 1]
    if min(green.shape) < LEAST_INK_PX:
        return None
    paper, dark = (float(value) for value in np.percentile(green, (80, 1)))
    if paper - dark < LEAST_CONTRAST * paper:
        return None
    patches = cv2.connectedComponentsWithStats((green < (paper + dark) / 2).astype(np.uint8))[2][1:]
    is_ink = (patches[:, cv2.CC_STAT_AREA] >= LEAST_INK_PX) & (
        patches[:, cv2.CC_STAT_HEIGHT] >= LEAST_INK_HEIGHT * line_height_px)
    if not is_ink.any():
        return None
    starts, sizes = patches[is_ink, :2], patches[is_ink, 2:4]
    low, high = starts.min(axis=0), (starts + sizes).max(axis=0)
    if low[0] == 0 or high[0] == green.shape[1] or high[1] - low[1] > MOST_INK_HEIGHT * line_height_px:
        return None
    margin, origin = INK_MARGIN * line_height_px, np.array([x0, y0])
    (left, top), (right, bottom) = low + origin - margin, high + origin + margin
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def _is_in_a_word(corners: np.ndarray, words: list[Word]) -> bool:
    """Return whether the middle of a box lies in a word, which then was taken for one of another row."""
    x, y = corners.mean(axis=0)
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in (word.box for word in words))
