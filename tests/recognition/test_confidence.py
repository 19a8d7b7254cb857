"""How scores become confidence, and what is fitted for it: kinds are surer than varieties, and shelves count once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.looks.confidence import class_probabilities, softmax
from recognition.training.calibration import Scored, cross_fitted, fit
from recognition.training.heads import calibration_error

KINDS, VARIETIES = 4, 3
COARSE = np.repeat(np.arange(KINDS), VARIETIES)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.floats(0.05, 20), st.floats(0.05, 20), st.floats(0, 0.5))
def test_probabilities_add_up_to_one_whatever_the_scores(seed: int, kind: float, variety: float, spread: float) -> None:
    scores = np.random.default_rng(seed).normal(size=(5, len(COARSE))) * 50
    scores[:, -1] = -1e9  # a class without photos
    probabilities = class_probabilities(scores, COARSE, np.array([kind, variety, spread]))
    assert (probabilities >= 0).all()
    assert probabilities.sum(1) == pytest.approx(np.ones(5))


def test_one_sharpness_and_nothing_spread_is_a_softmax() -> None:
    scores = np.random.default_rng(1).normal(size=(6, len(COARSE))) * 3
    assert class_probabilities(scores, COARSE, np.array([0.7, 0.7, 0.0])) == pytest.approx(softmax(0.7 * scores))


def test_a_photo_torn_between_varieties_of_one_kind_is_sure_of_the_kind() -> None:
    scores = np.zeros((1, len(COARSE)))
    scores[0, :VARIETIES] = 4.0, 3.5, 0.0
    (probabilities,) = class_probabilities(scores, COARSE, np.array([2.0, 0.5, 0.05]))
    assert probabilities[:VARIETIES].sum() > 0.99
    assert probabilities.max() < 0.6


def shelves_of_photos(shelves: int, photos: int, scale: float, seed: int) -> Scored:
    """Draw photos, a few a shelf, whose kind is clear; on one shelf in ten another variety of the kind is seen."""
    rng = np.random.default_rng(seed)
    fine = rng.integers(0, len(COARSE), shelves)
    other = COARSE[fine] * VARIETIES + (fine + 1 + rng.integers(0, VARIETIES - 1, shelves)) % VARIETIES
    seen = np.where(rng.random(shelves) < 0.1, other, fine)
    shelf = np.repeat(np.arange(shelves), photos)
    scores = np.eye(len(COARSE))[seen[shelf]] * 4 + rng.normal(size=(len(shelf), len(COARSE)))
    return Scored(scores * scale, fine[shelf], shelf)


def test_what_looks_clear_on_every_shelf_is_no_surer_than_shelves_are_right() -> None:
    left_out, val = shelves_of_photos(200, 4, 1.0, 2), shelves_of_photos(150, 2, 0.5, 3)
    calibration, factor = fit(left_out, val, COARSE)
    assert factor > 1.3  # the scores of val are half as large for the same evidence
    known, seen = cross_fitted(left_out, val, COARSE)
    assert seen is not None
    for photos, probabilities in ((left_out, known), (val, seen)):
        is_right = probabilities.argmax(1) == photos.fine
        assert calibration_error(probabilities.max(1), is_right) < 0.08
        assert calibration_error(softmax(photos.scores).max(1), is_right) > 0.15
    assert 0.05 < calibration[2] < 0.3


def test_a_shelf_of_many_photos_weighs_as_much_as_a_shelf_of_few() -> None:
    photos = shelves_of_photos(60, 3, 1.0, 4)
    is_odd = np.isin(photos.shelf, photos.shelf[photos.scores.argmax(1) != photos.fine])
    many = np.repeat(np.arange(len(photos.fine)), np.where(is_odd, 9, 1))
    crowded = Scored(photos.scores[many], photos.fine[many], photos.shelf[many])
    assert fit(crowded, None, COARSE)[0] == pytest.approx(fit(photos, None, COARSE)[0], rel=0.05)


def test_without_val_the_shipped_scores_stay_as_they_are() -> None:
    photos = shelves_of_photos(60, 2, 1.0, 5)
    assert fit(photos, None, COARSE)[1] == 1.0
    assert cross_fitted(photos, None, COARSE)[1] is None
