"""What training chooses, and from what: photos that the scored network did not see (training only).

Every figure here but `val` comes from grouped cross-validation on the training photos; val is scored once,
with everything already chosen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from recognition import heads
from recognition.classify import grocery_log_odds

SHRINKAGES = (0.1, 0.3, 0.5, 0.7)
COVERAGE = 0.95
SURE_ACCURACY = 0.98  # of answers above the review bar, on photos of known classes
FINE_BAR = 0.4  # below it the coarse class is answered
SHOTS = 5
# Brings the gate's features to one scale: cosines differ by hundredths, log-odds by units.
FEATURE_SCALE = np.array([0.05, 0.05, 1.0])
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Embeddings of every run.

    Tables go by split: "train", "view" (one random view of each training photo: other crop, turn and light),
    "val", "negatives". fine: (N,) class of each training photo. folds: (train, test) photo numbers. frozen: by
    the published network. fold_tuned: by the tail of each fold. held_back: classes that the tail of
    `without_held_back` never saw. tuned: by the tail that is shipped. logits: ImageNet scores.
    """

    fine: np.ndarray
    coarse_of_fine: np.ndarray
    folds: list[tuple[np.ndarray, np.ndarray]]
    frozen: Arrays
    fold_tuned: list[Arrays]
    held_back: np.ndarray
    without_held_back: Arrays
    tuned: Arrays
    logits: Arrays
    val_fine: np.ndarray

    @property
    def classes(self) -> int:
        """Return the number of fine classes."""
        return len(self.coarse_of_fine)


def choose(evidence: Evidence) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arrays of the head and every score of the model card.

    Calibration and bars come from held-out photos in a random view as well as plainly: photos of other hands
    are harder than those of the same shops, and the plain ones alone made the model too sure of itself.
    """
    frozen = [evidence.frozen] * len(evidence.folds)
    shrinkage = {"frozen": _best_shrinkage(evidence, frozen), "tuned": _best_shrinkage(evidence, evidence.fold_tuned)}
    tables = [
        _held_out_scores(evidence, frozen, shrinkage["frozen"]),
        _held_out_scores(evidence, evidence.fold_tuned, shrinkage["tuned"]),
    ]
    both_fine = np.concatenate([evidence.fine, evidence.fine])
    pooling = heads.fit_pooling([np.concatenate(table) for table in tables], both_fine)
    held_out, viewed = (heads.softmax(np.tensordot(pooling, np.stack(pair), 1)) for pair in zip(*tables, strict=True))
    set_bar = heads.prediction_set_bar(np.concatenate([held_out, viewed]), both_fine, coverage=COVERAGE)
    review_bar = _review_bar(np.concatenate([held_out, viewed]), both_fine)
    linear = _pooled_head(evidence, evidence.frozen, evidence.tuned, shrinkage, pooling)
    gate, gate_scores = fit_gate(evidence)
    held_back_scores = score_held_back(evidence, shrinkage, pooling, held_out)
    arrays: dict[str, Any] = {
        "weight": linear.weight, "bias": linear.bias, "set_bar": set_bar, "review_bar": review_bar,
        "fine_bar": FINE_BAR, "known": _directions(evidence.frozen["train"]), **gate,
    }  # fmt: skip
    scores = {
        "choices": {"shrinkage": shrinkage, "pooling": pooling.round(4).tolist(), "review_bar": round(review_bar, 3),
                    "set_bar": round(set_bar, 4)},
        "cross_validation": score(held_out, evidence.fine, evidence.coarse_of_fine, set_bar, review_bar),
        "cross_validation_random_view": score(viewed, evidence.fine, evidence.coarse_of_fine, set_bar, review_bar),
        "baseline": _baseline(evidence),
        "unknown": gate_scores | held_back_scores,
        "negatives": len(evidence.frozen.get("negatives", ())),
        "confusions": _confusions(held_out, evidence.fine),
    }  # fmt: skip
    if len(evidence.val_fine):
        val = heads.softmax(linear(np.hstack([evidence.frozen["val"], evidence.tuned["val"]])))
        scores["val"] = score(val, evidence.val_fine, evidence.coarse_of_fine, set_bar, review_bar)
    return arrays, scores


def score(
    probabilities: np.ndarray, fine: np.ndarray, coarse_of_fine: np.ndarray, set_bar: float, review_bar: float
) -> dict[str, Any]:
    """Return accuracy with 95 % intervals, calibration, prediction sets and the sure share of (N, C) answers."""
    best = probabilities.argmax(1)
    is_right, is_coarse_right = best == fine, coarse_of_fine[best] == coarse_of_fine[fine]
    confidence = probabilities.max(1)
    sets = probabilities >= set_bar
    sure = confidence >= review_bar
    return {
        "photos": len(fine),
        "fine": _share(is_right),
        "coarse": _share(is_coarse_right),
        "top_5": round(float((probabilities.argsort(1)[:, -5:] == fine[:, None]).any(1).mean()), 4),
        "calibration_error": round(heads.calibration_error(confidence, is_right), 4),
        "set_coverage": round(float(sets[np.arange(len(fine)), fine].mean()), 4),
        "set_size": round(float(np.maximum(sets.sum(1), 1).mean()), 3),
        "sure_share": round(float(sure.mean()), 4),
        "wrong_among_sure": round(float((~is_right[sure]).mean()), 4),
        "coarse_wrong_among_sure": round(float((~is_coarse_right[sure]).mean()), 4),
    }


def _share(is_right: np.ndarray) -> dict[str, float]:
    low, high = heads.wilson_interval(int(is_right.sum()), len(is_right))
    return {"share": round(float(is_right.mean()), 4), "low": round(low, 4), "high": round(high, 4)}


def _held_out_scores(
    evidence: Evidence, embeddings: list[Arrays], shrinkage: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of every training photo, plain and in its random view, by heads that did not see it."""
    plain, view = (np.zeros((len(evidence.fine), evidence.classes), dtype=np.float32) for _ in range(2))
    for (train, test), embedded in zip(evidence.folds, embeddings, strict=True):
        fitted = _fit_on_both_views(evidence, embedded, shrinkage, train)
        plain[test], view[test] = fitted(embedded["train"][test]), fitted(embedded["view"][test])
    return plain, view


def _fit_on_both_views(evidence: Evidence, embedded: Arrays, shrinkage: float, photos: np.ndarray) -> heads.Linear:
    both = np.concatenate([embedded["train"][photos], embedded["view"][photos]])
    fine = np.concatenate([evidence.fine[photos], evidence.fine[photos]])
    return heads.fit_discriminant(both, fine, evidence.classes, shrinkage)


def _best_shrinkage(evidence: Evidence, embeddings: list[Arrays]) -> float:
    def right(shrinkage: float) -> float:
        tables = _held_out_scores(evidence, embeddings, shrinkage)
        return float(np.mean([(table.argmax(1) == evidence.fine).mean() for table in tables]))

    return max(SHRINKAGES, key=right)


def _review_bar(probabilities: np.ndarray, fine: np.ndarray) -> float:
    """Return the lowest confidence from which answers are right often enough."""
    confidence, is_right = probabilities.max(1), probabilities.argmax(1) == fine
    order = np.argsort(-confidence)
    accuracy = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(accuracy >= SURE_ACCURACY)
    return float(np.clip(confidence[order[enough[-1]]], 0.5, 0.99)) if len(enough) else 0.99


def _pooled_head(
    evidence: Evidence, frozen: Arrays, tuned: Arrays, shrinkage: dict[str, float], pooling: np.ndarray,
    photos: np.ndarray | None = None,
) -> heads.Linear:  # fmt: skip
    """Return one linear layer on both embeddings side by side."""
    chosen = np.arange(len(evidence.fine)) if photos is None else photos
    parts = [
        _fit_on_both_views(evidence, table, shrinkage[name], chosen)
        for name, table in (("frozen", frozen), ("tuned", tuned))
    ]
    weight = np.vstack([share * part.weight for share, part in zip(pooling, parts, strict=True)])
    bias = sum(share * part.bias for share, part in zip(pooling, parts, strict=True))
    return heads.Linear(weight.astype(np.float32), np.asarray(bias, dtype=np.float32))


def _directions(embeddings: np.ndarray) -> np.ndarray:
    """Return unit vectors as int8 of length 127: a cosine is off by less than 0.005."""
    return np.round(heads.unit(embeddings) * 127).astype(np.int8)


def _baseline(evidence: Evidence) -> dict[str, Any]:
    """Score the frozen network with logistic regression on the same folds and on val."""
    frozen, fine = evidence.frozen["train"], evidence.fine
    table = np.zeros((len(fine), evidence.classes), dtype=np.float32)
    for train, test in evidence.folds:
        table[test] = heads.fit_logistic(frozen[train], fine[train], evidence.classes)(frozen[test])
    baseline = {"cross_validation": _plain_score(table, fine, evidence.coarse_of_fine)}
    if len(evidence.val_fine):
        val = heads.fit_logistic(frozen, fine, evidence.classes)(evidence.frozen["val"])
        baseline["val"] = _plain_score(val, evidence.val_fine, evidence.coarse_of_fine)
    return baseline


def _plain_score(table: np.ndarray, fine: np.ndarray, coarse_of_fine: np.ndarray) -> dict[str, Any]:
    best = table.argmax(1)
    return {"fine": _share(best == fine), "coarse": _share(coarse_of_fine[best] == coarse_of_fine[fine])}


def _confusions(probabilities: np.ndarray, fine: np.ndarray) -> list[tuple[int, int, int]]:
    """Return (true class, answer, photos) of the commonest wrong answers."""
    best = probabilities.argmax(1)
    pairs, counts = np.unique(np.stack([fine, best])[:, best != fine], axis=1, return_counts=True)
    order = np.argsort(-counts)[:12]
    return [(int(pairs[0, one]), int(pairs[1, one]), int(counts[one])) for one in order]


def fit_gate(evidence: Evidence) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit how sure it is that a photo shows something the model knows, from distances and ImageNet's opinion.

    Against every second negative; the others are scored. Known photos are measured against the other folds,
    once plainly and once in a random view, so that other crops and light are not refused. Without negatives
    the gate only looks at the distance, with a slope that worked elsewhere.
    """
    from sklearn.linear_model import LogisticRegression

    directions = heads.unit(evidence.frozen["train"])
    known = np.zeros((2 * len(evidence.fine), 3))
    for train, test in evidence.folds:
        for part, split in enumerate(("train", "view")):
            embeddings, logits = evidence.frozen[split][test], evidence.logits[split][test]
            known[part * len(evidence.fine) + test] = _features(embeddings, logits, directions[train])
    if "negatives" not in evidence.frozen:
        return {"gate": np.array([-18.0, 28.0, 0.0, 0.0]), "known_bar": 0.25, "grocery_bar": 0.2}, {}
    strange = _features(evidence.frozen["negatives"], evidence.logits["negatives"], directions)
    fitted, scored = strange[::2], strange[1::2]
    features = np.concatenate([known, fitted]) / FEATURE_SCALE
    target = np.concatenate([np.ones(len(known)), np.zeros(len(fitted))])
    weight = np.concatenate([np.full(len(known), 1 / len(known)), np.full(len(fitted), 1 / len(fitted))])
    model = LogisticRegression(C=0.3).fit(features, target, sample_weight=weight * len(strange) / 2)
    gate = np.concatenate([model.intercept_, model.coef_[0] / FEATURE_SCALE])
    sure_known, sure_fitted, sure_scored = (_sureness(gate, table) for table in (known, fitted, scored))
    known_bar = float(np.clip(np.quantile(sure_fitted, 0.98), 0.2, 0.5))
    share = 1 / (1 + np.exp(-fitted[:, 2]))
    scores = {
        "known against negatives that were not fitted, AUROC": round(heads.ranking_score(sure_known, sure_scored), 4),
        "negatives taken for known": f"{(sure_scored >= known_bar).sum()} of {len(scored)}",
        "known photos refused (plain and random views)": round(float((sure_known < known_bar).mean()), 4),
    }  # fmt: skip
    return {"gate": gate, "known_bar": known_bar, "grocery_bar": float(np.quantile(share, 0.9))}, scores


def _features(embeddings: np.ndarray, logits: np.ndarray, directions: np.ndarray) -> np.ndarray:
    nearest = np.partition(heads.unit(embeddings) @ directions.T, (-5, -1), axis=1)
    return np.stack([nearest[:, -1], nearest[:, -5], grocery_log_odds(logits)], axis=1)


def _sureness(gate: np.ndarray, features: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(features @ gate[1:] + gate[0])))


def score_held_back(
    evidence: Evidence, shrinkage: dict[str, float], pooling: np.ndarray, held_out: np.ndarray
) -> dict[str, Any]:
    """Score photos of classes that neither the tail nor the head saw: told as unknown, and learned from five.

    held_out: (N, C) probabilities of known photos from cross-validation. Unknown is told by the largest
    probability plus twice the cosine to the nearest training photo.
    """
    strange = np.flatnonzero(np.isin(evidence.fine, evidence.held_back))
    rest = np.setdiff1d(np.arange(len(evidence.fine)), strange)
    frozen, tuned = evidence.frozen["train"], evidence.without_held_back["train"]
    linear = _pooled_head(evidence, evidence.frozen, evidence.without_held_back, shrinkage, pooling, photos=rest)
    guessed = heads.softmax(linear(np.hstack([frozen[strange], tuned[strange]]))).max(1)
    directions = heads.unit(frozen)
    near_strange = heads.similarity_to_nearest(directions[strange], directions[rest], rank=1)
    near_known = np.zeros(len(evidence.fine))
    for train, test in evidence.folds:
        near_known[test] = heads.similarity_to_nearest(directions[test], directions[train], rank=1)
    known_score, strange_score = held_out.max(1) + 2 * near_known, guessed + 2 * near_strange
    return {
        "held_back_classes": [int(one) for one in evidence.held_back],
        "known against held-back classes, AUROC": round(heads.ranking_score(known_score, strange_score), 4),
        f"held-back classes right after {SHOTS} photos of each": round(_few_shot(evidence, strange, rest), 4),
    }  # fmt: skip


def _few_shot(evidence: Evidence, strange: np.ndarray, rest: np.ndarray) -> float:
    """Return the share of held-back photos whose nearest class mean is right, over five draws of the shots."""
    tuned = evidence.without_held_back["train"]
    directions = heads.unit(tuned - tuned[rest].mean(0))
    fine = evidence.fine
    shares = []
    for draw in range(5):
        rng = np.random.default_rng(draw)
        shots = np.concatenate([rng.permutation(np.flatnonzero(fine == one))[:SHOTS] for one in evidence.held_back])
        taught = np.concatenate([rest, shots])
        means = np.stack([directions[taught[fine[taught] == one]].mean(0) for one in range(evidence.classes)])
        asked = np.setdiff1d(strange, shots)
        shares.append(((directions[asked] @ heads.unit(means).T).argmax(1) == fine[asked]).mean())
    return float(np.mean(shares))
