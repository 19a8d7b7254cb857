"""The week as a mixed-integer programme: how often each dinner, what comes from which lot, which packs are bought.

Minimise  packs x (price + way) - price x share kept x rest of packs - rescue x grams used - taste + sameness
such that every dinner's foods come from lots or packs, no lot gives more than it holds, the number of dinners is
right, and for each time limit enough of them are quick enough. There is no day in it: days are interchangeable and
are put in order by expiry afterwards, which HiGHS thanks with a hundredth of the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from recipes.matching.explain import scale_of
from recipes.matching.match_index import MatchIndex
from recipes.matching.shelf import food_numbers
from recipes.matching.stock import Larder
from recipes.matching.worth import FETCH_EUR, TASTE_EUR, UNKNOWN_EUR, price_eur_per_kg
from recipes.planning.plan_days import leftover_waste, package_g
from recipes.planning.same_kind import SAME_KIND_EUR, kind_of

STATUS = {0: "optimal", 1: "time_limit", 2: "infeasible", 3: "unbounded", 4: "error"}


@dataclass(frozen=True, slots=True)
class Solved:
    """What HiGHS found. chosen: recipe numbers, one for each dinner; empty without a solution.

    status: a word of STATUS. gap: 0 to 1 between the plan and the proven bound; None without a solution.
    """

    chosen: tuple[int, ...]
    status: str
    gap: float | None
    variables: int
    constraints: int


@dataclass(slots=True)
class _Model:
    """Columns (cost, upper bound, integer or not) and rows (low, high) as they are added."""

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[int] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    cells: list[tuple[int, int, float]] = field(default_factory=list)

    def column(self, cost: float, upper: float = np.inf, *, is_integer: bool = False) -> int:
        self.cost.append(cost)
        self.upper.append(upper)
        self.integer.append(int(is_integer))
        return len(self.cost) - 1

    def row(self, entries: Sequence[tuple[int, float]], low: float, high: float) -> None:
        self.cells.extend((len(self.low), column, value) for column, value in entries)
        self.low.append(low)
        self.high.append(high)


def solve(index: MatchIndex, candidates: Sequence[int], larder: Larder, *, dinners: int, repeats: int,
          servings: float | None, minutes_by_day: Sequence[int | None], taste: np.ndarray,
          time_limit_s: float) -> Solved:
    """Choose dinners. taste: (candidates,) -1 to 1. time_limit_s: after it the best plan so far is taken.

    repeats: how often one recipe may come, and a kind of dish without a cost.
    """
    model = _Model()
    demand: dict[str, list[tuple[int, float]]] = {}
    times = []
    for number, liking in zip(candidates, taste, strict=True):
        needs = _needs(index, number, larder, servings)
        unknown = sum(food_id is None for food_id, _ in needs)
        column = model.column(unknown * (UNKNOWN_EUR + FETCH_EUR) - TASTE_EUR * float(liking), repeats, is_integer=True)
        times.append(column)
        for food_id, grams in needs:
            if food_id is not None:
                demand.setdefault(food_id, []).append((column, grams))
    model.row([(column, 1.0) for column in times], dinners, dinners)
    for limit in sorted({limit for limit in minutes_by_day if limit is not None}):
        quick = [(column, 1.0) for column, number in zip(times, candidates, strict=True)
                 if 0 < index.minutes[number] <= limit]
        model.row(quick, sum(one is not None and one <= limit for one in minutes_by_day), np.inf)
    _vary(model, times, [str(index.details(number)["title"]) for number in candidates], repeats)
    _supply(model, demand, larder)
    return _solved(model, times, candidates, time_limit_s)


def _vary(model: _Model, times: Sequence[int], titles: Sequence[str], repeats: int) -> None:
    """Add what each dinner costs that is of a kind that came as often as it may."""
    by_kind: dict[str, list[int]] = {}
    for column, title in zip(times, titles, strict=True):
        if kind := kind_of(title):
            by_kind.setdefault(kind, []).append(column)
    for columns in by_kind.values():
        if len(columns) > 1:
            again = model.column(SAME_KIND_EUR)
            model.row([(again, -1.0), *((column, 1.0) for column in columns)], -np.inf, repeats)


def _supply(model: _Model, demand: dict[str, list[tuple[int, float]]], larder: Larder) -> None:
    """Add where each food comes from: lots, and packs of which the rest is kept or thrown away."""
    from_lot: dict[str, list[tuple[int, float]]] = {}
    held_g: dict[str, float] = {}
    for food_id, wanted in demand.items():
        price = price_eur_per_kg(food_id) / 1000
        kept = price * (1 - leftover_waste(food_id))
        pack_g = package_g(food_id)
        packs = model.column(pack_g * (price - kept) + FETCH_EUR, is_integer=True)
        bought = model.column(kept)
        model.row([(bought, 1.0), (packs, -pack_g)], -np.inf, 0.0)
        supply = [(bought, 1.0)]
        for lot in larder.lots.get(food_id, []):
            unlike = (1 - lot.stands_as.likeness) * price
            used = model.column(unlike - lot.rescue_eur_per_g)
            supply.append((used, 1.0))
            if lot.item.mass_g is not None:
                from_lot.setdefault(lot.item.lot_id, []).append((used, lot.stands_as.mass_ratio))
                held_g[lot.item.lot_id] = lot.item.mass_g
        model.row([*supply, *((column, -grams) for column, grams in wanted)], 0.0, 0.0)
    for lot_id, entries in from_lot.items():
        model.row(entries, 0.0, held_g[lot_id])


def _needs(index: MatchIndex, number: int, larder: Larder, servings: float | None) -> list[tuple[str | None, float]]:
    scale = scale_of(float(index.servings[number]), servings)
    numbers = food_numbers(index)
    return [
        (need.food_id, need.mass_g * scale if need.mass_g else
         float(index.usual_mass_g[numbers[need.food_id]]) if need.food_id else 0.0)
        for need in index.needs(number) if not need.is_optional and not larder.is_staple(need.food_id)
    ]


def _solved(model: _Model, times: Sequence[int], candidates: Sequence[int], time_limit_s: float) -> Solved:
    rows, columns, values = zip(*model.cells, strict=True)
    matrix = coo_array((values, (rows, columns)), shape=(len(model.low), len(model.cost))).tocsr()
    found = milp(np.array(model.cost), integrality=np.array(model.integer), bounds=Bounds(0, np.array(model.upper)),
                 constraints=LinearConstraint(matrix, np.array(model.low), np.array(model.high)),
                 options={"time_limit": time_limit_s, "mip_rel_gap": 0.01})
    chosen: list[int] = []
    if found.x is not None:
        for column, number in zip(times, candidates, strict=True):
            chosen += [number] * round(float(found.x[column]))
    gap = None if found.x is None else float(found.mip_gap)
    return Solved(tuple(chosen), STATUS.get(found.status, "error"), gap, len(model.cost), len(model.low))
