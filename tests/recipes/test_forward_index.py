"""The forward index adds up what postings add up, with cells that are often needed together looked up as one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recipes.matching import cell_pairs
from recipes.matching.cell_pairs import common_pairs, put_in_pairs
from recipes.matching.forward_index import forward_index, sums_of_recipes

CELLS = 12
RECIPES = st.lists(st.sets(st.integers(0, CELLS - 1), max_size=7).map(sorted), min_size=1, max_size=30)


def rows_of(recipes: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    pairs = [(number, cell) for number, cells in enumerate(recipes) for cell in cells]
    return np.array([one for one, _ in pairs], np.int32), np.array([one for _, one in pairs], np.int64)


@given(RECIPES, st.sampled_from([1, 2, 100]), st.sampled_from([4, 64]))
@settings(max_examples=200, deadline=None)
def test_sums_are_those_of_the_cells_with_pairs_and_without(
    recipes: list[list[int]], least_paired: int, block: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cell_pairs, "LEAST_PAIRED", least_paired)
        index = forward_index(*rows_of(recipes), len(recipes), cells=CELLS, block=block)
    weights = np.random.default_rng(3).random((CELLS, 2)).astype(np.float32)
    found = np.concatenate([part.T.copy() for part in sums_of_recipes(index, weights)])
    np.testing.assert_allclose(found, [weights[cells].sum(axis=0) for cells in recipes], rtol=1e-5)
    needed = np.bincount(np.concatenate([*map(np.array, recipes), []]).astype(int), minlength=CELLS)
    assert index.recipes_of_cells(CELLS).tolist() == needed.tolist()


def test_the_commonest_pairs_come_first_and_rare_ones_not_at_all() -> None:
    recipe, cell = rows_of([[1, 5]] * 20 + [[2, 5]] * 9 + [[3, 4]] * 2)
    assert common_pairs(recipe, cell, 31).tolist() == [[1, 5], [2, 5]]


def test_each_cell_is_in_one_pair_or_alone_and_the_preferred_pair_wins() -> None:
    recipe, cell = rows_of([[1, 2, 3], [2, 3], [1, 2, 3, 4], [1]])
    # 2 with 3 is preferred; where it is gone, 1 with 4 is left.
    rows, codes = put_in_pairs(recipe, cell, np.array([[2, 3], [1, 2], [1, 4]]), CELLS)
    assert list(zip(rows.tolist(), codes.tolist(), strict=True)) == [
        (0, 1), (0, CELLS), (1, CELLS), (2, CELLS + 2), (2, CELLS), (3, 1)]
