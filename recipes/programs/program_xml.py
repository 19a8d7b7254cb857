"""Recipes in the XML of MasterCook (.mx2), Gourmet (.grmt) and KRecipes (.kreml)."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from pantry.errors import Refused
from recipes.pages.jsonld import RawRecipe, tag_words
from recipes.pages.markup import web_url
from recipes.text import clean, clean_lines, minutes_of

_ROOT = re.compile(rb"<(mx2|gourmetDoc|krecipes)\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_CLOCK = re.compile(r"^\s*(\d{1,3}):([0-5]\d)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_HEAD_BYTES = 4_000


def program_of(data: bytes) -> str | None:
    """Return which program's XML this is: mastercook, gourmet or krecipes; None for other data."""
    found = _ROOT.search(data[:_HEAD_BYTES])
    names = {b"mx2": "mastercook", b"gourmetdoc": "gourmet", b"krecipes": "krecipes"}
    return names[found[1].lower()] if found else None


def read_xml(data: bytes, program: str) -> Iterator[RawRecipe]:
    """Yield the recipes of a program's XML, what is damaged mended as far as that goes.

    Raises Refused: E-REC-005 for entities of its own, E-REC-001 where nothing can be read.
    """
    if _ENTITY.search(data):
        raise Refused("E-REC-005", "The export defines XML entities of its own, which can blow up a reader.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(_DECLARATION.sub("", _decoded(data)).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("E-REC-001", "The XML of this export is damaged.") from error
    if root is None:
        raise Refused("E-REC-001", "The XML of this export is damaged.")
    tag, read = _READERS[program]
    for node in root.iter(tag):
        found = read(node)
        if found.title and (found.ingredients or found.instructions):
            yield found


def _decoded(data: bytes) -> str:
    """Return the text of an export: UTF-8 where it is, else cp1252; what these programs declare is often wrong."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _master_cook(node: etree._Element) -> RawRecipe:
    ingredients = [_joined(line.get("qty"), line.get("unit"), line.get("name"), _text(line, "IPrp"))
                   for line in node.iter("IngR")]
    quantity, servings = node.find("Yield"), node.find("Serv")
    yields = None
    if quantity is not None and _number(quantity.get("qty")):
        yields = clean(f"{_number(quantity.get('qty'))} {quantity.get('unit') or ''}")
    elif servings is not None and _number(servings.get("qty")):
        yields = f"{_number(servings.get('qty'))} servings"
    times = [child.get("elapsed") for tag in ("TTim", "PrpT") if (child := node.find(tag)) is not None]
    return RawRecipe(title=clean(node.get("name") or ""), ingredients=tuple(_continued(filter(None, ingredients))),
                     instructions=_steps(node.iter("DirT")), yields=yields,
                     total_minutes=next((minutes for time in times if (minutes := _minutes(time))), None),
                     tags=_tags(node, "CatS/CatT"))


def _continued(lines: Iterable[str]) -> list[str]:
    """Join lines that begin with `=` to the line they go on: `= (or chopped walnuts)`; `=== Sauce ===` stays."""
    found: list[str] = []
    for line in lines:
        if found and line.startswith("=") and not line.startswith("=="):
            found[-1] += f" {line.lstrip('= ')}"
        else:
            found.append(line)
    return found


def _gourmet(node: etree._Element) -> RawRecipe:
    ingredients: list[str] = []
    for line in node.iter("ingredient", "ingref"):
        amount = line.get("amount") if line.tag == "ingref" else _text(line, "amount")
        name = clean(line.text or "") if line.tag == "ingref" else _text(line, "item")
        ingredients.append(_joined(amount, _text(line, "unit"), name, ""))
    times = [_minutes(_text(node, tag)) for tag in ("preptime", "cooktime")]
    return RawRecipe(title=_text(node, "title"), ingredients=tuple(filter(None, ingredients)),
                     instructions=_steps(node.iter("instructions")),
                     yields=_text(node, "yields") or _text(node, "servings") or None,
                     total_minutes=sum(filter(None, times)) or None, url=web_url(_text(node, "link")),
                     tags=_tags(node, "cuisine", "category"))


def _krecipes(node: etree._Element) -> RawRecipe:
    ingredients: list[str] = []
    for line in node.iter("ingredient"):
        amount = line.find("amount")
        low, high = (_text(line, "amount/min"), _text(line, "amount/max")) if amount is not None else ("", "")
        said = f"{low}-{high}" if low and high else _text(line, "amount")
        ingredients.append(_joined(said, _text(line, "unit"), _text(line, "name"), _text(line, "prep")))
    head = node.find("krecipes-description")
    yields, kind = _text(head, "yield/amount"), _text(head, "yield/type")
    if not yields and (servings := _text(head, "serving")):
        yields, kind = servings, "servings"
    return RawRecipe(
        title=_text(head, "title"), ingredients=tuple(filter(None, ingredients)),
        instructions=_steps(node.iter("krecipes-instructions")), yields=clean(f"{yields} {kind}") or None,
        total_minutes=_minutes(_text(head, "preparation-time")), tags=_tags(head, "category/cat"))


_READERS = {"mastercook": ("RcpE", _master_cook), "gourmet": ("recipe", _gourmet),
            "krecipes": ("krecipes-recipe", _krecipes)}


def _text(node: etree._Element | None, path: str) -> str:
    found = node.find(path) if node is not None else None
    return clean(found.text or "") if found is not None else ""


def _tags(node: etree._Element | None, *paths: str) -> tuple[str, ...]:
    return tag_words([child.text or "" for path in paths for child in node.findall(path)]) if node is not None else ()


def _joined(quantity: str | None, unit: str | None, name: str | None, preparation: str) -> str:
    said = clean(" ".join(filter(None, (quantity, unit, name))))
    return f"{said.rstrip(' -')}, {preparation}" if preparation else said


def _steps(nodes: Iterator[etree._Element]) -> tuple[str, ...]:
    return tuple(line for node in nodes for line in clean_lines(node.text or "", join_wrapped=True))


def _number(text: str | None) -> str:
    try:
        value = float(text or "0")
    except ValueError:
        return ""
    return f"{value:g}" if value > 0 else ""


def _minutes(text: str | None) -> int | None:
    clock = _CLOCK.match(text or "")
    return (int(clock[1]) * 60 + int(clock[2])) or None if clock else minutes_of(text or None)
