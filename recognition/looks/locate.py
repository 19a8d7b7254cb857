"""Where the things in a photo are: boxes around whatever may be an item, of any class. numpy and onnxruntime.

`locator.onnx` looks at the whole picture, squeezed to a square, and says for each of 14 x 14 places whether the
middle of a thing lies there and how far its edges are.
"""

import functools
import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from recognition.looks.embedder import WEIGHTS, open_session
from recognition.reading import Box

if TYPE_CHECKING:
    import onnxruntime

LOCATOR_FILE = WEIGHTS / "locator.onnx"
LOCATOR_PX = 224
CELLS = 14
# On 40 collages any bar from 0.3 to 0.7 gave the same boxes but for one.
ITEM_BAR = 0.5
MOST_BOXES = 12
# From this ratio of its sides on a picture is a panorama, looked at in parts of the other; phones' screens are shorter.
PANORAMA_RATIO, WINDOW_RATIO = 2.4, 4 / 3
MOST_WINDOWS, _STEP = 8, 2 / 3  # a part begins so far behind the one before, as a share of its length
_SAME_THING = 0.4  # from this overlap (intersection over union) on two boxes are one thing
_INSIDE = 0.75  # a box that lies in another by this share of itself is part of it


def locate(image: Image.Image, *, threads: int = 2) -> list[tuple[Box, float]]:
    """Return boxes of single things in pixels of the picture, surest first, each with 0 to 1.

    Empty when the model for it is missing: then a photo shows one thing.
    """
    if not LOCATOR_FILE.is_file():
        return []
    parts = [_located(image, part, threads) for part in windows(image.size)]
    boxes, sure = (np.concatenate(tables) for tables in zip(*parts, strict=True))
    order = np.argsort(-sure, kind="stable")
    boxes, sure = boxes[order], sure[order]
    kept = without_repeats(boxes, sure)
    corners = np.round(boxes[kept]).astype(int)
    return [
        ((int(x0), int(y0), int(x1), int(y1)), round(float(score), 3))
        for (x0, y0, x1, y1), score in zip(corners, sure[kept], strict=True)
        if x1 > x0 and y1 > y0
    ][:MOST_BOXES]


def windows(size: tuple[int, int]) -> list[Box]:
    """Return the parts of a picture that are looked at: all of it, or of a panorama some that overlap by a third.

    Squeezed to a square, the things of a panorama are slivers.
    """
    short, long = sorted(size)
    if long < PANORAMA_RATIO * short:
        return [(0, 0, *size)]
    side = max(round(WINDOW_RATIO * short), math.ceil(long / (1 + (MOST_WINDOWS - 1) * _STEP)))
    number = 1 + math.ceil((long - side) / (_STEP * side))
    starts = [round(place * (long - side) / (number - 1)) for place in range(number)]
    is_wide = size[0] == long
    return [(start, 0, start + side, short) if is_wide else (0, start, short, start + side) for start in starts]


def _located(image: Image.Image, part: Box, threads: int) -> tuple[np.ndarray, np.ndarray]:
    """Return boxes (N, 4) of one part, in pixels of the picture, and their sureness (N,)."""
    views = locator_view(image.crop(part))[None]
    sureness, edges = _locator(threads).run(["sureness", "edges"], {"image": views})
    boxes, sure = decode(sureness[0], edges[0])
    width, height = part[2] - part[0], part[3] - part[1]
    return boxes * np.array([width, height] * 2) + np.array([*part[:2]] * 2), sure


def locator_view(image: Image.Image) -> np.ndarray:
    """Return the whole picture, squeezed to (3, 224, 224) float32 in about -1 to 1."""
    small = image.resize((LOCATOR_PX, LOCATOR_PX), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return (np.asarray(small, dtype=np.float32).transpose(2, 0, 1) - 127.0) / 128.0


def decode(sureness: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return boxes (N, 4) as shares of the picture and their sureness (N,) above the bar, surest first.

    sureness: (14, 14) 0 to 1. edges: (4, 14, 14), distances from the middle of each place to left, top, right
    and bottom, as shares of the picture.
    """
    rows, columns = np.nonzero(sureness >= ITEM_BAR)
    order = np.argsort(-sureness[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    across, down = (columns + 0.5) / CELLS, (rows + 0.5) / CELLS
    left, top, right, bottom = edges[:, rows, columns]
    boxes = np.stack([across - left, down - top, across + right, down + bottom], axis=1).clip(0.0, 1.0)
    return boxes, sureness[rows, columns]


def without_repeats(boxes: np.ndarray, sureness: np.ndarray) -> list[int]:
    """Return the numbers of the boxes that stay: of boxes of one thing the surest. sureness: falling."""
    kept: list[int] = []
    for number in range(len(sureness)):
        if all(not _is_repeat(boxes[number], boxes[other]) for other in kept):
            kept.append(number)
    return kept


def _is_repeat(one: np.ndarray, other: np.ndarray) -> bool:
    shared = overlap(one, other)
    areas = [float(np.prod(box[2:] - box[:2])) for box in (one, other)]
    union = sum(areas) - shared
    return shared > _SAME_THING * union or shared > _INSIDE * min(areas)


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Return the area that two boxes (x0, y0, x1, y1) share."""
    sides = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    return float(np.prod(sides.clip(0.0)))


@functools.cache
def _locator(threads: int) -> "onnxruntime.InferenceSession":
    return open_session(LOCATOR_FILE, threads)
