"""The fast default engine, on onnxruntime directly, one thread: a detector, and three recognisers, ours first."""

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.engines.detector import Detector, short_side
from ocr.engines.lone_signs import kind_of_sign, unread_signs
from ocr.engines.merged_columns import split_columns
from ocr.engines.onnx_graph import split_head
from ocr.engines.quick_recogniser import CAREFUL_MODEL, QUICK_MODEL, CarefulRecogniser, LatinRecogniser
from ocr.engines.recogniser import BoxText, Recogniser, latin_classes, read_characters
from ocr.engines.weights import check_weights
from ocr.reading import Word
from pantry.memory import give_back_freed_memory

if TYPE_CHECKING:
    import onnxruntime

DETECTOR = "PP-OCRv6_tiny_det"
RECOGNISER = "PP-OCRv6_small_rec"
# Below this mean confidence a box is rather noise than text (word F1 +0.002 against 0.5).
MIN_CONFIDENCE = 0.75
# Upright lines of receipts are read at 0.93 to 0.97 on average, upside down at 0.45 to 0.69.
SAMPLE_BOXES = 6
# The recogniser of all scripts costs 60 MB and half a second to load: a logo or a smudge is not worth that.
LEAST_FOREIGN = 3
UPRIGHT_CONFIDENCE = 0.8


class OnnxEngine:
    """Reads the words of a page; built once a process."""

    name = "onnx"
    version = "latin-2-careful-1-parts-2-signs-1-words-1-columns-1-ppocrv6-small-1"

    def __init__(self, models: Path, *, min_confidence: float = MIN_CONFIDENCE) -> None:
        detector, recogniser = models / DETECTOR, models / RECOGNISER
        check_weights(detector, recogniser)
        cv2.setNumThreads(1)
        self.min_confidence = min_confidence
        self.detector = Detector(_session((detector / "inference.onnx").read_bytes()))
        self._thorough_model = recogniser

    @functools.cached_property
    def recogniser(self) -> CarefulRecogniser:
        """The recogniser of most lines, loaded when first needed: packs are read without it."""
        quick, careful = (LatinRecogniser(_session(model.read_bytes())) for model in (QUICK_MODEL, CAREFUL_MODEL))
        return CarefulRecogniser(quick, careful)

    @functools.cached_property
    def thorough(self) -> Recogniser:
        """The recogniser of all scripts, loaded when first needed: receipts are hardly ever read by it."""
        return _recogniser(self._thorough_model)

    def read_words(self, bgr: np.ndarray) -> list[Word]:
        """Return the runs of text on a page, top to bottom.

        bgr: (height, width, 3) uint8, upright. Quads are in pixels of `bgr`.
        """
        return self.read_upright(bgr)[0]

    def read_upright(self, bgr: np.ndarray) -> tuple[list[Word], int]:
        """Return the words of a page that may lie on its side or head, and how it was turned.

        bgr: (height, width, 3) uint8. Quads are in pixels of `np.rot90(bgr, turns)`; turns is 0 to 3 quarter
        turns counter-clockwise.
        """
        words, turns = self._read(bgr, self.recogniser)
        upright = np.ascontiguousarray(np.rot90(bgr, turns)) if turns else bgr
        return sorted([*words, *self._lone_signs(upright, words)], key=_place), turns

    def read_thoroughly(self, bgr: np.ndarray) -> list[Word]:
        """Return what `read_words` does, each line read by the larger recogniser: for print unlike a receipt's."""
        return self._read(bgr, self.thorough)[0]

    def _read(self, bgr: np.ndarray, recogniser: CarefulRecogniser | Recogniser) -> tuple[list[Word], int]:
        boxes = split_columns(bgr, self.detector.find(bgr))
        turns, read = _turns(bgr, boxes, recogniser)
        if turns:
            bgr = np.ascontiguousarray(np.rot90(bgr, turns))
            boxes, read = split_columns(bgr, self.detector.find(bgr)), {}
        height_px = float(np.median([short_side(box) for box in boxes])) if boxes else 0.0
        texts = [read.get(number) or recogniser.read(bgr, corners, line_height_px=height_px)
                 for number, corners in enumerate(boxes)]
        foreign = [number for number, text in enumerate(texts) if text.is_foreign]
        if len(foreign) >= LEAST_FOREIGN:
            for number in foreign:
                texts[number] = self.thorough.read(bgr, boxes[number], line_height_px=height_px)
        return [_word(text, corners) for text, corners in zip(texts, boxes, strict=True)
                if text.text and text.confidence >= self.min_confidence], turns

    def _lone_signs(self, bgr: np.ndarray, words: list[Word]) -> list[Word]:
        """Return counts and tax codes that the detector passed over where the page's own columns have one."""
        if not words:
            return []
        height_px = float(np.median([short_side(np.array(word.quad)) for word in words]))
        read = ((self.recogniser.read(bgr, corners, line_height_px=height_px), corners, place.kinds)
                for corners, place in unread_signs(bgr, words, height_px))
        return [_word(text, corners) for text, corners, kinds in read
                if text.confidence >= self.min_confidence and kind_of_sign(text.text) in kinds]


def _word(text: BoxText, corners: np.ndarray) -> Word:
    """Return what was read in a box as a word."""
    return Word(text.text, text.confidence, tuple((float(x), float(y)) for x, y in corners))  # type: ignore[arg-type]


def _place(word: Word) -> tuple[float, float]:
    """Return by what words are in order, as the detector's boxes are: the middle's height, then the left end."""
    return sum(y for _, y in word.quad) / 4, min(x for x, _ in word.quad)


def _turns(
    bgr: np.ndarray, boxes: list[np.ndarray], recogniser: CarefulRecogniser | Recogniser
) -> tuple[int, dict[int, BoxText]]:
    """Tell from a few long boxes how a page must be turned; what was read of an upright page is kept."""
    sides = [(float(np.hypot(*(box[0] - box[1]))), float(np.hypot(*(box[0] - box[3])))) for box in boxes]
    is_sideways = sum(height >= 1.5 * width for width, height in sides) > 0.5 * len(boxes)
    longest = sorted(range(len(boxes)), key=lambda number: -max(sides[number]))[:SAMPLE_BOXES]
    read = {number: recogniser.read(bgr, boxes[number]) for number in longest}
    confidence = np.mean([text.confidence for text in read.values()]) if read else 1.0
    is_flipped = False
    if confidence < UPRIGHT_CONFIDENCE and len(boxes) >= SAMPLE_BOXES:
        # The same box, read from its other end.
        flipped = [recogniser.read(bgr, np.roll(boxes[number], 2, axis=0)).confidence for number in longest]
        is_flipped = bool(np.mean(flipped) > confidence + 0.1)
    if is_sideways and len(boxes) >= SAMPLE_BOXES:
        return (3 if is_flipped else 1), {}
    return (2, {}) if is_flipped else (0, read)


def _recogniser(folder: Path) -> Recogniser:
    """Return the recogniser of one model's folder, which `check_weights` found whole."""
    characters = read_characters(folder / "inference.yml")
    model = split_head((folder / "inference.onnx").read_bytes(), latin_classes(characters))
    return Recogniser(_session(model.content), characters, model.weights, model.bias)


def _session(model: bytes) -> "onnxruntime.InferenceSession":
    """Open one model on the CPU with one thread; onnxruntime's telemetry stays off."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Lines and pages have a size of their own each: a plan of memory kept for every one of them was 30 MB after four
    # pages, at the same speed.
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    give_back_freed_memory()
    return session
