"""What a recipe needs: its lines as foods with masses, the same food once."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from recipes.ingredients import line_words as words
from recipes.matching.named_foods import denied_by, said_bits
from recipes.recipe import IngredientLine, Recipe
from recipes.searching.food_words import is_of_heading
from recipes.store import RecipeStore

_BATCH = 2_000
_PAIR = re.compile(r"\s+(?:and|und|&|\+|et|y|e)\s+", re.IGNORECASE)
# "1 tsp each cumin and paprika", "½ tsp each: salt, pepper"; in German the word stands ahead.
_EACH = re.compile(r"(?P<amount>[\d¼½¾⅓⅔⅛][^,;:()]{0,20}?)\s+each(?:\s+of)?:?\s+(?P<foods>\S.*)|"
                   r"je(?:weils)?\s+(?P<menge>[\d¼½¾⅓⅔⅛]\S*\s+[^\W\d_]{1,12}\.?)\s+(?P<zutaten>\S.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+|und\s+|&\s*)?|\s+(?:and|und|&|\+)\s+", re.IGNORECASE)
# "Salz, Pfeffer, Muskat": what stands beside salt is a seasoning too, unless a word tells how the salt is.
_SALT = re.compile(r"(?:^|,\s*)(?:sea |kosher |meer)?(?:salt|salz|sel|sal|sale)(?=\s*,|$)", re.IGNORECASE)
_TELLING = words.PREPARED | words.HOW_PREPARED | words.DESCRIBING | words.TELLING | frozenset(("nach", "al", "au"))
_MOST_FOODS = 6


class Need(NamedTuple):
    """One food of a recipe. food_id: None if no food of the catalog was found. mass_g: None if not known.

    allergens: bits of ALLERGENS that the words of its lines name, whatever food was found. is_of_kind: the food is but
    a heading that the catalog has for it (spices for sumac), so that no other kind of that heading is it. denied: bits
    of the DIETS that its food or the words of its lines certainly break, and ALCOHOL.
    """

    name: str
    food_id: str | None
    mass_g: float | None
    is_optional: bool
    allergens: int = 0
    is_of_kind: bool = False
    denied: int = 0


def needs_of(recipe: Recipe, store: RecipeStore) -> list[Need]:
    """Return what one recipe needs."""
    texts = [text for line in recipe.ingredients for text in expand(line)]
    return combine(store.parsed_lines(texts))


def lines_of_store(store: RecipeStore,
                   recipe_ids: Sequence[str] | None = None) -> Iterator[tuple[str, Recipe, list[IngredientLine]]]:
    """Yield every recipe with its id and its lines as they were read; lines are looked up for many recipes at once.

    recipe_ids: only these, in their order.
    """
    recipes = store.iterate() if recipe_ids is None else iter(_with_ids(store, recipe_ids))
    while batch := list(islice(recipes, _BATCH)):
        texts = [[part for line in recipe.ingredients for part in expand(line)] for _, recipe in batch]
        parsed = iter(store.parsed_lines([text for one in texts for text in one]))
        for (recipe_id, recipe), one in zip(batch, texts, strict=True):
            yield recipe_id, recipe, [next(parsed) for _ in one]


def _with_ids(store: RecipeStore, recipe_ids: Sequence[str]) -> list[tuple[str, Recipe]]:
    return [(recipe.recipe_id, recipe) for recipe in store.get_many(recipe_ids)]


def expand(line: str) -> list[str]:
    """Split a line that names several foods with one amount of each, or without any: `Salt and pepper`."""
    if each := _EACH.fullmatch(line.strip()):
        foods = _BETWEEN.split(each["foods"] or each["zutaten"])
        if 1 < len(foods) <= _MOST_FOODS and all(map(_is_food, foods)):
            return [f"{each['amount'] or each['menge']} {food}" for food in foods]
    if "," in line and len(line) <= 60 and _SALT.search(line):
        foods = _BETWEEN.split(line.strip())
        if all(0 < len(food.split()) <= 3 and not _TELLING & set(food.casefold().split()) for food in foods):
            return foods
    if any(character.isdigit() for character in line) or len(line) > 60 or "," in line:
        return [line]
    parts = _PAIR.split(line)
    return parts if len(parts) == 2 and all(0 < len(part.split()) <= 3 for part in parts) else [line]


def _is_food(words_said: str) -> bool:
    """Say whether one to three words may be a food: of `red and green grapes` red is none."""
    said = words_said.casefold().split()
    return 0 < len(said) <= 3 and not (words.DESCRIBING_ALONE | words.TELLING).issuperset(said)


def lines_that_need(recipe: Recipe, store: RecipeStore, names: Collection[str],
                    food_ids: Collection[str]) -> frozenset[int]:
    """Return the places of a recipe's lines that need one of these foods, by food id or by the name of a need.

    Butter to buy marks no line of peanut butter, and both lines of butter.
    """
    parts = [expand(line) for line in recipe.ingredients]
    parsed = iter(store.parsed_lines([text for one in parts for text in one]))
    found = [[next(parsed) for _ in one] for one in parts]
    return frozenset(place for place, lines in enumerate(found)
                     if any(line.food_id in food_ids if line.food_id else line.name in names for line in lines))


def lines_without_food(recipe: Recipe, store: RecipeStore) -> frozenset[int]:
    """Return the places of a recipe's lines that ask for nothing: headings, remarks, what nobody can read."""
    return frozenset(place for place, line in enumerate(store.parsed_lines(recipe.ingredients)) if not line.name)


def combine(lines: Iterable[IngredientLine]) -> list[Need]:
    """Return the needs of parsed lines: one per food or, without a food, per name; headings are none.

    The masses of one food add up; an unknown one makes the sum unknown.
    """
    found: dict[str, Need] = {}
    for line in lines:
        if not line.name:
            continue
        is_of_kind = line.food_id is not None and is_of_heading(line.food_id, line.name)
        key = line.name.casefold() if is_of_kind or line.food_id is None else line.food_id
        before = found.get(key)
        said, denied = said_bits(line.line), denied_by(line.line, line.food_id)
        if before is None:
            found[key] = Need(line.name, line.food_id, line.mass_g, line.optional, said, is_of_kind,
                              denied)
        else:
            known = before.mass_g is not None and line.mass_g is not None
            mass_g = (before.mass_g or 0) + (line.mass_g or 0) if known else None
            # The name that names an allergen more, or breaks a diet more, is kept: it has to be seen.
            name = line.name if said & ~before.allergens or denied & ~before.denied else before.name
            found[key] = Need(name, before.food_id, mass_g, before.is_optional and line.optional,
                              before.allergens | said, is_of_kind, before.denied | denied)
    return list(found.values())
