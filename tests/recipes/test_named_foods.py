"""What the words of an ingredient name counts for allergies and diets, whatever food was found for it."""

import pytest

from recipes.lines import parse_line, resolve_lines
from recipes.match import match
from recipes.matching.match_index import MatchIndex
from recipes.matching.may_hold import maybe_held
from recipes.matching.named_foods import denied_by, said_bits
from recipes.matching.needs import combine
from recipes.matching.restrictions import ALCOHOL, ALLERGENS, DIETS, Restrictions, food_bits
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


def line_of(text: str) -> tuple[str, str | None]:
    (line,) = resolve_lines([parse_line(text)])
    return line.line, line.food_id


@pytest.mark.parametrize(("line", "denied"), [
    ("2 beef bouillon cubes", {"vegan", "vegetarian"}), ("1 l Rinderbrühe", {"vegan", "vegetarian"}),
    ("1 l Kalbsfond", {"vegan", "vegetarian"}), ("2 cups fish stock", {"vegan", "vegetarian"}),
    ("500 ml Gemüsebrühe", set()), ("1 vegetable bouillon cube", set()), ("2 cups broth", set()),
    ("1 onion, fried in lard", {"vegan", "vegetarian", "halal", "kosher"}), ("100 g suet", {"vegan", "vegetarian"}),
    ("2 tbsp butter", {"vegan", "lactose_free"}), ("1 tsp anchovy paste", {"vegan", "vegetarian"}),
    ("1 tbsp Worcestershire sauce", {"vegan", "vegetarian", "gluten_free"}),
    ("3 Blatt Gelatine", {"vegan", "vegetarian"}),
    ("100 g marshmallows", {"vegan", "vegetarian"}), ("1 EL Honig", {"vegan"}), ("egg wash", {"vegan"}),
    # One of two will do.
    ("2 cups vegetable or chicken broth", set()), ("2 EL Öl oder Butter", {"lactose_free"}),
    ("2 cups chicken or vegetable broth", {"vegan", "vegetarian"}),
    # What a name promises.
    ("50 g Parmesan cheese", {"vegan"}), ("rind of 1 lemon", set()), ("1 can artichoke hearts", set()),
    ("1 cup goat's milk", {"vegan", "lactose_free"}), ("500 g Rind", {"vegan", "vegetarian"}),
    ("2 tbsp vegan butter", set()), ("1 tbsp vegan honey", set()), ("1 cup vegetarian chicken broth", set()),
    ("100 g vegan marshmallows", set()), ("1 tbsp vegan Worcestershire sauce", {"gluten_free"}),
    # What it is for, and what only sounds like an animal.
    ("1 tsp poultry seasoning", set()), ("1 tsp fish seasoning", set()), ("4 hamburger buns", {"gluten_free"}),
    ("2 beefsteak tomatoes", set()), ("2 duck eggs", {"vegan"}), ("50 g lamb's lettuce", set()),
    ("100 g oyster mushrooms", set()), ("2 cups coconut milk", set()), ("1 head butter lettuce", set()),
    ("3 tbsp peanut butter", {"nut_free"}), ("1 can butter beans", set()), ("1 Fleischtomate", set()),
])
def test_a_line_breaks_the_diets_that_its_food_or_its_words_break(line: str, denied: set[str]) -> None:
    bits = denied_by(*line_of(line))
    assert {diet for number, diet in enumerate(DIETS) if bits >> number & 1} == denied


@pytest.mark.parametrize(("line", "is_of_alcohol"), [
    ("1 cup dry red wine", True), ("100 ml Weißwein", True), ("1 bottle beer", True), ("2 tbsp dark rum", True),
    ("4 cl Rum", True), ("2 EL Kirschwasser", True), ("1 tbsp amaretto", True), ("2 tbsp limoncello", True),
    ("1 tbsp mirin", True), ("1 Schuss Cognac", True), ("pears, poached in red wine", True),
    ("1 tbsp cooking sherry", True),
    ("1 tsp vanilla extract", False), ("2 tbsp red wine vinegar", False), ("2 EL Weißweinessig", False),
    ("1 bottle non-alcoholic beer", False), ("500 ml alkoholfreier Wein", False), ("1 tsp rum extract", False),
    ("1 cup ginger beer", False), ("1 cup root beer", False), ("1 cup apple cider", False),
    ("2 tbsp cider vinegar", False),
    ("2 EL Rumaroma", False), ("1 cup broth or white wine", False),
])
def test_a_line_says_whether_alcohol_goes_in(line: str, is_of_alcohol: bool) -> None:
    assert bool(denied_by(*line_of(line)) & ALCOHOL) is is_of_alcohol


@pytest.mark.parametrize(("line", "diet"), [
    ("1 onion, fried in lard", "vegetarian"), ("1 onion, fried in butter", "vegan"),
    ("1 onion, dredged in wheat flour", "gluten_free"),
])
def test_a_recipe_that_names_what_breaks_a_diet_is_left_out_and_says_why(line: str, diet: str) -> None:
    index, restrictions = index_of("200 g rice", line), Restrictions.of(diets=[diet])
    assert match(index, RICE, restrictions=restrictions) == []
    assert len(match(index, RICE)) == 1
    said = why_not(index, "0" * 12, RICE, restrictions=restrictions)
    assert said and said.reasons[0].code == "diet" and diet.replace("_", " ") in said.reasons[0].text


@pytest.mark.parametrize(("food_id", "allergens"), [
    ("broth", {"fish", "crustaceans", "soybeans"}), ("sausage", {"mustard", "soybeans", "celery"}),
    ("burger_bun", {"sesame", "eggs", "soybeans"}), ("frozen_pizza", {"fish", "soybeans"}),
    ("soup", {"celery", "fish"}),
    ("biscuits", {"eggs"}), ("chocolate_dark", {"soybeans"}), ("pasta_fresh", {"soybeans"}),
])
def test_of_a_made_food_what_its_kind_is_made_with_is_not_ruled_out(food_id: str, allergens: set[str]) -> None:
    from pantry.foods import catalog

    assert allergens <= set(maybe_held(catalog().require(food_id)))


@pytest.mark.parametrize(("food_id", "allergens"), [
    ("burger_bun", {"fish", "celery"}), ("broth_vegetable", {"fish", "soybeans", "gluten", "milk"}),
    ("fish_sauce", {"eggs"}),
    ("sorbet", {"eggs", "peanuts"}), ("bread", {"fish", "eggs"}), ("baking_mix", {"fish"}), ("apple", {"sulphites"}),
    ("beef", {"mustard", "celery"}), ("cheddar", {"eggs"}),
])
def test_what_a_kind_is_never_made_with_is_ruled_out(food_id: str, allergens: set[str]) -> None:
    from pantry.foods import catalog

    assert not allergens & set(maybe_held(catalog().require(food_id)))


def test_every_row_of_what_foods_may_hold_speaks_of_a_food_or_a_category_and_of_allergens() -> None:
    from pantry.foods import catalog
    from pantry.vocabulary import Category
    from recipes.matching.may_hold import _table

    for of, allergens in _table().items():
        assert of in catalog().foods or of in set(Category), of
        assert set(allergens) <= set(ALLERGENS)
