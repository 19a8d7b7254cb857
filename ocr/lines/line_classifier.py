"""The trained part of the parser: what a printed row is, which amount is the total, how likely a line is right.

All three are logistic regressions over plain numbers, shipped as arrays (`ocr/data/line_classifier.npz`) and
evaluated with numpy alone; `python -m ocr.train` makes them, `ocr/data/MODEL_CARD.md` says how good they are.
"""

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ocr.layout.drafts import Draft
from ocr.lines.line_confidence import confidence_features
from ocr.lines.line_features import features_of
from ocr.sums.total_features import KINDS, Candidate
from ocr.sums.totals import Totals

MODEL = Path(__file__).parents[1] / "data" / "line_classifier.npz"


@dataclass(frozen=True, slots=True)
class Linear:
    """Scores of a linear model: `x @ weights + bias`, the scaling of its inputs folded in."""

    weights: np.ndarray
    bias: np.ndarray

    def scores(self, values: np.ndarray) -> np.ndarray:
        """Return (rows, outputs) scores of (rows, features) values."""
        # Not by `@`: OpenBLAS' threads would wait for more in a loop and take the cores from the next line's reading.
        scores: np.ndarray = np.einsum("rf,fo->ro", values, self.weights) + self.bias
        return scores


@dataclass(frozen=True, slots=True)
class LineClassifier:
    """kinds: scores of `KINDS` by row. total: of an amount being the total. line: of a line being right."""

    kinds: Linear
    total: Linear
    line: Linear

    @classmethod
    def load(cls, path: Path = MODEL) -> "LineClassifier":
        """Return the classifier of a file that `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(Linear(arrays["kinds_weights"], arrays["kinds_bias"]),
                       Linear(arrays["total_weights"], arrays["total_bias"]),
                       Linear(arrays["line_weights"], arrays["line_bias"]))

    def save(self, path: Path) -> None:
        """Write the arrays, in single precision."""
        np.savez_compressed(
            path, kinds_weights=self.kinds.weights.astype(np.float32), kinds_bias=self.kinds.bias.astype(np.float32),
            total_weights=self.total.weights.astype(np.float32), total_bias=self.total.bias.astype(np.float32),
            line_weights=self.line.weights.astype(np.float32), line_bias=self.line.bias.astype(np.float32))

    def kind_probabilities(self, drafts: list[Draft]) -> np.ndarray:
        """Return (rows, kinds) probabilities of `KINDS` for all rows of a receipt."""
        if not drafts:
            return np.zeros((0, len(KINDS)))
        return softmax(self.kinds.scores(features_of(drafts)))

    def choose_total(self, found: list[Candidate]) -> tuple[int, float] | None:
        """Return the amount that is most likely the total and its probability, None without amounts."""
        if not found:
            return None
        scores = self.total.scores(np.array([candidate.features for candidate in found]))[:, 0]
        best = int(scores.argmax())
        return found[best].minor, logistic(scores[best])

    def line_confidences(self, drafts: list[Draft], kinds: np.ndarray, totals: Totals) -> list[float]:
        """Return for each line the probability that its name and price are right."""
        scores = self.line.scores(confidence_features(drafts, kinds, totals))[:, 0]
        return [round(logistic(score), 3) for score in scores]


def logistic(score: float | np.floating) -> float:
    """Return the probability of a score."""
    return float(1 / (1 + np.exp(-np.clip(score, -50, 50))))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return probabilities of (rows, classes) scores."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: np.ndarray = raised / raised.sum(axis=1, keepdims=True)
    return probabilities


@functools.cache
def line_classifier() -> LineClassifier:
    """Return the shipped classifier, loaded once a process."""
    return LineClassifier.load()
