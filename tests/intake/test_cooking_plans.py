"""A household's matches and plans: its settings hold, its taste counts, and a plan becomes meals and a list."""

from decimal import Decimal

import pytest

from cli.recipes import _plan_lines
from intake.cooking import cook_parts
from intake.planning import Week, accept_plan, plan_for
from intake.searching import find_recipes
from intake.suggestions import Wish, match_of, matches, taste_of, why_empty, why_not_recipe
from intake.workplace import Workplace
from pantry.facts.shopping import fold_shopping
from pantry.kinds.payloads import HouseholdChanged
from pantry.vocabulary import Place
from recipes.importing import import_recipes
from recipes.matching import current_index
from recipes.matching.current_index import open_index
from recipes.matching.match_index import INDEX_FOLDER, INDEX_FORMAT, MatchIndex
from recipes.store import RecipeStore
from samples.write_recipes import PAGES

TEXTS = {
    "spinach": "Spinach rice\n\nIngredients\n300 g spinach\n200 g rice\n1 onion\n\nMethod\nCook it all.",
    "beef": "Beef rice\n\nIngredients\n400 g minced beef\n200 g rice\n2 onions\n\nMethod\nFry the beef. Add the rice.",
    "cream": "Cream pasta\n\nIngredients\n200 ml cream\n250 g pasta\n100 g spinach\n\nMethod\nCook it all.",
}


@pytest.fixture
def kitchen(workplace: Workplace) -> Workplace:
    """Return a household with three recipes, spinach, rice and beef."""
    for name, text in TEXTS.items():
        [outcome] = import_recipes(workplace.home, text.encode(), name=f"{name}.txt")
        assert outcome.status == "imported"
    for food, grams in (("spinach", 500), ("rice", 1000), ("minced_beef", 400)):
        workplace.kitchen.acquire(food_id=food, quantity=Decimal(grams), unit="g", place=Place.FRIDGE)
    return workplace


def ids(kitchen: Workplace) -> dict[str, str]:
    return {one.title: one.recipe_id for one in matches(kitchen)}


def test_the_settings_of_the_household_hold_and_a_wish_adds_to_them(kitchen: Workplace) -> None:
    assert set(ids(kitchen)) == {"Spinach rice", "Beef rice", "Cream pasta"}
    kitchen.kitchen.change_settings(HouseholdChanged(diets=["vegetarian"]))
    kitchen.view.refresh()
    assert set(ids(kitchen)) == {"Spinach rice", "Cream pasta"}
    without_milk = Wish(allergens=("milk",))
    assert [one.title for one in matches(kitchen, wish=without_milk)] == ["Spinach rice"]
    nothing = Wish(allergens=("milk",), max_minutes=1)
    reason = why_empty(kitchen, wish=nothing)
    assert matches(kitchen, wish=nothing) == [] and reason and reason.code == "filtered"


def test_a_dish_in_two_languages_is_proposed_in_the_readers(workplace: Workplace) -> None:
    import_recipes(workplace.home, PAGES)
    workplace.kitchen.acquire(food_id="spinach", quantity=Decimal(300), unit="g", place=Place.FRIDGE)
    workplace.kitchen.acquire(food_id="egg", quantity=Decimal(6), unit="piece", place=Place.FRIDGE)

    def titles(language: str | None = None) -> set[str]:
        workplace.view.refresh()
        return {one.title for one in matches(workplace, top=96, wish=Wish(language=language))}

    english, german = "Spinach and mushroom omelette", "Spinat-Champignon-Omelett"
    assert english in titles() and german not in titles()
    assert german in titles("de") and english not in titles("de")
    assert [one.title for one in find_recipes(workplace, "title:omelette")] == [english]
    assert [one.title for one in find_recipes(workplace, "title:spinach", wish=Wish(language="de"))] == []
    plan = plan_for(workplace, Week(2), wish=Wish(language="de"))
    assert {one.title for one in plan.dinners} <= titles("de")
    kept = find_recipes(workplace, "title:omelette")[0]
    workplace.kitchen.save_recipe(kept.recipe_id, kept.title)
    assert {english, german} <= titles("de")


def test_why_not_names_the_setting(kitchen: Workplace) -> None:
    beef = ids(kitchen)["Beef rice"]
    said = why_not_recipe(kitchen, beef, wish=Wish(diets=("vegan",)))
    assert said and said.reasons[0].code == "diet"
    assert why_not_recipe(kitchen, "0" * 12) is None


def test_stars_move_a_recipe(kitchen: Workplace) -> None:
    last = matches(kitchen)[-1]
    kitchen.kitchen.rate_recipe(last.recipe_id, 5)
    kitchen.view.refresh()
    assert taste_of(kitchen, open_index(kitchen.home)).recipes == {last.recipe_id: 1.0}
    again = next(one for one in matches(kitchen) if one.recipe_id == last.recipe_id)
    assert again.taste_eur == 1 and again.score == pytest.approx(last.score + 1, abs=1e-5)


def test_cooking_a_recipe_twice_says_that_it_is_liked_until_it_is_taken_back(kitchen: Workplace) -> None:
    recipe_id = ids(kitchen)["Beef rice"]
    beef = next(lot for lot in kitchen.view.lots() if lot.food_id == "minced_beef")
    for _ in range(2):
        done = kitchen.kitchen.cook([(beef.lot_id, Decimal(100))], recipe_id=recipe_id, title="Beef rice")
    kitchen.kitchen.cook([(beef.lot_id, Decimal(50))], title="Without a recipe")
    kitchen.view.refresh()
    assert taste_of(kitchen, open_index(kitchen.home)).recipes == {recipe_id: 0.5}
    kitchen.kitchen.undo(done)
    kitchen.view.refresh()
    assert taste_of(kitchen, open_index(kitchen.home)).recipes == {recipe_id: 0.25}


def test_a_plan_becomes_meals_and_one_line_a_food_and_one_undo_takes_all_back(kitchen: Workplace) -> None:
    plan = plan_for(kitchen, Week(3))
    assert len(plan.dinners) == 3 and "Spinach rice" in "\n".join(_plan_lines(plan))
    done = accept_plan(kitchen, plan)
    kitchen.view.refresh()
    planned = [event for event in kitchen.view.facts() if event.kind == "meal_planned"]
    lines = fold_shopping(kitchen.view.facts())
    assert sorted(event.payload["day"] for event in planned) == ["2026-01-28", "2026-01-29", "2026-01-30"]
    foods = [line.food_id for line in lines]
    assert len(foods) == len(set(foods)) and {"onion", "cream", "pasta"} <= set(foods)
    onion = next(line for line in lines if line.food_id == "onion")
    assert (onion.quantity, onion.unit, onion.origin) == (3, "piece", "recipe")
    kitchen.kitchen.undo(done)
    kitchen.view.refresh()
    assert fold_shopping(kitchen.view.facts()) == []


def test_the_wish_for_quick_dinners_reaches_the_plan(kitchen: Workplace) -> None:
    assert plan_for(kitchen, Week(2), wish=Wish(max_minutes=10)).dinners == ()


def test_search_keeps_to_the_settings(kitchen: Workplace) -> None:
    assert {one.title for one in find_recipes(kitchen, "rice")} == {"Spinach rice", "Beef rice"}
    vegetarian = find_recipes(kitchen, "rice", wish=Wish(diets=("vegetarian",)))
    assert [one.title for one in vegetarian] == ["Spinach rice"]
    assert find_recipes(kitchen, "rice", wish=Wish(max_minutes=5)) == []


def test_a_search_keeps_to_what_is_typed_and_without_words_shows_what_fits(kitchen: Workplace) -> None:
    def titles(typed: str) -> list[str]:
        return [one.title for one in find_recipes(kitchen, typed)]

    assert titles("rice without meat") == titles("rice without beef") == ["Spinach rice"]
    assert "Beef rice" not in titles("vegetarian") and titles("vegetarian")[0] == "Spinach rice"
    assert titles("rice under 5 minutes") == [] and titles("spinach bef rice")[0] == "Spinach rice"


@pytest.mark.parametrize(("typed", "title", "line"), [
    ("quick without meat", "Quick beef", "400 g minced beef"),
    ("vegan without gluten", "Vegan bowl", "200 g wheat flour"),
    ("gluten free", "Gluten free bowl", "200 g wheat flour"),
    ("quick without nuts", "Quick bowl", "200 g grumpfel"),
    ("without the nuts", "Rice bowl", "100 g walnuts"),
    ("without nuts", "Rice bowl", "50 g pine nuts"), ("ohne Nüsse", "Reis", "200 g Maronen"),
    ("vegan", "Vegan rice", "50 g lard"), ("vegan", "Vegan rice", "1 onion, fried in butter"),
    ("vegan", "Vegan rice", "1 EL Honig"), ("without meat", "Rice bowl", "2 beef bouillon cubes"),
    ("ohne Fleisch", "Reis", "500 ml Rinderfond"), ("vegetarian", "Vegetarian rice", "1 tsp anchovy paste"),
    ("rice without meat", "Rice bowl", "1 onion, fried in lard"),
    ("without alcohol", "Rice bowl", "100 ml white wine"), ("ohne Alkohol", "Reis", "2 cl Rum"),
    ("rice without alcohol", "Drunken rice", "1 bottle beer"),
    ("without tree nuts", "Rice bowl", "100 g walnuts"),
    ("ohne Ei und ohne Milch", "Rice bowl", "200 ml milk"),
    ("no shellfish", "Rice bowl", "500 g mussels"),
    ("dairy-free", "Rice bowl", "200 ml lactose-free milk"),
])
def test_what_a_recipe_says_of_itself_and_how_a_wish_is_said_let_nothing_through(
        kitchen: Workplace, typed: str, title: str, line: str) -> None:
    text = f"{title}\n\nIngredients\n{line}\n200 g rice\n\nMethod\nCook it all."
    [outcome] = import_recipes(kitchen.home, text.encode(), name="more.txt")
    assert outcome.status == "imported"
    found = [one.title for one in find_recipes(kitchen, typed)]
    assert title not in found and "Spinach rice" in [*found, *(one.title for one in find_recipes(kitchen, "spinach"))]


def test_what_the_index_does_not_hold_yet_keeps_to_the_settings_too(
        kitchen: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {one.title: one.recipe_id for one in find_recipes(kitchen, "rice")}
    store = RecipeStore(kitchen.home.recipes)
    only = MatchIndex.build(store, version=f"0-{INDEX_FORMAT}-x", recipe_ids=[found["Spinach rice"]])
    only.save(kitchen.home.recipes / INDEX_FOLDER)
    monkeypatch.setattr(current_index, "MOST_READ_AT_ONCE", 0)

    assert len(matches(kitchen)) == 1, "the index is behind"
    assert {one.title for one in find_recipes(kitchen, "rice")} == set(found)
    assert [one.title for one in find_recipes(kitchen, "rice", wish=Wish(diets=("vegetarian",)))] == ["Spinach rice"]
    match = match_of(kitchen, found["Beef rice"])
    assert match and {use.food_id for use in match.uses} >= {"rice"}


def test_lines_that_share_a_lot_take_both_amounts_and_undo_gives_them_back(kitchen: Workplace) -> None:
    two_kinds = b"Two rices\n\nIngredients\n200 g rice\n150 g brown rice\n\nMethod\nCook them."
    [outcome] = import_recipes(kitchen.home, two_kinds, name="two.txt")
    match = match_of(kitchen, str(outcome.recipe_id))
    assert match and len(match.uses) == 2
    [part] = cook_parts(kitchen, match)
    assert (part.quantity, part.is_guess) == (Decimal(350), False) and "brown" in part.line

    done = kitchen.kitchen.cook([(part.lot.lot_id, part.quantity)], recipe_id=match.recipe_id)
    assert _rice(kitchen) == Decimal(650)
    kitchen.kitchen.undo(done)
    assert _rice(kitchen) == Decimal(1000)


def test_what_cooking_takes_is_said_as_a_cook_would(workplace: Workplace) -> None:
    dish = b"Caprese\n\nIngredients\n120 g mozzarella\n907 g minced beef\n1 tbsp butter\n920 g rice\n\nMethod\nMix."
    [outcome] = import_recipes(workplace.home, dish, name="caprese.txt")
    for food_id, grams in (("mozzarella", 125), ("minced_beef", 1000), ("butter", 250), ("rice", 1000)):
        workplace.kitchen.acquire(food_id=food_id, quantity=Decimal(grams), unit="g", place=Place.FRIDGE)
    match = match_of(workplace, str(outcome.recipe_id))
    assert match
    parts = {part.lot.food_id: part.quantity for part in cook_parts(workplace, match)}
    assert parts == {"mozzarella": None, "minced_beef": None, "butter": Decimal(14), "rice": Decimal(920)}, \
        "neither 5 g of mozzarella nor 93 g of mince go back into the fridge"


def test_cans_are_opened_whole_and_a_clove_is_told_by_its_mass(workplace: Workplace) -> None:
    dish = (b"Chili\n\nIngredients\n1250 g canned tomatoes\n2 cloves garlic\n105 g onion\n1 kg potatoes\n\nMethod\n"
            b"Cook it all.")
    [outcome] = import_recipes(workplace.home, dish, name="chili.txt")
    for food_id, quantity, unit in (("canned_tomatoes", 6, "can"), ("garlic", 2, "piece"), ("onion", 6, "piece"),
                                    ("potato", 20, "piece")):
        workplace.kitchen.acquire(food_id=food_id, quantity=Decimal(quantity), unit=unit, place=Place.CUPBOARD)
    match = match_of(workplace, str(outcome.recipe_id))
    assert match
    told = {part.lot.food_id: part.told for part in cook_parts(workplace, match)}
    assert (told["canned_tomatoes"], told["onion"]) == ((Decimal(3), "can"), (Decimal(1), "piece"))
    quantity, unit = told["garlic"]
    assert unit == "g" and 5 <= quantity <= 12
    potatoes, unit = told["potato"]
    assert unit == "piece" and potatoes == pytest.approx(Decimal("6.667"), abs=Decimal("0.01"))


def test_a_spoon_out_of_a_pack_is_told_by_its_mass_and_half_a_pack_as_such(workplace: Workplace) -> None:
    dish = b"Cake\n\nIngredients\n20 g butter\n250 g quark\n\nMethod\nMix it all."
    [outcome] = import_recipes(workplace.home, dish, name="cake.txt")
    for food_id in ("butter", "quark"):
        workplace.kitchen.acquire(food_id=food_id, quantity=Decimal(2), unit="pack", place=Place.FRIDGE)
    match = match_of(workplace, str(outcome.recipe_id))
    assert match
    told = {part.lot.food_id: part.told for part in cook_parts(workplace, match)}
    assert told["butter"] == (Decimal(20), "g")
    quantity, unit = told["quark"]
    assert unit == "g" or quantity % Decimal("0.5") == 0


def _rice(kitchen: Workplace) -> Decimal:
    kitchen.view.refresh()
    return next(lot.quantity for lot in kitchen.view.lots() if lot.food_id == "rice")


@pytest.mark.parametrize(("typed", "line"), [
    ("bowl without meat", "500 ml broth"), ("bowl vegetarian", "50 g Parmesan"),
    ("bowl without nuts", "1 pinch of nutmeg"),
    ("bowl without nuts", "1 can water chestnuts"), ("bowl without alcohol", "1 tsp vanilla extract"),
    ("bowl without alcohol", "1 tbsp red wine vinegar"), ("vegan bowl", "1 tbsp vegan butter"),
    ("bowl, not vegan", "100 g cheddar"), ("bowl without meat", "2 cups vegetable or chicken broth"),
])
def test_a_search_keeps_what_nothing_speaks_against(kitchen: Workplace, typed: str, line: str) -> None:
    text = f"A bowl\n\nIngredients\n{line}\n200 g rice\n\nMethod\nCook it all."
    import_recipes(kitchen.home, text.encode(), name="more.txt")
    assert "A bowl" in [one.title for one in find_recipes(kitchen, typed)]
