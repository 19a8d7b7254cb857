"""Pages without usable markup: which of their lists are the recipe, and which only stand around it."""

import pytest
from lxml import html

from pantry.errors import Refused
from recipes.extract import read_page
from recipes.pages import page_lists

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


TOLD_BELOW = "".join(f"<p>{step}</p>" for step in STEPS)
BROKEN = "<br>".join(INGREDIENTS), "<br>".join(STEPS)
SAID = "".join(f"<p>I made it on {day}, and all the family liked it.</p>" for day in ("Monday", "Tuesday", "Friday"))
LAYOUTS = {
    "line breaks below bold words": f"<p><b>Ingredients</b><br>{BROKEN[0]}</p><p><b>Method</b><br>{BROKEN[1]}</p>",
    "commas behind a bold word": f"<p><b>Zutaten:</b> 500 g mince, 1 onion, salt</p><h2>Zubereitung</h2>{TOLD_BELOW}",
    "nothing but line breaks": f"<div>Ingredients:<br>{BROKEN[0]}<br><br>Method:<br>{BROKEN[1]}</div>",
    "paragraphs below other words": "<h3>You will need</h3>" + "".join(f"<p>{line}</p>" for line in INGREDIENTS)
                                    + f"<h3>How to make it</h3>{TOLD_BELOW}",
    "amounts and names in a grid": "<h2>Ingredients</h2><div><p>500</p><div>g mince</div><p>1</p><div>onion</div>"
                                   f"<p></p><div>salt</div></div><h2>Directions</h2>{TOLD_BELOW}",
    "terms with amounts": "<h2>Ingredients</h2><dl><dt>mince</dt><dd>500 g</dd><dt>onion</dt><dd>1</dd><dt>salt</dt>"
                          f"<dd></dd></dl><h2>Method</h2>{listed(STEPS, tag='ol')}",
    "a table with a row of headings": "<h2>Ingredients</h2><table><tr><th>Amount</th><th>What</th></tr>" + "".join(
        f"<tr><td></td><td>{line}</td></tr>" for line in INGREDIENTS) + f"</table><h2>Method</h2>{TOLD_BELOW}",
    "roles and labels": "<div role='list' aria-label='Ingredients'>" + "".join(
        f"<div role='listitem'>{line}</div>" for line in INGREDIENTS) + "</div><div role='list' "
        "aria-label='Instructions'>" + "".join(f"<div role='listitem'>{step}</div>" for step in STEPS) + "</div>",
    "a table that lays out the page": f"<table><tr><td><h3>Ingredients</h3>{listed(INGREDIENTS)}</td><td>"
                                      f"<h3>Method</h3>{listed(STEPS, tag='ol')}</td></tr></table>",
    "two systems of measures": "<h2>Ingredients</h2>" + listed(("1 lb mince", "1 onion", "salt"), "us").replace(
        "1 lb", "500 g") + listed(("1 lb mince", "1 onion", "salt"), "metric") + f"<h2>Method</h2>{TOLD_BELOW}",
    "steps that breaks set apart below a note": f"<h2>Zutaten</h2>{listed(INGREDIENTS)}<h2>Zubereitung</h2>"
                                                f"<small>20 Minuten</small><div>{'<br><br>'.join(STEPS)}</div>",
    "captions of pictures": f"<h2>Ingredients</h2>{listed(INGREDIENTS)}<h2>Method</h2><ol>" + "".join(
        f"<li><p>{step}</p><figure><figcaption>Photo by Ann</figcaption></figure></li>" for step in STEPS) + "</ol>",
    "paragraphs, and a foot with links": "<h2>Ingredients</h2><table>" + "".join(
        f"<tr><td></td><td>{line}</td></tr>" for line in INGREDIENTS) + (
        f"</table><h2>Method</h2>{TOLD_BELOW}<footer>{listed(('Privacy of guests.', 'Contact us.'))}</footer>"),
    "steps by number in blocks of a class": f"<h2>Ingrédients</h2>{listed(INGREDIENTS)}<h2>La recette</h2>" + "".join(
        f"<div class='etape'><div class='no'>{number}.</div><div>{step}</div></div>"
        for number, step in enumerate(STEPS, 1)),
    "a method of the recipe, and a list elsewhere": "<div><h2>Ingredients</h2>" + listed(INGREDIENTS) + (
        f"<h2>Preparation of the recipe</h2>{TOLD_BELOW}</div><div>"
        + listed(("Pies that you may like as well as this", "Bread for every day of the week")) + "</div>"),
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_a_page_is_read_however_it_sets_its_recipe(body: str) -> None:
    title, ingredients, steps = read(f"<h1>Mince</h1>{body}<section id='reviews'>{SAID}</section>")
    assert (title, ingredients, steps) == ("Mince", INGREDIENTS, STEPS)


def test_amounts_behind_names_may_be_as_much_as_one_likes() -> None:
    goods = "".join(f"<dd><a href='/x'>{name}</a> <span> {amount} </span></dd>" for name, amount in (
        ("Orzo", "200 g"), ("Limoni", "2"), ("Sale fino", "q.b."), ("Pepe nero", "q.b.")))
    _, ingredients, steps = read(f"<h1>Orzo</h1><h2>INGREDIENTI</h2><dl>{goods}</dl><h2>Preparazione</h2>{TOLD_BELOW}")
    assert ingredients == ("Orzo 200 g", "Limoni 2", "Sale fino q.b.", "Pepe nero q.b.") and steps == STEPS


def test_a_name_below_the_first_rank_is_the_one_that_the_title_begins_with() -> None:
    body = f"<h2>My blog</h2><h3>Mince</h3>{LAYOUTS['nothing but line breaks']}"
    recipe = read_page(f"<html><head><title>Mince - My blog</title></head><body>{body}</body></html>")
    assert recipe.title == "Mince"


CARDS = {
    "WP Recipe Maker": (
        "<li class='wprm-recipe-ingredient'><span class='wprm-checkbox-container'><input type='checkbox'></span><span "
        "class='wprm-recipe-ingredient-amount'>{0}</span> <span class='wprm-recipe-ingredient-name'>{1}</span></li>",
        "<h3>Ingredients</h3><h4 class='wprm-recipe-group-name'>For the pan</h4>"
        "<ul class='wprm-recipe-ingredients'>{0}</ul><h3>Instructions</h3><ul class='wprm-recipe-instructions'>{1}</ul>"
        "<div class='wprm-recipe-notes'><h3>Notes</h3><ul><li>It keeps for two days.</li></ul></div>"),
    "Tasty Recipes": (
        "<li data-tr-ingredient-checkbox=''><span data-amount='1'>{0}</span> {1}</li>",
        "<div class='tasty-recipes-ingredients'><h3>Ingredients</h3><div><ul>{0}</ul></div></div>"
        "<div class='tasty-recipes-instructions'><h3>Instructions</h3><div><ol>{1}</ol></div></div>"
        "<div class='tasty-recipes-notes'><h3>Notes</h3><p>Use fresh mince, and no other.</p></div>"),
    "Create": (
        "<li> {0} {1} </li>",
        "<div class='mv-create-ingredients'><h3>Ingredients</h3><ul>{0}</ul></div><div class='mv-create-instructions'>"
        "<h3>Instructions</h3><ol>{1}</ol></div><div class='mv-create-products'><h3>Recommended Products</h3><ul>"
        "<li>A big pan</li><li>A spoon of wood</li></ul></div>"),
    "Zip Recipes": (
        "<li class='ingredient'>{0} {1}</li>",
        "<p id='zlrecipe-ingredients' class='strong'>Ingredients</p><ul id='zlrecipe-ingredients-list'>{0}</ul>"
        "<p id='zlrecipe-instructions' class='strong'>Instructions</p><ol id='zlrecipe-instructions-list'>{1}</ol>"),
    "amount, unit and food in spans": (
        "<li class='IngredientLine'><span class='amount'><span>{0}</span></span> "
        "<span class='ingredient'>{1}</span></li>",
        "<div class='recipe-ingredients'><div class='section-title'>Ingredients<div><span>US</span><span>Metric</span>"
        "</div></div><ul>{0}</ul></div><div class='directions-wrapper'><h3>Directions</h3><ol>{1}</ol></div>"),
    "Cooked": (
        "<div class='cooked-single-ingredient cooked-ingredient'><span class='cooked-ing-amount'>{0}</span> "
        "<span class='cooked-ing-name'>{1}</span></div>",
        "<div class='cooked-recipe-ingredients'>{0}</div><div class='cooked-recipe-directions'>{2}</div>"),
    "fields": (
        "<div class='field__item'>{0} {1}</div>",
        "<div class='field--name-field-ingredients'><div class='field__label'>Ingredients</div><div>{0}</div></div>"
        "<div class='field--name-field-preparation'><div class='field__label'>Recipe instruction</div>"
        "<div class='field__item'><ol>{1}</ol></div></div>"),
    "names that say nothing": (
        "<li class='css-y'><span class='css-q'>{0}</span><span class='css-n'>{1}</span></li>",
        "<div class='css-9'><h2>What you need</h2><ul class='css-x'>{0}</ul></div>"
        "<div><h2>How to make it</h2>{2}</div>"),
}


@pytest.mark.parametrize(("item", "card"), CARDS.values(), ids=CARDS)
def test_the_cards_of_common_plugins_are_read_without_their_markup(item: str, card: str) -> None:
    goods = "".join(item.format(*(line.split(" ", 1) if " " in line else ("", line))) for line in INGREDIENTS)
    rows = "".join(f"<div class='cooked-single-direction'><span>{number}</span><div><p>{step}</p></div></div>"
                   for number, step in enumerate(STEPS, 1))
    body = card.format(goods, "".join(f"<li>{step}</li>" for step in STEPS), rows)
    title, ingredients, steps = read(f"<h1>Mince</h1><p>I love it with 2 onions.</p><div class='card'>{body}</div>")
    assert (title, ingredients, steps) == ("Mince", INGREDIENTS, STEPS)


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
