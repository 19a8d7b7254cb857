"""The Recipes page: find, keep, plan, cook step by step, and what cooking takes off the shelves."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.texts import CATALOGS
from intake.searching import find_recipes
from intake.taking import take_in, take_in_address
from intake.workplace import Workplace
from pantry.actions import Kitchen
from pantry.facts.recipe_book import RecipeBook, fold_recipe_book
from pantry.home import Home
from pantry.kinds.payloads import MealPlanned
from pantry.vocabulary import DateKind, Place
from recipes.matching import current_index
from recipes.matching.match_index import INDEX_FOLDER, INDEX_FORMAT, MatchIndex
from recipes.store import RecipeStore
from tests.dashboard.kitchens import filled_kitchen
from tests.dashboard.test_pages import titles, words

OpenPage = Callable[[str], AppTest]
EGGS = b"""<html><body><script type="application/ld+json">{"@type": "Recipe", "name": "Spinach eggs",
    "recipeIngredient": ["100 g spinach", "2 eggs", "1 tbsp saffron"], "recipeYield": "2", "totalTime": "PT15M",
    "recipeInstructions": ["Fry the spinach for 3 minutes.", "Add the eggs."]}</script></body></html>"""


def kitchen_with_eggs(home: Home, page: bytes = EGGS, language: str = "en") -> Kitchen:
    kitchen = filled_kitchen(home, language=language)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    assert take_in(workplace, page, name="eggs.html").status == "in"
    return kitchen


def test_a_recipe_read_from_sentences_asks_to_be_looked_over(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    told = take_in(workplace, b"Fry 100 g spinach in butter. Add two eggs. Season and serve.", name="spinach eggs.txt")
    assert told.titles == ("Spinach eggs",)
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    assert CATALOGS["en"]["write.from_prose"] in words(app)


def test_a_recipe_is_cooked_and_taken_back(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    page = """<script type="application/ld+json">{"@type": "Recipe", "name": "Spinach <b>eggs</b>",
    "recipeIngredient": ["100 g spinach", "2 eggs", "1 tbsp saffron"], "totalTime": "PT15M",
    "recipeInstructions": ["Fry the spinach.", "Add the eggs."]}</script>"""
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    assert take_in(workplace, f"<html><body>{page}</body></html>".encode(), name="eggs.html").status == "in"
    app = open_page("recipes")
    assert "Spinach" in words(app)
    app.button(key="open_best").click().run()
    assert "<b>eggs</b>" not in titles(app)
    app.button(key="cooked_open").click().run()
    app.toggle(key="change_1").set_value(True).run()
    (lot,) = [lot for lot in kitchen.view.lots() if lot.food_id == "spinach"]
    assert app.number_input(key=f"amount_1_{lot.lot_id}").value == 100
    app.number_input(key=f"amount_1_{lot.lot_id}").set_value(120).run()
    app.button(key="cooked_1").click().run()

    kitchen.view.refresh()
    spinach = [lot for lot in kitchen.view.lots() if lot.food_id == "spinach"]
    assert [lot.quantity for lot in spinach] == [Decimal(60)]
    app.button(key=next(b.key for b in app.button if b.label == "Undo")).click().run()
    kitchen.view.refresh()
    assert [lot.quantity for lot in kitchen.view.lots() if lot.food_id == "spinach"] == [Decimal(180)]


def test_what_a_recipe_does_is_told_in_words_and_by_the_price_of_the_food(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    day = kitchen.view.household().today(kitchen.journal.clock()) + timedelta(days=1)
    kitchen.acquire(food_id="canned_tomatoes", quantity=Decimal(800), unit="g", place=Place.CUPBOARD)
    kitchen.acquire(food_id="minced_beef", quantity=Decimal(1000), unit="g", place=Place.FRIDGE, price_minor=800,
                    expires_on=day, date_kind=DateKind.USE_BY)
    page = EGGS.replace(b'"100 g spinach", "2 eggs", "1 tbsp saffron"', b'"1 kg minced beef", "400 g tomato sauce"')
    page = page.replace(b', "totalTime": "PT15M"', b"")
    take_in(Workplace(home, kitchen.journal, kitchen.household_id), page, name="beef.html")
    assert "A while" not in words(open_page("home"))
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    assert "canned tomatoes for tomato sauce" in words(app)
    [money] = re.findall(r"worth about €(\d+\.\d\d)", words(app))
    assert 5 < float(money) <= 8, "what the beef cost, without its climate cost"


def test_for_more_people_the_lines_and_what_leaves_the_shelf_grow(home: Home, open_page: OpenPage) -> None:
    kitchen = kitchen_with_eggs(home)
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    app.number_input[0].set_value(20).run()
    assert "some is there, 820\u00a0g more to buy" in words(app)
    assert "some is there, 13\u00a0pieces more to buy" in words(app), "seven eggs of twenty"
    app.number_input[0].set_value(3).run()
    assert "150 g spinach" in words(app) and "3 eggs" in words(app)
    app.button(key="cooked_open").click().run()
    app.number_input(key="left_1").set_value(1).run()
    app.button(key="cooked_1").click().run()

    kitchen.view.refresh()
    left = {lot.food_name or lot.food_id: (lot.quantity, lot.unit) for lot in kitchen.view.lots()}
    assert left["spinach"] == (Decimal(30), "g")
    assert left["Spinach eggs"] == (Decimal(1), "box"), "one box stands in the fridge for another day"


def test_a_heading_among_the_ingredients_is_neither_there_nor_to_buy(home: Home, open_page: OpenPage) -> None:
    kitchen_with_eggs(home, EGGS.replace(b'"100 g spinach"', b'"Base:", "100 g spinach", "For the topping"'))
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    (listed,) = [one.value for one in app.get("html") if '<ul class="ingredients">' in one.value]
    looks = re.findall(r'<li class="(\w+)">(<span class="icon)?', listed)
    assert [(look, bool(symbol)) for look, symbol in looks] == [
        ("group", False), ("have", True), ("group", False), ("have", True), ("buy", True)]
    assert app.button(key="buy_missing").label == CATALOGS["en"]["recipe.buy_missing.one"]


def test_of_what_is_there_in_part_more_is_to_buy(home: Home, open_page: OpenPage) -> None:
    kitchen_with_eggs(home, EGGS.replace(b"100 g spinach", b"400 g spinach"))
    assert "more spinach" in words(open_page("home")), "180 g are there, and it is due today"


def test_a_recipe_that_does_not_say_for_how_many_is_made_one_and_a_half_times(home: Home, open_page: OpenPage) -> None:
    kitchen = kitchen_with_eggs(home, EGGS.replace(b'"recipeYield": "2", ', b""))
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    app.number_input[0].set_value(1.5).run()
    assert "150 g spinach" in words(app) and "3 eggs" in words(app)
    app.button(key="cook_start").click().run()
    app.button(key="cook_next").click().run()
    app.button(key="cooked_open").click().run()
    app.button(key="cooked_1").click().run()

    kitchen.view.refresh()
    assert [lot.quantity for lot in kitchen.view.lots() if lot.food_id == "spinach"] == [Decimal(30)]
    assert app.number_input[0].value == 1.5


def test_for_how_many_is_kept_while_cooking(home: Home, open_page: OpenPage) -> None:
    kitchen = kitchen_with_eggs(home)
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    app.number_input[0].set_value(3).run()
    app.button(key="cook_start").click().run()
    assert "150 g spinach" in words(app)
    app.button(key="cook_next").click().run()
    app.button(key="cooked_open").click().run()
    app.button(key="cooked_1").click().run()

    kitchen.view.refresh()
    assert [lot.quantity for lot in kitchen.view.lots() if lot.food_id == "spinach"] == [Decimal(30)]
    assert app.number_input[0].value == 3


def test_cooking_shows_one_step_a_screen(home: Home, open_page: OpenPage) -> None:
    kitchen_with_eggs(home)
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    app.button(key="cook_start").click().run()
    assert "Step 1 of 2" in words(app) and "Fry the spinach for 3 minutes." in words(app)
    assert "Add the eggs." not in words(app)
    app.button(key="cook_next").click().run()
    assert "Step 2 of 2" in words(app) and not app.exception
    assert app.button(key="cooked_open").label == "Cooked it"
    app.button(key="cook_stop").click().run()
    assert "Spinach eggs" in titles(app)


def test_a_recipe_is_kept_rated_hidden_planned_and_each_is_taken_back(home: Home, open_page: OpenPage) -> None:
    kitchen = kitchen_with_eggs(home, EGGS.replace(b"saffron", b"cumin"))
    today = kitchen.view.household().today(kitchen.journal.clock())
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    app.button(key="recipe_keep").click().run()
    app.button(key="recipe_hide").click().run()
    app.button(key="buy_missing").click().run()
    app.button(key="buy_missing").click().run()

    kitchen.view.refresh()
    book = fold_recipe_book(kitchen.view.facts())
    (recipe_id,) = book.saved
    assert list(book.hidden) == [recipe_id]
    [cumin] = kitchen.view.shopping()
    assert (cumin.text, cumin.quantity, cumin.unit) == ("Cumin", Decimal(1), "jar"), "a whole pack, once"
    app.button(key="recipe_keep").click().run()
    app.button(key="recipe_hide").click().run()
    kitchen.rate_recipe(recipe_id, 4)
    planned = kitchen.plan_meals([_meal(recipe_id, today + timedelta(days=2))], [])
    kitchen.view.refresh()
    book = fold_recipe_book(kitchen.view.facts())
    assert (book.saved, book.hidden, book.stars) == ({}, {}, {recipe_id: 4})
    assert [meal.event_id for meal in book.from_day(today)] == list(planned.event_ids)
    app.button(key="recipe_back").click().run()
    app.button(key=f"unplan_{planned.event_ids[0]}").click().run()
    kitchen.view.refresh()
    assert not fold_recipe_book(kitchen.view.facts()).planned


def test_tonight_on_home_opens_its_recipe_in_one_press(home: Home, open_page: OpenPage) -> None:
    kitchen_with_eggs(home)
    app = open_page("home")
    (row,) = [button for button in app.button if (button.key or "").startswith("pick_tonight_")]
    assert row.label == "See Spinach eggs"
    row.click().run()
    assert app.session_state["recipe_id"] == row.key.removeprefix("pick_tonight_")


def test_what_is_planned_for_tonight_comes_first_on_home_until_it_is_cooked(home: Home, open_page: OpenPage) -> None:
    kitchen = kitchen_with_eggs(home)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    others = b"""<html><body><script type="application/ld+json">{"@type": "Recipe", "name": "Lamb stew",
    "recipeIngredient": ["1 kg lamb", "2 eggs"], "recipeInstructions": ["Stew it."]}</script>"""
    assert take_in(workplace, others, name="stew.html").status == "in"
    today = kitchen.view.household().today(kitchen.journal.clock())
    [stew] = find_recipes(workplace, "title:stew")
    [eggs] = find_recipes(workplace, "title:spinach")
    kitchen.plan_meals([_meal(stew.recipe_id, today), _meal(eggs.recipe_id, today + timedelta(days=2))], [])

    def tonight() -> list[str]:
        app = open_page("home")
        assert ("the planned one first" in words(app)) == bool(planned())
        assert "Planned for " in words(app), "what is due says which dinner it is for"
        return [button.label for button in app.button if (button.key or "").startswith("pick_tonight_")]

    def planned() -> list[str]:
        kitchen.view.refresh()
        return [meal.recipe_id for meal in fold_recipe_book(kitchen.view.facts()).from_day(today)
                if meal.day == today]

    assert tonight() == ["See Lamb stew"], "what is planned for another day is not tonight's"
    egg = next(lot for lot in kitchen.view.lots() if lot.food_id == "egg")
    cooked = kitchen.cook([(egg.lot_id, Decimal(1))], recipe_id=stew.recipe_id, title="Lamb stew")
    assert planned() == [] and tonight() == ["See Lamb stew"], "cooked, it is a suggestion like any other"
    kitchen.undo(cooked.event_ids)
    assert planned() == [stew.recipe_id]


def test_an_address_that_cannot_be_fetched_is_a_named_reason(home: Home) -> None:
    kitchen = filled_kitchen(home)
    taken = take_in_address(Workplace(home, kitchen.journal, kitchen.household_id), "http://127.0.0.1/recipe")
    assert (taken.status, taken.code) == ("rejected", "E-NET-003")
    assert "private network" in CATALOGS["en"][f"reject.{taken.code}"]


def test_an_address_in_the_search_field_offers_to_fetch_it(home: Home, open_page: OpenPage) -> None:
    kitchen_with_eggs(home)
    app = open_page("recipes")
    app.text_input(key="recipe_search").set_value("https://example.org/soup").run()
    assert app.button(key="recipe_fetch").label == "Fetch this recipe"
    app.text_input(key="recipe_search").set_value("xyzzy").run()
    assert "what you have" not in words(app), "what was found is no choice of the stock"
    assert "No recipe holds all these words" in words(app)


def test_a_week_is_planned_on_the_recipes_page_and_goes_on_the_list(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    page = b"""<html><body><script type="application/ld+json">{"@type": "Recipe", "name": "Spinach eggs",
    "recipeIngredient": ["100 g spinach", "2 eggs", "1 kg lamb"], "recipeInstructions": ["Fry it."]}</script>"""
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    assert take_in(workplace, page, name="eggs.html").status == "in"
    app = open_page("recipes")
    app.text_input(key="recipe_search").set_value("lamb title:egg").run()
    assert [one.label for one in app.button if (one.key or "").startswith("open_")] == ["See Spinach eggs"]
    app.text_input(key="recipe_search").set_value("").run()
    app.button(key="plan_make").click().run()
    app.button(key="plan_accept").click().run()

    kitchen.view.refresh()
    kinds = [event.kind for event in kitchen.view.facts()]
    assert kinds.count("meal_planned") == 1 and "shopping_added" in kinds


def test_a_week_is_planned_of_what_the_filters_ask_for(home: Home, open_page: OpenPage) -> None:
    kitchen = kitchen_with_eggs(home)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    slow = EGGS.replace(b"Spinach eggs", b"Spinach stew").replace(b"PT15M", b"PT90M")
    meat = EGGS.replace(b"Spinach eggs", b"Spinach and ham").replace(b"saffron", b"ham")
    for name, page in (("slow.html", slow), ("meat.html", meat)):
        assert take_in(workplace, page, name=name).status == "in"
    app = open_page("recipes")
    app.button_group(key="recipe_filters").set_value(["quick", "vegetarian"]).run()
    app.button(key="plan_make").click().run()
    (plan,) = [one.value for one in app.get("html") if '<div class="rows"><div class="recipe">' in one.value]
    assert re.findall(r'class="name">([^<]+)', plan) == ["Spinach eggs"]
    app.button_group(key="recipe_filters").set_value([]).run()
    assert app.button(key="plan_make"), "another wish, another plan"


def _meal(recipe_id: str, day: date) -> MealPlanned:
    return MealPlanned(day=day, recipe_id=recipe_id, servings=Decimal(2))


def test_an_empty_answer_says_why(home: Home, open_page: OpenPage) -> None:
    kitchen_with_eggs(home, EGGS.replace(b'"100 g spinach", "2 eggs", "1 tbsp saffron"', b'"1 octopus"'))
    shown = words(open_page("recipes"))
    assert CATALOGS["en"]["recipes.empty.uses_nothing"] in shown and CATALOGS["en"]["recipes.empty"] not in shown


def test_cups_and_fahrenheit_are_said_in_the_households_measures(home: Home, open_page: OpenPage) -> None:
    page = EGGS.replace(b"100 g spinach", b"1 cup flour").replace(b"for 3 minutes", b"at 350F")
    kitchen_with_eggs(home, page)
    app = open_page("recipes")
    next(button for button in app.button if button.label == "See the recipe").click().run()
    shown = words(app).replace("\u00a0", " ")
    assert "1 cup flour <i>(120 g)</i>" in shown and "Fry the spinach at 350F (180 °C)." in shown
    app.number_input[0].set_value(4).run()
    assert "2 cups flour <i>(250 g)</i>" in words(app).replace("\u00a0", " ")


def test_while_a_large_index_is_renewed_the_page_says_what_it_uses(home: Home, open_page: OpenPage,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    kitchen_with_eggs(home)
    store = RecipeStore(home.recipes)
    MatchIndex.build(store, version=f"1-{INDEX_FORMAT}-0.of-old").save(home.recipes / INDEX_FOLDER)
    monkeypatch.setattr(current_index, "MOST_READ_AT_ONCE", 0)
    monkeypatch.setattr(current_index.subprocess, "Popen", lambda *_, **__: Done())
    shown = words(open_page("recipes"))
    assert "Spinach eggs" in shown and "matches rest on the index of" in shown


def test_while_a_large_store_is_read_anew_the_page_says_which_recipes_it_uses(
        home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    kitchen_with_eggs(home)
    monkeypatch.setattr(current_index, "MOST_READ_AT_ONCE", 1)
    monkeypatch.setattr(RecipeStore, "count", lambda _: 121_722)
    monkeypatch.setattr(current_index.subprocess, "Popen", lambda *_, **__: Done())
    shown = words(open_page("recipes"))
    assert "Spinach eggs" in shown and "the newest 1 of 121,722" in shown


class Done:
    """A process that does nothing and has ended: what another makes of the index is tested with the recipes."""

    def wait(self) -> int:
        return 0


def book_of(kitchen: Kitchen) -> RecipeBook:
    kitchen.view.refresh()
    return fold_recipe_book(kitchen.view.facts())


def test_a_recipe_is_written_down_and_taken_back(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("recipes")
    app.button(key="recipe_write").click().run()
    assert app.button(key="write_do_1").disabled
    app.text_area(key="write_pasted_1").set_value("Spinach eggs\n\n100 g spinach\n2 eggs\n1 xqzv brmpf\n\n"
                                                  "Fry the spinach for 3 minutes, then add the eggs.").run()
    app.button(key="write_fill_1").click().run()
    assert app.text_input(key="write_title_1").value == "Spinach eggs" and "xqzv brmpf" in words(app)
    app.number_input(key="write_servings_1").set_value(2).run()
    app.button(key="write_do_1").click().run()

    assert "Spinach eggs" in titles(app) and "Spinach eggs: in your recipes" in words(app)
    (recipe_id,) = book_of(kitchen).saved
    assert RecipeStore(home.recipes).get(recipe_id).servings == 2
    app.button(key=next(b.key for b in app.button if b.label == "Undo")).click().run()
    assert (list(book_of(kitchen).saved), list(book_of(kitchen).hidden)) == ([], [recipe_id])


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Something like it is there: butter for margarine (same mass)"),
    ("de", "Etwas Ähnliches ist da: Butter statt margarine (gleiche Menge)")])
def test_what_stands_in_is_named_with_what_to_mind(
    home: Home, open_page: OpenPage, language: str, said: str,
) -> None:
    kitchen_with_eggs(home, EGGS.replace(b"1 tbsp saffron", b"50 g margarine"), language)
    app = open_page("recipes")
    app.button(key="open_best").click().run()
    assert said in words(app)


def test_a_recipe_told_in_sentences_is_filled_in_with_a_word_of_warning(open_page: OpenPage) -> None:
    app = open_page("recipes")
    app.button(key="recipe_write").click().run()
    app.text_area(key="write_pasted_1").set_value("Boil 200 g pasta. Fry two onions in butter.").run()
    app.button(key="write_fill_1").click().run()
    assert app.text_area(key="write_ingredients_1").value == "200 g pasta\ntwo onions\nbutter"
    assert "running text" in words(app)
    app.text_area(key="write_pasted_1").set_value("Eggs\n\nIngredients\n2 eggs\n\nMethod\nFry the eggs.").run()
    app.button(key="write_fill_1").click().run()
    assert "running text" not in words(app)


def test_a_corrected_recipe_takes_the_stars_and_dinners_of_the_first(home: Home, open_page: OpenPage) -> None:
    kitchen = kitchen_with_eggs(home)
    (first,) = (recipe_id for recipe_id, _ in RecipeStore(home.recipes).iterate())
    tomorrow = kitchen.view.household().today(kitchen.journal.clock()) + timedelta(days=1)
    kitchen.rate_recipe(first, 4)
    planned = kitchen.plan_meals([_meal(first, tomorrow)], [])
    app = open_page("recipes")
    assert "open_best" not in {button.key for button in app.button}, "it has its day, and stands there"
    app.button(key=f"pick_meal_{planned.event_ids[0]}").click().run()
    app.button(key="recipe_correct").click().run()
    app.text_area(key="write_steps_1").set_value("Fry the spinach for 5 minutes.\nAdd the eggs.").run()
    app.button(key="write_do_1").click().run()

    book = book_of(kitchen)
    (second,) = book.saved
    assert (list(book.hidden), book.stars[second]) == ([first], 4)
    assert [(meal.recipe_id, meal.day) for meal in book.planned] == [(second, tomorrow)]
    assert "5 minutes" in words(app)
    app.button(key=next(b.key for b in app.button if b.label == "Undo")).click().run()
    book = book_of(kitchen)
    assert (book.saved, list(book.hidden), [meal.recipe_id for meal in book.planned]) == ({}, [second], [first])
