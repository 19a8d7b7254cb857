"""One ingredient line taken apart by rules: amount, unit, name, preparation; then its food and its mass.

The order is that of a line: amount, unit, further amounts, name, preparation. What cannot be read stays empty:
a line never creates a food or a unit.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from recipes import line_words as words
from recipes.amounts import Amount, amount_at, plain_fractions, times_at, unit_at
from recipes.line_model import LineModel, read_again
from recipes.line_names import split_name
from recipes.recipe import IngredientLine
from recipes.text import clean

if TYPE_CHECKING:
    from pantry.foods import FoodMatch

PARSER_VERSION = 4
MOST_LENGTH = 500
# Below this a name in the catalog is a guess, and a guess is no food.
SUREST_FOOD_SCORE = 0.7

_BULLET = re.compile(r"^[\s\-–•*·▢□☐✓‣>~]+(?=\S)|^\(?\d+\)\s+")
_OPTIONAL = re.compile(r"\boptional\b|\bif (?:desired|you like|using)\b|\bnach belieben\b|\bevtl\b|\bwer mag\b|"
                       r"\bn\. ?b\.", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=[^\W\d_]{2})(?:\((?:n|en|e|er|s|es|r)\)|/(?:n|en|e|er)\b)")
_AHEAD = re.compile(r"^(?:evtl\.?|eventuell|n\. ?b\.|nach belieben|optional:?|wer mag:?)\s+", re.IGNORECASE)
_EACH = re.compile(r"\s+(?:à|a|je)\s+((?:ca\.?\s*)?\d+(?:[.,]\d+)?\s?k?g)\b(?!\))")
_FROM_MILL = re.compile(r"\s+aus der (?:Mühle|Dose|Packung|Tube)\b", re.IGNORECASE)
_BY_ZERO = re.compile(r"^\d*\s*\d+\s?/\s?0+(?!\d)")
# A line end that some exporter wrote as a backslash and a letter.
_LEFT_ESCAPE = re.compile(r"\\[nrt](?![a-z])")
_LONG_DASH = re.compile(r"(?<=[^\W\d])\s*—\s*(?=[^\W\d])")
_OF = re.compile(r"\s*(?:of|von|vom|d')\s+(?:the\s+)?(?:a\s+|an\s+|one\s+|1\s+)?", re.IGNORECASE)
_WORD = re.compile(r"\s*([^\s,;()/]+)")
_MORE = re.compile(r"\s*(?:/|\+|-|plus\b|or\b|and\b|to\b|,|\bbzw\.?)\s*"
                   r"(?:about\s+|approx\.?\s+|generous\s+|scant\s+)?(?=\d)", re.IGNORECASE)
_HEADING = re.compile(r"^(?:for (?:the|serving)|für (?:den|die|das)|zum|außerdem)\b[^\d]{0,60}:?$|^[^\d]{1,60}:$",
                      re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]{2}")


def parse_line(text: str, lang: str | None = None, *, model: LineModel | None = None) -> IngredientLine:
    """Take one ingredient line apart; never raises.

    Rules read the amount; where a line is more than amount, unit and a word or two, a small classifier may set the
    limits of the name anew (`recipes.line_model`). lang: "de" or "en" if known; the words of both are understood in
    any case. model: another classifier than the shipped one.
    Returns quantity in `unit` (None if the line names none), name without amount and preparation, and grams
    where the line itself states them. An unreadable line has an empty name and a confidence below 0.3.
    """
    parsed, plain = read_by_rules(text)
    return parsed if lang == "de" else read_again(parsed, plain, model)


def read_by_rules(text: str) -> tuple[IngredientLine, str]:
    """Return a line as the rules read it, and its text with plain fractions as they saw it."""
    line = clean(text)[:MOST_LENGTH]
    marked = _LONG_DASH.sub(" - ", _LEFT_ESCAPE.sub(" ", line))
    plain = _AHEAD.sub("", _PLURAL.sub("", _BULLET.sub("", plain_fractions(marked)))).strip()
    plain = _FROM_MILL.sub("", _EACH.sub(r" (je \1)", plain))
    if not _LETTER.search(plain) or _HEADING.match(plain) or _BY_ZERO.match(plain):
        return IngredientLine(line=line, confidence=0.1), plain
    part, whole = _part_of(plain)
    amount, position, stated_g = _amount(whole)
    name, preparation, trailing = split_name(whole[position:], has_unit=bool(amount and amount.unit))
    unit = (amount.unit if amount else None) or trailing
    known = amount is not None and amount.low > 0
    mass_g = stated_g or (amount.mass_g if amount and known else None) or _mass_aside(whole, amount)
    if words.UNITS.get(name.casefold()) in words.PACKS:
        name = ""
    return IngredientLine(
        line=line,
        quantity=round(amount.low, 4) if amount and known else None,
        quantity_max=round(amount.high, 4) if amount and known else None,
        unit=unit, name=name, preparation=", ".join(filter(None, (part, preparation))),
        optional=bool(_OPTIONAL.search(line)),
        mass_g=round(mass_g, 1) if mass_g else None, confidence=_confidence(name, amount, whole)), plain


_PART_OF = re.compile(r"((?:finely |freshly |fein )?(?:grated |squeezed |(?:ab)?geriebene[rn]? )?"
                      r"(?:juice|zest|peel|rind|saft|schale|abrieb)"
                      r"(?: (?:and|und|&) (?:\w+ ){0,2}(?:juice|zest|saft|schale|abrieb))?)"
                      r"\s+(?:of|from|von|einer|eines)\s+(?=\S)", re.IGNORECASE)


def _part_of(text: str) -> tuple[str, str]:
    """Split `Juice of 1 lemon` into what is used and the amount it comes from."""
    found = _PART_OF.match(text)
    return (found[1].lower(), text[found.end():]) if found else ("", text)


_ASIDE = re.compile(r"\(\s*(?P<about>(?:about|ca\.?|approx\.?|je|à|each|total)?\s*)(?=\d)")


def _mass_aside(text: str, amount: Amount | None) -> float | None:
    """Return grams said in brackets behind the name: of one pack, else of all."""
    if amount is None or amount.low <= 0:
        return None
    for found in _ASIDE.finditer(text):
        inner = amount_at(text, found.end())
        if inner and inner.mass_g:
            is_each = amount.unit in words.PACKS or found["about"].strip() in ("je", "à", "each") or (
                text[inner.end:inner.end + 5] in (" each", " je)"))
            return inner.mass_g * (amount.low if is_each else 1)
    return None


def _amount(text: str) -> tuple[Amount | None, int, float | None]:
    """Return the first amount, where the name starts, and grams stated for the whole line."""
    start = _skip_words(text, 0, words.APPROXIMATE)
    amount = amount_at(text, start) or _worded(text, start)
    if amount is None:
        amount = _unit_alone(text, start)
        return (amount, amount.end, None) if amount else (_amount_inside(text), 0, None)
    position, each_g = amount.end, None
    if amount.unit is None:
        position, each_g, unit = _size_and_unit(text, position)
        amount = Amount(amount.low, amount.high, unit, position)
    position, other_g = _further_amounts(text, position)
    if amount.unit in words.LENGTHS:
        position = _skip_piece(text, position)
    position = _skip_other_count(text, position)
    whole_g = amount.low * each_g if each_g else (None if amount.mass_g else other_g)
    of = _OF.match(text, position)
    return amount, of.end() if of else position, whole_g


def _skip_words(text: str, position: int, skipped: frozenset[str]) -> int:
    while True:
        found = _WORD.match(text, position)
        if not found or found.group(1).casefold() not in skipped:
            return position
        position = found.end() + (1 if text[found.end():found.end() + 1] == " " else 0)


_VAGUE_OF = re.compile(r"\s+(?:of|von)\b(?=\s)")


def _worded(text: str, position: int) -> Amount | None:
    """Read `a`, `half a`, `zwei`; vague words (`a few`, `etwas`) give no number but are passed over."""
    total, end, seen = 1.0, position, False
    for _ in range(3):
        found = _WORD.match(text, end)
        word = found.group(1).casefold() if found else ""
        if found and word in words.NUMBER_WORDS and text[found.end():found.end() + 1] == " ":
            total, end, seen = total * words.NUMBER_WORDS[word], found.end(), True
        elif found and (word in words.VAGUE or (seen and word == "of")):
            if word not in words.VAGUE:
                return Amount(total, total, None, end)
            of = _VAGUE_OF.match(text, found.end())
            return Amount(0.0, 0.0, None, of.end() if of else found.end())
        else:
            break
    return Amount(total, total, None, end) if seen else None


def _unit_alone(text: str, position: int) -> Amount | None:
    """Read a unit without a number: `pinch of salt`, `Handful basil leaves`, `Prise Salz`."""
    position = _skip_words(text, position, words.BEFORE_UNIT)
    unit = unit_at(text, position)
    if unit and len(text[position:unit[1]].strip(" .")) > 1 and _LETTER.search(text, unit[1]):
        behind = text[unit[1]:unit[1] + 1]
        if unit[0] not in words.MASS_G and behind == " " and (
                unit[0] not in words.NEEDS_NAME or text[unit[1]:].lstrip().casefold().startswith(("of ", "von "))):
            of = _OF.match(text, unit[1])
            return Amount(0.0, 0.0, unit[0], of.end() if of else unit[1])
    return None


_INSIDE = re.compile(r"(?:,\s|\(|\bof\s|\bvon\s|\s)(?:about\s+|ca\.?\s+)?(?=\d)", re.IGNORECASE)


def _amount_inside(text: str) -> Amount | None:
    """Find an amount behind the name: `Vanilla extract, 2 teaspoons`, `Juice of 1 lemon`, `Mehl 200 g`."""
    for found in _INSIDE.finditer(text):
        amount = amount_at(text, found.end())
        if amount is None:
            continue
        if amount.unit and amount.unit not in words.LENGTHS:
            return amount
        return None
    return None


def _size_and_unit(text: str, position: int) -> tuple[int, float | None, str | None]:
    """Behind a bare number: a package size, words of size, and the unit. Returns end, grams of one, unit."""
    each_g = None
    times = times_at(text, position)
    inner = amount_at(text, times) if times is not None else None
    if inner and inner.unit:
        position, each_g = inner.end, inner.mass_g
        slash = _further_amounts(text, position)
        position, each_g = slash[0], each_g or slash[1]
        position = max(position, position + len(text[position:]) - len(text[position:].lstrip(" -")))
    else:
        position, each_g = _parenthesis_amount(text, position)
    end = _skip_words(text, position, words.BEFORE_UNIT)
    unit = _counting_unit(text, end)
    if unit:
        return unit[1], each_g, unit[0]
    if inner and inner.unit and times is not None and "x" not in text[position - 8:position]:
        return position, each_g, None
    return _skip_words(text, position, words.SIZES), each_g, None


def _counting_unit(text: str, position: int) -> tuple[str, int] | None:
    unit = unit_at(text, position)
    if not unit:
        return None
    rest = text[unit[1]:]
    # Without a food behind it the word is the food: "2 leaves", "1 can", "4 ribs, trimmed".
    if unit[0] not in words.MEASURES.values() and not re.match(r"\.?\s*(?:\([^)]*\)\s*)?(?:,\s*)?[^\W\d_]", rest):
        return None
    if unit[0] in words.NEEDS_NAME and rest.lstrip()[:1] in ("", ","):
        return None
    return unit


_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")


def _parenthesis_amount(text: str, position: int) -> tuple[int, float | None]:
    """Read `(14 oz)` at a position; other parentheses are left for the name."""
    found = _BRACKETS.match(text, position)
    inside = found.group(1).strip() if found else ""
    inner = amount_at(inside, _skip_words(inside, 0, words.APPROXIMATE))
    if found and inner and inner.unit:
        more = _further_amounts(inside, inner.end)
        return found.end(), inner.mass_g or more[1]
    return position, None


def _further_amounts(text: str, position: int) -> tuple[int, float | None]:
    """Pass over the same amount in other units (`/7fl oz`, `(125 ml)`, `plus 1 tbsp`); return grams if stated."""
    grams = None
    for _ in range(6):
        end, inside_g = _parenthesis_amount(text, position)
        if end > position:
            position, grams = end, grams or inside_g
            continue
        more = _MORE.match(text, position)
        start = more.end() if more else position + len(text[position:]) - len(text[position:].lstrip())
        other = amount_at(text, start)
        if not other or not other.unit or (not more and other.unit not in ("oz", "g", "lb", "fl oz")):
            break
        position = other.end
        if more and ("/" in more.group() or "or" in more.group()):
            grams = grams or other.mass_g
    return position, grams


_OTHER_COUNT = re.compile(
    r"\s*(?:or (?:more|so)\b(?=\s+[^\W\d])|/\d+(?: \d/\d)?(?=\s+[^\W\d])|"
    r"or \d+ (?:smaller|larger|small|medium|large|kleine|große)(?:\s+(?=[^\W\d])|\s+(?=\d)))", re.IGNORECASE)


def _skip_other_count(text: str, position: int) -> int:
    """Pass over `or more` and another count, `4 small or 2 large`, where a word follows."""
    found = _OTHER_COUNT.match(text, position)
    return found.end() if found else position


_PIECE = re.compile(r"\s*-?\s*(?:thick\s+)?(?:pieces?|knobs?|lengths?|chunks?|thumb|stück)\b(?:\s+of\b)?",
                    re.IGNORECASE)


def _skip_piece(text: str, position: int) -> int:
    found = _PIECE.match(text, position)
    return found.end() if found else position


def _confidence(name: str, amount: Amount | None, text: str) -> float:
    if not _LETTER.search(name):
        return 0.2
    doubts = (bool(re.search(r"\d", name)) * 0.3 + (len(name.split()) > 6) * 0.2 + (len(text) > 150) * 0.1
              + (amount is None and bool(re.search(r"\d", text))) * 0.2)
    return round(max(0.3, 0.97 - doubts), 2)


def resolve_line(line: IngredientLine, lang: str | None = None) -> IngredientLine:
    """Return the line with its food and mass, where the catalog knows them."""
    return resolve_lines([line], lang)[0]


def resolve_lines(lines: Sequence[IngredientLine], lang: str | None = None) -> list[IngredientLine]:
    """Return the lines with food ids and masses; a name that no food comes near stays without a food."""
    from pantry.foods import catalog

    names = sorted({name for line in lines for name in (line.name, *_fuller_names(line), _first_name(line)) if name})
    found = dict(zip(names, catalog().resolve_many(names, lang=lang), strict=True))
    return [_with_food(line, found) for line in lines]


def _fuller_names(line: IngredientLine) -> list[str]:
    """Return names that say more than the bare one: `canned tomatoes`, `minced beef`."""
    if not line.name:
        return []
    ahead = line.preparation.split(",")[0]
    said = f"{ahead} {line.name}"
    canned = [f"canned {line.name}"] if line.unit in ("can", "tin") else []
    return canned + ([said] if ahead and said.casefold() in line.line.casefold() else [])


def _first_name(line: IngredientLine) -> str:
    """Return the first of several names: `salmon` of `salmon, grouper, or cod`."""
    return re.split(r"\s*[,(;]", line.name)[0].strip()


def _with_food(line: IngredientLine, found: "dict[str, FoodMatch | None]") -> IngredientLine:
    fuller = (found[name] for name in _fuller_names(line))
    # A fuller name only counts when the catalog has just that; a guess is made from the bare name.
    match = next((one for one in fuller if one and one.how in ("exact", "normalised")),
                 found.get(_first_name(line)) or found.get(line.name))
    if match is None or match.score < SUREST_FOOD_SCORE:
        return line
    return replace(line, food_id=match.food_id, mass_g=_mass_g(line, match.food_id),
                   confidence=round(line.confidence * match.score, 3))


def _mass_g(line: IngredientLine, food_id: str) -> float | None:
    from pantry.errors import UnknownUnit
    from pantry.quantities import parse_unit, to_mass_g

    if line.mass_g is not None or line.quantity is None:
        return line.mass_g
    unit = parse_unit(line.unit) if line.unit else "piece"
    try:
        mass = to_mass_g(Decimal(str(line.quantity)), unit, food_id) if unit else None
    except UnknownUnit:
        return None
    return round(mass.grams, 1) if mass else None
