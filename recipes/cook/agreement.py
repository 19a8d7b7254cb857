"""One onion, two onions: the noun behind a scaled number in the form the number wants, in English and German."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from pantry.foods import Food, catalog
from pantry.quantities import units
from recipes.ingredients import line_words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Adjectives stand between number and noun: "2 large red onions".
_MOST_WORDS, _LONGEST_NAME = 4, 3
# German joins a unit to its food: Knoblauchzehen, Lorbeerblatt. The longest ending first.
_GERMAN_UNIT_SIZES = (8, 7, 6, 5, 4)
# Behind the number: blanks, and the size of a pack, in brackets or bare.
_BEFORE_NOUN = re.compile(
    r"\s*(?:\([^)]*\)\s*|(?:x\s+)?-?\s?\d+(?:[.,]\d+)?\s?-?\s?(?:oz|ounces?|g|ml|pounds?|lb)\b\.?\s*-?\s*)?")
# Ways to count that the pantry has no unit for; a German bunch is no more than one word ("2 Bund").
_MORE_WORDS = (
    ("tin", "tins"), ("packet", "packets"), ("package", "packages"), ("stick", "sticks"), ("rib", "ribs"),
    ("fillet", "fillets"), ("spear", "spears"), ("bulb", "bulbs"), ("ball", "balls"), ("sheet", "sheets"),
    ("strip", "strips"), ("rasher", "rashers"), ("pod", "pods"), ("ear", "ears"), ("tablespoon", "tablespoons"),
    ("teaspoon", "teaspoons"), ("ounce", "ounces"), ("pound", "pounds"), ("gram", "grams"), ("litre", "litres"),
    ("liter", "liters"), ("breast", "breasts"), ("thigh", "thighs"), ("yolk", "yolks"), ("bund", "bund"),
    ("Päckchen", "Päckchen"), ("Knolle", "Knollen"), ("Knoblauchzehe", "Knoblauchzehen"), ("Schote", "Schoten"),
    ("Filet", "Filets"),
)
_MEASURED = frozenset({"mass", "volume"})
Words = tuple[str, ...]


class _Forms(NamedTuple):
    """How a noun is said of one and of several; the same twice where it is not counted. food: None of units."""

    one: Words
    many: Words
    food: Food | None


class _Noun(NamedTuple):
    """A noun in a text, and its forms."""

    start: int
    end: int
    forms: _Forms


def agree(text: str, value: float) -> str:
    """Return the words behind a number, their first countable noun in the singular up to one, else in the plural."""
    nouns = list(_nouns(text))
    for noun, behind in zip_longest(nouns, nouns[1:]):
        # "1 plum tomato" is a tomato, "2 cans tomatoes" are cans.
        is_kind_of = behind is not None and behind.start == noun.end + 1 and noun.forms.food and behind.forms.food
        if noun.forms.one != noun.forms.many and not is_kind_of:
            wanted = noun.forms.many if value > 1 else noun.forms.one
            return text[:noun.start] + _cased(wanted, text[noun.start:noun.end]) + text[noun.end:]
        if noun.forms.food is None:
            return text
    return text


def food_behind(text: str) -> Food | None:
    """Return the food that the words behind a number count or measure; None where they name none."""
    return next((noun.forms.food for noun in _nouns(text) if noun.forms.food), None)


def unit_inside(text: str) -> str | None:
    """Return the unit in the words behind a number (`garlic cloves`, `Lorbeerblatt`) as `line_words` spells it."""
    for word in _WORD.findall(text)[:_MOST_WORDS]:
        for size in (len(word), *_GERMAN_UNIT_SIZES):
            if unit := line_words.UNITS.get(word.casefold()[-size:]) if size <= len(word) else None:
                return unit
    return None


def _nouns(text: str) -> Iterator[_Noun]:
    """Yield the nouns within the first words behind a number, up to a measure."""
    start = _BEFORE_NOUN.match(text)
    position = start.end() if start else 0
    for _ in range(_MOST_WORDS):
        found = _longest(text, position)
        if found is not None:
            yield _Noun(position, *found)
        word = _WORD.match(text, position)
        if word is None or word.group().casefold() in line_words.MEASURES:
            return
        position = word.end() + len(text[word.end():]) - len(text[word.end():].lstrip(" "))


def _longest(text: str, position: int) -> tuple[int, _Forms] | None:
    """Return the end and the forms of the longest known name at a position."""
    words: list[str] = []
    ends: list[int] = []
    while len(words) < _LONGEST_NAME and (word := _WORD.match(text, position)):
        words.append(word.group().casefold())
        ends.append(word.end())
        position = word.end() + 1 if text[word.end():word.end() + 1] == " " else len(text)
    for count in range(len(words), 0, -1):
        forms = _forms().get(tuple(words[:count]))
        if forms is not None:
            return ends[count - 1], forms
    return None


@lru_cache(maxsize=1)
def _forms() -> dict[Words, _Forms]:
    """Return the forms of units and foods, by the words of either form."""
    found: dict[Words, _Forms] = {}
    named: list[tuple[str, str, Food | None]] = [(*pair, None) for pair in _MORE_WORDS]
    for unit in units().values():
        named += [(one, many, None) for one, many in unit.names.values()]
    for food in catalog().foods.values():
        sold_by = units().get(food.unit)
        is_counted = food.unit != "bottle" and (sold_by is None or sold_by.kind not in _MEASURED)
        for one, many in ((food.name_en, food.name_en_plural), (food.name_de, food.name_de_plural)):
            named.append((one, many if is_counted and many else one, food))
    for one, many, food_or_unit in named:
        single, several = tuple(one.split()), tuple(many.split())
        # "Garlic" is counted in bulbs: no form of the same word.
        if len(single) != len(several) or single[:-1] != several[:-1]:
            several = single
        for words in (single, several):
            found.setdefault(tuple(word.casefold() for word in words), _Forms(single, several, food_or_unit))
    return found


def _cased(words: Words, printed: str) -> str:
    """Return words with a large first letter where the printed ones have one."""
    return " ".join(word[:1].upper() + word[1:] if shown[:1].isupper() else word[:1].lower() + word[1:]
                    for word, shown in zip(words, printed.split(), strict=True))
