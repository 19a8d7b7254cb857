"""Fit when a picture is a food that a household taught (scikit-learn; training only)."""

from typing import Any

import numpy as np

from recognition.looks.embedder import EMBEDDING
from recognition.teaching import directions_from
from recognition.training import heads
from recognition.training.evidence import Arrays, Evidence

SHOTS, DRAWS = 5, 5
TAUGHT_BAR = 0.5  # below it a taught food is no likelier than all else


def fit_lessons(evidence: Evidence) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit when a picture is a food that a household taught, on held-back classes taught by one, two and five pictures.

    Returns the middle of the training photos, the mean direction of each class, and the gate of `teaching.recall`.
    """
    from sklearn.linear_model import LogisticRegression

    middles = {name: _middle(evidence, table) for name, table in _networks(evidence).items()}
    shipped = _looks(evidence, evidence.tuned, "train", middles["tuned"])
    prototypes = _means(shipped, evidence.fine, np.arange(evidence.classes))
    looks = _looks(evidence, evidence.without_held_back, "train", middles["without_held_back"])
    is_strange = np.isin(evidence.fine, evidence.held_back)
    seen = np.setdiff1d(evidence.rest, np.flatnonzero(is_strange))
    known = _means(looks[seen], evidence.fine[seen], np.unique(evidence.fine[seen]))
    features, is_right, shares = [], [], {}
    for shots in (1, 2, SHOTS):
        right = []
        for draw in range(DRAWS):
            rng = np.random.default_rng((draw, shots))
            shown = np.concatenate([
                rng.permutation(np.flatnonzero(evidence.fine == one))[:shots] for one in evidence.held_back
            ])
            taught = _means(looks[shown], evidence.fine[shown], evidence.held_back)
            asked = np.concatenate([np.setdiff1d(np.flatnonzero(is_strange), shown),
                                    evidence.left_out[~is_strange[evidence.left_out]]])
            nearness = looks[asked] @ taught.T
            best, lead = nearness.max(1), nearness.max(1) - (looks[asked] @ known.T).max(1)
            answer = evidence.held_back[nearness.argmax(1)] == evidence.fine[asked]
            features.append(np.stack([best, lead], axis=1))
            is_right.append(answer)
            right.append((answer & (lead > 0))[is_strange[asked]])
        named = f"held-back classes right after {shots} pictures of each, {DRAWS} draws"
        shares[named] = heads.share(np.concatenate(right))
    table, target = np.concatenate(features), np.concatenate(is_right)
    model = LogisticRegression(C=100.0, max_iter=1000).fit(table, target)
    packed = np.round(prototypes / np.abs(prototypes).max(1, keepdims=True) * 127).astype(np.int8)
    arrays = {
        "centre": middles["tuned"], "prototypes": packed, "taught_bar": TAUGHT_BAR,
        "taught_gate": np.concatenate([model.intercept_, model.coef_[0]]),
    }  # fmt: skip
    sureness = model.predict_proba(table)[:, 1]
    return arrays, shares | {
        "confidence of taught foods, calibration error": round(heads.calibration_error(sureness, target), 4),
        "known photos taken for a taught food": round(float((sureness >= TAUGHT_BAR)[~target].mean()), 4),
    }


def _networks(evidence: Evidence) -> dict[str, Arrays]:
    return {"tuned": evidence.tuned, "without_held_back": evidence.without_held_back}


def _middle(evidence: Evidence, tuned: Arrays) -> np.ndarray:
    both = (evidence.frozen["train"], _first(tuned["train"]))
    return np.concatenate([table.mean(0) for table in both]).astype(np.float32)


def _first(tuned: np.ndarray) -> np.ndarray:
    """Return the embeddings of the first network."""
    return tuned[:, :EMBEDDING]


def _looks(evidence: Evidence, tuned: Arrays, split: str, middle: np.ndarray) -> np.ndarray:
    """Return directions as `teaching.directions` makes them."""
    return directions_from(np.hstack([evidence.frozen[split], _first(tuned[split])]), middle)


def _means(looks: np.ndarray, fine: np.ndarray, classes: np.ndarray) -> np.ndarray:
    return heads.unit(np.stack([looks[fine == one].mean(0) for one in classes]))
