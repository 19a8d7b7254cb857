"""Prices printed so close below one another that the detector takes the whole column for one box: cut into its rows.

Where the ink of a column, seen along the rows' own slope, has gaps, one row ends and the next begins.
"""

import math

import cv2
import numpy as np

# A box this many lines tall, and taller than wide, is a column that runs together.
LEAST_LINES, LEAST_RATIO = 4.0, 1.5
# Boxes this long tell the slope of the page's rows.
_TELLING_RATIO = 4.0
# A row is between these shares of the page's lines tall; fewer rows than this are a logo or a smudge.
_LOWEST_ROW, _TALLEST_ROW, LEAST_ROWS = 0.35, 1.6, 3
# Ink is darker than its surroundings by so many grey levels; faint strokes (a minus) by so many at the row's ends.
_INK, _FAINT, _DARKEST = 12, 10, 60
# Where a column's rows are inked below this share of what its inked rows have, it has a gap.
_GAP_SHARE = 0.35
_PADDING_PX = 2.0


def split_columns(bgr: np.ndarray, boxes: list[np.ndarray]) -> list[np.ndarray]:
    """Return text boxes with each column that runs together cut into its rows, top to bottom.

    bgr: (height, width, 3) uint8. boxes: (4, 2) float32 corners, top left first, clockwise. Boxes of a page that lies
    on its side, and all that is no column of at least three rows, come back as they are.
    """
    sides = [_sides(box) for box in boxes]
    if sum(width < height for width, height in sides) > 0.5 * len(boxes):
        return boxes
    line_px = float(np.median([min(one) for one in sides])) if sides else 0.0
    is_tall = [height > LEAST_LINES * line_px and height > LEAST_RATIO * width for width, height in sides]
    if not any(is_tall):
        return boxes
    telling = [math.atan2(*(box[1] - box[0])[::-1]) for box, (width, height) in zip(boxes, sides, strict=True)
               if width > _TELLING_RATIO * height]
    slope = math.tan(float(np.median(telling))) if telling else 0.0
    found = boxes
    for area in _areas([box for box, tall in zip(boxes, is_tall, strict=True) if tall]):
        rows = _rows_of(bgr, area, slope, line_px)
        if len(rows) >= LEAST_ROWS:
            found = [box for box in found if not _holds(area, box.mean(axis=0))] + rows
    return sorted(found, key=lambda box: (float(box[:, 1].mean()), float(box[:, 0].min())))


def _sides(box: np.ndarray) -> tuple[float, float]:
    """Return width and height of a box."""
    return float(np.hypot(*(box[1] - box[0]))), float(np.hypot(*(box[3] - box[0])))


def _areas(boxes: list[np.ndarray]) -> list[np.ndarray]:
    """Return x0, y0, x1, y1 around boxes, those that overlap together."""
    areas: list[np.ndarray] = []
    for box in boxes:
        area = np.concatenate([box.min(axis=0), box.max(axis=0)])
        for other in [one for one in areas if (one[:2] < area[2:]).all() and (area[:2] < one[2:]).all()]:
            areas = [one for one in areas if one is not other]
            area = np.concatenate([np.minimum(area[:2], other[:2]), np.maximum(area[2:], other[2:])])
        areas.append(area)
    return areas


def _holds(area: np.ndarray, point: np.ndarray) -> bool:
    return bool((area[:2] <= point).all() and (point <= area[2:]).all())


def _rows_of(bgr: np.ndarray, area: np.ndarray, slope: float, line_px: float) -> list[np.ndarray]:
    """Return the boxes of the rows in an area of a page whose rows have this slope."""
    height, width = bgr.shape[:2]
    x0, y0 = max(0, int(area[0] - line_px / 2)), max(0, int(area[1] - line_px))
    x1, y1 = min(width, int(area[2]) + 1), min(height, int(area[3] + line_px) + 1)
    middle = (x1 - x0) / 2
    level = np.array([[1, 0, -x0], [-slope, 1, -y0 + slope * (x0 + middle)]], np.float32)
    grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
    part = cv2.warpAffine(grey, level, (x1 - x0, y1 - y0), borderMode=cv2.BORDER_REPLICATE)
    darker = cv2.GaussianBlur(part, (0, 0), line_px).astype(np.float32) - part
    rows = []
    for top, bottom in _runs(np.clip(darker - _INK, 0, _DARKEST).mean(axis=1)):
        if not _LOWEST_ROW * line_px <= bottom - top <= _TALLEST_ROW * line_px:
            continue
        inked = np.flatnonzero((darker[top:bottom] > _INK + _FAINT).any(axis=0))
        left, right = inked[0] - _PADDING_PX, inked[-1] + _PADDING_PX
        corners = [(left, top - _PADDING_PX), (right, top - _PADDING_PX), (right, bottom + _PADDING_PX),
                   (left, bottom + _PADDING_PX)]
        rows.append(np.array([(x + x0, y + y0 + slope * (x - middle)) for x, y in corners], np.float32))
    return rows


def _runs(ink: np.ndarray) -> list[tuple[int, int]]:
    """Return first and end of each run of inked rows in a profile of ink by row."""
    smooth = np.convolve(ink, np.ones(3) / 3, "same")
    is_inked = smooth > _GAP_SHARE * np.percentile(smooth, 90)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_inked.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
