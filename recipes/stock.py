"""The household's stock as matching sees it, sorted under every food that it can stand for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from pantry.foods import catalog
from pantry.vocabulary import DateKind
from recipes.restrictions import Restrictions
from recipes.substitutes import StandIn, stands_for
from recipes.worth import CO2E_EUR_PER_KG, co2e_kg_per_kg, price_eur_per_kg, rescue_chance

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
    gram of the lot, as likely as it spoils. is_due: whether using it now counts as rescued.
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


@dataclass(slots=True)
class Larder:
    """The stock by the foods it can stand for; lots soonest due first, stand-ins only where there is no other.

    unsafe: lots past their use-by, by the food and those above it. barred: food ids that the household may not eat.
    """

    lots: dict[str, list[ShelfLot]] = field(default_factory=dict)
    unsafe: dict[str, list[StockItem]] = field(default_factory=dict)
    staples: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()

    @classmethod
    def of(cls, stock: Iterable[StockItem], staples: Collection[str],
           restrictions: Restrictions | None = None) -> "Larder":
        """Sort a stock. What the restrictions forbid is never used, also not as a stand-in."""
        larder = cls(staples=frozenset(staples))
        waiting: list[tuple[StockItem, tuple[StandIn, ...], float, float, float, bool]] = []
        barred = set()
        for item in stock:
            if item.quantity <= 0:
                continue
            if item.is_unsafe:
                for food_id in (item.food_id, *above(item.food_id)):
                    larder.unsafe.setdefault(food_id, []).append(item)
            elif restrictions and restrictions.forbids_food(item.food_id):
                barred.add(item.food_id)
            else:
                (rate, co2e_kg), mass_g = item.rescue_per_g(), float("inf") if item.mass_g is None else item.mass_g
                is_due = item.is_due
                same, others = _same_and_others(item.food_id)
                for stand_in in same:
                    ratio = stand_in.mass_ratio
                    larder.lots.setdefault(stand_in.food_id, []).append(
                        ShelfLot(item, stand_in, mass_g / ratio, rate * ratio, co2e_kg, is_due))
                if others:
                    waiting.append((item, others, mass_g, rate, co2e_kg, is_due))
        larder.barred = frozenset(barred)
        larder.lots.update(_nearest(waiting, larder.lots))
        for lots in larder.lots.values():
            if len(lots) > 1:
                lots.sort(key=_soonest_due)
        return larder

    def is_staple(self, food_id: str | None) -> bool:
        """Whether the household always has a food, itself or as a kind of what it has."""
        return food_id is not None and _is_staple(food_id, self.staples)


def _nearest(waiting: Iterable[tuple[StockItem, tuple[StandIn, ...], float, float, float, bool]],
             at_hand: Collection[str]) -> dict[str, list[ShelfLot]]:
    """Return the lots that come nearest to each food that is not at hand itself.

    waiting: item, what it may stand for, grams, euro a gram, CO2e a gram, and whether it is due.
    """
    alike: dict[str, list[ShelfLot]] = {}
    for item, others, mass_g, rate, co2e_kg, is_due in waiting:
        for stand_in in others:
            food_id = stand_in.food_id
            if food_id in at_hand:
                continue
            lots = alike.setdefault(food_id, [])
            if lots and lots[0].stands_as.likeness > stand_in.likeness:
                continue
            if lots and lots[0].stands_as.likeness < stand_in.likeness:
                lots.clear()
            ratio = stand_in.mass_ratio
            lots.append(ShelfLot(item, stand_in, mass_g / ratio, rate * ratio, co2e_kg, is_due))
    return alike


@lru_cache(maxsize=8192)
def _same_and_others(food_id: str) -> tuple[tuple[StandIn, ...], tuple[StandIn, ...]]:
    """Return what a food at hand is itself, the foods above it among that, and what it may stand for besides."""
    found = stands_for(food_id)
    return tuple(one for one in found if one.is_same), tuple(one for one in found if not one.is_same)


@lru_cache(maxsize=8192)
def _is_staple(food_id: str, staples: frozenset[str]) -> bool:
    return food_id in staples or not staples.isdisjoint(above(food_id))


def _soonest_due(lot: ShelfLot) -> tuple[bool, int, str]:
    item = lot.item
    return item.is_frozen, 10**6 if item.days_left is None else item.days_left, item.lot_id


def likeness_of(lots: Sequence[ShelfLot]) -> float:
    """Return how near lots come to what they stand for; 0 for none."""
    return lots[0].stands_as.likeness if lots else 0.0
