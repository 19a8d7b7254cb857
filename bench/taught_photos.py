"""What a household teaches by pictures, on things of kitchens: what is named, and what goes in unasked.

    python -m bench.taught_photos

Cut-outs of `counter/` by their labelled boxes, each as if it were a photo of one thing. One, three or six foods are
taught by one, two and five pictures each, in ten seeded draws; no picture is both shown and asked about. The bar of
`recognition.teaching` was chosen on one half of the pictures, by sha256 of their names; these figures are of the other.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.photos import data_folder
from recognition.classify import head
from recognition.reading import Box
from recognition.teaching import learn, look_at, recall, unpack

FOODS, SHOTS, DRAWS = (1, 3, 6), (1, 2, 5), 10
ACCEPT_BAR = 0.9  # what a household begins with
LEAST_PICTURES = 4  # of a class, for it to be taught by some of them and asked about in others


@dataclass(frozen=True, slots=True)
class Things:
    """Cut-outs. directions: (N, D). names, pictures: (N,), what each is and the number of its picture."""

    directions: np.ndarray
    names: np.ndarray
    pictures: np.ndarray


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one thing.

    is_shown: whether its food was taught. is_named: whether it was called by a taught food, unasked or as a guess.
    is_right: whether the taught food that it was called, or was only offered as, is its own.
    is_sure: before a look at how near it lies.
    """

    is_shown: bool
    is_named: bool
    is_right: bool
    is_sure: bool
    is_near: bool


def things_of(folder: Path) -> Things:
    """Return the things in the pictures of the half on which nothing was chosen."""
    looks, names, pictures = [], [], []
    for number, label in enumerate(json.loads((folder / "labels.json").read_text(encoding="utf-8"))):
        found = _boxes(label)
        if int(hashlib.sha256(label["file"].encode()).hexdigest(), 16) % 2 and found:
            looks += [unpack(look) for look in look_at(folder / label["file"], [box for _, box in found])]
            names += [name for name, _ in found]
            pictures += [number] * len(found)
    return Things(np.stack(looks), np.array(names), np.array(pictures))


def _boxes(label: dict[str, Any]) -> list[tuple[str, Box | None]]:
    """Return name and box of each thing in a picture; the only thing of one without boxes is all of it."""
    if label.get("objects"):
        return [(one["class"], tuple(round(edge) for edge in one["box"])) for one in label["objects"]]
    names = set(label.get("items", ()))
    return [(names.pop(), None)] if len(names) == 1 else []


def answers(things: Things, *, foods: int, shots: int, draw: int) -> Iterator[Answer]:
    """Teach some foods by pictures drawn by seed, and yield what becomes of the things in all other pictures."""
    rng = np.random.default_rng((foods, shots, draw))
    pictures_of = {name: len(set(things.pictures[things.names == name])) for name in np.unique(things.names)}
    usable = [name for name, pictures in pictures_of.items() if pictures >= LEAST_PICTURES]
    shown: dict[str, list[np.ndarray]] = {}
    used: set[int] = set()
    for name in rng.permutation(usable)[:foods]:
        taught: set[int] = set()
        for thing in rng.permutation(np.flatnonzero(things.names == name)):
            picture = int(things.pictures[thing])
            if picture not in taught and len(taught) < min(shots, pictures_of[name] - 1):
                taught.add(picture)
                shown.setdefault(str(name), []).append(things.directions[thing])
        used |= taught
    learned = learn(shown)
    assert learned is not None
    for direction, name, picture in zip(things.directions, things.names, things.pictures, strict=True):
        if picture not in used:
            found = recall(direction, learned, head())
            is_sure = found is not None and found.rival_food_id is None and found.confidence >= ACCEPT_BAR
            yield Answer(str(name) in shown, found is not None and found.is_named,
                         found is not None and found.food_id == name, is_sure, found is not None and found.is_near)


def main() -> None:
    """Print shares of what goes in unasked, without and with the bar."""
    things = things_of(data_folder() / "counter")
    print(f"{len(things.names)} things, {len(set(things.pictures))} pictures; by the resemblance alone → near as well")
    for shots in SHOTS:
        found = [one for foods in FOODS for draw in range(DRAWS)
                 for one in answers(things, foods=foods, shots=shots, draw=draw)]
        shown, never = ([one for one in found if one.is_shown is said] for said in (True, False))
        right, wrong = (sum(one.is_named and one.is_right is said for one in shown) / len(shown)
                        for said in (True, False))
        offered = sum(one.is_right for one in shown) / len(shown)
        taken = sum(one.is_named for one in never) / len(never)
        print(f"{shots} pictures each: shown and named right {right:.1%}, wrong {wrong:.1%}, right or offered "
              f"{offered:.1%}, never shown and named {taken:.1%}")
        for words, asked, is_right in (("never shown", never, False), ("shown, wrong", shown, False),
                                       ("shown, right", shown, True)):
            unasked = [one for one in asked if one.is_sure and one.is_right is is_right]
            near = sum(one.is_near for one in unasked)
            print(f"{shots} pictures each, {words}, unasked: {len(unasked) / len(asked):.1%} → {near / len(asked):.1%}"
                  f" of {len(asked):,}")


if __name__ == "__main__":
    main()
