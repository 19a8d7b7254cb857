"""Which cells many recipes need together, so that one look-up serves for two: flour with butter, onion with garlic.

Cells are those of `recipes.matching.forward_index`. Rows of recipe and cell are ordered by recipe, then cell.
"""

from collections.abc import Iterator

import numpy as np

# Twice as many save one look-up in twenty more, but each is added up for every match.
MOST_PAIRS = 8192
# What comes less often saves less than its sum costs.
LEAST_PAIRED = 8
# So many recipes tell which pairs are common.
_SAMPLED = 65_536


def common_pairs(recipe: np.ndarray, cell: np.ndarray, recipes: int) -> np.ndarray:
    """Return the pairs of cells that most recipes need, the commonest first: (K, 2) int32, the lower cell ahead."""
    is_sampled = recipe % max(1, recipes // _SAMPLED) == 0
    recipe, cell, cells = recipe[is_sampled], cell[is_sampled].astype(np.int64), int(cell.max(initial=0)) + 1
    found = [cell[first] * cells + cell[second] for first, second in _rows_together(recipe)]
    keys, count = np.unique(np.concatenate([*found, cell[:0]]), return_counts=True)
    commonest = np.argsort(-count, kind="stable")[:MOST_PAIRS]
    keys = keys[commonest[count[commonest] >= LEAST_PAIRED]]
    return np.column_stack([keys // cells, keys % cells]).astype(np.int32)


def put_in_pairs(recipe: np.ndarray, cell: np.ndarray, pair: np.ndarray,
                 cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of recipe and code for rows of recipe and cell (P,): each cell once, alone or in a pair.

    pair: (K, 2) in the order in which they are preferred. A code is a cell, or the number of cells plus that of a pair.
    """
    first, second, number = _rows_of_pairs(recipe, cell, pair)
    code, is_paired = cell.astype(np.int64), np.zeros(len(cell), bool)
    is_left_out = is_paired.copy()
    while len(first):
        # The preferred pair of both its rows is one; what shares a row with it is none any more.
        at = np.arange(len(first))
        preferred = np.full(len(cell), len(first))
        np.minimum.at(preferred, first, at)
        np.minimum.at(preferred, second, at)
        is_one = (preferred[first] == at) & (preferred[second] == at)
        code[first[is_one]] = cells + number[is_one]
        is_left_out[second[is_one]] = True
        is_paired[first[is_one]] = is_paired[second[is_one]] = True
        is_free = ~is_paired[first] & ~is_paired[second]
        first, second, number = first[is_free], second[is_free], number[is_free]
    return recipe[~is_left_out], code[~is_left_out]


def _rows_of_pairs(recipe: np.ndarray, cell: np.ndarray, pair: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows of two cells of a recipe that are a pair, and its number, which rises."""
    base = int(max(cell.max(initial=0), pair.max(initial=0))) + 1
    keys = pair.astype(np.int64) @ np.array([base, 1])
    order = np.argsort(keys)
    found = [(order[:0], order[:0], order[:0])]
    for first, second in _rows_together(recipe) if len(pair) else ():
        wanted = cell[first].astype(np.int64) * base + cell[second]
        number = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
        is_pair = keys[number] == wanted
        found.append((first[is_pair], second[is_pair], number[is_pair]))
    first, second, number = map(np.concatenate, zip(*found, strict=True))
    order = np.argsort(number, kind="stable")
    return first[order], second[order], number[order]


def _rows_together(recipe: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield all pairs of rows of the same recipe, first those that are neighbours."""
    for apart in range(1, len(recipe)):
        first = np.flatnonzero(recipe[apart:] == recipe[:-apart])
        if not len(first):
            return
        yield first, first + apart
