"""Several things in one photo: boxes, one kind or many, pieces counted; and the collages this is measured on."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from recognition.classify import Guess
from recognition.looks.locate import CELLS, MOST_WINDOWS, decode, locate, windows, without_repeats
from recognition.reading import Box, PhotoItem
from recognition.several import count_equal, is_told_by_whole, item_of, items_apart
from recognition.training.collage import CANVAS_PX, Piece, draw_collage, draw_tiles

LEMON = Guess("groceries", "lemon", "Lemon", "Lemon", "fine", 0.9, (), needs_review=False)
BANANA = replace(LEMON, food_id="banana", label="Banana", class_name="Banana")
UNKNOWN = replace(LEMON, verdict="unknown_grocery", food_id=None, label="Unknown food", class_name=None,
                  class_level=None, needs_review=True)  # fmt: skip
BOX = (0, 0, 10, 10)


def coloured(*colours: str) -> list[Piece]:
    return [Piece(Image.new("RGB", (120, 90), colour), number) for number, colour in enumerate(colours)]


def maps_with(things: dict[tuple[int, int], tuple[float, float, float, float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return sureness and edges with things at (row, column): sureness, left, top, right, bottom."""
    sureness, edges = np.zeros((CELLS, CELLS)), np.zeros((4, CELLS, CELLS))
    for (row, column), (sure, *distances) in things.items():
        sureness[row, column] = sure
        edges[:, row, column] = distances
    return sureness, edges


def test_a_place_above_the_bar_becomes_the_box_that_its_edges_span() -> None:
    boxes, sure = decode(*maps_with({(3, 6): (0.9, 0.1, 0.2, 0.1, 0.2), (9, 9): (0.1, 0.1, 0.1, 0.1, 0.1)}))
    middle = np.array([6.5, 3.5]) / CELLS
    assert sure.tolist() == [0.9]
    assert boxes[0] == pytest.approx([middle[0] - 0.1, middle[1] - 0.2, middle[0] + 0.1, middle[1] + 0.2])


def test_boxes_stay_inside_of_the_picture() -> None:
    boxes, _ = decode(*maps_with({(0, 0): (0.9, 0.5, 0.5, 0.5, 0.5), (13, 13): (0.8, 0.9, 0.9, 0.9, 0.9)}))
    assert boxes.min() >= 0 and boxes.max() <= 1


def test_of_boxes_around_one_thing_the_surest_stays_and_neighbours_stay_both() -> None:
    boxes = np.array([[0, 0, 0.4, 0.4], [0.02, 0.02, 0.42, 0.42], [0.4, 0, 0.8, 0.4], [0.05, 0.05, 0.2, 0.2]])
    assert without_repeats(boxes, np.array([0.9, 0.8, 0.7, 0.6])) == [0, 2]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_boxes_that_stay_never_cover_each_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners = np.sort(rng.random((12, 2, 2)), axis=1)
    boxes = corners.reshape(12, 4)
    kept = without_repeats(boxes, np.linspace(1, 0.5, 12))
    assert kept[0] == 0
    for one in kept:
        for other in kept:
            if one != other:
                shared = np.minimum(boxes[one][2:], boxes[other][2:]) - np.maximum(boxes[one][:2], boxes[other][:2])
                area = np.prod(boxes[one][2:] - boxes[one][:2])
                assert np.prod(shared.clip(0)) <= 0.75 * area + 1e-9


UNSURE = replace(LEMON, confidence=0.6, needs_review=True)
CLEAR = replace(BANANA, confidence=0.95)
FAINT = replace(BANANA, confidence=0.5)
ASKED = replace(LEMON, needs_review=True)
# What the whole looks like, its parts, whether none of them fills most of the photo, and whether the whole says more.
TOLD_BY_WHOLE = {
    "one part of something nobody knows": (UNKNOWN, [UNKNOWN], True, True),
    "a small thing, surely known": (UNKNOWN, [LEMON], True, False),
    "a small thing that may be known": (UNKNOWN, [ASKED], True, True),
    "a thing in front that nobody knows as a whole": (UNKNOWN, [LEMON, LEMON], False, True),
    "pieces that look like the whole": (UNSURE, [LEMON, LEMON, LEMON], True, False),
    "pieces that look like the clear whole": (LEMON, [ASKED, ASKED, ASKED], True, False),
    "one of them is not recognised": (LEMON, [ASKED, UNKNOWN], True, True),
    "a crate": (UNSURE, [LEMON, LEMON, LEMON], False, True),
    "pieces of another kind, one of them sure": (UNSURE, [CLEAR, replace(FAINT, needs_review=True)], True, False),
    "pieces that may be of another kind": (UNSURE, [replace(CLEAR, needs_review=True)] * 2, True, True),
    "several of a clear kind, clearly another beside them": (LEMON, [LEMON, LEMON, CLEAR], True, False),
    "several of a clear kind, something beside them": (LEMON, [LEMON, LEMON, FAINT], True, True),
    "one clearly in front, another sure beside it": (LEMON, [LEMON, CLEAR], False, False),
    "one clearly in front, another beside it": (LEMON, [LEMON, replace(CLEAR, needs_review=True)], False, True),
    "one in front, something cut off beside it": (UNSURE, [LEMON, UNKNOWN, FAINT], False, True),
    "one in front, clearly another beside it": (UNSURE, [LEMON, CLEAR], False, False),
    "one in front that nobody knows": (UNKNOWN, [UNKNOWN, FAINT], False, False),
    "two kinds": (UNSURE, [LEMON, FAINT], True, False),
    "one known, one not, none in front": (UNSURE, [LEMON, UNKNOWN], True, False),
}


@pytest.mark.parametrize("case", TOLD_BY_WHOLE)
def test_whether_a_photo_as_a_whole_says_more_than_its_parts(case: str) -> None:
    whole, parts, is_apart, expected = TOLD_BY_WHOLE[case]
    assert is_told_by_whole(whole, parts, is_apart=is_apart) is expected


def row_of_oranges(number: int) -> Image.Image:
    """Return a panorama with a drawn orange in the middle of each square of 400 pixels."""
    row = Image.new("RGB", (400 * number, 400), (200, 195, 185))
    pen = ImageDraw.Draw(row)
    for left in range(0, row.width, 400):
        for shade in range(100):
            edges = (left + 80 + shade, 80 + shade, left + 320 - shade // 2, 320 - shade // 2)
            pen.ellipse(edges, fill=(190 + shade // 2, 90 + shade // 2, 10 + shade // 4))
    return row


@pytest.mark.parametrize("turn", [None, Image.Transpose.ROTATE_90])
def test_each_thing_of_a_panorama_has_a_box_of_its_own(turn: Image.Transpose | None) -> None:
    row = row_of_oranges(6)
    boxes = [box for box, _ in locate(row if turn is None else row.transpose(turn))]
    along = 0 if turn is None else 1
    assert sorted(box[along] // 400 for box in boxes) == [0, 1, 2, 3, 4, 5]
    assert all(box[along + 2] - box[along] < 400 for box in boxes)


@given(st.integers(30, 9000), st.integers(30, 9000))
def test_windows_cover_a_picture_and_stay_in_it(width: int, height: int) -> None:
    parts = windows((width, height))
    assert len(parts) <= MOST_WINDOWS
    assert parts[0][:2] == (0, 0) and parts[-1][2:] == (width, height)
    for one, after in pairwise(parts):
        assert after[0] < one[2] and after[1] < one[3], "what one cuts in two the next shows whole"


def items_of_located(
    whole: Guess, boxes: list[Box], parts: list[Guess], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[PhotoItem], int]:
    """Return the items of a photo of 100 x 100 pixels in which these boxes are found, and how many were looked at."""
    looked_at: list[int] = []

    def classify(views: np.ndarray) -> list[Guess]:
        looked_at.append(len(views))
        return parts

    monkeypatch.setattr("recognition.several.locate", lambda *_, **__: [(box, 0.9) for box in boxes])
    monkeypatch.setattr("recognition.several.embedder", lambda _: lambda views: views)
    monkeypatch.setattr("recognition.several.classify", classify)
    return items_apart(Image.new("RGB", (100, 100)), whole, threads=1), sum(looked_at)


SMALL, BESIDE, LARGE = (0, 0, 30, 30), (60, 60, 90, 90), (0, 0, 90, 90)


@pytest.mark.parametrize(
    ("whole", "boxes"),
    [(LEMON, []), (UNKNOWN, []), (UNSURE, [SMALL]), (UNKNOWN, [LARGE])],
    ids=["clear", "nothing found", "one known thing", "one thing in front"],
)
def test_parts_are_not_looked_at_where_they_could_say_nothing_new(
    whole: Guess, boxes: list[Box], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert items_of_located(whole, boxes, [], monkeypatch) == ([], 0)


def test_a_small_thing_in_a_large_picture_is_looked_at_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    items, looked_at = items_of_located(UNKNOWN, [SMALL], [LEMON], monkeypatch)
    assert [(item.class_name, item.count, item.box, item.needs_review) for item in items] == [("Lemon", 1, SMALL, True)]
    assert looked_at == 1


NOTHING = replace(UNKNOWN, verdict="no_grocery", confidence=0.0)


def test_a_thing_in_a_picture_of_no_grocery_is_asked_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    items, _ = items_of_located(NOTHING, [SMALL], [ASKED], monkeypatch)
    assert [(item.food_id, item.box, item.needs_review) for item in items] == [(None, SMALL, True)]
    assert [other.food_id for other in items[0].alternatives] == ["lemon"]


@pytest.mark.parametrize(("boxes", "part"), [([SMALL], NOTHING), ([LARGE, SMALL], ASKED)], ids=["none", "in front"])
def test_a_picture_of_no_grocery_stays_one(boxes: list[Box], part: Guess, monkeypatch: pytest.MonkeyPatch) -> None:
    assert items_of_located(NOTHING, boxes, [part] * len(boxes), monkeypatch)[0] == []


def test_pieces_of_one_clear_kind_are_counted_and_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    items, _ = items_of_located(LEMON, [SMALL, BESIDE], [LEMON, LEMON], monkeypatch)
    assert [(item.class_name, item.count, item.needs_review) for item in items] == [("Lemon", 2, True)]


def test_pieces_of_one_class_are_counted_in_a_box_around_them_all() -> None:
    items = [item_of(LEMON, (0, 0, 10, 10)), item_of(BANANA, (50, 50, 60, 60)),
             item_of(replace(LEMON, confidence=0.95), (20, 5, 30, 40))]  # fmt: skip
    counted = {item.class_name: item for item in count_equal(items)}
    assert (counted["Lemon"].count, counted["Lemon"].box, counted["Lemon"].confidence) == (2, (0, 0, 30, 40), 0.95)
    assert counted["Banana"].count == 1


def test_unknown_things_are_never_counted_together() -> None:
    assert [item.count for item in count_equal([item_of(UNKNOWN, BOX), item_of(UNKNOWN, BOX)])] == [1, 1]


def test_a_part_of_a_photo_always_needs_a_look() -> None:
    assert not item_of(LEMON, BOX).needs_review
    assert item_of(LEMON, BOX, is_part=True).needs_review


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_pieces_of_a_collage_lie_apart_and_inside(seed: int, number: int) -> None:
    pieces = coloured(*["red", "green", "blue", "yellow", "white", "black"][:number])
    collage = draw_collage(pieces, None, np.random.default_rng(seed))
    assert collage.picture.size == CANVAS_PX
    assert len(collage.boxes) == len(collage.labels) >= 1
    for box in collage.boxes:
        assert 0 <= box[0] < box[2] <= CANVAS_PX[0] and 0 <= box[1] < box[3] <= CANVAS_PX[1]
    for number, one in enumerate(collage.boxes):
        for other in collage.boxes[:number]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            assert min(across, min(one[3], other[3]) - max(one[1], other[1])) <= 4


def test_a_collage_depends_on_its_seed_alone() -> None:
    first, again, other = (
        np.asarray(draw_collage(coloured("red", "blue"), None, np.random.default_rng(seed)).picture)
        for seed in (1, 1, 2)
    )
    assert (first == again).all() and (first != other).any()


def test_tiles_fill_the_picture_edge_to_edge() -> None:
    collage = draw_tiles(coloured("red", "green", "blue", "white"), np.random.default_rng(0))
    assert sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in collage.boxes) == CANVAS_PX[0] * CANVAS_PX[1]


def test_a_shop_picture_is_cut_out_along_its_edge() -> None:
    shop = Image.new("RGB", (100, 100), "white")
    shop.paste((200, 30, 30), (30, 20, 70, 90))
    collage = draw_collage([Piece(shop, 0, is_cut_out=True)], None, np.random.default_rng(4))
    x0, y0, x1, y1 = collage.boxes[0]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(70 / 40, rel=0.15)
