"""A page as a tree: its visible lines, its microdata, and lists found by their class or heading.

Used only where JSON-LD is missing or odd; parsing costs some 5 ms for a usual page. Class and heading words
are the general vocabulary of recipe pages in several languages, never the names of sites.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree, html

from recipes.jsonld import RawRecipe
from recipes.markup import web_url
from recipes.text import clean, minutes_of

MOST_ELEMENTS = 200_000
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "button", "select", "iframe", "head", "input",
                     "nav", "footer", "aside"})
_INLINE = frozenset({"a", "abbr", "b", "bdi", "big", "cite", "code", "data", "em", "font", "i", "img", "ins", "label",
                     "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"})
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
_NEVER_CLASS = re.compile(r"nutri|comment|related|sidebar|footer|\bnav\b|breadcrumb|newsletter|share|rating",
                          re.IGNORECASE)


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


def block_lines(element: html.HtmlElement) -> list[str]:
    """Return the visible lines below an element in reading order; inline tags do not break a line."""
    lines: list[str] = []
    pieces: list[str] = []
    skipped = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else "script"
        if event == "start":
            skipped += tag in _UNSEEN
            if tag not in _INLINE:
                _flush(pieces, lines)
            if not skipped and node.text:
                pieces.append(node.text)
            continue
        if tag not in _INLINE:
            _flush(pieces, lines)
        skipped -= tag in _UNSEEN
        if not skipped and node.tail and node is not element:
            pieces.append(node.tail)
    _flush(pieces, lines)
    return lines


def _flush(pieces: list[str], lines: list[str]) -> None:
    if pieces:
        line = clean("".join(pieces).replace("<", "‹"))
        pieces.clear()
        if line:
            lines.append(line)


def item_text(element: html.HtmlElement) -> str:
    """Return all visible text below an element as one line."""
    return " ".join(block_lines(element))


_LETTERS = re.compile(r"[^\w]+")


def letters_of(text: str) -> str:
    """Return letters and digits only, in lower case."""
    return _LETTERS.sub("", text).casefold()


def read_microdata(root: html.HtmlElement, base: str | None = None) -> RawRecipe:
    """Return what schema.org microdata (itemprop) says; empty fields where it says nothing."""
    scopes = root.xpath("//*[@itemtype][contains(@itemtype, 'Recipe')]")
    scope = scopes[0] if scopes else root
    ingredients = _prop(scope, "recipeIngredient") or _prop(scope, "ingredients")
    method = _prop(scope, "recipeInstructions")
    names = _prop(scope, "name") if scopes else []
    return RawRecipe(
        title=_content(names[0]) if names else "",
        ingredients=tuple(_filled(_items(ingredients[0]) if len(ingredients) == 1 else map(item_text, ingredients))),
        instructions=tuple(_filled(step for element in method for step in _steps(element))),
        yields=next(iter(_filled(map(_content, _prop(scope, "recipeYield")))), None),
        total_minutes=next(iter(filter(None, map(_minutes, _prop(scope, "totalTime")))), None),
        image=next(filter(None, (_image(element, base) for element in _prop(scope, "image"))), None),
    )


def _prop(scope: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return scope.xpath(f".//*[contains(concat(' ', normalize-space(@itemprop), ' '), ' {name} ')]")[:1000]


def _content(element: html.HtmlElement) -> str:
    return clean(element.get("content") or "") or item_text(element)


def _image(element: html.HtmlElement, base: str | None) -> str | None:
    return web_url(element.get("src") or element.get("content") or element.get("href"), base)


def _minutes(element: html.HtmlElement) -> int | None:
    return minutes_of(element.get("content") or element.get("datetime") or item_text(element))


def _filled(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line]


def _items(container: html.HtmlElement) -> list[str]:
    """Return one text per list item or table row below a container, else its visible lines."""
    items = [node for node in container.iter("li", "tr", "dd") if not any(True for _ in node.iter("ul", "ol", "table"))]
    return _filled(map(item_text, items)) if items else block_lines(container)


def _steps(container: html.HtmlElement) -> list[str]:
    """Return the steps below a container: its list items, else its paragraphs, else its lines."""
    items = [node for node in container.iter("li") if node is not container]
    if len(items) > 1 or (items and not list(container.iter("p"))):
        return _filled(map(item_text, items))
    return block_lines(container)


def read_headings(root: html.HtmlElement) -> RawRecipe:
    """Return ingredient and step lists found by the class of their container or below their heading."""
    ingredients = max(ingredient_lists(root), key=_ingredient_score, default=[])
    instructions = max(step_lists(root), key=_step_score, default=[])
    headings = root.xpath("//h1")
    return RawRecipe(
        title=next(iter(_filled(map(item_text, headings))), ""),
        ingredients=tuple(line for line in _without_common_end(ingredients) if not INGREDIENT_HEADING.fullmatch(line))
        if _ingredient_score(ingredients) > 0 else (),
        instructions=tuple(_without_numbers([line for line in instructions if not METHOD_HEADING.fullmatch(line)]))
        if _step_score(instructions) > 0 else (),
    )


def ingredient_lists(root: html.HtmlElement) -> list[list[str]]:
    """Return every list of a page that a class or heading calls ingredients."""
    return [*_by_class(root, _INGREDIENT_CLASS), *_by_heading(root, INGREDIENT_HEADING, METHOD_HEADING)]


def step_lists(root: html.HtmlElement) -> list[list[str]]:
    """Return every list of a page that a class or heading calls steps."""
    return [*_by_class(root, _METHOD_CLASS), *_by_heading(root, METHOD_HEADING, INGREDIENT_HEADING)]


_NUMBER_FIRST = re.compile(r"(?:step|schritt|étape|etape|paso|passo|stap)?\s*(\d{1,2})\s*[.):/-]*\s+(?=\S)",
                           re.IGNORECASE)


def _without_numbers(steps: list[str]) -> list[str]:
    """Take the numbers off steps that are numbered from 1 on without a gap."""
    found = [_NUMBER_FIRST.match(step) for step in steps]
    numbers = [int(one[1]) for one in found if one]
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


def _step_score(lines: list[str]) -> float:
    """Higher for lists of sentences; 0 or less for menus, amounts and captions."""
    sentences = sum(1 for line in lines if len(line) > 40)
    return (sentences - 0.7 * (len(lines) - sentences)) if 0 < len(lines) <= 100 else 0.0


def _names(element: html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _by_class(root: html.HtmlElement, wanted: re.Pattern[str]) -> list[list[str]]:
    """Return the items of each container whose class or id names the list."""
    found = []
    for element in root.iter("ul", "ol", "div", "section", "table", "tbody", "dl", "article"):
        names = _names(element)
        if wanted.search(names) and not _NEVER_CLASS.search(names):
            items = _items(element)
            if items and len(items) <= 300:
                found.append(items)
        if len(found) >= 60:
            break
    return found


def _by_heading(root: html.HtmlElement, wanted: re.Pattern[str], other: re.Pattern[str]) -> list[list[str]]:
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


def _after(heading: html.HtmlElement, other: re.Pattern[str]) -> list[str]:
    lists: list[str] = []
    paragraphs: list[str] = []
    blocks: list[str] = []
    for element in _following(heading):
        if (element.tag in _HEADINGS and heading.tag in _HEADINGS and element.tag <= heading.tag
                and not (element.tag == heading.tag and _goes_on(element, lists))):
            break
        if (element.tag in _HEADING_LIKE and len(element.text_content()) < 100
                and other.fullmatch(item_text(element) or "-")):
            break
        if element.tag in ("ul", "ol", "table"):
            if not _is_inside_list(element) and not (lists and _is_menu(element)):
                lists.extend(_items(element))
        elif element.tag == "p" and not _inside(element, "li") and not _is_subheading(element):
            paragraphs.extend(block_lines(element))
        elif not blocks:
            blocks = _repeated(element)
        if len(lists) + len(paragraphs) > 200:
            break
    return lists if len(lists) > 1 else paragraphs[:60] or blocks or lists


def _repeated(element: html.HtmlElement) -> list[str]:
    """Return the texts of an element's children if they are blocks of one class: a list made without list tags."""
    children = [child for child in element if isinstance(child.tag, str)]
    kinds = {(child.tag, child.get("class")) for child in children}
    if len(children) < 3 or len(kinds) != 1 or children[0].tag not in ("div", "section"):
        return []
    return _filled(map(item_text, children))


def _goes_on(heading: html.HtmlElement, lists: list[str]) -> bool:
    """Say whether a heading of the same rank goes on with a list of ingredients: `For the glaze`."""
    if _ingredient_score(lists) <= 0:
        return False
    found = next((element for element in _following(heading) if element.tag in ("ul", "ol", "table", *_HEADINGS)), None)
    return found is not None and found.tag not in _HEADINGS and _ingredient_score(_items(found)) > 0


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
