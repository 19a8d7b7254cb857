"""Allergens and diets as hard filters: what a household may not eat, and what is in a recipe.

What is not known is not allowed: a recipe with an ingredient that no food was found for, or one of which the
catalog says nothing ("ready meal"), is left out wherever a restriction holds, since nobody can say what is in it. Of
gluten, milk and nuts the catalog also says what is free of them: what is not (sausage, puff pastry) may hold them, and
a made food whatever its kind is usually made with (`recipes.matching.may_hold`). A heading of the catalog ("sauce")
without allergens or diets of its own holds what any kind of it may hold, and suits what all kinds suit.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, or_

from pantry.foods import Catalog, catalog
from pantry.vocabulary import Category
from recipes.matching.may_hold import FREE_OF, maybe_held

# The fourteen of EU regulation 1169/2011, annex II; a bit each, the next one says "not known".
ALLERGENS = ("gluten", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk", "nuts", "celery", "mustard",
             "sesame", "sulphites", "lupin", "molluscs")
DIETS = ("vegan", "vegetarian", "gluten_free", "lactose_free", "nut_free", "halal", "kosher")
_UNKNOWN = 1 << len(ALLERGENS)
# The bit beside those of DIETS of what is certainly no food for somebody: alcohol.
ALCOHOL = 1 << len(DIETS)
_ALL_DIETS = (1 << len(DIETS)) - 1

_ALLERGEN_WORDS = {
    "egg": "eggs", "ei": "eggs", "eier": "eggs", "dairy": "milk", "lactose": "milk", "milch": "milk",
    "laktose": "milk", "nut": "nuts", "nuss": "nuts", "tree_nuts": "nuts", "nüsse": "nuts", "nuesse": "nuts",
    "schalenfrüchte": "nuts", "peanut": "peanuts", "erdnüsse": "peanuts", "erdnuss": "peanuts", "soy": "soybeans",
    "soya": "soybeans", "soybean": "soybeans", "soja": "soybeans", "wheat": "gluten", "weizen": "gluten",
    "fisch": "fish", "krebstiere": "crustaceans", "crustacean": "crustaceans", "krustentiere": "crustaceans",
    "sellerie": "celery", "senf": "mustard", "sesam": "sesame", "sulfites": "sulphites", "sulfite": "sulphites",
    "sulphite": "sulphites", "lupine": "lupin", "lupinen": "lupin", "mollusc": "molluscs", "weichtiere": "molluscs",
    "mollusks": "molluscs", "muscheln": "molluscs", "milchprodukte": "milk", "dairy_products": "milk",
    # Said of prawns and of mussels.
    "shellfish": "crustaceans molluscs", "schalentiere": "crustaceans molluscs",
}
_DIET_WORDS = {
    "veggie": "vegetarian", "vegetarisch": "vegetarian", "glutenfrei": "gluten_free", "glutenfree": "gluten_free",
    "no_gluten": "gluten_free", "laktosefrei": "lactose_free", "lactosefree": "lactose_free",
    "nussfrei": "nut_free", "nutfree": "nut_free", "koscher": "kosher",
}
# Said as a diet, but of an allergen: milk without lactose is milk.
_FREE_OF_ALLERGEN = {"dairy_free": "milk", "milk_free": "milk", "milchfrei": "milk"}


@dataclass(frozen=True, slots=True)
class Restrictions:
    """Allergens to avoid and diets to keep, as codes; unknown: words that stand for neither and cannot be kept."""

    allergens: frozenset[str] = frozenset()
    diets: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, *, allergens: Iterable[str] = (), diets: Iterable[str] = ()) -> "Restrictions":
        """Read words as people write them, in English or German."""
        avoided: set[str] = set()
        kept: set[str] = set()
        unknown: list[str] = []
        for words, codes, spellings, found in ((allergens, ALLERGENS, _ALLERGEN_WORDS, avoided),
                                               (diets, DIETS, _DIET_WORDS, kept)):
            for word in words:
                key = re.sub(r"[\s-]+", "_", word.strip().casefold())
                if found is kept and key in _FREE_OF_ALLERGEN:
                    avoided.add(_FREE_OF_ALLERGEN[key])
                    continue
                meant = spellings.get(key, key).split()
                found.update(meant) if meant and set(meant) <= set(codes) else unknown.append(word)
        return cls(frozenset(avoided), frozenset(kept), tuple(unknown))

    def __bool__(self) -> bool:
        return bool(self.allergens or self.diets)

    def with_more(self, other: "Restrictions") -> "Restrictions":
        """Return both together: a request can add to a household's settings, never take away."""
        return Restrictions(self.allergens | other.allergens, self.diets | other.diets,
                            tuple(dict.fromkeys((*self.unknown, *other.unknown))))

    @property
    def allergen_bits(self) -> int:
        """What a recipe may not hold, "not known" among it."""
        return (bits_of(self.allergens, ALLERGENS) | _UNKNOWN) if self else 0

    @property
    def diet_bits(self) -> int:
        """The diets that a recipe has to suit."""
        return bits_of(self.diets, DIETS)

    def forbids_food(self, food_id: str) -> bool:
        """Whether the household may not eat a food, or nothing is known of it."""
        held, suited = food_bits(food_id)
        return bool(held & self.allergen_bits) or suited & self.diet_bits != self.diet_bits

    def said(self, held: int) -> tuple[str, ...]:
        """Return the allergens to avoid among bits of ALLERGENS."""
        return tuple(one for one in ALLERGENS if one in self.allergens and held & bits_of([one], ALLERGENS))

    def denied(self, denied: int) -> tuple[str, ...]:
        """Return the diets to keep among bits of DIETS."""
        return tuple(one for one in DIETS if one in self.diets and denied & bits_of([one], DIETS))

    def objections(self, food_id: str | None) -> tuple[str, ...]:
        """Return the allergens a food holds and the diets it does not suit, of those asked for; `unknown` for none."""
        held, suited = food_bits(food_id)
        if held & _UNKNOWN:
            return ("unknown",) if self else ()
        return (*self.said(held),
                *(one for one in DIETS if one in self.diets and not suited & bits_of([one], DIETS)))


def recipe_bits(food_ids: Iterable[str | None]) -> tuple[int, int]:
    """Return what a recipe of these foods holds and which diets it suits, as bits of ALLERGENS and DIETS."""
    held, suited = 0, _ALL_DIETS
    for food_id in food_ids:
        food_held, food_suited = food_bits(food_id)
        held, suited = held | food_held, suited & food_suited
    return held, suited


@lru_cache(maxsize=8192)
def food_bits(food_id: str | None) -> tuple[int, int]:
    """Return the allergens and the diets of one food as bits; one of which nothing is known holds "not known"."""
    known = catalog()
    food = known.get(food_id) if food_id else None
    if food is None:
        return _UNKNOWN, 0
    held, suited = bits_of(food.allergens, ALLERGENS), bits_of(food.diets, DIETS)
    if not food.is_group:
        is_known = bool(food.allergens or food.diets or food.excluded_diets)
        return (held | bits_of(maybe_held(food), ALLERGENS), suited) if is_known else (_UNKNOWN, 0)
    kinds = [food_bits(kind) for kind in kinds_of(food.food_id)]
    if not food.allergens:
        held = reduce(or_, (kind[0] for kind in kinds), 0)
        held &= ~bits_of([allergen for allergen, diet in FREE_OF.items() if diet in food.diets], ALLERGENS)
    if not food.diets:
        suited = reduce(and_, (kind[1] for kind in kinds), _ALL_DIETS if kinds else 0)
    return held, suited


@lru_cache(maxsize=8192)
def denied_bits(food_id: str | None) -> int:
    """Return the diets that a food certainly does not suit as bits of DIETS, and ALCOHOL of what is made of it."""
    known = catalog()
    food = known.get(food_id) if food_id else None
    if food is None:
        return 0
    denied = bits_of(food.excluded_diets, DIETS)
    if food.is_group and not denied:
        kinds = [denied_bits(kind) for kind in kinds_of(food.food_id)]
        return reduce(and_, kinds) if kinds else 0
    above = known.get(food.parent_food_id or "")
    is_of_alcohol = any(one is not None and one.category is Category.ALCOHOL for one in (food, above))
    return denied | (ALCOHOL if is_of_alcohol and "halal" not in food.diets else 0)


def kinds_of(food_id: str) -> tuple[str, ...]:
    """Return the foods right below a heading of the catalog."""
    return _kinds(catalog()).get(food_id, ())


@lru_cache(maxsize=2)
def _kinds(known: Catalog) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for food in known.foods.values():
        if food.parent_food_id:
            found.setdefault(food.parent_food_id, []).append(food.food_id)
    return {parent: tuple(kinds) for parent, kinds in found.items()}


def bits_of(codes: Collection[str], order: tuple[str, ...]) -> int:
    """Return codes as bits, the first of the order the lowest."""
    return sum(1 << number for number, code in enumerate(order) if code in codes)
