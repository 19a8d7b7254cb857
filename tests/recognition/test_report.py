"""The picture of what the model confuses: only classes that were confused, green where right and red where not."""

import json
from pathlib import Path

from recognition.looks.embedder import WEIGHTS
from recognition.report import CELL_PX, LABEL_PX, MARGIN_PX, draw, read_confusions

ANSWERS = [("Pear", "Pear", 6), ("Pear", "Apple", 2), ("Apple", "Apple", 5), ("Lemon", "Lemon", 9)]
CORNER = MARGIN_PX + LABEL_PX


def cell(row: int, column: int) -> tuple[int, int]:
    return CORNER + column * CELL_PX + 3, CORNER + row * CELL_PX + 3


def test_a_row_for_each_class_that_was_taken_for_another() -> None:
    picture = draw(ANSWERS)
    assert picture.size == (2 * MARGIN_PX + LABEL_PX + 2 * CELL_PX, 2 * MARGIN_PX + LABEL_PX + CELL_PX)
    right, wrong = (picture.getpixel(cell(0, column)) for column in (0, 1))
    assert right[1] > right[0] and wrong[0] > wrong[1]  # green, red


def test_the_shipped_scores_can_be_drawn() -> None:
    answers = read_confusions(WEIGHTS / "scores.json")
    shares = json.loads((WEIGHTS / "scores.json").read_text(encoding="utf-8"))["left_out"]
    right = sum(photos for true, answer, photos in answers if true == answer)
    assert sum(photos for _, _, photos in answers) == shares["photos"]
    assert abs(right / shares["photos"] - shares["fine"]["share"]) < 1e-3
    assert draw(answers).width > 300


def test_nothing_confused_draws_an_empty_table(tmp_path: Path) -> None:
    draw([("Pear", "Pear", 3)]).save(tmp_path / "empty.png")
    assert (tmp_path / "empty.png").stat().st_size > 0
