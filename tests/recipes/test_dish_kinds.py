"""What is no meal comes behind what is one, and a heading of the catalog is not what only stands below it."""

from dataclasses import replace

import numpy as np
import pytest

from pantry.foods import catalog
from recipes.lines import parse_line, resolve_lines
from recipes.match import match
from recipes.matching.dish_kinds import is_meal, is_meal_by_title
from recipes.matching.match_index import MatchIndex
from recipes.matching.needs import Need, combine
from recipes.matching.shelf import Shelf
from recipes.matching.stage_one import stage_one
from recipes.matching.stock import Larder, StockItem
from recipes.plan import plan_week
from recipes.recipe import Recipe

MEALS = (
    "Rindergulasch", "Flammkuchen", "Zwiebelkuchen", "Pfannkuchen", "Milchreis", "Käsebrot",
    "Spaghetti mit Tomatensauce", "Chicken pot pie", "Shepherd's Pie", "Crab Cakes", "Turkey Loaf",
    "Meatballs in Tomato Sauce", "Egg Rolls",
    "Bread Soup", "Roast Beef and Gravy", "Grilled Cheese", "Pork Chops with Apple Butter", "Risotto alla milanese",
    "Green Olive, Lemon, and Garlic-Roasted Leg of Lamb", "Zucchini Fritters", "Penne alla vodka", "Penne Vodka",
    "Beer Brats and Onions", "Beef Turnovers", "Fresh Pasta with Crab", "Almond Chicken", "Pineapple Chicken Delight",
    "Pasta al pesto", "Ratatouille", "Tortilla de patatas", "",
)
ASIDES = (
    "White Sauce", "Easy Pie Crust", "Hot Dog Buns", "Grandma's Banana Bread", "Chocolate Chip Cookies (the best)",
    "Pumpkin Bars I", "Sugar Cookies IX", "Pear and Bourbon Cobbler", "Hot Chocolate", "Vanilla Ice Cream II",
    "Cinnamon Rolls",
    "Strawberry Smoothie", "Homemade Pizza Dough", "Raisin Sauce for Ham", "Strawberries and Cream Cheese Frosting",
    "Apfelkuchen vom Blech", "Tomatensoße", "Hefeteig", "Gemüsebrühe", "Plätzchen", "Sauce tomate", "Crème brûlée",
    "Homemade Pasta without a Pasta Machine", "Fresh Egg Pasta", "Spring Roll Wrappers", "Pico de Gallo", "Coleslaw",
    "Sweet Potato Fries", "Lemon Squares III", "Candied Pecans", "Zucchini Cake", "Mom's Warm Milk", "Pear Clafoutis",
    "Gâteau au chocolat", "Confiture de fraises", "Tiramisù classico", "Bizcocho de yogur",
)


@pytest.mark.parametrize("title", MEALS)
def test_a_title_names_a_meal(title: str) -> None:
    assert is_meal_by_title(title)


@pytest.mark.parametrize("title", ASIDES)
def test_a_title_names_what_is_no_meal(title: str) -> None:
    assert not is_meal_by_title(title)


@pytest.mark.parametrize(("title", "tags", "is_one"), [
    ("Nana's Surprise", ("Dessert",), False), ("Nana's Surprise", (), True), ("Sauce", ("main course",), True),
    ("Heisse Liebe", ("Nachspeise", "schnell"), False), ("Kuchen", ("Hauptgericht",), True),
])
def test_tags_say_more_than_titles(title: str, tags: tuple[str, ...], is_one: bool) -> None:
    assert is_meal(Recipe(title=title, ingredients=(), instructions=(), tags=tags)) is is_one


def need(food_id: str, mass_g: float = 100) -> Need:
    return Need(food_id, food_id, mass_g, False)


def index_of(**recipes: list[Need]) -> MatchIndex:
    return MatchIndex.from_needs([
        (f"{number:012d}", Recipe(title=title.replace("_", " "), ingredients=("x",), instructions=(), servings=2,
                                  total_minutes=20), needs)
        for number, (title, needs) in enumerate(recipes.items())])


STOCK = [StockItem(f"lot_{food_id}", food_id, 1, "piece", 500.0) for food_id in ("milk", "butter", "flour", "egg")]
DISHES = index_of(White_sauce=[need("milk"), need("butter"), need("flour")],
                  Eggs_in_milk=[need("milk"), need("butter"), need("egg")])


def test_a_dish_stands_before_a_sauce_that_is_all_there_too() -> None:
    assert [one.title for one in match(DISHES, STOCK)] == ["Eggs in milk", "White sauce"]


def test_what_a_sauce_saves_counts_as_much_as_ever() -> None:
    due = [replace(one, days_left=1, mass_g=100.0, eur_per_kg=60.0) if one.food_id == "flour" else one for one in STOCK]
    assert match(DISHES, due)[0].title == "White sauce"


def test_both_stages_think_the_same_of_a_sauce() -> None:
    larder = Larder.of(STOCK, ())
    score = stage_one(DISHES, Shelf.of(DISHES, larder), larder.staples)
    by_title = {one.title: one.score for one in match(DISHES, STOCK)}
    assert score == pytest.approx(np.array([by_title["White sauce"], by_title["Eggs in milk"]]), abs=0.01)


def test_a_week_of_dinners_holds_no_sauce() -> None:
    plan = plan_week(DISHES, STOCK, dinners=2)
    assert [one.title for one in plan.dinners] == ["Eggs in milk"]


@pytest.mark.parametrize(("line", "at_hand", "is_there"), [
    ("1 can black-eyed peas", "lentils", False), ("1 tsp sumac", "black_pepper", False),
    ("2 tbsp plum sauce", "ketchup", False), ("500 g Bohnen", "kidney_beans", True),
    ("300 g mixed vegetables", "carrot", True), ("2 fish fillets", "cod", True),
    ("100 g cheese, grated", "cheddar", True),
])
def test_another_kind_of_a_heading_is_not_what_is_named(line: str, at_hand: str, is_there: bool) -> None:
    needs = combine(resolve_lines([parse_line(line), parse_line("1 onion")]))
    index = index_of(Dish=needs)
    stock = [StockItem("lot", at_hand, 1, "piece", 2_000.0), StockItem("other", "onion", 9, "piece", 900.0)]
    [found] = match(index, stock)
    assert (not found.missing) is is_there


def test_two_foods_that_the_catalog_has_one_heading_for_are_two_needs() -> None:
    needs = combine(resolve_lines([parse_line("1 tsp sumac"), parse_line("1 tsp celery seed")]))
    assert [one.name for one in needs] == ["sumac", "celery seed"]


@pytest.mark.parametrize("line", ["1 cup garbanzo bean flour", "2 tbsp white rice flour", "1 tsp flax seed oil"])
def test_what_a_food_is_made_into_is_not_the_food(line: str) -> None:
    [found] = resolve_lines([parse_line(line)])
    assert found.food_id is None


@pytest.mark.parametrize(("line", "food_id"), [
    ("2 cans tuna in olive oil", "tuna_can"), ("1 cup blanched almond flour", "flour_almond"),
    ("1 cup chickpea flour", "flour_chickpea"),
])
def test_what_is_packed_in_oil_and_flours_that_are_known_stay(line: str, food_id: str) -> None:
    [found] = resolve_lines([parse_line(line)])
    assert found.food_id == food_id


@pytest.mark.parametrize(("title", "needs", "is_one"), [
    ("Steamed zucchini", {"zucchini": 500, "butter": 20}, False),
    ("Mashed potatoes with mustard", {"potato": 1000, "milk": 200, "butter": 50}, False),
    ("Parmesan zucchini", {"zucchini": 500, "hard_cheese": 30}, False),
    ("Jeera rice", {"rice": 300, "oil": 20, "cumin": 4}, False),
    ("Baked pears", {"pear": 600, "cream": 100, "sugar": 50}, False),
    ("Zucchini with egg", {"zucchini": 300, "egg": 200}, True),
    ("Vegetable rice", {"rice": 300, "bell_pepper": 200}, True),
    ("Spaghetti with garlic and oil", {"spaghetti": 400, "garlic": 20, "oil": 60}, True),
    ("Lentils with carrots", {"pulses": 300, "carrot": 200}, True),
    ("Pea soup", {"peas": 500, "cream": 100}, True), ("Kartoffelsuppe", {"potato": 800}, True),
    ("Oma's best", {"potato": 800, None: None}, True), ("Zucchini", {}, True),
    ("Aubergine bake", {"aubergine": 500, "mozzarella": None}, True),
])
def test_a_side_dish_has_little_that_fills(title: str, needs: dict[str | None, float | None], is_one: bool) -> None:
    assert all(food_id is None or catalog().get(food_id) for food_id in needs)
    recipe = Recipe(title=title, ingredients=(), instructions=())
    needed = [Need(food_id or "xyz", food_id, mass_g, False) for food_id, mass_g in needs.items()]
    assert is_meal(recipe, needed) is is_one


def test_a_side_dish_is_one_by_its_tag() -> None:
    assert not is_meal(Recipe(title="Beans", ingredients=(), instructions=(), tags=("Side Dish",)))
