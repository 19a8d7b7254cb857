"""Which recipes fit what is in the house, best first, and why.

Stage one scores every recipe by its postings; stage two looks at quantities for the best few hundred; the few
that are shown are explained.
Score = weight in the house / (weight needed + 0.5) + 0.35 x rescue / (1 + rescue) - 0.03 x foods missing.
The half in the divisor keeps one-line recipes from the top; rescue sums the urgency of the lots used (of each
food the one that is due first). Food past its use-by counts as missing and is named. Equal scores are ordered
by recipe id.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np

from pantry.foods import catalog
from pantry.vocabulary import DateKind
from recipes.match_index import MatchIndex
from recipes.needs import Need
from recipes.recipe import MissingFood, RecipeMatch, UsedLot

STAPLE_WEIGHT = 0.1
SMOOTHING = 0.5
RESCUE_WEIGHT = 0.35
MISSING_COST = 0.03
MOST_MISSING_COUNTED = 10
# A lot is as urgent as can be on its last day and not at all a week before it.
URGENT_DAYS = 7
# Rescued is what a recipe uses within this many days of its date.
RESCUE_DAYS = 3
# Amounts in recipes and on shelves are rough: 95 % is enough.
ENOUGH_SHARE = 0.95
STAGE_TWO_RECIPES = 400


@dataclass(frozen=True, slots=True)
class StockItem:
    """One lot as matching sees it.

    mass_g: grams that are there, None if not known. days_left: to its date, negative behind it, None without
    one. date_kind: a word of `DateKind`. A frozen lot neither presses nor spoils.
    """

    lot_id: str
    food_id: str
    quantity: float
    unit: str
    mass_g: float | None = None
    days_left: int | None = None
    date_kind: str | None = None
    is_frozen: bool = False

    @property
    def is_unsafe(self) -> bool:
        """Past its use-by date and not frozen."""
        return (self.date_kind == DateKind.USE_BY and self.days_left is not None and self.days_left < 0
                and not self.is_frozen)

    @property
    def urgency(self) -> float:
        """0 to 1: how soon the lot is due."""
        if self.days_left is None or self.is_frozen:
            return 0.0
        return min(1.0, max(0.0, (URGENT_DAYS - self.days_left) / URGENT_DAYS))


@lru_cache(maxsize=8192)
def _above(food_id: str) -> tuple[str, ...]:
    return catalog().ancestors(food_id)


@dataclass(slots=True)
class _Larder:
    """The stock by the foods it can stand for: its own and every food above it; lots soonest due first."""

    lots: dict[str, list[StockItem]] = field(default_factory=dict)
    unsafe: dict[str, list[StockItem]] = field(default_factory=dict)
    staples: frozenset[str] = frozenset()

    @classmethod
    def of(cls, stock: Iterable[StockItem], staples: Collection[str]) -> "_Larder":
        larder = cls(staples=frozenset(staples))
        for item in stock:
            if item.quantity > 0:
                shelf = larder.unsafe if item.is_unsafe else larder.lots
                for food_id in (item.food_id, *_above(item.food_id)):
                    shelf.setdefault(food_id, []).append(item)
        for lots in larder.lots.values():
            lots.sort(key=lambda lot: (lot.is_frozen, 10**6 if lot.days_left is None else lot.days_left, lot.lot_id))
        return larder

    def is_staple(self, food_id: str | None) -> bool:
        return food_id is not None and (food_id in self.staples or not self.staples.isdisjoint(_above(food_id)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The larder as arrays over the foods of an index, each (F + 1,); the last stands for "no food".

    share: 1 where it is in the house. mass_g: nan where a lot's mass is not known. urgency: of the first lot.
    """

    is_staple: np.ndarray
    share: np.ndarray
    mass_g: np.ndarray
    urgency: np.ndarray

    @classmethod
    def of(cls, index: MatchIndex, larder: _Larder) -> "_Shelf":
        size = len(index.foods) + 1
        shelf = cls(np.zeros(size, bool), np.zeros(size), np.full(size, np.nan), np.zeros(size))
        for number, food_id in enumerate(index.foods):
            lots = larder.lots.get(food_id)
            shelf.is_staple[number] = larder.is_staple(food_id)
            if lots and not shelf.is_staple[number]:
                shelf.share[number], shelf.urgency[number] = 1.0, lots[0].urgency
                shelf.mass_g[number] = sum(np.nan if lot.mass_g is None else lot.mass_g for lot in lots)
        return shelf


def match(index: MatchIndex, stock: Sequence[StockItem], *, staples: Collection[str] = (), as_of: date | None = None,
          top: int = 20, servings: float | None = None, max_minutes: int | None = None,
          hidden: Collection[str] = ()) -> list[RecipeMatch]:
    """Return up to `top` recipes that use something in the house, best first; the same stock gives the same list.

    staples: food ids the household always has; they weigh little and are never missing. as_of: the day that
    `days_left` counts from, carried into the result. servings: scale amounts where the recipe says for how many
    it is. max_minutes: leaves out longer recipes, and those that do not say. hidden: recipe ids to leave out.
    An empty list is explained by `explain_empty`.
    """
    larder = _Larder.of(stock, staples)
    shelf = _Shelf.of(index, larder)
    score = _stage_one(index, shelf)
    if max_minutes is not None:
        score[(index.minutes == 0) | (index.minutes > max_minutes)] = -np.inf
    if hidden:
        score[np.isin(index.recipe_ids, np.array(sorted(hidden), "S12"))] = -np.inf
    best = np.sort(_best(score, max(STAGE_TWO_RECIPES, 4 * top)))
    closer = _stage_two(index, best, shelf, servings)
    order = np.argsort(-closer, kind="stable")[:top]
    return [_explain(index, int(best[at]), float(closer[at]), larder, servings, as_of) for at in order]


def match_one(index: MatchIndex, recipe_id: str, stock: Sequence[StockItem], *, staples: Collection[str] = (),
              as_of: date | None = None, servings: float | None = None) -> RecipeMatch | None:
    """Return how one recipe fits, whatever its rank ("why not this one"); None if the index does not hold it."""
    number = int(np.searchsorted(index.recipe_ids, recipe_id.encode()))
    if number >= len(index) or index.recipe_ids[number] != recipe_id.encode():
        return None
    larder = _Larder.of(stock, staples)
    score = _stage_two(index, np.array([number]), _Shelf.of(index, larder), servings)
    return _explain(index, number, float(score[0]), larder, servings, as_of)


def explain_empty(index: MatchIndex, stock: Sequence[StockItem], *, staples: Collection[str] = ()) -> str | None:
    """Return in one sentence why no recipe matches, or None if some do."""
    if not len(index):
        return "There are no recipes yet: import a page, a folder or a feed."
    if not any(item.quantity > 0 for item in stock):
        return "Nothing is in the house yet: add what you have."
    larder = _Larder.of(stock, staples)
    if not larder.lots:
        return "All food in the house is past its use-by date."
    if np.isneginf(_stage_one(index, _Shelf.of(index, larder))).all():
        return f"None of the {len(index)} recipes uses what is in the house."
    return None


def _stage_one(index: MatchIndex, shelf: _Shelf) -> np.ndarray:
    """Return a score per recipe (R,), -inf where nothing in the house is used; amounts are not looked at."""
    owned = np.flatnonzero(shelf.share > 0)
    pressing = np.flatnonzero(shelf.urgency > 0)
    have = _count(index, owned)
    staples = _count(index, np.flatnonzero(shelf.is_staple))
    rescue = _count(index, pressing, shelf.urgency[pressing])
    missing = index.need_total - have - staples
    score = _score(have + staples * STAPLE_WEIGHT, index.need_total - staples * (1 - STAPLE_WEIGHT), rescue, missing)
    return np.where(have > 0, score, -np.inf)


def _score(have: np.ndarray, needed: np.ndarray, rescue: np.ndarray, missing: np.ndarray) -> np.ndarray:
    return (have / (needed + SMOOTHING) + RESCUE_WEIGHT * rescue / (1 + rescue)
            - MISSING_COST * np.minimum(missing, MOST_MISSING_COUNTED))


def _stage_two(index: MatchIndex, recipes: np.ndarray, shelf: _Shelf, servings: float | None) -> np.ndarray:
    """Return the score of each recipe number given, amounts looked at, rounded so that sums in any order tie."""
    start, count = index.need_start[recipes], np.diff(index.need_start)[recipes]
    of = np.repeat(np.arange(len(recipes)), count)
    need = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(start, count)
    food, optional = index.need_food[need], index.need_optional[need]
    scale = np.ones(len(recipes))
    if servings:
        own = index.servings[recipes].astype(np.float64)
        scale = np.where(own > 0, servings / np.where(own > 0, own, 1), 1.0)
    needed_g = index.need_mass_g[need].astype(np.float64) * scale[of]
    with np.errstate(divide="ignore", invalid="ignore"):
        enough = shelf.mass_g[food] / needed_g
    share = shelf.share[food] * np.where(np.isnan(enough), 1.0, np.minimum(enough, 1.0))
    staple = shelf.is_staple[food]
    weight = np.where(staple, STAPLE_WEIGHT, np.where(optional, 0.0, 1.0))

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(of, values, minlength=len(recipes))

    missing = ~staple & ~optional & (share < ENOUGH_SHARE)
    return np.round(_score(total(np.where(staple, weight, weight * share)), total(weight),
                           total(np.where(optional, 0.0, shelf.urgency[food])), total(missing)), 6)


def _count(index: MatchIndex, foods: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Return how many (or how much weight) of the foods each recipe needs: (R,) float64."""
    if not len(foods):
        return np.zeros(len(index))
    postings = [index.postings(food) for food in foods]
    weight = None if weights is None else np.repeat(weights, [len(posting) for posting in postings])
    return np.bincount(np.concatenate(postings), weight, minlength=len(index)).astype(np.float64, copy=False)


def _best(score: np.ndarray, most: int) -> np.ndarray:
    """Return the numbers of the best recipes; of those that tie at the edge, the ones with the lowest ids."""
    possible = np.flatnonzero(score > -np.inf)
    if len(possible) <= most:
        return possible
    edge = np.partition(score[possible], len(possible) - most)[len(possible) - most]
    above = possible[score[possible] > edge]
    return np.concatenate([above, possible[score[possible] == edge][:most - len(above)]])


@dataclass(slots=True)
class _Tally:
    have: float = 0.0
    needed: float = 0.0
    have_count: int = 0
    need_count: int = 0
    uses: list[UsedLot] = field(default_factory=list)
    missing: list[MissingFood] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    rescues: list[str] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)


def _explain(index: MatchIndex, number: int, score: float, larder: _Larder, servings: float | None,
             as_of: date | None) -> RecipeMatch:
    """Say what a recipe would use from which lots, and what is missing."""
    details = index.details(number)
    own_servings = details["servings"]
    scale = servings / float(own_servings) if servings and own_servings else 1.0
    tally = _Tally()
    for need in index.needs(number):
        _weigh(need, larder, scale, tally)
    minutes = int(index.minutes[number])
    return RecipeMatch(
        recipe_id=index.recipe_ids[number].decode(), title=str(details["title"]), score=score,
        coverage=round(tally.have / tally.needed, 4) if tally.needed else 0.0, have_count=tally.have_count,
        need_count=tally.need_count, uses=tuple(tally.uses), missing=tuple(tally.missing),
        assumed=tuple(tally.assumed), rescues=tuple(dict.fromkeys(tally.rescues)),
        unsafe=tuple(dict.fromkeys(tally.unsafe)), as_of=as_of.isoformat() if as_of else None,
        url=details["url"], image=details["image"], total_minutes=minutes or None,  # type: ignore[arg-type]
        servings=own_servings)  # type: ignore[arg-type]


def _weigh(need: Need, larder: _Larder, scale: float, tally: _Tally) -> None:
    """Add one need to the tally: from the house, assumed as a staple, or missing wholly or in part."""
    lots = larder.lots.get(need.food_id or "", [])
    if larder.is_staple(need.food_id):
        tally.have, tally.needed = tally.have + STAPLE_WEIGHT, tally.needed + STAPLE_WEIGHT
        tally.assumed.append(need.name)
        return
    weight = 0.0 if need.is_optional else 1.0
    needed_g = need.mass_g * scale if need.mass_g else None
    share, used, missing_g = _take(lots, needed_g, need.name)
    tally.needed += weight
    tally.have += weight * share
    tally.need_count += not need.is_optional
    tally.have_count += share >= ENOUGH_SHARE and not need.is_optional
    tally.uses.extend(used)
    urgent = [lot for lot in lots[:len(used)] if lot.urgency > 0]
    tally.rescues.extend(lot.food_id for lot in urgent if (lot.days_left or 0) <= RESCUE_DAYS)
    if share < ENOUGH_SHARE and not need.is_optional:
        spoiled = larder.unsafe.get(need.food_id or "", [])
        reason = "past_use_by" if spoiled and not lots else ""
        tally.unsafe.extend(need.name for _ in spoiled[:1])
        tally.missing.append(MissingFood(need.name, need.food_id, missing_g, share > 0, reason))


def _take(lots: Sequence[StockItem], needed_g: float | None, name: str) -> tuple[float, list[UsedLot], float | None]:
    """Take an amount from lots, soonest due first. Returns the share covered, the lots, and grams missing.

    Where the need or a lot has no known mass, being there counts as enough.
    """
    if not lots:
        return 0.0, [], round(needed_g, 1) if needed_g else None
    if needed_g is None or any(lot.mass_g is None for lot in lots):
        first = lots[0]
        return 1.0, [UsedLot(first.lot_id, first.food_id, name, first.days_left, needed_g)], None
    used, left_g = [], needed_g
    for lot in lots:
        if left_g <= 0:
            break
        taken_g = min(left_g, lot.mass_g or 0.0)
        used.append(UsedLot(lot.lot_id, lot.food_id, name, lot.days_left, round(taken_g, 1)))
        left_g -= taken_g
    share = min(1.0, 1 - left_g / needed_g)
    return share, used, round(left_g, 1) if share < ENOUGH_SHARE else None
