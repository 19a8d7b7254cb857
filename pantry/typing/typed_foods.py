"""What a typed line puts on a shelf or a list: its parts, each with the food that its name means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from pantry.catalog.own_foods import find_own_food
from pantry.catalog.usual_foods import usual_amount
from pantry.foods import Food, FoodMatch, catalog
from pantry.money import decimals_of
from pantry.quantities import to_mass_g, units
from pantry.typing.typed_line import AND, TypedLine, is_amount_alone, parse_typed_line, split_typed
from pantry.typing.typed_uses import Use, typed_use
from pantry.vocabulary import Category, DateKind, Place

if TYPE_CHECKING:
    from pantry.household import Household
    from pantry.live import LiveView

MOST_PARTS = 30
_MOST_OFFERED = 5
# From here on nine in ten matches are right: a part of a line with such a name is a thing of its own, and what the
# catalog calls it stands for what was typed. Below, the typed words stay the name of what lies on the shelf.
_SURE, _NOT_SURE = 0.9, 0.89
# Packs that nothing comes in fresh or dry. A jar of these is pickled and keeps; of anything else it is as canned food.
_PRESERVED = ("can", "jar")
_PICKLED_IN_JARS = frozenset({"cucumber", "onion", "garlic", "ginger", "radish", "turnip", "beetroot", "chili_pepper"})
# Of these a pack may be told by the food above: pears are canned fruit. Much fish is cured before it goes into a jar.
_FRESH = frozenset({Category.PRODUCE, Category.MEAT})
# Where food lies that came home and was frozen or thawed.
_LIES_IN = {Use.FROZEN: Place.FREEZER, Use.THAWED: Place.FRIDGE}
# The journal counts thousandths of a unit.
_THOUSANDTH = Decimal("0.001")

_NONE = re.compile(r"^kein(?:e[nrms]?)?\s|\bnicht\b", re.IGNORECASE)
# "No added sugar" is a name, so that "no" tells only of what happened.
_NOT_DONE = re.compile(r"^(?:no\s|0(?:[.,]0+)?\s|-\d)|\s(?:not|almost|nearly|fast|beinahe)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedFood:
    """One thing of a typed line as it would go in. others: what the words may mean, too.

    name: to show it by. own_name: what the lot is called where the food's name would say less than was typed.
    quantity, unit: as said; a usual pack where nothing was said (`is_said` is false then). price_minor: of all of it.
    """

    line: TypedLine
    name: str
    own_name: str | None
    food: FoodMatch | None
    quantity: Decimal
    unit: str
    is_said: bool
    place: Place
    price_minor: int | None = None
    others: tuple[FoodMatch, ...] = ()

    @property
    def food_id(self) -> str | None:
        """The food, None for a name that means none."""
        return self.food.food_id if self.food else None

    @property
    def expires_on(self) -> date | None:
        """The day the line names."""
        return self.line.expires_on

    @property
    def bought_on(self) -> date | None:
        """The day of purchase the line names."""
        return self.line.bought_on

    @property
    def date_kind(self) -> DateKind | None:
        """What kind of day that is, where the line says it."""
        return self.line.date_kind


@dataclass(frozen=True, slots=True)
class TypingKitchen:
    """What a household's typed lines are read with. own_foods: by id; unit_system: "us" writes months first.

    is_past: the lines tell of what happened, so that a day that is only named lies behind.
    """

    today: date
    lang: str
    currency: str
    own_foods: Mapping[str, Food]
    unit_system: str = "metric"
    is_past: bool = False

    @property
    def is_month_first(self) -> bool:
        """Whether dates with slashes begin with the month."""
        return self.unit_system == "us"

    @classmethod
    def of(cls, view: "LiveView", today: date, *, household: "Household | None" = None) -> "TypingKitchen":
        """Return a household's. today: its own date; household: as it is shown where that is not as it was said."""
        household = household or view.household()
        return cls(today, household.language, household.currency, view.own_foods(), household.unit_system)


def understand(text: str, kitchen: TypingKitchen) -> list[TypedFood]:
    """Return what a typed text puts in, in its order; empty when it names nothing.

    A comma parts two foods where the words behind it have an amount or are surely a food; else they belong to the food
    before ("milk, fridge, tomorrow"). "And" parts two names that are both in the catalog while the whole is not.
    What was frozen or thawed ("froze the bread") lies where one does that, unless the line names a place.
    """
    use = typed_use(text)
    if use is not None and use.use in _LIES_IN:
        found = understand(use.text, kitchen)
        return [one if one.line.place else replace(one, place=_LIES_IN[use.use]) for one in found]
    said: list[str] = []
    for part in split_typed(text):
        if _is_denied(part, kitchen):
            continue
        names = _parted_by_and(part, kitchen)
        if said and len(names) == 1 and (is_amount_alone(part, kitchen.lang) or not _stands_alone(part, kitchen)):
            said[-1] = f"{said[-1]} {part}"
        else:
            said += names
    return [one for part in said[:MOST_PARTS] if (one := _one(part, kitchen)) is not None]


def _is_denied(part: str, kitchen: TypingKitchen) -> bool:
    """Say whether nothing came home or happened: "keine Eier", of the past also "no eggs", "0 eggs", "milk almost"."""
    return _NONE.search(part) is not None or (kitchen.is_past and _NOT_DONE.search(part) is not None)


def _parted_by_and(part: str, kitchen: TypingKitchen) -> list[str]:
    """Return "bread and butter" as two, but neither "mac and cheese" nor "2 cans of beans and corn"."""
    names = AND.split(part)
    whole = _parse(part, kitchen)
    is_in_one_pack = whole.unit is not None and units()[whole.unit].kind == "pack"
    if len(names) < 2 or is_in_one_pack or _how(whole.name, kitchen) == "exact":
        return [part]
    is_each_a_food = all(_how(_parse(name, kitchen).name, kitchen) in ("exact", "normalised") for name in names)
    return names if is_each_a_food else [part]


def _how(name: str, kitchen: TypingKitchen) -> str | None:
    """Return how the catalog knows a name (`FoodMatch.how`), None where it does not."""
    found = _matches(name, kitchen) if _is_name(name) else []
    return found[0].how if found else None


def _stands_alone(part: str, kitchen: TypingKitchen) -> bool:
    line = _parse(part, kitchen)
    if not _is_name(line.name):
        return False
    found = _matches(line.name, kitchen)
    return bool(found) and (line.quantity is not None or found[0].score >= _SURE)


def _is_name(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _one(part: str, kitchen: TypingKitchen) -> TypedFood | None:
    line = _parse(part, kitchen)
    if not _is_name(line.name):
        return None
    found = _matches(line.name, kitchen)
    if found and line.unit in _PRESERVED:
        found = [*_preserved(found[0], line.unit, kitchen), *found]
    food = found[0] if found else None
    known = (kitchen.own_foods.get(food.food_id) or catalog().get(food.food_id)) if food else None
    quantity, unit = _amount(line, known, kitchen)
    if quantity != quantity.quantize(_THOUSANDTH):
        quantity = max(quantity.quantize(_THOUSANDTH, ROUND_HALF_UP), _THOUSANDTH)
    name = food.name if food else line.name
    is_own = food is None or food.food_id in kitchen.own_foods
    own_name = None if food and (is_own or food.score >= _SURE) else line.name
    return TypedFood(
        line, name, own_name, food, quantity, unit, line.quantity is not None,
        line.place or (known.place if known else Place.CUPBOARD), _price_minor(line, kitchen), tuple(found[1:]),
    )


def _parse(part: str, kitchen: TypingKitchen) -> TypedLine:
    line = parse_typed_line(part, kitchen.today, kitchen.lang, is_month_first=kitchen.is_month_first,
                            is_past=kitchen.is_past)
    is_said_in_words = line.quantity is not None and not any(letter.isdigit() for letter in part)
    if is_said_in_words and _how(part, kitchen) == "exact":  # "half and half" is no half of anything
        return TypedLine(None, None, part, None, None)
    return replace(line, currency=_currency(line.currency, kitchen.currency))


def _matches(name: str, kitchen: TypingKitchen) -> list[FoodMatch]:
    found = catalog().resolve(name, lang=kitchen.lang, limit=_MOST_OFFERED)
    own = find_own_food(kitchen.own_foods, name)
    if own is None:
        return found
    return [FoodMatch(own.food_id, own.name_en, own.name_en, own.category, 1.0, "exact"), *found]


def _preserved(fresh: FoodMatch, unit: str, kitchen: TypingKitchen) -> list[FoodMatch]:
    """Return what a food is in a can or jar where the catalog has that: tomatoes in cans are no fresh ones.

    Pears are canned fruit, whose name says less than was typed: such a match is not sure.
    """
    found, score = _in_a_pack(fresh.food_id, unit), fresh.score
    food = catalog().get(fresh.food_id)
    if found is None and food is not None and food.category in _FRESH and food.unit != unit:
        found = next(filter(None, (_in_a_pack(above, unit) for above in catalog().ancestors(fresh.food_id))), None)
        score = min(score, _NOT_SURE)
    if found is None:
        return []
    return [replace(found, name=catalog().require(found.food_id).name(kitchen.lang), score=score)]


def preserved_forms(food_id: str) -> frozenset[str]:
    """Return the foods that a food of the catalog is in cans and jars: canned tomatoes of tomatoes."""
    return frozenset(found.food_id for unit in _PRESERVED if (found := _in_a_pack(food_id, unit)) is not None)


@lru_cache(maxsize=1024)
def _in_a_pack(food_id: str, unit: str) -> FoodMatch | None:
    """Return the preserved form of a food in a unit; in a jar of what is no fresh food only one that is called so."""
    food = catalog().get(food_id)
    if food is None:
        return None
    way = "pickled" if unit == "jar" and food_id in _PICKLED_IN_JARS else "canned"
    name = f"{way} {food.name_en}"
    found = catalog().resolve(name, lang="en", limit=1)
    if not found or found[0].how not in ("exact", "normalised") or found[0].food_id == food_id:
        return None
    is_called_so = catalog().require(found[0].food_id).name_en == name
    return found[0] if unit == "can" or food.category == Category.PRODUCE or is_called_so else None


def _amount(line: TypedLine, food: Food | None, kitchen: TypingKitchen) -> tuple[Decimal, str]:
    """Return how much a line speaks of; the size behind a food that is counted is that of all ("3 apples 500 g")."""
    usual = usual_amount(food, unit_system=kitchen.unit_system) if food else (Decimal(1), "piece")
    if line.quantity is None:
        return usual[0], line.unit or usual[1]
    if line.size is None:
        return _as_weighed(line.quantity, line.unit or "piece", food)
    is_of_all = line.unit is None and food is not None and food.unit == "piece"
    return (line.size[0] if is_of_all else line.quantity * line.size[0]), line.size[1]


def _as_weighed(quantity: Decimal, unit: str, food: Food | None) -> tuple[Decimal, str]:
    """Return an amount as it is; sticks of what does not grow in stalks, such as butter, by their weight."""
    if unit != "stalk" or food is None or food.category == Category.PRODUCE:
        return quantity, unit
    mass = to_mass_g(quantity, unit, food.food_id)
    return (Decimal(round(mass.grams)), "g") if mass else (quantity, unit)


def _currency(sign: str | None, own: str) -> str | None:
    """Return the currency of a price; a dollar is the household's own where that is one, None stands for the own."""
    is_own_dollar = sign == "USD" and own.endswith("D")
    is_own_krona = sign == "SEK" and own in ("NOK", "DKK")
    return None if sign == own or is_own_dollar or is_own_krona else sign


def _price_minor(line: TypedLine, kitchen: TypingKitchen) -> int | None:
    if line.price is None:
        return None
    scale = 10 ** decimals_of(line.currency or kitchen.currency)
    return int((line.price * scale).quantize(Decimal(1), ROUND_HALF_UP))
