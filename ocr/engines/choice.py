"""One small interface for every engine that reads words, and the choice between them."""

import functools
import importlib
from typing import Protocol, runtime_checkable

import numpy as np

from ocr.reading import Word
from pantry.errors import NotReady
from pantry.home import ocr_models_folder

# First choice first: the same weights with and without PaddleOCR around them, then the second opinion.
CHOICE = ("onnx", "paddle", "tesseract")


class Engine(Protocol):
    """Reads the words of a page."""

    name: str
    version: str

    def read_words(self, bgr: np.ndarray) -> list[Word]:
        """Return the runs of text of a (height, width, 3) uint8 picture, quads in its pixels."""
        ...


@runtime_checkable
class UprightEngine(Engine, Protocol):
    """An engine that finds out by itself how a page lies."""

    def read_upright(self, bgr: np.ndarray) -> tuple[list[Word], int]:
        """Return words in pixels of the upright page, and the quarter turns counter-clockwise that made it so."""
        ...


@runtime_checkable
class ThoroughEngine(Engine, Protocol):
    """An engine with a reader for any print beside the quick one for receipts."""

    def read_thoroughly(self, bgr: np.ndarray) -> list[Word]:
        """Return what `read_words` does, every line read by the slower reader."""
        ...


@functools.cache
def build(name: str) -> Engine:
    """Return the engine of this name, built once a process; raises NotReady when its parts are missing."""
    try:
        if name == "onnx":
            return importlib.import_module("ocr.engines.onnx_engine").OnnxEngine(ocr_models_folder())
        if name == "paddle":
            return importlib.import_module("ocr.engines.paddle_engine").PaddleEngine(ocr_models_folder())
        if name == "tesseract":
            return importlib.import_module("ocr.engines.tesseract_engine").TesseractEngine()
    except ImportError as error:
        raise NotReady(f"the OCR engine {name} cannot be loaded ({error})", "run `make setup`") from error
    raise NotReady(f"there is no OCR engine {name!r}", f"choose one of {', '.join(CHOICE)}")


def engine(name: str | None = None) -> tuple[Engine, str | None]:
    """Return an engine and, when it is not the first choice, a warning for the reading.

    name: "onnx", "paddle" or "tesseract"; None takes the first that can be built.
    Raises NotReady when none can.
    """
    if name:
        return build(name), None
    reasons = []
    for candidate in CHOICE:
        try:
            chosen = build(candidate)
        except NotReady as error:
            reasons.append(error.what)
            continue
        warning = f"Read with the fallback engine {candidate}: {reasons[0]}." if reasons else None
        return chosen, warning
    raise NotReady("no OCR engine is there: " + "; ".join(reasons), "run `make setup` once with a network")
