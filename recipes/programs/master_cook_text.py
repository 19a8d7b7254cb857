"""MasterCook's text exports: a line of stars, named facts, and ingredients in columns below a ruled head."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from recipes.pages.jsonld import RawRecipe, tag_words
from recipes.text import clean, minutes_of

_HEADER = re.compile(r"^\s*\*\s*exported\s+(?:from|for)\s+mastercook\b.*\*\s*$", re.IGNORECASE)
_END = re.compile(r"^\s*(?:- ?){10,}\s*$")
_RULE = re.compile(r"^\s*(-{4,})\s+(-{4,})\s+(-{4,})\s*$")
_SERVING = re.compile(r"serving size\s*:\s*(\d+(?:[.,]\d+)?)", re.IGNORECASE)
_PREPARATION = re.compile(r"preparation time\s*:\s*(\d{1,3}):([0-5]\d)", re.IGNORECASE)
_CATEGORIES = re.compile(r"^\s*categories\s*:\s*(.*)$", re.IGNORECASE)
_FACT = re.compile(r"^\s*(?:recipe by|serving size|categories|preparation time)\s*:", re.IGNORECASE)
# Blanks that set one category, or the name and how it is prepared, apart.
_GAP = re.compile(r"\s{3,}")
_DASHES = re.compile(r"\s+--\s+")


def looks_like_master_cook(head: str) -> bool:
    """Say whether a text begins like an export of MasterCook."""
    return any(_HEADER.match(line) for line in head.splitlines()[:20])


def read_master_cook(text: str) -> Iterator[RawRecipe]:
    """Yield the recipes of an export; one without ingredients and steps is passed over."""
    lines: list[str] | None = None
    for line in text.expandtabs(8).splitlines():
        if _HEADER.match(line):
            yield from _recipe(lines)
            lines = []
        elif lines is not None and _END.match(line):
            yield from _recipe(lines)
            lines = None
        elif lines is not None:
            lines.append(line)
    yield from _recipe(lines)


def _recipe(lines: Sequence[str] | None) -> Iterator[RawRecipe]:
    lines = lines or []
    rule = next((at for at, line in enumerate(lines) if _RULE.match(line)), None)
    head = lines[:rule] if rule is not None else lines
    title = next((clean(line) for line in head if line.strip() and not _FACT.match(line)), "")
    facts = "\n".join(head)
    servings, time = _SERVING.search(facts), _PREPARATION.search(facts)
    ingredients: list[str] = []
    at = len(head)
    if rule is not None:
        columns = _columns(lines[rule])
        at = rule + 1
        while at < len(lines) and lines[at].strip():
            _add(ingredients, lines[at], columns)
            at += 1
    steps = [clean(" ".join(block.split("\n"))) for block in re.split(r"\n\s*\n", "\n".join(lines[at:]))]
    found = RawRecipe(
        title=title, ingredients=tuple(ingredients), instructions=tuple(filter(None, steps)),
        yields=f"{servings[1]} servings" if servings else None,
        total_minutes=minutes_of(int(time[1]) * 60 + int(time[2])) if time else None, tags=_tags(head))
    if found.title and (found.ingredients or (rule is not None and found.instructions)):
        yield found


def _columns(rule: str) -> tuple[int, int]:
    """Return where the unit and the name begin, by the dashes below the heads of the columns."""
    found = _RULE.match(rule)
    return (found.start(2), found.start(3)) if found else (0, 0)


def _add(ingredients: list[str], line: str, columns: tuple[int, int]) -> None:
    """Add an ingredient; one that begins with dashes, or with blanks where a name would, goes on with the last."""
    unit, name = columns
    amount, measure, text = line[:unit].strip(), line[unit:name].strip(), line[name:].strip()
    # The head of the columns may be ruled farther left than some exports write.
    said = " ".join(filter(None, (amount, measure, text))) if text else line.strip()
    said = clean(_DASHES.sub(", ", said))
    if ingredients and not amount and not measure and (said.startswith("--") or line[name:name + 1] == " "):
        ingredients[-1] = clean(f"{ingredients[-1]}, {said.lstrip('- ')}")
    elif said:
        ingredients.append(said)


def _tags(head: Sequence[str]) -> tuple[str, ...]:
    for at, line in enumerate(head):
        if named := _CATEGORIES.match(line):
            further = takewhile(lambda one: one.strip() and ":" not in one, head[at + 1:])
            return tag_words([word for one in (named[1], *further) for word in _GAP.split(one.strip())])
    return ()
