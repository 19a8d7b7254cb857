"""Which of the lists that a page shows are its recipe: the ingredients, and the steps nearest to them."""

import re

from lxml import html

from recipes.pages.jsonld import RawRecipe, is_number_of_step
from recipes.pages.page_lists import (
    ShownList,
    brief_steps,
    has_units,
    in_one_system,
    ingredient_lists,
    ingredient_score,
    lines_below_headings,
    paragraphs_behind,
    step_lists,
    step_score,
    text_behind,
    unnamed_lists,
)
from recipes.pages.page_panels import head_panels
from recipes.pages.page_words import ASKS_READERS, GROUP_NAME, INGREDIENT_HEADING, METHOD_HEADING, SIGN_OFF
from recipes.pages.tree import block_lines, drop_talk, item_text, once
from recipes.text import clean, is_yield, servings_of
from recipes.texts.text_headings import is_goods, joined_columns, lines_without_headings

# A longer line is no name of a dish; one of more words below a wish no name of whoever wishes.
_LONGEST_NAME, _WORDS_OF_A_NAME = 80, 3
# The name of a group of ingredients is none of the recipe.
_NAME_CLASS = re.compile(r"(?!\S*(?:group|section))\S*(?:recipes?|rezept|recette|receta|ricetta|recept)"
                         r"[-_\w]*(?:name|title|titel|titre)", re.IGNORECASE)


def read_headings(root: html.HtmlElement) -> RawRecipe:
    """Return ingredient and step lists found by the class of their container or below their heading.

    What readers said below the recipe is taken out of the tree.
    """
    title = _title(root)
    head_panels(root)
    drop_talk(root)
    listed = [one._replace(lines=joined_columns(one.lines)) for one in ingredient_lists(root)]
    ingredients = _best_ingredients(listed, is_named=True)
    named = step_lists(root)
    steps = _steps_near(ingredients, named)
    if ingredients is None or not steps:
        # Lists that nothing names are a recipe only where both are there.
        unnamed = unnamed_lists(root)
        other = ingredients or _best_ingredients([one for one in unnamed if has_units(one.lines)])
        found = (_steps_near(other, named) or _steps_near(other, unnamed)
                 or _steps_near(other, paragraphs_behind(other, root))
                 or next((one.lines for one in text_behind(other)), [])) if other else []
        ingredients, steps = (other, found) if found else (ingredients, steps)
        steps = steps or _words_near(ingredients, brief_steps(root))
    goods = ingredients.lines if ingredients else []
    if not goods:
        shown = block_lines(root)
        goods, told = lines_below_headings(shown)
        if not goods:
            goods, told = lines_without_headings(shown)
        steps = told or steps
    if not steps:
        goods, steps = _told_apart(goods)
    goods = [line for line in _without_common_end(in_one_system(once(goods)))
             if not INGREDIENT_HEADING.fullmatch(line) and not is_yield(line)]
    # With its colon it reads as a heading, and not as something to buy.
    lines = [f"{line}:" if GROUP_NAME.fullmatch(line) else line for line in goods]
    return RawRecipe(
        title=title,
        yields=next((line[:200] for line in block_lines(root) if is_yield(line) or (
            INGREDIENT_HEADING.fullmatch(line) and servings_of(line))), None),
        ingredients=tuple(lines),
        instructions=tuple(_without_numbers(without_farewell(
            [line for line in once(steps) if not METHOD_HEADING.fullmatch(line) and not is_number_of_step(line)
             and line not in lines]))),
    )


def _title(root: html.HtmlElement) -> str:
    """Return the one heading that bears the class of a recipe's name, else the first of the page.

    Without a first-rank heading it is one that the page's title begins with, ahead of the name of the site, else
    a line of the page that is a part of that title, the one heading ahead of the ingredients, or the first line.
    """
    headings = [(one, item_text(one)) for one in root.iter("h1", "h2", "h3", "h4")]
    named = {text for one, text in headings if _has_name_class(one)}
    if len(named) == 1:
        return named.pop()
    whole = root.findtext(".//title") or ""
    return next((text for one, text in headings if text and one.tag == "h1"), "") or next(
        (text for _, text in headings if text and clean(whole).startswith(text)), "") or (
        _line_of_title(clean(whole), root) or _heading_ahead(headings) or ("" if whole else _first_line(root)))


def _heading_ahead(headings: list[tuple[html.HtmlElement, str]]) -> str:
    """Return the only heading ahead of that of the ingredients, or of all; '' for none or several."""
    texts = [text for _, text in headings if text]
    end = next((number for number, text in enumerate(texts) if INGREDIENT_HEADING.fullmatch(text)), len(texts))
    return texts[0] if end == 1 and not METHOD_HEADING.fullmatch(texts[0]) else ""


def _first_line(root: html.HtmlElement) -> str:
    """Return the first line of a page that names nothing, if it is short and neither amount nor sentence; else ''."""
    line = next(iter(block_lines(root)), "")
    return line if len(line) <= _LONGEST_NAME and line[-1:] not in ".:" and not is_goods(line) and (
        not INGREDIENT_HEADING.fullmatch(line)) else ""


# "Cooking Forum - View topic - Stew", "Print: Stew".
_TITLE_PARTS = re.compile(r"\s+[-–—|»:·•]+\s+|:\s+")


def _line_of_title(whole: str, root: html.HtmlElement) -> str:
    """Return the last part of a page's title, of several, that the page shows in a line of its own; '' for none."""
    parts = [part for part in _TITLE_PARTS.split(whole) if part]
    shown = set(block_lines(root)) if len(parts) > 1 else set()
    return next((part for part in reversed(parts) if part in shown), "")


def _told_apart(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return ingredients, and the sentences behind them that nothing heads; no steps where these are fewer than two."""
    end = len(lines)
    while end and _is_short_sentence(lines[end - 1]):
        end -= 1
    return (lines[:end], lines[end:]) if 1 < end < len(lines) - 1 else (lines, [])


def _is_short_sentence(line: str) -> bool:
    return line[-1] in ".!" and len(line.split()) > 3 and not is_goods(line)


def without_farewell(steps: list[str]) -> list[str]:
    """Cut what comes behind the last step: wishes and a name below them, and what the page asks of its readers."""
    end = len(steps)
    if end > 2 and SIGN_OFF.fullmatch(steps[-2]) and len(steps[-1].split()) <= _WORDS_OF_A_NAME:
        end -= 1
    while end and (SIGN_OFF.fullmatch(steps[end - 1]) or ASKS_READERS.search(steps[end - 1])):
        end -= 1
    return steps[:end]


def _has_name_class(heading: html.HtmlElement) -> bool:
    return any(map(_NAME_CLASS.match, (heading.get("class") or "").split()))


def _best_ingredients(found: list[ShownList], *, is_named: bool = False) -> ShownList | None:
    best = max(found, key=lambda one: ingredient_score(one.lines, is_named=is_named), default=None)
    return best if best and ingredient_score(best.lines, is_named=is_named) > 0 else None


def _steps_near(ingredients: ShownList | None, found: list[ShownList]) -> list[str]:
    """Return the best list of steps of those nearest to the ingredients: the recipe, not what is told around it."""
    depths = _depths_above(ingredients)
    possible = [one for one in found if step_score(one.lines) > 0 and one.element not in depths]

    def rank(one: ShownList) -> tuple[int, float]:
        return _shared_depth(one.element, depths), step_score(one.lines)

    return max(possible, key=rank).lines if possible else []


def _words_near(ingredients: ShownList | None, found: list[ShownList]) -> list[str]:
    """Return the list nearest to the ingredients of those that are steps by their heading alone."""
    if ingredients is None:
        return []
    depths = _depths_above(ingredients)
    possible = [one for one in found if one.lines != ingredients.lines and one.element not in depths]
    return max(possible, key=lambda one: _shared_depth(one.element, depths)).lines if possible else []


def _depths_above(one: ShownList | None) -> dict[html.HtmlElement, int]:
    """Return how deep a list and each element around it lies; {} for none."""
    above = [] if one is None else [*reversed([*one.element.iterancestors()]), one.element]
    return {element: depth for depth, element in enumerate(above)}


def _shared_depth(element: html.HtmlElement, depths: dict[html.HtmlElement, int]) -> int:
    """Return the depth of the innermost element of those given that is around another element."""
    return next((depths[above] for above in element.iterancestors() if above in depths), 0)


_NUMBER_FIRST = re.compile(r"(?:(?:step|schritt|étape|etape|paso|passo|stap)\s*(\d{1,2})(?:\s*/\s*\d{1,2}\b)?"
                           r"\s*[.):/-]*\s*|(\d{1,2})\s*[.):/-]*\s+)(?=\S)", re.IGNORECASE)


def _without_numbers(steps: list[str]) -> list[str]:
    """Take the numbers off steps that are numbered without a gap: from 1 on, or in words (`Step 2 of the page`)."""
    found = [_NUMBER_FIRST.match(step) for step in steps]
    numbers = [int(one[1] or one[2]) for one in found if one]
    first = 1 if not all(one and one[1] for one in found) else numbers[0] if numbers else 1
    if len(steps) < 2 or numbers != list(range(first, first + len(steps))):
        return steps
    return [step[one.end():] for step, one in zip(steps, found, strict=True) if one]


def _without_common_end(lines: list[str]) -> list[str]:
    """Cut what every line ends with: the words of a button (`3 eggs Add to list`)."""
    words = [line.split() for line in lines]
    count = 0
    while len(lines) > 2 and count < 5 and all(len(one) > count + 1 for one in words) and (
            len({one[-1 - count] for one in words}) == 1):
        count += 1
    return [" ".join(one[:len(one) - count]) for one in words] if count else lines
