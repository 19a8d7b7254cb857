"""A page as a tree: its visible lines and its microdata; its lists are in `recipes.pages.page_lists`.

Used only where JSON-LD is missing or odd; parsing costs some 5 ms for a usual page.
"""

import re
from collections.abc import Iterable

from lxml import etree, html

from recipes.pages.jsonld import RawRecipe
from recipes.pages.markup import web_url
from recipes.pages.page_words import INGREDIENT_HEADING
from recipes.text import clean, minutes_of

MOST_ELEMENTS = 200_000
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "button", "select", "iframe", "head", "input",
                     "nav", "footer", "aside", "figcaption"})
_INLINE = frozenset({"a", "abbr", "b", "bdi", "big", "cite", "code", "data", "em", "font", "i", "img", "ins", "label",
                     "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"})
def parse(page: str) -> html.HtmlElement | None:
    """Return the root of a page, or None if it cannot be parsed or has too many elements."""
    try:
        # Bytes in UTF-8: lxml refuses text that carries an encoding declaration.
        root = html.document_fromstring(page.encode("utf-8", errors="replace"),
                                        parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError):
        return None
    count = sum(1 for _ in root.iter())
    return root if count <= MOST_ELEMENTS else None


def block_lines(element: html.HtmlElement, *, without: re.Pattern[str] | None = None) -> list[str]:
    """Return the visible lines below an element in reading order; inline tags do not break a line.

    without: leaves out what is inside blocks of such a class.
    """
    lines: list[str] = []
    pieces: list[str] = []
    skipped = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else "script"
        is_left_out = tag in _UNSEEN or (without is not None and tag not in _INLINE and node is not element
                                         and without.search(node.get("class") or "") is not None)
        if event == "start":
            skipped += is_left_out
            if tag not in _INLINE:
                _flush(pieces, lines)
            elif pieces and tag == "span" and _is_next_field(node, pieces[-1]):
                pieces.append(" ")
            if not skipped and node.text:
                pieces.append(node.text)
            continue
        if tag not in _INLINE:
            _flush(pieces, lines)
        skipped -= is_left_out
        if not skipped and node.tail and node is not element:
            pieces.append(node.tail)
    _flush(pieces, lines)
    return lines


def _is_next_field(span: html.HtmlElement, text_before: str) -> bool:
    """Say whether a span follows another at once: amount, unit and name, which only the style sets apart."""
    before, ends, begins = span.getprevious(), text_before[-1:], (span.text or "")[:1]
    return (before is not None and before.tag == "span" and not before.tail
            and (ends.isalnum() or ends == ")") and (begins.isalnum() or begins == "("))


# Set between the lines of a list.
_ADVERTISEMENT = re.compile(r"advertisements?|advertising|ad|sponsored|anzeige|werbung|publicité|publicidad|pubblicità|"
                            r"publicidade|advertentie|reklam[ae]?|annons", re.IGNORECASE)


def _flush(pieces: list[str], lines: list[str]) -> None:
    if pieces:
        line = clean("".join(pieces).replace("<", "‹"))
        pieces.clear()
        if line and not _ADVERTISEMENT.fullmatch(line):
            lines.append(line)


def item_text(element: html.HtmlElement, *, without: re.Pattern[str] | None = None) -> str:
    """Return all visible text below an element as one line; without: as in `block_lines`."""
    return " ".join(block_lines(element, without=without))


_LETTERS = re.compile(r"[^\w]+")


def letters_of(text: str) -> str:
    """Return letters and digits only, in lower case."""
    return _LETTERS.sub("", text).casefold()


def read_microdata(root: html.HtmlElement, base: str | None = None) -> RawRecipe:
    """Return what schema.org says as microdata (itemprop) or RDFa (property); empty fields where it says nothing."""
    scopes = root.xpath("//*[contains(@itemtype, 'Recipe') or contains(@typeof, 'Recipe')]")
    scope = scopes[0] if scopes else root
    ingredients = _prop(scope, "recipeIngredient") or _prop(scope, "ingredients")
    method = _prop(scope, "recipeInstructions")
    # The author has a name as well, in a scope of its own inside the recipe's.
    names = [one for one in _prop(scope, "name") if _scope_of(one) is scope] if scopes else []
    return RawRecipe(
        title=_content(names[0]) if names else "",
        ingredients=tuple(once(filled(
            items_of(ingredients[0]) if len(ingredients) == 1 else map(item_text, ingredients)))),
        instructions=tuple(once(filled(step for element in method for step in _steps(element)))),
        yields=next(iter(filled(map(_content, _prop(scope, "recipeYield")))), None),
        total_minutes=next(iter(filter(None, map(_minutes, _prop(scope, "totalTime")))), None),
        image=next(filter(None, (_image(element, base) for element in _prop(scope, "image"))), None),
    )


def _scope_of(element: html.HtmlElement) -> html.HtmlElement | None:
    return next((above for above in element.iterancestors() if "itemscope" in above.attrib or "typeof" in above.attrib),
                None)


def _prop(scope: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return scope.xpath(f".//*[contains(concat(' ', normalize-space(@itemprop), ' ', normalize-space(@property), ' '), "
                       f"' {name} ')]")[:1000]


def _content(element: html.HtmlElement) -> str:
    return clean(element.get("content") or "") or item_text(element)


def _image(element: html.HtmlElement, base: str | None) -> str | None:
    return web_url(element.get("src") or element.get("content") or element.get("href"), base)


def _minutes(element: html.HtmlElement) -> int | None:
    return minutes_of(element.get("content") or element.get("datetime") or item_text(element))


def filled(lines: Iterable[str]) -> list[str]:
    """Return the lines that are not empty."""
    return [line for line in lines if line]


def once(lines: list[str]) -> list[str]:
    """Return a list once that a page shows twice, for wide screens and for narrow ones."""
    half = len(lines) // 2
    return lines[:half] if half > 1 and lines[:half] == lines[half:] else lines


def items_of(container: html.HtmlElement, *, without: re.Pattern[str] | None = None) -> list[str]:
    """Return one text per list item or table row below a container, else its visible lines.

    A row of headings is none; what a list of terms explains stands behind its term, an amount ahead of it.
    """
    items = [node for node in container.iter("li", "tr", "dd", "div") if _is_item(node)]
    # One item that holds all paragraphs is no list.
    if not items or (len(items) == 1 and len(list(items[0].iter("p"))) > 1):
        return block_lines(container, without=without)
    return filled(_of_two_systems(item) or _with_term(item, _own_text(item, without=without)) for item in items)


_AMOUNT_CELL = re.compile(r"[\d¼½¾⅓⅔⅛⅜⅝⅞][^,;.!?]{0,16}")


def _of_two_systems(item: html.HtmlElement) -> str:
    """Return the first amount and the name of a row with a name and an amount in each of two systems; '' for others."""
    cells = [item_text(cell) for cell in item.iterchildren("td")] if item.tag == "tr" else []
    amounts = [cell for cell in cells if _AMOUNT_CELL.fullmatch(cell)]
    names = [cell for cell in cells if cell not in amounts]
    return f"{amounts[0]} {names[0]}" if len(cells) == 3 and len(amounts) == 2 and names[0] else ""


def _own_text(item: html.HtmlElement, *, without: re.Pattern[str] | None = None) -> str:
    """Return the text of an item without that of the items in it, which a tag that nobody closed put there."""
    text = item_text(item, without=without)
    inner = next(item.iterdescendants("li"), None)
    return text if inner is None else text.partition(item_text(inner, without=without) or "\n")[0].strip()


def _is_item(node: html.HtmlElement) -> bool:
    if node.tag == "div" and node.get("role") != "listitem":
        return False
    if node.tag == "tr" and node.find("td") is None and node.find("th") is not None:
        return False
    return not any(True for _ in node.iter("ul", "ol", "table"))


def _with_term(item: html.HtmlElement, text: str) -> str:
    term = item.getprevious() if item.tag == "dd" else None
    if term is None or term.tag != "dt":
        return text
    named = item_text(term).rstrip(":")
    is_amount = text[:1].isnumeric() and not named[:1].isnumeric()
    return (f"{text} {named}" if is_amount else f"{named} {text}").strip()


_TALK = re.compile(r"(?:^|\s)(?:(?:comment|(?:user-?)?review)s?"
                   r"(?:[-_]?(?:list|area|section|wrap\w*|container|thread))?|commentlist|respond|disqus_thread|"
                   r"testimonials|(?:post|entry|article)-footer|sidebar|widget(?:[-_]?area)?|related(?:[-_]?(?:posts|recipes))?)"
                   r"(?=\s|$)", re.IGNORECASE)
# Around a recipe such a name says what may be done with it.
_RECIPE_CLASS = re.compile(r"ingr[eé]dient|zutat", re.IGNORECASE)


def drop_talk(root: html.HtmlElement) -> None:
    """Take what readers of a page say about it, its menus, margins and foot out of its tree, but not the recipe's."""
    for element in [*root.iter("div", "section", "ol", "ul", "aside", "nav", "footer")]:
        is_talk = element.tag in ("nav", "footer", "aside") or _TALK.search(_names(element)) is not None
        if element.getparent() is not None and is_talk and not _names_ingredients(element):
            element.drop_tree()


def _names_ingredients(element: html.HtmlElement) -> bool:
    """Say whether a class or a heading inside an element names ingredients: a margin may hold their list."""
    return any(_RECIPE_CLASS.search(_names(inner)) for inner in element.iter("div", "ul", "li", "section")) or any(
        INGREDIENT_HEADING.fullmatch(item_text(heading)) for heading in element.iter("h2", "h3", "h4"))


def _names(element: html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _steps(container: html.HtmlElement) -> list[str]:
    """Return the steps below a container: its list items, else its paragraphs, else its lines."""
    items = [node for node in container.iter("li") if node is not container]
    if len(items) > 1 or (items and not list(container.iter("p"))):
        return filled(map(item_text, items))
    return block_lines(container)
