"""Find text on a page: the PP-OCRv6 detector on onnxruntime, without PaddleOCR around it.

The map of text probability is cut at a threshold, each patch becomes its smallest rectangle, and the
rectangle is widened again because the network is trained on shrunken text (Liao et al., "Real-time Scene
Text Detection with Differentiable Binarization", 2020).
"""

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    import onnxruntime

# ImageNet mean and deviation, in the channel order in which the network was trained (BGR).
MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)
MAP_THRESHOLD = 0.2
BOX_THRESHOLD = 0.4
UNCLIP_RATIO = 1.4
MIN_SIDE_PX = 3
MAX_BOXES = 2000
# Text lower than this on the shrunken page is looked at again, larger and without the empty margins.
SMALL_TEXT_PX = 14.0
WANTED_TEXT_PX = 17.0
MAX_SECOND_PIXELS = 700_000
# Text lower than this on a page that was not shrunk is looked at again on the page enlarged, at most twice.
TINY_TEXT_PX, ENLARGED_TEXT_PX, MAX_ENLARGEMENT = 17.4, 20.0, 2.0
MAX_ENLARGED_PIXELS = 900_000


class Detector:
    """Finds text boxes; settings in the constructor, work in `detect`."""

    def __init__(self, session: "onnxruntime.InferenceSession", *, max_pixels: int = 350_000) -> None:
        import onnxruntime

        self.session = session
        # The network's pool of memory would keep what the largest page needed, some 80 MB; giving that back after each
        # page costs 5 to 12 ms, about 1 % of a receipt. Lines are too many and too small for it.
        self.run_options = onnxruntime.RunOptions()
        self.run_options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        self.input_name = session.get_inputs()[0].name
        self.max_pixels = max_pixels

    def find(self, bgr: np.ndarray) -> list[np.ndarray]:
        """Return text boxes as `detect` does, looking twice where the text is small on the page.

        A receipt on an A4 scan fills a tenth of it; the second look sees only the part that holds text. A small picture
        is enlarged for it.
        """
        boxes = self.detect(bgr)
        if len(boxes) < 3:
            return boxes
        scale = min(1.0, math.sqrt(self.max_pixels / (bgr.shape[0] * bgr.shape[1])))
        height_px = float(np.median([short_side(box) for box in boxes]))
        if scale == 1.0 and height_px < TINY_TEXT_PX:
            return self._find_enlarged(bgr, min(MAX_ENLARGEMENT, ENLARGED_TEXT_PX / height_px))
        if scale == 1.0 or height_px * scale >= SMALL_TEXT_PX:
            return boxes
        x0, y0, x1, y1 = _surroundings(boxes, bgr, margin=4 * height_px)
        pixels = (x1 - x0) * (y1 - y0) * min(1.0, WANTED_TEXT_PX / height_px) ** 2
        part = np.ascontiguousarray(bgr[y0:y1, x0:x1])
        offset = np.array([x0, y0], dtype=np.float32)
        return [box + offset for box in self.detect(part, max_pixels=int(min(pixels, MAX_SECOND_PIXELS)))]

    def _find_enlarged(self, bgr: np.ndarray, factor: float) -> list[np.ndarray]:
        """Return text boxes of a page, in its own pixels, as they are found on the page enlarged by a factor."""
        larger = cv2.resize(bgr, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        return [(box / factor).astype(np.float32) for box in self.detect(larger, max_pixels=MAX_ENLARGED_PIXELS)]

    def detect(self, bgr: np.ndarray, *, max_pixels: int | None = None) -> list[np.ndarray]:
        """Return text boxes of a page, top to bottom.

        bgr: (height, width, 3) uint8. max_pixels: size the page is shrunk to first (never enlarged).
        Returns (4, 2) float32 corners each, top left first, clockwise, in pixels of `bgr`.
        """
        small = _shrink(bgr, max_pixels or self.max_pixels)
        values = (small.astype(np.float32) / 255.0 - MEAN) / DEVIATION
        text_map = self._text_map(values.transpose(2, 0, 1)[None])
        scale = np.array([bgr.shape[1] / small.shape[1], bgr.shape[0] / small.shape[0]], dtype=np.float32)
        boxes = [box * scale for box in _boxes_of_map(text_map)]
        return sorted(boxes, key=lambda box: (float(box[:, 1].mean()), float(box[:, 0].min())))

    def _text_map(self, values: np.ndarray) -> np.ndarray:
        """Return how likely text is, (height, width). values: (1, 3, height, width) float32."""
        text_map: np.ndarray = self.session.run(None, {self.input_name: values}, self.run_options)[0][0, 0]
        return text_map


def short_side(corners: np.ndarray) -> float:
    """Return the shorter of two neighbouring sides of a box."""
    return float(min(np.hypot(*(corners[0] - corners[3])), np.hypot(*(corners[0] - corners[1]))))


def _surroundings(boxes: list[np.ndarray], bgr: np.ndarray, *, margin: float) -> tuple[int, int, int, int]:
    """Return x0, y0, x1, y1 of the part of the page that holds all boxes, with a margin."""
    corners = np.concatenate(boxes)
    low, high = corners.min(axis=0) - margin, corners.max(axis=0) + margin
    return (max(0, int(low[0])), max(0, int(low[1])),
            min(bgr.shape[1], int(high[0]) + 1), min(bgr.shape[0], int(high[1]) + 1))


def _shrink(bgr: np.ndarray, max_pixels: int) -> np.ndarray:
    """Shrink to at most `max_pixels`, with both sides multiples of 32 as the network needs."""
    height, width = bgr.shape[:2]
    share = min(1.0, math.sqrt(max_pixels / (height * width)))
    size = tuple(max(32, round(side * share / 32) * 32) for side in (width, height))
    return cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)


def _boxes_of_map(text_map: np.ndarray) -> list[np.ndarray]:
    """Return one widened rectangle for each patch of text in a (height, width) map of probabilities."""
    mask = (text_map > MAP_THRESHOLD).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for contour in contours[:MAX_BOXES]:
        rectangle = cv2.minAreaRect(contour)
        if min(rectangle[1]) < MIN_SIDE_PX:
            continue
        if _mean_inside(text_map, cv2.boxPoints(rectangle)) >= BOX_THRESHOLD:
            boxes.append(_corners_in_order(cv2.boxPoints(_unclip(rectangle))))
    return boxes


def _mean_inside(text_map: np.ndarray, corners: np.ndarray) -> float:
    """Return the mean probability inside a rectangle."""
    height, width = text_map.shape
    x0, y0 = np.clip(np.floor(corners.min(axis=0)), 0, [width - 1, height - 1]).astype(int)
    x1, y1 = np.clip(np.ceil(corners.max(axis=0)), 0, [width - 1, height - 1]).astype(int)
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), dtype=np.uint8)
    cv2.fillPoly(mask, [(corners - [x0, y0]).astype(np.int32)], (1,))
    return float(cv2.mean(text_map[y0:y1 + 1, x0:x1 + 1], mask)[0])


def _unclip(rectangle: tuple) -> tuple:
    """Widen a rectangle by area * ratio / perimeter on each side, as the text was shrunk in training."""
    centre, (width, height), angle = rectangle
    margin = width * height * UNCLIP_RATIO / (2 * (width + height))
    return centre, (width + 2 * margin, height + 2 * margin), angle


def _corners_in_order(corners: np.ndarray) -> np.ndarray:
    """Return (4, 2) corners from the top left, clockwise."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)
