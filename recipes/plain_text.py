"""Recipes written as text: Markdown with or without front matter, plain text with headings, Cooklang."""

import re

from pantry.errors import Refused
from recipes.extract import finish
from recipes.jsonld import RawRecipe
from recipes.page_lists import INGREDIENT_HEADING, METHOD_HEADING
from recipes.recipe import Recipe
from recipes.text import clean, is_yield, minutes_of

_FRONT_MATTER = re.compile(r"\A\s*---\s*\n(.{0,50000}?)\n---\s*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^>{0,2}\s*([A-Za-z][\w ]{0,30}?)\s*:\s*(.*)$")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")
# A picture of a clock or a plate in front of a line.
_SIGN = re.compile(r"^\W+")
_HEADING = re.compile(r"^\s*(#{1,6}\s+|\*\*)?(.*?)(\*\*)?\s*$")


def looks_like_text_recipe(data: bytes) -> bool:
    """Say whether a text has a line that heads a list of ingredients, or Cooklang's marks."""
    text = data[:20_000].decode("utf-8", errors="replace")
    return any(INGREDIENT_HEADING.fullmatch(_bare(line)) for line in text.splitlines() if line.strip())


def read_text(text: str, title: str = "") -> Recipe:
    """Read a Markdown or plain text recipe: a title, a list below "Ingredients", steps below "Method".

    title: stands in where the text has none. Raises Refused E-REC-001 without ingredients.
    """
    facts, body = _front_matter(text)
    ingredients, steps, heads = list(facts.get("ingredients", [])), list(facts.get("directions", [])), [""]
    section, preface = None, []
    for line in body.splitlines():
        bare = _bare(line)
        if INGREDIENT_HEADING.fullmatch(bare or "-"):
            section = ingredients
        elif METHOD_HEADING.fullmatch(bare or "-"):
            section = steps
        elif line.startswith("#") and section is not None and len(bare.split()) < 6 and section is steps:
            section = None
        elif bare and section is not None and not (section is ingredients and is_yield(bare)):
            section.append(_ITEM.sub("", bare))
        elif bare and not line.startswith("#"):
            preface.append(_SIGN.sub("", bare))
        elif bare and line.startswith("#"):
            heads.append(bare)
    if not ingredients:
        raise Refused("E-REC-001", "There is no recipe in this text: no list of ingredients was found.")
    first = next((_bare(line) for line in body.splitlines() if line.strip()), "")
    name = _fact(facts, "title") or (heads[1] if len(heads) > 1 else "") or (
        first if len(first) < 80 and not INGREDIENT_HEADING.fullmatch(first or "-") else "") or _words(title)
    raw = RawRecipe(title=clean(name), ingredients=tuple(filter(None, map(clean, ingredients))),
                    instructions=tuple(filter(None, map(clean, steps))),
                    yields=_fact(facts, "servings") or _fact(facts, "yield") or _yield_said(preface),
                    total_minutes=minutes_of(_fact(facts, "time") or None) or _minutes_said(preface))
    return finish(raw, how="text")


_MAKES = re.compile(r"(?:makes|yields?|ergibt|portionen|servings)\b\s*:?\s*(?:(?:about|ca\.?|etwa)\s+)?\d.{0,40}",
                    re.IGNORECASE)
_TIME_SAID = re.compile(r"(?:(?P<total>total|gesamt)|prep\w*|cook\w*|bak\w*|arbeits|koch|back|zubereitungs)?[ -]?"
                        r"(?:time|zeit|dauer)\s*:\s*(?P<time>.{1,40})", re.IGNORECASE)


def _yield_said(lines: list[str]) -> str | None:
    """Return the first line that says for how many, or how much it makes: `Serves 4`, `Makes 12 muffins`."""
    return next((line for line in lines if is_yield(line) or _MAKES.fullmatch(line)), None)


def _minutes_said(lines: list[str]) -> int | None:
    """Return the minutes that lines like `Total time: 45 min` name; without a total, the parts together."""
    found = [one for line in lines if (one := _TIME_SAID.fullmatch(line))]
    chosen = [one for one in found if one["total"]] or found
    return sum(minutes_of(one["time"]) or 0 for one in chosen) or None


def _front_matter(text: str) -> tuple[dict[str, list[str]], str]:
    """Return the keys of a front matter as lists of texts, and the text behind it; no YAML beyond `key: - item`."""
    found = _FRONT_MATTER.match(text)
    facts: dict[str, list[str]] = {}
    key = ""
    for line in (found.group(1).splitlines() if found else ()):
        named = _KEY.match(line)
        if named and not line.startswith((" ", "-")):
            key = named.group(1).casefold()
            facts[key] = [named.group(2).strip(" \"'")] if named.group(2).strip() else []
        elif key and _ITEM.match(line):
            facts[key].append(_ITEM.sub("", line).strip(" \"'"))
    return facts, text[found.end():] if found else text


def _fact(facts: dict[str, list[str]], key: str) -> str:
    return clean(" ".join(facts.get(key, [])))


def _bare(line: str) -> str:
    found = _HEADING.match(line.strip()[:2000])
    return found.group(2).strip(" *_:") if found else ""


def _words(name: str) -> str:
    return re.sub(r"[_\-]+", " ", name).strip()


_COOK_INGREDIENT = re.compile(r"@(?:([^@#~{}\n]{1,80})\{([^}\n]{0,60})\}|([^\s@#~{}.,;:!?()]+))")
_COOK_OTHER = re.compile(r"[#~]([^@#~{}\n]{0,80})\{([^}\n]{0,60})\}|[#~](?=\w)")


def read_cooklang(text: str, title: str = "") -> Recipe:
    """Read a Cooklang recipe; steps are its paragraphs with the marks written out.

    title: the file's name. Raises Refused E-REC-001 if no ingredient is marked.
    """
    facts, body = _front_matter(text)
    ingredients: list[str] = []
    steps: list[str] = []
    for block in re.split(r"\n\s*\n", re.sub(r"\[-.{0,5000}?-\]", "", body, flags=re.DOTALL)):
        kept = [line.split("--")[0] for line in block.splitlines()]
        said = [named for line in kept if line.startswith(">>") and (named := _KEY.match(line))]
        facts.update({named.group(1).casefold(): [named.group(2)] for named in said})
        step = " ".join(line for line in kept if line.strip() and not line.startswith((">>", "=", ">")))
        ingredients.extend(_cook_line(found) for found in _COOK_INGREDIENT.finditer(step))
        steps.append(clean(_COOK_OTHER.sub(_cook_words, _COOK_INGREDIENT.sub(_cook_name, step))))
    if not ingredients:
        raise Refused("E-REC-001", "There is no recipe in this text: no ingredient is marked with @.")
    raw = RawRecipe(title=_fact(facts, "title") or _words(title), ingredients=tuple(dict.fromkeys(ingredients)),
                    instructions=tuple(filter(None, steps)), yields=_fact(facts, "servings") or None,
                    total_minutes=minutes_of(_fact(facts, "time required") or _fact(facts, "time") or None))
    return finish(raw, how="cooklang")


def _cook_name(found: re.Match[str]) -> str:
    return (found[1] or found[3]).strip()


def _cook_line(found: re.Match[str]) -> str:
    amount, _, unit = (found[2] or "").partition("%")
    return clean(" ".join(filter(None, (amount.strip(" ="), unit.strip(), _cook_name(found)))))


def _cook_words(found: re.Match[str]) -> str:
    return " ".join(filter(None, ((found[2] or "").replace("%", " ").strip() if found[0].startswith("~") else "",
                                  (found[1] or "").strip())))
