"""Recipes written as text: Markdown with or without front matter, and plain text with headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import capwords

from pantry.errors import Refused
from recipes.extract import finish
from recipes.pages.jsonld import RawRecipe, tag_words
from recipes.pages.page_words import INGREDIENT_HEADING
from recipes.recipe import Recipe
from recipes.text import clean, is_yield, minutes_of, plain_markdown, servings_of, without_number
from recipes.texts.front_matter import read_front_matter
from recipes.texts.text_headings import (
    is_ingredient_heading,
    is_method_heading,
    is_step,
    is_step_number,
    joined_columns,
    with_headings,
)
from recipes.texts.text_lines import tidy_lines

# A bullet or a number, and a box to tick.
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?")
_BULLET = re.compile(r"^\s*[-*+•]\s")
_PEOPLE_BEHIND = re.compile(
    r"(.*?\S)\s*(?:\(([^()]{3,40})\)|(?<=\s)((?:für|for|pour|per|para|voor|serves|makes)\s+\d.{0,20}))", re.IGNORECASE)
# A picture of a clock or a plate in front of a line.
_SIGN = re.compile(r"^\W+")
_HEADING = re.compile(r"^\s*(#{1,6}\s+|\*\*)?(.*?)(\*\*)?\s*$")
# What follows the steps and is none: a remark of the cook, or where the recipe is from.
_REMARKS = re.compile(r"(?:(?:cook'?s |recipe )?(?:notes?|tips?)|nutrition(?:al)?(?: (?:facts|information|values))?|"
                      r"storage|variations?|source|notizen|tipps?|hinweise?|anmerkungen?|nährwerte(?: .{1,30})?|"
                      r"quelle|aufbewahrung|varianten?)", re.IGNORECASE)
_APART = re.compile(r"^\s*(?:[-=*_~]\s?){5,}\s*$")
_FACTS_APART = re.compile(r"\s*[|·•;]\s*|\s{3,}")
# Said behind the steps, and none of them.
_NO_STEP = re.compile(r"(?:nutrition\w*|nährwerte|storage|aufbewahrung|source|quelle)\b[^:]{0,30}:\s.*|follow @.*",
                      re.IGNORECASE)
_TITLE_LABEL = re.compile(r"^(?:recipe|rezept|recette|ricetta|receta)\s*:\s+(?=\S)", re.IGNORECASE)
MOST_RECIPES = 5_000


def looks_like_text_recipe(data: bytes) -> bool:
    """Say whether a text has a line that heads a list of ingredients."""
    text = data[:20_000].decode("utf-8", errors="replace")
    return any(INGREDIENT_HEADING.fullmatch(_bare(line)) for line in tidy_lines(text) if line.strip())


def read_texts(text: str, title: str = "") -> Iterator[Recipe]:
    """Yield the recipes of a text: several where a title each, or a ruled line, begins another list of ingredients.

    title: stands in where a text has none. Raises Refused E-REC-001 without ingredients.
    """
    for part in _parts(text):
        yield read_text(part, title)


def read_text(text: str, title: str = "", *, is_recipe: bool = False) -> Recipe:
    """Read one recipe: a title, a list below "Ingredients", steps below "Method"; others as in `read_texts`.

    Without headings its lines are told apart by what they look like (`recipes.texts.text_headings`); is_recipe: whether
    someone says that it is a recipe, so that less has to show it.
    """
    facts, body = read_front_matter(text)
    said = _Said(list(facts.get("ingredients", [])),
                 [*facts.get("directions", []), *facts.get("instructions", []), *facts.get("steps", [])])
    lines = tidy_lines(body) if said.ingredients else with_headings(
        joined_columns(tidy_lines(body)), is_recipe=is_recipe)
    said.names_steps = any(is_method_heading(_bare(line)) for line in lines)
    for line in lines:
        said.add(line)
    if not said.ingredients:
        raise Refused("E-REC-001", "There is no recipe in this text: no list of ingredients was found.")

    def of(*keys: str) -> str:
        return next((clean(" ".join(facts[key])) for key in keys if facts.get(key)), "")

    first = next((bare for line in lines if (bare := _bare(line))), "")
    name = of("title", "name") or (said.heads[0] if said.heads else "") or (
        first if len(first) < 80 and not is_ingredient_heading(first) else "") or title
    name, people = _people_behind(_TITLE_LABEL.sub("", clean(name)))
    # Shouted, as captions are.
    name = capwords(name) if name.isupper() and len(name.split()) > 1 else name
    raw = RawRecipe(title=name, ingredients=_plain(said.ingredients),
                    instructions=tuple(map(without_number, _plain(said.steps))),
                    yields=of("servings", "serves", "yield") or _yield_said(said.preface) or said.people or people,
                    total_minutes=minutes_of(of("time", "total time") or None) or _minutes_said(said.preface),
                    tags=tag_words(*(facts.get(key) for key in ("tags", "cuisine", "category", "categories"))))
    return finish(raw, how="text")


@dataclass(slots=True)
class _Said:
    """What the lines of a text say, as they are added.

    people: for how many, where the heading of the ingredients says so. heads: headings before the ingredients.
    names_steps: whether a heading stands above the steps; without one the first sentence ends the ingredients.
    """

    ingredients: list[str]
    steps: list[str]
    preface: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    people: str | None = None
    names_steps: bool = True
    section: list[str] | None = None
    is_after_item: bool = False

    def add(self, line: str) -> None:
        bare, is_heading = _bare(line), line.startswith("#")
        if is_ingredient_heading(bare):
            self.section = self.ingredients
            self.people = self.people or (bare if servings_of(bare) else None)
        elif is_method_heading(bare):
            self.section = self.steps
        elif self.section is not None and (_REMARKS.fullmatch(bare or "-") or (
                is_heading and self.section is self.steps and len(bare.split()) < 6)):
            self.section = []
        elif self.section is not None:
            self._go_on(line, bare)
        elif is_heading:
            self.heads.extend([bare] if bare else [])
        elif bare:
            self.preface += [_SIGN.sub("", part) for part in _FACTS_APART.split(bare)]

    def _go_on(self, line: str, bare: str) -> None:
        is_item = _ITEM.match(line) is not None
        if self._begins_steps(line, bare):
            self.section = self.steps
        section = self.section if self.section is not None else []
        if bare and self.is_after_item and not is_item and line[:1].isspace():
            section[-1:] = [f"{section[-1]} {bare}" if section else bare]
        elif is_yield(bare) if section is self.ingredients else section is self.steps and _is_time(bare):
            self.preface.append(bare)
        elif bare and not (section is self.steps and (is_step_number(bare) or _NO_STEP.fullmatch(bare))):
            section.append(_ITEM.sub("", line.strip()) if is_item else bare)
        self.is_after_item = bool(bare) and bool(section) and (is_item or (self.is_after_item and line[:1].isspace()))


    def _begins_steps(self, line: str, bare: str) -> bool:
        """Say whether a sentence follows ingredients that no heading of steps ends; no line with a bullet does."""
        return (not self.names_steps and self.section is self.ingredients and len(self.ingredients) > 1
                and is_step(bare) and not _BULLET.match(line))


def _people_behind(title: str) -> tuple[str, str | None]:
    """Split off for how many a title says it is: `Scones (makes 8)`, `Pancakes for 3`."""
    found = _PEOPLE_BEHIND.fullmatch(title)
    people = (found[2] or found[3]).strip() if found else ""
    if found is None or not (is_yield(people) or _MAKES.fullmatch(people)):
        return title, None
    return found[1].rstrip(" -–—,:"), people


def _parts(text: str) -> list[str]:
    """Return the texts of a file's recipes: more than one where each has its list of ingredients."""
    for begins in (lambda line: line.startswith("# "), _APART.match):
        parts: list[list[str]] = [[]]
        for line in text.splitlines():
            if begins(line):
                parts.append([])
            if not _APART.match(line) or not begins(line):
                parts[-1].append(line)
        whole = [part for part in parts if any(INGREDIENT_HEADING.fullmatch(_bare(line) or "-") for line in part)]
        if len(whole) > 1:
            return ["\n".join(part) for part in whole[:MOST_RECIPES]]
    return [text]


_MAKES = re.compile(r"(?:makes|yields?|ergibt|portionen|servings)\b\s*:?\s*(?:(?:about|ca\.?|etwa)\s+)?\d.{0,40}",
                    re.IGNORECASE)
_TIME_SAID = re.compile(
    r"(?:(?P<total>total|gesamt|ready in|fertig in|temps total|tempo totale|tiempo(?: total)?)|prep\w*|cook\w*|bak\w*|"
    r"arbeits|koch-?/?(?:back)?|back|zubereitungs|préparation|cuisson|repos|preparazione|cottura|preparación|cocción)?"
    r"(?:[ -]?(?:time|zeit|dauer)\b)?\s*(?::|(?=\d|ca\b))\s*"
    r"(?:(?:ca\.?|about|etwa|circa|environ)\s+)?(?P<time>\d.{0,40})", re.IGNORECASE)
_TIME_NAMED = re.compile(r"[^\d:]{0,20}(?:time|zeit|dauer)\b|[^\d:]{3,20}:", re.IGNORECASE)


def _yield_said(lines: list[str]) -> str | None:
    """Return the first line that says for how many, or how much it makes: `Serves 4`, `Makes 12 muffins`."""
    return next((line for line in lines if is_yield(line) or _MAKES.fullmatch(line)), None)


def _is_time(line: str) -> bool:
    """Say whether a line names a time, as `Cooking time: 20 min`; `Bake 20 min` tells what to do."""
    return bool(_TIME_NAMED.match(line) and _TIME_SAID.fullmatch(line))


def _minutes_said(lines: list[str]) -> int | None:
    """Return the minutes that lines like `Total time: 45 min` name; without a total, the parts together."""
    found = [one for line in lines if (one := _TIME_SAID.fullmatch(line)) and not line[:1].isdigit()]
    chosen = [one for one in found if one["total"]] or found
    return sum(minutes_of(one["time"]) or 0 for one in chosen) or None


def _plain(lines: list[str]) -> tuple[str, ...]:
    return tuple(filter(None, (clean(plain_markdown(line)) for line in lines)))


def _bare(line: str) -> str:
    found = _HEADING.match(line.strip()[:2000])
    return found.group(2).strip(" *_:") if found else ""

