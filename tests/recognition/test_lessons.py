"""The weekly judgement: good lessons stay, one that makes the check set worse is left out."""

from dataclasses import replace

import numpy as np
import pytest

from recognition.classify import Head, head, labels
from recognition.lessons import Lesson, count_right, judge
from recognition.looks.embedder import unit


@pytest.fixture(scope="module")
def shipped() -> Head:
    return head()


def around(middle: np.ndarray, *, seed: int, spread: float = 0.4) -> np.ndarray:
    return unit(middle + spread * unit(np.random.default_rng(seed).normal(size=middle.shape))).astype(np.float32)


def strange(seed: int, shipped: Head) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=shipped.prototypes.shape[1])).astype(np.float32)


def lessons(food_id: str, middle: np.ndarray, *seeds: int) -> list[Lesson]:
    return [Lesson(f"{food_id}{seed}", food_id, around(middle, seed=seed)) for seed in seeds]


def test_lessons_of_a_new_food_are_kept(shipped: Head) -> None:
    judged = judge([], lessons("honey", strange(1, shipped), 1, 2, 3), shipped)
    assert judged.left_out == ()
    assert (judged.right, judged.checked) == (len(shipped.fine) + 3, len(shipped.fine) + 3)


def test_a_lesson_that_steals_a_shipped_class_is_left_out(shipped: Head) -> None:
    """Somebody taught that a class of the model is honey: every such photo would turn into honey."""
    wrong = Lesson("slip", "honey", shipped.prototypes[0])
    good = lessons("jam", strange(2, shipped), 1, 2)
    judged = judge([], [good[0], wrong, good[1]], shipped)
    assert judged.left_out == ("slip",)


def test_the_same_lesson_with_the_right_food_is_kept(shipped: Head) -> None:
    food_id = labels()["fine", shipped.fine[0]].food_id
    assert judge([], [Lesson("right", food_id, shipped.prototypes[0])], shipped).left_out == ()


def test_a_lesson_that_calls_a_trusted_food_by_another_name_is_left_out(shipped: Head) -> None:
    middle = strange(3, shipped)
    trusted = lessons("honey", middle, 1, 2, 3)
    slip = replace(trusted[0], key="slip", food_id="jam")
    assert judge(trusted, [slip], shipped).left_out == ("slip",)


def test_the_only_picture_of_a_food_is_right_as_long_as_nothing_else_is_recalled(shipped: Head) -> None:
    (only,) = lessons("honey", strange(4, shipped), 1)
    assert count_right([only], [only], shipped) == len(shipped.fine) + 1
