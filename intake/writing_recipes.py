"""A recipe that somebody wrote down or corrected: kept as an original, in the store, and in the household's book."""

import json

from intake.workplace import Workplace
from pantry.actions import Done
from pantry.documents import store_original
from recipes.lines import IngredientLine
from recipes.recipe import Recipe
from recipes.store import RecipeStore


def keep_written(workplace: Workplace, recipe: Recipe, *, instead_of: str | None = None) -> Done:
    """Keep a written recipe; in the place of another it takes over its stars and coming dinners. One undo for all.

    instead_of: id of the recipe it corrects, which this household is not shown again.
    """
    data = json.dumps(recipe.to_json(), ensure_ascii=False, sort_keys=True).encode()
    sha256 = store_original(workplace.home, data)
    RecipeStore(workplace.home.recipes).upsert([recipe], document_sha256=sha256)
    return workplace.kitchen.keep_written_recipe(recipe.recipe_id, recipe.title[:200], instead_of=instead_of)


def unknown_ingredients(workplace: Workplace, recipe: Recipe) -> list[IngredientLine]:
    """Return the ingredient lines in which no food of the catalog was found."""
    store = RecipeStore(workplace.home.recipes)
    return [line for line in store.parsed_lines(recipe.ingredients) if line.food_id is None]
