"""The forward index: for each recipe the cells it needs, laid out so that sums over all recipes read memory in turn.

A cell is a food and a range of its amounts. Recipes of a block with equally many cells lie together, as an array
(cells, recipes): one look-up and one sum over its rows add up all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recipes.rooms import room_of


@dataclass(frozen=True, slots=True, eq=False)
class ForwardIndex:
    """P cells of R recipes.

    count: (blocks, most cells + 1) int32, recipes of a block with so many cells. place: (R,) uint16, where in its block
    a recipe is when they are ordered by that. cell: (P,) for each of these groups in turn the array (cells, recipes),
    those of a recipe rising.
    """

    count: np.ndarray
    place: np.ndarray
    cell: np.ndarray


def forward_index(recipe: np.ndarray, cell: np.ndarray, recipes: int, *, block: int) -> ForwardIndex:
    """Return the forward index of pairs of recipe and cell (P,), in any order, in blocks of so many recipes."""
    order = np.lexsort((cell, recipe))
    cells = np.bincount(recipe, minlength=recipes)
    block_of, most = np.arange(recipes) // block, int(cells.max(initial=0))
    group_of = block_of * (most + 1) + cells
    count = np.bincount(group_of, minlength=-(-recipes // block) * (most + 1))
    by_group = np.argsort(group_of, kind="stable")
    place = np.empty(recipes, np.int64)
    place[by_group] = np.arange(recipes)
    in_group = place - (np.cumsum(count) - count)[group_of]
    size = count * (np.arange(len(count)) % (most + 1))
    start = np.cumsum(size) - size
    row = np.arange(len(recipe)) - np.repeat(np.cumsum(cells) - cells, cells)
    owner = recipe[order]
    group = group_of[owner]
    laid = np.empty(len(recipe), np.uint16 if cell.max(initial=0) < 2**16 else np.int32)
    laid[start[group] + row * count[group] + in_group[owner]] = cell[order]
    return ForwardIndex(count.reshape(-1, most + 1).astype(np.int32), (place % block).astype(np.uint16), laid)


def sums_of_recipes(index: ForwardIndex, weights: np.ndarray) -> Iterator[np.ndarray]:
    """Add up the weights (cells, 2) float32 of what each recipe needs; yields sums (2, recipes) of each block.

    What it yields lasts until it is asked for the next.
    """
    # One look-up moves both numbers.
    pairs = weights.view(np.complex64).ravel()
    first = at = 0
    for counts in index.count:
        place = index.place[first:first + int(counts.sum())]
        grouped, done = room_of("grouped", len(place), np.complex64), 0
        for cells in np.flatnonzero(counts).tolist():
            count = int(counts[cells])
            found = pairs.take(index.cell[at:at + cells * count], mode="clip",
                               out=room_of("found", cells * count, np.complex64))
            np.add.reduce(found.view(np.float32).reshape(cells, 2 * count), axis=0,
                          out=grouped[done:done + count].view(np.float32))
            at, done = at + cells * count, done + count
        first += len(place)
        ordered = grouped.take(place, mode="clip", out=room_of("ordered", len(place), np.complex64))
        sums = room_of("forward_sums", 2 * len(place), np.float32).reshape(2, -1)
        np.copyto(sums, ordered.view(np.float32).reshape(-1, 2).T)
        yield sums
