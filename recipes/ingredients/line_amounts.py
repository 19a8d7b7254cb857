"""The amount of an ingredient line: number, size of a pack, unit, further amounts, and where the name begins."""

import re
from dataclasses import replace

from recipes.ingredients import line_words as words
from recipes.ingredients.amounts import Amount, amount_at, times_at, unit_at
from recipes.ingredients.romance_words import OF_BEHIND_UNIT

_LETTER = re.compile(r"[^\W\d_]{2}")
_OF = re.compile(r"\s*(?:of|von|vom|d')\s+(?:the\s+)?(?:a\s+|an\s+|one\s+|1\s+)?", re.IGNORECASE)
_WORD = re.compile(r"\s*([^\s,;()/]+)")
_MORE = re.compile(r"\s*(?:/|\+|-|plus\b|or\b|and\b|to\b|,|\bbzw\.?)\s*"
                   r"(?:about\s+|approx\.?\s+|generous\s+|scant\s+)?(?=\d)", re.IGNORECASE)
_ASIDE = re.compile(r"\(\s*(?P<about>(?:about|ca\.?|approx\.?|je|à|each|total)?\s*)(?=\d)")


def mass_aside(text: str, amount: Amount | None) -> float | None:
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


# "A 5 1/2-lb duckling" weighs that much; "a 14-ounce can" is one.
_WEIGHED = re.compile(r"an?\s+(?=\d)", re.IGNORECASE)


_AND_A_HALF = re.compile(r"\s+and\s+a\s+half\b(?=\s)", re.IGNORECASE)
_OR_TWO = re.compile(r"\s+or\s+(?:two|three|so)\b(?=\s)", re.IGNORECASE)


def first_amount(text: str) -> tuple[Amount | None, int, float | None]:
    """Return the first amount, where the name starts, and grams stated for the whole line.

    text: a line with plain fractions (`recipes.ingredients.amounts.plain_fractions`).
    """
    start = skip_words(text, 0, words.APPROXIMATE)
    amount = amount_at(text, start) or worded(text, start)
    if amount is None:
        amount = _unit_alone(text, start)
        return (amount, amount.end, None) if amount else (amount_inside(text), 0, None)
    position, each_g = amount.end, None
    if amount.unit is None:
        stray = _STRAY_COMMA.match(text, amount.end)
        position = stray.end() if stray else _skip_article(text, amount)
        position, each_g, unit = _size_and_unit(text, position)
        weighed = _WEIGHED.match(text, start) if unit is None else None
        inner = amount_at(text, weighed.end()) if weighed else None
        amount = inner if inner and inner.mass_g else Amount(amount.low, amount.high, unit, position)
        each_g = None if amount.mass_g else each_g
    elif pack := _PACK.match(text, position):
        position = pack.end()
    begin, (position, other_g) = position, _further_amounts(text, position)
    if other_g and amount.unit in words.PACKS and _SIZE_OF_ONE.match(text, begin):
        other_g *= amount.low
    if amount.unit in words.LENGTHS:
        position = _skip_piece(text, position)
    position = _skip_other_count(text, position)
    if amount.unit in words.PACKS and (other := _OTHER_PACK.match(text, position)):
        position = other.end()
    whole_g = amount.low * each_g if each_g else (None if amount.mass_g else other_g)
    more = _AND_A_HALF.match(text, position) if amount.unit else None
    if more:
        amount, position = replace(amount, low=amount.low + 0.5, high=amount.high + 0.5), more.end()
    of = _OF.match(text, position) or (OF_BEHIND_UNIT.match(text, position) if amount.unit else None)
    return amount, of.end() if of else position, whole_g


# "2 cans (14 oz) beans": brackets behind packs say how large one is, unless it is about all of them.
_SIZE_OF_ONE = re.compile(r"\s*\((?!\s*(?:about|ca\.?|approx|total))(?![^()]*\btotal\b)", re.IGNORECASE)


def skip_words(text: str, position: int, skipped: frozenset[str]) -> int:
    """Return where the text goes on behind words of a list."""
    while True:
        found = _WORD.match(text, position)
        if not found or found.group(1).casefold() not in skipped:
            return position
        position = found.end() + (1 if text[found.end():found.end() + 1] == " " else 0)


_PACK_WORDS = (r"cans?|tins?|packages?|packs?|packets?|pkgs?\.?|jars?|bags?|bottles?|cartons?|containers?|tubs?|"
               r"boxe?s?|envelopes?|loaf|loaves")
# "15 ounce can black beans": the amount says how much, the pack is no part of the name.
_PACK = re.compile(rf"\s+(?:{_PACK_WORDS})(?=\s+(?:of\s+)?[^\W\d_])", re.IGNORECASE)
_OTHER_PACK = re.compile(rf"\s*(?:or|/)\s*(?:{_PACK_WORDS})(?=\s+[^\W\d_])", re.IGNORECASE)
_ARTICLE = re.compile(r"\s+(?:of\s+)?an?\s+(?=[^\W\d_])", re.IGNORECASE)


_STRAY_COMMA = re.compile(rf",(?=\s+(?:{'|'.join(sorted(map(re.escape, words.MEASURES), key=len, reverse=True))})\s)",
                          re.IGNORECASE)


def _skip_article(text: str, amount: Amount) -> int:
    """Pass over the article behind a part of one: `1/2 a bunch`, `a quarter of a pound`."""
    found = _ARTICLE.match(text, amount.end) if amount.low < 1 else None
    return found.end() - 1 if found else amount.end


_VAGUE_OF = re.compile(r"\s+(?:of|von)\b(?=\s)")


def worded(text: str, position: int) -> Amount | None:
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
    position = skip_words(text, position, words.BEFORE_UNIT)
    unit = unit_at(text, position)
    if unit and len(text[position:unit[1]].strip(" .")) > 1 and _LETTER.search(text, unit[1]):
        behind = text[unit[1]:unit[1] + 1]
        if unit[0] not in words.MASS_G and behind == " " and (
                unit[0] not in words.NEEDS_NAME or text[unit[1]:].lstrip().casefold().startswith(("of ", "von "))):
            more = _OR_TWO.match(text, unit[1])
            end = more.end() if more else unit[1]
            of = _OF.match(text, end) or OF_BEHIND_UNIT.match(text, end)
            return Amount(0.0, 0.0, unit[0], of.end() if of else end)
    return None


_INSIDE = re.compile(r"(?P<mark>,\s|\(|:\s|\bof\s|\bvon\s|\s)(?:about\s+|ca\.?\s+)?(?=\d)", re.IGNORECASE)
# More than this behind a name is the number of a kind (`flour (405)`), not a count.
_MOST_BEHIND = 50


# "Salmon skin (from a 2-pound fillet)": the size of something else.
_OF_WHAT = re.compile(r"\bfrom an?\s$", re.IGNORECASE)


def amount_inside(text: str) -> Amount | None:
    """Find an amount behind the name: `Vanilla extract, 2 teaspoons`, `Juice of 1 lemon`, `Mehl 200 g`, `bay: 2`."""
    for found in _INSIDE.finditer(text):
        amount = amount_at(text, found.end())
        if amount is None:
            continue
        if _OF_WHAT.search(text, 0, found.end()):
            return None
        if amount.unit and amount.unit not in words.LENGTHS:
            return amount
        return None if amount.unit else _count_behind(text, amount, is_marked=found["mark"][0] in ",(:")
    return None


def _count_behind(text: str, amount: Amount, *, is_marked: bool) -> Amount | None:
    """Read a count that ends its part of the line: `Star anise (4-5)`, `Garlic (4 large cloves)`, `Tomato 2 medium`.

    is_marked: a comma, colon or bracket stands before it; without one a word of size must follow.
    """
    end = skip_words(text, amount.end + 1, words.SIZES) if text[amount.end:amount.end + 1] == " " else amount.end
    unit = unit_at(text, end)
    if unit:
        end = unit[1]
    elif not is_marked and end <= amount.end + 1:
        return None
    if amount.high > _MOST_BEHIND or text[end:].lstrip()[:1] not in ("", ")", ",", ";"):
        return None
    return Amount(amount.low, amount.high, unit[0] if unit else None, end)


def _size_and_unit(text: str, position: int) -> tuple[int, float | None, str | None]:
    """Behind a bare number: a package size, words of size, and the unit. Returns end, grams of one, unit."""
    each_g = None
    # "4 large 1/2-inch-thick slices": the size may stand before the measure.
    sized = skip_words(text, position, words.SIZES)
    times = times_at(text, position) or (times_at(text, sized - 1) if sized > position else None)
    inner = amount_at(text, times) if times is not None else None
    if inner and inner.unit:
        position, each_g = inner.end, inner.mass_g
        slash = _further_amounts(text, position)
        position, each_g = slash[0], each_g or slash[1]
        position = max(position, position + len(text[position:]) - len(text[position:].lstrip(" -")))
    else:
        position, each_g = _parenthesis_amount(text, position)
        if each_g is None and (aside := _BRACKETS.match(text, position)):
            # "(3- by 1-inch) strips", "(packed) tablespoon": what stands between a count and its unit.
            unit = _counting_unit(text, skip_words(text, aside.end(), words.BEFORE_UNIT))
            position = aside.end() if unit else position
    end = skip_words(text, position, words.BEFORE_UNIT)
    unit = _counting_unit(text, end)
    if unit:
        return unit[1], each_g, unit[0]
    if inner and inner.unit and times is not None and "x" not in text[position - 8:position]:
        return position, each_g, None
    return skip_words(text, position, words.SIZES), each_g, None


_FOOD_BEHIND = re.compile(r"\.?\s*(?:\([^)]*\)\s*)?(?:,\s*)?(?:\d+\s?(?:ml|cl|l|g|kg|oz|%)\s+)?[^\W\d_]",
                          re.IGNORECASE)
# "1 rib eye steak", "2 whole cloves, bruised": the word is the food.
_NAMES_FOOD = {"rib": re.compile(r"[\s-]*(?:eye|roast)", re.IGNORECASE),
               "clove": re.compile(rf"\s*,\s*(?:{'|'.join(sorted(words.PREPARED | {'bruised'}))})\b", re.IGNORECASE)}


def _counting_unit(text: str, position: int) -> tuple[str, int] | None:
    unit = unit_at(text, position)
    if not unit:
        return None
    rest = text[unit[1]:]
    # Without a food behind it the word is the food: "2 leaves", "1 can", "4 ribs, trimmed".
    if unit[0] not in words.MEASURES.values() and not _FOOD_BEHIND.match(rest):
        return None
    if unit[0] in words.NEEDS_NAME and rest.lstrip()[:1] in ("", ","):
        return None
    if unit[0] in _NAMES_FOOD and _NAMES_FOOD[unit[0]].match(rest):
        return None
    return unit


_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")


def _parenthesis_amount(text: str, position: int) -> tuple[int, float | None]:
    """Read `(14 oz)` at a position; other parentheses are left for the name."""
    found = _BRACKETS.match(text, position)
    inside = found.group(1).strip() if found else ""
    inner = amount_at(inside, skip_words(inside, 0, words.APPROXIMATE))
    if found and inner and inner.unit:
        more = _further_amounts(inside, inner.end)
        return found.end(), inner.mass_g or more[1]
    return position, None


# Units that a second amount may have without a sign between the two: "1 cup 250 ml milk".
_SAID_AGAIN = ("oz", "g", "lb", "fl oz", "ml", "cl", "l", "kg")


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
        if not other or not other.unit or (not more and other.unit not in _SAID_AGAIN):
            break
        position = other.end
        if more and ("/" in more.group() or "or" in more.group()):
            grams = grams or other.mass_g
    return position, grams


_OTHER_COUNT = re.compile(
    r"\s*(?:or (?:more|so)\b(?=\s+[^\W\d])|/\d+(?: \d/\d)?(?=\s+[^\W\d])|"
    r"or (?:\d+|\d+/\d+) (?:smaller|larger|small|medium|large|short|thin|thick|fat|kleine|große)"
    r"(?:\s+(?=[^\W\d])|\s+(?=\d)))", re.IGNORECASE)


def _skip_other_count(text: str, position: int) -> int:
    """Pass over `or more` and another count, `4 small or 2 large`, where a word follows."""
    found = _OTHER_COUNT.match(text, position)
    return found.end() if found else position


_PIECE = re.compile(r"\s*-?\s*(?:thick\s+)?(?:pieces?|knobs?|lengths?|chunks?|thumb|stück)\b(?:\s+of\b)?",
                    re.IGNORECASE)


def _skip_piece(text: str, position: int) -> int:
    found = _PIECE.match(text, position)
    return found.end() if found else position
