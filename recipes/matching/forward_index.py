"""The forward index: for each recipe the cells it needs, laid out so that sums over all recipes read memory in turn.

A cell is a food and a range of its amounts; a code is a cell, or a pair of cells that many recipes need together and
that is looked up as one. Recipes of a block with equally many codes lie together, as an array (codes, recipes): one
look-up and one sum over its rows add up all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from recipes.matching.cell_pairs import common_pairs, put_in_pairs
from recipes.matching.rooms import room_of


@dataclass(frozen=True, slots=True, eq=False)
class ForwardIndex:
    """C codes of R recipes, of a number of cells and K pairs of them.

    count: (blocks, most codes + 1) int32, recipes of a block with so many codes. place: (R,) uint16, where in its block
    a recipe is when they are ordered by that. code: (C,) for each of these groups in turn the array (codes, recipes);
    from the number of cells on, codes are pairs. pair: (K, 2) int32 cells.
    """

    count: np.ndarray
    place: np.ndarray
    code: np.ndarray
    pair: np.ndarray

    def recipes_of_cells(self, cells: int) -> np.ndarray:
        """Return how many recipes need each cell: (cells,)."""
        found = np.bincount(self.code, minlength=cells + len(self.pair))
        in_pairs = np.bincount(self.pair.ravel(), np.repeat(found[cells:], 2), minlength=cells)
        return found[:cells] + in_pairs.astype(np.int64)


def forward_index(recipe: np.ndarray, cell: np.ndarray, recipes: int, *, cells: int, block: int) -> ForwardIndex:
    """Return the forward index of rows of recipe and cell (P,), in any order, in blocks of so many recipes.

    cells: how many there are.
    """
    order = np.lexsort((cell, recipe))
    recipe, cell = recipe[order], cell[order]
    pair = common_pairs(recipe, cell, recipes)
    ends = np.searchsorted(recipe, np.arange(0, recipes + block, block))
    coded = [put_in_pairs(recipe[start:end], cell[start:end], pair, cells) for start, end in pairwise(ends.tolist())]
    recipe, code = map(np.concatenate, zip((recipe[:0], cell[:0]), *coded, strict=True))
    codes = np.bincount(recipe, minlength=recipes)
    block_of, most = np.arange(recipes) // block, int(codes.max(initial=0))
    group_of = block_of * (most + 1) + codes
    count = np.bincount(group_of, minlength=-(-recipes // block) * (most + 1))
    by_group = np.argsort(group_of, kind="stable")
    place = np.empty(recipes, np.int64)
    place[by_group] = np.arange(recipes)
    in_group = place - (np.cumsum(count) - count)[group_of]
    size = count * (np.arange(len(count)) % (most + 1))
    start = np.cumsum(size) - size
    row = np.arange(len(recipe)) - np.repeat(np.cumsum(codes) - codes, codes)
    group = group_of[recipe]
    laid = np.empty(len(recipe), np.uint16 if code.max(initial=0) < 2**16 else np.int32)
    laid[start[group] + row * count[group] + in_group[recipe]] = code
    return ForwardIndex(count.reshape(-1, most + 1).astype(np.int32), (place % block).astype(np.uint16), laid, pair)


def sums_of_recipes(index: ForwardIndex, weights: np.ndarray) -> Iterator[np.ndarray]:
    """Add up the weights (cells, 2) float32 of what each recipe needs; yields sums (2, recipes) of each block.

    What it yields lasts until it is asked for the next.
    """
    # One look-up moves both numbers.
    of_cells = weights.view(np.complex64).ravel()
    of_codes = np.concatenate([of_cells, of_cells[index.pair[:, 0]] + of_cells[index.pair[:, 1]]])
    first = at = 0
    for counts in index.count:
        place = index.place[first:first + int(counts.sum())]
        grouped, done = room_of("grouped", len(place), np.complex64), 0
        for codes in np.flatnonzero(counts).tolist():
            count = int(counts[codes])
            found = of_codes.take(index.code[at:at + codes * count], mode="clip",
                                  out=room_of("found", codes * count, np.complex64))
            np.add.reduce(found.view(np.float32).reshape(codes, 2 * count), axis=0,
                          out=grouped[done:done + count].view(np.float32))
            at, done = at + codes * count, done + count
        first += len(place)
        ordered = grouped.take(place, mode="clip", out=room_of("ordered", len(place), np.complex64))
        sums = room_of("forward_sums", 2 * len(place), np.float32).reshape(2, -1)
        np.copyto(sums, ordered.view(np.float32).reshape(-1, 2).T)
        yield sums
