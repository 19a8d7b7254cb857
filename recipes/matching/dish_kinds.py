"""Whether a recipe is a meal, or something that is none: a sauce, a dough, bread, sweets, a drink.

Told by its tags, else by the word that its title is about (in English and German the last one ahead of `with`, `in` or
a comma, in French, Italian and Spanish the first) and by what goes in: a side dish has little that fills.
What no word tells is a meal. The words are in `dish_words.csv`.
"""

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from pantry.foods import catalog
from pantry.vocabulary import Category
from recipes.matching.needs import Need
from recipes.recipe import Recipe
from recipes.searching.food_words import word_sets
from recipes.searching.titles import about_of

_SETS = word_sets()
_ENGLISH = _SETS["part"] | _SETS["side"] | _SETS["sweet"] | _SETS["bread"] | _SETS["drink"]
# A meal by these words, though its last one is of those above: `Chicken pot pie`, `Crab cakes`, `Turkey loaf`.
_SAVOURY = re.compile(
    r"\b(?:pot|shepherd'?s?|cottage|chicken|beef|steak|pork|turkey|ham|sausage|bacon|fish|salmon|tuna|crab|shrimp|clam|"
    r"oyster|lobster|lamb|veal|meat|meatball|tamale|taco|pizza|spaghetti|macaroni|noodle|spinach|leek|onion|broccoli|"
    r"mushroom|cabbage|potato|cheese and|egg|veggie|vegetable|tofu|lentil|chickpea|bean|quinoa|asparagus|courgette|"
    r"aubergine|eggplant|frito|burger|pasta|penne|rigatoni)s?\b", re.IGNORECASE)
_OF_TWO_WORDS = re.compile(r"\b(?:(?:dinner|cinnamon|sweet|crescent|yeast|parker house|sticky) (?:rolls?|buns?)|"
                           r"(?:hot|white|drinking) chocolate|ice ?cream|(?:pie|tart) shells?)\s*$", re.IGNORECASE)
# Noodles alone are what a meal is made of.
_NOODLES = re.compile(r"(?:(?:home-?made|fresh|basic|hand-?made|egg) )+(?:pasta|noodles)"
                      r"(?: (?:without .*|recipe|[ivx]+))?", re.IGNORECASE)
# German joins words: `Apfelkuchen`, `Tomatensoße`.
_GERMAN = re.compile(
    r"\S*?(?:kuchen|torte|kekse?|plätzchen|muffins?|brownies?|pudding|sirup|marmelade|konfitüre|gelee|so(?:ß|ss)e|sauce|"
    r"dressing|dip|pesto|teig|brot|brötchen|croissants?|waffeln|krapfen|stollen|makronen|eiscreme|sorbet|parfait|"
    r"tiramisu|streusel|glasur|füllung|gewürz|gewürzmischung|brühe|fond|limonade|saft|smoothie|tee|punsch|bowle|likör|"
    r"cocktail|creme|crème|mousse|kompott|grütze|butter|aufstrich|chutney|senf|ketchup|mayonnaise|cracker|müsli|granola|"
    r"quarkspeise)n?", re.IGNORECASE)
_GERMAN_MEALS = re.compile(
    r"(?:pfann|eier|flamm|zwiebel|reibe|kartoffel|fisch|gemüse|lauch|speck|spinat)kuchen|"
    r"(?:abend|butter|käse|schinken|wurst)brot", re.IGNORECASE)
_TOGETHER = re.compile(r"\s(?:and|&|'?n'?)\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GERMAN_ALONE = re.compile(r"(?:suppe|eintopf|auflauf|pfanne|curry|gratin|puffer|rösti)n?$")


# A dish of which less is meat, fish, eggs, cheese, pulses, pasta, or grain with vegetables, goes with another one.
_LEAST_FILLING_SHARE = 0.1
_FILLING_CATEGORIES = frozenset({Category.MEAT, Category.FISH, Category.EGGS})


def is_meal(recipe: Recipe, needs: Sequence[Need] = ()) -> bool:
    """Say whether a recipe is a meal rather than a part of one, a side dish, bread, sweets or a drink.

    needs: what it needs; where they are not given its tags and its title tell alone.
    """
    tags = {word for tag in recipe.tags for word in tag.casefold().split()}
    if tags & _SETS["meal_tag"]:
        return True
    if tags & _SETS["aside_tag"] or not is_meal_by_title(recipe.title):
        return False
    return _is_alone(recipe.title) or _fills(needs)


def _is_alone(title: str) -> bool:
    """Say whether a title names a dish that makes a meal of whatever goes in: a soup, a curry, a casserole."""
    words = _WORD.findall(title.casefold())
    return any({word, word.removesuffix("s")} & _SETS["meal_alone"] or _GERMAN_ALONE.search(word) for word in words)


def _fills(needs: Sequence[Need]) -> bool:
    """Say whether what goes into a dish fills: enough of it is meat, fish, eggs, cheese, pulses or grain.

    What nobody knows the food or the amount of may be that.
    """
    needed = [need for need in needs if not need.is_optional]
    if not needed or any(need.food_id is None and need.mass_g is None for need in needed):
        return True
    mass_g = dict.fromkeys(_Part, 0.0)
    for need in needed:
        # An amount that nobody says is enough.
        mass_g[_part_of(need.food_id)] += float("inf") if need.mass_g is None else need.mass_g
    all_g = sum(grams for grams in mass_g.values() if grams != float("inf"))
    filling, starch, greens = (mass_g[part] > _LEAST_FILLING_SHARE * all_g for part in
                               (_Part.FILLING, _Part.STARCH, _Part.GREENS))
    return filling or (starch and greens)


class _Part(Enum):
    """What a food is to a dish. Starch alone (boiled rice, a flat bread) goes with another dish."""

    FILLING = "filling"
    STARCH = "starch"
    GREENS = "greens"
    LIQUID = "liquid"
    OTHER = "other"


@lru_cache(maxsize=8192)
def _part_of(food_id: str | None) -> _Part:
    """Return what a food is to a dish; one that nobody knows may be what fills."""
    food, above = catalog().get(food_id or ""), {food_id or "", *catalog().ancestors(food_id or "")}
    if food is None:
        return _Part.FILLING
    if above & _SETS["not_filling"]:
        return _Part.OTHER
    for part in (_Part.LIQUID, _Part.FILLING, _Part.STARCH, _Part.GREENS):
        if above & _SETS[part.value]:
            return part
    if food.category in _FILLING_CATEGORIES:
        return _Part.FILLING
    return _Part.GREENS if food.category == Category.PRODUCE else _Part.OTHER


def is_sweet_by_title(title: str) -> bool:
    """Say whether a title names a dessert, a cake or the like."""
    words = _WORD.findall(about_of(title).casefold())
    return any(_singular(word) in _SETS["sweet"] for word in words) and not is_meal_by_title(title)


@lru_cache(maxsize=65_536)
def is_meal_by_title(title: str) -> bool:
    """Say whether a title names a meal, which it does unless the word that it is about says otherwise."""
    about = about_of(title)
    words = _WORD.findall(about.casefold())
    if not words:
        return True
    if _OF_TWO_WORDS.search(about) or _NOODLES.fullmatch(title.strip()):
        return False
    last = _singular(words[-1])
    if last in _ENGLISH:
        # "Chicken and dressing", "Shepherd's pie".
        may_be_a_meal = last in _SETS["maybe_savoury"] or _TOGETHER.search(about) is not None
        return may_be_a_meal and _SAVOURY.search(about) is not None
    if words[0] in _SETS["romance"] and (len(words) > 1 or about != title):
        return False
    return _GERMAN.fullmatch(words[-1]) is None or _GERMAN_MEALS.search(words[-1]) is not None


def _singular(word: str) -> str:
    """Return the singular of an English word that is in the lists, else the word."""
    ends = (("ies", "y"), ("ies", "ie"), ("ches", "ch"), ("s", ""))
    shorter = (word.removesuffix(end) + instead for end, instead in ends if word.endswith(end))
    return next((one for one in shorter if one in _ENGLISH), word)
