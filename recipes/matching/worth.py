"""What a recipe is worth to a household tonight, in euro: the objective that matches are ordered by.

worth = rescued + COVERAGE_EUR x coverage x meal - missing - EFFORT_EUR x lacking ^ 2 + taste

rescued: for each lot, grams used x chance that it is good still and would spoil before it is otherwise eaten x (its
price + its CO2e at the climate cost rate) x how near a stand-in comes to what it stands for: mince that is due makes
nobody cook steaks of it. coverage: share of what is needed that is in the house, staples little,
with half a food added to what is needed so that one-line recipes do not come first. meal: 1, or ASIDE_SHARE of what is
no meal (`recipes.matching.dish_kinds`): a sauce, a pie crust or a cake saves nobody a dinner. missing: what has to be
bought, by reference prices, and a little for each thing to fetch. lacking: needed less what is in the house, in foods:
a part of what is needed lacks in part, a stand-in by as much as it is unlike, a spice by a quarter (a dish works
without a pinch of it, and few people type what stands on their spice rack), a staple never. Its square makes each
further thing weigh more than the one before: one is bought on the way or left out, for six nobody cooks the dish
tonight, whatever it would save. taste: what the household saved, rated and cooked. A week's plan buys for all its
dinners at once and counts packs instead (`recipes.planning.plan_model`), and takes meals only.
Every recipe is valued once, for the amounts wanted; equal worth is ordered by recipe id.
"""

import math
from functools import lru_cache
from typing import TypeVar

import numpy as np

from pantry.foods import Food, catalog

Sum = TypeVar("Sum", float, np.ndarray)

# A dish cooked wholly from the house saves about what a simple meal costs in a shop.
COVERAGE_EUR = 3.0
# Of that, what is no meal itself saves: a part of the next one, or something sweet that is otherwise bought.
ASIDE_SHARE = 0.3
SMOOTHING = 0.5
STAPLE_WEIGHT = 0.1
# What a spice counts of what is needed; a way to the shop is made for none. Four of them make a dish another one.
SPICE_WEIGHT = 0.25
_SPICE = "spice"
# Going for one thing more, beside its price.
FETCH_EUR = 0.25
# What an ingredient costs whose food is not known.
UNKNOWN_EUR = 1.0
# Six things more are about half an hour of shop and kitchen, for which people would want five euro.
EFFORT_EUR = 0.15
# 300 EUR for a tonne of CO2: German Environment Agency, Methodological Convention 3.2, rate for 2024.
CO2E_EUR_PER_KG = 0.3
# Eaten at a steady rate, a lot is gone after a week on average: of what is due in d days, exp(-d / 7) is left.
OTHERWISE_EATEN_DAYS = 7.0
# What was not looked at spoils at a steady rate behind its date, after a week on average (our own estimate: yogurt is
# good for one to two weeks longer, fresh fish for none). It is food to look at, not food to plan a dinner around.
STILL_GOOD_DAYS = 7.0
TASTE_EUR = 1.0
DEFAULT_PRICE_EUR_PER_KG = 5.0
# A dish takes about a quarter of a pack, where no recipe says how much.
USUAL_SHARE_OF_PACKAGE = 0.25
DEFAULT_USUAL_G = 50.0


def worth_eur(*, rescued_eur: Sum, have: Sum, needed: Sum, missing_eur: Sum, meal_share: Sum) -> Sum:
    """Return what recipes are worth without taste, each by its sums over what it needs.

    have, needed: weights of what is in the house and of all, staples at STAPLE_WEIGHT. meal_share: 1 for a meal, else
    ASIDE_SHARE. `recipes.matching.stage_one` takes the same apart into what it knows of a recipe beforehand and what
    the house adds.
    """
    return (rescued_eur + COVERAGE_EUR * meal_share * have / (needed + SMOOTHING) - missing_eur
            - EFFORT_EUR * (needed - have) ** 2)


def rescue_chance(days_left: int | None, *, is_frozen: bool = False) -> float:
    """Return the chance (0 to 1) that to use a lot now saves it: 1 on its last day.

    Before, it may be eaten otherwise by its date; behind it, it may be spoilt already. days_left: to its date; None
    without one. A frozen lot does not press.
    """
    if days_left is None or is_frozen:
        return 0.0
    scale_days = OTHERWISE_EATEN_DAYS if days_left >= 0 else STILL_GOOD_DAYS
    return math.exp(-abs(days_left) / scale_days)


def price_eur_per_kg(food_id: str | None) -> float:
    """Return the reference price of a food or the nearest food above it that has one."""
    price = _nearest(food_id, "reference_price_eur_per_kg")
    return DEFAULT_PRICE_EUR_PER_KG if price is None else price


def co2e_kg_per_kg(food_id: str | None) -> float:
    """Return the CO2e of a food or the nearest food above it that has one; 0 if none has."""
    return _nearest(food_id, "co2e_kg_per_kg") or 0.0


@lru_cache(maxsize=8192)
def need_weight(food_id: str | None) -> float:
    """Return what a food that is needed counts beside others: 1.0, or SPICE_WEIGHT for a spice."""
    is_spice = food_id is not None and _SPICE in (food_id, *catalog().ancestors(food_id))
    return SPICE_WEIGHT if is_spice else 1.0


def fetch_eur(food_id: str | None) -> float:
    """Return what it costs to go for a food, beside its price: nothing for a spice."""
    return FETCH_EUR if need_weight(food_id) == 1.0 else 0.0


def usual_mass_g(food_id: str) -> float:
    """Return grams of a food that a dish takes where nothing better is known."""
    package_g = _nearest(food_id, "package_mass_g")
    return package_g * USUAL_SHARE_OF_PACKAGE if package_g else DEFAULT_USUAL_G


def missing_eur(food_id: str | None, mass_g: float) -> float:
    """Return what it costs to fetch grams of a food: price and way."""
    if food_id is None:
        return FETCH_EUR + UNKNOWN_EUR
    return fetch_eur(food_id) + price_eur_per_kg(food_id) * mass_g / 1000


@lru_cache(maxsize=8192)
def _nearest(food_id: str | None, fact: str) -> float | None:
    known = catalog()
    for one in (food_id, *known.ancestors(food_id)) if food_id else ():
        food: Food | None = known.get(one)
        value = getattr(food, fact) if food else None
        if value is not None:
            return float(value)
    return None
