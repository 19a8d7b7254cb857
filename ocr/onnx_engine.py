"""The fast default engine: PP-OCRv6 detector and recogniser on onnxruntime directly, one thread."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.detector import Detector
from ocr.reading import Word
from ocr.recogniser import Recogniser, read_characters
from pantry.errors import NotReady

if TYPE_CHECKING:
    import onnxruntime

DETECTOR = "PP-OCRv6_tiny_det"
RECOGNISER = "PP-OCRv6_small_rec"
# Below this mean confidence a box is rather noise than text (word F1 +0.002 against 0.5).
MIN_CONFIDENCE = 0.75


class OnnxEngine:
    """Reads the words of a page; built once a process."""

    name = "onnx"
    version = "ppocrv6-tiny-small-1"

    def __init__(self, models: Path, *, min_confidence: float = MIN_CONFIDENCE) -> None:
        detector, recogniser = models / DETECTOR, models / RECOGNISER
        for folder in (detector, recogniser):
            if not (folder / "inference.onnx").is_file() or not (folder / "inference.yml").is_file():
                raise NotReady(f"the OCR weights are not in {folder}", "run `make setup` once with a network")
        cv2.setNumThreads(1)
        self.min_confidence = min_confidence
        self.detector = Detector(_session(detector / "inference.onnx"))
        self.recogniser = Recogniser(_session(recogniser / "inference.onnx"),
                                     read_characters(recogniser / "inference.yml"))

    def read_words(self, bgr: np.ndarray) -> list[Word]:
        """Return the runs of text on a page, top to bottom.

        bgr: (height, width, 3) uint8, upright. Quads are in pixels of `bgr`.
        """
        words = []
        for corners in self.detector.find(bgr):
            text, confidence = self.recogniser.read(bgr, corners)
            if text and confidence >= self.min_confidence:
                quad = tuple((float(x), float(y)) for x, y in corners)
                words.append(Word(text, confidence, quad))  # type: ignore[arg-type]
        return words


def _session(weights: Path) -> "onnxruntime.InferenceSession":
    """Open one model on the CPU with one thread; onnxruntime's telemetry stays off."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
