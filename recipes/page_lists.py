"""Lists of ingredients and steps that a page shows, found by the class of their container or by their heading.

Class and heading words are the general vocabulary of recipe pages in several languages, never the names of sites.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import html

from recipes.jsonld import RawRecipe
from recipes.text import is_yield
from recipes.tree import block_lines, filled, item_text, items_of, letters_of

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HEADING_LIKE = _HEADINGS | {"strong", "b", "p", "div", "span", "dt", "th", "legend", "summary", "a",
                              "label", "td"}

INGREDIENT_HEADING = re.compile(
    r"(?:the |recipe |les |die |what you(?:'|’)ll need )?"
    r"(?:ingredients?|zutaten(?:liste)?|ingrédients?|ingredientes|ingrediënten|ingredienti|ingredienser|"
    r"hozzávalók|składniki|suroviny|ingredienser|ainekset|malzemeler|ингредиенты|材料|ingrediente|you need)"
    r"(?: (?:list|list:|needed|für .{1,30}|for .{1,40}|pour .{1,30}|para .{1,30}|per .{1,30}|voor .{1,30}))?"
    r"(?:\s*\(.{0,40}\))?\s*[:*]?", re.IGNORECASE)
METHOD_HEADING = re.compile(
    r"(?:recipe |cooking |the |step[- ]by[- ]step )?"
    r"(?:instructions?|directions?|method|preparation|steps|how to make(?: it| .{1,60})?|zubereitung(?:sschritte)?|"
    r"anleitung|so (?:geht|wird).{0,30}|préparation|étapes|recette|preparación|elaboración(?: de .{1,60})?|"
    r"procedimiento|pasos|cómo (?:hacer|preparar) .{1,60}|modo de (?:preparo|preparação)|preparo|preparazione|"
    r"procedimento|bereiding(?:swijze)?|werkwijze|aan de slag|instructies|elkészítés|przygotowanie|"
    r"sposób przygotowania|postup|gør sådan|gör så här|fremgangsmåde|framgangsmåte|valmistus|hazırlanışı|"
    r"приготовление|作り方)\s*[:*]?", re.IGNORECASE)
_INGREDIENT_CLASS = re.compile(r"ingr[eé]dient|zutat|\bingr\b", re.IGNORECASE)
_METHOD_CLASS = re.compile(r"instruction|direction|method|preparation|\bsteps?\b|zubereitung|prepar|bereiding",
                           re.IGNORECASE)
_NAME_CLASS = re.compile(r"(?:recipes?|rezept|recette|receta|ricetta|recept)[-_\w]*(?:name|title|titel|titre)",
                         re.IGNORECASE)
_NEVER_CLASS = re.compile(r"nutri|comment|related|sidebar|footer|\bnav\b|breadcrumb|newsletter|share|rating",
                          re.IGNORECASE)


class ShownList(NamedTuple):
    """A list of a page: where it is (its container, its first part, or the heading above it) and its lines."""

    element: html.HtmlElement
    lines: list[str]


def read_headings(root: html.HtmlElement) -> RawRecipe:
    """Return ingredient and step lists found by the class of their container or below their heading."""
    ingredients = _best_ingredients(_ingredient_lists(root))
    named = _step_lists(root)
    steps = _steps_near(ingredients, named)
    if ingredients is None or not steps:
        # Lists that nothing names are a recipe only where both are there.
        unnamed = _unnamed_lists(root)
        other = ingredients or _best_ingredients(unnamed)
        found = (_steps_near(other, named) or _steps_near(other, unnamed)) if other else []
        ingredients, steps = (other, found) if found else (ingredients, steps)
    lines = [line for line in _without_common_end(ingredients.lines if ingredients else [])
             if not INGREDIENT_HEADING.fullmatch(line) and not is_yield(line)]
    return RawRecipe(
        title=_title(root),
        ingredients=tuple(lines),
        instructions=tuple(_without_numbers(
            [line for line in steps if not METHOD_HEADING.fullmatch(line) and line not in lines])),
    )


def _title(root: html.HtmlElement) -> str:
    """Return the one heading that bears the class of a recipe's name, else the first of the page."""
    named = {item_text(one) for one in root.iter("h1", "h2", "h3", "h4") if _NAME_CLASS.search(one.get("class") or "")}
    return next(iter(filled([*named] if len(named) == 1 else map(item_text, root.iter("h1")))), "")


def _best_ingredients(found: list[ShownList]) -> ShownList | None:
    best = max(found, key=lambda one: _ingredient_score(one.lines), default=None)
    return best if best and _ingredient_score(best.lines) > 0 else None


def _unnamed_lists(root: html.HtmlElement) -> list[ShownList]:
    """Return the lists that nothing names, where most lines are clearly ingredients, or clearly steps."""
    found = [ShownList(element, items_of(element)) for element in root.iter("ul", "ol", "table")]
    return [one for one in found if len(one.lines) > 2 and (
        max(_ingredient_score(one.lines), _step_score(one.lines)) > _CLEARLY * len(one.lines))]


def _steps_near(ingredients: ShownList | None, found: list[ShownList]) -> list[str]:
    """Return the best list of steps of those nearest to the ingredients: the recipe, not what is told around it."""
    depths = _depths_above(ingredients)
    possible = [one for one in found if _step_score(one.lines) > 0 and one.element not in depths]

    def rank(one: ShownList) -> tuple[int, float]:
        return _shared_depth(one.element, depths), _step_score(one.lines)

    return max(possible, key=rank).lines if possible else []


def _depths_above(one: ShownList | None) -> dict[html.HtmlElement, int]:
    """Return how deep a list and each element around it lies; {} for none."""
    above = [] if one is None else [*reversed([*one.element.iterancestors()]), one.element]
    return {element: depth for depth, element in enumerate(above)}


def _shared_depth(element: html.HtmlElement, depths: dict[html.HtmlElement, int]) -> int:
    """Return the depth of the innermost element of those given that is around another element."""
    return next((depths[above] for above in element.iterancestors() if above in depths), 0)


def ingredient_lists(root: html.HtmlElement) -> list[list[str]]:
    """Return every list of a page that a class or heading calls ingredients."""
    return [one.lines for one in _ingredient_lists(root)]


def step_lists(root: html.HtmlElement) -> list[list[str]]:
    """Return every list of a page that a class or heading calls steps."""
    return [one.lines for one in _step_lists(root)]


# Of the lines of a list that nothing names, so many have to be right, the others counted against them.
_CLEARLY = 0.4
# A box to tick or a dot in front of an ingredient.
_MARK = re.compile(r"^[\s▢☐□▪◦•*·–-]+(?=\S)")


def _ingredient_lists(root: html.HtmlElement) -> list[ShownList]:
    found = [*_by_class(root, _INGREDIENT_CLASS), *_by_heading(root, INGREDIENT_HEADING, METHOD_HEADING),
             *_one_by_one(root, _INGREDIENT_CLASS)]
    return [ShownList(one.element, [_MARK.sub("", line) for line in one.lines]) for one in found]


def _step_lists(root: html.HtmlElement) -> list[ShownList]:
    return [*_by_class(root, _METHOD_CLASS, without=_INGREDIENT_CLASS),
            *_by_heading(root, METHOD_HEADING, INGREDIENT_HEADING), *_one_by_one(root, _METHOD_CLASS)]


_NUMBER_FIRST = re.compile(r"(?:(?:step|schritt|étape|etape|paso|passo|stap)\s*(\d{1,2})\s*[.):/-]*\s*|"
                           r"(\d{1,2})\s*[.):/-]*\s+)(?=\S)", re.IGNORECASE)


def _without_numbers(steps: list[str]) -> list[str]:
    """Take the numbers off steps that are numbered from 1 on without a gap."""
    found = [_NUMBER_FIRST.match(step) for step in steps]
    numbers = [int(one[1] or one[2]) for one in found if one]
    if len(steps) < 2 or numbers != list(range(1, len(steps) + 1)):
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


_AMOUNT_FIRST = re.compile(
    r"^[-–•*\s]*(?:\d|[¼½¾⅓⅔⅛⅜⅝⅞]|(?:one|two|three|a|an|some|pinch|ein|eine|etwas|une?|un poco)\b)", re.IGNORECASE)


def _ingredient_score(lines: list[str]) -> float:
    """Higher for lists whose lines begin with amounts; 0 or less for a list that is none."""
    if not 2 <= len(lines) <= 300:
        return 0.0
    amounts = sum(1 for line in lines if _AMOUNT_FIRST.match(line) and len(line) < 200)
    return amounts - 0.5 * (len(lines) - amounts)


_SENTENCE = re.compile(r"\w+(?:\W+\w+){2,}.*[.!:]$")


def _step_score(lines: list[str]) -> float:
    """Higher for lists of sentences; 0 or less for menus, amounts and captions."""
    sentences = sum(1 for line in lines if len(line) > 40 or _SENTENCE.match(line))
    return (sentences - 0.7 * (len(lines) - sentences)) if 0 < len(lines) <= 100 else 0.0


def _names(element: html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _by_class(root: html.HtmlElement, wanted: re.Pattern[str], *,
              without: re.Pattern[str] | None = None) -> list[ShownList]:
    """Return the items of each container whose class or id names the list."""
    found = []
    for element in root.iter("ul", "ol", "div", "section", "table", "tbody", "dl", "article"):
        names = _names(element)
        if wanted.search(names) and not _NEVER_CLASS.search(names):
            items = items_of(element, without=without)
            if items and len(items) <= 300:
                found.append(ShownList(element, items))
        if len(found) >= 60:
            break
    return found


def _one_by_one(root: html.HtmlElement, wanted: re.Pattern[str]) -> list[ShownList]:
    """Return the texts of blocks that bear one class, which names a single item: a list made without a container."""
    found: dict[tuple[str, str], list[html.HtmlElement]] = {}
    for element in root.iter("li", "p", "div", "span"):
        names = element.get("class") or ""
        if names and wanted.search(names) and not _NEVER_CLASS.search(names):
            found.setdefault((element.tag, names), []).append(element)
    lists = [ShownList(elements[0], filled(map(item_text, elements)))
             for elements in found.values() if 2 < len(elements) <= 100]
    return [one for one in lists if len(set(one.lines)) == len(one.lines)]


def _by_heading(root: html.HtmlElement, wanted: re.Pattern[str], other: re.Pattern[str]) -> list[ShownList]:
    """Return the items below each heading, up to the next heading of its rank or of the other list."""
    found = []
    for heading in root.iter(*_HEADING_LIKE):
        if len(heading) < 4 and len(heading.text_content()) < 100:
            title = item_text(heading)
            if title and wanted.fullmatch(title):
                found.append(_after(heading, other))
        if len(found) >= 20:
            break
    return found


def _after(heading: html.HtmlElement, other: re.Pattern[str]) -> ShownList:
    begins = heading
    lists: list[str] = []
    paragraphs: list[str] = []
    blocks: list[str] = []
    near: set[html.HtmlElement] = set()
    for element in _following(heading):
        if near and not near.intersection(element.iterancestors()):
            break
        if (element.tag in _HEADINGS and heading.tag in _HEADINGS and element.tag <= heading.tag
                and not (element.tag == heading.tag and _goes_on(element, lists))):
            break
        if (element.tag in _HEADING_LIKE and len(element.text_content()) < 100
                and other.fullmatch(item_text(element) or "-")):
            break
        if element.tag in ("ul", "ol", "table"):
            if not _is_inside_list(element) and not (lists and _is_menu(element)):
                begins = begins if near else element
                near = near or _shared_by(heading, element)
                lists.extend(items_of(element))
        elif element.tag == "p" and not _inside(element, "li") and not _is_subheading(element):
            paragraphs.extend(block_lines(element))
        elif not blocks:
            blocks = _repeated(element)
        if len(lists) + len(paragraphs) > 200:
            break
    return ShownList(begins, lists if len(lists) > 1 else paragraphs[:60] or blocks or lists)


def _shared_by(heading: html.HtmlElement, element: html.HtmlElement) -> set[html.HtmlElement]:
    """Return the innermost element that holds both, as a set of one."""
    above = set(heading.iterancestors())
    return {next(one for one in element.iterancestors() if one in above)}


def _repeated(element: html.HtmlElement) -> list[str]:
    """Return the texts of an element's children if they are blocks of one class: a list made without list tags."""
    children = [child for child in element if isinstance(child.tag, str)]
    kinds = {(child.tag, child.get("class")) for child in children}
    if len(children) < 3 or len(kinds) != 1 or children[0].tag not in ("div", "section"):
        return []
    return filled(map(item_text, children))


def _goes_on(heading: html.HtmlElement, lists: list[str]) -> bool:
    """Say whether a heading of the same rank goes on with a list of ingredients: `For the glaze`."""
    if _ingredient_score(lists) <= 0:
        return False
    found = next((element for element in _following(heading) if element.tag in ("ul", "ol", "table", *_HEADINGS)), None)
    return found is not None and found.tag not in _HEADINGS and _ingredient_score(items_of(found)) > 0


def _is_inside_list(element: html.HtmlElement) -> bool:
    return next(element.iterancestors("ul", "ol", "table"), None) is not None


def _is_menu(element: html.HtmlElement) -> bool:
    """Say whether every item of a list is a link: what the page offers next."""
    items = list(element.iter("li"))
    return bool(items) and all(letters_of(item.text_content()) == letters_of("".join(
        link.text_content() for link in item.iter("a"))) for item in items)


def _is_subheading(element: html.HtmlElement) -> bool:
    """Say whether a paragraph is a few bold words without a number: the name of a part."""
    text = letters_of(element.text_content())
    bold = letters_of("".join(inner.text_content() for inner in element.iter("strong", "b")))
    return 0 < len(text) < 40 and text == bold and not any(letter.isdigit() for letter in text)


def _following(heading: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for count, element in enumerate(heading.xpath("following::*")):
        if count > 600:
            return
        if isinstance(element.tag, str):
            yield element


def _inside(element: html.HtmlElement, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None
