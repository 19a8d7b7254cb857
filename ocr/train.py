"""Train the line classifier and write it as arrays with its model card.

    python -m ocr.train DATA [DATA ...] [--words CACHE] [--out ocr/data]

DATA: folders with `labels.jsonl` (see `ocr.training.training_data`). Words are read once and kept in CACHE.
scikit-learn is needed here only. Scores of the card are cross-fitted: no receipt is judged by a model that saw its
shop.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ocr.interpret import interpret
from ocr.lines.line_classifier import MODEL, Linear, LineClassifier, softmax
from ocr.lines.line_confidence import NAMES as LINE_NAMES
from ocr.lines.line_confidence import confidence_features
from ocr.lines.line_features import features_of
from ocr.pages.images import open_document
from ocr.pages.plain_text import words_of_text
from ocr.reading import Word
from ocr.receipt import words_of_document
from ocr.sums.reconcile import repair
from ocr.sums.total_features import KINDS, Candidate, candidates
from ocr.training.model_card import write_model_card
from ocr.training.training_data import TrainingReceipt, fold_of, labels_of_folder, part_of, receipts_of
from pantry.vocabulary import LineKind

FOLDS = 5
# Strength of the L2 penalty as scikit-learn's C: where the log loss of shops not seen is least (0.003 to 0.3).
KINDS_C, TOTAL_C, LINE_C = 0.02, 0.05, 0.1
# Score of a kind that no receipt of a fold holds.
NEVER = -50.0
UNTRAINED = Linear(np.zeros((len(LINE_NAMES), 1), np.float32), np.zeros(1, np.float32))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a receipt as features, and the number of each row's kind, -1 where unknown."""

    features: np.ndarray
    kinds: np.ndarray


def train(receipts: list[TrainingReceipt]) -> tuple[LineClassifier, dict[str, LineClassifier]]:
    """Return the classifier of all receipts, and for each receipt's id one that did not see its shop.

    Each model sees what comes out of those before it for receipts that they did not see.
    """
    rows = [_rows(receipt) for receipt in receipts]
    folds = np.array([fold_of(receipt, FOLDS) for receipt in receipts])
    kinds_without = {fold: _fit_kinds([row for row, own in zip(rows, folds, strict=True) if own != fold])
                     for fold in set(folds.tolist())}
    found = [candidates(receipt.drafts, softmax(kinds_without[fold].scores(row.features)), receipt.sums, receipt.rule)
             for receipt, row, fold in zip(receipts, rows, folds.tolist(), strict=True)]
    without = {}
    for fold, kinds in kinds_without.items():
        rest = np.flatnonzero(folds != fold)
        total = _fit_total([receipts[number] for number in rest], [found[number] for number in rest])
        without[fold] = LineClassifier(kinds, total, UNTRAINED)
    lines = [_judged(receipt, without[fold]) for receipt, fold in zip(receipts, folds.tolist(), strict=True)]
    without = {fold: replace(model, line=_fit_line([one for one, own in zip(lines, folds, strict=True) if own != fold]))
               for fold, model in without.items()}
    whole = LineClassifier(_fit_kinds(rows), _fit_total(receipts, found), _fit_line(lines))
    return whole, {receipt.receipt_id: without[fold] for receipt, fold in zip(receipts, folds.tolist(), strict=True)}


def _judged(receipt: TrainingReceipt, model: LineClassifier) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of a receipt's item lines and whether each is right; none where items are not labelled."""
    read = interpret(receipt.rows, decimals=receipt.decimals, classifier=model)
    mended = repair(read.drafts, read.totals)
    features = confidence_features(mended.drafts, read.kinds, mended.totals)
    items = [number for number, draft in enumerate(mended.drafts)
             if draft.kind is LineKind.ITEM and receipt.items is not None]
    return features[items], np.array([receipt.is_right(mended.drafts[number]) for number in items], bool)


def _fit_line(lines: list[tuple[np.ndarray, np.ndarray]]) -> Linear:
    """Return the model of lines being right."""
    _, weights, bias = _logistic(np.concatenate([features for features, _ in lines]),
                                 np.concatenate([right for _, right in lines]), LINE_C)
    return Linear(weights, bias)


def _rows(receipt: TrainingReceipt) -> _Rows:
    return _Rows(features_of(receipt.drafts),
                 np.array([KINDS.index(kind) if kind is not None else -1 for kind in receipt.kinds]))


def _fit_kinds(rows: list[_Rows]) -> Linear:
    """Return the model of kinds; rows of unknown kind are left out."""
    features = np.concatenate([row.features for row in rows])
    kinds = np.concatenate([row.kinds for row in rows])
    classes, weights, bias = _logistic(features[kinds >= 0], kinds[kinds >= 0], KINDS_C)
    all_weights = np.zeros((features.shape[1], len(KINDS)), np.float32)
    all_bias = np.full(len(KINDS), NEVER, np.float32)
    all_weights[:, classes], all_bias[classes] = weights, bias
    return Linear(all_weights, all_bias)


def _fit_total(receipts: list[TrainingReceipt], found: list[list[Candidate]]) -> Linear:
    """Return the model of totals, from receipts whose total is printed among the amounts read.

    One of its inputs is what the rules chose. On the half that they were written with they are right too often, so that
    the model would trust them too much: it learns from the other half alone.
    """
    features, is_total = [], []
    for receipt, amounts in zip(receipts, found, strict=True):
        is_unseen = part_of(receipt.receipt_id) == "report"
        if is_unseen and any(candidate.minor in receipt.totals_minor for candidate in amounts):
            features += [candidate.features for candidate in amounts]
            is_total += [candidate.minor in receipt.totals_minor for candidate in amounts]
    _, weights, bias = _logistic(np.array(features), np.array(is_total), TOTAL_C)
    return Linear(weights, bias)


def _logistic(features: np.ndarray, classes: np.ndarray, strength: float,
              ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return classes, weights (features, outputs) and bias of a logistic regression on scaled features.

    Fitted in double precision: in single, sums depend on where arrays happen to lie in memory, and two fits of the same
    receipts differed by one total in a hundred.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    features = features.astype(np.float64)
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=strength, max_iter=2000, tol=1e-6).fit(scaler.transform(features), classes)
    weights = (model.coef_ / scaler.scale_).T
    bias = model.intercept_ - scaler.mean_ @ weights
    return np.asarray(model.classes_), weights.astype(np.float32), bias.astype(np.float32)


def reader_of(folder: Path, cache: Path) -> Callable[[dict[str, Any]], list[Word]]:
    """Return a function that gives the words of one label of a folder, read once and kept in the cache."""
    def words_of(label: dict[str, Any]) -> list[Word]:
        if "text" in label:
            return list(words_of_text(label["text"]))
        kept = cache / folder.name / f"{label['file']}.json"
        if not kept.exists():
            words = words_of_document(open_document(folder / label["file"])).words
            kept.parent.mkdir(parents=True, exist_ok=True)
            values = {"words": [[word.text, word.confidence, word.quad, word.page] for word in words]}
            kept.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        return [Word(text, confidence, tuple(map(tuple, quad)), page)  # type: ignore[arg-type]
                for text, confidence, quad, page in json.loads(kept.read_text(encoding="utf-8"))["words"]]

    return words_of


def main() -> None:
    """Run the training from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="folders with labels.jsonl")
    parser.add_argument("--words", type=Path, default=Path(tempfile.gettempdir()) / "larder-bench" / "words" / "onnx",
                        help="where the words of pictures are kept; the benchmark's cache fits")
    parser.add_argument("--out", type=Path, default=MODEL.parent)
    arguments = parser.parse_args()
    receipts = [receipt for folder in arguments.data
                for receipt in receipts_of(list(labels_of_folder(folder)), reader_of(folder, arguments.words))]
    classifier, without = train(receipts)
    classifier.save(arguments.out / MODEL.name)
    write_model_card(arguments.out / "MODEL_CARD.md", receipts, without)


if __name__ == "__main__":
    main()
