"""MealMaster exports: recipes in fixed columns, one or two abreast, told by a line of dashes or M's."""

import re
from collections.abc import Iterator

from recipes.pages.jsonld import RawRecipe, tag_words
from recipes.text import clean

_HEADER = re.compile(r"^(?:MMMMM|-----).*meal-?\s?master", re.IGNORECASE)
_END = re.compile(r"^(?:MMMMM|-----)\s*$")
_SECTION = re.compile(r"^(?:MMMMM|-----)-*.*[^\W\d_]")
_FIELD = re.compile(r"^\s*(title|categories|yield|servings)\s*:\s*(.*)$", re.IGNORECASE)
_AMOUNT = re.compile(r"^\s*(?:\d[\d/., -]*)?$")
# Columns of one ingredient: amount 0-6, unit 8-9, text from 11 on; a second one starts at 41.
_AMOUNT_END, _UNIT, _TEXT, _RIGHT = 7, slice(8, 10), 11, 41
_UNITS = {
    "": "", "x": "", "ea": "", "sm": "small", "md": "medium", "lg": "large", "cn": "can", "pk": "package",
    "pn": "pinch", "dr": "drop", "ds": "dash", "ct": "carton", "bn": "bunch", "sl": "slice", "t": "tsp", "ts": "tsp",
    "T": "tbsp", "tb": "tbsp", "fl": "fl oz", "c": "cup", "pt": "pint", "qt": "quart", "ga": "gallon", "oz": "oz",
    "lb": "lb", "ml": "ml", "cb": "ml", "cl": "cl", "dl": "dl", "l": "l", "mg": "mg", "cg": "cg", "dg": "dg", "g": "g",
    "kg": "kg",
}


def looks_like_meal_master(head: str) -> bool:
    """Say whether a text begins like a MealMaster export."""
    return any(_HEADER.match(line.lstrip()) for line in head.splitlines()[:20])


def read_meal_master(text: str) -> Iterator[RawRecipe]:
    """Yield the recipes of an export; one without ingredients and steps is passed over."""
    lines: list[str] | None = None
    for line in text.replace("\x14", " ").expandtabs(8).splitlines():
        if _HEADER.match(line.lstrip()):
            yield from _recipe(lines)
            lines = []
        elif lines is not None and _END.match(line.strip()):
            yield from _recipe(lines)
            lines = None
        elif lines is not None:
            lines.append(line)
    yield from _recipe(lines)


def _recipe(lines: list[str] | None) -> Iterator[RawRecipe]:
    facts: dict[str, str] = {}
    ingredients: list[str] = []
    right: list[str] = []
    paragraphs: list[list[str]] = [[]]
    for line in lines or []:
        named = _FIELD.match(line)
        if named and not ingredients and not any(paragraphs):
            facts[named[1].casefold()] = clean(named[2])
            continue
        row = _row(line) if not any(paragraphs) else None
        if row:
            _add(ingredients, row[0])
            _add(right, row[1])
        elif _SECTION.match(line.strip()):
            ingredients, right = ingredients + right, []
        else:
            _add_step(paragraphs, line)
    found = RawRecipe(title=facts.get("title", ""), ingredients=tuple(ingredients + right),
                      instructions=tuple(filter(None, (clean(" ".join(one)) for one in paragraphs))),
                      yields=facts.get("yield") or facts.get("servings") or None,
                      tags=tag_words(facts.get("categories", "")))
    if found.ingredients or found.instructions:
        yield found


def _row(line: str) -> tuple[str, str] | None:
    """Return the ingredient of the left and of the right column, either may be empty; None for another line."""
    if len(line) > _RIGHT and (right := _ingredient(line[_RIGHT:])):
        left = _ingredient(line[:_RIGHT - 1])
        if left or not line[:_RIGHT].strip():
            return left or "", right
    left = _ingredient(line)
    return (left, "") if left else None


def _ingredient(column: str) -> str | None:
    unit, text = column[_UNIT].strip(), column[_TEXT:]
    amount = column[:_AMOUNT_END]
    known = _UNITS.get(unit, _UNITS.get(unit.casefold()))
    gaps = column[_AMOUNT_END:_AMOUNT_END + 1] + column[_TEXT - 1:_TEXT]
    if known is None or not _AMOUNT.match(amount) or gaps.strip() or not text.strip() or text[:1] == " ":
        return None
    if not amount.strip() and not unit and text.startswith("-"):
        return text.rstrip()
    return clean(f"{amount} {known} {text.replace(';', ',')}".replace(" ,", ","))


def _add(ingredients: list[str], text: str) -> None:
    """Add an ingredient; one that starts with a dash goes on with the one before."""
    if text.startswith("-") and ingredients:
        ingredients[-1] = clean(f"{ingredients[-1]} {text[1:].replace(';', ',')}")
    elif text and not text.startswith("-"):
        ingredients.append(text)


def _add_step(paragraphs: list[list[str]], line: str) -> None:
    text = line.strip()
    if not text:
        paragraphs.append([])
    elif text.startswith(":"):
        paragraphs.append([text[1:]])
    else:
        paragraphs[-1].append(text)
