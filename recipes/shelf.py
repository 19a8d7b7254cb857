"""The larder as arrays over the foods of an index, so that many recipes are weighed at once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from recipes.match_index import MatchIndex
from recipes.stock import Larder
from recipes.worth import price_eur_per_kg

# Lots of one food that are looked at one by one; further ones count as one.
_LEVELS = 8


@dataclass(frozen=True, slots=True)
class Shelf:
    """F foods of the index and one more that stands for "no food"; L lots of one food, soonest due first.

    is_staple: (F+1,). likeness: (F+1,) 1 where the food is in the house, below it for a stand-in, 0 where it is
    not. serves_g: (F+1, L) grams that a lot serves for, inf unknown, 0 none. rescue_eur_per_g: (F+1, L).
    usual_g, eur_per_g: (F+1,). first_lot: (F+1,) number of the lot that is taken first; lot_ratio: (F+1,) grams
    of it for a gram of the food; lot_g: (lots,). lots: (F+1, W) uint64, a bit for each lot.
    """

    is_staple: np.ndarray
    likeness: np.ndarray
    serves_g: np.ndarray
    rescue_eur_per_g: np.ndarray
    usual_g: np.ndarray
    eur_per_g: np.ndarray
    first_lot: np.ndarray
    lot_ratio: np.ndarray
    lot_g: np.ndarray
    lots: np.ndarray

    @classmethod
    def of(cls, index: MatchIndex, larder: Larder) -> "Shelf":
        """Lay out what a larder holds of the foods that recipes need."""
        size = len(index.foods) + 1
        numbers = food_numbers(index)
        staple = staples_of(index, larder.staples)
        shelves = [(number, lots) for food_id, lots in larder.lots.items()
                   if (number := numbers.get(food_id)) is not None and not staple[number]]
        lot_numbers: dict[str, int] = {}
        lot_g: list[float] = []
        cells: list[tuple[int, int, float, float, int]] = []
        for number, lots in shelves:
            for level, lot in enumerate(lots):
                lot_number = lot_numbers.setdefault(lot.item.lot_id, len(lot_g))
                if lot_number == len(lot_g):
                    lot_g.append(float("inf") if lot.item.mass_g is None else lot.item.mass_g)
                cells.append((number, level, lot.serves_g, lot.rescue_eur_per_g, lot_number))
        shelf = cls(staple, np.zeros(size), *_levels(cells, size), np.append(index.usual_mass_g, 1.0), _prices(index),
                    np.zeros(size, np.int64), np.ones(size), np.array([*lot_g, np.inf]),
                    np.zeros((size, 1 + len(lot_numbers) // 64), np.uint64))
        rows = np.array([number for number, _ in shelves], np.int64)
        shelf.likeness[rows] = [lots[0].stands_as.likeness for _, lots in shelves]
        shelf.lot_ratio[rows] = [lots[0].stands_as.mass_ratio for _, lots in shelves]
        shelf.first_lot[rows] = [lot_numbers[lots[0].item.lot_id] for _, lots in shelves]
        if cells:
            held, lot_of = np.array([(cell[0], cell[4]) for cell in cells], np.int64).T
            np.bitwise_or.at(shelf.lots, (held, lot_of // 64), np.uint64(1) << (lot_of % 64).astype(np.uint64))
        return shelf

    def served_g(self, food: np.ndarray, wanted_g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return grams served of each need (N,) and what using them saves, in euro (N,); lots soonest due first."""
        left = wanted_g.astype(np.float64)
        saved = np.zeros(len(food))
        for level in range(self.serves_g.shape[1]):
            taken = np.minimum(left, self.serves_g[food, level])
            saved += taken * self.rescue_eur_per_g[food, level]
            left -= taken
        return wanted_g - left, saved


def _levels(cells: list[tuple[int, int, float, float, int]], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return grams and rescue of (food, level, grams, euro a gram, lot) as arrays (size, L).

    The rest of many lots is least urgent: its first lot tells for all of them.
    """
    levels = min(_LEVELS, 1 + max((cell[1] for cell in cells), default=0))
    serves_g, rescue = np.zeros((size, levels)), np.zeros((size, levels))
    if cells:
        food, level = np.array([cell[:2] for cell in cells], np.int64).T
        grams, rate = np.array([cell[2:4] for cell in cells]).T
        np.add.at(serves_g, (food, np.minimum(level, levels - 1)), grams)
        shown = level < levels
        rescue[food[shown], level[shown]] = rate[shown]
    return serves_g, rescue


@lru_cache(maxsize=4)
def food_numbers(index: MatchIndex) -> dict[str, int]:
    """Return the number of each food of an index."""
    return index.food_numbers()


@lru_cache(maxsize=4)
def _prices(index: MatchIndex) -> np.ndarray:
    return np.array([price_eur_per_kg(food_id) / 1000 for food_id in index.foods] + [0.0])


@lru_cache(maxsize=16)
def staples_of(index: MatchIndex, staples: frozenset[str]) -> np.ndarray:
    """Return which foods of an index a household always has: (F+1,) bool."""
    larder = Larder(staples=staples)
    return np.array([larder.is_staple(food_id) for food_id in index.foods] + [False])
