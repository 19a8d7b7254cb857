"""What a search asks for beside words."""

import pytest

from recipes.searching.search_words import Asked, read_search


@pytest.mark.parametrize(("typed", "expected"), [
    ("without meat", Asked(diets=("vegetarian",))),
    ("ohne Fleisch", Asked(diets=("vegetarian",))),
    ("vegan", Asked(diets=("vegan",), says_itself=("vegan",))),
    ("Vegetarische Suppe", Asked(words="suppe", diets=("vegetarian",), says_itself=("vegetarische",))),
    ("under 20 minutes", Asked(max_minutes=20)),
    ("pasta in half an hour", Asked(words="pasta", max_minutes=30)),
    ("Curry in 45 Min oder weniger", Asked(words="curry", max_minutes=45)),
    ("quick soup", Asked(words="soup", max_minutes=30, says_itself=("quick",))),
    ("quick, in 15 minutes", Asked(max_minutes=15, says_itself=("quick",))),
    ("for two", Asked(servings=2)),
    ("Auflauf für 4 Personen", Asked(words="auflauf", servings=4)),
    ("no nuts", Asked(allergens=("nuts", "peanuts"))),
    ("gluten free cake", Asked(words="cake", diets=("gluten_free",), says_itself=("gluten free",))),
    ("nussfreie Kekse", Asked(words="kekse", allergens=("nuts", "peanuts"), says_itself=("nussfreie",))),
    ("soup without sour cream and bacon", Asked(words="soup", without=("sour cream", "bacon"))),
    ("ohne Käse Lasagne", Asked(words="lasagne", without=("käse",))),
    ("with chicken and rice", Asked(words="chicken rice")),
    ("was mit Spinat", Asked(words="spinat")),
    ("dinner for 2 under 30 min", Asked(max_minutes=30, servings=2, is_meal=True)),
    ("dessert with strawberries", Asked(words="strawberries", is_sweet=True)),
    ("no bake cheesecake", Asked(words="no bake cheesecake")),
    ("sweet potato", Asked(words="sweet potato")),
    ("ingredient:leek tag:greek", Asked(words="ingredient:leek tag:greek")),
    ("without the nuts.", Asked(allergens=("nuts", "peanuts"))),
    ("ohne jegliche Nüsse", Asked(allergens=("nuts", "peanuts"))),
    ("soup without tree nuts", Asked(words="soup", allergens=("nuts", "peanuts"))),
    ("Kuchen frei von Nüssen", Asked(words="kuchen", allergens=("nuts", "peanuts"))),
    ("cake free of eggs", Asked(words="cake", allergens=("eggs",))),
    ("cake, nut allergy", Asked(words="cake", allergens=("nuts", "peanuts"), says_itself=("nut free",))),
    ("I am allergic to nuts", Asked(allergens=("nuts", "peanuts"))),
    ("stress-free nut-free cake", Asked(words="stress-free cake", allergens=("nuts", "peanuts"),
                                        says_itself=("nut-free",))),
    ("eggless cake", Asked(words="cake", allergens=("eggs",), says_itself=("eggless",))),
    ("ohne Ei und ohne Milch", Asked(allergens=("eggs", "milk"))),
    ("cake without eggs, the milk or nuts", Asked(words="cake", allergens=("eggs", "milk", "nuts", "peanuts"))),
    ("dairy-free", Asked(allergens=("milk",), says_itself=("dairy-free",))),
    ("ohne Milchprodukte", Asked(allergens=("milk",))),
    ("no knead bread", Asked(words="no knead bread")),
    ("boneless chicken", Asked(words="boneless chicken")),
    ("stew in 1.5 hours", Asked(words="stew", max_minutes=90)),
    ("Eintopf unter zwei Stunden", Asked(words="eintopf", max_minutes=120)),
    ("soup in 20-30 minutes", Asked(words="soup", max_minutes=30)),
    ("soup - half hour", Asked(words="soup", max_minutes=30)),
    ("not vegan", Asked()),
    ("cake, not vegan", Asked(words="cake")),
    ("non-vegan brownies", Asked(words="brownies")),
    ("nicht unbedingt vegetarische Suppe", Asked(words="suppe")),
    ("keine vegane Lasagne", Asked(words="lasagne")),
    ("not gluten free bread", Asked(words="bread")),
    ("not vegan but without nuts", Asked(allergens=("nuts", "peanuts"))),
    ("not too sweet cake", Asked(words="not too sweet cake")),
    ("without alcohol", Asked(no_alcohol=True)),
    ("Kuchen ohne Alkohol", Asked(words="kuchen", no_alcohol=True)),
    ("non-alcoholic punch", Asked(words="punch", no_alcohol=True)),
    ("alkoholfreie Bowle", Asked(words="bowle", no_alcohol=True, says_itself=("alkoholfreie",))),
    ("no alcohol, no meat", Asked(diets=("vegetarian",), no_alcohol=True)),
    ("vegan chicken curry", Asked(words="chicken curry", diets=("vegan",), says_itself=("vegan",))),
    ("for", Asked(words="for")),
    ("", Asked()),
])
def test_a_search_is_read_as_it_is_meant(typed: str, expected: Asked) -> None:
    assert read_search(typed) == expected


def test_shellfish_are_prawns_and_mussels() -> None:
    assert set(read_search("no shellfish").allergens) == {"crustaceans", "molluscs"}


def test_what_a_recipe_says_of_itself_stands_for_no_other_wish() -> None:
    assert read_search("quick vegan without gluten").unsaid() == Asked(
        diets=("gluten_free",), says_itself=("quick", "vegan"))
    assert read_search("quick soup in 15 minutes").unsaid().max_minutes == 15
