"""What training chooses, and from what: photos that the scored network did not see (training only).

Every figure but those of val comes from photos of shelves that were left out whole.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from recognition.classify import familiarity, gate_features
from recognition.looks.confidence import class_probabilities, softmax
from recognition.looks.embedder import EMBEDDING
from recognition.training import heads
from recognition.training.calibration import Scored, cross_fitted, fit, review_bar
from recognition.training.evidence import Arrays, Evidence
from recognition.training.gate import fit_gate
from recognition.training.lesson_gate import fit_lessons

SHRINKAGES = (0.1, 0.3, 0.7)
COVERAGE = 0.95
FINE_BAR = 0.4  # below it the coarse class is answered
# Of known photos on other shelves: this share is answered with "a grocery I do not know", and this share always asked.
STRANGE_SHARE, UNSURE_SHARE = 0.02, 0.2


@dataclass(frozen=True, slots=True)
class Pooled:
    """The networks that left shelves out, pooled.

    shrinkage: of each network's discriminant. pooling: weight of each network. scores: (N, F) of the photos left out
    ("train", and "view" for their random views) and of the negatives, where there are any.
    """

    shrinkage: dict[str, float]
    pooling: np.ndarray
    scores: Arrays


def choose(evidence: Evidence) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arrays of the head and every score of the model card.

    The networks are pooled, and every bar is set, on shelves that were left out whole: the plain photos and another
    crop, turn and light of the same. Bars are set on the scores of the photos left out as they are; one factor brings
    the shipped ones there (`calibration`). What is reported is cross-fitted by shelf.
    """
    pooled, coarse = pool(evidence), evidence.coarse_of_fine
    linear = _pooled_head(
        evidence, evidence.tuned, pooled.shrinkage, pooled.pooling, np.arange(len(evidence.fine))
    )
    left_out, val = _left_out(evidence, pooled), _val(evidence, linear)
    calibration, factor = fit(left_out, val, coarse)
    probabilities = class_probabilities(left_out.scores, coarse, calibration)
    known, seen = cross_fitted(left_out, val, coarse)
    set_bar = heads.prediction_set_bar(probabilities, left_out.fine, coverage=COVERAGE)
    # Confidences look better on the photos that they were fitted on than the promise of the bar can hold.
    sure_bar = review_bar(known, left_out.fine)
    familiar = familiarity(left_out.scores)
    strange = familiarity(pooled.scores["negatives"]) if "negatives" in pooled.scores else None
    gate, gate_scores = fit_gate(*_gate_features(evidence, familiar, strange))
    lessons, lesson_scores = fit_lessons(evidence)
    arrays: dict[str, Any] = {
        "weight": linear.weight * np.float32(factor), "bias": linear.bias * np.float32(factor),
        "calibration": calibration, "set_bar": set_bar, "review_bar": sure_bar, "fine_bar": FINE_BAR,
        "known": _directions(evidence.frozen["train"]), **gate, **lessons,
        "strange_score_bar": float(np.quantile(familiar, STRANGE_SHARE)),
        "sure_score_bar": float(np.quantile(familiar, UNSURE_SHARE)),
    }  # fmt: skip
    held_out, held_view = np.split(known, 2)
    fine = evidence.fine[evidence.left_out]
    scores = {
        "choices": {
            "shrinkage": pooled.shrinkage, "pooling": pooled.pooling.round(4).tolist(), "set_bar": round(set_bar, 4),
            "review_bar": round(sure_bar, 3), "calibration": calibration.round(3).tolist(), "factor": round(factor, 3),
        },
        "left_out": score(held_out, fine, coarse, set_bar, sure_bar),
        "left_out_random_view": score(held_view, fine, coarse, set_bar, sure_bar),
        "baseline": _baseline(evidence),
        "unknown": gate_scores | score_held_back(evidence, pooled) | lesson_scores,
        "training_photos": len(evidence.fine),
        "negatives": len(evidence.frozen.get("negatives", ())),
        "answers": _answers(held_out, fine),
    }  # fmt: skip
    if seen is not None:
        scores["val"] = score(seen, evidence.val_fine, coarse, set_bar, sure_bar)
    return arrays, scores


def pool(evidence: Evidence) -> Pooled:
    """Fit discriminants on the photos that are not left out, and their weights on those that are."""
    out, parts = evidence.left_out, _networks_apart(evidence.check)
    shrinkage = {name: _best_shrinkage(evidence, table) for name, table in parts.items()}
    fitted = {name: _fit_on_both_views(evidence, parts[name], shrinkage[name], evidence.rest) for name in parts}

    def tables(split: str, photos: np.ndarray | slice) -> np.ndarray:
        return np.stack([fitted[name](parts[name][split][photos]) for name in parts])

    both = {split: tables(split, out) for split in ("train", "view")}
    fine = evidence.fine[out]
    pooling = heads.fit_pooling(list(np.concatenate(list(both.values()), axis=1)), np.concatenate([fine, fine]))
    if "negatives" in evidence.frozen:
        both["negatives"] = tables("negatives", slice(None))
    return Pooled(shrinkage, pooling, {split: np.tensordot(pooling, table, 1) for split, table in both.items()})


def _left_out(evidence: Evidence, pooled: Pooled) -> Scored:
    """Return the photos left out, first plainly and then in their random views."""
    fine, shelf = (np.tile(one[evidence.left_out], 2) for one in (evidence.fine, evidence.shelf))
    return Scored(np.concatenate([pooled.scores["train"], pooled.scores["view"]]), fine, shelf)


def _val(evidence: Evidence, linear: heads.Linear) -> Scored | None:
    if not len(evidence.val_fine):
        return None
    return Scored(linear(evidence.tuned["val"]), evidence.val_fine, evidence.val_shelf)


def score(
    probabilities: np.ndarray, fine: np.ndarray, coarse_of_fine: np.ndarray, set_bar: float, sure_bar: float
) -> dict[str, Any]:
    """Return accuracy with 95 % intervals, calibration, prediction sets and the sure share of (N, C) answers."""
    best = probabilities.argmax(1)
    is_right, is_coarse_right = best == fine, coarse_of_fine[best] == coarse_of_fine[fine]
    confidence = probabilities.max(1)
    coarse = np.stack([probabilities[:, coarse_of_fine == one].sum(1) for one in range(coarse_of_fine.max() + 1)], 1)
    coarse_confidence, is_coarse_likeliest = coarse.max(1), coarse.argmax(1) == coarse_of_fine[fine]
    sets = probabilities >= set_bar
    sure = confidence >= sure_bar
    return {
        "photos": len(fine),
        "fine": heads.share(is_right),
        "coarse": heads.share(is_coarse_right),
        "top_5": round(float((probabilities.argsort(1)[:, -5:] == fine[:, None]).any(1).mean()), 4),
        "calibration_error": round(heads.calibration_error(confidence, is_right), 4),
        "calibration_error_of_a_perfect_model": round(heads.calibration_error_by_chance(confidence), 4),
        "coarse_calibration_error": round(heads.calibration_error(coarse_confidence, is_coarse_likeliest), 4),
        "set_coverage": round(float(sets[np.arange(len(fine)), fine].mean()), 4),
        "set_size": round(float(np.maximum(sets.sum(1), 1).mean()), 3),
        "sure_share": round(float(sure.mean()), 4),
        "wrong_among_sure": round(float((sure & ~is_right).sum() / max(1, sure.sum())), 4),
        "coarse_wrong_among_sure": round(float((sure & ~is_coarse_right).sum() / max(1, sure.sum())), 4),
    }


def _fit_on_both_views(evidence: Evidence, embedded: Arrays, shrinkage: float, photos: np.ndarray) -> heads.Linear:
    both = np.concatenate([embedded["train"][photos], embedded["view"][photos]])
    fine, shelf = (np.concatenate([one[photos], one[photos]]) for one in (evidence.fine, evidence.shelf))
    return heads.fit_discriminant(both, fine, evidence.classes, shrinkage, shelf=shelf)


def _best_shrinkage(evidence: Evidence, table: Arrays) -> float:
    fine = evidence.fine[evidence.left_out]

    def right(shrinkage: float) -> float:
        fitted = _fit_on_both_views(evidence, table, shrinkage, evidence.rest)
        return float(np.mean([
            (fitted(table[split][evidence.left_out]).argmax(1) == fine).mean() for split in ("train", "view")
        ]))

    return max(SHRINKAGES, key=right)


def _pooled_head(
    evidence: Evidence, tuned: Arrays, shrinkage: dict[str, float], pooling: np.ndarray, photos: np.ndarray
) -> heads.Linear:
    """Return one linear layer on all embeddings side by side, fitted on some photos."""
    parts = [
        _fit_on_both_views(evidence, table, shrinkage[name], photos)
        for name, table in _networks_apart(tuned).items()
    ]
    weight = np.vstack([share * part.weight for share, part in zip(pooling, parts, strict=True)])
    bias = sum(share * part.bias for share, part in zip(pooling, parts, strict=True))
    return heads.Linear(weight.astype(np.float32), np.asarray(bias, dtype=np.float32))


def _networks_apart(tuned: Arrays) -> dict[str, Arrays]:
    """Return the tuned embedding of each network apart."""
    starts = range(0, tuned["train"].shape[1], EMBEDDING)
    return {
        f"network {number}": {split: table[:, start : start + EMBEDDING] for split, table in tuned.items()}
        for number, start in enumerate(starts, 1)
    }


def _directions(embeddings: np.ndarray) -> np.ndarray:
    """Return unit vectors as int8 of length 127: a cosine is off by less than 0.005."""
    return np.round(heads.unit(embeddings) * 127).astype(np.int8)


def _gate_features(
    evidence: Evidence, known_scores: np.ndarray, strange_scores: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the gate's features of the photos left out, plainly and in a random view, and of the negatives.

    known_scores, strange_scores: how familiar the networks that left them out find these photos, and the negatives.
    """
    out, directions = evidence.left_out, heads.unit(evidence.frozen["train"])

    def cosines(split: str, photos: np.ndarray | slice, known: np.ndarray) -> np.ndarray:
        return heads.unit(evidence.frozen[split][photos]) @ known.T

    known = gate_features(
        np.concatenate([cosines(split, out, directions[evidence.rest]) for split in ("train", "view")]),
        np.concatenate([evidence.logits[split][out] for split in ("train", "view")]),
        known_scores,
    )
    if strange_scores is None:
        return known, None
    every = slice(None)
    return known, gate_features(cosines("negatives", every, directions), evidence.logits["negatives"], strange_scores)


def _baseline(evidence: Evidence) -> dict[str, Any]:
    """Score the frozen network with logistic regression on the same photos left out and on val."""
    frozen, fine, out = evidence.frozen["train"], evidence.fine, evidence.left_out
    table = heads.fit_logistic(frozen[evidence.rest], fine[evidence.rest], evidence.classes)(frozen[out])
    baseline = {"left_out": _plain_score(table, fine[out], evidence.coarse_of_fine)}
    if len(evidence.val_fine):
        val = heads.fit_logistic(frozen, fine, evidence.classes)(evidence.frozen["val"])
        baseline["val"] = _plain_score(val, evidence.val_fine, evidence.coarse_of_fine)
    return baseline


def _plain_score(table: np.ndarray, fine: np.ndarray, coarse_of_fine: np.ndarray) -> dict[str, Any]:
    best = table.argmax(1)
    return {"fine": heads.share(best == fine), "coarse": heads.share(coarse_of_fine[best] == coarse_of_fine[fine])}


def _answers(probabilities: np.ndarray, fine: np.ndarray) -> list[tuple[int, int, int]]:
    """Return (true class, answer, photos) of every pair that occurred, the commonest first."""
    pairs, counts = np.unique(np.stack([fine, probabilities.argmax(1)]), axis=1, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return [(int(pairs[0, one]), int(pairs[1, one]), int(counts[one])) for one in order]


def score_held_back(evidence: Evidence, pooled: Pooled) -> dict[str, Any]:
    """Score how photos of classes that neither tails nor head saw are told from known ones.

    Unknown is told by `classify.familiarity`; for comparison also by the largest score and probability. Known
    are the photos left out (other shelves than the tail saw) and, apart, those of val.
    """
    is_strange = np.isin(evidence.fine, evidence.held_back)
    seen = np.setdiff1d(evidence.rest, np.flatnonzero(is_strange))
    linear = _pooled_head(evidence, evidence.without_held_back, pooled.shrinkage, pooled.pooling, seen)

    def scores_of(split: str, photos: np.ndarray) -> np.ndarray:
        return linear(evidence.without_held_back[split][photos])

    strange = scores_of("train", np.flatnonzero(is_strange))
    sets = {"other shelves": scores_of("train", evidence.left_out[~is_strange[evidence.left_out]])}
    if len(evidence.val_fine):
        sets["val"] = scores_of("val", np.flatnonzero(~np.isin(evidence.val_fine, evidence.held_back)))
    return {"held_back_classes": [int(one) for one in evidence.held_back]} | {
        f"known ({name}) against held-back classes, AUROC by {words}": round(
            heads.ranking_score(measure(known), measure(strange)), 4
        )
        for name, known in sets.items()
        for words, measure in (
            ("familiarity", familiarity),
            ("largest score", lambda table: table.max(1)),
            ("largest probability", lambda table: softmax(table).max(1)),
        )
    }
