"""The household's stock as matching sees it, sorted under every food that it can stand for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pantry.foods import catalog
from pantry.vocabulary import DateKind
from recipes.matching.restrictions import Restrictions
from recipes.matching.substitutes import StandIn, stands_for
from recipes.matching.worth import CO2E_EUR_PER_KG, co2e_kg_per_kg, price_eur_per_kg, rescue_chance

# Rescued is what a recipe uses from so many days before its date to so many days behind it.
RESCUE_DAYS, RESCUE_DAYS_BEHIND = 3, 7


@dataclass(frozen=True, slots=True)
class StockItem:
    """One lot as matching sees it.

    mass_g: grams that are there, None if not known. days_left: to its date, negative behind it, None without
    one. date_kind: a word of `DateKind`. A frozen lot neither presses nor spoils. eur_per_kg: what it cost, None
    for the food's reference price.
    """

    lot_id: str
    food_id: str
    quantity: float
    unit: str
    mass_g: float | None = None
    days_left: int | None = None
    date_kind: str | None = None
    is_frozen: bool = False
    eur_per_kg: float | None = None

    @property
    def is_unsafe(self) -> bool:
        """Past its use-by date and not frozen."""
        return (self.days_left is not None and self.days_left < 0 and self.date_kind == DateKind.USE_BY
                and not self.is_frozen)

    @property
    def is_due(self) -> bool:
        """Whether using it now counts as rescued."""
        return (self.days_left is not None and -RESCUE_DAYS_BEHIND <= self.days_left <= RESCUE_DAYS
                and not self.is_frozen)

    @property
    def rescue_eur_per_g(self) -> float:
        """What it saves to use a gram of it."""
        return self.rescue_per_g()[0]

    def rescue_per_g(self) -> tuple[float, float]:
        """Return what it saves to use a gram of it, in euro, and the kilograms of CO2e behind that."""
        return _rescue_per_g(self.food_id, self.days_left, self.is_frozen, self.eur_per_kg)


@lru_cache(maxsize=8192)
def _rescue_per_g(
    food_id: str, days_left: int | None, is_frozen: bool, eur_per_kg: float | None
) -> tuple[float, float]:
    chance = rescue_chance(days_left, is_frozen=is_frozen)
    if chance == 0.0:
        return 0.0, 0.0
    price = price_eur_per_kg(food_id) if eur_per_kg is None else eur_per_kg
    co2e_kg = co2e_kg_per_kg(food_id)
    return chance * (price + CO2E_EUR_PER_KG * co2e_kg) / 1000, co2e_kg * chance / 1000


class ShelfLot(NamedTuple):
    """A lot under a food that it can stand for.

    serves_g: grams of the food needed that it can serve for; infinite where its mass is not known.
    rescue_eur_per_g: what a gram of the food needed saves, taken from it; rescue_co2e_kg_per_g: the CO2e behind a
    gram of the lot, as likely as it spoils; both times the likeness of a stand-in, which few cooks take. is_due:
    whether using it now counts as rescued.
    """

    item: StockItem
    stands_as: StandIn
    serves_g: float
    rescue_eur_per_g: float
    rescue_co2e_kg_per_g: float = 0.0
    is_due: bool = False


@lru_cache(maxsize=8192)
def above(food_id: str) -> tuple[str, ...]:
    """Return the foods above a food, nearest first."""
    return catalog().ancestors(food_id)


class LotsByFood(Mapping[str, list[ShelfLot]]):
    """The lots of items under each food that they can stand for; stand-ins only where nothing comes nearer.

    Kept as columns, of which a food's lots are made when somebody asks: most are only ever added up. items: in the
    order in which they are to be used.

    first: (F+1,) where the lots of a food begin, in the order of iteration. item: (L,) numbers of items, those of a
    food rising; likeness, ratio: (L,) as in `StandIn`. mass_g, rescue_eur_per_g: (items,) grams, inf where not known,
    and what one of them saves.
    """

    __slots__ = ("_items", "_made", "_rows", "_stand_ins", "first", "item", "likeness", "mass_g", "ratio",
                 "rescue_eur_per_g")

    def __init__(self, items: Sequence[StockItem]) -> None:
        self._items = items
        self._made: dict[str, list[ShelfLot]] = {}
        self._rows: dict[str, int] = {}
        found = [stands_for(item.food_id) for item in items]
        cells = [stand_in for one in found for stand_in in one]
        food_ids, likenesses, ratios, _ = zip(*cells, strict=True) if cells else ((), (), (), ())
        rows, likeness = self._rows, np.array(likenesses, np.float64)
        food = np.array([rows.setdefault(food_id, len(rows)) for food_id in food_ids], np.int64)
        order = np.lexsort((-likeness, food))
        count = np.bincount(food, minlength=len(rows))
        nearest = likeness[order][np.cumsum(count) - count]
        order = order[likeness[order] == np.repeat(nearest, count)]
        self._stand_ins = [cells[cell] for cell in order.tolist()]
        self.first = np.append(0, np.cumsum(np.bincount(food[order], minlength=len(rows))))
        self.item = np.repeat(np.arange(len(items)), np.array([len(one) for one in found], np.int64))[order]
        self.likeness, self.ratio = likeness[order], np.array(ratios, np.float64)[order]
        self.mass_g = np.array([float("inf") if item.mass_g is None else item.mass_g for item in items], np.float64)
        self.rescue_eur_per_g = np.array([item.rescue_eur_per_g for item in items], np.float64)

    def __getitem__(self, food_id: str) -> list[ShelfLot]:
        if food_id not in self._made:
            row = self._rows[food_id]
            self._made[food_id] = [self._lot(at) for at in range(*self.first[row:row + 2].tolist())]
        return self._made[food_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _lot(self, at: int) -> ShelfLot:
        item, stand_in = self._items[self.item[at]], self._stand_ins[at]
        (rate, co2e_kg), likeness, ratio = item.rescue_per_g(), stand_in.likeness, stand_in.mass_ratio
        mass_g = float("inf") if item.mass_g is None else item.mass_g
        return ShelfLot(item, stand_in, mass_g / ratio, rate * likeness * ratio, co2e_kg * likeness, item.is_due)


@dataclass(slots=True)
class Larder:
    """The stock by the foods it can stand for; lots soonest due first, stand-ins only where there is no other.

    unsafe: lots past their use-by, by the food and those above it. barred: food ids that the household may not eat.
    """

    lots: LotsByFood = field(default_factory=lambda: LotsByFood(()))
    unsafe: dict[str, list[StockItem]] = field(default_factory=dict)
    staples: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()

    @classmethod
    def of(cls, stock: Iterable[StockItem], staples: Collection[str],
           restrictions: Restrictions | None = None) -> "Larder":
        """Sort a stock. What the restrictions forbid is never used, also not as a stand-in."""
        usable: list[StockItem] = []
        unsafe: dict[str, list[StockItem]] = {}
        barred = set()
        for item in stock:
            if item.quantity <= 0:
                continue
            if item.is_unsafe:
                for food_id in (item.food_id, *above(item.food_id)):
                    unsafe.setdefault(food_id, []).append(item)
            elif restrictions and restrictions.forbids_food(item.food_id):
                barred.add(item.food_id)
            else:
                usable.append(item)
        usable.sort(key=_soonest_due)
        return cls(LotsByFood(usable), unsafe, frozenset(staples), frozenset(barred))

    def is_staple(self, food_id: str | None) -> bool:
        """Whether the household always has a food, itself or as a kind of what it has."""
        return food_id is not None and _is_staple(food_id, self.staples)


@lru_cache(maxsize=8192)
def _is_staple(food_id: str, staples: frozenset[str]) -> bool:
    return food_id in staples or not staples.isdisjoint(above(food_id))


def _soonest_due(item: StockItem) -> tuple[bool, int, str]:
    return item.is_frozen, 10**6 if item.days_left is None else item.days_left, item.lot_id


def likeness_of(lots: Sequence[ShelfLot]) -> float:
    """Return how near lots come to what they stand for; 0 for none."""
    return lots[0].stands_as.likeness if lots else 0.0
