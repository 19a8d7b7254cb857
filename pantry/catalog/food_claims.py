"""What a printed name says that a food is not: "no salt added", "ohne Zucker", "vegan butter", "gluten-free pasta".

A word that is denied must not name the food, and a food that cannot keep what its name claims is another one. Pure
text and tables; the catalog's own names ("sugar free gum") are looked up before anything is taken away here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pantry.foods import Food

# The catalog has these as foods of their own (milk without lactose, beer without alcohol): the word stays.
_OWN_KINDS = r"(?!(?:alcohol|alkohol|lactose|laktose|caffeine|koffein)\w*\b)"
_DENIED = re.compile(
    rf"\bno\s+{_OWN_KINDS}\w+(?:\s+(?:or|and)\s+\w+)?\s+added\b|\bno\s+added\s+{_OWN_KINDS}\w+"
    rf"|\b(?:without|ohne|sans|w/o)\s+(?:added\s+|zugesetzten?\s+|sucres?\s+ajoutes?\b)?{_OWN_KINDS}\w*"
    rf"|\b{_OWN_KINDS}[a-z]+[\s-]free\b(?!\s+(?:range|run|from)\b)|\b{_OWN_KINDS}[a-z]{{2,}}frei(?:e[rsnm]?)?\b"
    r"|\bplant[\s-]based\b|\bpflanzlich\w{0,2}\b|\bmeatless\b"
    r"|\b(?:substitutes?|alternatives?|replace(?:r|ments?)|imitations?|ersatz|mock|faux)\b|(?<=\w)-?(?:ersatz|alternativen?)\b")
# Said behind the food, but the catalog's names say it before.
_WITHOUT_OWN_KIND = re.compile(r"\b(?:without|ohne|sans|w/o)\s+(lactose|laktose|alcohol|alkohol|caffeine|koffein)\b")
_OWN_KIND_SAID = {"lactose": "lactose free", "laktose": "laktosefreie", "alcohol": "alcohol free",
                  "alkohol": "alkoholfreies", "caffeine": "decaf", "koffein": "entkoffeinierter"}
_HINT = re.compile(r"\b(?:no|without|ohne|sans|w/o|vege|vega|plant|pflanz|meat|fleisch|non|dairy|milch|mock|faux)"
                   r"|free\b|frei|substitut|alternativ|replace|ersatz|imitat|eggless")


@dataclass(frozen=True, slots=True)
class Claim:
    """One promise of a name. A food keeps it if it suits `diet`, or does not hold `allergen`.

    stands_for: what takes the place of a food that does not keep it; the nearest food above it decides.
    """

    says: re.Pattern[str]
    stands_for: Mapping[str, str]
    diet: str | None = None
    allergen: str | None = None

    def is_kept_by(self, food: Food) -> bool:
        """Whether a food may keep it; a heading such as cold cuts, of which nothing is known, may not."""
        if self.allergen:
            return self.allergen not in food.allergens
        is_known = bool(food.diets or food.excluded_diets)
        return self.diet in food.diets or (self.diet not in food.excluded_diets and is_known)

    def is_broken_by(self, food: Food) -> bool:
        """Whether a food is known not to keep it."""
        return self.allergen in food.allergens if self.allergen else self.diet in food.excluded_diets


_OF_PLANTS = {
    "butter": "plant_butter", "cheese": "vegan_cheese", "cream_cheese": "vegan_cheese", "milk": "plant_milk",
    "cream": "plant_cream", "sour_cream": "plant_cream", "yogurt": "plant_yogurt", "quark": "plant_yogurt",
    "egg": "egg_replacer", "mayonnaise": "mayonnaise_vegan", "meat": "meat_substitute", "cold_cuts": "meat_substitute",
    "fish": "meat_substitute", "tuna_can": "meat_substitute", "chicken_nuggets": "meat_substitute",
    "fish_fingers": "meat_substitute", "broth": "broth_vegetable", "bouillon": "bouillon_vegetable",
}
_WITHOUT_LACTOSE = {"butter": "butter_lactose_free", "cream": "cream_lactose_free", "milk": "milk_lactose_free",
                    "cream_cheese": "cream_cheese_lactose_free", "yogurt": "yogurt_lactose_free",
                    "quark": "quark_lactose_free"}
_WITHOUT_GLUTEN = {"bread": "gluten_free_bread", "breadcrumbs": "breadcrumbs_gluten_free", "flour": "flour_gluten_free",
                   "oats": "oats_gluten_free", "pasta": "pasta_gluten_free", "soy_sauce": "soy_sauce_gluten_free"}
# The claims on folded text; the order is that in which a food is put right.
CLAIMS = {
    "vegan": Claim(re.compile(r"\bvegan\w{0,2}\b|\bplant[\s-]based\b|\bpflanzlich\w{0,2}\b|\bvegetale?s?\b"),
                   _OF_PLANTS, diet="vegan"),
    "vegetarian": Claim(re.compile(r"\bvegetari\w+|\bmeat(?:less|[\s-]free)\b|\bfleisch(?:los|frei)\w{0,2}\b"
                                   r"|\b(?:without|ohne|sans)\s+(?:meat|fleisch|viande)\b"),
                        _OF_PLANTS, diet="vegetarian"),
    "milk_free": Claim(re.compile(r"\b(?:dairy|milk)[\s-]?free\b|\bnon[\s-]?dairy\b|\bmilchfrei\w{0,2}\b"
                                  r"|\b(?:without|ohne|sans)\s+(?:dairy|milk|milch|lait)\b"),
                       _OF_PLANTS, allergen="milk"),
    "egg_free": Claim(re.compile(r"\begg(?:less|[\s-]?free)\b|\beifrei\w{0,2}\b"
                                 r"|\b(?:without|ohne|sans)\s+(?:eggs?|ei|oufs?)\b"),
                      _OF_PLANTS, allergen="eggs"),
    "lactose_free": Claim(re.compile(r"\bla[ck]tose[\s-]?fr(?:ee|ei\w{0,2})\b|\bla[ck]tose-?arm\w{0,2}\b"),
                          _WITHOUT_LACTOSE, diet="lactose_free"),
    "gluten_free": Claim(re.compile(r"\b(?:gluten|wheat|weizen)[\s-]?fr(?:ee|ei\w{0,2})\b"
                                    r"|\b(?:without|ohne|sans)\s+(?:gluten|wheat|weizen)\b"),
                         _WITHOUT_GLUTEN, diet="gluten_free"),
    "nut_free": Claim(re.compile(r"\bnuts?[\s-]?free\b|\bnussfrei\w{0,2}\b"
                                 r"|\b(?:without|ohne|sans)\s+(?:nuts?|nusse|noix)\b"),
                      {}, diet="nut_free"),
}
# "Cheese substitute" promises no diet by its word; what takes the place of a food of animals is mostly of plants.
OF_A_SUBSTITUTE = ("vegan",)
_SUBSTITUTE = re.compile(
    r"\b(?:substitutes?|alternatives?|replace(?:r|ments?)|imitations?|mock|faux)\b|ersatz\b|alternativen?\b")


def may_deny(folded: str) -> bool:
    """Return whether a folded name may deny or promise something: a quick look that most names end with."""
    return _HINT.search(folded) is not None


def without_denied(folded: str) -> str:
    """Return a folded name without the words that it denies; the name itself if nothing else would be left."""
    said = _WITHOUT_OWN_KIND.search(folded)
    if said:
        folded = f"{_OWN_KIND_SAID[said[1]]} {folded[:said.start()]} {folded[said.end():]}"
    left = _DENIED.sub(" ", folded).strip(" ,;()")
    return left or folded


def claims_of(folded: str) -> tuple[str, ...]:
    """Return the claims that a folded name makes, in the order of CLAIMS."""
    return tuple(name for name, claim in CLAIMS.items() if claim.says.search(folded))


def is_substitute(folded: str) -> bool:
    """Return whether a folded name says that it takes the place of the food it names."""
    return _SUBSTITUTE.search(folded) is not None


def stands_for(food_id: str, ancestors: tuple[str, ...], claim: str) -> str:
    """Return what takes the place of a food that does not keep a claim; the food itself if nothing does.

    ancestors: the foods above it, nearest first.
    """
    table = CLAIMS[claim].stands_for
    return next((table[one] for one in (food_id, *ancestors) if one in table), food_id)
