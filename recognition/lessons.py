"""Whether lessons help: what a household taught is judged each week on a fixed check set. numpy only.

The check set is every class the model shipped with (its mean picture must not be taken for a taught food) and
every picture already trusted (it must still be recalled as what it is, from the others of its food). A lesson
after which fewer of them are right is left out: the old knowledge stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recognition.classify import Head, labels
from recognition.teaching import learn, recall


@dataclass(frozen=True, slots=True)
class Lesson:
    """A picture of a food. key: names the picture and the place in it. direction: (D,) of unit length."""

    key: str
    food_id: str
    direction: np.ndarray


@dataclass(frozen=True, slots=True)
class Judged:
    """What a week's judgement found. left_out: keys of lessons that made things worse. right: of checked."""

    left_out: tuple[str, ...]
    right: int
    checked: int


def judge(trusted: Sequence[Lesson], fresh: Sequence[Lesson], shipped: Head) -> Judged:
    """Return which of the fresh lessons are to be left out, each judged beside all that were kept before it.

    trusted: lessons that earlier judgements kept. fresh: oldest first.
    """
    kept = list(trusted)
    left_out = []
    for lesson in fresh:
        if count_right([*kept, lesson], kept, shipped) < count_right(kept, kept, shipped):
            left_out.append(lesson.key)
        else:
            kept.append(lesson)
    return Judged(tuple(left_out), count_right(kept, kept, shipped), len(shipped.prototypes) + len(kept))


def count_right(lessons: Sequence[Lesson], checked: Sequence[Lesson], shipped: Head) -> int:
    """Return how many shipped classes and checked pictures a household that had these lessons gets right.

    A checked picture is recalled without itself; the only picture of its food counts as right, as nothing else
    could name it.
    """
    names = [labels()["fine", name].food_id for name in shipped.fine]
    classes = sum(
        _answer(lessons, prototype, shipped) in (None, food_id)
        for prototype, food_id in zip(shipped.prototypes, names, strict=True)
    )
    pictures = 0
    for one in checked:
        others = [lesson for lesson in lessons if lesson.key != one.key]
        is_only = all(lesson.food_id != one.food_id for lesson in others)
        pictures += _answer(others, one.direction, shipped) == (None if is_only else one.food_id)
    return classes + pictures


def _answer(lessons: Sequence[Lesson], direction: np.ndarray, shipped: Head) -> str | None:
    shown: dict[str, list[np.ndarray]] = {}
    for lesson in lessons:
        shown.setdefault(lesson.food_id, []).append(lesson.direction)
    learned = learn(shown)
    recalled = recall(direction, learned, shipped) if learned else None
    return recalled.food_id if recalled else None
