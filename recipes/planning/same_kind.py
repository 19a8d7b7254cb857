"""Which dinners are of one kind: four pancakes in five days are one idea, whatever goes into the batter."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from recipes.matching.worth import COVERAGE_EUR
from recipes.searching.food_words import counted_otherwise, dish_names, spelled_otherwise
from recipes.searching.titles import about_of

# One more dish of a kind saves nobody the wish for another dinner: it loses what a dish is worth for being all there.
SAME_KIND_EUR = COVERAGE_EUR
_WORD = re.compile(r"[^\W\d_]+")
# The shortest name of a dish at the end of a compound: `stew`, `cake`.
_LEAST_LETTERS = 4


@lru_cache(maxsize=65_536)
def kind_of(title: str) -> str:
    """Return one word for the kind of dish that a title names, the same for all its names; "" for no words.

    It is the last name of a dish in what the title is about (`Crêpes suzette`), else its last word.
    """
    words = _WORD.findall(about_of(title).casefold())
    if not words:
        return ""
    named = next(filter(None, map(_named, reversed(words))), "")
    return named or next(iter(counted_otherwise(words[-1])), words[-1])


def _named(word: str) -> str:
    """Return one of the names of the dish that a word names, alone or at the end of a German compound; "" for none."""
    for at in range(max(1, len(word) - _LEAST_LETTERS + 1)):
        names = {word[at:], *spelled_otherwise(word[at:])}
        names.update(*map(dish_names, sorted(names)))
        if len(names) > 1:
            return min(names)
    return ""


def times_again(titles: Iterable[str], repeats: int) -> int:
    """Return how many dinners are of a kind that came as often as it may, which is as often as one recipe may."""
    return sum(max(0, count - repeats) for kind, count in Counter(map(kind_of, titles)).items() if kind)
