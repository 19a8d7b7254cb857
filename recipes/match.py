"""Which recipes fit what is in the house, best first, and why.

Stage one scores every recipe by its postings with the amounts that dishes usually take; stage two looks at the
recipe's own amounts for the best few hundred; those that are shown are explained. Both estimate the objective of
`recipes.matching.worth`. Food past its use-by counts as missing and is named. Equal scores are ordered by recipe id.
"""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np

from recipes.matching.explain import explain
from recipes.matching.match_index import MatchIndex
from recipes.matching.restrictions import Restrictions
from recipes.matching.shelf import Shelf
from recipes.matching.stage_one import room_of, stage_one
from recipes.matching.stage_two import stage_two
from recipes.matching.stock import Larder, StockItem
from recipes.matching.taste import NO_TASTE, Taste
from recipes.matching.worth import TASTE_EUR
from recipes.recipe import RecipeMatch

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
    An empty list is explained by `recipes.matching.why.explain_empty`.
    """
    larder = Larder.of(stock, staples, restrictions)
    shelf = Shelf.of(index, larder)
    score = stage_one(index, shelf, larder.staples, out=room_of("score", len(index), np.float32))
    if max_minutes is not None or hidden or restrictions:
        score[left_out(index, max_minutes=max_minutes, hidden=hidden, restrictions=restrictions)] = -np.inf
    best = _best(score, max(STAGE_TWO_RECIPES, 4 * top))
    tastes = taste.of(index, best)
    closer = stage_two(index, best, shelf, servings, tastes)
    order = np.argsort(-closer, kind="stable")[:top]
    return [explain(index, number, larder, servings=servings, as_of=as_of, taste_eur=liking * TASTE_EUR)
            for number, liking in zip(best[order].tolist(), tastes[order].tolist(), strict=True)]


def match_one(index: MatchIndex, recipe_id: str, stock: Sequence[StockItem], *, staples: Collection[str] = (),
              as_of: date | None = None, servings: float | None = None, times: float = 1.0,
              restrictions: Restrictions | None = None, taste: Taste = NO_TASTE) -> RecipeMatch | None:
    """Return how one recipe fits, whatever its rank and filters; None if the index does not hold it.

    times: how often it is made, for a recipe that does not say for how many it is.
    """
    number = index.number_of(recipe_id)
    if number is None:
        return None
    larder = Larder.of(stock, staples, restrictions)
    taste_eur = float(taste.of(index, np.array([number]))[0]) * TASTE_EUR
    return explain(index, number, larder, servings=servings, times=times, as_of=as_of, taste_eur=taste_eur)


def left_out(index: MatchIndex, *, max_minutes: int | None = None, hidden: Collection[str] = (),
             restrictions: Restrictions | None = None) -> np.ndarray:
    """Return the numbers of the recipes that the filters leave out, rising."""
    out = np.zeros(len(index), bool)
    if max_minutes is not None:
        out |= (index.minutes == 0) | (index.minutes > max_minutes)
    if restrictions:
        out |= (index.allergens & np.uint16(restrictions.allergen_bits)) != 0
        wanted = np.uint8(restrictions.diet_bits)
        out |= ((index.diets & wanted) != wanted) | ((index.denied & wanted) != 0)
    numbers = [number for recipe_id in hidden if (number := index.number_of(recipe_id)) is not None]
    out[numbers] = True
    return np.flatnonzero(out)


def _best(score: np.ndarray, most: int) -> np.ndarray:
    """Return the numbers of the best recipes, rising; of those that tie at the edge, the ones with the lowest ids."""
    possible = np.flatnonzero(score > _floor(score, most))
    if len(possible) < most:
        possible = np.flatnonzero(score > -np.inf)
    if len(possible) <= most:
        return possible
    found = score[possible]
    edge = np.partition(found, len(possible) - most)[len(possible) - most]
    above = possible[found > edge]
    return np.sort(np.concatenate([above, possible[found == edge][:most - len(above)]]))


def _floor(score: np.ndarray, most: int) -> float:
    """Return a score that most likely `most` recipes are above, near to where the best begin; -inf if there are few."""
    sample = score[::_SAMPLE_STEP]
    # Four times as many as expected, so that a skewed sample hardly ever falls short.
    rank = 4 * most // _SAMPLE_STEP + 1
    if rank >= len(sample):
        return -np.inf
    return float(np.partition(sample, len(sample) - rank)[len(sample) - rank])
