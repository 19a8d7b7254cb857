"""Matching: what counts as in the house, what is missing, what is unsafe, and that the order never wavers."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.errors import NotReady
from recipes.match import match, match_one
from recipes.matching.match_index import MatchIndex
from recipes.matching.needs import Need, combine, expand
from recipes.matching.restrictions import Restrictions
from recipes.matching.stock import StockItem
from recipes.matching.why import explain_empty
from recipes.recipe import Recipe, RecipeMatch

STAPLES = ("water", "salt")


def need(food_id: str | None, mass_g: float | None = None, *, optional: bool = False, name: str = "") -> Need:
    return Need(name or food_id or "thing", food_id, mass_g, optional)


def index_of(*recipes: Sequence[Need], servings: float | None = 2, minutes: int | None = 20) -> MatchIndex:
    facts = [
        Recipe(title=f"Dish {i}", ingredients=("x",), instructions=(), servings=servings, total_minutes=minutes)
        for i in range(len(recipes))
    ]
    return MatchIndex.from_needs([(f"{i:012d}", facts[i], needs) for i, needs in enumerate(recipes)])


def lot(food_id: str, mass_g: float | None = None, **facts: object) -> StockItem:
    return replace(StockItem(f"lot_{food_id}", food_id, 1, "piece", mass_g), **facts)  # type: ignore[arg-type]


def titles(found: list[RecipeMatch]) -> list[str]:
    return [one.title for one in found]


def test_the_share_in_the_house_orders_and_the_missing_are_named() -> None:
    index = index_of([need("egg"), need("flour"), need("milk")], [need("egg"), need("milk")], [need("rice")])
    first, second = match(index, [lot("egg"), lot("milk")], staples=STAPLES)
    assert (first.title, first.coverage, first.have_count, first.need_count, first.missing) == (
        "Dish 1",
        1.0,
        2,
        2,
        (),
    )
    assert (second.title, second.have_count, [food.name for food in second.missing]) == ("Dish 0", 2, ["flour"])
    assert [used.lot_id for used in first.uses] == ["lot_egg", "lot_milk"]


def test_results_appear_from_the_first_food_on() -> None:
    assert titles(match(index_of([need("egg"), need("flour")]), [lot("egg")])) == ["Dish 0"]


def test_any_apple_is_an_apple_and_another_apple_only_stands_in() -> None:
    any_apple, pink_lady = index_of([need("apple")]), index_of([need("apple_pink_lady")])
    [same] = match(any_apple, [lot("apple_pink_lady")])
    assert same.coverage == 1 and same.substituted == ()
    for at_hand, likeness in (("apple_granny_smith", 0.8), ("apple", 0.9)):
        [found] = match(pink_lady, [lot(at_hand)])
        assert found.coverage == likeness and found.substituted == ("apple_pink_lady",)
        assert found.uses[0].is_stand_in
    assert match(index_of([need("lemon_juice")]), [lot("tomato_juice")]) == []


def test_staples_are_assumed_and_weigh_little() -> None:
    index = index_of([need("egg"), need("salt"), need("water")], [need("egg"), need("flour"), need("salt")])
    first, second = match(index, [lot("egg")], staples=STAPLES)
    assert first.coverage == 1 and first.assumed == ("salt", "water") and first.need_count == 1
    assert second.coverage == pytest.approx(1.1 / 2.1, abs=1e-4)
    assert match(index_of([need("salt")]), [lot("salt")], staples=STAPLES) == []


def test_a_part_is_a_part_and_the_rest_is_named_in_grams() -> None:
    [found] = match(index_of([need("flour", 750)]), [lot("flour", 500)])
    assert found.coverage == pytest.approx(2 / 3, abs=1e-4)
    [missing] = found.missing
    assert (missing.missing_g, missing.is_partial) == (250, True)


def test_amounts_scale_to_the_servings_wanted() -> None:
    index = index_of([need("flour", 400)], servings=2)
    assert match(index, [lot("flour", 400)], servings=2)[0].missing == ()
    assert match(index, [lot("flour", 400)], servings=4)[0].missing[0].missing_g == 400


@pytest.mark.parametrize(("needed_g", "there_g"), [(None, 500), (500, None), (None, None)])
def test_where_a_mass_is_not_known_being_there_is_enough(needed_g: float | None, there_g: float | None) -> None:
    assert match(index_of([need("flour", needed_g)]), [lot("flour", there_g)])[0].coverage == 1


def test_lots_are_taken_soonest_due_first_and_frozen_last() -> None:
    lots = [
        lot("milk", 300, lot_id="late", days_left=9),
        lot("milk", 300, lot_id="frozen", days_left=1, is_frozen=True),
        lot("milk", 300, lot_id="soon", days_left=2),
    ]
    [found] = match(index_of([need("milk", 500)]), lots)
    assert [(used.lot_id, used.needed_g) for used in found.uses] == [("soon", 300), ("late", 200)]


def test_food_past_its_use_by_is_missing_and_named_unsafe() -> None:
    spoiled = lot("chicken_breast", 400, days_left=-1, date_kind="use_by")
    index = index_of([need("chicken_breast"), need("rice")], [need("rice"), need("egg")])
    found = {one.title: one for one in match(index, [spoiled, lot("rice")])}
    unsafe = found["Dish 0"]
    assert unsafe.unsafe == ("chicken_breast",) and unsafe.missing[0].reason == "past_use_by"
    assert all(used.food_id != "chicken_breast" for used in unsafe.uses)
    assert unsafe.score <= found["Dish 1"].score
    assert match(index_of([need("chicken_breast")]), [spoiled]) == []


def test_food_past_its_use_by_never_raises_a_recipe() -> None:
    index = index_of([need("chicken_breast"), need("rice")], [need("egg"), need("rice")])
    with_spoiled = [lot("rice"), lot("chicken_breast", days_left=-3, date_kind="use_by")]
    assert [one.score for one in match(index, with_spoiled)] == [
        one.score for one in match(index, [lot("rice")])
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"days_left": -5, "date_kind": "best_before"},
        {"days_left": 0, "date_kind": "use_by"},
        {"days_left": -5, "date_kind": "use_by", "is_frozen": True},
    ],
)
def test_other_dates_do_not_forbid(facts: dict[str, object]) -> None:
    assert match(index_of([need("yogurt")]), [lot("yogurt", **facts)])[0].coverage == 1


def test_lots_that_expire_soon_raise_a_recipe_and_are_called_rescued() -> None:
    index = index_of([need("rice"), need("egg")], [need("spinach"), need("egg")])
    found = match(index, [lot("rice", days_left=300), lot("spinach", days_left=1), lot("egg", days_left=20)])
    assert titles(found) == ["Dish 1", "Dish 0"]
    assert found[0].rescues == ("spinach",) and found[1].rescues == ()


def test_an_optional_line_is_never_missing() -> None:
    [found] = match(index_of([need("egg"), need("parsley", optional=True)]), [lot("egg")])
    assert found.coverage == 1 and found.missing == () and found.need_count == 1


def test_a_line_without_a_food_is_missing_by_name() -> None:
    [found] = match(index_of([need("egg"), need(None, name="unicorn dust")]), [lot("egg")])
    assert [food.name for food in found.missing] == ["unicorn dust"] and found.coverage == 0.5


def test_equal_scores_are_ordered_by_id_whatever_the_top() -> None:
    index = index_of(*[[need("egg"), need("milk")] for _ in range(900)])
    everything = [one.recipe_id for one in match(index, [lot("egg")], top=900)]
    assert everything == sorted(everything)
    for top in (1, 7, 50, 450):
        assert [one.recipe_id for one in match(index, [lot("egg")], top=top)] == everything[:top]


FOODS = ["egg", "milk", "flour", "rice", "apple_pink_lady", "apple", "spinach", "salt"]
LOTS = st.builds(
    lot,
    st.sampled_from(FOODS),
    st.none() | st.floats(1, 2000),
    days_left=st.none() | st.integers(-5, 20),
    date_kind=st.sampled_from(["use_by", "best_before", None]),
    is_frozen=st.booleans(),
)
NEEDS = st.lists(
    st.builds(need, st.sampled_from([*FOODS, None]), st.none() | st.floats(1, 2000), optional=st.booleans()),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.food_id,
)


@given(st.lists(NEEDS, min_size=1, max_size=12), st.lists(LOTS, max_size=6), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_stock_changes_nothing(
    recipes: list[list[Need]], stock: list[StockItem], random: object
) -> None:
    stock = [replace(item, lot_id=f"lot{number}") for number, item in enumerate(stock)]
    index = index_of(*recipes)
    found = match(index, stock, staples=STAPLES)
    random.shuffle(stock)  # type: ignore[attr-defined]
    assert match(index, stock, staples=STAPLES) == found
    for one in found:
        assert 0 <= one.coverage <= 1 and one.have_count <= one.need_count
        assert not any(item.is_unsafe and item.lot_id in {used.lot_id for used in one.uses} for item in stock)
    assert bool(found) != bool(explain_empty(index, stock, staples=STAPLES))


EMPTY = [
    ([], [], "no recipes"),
    ([[need("egg")]], [], "Nothing is in the house"),
    ([[need("egg")]], [lot("rice")], "None of the 1"),
    ([[need("egg")]], [lot("egg", days_left=-1, date_kind="use_by")], "past its use-by"),
]


@pytest.mark.parametrize(("recipes", "stock", "words"), EMPTY)
def test_an_empty_answer_says_why(recipes: list[list[Need]], stock: list[StockItem], words: str) -> None:
    index = index_of(*recipes)
    assert match(index, stock) == []
    reason = explain_empty(index, stock)
    assert reason and words in reason.text


def test_filters_leave_out_long_and_hidden_recipes() -> None:
    index = index_of([need("egg")], [need("egg")], minutes=30)
    assert match(index, [lot("egg")], max_minutes=20) == []
    assert titles(match(index, [lot("egg")], hidden=["000000000000"])) == ["Dish 1"]


def test_one_recipe_is_explained_whatever_its_rank() -> None:
    index = index_of([need("egg")], [need("rice")])
    found = match_one(index, "000000000001", [lot("egg")], as_of=date(2026, 11, 22))
    assert (
        found is not None and [food.name for food in found.missing] == ["rice"] and found.as_of == "2026-11-22"
    )
    assert match_one(index, "ffffffffffff", [lot("egg")]) is None


def test_a_match_keeps_everything_through_json() -> None:
    [found] = match(index_of([need("egg", 100), need("flour", 10)]), [lot("egg", 50, days_left=1)])
    assert RecipeMatch.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_an_index_comes_back_from_disk_and_old_versions_go(tmp_path: Path) -> None:
    index = index_of([need("egg", 100), need(None, name="x")], [need("rice", optional=True)])
    for _ in range(4):
        index.save(tmp_path)
    loaded = MatchIndex.load(tmp_path)
    assert [list(loaded.needs(number)) for number in range(2)] == [
        list(index.needs(number)) for number in range(2)
    ]
    assert match(loaded, [lot("egg", 100)]) == match(index, [lot("egg", 100)])
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) <= 3


def test_a_half_written_index_is_never_seen(tmp_path: Path) -> None:
    with pytest.raises(NotReady):
        MatchIndex.load(tmp_path)
    index_of([need("egg")]).save(tmp_path)
    (tmp_path / ".next.part").mkdir()
    assert len(MatchIndex.load(tmp_path)) == 1


def test_ids_out_of_order_are_an_error() -> None:
    recipe = Recipe(title="x", ingredients=("x",), instructions=())
    with pytest.raises(ValueError, match="rise"):
        MatchIndex.from_needs([("b" * 12, recipe, []), ("a" * 12, recipe, [])])


def test_postings_are_rising_recipe_numbers() -> None:
    index = index_of([need("egg"), need("rice")], [need("egg")], [need("egg", optional=True)])
    assert index.postings(index.food_numbers()["egg"]).tolist() == [0, 1]
    assert np.all(np.diff(index.recipe_ids.astype(str).astype(np.int64)) > 0)


PAIRS = [
    ("salt and pepper", ["salt", "pepper"]),
    ("Salz und Pfeffer", ["Salz", "Pfeffer"]),
    ("2 cups mac and cheese", ["2 cups mac and cheese"]),
    ("oil", ["oil"]),
    ("a, b and c", ["a, b and c"]),
]


@pytest.mark.parametrize(("line", "parts"), PAIRS)
def test_a_line_without_amounts_may_name_two_foods(line: str, parts: list[str]) -> None:
    assert expand(line) == parts


def test_the_same_food_twice_is_one_need() -> None:
    from recipes.lines import parse_line, resolve_lines

    needs = combine(
        resolve_lines(
            [parse_line(line) for line in ("100 g flour", "For the top:", "50 g flour", "flour, for dusting")]
        )
    )
    assert [(one.food_id, one.mass_g) for one in needs] == [("flour", None)]
    needs = combine(resolve_lines([parse_line(line) for line in ("100 g flour", "50 g flour")]))
    assert [(one.food_id, one.mass_g) for one in needs] == [("flour", 150)]


@given(st.lists(NEEDS, min_size=1, max_size=8), st.lists(LOTS, max_size=6), st.sampled_from([None, 1.0, 5.0]))
@settings(max_examples=50, deadline=None)
def test_the_score_is_the_one_that_the_explanation_adds_up_to(
    recipes: list[list[Need]], stock: list[StockItem], servings: float | None
) -> None:
    stock = [replace(item, lot_id=f"lot{number}") for number, item in enumerate(stock)]
    index = index_of(*recipes)
    for found in match(index, stock, staples=STAPLES, servings=servings):
        needed = found.need_count + 0.1 * len(found.assumed)
        effort = 0.15 * (needed * (1 - found.coverage)) ** 2
        assert found.effort_eur == pytest.approx(effort, abs=0.007)
        meal = index.meal_share(np.array([index.number_of(found.recipe_id)]))[0]
        expected = 3 * meal * found.coverage * needed / (needed + 0.5) - found.missing_eur - effort + found.rescued_eur
        assert found.score == pytest.approx(expected, abs=0.013)
        assert match_one(index, found.recipe_id, stock, staples=STAPLES, servings=servings) == found


@pytest.mark.parametrize("word", ["dairy-free", "Dairy free", "milchfrei"])
def test_free_of_dairy_is_free_of_milk_and_not_of_lactose_alone(word: str) -> None:
    kept = Restrictions.of(diets=[word])
    assert kept == Restrictions(allergens=frozenset({"milk"}))
    assert kept.forbids_food("milk_lactose_free")
