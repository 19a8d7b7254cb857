"""Lists of ingredients and steps that a page shows, found by the class of their container or by their heading.

Class words, like those of headings (`recipes.pages.page_words`), are the general vocabulary of recipe pages in several
languages, never the names of sites.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import html

from recipes.lines import read_by_rules
from recipes.pages.page_words import INGREDIENT_HEADING, METHOD_HEADING, PAGE_GOES_ON
from recipes.pages.tree import block_lines, filled, item_text, items_of, letters_of
from recipes.text import SENTENCE_END

# "Method: blender" is a fact of a card as often as it heads steps.
_LABELS = frozenset({"span", "label", "a", "td"})
_LISTS = ("ul", "ol", "table", "dl")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HEADING_LIKE = _HEADINGS | {"strong", "b", "p", "div", "span", "dt", "th", "legend", "summary", "a",
                              "label", "td"}

_INGREDIENT_CLASS = re.compile(r"ingr[eé]dient|zutat|\bingr\b", re.IGNORECASE)
_METHOD_CLASS = re.compile(
    r"instruction|direction|method|preparation|\bsteps?\b|zubereitung|prepar|bereiding|\b[eé]tapes?\b|\bpasos?\b|"
    r"schritte?\b|procedim|elaboraci[oó]n", re.IGNORECASE)
_NEVER_CLASS = re.compile(r"nutri|comment|related|sidebar|footer|\bnav\b|breadcrumb|newsletter|share|rating",
                          re.IGNORECASE)


class ShownList(NamedTuple):
    """A list of a page: where it is (its container, its first part, or the heading above it) and its lines."""

    element: html.HtmlElement
    lines: list[str]


def unnamed_lists(root: html.HtmlElement) -> list[ShownList]:
    """Return the lists that nothing names, where most lines are clearly ingredients, or clearly steps; no menus."""
    innermost = (element for element in root.iter("ul", "ol", "table")
                 if next(element.iterdescendants("ul", "ol", "table"), None) is None)
    found = [ShownList(element, items_of(element)) for element in islice(innermost, _MOST_LISTS)]
    return [one for one in found if len(one.lines) > 2 and not _is_menu(one.element) and (
        max(ingredient_score(one.lines), step_score(one.lines)) > _CLEARLY * len(one.lines))]


def in_one_system(lines: list[str]) -> list[str]:
    """Return a list of ingredients once that a page shows in two systems of measures, one after the other."""
    half = len(lines) // 2
    if half < 3 or len(lines) % 2:
        return lines
    ends = [line.casefold().split()[-1] for line in lines]
    is_same = ends[:half] == ends[half:] and lines[:half] != lines[half:]
    return lines[:half] if is_same and len(set(ends[:half])) > 1 else lines


def has_units(lines: list[str]) -> bool:
    """Say whether one line in three has a unit of the kitchen: `10 euro a day` has none."""
    return sum(read_by_rules(line)[0].unit is not None for line in lines) * 3 >= len(lines)


def lines_below_headings(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the ingredients and steps of a page's lines, told apart by the lines that head them; ([], []) without.

    For pages that set them with line breaks alone. The steps end where no line tells what to do any more.
    """
    first = next((number for number, line in enumerate(lines) if INGREDIENT_HEADING.fullmatch(line)), len(lines))
    method = next((number for number in range(first, len(lines)) if METHOD_HEADING.fullmatch(lines[number])), 0)
    ingredients = [_MARK.sub("", line) for line in lines[first + 1:method]]
    if ingredient_score(ingredients, is_named=True) <= 0:
        return [], []
    behind = lines[method + 1:method + 1 + _MOST_STEPS]
    end = next((number for number, line in enumerate(behind) if PAGE_GOES_ON.fullmatch(line)
                or (step_score([line]) <= 0 and line[-1] not in ".!")), len(behind))
    return ingredients, behind[:end]


def text_behind(ingredients: ShownList) -> list[ShownList]:
    """Return the lines of text right behind the ingredients, as old pages set them: in no block of their own.

    One line is a recipe's steps if it is several sentences, or names what goes in.
    """
    around = ingredients.element.getparent()
    for _ in range(_MOST_AROUND):
        if around is None:
            break
        behind = _lines_behind(around, ingredients)
        end = next((number for number, line in enumerate(behind)
                    if PAGE_GOES_ON.fullmatch(line) or step_score([line]) <= 0), len(behind))
        told = behind[:min(end, _MOST_STEPS)]
        if len(told) > 1 or (told and len(SENTENCE_END.findall(told[0])) > 1) or (
                told and _names_goods(told[0], ingredients.lines)):
            return [ShownList(around, told)]
        around = around.getparent()
    return []


def _names_goods(line: str, goods: list[str]) -> bool:
    """Say whether a sentence speaks of two or more of the ingredients."""
    said = {word[:_STEM] for word in re.findall(r"[^\W\d_]{4,}", line.casefold())}
    found = sum(any(word[:_STEM] in said for word in re.findall(r"[^\W\d_]{4,}", one.casefold())) for one in goods)
    return found >= _FEWEST_NAMED


def _lines_behind(around: html.HtmlElement, ingredients: ShownList) -> list[str]:
    """Return the visible lines of an element behind those of the list inside it."""
    lines = block_lines(around)
    # Cells of a row are lines of their own here.
    last = (block_lines(ingredients.element) if ingredients.element.tag in _LISTS else ingredients.lines)[-1]
    places = [number for number, line in enumerate(lines) if line == last]
    return lines[places[0] + 1:] if places else []


def paragraphs_behind(ingredients: ShownList, root: html.HtmlElement) -> list[ShownList]:
    """Return the paragraphs behind the ingredients that stand side by side and tell something."""
    found: dict[html.HtmlElement, list[str]] = {}
    is_behind = False
    for element in root.iter():
        is_behind = is_behind or element is ingredients.element
        if is_behind and element.tag == "p" and (text := item_text(element)):
            found.setdefault(element.getparent(), []).append(text)
    return [ShownList(parent, lines) for parent, lines in found.items()
            if 1 < len(lines) <= 30 and step_score(lines) > _CLEARLY * len(lines)]


# Of the lines of a list that nothing names, so many have to be right, the others counted against them.
_CLEARLY = 0.4
_MOST_LISTS, _MOST_IN_LIST, _MOST_IN_ITEM, _MOST_STEPS = 500, 5_000, 60, 60
# A sentence about the list ahead of it names so many of its foods, told by how their words begin.
_FEWEST_NAMED, _STEM = 2, 5
# Text behind a list of ingredients is looked for in so many elements around it.
_MOST_AROUND = 3
# A box to tick or a dot in front of an ingredient.
_MARK = re.compile(r"^[\s▢☐□▪◦•*·–—-]+(?=\S)")


def ingredient_lists(root: html.HtmlElement) -> list[ShownList]:
    """Return every list of a page that a class or heading calls ingredients."""
    found = [*_by_class(root, _INGREDIENT_CLASS), *_by_heading(root, INGREDIENT_HEADING, METHOD_HEADING),
             *_one_by_one(root, _INGREDIENT_CLASS)]
    return [ShownList(one.element, [_MARK.sub("", line) for line in one.lines]) for one in found]


def step_lists(root: html.HtmlElement) -> list[ShownList]:
    """Return every list of a page that a class or heading calls steps."""
    by_class = _by_class(root, _METHOD_CLASS, without=_INGREDIENT_CLASS)
    return [*by_class, *_told_beside(by_class), *_by_heading(root, METHOD_HEADING, INGREDIENT_HEADING),
            *_one_by_one(root, _METHOD_CLASS)]


def brief_steps(root: html.HtmlElement) -> list[ShownList]:
    """Return the lists below a heading of steps that are a word or two each (`Mix`, `Bake`), not links or amounts."""
    found = _by_heading(root, METHOD_HEADING, INGREDIENT_HEADING)
    return [one for one in found if 0 < len(one.lines) <= 30 and ingredient_score(one.lines, is_named=True) <= 0
            and not _is_menu(one.element)]


def _told_beside(found: list[ShownList]) -> Iterator[ShownList]:
    """Yield the paragraphs of containers whose list is none of steps: of times, say, beside a text that tells."""
    for element, lines in found:
        if step_score(lines) <= 0:
            told = [one for one in element.iter("p") if not _is_inside_list(one) and not _is_link(one)]
            yield ShownList(element, filled(map(item_text, told)))


_AMOUNT_FIRST = re.compile(
    # "1. Mix the flour" is the first step, and no amount.
    r"^[-–—•*\s]*(?!\d{1,2}[.)]\s+[^\W\d])(?:\d|[¼½¾⅓⅔⅛⅜⅝⅞]|"
    r"(?:one|two|three|a|an|some|pinch|ein|eine|etwas|une?|un poco)\b)", re.IGNORECASE)


# Of what commas set apart so much begins with an amount, if it is a list of ingredients; none is a sentence.
_MOSTLY, _LONGEST_PART = 0.5, 60
_APART = re.compile(r"[,;]\s+(?![^(]*\))")
# Where semicolons set apart, a comma belongs to a line: "1 leek, sliced; 4 eggs".
_APART_BY_SEMICOLON = re.compile(r";\s+(?![^(]*\))")
_AMOUNT_ALONE = re.compile(r"[\d¼½¾⅓⅔⅛⅜⅝⅞][\d¼½¾⅓⅔⅛⅜⅝⅞\s.,/–-]{0,12}")
_NEARLY_ALL = 0.8
# "Beurre doux : 120 g", "tamboril 1 kg", "Sale fino q.b.": a short line that ends with an amount.
_AMOUNT_LAST = re.compile(
    r"[^\d.!?]{1,60}?[\s:,–-]\s*(?:(?:(?:大さじ|小さじ|カップ|约)?\d[\d.,/]*|[¼½¾⅓⅔⅛⅜⅝⅞])\s*[^\d!?]{0,16}|"
    r"少々|适量|適量|q\.?\s?b\.?|n\.?\s?b\.?|to taste|"
    r"nach (?:geschmack|belieben)|selon (?:le |votre )?goût|al gusto|naar smaak)", re.IGNORECASE)


def ingredient_score(lines: list[str], *, is_named: bool = False) -> float:
    """Higher for lists whose lines begin with amounts; 0 or less for a list that is none.

    is_named: the page calls them ingredients, so that the amounts may also stand behind the names.
    """
    if not 2 <= len(lines) <= 300:
        return 0.0
    short = [line for line in lines if len(line) < 200]
    # The fields of amounts alone are no list of what goes in.
    amounts = sum(1 for line in short if _AMOUNT_FIRST.match(line) and not _AMOUNT_ALONE.fullmatch(line))
    behind = sum(1 for line in short if _AMOUNT_LAST.fullmatch(line)) if is_named else 0
    # A table of nutrients below the ingredients has amounts behind names, too.
    amounts = behind if behind >= _NEARLY_ALL * len(lines) else amounts
    return amounts - 0.5 * (len(lines) - amounts)


# Chinese and Japanese set no blanks between words.
_SENTENCE = re.compile(r"\w+(?:\W+\w+){2,}.*[.!:]$|.*[\u3040-\u30ff\u4e00-\u9fff].{4,}[。!！]$")


def step_score(lines: list[str]) -> float:
    """Higher for lists of sentences; 0 or less for menus, amounts and captions."""
    sentences = sum(1 for line in lines if len(line) > 40 or _SENTENCE.match(line))
    return (sentences - 0.7 * (len(lines) - sentences)) if 0 < len(lines) <= 100 else 0.0


def _class_words(element: html.HtmlElement) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "aria-label", "data-testid"))


def _by_class(root: html.HtmlElement, wanted: re.Pattern[str], *,
              without: re.Pattern[str] | None = None) -> list[ShownList]:
    """Return the items of each container whose class or id names the list."""
    found = []
    for element in root.iter("ul", "ol", "div", "section", "table", "tbody", "dl", "article"):
        names = _class_words(element)
        if wanted.search(names) and not _NEVER_CLASS.search(names) and _holds_at_most(element, _MOST_IN_LIST):
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
        if names and wanted.search(names) and not _NEVER_CLASS.search(names) and _holds_at_most(element, _MOST_IN_ITEM):
            found.setdefault((element.tag, names), []).append(element)
    lists = [ShownList(elements[0], filled(map(item_text, elements)))
             for elements in found.values() if 2 < len(elements) <= 100 or _are_two_items(elements)]
    return [one for one in lists if len(set(one.lines)) == len(one.lines)]


def _are_two_items(elements: list[html.HtmlElement]) -> bool:
    """Say whether there are two elements, side by side: two of a class elsewhere may be anything."""
    return len(elements) == 2 and elements[0].getparent() is elements[1].getparent()


def _holds_at_most(element: html.HtmlElement, most: int) -> bool:
    """Say whether so few elements are inside another that it can be one item, or one list."""
    return next(islice(element.iter(), most, None), None) is None


def _by_heading(root: html.HtmlElement, wanted: re.Pattern[str], other: re.Pattern[str]) -> list[ShownList]:
    """Return the items below each heading, up to the next heading of its rank or of the other list."""
    found = []
    for heading in root.iter(*_HEADING_LIKE):
        if len(heading) < 4 and len(heading.text_content()) < 100:
            title = item_text(heading)
            if title and wanted.fullmatch(title):
                found.append(_below_in_paragraph(heading, title, other) or _after(heading, other))
        if len(found) >= 20:
            break
    return found


def _below_in_paragraph(heading: html.HtmlElement, title: str, other: re.Pattern[str]) -> ShownList | None:
    """Return the lines behind a heading that is a bold beginning in a paragraph: set apart by breaks or commas.

    They end where the other list begins, or the page goes on.
    """
    paragraph = heading.getparent()
    if heading.tag not in ("strong", "b", "span") or paragraph is None or (
            paragraph.tag not in ("p", "div", "li", "td", "dd")):
        return None
    lines = block_lines(paragraph)
    first = next((number for number, line in enumerate(lines) if line.startswith(title)), None)
    if first is None or (paragraph.tag == "div" and paragraph.find(".//p") is not None):
        return None
    end = next((number for number in range(first + 1, len(lines))
                if other.fullmatch(lines[number]) or PAGE_GOES_ON.fullmatch(lines[number])), len(lines))
    behind = filled([lines[first][len(title):].strip(" :–-"), *lines[first + 1:end]])
    if len(behind) == 1:
        behind = listed_inline(behind[0]) or behind
    return ShownList(heading, behind) if behind else None


def listed_inline(text: str) -> list[str]:
    """Return the ingredients of one line that commas or semicolons set apart; [] where most are no amounts."""
    text = text.rstrip(".")
    by_semicolon = _APART_BY_SEMICOLON.split(text)
    parts = [part.strip() for part in (by_semicolon if len(by_semicolon) > 2 else _APART.split(text))]
    amounts = sum(_AMOUNT_FIRST.match(part) is not None for part in parts)
    return parts if len(parts) > 2 and amounts > _MOSTLY * len(parts) and max(map(len, parts)) < _LONGEST_PART else []


def _after(heading: html.HtmlElement, other: re.Pattern[str]) -> ShownList:
    begins = heading
    rank = next((one.tag for one in (heading, *heading.iterancestors()) if one.tag in _HEADINGS), "")
    lists: list[str] = []
    paragraphs: list[str] = []
    blocks: list[str] = []
    broken: list[str] = []
    leaves: list[str] = []
    links: list[str] = []
    grid: html.HtmlElement | None = None
    told: set[html.HtmlElement] = set()
    near: set[html.HtmlElement] = set()
    for element in _following(heading):
        if near and not near.intersection(element.iterancestors()):
            break
        if element.tag in _HEADINGS and rank and element.tag <= rank and not (
                element.tag == rank and _goes_on(element, lists)):
            break
        if element.tag in _HEADINGS and len(paragraphs) > 1 and not told.intersection(element.iterancestors()):
            break
        if (element.tag in _HEADING_LIKE and len(element.text_content()) < 100
                and other.fullmatch(item_text(element) or "-")):
            break
        if element.tag in _LISTS:
            # What is told right below a heading is meant by it, not the next list somewhere else in the page.
            if (len(paragraphs) > 1 and not lists and heading.tag not in _LABELS
                    and not told.intersection(element.iterancestors())):
                break
            if not _is_inside_list(element, heading) and not (lists and _is_menu(element)):
                begins = begins if near else element
                near = near or _shared_by(heading, element)
                lists.extend(items_of(element))
        elif element.tag == "p" and not _inside(element, "li") and not _is_subheading(element):
            if grid is None:
                grid, told = element.getparent(), _shared_by(heading, element)
            shown = block_lines(element)
            paragraphs.extend(shown)
            links.extend(shown if _is_link(element) else [])
        else:
            blocks = blocks or _repeated(element)
            broken = broken or _broken(element)
            leaves.extend(_leaf(element) if not paragraphs else [])
        if len(lists) + len(paragraphs) > 200:
            break
    # "Back to all recipes" among what is told is the page's own.
    paragraphs = paragraphs if len(links) == len(paragraphs) else [one for one in paragraphs if one not in links]
    if grid is not None and paragraphs and all(map(_AMOUNT_ALONE.fullmatch, paragraphs)):
        paragraphs = _joined(block_lines(grid))
    # A paragraph behind several blocks only closes them.
    if len(leaves) > max(len(paragraphs), 2):
        paragraphs = []
    return ShownList(begins, lists if len(lists) > 1 else paragraphs[:60] or blocks or broken or lists or leaves[:60])


def _joined(lines: list[str]) -> list[str]:
    """Return lines with each amount that stands alone put ahead of what follows it: a grid of amounts and names."""
    found: list[str] = []
    amount = ""
    for line in lines:
        if not amount and _AMOUNT_ALONE.fullmatch(line):
            amount = f"{line} "
        else:
            found.append(amount + line)
            amount = ""
    return found


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


def _broken(element: html.HtmlElement) -> list[str]:
    """Return the lines of a block that nothing but breaks set apart."""
    if element.tag not in ("div", "section") or next(element.iterchildren("br"), None) is None:
        return []
    return block_lines(element)


def _leaf(element: html.HtmlElement) -> list[str]:
    """Return the text of a block that holds no other block: one of many, each in wrappers of its own."""
    inner = next(element.iterdescendants("div", "p", *_LISTS, *_HEADINGS), None)
    return block_lines(element) if element.tag == "div" and inner is None else []


def _goes_on(heading: html.HtmlElement, lists: list[str]) -> bool:
    """Say whether a heading of the same rank goes on with a list of ingredients: `For the glaze`."""
    if ingredient_score(lists) <= 0:
        return False
    found = next((element for element in _following(heading) if element.tag in ("ul", "ol", "table", *_HEADINGS)), None)
    return found is not None and found.tag not in _HEADINGS and ingredient_score(items_of(found)) > 0


def _is_inside_list(element: html.HtmlElement, heading: html.HtmlElement | None = None) -> bool:
    """Say whether an element is part of a list; a table that holds its heading as well only lays out the page."""
    around = next(element.iterancestors("ul", "ol", "table"), None)
    return around is not None and (heading is None or around not in [*heading.iterancestors()])


def _is_menu(element: html.HtmlElement) -> bool:
    """Say whether every item of a list is a link: what the page offers next."""
    items = list(element.iter("li"))
    return bool(items) and all(map(_is_link, items))


def _is_link(element: html.HtmlElement) -> bool:
    """Say whether an element is nothing but a link, which may be around it."""
    links = "".join(link.text_content() for link in element.iter("a"))
    return next(element.iterancestors("a"), None) is not None or letters_of(element.text_content()) == letters_of(links)


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
