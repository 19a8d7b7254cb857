"""Other words for the food that a word names, in English and German: who looks for aubergines finds eggplant."""

import csv
import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from pantry.foods import SEEDS, Food, catalog
from recipes.matching.restrictions import kinds_of

DISH_WORDS, DISH_NAMES = Path(__file__).parent / "dish_words.csv", Path(__file__).parent / "dish_names.csv"
LANGUAGES = frozenset({"en", "de"})
_LEAST_LETTERS, _LONGEST_COMPOUND, MOST_WORDS, _MOST_KINDS = 3, 40, 12, 4
_WORD = re.compile(r"[^\W\d_]+")


def other_words(word: str) -> tuple[str, ...]:
    """Return further words for the food that a word in lower case names, its names first; none for another word.

    A word that only tells a kind of it has none: kartoffelsuppe is no other word for bisque, though both are soups.
    """
    food_of, words_of = _words()
    if _is_kind(word):
        return ()
    return tuple(one for one in words_of.get(food_of.get(word, ""), ()) if one != word)[:MOST_WORDS]


def _is_kind(word: str) -> bool:
    food_of, parts = _words()[0], parts_of(word)
    return parts is not None and food_of[parts[1]] == food_of.get(word, "")


@lru_cache(maxsize=1024)
def parts_of(word: str) -> tuple[str, str] | None:
    """Return the two words for foods that a German compound joins: `kartoffelsuppe` is potato and soup; else None.

    A word that is the name of a food is not taken apart (buttermilk).
    """
    food_of, _ = _words()
    food = catalog().get(food_of.get(word, ""))
    if len(word) > _LONGEST_COMPOUND or (food is not None and word in _names_of(food)):
        return None
    for at in range(_LEAST_LETTERS, len(word) - _LEAST_LETTERS):
        ahead, behind = word[:at], word[at:]
        known = next((one for one in (ahead, f"{ahead}n", *(ahead.removesuffix(end) for end in ("n", "s", "er", "e")))
                      if one in food_of), None)
        if known and behind in food_of:
            return known, behind
    return None


def names_of(word: str) -> tuple[str, ...]:
    """Return the names of the food that a word in lower case names, of one word or more; none for another word.

    Nor has a word that only tells a kind of it (`other_words`).
    """
    food = catalog().get(_words()[0].get(word, "")) if not _is_kind(word) else None
    return tuple(sorted(_names_of(food) - {word, ""})) if food is not None else ()


def kinds_called(word: str) -> tuple[str, ...]:
    """Return the names of the few kinds of the food that a word in lower case names: of a pumpkin, butternut squash.

    None of a food of many kinds: who looks for cheese means none of them.
    """
    food_of = _words()[0]
    kinds = kinds_of(food_of.get(word, "")) if not _is_kind(word) else ()
    if len(kinds) > _MOST_KINDS:
        return ()
    return tuple(sorted({name for kind in kinds for name in _names_of(catalog().require(kind))} - {word, ""}))


def alike(phrase: str) -> tuple[str, ...]:
    """Return a wish in lower case and its other words in English and German: quick and schnell, glutenfrei."""
    others = _dishes("wish").get(phrase.replace(" ", "_"), ())
    return tuple(dict.fromkeys((phrase, *(one.replace("_", " ") for one in others))))


def food_words() -> Collection[str]:
    """Return every single word that names a food."""
    return _words()[0].keys()


# Endings of the plural and what the singular ends in; German ones last.
_PLURALS = (("ies", "y"), ("oes", "o"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("s", ""), ("nen", "n"),
            ("n", ""))


def counted_otherwise(word: str) -> tuple[str, ...]:
    """Return the singular that a word in lower case may be the plural of: pancake, Nudel."""
    ends = ((end, instead) for end, instead in _PLURALS if word.endswith(end) and not word.endswith("ss"))
    singular = next((word.removesuffix(end) + instead for end, instead in ends), "")
    return (singular,) if len(singular) >= _LEAST_LETTERS else ()


def spelled_otherwise(word: str) -> tuple[str, ...]:
    """Return other spellings of the name of a dish: lasagna and lasagne."""
    return _dishes("spelling").get(word, ())


def dish_names(word: str) -> tuple[str, ...]:
    """Return other names of the dish that a word in lower case names, in English and German: pancake, Pfannkuchen."""
    return _dishes("name").get(word, ())


@lru_cache(maxsize=2)
def _dishes(kind: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with DISH_NAMES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words = row["words"].split() if row["kind"] == kind else []
            found |= {word: (*found.get(word, ()), *(one for one in words if one != word)) for word in words}
    return found


def _names_of(food: Food) -> frozenset[str]:
    return frozenset(one.casefold() for one in (food.name_en, food.name_en_plural, food.name_de, food.name_de_plural))


@lru_cache(maxsize=1)
def word_sets() -> dict[str, frozenset[str]]:
    """Return the words of `dish_words.csv` by their set: kinds of dishes, tags of recipes, general words for foods."""
    found: dict[str, frozenset[str]] = {}
    with DISH_WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["set"]] = found.get(row["set"], frozenset()) | frozenset(row["words"].split())
    return found


@lru_cache(maxsize=65_536)
def is_of_heading(food_id: str, name: str) -> bool:
    """Say whether a name tells more than the heading of the catalog that was found for it: `sumac` more than spices."""
    food = catalog().get(food_id)
    if food is None or not food.is_group:
        return False
    own = " ".join((food.name_en, food.name_en_plural, food.name_de, food.name_de_plural))
    # What leaves a heading as general as it is: `mixed fresh herbs`, `fish fillets`, `any cheese you like`.
    return not word_sets()["general"].union(own.casefold().split()).issuperset(_WORD.findall(name.casefold()))


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the food of each word, and the words of each food; names of several words are left out."""
    found: dict[str, dict[str, None]] = {}
    for food in catalog().foods.values():
        for name in (food.name_en, food.name_en_plural, food.name_de, food.name_de_plural):
            found.setdefault(food.food_id, {}).update(dict.fromkeys(_single(name)))
    with (SEEDS / "food_aliases.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["language"] in LANGUAGES:
                found.setdefault(row["food_id"], {}).update(dict.fromkeys(_single(row["alias"])))
    food_of: dict[str, str] = {}
    for food_id, words in found.items():
        for word in words:
            food_of.setdefault(word, food_id)
    return food_of, {food_id: tuple(words) for food_id, words in found.items()}


def _single(name: str) -> list[str]:
    word = name.casefold()
    return [word] if word.isalpha() and len(word) >= _LEAST_LETTERS else []
