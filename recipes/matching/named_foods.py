"""What the words of an ingredient line name beside the food found for it: allergens, and what breaks a diet.

A food is found for the whole of a name, and may be its head alone: "milk or water" is water, "onion, fried in lard"
onion. Whoever must not eat something goes by each word. The longest names of the catalog count first, so that coconut
milk is no milk and peanut butter no butter.
"""

import csv
import re
from collections.abc import Iterator
from functools import lru_cache, reduce
from operator import and_, or_

from pantry.catalog import food_claims
from pantry.catalog.food_names import fold
from pantry.foods import SEEDS, catalog
from recipes.ingredients.line_labels import pieces_of
from recipes.ingredients.line_words import DESCRIBING_ALONE, UNITS
from recipes.matching.restrictions import ALCOHOL, ALLERGENS, DIETS, bits_of, denied_bits, kinds_of
from recipes.searching.food_words import LANGUAGES

_MOST_WORDS = 5
# Receipts call butter "unsalted" and cereals "flakes", pastries "Danish", offal "hearts", and German beef is "Rind": in
# a recipe these tell how, not what. Goat's milk is no goat.
_NO_FOODS = DESCRIBING_ALONE | frozenset(UNITS) | frozenset((
    "flake", "crumble", "shell", "grand", "sandwich", "mix", "danish", "heart", "rind", "strained", "tart", "cluster",
    "chunky", "deep", "dish", "half", "moon", "goat", "frank"))
# What these follow is not in it but what it is for or like: "poultry seasoning", "hamburger buns", "bread machine".
_IS_FOR = frozenset(("seasoning", "spice", "rub", "tenderizer", "bun", "roll", "gewürz", "gewurz", "machine", "stone",
                     "style", "size", "shape"))
_OR = re.compile(r"\s(?:or|oder)\s", re.IGNORECASE)
# Of two foods of which one will do, who keeps a diet takes the one that suits; nobody tries what makes him ill.
_HARMS = bits_of(("gluten_free", "lactose_free", "nut_free"), DIETS)
_OF_ANIMALS = {"vegan": bits_of(("vegan", "vegetarian"), DIETS), "vegetarian": bits_of(("vegetarian",), DIETS)}
_WITHOUT_ALCOHOL = re.compile(
    r"\b(?:alcohol[\s-]?free|non[\s-]?alcoholic|without alcohol|alkoholfrei\w*|ohne alkohol)\b")


@lru_cache(maxsize=65_536)
def said_bits(text: str) -> int:
    """Return the allergens that the words of an ingredient line or name tell of, as bits of ALLERGENS.

    None for a text that denies or promises something ("vegan butter"): its food was chosen by that.
    """
    return reduce(or_, (_surely_held(food_id) for food_id, _ in _named(text)), 0) if not _denies(text) else 0


@lru_cache(maxsize=65_536)
def denied_by(line: str, food_id: str | None) -> int:
    """Return which diets a line certainly breaks, as bits of DIETS, and ALCOHOL: by the food found or by its words.

    But not what it promises ("vegan honey"), nor by a heading above its food: Parmesan cheese is no other cheese.
    """
    denied = denied_bits(food_id)
    if not _denies(line):
        first, *others = _OR.split(line, maxsplit=1)
        denied |= _denied_by_words(first, food_id)
        denied |= _denied_by_words(line, food_id) & _HARMS if others else 0
    folded = fold(line)
    if denied & ALCOHOL and _WITHOUT_ALCOHOL.search(folded):
        denied &= ~ALCOHOL
    if food_claims.may_deny(folded):
        claims = food_claims.OF_A_SUBSTITUTE if food_claims.is_substitute(folded) else food_claims.claims_of(folded)
        for claim in claims:
            denied &= ~_OF_ANIMALS.get(claim, 0)
    return denied


def _denied_by_words(text: str, food_id: str | None) -> int:
    above = catalog().ancestors(food_id or "")
    return reduce(or_, (denied_bits(one) for one, is_in_it in _named(text) if is_in_it and one not in above), 0)


def _denies(text: str) -> bool:
    """Say whether a text denies or promises something, so that its words do not tell what is in it."""
    folded = fold(text)
    return food_claims.may_deny(folded) and bool(
        food_claims.claims_of(folded) or food_claims.is_substitute(folded)
        or food_claims.without_denied(folded) != folded)


def _named(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each food that a text names, the longest names first, and whether it is in it, not only what it is for."""
    words, at, known = tuple(pieces_of(text)), 0, _food_by_name()
    while at < len(words):
        length = next((length for length in range(min(_MOST_WORDS, len(words) - at), 0, -1)
                       if words[at:at + length] in known), 0)
        if length and words[at].isalpha() and not _NO_FOODS.issuperset(words[at:at + length]):
            yield known[words[at:at + length]], _IS_FOR.isdisjoint(words[at + length:at + length + 1])
        at += length or 1


@lru_cache(maxsize=1)
def _food_by_name() -> dict[tuple[str, ...], str]:
    """Return every food by its names and aliases in English and German, as words in the singular."""
    known = catalog()
    found: dict[tuple[str, ...], str] = {}
    with (SEEDS / "food_aliases.csv").open(encoding="utf-8", newline="") as lines:
        called = [(row["alias"], row["food_id"]) for row in csv.DictReader(lines) if row["language"] in LANGUAGES]
    for food in known.foods.values():
        for name in (food.name_en, food.name_en_plural, food.name_de, food.name_de_plural):
            found[tuple(pieces_of(name))] = food.food_id
    for alias, food_id in called:
        if food_id in known.foods and (words := tuple(pieces_of(alias))):
            found.setdefault(words, food_id)
    return found


@lru_cache(maxsize=8192)
def _surely_held(food_id: str) -> int:
    """Return the allergens that a food surely holds; a heading holds what all kinds of it hold."""
    known = catalog()
    food = known.require(food_id)
    if food.allergens or not food.is_group:
        return bits_of(food.allergens, ALLERGENS)
    kinds = [bits_of(known.require(kind).allergens, ALLERGENS) for kind in kinds_of(food_id)]
    return reduce(and_, kinds) if kinds else 0
