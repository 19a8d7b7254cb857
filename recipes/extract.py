"""A saved page becomes a recipe: JSON-LD first, the host's own reader where known, then the page's tree, then its text.

Codes: E-REC-001 no recipe in it · E-REC-002 larger than 10 MB.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pantry.errors import Refused
from pantry.foods import catalog
from recipes.pages import hosts, page_choice, page_words, shown, tree
from recipes.pages.jsonld import RawRecipe, read_json_ld
from recipes.pages.markup import (
    canonical_url,
    data_documents,
    decode,
    json_ld_documents,
    meta_content,
    page_title,
    web_url,
)
from recipes.recipe import Recipe, host_of
from recipes.text import has_markup, numbered_steps, servings_of

if TYPE_CHECKING:
    from lxml import html

NO_TITLE = "The source has no title; the first ingredient stands for it."
MOST_INGREDIENTS = 300
MOST_STEPS = 300
MOST_LINE_LENGTH = 4_000
_MOST_TYPED = 100_000
# What nothing heads is a recipe where so many lines surely name a food.
_FEWEST_FOODS, _SURELY_A_FOOD = 3, 0.9


def read_page(page: bytes | str, url: str | None = None, *, generic: bool = False, path: str | None = None) -> Recipe:
    """Read the recipe of a saved page or of pasted HTML.

    url: where it came from, if known. generic: ignore what is known of the host. path: goes into the result.
    Raises Refused: E-REC-001 for a page without a recipe, E-REC-002 for more than 10 MB.
    """
    text = decode(page)
    address = web_url(url) or canonical_url(text)
    found, how = _read_host(text, address) if not generic else (None, "host")
    if found is None or not found.is_complete:
        walked, walked_how = _read_generic(text, address)
        found, how = (merge(found, walked), how) if found else (walked, walked_how)
    if not found.ingredients and not found.instructions:
        told = _read_as_told(text)
        return replace(told, url=address, path=path, host=host_of(address),
                       image=web_url(meta_content(text, "og:image"), address))
    return finish(found, how=how, url=address or found.url, path=path,
                  title=page_title(text), image=web_url(meta_content(text, "og:image"), address))


def _read_host(text: str, address: str | None) -> tuple[RawRecipe | None, str]:
    return hosts.read(text, address), "host"


def _read_generic(text: str, address: str | None) -> tuple[RawRecipe, str]:
    """Read without knowing the host; the tree is only built when JSON-LD is missing or odd."""
    found = read_json_ld(json_ld_documents(text), address) or RawRecipe()
    how = "json_ld"
    if found.is_complete and not shown.is_odd(found):
        return found, how
    root = tree.parse(text)
    if root is None:
        return found, how
    if shown.is_odd(found):
        found = shown.as_shown(found, root)
    for name, read in (("json_ld", lambda: read_json_ld(data_documents(text), address) or RawRecipe()),
                       ("microdata", lambda: tree.read_microdata(root, address)),
                       ("headings", lambda: page_choice.read_headings(root)),
                       ("text", lambda: _read_preformatted(root))):
        if not found.ingredients or not found.instructions:
            more = read()
            if not found.ingredients and more.ingredients:
                how = name
            found = merge(found, more)
    return found, how


def _read_preformatted(root: "html.HtmlElement") -> RawRecipe:
    """Return the recipe of the longest text that a page shows as it was typed: archives of mails and newsgroups."""
    from recipes.texts.plain_text import read_text

    text = max((one.text_content() for one in root.iter("pre")), key=len, default="")
    try:
        # Below two dashes a mail is signed (RFC 3676).
        found = read_text(re.split(r"^\s*-- ?$", text[:_MOST_TYPED], maxsplit=1, flags=re.MULTILINE)[0])
    except Refused:
        return RawRecipe()
    return RawRecipe(title=found.title, ingredients=found.ingredients, instructions=found.instructions,
                     yields=found.yields, total_minutes=found.total_minutes)


def _read_as_told(page: str) -> Recipe:
    """Return the recipe of a page's visible lines as if somebody pasted them: captions, notes, sentences.

    Raises Refused E-REC-001 where these are none.
    """
    from recipes.texts.plain_text import read_text
    from recipes.texts.prose import read_prose

    # Text without tags is for who pastes it (`recipes.texts.written`).
    root = tree.parse(page) if has_markup(page) else None
    if root is not None:
        whole = "\n".join(tree.block_lines(root))[:_MOST_TYPED]
        tree.drop_talk(root)
        text = "\n".join(tree.block_lines(root))[:_MOST_TYPED]
        # Where the page itself is none, one of its readers may list one; what several tell is none.
        for read in (partial(read_text, text), partial(read_prose, text, is_recipe=False), partial(read_text, whole)):
            with suppress(Refused):
                found = read()
                if found.instructions and _are_foods(found.ingredients):
                    return replace(found, instructions=tuple(page_choice.without_farewell(list(found.instructions))))
    raise Refused("E-REC-001", "There is no recipe in this page: no ingredients and no steps were found.")


def _are_foods(lines: Sequence[str]) -> bool:
    """Say whether most of a few lines or more name a food."""
    from recipes.texts.text_headings import read_by_rules

    found = catalog().resolve_many([read_by_rules(line)[0].name for line in lines])
    named = sum(one is not None and one.score >= _SURELY_A_FOOD for one in found)
    return named >= max(_FEWEST_FOODS, len(lines) / 2)


def merge(first: RawRecipe, second: RawRecipe) -> RawRecipe:
    """Return the first reading with its gaps filled from the second."""
    gaps = {name: getattr(second, name) for name in RawRecipe.__dataclass_fields__ if not getattr(first, name)}
    return replace(first, **gaps)


def finish(found: RawRecipe, *, how: str, url: str | None = None, path: str | None = None,
           title: str = "", image: str | None = None) -> Recipe:
    """Make a recipe of a raw reading: limits applied, gaps named as warnings.

    title, image: what the page as a whole offers where the reading has none.
    """
    warnings: list[str] = []
    # A host's own reader took its steps from where steps are; elsewhere a heading may have come along.
    steps = found.instructions if how == "host" else tuple(
        step for step in found.instructions
        if not page_words.METHOD_HEADING.fullmatch(step) and not page_words.INGREDIENT_HEADING.fullmatch(step))
    if len(steps) == 1 and how != "host":
        steps = tuple(numbered_steps(steps[0]))
    ingredients = _limited(found.ingredients, MOST_INGREDIENTS, "ingredients", warnings)
    instructions = _limited(steps, MOST_STEPS, "steps", warnings)
    if not ingredients:
        warnings.append("The source lists no ingredients.")
    if not instructions:
        warnings.append("The source has no steps.")
    name = (found.title or title)[:300]
    if not name:
        warnings.append(NO_TITLE)
        name = (ingredients or instructions)[0][:60]
    return Recipe(title=name, ingredients=ingredients, instructions=instructions, path=path, url=url,
                  yields=found.yields, servings=servings_of(found.yields), total_minutes=found.total_minutes,
                  image=found.image or image, host=host_of(url), how=how, warnings=tuple(warnings),
                  tags=found.tags, language=found.language, work=found.work)


def _limited(lines: tuple[str, ...], most: int, what: str, warnings: list[str]) -> tuple[str, ...]:
    if len(lines) > most:
        warnings.append(f"The source lists {len(lines)} {what}; the first {most} are kept.")
    if any(len(line) > MOST_LINE_LENGTH for line in lines):
        warnings.append(f"Some {what} were cut to {MOST_LINE_LENGTH} characters.")
    return tuple(line[:MOST_LINE_LENGTH] for line in lines[:most])
