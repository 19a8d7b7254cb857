"""The week: what is chosen, in which order, what is bought, and that the programme is never worse than greed."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.foods import catalog
from pantry.quantities import to_mass_g
from recipes.matching.match_index import MatchIndex
from recipes.matching.needs import Need
from recipes.matching.restrictions import Restrictions
from recipes.matching.stock import StockItem
from recipes.plan import plan_week
from recipes.planning.plan_days import package_g, whole_packages
from recipes.recipe import Recipe


def need(food_id: str | None, mass_g: float | None = None) -> Need:
    return Need(food_id or "unicorn dust", food_id, mass_g, False)


def index_of(*recipes: Sequence[Need], minutes: Sequence[int] = (), servings: float | None = 2) -> MatchIndex:
    facts = [Recipe(title=f"Dish {i}", ingredients=("x",), instructions=(), servings=servings,
                    total_minutes=minutes[i] if minutes else 20) for i in range(len(recipes))]
    return MatchIndex.from_needs([(f"{i:012d}", facts[i], needs) for i, needs in enumerate(recipes)])


def lot(food_id: str, mass_g: float | None = None, **facts: object) -> StockItem:
    return replace(StockItem(f"lot_{food_id}", food_id, 1, "piece", mass_g), **facts)  # type: ignore[arg-type]


def dish(*foods: tuple[str, float]) -> list[Need]:
    return [need(food_id, grams) for food_id, grams in foods]


WEEK = index_of(
    dish(("spinach", 300), ("rice", 150), ("onion", 100)), dish(("spinach", 200), ("pasta", 250), ("cream", 100)),
    dish(("minced_beef", 400), ("rice", 200), ("tomato", 200)),
    dish(("minced_beef", 300), ("pasta", 250), ("onion", 90)),
    dish(("lamb", 900), ("potato", 500), ("onion", 200)), dish(("egg", 180), ("potato", 400), ("onion", 80)),
    dish(("cream", 100), ("mushroom", 300), ("pasta", 250)), dish(("rice", 200), ("egg", 120), ("peas", 150)),
)
STOCK = [lot("spinach", 500, days_left=1), lot("minced_beef", 700, days_left=2, date_kind="use_by"),
         lot("rice", 1000, days_left=300), lot("pasta", 500), lot("potato", 1500, days_left=14), lot("onion", 500)]


def test_a_week_uses_what_is_due_first() -> None:
    plan = plan_week(WEEK, STOCK, dinners=4)
    titles = [dinner.title for dinner in plan.dinners]
    assert len(set(titles)) == 4 and {"Dish 0", "Dish 1", "Dish 2", "Dish 3"} & set(titles[:2])
    assert [dinner.day for dinner in plan.dinners] == [0, 1, 2, 3]
    assert plan.status == "optimal" and plan.gap is not None and plan.gap <= 0.011
    assert plan.greedy_cost_eur is not None and plan.cost_eur <= plan.greedy_cost_eur


def test_two_dinners_share_one_lot_and_one_pack() -> None:
    index = index_of(dish(("cream", 100), ("pasta", 250), ("spinach", 100)),
                     dish(("cream", 90), ("rice", 250), ("mushroom", 100)))
    plan = plan_week(index, [lot("pasta", 500), lot("rice", 500), lot("spinach", 150, days_left=1)], dinners=2)
    [cream] = [one for one in plan.purchases if one.food_id == "cream"]
    assert (cream.needed_g, cream.packages, len(cream.recipe_ids)) == (190, 1, 2)
    taken = [used.needed_g for dinner in plan.dinners for used in dinner.uses if used.food_id == "pasta"]
    assert taken == [250]


def test_no_lot_gives_more_than_it_holds_over_the_week() -> None:
    plan = plan_week(WEEK, STOCK, dinners=6)
    for item in STOCK:
        taken = sum(used.needed_g or 0 for dinner in plan.dinners for used in dinner.uses if used.lot_id == item.lot_id)
        assert taken <= (item.mass_g or 0) + 0.5


def test_nothing_past_its_use_by_is_planned() -> None:
    index = index_of(*[dish(("minced_beef", 100 + i), ("rice", 200), ("onion", 50 + i)) for i in range(5)])
    plan = plan_week(index, STOCK, dinners=5)
    late = [used for dinner in plan.dinners if dinner.day > 2 for used in dinner.uses if used.food_id == "minced_beef"]
    assert late == []
    assert any(one.food_id == "minced_beef" for one in plan.purchases)


def test_what_must_be_used_by_a_day_is_cooked_by_it_and_not_bought_again() -> None:
    index = index_of(dish(("chicken_breast", 400), ("rice", 150), ("onion", 100)),
                     dish(("spinach", 200), ("egg", 180), ("onion", 50)),
                     dish(("salmon_fillet", 250), ("potato", 300), ("onion", 50)),
                     dish(("minced_beef", 400), ("pasta", 200), ("onion", 50)))
    stock = [lot("chicken_breast", 400, days_left=-3, date_kind="best_before"), lot("spinach", 200, days_left=0),
             lot("salmon_fillet", 250, days_left=1, date_kind="use_by"),
             lot("minced_beef", 400, days_left=2, date_kind="use_by"), lot("rice", 1000), lot("pasta", 500),
             lot("potato", 2000), lot("onion", 500), lot("egg", 580)]
    plan = plan_week(index, stock, dinners=4)
    day_of = {dinner.title: dinner.day for dinner in plan.dinners}
    assert day_of["Dish 2"] <= 1 and day_of["Dish 3"] <= 2
    assert plan.purchases == ()


def test_a_time_limit_holds_on_its_evening() -> None:
    index = index_of(*[dish(("rice", 200), ("egg", 100), ("onion", 50 + i)) for i in range(6)],
                     minutes=[10, 90, 90, 15, 90, 0])
    plan = plan_week(index, STOCK, dinners=4, minutes_by_day=[None, 20, None, 20])
    assert [dinner.total_minutes for dinner in plan.dinners][1::2] in ([10, 15], [15, 10])


def test_limits_that_nothing_keeps_give_no_plan_and_say_so() -> None:
    index = index_of(*[dish(("rice", 200), ("egg", 100), ("onion", 50)) for _ in range(3)], minutes=[90, 90, 90])
    plan = plan_week(index, STOCK, dinners=2, minutes_by_day=[10, 10])
    assert plan.dinners == () and plan.status == "infeasible" and "time limits" in plan.reason


def test_recipes_repeat_only_where_asked() -> None:
    index = index_of(dish(("rice", 200), ("egg", 100), ("onion", 50)))
    once = plan_week(index, STOCK, dinners=3)
    assert len(once.dinners) == 1 and "Only 1" in once.reason
    assert len(plan_week(index, STOCK, dinners=3, repeats=3).dinners) == 3


def test_what_is_forbidden_or_hidden_is_not_planned() -> None:
    plan = plan_week(WEEK, STOCK, dinners=2, restrictions=Restrictions.of(diets=["vegetarian"]),
                     hidden=["000000000000"])
    assert {dinner.title for dinner in plan.dinners}.isdisjoint({"Dish 0", "Dish 2", "Dish 3", "Dish 4"})


def test_amounts_scale_to_the_servings_wanted() -> None:
    index = index_of(dish(("rice", 200), ("egg", 100), ("onion", 50)))
    [dinner] = plan_week(index, [lot("rice", 1000)], dinners=1, servings=4).dinners
    assert dinner.uses[0].needed_g == 400 and dinner.servings == 4


@pytest.mark.parametrize(("servings", "is_planned"), [(1, True), (8, False), (None, True)])
def test_a_recipe_that_does_not_say_for_how_many_is_planned_for_no_more_than_it_may_feed(
        servings: float | None, is_planned: bool) -> None:
    mug = index_of(dish(("egg", 120), ("cheddar", 30), ("milk", 50), ("ham", 40)), servings=None)
    plan = plan_week(mug, [lot("egg", 600), lot("cheddar", 200)], dinners=1, servings=servings)
    assert bool(plan.dinners) is is_planned


def test_purchases_are_whole_packs_and_a_grain_more_is_the_same_pack() -> None:
    pack_g = package_g("rice")
    for needed_g, packages in ((pack_g * 0.3, 1), (pack_g * 1.01, 1), (pack_g * 1.1, 2)):
        plan = plan_week(index_of(dish(("rice", needed_g), ("egg", 300), ("onion", 50))), [lot("egg", 600)], dinners=1)
        [rice] = [one for one in plan.purchases if one.food_id == "rice"]
        assert (rice.packages, rice.quantity, rice.unit) == (packages, packages * pack_g, "g")
    [onion] = [one for one in plan.purchases if one.food_id == "onion"]
    assert (onion.quantity, onion.unit) == (1, "piece")


@pytest.mark.parametrize(("food_id", "needed_g", "quantity", "unit"), [
    ("milk", 137, 1, "l"), ("milk", 1100, 2, "l"), ("orange_juice", 300, 1, "l"), ("broth", 100, 900, "ml"),
    ("canned_tomatoes", 700, 2, "can"), ("olive_oil", 30, 1, "bottle"), ("cream", 50, 1, "pack"),
    ("honey", 40, 1, "jar"), ("flour", 300, 1000, "g"), ("egg", 406, 10, "piece"),
    ("egg", 58, 10, "piece"), ("egg", 650, 20, "piece"), ("egg_yolk", 40, 3, "piece"), ("onion", 200, 2, "piece"),
])
def test_what_is_bought_is_said_as_it_is_sold(food_id: str, needed_g: float, quantity: float, unit: str) -> None:
    """1 l of milk, not 1030 g; two cans, not 800 g; a carton of eggs, which nobody sells singly."""
    packages, *sold = whole_packages(food_id, needed_g)
    assert sold == [quantity, unit]
    bought_g = to_mass_g(Decimal(str(sold[0])), unit, food_id)
    assert bought_g is not None and bought_g.grams == pytest.approx(packages * package_g(food_id), rel=0.01)


def test_without_anything_to_cook_the_plan_says_why() -> None:
    plan = plan_week(WEEK, [], dinners=3)
    assert plan.dinners == () and plan.status == "no_candidates" and plan.reason


@pytest.mark.parametrize("wrong", [{"dinners": 0}, {"dinners": 99}, {"repeats": 0},
                                   {"dinners": 1, "minutes_by_day": [1, 2]}])
def test_numbers_out_of_range_are_an_error(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="plan"):
        plan_week(WEEK, STOCK, **wrong)  # type: ignore[arg-type]


FOODS = ["spinach", "rice", "onion", "minced_beef", "egg", "cream", "red_onion", "butter"]


@given(st.lists(st.lists(st.tuples(st.sampled_from(FOODS), st.floats(20, 900)), min_size=3, max_size=5,
                         unique_by=lambda one: one[0]), min_size=2, max_size=7),
       st.lists(st.tuples(st.sampled_from(FOODS), st.floats(50, 900), st.integers(-1, 9)), min_size=1, max_size=6),
       st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_a_plan_is_never_worse_than_greed_and_buys_all_it_lacks(
    recipes: list[list[tuple[str, float]]], held: list[tuple[str, float, int]], dinners: int
) -> None:
    stock = [StockItem(f"lot{i}", food, 1, "piece", grams, days, "use_by")
             for i, (food, grams, days) in enumerate(held)]
    plan = plan_week(index_of(*[dish(*one) for one in recipes]), stock, dinners=dinners, time_limit_s=5)
    assert len({dinner.recipe_id for dinner in plan.dinners}) == len(plan.dinners) <= dinners
    if plan.greedy_cost_eur is not None:
        assert plan.cost_eur <= plan.greedy_cost_eur + 1e-9
    lacking = {food.food_id for dinner in plan.dinners for food in dinner.missing}
    assert lacking == {one.food_id for one in plan.purchases}
    for one in plan.purchases:
        assert one.needed_g is not None and one.food_id in catalog().foods
        assert one.packages * package_g(one.food_id) >= one.needed_g * 0.97


def titled(*dishes: tuple[str, Sequence[Need]], minutes: Sequence[int] = ()) -> MatchIndex:
    return MatchIndex.from_needs([
        (f"{number:012d}", Recipe(title=title, ingredients=("x",), instructions=(), servings=2,
                                  total_minutes=minutes[number] if minutes else 20), needs)
        for number, (title, needs) in enumerate(dishes)])


BATTER = (("flour", 200.0), ("milk", 300.0), ("egg", 120.0))
NEARLY_EMPTY = [lot("flour", 3000), lot("milk", 5000), lot("egg", 2000), lot("butter", 250)]


@pytest.mark.parametrize("pancakes", [
    ("Pancakes", "Buttermilk Pancakes", "German pancake with apples", "Easy Crêpes"),
    ("Pfannkuchen", "Kartoffelpfannkuchen", "Eierkuchen mit Kirschen", "Pancakes"),
    ("Potato soup", "Kartoffelsuppe", "Leek chowder", "Soups"),
    ("Egg Quiche", "Quiches with leeks", "Zwiebelquiche", "Quiche"),
    ("Omelette aux herbes", "Ham and cheese omelet", "Omelets", "Kräuteromelett"),
    ("Crêpes suzette", "Spinach Crepes Recipe", "Pancakes (for two)", "Blueberry pancakes II"),
])
def test_a_week_has_a_dish_of_a_kind_once_where_something_else_is_a_pack_away(pancakes: tuple[str, ...]) -> None:
    index = titled(*((title, dish(*BATTER)) for title in pancakes),
                   ("Fried rice", dish(("rice", 200), ("egg", 120), ("butter", 20))),
                   ("Pasta carbonara", dish(("pasta", 250), ("egg", 120), ("butter", 20))))
    plan = plan_week(index, NEARLY_EMPTY, dinners=3)
    assert {"Fried rice", "Pasta carbonara"} < {dinner.title for dinner in plan.dinners}


def test_an_evening_of_half_an_hour_keeps_its_limit_and_its_diet_rather_than_variety() -> None:
    slow = ("Lentil stew", dish(("lentils", 200), ("egg", 120), ("butter", 20)))
    meat = ("Fried ham", dish(("ham", 200), ("egg", 120), ("butter", 20)))
    index = titled(*((title, dish(*BATTER)) for title in ("Pancakes", "Oat pancakes", "Crêpes")), meat, slow,
                   minutes=[30, 25, 10, 10, 90])
    plan = plan_week(index, NEARLY_EMPTY, dinners=3, minutes_by_day=[30] * 3,
                     restrictions=Restrictions.of(diets=["vegetarian"]))
    assert {dinner.title for dinner in plan.dinners} == {"Pancakes", "Oat pancakes", "Crêpes"}


def test_where_few_are_quick_enough_the_evenings_that_have_one_are_planned() -> None:
    index = titled(("Pancakes", dish(*BATTER)), ("Fried rice", dish(("rice", 200), ("egg", 120), ("butter", 20))),
                   ("Lentil stew", dish(("lentils", 200), ("egg", 120), ("butter", 20))), minutes=[20, 30, 90])
    plan = plan_week(index, NEARLY_EMPTY, dinners=3, minutes_by_day=[30] * 3)
    assert {dinner.title for dinner in plan.dinners} == {"Pancakes", "Fried rice"}
    assert "Only 2" in plan.reason
