"""Stage one: every recipe of an index scored by what it needs, with the amounts that dishes usually take.

Sums are made over the postings of the foods at hand, or, where these are most of all, over the forward index.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from scipy.sparse import csc_array

from recipes.matching.explain import ENOUGH_SHARE
from recipes.matching.forward_index import sums_of_recipes
from recipes.matching.match_index import AMOUNTS, BLOCK, OPTIONAL, UNSAID, MatchIndex, fetch_eur_of
from recipes.matching.rooms import room_of
from recipes.matching.shelf import Shelf, staples_of, weights_of
from recipes.matching.worth import ASIDE_SHARE, COVERAGE_EUR, EFFORT_EUR, SMOOTHING, STAPLE_WEIGHT

# Foods at hand with so large a share of the forward index take longer by their postings than all recipes by it.
FORWARD_SHARE = 0.46
# Of a food, so that its square is what the effort weighs: one multiplication of each recipe less.
_UNIT = EFFORT_EUR ** 0.5
# Vanishes beside a score of whole cents.
_NOTHING = np.float32(-1e-30)


def stage_one(index: MatchIndex, shelf: Shelf, staples: frozenset[str], *, out: np.ndarray | None = None) -> np.ndarray:
    """Return a score per recipe (R,) float32, -inf where nothing in the house is used; amounts are the usual ones.

    out: where to write it, if not into memory of its own.
    """
    score = np.empty(len(index), np.float32) if out is None else out
    base, per_food = _without_stock(index, staples)
    owned = np.flatnonzero(shelf.likeness[:-1] > 0)
    if not len(owned):
        score.fill(-np.inf)
        return score
    wanted_g = index.amount_g[owned].ravel().astype(np.float64)
    food = np.repeat(owned, AMOUNTS)
    served_g, saved, _ = shelf.served_g(food, wanted_g)
    share = np.minimum(1.0, served_g / wanted_g)
    share[UNSAID::AMOUNTS] = 1.0  # an amount nobody said is covered by being there
    is_enough = share >= ENOUGH_SHARE
    is_enough[OPTIONAL::AMOUNTS], share[OPTIONAL::AMOUNTS] = True, 0.0
    still = np.where(is_enough, 0.0, shelf.fetch_eur[food] + shelf.eur_per_g[food] * (wanted_g - served_g))
    worth = saved + _fetch_eur(index)[owned].ravel() - still
    # Of x foods at hand `_without_stock` leaves per_food * x - EFFORT_EUR * x ^ 2: with x in units of _UNIT that is
    # (per_food - x) * x.
    weights = np.column_stack([share * shelf.likeness[food] * shelf.weight[food] * _UNIT, worth])
    with np.errstate(divide="ignore"):
        for block, have in _added_up(index, owned, weights):
            part = score[block]
            np.subtract(per_food[block], have[0], out=part)
            part *= have[0]
            part += base[block]
            part += have[1]
            # -inf where nothing is used, else less than float32 holds: a division is quicker than a mask.
            part += np.divide(_NOTHING, have[0], out=have[0])
    return score


@lru_cache(maxsize=4)
def _fetch_eur(index: MatchIndex) -> np.ndarray:
    return fetch_eur_of(index.foods, index.amount_g)


@lru_cache(maxsize=4)
def _without_stock(index: MatchIndex, staples: frozenset[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return what each recipe is worth with nothing but staples in the house, and what the first food adds: (R,).

    The second is for a food in units of _UNIT; each further one saves less effort, as there is less left to get.
    """
    foods = np.flatnonzero(staples_of(index, staples)[:-1])
    fetch_eur = _fetch_eur(index)[foods].ravel()
    weight = np.repeat(weights_of(index)[foods], AMOUNTS)
    weight[OPTIONAL::AMOUNTS] = 0.0
    # A staple counts as one food, whatever it weighs among what is needed.
    count = np.where(weight > 0, 1.0, 0.0)
    sums, counts = np.zeros((2, len(index)), np.float32), np.zeros(len(index), np.float32)
    for block, part in _added_up(index, foods, np.column_stack([weight, fetch_eur])):
        sums[:, block] = part
    for block, part in _added_up(index, foods, np.column_stack([count, count])):
        counts[block] = part[0]
    lacking = index.need_total - sums[0]
    coverage_eur = np.where(index.is_meal, np.float32(COVERAGE_EUR), np.float32(COVERAGE_EUR * ASIDE_SHARE))
    per_food = coverage_eur / (lacking + counts * np.float32(STAPLE_WEIGHT) + np.float32(SMOOTHING))
    base = (counts * per_food * np.float32(STAPLE_WEIGHT) - index.missing_eur + sums[1]
            - np.float32(EFFORT_EUR) * lacking ** 2)
    per_food = (per_food + np.float32(2 * EFFORT_EUR) * lacking) / np.float32(_UNIT)
    return base.astype(np.float32), per_food.astype(np.float32)


def _added_up(index: MatchIndex, foods: np.ndarray, weights: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Add up the weights (f * B, 2) of foods and their amounts over the recipes that need them, block by block.

    Yields the recipes of a block and their sums (2, recipes) float32.
    """
    weights = weights.astype(np.float32)
    is_most = _forward_share(index)[foods].sum() > FORWARD_SHARE
    sums = _by_recipe(index, foods, weights) if is_most else _by_food(index, foods, weights)
    for first, part in zip(range(0, len(index), BLOCK), sums, strict=True):
        yield slice(first, first + part.shape[1]), part


def _by_recipe(index: MatchIndex, foods: np.ndarray, weights: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the sums of each block by the forward index; by the postings what that leaves out."""
    of_cells = np.zeros((*index.amount_g.shape, 2), np.float32)
    of_cells[foods] = weights.reshape(len(foods), *of_cells.shape[1:])
    left_out = foods[_forward_share(index)[foods] == 0]
    if not len(left_out):
        yield from sums_of_recipes(index.forward, of_cells.reshape(-1, 2))
        return
    others = _by_food(index, left_out, of_cells[left_out].reshape(-1, 2))
    for part, other in zip(sums_of_recipes(index.forward, of_cells.reshape(-1, 2)), others, strict=True):
        part += other
        yield part


def _by_food(index: MatchIndex, foods: np.ndarray, weights: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the sums of each block by the postings of the foods."""
    amounts = index.amount_g.shape[1]
    columns = foods[:, None] * amounts + np.arange(amounts + 1)
    for first in range(0, len(index), BLOCK):
        size = min(BLOCK, len(index) - first)
        if not len(foods):
            yield np.zeros((2, size), np.float32)
            continue
        start = index.posting_start[first // BLOCK * index.amount_g.size + columns]
        ends = np.zeros(len(foods) * amounts + 1, np.int32)
        np.cumsum(np.diff(start), out=ends[1:])
        recipes = room_of("recipes", int(ends[-1]), np.int32)
        np.concatenate([index.posting_recipe[a:b] for a, b in start[:, [0, -1]].tolist()], out=recipes)
        matrix = csc_array((_ones(-(-len(recipes) // BLOCK))[:len(recipes)], recipes, ends),
                           shape=(size, len(ends) - 1))
        sums = room_of("sums", 2 * size, np.float32).reshape(2, size)
        # What follows takes one sum after the other.
        np.copyto(sums, (matrix @ weights).T)
        yield sums


@lru_cache(maxsize=4)
def _forward_share(index: MatchIndex) -> np.ndarray:
    """Return which share of the forward index each food has, 0 where it leaves one out: (F,)."""
    foods, amounts = index.amount_g.shape
    recipes = index.forward.recipes_of_cells(foods * amounts).reshape(foods, amounts).sum(axis=1)
    return recipes / max(recipes.sum(), 1)


@lru_cache(maxsize=8)
def _ones(blocks: int) -> np.ndarray:
    return np.ones(blocks * BLOCK, np.float32)
