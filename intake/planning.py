"""A week of dinners for a household: planned from what is here, accepted as events."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from intake.suggestions import ANY, Wish, restrictions_of, set_aside, stock_items, taste_of, today_of
from intake.workplace import Workplace
from pantry.actions import Done
from pantry.kinds.payloads import MealPlanned, ShoppingAdded
from recipes.matching.current_index import open_index
from recipes.plan import WeekPlan, plan_week


@dataclass(frozen=True, slots=True)
class Week:
    """What to plan. minutes_by_day: a time limit for each evening, None for none; repeats: of one recipe."""

    dinners: int = 5
    minutes_by_day: tuple[int | None, ...] = ()
    repeats: int = 1
    time_limit_s: float = 10.0


def plan_for(workplace: Workplace, week: Week, *, wish: Wish = ANY) -> WeekPlan:
    """Return a plan from today on; nothing is written."""
    index = open_index(workplace.home)
    stock = stock_items(workplace)
    household = workplace.view.household()
    limits = week.minutes_by_day or ((wish.max_minutes,) * week.dinners if wish.max_minutes else ())
    return plan_week(
        index, stock, dinners=week.dinners, servings=wish.servings or household.people, staples=household.staples,
        minutes_by_day=limits, repeats=week.repeats, hidden=set_aside(workplace, wish),
        restrictions=restrictions_of(workplace, wish), taste=taste_of(workplace, index),
        time_limit_s=week.time_limit_s,
    )


def accept_plan(workplace: Workplace, plan: WeekPlan) -> Done:
    """Write a plan: its meals by day, and what they lack on the shopping list, one line a food."""
    today = today_of(workplace)
    people = Decimal(workplace.view.household().people)
    meals = [
        MealPlanned(day=today + timedelta(days=one.day), recipe_id=one.recipe_id,
                    servings=Decimal(str(round(one.servings, 3))) if one.servings else people)
        for one in plan.dinners
    ]
    lines = [
        ShoppingAdded(text=one.name[:200], food_id=one.food_id, origin="recipe",
                      quantity=Decimal(str(one.quantity)) if one.food_id else None,
                      unit=one.unit if one.food_id else None)
        for one in plan.purchases
    ]
    return workplace.kitchen.plan_meals(meals, lines)
