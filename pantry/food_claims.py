"""What a printed name says that a food is not: "no salt added", "ohne Zucker", "vegan butter".

A word that is denied must not name the food, and a food of animals that is called vegan is another one. Pure text and
tables; the catalog's own names ("sugar free gum") are looked up before anything is taken away here.
"""

import re

# The catalog has these as foods of their own (milk without lactose, beer without alcohol): the word stays.
_OWN_KINDS = r"(?!(?:alcohol|alkohol|lactose|laktose|caffeine|koffein)\b)"
_DENIED = re.compile(
    rf"\bno\s+{_OWN_KINDS}\w+(?:\s+(?:or|and)\s+\w+)?\s+added\b|\bno\s+added\s+{_OWN_KINDS}\w+"
    rf"|\b(?:without|ohne|sans|w/o)\s+(?:added\s+|zugesetzten?\s+|sucres?\s+ajoutes?\b)?{_OWN_KINDS}\w*"
    rf"|\b{_OWN_KINDS}[a-z]+[\s-]free\b(?!\s+(?:range|run|from)\b)"
    r"|\bplant[\s-]based\b|\bpflanzlich\w{0,2}\b|\bmeatless\b")
# The claims by the diet that they promise, on folded text.
_CLAIMS = {
    "vegan": re.compile(r"\bvegan\w{0,2}\b|\bplant[\s-]based\b|\bpflanzlich\w{0,2}\b|\bvegetale?s?\b"),
    "vegetarian": re.compile(r"\bvegetari\w+|\bmeat(?:less|[\s-]free)\b|\bfleisch(?:los|frei)\w{0,2}\b"),
    "lactose_free": re.compile(r"\b(?:dairy|milk)[\s-]?free\b|\bnon[\s-]?dairy\b|\bmilchfrei\w{0,2}\b"),
}
_HINT = re.compile(r"\b(?:no|without|ohne|sans|w/o|vege|vega|plant|pflanz|meat|fleisch|non|dairy|milch)|free\b")
# What takes the place of a food that does not keep the diet promised; the nearest food above it decides.
_STANDS_FOR = {
    "butter": "margarine", "cheese": "vegan_cheese", "cream_cheese": "vegan_cheese", "milk": "plant_milk",
    "yogurt": "plant_yogurt", "quark": "plant_yogurt", "meat": "meat_substitute", "cold_cuts": "meat_substitute",
    "fish": "meat_substitute", "tuna_can": "meat_substitute", "chicken_nuggets": "meat_substitute",
    "fish_fingers": "meat_substitute",
}


def may_deny(folded: str) -> bool:
    """Return whether a folded name may deny or promise something: a quick look that most names end with."""
    return _HINT.search(folded) is not None


def without_denied(folded: str) -> str:
    """Return a folded name without the words that it denies; the name itself if nothing else would be left."""
    left = _DENIED.sub(" ", folded).strip(" ,;()")
    return left or folded


def diets_claimed(folded: str) -> tuple[str, ...]:
    """Return the diets that a folded name promises, as the catalog calls them."""
    return tuple(diet for diet, words in _CLAIMS.items() if words.search(folded))


def stands_for(food_id: str, ancestors: tuple[str, ...]) -> str:
    """Return what takes the place of a food that does not keep the diet promised; the food itself if nothing does.

    ancestors: the foods above it, nearest first.
    """
    return next((_STANDS_FOR[one] for one in (food_id, *ancestors) if one in _STANDS_FOR), food_id)
