"""What the words of an ingredient name counts for allergies, also where the food found for it holds none of it."""

import pytest

from recipes.lines import parse_line, resolve_lines
from recipes.match import match
from recipes.matching.match_index import MatchIndex
from recipes.matching.needs import combine
from recipes.matching.restrictions import ALLERGENS, Restrictions, food_bits
from recipes.matching.said_allergens import said_bits
from recipes.matching.stock import StockItem
from recipes.matching.why import why_not
from recipes.recipe import Recipe


@pytest.mark.parametrize(("name", "allergens"), [
    ("clam juice", {"molluscs"}), ("milk or water", {"milk"}), ("Milch oder Wasser", {"milk"}),
    ("lobster or chicken stock", {"crustaceans", "celery"}), ("canola or peanut oil", {"peanuts"}),
    ("dry-roasted unsalted peanuts", {"peanuts"}), ("sesame seed hamburger buns", {"gluten", "sesame"}),
    # Made of almonds, unless a bottle says otherwise.
    ("1 tsp almond extract", {"nuts"}), ("2 Tropfen Bittermandelaroma", {"nuts"}),
    # Longer names of other foods.
    ("coconut milk", set()), ("peanut butter", {"peanuts"}), ("cream of tartar", set()), ("oyster mushrooms", set()),
    ("rice noodles", set()), ("spaghetti squash", set()), ("butter beans", set()), ("ginger beer", set()),
    # What a name denies.
    ("vegan butter", set()), ("dairy-free milk", set()), ("gluten-free flour", set()),
    # How it is, not what.
    ("sea salt flakes", set()), ("shell-on shrimp", {"crustaceans"}),
])
def test_the_words_of_a_name_say_which_allergens_it_holds(name: str, allergens: set[str]) -> None:
    bits = said_bits(name)
    assert {one for number, one in enumerate(ALLERGENS) if bits >> number & 1} == allergens


def test_no_food_of_the_catalog_says_more_by_its_name_than_it_may_hold() -> None:
    from pantry.foods import catalog

    wrong = [food.food_id for food in catalog().foods.values() if said_bits(food.name_en) & ~food_bits(food.food_id)[0]
             and not food_bits(food.food_id)[0] >> len(ALLERGENS)]
    assert wrong == []


def index_of(*lines: str) -> MatchIndex:
    needs = combine(resolve_lines([parse_line(line) for line in lines]))
    return MatchIndex.from_needs([("0" * 12, Recipe(title="Dish", ingredients=lines, instructions=()), needs)])


RICE = [StockItem("lot_rice", "rice", 1, "kg", 1000)]


@pytest.mark.parametrize(("lines", "allergen"), [
    (("200 g rice", "1/2 cup clam juice"), "molluscs"),
    (("200 g rice", "3 tbsp cold milk or water"), "milk"),
    # The second line has the same food: its words count as well.
    (("200 g rice", "1 cup water", "2 tbsp cold milk or water"), "milk"),
    (("200 g rice", "1 onion, fried in butter"), "milk"),
])
def test_a_recipe_that_names_an_allergen_is_left_out_and_says_why(lines: tuple[str, ...], allergen: str) -> None:
    index, restrictions = index_of(*lines), Restrictions.of(allergens=[allergen])
    assert match(index, RICE, restrictions=restrictions) == []
    assert len(match(index, RICE)) == 1
    said = why_not(index, "0" * 12, RICE, restrictions=restrictions)
    assert said and said.reasons[0].code == "allergen" and allergen in said.reasons[0].text


@pytest.mark.parametrize(("line", "allergen"), [
    ("1 tsp Worcestershire sauce", "milk"), ("1 tbsp fish sauce", "milk"), ("1 tbsp oyster sauce", "nuts"),
    ("1 cup coconut milk", "milk"), ("2 tbsp peanut butter", "milk"),
])
def test_a_sauce_that_is_never_made_with_an_allergen_passes(line: str, allergen: str) -> None:
    assert len(match(index_of("200 g rice", line), RICE, restrictions=Restrictions.of(allergens=[allergen]))) == 1


def test_worcestershire_sauce_is_no_food_for_who_must_not_eat_fish() -> None:
    index = index_of("200 g rice", "1 tsp Worcestershire sauce")
    assert match(index, RICE, restrictions=Restrictions.of(allergens=["fish"])) == []
