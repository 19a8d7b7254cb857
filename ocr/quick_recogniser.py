"""Read most lines with a small network of our own, and what it doubts with the larger one.

The quick network (`ocr/data/recogniser.onnx`, its card `ocr/data/RECOGNISER.md`) knows Latin letters, digits and signs
alone and takes a fifth of the larger one's time. Where it is not sure, or the script is another one, the line is read
once more, and what the larger one says counts.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ocr.recogniser import Recogniser, as_input, cut_line, decode, frames_of_characters, softmax

if TYPE_CHECKING:
    import onnxruntime

QUICK_MODEL = Path(__file__).parent / "data" / "recogniser.onnx"
CAREFUL_MODEL = Path(__file__).parent / "data" / "careful_recogniser.onnx"
# A line read with less (mean over its characters), or with a character less likely than that, is read again. On
# development receipts that no training saw the two together then beat the larger one, with a quarter of the lines
# read twice. The mean alone lets one misread digit of a long line pass.
SURE, SURE_CHARACTER = 0.9, 0.6


class QuickRecogniser:
    """Reads lines in Latin script; settings in the constructor, work in `read_line`.

    session: a network whose metadata name the `characters` of its classes as JSON, the blank first, the space last.
    """

    def __init__(self, session: "onnxruntime.InferenceSession") -> None:
        self.session = session
        self.input_name = session.get_inputs()[0].name
        self.characters: list[str] = json.loads(session.get_modelmeta().custom_metadata_map["characters"])

    def read_line(self, line: np.ndarray) -> tuple[str, float, float]:
        """Return text, confidence (0 to 1, mean over its characters) and the least likely character's probability.

        line: (48, width, 3) uint8, as `cut_line` gives it.
        """
        posterior = softmax(self.session.run(None, {self.input_name: as_input(line)})[0][0])
        text, confidence = decode(posterior, self.characters)
        kept = frames_of_characters(posterior)
        return text, confidence, float(posterior[kept].max(axis=1).min()) if len(kept) else 0.0


class CarefulRecogniser:
    """Reads text boxes quickly, and those that were hard to read thoroughly; same interface as `Recogniser`."""

    def __init__(self, quick: QuickRecogniser, thorough: Recogniser) -> None:
        self.quick, self.thorough = quick, thorough

    def read(self, bgr: np.ndarray, corners: np.ndarray) -> tuple[str, float]:
        """Return text and confidence of one box, as `Recogniser.read` does."""
        line = cut_line(bgr, corners)
        text, confidence, least = self.quick.read_line(line)
        if confidence >= SURE and least >= SURE_CHARACTER:
            return text, confidence
        return self.thorough.read_line(line)
