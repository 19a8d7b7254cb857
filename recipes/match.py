"""Which recipes fit what is in the house, best first, and why.

Stage one scores every recipe by its postings with the amounts that dishes usually take; stage two looks at the
recipe's own amounts for the best few hundred; those that are shown are explained. Both estimate the objective of
`recipes.worth`. Food past its use-by counts as missing and is named. Equal scores are ordered by recipe id.
"""

import heapq
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from scipy.sparse import csc_array

from recipes.explain import ENOUGH_SHARE, SCORE_DIGITS, Tally, explain, score_of, tally_of, told
from recipes.match_index import BLOCK, MatchIndex, fetch_eur_of
from recipes.recipe import RecipeMatch
from recipes.restrictions import Restrictions
from recipes.shelf import Shelf, staples_of
from recipes.stock import Larder, StockItem
from recipes.taste import NO_TASTE, Taste
from recipes.worth import COVERAGE_EUR, FETCH_EUR, SMOOTHING, STAPLE_WEIGHT, TASTE_EUR, UNKNOWN_EUR

STAGE_TWO_RECIPES = 600
# Every so many-th recipe tells about where the best ones begin.
_SAMPLE_STEP = 61


def match(index: MatchIndex, stock: Sequence[StockItem], *, staples: Collection[str] = (), as_of: date | None = None,
          top: int = 20, servings: float | None = None, max_minutes: int | None = None, hidden: Collection[str] = (),
          restrictions: Restrictions | None = None, taste: Taste = NO_TASTE) -> list[RecipeMatch]:
    """Return up to `top` recipes that use something in the house, best first; the same stock gives the same list.

    staples: food ids the household always has; they weigh little and are never missing. as_of: the day that
    `days_left` counts from, carried into the result. servings: scale amounts where the recipe says for how many
    it is. max_minutes: leaves out longer recipes, and those that do not say. hidden: recipe ids to leave out.
    restrictions: allergens and diets; a recipe that breaks one, or of which it is not known, is left out.
    An empty list is explained by `recipes.why.explain_empty`.
    """
    larder = Larder.of(stock, staples, restrictions)
    shelf = Shelf.of(index, larder)
    score = stage_one(index, shelf, larder.staples)
    if max_minutes is not None or hidden or restrictions:
        score[left_out(index, max_minutes=max_minutes, hidden=hidden, restrictions=restrictions)] = -np.inf
    best = _best(score, max(STAGE_TWO_RECIPES, 4 * top))
    tastes = taste.of(index, best)
    closer, is_shared = stage_two(index, best, shelf, servings, tastes)
    return _explained(index, best, closer, is_shared, larder, servings, as_of, tastes, top)


def match_one(index: MatchIndex, recipe_id: str, stock: Sequence[StockItem], *, staples: Collection[str] = (),
              as_of: date | None = None, servings: float | None = None, restrictions: Restrictions | None = None,
              taste: Taste = NO_TASTE) -> RecipeMatch | None:
    """Return how one recipe fits, whatever its rank and filters; None if the index does not hold it."""
    number = index.number_of(recipe_id)
    if number is None:
        return None
    larder = Larder.of(stock, staples, restrictions)
    taste_eur = float(taste.of(index, np.array([number]))[0]) * TASTE_EUR
    return explain(index, number, larder, servings=servings, as_of=as_of, taste_eur=taste_eur)


def left_out(index: MatchIndex, *, max_minutes: int | None = None, hidden: Collection[str] = (),
             restrictions: Restrictions | None = None) -> np.ndarray:
    """Return the numbers of the recipes that the filters leave out, rising."""
    out = np.zeros(len(index), bool)
    if max_minutes is not None:
        out |= (index.minutes == 0) | (index.minutes > max_minutes)
    if restrictions:
        out |= (index.allergens & np.uint16(restrictions.allergen_bits)) != 0
        wanted = np.uint8(restrictions.diet_bits)
        out |= (index.diets & wanted) != wanted
    numbers = [number for recipe_id in hidden if (number := index.number_of(recipe_id)) is not None]
    out[numbers] = True
    return np.flatnonzero(out)


def stage_one(index: MatchIndex, shelf: Shelf, staples: frozenset[str]) -> np.ndarray:
    """Return a score per recipe (R,) float32, -inf where nothing in the house is used; amounts are the usual ones."""
    base, per_food = _without_stock(index, staples)
    owned = np.flatnonzero(shelf.likeness[:-1] > 0)
    if not len(owned):
        return np.full(len(index), -np.inf, np.float32)
    amounts = index.amount_g.shape[1]
    wanted_g = index.amount_g[owned].ravel().astype(np.float64)
    food = np.repeat(owned, amounts)
    served_g, saved = shelf.served_g(food, wanted_g)
    share = np.minimum(1.0, served_g / wanted_g)
    share[amounts - 1::amounts] = 1.0  # an amount nobody said is covered by being there
    is_enough = share >= ENOUGH_SHARE
    still = np.where(is_enough, 0.0, FETCH_EUR + shelf.eur_per_g[food] * (wanted_g - served_g))
    worth = saved + _fetch_eur(index)[owned].ravel() - still
    weights = np.column_stack([share * shelf.likeness[food], worth])
    score = np.empty(len(index), np.float32)
    for block, have in _added_up(index, owned, weights):
        part = score[block]
        np.multiply(have[:, 0], per_food[block], out=part)
        part += base[block]
        part += have[:, 1]
        part[have[:, 0] == 0] = -np.inf
    return score


@lru_cache(maxsize=4)
def _fetch_eur(index: MatchIndex) -> np.ndarray:
    return fetch_eur_of(index.foods, index.amount_g)


@lru_cache(maxsize=4)
def _without_stock(index: MatchIndex, staples: frozenset[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return what each recipe is worth with nothing but staples in the house, and what a food more adds: (R,)."""
    foods = np.flatnonzero(staples_of(index, staples)[:-1])
    fetch_eur = _fetch_eur(index)[foods].ravel()
    sums = np.zeros((len(index), 2), np.float32)
    for block, part in _added_up(index, foods, np.column_stack([np.ones(len(fetch_eur)), fetch_eur])):
        sums[block] = part
    needed = index.need_total - sums[:, 0] * np.float32(1 - STAPLE_WEIGHT) + np.float32(SMOOTHING)
    per_food = np.float32(COVERAGE_EUR) / needed
    return (sums[:, 0] * per_food * np.float32(STAPLE_WEIGHT) - index.missing_eur + sums[:, 1]).astype(np.float32), (
        per_food.astype(np.float32))


def _added_up(index: MatchIndex, foods: np.ndarray, weights: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Add up the weights (f * B, 2) of foods and their amounts over the recipes that need them, block by block.

    Yields the recipes of a block and their sums (recipes, 2) float32.
    """
    amounts, weights = index.amount_g.shape[1], weights.astype(np.float32)
    columns = (foods[:, None] * amounts + np.arange(amounts)).ravel()
    for first in range(0, len(index), BLOCK):
        block = slice(first, min(first + BLOCK, len(index)))
        if not len(foods):
            yield block, np.zeros((block.stop - first, 2), np.float32)
            continue
        at = first // BLOCK * index.amount_g.size + columns
        start, end = index.posting_start[at], index.posting_start[at + 1]
        recipes = np.concatenate([
            index.posting_recipe[a:b]
            for a, b in zip(start[::amounts].tolist(), end[amounts - 1::amounts].tolist(), strict=True)],
            dtype=np.int32)
        ends = np.zeros(len(columns) + 1, np.int32)
        np.cumsum(end - start, out=ends[1:])
        matrix = csc_array((_ones(-(-len(recipes) // BLOCK))[:len(recipes)], recipes, ends),
                           shape=(block.stop - first, len(columns)))
        yield block, matrix @ weights


@lru_cache(maxsize=8)
def _ones(blocks: int) -> np.ndarray:
    return np.ones(blocks * BLOCK, np.float32)


def stage_two(index: MatchIndex, recipes: np.ndarray, shelf: Shelf, servings: float | None,
              taste: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the score of each recipe number given, by its own amounts, and whether two of its needs share a lot.

    taste: (n,) -1 to 1. Where two needs share a lot the score is an upper bound.
    """
    start = index.need_start[recipes].astype(np.int64)
    count = index.need_start[recipes + 1] - start
    of = np.repeat(np.arange(len(recipes)), count)
    need = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(start, count)
    food, optional = index.need_food[need].astype(np.int64), index.is_optional(need)
    scale = np.ones(len(recipes))
    if servings:
        own = index.servings[recipes].astype(np.float64)
        scale = np.where(own > 0, servings / np.where(own > 0, own, 1), 1.0)
    known_g = index.need_mass_g[need].astype(np.float64) * scale[of]
    is_known = known_g > 0
    wanted_g = np.where(is_known, known_g, shelf.usual_g[food])
    served_g, saved = shelf.served_g(food, wanted_g)
    share = np.where(is_known, np.minimum(1.0, served_g / wanted_g), served_g > 0)
    is_shared, kept = _share_a_lot(shelf, food, of, served_g, len(recipes))
    saved *= kept
    staple = shelf.is_staple[food]
    weight = np.where(staple, STAPLE_WEIGHT, np.where(optional, 0.0, 1.0))

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(of, values, minlength=len(recipes))

    is_missing = ~staple & ~optional & (share < ENOUGH_SHARE)
    cost = FETCH_EUR + np.where(food < 0, UNKNOWN_EUR, shelf.eur_per_g[food] * (wanted_g - served_g))
    have = total(np.where(staple, weight, weight * share * shelf.likeness[food]))
    score = (total(saved) + COVERAGE_EUR * have / (total(weight) + SMOOTHING)
             - total(np.where(is_missing, cost, 0.0)) + TASTE_EUR * taste)
    return np.round(score, SCORE_DIGITS), is_shared


def _share_a_lot(shelf: Shelf, food: np.ndarray, of: np.ndarray, served_g: np.ndarray,
                 size: int) -> tuple[np.ndarray, np.ndarray]:
    """Find recipes that may want more of a lot than there is, or take from lots together: (size,) bool.

    food, of, served_g: (N,) food, recipe and grams of each need. Also returns the share of what each need saves
    that is left when its first lot is not counted twice: (N,).
    """
    kept = np.ones(len(food))
    used = np.flatnonzero(shelf.likeness[food] > 0)
    first = shelf.first_lot[food[used]]
    is_single = served_g[used] <= shelf.serves_g[food[used], 0]
    lots = shelf.lots[food[used]]
    lots[is_single] = 0
    single = np.flatnonzero(is_single)
    lots[single, first[single] // 64] = np.uint64(1) << (first[single] % 64).astype(np.uint64)

    def together(chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the lots (size, W) that chosen needs take from, and whether two of them take from one."""
        bits = np.zeros((size, lots.shape[1]), np.uint64)
        np.bitwise_or.at(bits, of[used[chosen]], lots[chosen])
        each = np.bincount(of[used[chosen]], np.bitwise_count(lots[chosen]).sum(axis=1), minlength=size)
        return bits, each > np.bitwise_count(bits).sum(axis=1)

    several, is_mixed = together(np.flatnonzero(~is_single))
    alone, is_doubled = together(single)
    is_mixed |= (alone & several).any(axis=1)
    doubled = single[is_doubled[of[used[single]]]]
    key = of[used[doubled]] * len(shelf.lot_g) + first[doubled]
    wanted, back = np.unique(key, return_inverse=True)
    taken_g = np.bincount(back, served_g[used[doubled]] * shelf.lot_ratio[food[used[doubled]]], minlength=len(wanted))
    lot_g = shelf.lot_g[wanted % len(shelf.lot_g)]
    is_over = taken_g > lot_g + 1e-9
    is_mixed[wanted[is_over] // len(shelf.lot_g)] = True
    kept[used[doubled]] = np.where(is_over, lot_g / np.maximum(taken_g, 1e-9), 1.0)[back]
    return is_mixed, kept


def _best(score: np.ndarray, most: int) -> np.ndarray:
    """Return the numbers of the best recipes, rising; of those that tie at the edge, the ones with the lowest ids."""
    possible = np.flatnonzero(score > _floor(score, most))
    if len(possible) <= most:
        return possible
    found = score[possible]
    edge = np.partition(found, len(possible) - most)[len(possible) - most]
    above = possible[found > edge]
    return np.sort(np.concatenate([above, possible[found == edge][:most - len(above)]]))


def _floor(score: np.ndarray, most: int) -> float:
    """Return a score that at least `most` recipes are above, near to where the best begin; -inf if in doubt."""
    sample = score[::_SAMPLE_STEP]
    # Four times as many as expected, so that a skewed sample hardly ever falls short.
    rank = 4 * most // _SAMPLE_STEP + 1
    if rank >= len(sample):
        return -np.inf
    floor = float(np.partition(sample, len(sample) - rank)[len(sample) - rank])
    return floor if np.count_nonzero(score > floor) >= most else -np.inf


def _explained(index: MatchIndex, recipes: np.ndarray, score: np.ndarray, is_shared: np.ndarray, larder: Larder,
               servings: float | None, as_of: date | None, taste: np.ndarray, top: int) -> list[RecipeMatch]:
    """Explain the best; where two needs share a lot, the score falls to what the explanation adds up to."""
    waiting: list[tuple[float, int, Tally | None]] = [
        (-float(score[at]), at, None) for at in np.argsort(-score, kind="stable").tolist()]
    found: list[RecipeMatch] = []
    while waiting and len(found) < top:
        _, at, tally = heapq.heappop(waiting)
        number, taste_eur = int(recipes[at]), TASTE_EUR * float(taste[at])
        if tally is None:
            tally = tally_of(index, number, larder, servings=servings)
            exact = score_of(tally, taste_eur)
            if is_shared[at] and exact < score[at]:
                heapq.heappush(waiting, (-exact, at, tally))
                continue
        found.append(told(index, number, tally, as_of=as_of, taste_eur=taste_eur))
    return found
