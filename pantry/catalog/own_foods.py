"""A household's own foods: names the catalog does not know, of which the household said what kind of thing they are.

It may also say which food of the catalog one counts like: that food's facts (price, CO2e, allergens, diets, days,
masses, nutrition) stand for it everywhere, and its kind goes before the one that was said.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pantry.errors import UnknownFood
from pantry.foods import Food, FoodMatch, catalog
from pantry.ids import line_key
from pantry.journal import RecordedEvent
from pantry.kinds.validation import OWN_FOOD_PREFIX
from pantry.lots import Lot
from pantry.shelf_life import shelf_life
from pantry.vocabulary import Category, DateKind, DateSource, Place

_MOST_LETTERS = 60
# Of names at this score the catalog's food is right more often than not; a suggestion need not be sure.
_FAIR_SCORE = 0.5
# What a person types to name a food must mean it.
_SURE_SCORE = 0.9


def own_food_id(name: str) -> str:
    """Return the id of the food that a household calls so; the same name always gives the same id."""
    key = line_key(name)
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_MOST_LETTERS]
    if words.replace("_", " ") == key:
        return f"{OWN_FOOD_PREFIX}{words}"
    # Letters were lost, and other names may lose the same ones.
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{OWN_FOOD_PREFIX}{words}_{digest}" if words else f"{OWN_FOOD_PREFIX}{digest}"


def fold_own_foods(events: Iterable[RecordedEvent]) -> dict[str, Food]:
    """Return a household's own foods by id, as last said; events by time. A kind that nobody knows is `other`."""
    return {
        event.payload["food_id"]: _food(event.payload)
        for event in events
        if event.kind == "food_added" and event.payload["food_id"].startswith(OWN_FOOD_PREFIX)
    }


def _food(said: Mapping[str, Any]) -> Food:
    category = said.get("category", "other")
    # Of what the catalog does not know (any more) nothing is known.
    like = catalog().get(said.get("like_food_id") or said.get("parent_food_id") or "")
    if like is not None:
        category = like.category
    return Food(
        food_id=said["food_id"], name_en=said["name"], name_de=said["name"],
        category=Category(category) if category in set(Category) else Category.OTHER,
        parent_food_id=like.food_id if like else None, place=Place(said.get("place", "cupboard")),
        unit=said.get("unit", "piece"),
    )


def likes_of(foods: Mapping[str, Food]) -> dict[str, str]:
    """Return which food of the catalog each own food counts like, its parent, by its id; those without are left out."""
    return {food_id: food.parent_food_id for food_id, food in foods.items() if food.parent_food_id is not None}


def suggested_like(own: Food, *, lang: str | None = None) -> FoodMatch | None:
    """Return the food of the catalog that an own food most likely counts like, by its name; None without a fair one.

    A suggestion, nothing that counts by itself. Of another kind than the household said, no food is proposed.
    """
    return next((match for match in catalog().resolve(own.name_en, lang=lang)
                 if match.score >= _FAIR_SCORE and match.category == own.category), None)


def catalog_food_named(said: str, *, lang: str | None = None) -> Food:
    """Return the food of the catalog with this id, else the one that surely has this name; raises UnknownFood."""
    if (food := catalog().get(said)) is not None:
        return food
    best = next(iter(catalog().resolve(said, lang=lang)), None)
    if best is None or best.score < _SURE_SCORE:
        raise UnknownFood(said)
    return catalog().require(best.food_id)


def find_own_food(foods: Mapping[str, Food], name: str) -> Food | None:
    """Return the own food of that name, whatever its case and spacing; None if the household has none."""
    wanted = line_key(name)
    return next((food for food in foods.values() if line_key(food.name_en) == wanted), None)


def with_own_facts(lots: list[Lot], foods: Mapping[str, Food]) -> list[Lot]:
    """Return the lots, those of own foods under the name the household gave the food, with what it counts like."""
    if not foods:
        return lots
    return [
        replace(lot, food_name=lot.food_name or foods[lot.food_id].name_en,
                like_food_id=foods[lot.food_id].parent_food_id)
        if lot.food_id is not None and lot.food_id in foods else lot
        for lot in lots
    ]


def guessed_date(category: Category, place: Place, bought_on: date) -> dict[str, Any]:
    """Return the date of an own food as facts of its purchase: the usual days of its category; {} if none are known."""
    period = shelf_life().period(None, place, "unopened", category)
    if period is None:
        return {}
    return {"expires_on": bought_on + timedelta(days=period.likely_days), "date_kind": DateKind.BEST_BEFORE,
            "date_source": DateSource.CATEGORY}
