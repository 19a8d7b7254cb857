"""Whether a recipe is a meal, or something that is none: a sauce, a dough, bread, sweets, a drink.

Told by its tags, else by the word that its title is about: in English and German the last one ahead of `with`, `in` or
a comma, in French, Italian and Spanish the first. What no word tells is a meal. The words are in `dish_words.csv`.
"""

import re
from functools import lru_cache

from recipes.recipe import Recipe
from recipes.searching.food_words import word_sets

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
_ENDS = re.compile(
    r"\s*[,(:–|]|\s+-|\s+i$|\s+(?:with|without|in|on|for|from|over|recipe|recipes|mit|auf|an|aus|vom|von|für|nach|wie|rezept|"
    r"[ivx]{2,}|v|aux?|à|alla|allo|al|con|de|du|des|di|del)\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\s(?:and|&|'?n'?)\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def is_meal(recipe: Recipe) -> bool:
    """Say whether a recipe is a meal rather than a part of one, bread, sweets or a drink."""
    tags = {word for tag in recipe.tags for word in tag.casefold().split()}
    if tags & _SETS["meal_tag"]:
        return True
    return not tags & _SETS["aside_tag"] and is_meal_by_title(recipe.title)


def is_sweet_by_title(title: str) -> bool:
    """Say whether a title names a dessert, a cake or the like."""
    words = _WORD.findall(about_of(title).casefold())
    return any(_singular(word) in _SETS["sweet"] for word in words) and not is_meal_by_title(title)


def about_of(title: str) -> str:
    """Return what a title is about: what stands ahead of "with", "in", brackets and the like."""
    return _ENDS.split(title, maxsplit=1)[0]


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
