"""CopyMeThat exports: one HTML file with many recipes, told by a meta tag and read by class and id."""

from collections.abc import Iterator

from lxml import etree, html

from recipes.pages.jsonld import RawRecipe
from recipes.pages.markup import web_url
from recipes.text import clean

_MARK = b"copymethat_class_id_version"


def looks_like_copy_me_that(data: bytes) -> bool:
    """Say whether a page is an export of CopyMeThat."""
    return _MARK in data[:4_000]


def read_copy_me_that(text: str) -> Iterator[RawRecipe]:
    """Yield the recipes of an export."""
    root = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_elements(root, "script", "style", with_tail=False)
    for node in root.iter("div"):
        if node.get("class") == "recipe":
            found = RawRecipe(
                title=_first(node, "name"),
                ingredients=tuple(_lines(node, "recipeIngredient")),
                instructions=tuple(_lines(node, "instruction", "instruction_next")),
                yields=_first(node, "recipeYield") or None,
                url=next((web_url(link.get("href")) for link in node.iter("a") if link.get("id") == "original_link"),
                         None))
            if found.title and (found.ingredients or found.instructions):
                yield found


def _first(node: html.HtmlElement, name: str) -> str:
    return next((clean(child.text_content()) for child in node.iter() if child.get("id") == name), "")


def _lines(node: html.HtmlElement, *names: str) -> Iterator[str]:
    for child in node.iter("li"):
        if child.get("class") in names:
            text = clean(child.text_content())
            if text:
                yield text
