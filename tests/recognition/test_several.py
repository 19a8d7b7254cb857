"""Several things in one photo: boxes, one kind or many, pieces counted; and the collages this is measured on."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from recognition.classify import Guess
from recognition.collage import CANVAS_PX, Piece, draw_collage, draw_tiles
from recognition.locate import CELLS, decode, without_repeats
from recognition.several import count_equal, is_one_kind, item_of, items_apart

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


UNSURE = replace(LEMON, needs_review=True)
CLEAR = replace(BANANA, confidence=0.95)
FAINT = replace(BANANA, confidence=0.5)
# What the whole looks like, its parts, the share that the largest fills, and whether it is one kind.
ONE_KIND = {
    "nothing apart": (UNSURE, [], 0.0, True),
    "one part": (UNSURE, [BANANA], 0.2, True),
    "a crate": (UNSURE, [LEMON, LEMON, LEMON], 0.2, True),
    "a crate of something nobody knows": (UNKNOWN, [LEMON, LEMON], 0.2, True),
    "one in front, something cut off beside it": (UNSURE, [LEMON, UNKNOWN, FAINT], 0.6, True),
    "one in front, clearly another beside it": (UNSURE, [LEMON, CLEAR], 0.6, False),
    "one in front that nobody knows": (UNKNOWN, [UNKNOWN, FAINT], 0.6, False),
    "two kinds": (UNSURE, [LEMON, FAINT], 0.3, False),
    "one known, one not, none in front": (UNSURE, [LEMON, UNKNOWN], 0.3, False),
}


@pytest.mark.parametrize("case", ONE_KIND)
def test_a_photo_of_one_kind_stays_one_item(case: str) -> None:
    whole, parts, largest, expected = ONE_KIND[case]
    assert is_one_kind(whole, parts, largest) is expected


@pytest.mark.parametrize("whole", [replace(LEMON, confidence=0.6), replace(UNSURE, confidence=0.85)])
def test_nobody_looks_for_more_where_the_whole_is_clear(whole: Guess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognition.several.locate", lambda *_, **__: pytest.fail("the locator was asked"))
    assert items_apart(Image.new("RGB", (300, 300)), whole, threads=1) == []


@pytest.mark.parametrize("whole", [replace(UNSURE, confidence=0.6), replace(UNKNOWN, confidence=0.95)])
def test_an_unsure_photo_is_searched_for_several_things(whole: Guess, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("recognition.several.locate", lambda *_, **__: asked.append(1) or [])
    assert items_apart(Image.new("RGB", (300, 300)), whole, threads=1) == []
    assert asked == [1]


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
