"""A week of dinners that wastes and costs the least, beside the plan that takes the best recipe each evening.

`plan_week` chooses among the best matches by a mixed-integer programme (`recipes.planning.plan_model`), orders them by
what is due (`recipes.planning.plan_days`) and keeps whichever of its plan and the greedy one comes to less. Both take
a second dish of a kind (`recipes.planning.same_kind`) only where anything else costs much more.
"""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recipes.match import match
from recipes.matching.explain import Tally, weigh_needs
from recipes.matching.match_index import MatchIndex
from recipes.matching.restrictions import Restrictions
from recipes.matching.stock import Larder, StockItem
from recipes.matching.taste import NO_TASTE, Taste
from recipes.matching.worth import TASTE_EUR
from recipes.planning.plan_days import Dinner, LaidOut, Purchase, lay_out, order_by_expiry
from recipes.planning.plan_model import Solved, solve
from recipes.planning.same_kind import SAME_KIND_EUR, kind_of, times_again

CANDIDATES = 150
# A dinner is more than a dip or a drink: at least three foods.
LEAST_NEEDS = 3
# Less of a dinner leaves a person hungry: about half of what one eats.
LEAST_PORTION_G = 200.0
MOST_DINNERS = 31


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """Dinners by day with what to buy for them.

    method: milp or greedy, whichever came to less with what its sameness costs. status: optimal, time_limit,
    infeasible, no_candidates or error, of the programme. gap: 0 to 1, to its proven bound. cost_eur: expected waste
    and purchases; greedy_cost_eur: of the greedy plan. reason: why there are fewer dinners than wanted.
    """

    dinners: tuple[Dinner, ...]
    purchases: tuple[Purchase, ...]
    method: str
    status: str
    gap: float | None
    rescued_eur: float
    wasted_eur: float
    purchase_eur: float
    cost_eur: float
    greedy_cost_eur: float | None
    candidates: int
    elapsed_ms: int
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the object that `larder recipes plan --json` prints."""
        return asdict(self)


def plan_week(index: MatchIndex, stock: Sequence[StockItem], *, dinners: int = 7, servings: float | None = None,
              staples: Collection[str] = (), minutes_by_day: Sequence[int | None] = (), repeats: int = 1,
              hidden: Collection[str] = (), restrictions: Restrictions | None = None, taste: Taste = NO_TASTE,
              time_limit_s: float = 10.0) -> WeekPlan:
    """Plan dinners for the next days.

    minutes_by_day: how long cooking may take on each evening, None for no limit; short lists leave later days free.
    repeats: how often one recipe may come. time_limit_s: of the solver. Raises ValueError for numbers out of range.
    """
    if not 1 <= dinners <= MOST_DINNERS or repeats < 1 or len(minutes_by_day) > dinners:
        raise ValueError(f"plan 1 to {MOST_DINNERS} dinners, each at least once, with a time limit for each at most")
    started = time.perf_counter()
    larder = Larder.of(stock, staples, restrictions)
    found = _candidates(index, stock, staples, servings, minutes_by_day, hidden, restrictions, taste)
    if not found:
        return WeekPlan((), (), "greedy", "no_candidates", None, 0, 0, 0, 0, None, 0, _since(started),
                        "No dish of at least three foods uses what is in the house.")
    found = _in_time(index, found, minutes_by_day, dinners)
    tastes = taste.of(index, np.array(found))
    count = min(dinners, len(found) * repeats)
    limits = tuple(minutes_by_day[:count])
    solved = solve(index, found, larder, dinners=count, repeats=repeats, servings=servings, minutes_by_day=limits,
                   taste=tastes, time_limit_s=time_limit_s)
    greedy = _greedy(index, found, larder, count, repeats, servings, limits, tastes)
    plans = {
        name: lay_out(index, order_by_expiry(index, chosen, larder, limits, servings=servings), stock, larder,
                      servings=servings)
        for name, chosen in (("milp", list(solved.chosen)), ("greedy", greedy)) if len(chosen) == count
    }
    return _better(plans, solved, len(found), dinners, repeats, started)


def _better(plans: dict[str, LaidOut], solved: Solved, candidates: int, dinners: int, repeats: int,
            started: float) -> WeekPlan:
    """Return the plan that comes to less; the programme's on a tie."""
    if not plans:
        return WeekPlan((), (), "greedy", solved.status, solved.gap, 0, 0, 0, 0, None, candidates, _since(started),
                        "No plan keeps the time limits.")

    def cost_eur(name: str) -> float:
        titles = [dinner.title for dinner in plans[name].dinners]
        return plans[name].cost_eur + SAME_KIND_EUR * times_again(titles, repeats)

    method = min(plans, key=lambda name: (cost_eur(name), name == "greedy"))
    best = plans[method]
    few = len(best.dinners) < dinners
    return WeekPlan(
        best.dinners, best.purchases, method, solved.status, None if solved.gap is None else round(solved.gap, 4),
        best.rescued_eur, best.wasted_eur, best.purchase_eur, round(best.cost_eur, 2),
        round(plans["greedy"].cost_eur, 2) if "greedy" in plans else None, candidates, _since(started),
        ("Only 1 recipe fits." if candidates == 1 else f"Only {candidates} recipes fit.") if few else "")


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def _candidates(index: MatchIndex, stock: Sequence[StockItem], staples: Collection[str], servings: float | None,
                minutes_by_day: Sequence[int | None], hidden: Collection[str], restrictions: Restrictions | None,
                taste: Taste) -> list[int]:
    """Return the numbers of the dishes to choose from: the best matches, and the best for each time limit."""
    found: dict[int, None] = {}
    for limit in sorted({None, *minutes_by_day}, key=lambda one: -1 if one is None else one):
        for one in match(index, stock, staples=staples, top=CANDIDATES, servings=servings, max_minutes=limit,
                         hidden=hidden, restrictions=restrictions, taste=taste):
            number = index.number_of(one.recipe_id)
            if (number is not None and one.need_count >= LEAST_NEEDS and index.is_meal[number]
                    and _feeds(index, number, servings)):
                found[number] = None
    return list(found)


def _in_time(index: MatchIndex, found: list[int], minutes_by_day: Sequence[int | None], dinners: int) -> list[int]:
    """Return the dishes that some evening has time for, else all: then it is the limits that no plan keeps."""
    limits = [limit for limit in minutes_by_day if limit is not None]
    if len(limits) < dinners:
        return found
    return [number for number in found if 0 < index.minutes[number] <= max(limits)] or found


def _feeds(index: MatchIndex, number: int, servings: float | None) -> bool:
    """Say whether a recipe may feed so many: one that says for how many it is can be scaled, an omelet in a mug not."""
    if not servings or index.servings[number] > 0:
        return True
    # What a recipe takes "to taste" is as much as is usual.
    need, _ = index.needs_of(np.array([number]))
    food, mass_g = index.need_food[need], index.need_mass_g[need]
    usual_g = np.append(index.usual_mass_g, LEAST_PORTION_G)[food]
    return float(np.where(mass_g > 0, mass_g, usual_g).sum()) >= LEAST_PORTION_G * servings


def _greedy(index: MatchIndex, candidates: Sequence[int], larder: Larder, dinners: int, repeats: int,
            servings: float | None, minutes_by_day: Sequence[int | None], taste: np.ndarray) -> list[int]:
    """Take the recipe that is worth most each evening, from what the evenings before left; tightest limit first."""
    limits = sorted(minutes_by_day, key=lambda one: (one is None, one or 0))
    limits += [None] * (dinners - len(limits))
    taken: dict[str, float] = {}
    chosen: list[int] = []
    kinds = {number: kind_of(str(index.details(number)["title"])) for number in candidates}
    for limit in limits:
        times = Counter(kinds[number] for number in chosen if kinds[number])
        best: tuple[float, int, Tally] | None = None
        for number, liking in zip(candidates, taste, strict=True):
            minutes = int(index.minutes[number])
            if chosen.count(number) >= repeats or (limit is not None and (minutes == 0 or minutes > limit)):
                continue
            tally = Tally(taken_g=dict(taken))
            weigh_needs(index, number, larder, tally, servings=servings)
            worth = tally.worth_eur + TASTE_EUR * float(liking) - SAME_KIND_EUR * (times[kinds[number]] >= repeats)
            if best is None or worth > best[0]:
                best = (worth, number, tally)
        if best is None:
            return []
        chosen.append(best[1])
        taken = best[2].taken_g
    return chosen
