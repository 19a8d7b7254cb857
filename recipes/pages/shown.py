"""What a page shows mends what its JSON-LD says: lists that lost their line ends, lines that lost their amounts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import html

from recipes.ingredients.amounts import plain_fractions
from recipes.pages.jsonld import RawRecipe
from recipes.pages.page_lists import ingredient_lists, listed_inline, step_lists
from recipes.pages.tree import block_lines, letters_of

# One line this long is a whole list that lost its line ends.
LONG_INGREDIENT, LONG_STEP = 100, 250
# So few lines with a number mean that the amounts were left out, not that the recipe has none.
_FEWEST_WITH_NUMBER = 0.25
# A list of steps this long, of a text's letters, is that text without its introduction.
_MOST_OF_TEXT = 0.8
_DIGIT = re.compile(r"\d|[¼½¾⅓⅔⅛⅜⅝⅞]")


def is_odd(found: RawRecipe) -> bool:
    """Say whether a list looks as if it lost its line ends or its amounts."""
    return _is_glued(found.ingredients, LONG_INGREDIENT) or _is_glued(found.instructions, LONG_STEP) or (
        _lacks_amounts(found.ingredients))


def _is_glued(lines: Sequence[str], length: int) -> bool:
    return len(lines) == 1 and len(lines[0]) > length


def _lacks_amounts(lines: Sequence[str]) -> bool:
    return len(lines) > 2 and sum(1 for line in lines if _DIGIT.search(line)) < _FEWEST_WITH_NUMBER * len(lines)


def as_shown(found: RawRecipe, root: html.HtmlElement) -> RawRecipe:
    """Return a reading with its odd lists mended by what the page shows."""
    ingredients, instructions = found.ingredients, found.instructions
    if _is_glued(ingredients, LONG_INGREDIENT):
        ingredients = tuple(split_as_shown(ingredients[0], block_lines(root)) or listed_inline(ingredients[0])
                            or ingredients)
    elif _lacks_amounts(ingredients):
        ingredients = tuple(with_amounts(ingredients, [one.lines for one in ingredient_lists(root)])) or ingredients
    if _is_glued(instructions, LONG_STEP):
        text = instructions[0]
        lists = [one.lines for one in step_lists(root)]
        instructions = tuple(without_introduction(text, lists) or split_as_shown(text, block_lines(root))
                             or _unglued(text))
    return replace(found, ingredients=ingredients, instructions=instructions)


def split_as_shown(text: str, lines: list[str]) -> list[str]:
    """Split one long text where the page itself breaks it; [] if the page does not show that text.

    lines: the page's visible lines. The text is found by its letters; the lines that hold them are returned.
    """
    wanted = letters_of(text)
    if len(wanted) < 20:
        return []
    shown = [letters_of(line) for line in lines]
    start = "".join(shown).find(wanted)
    if start < 0:
        return []
    found, position = [], 0
    for line, letters in zip(lines, shown, strict=True):
        middle = position + len(letters) / 2
        if letters and start <= middle <= start + len(wanted):
            found.append(line)
        position += len(letters)
    return found if letters_of("".join(found)) == wanted else []


def without_introduction(text: str, lists: list[list[str]]) -> list[str]:
    """Return a list of steps that is most of a text up to its end: what stands before it is no step; else []."""
    wanted = letters_of(text)
    for lines in lists:
        shown = letters_of("".join(lines))
        if len(lines) > 1 and len(shown) >= _MOST_OF_TEXT * len(wanted) and wanted.endswith(shown):
            return lines
    return []


def with_amounts(names: Sequence[str], lists: list[list[str]]) -> list[str]:
    """Return the list of the page that says the same names in the same order with more amounts; [] if none does."""
    for lines in lists:
        if len(lines) == len(names) and _with_digit(lines) > _with_digit(names) and all(
                _holds(line, name) for line, name in zip(lines, names, strict=True)):
            return lines
    return []


def _with_digit(lines: Sequence[str]) -> int:
    return sum(1 for line in lines if _DIGIT.search(line))


def _holds(line: str, name: str) -> bool:
    """Say whether a line has all words of a name in their order."""
    words = iter(re.findall(r"\w+", plain_fractions(line).casefold()))
    return all(word in words for word in re.findall(r"\w+", plain_fractions(name).casefold()))


_GLUED = re.compile(r"(?<=[^\W_]{2}[.!?])(?=[A-ZÀ-ÖØ-Þ][^\W\d_])")


def _unglued(text: str) -> list[str]:
    """Split a text whose line ends were lost, where a sentence begins without a blank: `brown.Add the onion.`."""
    return _GLUED.split(text)
