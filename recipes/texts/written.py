"""Recipes that a person writes down, pastes or corrects: grandmother's, a friend's mail, a page with an error."""

import re
from dataclasses import replace

from pantry.errors import Refused
from recipes.extract import MOST_INGREDIENTS, MOST_LINE_LENGTH, MOST_STEPS, NO_TITLE, finish
from recipes.pages.jsonld import RawRecipe
from recipes.programs.exports import read_any
from recipes.recipe import BY_HAND, Recipe
from recipes.text import clean, has_markup, without_number
from recipes.texts.plain_text import read_text
from recipes.texts.prose import read_prose

MOST_PASTED = 100_000
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")


def written_recipe(
    *, title: str, ingredients: str, steps: str, servings: float | None = None, minutes: int | None = None,
    instead_of: Recipe | None = None,
) -> Recipe:
    """Return a recipe of what was written: one ingredient and one step a line. Raises Refused E-REC-001 without any.

    instead_of: the recipe it corrects, whose picture, source and tags it keeps.
    """
    raw = RawRecipe(
        title=clean(title), ingredients=_lines(ingredients)[:MOST_INGREDIENTS],
        instructions=tuple(without_number(line) for line in _lines(steps)[:MOST_STEPS]), total_minutes=minutes,
    )
    if not raw.title or not raw.ingredients:
        raise Refused("E-REC-001", "A recipe has a name and at least one ingredient.")
    recipe = replace(finish(raw, how=BY_HAND), servings=servings, warnings=())
    if instead_of is None:
        return recipe
    return replace(recipe, image=instead_of.image, host=instead_of.host, tags=instead_of.tags)


def read_pasted(text: str) -> Recipe:
    """Return the first recipe of pasted text, page or export; text without headings is told apart by its lines.

    What is told in sentences alone is read from these, and warns of it; what names no dish has no title.
    Raises Refused: E-REC-001 to E-REC-004.
    """
    recipe = _read_pasted(text[:MOST_PASTED])
    return replace(recipe, title="") if NO_TITLE in recipe.warnings else recipe


def _read_pasted(text: str) -> Recipe:
    try:
        return read_any(text.encode())[0]
    except Refused:
        if has_markup(text):
            raise
    try:
        return read_text(text, is_recipe=True)
    except Refused:
        return read_prose(text)


def _lines(text: str) -> tuple[str, ...]:
    lines = (clean(_BULLET.sub("", line)) for line in text[:MOST_PASTED].splitlines())
    return tuple(line[:MOST_LINE_LENGTH] for line in lines if line)
