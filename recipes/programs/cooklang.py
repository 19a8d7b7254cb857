"""Recipes in Cooklang: ingredients are marked with @ in the text of the steps, pots with #, times with ~."""

import re

from pantry.errors import Refused
from recipes.extract import finish
from recipes.pages.jsonld import RawRecipe, tag_words
from recipes.recipe import Recipe
from recipes.text import clean, minutes_of
from recipes.texts.front_matter import read_front_matter

_FACT = re.compile(r"^>>\s*([A-Za-z][\w ]{0,30}?)\s*:\s*(.*)$")
# Behind the @ may stand what programs do with it (`&` meant before, `?` optional, `-` hidden), and the folder of
# another recipe; behind the braces how it is prepared.
_INGREDIENT = re.compile(r"@(?P<mark>[&?+@-]{0,3})(?:(?P<name>[^@#~{}\n]{1,80})\{(?P<amount>[^}\n]{0,60})\}"
                         r"(?:\((?P<note>[^()\n]{1,100})\))?|(?P<word>[^\s@#~{}.,;:!?()]+))")
_OTHER = re.compile(r"[#~]([^@#~{}\n]{0,80})\{([^}\n]{0,60})\}|[#~](?=\w)")
_BLOCK_COMMENT = re.compile(r"\[-.{0,5000}?-\]", re.DOTALL)


def read_cooklang(text: str, title: str = "") -> Recipe:
    """Read a Cooklang recipe; steps are its paragraphs with the marks written out.

    title: stands in where the text has none. Raises Refused E-REC-001 if no ingredient is marked.
    """
    facts, body = read_front_matter(text)
    ingredients: list[str] = []
    steps: list[str] = []
    for block in re.split(r"\n\s*\n", _BLOCK_COMMENT.sub("", body)):
        kept = [line.split("--")[0] for line in block.splitlines()]
        facts.update({named[1].casefold(): [named[2]] for line in kept if (named := _FACT.match(line))})
        step = " ".join(line for line in kept if line.strip() and not line.startswith((">>", "=", ">")))
        ingredients.extend(_line(found) for found in _INGREDIENT.finditer(step))
        steps.append(clean(_OTHER.sub(_words, _INGREDIENT.sub(_in_step, step))))
    if not ingredients:
        raise Refused("E-REC-001", "There is no recipe in this text: no ingredient is marked with @.")

    def of(*keys: str) -> str:
        return next((clean(" ".join(facts[key])) for key in keys if facts.get(key)), "")

    raw = RawRecipe(
        title=of("title") or title, ingredients=tuple(dict.fromkeys(ingredients)),
        instructions=tuple(filter(None, steps)), yields=of("servings", "serves", "yield") or None,
        total_minutes=minutes_of(of("time required", "time", "duration") or None) or sum(filter(None, (
            minutes_of(of(key) or None) for key in ("prep time", "cook time")))) or None,
        tags=tag_words(*(facts.get(key) for key in ("tags", "cuisine", "course", "category"))))
    return finish(raw, how="cooklang")


def _name(found: re.Match[str]) -> str:
    name = (found["name"] or found["word"]).strip()
    return name.rsplit("/", 1)[-1] if name.startswith(("./", "../")) else name


def _line(found: re.Match[str]) -> str:
    amount, _, unit = (found["amount"] or "").partition("%")
    said = clean(" ".join(filter(None, (amount.strip(" ="), unit.strip(), _name(found)))))
    notes = filter(None, (clean(found["note"] or ""), "optional" if "?" in found["mark"] else ""))
    return ", ".join((said, *notes))


def _in_step(found: re.Match[str]) -> str:
    return f"{_name(found)} ({found['note']})" if found["note"] else _name(found)


def _words(found: re.Match[str]) -> str:
    return " ".join(filter(None, ((found[2] or "").replace("%", " ").strip() if found[0].startswith("~") else "",
                                  (found[1] or "").strip())))
