"""One ingredient line taken apart by rules: amount, unit, name, preparation; then its food and its mass.

The order is that of a line: amount, unit, further amounts, name, preparation. What cannot be read stays empty:
a line never creates a food or a unit.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from recipes.ingredients import line_words as words
from recipes.ingredients.amounts import NUMBER, Amount, plain_fractions
from recipes.ingredients.line_amounts import first_amount, mass_aside
from recipes.ingredients.line_mass import GERMAN_STALK, mass_of_line
from recipes.ingredients.line_model import LineModel, read_again
from recipes.ingredients.line_names import split_name
from recipes.ingredients.romance_words import FOOD_NAMES, SPOONS
from recipes.recipe import IngredientLine
from recipes.text import clean

if TYPE_CHECKING:
    from pantry.foods import FoodMatch

PARSER_VERSION = 20
MOST_LENGTH = 500
# Below this a name in the catalog is a guess, and a guess is no food.
SUREST_FOOD_SCORE = 0.7

_BULLET = re.compile(r"^[\s\-–•*·▢□☐✓‣>~]+(?=\S)|^\(?\d+\)\s+")
_OPTIONAL = re.compile(r"\boptional\b|\bif (?:desired|you like|using)\b|\bnach belieben\b|\bevtl\b|\bwer mag\b|"
                       r"\bn\. ?b\.", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=[^\W\d_]{2})(?:\((?:n|en|e|er|s|es|r)\)|/(?:n|en|e|er)\b)")
_AHEAD = re.compile(r"^(?:\(optional\)|evtl\.?|eventuell|n\. ?b\.|nach belieben|optional:?|wer mag:?)\s+",
                    re.IGNORECASE)
_LABEL = re.compile(r"^(?:optional )?(?:garnish(?:es)?|accompaniments?|toppings?)\s*:\s+(?=\S)", re.IGNORECASE)
_NO_FOOD = re.compile(r"^(?:special )?equipment\b", re.IGNORECASE)
_SPELT = ((re.compile(r"\bfluid[ -]ounces?\b", re.IGNORECASE), "fl oz"),
          (re.compile(r"\b(table|tea|dessert)[ -](spoons?)\b", re.IGNORECASE), r"\1\2"),
          # "2-15 oz cans" is no range and "2 1/2-pint baskets" no mixed number: packs of one size.
          (re.compile(rf"^(\d|\d\d(?=-\d\d|\s))(?:-(?=\d)|\s(?=1/\d-))({NUMBER}\s*-?\s*(?:oz|ounces?|g|grams?|lb|pounds?|ml|pints?|"
                      r"quarts?)\.?\s+(?:cans|tins|packages|pkgs\.?|packets|jars|bags|bottles|cartons|containers|boxes|baskets)(?!\w))",
                      re.IGNORECASE), r"\1 x \2"))
_EACH = re.compile(r"\s+(?:à|a|je)\s+((?:ca\.?\s*)?\d+(?:[.,]\d+)?\s?k?g)\b(?!\))")
_FROM_MILL = re.compile(r"\s+aus der (?:Mühle|Dose|Packung|Tube)\b", re.IGNORECASE)
_BY_ZERO = re.compile(r"^\d*\s*\d+\s?/\s?0+(?!\d)")
# A line end that some exporter wrote as a backslash and a letter.
_LEFT_ESCAPE = re.compile(r"\\[nrt](?![a-z])")
_LONG_DASH = re.compile(r"(?<=[^\W\d])\s*—\s*(?=[^\W\d])")
# With a colon at its end a line that begins with no amount names what follows ("Teig (26 cm):"); without one, what
# nobody buys by that name.
_HEADING = re.compile(r"^for\b.{0,60}:$|^[^\d½¼¾⅓⅔⅛][^:]{0,59}:$|"
                      r"^(?:fillings?|toppings?|garnish(?:es)?|assembly|decorations?|füllung|belag|guss|garnitur|"
                      r"dekoration|deko|verzierung|(?:layer|part|step|schicht|teil|schritt) \d{1,2})$|"
                      r"^(?:for (?:the|serving)|für (?:den|die|das)|zum|außerdem)\b[^\d]{0,60}:?$|"
                      r"^to (?:serve|garnish|finish|decorate)\s*:?$|"
                      r"^[=*_#~-]{2,}.*[=*_#~-]{2,}$",
                      re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]{2}")


def parse_line(text: str, lang: str | None = None, *, model: LineModel | None = None) -> IngredientLine:
    """Take one ingredient line apart; never raises.

    Rules read the amount; where a line is more than amount, unit and a word or two, a small classifier may set the
    limits of the name anew (`recipes.ingredients.line_model`). lang: "de" or "en" if known; the words of both are
    understood in any case. model: another classifier than the shipped one.
    Returns quantity in `unit` (None if the line names none), name without amount and preparation, and grams
    where the line itself states them. An unreadable line has an empty name and a confidence below 0.3.
    """
    parsed, plain = read_by_rules(text)
    return parsed if lang == "de" else read_again(parsed, plain, model)


def read_by_rules(text: str) -> tuple[IngredientLine, str]:
    """Return a line as the rules read it, and its text with plain fractions as they saw it."""
    line = clean(text)[:MOST_LENGTH]
    marked = _LONG_DASH.sub(" - ", _LEFT_ESCAPE.sub(" ", line))
    # Made plain, a sign may turn into a letter behind what opens a tag: no bracket of that kind stays.
    marked = plain_fractions(marked).replace("<", "")
    plain = _AHEAD.sub("", _PLURAL.sub("", _BULLET.sub("", marked))).strip()
    plain = _FROM_MILL.sub("", _EACH.sub(r" (je \1)", _LABEL.sub("", plain)))
    for written, usual in _SPELT if plain.isascii() else (*_SPELT, *SPOONS):
        plain = written.sub(usual, plain)
    if not _LETTER.search(plain) or _NO_FOOD.match(plain) or _HEADING.match(plain) or _BY_ZERO.match(plain):
        return IngredientLine(line=line, confidence=0.1), plain
    part, whole = part_of(plain)
    amount, position, stated_g = first_amount(whole)
    name, preparation, trailing = split_name(whole[position:], has_unit=bool(amount and amount.unit))
    unit = (amount.unit if amount else None) or trailing
    known = amount is not None and amount.low > 0
    mass_g = stated_g or (amount.mass_g if amount and known else None) or mass_aside(whole, amount)
    if words.UNITS.get(name.casefold()) in words.PACKS or not _LETTER.search(name):
        name = ""
    return IngredientLine(
        line=line,
        quantity=round(amount.low, 4) if amount and known else None,
        quantity_max=round(amount.high, 4) if amount and known else None,
        unit=unit, name=name, preparation=", ".join(filter(None, (part, preparation))),
        optional=bool(_OPTIONAL.search(line)),
        mass_g=round(mass_g, 1) if mass_g else None, confidence=_confidence(name, amount, whole)), plain


_PART_OF = re.compile(r"((?:finely |freshly |fein )?(?:grated |squeezed |(?:ab)?geriebene[rn]? )?"
                      r"(?:juice|zest|peel|rind|seeds|saft|schale|abrieb)"
                      r"(?: (?:and|und|&|\+) (?:\w+ ){0,2}(?:juice|zest|saft|schale|abrieb))?)"
                      r"\s+(?:of|from|von|einer|eines)\s+(?=\S)", re.IGNORECASE)


def part_of(text: str) -> tuple[str, str]:
    """Split `Juice of 1 lemon` into what is used, '' for the whole, and the amount it comes from."""
    found = _PART_OF.match(text)
    return (found[1].lower(), text[found.end():]) if found else ("", text)


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

    names = sorted({name for line in lines
                    for name in (line.name, *_surer_names(line), _first_name(line.name)) if name})
    found = dict(zip(names, catalog().resolve_many(names, lang=lang), strict=True))
    return [_with_food(line, found) for line in lines]


_CANNED = re.compile(r"\d\S*\s*-?(?:oz|ounces?|g|grams?|ml)\.?\s+(?:cans?|tins?)\b", re.IGNORECASE)
_GERMAN_CAN = re.compile(r"\bDosen?\b")


def _fuller_names(line: IngredientLine) -> list[str]:
    """Return names that say more than the bare one: `canned tomatoes`, `minced beef`."""
    if not line.name:
        return []
    ahead = line.preparation.split(",")[0]
    said = f"{ahead} {line.name}"
    is_canned = line.unit in ("can", "tin") or _CANNED.search(line.line) is not None
    known_by = [f"canned {name}" for name in dict.fromkeys((line.name, _undone(line.name)))] if is_canned else []
    # "1 Dose Tomaten" are Dosentomaten, "1 Stange Sellerie" is Stangensellerie, "1 Dose Linsen" are "Linsen, Dose".
    for german, compound, behind in ((_GERMAN_CAN, "Dosen", ["Dose"]), (GERMAN_STALK, "Stangen", [])):
        if german.search(line.line):
            known_by = [f"{compound}{line.name.lower()}", *(f"{line.name} {word}" for word in behind)]
    # Of `boneless, skinless chicken thighs` the first name alone would be any meat without bones.
    joined = [" ".join(line.name.replace(",", " ").split())] if "," in line.name else []
    # Cooked rice weighs three times what the dry one does.
    cooked = f"cooked {line.name}"
    known_by += [cooked] if cooked.casefold() in line.line.casefold() else []
    return known_by + ([said] if ahead and said.casefold() in line.line.casefold() else []) + joined


_PASTE_NAMES = re.compile(r"tomato pur[eé]e|tomatenp[uü]ree", re.IGNORECASE)
_PASTE_UNITS = frozenset({"tbsp", "tsp", "tube", "dessertspoon"})
# In a kitchen a squash is the vegetable; on a receipt of Britain it is a drink.
_MEANT = {**FOOD_NAMES, "ice": "ice cubes", **dict.fromkeys(("squash", "squashes", "winter squash"), "pumpkin")}
# The catalog spells it as America does.
_CHILLI = re.compile(r"\bchilli(?=(?:e?s)?\b)", re.IGNORECASE)
# What a yogurt or a cheese is made of: `whole-milk ricotta` is a ricotta, no milk.
_OF_MILK = re.compile(r"\b(?:(?:fresh|soft|firm|low[- ]moisture),?\s+)*"
                      r"(?:(?:whole|full[- ]fat|(?:part[- ])?skim(?:med)?|low[- ]?fat|reduced[- ]fat|non[- ]?fat|"
                      r"(?:cow|sheep|ewe)['’]?s)[- ]milk|part[- ]skim)\s+(?=(?:(?:plain|greek|cottage|cream)\s+)*"
                      r"(?:yogh?urt|ricotta|mozzarella|cheese|feta|kefir|quark|buttermilk)s?\b)", re.IGNORECASE)
_OF_GOAT = re.compile(r"\b(?:(?:fresh|soft|firm),?\s+)*goat['’]?s?[- ]milk\s+(?=cheese\b)", re.IGNORECASE)
_SPICE_NAMES = re.compile(r"paprika", re.IGNORECASE)
_SPICE_UNITS = frozenset({"tbsp", "tsp", "pinch", "dash", "dessertspoon"})
_ALTERNATIVE = re.compile(r"\s+(?:or|oder|/)\s+", re.IGNORECASE)


def _surer_names(line: IngredientLine) -> list[str]:
    """Return names that say more than the bare one, the best first; of alternatives the first.

    `vegetable or chicken stock` is vegetable stock, `milk or almond milk` milk. Tomato purée by the spoon or the tube
    is what America calls paste; by the can it is sieved tomatoes. Paprika by the spoon is the spice, no vegetable.
    """
    if line.unit in _PASTE_UNITS and _PASTE_NAMES.fullmatch(line.name):
        return ["tomato paste"]
    if known := _MEANT.get(line.name.casefold()):
        return [known]
    if line.unit in _SPICE_UNITS and _SPICE_NAMES.fullmatch(_BRACKETS.sub("", line.name)):
        return ["paprika powder"]
    meant = _OF_GOAT.sub("goat ", _OF_MILK.sub("", _CHILLI.sub("chili", line.name)))
    respelt = [meant] if meant != line.name else []
    return [*respelt, *_fuller_names(line), *_first_of_alternatives(_first_name(line.name)), *_plainer_names(line)]


_BRACKETS = re.compile(r"\s*\([^()]*\)")
# What is ground is mostly another food, as ground turkey.
_DONE = (words.PREPARED | words.HOW_PREPARED) - {"ground"}


def _plainer_names(line: IngredientLine) -> list[str]:
    """Return the name without what stands in its brackets, and without what was done to the food.

    `Asian (toasted) sesame oil` is a sesame oil, `diced tomatoes, with juices` are tomatoes. The bare name comes first.
    """
    plainer = [name for name in dict.fromkeys((_BRACKETS.sub("", line.name), _undone(line.name)))
               if name and name != line.name]
    return [_first_name(line.name), *plainer] if plainer else []


def _undone(name: str) -> str:
    """Return the first of a name's foods without brackets and without what was done to it."""
    return " ".join(word for word in _first_name(name).split() if word.casefold() not in _DONE)


def _first_of_alternatives(name: str) -> list[str]:
    """Return what the first of alternatives may be called, with the words that both share behind the second."""
    first, *others = _ALTERNATIVE.split(name) if name else [""]
    shared = others[0].split() if others else []
    if not first or not shared or first.endswith("-"):
        return []
    if first.split()[-1].casefold() in words.NOT_MADE_OF:
        return [first]
    names = [" ".join((first, *shared[1:]))]
    # "Dark or golden raisins": dark is no food here.
    if all(word.casefold() in words.DESCRIBING_ALONE for word in first.split()):
        return names
    is_part = len(shared) > len(first.split()) and shared[-1].casefold() in words.MADE_OF
    return [*names, f"{first} {shared[-1]}", *([] if is_part and shared[-1] not in first else [first])]


def _first_name(name: str) -> str:
    """Return the first of several names: `salmon` of `salmon, grouper, or cod`; a colour alone is none."""
    first, *others = (part.strip() for part in re.split(r"\s*[,(;]", _BRACKETS.sub("", name)))
    if others and words.DESCRIBING_ALONE.issuperset(first.casefold().split()):
        parts = [part for part in re.split(r"\b(?:and|or|und|oder)\s+", others[-1]) if part] or [first]
        # "Dark, milk or white chocolate": one word before the last two is a kind, too.
        return (parts[-1] if " " not in parts[0].strip() else parts[0]).strip()
    return first


# What chickpeas, avocados and lentils are made into: another food than they are.
_MADE_INTO = frozenset({"flour", "oil", "mehl", "öl"})
_PACKED = re.compile(r"\s(?:in|with|of|mit)\s", re.IGNORECASE)


def _is_made_into(name: str, match: "FoodMatch") -> bool:
    """Say whether a name ends with what a food was made into, and the food that was guessed is not that."""
    from pantry.foods import catalog

    last = _undone(name).casefold().split()[-1:]
    food = catalog().get(match.food_id)
    if match.how in ("exact", "normalised") or food is None or not last or last[0] not in _MADE_INTO:
        return False
    names = (food.food_id, food.name_en, food.name_en_plural, food.name_de)
    return _PACKED.search(name) is None and not any(last[0] in one.casefold() for one in names)


# What stands ahead of the end of a compound is a word, and no word is without a vowel.
_NO_WORD = re.compile(r"[^\W\d_aeiouyäöüáéíóúàèìòù]+", re.IGNORECASE)


def _only_ends_alike(name: str, match: "FoodMatch") -> bool:
    """Say whether a name but ends with the letters of the food that was guessed: scrapple is no apple."""
    from pantry.foods import catalog

    food = catalog().get(match.food_id)
    said = name.casefold().split()
    if match.how != "fuzzy" or food is None or not said:
        return False
    names = [one.casefold() for one in (food.name_en, food.name_en_plural, food.name_de, food.name_de_plural) if one]
    return set(said).isdisjoint(names) and any(
        said[-1].endswith(one) and _NO_WORD.fullmatch(said[-1].removesuffix(one)) for one in names)


def _with_food(line: IngredientLine, found: "dict[str, FoodMatch | None]") -> IngredientLine:
    surer = (found[name] for name in _surer_names(line))
    # Such a name only counts when the catalog has just that; a guess is made from the bare name.
    match = next((one for one in surer if one and one.how in ("exact", "normalised")),
                 found.get(_first_name(line.name)) or found.get(line.name))
    if match is None or match.score < SUREST_FOOD_SCORE:
        guesses = (found[name] for name in _plainer_names(line))
        match = next((one for one in guesses if one and one.score >= SUREST_FOOD_SCORE), None)
    if match is None or _is_made_into(line.name, match) or _only_ends_alike(line.name, match):
        return line
    return replace(line, food_id=match.food_id, mass_g=mass_of_line(line, match.food_id),
                   confidence=round(line.confidence * match.score, 3))
