"""When an answer goes in unasked: as its variety, as its kind, or not at all. The shipped bars, on drawn scores."""

from dataclasses import replace

import numpy as np
import pytest

from pantry.foods import catalog
from recognition import classify as module
from recognition.classify import Guess, classify, head, labels, settled
from recognition.looks.embedder import Embedded

FAR, SURE = 0.0, 40.0


def guess_of(monkeypatch: pytest.MonkeyPatch, scores: dict[str, float], *, cosine: float = 1.0) -> Guess:
    """Return the guess for a photo with these scores of some fine classes, as far from every training photo."""
    shipped = head()
    bias = np.full(len(shipped.fine), FAR, dtype=np.float32)
    for name, score in scores.items():
        bias[shipped.fine.index(name)] = score
    # One direction of training photos, five times, and a gate that lets all pass.
    known = np.repeat(np.eye(len(shipped.known), 1, dtype=np.float32), 5, axis=1)
    gates = {"gate": np.array([9.0, 0, 0, 0, 0]), "near_gate": np.array([9.0, 0, 0, 0])}
    drawn = replace(shipped, weight=np.zeros_like(shipped.weight), bias=bias, known=known, **gates)
    monkeypatch.setattr(module, "head", lambda: drawn)
    logits = np.zeros((1, 1000), dtype=np.float32)
    logits[0, min(module.imagenet_groceries())] = 20.0
    embedding = np.zeros((1, len(known)), dtype=np.float32)
    embedding[0, :2] = cosine, (1 - cosine**2) ** 0.5
    return classify(Embedded(embedding, np.zeros((1, len(shipped.weight)), dtype=np.float32), logits))[0]


@pytest.mark.parametrize(("cosine", "is_asked"), [(0.65, False), (0.5, True)])
def test_what_lies_far_from_every_training_photo_is_asked(
    cosine: float, is_asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess = guess_of(monkeypatch, {"Lemon": SURE}, cosine=cosine)
    assert (guess.food_id, guess.needs_review) == ("lemon", False)
    assert settled(guess).needs_review == is_asked


def test_a_kind_of_one_variety_goes_in_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    guess = settled(guess_of(monkeypatch, {"Lemon": SURE}))
    assert (guess.food_id, guess.class_level, guess.needs_review) == ("lemon", "fine", False)


@pytest.mark.parametrize("lead", [3.0, 1.0, 0.1])
def test_of_many_varieties_the_kind_goes_in_and_the_variety_is_kept(
    lead: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess = guess_of(monkeypatch, {"Galia-Melon": SURE, "Cantaloupe": SURE - lead})
    answer = settled(guess)
    assert (answer.food_id, answer.class_level, answer.needs_review) == ("melon", "coarse", False)
    assert answer.confidence >= 0.97
    assert answer.alternatives[0].food_id == "galia_melon"


@pytest.mark.parametrize("names", [
    ("Sweet-Potato", "Floury-Potato"),  # a sweet potato is no potato
    ("Arla-Lactose-Medium-Fat-Milk", "Arla-Medium-Fat-Milk"),
    ("Bravo-Apple-Juice", "Bravo-Orange-Juice"),
    ("Lemon", "Lime"),  # of two kinds
])  # fmt: skip
def test_what_the_kind_does_not_stand_for_is_asked(names: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    guess = guess_of(monkeypatch, {names[0]: SURE, names[1]: SURE - 0.1})
    assert settled(guess) == replace(guess, needs_review=True)


def test_the_food_of_a_kind_stands_only_for_what_the_catalog_puts_below_it() -> None:
    shipped = head()
    for name, coarse in zip(shipped.fine, shipped.coarse_of_fine, strict=True):
        label, kind = labels()["fine", name], labels()["coarse", shipped.coarse[coarse]]
        food = catalog().get(label.food_id)
        assert food is not None
        is_below = kind.food_id in (food.food_id, food.parent_food_id)
        assert label.kind_stands == (label.is_loose and is_below), name
