"""What the name on a line means for the pantry: a food, at least the kind of thing it is, or nothing.

The household's own word comes first, then the catalog's own names; where those do not hold the name, goods that are no
food are set apart, and the category may still be sure when the food is not.
"""

import csv
import functools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from ocr.printed.keywords import normalise
from ocr.printed.line_codes import produce_food, product_code
from ocr.printed.pack_sizes import find_pack_size
from ocr.reading import ReceiptLine
from pantry.facts.shops import shop_key
from pantry.foods import Catalog, Food, FoodMatch
from pantry.ids import line_key
from pantry.proposals import FoodChoice
from pantry.vocabulary import FOOD_CATEGORIES, Category

# A catalog match from here on may be taken unasked: about nine in ten of them are right.
STRONG_MATCH = 0.9
# A name of the catalog whose words by themselves mean that kind of thing with less than this is no more than food: of
# 23 such names shops filed 17 elsewhere, of 445 others 33 (names that may be fitted on; of the other part's 4 none).
OWN_CATEGORY = 0.7
# Where no food is sure, a category may be taken unasked from here on (of names never read, 51 of 53 were right), and a
# name alone where it is this sure that it names food at all (171 of 172).
SURE_CATEGORY, SURE_FOOD = 0.95, 0.95
# A food of a sure category is taken for sure itself where no other comes this near: of 38 such names never read, judged
# by hand, 37 named that food.
RIVAL_SHARE = 0.75
# At or below this share a name is of goods that are no food (125 of 125 were).
SURE_GOODS = 0.3
# A code for loose produce on a weighed line, or beside a name that may be that food, is hardly another number.
# Elsewhere scales have numbers of their own.
PLU_SCORE = 0.95
PLU_CURRENCIES = frozenset({"USD", "CAD", "AUD", "NZD"})
# Taught words count where a letter or two is read otherwise: likeness (0 to 100), and letters there must be.
NEAR_TAUGHT, NEAR_LETTERS = 90.0, 6
MAX_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a line's name means.

    how: alias (the household's word), known (a name of the catalog), catalog (what it makes of a name), category (no
    food is sure, but what kind of thing it is), name (only that it is food), non-food or nothing. score: 0 to 1, of
    that; food and category may be mere guesses then.
    full_name: the name with its abbreviations written out.
    """

    food: Food | None
    category: Category | None
    score: float
    how: str
    full_name: str = ""
    choices: tuple[FoodChoice, ...] = ()

    @property
    def is_food(self) -> bool:
        """Whether it goes into the pantry; what nobody knows is asked about as food."""
        return self.category is None or self.category in FOOD_CATEGORIES


def meaning_of(line: ReceiptLine, merchant: str | None, *, catalog: Catalog, aliases: Mapping[tuple[str, str], str],
               lang: str | None, not_food: Collection[str] = (), codes: Mapping[str, str] | None = None,
               currency: str | None = None) -> Meaning:
    """Return what a line's name, or a code on it, means.

    aliases: food id by (shop, text), both normalised by `pantry.household.alias_key`; shop "" is any shop.
    not_food: words, normalised, that the household said are no food. codes: food id by product code (14 digits), as the
    household confirmed them. currency: of the receipt; codes for loose produce are printed in some countries only.
    """
    code = product_code(line.raw_text) if codes else None
    taught = _taught(line, merchant, aliases) or (codes or {}).get(code or "")
    food = catalog.get(taught) if taught else None
    if food is not None:
        choice = FoodChoice(food.food_id, food.name(lang), 1.0)
        return Meaning(food, food.category, 1.0, "alias", choices=(choice,))
    if words_key(line.raw_text) in not_food:
        return Meaning(None, Category.OTHER, 1.0, "non-food")
    name = _name_without_size(line.name)
    matches = catalog.resolve(name, lang=lang, limit=5)
    choices = _choices(matches)
    best = matches[0] if matches else None
    if best is not None and best.score >= STRONG_MATCH:
        is_own = (catalog.category_share(name, best.category, lang=lang) >= OWN_CATEGORY
                  and best.food_id not in _kept_anywhere())
        return Meaning(catalog.get(best.food_id), best.category, best.score if is_own else max(best.score, SURE_FOOD),
                       "known" if is_own else "name", best.full_name, choices)
    produce = _produce(line, choices, catalog, lang) if currency in PLU_CURRENCIES else None
    if produce is not None:
        return produce
    category = non_food_category(line.name)
    if category is not None:
        return Meaning(None, category, 0.9, "non-food", choices=choices)
    guess = catalog.classify_many([name], lang=lang)[0]
    if guess is not None and guess.food_share <= SURE_GOODS and guess.category not in FOOD_CATEGORIES:
        return Meaning(None, guess.category, 1 - guess.food_share, "non-food", choices=choices)
    if guess is not None and guess.score >= SURE_CATEGORY:
        food = catalog.get(best.food_id) if best is not None and best.category is guess.category else None
        how = "catalog" if food is not None and _is_alone(matches, catalog) else "category"
        return Meaning(food, guess.category, guess.score, how, best.full_name if best else name, choices)
    if best is None:
        return Meaning(None, None, 0.0, "nothing")
    if guess is not None and guess.food_share >= SURE_FOOD:
        return Meaning(catalog.get(best.food_id), best.category, guess.food_share, "name", best.full_name, choices)
    return Meaning(catalog.get(best.food_id), best.category, best.score, "catalog", best.full_name, choices)


def _produce(line: ReceiptLine, choices: tuple[FoodChoice, ...], catalog: Catalog, lang: str | None) -> Meaning | None:
    """Return the food of a line's code for loose produce, where the line was weighed or its name allows that food."""
    food = catalog.get(produce_food(line.raw_text) or "")
    if food is None:
        return None
    kin = {food.food_id, *catalog.ancestors(food.food_id)}
    is_named = any(choice.food_id in kin or food.food_id in catalog.ancestors(choice.food_id) for choice in choices)
    if line.unit == "piece" and not is_named:
        return None
    others = tuple(choice for choice in choices if choice.food_id != food.food_id)
    first = FoodChoice(food.food_id, food.name(lang), PLU_SCORE)
    return Meaning(food, food.category, PLU_SCORE, "known", food.name(lang), (first, *others)[:MAX_CHOICES])


_MONEY_BEHIND = re.compile(r"(?:[\s(]+[-+]?[^\w\s]?\d[\d.,]*\W*[a-z*]{0,3})+$")


def words_key(raw_text: str) -> str:
    """Return the normalised words of a line without the money behind them, whatever they cost that day."""
    key = line_key(raw_text)
    return _MONEY_BEHIND.sub("", key) or key


@functools.cache
def _kept_anywhere() -> frozenset[str]:
    """Return the foods whose names do not tell whether they lie in the cupboard, the fridge or the freezer."""
    path = Path(__file__).parent / "data" / "kept_anywhere.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return frozenset(row["food_id"] for row in csv.DictReader(handle))


def _is_alone(matches: list[FoodMatch], catalog: Catalog) -> bool:
    """Return whether no other food comes near the best one, foods above it and kinds of it aside."""
    first, *others = matches
    above = {first.food_id, *catalog.ancestors(first.food_id)}
    return all(one.score < RIVAL_SHARE * first.score for one in others
               if one.food_id not in above and first.food_id not in catalog.ancestors(one.food_id))


def _taught(line: ReceiptLine, merchant: str | None, aliases: Mapping[tuple[str, str], str]) -> str | None:
    """Return the food id this household taught for the line's words, at this shop or anywhere."""
    texts = {line_key(text) for text in (line.name, line.raw_text, line.raw_text.split("  ")[0])}
    for shop in (shop_key(merchant) if merchant else "", ""):
        exact = next((aliases[shop, text] for text in texts if (shop, text) in aliases), None)
        food_id = exact or _nearly_taught(line_key(line.name), shop, aliases)
        if food_id:
            return food_id
    return None


def _nearly_taught(text: str, shop: str, aliases: Mapping[tuple[str, str], str]) -> str | None:
    """Return the food of taught words of a shop that differ by a misread letter, when only one food is that near."""
    if len(text) < NEAR_LETTERS:
        return None
    near = {food_id for (own, words), food_id in aliases.items()
            if own == shop and _digits(words) == _digits(text) and fuzz.ratio(words, text) >= NEAR_TAUGHT}
    return near.pop() if len(near) == 1 else None


def _digits(text: str) -> str:
    """Return the digits of a text: another fat content or size is another product."""
    return "".join(character for character in text if character.isdigit())


def _choices(matches: list[FoodMatch]) -> tuple[FoodChoice, ...]:
    """Return the best foods, each once."""
    choices: dict[str, FoodChoice] = {}
    for match in matches:
        choices.setdefault(match.food_id, FoodChoice(match.food_id, match.name, match.score))
    return tuple(choices.values())[:MAX_CHOICES]


@functools.cache
def _non_food_words() -> tuple[tuple[str, Category], ...]:
    """Return words of goods that are no food, with their category, longest first."""
    path = Path(__file__).parent / "data" / "non_food_words.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        words = [(row["word"], Category(row["category"])) for row in csv.DictReader(handle)]
    return tuple(sorted(words, key=lambda entry: -len(entry[0])))


def non_food_category(name: str) -> Category | None:
    """Return the category of goods that are no food when the name says so.

    Words of up to four letters must stand alone; longer ones, and those of a script without blanks, may be part of a
    compound.
    """
    plain = f" {normalise(name)} "
    for word, category in _non_food_words():
        if (f" {word} " if len(word) <= 4 and word.isascii() else word) in plain:
            return category
    return None


def _name_without_size(name: str) -> str:
    """Return the name as the catalog wants it, without its pack size."""
    size = find_pack_size(name)
    shorter = (name[:size.start] + " " + name[size.end:]).strip() if size else name
    return shorter or name
