"""The larder as arrays over the foods of an index, so that many recipes are weighed at once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from recipes.match_index import MatchIndex
from recipes.stock import Larder
from recipes.worth import price_eur_per_kg


@dataclass(frozen=True, slots=True)
class Shelf:
    """F foods of the index and one more that stands for "no food"; L lots under foods, those of a food together.

    is_staple: (F+1,). likeness: (F+1,) 1 where the food is in the house, below it for a stand-in, 0 where it is not.
    usual_g, eur_per_g: (F+1,). first: (F+1,) where a food's lots begin, soonest due first, or L; count: (F+1,).
    serves_g: (L+1,) grams of its food that a lot serves for, inf unknown, 0 behind the last one. rescue_eur_per_g,
    ratio: (L+1,) what a gram of the food saves, and grams of the lot for one of it. lot: (L+1,) number of the lot,
    the same under each food; lot_g: by that number, grams that are there.
    """

    is_staple: np.ndarray
    likeness: np.ndarray
    usual_g: np.ndarray
    eur_per_g: np.ndarray
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
        numbers, staple = _numbers_besides(index, larder.staples), staples_of(index, larder.staples)
        shelves = [(number, lots) for food_id, lots in larder.lots.items()
                   if (number := numbers.get(food_id)) is not None]
        rows = np.array([number for number, _ in shelves], np.int64)
        counts = np.array([len(lots) for _, lots in shelves], np.int64)
        cells = [lot for _, lots in shelves for lot in lots]
        items, stand_ins, serves_g, rescue_eur_per_g, *_ = zip(*cells, strict=True) if cells else ((), (), (), ())
        _, likenesses, ratios, _ = zip(*stand_ins, strict=True) if cells else ((), (), (), ())
        lot_ids = [item.lot_id for item in items]
        lot_g = {lot_id: np.inf if item.mass_g is None else item.mass_g
                 for lot_id, item in zip(lot_ids, items, strict=True)}
        lot_numbers = dict(zip(lot_g, range(len(lot_g)), strict=True))
        likeness, first, count = np.zeros(size), np.full(size, len(cells)), np.zeros(size, np.int64)
        first[rows], count[rows] = np.cumsum(counts) - counts, counts
        likeness[rows] = np.array((*likenesses, 0.0))[first[rows]]
        return cls(staple, likeness, _usual_g(index), _prices(index), first, count,
                   np.array((*serves_g, 0.0)), np.array((*rescue_eur_per_g, 0.0)), np.array((*ratios, 1.0)),
                   np.array([*map(lot_numbers.__getitem__, lot_ids), len(lot_g)]),
                   np.array((*lot_g.values(), np.inf)))

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


@lru_cache(maxsize=16)
def staples_of(index: MatchIndex, staples: frozenset[str]) -> np.ndarray:
    """Return which foods of an index a household always has: (F+1,) bool."""
    larder = Larder(staples=staples)
    return np.array([larder.is_staple(food_id) for food_id in index.foods] + [False])
