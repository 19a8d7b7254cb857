"""Fit how sure an answer may be, on photos that the scored networks did not see (training only).

Scores become probabilities by three numbers (`confidence.class_probabilities`). The shipped networks and head saw half
as many photos again as those that are scored on the photos left out: the same evidence gives them lower scores, by one
factor for all. So the three numbers are fitted on the photos left out and on val together, the factor on val alone.
Photos of one shelf are right or wrong together: every shelf counts once.
"""

from dataclasses import dataclass, replace

import numpy as np

from recognition.looks.confidence import class_probabilities

SURE_ACCURACY = 0.98  # of answers above the review bar, on photos of known classes
_PARTS = 5


@dataclass(frozen=True, slots=True)
class Scored:
    """Photos that the scored networks did not see. scores: (N, F). fine, shelf: (N,) int, class and shelf of each."""

    scores: np.ndarray
    fine: np.ndarray
    shelf: np.ndarray

    def only(self, chosen: np.ndarray) -> "Scored":
        """Return some of the photos. chosen: (N,) bool."""
        return Scored(self.scores[chosen], self.fine[chosen], self.shelf[chosen])

    def parts(self) -> np.ndarray:
        """Return the part of each photo, (N,) 0 to 4: whole shelves, drawn by a fixed seed."""
        _, shelf_of = np.unique(self.shelf, return_inverse=True)
        return (np.random.default_rng(0).permutation(shelf_of.max() + 1) % _PARTS)[shelf_of]


def fit(left_out: Scored, val: Scored | None, coarse_of_fine: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the calibration (3,) and the factor of the shipped scores that make the true classes likeliest.

    coarse_of_fine: (F,) int. Without val the factor is 1.
    """
    from scipy.optimize import minimize

    def loss(point: np.ndarray) -> float:
        calibration = _calibration(point)
        known = _log_loss(left_out, calibration, coarse_of_fine)
        if val is None:
            return known
        scaled = replace(val, scores=val.scores * np.exp(point[3]))
        return known + _log_loss(scaled, calibration, coarse_of_fine)

    start, bounds = [0.2, 0.0, -3.0, 0.2], [(-3.0, 3.0), (-3.0, 3.0), (-8.0, 0.0), (-3.0, 3.0)]
    used = 3 if val is None else 4
    found = minimize(
        loss, start[:used], method="Nelder-Mead", bounds=bounds[:used],
        options={"xatol": 0.01, "fatol": 1e-4, "maxiter": 400},
    ).x  # fmt: skip
    return _calibration(found), 1.0 if val is None else float(np.exp(found[3]))


def cross_fitted(
    left_out: Scored, val: Scored | None, coarse_of_fine: np.ndarray
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return probabilities (N, F) of the photos left out and of val, each fitted without the shelf of the photo."""
    known_part = left_out.parts()
    val_part = np.zeros(0, dtype=np.int64) if val is None else val.parts()
    known = np.zeros(left_out.scores.shape)
    seen = None if val is None else np.zeros(val.scores.shape)
    for part in range(_PARTS):
        others = None if val is None else val.only(val_part != part)
        calibration, factor = fit(left_out.only(known_part != part), others, coarse_of_fine)
        here = known_part == part
        known[here] = class_probabilities(left_out.scores[here], coarse_of_fine, calibration)
        if val is not None and seen is not None:
            here = val_part == part
            seen[here] = class_probabilities(val.scores[here] * factor, coarse_of_fine, calibration)
    return known, seen


def review_bar(probabilities: np.ndarray, fine: np.ndarray) -> float:
    """Return the lowest confidence from which answers are right often enough. probabilities: (N, F)."""
    confidence, is_right = probabilities.max(1), probabilities.argmax(1) == fine
    order = np.argsort(-confidence)
    accuracy = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(accuracy >= SURE_ACCURACY)
    return float(np.clip(confidence[order[enough[-1]]], 0.5, 0.995)) if len(enough) else 0.995


def _calibration(point: np.ndarray) -> np.ndarray:
    """Return the three numbers of a point that the search may move freely: two logarithms and a log-odds."""
    return np.array([np.exp(point[0]), np.exp(point[1]), 1 / (1 + np.exp(-point[2]))])


def _log_loss(photos: Scored, calibration: np.ndarray, coarse_of_fine: np.ndarray) -> float:
    """Return the mean log loss of the true classes, each shelf counting once."""
    true = class_probabilities(photos.scores, coarse_of_fine, calibration)[np.arange(len(photos.fine)), photos.fine]
    _, shelf_of, sizes = np.unique(photos.shelf, return_inverse=True, return_counts=True)
    return float(-(np.log(true.clip(1e-12)) / sizes[shelf_of]).sum() / len(sizes))
