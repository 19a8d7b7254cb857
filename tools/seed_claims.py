"""What a name says is in a food, against what the food promises: "goat cheese crackers" cannot lead to a vegan food.

A food that suits a diet ("free of nuts", "vegan") may only be called by words that the diet does not forbid. The words
are folded English, German and French; what merely sounds like one stands in `food_list/harmless_phrases.txt`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from pantry.catalog.food_claims import claims_of, is_substitute
from pantry.catalog.food_names import fold

HARMLESS = Path(__file__).resolve().parent / "food_list" / "harmless_phrases.txt"
_MILKY = r"milks?|milch|cream|creme|sahne|butters?|btr|yogh?urts?|joghurt|quark|drink"
# Milk, cream and butter of plants; a yogurt of almond milk is of almonds, not of milk.
_OF_PLANTS = re.compile(
    r"\b(?:coconut|coco|kokos|soy|soya|soja|almond|mandel|oat|hafer|rice|reis|cashew|hemp|plant|pflanzen|nut|nuss|peanut|"
    r"pnut|erdnuss|hazelnut|haselnuss|walnut|pistachio|macadamia|apple|cocoa|kakao|vegetable|sun|sunflower|seed)"
    rf"(?:[ -]*(?:{_MILKY})\w*)+"
    r"|\b(?:lait|creme|beurre|yaourt)s? (?:de |d')(?:coco|soja|avoine|amandes?|riz|arachide|noisettes?)\b")
_SAYS = {
    "nut_free": re.compile(
        r"\b(?:almonds?|walnuts?|hazelnuts?|pecans?|cashews?|pistachios?|macadamias?|peanuts?|pnuts?|groundnuts?|nuts?|"
        r"praline?s?|marzipan\w*|nougat\w*|mandel\w*|\w*walnuss\w*|\w*haseln\w*|\w*erdnus\w*|pistazie\w*|pekann\w*|nuss\w*|"
        r"nusse\w*|noisettes?|amandes?|pistaches?|cacahutes?|arachides?|noix)\b"),
    "lactose_free": re.compile(
        r"\b(?:milk|cheese|chs|chz|butter|btr|cream|crm|yogh?urts?|yog|custard|whey|cheddar|ched|mozzarella|mozz\w?|parmesan|"
        r"feta|gouda|ricotta|mascarpone|alfredo|paneer|quso|quark\w*|\w*kase|kase\w*|\w*milch|milch\w*|rahm\w*|sahne\w*|"
        r"\w*sahne|joghurt\w*|schmand\w*|molke\w*|lait|fromage|beurre|creme)\b"),
    "gluten_free": re.compile(
        r"\b(?:wheat|barley|rye|spelt|malt|malted|breaded|beer|bier|couscous|bulgur|semolina|weizen\w*|gerste\w*|roggen\w*|"
        r"dinkel\w*|malz\w*|paniert\w*|\w*brot|\w*brotchen|ble|orge|seigle|epeautre)\b"),
    "vegetarian": re.compile(
        r"\b(?:beef|pork|bacon|ham|chicken|turkey|duck|lamb|veal|meat|sausages?|salami|pepperoni|chorizo|gelatine?|lard|fish|"
        r"tuna|salmon|anchov\w*|sardines?|mackerel|herring|shrimps?|prawns?|crab|lobster|clams?|oysters?|mussels?|"
        r"\w*fleisch|\w*speck|\w*schinken|\w*wurst|hahnchen\w*|huhner\w*|puten\w*|rind\w*|schwein\w*|lamm\w*|fisch\w*|\w*lachs|"
        r"thunfisch\w*|hering\w*|garnelen\w*|krabben\w*|muscheln?|bouf|porc|poulet|jambon|lardons|dinde|poisson|thon|saumon|"
        r"crevettes)\b"),
    "vegan": re.compile(r"\b(?:eggs?|eier|ei|oufs?|honey|honig\w*|miel)\b"),
}
# A food that lists milk and yet suits the diet says so on purpose: aged cheese holds no lactose.
_ALLERGENS = {"lactose_free": "milk", "gluten_free": "gluten"}


@lru_cache(maxsize=1)
def _harmless() -> re.Pattern[str]:
    lines = [line for line in HARMLESS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    phrases = sorted((re.escape(fold(line)).replace(r"\*", r"\w*") for line in lines), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


def diets_denied(name: str) -> frozenset[str]:
    """Return the diets that the words of a name forbid; none for a name that denies or replaces what it names."""
    folded = fold(name)
    if claims_of(folded) or is_substitute(folded):
        return frozenset()
    words = _harmless().sub(" ", _OF_PLANTS.sub(" ", folded))
    denied = {diet for diet, says in _SAYS.items() if says.search(words)}
    return frozenset(denied | ({"vegan"} if denied & {"lactose_free", "vegetarian"} else set()))


def broken_promises(names: Iterable[tuple[str, str, str]], foods: Iterable[dict[str, str]]) -> Iterator[str]:
    """Yield one line for each name that says what its food's diets forbid.

    names: (seed, name, food); foods: the rows of foods.csv.
    """
    promised = {row["food_id"]: _promised(row) for row in foods}
    for seed, name, food_id in names:
        if broken := diets_denied(name) & promised.get(food_id, frozenset()):
            yield f"{seed}: {name!r} leads to {food_id}, which is called {', '.join(sorted(broken))}"


def _promised(row: dict[str, str]) -> frozenset[str]:
    held = row["allergens"].split("|")
    return frozenset(diet for diet in row["diets"].split("|") if _ALLERGENS.get(diet) not in held)
