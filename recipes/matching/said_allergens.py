"""Allergens that the words of an ingredient line name though the food found for it holds none: `clam juice`, `juice`.

A food is found for the whole of a name, and may be its head alone: "milk or water" is water, "onion, fried in butter"
onion. Whoever must not eat something goes by each word. The longest names of the catalog count first, so that coconut
milk is no milk and peanut butter no butter.
"""

import csv
from functools import lru_cache, reduce
from operator import and_

from pantry.catalog import food_claims
from pantry.catalog.food_names import fold
from pantry.foods import SEEDS, Food, catalog
from recipes.ingredients.line_labels import pieces_of
from recipes.ingredients.line_words import DESCRIBING_ALONE, UNITS
from recipes.matching.restrictions import ALLERGENS, bits_of, kinds_of
from recipes.searching.food_words import LANGUAGES

_MOST_WORDS = 5
# Receipts call butter "unsalted" and cereals "flakes": in a recipe that tells how, not what.
_NO_FOODS = DESCRIBING_ALONE | frozenset(UNITS) | {"flake", "crumble", "shell", "grand", "sandwich", "mix"}


@lru_cache(maxsize=65_536)
def said_bits(text: str) -> int:
    """Return the allergens that the words of an ingredient line or name tell of, as bits of ALLERGENS.

    None for a text that denies or promises something ("vegan butter"): its food was chosen by that.
    """
    folded = fold(text)
    if food_claims.may_deny(folded) and (food_claims.claims_of(folded) or food_claims.is_substitute(folded)
                                         or food_claims.without_denied(folded) != folded):
        return 0
    return _bits_of_words(tuple(pieces_of(text)))


def _bits_of_words(words: tuple[str, ...]) -> int:
    bits, at, known = 0, 0, _bits_by_name()
    while at < len(words):
        length = next((length for length in range(min(_MOST_WORDS, len(words) - at), 0, -1)
                       if words[at:at + length] in known), 0)
        if length and words[at].isalpha() and not _NO_FOODS.issuperset(words[at:at + length]):
            bits |= known[words[at:at + length]]
        at += length or 1
    return bits


@lru_cache(maxsize=1)
def _bits_by_name() -> dict[tuple[str, ...], int]:
    """Return the allergens of every food by its names and aliases in English and German, as words in the singular."""
    known = catalog()
    found: dict[tuple[str, ...], int] = {}
    with (SEEDS / "food_aliases.csv").open(encoding="utf-8", newline="") as lines:
        called = [(row["alias"], row["food_id"]) for row in csv.DictReader(lines) if row["language"] in LANGUAGES]
    for food in known.foods.values():
        for name in (food.name_en, food.name_en_plural, food.name_de, food.name_de_plural):
            found[tuple(pieces_of(name))] = _bits_of(food)
    for alias, food_id in called:
        named = known.get(food_id)
        if named and (words := tuple(pieces_of(alias))):
            found.setdefault(words, _bits_of(named))
    return found


def _bits_of(food: Food) -> int:
    """Return what a food surely holds; a heading holds what all kinds of it hold."""
    if food.allergens or not food.is_group:
        return bits_of(food.allergens, ALLERGENS)
    known = catalog()
    kinds = [bits_of(known.require(kind).allergens, ALLERGENS) for kind in kinds_of(food.food_id)]
    return reduce(and_, kinds) if kinds else 0
