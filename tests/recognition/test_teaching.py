"""What pictures teach: the nearest food answers, unless a class of the model, or nothing, is nearer."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pantry.errors import Refused
from pantry.home import REPOSITORY
from recognition.classify import Head, head
from recognition.looks.embedder import unit
from recognition.teaching import NEWEST_PICTURES, learn, look_at, pack, recall, unpack

PACK = REPOSITORY / "samples" / "photos" / "pack.jpg"


def directions(seed: int, number: int, size: int = 2560) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(number, size))).astype(np.float32)


def head_with(prototypes: np.ndarray) -> Head:
    return replace(head(), prototypes=prototypes)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1000))
def test_packing_hardly_turns_a_direction(seed: int) -> None:
    (one,) = directions(seed, 1)
    assert float(unpack(pack(one)) @ one) > 0.9995


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1000), st.integers(1, 5))
def test_a_picture_is_recalled_as_what_it_was_taught_to_be(seed: int, pictures: int) -> None:
    middles = directions(seed, 3)
    shown = {
        food_id: [unit(middle + 0.3 * other) for other in directions(seed + number, pictures)]
        for number, (food_id, middle) in enumerate(zip(("honey", "jam", "pesto"), middles, strict=True))
    }
    learned = learn(shown)
    assert learned is not None
    again = unit(middles[1] + 0.3 * directions(seed + 99, 1)[0])
    recalled = recall(again, learned, head_with(directions(seed + 7, 81)))
    assert recalled is not None and recalled.food_id == "jam"


def test_a_class_of_the_model_that_is_nearer_is_not_overruled() -> None:
    taught, known = directions(1, 2)
    learned = learn({"honey": [taught]})
    assert learned is not None
    assert recall(unit(known + 0.2 * taught), learned, head_with(known[None])) is None


@pytest.mark.parametrize(("apart", "is_near", "is_named"), [(0.3, True, True), (2.0, False, True), (2.7, False, False)])
def test_what_only_resembles_what_was_taught_more_than_all_else_is_not_near_and_soon_not_called_so(
        apart: float, is_near: bool, is_named: bool) -> None:
    taught, other, *known = directions(3, 10)
    learned = learn({"honey": [taught]})
    assert learned is not None
    recalled = recall(unit(taught + apart * other), learned, head_with(np.stack(known)))
    assert recalled is not None and recalled.confidence > 0.9
    assert (recalled.food_id, recalled.is_near, recalled.is_named) == ("honey", is_near, is_named)


def test_what_resembles_nothing_taught_recalls_nothing() -> None:
    taught, strange, *known = directions(2, 10)
    learned = learn({"honey": [taught]})
    assert learned is not None
    assert recall(strange, learned, head_with(np.stack(known))) is None


def test_no_pictures_teach_nothing() -> None:
    assert learn({}) is None
    assert learn({"honey": []}) is None


def test_old_pictures_of_a_food_give_way_to_new_ones() -> None:
    old, new = directions(3, 2)
    learned = learn({"honey": [old] * 50 + [new] * NEWEST_PICTURES})
    assert learned is not None
    assert float(learned.prototypes[0] @ new) == pytest.approx(1, abs=1e-5)


def test_boxes_of_a_picture_look_different_from_each_other_and_alike_each_time() -> None:
    whole, left, right = (unpack(one) for one in look_at(PACK, [None, (0, 0, 400, 400), (600, 300, 9999, 9999)]))
    assert float(left @ right) < 0.9
    assert float(whole @ unpack(look_at(PACK, [None])[0])) > 0.999


@pytest.mark.parametrize("size", [(120, 480), (480, 120)])
def test_the_ends_of_a_long_thing_count_too(tmp_path: Path, size: tuple[int, int]) -> None:
    """Two things that only differ at their ends: a bottle's cap and foot, the ends of a bar."""
    plain = Image.open(PACK).convert("RGB").resize(size)
    ends = plain.resize((size[0] // 6, size[1] // 6)).resize(size).rotate(180)
    is_tall = size[1] > size[0]
    ends.paste(plain.crop(middle := (0, 180, 120, 300) if is_tall else (180, 0, 300, 120)), middle[:2])
    looks = []
    for name, thing in (("plain.png", plain), ("ends.png", ends)):
        scene = Image.new("RGB", (640, 640), (190, 180, 170))
        scene.paste(thing, (80, 80))
        scene.save(tmp_path / name)
        looks += look_at(tmp_path / name, [(80, 80, 80 + size[0], 80 + size[1])])
    one, other = map(unpack, looks)
    assert float(one @ other) < 0.97


def test_a_box_outside_of_the_picture_is_pulled_into_it() -> None:
    assert len(look_at(PACK, [(-50, -50, -10, -10), (10**6, 10**6, 10**7, 10**7), (5, 5, 5, 5)])) == 3


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("milk")
    with pytest.raises(Refused):
        look_at(tmp_path / "note.txt", [None])
