"""Fits the classifier of ingredient lines: a linear-chain conditional random field, by its exact gradient.

Only training imports this. Lafferty, McCallum and Pereira (2001), "Conditional Random Fields": the likelihood of the
labels given the tokens is made as high as can be, less a penalty on large weights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import logsumexp

Sentence = Sequence[Sequence[str]]
# Features this light change no label; leaving them out makes the file a third as large.
_LEAST_WEIGHT = 0.01


@dataclass(frozen=True, slots=True)
class Chain:
    """Fitted weights: feature names (F,), weights (F, L), transitions (L, L)."""

    features: tuple[str, ...]
    weights: np.ndarray
    transitions: np.ndarray


@dataclass(frozen=True, slots=True)
class _Packed:
    """Sentences, longest first, side by side: row `start[t] + s` is token t of sentence s.

    active: how many sentences have a token t. last: the row of each sentence's last token.
    """

    matrix: sparse.csr_matrix
    labels: np.ndarray
    start: np.ndarray
    active: list[int]
    last: np.ndarray
    pairs: np.ndarray


def fit_chain(sentences: Sequence[Sentence], labels: Sequence[Sequence[int]], label_count: int, *,
              penalty: float, iterations: int, least_count: int = 2) -> Chain:
    """Fit weights to sentences (features of each token) and the labels of their tokens.

    penalty: of the squared weights. least_count: a feature seen less often is left out.
    """
    counts = Counter(name for sentence in sentences for token in sentence for name in token)
    names = [name for name, count in counts.items() if count >= least_count]
    packed = _pack(sentences, labels, {name: number for number, name in enumerate(names)}, label_count)
    transposed = packed.matrix.T.tocsr()
    observed = transposed @ np.eye(label_count)[packed.labels]
    size = len(names) * label_count

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        weights, transitions = values[:size].reshape(-1, label_count), values[size:].reshape(label_count, -1)
        scores = packed.matrix @ weights
        expected, expected_pairs, log_total = _expected(packed, scores, transitions)
        fit = (scores[np.arange(len(packed.labels)), packed.labels].sum() + (packed.pairs * transitions).sum()
               - log_total)
        gradient = np.concatenate([(transposed @ expected - observed).ravel(), (expected_pairs - packed.pairs).ravel()])
        return -fit + penalty / 2 * float(values @ values), gradient + penalty * values

    start = np.zeros(size + label_count * label_count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations}).x
    weights = found[:size].reshape(-1, label_count)
    kept = np.flatnonzero(np.abs(weights).max(axis=1) >= _LEAST_WEIGHT)
    return Chain(tuple(names[at] for at in kept), weights[kept], found[size:].reshape(label_count, -1))


def _pack(sentences: Sequence[Sentence], labels: Sequence[Sequence[int]], numbers: dict[str, int],
          label_count: int) -> _Packed:
    order = sorted(range(len(sentences)), key=lambda at: -len(sentences[at]))
    lengths = np.array([len(sentences[at]) for at in order])
    active = [int((lengths > step).sum()) for step in range(lengths[0])]
    start = np.concatenate([[0], np.cumsum(active)])
    rows: list[int] = []
    columns: list[int] = []
    wanted = np.zeros(start[-1], np.int64)
    for place, at in enumerate(order):
        for step, names in enumerate(sentences[at]):
            row = int(start[step]) + place
            wanted[row] = labels[at][step]
            found = [number for name in names if (number := numbers.get(name)) is not None]
            rows.extend([row] * len(found))
            columns.extend(found)
    pairs = np.zeros((label_count, label_count))
    for step in range(1, len(active)):
        count = active[step]
        np.add.at(pairs, (wanted[start[step - 1]:start[step - 1] + count], wanted[start[step]:start[step] + count]), 1)
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(wanted), len(numbers)))
    return _Packed(matrix, wanted, start, active, start[lengths - 1] + np.arange(len(order)), pairs)


def _expected(packed: _Packed, scores: np.ndarray, transitions: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Return each token's label probabilities (rows, L), expected pairs (L, L), and the log of all paths' total."""
    start, active, moves = packed.start, packed.active, np.exp(transitions)
    forward = scores.copy()
    for step in range(1, len(active)):
        rows = slice(start[step], start[step] + active[step])
        forward[rows] += _moved(forward[start[step - 1]:start[step - 1] + active[step]], moves)
    log_total = logsumexp(forward[packed.last], axis=1)
    backward = np.zeros_like(scores)
    pairs = np.zeros_like(transitions)
    for step in range(len(active) - 2, -1, -1):
        here = slice(start[step], start[step] + active[step + 1])
        ahead = slice(start[step + 1], start[step + 1] + active[step + 1])
        after = backward[ahead] + scores[ahead]
        backward[here] = _moved(after, moves.T)
        highest_after, highest = after.max(1, keepdims=True), forward[here].max(1, keepdims=True)
        scale = np.exp(highest[:, 0] + highest_after[:, 0] - log_total[:active[step + 1]])
        pairs += moves * ((np.exp(forward[here] - highest) * scale[:, None]).T @ np.exp(after - highest_after))
    total_of_row = np.concatenate([log_total[:count] for count in active])
    return np.exp(forward + backward - total_of_row[:, None]), pairs, float(log_total.sum())


def _moved(values: np.ndarray, moves: np.ndarray) -> np.ndarray:
    highest = values.max(1, keepdims=True)
    return np.log(np.exp(values - highest) @ moves) + highest
