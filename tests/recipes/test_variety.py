"""What there is to choose from saves more than one thing, while the best stays first."""

from hypothesis import given, settings
from hypothesis import strategies as st

from recipes.match import match
from recipes.matching.match_index import MatchIndex
from recipes.matching.needs import Need
from recipes.matching.stock import StockItem
from recipes.matching.variety import varied
from recipes.recipe import Recipe


def index_of(*recipes: dict[str, float]) -> MatchIndex:
    return MatchIndex.from_needs([
        (f"{number:012d}", Recipe(title=f"Dish {number}", ingredients=("x",), instructions=()),
         [Need(food_id, food_id, mass_g, False) for food_id, mass_g in needs.items()])
        for number, needs in enumerate(recipes)])


def lot(food_id: str, mass_g: float, days_left: int | None = None) -> StockItem:
    return StockItem(f"lot_{food_id}", food_id, 1, "piece", mass_g, days_left)


def test_the_second_choice_saves_something_else_than_the_first() -> None:
    index = index_of({"minced_beef": 500}, {"minced_beef": 500, "onion": 50}, {"minced_beef": 500, "rice": 100},
                     {"chicken_breast": 500}, {"rice": 200})
    stock = [lot("minced_beef", 500, 0), lot("chicken_breast", 500, 1), lot("rice", 500), lot("onion", 200)]
    found = match(index, stock)
    assert all("minced_beef" in one.rescues for one in found[:3])
    ordered = varied(found, stock)
    assert ordered[0] == found[0] and ordered[1].rescues == ("chicken_breast",)
    assert sorted(one.recipe_id for one in ordered) == sorted(one.recipe_id for one in found)
    assert ordered[2] == found[1], "the next best for the same food comes after it, not last"
    assert ordered[-1].title == "Dish 4"


FOODS = ["minced_beef", "chicken_breast", "rice", "onion", "egg"]


@given(st.lists(st.dictionaries(st.sampled_from(FOODS), st.floats(1, 500), min_size=1), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_where_nothing_is_due_the_order_is_that_of_the_ranking(recipes: list[dict[str, float]]) -> None:
    stock = [lot(food_id, 400) for food_id in FOODS]
    found = match(index_of(*recipes), stock)
    assert varied(found, stock) == found


def test_nothing_to_choose_from_stays_nothing() -> None:
    assert varied([], []) == []
