"""What kind of thing a printed name is, from its letters: a linear model over words and pieces of words.

It speaks where the catalog knows no word or several: `tools/train_categories.py` fits it, the arrays lie in
`pantry/models/food_categories.npz`, and `food_categories.md` beside them says what it was made from and how good
it is. Only numpy is needed to ask it.
"""

from math import exp
from pathlib import Path
from zlib import crc32

import numpy as np

MODEL = Path(__file__).with_name("models") / "food_categories.npz"
MAX_WORDS = 8  # a name longer than that is a sentence; its head says what there is to say
_SHORTEST_PIECE, _LONGEST_PIECE = 3, 5
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
        self._of_word: dict[str, np.ndarray] = {}

    @classmethod
    def load(cls, path: Path = MODEL) -> "CategoryClassifier":
        """Read the arrays that the training wrote."""
        with np.load(path) as arrays:
            return cls(tuple(arrays["categories"].tolist()), arrays["keys"],
                       arrays["weights"].astype(np.float32) * arrays["scale"], arrays["bias"],
                       tuple(arrays["mixing"].tolist()))

    def shares(self, words: tuple[str, ...], points: dict[str, float]) -> dict[str, float]:
        """Return the probability of each category; words and points as in `odds`."""
        odds = self.odds(words, points)
        total = sum(odds)
        return {category: part / total for category, part in zip(self.categories, odds, strict=True)}

    def odds(self, words: tuple[str, ...], points: dict[str, float]) -> list[float]:
        """Return how likely each category is beside the likeliest, which has 1.

        words: folded stems in order, abbreviations written out. points: the best raw score of the catalog's
        matches, by category.
        """
        words = tuple(dict.fromkeys(words))[:MAX_WORDS]
        letters = self._bias
        if words:
            pieces = self._word(words[0])
            for word in words[1:]:
                pieces = pieces + self._word(word)
            letters = letters + pieces * len(words) ** -0.5
        logits = letters.tolist()
        if points:
            best = max(points.values())
            for category, point in points.items():
                logits[self.columns[category]] += self._per_point * point + (self._for_best if point == best else 0.0)
        # Seventeen numbers are quicker in a list than in an array.
        highest = max(logits)
        return [exp(logit - highest) for logit in logits]

    def _word(self, word: str) -> np.ndarray:
        vector = self._of_word.get(word)
        if vector is None:
            keys = np.array([feature_key(piece) for piece in word_features(word)], np.uint32)
            rows = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            known = rows[self._keys[rows] == keys]
            vector = self._of_word[word] = self._weights[known].sum(axis=0) / len(keys) ** 0.5
        return vector
