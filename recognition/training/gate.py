"""Fit how sure it is that a photo shows something the model knows (scikit-learn; training only)."""

from typing import Any

import numpy as np

from recognition.training import heads

# Brings the gate's features to one scale: cosines differ by hundredths, log-odds and familiarity by units.
FEATURE_SCALE = np.array([0.05, 0.05, 1.0, 2.0])
# Without negatives the gate only looks at the distance, with a slope that worked elsewhere.
DISTANCE_ALONE = {
    "gate": np.array([-18.0, 28.0, 0.0, 0.0, 0.0]), "near_gate": np.array([-18.0, 28.0, 0.0, 0.0]),
    "known_bar": 0.25, "grocery_bar": 0.2,
}  # fmt: skip


def fit_gate(known: np.ndarray, strange: np.ndarray | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit logistic gates between known photos and every second negative, and score the first on the other negatives.

    known: (N, 4) features (`classify.gate_features`) of photos that no network saw, once plainly and once in a random
    view, so that other crops and light are not refused. strange: (M, 4) of pictures that show no grocery.
    Returns the arrays of both gates and the scores, none without negatives.
    """
    if strange is None:
        return dict(DISTANCE_ALONE), {}
    fitted, scored = strange[::2], strange[1::2]
    gate = _fit(known, fitted, len(strange) / 2)
    # Groceries that are none of the classes are not familiar: whether it is food at all goes by the rest alone.
    near_gate = _fit(known[:, :3], fitted[:, :3], len(strange) / 2)
    sure_known, sure_fitted, sure_scored = (_sureness(gate, table) for table in (known, fitted, scored))
    known_bar = float(np.clip(np.quantile(sure_fitted, 0.98), 0.2, 0.5))
    grocery_share = 1 / (1 + np.exp(-fitted[:, 2]))
    scores = {
        "known against negatives that were not fitted, AUROC": round(heads.ranking_score(sure_known, sure_scored), 4),
        "negatives taken for known": f"{(sure_scored >= known_bar).sum()} of {len(scored)}",
        "known photos refused (plain and random views)": round(float((sure_known < known_bar).mean()), 4),
    }  # fmt: skip
    bars = {"known_bar": known_bar, "grocery_bar": float(np.quantile(grocery_share, 0.9))}
    return {"gate": gate, "near_gate": near_gate} | bars, scores


def _fit(known: np.ndarray, strange: np.ndarray, weight: float) -> np.ndarray:
    """Return bias and weights of a logistic regression; known photos and strange pictures count `weight` in all."""
    from sklearn.linear_model import LogisticRegression

    scale = FEATURE_SCALE[: known.shape[1]]
    target = np.concatenate([np.ones(len(known)), np.zeros(len(strange))])
    share = np.concatenate([np.full(len(known), 1 / len(known)), np.full(len(strange), 1 / len(strange))])
    features = np.concatenate([known, strange]) / scale
    model = LogisticRegression(C=0.3).fit(features, target, sample_weight=share * weight)
    return np.concatenate([model.intercept_, model.coef_[0] / scale])


def _sureness(gate: np.ndarray, features: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(features @ gate[1:] + gate[0])))
