"""schema.org recipes in JSON-LD: find the node, read its fields. Works on parsed JSON, never on markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from recipes.pages.markup import web_url
from recipes.text import clean, clean_lines, minutes_of

MOST_DEPTH = 40
MOST_TAGS = 30
MOST_NODES = 50_000
_LONGEST_ADDRESS = 500
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z]+)*$")


@dataclass(frozen=True, slots=True)
class RawRecipe:
    """What one reader found on a page; empty where it found nothing."""

    title: str = ""
    ingredients: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    yields: str | None = None
    total_minutes: int | None = None
    image: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    work: str | None = None

    @property
    def is_complete(self) -> bool:
        """Title, ingredients and steps are all there."""
        return bool(self.title and self.ingredients and self.instructions)


def read_json_ld(documents: list[Any], base: str | None = None) -> RawRecipe | None:
    """Return the fullest recipe of a page's JSON-LD documents (the first of equals), or None.

    base: the page's URL, for relative addresses.
    """
    nodes = [node for document in documents for node in walk(document)]
    recipes = [node for node in nodes if has_type(node, "recipe")]
    if not recipes:
        return None
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    found = [_raw_recipe(node, by_id, base) for node in recipes[:50]]
    return max(found, key=lambda raw: (bool(raw.ingredients) + bool(raw.instructions), bool(raw.title)))


def walk(document: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON value, outer before inner, up to a depth and a number."""
    waiting: list[tuple[Any, int]] = [(document, 0)]
    seen = 0
    while waiting and seen < MOST_NODES:
        value, depth = waiting.pop()
        seen += 1
        if depth > MOST_DEPTH:
            continue
        if isinstance(value, dict):
            yield value
            waiting.extend((child, depth + 1) for child in reversed(list(value.values()))
                           if isinstance(child, dict | list))
        elif isinstance(value, list):
            waiting.extend((child, depth + 1) for child in reversed(value) if isinstance(child, dict | list))


def has_type(node: dict[str, Any], name: str) -> bool:
    """Say whether a node's @type, a text or a list, has the name, with or without its address."""
    types = node.get("@type")
    return any(isinstance(kind, str) and re.split(r"[/#:]", kind)[-1].lower() == name
               for kind in (types if isinstance(types, list) else [types]))


def _raw_recipe(node: dict[str, Any], by_id: dict[str, Any], base: str | None) -> RawRecipe:
    fields = {key.lower().removeprefix("schema:"): value for key, value in node.items()}
    ingredients = fields.get("recipeingredient") or fields.get("ingredients") or fields.get("recipeingredients")
    steps = fields.get("recipeinstructions") or fields.get("instructions") or fields.get("step")
    if isinstance(steps, str) and steps.strip() == str(fields.get("description") or "").strip():
        steps = None  # what introduces the dish, where a site had to put something
    return RawRecipe(
        title=clean(_first(fields.get("name")) or _first(fields.get("headline")) or ""),
        ingredients=tuple(ingredient_lines(ingredients)),
        instructions=tuple(instruction_steps(steps, by_id)),
        yields=yield_text(fields.get("recipeyield") or fields.get("yield")),
        total_minutes=total_minutes(fields),
        image=image_url(fields.get("image"), base),
        url=web_url(_first(fields.get("url")), base),
        language=_language(fields.get("inlanguage")),
        work=_work(fields),
        tags=tag_words(fields.get("recipecuisine"), fields.get("recipecategory"), fields.get("keywords"),
                       diet_words(fields.get("suitablefordiet"))),
    )


def _language(value: Any) -> str | None:
    """Return the ISO 639-1 code that `inLanguage` begins with ("de" of "de-AT"), None where it names none."""
    found = _LANGUAGE.match(str(_first(value) or ""))
    return found[1].lower() if found else None


def _work(fields: dict[str, Any]) -> str | None:
    """Return the address of the work that a page translates, its own where it says to have been translated."""
    original = fields.get("translationofwork")
    address = _address(original) or (_address(fields) if fields.get("worktranslation") else None)
    return address[:_LONGEST_ADDRESS] if address else None


def _address(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    address = value.get("@id") or value.get("url") if isinstance(value, dict) else value
    return address if isinstance(address, str) and address.strip() else None


def tag_words(*values: Any) -> tuple[str, ...]:
    """Return cuisine, course and keywords as short words, each once."""
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    words = [clean(word)[:60] for text in texts[:100] if isinstance(text, str) for word in text[:2000].split(",")]
    return tuple(dict.fromkeys(filter(None, words)))[:MOST_TAGS]


_DIET = re.compile(r"([A-Za-z]{3,30})Diet$")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def diet_words(value: Any) -> list[str]:
    """Return schema.org's diets as words: `https://schema.org/LowLactoseDiet` is `low lactose`."""
    found = (_DIET.search(one) for one in (value if isinstance(value, list) else [value])[:20] if isinstance(one, str))
    return [_INNER_CAPITAL.sub(" ", one[1]).lower() for one in found if one]


def _first(value: Any) -> Any:
    if isinstance(value, list):
        return value[0] if value else None
    if isinstance(value, dict):
        return value.get("@value") or value.get("name")
    return value


def ingredient_lines(value: Any, depth: int = 0) -> list[str]:
    """Return ingredient lines of a text, a list, lists in lists, or PropertyValue objects."""
    if isinstance(value, str):
        return clean_lines(value) if depth == 0 else _filled([clean(value)])
    if isinstance(value, dict):
        return _filled([_ingredient_object(value)])
    if isinstance(value, list) and depth < 5:
        if len(value) == 1 and isinstance(value[0], str):
            return clean_lines(value[0])  # the only line of a list may be the whole list
        return [line for item in value for line in ingredient_lines(item, depth + 1)]
    return []


def _ingredient_object(item: dict[str, Any]) -> str:
    if isinstance(item.get("itemListElement"), list):
        return "\n".join(ingredient_lines(item["itemListElement"], 1))
    amount = item.get("amount") or item.get("requiredQuantity") or item.get("value") or ""
    if isinstance(amount, dict):
        amount = f"{amount.get('value', '')} {amount.get('unitText') or ''}"
    unit = item.get("unitText") or item.get("unitCode") or ""
    name = item.get("text") or item.get("name") or item.get("item") or ""
    return clean(" ".join(clean(part) for part in (amount, unit, name) if part))


def instruction_steps(value: Any, by_id: dict[str, Any] | None = None, depth: int = 0) -> list[str]:
    """Return steps of a text, HowToStep, HowToSection or ItemList in any nesting; a section's name is a step."""
    if depth > MOST_DEPTH:
        return []
    if isinstance(value, str):
        return clean_lines(value, join_wrapped=True)
    if isinstance(value, list):
        nested = [instruction_steps(item, by_id, depth + 1) for item in value]
        # The only step of a list may be the whole text; one of many is one step, whatever line ends it has.
        whole = len(nested) > 1
        return [step for item, found in zip(value, nested, strict=True)
                for step in ([" ".join(found)] if whole and _is_one_step(item) else found) if step]
    if not isinstance(value, dict):
        return []
    if set(value) == {"@id"} and isinstance(value["@id"], str):
        target = (by_id or {}).get(value["@id"])
        return instruction_steps(target, by_id, depth + 1) if target else []
    name = clean(_first(value.get("name") or value.get("Name")) or "")
    inner = value.get("itemListElement") or value.get("steps") or value.get("step")
    if inner and not value.get("text"):
        return _filled([name if not has_type(value, "itemlist") else ""]) + instruction_steps(inner, by_id, depth + 1)
    text = value.get("text") or value.get("description") or value.get("item")
    steps = instruction_steps(text, by_id, depth + 1)
    return _with_name(name, steps)


def _is_one_step(item: Any) -> bool:
    if isinstance(item, str):
        return True
    name = item.get("name") or "" if isinstance(item, dict) else None
    return isinstance(item, dict) and has_type(item, "howtostep") and isinstance(item.get("text"), str) and (
        isinstance(name, str) and (not name or is_number_of_step(clean(name))))


_NUMBERED = re.compile(r"(?:step|schritt|étape|paso|passo|stap)?\s*\d{1,2}\s*[.:]?", re.IGNORECASE)


def is_number_of_step(line: str) -> bool:
    """Say whether a line numbers a step and says nothing else: `Step 3`."""
    return _NUMBERED.fullmatch(line) is not None


def _with_name(name: str, steps: list[str]) -> list[str]:
    """Put a step's name before its text unless it repeats or only numbers it."""
    if not steps:
        return _filled([name])
    repeats = steps[0].casefold().startswith(name.rstrip(".…").rstrip().casefold())
    return steps if not name or repeats or is_number_of_step(name) else [name, *steps]


def yield_text(value: Any) -> str | None:
    """Return the most telling of a recipe's yields as written: `4 servings` rather than `4`."""
    if isinstance(value, dict):
        value = f"{value.get('value') or value.get('minValue') or ''} {value.get('unitText') or ''}"
    texts = _filled([clean(item) for item in (value if isinstance(value, list) else [value])])
    return max(texts, key=len)[:200] if texts else None


def total_minutes(fields: dict[str, Any]) -> int | None:
    """Return minutes of totalTime, else preparation and cooking together; keys in lower case."""
    total = minutes_of(fields.get("totaltime"))
    if total:
        return total
    parts = [minutes_of(fields.get(name)) for name in ("preptime", "cooktime")]
    return sum(part for part in parts if part) or None


def image_url(value: Any, base: str | None = None) -> str | None:
    """Return the first image's URL of a text, ImageObject or list; never the image itself."""
    for item in (value if isinstance(value, list) else [value])[:20]:
        candidate = (item.get("url") or item.get("contentUrl") or item.get("@id")) if isinstance(item, dict) else item
        if isinstance(candidate, list):
            candidate = candidate[0] if candidate else None
        if url := web_url(candidate, base):
            return url
    return None


def _filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line]
