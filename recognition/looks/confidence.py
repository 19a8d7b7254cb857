"""From scores to probabilities: how sure each class is. numpy only, the same at run time and in training."""

import numpy as np


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return probabilities along the last axis."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)


def class_probabilities(scores: np.ndarray, coarse_of_fine: np.ndarray, calibration: np.ndarray) -> np.ndarray:
    """Return the probability of each fine class, (N, F): of its coarse class, times its share within that one.

    What kind of thing is seen is told far more surely than which variety of it. Both have a sharpness of their own, and
    a small part of each kind is spread evenly over its varieties, however clear the photo: now and then a whole shelf
    of one variety looks like another.
    scores: (N, F). coarse_of_fine: (F,) int. calibration: (3,), the factors of the scores for kinds and for varieties
    of one kind, and the part that is spread.
    """
    kind_sharpness, variety_sharpness, spread = (float(one) for one in calibration)
    leads = (scores - scores.max(1, keepdims=True)).astype(np.float64)
    is_in = np.equal.outer(coarse_of_fine, np.arange(coarse_of_fine.max() + 1)).astype(np.float64)
    kinds = softmax(leads * kind_sharpness) @ is_in
    # Hopeless kinds are kept from 0 / 0: e to the power of -600 still is a number.
    shares = np.exp((leads * variety_sharpness).clip(-600.0))
    shares /= (shares @ is_in) @ is_in.T
    return (kinds @ is_in.T) * ((1 - spread) * shares + spread / (is_in @ is_in.sum(0)))
