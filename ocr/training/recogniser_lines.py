"""Lines of text for training the quick recogniser, cut from labelled receipts.

    python -m ocr.training.recogniser_lines DATA [DATA ...] --out lines.npz

DATA: folders with `labels.jsonl` beside pictures; only the half that may be fitted on is used (see `training_data`).
A line of a receipt is labelled by the box of the labels that lies over it, where the two say nearly the same;
else by a larger recogniser where that one is sure. Letters come from the label, their case (and, where a set is
labelled without blanks, the blanks) from the recogniser.
"""

import argparse
import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from rapidfuzz import fuzz

from ocr.engines.choice import build
from ocr.engines.onnx_engine import OnnxEngine
from ocr.engines.recogniser import MIN_WIDTH_PX, cut_line
from ocr.pages.images import open_document
from ocr.reading import Box
from ocr.training.training_data import labels_of_folder, part_of

# A line is kept with a margin, so that training can move its borders as another detection would.
MARGIN = 0.15
KEPT_HEIGHT_PX = 62
SURE = 0.93
# Overlap (intersection over union) and likeness (0 to 100, without blanks) from which a label is a line's own: where
# the boxes fit well, the line may have been read badly, and it is such lines that teach most.
OWN = ((0.55, 75.0), (0.75, 50.0))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. picture: (62, width, 3) uint8, BGR, with a margin of 15 % of the line's height around it."""

    receipt_id: str
    picture: np.ndarray
    text: str


def lines_of_receipt(engine: OnnxEngine, folder: Path, label: dict[str, Any]) -> Iterator[Line]:
    """Yield the lines of one labelled picture whose text is known."""
    page = open_document(folder / label["file"]).pages[0]
    if page.bgr is None:
        return
    words = [(tuple(word["box"]), str(word["text"])) for word in label.get("words") or ()]
    has_blanks = any(" " in text for _, text in words)
    for corners in engine.detector.find(page.bgr):
        read, confidence, _ = engine.thorough.read(page.bgr, corners)
        box = _box(corners * page.scale)
        text = _label_of(box, read, words, has_blanks)
        if text is None and confidence >= SURE:
            text = read
        if text:
            yield Line(label["id"], _with_margin(page.bgr, corners), text)


def _label_of(box: Box, read: str, words: Sequence[tuple[Any, str]], has_blanks: bool) -> str | None:
    """Return the text of the label that lies over a box and says nearly what was read there; None without one."""
    best = max(words, key=lambda word: _overlap(box, word[0]), default=None)
    if best is None:
        return None
    overlap, like = _overlap(box, best[0]), fuzz.ratio(_plain(best[1]), _plain(read))
    if not any(overlap >= least_overlap and like >= least_like for least_overlap, least_like in OWN):
        return None
    return merge_text(best[1], read, has_blanks=has_blanks)


def merge_text(label: str, read: str, *, has_blanks: bool) -> str:
    """Return a label's letters with the case of what was read, and its blanks where the label has none.

    has_blanks: whether the label's set has blanks between words.
    """
    if not has_blanks:
        label = label.replace(" ", "")
    letters = [(number, character) for number, character in enumerate(read) if character != " "]
    plain = "".join(character for _, character in letters)
    merged: list[str] = []
    matcher = difflib.SequenceMatcher(None, label.casefold() if len(label.casefold()) == len(label) else label,
                                      plain.casefold() if len(plain.casefold()) == len(plain) else plain, False)
    twin: dict[int, int] = {}
    for first, second, size in matcher.get_matching_blocks():
        twin |= {first + step: second + step for step in range(size)}
    for place, character in enumerate(label):
        if place not in twin:
            merged.append(character)
            continue
        number, own = letters[twin[place]]
        if not has_blanks and merged and number > 0 and read[number - 1] == " ":
            merged.append(" ")
        merged.append(own)
    return " ".join(unicodedata.normalize("NFC", "".join(merged)).split())


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _box(corners: np.ndarray) -> Box:
    low, high = corners.min(axis=0), corners.max(axis=0)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _overlap(first: Box, second: Box) -> float:
    """Return intersection over union of two boxes."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return width * height / (areas - width * height)


def _with_margin(bgr: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Return a box with its margin, straightened, 62 px high."""
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    height = min(float(np.hypot(*across)), float(np.hypot(*down)))
    along = across / max(1e-6, float(np.hypot(*across))) * height * MARGIN
    below = down / max(1e-6, float(np.hypot(*down))) * height * MARGIN
    wide = corners + np.array([-along - below, along - below, along + below, -along + below])
    line = cut_line(bgr, wide.astype(np.float32))
    width = max(MIN_WIDTH_PX, round(line.shape[1] * KEPT_HEIGHT_PX / line.shape[0]))
    return cv2.resize(line, (width, KEPT_HEIGHT_PX))


def save_lines(path: Path, lines: Sequence[Line]) -> None:
    """Write lines into one .npz, their pictures beside each other in one long picture."""
    np.savez_compressed(
        path, pixels=np.hstack([line.picture for line in lines]), widths=[line.picture.shape[1] for line in lines],
        texts=[line.text for line in lines], receipt_ids=[line.receipt_id for line in lines])


def load_lines(path: Path) -> list[Line]:
    """Return the lines that `save_lines` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        pictures = np.split(arrays["pixels"], np.cumsum(arrays["widths"])[:-1], axis=1)
        return [Line(str(receipt_id), picture, str(text)) for receipt_id, picture, text
                in zip(arrays["receipt_ids"], pictures, arrays["texts"], strict=True)]


def main() -> None:
    """Cut the lines of all receipts of the half that may be fitted on."""
    parser = argparse.ArgumentParser(description="Cut lines of text for training the quick recogniser.")
    parser.add_argument("data", type=Path, nargs="+", help="folders with labels.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="the .npz to write")
    arguments = parser.parse_args()
    engine = build("onnx")
    assert isinstance(engine, OnnxEngine)
    save_lines(arguments.out, [
        line for folder in arguments.data for label in labels_of_folder(folder)
        if part_of(label["id"]) == "dev" and str(label.get("file", "")).endswith(".jpg")
        for line in lines_of_receipt(engine, folder, label)])


if __name__ == "__main__":
    main()
