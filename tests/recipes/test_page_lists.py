"""Pages without usable markup: which of their lists are the recipe, and which only stand around it."""

import pytest
from lxml import html

from pantry.errors import Refused
from recipes import page_lists
from recipes.extract import read_page

STEPS = ("Heat a large pan and add the mince, a handful at a time.", "Stir.", "Serve it with rice and a green salad.")
INGREDIENTS = ("500 g mince", "1 onion", "salt")


def listed(lines: tuple[str, ...], names: str = "", tag: str = "ul") -> str:
    return f"<{tag} class='{names}'>" + "".join(f"<li>{line}</li>" for line in lines) + f"</{tag}>"


def read(body: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    recipe = read_page(f"<html><body><main>{body}</main></body></html>")
    return recipe.title, recipe.ingredients, recipe.instructions


CARD = f"<div class='card'>{listed(INGREDIENTS, 'ingredients')}{listed(STEPS, 'instructions')}</div>"
TOLD = listed(tuple(f"Another sentence that tells of the trip to the market, number {word}."
                    for word in ("one", "two", "three", "four", "five")), "preparation-tips")
COMMENTS = "<div id='comments'>" + listed(tuple(f"I made it on {day}, and all the family liked it." for day in (
    "Monday", "Tuesday", "Friday", "Sunday")), tag="ol") + "</div>"
BOXES = "<ol class='steps'>" + "".join(
    f"<li>{step}<div class='step-ingredients'>500 g mince, 1 onion</div></li>" for step in STEPS) + "</ol>"
ONE_BY_ONE = "".join(f"<div><p class='step-text'>{step}</p><img src='x.jpg'></div>" for step in STEPS)
CASES = {
    "the card, not what is told before it": f"<h1>Mince</h1>{TOLD}{CARD}",
    "boxes to tick": "<h1>Mince</h1>" + CARD.replace("<li>500", "<li>▢ 500").replace("<li>1 ", "<li>☐ 1 ").replace(
        "<li>salt", "<li>• salt"),
    "comments below the steps": "<h1>Mince</h1><article><div>" + listed(INGREDIENTS, "ingredients")
                                + f"<div><h3>Instructions</h3>{listed(STEPS)}</div></div></article>{COMMENTS}",
    "amounts again in each step": f"<h1>Mince</h1><div>{listed(INGREDIENTS, 'ingredients')}{BOXES}</div>",
    "steps each in a block of its own": f"<h1>Mince</h1><div>{listed(INGREDIENTS, 'ingredients')}</div>{ONE_BY_ONE}",
    "how many it is for": "<h1>Mince</h1>" + CARD.replace("<li>500", "<li>4 portions</li><li>500"),
    "lists that nothing names": f"<h1>Mince</h1>{listed(('500 g mince', '1 onion', '1 tsp salt'))}{listed(STEPS)}",
    "steps in paragraphs that nothing names": f"<h1>Mince</h1><div>{listed(('500 g mince', '1 onion', '1 tsp salt'))}"
                                              f"</div><div>{''.join(f'<p>{step}</p>' for step in STEPS)}</div>",
    "links to share, side by side": "<h1>Mince</h1><div>" + listed(("500 g mince", "1 onion", "1 tsp salt")) + (
        "</div><ul>" + "".join(f"<li><a href='/s'>Click to share this recipe with {who} (in a new window)</a></li>"
                               for who in ("friends", "neighbours", "the whole wide world")) + "</ul><div>")
        + "".join(f"<p>{step}</p>" for step in STEPS) + "</div>",
    "the name on the card": f"<h1>What we ate on Sunday</h1><h2 class='recipe-name'>Mince</h2>{CARD}",
}


@pytest.mark.parametrize("body", CASES.values(), ids=CASES)
def test_the_recipe_is_told_from_what_stands_around_it(body: str) -> None:
    title, ingredients, steps = read(body)
    assert (title, steps) == ("Mince", STEPS)
    assert ingredients[:2] == INGREDIENTS[:2] and len(ingredients) == 3


@pytest.mark.parametrize("body", [
    "<h1>Prices</h1>" + listed(("10 euro a day", "20 euro a week", "60 euro a month")) + (
        "<div><p>We rent bicycles of all kinds to guests.</p><p>Ask for them at the bar next door.</p></div>"),
    "<h1>News</h1>" + TOLD.replace("preparation-tips", ""),
], ids=["amounts of no food", "sentences without ingredients"])
def test_one_list_that_nothing_names_is_no_recipe(body: str) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    assert refused.value.code == "E-REC-001"


def test_what_holds_half_a_page_is_not_read_as_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers in containers, all of a class that names steps, would each be read whole."""
    sizes: list[int] = []

    def items_of(element: html.HtmlElement, **options: object) -> list[str]:
        sizes.append(sum(1 for _ in element.iter()))
        return []

    monkeypatch.setattr(page_lists, "_MOST_IN_LIST", 50)
    monkeypatch.setattr(page_lists, "items_of", items_of)
    with pytest.raises(Refused):
        read("<div class='steps'>" * 30 + "<p>Stir it.</p>" * 20 + ("</div>" + "<p>Stir it.</p>" * 20) * 30)
    assert sizes and max(sizes) <= 50
