"""Read most lines with a small network of ours, what it doubts with a larger one too, other scripts with the largest.

The quick network and the careful one (`ocr/data/*.onnx`, their card `ocr/data/RECOGNISER.md`) know Latin letters,
digits and signs alone. Where the quick one is not sure of a word, the careful one reads it as well, which takes five
times as long; of the two texts the one counts that both together hold to be likelier, or a word of many receipts
that is nearly as likely (`ocr.engines.known_words`). Where several lines show no Latin letters, they are left to the
recogniser of all scripts, which is loaded when first needed.
"""

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ocr.engines.doubtful_parts import Part, cuts_px, parts_of
from ocr.engines.known_words import known_words
from ocr.engines.line_reading import LineReading
from ocr.engines.recogniser import BoxText, as_input, classes_of, cut_line, decode, softmax

if TYPE_CHECKING:
    import onnxruntime

QUICK_MODEL = Path(__file__).parents[1] / "data" / "recogniser.onnx"
CAREFUL_MODEL = Path(__file__).parents[1] / "data" / "careful_recogniser.onnx"
# Where more of a line than this is doubtful, the whole of it is read again; narrower parts than that hold nothing.
MOST_DOUBTFUL, LEAST_PART_PX = 0.7, 8
# How much the quick network's opinion counts beside the careful one's.
QUICK_WEIGHT = 0.2
# However unlikely the quick network holds a text to be, the careful one may outvote it.
LEAST_QUICK_LOGIT = -60.0
# Of 871 watched lines all were fitted better than 8 by the careful network, of 25 lines in Chinese and Japanese none
# better than 5. What is narrower than one and a half times its height is rather a smudge than writing.
LEAST_FIT, LEAST_WRITING_PX = 6.0, 72


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

    def part(self, reading: LineReading, part: Part) -> LineReading:
        """Return what this network read in a part of a line; how well its letters fit is not told."""
        posterior = reading.posterior[part.first:part.last]
        return LineReading(*decode(posterior, self.characters), posterior, self.classes)


class CarefulRecogniser:
    """Reads text boxes quickly, and the words that were hard to read once more; same interface as `Recogniser`."""

    def __init__(self, quick: LatinRecogniser, careful: LatinRecogniser) -> None:
        self.quick, self.careful = quick, careful

    def read(self, bgr: np.ndarray, corners: np.ndarray, *, line_height_px: float = 0.0) -> BoxText:
        """Return what stands in one box, as `Recogniser.read` does; `is_foreign` where no Latin letter fits."""
        reading = self.read_line(cut_line(bgr, corners, line_height_px=line_height_px))
        return BoxText(reading.text, reading.confidence, reading.fit < LEAST_FIT)

    def read_line(self, line: np.ndarray) -> LineReading:
        """Return what stands in one box that `cut_line` straightened."""
        quick = self.quick.read_line(line)
        parts = parts_of(quick.posterior)
        if parts and not any(part.is_doubtful for part in parts):
            return quick
        cuts = list(itertools.pairwise(cuts_px(line, parts, len(quick.posterior)))) if parts else []
        doubtful_px = sum(last - first for part, (first, last) in zip(parts, cuts, strict=True) if part.is_doubtful)
        if not parts or doubtful_px > MOST_DOUBTFUL * line.shape[1]:
            return self._again(quick, line)
        return self._in_parts(quick, line, parts, cuts)

    def _in_parts(self, quick: LineReading, line: np.ndarray, parts: list[Part],
                  cuts: list[tuple[int, int]]) -> LineReading:
        """Return a line of which only the doubtful parts are read again."""
        read = []
        for part, (first_px, last_px) in zip(parts, cuts, strict=True):
            own = self.quick.part(quick, part)
            is_again = part.is_doubtful and last_px - first_px >= LEAST_PART_PX
            read.append(self._again(own, line[:, first_px:last_px]) if is_again else own)
        return together(read)

    def _again(self, quick: LineReading, line: np.ndarray) -> LineReading:
        """Return the likelier reading of a line or part, and how well it fits the careful network's letters."""
        careful = self.careful.read_line(line)
        reading = likelier(quick, careful)
        text = known_words().mended(reading.text, lambda text: together_log_likelihood(quick, careful, text))
        return replace(reading, text=text, fit=careful.fit if line.shape[1] >= LEAST_WRITING_PX else np.inf)


def together(parts: Sequence[LineReading]) -> LineReading:
    """Return the readings of a line's parts as one, without a posterior."""
    written = [part for part in parts if part.text]
    letters = sum(len(part.text) for part in written)
    confidence = sum(part.confidence * len(part.text) for part in written) / letters if written else 0.0
    return LineReading(" ".join(part.text for part in written), confidence, np.empty((0, 0)), {},
                       min((part.fit for part in parts), default=np.inf))


def likelier(quick: LineReading, careful: LineReading) -> LineReading:
    """Return the reading whose text both networks together hold to be likelier; the surer one of equal texts.

    What has letters that the quick network does not know is left to the careful one.
    """
    if quick.text == careful.text:
        return max(quick, careful, key=lambda reading: reading.confidence)
    if not quick.text or not careful.text:
        return careful if careful.text else quick
    if not quick.classes.keys() >= set(careful.text):
        return careful

    first, second = (together_log_likelihood(quick, careful, text) for text in (quick.text, careful.text))
    return quick if first > second else careful


def together_log_likelihood(quick: LineReading, careful: LineReading, text: str) -> float:
    """Return how likely both networks together hold a text to be; what the quick one cannot read it only doubts."""
    return QUICK_WEIGHT * max(quick.log_likelihood(text), LEAST_QUICK_LOGIT) + careful.log_likelihood(text)
