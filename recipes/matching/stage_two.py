"""Stage two: chosen recipes scored by their own amounts, all at once."""

from typing import NamedTuple

import numpy as np

from recipes.matching.explain import ENOUGH_SHARE, LEAST_G, SCORE_DIGITS
from recipes.matching.match_index import MatchIndex
from recipes.matching.shelf import Shelf
from recipes.matching.worth import STAPLE_WEIGHT, TASTE_EUR, UNKNOWN_EUR, worth_eur


def stage_two(index: MatchIndex, recipes: np.ndarray, shelf: Shelf, servings: float | None,
              taste: np.ndarray) -> np.ndarray:
    """Return the score of each recipe number given, by its own amounts: (n,). taste: (n,) -1 to 1."""
    need, of = index.needs_of(recipes)
    food, optional = index.need_food[need].astype(np.int64), index.is_optional(need)
    scale = np.ones(len(recipes))
    if servings:
        own = index.servings[recipes].astype(np.float64)
        scale = np.where(own > 0, servings / np.where(own > 0, own, 1), 1.0)
    known_g = index.need_mass_g[need].astype(np.float64) * scale[of]
    is_known = known_g > 0
    wanted_g = np.where(is_known, known_g, shelf.usual_g[food])
    served_g, saved, lots = shelf.served_g(food, wanted_g)
    _share_lots(shelf, _Needs(of, food, wanted_g, served_g, saved, lots))
    share = np.where(is_known, np.minimum(1.0, served_g / wanted_g), served_g > 0)
    staple = shelf.is_staple[food]
    weight = np.where(staple, STAPLE_WEIGHT, np.where(optional, 0.0, shelf.weight[food]))

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(of, values, minlength=len(recipes))

    is_missing = ~staple & ~optional & (share < ENOUGH_SHARE)
    cost = shelf.fetch_eur[food] + np.where(food < 0, UNKNOWN_EUR, shelf.eur_per_g[food] * (wanted_g - served_g))
    have = total(np.where(staple, weight, weight * share * shelf.likeness[food]))
    worth = worth_eur(rescued_eur=total(saved), have=have, needed=total(weight),
                      missing_eur=total(np.where(is_missing, cost, 0.0)), meal_share=index.meal_share(recipes))
    return np.round(worth + TASTE_EUR * taste, SCORE_DIGITS)


class _Needs(NamedTuple):
    """Needs (N,): place of the recipe, food and grams wanted; grams and euro they get, and from how many lots."""

    of: np.ndarray
    food: np.ndarray
    wanted_g: np.ndarray
    served_g: np.ndarray
    saved: np.ndarray
    lots: np.ndarray


def _share_lots(shelf: Shelf, needs: _Needs) -> None:
    """Give needs of one recipe that want the same lot what those before them left; they had what each gets alone."""
    need, at, key = _wanted_twice(shelf, needs)
    is_same = key[1:] == key[:-1]
    is_among_others = np.append(is_same, False) | np.append(False, is_same)[:len(key)]
    left_g = _left_g(key, needs.served_g[need] * shelf.ratio[at], shelf.lot_g[shelf.lot[at]])
    share = np.minimum(1.0, left_g / shelf.ratio[at] / needs.served_g[need])
    # What its lot does not give, a need takes from the next one, which others may want too.
    goes_round = is_among_others & (
        (needs.lots[need] > 1) | ((share < 1) & (shelf.count[needs.food[need]] > 1)))
    is_mixed = np.zeros(needs.of.max(initial=-1) + 1, bool)
    is_mixed[needs.of[need[goes_round]]] = True
    alone = is_among_others & ~is_mixed[needs.of[need]]
    needs.served_g[need[alone]] *= share[alone]
    needs.saved[need[alone]] *= share[alone]
    _take_in_turn(shelf, needs, np.flatnonzero(is_mixed[needs.of] & (needs.lots > 0)))


def _wanted_twice(shelf: Shelf, needs: _Needs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return needs and the lots they take from, of the recipes with a lot that two needs take from.

    A row (n,) for each need and lot, those of one recipe and lot together and in the order of the needs: number of the
    need, place of the lot on the shelf, and a key for recipe and lot.
    """
    need = np.repeat(np.arange(len(needs.food)), needs.lots)
    at = np.repeat(shelf.first[needs.food] - np.cumsum(needs.lots) + needs.lots, needs.lots) + np.arange(len(need))
    key = needs.of[need] * len(shelf.lot_g) + shelf.lot[at]
    ordered = np.sort(key)
    is_doubled = np.zeros(needs.of.max(initial=-1) + 1, bool)
    is_doubled[ordered[1:][ordered[1:] == ordered[:-1]] // len(shelf.lot_g)] = True
    rows = np.flatnonzero(is_doubled[needs.of[need]])
    rows = rows[np.argsort(key[rows], kind="stable")]
    return need[rows], at[rows], key[rows]


def _left_g(key: np.ndarray, wanted_g: np.ndarray, lot_g: np.ndarray) -> np.ndarray:
    """Return grams of its lot that are left for each need (n,) by those before it with the same key, which rises."""
    before = np.cumsum(wanted_g) - wanted_g
    first = np.flatnonzero(np.diff(key, prepend=-1))
    before -= np.repeat(before[first], np.diff(first, append=len(key)))
    left_g = lot_g - before
    return np.where(left_g > LEAST_G, left_g, 0.0)


def _take_in_turn(shelf: Shelf, needs: _Needs, chosen: np.ndarray) -> None:
    """Serve chosen needs (n,) of each recipe one after the other, as `recipes.matching.explain` does."""
    lots = list(zip(shelf.serves_g.tolist(), shelf.rescue_eur_per_g.tolist(), shelf.ratio.tolist(), shelf.lot.tolist(),
                    strict=True))
    food = needs.food[chosen]
    first = shelf.first[food]
    served_g, saved = [], []
    taken_g: dict[int, float] = {}
    recipe = -1
    for own, wanted, begin, end in zip(needs.of[chosen].tolist(), needs.wanted_g[chosen].tolist(), first.tolist(),
                                       (first + shelf.count[food]).tolist(), strict=True):
        if own != recipe:
            recipe, taken_g = own, {}
        left, eur = wanted, 0.0
        for lot_g, rescue, ratio, lot in lots[begin:end]:
            before_g = taken_g.get(lot, 0.0)
            free_g = lot_g - before_g / ratio
            taken = left if left < free_g else free_g
            if taken > LEAST_G:
                taken_g[lot] = before_g + taken * ratio
                eur += taken * rescue
                left -= taken
                if left <= 0:
                    break
        served_g.append(wanted - left)
        saved.append(eur)
    needs.served_g[chosen], needs.saved[chosen] = served_g, saved
