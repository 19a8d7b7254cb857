"""Read most lines with a small network of our own, and what it doubts with the larger one as well.

The quick network (`ocr/data/recogniser.onnx`, its card `ocr/data/RECOGNISER.md`) knows Latin letters, digits and signs
alone and takes a fifth of the larger one's time. Where it is not sure, or the script is another one, the line is read
once more; of the two texts the one counts that both together hold to be likelier.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ocr.line_reading import LineReading
from ocr.recogniser import Recogniser, as_input, classes_of, cut_line, decode, softmax

if TYPE_CHECKING:
    import onnxruntime

QUICK_MODEL = Path(__file__).parent / "data" / "recogniser.onnx"
CAREFUL_MODEL = Path(__file__).parent / "data" / "careful_recogniser.onnx"
# A line read with less (mean over its characters), or with a character less likely than that, is read again: a third of
# them. On development receipts that no training saw the two together then beat the larger one. The mean alone lets one
# misread digit of a long line pass.
SURE, SURE_CHARACTER = 0.95, 0.7
# How much the quick network's opinion counts beside the larger one's.
QUICK_WEIGHT = 0.4


class QuickRecogniser:
    """Reads lines in Latin script; settings in the constructor, work in `read_line`.

    session: a network whose metadata name the `characters` of its classes as JSON, the blank first, the space last.
    """

    def __init__(self, session: "onnxruntime.InferenceSession") -> None:
        self.session = session
        self.input_name = session.get_inputs()[0].name
        self.characters: list[str] = json.loads(session.get_modelmeta().custom_metadata_map["characters"])
        self.classes = classes_of(self.characters)

    def read_line(self, line: np.ndarray) -> LineReading:
        """Return what stands on a line. line: (48, width, 3) uint8, as `cut_line` gives it."""
        posterior = softmax(self.session.run(None, {self.input_name: as_input(line)})[0][0])
        return LineReading(*decode(posterior, self.characters), posterior, self.classes)


class CarefulRecogniser:
    """Reads text boxes quickly, and those that were hard to read once more; same interface as `Recogniser`."""

    def __init__(self, quick: QuickRecogniser, thorough: Recogniser) -> None:
        self.quick, self.thorough = quick, thorough

    def read(self, bgr: np.ndarray, corners: np.ndarray) -> tuple[str, float]:
        """Return text and confidence of one box, as `Recogniser.read` does."""
        line = cut_line(bgr, corners)
        reading = self.quick.read_line(line)
        if reading.confidence < SURE or reading.least_likely < SURE_CHARACTER:
            reading = likelier(reading, self.thorough.read_line(line))
        return reading.text, reading.confidence


def likelier(quick: LineReading, thorough: LineReading) -> LineReading:
    """Return the reading whose text both networks together hold to be likelier; the surer one of equal texts.

    What has letters that the quick network does not know is left to the thorough one.
    """
    if quick.text == thorough.text:
        return max(quick, thorough, key=lambda reading: reading.confidence)
    if not quick.classes.keys() >= set(thorough.text):
        return thorough

    def likelihood(text: str) -> float:
        return QUICK_WEIGHT * quick.log_likelihood(text) + thorough.log_likelihood(text)

    return quick if likelihood(quick.text) > likelihood(thorough.text) else thorough
