"""Read most lines with a small network of ours, what it doubts with a larger one too, other scripts with the largest.

The quick network and the careful one (`ocr/data/*.onnx`, their card `ocr/data/RECOGNISER.md`) know Latin letters,
digits and signs alone. Where the quick one is not sure, the careful one reads the line as well, which takes five times
as long; of the two texts the one counts that both together hold to be likelier. A line that shows no Latin letters is
left to the recogniser of all scripts, which is loaded when first needed.
"""

import json
from collections.abc import Callable
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
SURE, SURE_CHARACTER = 0.95, 0.6
# How much the quick network's opinion counts beside the careful one's.
QUICK_WEIGHT = 0.2
# Of 871 watched lines all were fitted better than this by the careful network; of 25 lines in Chinese and Japanese all
# worse than 5.
LEAST_FIT = 8.0


class LatinRecogniser:
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
        logits = self.session.run(None, {self.input_name: as_input(line)})[0][0]
        posterior = softmax(logits)
        text, confidence = decode(posterior, self.characters)
        return LineReading(text, confidence, posterior, self.classes, float(logits.max(axis=1).min()))


class CarefulRecogniser:
    """Reads text boxes quickly, and those that were hard to read once more; same interface as `Recogniser`.

    load_thorough: makes the recogniser of all scripts.
    """

    def __init__(self, quick: LatinRecogniser, careful: LatinRecogniser,
                 load_thorough: Callable[[], Recogniser]) -> None:
        self.quick, self.careful = quick, careful
        self._load_thorough = load_thorough
        self._thorough: Recogniser | None = None

    @property
    def thorough(self) -> Recogniser:
        """The recogniser of all scripts."""
        if self._thorough is None:
            self._thorough = self._load_thorough()
        return self._thorough

    def read(self, bgr: np.ndarray, corners: np.ndarray) -> tuple[str, float]:
        """Return text and confidence of one box, as `Recogniser.read` does."""
        reading = self.read_line(cut_line(bgr, corners))
        return reading.text, reading.confidence

    def read_line(self, line: np.ndarray) -> LineReading:
        """Return what stands in one box that `cut_line` straightened."""
        quick = self.quick.read_line(line)
        if quick.confidence >= SURE and quick.least_likely >= SURE_CHARACTER:
            return quick
        careful = self.careful.read_line(line)
        return likelier(quick, careful) if careful.fit >= LEAST_FIT else self.thorough.read_line(line)


def likelier(quick: LineReading, careful: LineReading) -> LineReading:
    """Return the reading whose text both networks together hold to be likelier; the surer one of equal texts.

    What has letters that the quick network does not know is left to the careful one.
    """
    if quick.text == careful.text:
        return max(quick, careful, key=lambda reading: reading.confidence)
    if not quick.classes.keys() >= set(careful.text):
        return careful

    def likelihood(text: str) -> float:
        return QUICK_WEIGHT * quick.log_likelihood(text) + careful.log_likelihood(text)

    return quick if likelihood(quick.text) > likelihood(careful.text) else careful
