"""Words find their rows on flat, tilted and curved paper."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.layout.rows import group_rows
from ocr.reading import Word

ROWS = [("MILK", "1.19"), ("BREAD", "2.29"), ("BUTTER", "2.39"), ("EGGS", "2.49"), ("TOTAL", "8.36")]


def word(text: str, x: float, y: float, slope: float, *, width: float, height: float = 20) -> Word:
    """Return a word whose top side begins at (x, y) and rises by `slope`."""
    rise = width * slope
    return Word(text, 1.0, ((x, y), (x + width, y + rise), (x + width, y + rise + height), (x, y + height)))


@pytest.mark.parametrize("slope", [0.0, 0.07, -0.07, 0.12])
def test_names_and_prices_meet_on_tilted_paper(slope: float) -> None:
    words = []
    for number, (name, price) in enumerate(ROWS):
        y = 100 + 30 * number
        words += [word(name, 50, y, slope, width=180), word(price, 500, y + 450 * slope, slope, width=60)]
    assert [tuple(w.text for w in row.words) for row in group_rows(words)] == ROWS


def test_names_and_prices_meet_on_curved_paper() -> None:
    words = []
    for number, (name, price) in enumerate(ROWS * 3):
        slope = 0.08 * math.sin(number / 4)  # the slope changes from row to row
        y = 100 + 34 * number
        words += [word(name, 50, y, slope, width=200), word(price, 450, y + 400 * slope, slope, width=80)]
    assert [tuple(w.text for w in row.words) for row in group_rows(words)] == ROWS * 3


def test_pages_stay_apart() -> None:
    first, second = word("A", 0, 0, 0, width=50), word("B", 100, 0, 0, width=50)
    second = Word(second.text, second.confidence, second.quad, page=1)
    assert [row.text for row in group_rows([first, second])] == ["A", "B"]


@given(st.lists(st.tuples(st.floats(-50, 3000), st.floats(-50, 3000), st.floats(0, 500), st.floats(0, 90))))
def test_every_word_is_on_exactly_one_row(boxes: list[tuple[float, float, float, float]]) -> None:
    words = [word(str(n), x, y, 0, width=w, height=h) for n, (x, y, w, h) in enumerate(boxes)]
    found = sorted(int(w.text) for row in group_rows(words) for w in row.words)
    assert found == list(range(len(words)))


@pytest.mark.parametrize("rise_px", [-36.0, 18.0, 36.0, 60.0])
def test_names_and_prices_meet_on_paper_that_bends_across(rise_px: float) -> None:
    """A receipt over a roll or a bent hand: its middle lies higher or lower than both edges, by more than a row."""
    words = []
    page_px = 700.0

    def bent(text: str, x: float, y: float, width: float) -> Word:
        left, right = (rise_px * math.sin(math.pi * at / page_px) for at in (x, x + width))
        return word(text, x, y + left, (right - left) / width, width=width)

    rows = [(f"NAME{number}", *prices) for number, (_, *prices) in enumerate(ROWS * 3)]
    for number, (name, price) in enumerate(rows):
        y = 100 + 30 * number
        words += [bent(name, 40, y, 180 + 7 * (number % 5)), bent("2", 360, y, 12), bent("x", 420, y, 12),
                  bent(price, 480, y, 50), bent(f"{price} B", 590, y, 70)]
    assert [[w.text for w in row.words] for row in group_rows(words)] == [
        [name, "2", "x", price, f"{price} B"] for name, price in rows]
