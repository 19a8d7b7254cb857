"""A chosen set of dinners laid out over days: in which order, from which lots, and what has to be bought.

Amounts are taken day by day, so that a lot that one dinner opens serves the next, and nothing past its use-by is
planned. What is missing adds up over the week and is bought in whole packages.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from pantry.foods import Food, catalog
from pantry.quantities import convert, to_mass_g, units
from pantry.vocabulary import Category, DateKind
from recipes.matching.explain import Tally, tally_of, weigh_needs
from recipes.matching.match_index import MatchIndex
from recipes.matching.stock import Larder, StockItem
from recipes.matching.worth import FETCH_EUR, OTHERWISE_EATEN_DAYS, UNKNOWN_EUR, price_eur_per_kg
from recipes.recipe import MissingFood, UsedLot

# What is left of an opened pack that keeps badly is thrown away about every second time, else hardly ever.
SHORT_LIVED = frozenset({Category.PRODUCE, Category.BAKERY, Category.DELI, Category.MEAT, Category.FISH,
                         Category.DAIRY})
SHORT_LIVED_WASTE, LONG_LIVED_WASTE = 0.5, 0.05
DEFAULT_PACKAGE_G = 250.0
# Eggs are sold by so many; yolks and whites, whose pack is of another kind, are asked for by the piece.
_EGGS_IN_CARTON = range(4, 13)
_NEVER = 1e6
# Where nothing is lost by either order, what is due sooner comes first.
SOONER_EUR = 0.01


@dataclass(frozen=True, slots=True)
class Dinner:
    """One evening of a plan. day: 0 is the first. uses, missing: as of that day, after the dinners before it."""

    day: int
    recipe_id: str
    title: str
    total_minutes: int | None
    servings: float | None
    uses: tuple[UsedLot, ...]
    missing: tuple[MissingFood, ...]


@dataclass(frozen=True, slots=True)
class Purchase:
    """One line of the shopping list: a food in whole packages, for all dinners together.

    needed_g: None where no recipe says how much. quantity, unit: what to buy. cost_eur: by reference prices.
    """

    name: str
    food_id: str | None
    needed_g: float | None
    quantity: float
    unit: str
    packages: int
    cost_eur: float
    recipe_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Dinners by day and what they come to. wasted_eur: expected, of lots in the house and of packs opened."""

    dinners: tuple[Dinner, ...]
    purchases: tuple[Purchase, ...]
    rescued_eur: float
    wasted_eur: float
    purchase_eur: float

    @property
    def cost_eur(self) -> float:
        """What a plan is judged by: expected waste and purchases."""
        return self.wasted_eur + self.purchase_eur


def package_g(food_id: str) -> float:
    """Return grams of what is sold as one: a pack, a carton of eggs, or a piece of what is sold by the piece."""
    food = catalog().get(food_id)
    if food and food.unit == "piece" and food.piece_mass_g:
        return food.piece_mass_g * pieces_in_carton(food)
    return (food.package_mass_g or food.piece_mass_g if food else None) or DEFAULT_PACKAGE_G


def pieces_in_carton(food: Food) -> int:
    """Return how many pieces of a food are sold together: the eggs of a carton, 1 of what is sold singly."""
    count = round((food.package_mass_g or 0) / (food.piece_mass_g or math.inf))
    return count if food.category == Category.EGGS and count in _EGGS_IN_CARTON else 1


def whole_packages(food_id: str, needed_g: float) -> tuple[int, float, str]:
    """Return how many of what is sold as one cover so many grams, at least one, and that as quantity and unit."""
    each_g = package_g(food_id)
    # A grain more than a pack is still that pack.
    packages = max(1, math.ceil(needed_g / each_g - 0.02))
    quantity, unit = _sold_as(food_id)
    return packages, round(packages * quantity, 1), unit


@lru_cache(maxsize=4096)
def _sold_as(food_id: str) -> tuple[float, str]:
    """Return what is sold as one as an amount: 1 can, 1 l, 500 g."""
    each_g, food = package_g(food_id), catalog().get(food_id)
    if food is None:
        return each_g, "g"
    if (pieces := pieces_in_carton(food)) > 1:
        return float(pieces), food.unit
    if units()[food.unit].kind == "volume":
        # Densities are rounded, cartons are whole.
        each_ml = round(float(convert(Decimal(str(each_g)), "g", "ml", food_id).quantity), -1)
        return (each_ml / 1000, "l") if each_ml >= 1000 else (each_ml, "ml")
    one = to_mass_g(Decimal(1), food.unit, food_id)
    is_own = one is not None and one.method != "mass" and math.isclose(one.grams, each_g)
    return (1.0, food.unit) if is_own else (each_g, "g")


def leftover_waste(food_id: str) -> float:
    """Return the share (0 to 1) of an opened pack's rest that is expected to be thrown away."""
    food = catalog().get(food_id)
    return SHORT_LIVED_WASTE if food and food.category in SHORT_LIVED else LONG_LIVED_WASTE


def order_by_expiry(index: MatchIndex, recipes: Sequence[int], larder: Larder,
                    minutes_by_day: Sequence[int | None], *, servings: float | None = None) -> list[int]:
    """Return the recipe numbers by day: within the time of each evening, so that least is lost by waiting."""
    cost = np.zeros((len(recipes), len(recipes)))
    for row, number in enumerate(recipes):
        used = [(lot.item, lot.item.mass_g if grams is None else grams)
                for _, lot, grams in tally_of(index, number, larder, servings=servings).used]
        pressing = [(item, grams or 0.0) for item, grams in used if item.days_left is not None and not item.is_frozen]
        soonest = min([max(item.days_left or 0, 0) for item, _ in pressing], default=60)
        minutes = int(index.minutes[number])
        for day in range(len(recipes)):
            limit = minutes_by_day[day] if day < len(minutes_by_day) else None
            too_long = limit is not None and (minutes == 0 or minutes > limit)
            lost = sum(_lost_by_waiting_eur(item, grams, day) for item, grams in pressing)
            cost[row, day] = lost + day / (1 + soonest) * SOONER_EUR + too_long * _NEVER
    rows, days_of = linear_sum_assignment(cost)
    return [recipes[row] for row, _ in sorted(zip(rows, days_of, strict=True), key=lambda pair: pair[1])]


def _lost_by_waiting_eur(item: StockItem, grams: float, day: int) -> float:
    """Return what it costs to use grams of a lot on a day of the plan instead of today.

    Past its use-by it is thrown away and bought again; past any other date more of it spoils with every day.
    """
    days_left = item.days_left or 0
    price = price_eur_per_kg(item.food_id) if item.eur_per_kg is None else item.eur_per_kg
    value_eur = grams / 1000 * price
    if item.date_kind == DateKind.USE_BY:
        return 2 * value_eur if day > days_left else 0.0
    return value_eur * (1 - math.exp(-(day - max(days_left, 0)) / OTHERWISE_EATEN_DAYS)) if day > days_left else 0.0


def lay_out(index: MatchIndex, ordered: Sequence[int], stock: Sequence[StockItem], larder: Larder, *,
            servings: float | None) -> LaidOut:
    """Take each dinner's amounts from what the ones before it left; list what is missing in packages."""
    taken: dict[str, float] = {}
    dinners: list[Dinner] = []
    rescued = 0.0
    missing: dict[str, list[tuple[MissingFood, str]]] = {}
    for day, number in enumerate(ordered):
        later = Larder.of([_on(item, day) for item in stock if item.food_id not in larder.barred], larder.staples)
        tally = Tally(taken_g=taken)
        weigh_needs(index, number, later, tally, servings=servings)
        missing_here = tally.missing()
        recipe_id, details = index.recipe_ids[number].decode(), index.details(number)
        own = details["servings"]
        dinners.append(Dinner(day, recipe_id, str(details["title"]), int(index.minutes[number]) or None,
                              servings if servings and own else own,  # type: ignore[arg-type]
                              tally.uses(), missing_here))
        for food in missing_here:
            missing.setdefault(food.food_id or food.name.casefold(), []).append((food, recipe_id))
    for item in stock:
        if item.lot_id in taken:
            rescued += taken[item.lot_id] * item.rescue_eur_per_g
    purchases = tuple(_purchase(found) for _, found in sorted(missing.items()))
    wasted = sum(_spoils_eur(item, taken) for item in stock if not item.is_unsafe) + sum(map(_rest_eur, purchases))
    return LaidOut(tuple(dinners), purchases, round(rescued, 2), round(wasted, 2),
                   round(sum(one.cost_eur for one in purchases), 2))


def _on(item: StockItem, day: int) -> StockItem:
    return item if item.days_left is None else replace(item, days_left=item.days_left - day)


def _spoils_eur(item: StockItem, taken: dict[str, float]) -> float:
    return max(0.0, (item.mass_g or 0.0) - taken.get(item.lot_id, 0.0)) * item.rescue_eur_per_g


def _rest_eur(one: Purchase) -> float:
    """Return what of a purchase is expected to be thrown away."""
    if one.food_id is None or one.needed_g is None:
        return 0.0
    rest_g = one.packages * package_g(one.food_id) - one.needed_g
    return max(0.0, rest_g) / 1000 * price_eur_per_kg(one.food_id) * leftover_waste(one.food_id)


def _purchase(found: list[tuple[MissingFood, str]]) -> Purchase:
    """Add up what several dinners lack of one food, in whole packages."""
    first = found[0][0]
    recipe_ids = tuple(dict.fromkeys(recipe_id for _, recipe_id in found))
    known_g = [food.missing_g for food, _ in found if food.missing_g is not None]
    needed_g = round(sum(known_g), 1) if known_g else None
    food = catalog().get(first.food_id) if first.food_id else None
    if food is None:
        return Purchase(first.name, None, needed_g, 1, "pack", 1, UNKNOWN_EUR + FETCH_EUR, recipe_ids)
    packages, quantity, unit = whole_packages(food.food_id, needed_g or 0.0)
    cost = FETCH_EUR + packages * package_g(food.food_id) / 1000 * price_eur_per_kg(food.food_id)
    return Purchase(food.name(), food.food_id, needed_g, quantity, unit, packages, round(cost, 2), recipe_ids)
