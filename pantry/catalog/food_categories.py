"""What kind of thing a printed name is, from its letters: a linear model over words and pieces of words.

It speaks where the catalog knows no word or several: `tools/train_categories.py` fits it, the arrays lie in
`pantry/models/food_categories.npz`, and `food_categories.md` beside them says what it was made from and how good
it is. Only numpy is needed to ask it.
"""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from zlib import crc32

import numpy as np

MODEL = Path(__file__).parents[1] / "models" / "food_categories.npz"
MAX_WORDS = 8  # a name longer than that is a sentence; its head says what there is to say
_SHORTEST_PIECE, _LONGEST_PIECE = 3, 5
_WORDS_REMEMBERED = 100_000
_VOWELS = str.maketrans("", "", "aeiouy")


def word_features(word: str) -> list[str]:
    """Return the pieces of a folded word: itself, runs of 3 to 5 letters with its ends marked, its consonants."""
    marked = f"<{word}>"
    pieces = [f"={word}"]
    for length in range(_SHORTEST_PIECE, _LONGEST_PIECE + 1):
        pieces += [marked[start:start + length] for start in range(len(marked) - length + 1)]
    if len(marked) > _LONGEST_PIECE:
        pieces.append(marked[:_LONGEST_PIECE + 1])
    consonants = word[0] + word[1:].translate(_VOWELS)
    if len(consonants) > 1:
        pieces += [f"~{consonants[:5]}", f"~{consonants[:3]}"]
    return pieces


def feature_key(piece: str) -> int:
    """Return the number under which a piece is kept."""
    return crc32(piece.encode())


class CategoryClassifier:
    """Scores categories for the words of a name, and weighs the catalog's own matches in."""

    def __init__(self, categories: tuple[str, ...], keys: np.ndarray, weights: np.ndarray, bias: np.ndarray,
                 mixing: tuple[float, float, float]) -> None:
        """categories: in the order of the columns. keys: (n,) uint32, ascending. weights: (n, k); bias: (k,).

        mixing: how much a point of the best match of a category counts, being the best of all, and the letters.
        """
        self.categories = categories
        self._keys, self._weights = keys, weights * mixing[2]
        self._bias = bias * mixing[2]
        self._per_point, self._for_best = mixing[0], mixing[1]
        self.columns = {category: number for number, category in enumerate(categories)}
        # What each word adds, as rows of a table that grows by doubling; row 0 is that of no word.
        self._row_of: dict[str, int] = {}
        self._table = np.zeros((1024, len(categories)), np.float32)

    @classmethod
    def load(cls, path: Path = MODEL) -> "CategoryClassifier":
        """Read the arrays that the training wrote."""
        with np.load(path) as arrays:
            return cls(tuple(arrays["categories"].tolist()), arrays["keys"],
                       arrays["weights"].astype(np.float32) * arrays["scale"], arrays["bias"],
                       tuple(arrays["mixing"].tolist()))

    def shares(self, words: tuple[str, ...], points: dict[str, float]) -> dict[str, float]:
        """Return the probability of each category; words and points as in `odds`."""
        odds = self.odds([words], [points])[0]
        return dict(zip(self.categories, (odds / odds.sum()).tolist(), strict=True))

    def odds(self, names: Sequence[tuple[str, ...]], points: Sequence[dict[str, float]]) -> np.ndarray:
        """Return how likely each category is beside the likeliest, which has 1: (names, categories) float64.

        names: of each the folded stems in order, abbreviations written out. points: of each the best raw score of
        the catalog's matches, by category.
        """
        if len(self._row_of) > _WORDS_REMEMBERED:
            self._row_of.clear()
        rows: list[int] = []
        starts: list[int] = []
        row_of = self._row_of
        for words in names:
            starts.append(len(rows))
            rows += [row_of.get(word) or self._learn(word)
                     for word in islice(dict.fromkeys(words), MAX_WORDS)] or [0]
        counts = np.diff([*starts, len(rows)]).astype(np.float32)
        pieces = np.add.reduceat(self._table[rows], starts, axis=0) * (counts ** -0.5)[:, None]
        logits = (self._bias + pieces).astype(np.float64)
        self._weigh_in(logits, points)
        logits -= logits.max(axis=1, keepdims=True)
        return np.exp(logits, out=logits)

    def _weigh_in(self, logits: np.ndarray, points: Sequence[dict[str, float]]) -> None:
        """Add to the logits of each name what the catalog's matches say."""
        rows, columns, weights = [], [], []
        for row, of_name in enumerate(points):
            if of_name:
                best = max(of_name.values())
                for category, point in of_name.items():
                    rows.append(row)
                    columns.append(self.columns[category])
                    weights.append(self._per_point * point + (self._for_best if point == best else 0.0))
        if rows:
            logits[rows, columns] += weights

    def _learn(self, word: str) -> int:
        """Write down what a new word adds and return its row."""
        keys = np.array([feature_key(piece) for piece in word_features(word)], np.uint32)
        found = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known = found[self._keys[found] == keys]
        row = self._row_of[word] = len(self._row_of) + 1
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[row] = self._weights[known].sum(axis=0) / len(keys) ** 0.5
        return row
