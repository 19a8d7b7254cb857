"""Recipes as programs and people write them down: marks, numbers, tags and lists are read, not shown."""

import json
import plistlib
from typing import Any

import pytest

from pantry.errors import Refused
from recipes.programs.exports import is_recipe_file, read_any
from recipes.recipe import Recipe
from recipes.texts.front_matter import read_front_matter


def only(data: bytes | str, name: str) -> Recipe:
    [recipe] = read_any(data if isinstance(data, bytes) else data.encode(), name)
    return recipe


MEALIE = {
    "name": "Gnocchi", "slug": "gnocchi", "recipeServings": 3.0, "recipeYield": "", "prepTime": "20 min",
    "performTime": "1 hour", "recipeCategory": [{"name": "Dinner"}], "tags": [{"name": "italian"}],
    "recipeIngredient": [{"quantity": 0.5, "unit": {"name": "cup"}, "food": {"name": "cream"}, "note": "cold"}],
    "recipeInstructions": [{"text": "Boil **the** [potatoes](https://example.org/p).\n\n2. Mash."}]}
TANDOOR = {
    "name": "Chili", "keywords": [{"name": "mexican"}], "servings": 4,
    "steps": [{"instruction": "Fry {{ ingredients[0] }}.\n\n2. Wait {{ scale(2) }}.", "ingredients": [
        {"food": {"name": "beef"}, "unit": {"name": "g"}, "amount": 500.0, "note": "lean"}]}]}
PAPRIKA = {"name": "Pie", "ingredients": "2 cups flour", "directions": "1) Mix.", "prep_time": "15 min",
           "cook_time": "1 hr 5 min", "categories": ["Dessert", "Baking"]}


@pytest.mark.parametrize(("item", "servings", "minutes", "tags", "steps"), [
    (MEALIE, 3, 80, ("Dinner", "italian"), ("Boil the potatoes.", "Mash.")),
    (TANDOOR, 4, None, ("mexican",), ("Fry 500 g beef, lean.", "Wait .")),
    (PAPRIKA, None, 80, ("Dessert", "Baking"), ("Mix.",)),
])
def test_a_program_s_recipe_keeps_its_tags_people_and_times(
    item: dict[str, Any], servings: float | None, minutes: int | None, tags: tuple[str, ...], steps: tuple[str, ...]
) -> None:
    found = only(json.dumps(item), "x.json")
    assert (found.servings, found.total_minutes, found.tags, found.instructions) == (servings, minutes, tags, steps)


def test_kitchenowl_s_list_of_recipes_gives_each_with_amounts_ahead() -> None:
    data = {"recipes": [
        {"name": "Pancakes", "description": "1. Mix.\n2. Fry.", "time": 30, "yields": 4, "tags": ["sweet"], "items": [
            {"name": "flour", "description": "250 g"}, {"name": "onion", "description": "chopped"},
            {"name": "cinnamon", "description": "", "optional": True}, 5]},
        {"name": "Salad", "description": "Toss.", "items": [{"name": "lettuce", "description": "1"}]}], "items": []}
    pancakes, salad = read_any(json.dumps(data).encode(), "kitchenowl.json")
    assert pancakes.ingredients == ("250 g flour", "onion, chopped", "cinnamon (optional)")
    assert (pancakes.instructions, pancakes.servings, pancakes.total_minutes, pancakes.tags) == (
        ("Mix.", "Fry."), 4, 30, ("sweet",))
    assert (salad.title, salad.ingredients, salad.how) == ("Salad", ("1 lettuce",), "kitchenowl")


def test_json_rows_are_read_one_a_line_or_as_a_list() -> None:
    rows = [{"title": "Soup", "ingredients": ["1 leek"], "steps": [{"text": "Simmer."}], "prep_time": 10,
             "cuisine": "Thai"},
            {"@type": "Recipe", "name": "Tea", "recipeIngredient": ["1 bag"], "recipeInstructions": "Brew."}]
    for data in (json.dumps(rows), "\n".join([json.dumps(rows[0]), '{"damaged": }', json.dumps(rows[1])])):
        soup, tea = read_any(data.encode(), "all.json")
        assert (soup.title, soup.ingredients, soup.instructions) == ("Soup", ("1 leek",), ("Simmer.",))
        assert (soup.total_minutes, soup.tags, tea.title) == (10, ("Thai",), "Tea")


CHOWDOWN = """---
title:  "Bean: the \\"best\\" chili"
tags: [mains, chili]
servings: 6
ingredients:
- 1 lb beef
- 2 cans: beans
- salt (to taste) # to your liking
directions:
- Brown beef
- >-
  Add beans
  and cook
---
"""


def test_front_matter_is_yaml() -> None:
    found = only(CHOWDOWN, "chili.md")
    assert (found.title, found.servings, found.tags) == ('Bean: the "best" chili', 6, ("mains", "chili"))
    assert found.ingredients == ("1 lb beef", "2 cans: beans", "salt (to taste)")
    assert found.instructions == ("Brown beef", "Add beans and cook")


def test_front_matter_that_would_blow_up_or_is_no_yaml_is_read_line_by_line() -> None:
    laughs = "---\na: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\ntitle: Soup\n---\nrest"
    facts, rest = read_front_matter(laughs)
    assert facts["title"] == ["Soup"] and facts["c"] == ["[*b, *b, *b, *b]"] and rest == "rest"
    facts, _ = read_front_matter("---\ntitle: Soup: hot: {\ningredients:\n- 1 leek\n---\n")
    assert facts == {"title": ["Soup: hot: {"], "ingredients": ["1 leek"]}


def test_cooklang_s_further_marks_are_no_words_of_the_food() -> None:
    text = "Add @&flour{1%tbsp}, @?mint{2%leaves}, @./sauces/Pesto{100%g} and @onion{1}(diced, small) to @salt."
    found = only(text, "Green_soup-today.cook")
    assert found.title == "Green soup today"
    assert found.ingredients == ("1 tbsp flour", "2 leaves mint, optional", "100 g Pesto", "1 onion, diced, small",
                                 "salt")
    assert found.instructions == ("Add flour, mint, Pesto and onion (diced, small) to salt.",)


MARKDOWN = """# Soup

*Serves 4*

## Ingredients
- [ ] 1 onion
- 2 **carrots**

## Instructions
1. Cut.
2. Boil
   for an hour.

## Notes
Good cold.

# Salad

## Ingredients
- 1 lettuce

## Method
Toss.
"""
LENTILS = """Grandma's Lentils
Serves 4 | Prep: 10 min | Cook: 40 min

INGREDIENTS:
• 250g lentils

DIRECTIONS:
1) Boil lentils.

NOTES
Keeps 3 days.
"""
SPAETZLE = """Käsespätzle

Zutaten für 4 Personen:
400 g Mehl
4 Eier

Zubereitung (ca. 45 Min.):
Teig rühren.
"""


def test_a_text_of_several_recipes_gives_each() -> None:
    soup, salad = read_any(MARKDOWN.encode(), "two.md")
    assert (soup.title, soup.servings, soup.ingredients) == ("Soup", 4, ("1 onion", "2 carrots"))
    assert soup.instructions == ("Cut.", "Boil for an hour.")
    assert (salad.title, salad.ingredients, salad.instructions) == ("Salad", ("1 lettuce",), ("Toss.",))
    ruled = read_any(f"{LENTILS}\n------\n\n{SPAETZLE}".encode(), "all.txt")
    assert [one.title for one in ruled] == ["Grandma's Lentils", "Käsespätzle"]


def test_people_and_times_of_a_text_are_read_and_its_remarks_are_no_steps() -> None:
    lentils, spaetzle = only(LENTILS, "l.txt"), only(SPAETZLE, "s.txt")
    assert (lentils.servings, lentils.total_minutes, lentils.instructions) == (4, 50, ("Boil lentils.",))
    assert (spaetzle.servings, spaetzle.ingredients, spaetzle.instructions) == (
        4, ("400 g Mehl", "4 Eier"), ("Teig rühren.",))


ROW = ("Soup", ["1 onion, cut", "2 carrots"], ["Cut.", "Boil."])


@pytest.mark.parametrize(("sign", "written"), [
    (",", json.dumps), (";", repr), ("\t", lambda texts: "\n".join(texts)),
    (",", lambda texts: "c(" + json.dumps(texts)[1:-1] + ")"),
])
def test_a_table_s_lists_are_read_however_they_were_written(sign: str, written: Any) -> None:
    cells = (f'"{str(cell).replace(chr(34), chr(34) * 2)}"' for cell in (ROW[0], written(ROW[1]), written(ROW[2])))
    head = sign.join(("Recipe_Name", "Ingredients", "Directions", "prep_time", "Cook Time", "cuisine"))
    found = only(f"{head}\n{sign.join(cells)}{sign}10{sign}PT20M{sign}Thai\n", "t.csv")
    assert (found.title, list(found.ingredients), list(found.instructions)) == ROW
    assert (found.total_minutes, found.tags) == (30, ("Thai",))


def test_a_cell_that_only_looks_like_a_list_is_text() -> None:
    hostile = "[" * 5000 + "]" * 5000
    for cell in ("[1] egg]", hostile):
        assert only(f'title,ingredients\nB,"{cell}"\n', "t.csv").ingredients == (cell[:4000],)


MASTER_COOK = """
                     *  Exported from  MasterCook  *

                           Bean Dip

Recipe By     : Ann
Serving Size  : 6    Preparation Time :0:15
Categories    : Appetizers                       Dips
                Beans

  Amount  Measure       Ingredient -- Preparation Method
--------  ------------  --------------------------------
       1  can           black beans -- drained
   1 1/2  teaspoons     cumin
                        salt -- to taste

Mash the beans.
Add the rest.

                   - - - - - - - - - - - - - - - - - -

                     *  Exported from  MasterCook  *

                           Empty

                   - - - - - - - - - - - - - - - - - -
"""


def test_master_cook_s_text_is_read_in_its_columns() -> None:
    found = only(MASTER_COOK, "dip.mxp")
    assert (found.title, found.servings, found.total_minutes) == ("Bean Dip", 6, 15)
    assert found.ingredients == ("1 can black beans, drained", "1 1/2 teaspoons cumin", "salt, to taste")
    assert found.instructions == ("Mash the beans. Add the rest.",)
    assert found.tags == ("Appetizers", "Dips", "Beans")


PAGE = ('<html><h1>Kuchen</h1><h2>Zutaten</h2><ul><li>100 g Zucker – fein</li><li>2 Eier</li></ul>'
        "<h2>Zubereitung</h2><ol><li>Rühren</li></ol></html>")
MHTML = (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/k\r\nMIME-Version: 1.0\r\n"
         b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n'
         b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
         + PAGE.replace("=", "=3D").encode().replace("–".encode(), b"=E2=80=\r\n=93").replace("ü".encode(), b"=C3=BC")
         + b"\r\n--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n--B--\r\n")
WEB_ARCHIVE = plistlib.dumps({"WebMainResource": {
    "WebResourceData": PAGE.encode("utf-16-le"), "WebResourceURL": "https://example.org/k",
    "WebResourceTextEncodingName": "UTF-16LE"}}, fmt=plistlib.FMT_BINARY)


@pytest.mark.parametrize("data", [MHTML, WEB_ARCHIVE], ids=["mhtml", "webarchive"])
def test_a_page_that_the_browser_saved_as_one_file_is_read(data: bytes) -> None:
    found = only(data, "page")
    assert (found.title, found.url) == ("Kuchen", "https://example.org/k")
    assert (found.ingredients, found.instructions) == (("100 g Zucker – fein", "2 Eier"), ("Rühren",))


@pytest.mark.parametrize(("data", "code"), [
    (WEB_ARCHIVE[:60], "E-REC-003"), (plistlib.dumps([1], fmt=plistlib.FMT_BINARY), "E-REC-003"),
    (b"From: <Saved by Blink>\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: image/png\n\nx\n--B--",
     "E-REC-001"),
])
def test_a_saved_file_without_a_page_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_any(data, "page.mhtml")
    assert refused.value.code == code


@pytest.mark.parametrize(("data", "name", "is_recipe"), [
    (LENTILS.encode(), "l.txt", True), (MASTER_COOK.encode(), "x", True), (MHTML, "x", True), (WEB_ARCHIVE, "x", True),
    (b"title,ingredients\n", "t.csv", True), (b"Boil.", "x.cook", True), (b"PAR1...", "x", True),
    (b"MARKET\nMilk 1.20\nTOTAL 1.20\n", "r.txt", False), (b"Name,Method,Total\nShop,Card,2\n", "r.csv", False),
    (b"From: shop@example.org\nSubject: Your order\n\nMilk 1.20", "r.eml", False), (b"\x00\x01", "x", False),
])
def test_recipes_are_told_from_receipts(data: bytes, name: str, is_recipe: bool) -> None:
    assert is_recipe_file(data, name) is is_recipe
