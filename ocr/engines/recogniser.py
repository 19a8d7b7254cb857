"""Read one text box: the PP-OCRv6 recogniser on onnxruntime, with blanks taken from the posterior.

The network gives, for each frame along the line, the probability of each character; greedy decoding keeps
the best of each frame and drops repeats and blanks (connectionist temporal classification). It rarely lets
the space win a frame outright, so a space is put wherever it was likely enough between two characters:
on development receipts that lifts word F1 from 0.891 to 0.914 at no cost.

The network knows 18,710 classes, most of them Chinese characters, and a sixth of its time goes into telling
them apart. Most lines are therefore read with the Latin letters, digits and signs alone; where no such class
fits a frame, the line is read with all of them.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from ocr.engines.line_reading import LineReading, blanks_between, frames_of_characters

if TYPE_CHECKING:
    import onnxruntime

LINE_HEIGHT_PX = 48
MIN_WIDTH_PX, MAX_WIDTH_PX = 16, 3200
# A high box holds text that runs upwards where it is so many times higher than the lines of the page.
TURNED_FROM = 1.5
SPACE_THRESHOLD = 0.1
SPACE_THRESHOLD_IN_NUMBER = 0.2
NUMBER_CHARACTERS = frozenset("0123456789.,")
# Code points up to the end of Latin Extended-B, and of general punctuation to the currency signs.
_LATIN = frozenset(range(0x250)) | frozenset(range(0x2000, 0x2100))
_LIST_OF_CHARACTERS = re.compile(r"^  character_dict:\n((?:  - .*\n?)+)", re.MULTILINE)
# The best Latin logit of a frame lies above 12 in 99 of 100 frames of Latin lines; under another script's
# letters its median is 3.
MIN_LATIN_LOGIT = 12.0


def read_characters(settings: Path) -> list[str]:
    """Return the characters of a model's inference.yml: class 0 is the blank, the last one the space.

    The list of characters is read line by line, which takes a tenth of the time of reading 18,708 of them as YAML; what
    is written in another way is left to the YAML reader.
    """
    text = settings.read_text(encoding="utf-8")
    listed = _LIST_OF_CHARACTERS.search(text)
    lines = [line[4:] for line in listed[1].splitlines()] if listed else []
    characters = [_as_written(line) for line in lines]
    if not characters or None in characters:
        characters = list(_read_yaml(text)["PostProcess"]["character_dict"])
    return ["", *(character for character in characters if character is not None), " "]


def _as_written(scalar: str) -> str | None:
    """Return a character that stands plain or in single quotes, None for whatever else YAML allows."""
    if len(scalar) == 1:
        return scalar
    if scalar == "''''":
        return "'"
    return scalar[1] if len(scalar) == 3 and scalar[0] == scalar[2] == "'" else None


def _read_yaml(text: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 (a safe loader)


def latin_classes(characters: list[str]) -> list[int]:
    """Return the classes of blank, Latin letters, digits, signs and, last, the space."""
    return [number for number, character in enumerate(characters)
            if number == 0 or (len(character) == 1 and ord(character) in _LATIN)]


class BoxText(NamedTuple):
    """What stands in a box. confidence: 0 to 1, mean over its characters; is_foreign: no letter known fits it."""

    text: str
    confidence: float
    is_foreign: bool = False


class Recogniser:
    """Reads text boxes; settings in the constructor, work in `read`.

    session: a model of `split_head` with the head of `latin_classes`. characters, weights and bias: of all
    classes.
    """

    def __init__(self, session: "onnxruntime.InferenceSession", characters: list[str], weights: np.ndarray,
                 bias: np.ndarray) -> None:
        self.session = session
        self.input_name = session.get_inputs()[0].name
        self.characters, self.weights, self.bias = characters, weights, bias
        self.latin_characters = [characters[number] for number in latin_classes(characters)]
        self.classes, self.classes_of_latin = classes_of(characters), classes_of(self.latin_characters)

    def read(self, bgr: np.ndarray, corners: np.ndarray, *, line_height_px: float = 0.0) -> BoxText:
        """Return what stands in one box.

        bgr: (height, width, 3) uint8. corners: (4, 2) from the top left clockwise, pixels of `bgr`.
        line_height_px: as in `cut_line`.
        """
        reading = self.read_line(cut_line(bgr, corners, line_height_px=line_height_px))
        return BoxText(reading.text, reading.confidence)

    def read_line(self, line: np.ndarray) -> LineReading:
        """Return what stands in one box that `cut_line` straightened."""
        logits, features = (output[0] for output in self.session.run(None, {self.input_name: as_input(line)}))
        if logits.max(axis=1).min() >= MIN_LATIN_LOGIT:
            posterior, characters, classes = softmax(logits), self.latin_characters, self.classes_of_latin
        else:
            posterior = softmax(features @ self.weights + self.bias)
            characters, classes = self.characters, self.classes
        return LineReading(*decode(posterior, characters), posterior, classes)


def classes_of(characters: list[str]) -> dict[str, int]:
    """Return the class of each character; none of them stands for the blank, class 0."""
    return {character: number for number, character in enumerate(characters) if number}


def cut_line(bgr: np.ndarray, corners: np.ndarray, *, line_height_px: float = 0.0) -> np.ndarray:
    """Return one box straightened to (48, width, 3); a box much higher than wide is turned first.

    line_height_px: of the page's lines. A high box no higher than they are holds one upright letter, say a "1".
    """
    width = max(1, round(max(_distance(corners[0], corners[1]), _distance(corners[3], corners[2]))))
    height = max(1, round(max(_distance(corners[0], corners[3]), _distance(corners[1], corners[2]))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    line = cv2.warpPerspective(bgr, matrix, (width, height), flags=cv2.INTER_CUBIC,
                               borderMode=cv2.BORDER_REPLICATE)
    if height >= 1.5 * width and height > TURNED_FROM * line_height_px:
        line = np.rot90(line)
    wanted = round(LINE_HEIGHT_PX * line.shape[1] / line.shape[0])
    return cv2.resize(line, (min(MAX_WIDTH_PX, max(MIN_WIDTH_PX, wanted)), LINE_HEIGHT_PX))


def as_input(line: np.ndarray) -> np.ndarray:
    """Return a (48, width, 3) uint8 picture as (1, 3, 48, width) values from -1 to 1."""
    values: np.ndarray = line.astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1.0
    return values


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return (frames, classes) logits as probabilities that add up to one in each frame."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _distance(first: np.ndarray, second: np.ndarray) -> float:
    """Return the distance of two points."""
    return float(np.hypot(*(first - second)))


def decode(posterior: np.ndarray, characters: list[str]) -> tuple[str, float]:
    """Return text and mean confidence from (frames, classes) probabilities.

    characters: by class; class 0 is the blank, the last class the space.
    """
    best = posterior.argmax(axis=1)
    kept = frames_of_characters(posterior)
    if not len(kept):
        return "", 0.0
    letters = [characters[number] for number in best[kept].tolist()]
    text = letters[:1]
    for following, blank in zip(letters[1:], blanks_between(posterior, kept).tolist(), strict=True):
        if blank > SPACE_THRESHOLD and " " not in (text[-1], following):
            in_number = text[-1] in NUMBER_CHARACTERS and following in NUMBER_CHARACTERS
            if not in_number or blank > SPACE_THRESHOLD_IN_NUMBER:
                text.append(" ")
        text.append(following)
    confidence = float(posterior[kept, best[kept]].mean())
    return " ".join("".join(text).split()), confidence
