"""Recipes written, pasted and corrected by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from pantry.errors import Refused
from recipes.recipe import BY_HAND, Recipe
from recipes.store import RecipeStore
from recipes.texts.written import read_pasted, written_recipe

SOUP = """Grandmother's potato soup

500 g potatoes
2 onions
salt

Peel the potatoes and boil them for 20 minutes.
Fry the onions and stir them in.
"""


def test_what_was_written_is_plain_text_with_one_line_each():
    recipe = written_recipe(title=" Soup <b>x</b> ", ingredients="- 500 g potatoes\n\n* 2 onions", servings=4,
                            steps="1. Boil.\n2) Fry. <script>alert(1)</script>", minutes=30)
    assert (recipe.title, recipe.ingredients) == ("Soup x", ("500 g potatoes", "2 onions"))
    assert recipe.instructions == ("Boil.", "Fry.")
    assert (recipe.servings, recipe.total_minutes, recipe.how, recipe.warnings) == (4, 30, BY_HAND, ())


@pytest.mark.parametrize(("title", "ingredients"), [("", "1 egg"), ("Soup", " \n"), ("<br>", "1 egg")])
def test_a_recipe_without_a_name_or_an_ingredient_is_refused(title, ingredients):
    with pytest.raises(Refused) as refused:
        written_recipe(title=title, ingredients=ingredients, steps="Boil.")
    assert refused.value.code == "E-REC-001"


@pytest.mark.parametrize("text", [
    SOUP,
    "# Grandmother's potato soup\n## Ingredients\n- 500 g potatoes\n- 2 onions\n- salt\n## Method\n"
    "1. Peel the potatoes and boil them for 20 minutes.\n2. Fry the onions and stir them in.",
    '<script type="application/ld+json">{"@type": "Recipe", "name": "Grandmother\'s potato soup", "recipeIngredient":'
    ' ["500 g potatoes", "2 onions", "salt"], "recipeInstructions": ["Peel the potatoes and boil them for 20 minutes.",'
    ' "Fry the onions and stir them in."]}</script>',
])
def test_pasted_text_with_and_without_headings_and_pages_are_read_alike(text):
    recipe = read_pasted(text)
    assert (recipe.title, recipe.ingredients) == ("Grandmother's potato soup", ("500 g potatoes", "2 onions", "salt"))
    assert recipe.instructions == ("Peel the potatoes and boil them for 20 minutes.",
                                   "Fry the onions and stir them in.")


@pytest.mark.parametrize("text", ["", "hello", "<p>hello</p>", "x" * 200_000])
def test_pasted_text_that_is_no_recipe_is_refused(text):
    with pytest.raises(Refused) as refused:
        read_pasted(text)
    assert refused.value.code == "E-REC-001"


def test_a_correction_is_a_recipe_of_its_own_even_where_only_a_step_or_the_servings_differ(tmp_path: Path):
    store = RecipeStore(tmp_path)
    page = Recipe(title="Soup", ingredients=("500 g potatoes",), instructions=("Boil.",), url="https://a.example/soup",
                  image="https://a.example/soup.jpg", host="a.example", tags=("german",))
    corrected = written_recipe(title="Soup", ingredients="500 g potatoes", steps="Boil for an hour.", instead_of=page)
    for_six = replace(corrected, servings=6.0)
    store.upsert([page])
    done = store.upsert([corrected, for_six])
    assert len(set(done.new)) == 2 and store.count() == 3
    assert (corrected.image, corrected.host, corrected.tags, corrected.url) == (page.image, page.host, page.tags, None)
