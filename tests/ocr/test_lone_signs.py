"""A count that the detector passes over is found where the column says that one should stand, and only there."""

import cv2
import numpy as np
import pytest

from ocr.engines.choice import Engine
from ocr.engines.lone_signs import empty_places, kind_of_sign, unread_signs
from ocr.reading import Word

HEIGHT_PX, ROW_PX, COUNT_X = 30, 60, 320
NAMES = ("Tomatoes", "Wholemeal bread", "Cheddar", "Orange juice")
COUNTS = ("2", "1", "1", "3")


def word(text: str, x: float, row: int, width: float) -> Word:
    """Return a word of a row, as it was read."""
    top = ROW_PX * (row + 1)
    return Word(text, 0.99, ((x, top), (x + width, top), (x + width, top + HEIGHT_PX), (x, top + HEIGHT_PX)))


def words_without(missing: int) -> list[Word]:
    """Return names, counts and prices of four rows, but for one count."""
    words = []
    for row, (name, count) in enumerate(zip(NAMES, COUNTS, strict=True)):
        words += [word(name, 20, row, 15 * len(name)), word(f"{row + 2}.50", 440, row, 80)]
        words += [word(count, COUNT_X, row, 18)] if row != missing else []
    return words


def page(counts: tuple[str, ...] = COUNTS) -> np.ndarray:
    """Return the picture of the four rows."""
    picture = np.full((360, 560, 3), 245, np.uint8)
    for row, (name, count) in enumerate(zip(NAMES, counts, strict=True)):
        for text, x in ((name, 20), (count, COUNT_X), (f"{row + 2}.50", 440)):
            cv2.putText(picture, text, (x, ROW_PX * (row + 1) + 26), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (40, 40, 40), 2,
                        cv2.LINE_AA)
    return picture


@pytest.mark.parametrize(("text", "kind"), [
    ("1", "count"), ("12", "count"), ("Qty", "count"), ("2 x", "count times"), ("*S", "*S"), ("SR", "SR"),
    ("123", None), ("1.00", None), ("Bread", None), ("", None)])
def test_what_kind_of_sign_a_word_is(text: str, kind: str | None) -> None:
    assert kind_of_sign(text) == kind


def test_a_missing_count_is_looked_for_in_its_row_alone() -> None:
    (place,) = empty_places(words_without(1), HEIGHT_PX)
    x0, y0, x1, y1 = place.box
    assert x0 < COUNT_X < COUNT_X + 18 < x1
    assert y0 < ROW_PX * 2 + HEIGHT_PX / 2 < y1
    assert y1 - y0 < ROW_PX
    assert place.kinds == {"count"}


def test_nothing_is_looked_for_where_no_row_nearby_has_a_sign() -> None:
    assert not list(empty_places([word(name, 20, row, 90) for row, name in enumerate(NAMES)], HEIGHT_PX))


def test_only_ink_that_stands_alone_is_worth_reading() -> None:
    ((corners, _),) = unread_signs(page(), words_without(1), HEIGHT_PX)
    assert COUNT_X - HEIGHT_PX < corners[:, 0].min() < corners[:, 0].max() < COUNT_X + 2 * HEIGHT_PX

    empty = page(("2", "", "1", "3"))
    assert not list(unread_signs(empty, words_without(1), HEIGHT_PX))
    cv2.line(empty, (250, ROW_PX * 2 + 15), (400, ROW_PX * 2 + 5), (40, 40, 40), 14)
    assert not list(unread_signs(empty, words_without(1), HEIGHT_PX))


def test_the_engine_reads_a_count_that_the_detector_passes_over(
        onnx_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    detector = onnx_engine.detector  # type: ignore[attr-defined]
    find = detector.find

    def find_all_but_one(bgr: np.ndarray) -> list[np.ndarray]:
        middle = np.array([COUNT_X + 9, ROW_PX * 2 + 15])
        return [box for box in find(bgr) if np.abs(box.mean(axis=0) - middle).max() > HEIGHT_PX / 2]

    monkeypatch.setattr(detector, "find", find_all_but_one)
    words = onnx_engine.read_words(page())
    assert [one.text for one in words if abs(one.box[0] - COUNT_X) < HEIGHT_PX] == list(COUNTS)
    words = onnx_engine.read_words(page(("2", "r", "1", "3")))
    assert [one.text for one in words if abs(one.box[0] - COUNT_X) < HEIGHT_PX] == ["2", "1", "3"]
