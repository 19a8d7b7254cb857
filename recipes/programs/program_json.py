"""Recipes in the JSON of programs (Mealie, Tandoor, Paprika, KitchenOwl); schema.org JSON is `jsonld`'s matter."""

import re
from typing import Any

from recipes.pages.jsonld import RawRecipe, tag_words
from recipes.pages.markup import web_url
from recipes.text import clean, clean_lines, minutes_of, plain_markdown, without_number

# PlanToEat counts things as "2 itm Onion" and starts headings with a comma.
_PLAIN_COUNT = re.compile(r"^([\d./ ]+) itm ")
# Tandoor's steps name their ingredients by number.
_TEMPLATE = re.compile(r"\{\{\s*(?:ingredients\[(\d{1,3})\])?[^{}]{0,80}\}\}")


def read(item: Any) -> tuple[RawRecipe | None, str]:
    """Return the recipe of a program's object and the program's name, or (None, '') for another object."""
    if not isinstance(item, dict) or "@type" in item or not isinstance(item.get("name"), str):
        return None, ""
    if "recipe_ingredient" in item or ("recipeIngredient" in item and "slug" in item):
        return _mealie(item), "mealie"
    if any(isinstance(step, dict) and "ingredients" in step for step in _list(item.get("steps"))):
        return _tandoor(item), "tandoor"
    if isinstance(item.get("ingredients"), str) and "directions" in item:
        return _paprika(item), "paprika"
    if "description" in item and any("description" in one for one in _list(item.get("items")) if isinstance(one, dict)):
        return _kitchen_owl(item), "kitchenowl"
    return None, ""


def from_texts(cell: dict[str, str]) -> RawRecipe:
    """Return a recipe of texts: ingredients and steps as lines, as tables and Paprika write them."""
    ingredients = (_PLAIN_COUNT.sub(r"\1 ", line) for line in clean_lines(cell.get("ingredients", ""))
                   if not line.startswith(","))
    return RawRecipe(
        title=clean(cell.get("title", "")), ingredients=tuple(filter(None, ingredients)),
        instructions=_steps(cell.get("instructions", "")), yields=clean(cell.get("yields", "")) or None,
        total_minutes=_total(cell.get("total"), cell.get("preparation"), cell.get("cooking")),
        image=web_url(cell.get("image")), url=web_url(cell.get("url")),
        tags=tag_words(re.split(r"[\n;|]", cell.get("tags", ""))))


def _paprika(item: dict[str, Any]) -> RawRecipe:
    texts = {"title": item["name"], "ingredients": item["ingredients"], "instructions": item["directions"],
             "yields": item.get("servings"), "url": item.get("source_url"), "image": item.get("image_url"),
             "total": item.get("total_time"), "preparation": item.get("prep_time"), "cooking": item.get("cook_time"),
             "tags": "\n".join(_names(item.get("categories")))}
    return from_texts({key: value for key, value in texts.items() if isinstance(value, str)})


def _mealie(item: dict[str, Any]) -> RawRecipe:
    """Read a recipe of Mealie, whose first version wrote its keys apart and whose second writes them together."""
    def of(*keys: str) -> Any:
        return next((item[key] for key in keys if item.get(key)), None)

    servings = of("recipeServings", "recipe_servings")
    yields = clean(of("recipe_yield", "recipeYield") or "")
    return RawRecipe(
        title=clean(item["name"]),
        ingredients=tuple(filter(None, map(_mealie_line, _list(of("recipe_ingredient", "recipeIngredient"))))),
        instructions=tuple(line for step in _list(of("recipe_instructions", "recipeInstructions"))
                           for line in _steps(_text(step, "text"))),
        yields=f"{_amount(servings)} servings" if _amount(servings) else yields or None,
        total_minutes=_total(of("total_time", "totalTime"), of("prep_time", "prepTime"),
                             of("perform_time", "performTime"), of("cook_time", "cookTime")),
        url=web_url(of("org_url", "orgURL")),
        tags=tag_words(*(_names(of(key)) for key in ("recipe_category", "recipeCategory", "tags"))))


def _mealie_line(line: Any) -> str:
    if not isinstance(line, dict):
        return clean(line)
    if line.get("disable_amount") or line.get("disableAmount"):
        return clean(line.get("note") or "")
    parts = [_amount(line.get("quantity")), *(_named(line.get(key)) for key in ("unit", "food", "note"))]
    return clean(" ".join(filter(None, parts)))


def _tandoor(item: dict[str, Any]) -> RawRecipe:
    steps = [step for step in item["steps"] if isinstance(step, dict)]
    times = [value for value in (item.get("working_time"), item.get("waiting_time")) if isinstance(value, int | float)]
    servings, unit = item.get("servings"), clean(item.get("servings_text") or "")
    return RawRecipe(
        title=clean(item["name"]),
        ingredients=tuple(filter(None, map(_tandoor_line, (
            line for step in steps for line in _list(step.get("ingredients")))))),
        instructions=tuple(line for step in steps for line in _steps(_told(step))),
        yields=f"{_amount(servings)} {unit or 'servings'}" if servings else None,
        total_minutes=round(sum(times)) or None, url=web_url(item.get("source_url")),
        tags=tag_words(_names(item.get("keywords"))))


def _kitchen_owl(item: dict[str, Any]) -> RawRecipe:
    return RawRecipe(
        title=clean(item["name"]), ingredients=tuple(filter(None, map(_kitchen_owl_line, _list(item["items"])))),
        instructions=_steps(_text(item, "description")), url=web_url(item.get("source")),
        yields=f"{_amount(item.get('yields'))} servings" if _amount(item.get("yields")) else None,
        total_minutes=_total(item.get("time"), item.get("prep_time"), item.get("cook_time")),
        tags=tag_words(_names(item.get("tags"))))


def _kitchen_owl_line(line: Any) -> str:
    """Return the words of an item, whose description is an amount, or says how it is prepared."""
    if not isinstance(line, dict):
        return ""
    name, said = _named(line), clean(line.get("description") or "")
    is_amount = any(character.isnumeric() for character in said)
    told = f"{said} {name}" if is_amount else ", ".join(filter(None, (name, said)))
    return f"{told} (optional)" if line.get("optional") and name else told


def _told(step: dict[str, Any]) -> str:
    """Return what a step tells, with its ingredients in words where it names them by number."""
    lines = list(map(_tandoor_line, _list(step.get("ingredients"))))

    def in_words(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1] else len(lines)
        return lines[number] if number < len(lines) else ""

    return _TEMPLATE.sub(in_words, _text(step, "instruction"))


def _tandoor_line(line: Any) -> str:
    if not isinstance(line, dict) or line.get("is_header"):
        return ""
    amount = "" if line.get("no_amount") else _amount(line.get("amount"))
    name, note = _named(line.get("food")), clean(line.get("note") or "")
    return clean(" ".join(filter(None, (amount, _named(line.get("unit")), name))) + (f", {note}" if note else ""))


def _steps(text: str) -> tuple[str, ...]:
    """Return the steps of a text that may be Markdown: its lines, without their numbers."""
    return tuple(filter(None, (without_number(line) for line in clean_lines(plain_markdown(text)))))


def _total(total: Any, *parts: Any) -> int | None:
    """Return minutes in all, else those of the parts together."""
    return minutes_of(total) or sum(filter(None, map(minutes_of, parts))) or None


def _names(value: Any) -> list[str]:
    """Return the words of a list of texts or of objects with a name."""
    return [_named(one) for one in _list(value)]


def _list(value: Any) -> list[Any]:
    return value[:2000] if isinstance(value, list) else []


def _text(step: Any, key: str) -> str:
    value = step.get(key) if isinstance(step, dict) else step
    return value if isinstance(value, str) else ""


def _named(value: Any) -> str:
    return clean(value.get("name") or "") if isinstance(value, dict) else clean(value or "")


def _amount(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) and value > 0 else ""
