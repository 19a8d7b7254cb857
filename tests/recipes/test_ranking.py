"""The objective: what is rescued, covered and missing in euro, stand-ins, restrictions, taste, and why not."""

import csv
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.foods import catalog
from recipes.match import left_out, match, match_one
from recipes.matching import match_index, stage_one, substitutes
from recipes.matching.explain import tally_of
from recipes.matching.match_index import MatchIndex
from recipes.matching.needs import Need
from recipes.matching.restrictions import Restrictions, food_bits
from recipes.matching.shelf import Shelf
from recipes.matching.stage_two import stage_two
from recipes.matching.stock import Larder, StockItem
from recipes.matching.substitutes import stands_for
from recipes.matching.taste import Signals, Taste
from recipes.matching.why import explain_empty, why_not
from recipes.matching.worth import CO2E_EUR_PER_KG, EFFORT_EUR, FETCH_EUR, rescue_chance
from recipes.recipe import Recipe


def need(food_id: str | None, mass_g: float | None = None, *, optional: bool = False) -> Need:
    return Need(food_id or "unicorn dust", food_id, mass_g, optional)


def index_of(*recipes: Sequence[Need], minutes: Sequence[int] = (), servings: float | None = 2) -> MatchIndex:
    facts = [
        Recipe(title=f"Dish {i}", ingredients=("x",), instructions=(), servings=servings,
               total_minutes=minutes[i] if minutes else None)
        for i in range(len(recipes))
    ]
    return MatchIndex.from_needs([(f"{i:012d}", facts[i], needs) for i, needs in enumerate(recipes)])


def lot(food_id: str, mass_g: float | None = None, **facts: object) -> StockItem:
    return replace(StockItem(f"lot_{food_id}", food_id, 1, "piece", mass_g), **facts)  # type: ignore[arg-type]


def test_what_is_rescued_is_price_and_climate_cost_times_the_chance_to_spoil() -> None:
    index = index_of([need("minced_beef", 300)])
    [found] = match(index, [lot("minced_beef", 500, days_left=2, eur_per_kg=10.0)])
    co2e = catalog().require("minced_beef").co2e_kg_per_kg or 0.0
    chance = rescue_chance(2)
    assert found.rescued_eur == pytest.approx(0.3 * chance * (10 + CO2E_EUR_PER_KG * co2e), abs=0.01)
    assert found.rescued_co2e_kg == pytest.approx(0.3 * chance * co2e, abs=0.001)
    assert found.rescued_food_eur == pytest.approx(0.3 * chance * 10, abs=0.01)
    assert co2e > 5


def test_a_spice_that_nobody_typed_hardly_counts_but_is_named() -> None:
    spices = [need("paprika_powder", 3), need("oregano", 2)]
    index = index_of([need("minced_beef", 300), *spices], [need("minced_beef", 300), need("leek", 30)])
    seasoned, other = match(index, [lot("minced_beef", 500)])
    assert seasoned.recipe_id == "0" * 12 and seasoned.score > other.score
    assert [one.food_id for one in seasoned.missing] == ["paprika_powder", "oregano"]
    assert seasoned.missing_eur < FETCH_EUR and seasoned.effort_eur == pytest.approx(EFFORT_EUR * 0.25, abs=0.01)
    assert match(index, [lot("minced_beef", 500), lot("paprika_powder", 50)])[0].score > seasoned.score


def test_more_of_what_is_due_is_worth_more() -> None:
    index = index_of([need("spinach", 100), need("rice", 100)], [need("spinach", 400), need("rice", 100)])
    stock = [lot("spinach", 500, days_left=1), lot("rice", 1000, days_left=400)]
    assert [one.title for one in match(index, stock)] == ["Dish 1", "Dish 0"]


def test_no_recipe_rescues_more_than_is_there() -> None:
    index = index_of([need("spinach", 200)], [need("spinach", 5000)])
    small, large = match(index, [lot("spinach", 200, days_left=1)])
    assert small.rescued_eur == large.rescued_eur and small.title == "Dish 0"
    assert large.missing[0].missing_g == 4800 and large.missing[0].is_partial


def test_what_is_missing_costs_its_price_and_the_way() -> None:
    index = index_of([need("egg"), need("minced_beef", 1000)], [need("egg"), need("pasta", 1000)])
    cheap, dear = match(index, [lot("egg")])
    assert (cheap.title, dear.title) == ("Dish 1", "Dish 0")
    price = catalog().require("minced_beef").reference_price_eur_per_kg
    assert dear.missing[0].cost_eur == pytest.approx(FETCH_EUR + (price or 0), abs=0.01)
    assert dear.missing_eur == dear.missing[0].cost_eur


SIX = ("onion", "carrot", "celery", "tomato_paste", "parmesan", "garlic")


def test_each_further_thing_to_get_weighs_more_than_the_one_before() -> None:
    index = index_of(*[[need("egg"), *map(need, SIX[:missing])] for missing in range(7)])
    effort = {one.need_count - one.have_count: one.effort_eur for one in match(index, [lot("egg")])}
    further = [effort[missing + 1] - effort[missing] for missing in range(6)]
    assert effort[0] == 0 and further == sorted(further) and further[0] > 0
    # Half an hour of shop and kitchen.
    assert effort[6] == pytest.approx(5, abs=1)


def test_a_dish_that_can_be_cooked_now_comes_before_one_for_which_six_things_are_bought() -> None:
    beef, here = need("minced_beef", 300), [need("egg"), need("rice")]
    index = index_of([beef, *(need(food, 20) for food in SIX)], [beef, *here], here)
    stock = [lot("minced_beef", 300, days_left=0), lot("egg"), lot("rice", 500)]
    # What is due today is saved by the dinner that is all there, and the one that is all there comes before the errand.
    assert [one.title for one in match(index, stock)] == ["Dish 1", "Dish 2", "Dish 0"]


def test_something_dear_and_due_is_worth_getting_two_things_for() -> None:
    index = index_of([need("salmon", 400), need("rice", 150), need("lemon", 60), need("green_beans", 200)],
                     [need("rice", 150), need("egg")])
    stock = [lot("salmon", 400, days_left=0), lot("rice", 500), lot("egg")]
    assert [one.title for one in match(index, stock)] == ["Dish 0", "Dish 1"]


def test_staples_cost_no_effort_a_part_costs_a_part_and_a_stand_in_what_it_is_unlike() -> None:
    index = index_of([need("flour", 400), need("salt"), need("sugar")], [need("apple_pink_lady"), need("salt")])
    found = {one.title: one for one in match(
        index, [lot("flour", 100), lot("apple_granny_smith")], staples=["salt", "sugar"])}
    assert found["Dish 0"].effort_eur == pytest.approx(EFFORT_EUR * 0.75 ** 2, abs=0.005)
    assert found["Dish 1"].effort_eur == pytest.approx(EFFORT_EUR * 0.2 ** 2, abs=0.005)


@given(st.lists(st.sampled_from(SIX), max_size=6, unique=True), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_both_stages_say_the_same_where_amounts_are_the_usual_ones(at_hand: list[str], days_left: int) -> None:
    # What may be left out saves food too, and is never missing.
    index = index_of(*[[need("egg", 60), need("salt"), need("spinach", 100, optional=True), need("rice", optional=True),
                        *(need(food, 80) for food in SIX[:count])] for count in range(7)])
    others = [lot(food, 500, days_left=days_left) for food in at_hand]
    stock = [lot("egg", 600), lot("spinach", 400, days_left=0), *others]
    larder = Larder.of(stock, ["salt"])
    shelf = Shelf.of(index, larder)
    first = stage_one.stage_one(index, shelf, larder.staples)
    second = stage_two(index, np.arange(len(index)), shelf, None, np.zeros(len(index)))
    np.testing.assert_allclose(first, second, atol=1e-4)


@pytest.mark.parametrize(("days_left", "is_frozen", "chance"), [
    (None, False, 0.0), (0, False, 1.0), (-3, False, 0.6514), (-90, False, 0.0), (7, False, 0.3679), (400, False, 0.0),
    (0, True, 0.0),
])
def test_most_is_saved_by_using_a_food_on_its_last_day(days_left: int | None, is_frozen: bool, chance: float) -> None:
    assert rescue_chance(days_left, is_frozen=is_frozen) == pytest.approx(chance, abs=1e-4)


@pytest.mark.parametrize("kind", ["red_onion", "shallot", "yellow_onion"])
def test_a_kind_of_a_food_is_the_food(kind: str) -> None:
    [found] = match(index_of([need("onion")]), [lot(kind)])
    assert found.coverage == 1 and not found.substituted


def test_the_table_overrules_that_a_kind_is_the_food() -> None:
    assert match(index_of([need("milk")]), [lot("chocolate_milk")]) == []
    [found] = match(index_of([need("flour", 100)]), [lot("flour_almond", 500)])
    assert found.coverage < 0.5 and found.uses[0].note == "does not bind"


@pytest.mark.parametrize(("needed", "at_hand"), [
    ("yogurt", "yogurt_strawberry"), ("pork", "lard"), ("pickles", "olives"), ("fish", "caviar"), ("cabbage", "kimchi"),
])
def test_a_kind_that_no_cook_would_take_is_nothing(needed: str, at_hand: str) -> None:
    assert match(index_of([need(needed)]), [lot(at_hand)]) == []


@pytest.mark.parametrize(("needed", "at_hand"), [
    ("onion", "spring_onion"), ("pasta", "lasagne_sheets"), ("cheese", "feta"), ("beef", "minced_beef"),
])
def test_a_kind_that_is_unlike_only_stands_in(needed: str, at_hand: str) -> None:
    [found] = match(index_of([need(needed)]), [lot(at_hand)])
    assert found.substituted == (needed,) and found.coverage <= 0.5


def test_nobody_goes_to_the_shop_for_the_last_tenth() -> None:
    index = index_of([need("chicken_thigh", 1000)])
    [enough] = match(index, [lot("chicken_thigh", 925)])
    [short] = match(index, [lot("chicken_thigh", 850)])
    assert not enough.missing and [one.missing_g for one in short.missing] == [150]


def test_a_stand_in_takes_its_own_mass_and_says_so() -> None:
    [found] = match(index_of([need("tomato_paste", 50)]), [lot("tomato_sauce", 500)])
    [used] = found.uses
    assert (used.food_id, used.needed_g, used.is_stand_in, used.note) == ("tomato_sauce", 150, True, "cook it down")
    assert found.substituted == ("tomato_paste",) and found.coverage == 0.6


def test_what_a_stand_in_saves_counts_as_much_as_it_is_like() -> None:
    # Mince that is due makes no one cook steaks of it.
    index = index_of([need("beef", 500)], [need("minced_beef", 500)])
    found = {one.title: one for one in match(index, [lot("minced_beef", 500, days_left=0)])}
    [like] = [one.likeness for one in substitutes.stands_for("minced_beef") if one.food_id == "beef"]
    assert found["Dish 0"].rescued_eur == pytest.approx(like * found["Dish 1"].rescued_eur, abs=0.01) and like < 0.3
    assert found["Dish 0"].rescued_co2e_kg == pytest.approx(like * found["Dish 1"].rescued_co2e_kg, abs=0.001)


def test_no_stand_in_is_taken_where_the_food_itself_is_there() -> None:
    [found] = match(index_of([need("butter", 50)]), [lot("butter", 250), lot("margarine", 500, days_left=0)])
    assert [used.food_id for used in found.uses] == ["butter"]


def test_every_stand_in_is_a_food_and_near() -> None:
    for food_id in catalog().foods:
        for one in stands_for(food_id):
            assert catalog().get(one.food_id) and 0 < one.likeness <= 1 and 0 < one.mass_ratio < 5
        assert stands_for(food_id)[0].food_id == food_id and stands_for(food_id)[0].is_same


@pytest.mark.parametrize(("at_hand", "needed"), [
    ("milk", "milk_whole"), ("milk_low_fat", "milk_whole"), ("yogurt", "yogurt_greek"), ("broth", "broth_vegetable"),
    ("wine", "wine_white"),
])
def test_the_general_food_or_a_lighter_kind_stands_for_the_kind_a_recipe_names(at_hand: str, needed: str) -> None:
    index = index_of([need(needed, 100), need("rice", 100)])
    [found] = match(index, [lot(at_hand, 500), lot("rice", 500)])
    assert (found.have_count, found.substituted) == (2, (needed,))


def test_a_dearer_lot_that_others_leave_is_counted_in_the_order_too() -> None:
    """A need that finds its first lot taken goes on to the next, which may save more than the first would have."""
    stock = [replace(lot("red_onion", 400, days_left=0, eur_per_kg=1.0), lot_id="cheap"),
             replace(lot("red_onion", 400, days_left=1, eur_per_kg=40.0), lot_id="dear")]
    index = index_of([need("red_onion", 300)], [need("red_onion", 300), need("onion", 300)], [need("onion", 350)])
    found = match(index, stock)
    assert [one.title for one in found] == ["Dish 1", "Dish 2", "Dish 0"]
    scores = [one.score for one in found]
    assert found[0].rescued_eur > 5 and scores == sorted(scores, reverse=True)


def test_one_lot_is_not_used_twice() -> None:
    index = index_of([need("apple", 300), need("apple_pink_lady", 300)])
    [found] = match(index, [lot("apple_pink_lady", 400)])
    assert sum(used.needed_g or 0 for used in found.uses) == 400
    assert sum(food.missing_g or 0 for food in found.missing) == 200


RESTRICTED = [
    ({"allergens": ["Milk"]}, "butter"), ({"allergens": ["Laktose"]}, "yogurt"), ({"allergens": ["egg"]}, "egg"),
    ({"allergens": ["peanut"]}, "peanut_butter"), ({"diets": ["vegan"]}, "honey"), ({"diets": ["vegan"]}, "egg"),
    ({"diets": ["vegetarian"]}, "bacon"), ({"diets": ["gluten free"]}, "pasta"), ({"diets": ["Glutenfrei"]}, "flour"),
    ({"diets": ["kosher"]}, "pork"), ({"diets": ["halal"]}, "bacon"), ({"allergens": ["nuts"]}, "almonds"),
]


@pytest.mark.parametrize(("words", "food_id"), RESTRICTED)
def test_allergens_and_diets_leave_a_recipe_out(words: dict[str, list[str]], food_id: str) -> None:
    restrictions = Restrictions.of(**words)
    assert restrictions and not restrictions.unknown
    index = index_of([need("rice"), need(food_id)], [need("rice"), need("carrot")],
                     [need("rice"), need(food_id, optional=True)])
    found = match(index, [lot("rice"), lot(food_id)], restrictions=restrictions)
    assert [one.title for one in found] == ["Dish 1"]
    said = why_not(index, "000000000000", [lot("rice")], restrictions=restrictions)
    assert said and said.reasons[0].code in ("allergen", "diet") and food_id in said.reasons[0].text


@pytest.mark.parametrize("food_id", [None, "ready_meal"])     # of the second the catalog says nothing
def test_what_nobody_knows_is_left_out_only_where_something_is_forbidden(food_id: str | None) -> None:
    index = index_of([need("rice"), need(food_id)])
    assert len(match(index, [lot("rice")])) == 1
    restrictions = Restrictions.of(allergens=["nuts"])
    assert match(index, [lot("rice")], restrictions=restrictions) == []
    said = why_not(index, "000000000000", [lot("rice")], restrictions=restrictions)
    assert said and said.reasons[0].code == "unknown_food"
    reason = explain_empty(index, [lot("rice")], restrictions=restrictions)
    assert reason and reason.code == "filtered" and "allergens and diets" in reason.text


@pytest.mark.parametrize(("allergen", "food_id", "is_left_out"), [
    ("gluten", "sausage", True), ("milk", "puff_pastry", True), ("nuts", "biscuits", True),
    ("gluten", "parmesan", False), ("milk", "mayonnaise", True), ("nuts", "peanut_butter", False),
    ("fish", "sausage", False),
])
def test_what_nobody_says_is_free_of_gluten_milk_or_nuts_is_left_out(allergen: str, food_id: str,
                                                                     is_left_out: bool) -> None:
    index, restrictions = index_of([need("rice"), need(food_id)]), Restrictions.of(allergens=[allergen])
    assert (match(index, [lot("rice")], restrictions=restrictions) == []) is is_left_out
    said = why_not(index, "000000000000", [lot("rice")], restrictions=restrictions)
    reason = f"Not known to be free of {allergen}: {food_id}."
    assert said and (reason in [one.text for one in said.reasons]) is is_left_out


def test_a_forbidden_food_is_never_taken_for_an_allowed_one() -> None:
    index = index_of([need("oil", 20), need("rice", 100)])
    restrictions = Restrictions.of(allergens=["peanuts"])
    [found] = match(index, [lot("peanut_oil"), lot("rice")], restrictions=restrictions)
    assert [used.food_id for used in found.uses] == ["rice"]


def test_a_word_that_is_no_allergen_and_no_diet_is_said_to_be_unknown() -> None:
    assert Restrictions.of(allergens=["moonlight"], diets=["vegan"]).unknown == ("moonlight",)


def test_a_request_only_adds_to_the_settings() -> None:
    both = Restrictions.of(diets=["vegan"]).with_more(Restrictions.of(allergens=["nuts"]))
    assert (both.diets, both.allergens) == ({"vegan"}, {"nuts"})


def test_a_food_holds_what_the_catalog_says() -> None:
    assert food_bits(None)[1] == 0
    assert Restrictions.of(diets=["vegan"]).forbids_food("milk") and not Restrictions.of(
        diets=["vegan"]).forbids_food("carrot")


def test_liked_foods_raise_a_recipe_once_enough_is_said() -> None:
    index = index_of(*[[need("rice"), need(food)] for food in ("fish", "fish", "fish", "pork", "pork", "pork")],
                     [need("rice"), need("fish")], [need("rice"), need("pork")])
    said = {f"{i:012d}": Signals(stars=5 if i >= 3 else 1) for i in range(6)}
    taste = Taste.learn(index, said)
    assert taste.foods["pork"] > 0 > taste.foods["fish"]
    stock = [lot("rice"), lot("fish"), lot("pork")]
    found = [one.title for one in match(index, stock, taste=taste)]
    assert found.index("Dish 7") < found.index("Dish 6")
    assert taste.reasons(index, "000000000007")[0][0] == "pork"
    few = Taste.learn(index, {"000000000000": Signals(stars=5)})
    assert few.foods == {} and match(index, stock, taste=few)[0].title == "Dish 0"


@pytest.mark.parametrize(("signals", "liking"), [
    (Signals(stars=5), 1), (Signals(stars=1), -1), (Signals(is_saved=True), 0.5), (Signals(times_cooked=9), 0.5),
    (Signals(stars=5, is_hidden=True), -1), (Signals(stars=3, is_saved=True), 0),
])
def test_stars_speak_before_clicks(signals: Signals, liking: float) -> None:
    assert signals.liking == liking


def test_why_not_says_the_hardest_reason_first() -> None:
    index = index_of([need("rice"), need("lamb", 800)], [need("rice")], minutes=[90, 10])
    stock = [lot("rice")]
    said = why_not(index, "000000000000", stock, max_minutes=30, hidden=["000000000000"], top=1)
    assert said and [one.code for one in said.reasons] == ["hidden", "too_long", "missing", "others_better"]
    listed = why_not(index, "000000000001", stock)
    assert listed and listed.reasons[0].code == "listed" and "number 1" in listed.reasons[0].text
    assert why_not(index, "f" * 12, stock) is None
    nothing = why_not(index, "000000000000", [lot("apple")])
    assert nothing and nothing.reasons[0].code == "uses_nothing"


def test_what_breaks_a_diet_is_named_in_one_sentence() -> None:
    index = index_of([need("egg"), need("milk"), need("rice"), need(None)])
    wanted = Restrictions.of(diets=["vegan"], allergens=["egg"])
    said = why_not(index, "000000000000", [lot("rice")], restrictions=wanted)
    assert said and [one.text for one in said.reasons[:3]] == [
        "With eggs: egg.", "Not vegan: egg, milk.", "Nobody knows what is in it: unicorn dust."]


@pytest.mark.parametrize(("filters", "word"), [({"max_minutes": 5}, "time"), ({"hidden": ["000000000000"]}, "hiding")])
def test_an_answer_that_a_filter_empties_says_which(filters: dict[str, object], word: str) -> None:
    index = index_of([need("rice")], minutes=[10])
    assert match(index, [lot("rice")], **filters) == []  # type: ignore[arg-type]
    reason = explain_empty(index, [lot("rice")], **filters)  # type: ignore[arg-type]
    assert reason and word in reason.text


FOODS = ["egg", "milk", "flour", "flour_almond", "rice", "apple_pink_lady", "apple", "spinach", "salt", "butter",
         "margarine", "tomato_sauce", "tomato_paste"]
LOTS = st.lists(st.builds(
    lot, st.sampled_from(FOODS), st.none() | st.floats(1, 2000), days_left=st.none() | st.integers(-5, 20),
    date_kind=st.sampled_from(["use_by", "best_before", None]), is_frozen=st.booleans(),
    eur_per_kg=st.none() | st.floats(0, 30)), max_size=7)
# Kinds of one food, several lots of each: what one need leaves is what the next one gets.
ONIONS = ["onion", "red_onion", "shallot", "spring_onion"]
SHARED_LOTS = st.lists(st.builds(lot, st.sampled_from([*ONIONS, "flour_almond"]), st.none() | st.floats(1, 300),
                                 days_left=st.integers(-5, 9), eur_per_kg=st.floats(0, 30)), min_size=2, max_size=9)
NEEDS = st.lists(
    st.builds(need, st.sampled_from([*FOODS, *ONIONS, None]), st.none() | st.floats(1, 2000), optional=st.booleans()),
    min_size=1, max_size=6, unique_by=lambda one: one.food_id)


@given(st.lists(NEEDS, min_size=1, max_size=10), LOTS | SHARED_LOTS, st.sampled_from([None, 1.0, 6.0]))
@settings(max_examples=120, deadline=None)
def test_arrays_and_explanation_agree_and_the_list_falls(
    recipes: list[list[Need]], stock: list[StockItem], servings: float | None
) -> None:
    stock = [replace(item, lot_id=f"lot{number}") for number, item in enumerate(stock)]
    index, larder = index_of(*recipes), Larder.of(stock, ["salt"])
    score = stage_two(index, np.arange(len(index)), Shelf.of(index, larder), servings, np.zeros(len(index)))
    for number in range(len(index)):
        worth = tally_of(index, number, larder, servings=servings).worth_eur
        assert score[number] == pytest.approx(worth, abs=1e-5)
    found = match(index, stock, staples=["salt"], servings=servings)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.recipe_id for one in found}) == len(found)


@given(st.lists(NEEDS, min_size=1, max_size=8), LOTS)
@settings(max_examples=60, deadline=None)
def test_spoiled_food_changes_nothing_but_the_warning(recipes: list[list[Need]], stock: list[StockItem]) -> None:
    stock = [replace(item, lot_id=f"lot{number}") for number, item in enumerate(stock)]
    index = index_of(*recipes)
    safe = [item for item in stock if not item.is_unsafe]

    def told(items: list[StockItem]) -> list[tuple[str, float, object]]:
        return [(one.recipe_id, one.score, one.uses) for one in match(index, items)]

    assert told(stock) == told(safe)


@given(st.lists(NEEDS, min_size=1, max_size=8), LOTS)
@settings(max_examples=60, deadline=None)
def test_sums_by_recipe_and_by_food_are_the_same(recipes: list[list[Need]], stock: list[StockItem]) -> None:
    # Salt is a usual staple, which the forward index leaves out, but not one of this household's.
    index, larder = index_of(*recipes), Larder.of([*stock, lot("salt", 300, days_left=2)], ["sugar"])
    shelf, scores = Shelf.of(index, larder), []
    for share in (-1, 2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stage_one, "FORWARD_SHARE", share)
            stage_one._without_stock.cache_clear()
            scores.append(stage_one.stage_one(index, shelf, larder.staples))
    np.testing.assert_allclose(*scores, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("forward_share", [-1, 2])
def test_blocks_of_recipes_change_nothing(forward_share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    foods = [food for food in FOODS if food != "salt"]
    recipes = [[need(foods[i % 12], 10 * i), need(foods[i * 7 % 11], 5), need("salt")] for i in range(1, 40)]
    stock = [lot("rice", 500, days_left=1), lot("milk", 900), lot("apple", 200, days_left=2)]
    whole = match(index_of(*recipes), stock, staples=["salt"], top=40)
    monkeypatch.setattr(stage_one, "BLOCK", 8)
    monkeypatch.setattr(match_index, "BLOCK", 8)
    monkeypatch.setattr(stage_one, "FORWARD_SHARE", forward_share)
    stage_one._ones.cache_clear()
    index = index_of(*recipes)
    assert len(index.posting_start) == 5 * index.amount_g.size + 1
    assert index.postings(index.food_numbers()["rice"]).tolist() == sorted(
        i for i, needs in enumerate(recipes) if any(one.food_id == "rice" for one in needs))
    assert match(index, stock, staples=["salt"], top=40) == whole and len(whole) > 10
    stage_one._ones.cache_clear()


def test_filters_name_numbers_that_rise() -> None:
    index = index_of([need("rice")], [need("egg")], [need("milk")], minutes=[10, 50, 0])
    assert left_out(index, max_minutes=20, hidden=["000000000000"]).tolist() == [0, 1, 2]
    assert match_one(index, "000000000001", [lot("egg")]) is not None


def test_every_note_on_a_stand_in_is_said_in_german() -> None:
    with substitutes.TABLE.open(encoding="utf-8", newline="") as lines:
        notes = {row["note"] for row in csv.DictReader(lines)} - {""}
    with substitutes.NOTES.open(encoding="utf-8", newline="") as lines:
        said = {row["en"]: row["de"] for row in csv.DictReader(lines)}
    assert said.keys() == notes and all(said.values())
    assert substitutes.note_in("same mass", "de") == "gleiche Menge"
    assert substitutes.note_in("a note of tomorrow", "de") == "a note of tomorrow"


@pytest.mark.parametrize(("days_left", "is_due"), [(4, False), (3, True), (-7, True), (-8, False), (-2400, False)])
def test_what_is_long_past_its_date_is_not_rescued(days_left: int, is_due: bool) -> None:
    item = lot("spinach", 400, days_left=days_left)
    assert item.is_due is is_due
