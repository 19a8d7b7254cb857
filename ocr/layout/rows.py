"""Words to printed rows, on flat, tilted or curved paper.

Each word knows the slope around it: an average of the long words nearby, and how slopes change across the page. Words
are taken from left to right; a word joins the row whose last word, carried on along the local slope, meets it best.
"""

import math
import statistics
from dataclasses import dataclass

import numpy as np

from ocr.reading import Box, Word

# A word farther off the carried-on middle line than this share of the lower height is on another row.
MAX_OFFSET = 0.55
# Boxes that lean farther off the others are misfits of their rectangles.
MAX_LEAN = 0.12
# With fewer words nothing tells how the paper lies.
LEAST_WORDS = 6
# Slopes are averaged over rows this many heights away; the paper bends slowly.
REACH = 4.0
# Words of this many heights tell how slopes change across the page; shorter ones lean by chance.
LEAST_WORD = 1.5
# Such a change counts where it explains this share of how slopes differ, and where a row's middle lies as many heights
# off the straight line between its ends; of 214 pictures of development data none does so.
LEAST_EXPLAINED = 0.3
LEAST_SAG = 0.33
# Two words of a row may overlap sideways by this share of their height (boxes are widened a little).
MAX_SIDE_OVERLAP = 0.7
# A gap above this share of the height parts two columns; it is written as two blanks.
COLUMN_GAP = 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row, its words from left to right."""

    words: tuple[Word, ...]
    page: int

    @property
    def text(self) -> str:
        """The row as text; columns are set apart by two blanks."""
        parts = [self.words[0].text]
        for before, word in zip(self.words, self.words[1:], strict=False):
            gap = word.quad[0][0] - before.quad[1][0]
            parts.append("  " if gap > COLUMN_GAP * min(_height(before), _height(word)) else " ")
            parts.append(word.text)
        return "".join(parts)

    @property
    def box(self) -> Box:
        """x0, y0, x1, y1 around all words."""
        boxes = [word.box for word in self.words]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes),
                max(b[2] for b in boxes), max(b[3] for b in boxes))

    @property
    def confidence(self) -> float:
        """Mean confidence of the words, each by its length."""
        length = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / max(1, length)

    @property
    def height(self) -> float:
        """Median height of the words in pixels."""
        return statistics.median(_height(word) for word in self.words)


def group_rows(words: list[Word]) -> list[Row]:
    """Return the rows of all pages, top to bottom; [] for no words."""
    rows = []
    for page in sorted({word.page for word in words}):
        rows += _group_page([word for word in words if word.page == page], page)
    return rows


def _group_page(words: list[Word], page: int) -> list[Row]:
    """Group the words of one page."""
    bend = _bend(words)
    slope_at = _slopes(words, bend)
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.quad[0][0] + word.quad[3][0]):
        best = min(rows, key=lambda row: _offset(row[-1], word, slope_at), default=None)
        if best is not None and _offset(best[-1], word, slope_at) <= MAX_OFFSET:
            best.append(word)
        else:
            rows.append([word])
    slope = statistics.median(slope_at[id(word)] - bend * _centre(word)[0] for word in words) if words else 0.0
    # By where each row would meet the left edge, carried on along the paper.
    rows.sort(key=lambda row: statistics.mean(y - slope * x - bend * x * x / 2 for x, y in map(_centre, row)))
    return [Row(tuple(row), page) for row in rows]


def _offset(before: Word, word: Word, slope_at: dict[int, float]) -> float:
    """Return how far `word` lies off the row of `before`, in heights; infinite when it cannot follow."""
    height = min(_height(before), _height(word))
    gap = word.quad[0][0] - before.quad[1][0]
    if height <= 0 or gap < -MAX_SIDE_OVERLAP * height:
        return math.inf
    slope = (slope_at[id(before)] + slope_at[id(word)]) / 2
    (x0, y0), (x1, y1) = _centre(before), _centre(word)
    return abs(y1 - (y0 + slope * (x1 - x0))) / height


def _bend(words: list[Word]) -> float:
    """Return by how much slopes change a pixel to the right: not 0 where the paper lies over a roll or a bent hand.

    A line through the slopes of the words by least squares, each weighted by its squared width (its slope is as sure as
    it is wide), once more without those that lie far off it; 0 where it explains or bends little.
    """
    kept = [word for word in words if _width(word) > LEAST_WORD * _height(word)]
    if len(kept) < LEAST_WORDS:
        return 0.0
    x, slopes = np.array([_centre(word)[0] for word in kept]), np.array([_slope(word) for word in kept])
    weights = np.array([_width(word) for word in kept]) ** 2
    bend = 0.0
    for _ in range(2):
        off = x - weights @ x / weights.sum()
        lean = slopes - weights @ slopes / weights.sum()
        spread = float(weights @ off ** 2)
        if spread <= 0:
            return 0.0
        bend = float(weights @ (off * lean)) / spread
        weights = np.where(np.abs(lean - bend * off) < MAX_LEAN, weights, 0.0)
        if not weights.any():
            return 0.0
    before, after = weights @ lean ** 2, weights @ (lean - bend * off) ** 2
    across = max(word.quad[1][0] for word in words) - min(word.quad[0][0] for word in words)
    sag = abs(bend) * across ** 2 / 8
    is_bent = sag > LEAST_SAG * statistics.median(map(_height, kept)) and before - after > LEAST_EXPLAINED * before
    return bend if is_bent else 0.0


def _slopes(words: list[Word], bend: float) -> dict[int, float]:
    """Return for each word (by id) the mean slope of long words nearby, weighted by width and nearness.

    bend: by how much slopes change a pixel to the right, besides.
    """
    long_words = [(_centre(word)[1], _width(word), _slope(word) - bend * _centre(word)[0])
                  for word in words if _width(word) > 3 * _height(word)]
    if not long_words:
        return {id(word): bend * _centre(word)[0] for word in words}
    middle = statistics.median(slope for _, _, slope in long_words)
    # A box that leans far from the others is a misfit of its rectangle, not a bend of the paper.
    long_words = [entry for entry in long_words if abs(entry[2] - middle) < MAX_LEAN]
    reach = max(1.0, REACH * statistics.median(_height(word) for word in words))
    return {id(word): _local_slope(_centre(word)[1], long_words, reach, middle) + bend * _centre(word)[0]
            for word in words}


def _local_slope(y: float, long_words: list[tuple[float, float, float]], reach: float, middle: float) -> float:
    """Return the weighted mean slope around height `y`, drawn a little to the page's own slope."""
    weights = [(width * math.exp(-(((at - y) / reach) ** 2)), slope) for at, width, slope in long_words]
    anchor = 0.2 * max((width for _, width, _ in long_words), default=1.0)
    total = sum(weight for weight, _ in weights) + anchor
    return (sum(weight * slope for weight, slope in weights) + anchor * middle) / total


def _centre(word: Word) -> tuple[float, float]:
    """Return the middle of a word's quad."""
    return sum(c[0] for c in word.quad) / 4, sum(c[1] for c in word.quad) / 4


def _width(word: Word) -> float:
    """Return the length of the top side."""
    (x0, y0), (x1, y1) = word.quad[0], word.quad[1]
    return math.hypot(x1 - x0, y1 - y0)


def _height(word: Word) -> float:
    """Return the length of the left side."""
    (x0, y0), (x1, y1) = word.quad[0], word.quad[3]
    return math.hypot(x1 - x0, y1 - y0)


def _slope(word: Word) -> float:
    """Return rise over run of the top and bottom sides."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = word.quad
    run = (bx - ax) + (cx - dx)
    return ((by - ay) + (cy - dy)) / run if run > 0 else 0.0
