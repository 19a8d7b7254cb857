"""Headings for texts that have none, or that tell in one line what others list: where the ingredients begin and end.

`Ingredients: 1 egg, salt` becomes a heading and two lines; a text without a heading is told apart by its lines: first
a name, then lines that begin with amounts, then sentences.
"""

import re

from recipes.ingredients.amounts import amount_at, plain_fractions, unit_at
from recipes.lines import read_by_rules
from recipes.pages.page_lists import listed_inline
from recipes.pages.page_words import INGREDIENT_HEADING, METHOD_HEADING
from recipes.text import SENTENCE_END

HEADS_INGREDIENTS, HEADS_STEPS = "Ingredients", "Method"
# What is longer, or ends like a sentence, is a step.
LONGEST_INGREDIENT, LONGEST_FACT = 90, 30
# A text is looked through so far for a list without a heading.
_MOST_LINES = 1_000
_WORDS_OF_A_STEP, _WORDS_OF_A_SHORT_ONE, _WORDS_OF_A_BRIEF_ONE = 8, 4, 3
_PLURAL = re.compile(r"\([^\W\d_]{1,3}\)")
_PEOPLE_ALONE = re.compile(r"portionen|servings|portions|personen|personnes|porzioni|raciones", re.IGNORECASE)
_YOU_NEED = (r"(?:(?:what )?you(?:'|’)?(?:ll| will)? need|we need|man braucht|(?:du )?brauchst(?: du)?|"
             r"(?:ihr )?braucht(?: ihr)?|il (?:vous |te )?faut|necesitas|hai bisogno di|ti servono|servono)")
_NEEDED_INLINE = re.compile(rf"(?:^|(?<=\s))(?:{_YOU_NEED}|ingredients|zutaten)\s*:\s*(?=\S)", re.IGNORECASE)
_YOU_NEED_ALONE = re.compile(rf"(?:{_YOU_NEED}|(?:shopping|einkaufs)[- ]?list[e]?)\s*:?", re.IGNORECASE)
_WHAT_TO_DO = re.compile(r"(?:what to do|how to|and then|so wird(?:'|’)?s gemacht)\s*:?", re.IGNORECASE)
_HEADED = re.compile(r"^\s*([^:\d]{3,40})\s?:\s+(\S.*)$")
# "1 chicken      3 carrots": two lists side by side.
_COLUMNS = re.compile(r"\s{3,}|\t+")
_COMMA = re.compile(r"[,;]\s+(?![^(]*\))")
_DISH = re.compile(r"\b(?:for|für|pour)\s+(?:the|my|den|die|das|einen?|le|la)\s+(\S.{1,40})$", re.IGNORECASE)
_SENTENCES_MEET = re.compile(r"[^\W\d_]{4,}[.!]\s+[^\W\d_]{2,}")
_STEP_ALONE = re.compile(r"\s*(?:step|schritt|étape|paso|passo)?\s*\d{1,2}\s*[.:)]?\s*", re.IGNORECASE)
_STEP_NAMED = re.compile(r"\s*(?:step|schritt|étape|paso|passo)\s*\d{1,2}\s*[.:)]?\s*", re.IGNORECASE)


def is_ingredient_heading(bare: str) -> bool:
    """Say whether a line heads what goes in."""
    return bool(INGREDIENT_HEADING.fullmatch(bare or "-") or _YOU_NEED_ALONE.fullmatch(bare or "-"))


def is_method_heading(bare: str) -> bool:
    """Say whether a line heads what to do."""
    return bool(METHOD_HEADING.fullmatch(bare or "-") or _WHAT_TO_DO.fullmatch(bare or "-"))


def is_step_number(line: str) -> bool:
    """Say whether a line is nothing but the number of a step."""
    return bool(line.strip()) and _STEP_ALONE.fullmatch(line) is not None


def is_step(line: str) -> bool:
    """Say whether a line tells what to do: it is long, or a sentence, or several of which the last has no full stop."""
    line = line.strip()
    return len(line) > LONGEST_INGREDIENT or (len(line) > LONGEST_FACT and (line[-1:] in ".!" or (
        not line[0].isnumeric() and _SENTENCES_MEET.search(line) is not None)))


def _tells(line: str) -> bool:
    """Say whether a line is as many words as a sentence, or ends like a short one, and begins with no amount."""
    line = line.strip()
    words_said = len(line.split())
    return bool(line) and not line[0].isdigit() and (
        words_said >= _WORDS_OF_A_STEP or line[-1] == "!" or (line[-1] == "." and words_said >= _WORDS_OF_A_SHORT_ONE))


def _tells_briefly(line: str) -> bool:
    """Say whether a line that ends with a full stop is a few words without an amount: `Dice the onion.`."""
    return len(line.split()) >= _WORDS_OF_A_BRIEF_ONE and not any(map(str.isnumeric, line)) and not is_goods(line)


def is_goods(line: str) -> bool:
    """Say whether a line is an amount of something, and no sentence."""
    if is_step(line) or len(line) > LONGEST_INGREDIENT:
        return False
    found = read_by_rules(line)[0]
    is_ahead = line.strip(" -*•·")[:1].isnumeric() or found.unit not in (None, "portion")
    return bool(found.name) and is_ahead and (found.quantity is not None or found.unit is not None)


def joined_columns(lines: list[str]) -> list[str]:
    """Return lines in which an amount that stands alone is joined to the food on the next: columns of a page, pasted.

    One such line may be a food ("2 cloves"); two are columns. Below a heading of steps they number the steps.
    """
    filled = [line for line in lines if line.strip()]
    steps = next((number for number, line in enumerate(filled) if is_method_heading(line.strip(" *_:#"))), len(filled))
    alone = [number for number, line in enumerate(filled[:min(steps, _MOST_LINES) - 1])
             if _is_amount_alone(line) and _is_food_behind(filled[number + 1])]
    if len(alone) < 2:
        return lines
    for number in reversed(alone):
        filled[number:number + 2] = [" ".join(map(str.strip, filled[number:number + 2]))]
    return filled


def _is_amount_alone(line: str) -> bool:
    """Say whether a line is a number with or without a unit, or the word that a number of people follows."""
    plain = plain_fractions(_PLURAL.sub("", line)).strip()
    amount = amount_at(plain, 0) if len(plain) < LONGEST_FACT else None
    unit = unit_at(plain, amount.end) if amount else None
    end = unit[1] if unit else amount.end if amount else 0
    return (amount is not None and not plain[end:].strip(" .")) or _PEOPLE_ALONE.fullmatch(plain) is not None


def _is_food_behind(line: str) -> bool:
    line = line.strip()
    return (line[:1].isalpha() or line.isdigit()) and not is_step(line) and not is_ingredient_heading(line.strip(" :"))


def with_headings(lines: list[str], *, is_recipe: bool) -> list[str]:
    """Return lines in which a heading stands above the ingredients and above the steps, where that can be told.

    is_recipe: whether someone says that it is one; any other text must show two amounts and a step behind them.
    """
    lines = [part for line in lines for part in _opened(line)]
    bare = [line.strip(" *_:#") for line in lines]
    if any(map(is_ingredient_heading, bare)):
        return lines
    goods = [number for number, line in enumerate(lines[:_MOST_LINES]) if is_goods(line)]
    if len(goods) < 2:
        return _below_the_name(lines) if is_recipe else lines
    first = goods[0]
    while first > 1 and (lines[first - 1].strip().endswith(":") or not lines[first - 1].strip()):
        first -= 1
    ends = (number for number in range(goods[0] + 1, len(lines))
            if is_step(lines[number]) or is_method_heading(bare[number]) or _STEP_NAMED.fullmatch(lines[number])
            or (not lines[number - 1].strip() and _tells(lines[number])))
    end = next(ends, len(lines))
    # A short sentence ahead of the first long one tells what to do, too.
    while end > goods[0] + 1 and lines[end - 1].rstrip().endswith(".") and _tells_briefly(lines[end - 1]):
        end -= 1
    return _headed(lines, first, end) if is_recipe or end < len(lines) else lines


def _below_the_name(lines: list[str]) -> list[str]:
    """Head a text without amounts: a name, then short lines for what goes in, then longer ones for what to do.

    Lines that are mostly sentences are running text, which has no list to head.
    """
    filled = [line for line in lines if line.strip()]
    if 2 * sum(_tells(line) for line in filled) > len(filled):
        return lines
    end = next((number for number, line in enumerate(filled) if number and is_step(line)), len(filled))
    return lines if end < 2 else _headed(filled, 1, end)


def _headed(lines: list[str], first: int, end: int) -> list[str]:
    return [*lines[:first], HEADS_INGREDIENTS, *lines[first:end], HEADS_STEPS, *lines[end:]]


def _opened(line: str) -> list[str]:
    """Return a line that tells several ingredients, side by side or behind a heading, as a line each."""
    columns = [part for part in _COLUMNS.split(line.strip()) if part]
    if len(columns) > 1 and all(map(is_goods, columns)):
        return columns
    headed = _HEADED.match(line)
    if headed and is_method_heading(headed[1].strip(" *_#")) and not headed[2][0].isdigit() and (
            len(headed[2]) > LONGEST_FACT or headed[2][-1] in ".!"):
        return [HEADS_STEPS, headed[2]]
    needed = _NEEDED_INLINE.search(line)
    if needed is None and headed and (named := _named_inline(headed[1], headed[2])):
        return named
    told, *rest = SENTENCE_END.split(line[needed.end():], maxsplit=1) if needed else [""]
    goods = [one.strip(" .") for one in _COMMA.split(told)]
    if needed is None or len(goods) < 2 or not any(map(is_goods, goods)):
        return [line]
    before = line[:needed.start()].strip()
    dish = _DISH.search(before)
    return [*filter(None, [dish[1] if dish else before]), HEADS_INGREDIENTS, *filter(None, goods),
            *([HEADS_STEPS, *rest] if rest else [])]


def _named_inline(name: str, told: str) -> list[str]:
    """Return the lines of `Pancakes: 1 cup flour, 2 eggs, 1 cup milk. Mix …`; [] for any other line."""
    goods, *steps = SENTENCE_END.split(told, maxsplit=1)
    listed = listed_inline(goods)
    return [name, HEADS_INGREDIENTS, *listed, HEADS_STEPS, *steps] if listed and steps else []


# So many amounts in a row, and so many sentences behind them, are a recipe that nothing heads.
_FEWEST_GOODS, _FEWEST_STEPS = 4, 2


def lines_without_headings(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the longest run of amounts in a page's lines and the sentences right behind it; ([], []) without both.

    A line without an amount (`Salt`) belongs to the run if amounts stand on both sides of it, or if it is its last.
    """
    kinds = "".join("g" if is_goods(line) else "h" if is_method_heading(line) else "s" if _tells(line) or is_step(line)
                    else "-" for line in lines[:_MOST_LINES])
    runs = [one for one in _RUN.finditer(kinds)
            if one["goods"].count("g") >= _FEWEST_GOODS and len(one["told"]) >= _FEWEST_STEPS]
    best = max(runs, key=lambda one: one["goods"].count("g"), default=None)
    if best is None or 3 * sum(read_by_rules(line)[0].unit is not None
                               for line in lines[best.start("goods"):best.end("goods")]) < len(best["goods"]):
        return [], []
    return lines[best.start("goods"):best.end("goods")], lines[best.start("told"):best.end("told")]


_RUN = re.compile(r"(?P<goods>g(?:-?g)*-?)[-h]?(?P<told>s+)")
