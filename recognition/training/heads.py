"""Fit what sits on the embeddings: classes, calibration, distances and thresholds (scikit-learn; training only).

Two linear discriminants, one on the frozen and one on the tuned embedding, are pooled by weights that are
fitted on held-out scores: the shipped head is one linear layer. `confidence` makes probabilities of its scores.
Discriminant probabilities say nothing about strange pictures: known or unknown is told by the distance to
the training photos.
"""

from dataclasses import dataclass

import numpy as np

from recognition.looks.embedder import unit as unit


@dataclass(frozen=True, slots=True)
class Linear:
    """scores = embeddings @ weight + bias. weight: (D, C) float32. bias: (C,) float32."""

    weight: np.ndarray
    bias: np.ndarray

    def __call__(self, embeddings: np.ndarray) -> np.ndarray:
        """Return scores (N, C)."""
        return embeddings @ self.weight + self.bias


def fit_discriminant(
    embeddings: np.ndarray, fine: np.ndarray, classes: int, shrinkage: float, *, shelf: np.ndarray | None = None
) -> Linear:
    """Fit linear discriminant analysis with equal priors: the shop's shelf says nothing about a kitchen.

    embeddings: (N, D). fine: (N,) int in 0 to classes - 1. A class without photos can never win. shelf: (N,) the group
    of each photo (`dataset.shelves`); every shelf of a class then counts the same in its mean and spread, however many
    photos were taken of it in a row: what differs between shelves is what a new shelf differs by.
    """
    present = np.unique(fine)
    means = np.zeros((len(present), embeddings.shape[1]))
    spread = np.zeros((embeddings.shape[1],) * 2)
    for row, one_class in enumerate(present):
        members = fine == one_class
        share = _equal_shares(np.zeros(members.sum()) if shelf is None else shelf[members])
        seen = embeddings[members].astype(np.float64)
        means[row] = share @ seen
        apart = (seen - means[row]) * np.sqrt(share)[:, None]
        spread += apart.T @ apart / len(present)
    ball = np.eye(len(spread)) * np.trace(spread) / len(spread)
    directions = np.linalg.solve((1 - shrinkage) * spread + shrinkage * ball, means.T)
    weight = np.zeros((embeddings.shape[1], classes), dtype=np.float32)
    bias = np.full(classes, -1e9, dtype=np.float32)
    weight[:, present], bias[present] = directions, -0.5 * (means.T * directions).sum(0)
    return Linear(weight, bias)


def _equal_shares(group: np.ndarray) -> np.ndarray:
    """Return shares (N,) that add up to 1, the same for each group and within it."""
    _, number, sizes = np.unique(group, return_inverse=True, return_counts=True)
    return 1.0 / (sizes[number] * len(sizes))


def _one_row_a_class(coefficients: np.ndarray, intercepts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (D, C) and biases (C,); for two classes scikit-learn only keeps the second one's."""
    if len(coefficients) == 1:
        coefficients, intercepts = (np.concatenate([-one, one]) / 2 for one in (coefficients, intercepts))
    return coefficients.T, intercepts


def fit_logistic(embeddings: np.ndarray, fine: np.ndarray, classes: int) -> Linear:
    """Fit the baseline: logistic regression on standardised embeddings, C 0.01."""
    from sklearn.linear_model import LogisticRegression

    mean, deviation = embeddings.mean(0), embeddings.std(0) + 1e-6
    model = LogisticRegression(C=0.01, max_iter=300).fit((embeddings - mean) / deviation, fine)
    weight = np.zeros((embeddings.shape[1], classes), dtype=np.float32)
    bias = np.full(classes, -1e9, dtype=np.float32)
    intercepts = model.intercept_ - model.coef_ @ (mean / deviation)
    weight[:, model.classes_], bias[model.classes_] = _one_row_a_class(model.coef_ / deviation, intercepts)
    return Linear(weight, bias)


def fit_pooling(scores: list[np.ndarray], fine: np.ndarray) -> np.ndarray:
    """Return the weight of each score table that makes softmax of their sum likeliest on held-out photos.

    scores: tables (N, C) from models that did not see the photos. Returns (tables,) float, none below 0.
    """
    from scipy.optimize import minimize
    from scipy.special import logsumexp

    # Few photos of many dimensions give scores in the thousands: a start of one size for all would end where it began.
    tables = np.stack(scores)
    spread = np.array([np.median(np.abs(table - np.median(table, 1, keepdims=True))) or 1.0 for table in scores])

    def loss(weights: np.ndarray) -> float:
        pooled = np.tensordot(weights / spread, tables, 1)
        return float((logsumexp(pooled, axis=1) - pooled[np.arange(len(fine)), fine]).mean())

    start = np.full(len(scores), 1.0 / len(scores))
    return minimize(loss, start, bounds=[(0.0, 100.0)] * len(scores), method="L-BFGS-B").x / spread


def prediction_set_bar(probabilities: np.ndarray, fine: np.ndarray, *, coverage: float) -> float:
    """Return the probability from which classes enter the set that holds the true one with `coverage`.

    Split-conformal: the bar is the (1 - coverage) quantile of the true class's probability, with the
    finite-sample correction. probabilities: (N, C) of held-out photos.
    """
    true_class = np.sort(probabilities[np.arange(len(fine)), fine])
    position = max(0, int(np.floor((1 - coverage) * (len(fine) + 1))) - 1)
    return float(true_class[position])


def calibration_error(confidence: np.ndarray, is_right: np.ndarray, *, bins: int = 15) -> float:
    """Return the expected calibration error: mean gap between confidence and accuracy over equal bins."""
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[bin_of == one].mean() - is_right[bin_of == one].mean()) * (bin_of == one).mean()
        for one in np.unique(bin_of)
    ]
    return float(sum(gaps))


def calibration_error_by_chance(confidence: np.ndarray, *, draws: int = 200) -> float:
    """Return the calibration error that a perfectly calibrated model shows on so few photos: chance fills the bins."""
    rng = np.random.default_rng(0)
    errors = [calibration_error(confidence, rng.random(len(confidence)) < confidence) for _ in range(draws)]
    return float(np.mean(errors))


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, right / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * np.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return float(centre - half), float(centre + half)


def share(is_right: np.ndarray) -> dict[str, float]:
    """Return the share of (N,) answers that are right, with its 95 % interval."""
    low, high = wilson_interval(int(is_right.sum()), len(is_right))
    return {"share": round(float(is_right.mean()), 4), "low": round(low, 4), "high": round(high, 4)}


def ranking_score(positive: np.ndarray, negative: np.ndarray) -> float:
    """Return the AUROC: how often a positive scores above a negative."""
    from scipy.stats import rankdata

    ranks = rankdata(np.concatenate([positive, negative]))[: len(positive)]
    return float((ranks.sum() - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative)))
