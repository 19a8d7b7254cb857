"""A column of prices that the detector took for one box is cut into its rows, along the slope of the page."""

import math

import cv2
import numpy as np
import pytest

from ocr.engines.merged_columns import split_columns

ROWS, PITCH_PX, HEIGHT_PX, PRICE_X, WIDTH_PX = 8, 18, 14, 420, 60


def page(slope: float, *, minus: bool = False) -> np.ndarray:
    """Return a picture of tightly set prices, every other one with a minus before it."""
    picture = np.full((260, 560, 3), 235, np.uint8)
    for row in range(ROWS):
        text = ("-" if minus and row % 2 else " ") + f"{row}.99"
        cv2.putText(picture, text, (PRICE_X, 60 + row * PITCH_PX), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (50, 50, 50), 1,
                    cv2.LINE_AA)
    turn = np.array([[1, 0, 0], [slope, 1, -slope * PRICE_X]], np.float32)
    return cv2.warpAffine(picture, turn, (560, 260), borderMode=cv2.BORDER_REPLICATE)


def box(x0: float, y0: float, x1: float, y1: float, slope: float = 0.0) -> np.ndarray:
    return np.array([(x0, y0 + slope * (x0 - PRICE_X)), (x1, y0 + slope * (x1 - PRICE_X)),
                     (x1, y1 + slope * (x1 - PRICE_X)), (x0, y1 + slope * (x0 - PRICE_X))], np.float32)


def found(slope: float) -> list[np.ndarray]:
    """Return the boxes of the names, and one of the whole column of prices."""
    names = [box(20, 48 + row * PITCH_PX, 180, 48 + row * PITCH_PX + HEIGHT_PX, slope) for row in range(ROWS)]
    return [*names, box(PRICE_X - 2, 44, PRICE_X + WIDTH_PX, 44 + ROWS * PITCH_PX)]


@pytest.mark.parametrize("slope", [0.0, math.tan(math.radians(2)), math.tan(math.radians(-2))])
def test_each_price_gets_its_box(slope: float) -> None:
    boxes = [one for one in split_columns(page(slope), found(slope)) if one[0][0] > PRICE_X - 10]
    assert len(boxes) == ROWS
    middles = [one.mean(axis=0)[1] for one in boxes]
    assert np.allclose(np.diff(middles), PITCH_PX, atol=1.5)
    assert all(one[:, 1].max() - one[:, 1].min() < 1.3 * PITCH_PX for one in boxes)


def test_a_minus_stays_with_its_price() -> None:
    boxes = [one for one in split_columns(page(0.0, minus=True), found(0.0)) if one[0][0] > PRICE_X - 10]
    lefts = [one[0][0] for one in boxes]
    assert len(boxes) == ROWS and max(lefts[1::2]) < min(lefts[::2])


def test_what_is_no_column_stays_as_it_was() -> None:
    plain = found(0.0)[:-1]
    assert split_columns(page(0.0), plain) is plain
    logo = [*plain, box(PRICE_X, 44, PRICE_X + WIDTH_PX, 44 + ROWS * PITCH_PX)]
    empty = np.full((260, 560, 3), 235, np.uint8)
    assert len(split_columns(empty, logo)) == len(logo)
    sideways = [box(20 + 30 * one, 40, 34 + 30 * one, 200) for one in range(8)]
    assert split_columns(page(0.0), sideways) is sideways
    assert split_columns(page(0.0), []) == []
