"""The larder as arrays over the foods of an index, so that many recipes are weighed at once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from recipes.matching.match_index import NO_FOOD, MatchIndex
from recipes.matching.stock import Larder
from recipes.matching.worth import fetch_eur, need_weight, price_eur_per_kg


@dataclass(frozen=True, slots=True)
class Shelf:
    """F foods of the index and one more that stands for "no food"; L lots under foods, those of a food together.

    is_staple: (F+1,). likeness: (F+1,) 1 where the food is in the house, below it for a stand-in, 0 where it is not.
    usual_g, eur_per_g: (F+1,). weight, fetch_eur: (F+1,) as in `recipes.matching.worth`. first: (F+1,) where a food's
    lots begin, soonest due first, or L; count: (F+1,).
    serves_g: (L+1,) grams of its food that a lot serves for, inf unknown, 0 behind the last one. rescue_eur_per_g,
    ratio: (L+1,) what a gram of the food saves, and grams of the lot for one of it. lot: (L+1,) number of the lot,
    the same under each food; lot_g: by that number, grams that are there.
    """

    is_staple: np.ndarray
    likeness: np.ndarray
    usual_g: np.ndarray
    eur_per_g: np.ndarray
    weight: np.ndarray
    fetch_eur: np.ndarray
    first: np.ndarray
    count: np.ndarray
    serves_g: np.ndarray
    rescue_eur_per_g: np.ndarray
    ratio: np.ndarray
    lot: np.ndarray
    lot_g: np.ndarray

    @classmethod
    def of(cls, index: MatchIndex, larder: Larder) -> "Shelf":
        """Lay out what a larder holds of the foods that recipes need."""
        size = len(index.foods) + 1
        numbers, lots = _numbers_besides(index, larder.staples), larder.lots
        row_of = np.array([numbers.get(food_id, NO_FOOD) for food_id in lots], np.int64)
        is_needed = row_of != NO_FOOD
        counts = np.diff(lots.first)
        kept = np.flatnonzero(np.repeat(is_needed, counts))
        rows, counts = row_of[is_needed], counts[is_needed]
        likeness, first, count = np.zeros(size), np.full(size, len(kept)), np.zeros(size, np.int64)
        first[rows], count[rows] = np.cumsum(counts) - counts, counts
        likeness[rows] = lots.likeness[kept[first[rows]]]
        item, ratio = lots.item[kept], lots.ratio[kept]
        rescue_eur_per_g = lots.rescue_eur_per_g[item] * lots.likeness[kept] * ratio
        return cls(staples_of(index, larder.staples), likeness, _usual_g(index), _prices(index), weights_of(index),
                   _ways(index), first, count,
                   np.append(lots.mass_g[item] / ratio, 0.0), np.append(rescue_eur_per_g, 0.0),
                   np.append(ratio, 1.0), np.append(item, len(lots.mass_g)), np.append(lots.mass_g, np.inf))

    def served_g(self, food: np.ndarray, wanted_g: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what each need (N,) gets by itself: grams, the euro that saves, and from how many lots."""
        at = self.first[food]
        taken = np.minimum(wanted_g, self.serves_g[at])
        saved = taken * self.rescue_eur_per_g[at]
        left, lots = wanted_g - taken, (taken > 0).astype(np.int64)
        count = self.count[food]
        # Few foods have further lots, and few amounts need them.
        rest, level = np.flatnonzero((left > 0) & (count > 1)), 1
        while len(rest):
            further = at[rest] + level
            taken = np.minimum(left[rest], self.serves_g[further])
            saved[rest] += taken * self.rescue_eur_per_g[further]
            left[rest] -= taken
            level += 1
            lots[rest] = level
            rest = rest[(left[rest] > 0) & (count[rest] > level)]
        served_g = wanted_g - left
        return served_g, saved, np.where(served_g > 0, lots, 0)


@lru_cache(maxsize=4)
def food_numbers(index: MatchIndex) -> dict[str, int]:
    """Return the number of each food of an index."""
    return index.food_numbers()


@lru_cache(maxsize=16)
def _numbers_besides(index: MatchIndex, staples: frozenset[str]) -> dict[str, int]:
    """Return the number of each food of an index that a household does not always have."""
    staple = staples_of(index, staples).tolist()
    return {food_id: number for food_id, number in food_numbers(index).items() if not staple[number]}


@lru_cache(maxsize=4)
def _usual_g(index: MatchIndex) -> np.ndarray:
    return np.append(index.usual_mass_g, 1.0)


@lru_cache(maxsize=4)
def _prices(index: MatchIndex) -> np.ndarray:
    return np.array([price_eur_per_kg(food_id) / 1000 for food_id in index.foods] + [0.0])


@lru_cache(maxsize=4)
def weights_of(index: MatchIndex) -> np.ndarray:
    """Return what each food of an index counts where it is needed, and one that is not known: (F+1,)."""
    return np.array([need_weight(food_id) for food_id in (*index.foods, None)])


@lru_cache(maxsize=4)
def _ways(index: MatchIndex) -> np.ndarray:
    return np.array([fetch_eur(food_id) for food_id in (*index.foods, None)])


@lru_cache(maxsize=16)
def staples_of(index: MatchIndex, staples: frozenset[str]) -> np.ndarray:
    """Return which foods of an index a household always has: (F+1,) bool."""
    larder = Larder(staples=staples)
    return np.array([larder.is_staple(food_id) for food_id in index.foods] + [False])
