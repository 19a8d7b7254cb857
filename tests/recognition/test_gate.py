"""The gate between what the model knows and what is no grocery, on drawn features."""

import numpy as np

from recognition.training.gate import fit_gate


def draw(rng: np.random.Generator, photos: int, cosine: float, familiar: float) -> np.ndarray:
    """Return features (photos, 4): cosines and familiarity scatter around what is given, ImageNet says nothing."""
    nearest = rng.normal(cosine, 0.06, photos)
    return np.stack([nearest, nearest - 0.03, rng.normal(0, 0.5, photos), rng.normal(familiar, 2.0, photos)], axis=1)


def test_a_clear_answer_keeps_a_known_photo_that_lies_as_far_as_a_strange_one() -> None:
    rng = np.random.default_rng(3)
    known, strange = draw(rng, 300, 0.7, 9.0), draw(rng, 60, 0.6, 0.0)
    arrays, scores = fit_gate(known, strange)
    gate, bar = arrays["gate"], arrays["known_bar"]
    far = np.array([0.6, 0.57, 0.0, 9.0])
    clear, torn = (1 / (1 + np.exp(-(gate[0] + one @ gate[1:]))) for one in (far, far * [1, 1, 1, 0]))
    assert torn < bar < clear
    assert scores["known against negatives that were not fitted, AUROC"] > 0.99


def test_without_negatives_distance_alone_decides() -> None:
    arrays, scores = fit_gate(draw(np.random.default_rng(4), 20, 0.8, 9.0), None)
    assert (arrays["gate"][2:] == 0).all() and scores == {}


def test_food_that_is_no_known_class_is_near_without_being_familiar() -> None:
    rng = np.random.default_rng(6)
    arrays, _ = fit_gate(draw(rng, 300, 0.8, 9.0), draw(rng, 60, 0.5, 0.0))
    unknown_food = np.array([0.75, 0.72, 0.0, 0.0])
    gate, near = arrays["gate"], arrays["near_gate"]
    assert near[0] + unknown_food[:3] @ near[1:] > gate[0] + unknown_food @ gate[1:]
    assert near[0] + unknown_food[:3] @ near[1:] > 0
