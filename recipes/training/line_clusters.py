"""Groups of words that stand in like places of many ingredient lines; fitted from lines that nobody labelled.

Only training imports this. Words by their neighbours, as positive pointwise mutual information (Levy and Goldberg,
2014), made dense by singular vectors and grouped by k-means.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from recipes.ingredients.amounts import plain_fractions
from recipes.ingredients.line_tokens import tokens_of
from recipes.text import clean

GROUPS, VECTOR_LENGTH = 150, 60
_MOST_WORDS, _LEAST_COUNT, _MOST_NEIGHBOURS = 6000, 8, 1500
_PLACES = (-2, -1, 1, 2)


def group_words(lines: Iterable[str], *, seed: int) -> dict[str, int]:
    """Return the group of each frequent word of the lines, numbers as their kinds."""
    from scipy.sparse.linalg import svds
    from sklearn.cluster import KMeans

    sentences = [[token.word for token in tokens_of(plain_fractions(clean(line)))] for line in sorted(set(lines))]
    counts = Counter(word for sentence in sentences for word in sentence)
    words = [word for word, count in counts.most_common(_MOST_WORDS) if count >= _LEAST_COUNT]
    table = _neighbours(sentences, words)
    share = np.asarray(table.sum(0)).ravel() ** 0.75  # smoothed, so that rare neighbours do not tell most
    share /= share.sum()
    cells = table.tocoo()
    informative = np.log(cells.data / (np.asarray(table.sum(1)).ravel()[cells.row] * share[cells.col]))
    kept = informative > 0
    weighed = sparse.csr_matrix((informative[kept], (cells.row[kept], cells.col[kept])), shape=table.shape)
    left, strength, _ = svds(weighed, k=VECTOR_LENGTH, random_state=seed)
    vectors = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    groups = KMeans(GROUPS, n_init=2, random_state=seed).fit_predict(vectors)
    return dict(zip(words, groups.tolist(), strict=True))


def _neighbours(sentences: Sequence[Sequence[str]], words: Sequence[str]) -> sparse.csr_matrix:
    """Count, for each word, the words at each of four places around it: a sparse (words, places x neighbours)."""
    row_of = {word: number for number, word in enumerate(words)}
    column_of = {word: number for number, word in enumerate(words[:_MOST_NEIGHBOURS])}
    before, behind, width = len(column_of), len(column_of) + 1, len(column_of) + 2
    rows: list[int] = []
    columns: list[int] = []
    for sentence in sentences:
        found = [column_of.get(word) for word in sentence]
        for at, word in enumerate(sentence):
            row = row_of.get(word)
            if row is None:
                continue
            for place, step in enumerate(_PLACES):
                there = at + step
                column = before if there < 0 else behind if there >= len(sentence) else found[there]
                if column is not None:
                    rows.append(row)
                    columns.append(place * width + column)
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(words), len(_PLACES) * width))
