"""What training chooses, and from what: photos that the scored network did not see (training only).

Every figure here but `val` comes from photos of shelves that were left out whole; val is scored once, with
everything already chosen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from recognition import heads
from recognition.classify import familiarity, gate_features
from recognition.embedder import EMBEDDING
from recognition.gate import fit_gate
from recognition.teaching import directions_from

SHRINKAGES = (0.1, 0.3, 0.7)
COVERAGE = 0.95
SURE_ACCURACY = 0.98  # of answers above the review bar, on photos of known classes
FINE_BAR = 0.4  # below it the coarse class is answered
SHOTS, DRAWS = 5, 5
TAUGHT_BAR = 0.5  # below it a taught food is no likelier than all else
# Of known photos on other shelves: this share is answered with "a grocery I do not know", and this share always asked.
STRANGE_SHARE, UNSURE_SHARE = 0.02, 0.2
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Embeddings of every run.

    Tuned ones are (N, 1280 of each network), side by side; `without_held_back` has the first network alone. Tables go
    by split: "train", "view" (one random view of each training photo: other crop, turn and light), "val", "negatives".
    fine: (N,) class of each training photo. shelf: (N,) its shelf (`dataset.shelves`). left_out: numbers of the photos
    whose shelves the tails of `check` never saw. held_back: classes that the tail of `without_held_back` never saw, nor
    the photos left out. frozen: by the first published network. tuned: by the tails that are shipped. logits: ImageNet
    scores.
    """

    fine: np.ndarray
    shelf: np.ndarray
    coarse_of_fine: np.ndarray
    left_out: np.ndarray
    frozen: Arrays
    check: Arrays
    held_back: np.ndarray
    without_held_back: Arrays
    tuned: Arrays
    logits: Arrays
    val_fine: np.ndarray

    @property
    def classes(self) -> int:
        """Return the number of fine classes."""
        return len(self.coarse_of_fine)

    @property
    def rest(self) -> np.ndarray:
        """Return the numbers of the photos that are not left out."""
        return np.setdiff1d(np.arange(len(self.fine)), self.left_out)


def choose(evidence: Evidence) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arrays of the head and every score of the model card.

    The networks are pooled, and every bar is set, on shelves that were left out whole: the plain photos and another
    crop, turn and light of the same (cross-fitted by shelf, calibration error and Brier score are lower so than on
    plain photos alone). The shipped tails and discriminants saw half as many photos again: the same evidence gives
    them lower scores. How sharp theirs are, one number, is fitted on val where there is one. Bars are set on the
    scores of the photos left out as they are: pooling calibrates those, and sharpness brings the shipped ones there.
    """
    out, fine = evidence.left_out, evidence.fine[evidence.left_out]
    both_fine = np.concatenate([fine, fine])
    parts = _networks_apart(evidence.check)
    shrinkage = {name: _best_shrinkage(evidence, table) for name, table in parts.items()}
    fitted = {name: _fit_on_both_views(evidence, parts[name], shrinkage[name], evidence.rest) for name in parts}

    def tables(split: str, photos: np.ndarray | slice) -> np.ndarray:
        return np.stack([fitted[name](parts[name][split][photos]) for name in parts])

    pooling = heads.fit_pooling(np.concatenate([tables("train", out), tables("view", out)], axis=1), both_fine)
    scored, viewed = (np.tensordot(pooling, tables(split, out), 1) for split in ("train", "view"))
    linear = _pooled_head(evidence, evidence.tuned, shrinkage, pooling, np.arange(len(evidence.fine)))
    val = linear(evidence.tuned["val"]) if len(evidence.val_fine) else np.zeros((0, evidence.classes))
    sharpness = _sharpness(val, evidence.val_fine) if len(val) else 1.0
    linear = heads.Linear(linear.weight * np.float32(sharpness), linear.bias * np.float32(sharpness))
    held_out, held_view = heads.softmax(scored), heads.softmax(viewed)
    both = np.concatenate([held_out, held_view])
    set_bar = heads.prediction_set_bar(both, both_fine, coverage=COVERAGE)
    review_bar = _review_bar(both, both_fine)
    known_scores = familiarity(np.concatenate([scored, viewed]))
    strange_scores = None
    if "negatives" in evidence.frozen:
        strange_scores = familiarity(np.tensordot(pooling, tables("negatives", slice(None)), 1))
    gate, gate_scores = fit_gate(*_gate_features(evidence, known_scores, strange_scores))
    lessons, lesson_scores = fit_lessons(evidence)
    arrays: dict[str, Any] = {
        "weight": linear.weight, "bias": linear.bias, "set_bar": set_bar, "review_bar": review_bar,
        "fine_bar": FINE_BAR, "known": _directions(evidence.frozen["train"]), **gate, **lessons,
        "strange_score_bar": float(np.quantile(known_scores, STRANGE_SHARE)),
        "sure_score_bar": float(np.quantile(known_scores, UNSURE_SHARE)),
    }  # fmt: skip
    scores = {
        "choices": {"shrinkage": shrinkage, "pooling": pooling.round(4).tolist(), "review_bar": round(review_bar, 3),
                    "set_bar": round(set_bar, 4), "sharpness": round(sharpness, 3)},
        "left_out": score(held_out, fine, evidence.coarse_of_fine, set_bar, review_bar),
        "left_out_random_view": score(held_view, fine, evidence.coarse_of_fine, set_bar, review_bar),
        "baseline": _baseline(evidence),
        "unknown": gate_scores | score_held_back(evidence, shrinkage, pooling) | lesson_scores,
        "training_photos": len(evidence.fine),
        "negatives": len(evidence.frozen.get("negatives", ())),
        "answers": _answers(held_out, fine),
    }  # fmt: skip
    if len(val):
        fitted_elsewhere = _cross_fitted(val, evidence.val_fine)
        scores["val"] = score(fitted_elsewhere, evidence.val_fine, evidence.coarse_of_fine, set_bar, review_bar)
    return arrays, scores


def _sharpness(scores: np.ndarray, fine: np.ndarray) -> float:
    """Return the factor of scores (N, C) that makes the true classes likeliest."""
    return float(heads.fit_pooling([scores], fine)[0])


def _cross_fitted(scores: np.ndarray, fine: np.ndarray, *, parts: int = 5) -> np.ndarray:
    """Return probabilities (N, C), each photo's by a sharpness that was fitted without its part of the photos."""
    part = np.random.default_rng(0).permutation(len(fine)) % parts
    probabilities = np.zeros_like(scores, dtype=np.float64)
    for one in range(parts):
        elsewhere, here = part != one, part == one
        probabilities[here] = heads.softmax(_sharpness(scores[elsewhere], fine[elsewhere]) * scores[here])
    return probabilities


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
        "calibration_error_of_a_perfect_model": round(heads.calibration_error_by_chance(confidence), 4),
        "set_coverage": round(float(sets[np.arange(len(fine)), fine].mean()), 4),
        "set_size": round(float(np.maximum(sets.sum(1), 1).mean()), 3),
        "sure_share": round(float(sure.mean()), 4),
        "wrong_among_sure": round(float((sure & ~is_right).sum() / max(1, sure.sum())), 4),
        "coarse_wrong_among_sure": round(float((sure & ~is_coarse_right).sum() / max(1, sure.sum())), 4),
    }


def _share(is_right: np.ndarray) -> dict[str, float]:
    low, high = heads.wilson_interval(int(is_right.sum()), len(is_right))
    return {"share": round(float(is_right.mean()), 4), "low": round(low, 4), "high": round(high, 4)}


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


def _review_bar(probabilities: np.ndarray, fine: np.ndarray) -> float:
    """Return the lowest confidence from which answers are right often enough."""
    confidence, is_right = probabilities.max(1), probabilities.argmax(1) == fine
    order = np.argsort(-confidence)
    accuracy = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(accuracy >= SURE_ACCURACY)
    return float(np.clip(confidence[order[enough[-1]]], 0.5, 0.995)) if len(enough) else 0.995


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
    return {"fine": _share(best == fine), "coarse": _share(coarse_of_fine[best] == coarse_of_fine[fine])}


def _answers(probabilities: np.ndarray, fine: np.ndarray) -> list[tuple[int, int, int]]:
    """Return (true class, answer, photos) of every pair that occurred, the commonest first."""
    pairs, counts = np.unique(np.stack([fine, probabilities.argmax(1)]), axis=1, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return [(int(pairs[0, one]), int(pairs[1, one]), int(counts[one])) for one in order]


def score_held_back(evidence: Evidence, shrinkage: dict[str, float], pooling: np.ndarray) -> dict[str, Any]:
    """Score how photos of classes that neither the tail nor the head saw are told from known ones.

    Unknown is told by `classify.familiarity`; for comparison also by the largest score and probability. Known
    are the photos left out (other shelves than the tail saw) and, apart, those of val.
    """
    is_strange = np.isin(evidence.fine, evidence.held_back)
    seen = np.setdiff1d(evidence.rest, np.flatnonzero(is_strange))
    linear = _pooled_head(evidence, evidence.without_held_back, shrinkage, pooling[:1], seen)

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
            ("largest probability", lambda table: heads.softmax(table).max(1)),
        )
    }


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
        shares[f"held-back classes right after {shots} pictures of each, {DRAWS} draws"] = _share(np.concatenate(right))
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
