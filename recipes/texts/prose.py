"""A recipe told in running text ("Boil 200 g pasta. Fry two onions in butter.") becomes ingredients and steps.

What goes in are the amounts of foods and the other foods that its sentences name, as the catalog knows them in the
language of the text. That is a best effort: the recipe says so, for a person to look over.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from pantry.catalog.food_resolving import OWN_LANGUAGES
from pantry.errors import Refused
from pantry.foods import FoodMatch, catalog
from recipes.extract import finish
from recipes.ingredients import line_words as words
from recipes.ingredients.line_amounts import first_amount
from recipes.pages.jsonld import RawRecipe
from recipes.recipe import TOLD, Recipe
from recipes.text import SENTENCE_END, clean, plain_markdown, servings_of
from recipes.texts.text_headings import LONGEST_FACT
from recipes.texts.text_lines import tidy_lines

READ_FROM_PROSE = "The ingredients were read from running text: look them over."
# "einer gewürfelten Zwiebel": one word between an amount and its food need not be known.
_MOST_UNKNOWN = 1
# One food may be mentioned in any letter.
LEAST_FOODS = 2
_MOST_WORDS, _MOST_SENTENCES, _MOST_NAMED = 3, 300, 3
_SUREST = 0.9
_LEAST_SHARED = 5
# A file of sentences is a recipe, not a letter or a manual, where it is short, every fourth sentence names a food and
# it says twice what is done to them.
_MOST_OF_A_FILE, _LEAST_COOKING, _LEAST_NAMING, _LEAST_ENDED = 60, 2, 0.25, 0.5
_COOKING = re.compile(
    r"\b(?:add|bake|beat|blend|boil|bring|chop|cook|cover|drain|fold|fry|grill|heat|incorporate|knead|melt|mix|pour|"
    r"preheat|reduce|rest|roast|roll|rub|season|serve|simmer|slice|soften|spread|sprinkle|stir|tip|toss|whisk|"
    r"(?:\w{0,4})(?:koch|brat|back|röst|rühr|schmelz|dünst|schwitz|gieß|giess|knet|misch|quell|würz|servier|schäl|heiz)\w*|"
    r"ajoute\w*|cuire|cuisez|faire|faites|fondre|mélange\w*|verse\w*|incorpore\w*|"
    r"aggiung\w*|cuoc\w*|mescola\w*|soffrigg\w*|scola\w*|condi\w*|"
    r"añad\w*|cocin\w*|cocer|cuece|freír|fríe|mezcl\w*|hornea\w*|"
    r"bak|kook|roer|voeg|meng|verwarm)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CLAUSE_END = re.compile(r"[,;:.!?()]")
_AMOUNT_BEHIND = re.compile(r"\s*\((\d[^()]{0,20})\)")
_FOR_HOW_MANY = re.compile(r"\b(?:for|serves|für|reicht für|pour|per|para)\s+(?:about\s+|ca\.?\s+)?(\d{1,2})\s+"
                           r"(?:people|persons|personen|leute|personnes|persone|personas)\b|\bserves\s+(\d{1,2})\b",
                           re.IGNORECASE)
# What tells one language from the others in a few sentences.
_TELLING = {
    "en": "the and with until then add into it for",
    "de": "und die der den das mit dann bis dazu lassen ein eine",
    "fr": "le la les et avec dans des un une puis du de d au aux deux trois ajouter",
    "it": "il la e con per gli nel poi della di un una due tre",
    "es": "el la y con los las en hasta un una de dos tres al",
    "nl": "de het en met een dan tot voeg erbij van twee drie",
}
_SPEAKING = {lang: frozenset(said.split()) for lang, said in _TELLING.items()}
# Neither begins nor ends the name of a food.
_SMALL = frozenset().union(*_SPEAKING.values(), words.NUMBER_WORDS, words.set_of(
    "of von at from by in on off over to a an or oder im am vom zum et e y o un al ed "
    "hour hours minute minutes min mins"))
_SMALL_NUMBERS = frozenset(words.NUMBER_WORDS) | words.VAGUE
_BETWEEN = (words.DESCRIBING_ALONE | words.APPROXIMATE | words.set_of("of the von vom de d di del della extra")) - {
    "and", "or", "und", "oder", "to"}
# What a name may hold between its words, and what none does.
_OF = words.set_of("of von de d di del della")
_JOINING = _SMALL - _BETWEEN
# In a kitchen's sentence these are no food, whatever they are on a receipt.
_WARE = words.set_of("pot pots bone bones")
# What cooking makes of what went in, and water, which nobody buys: without an amount no ingredients.
_MADE = words.set_of(
    "sauce soup dough batter cake pie salad stew curry dish water mix filling dressing gravy crust icing juice juices "
    "frosting topping marinade pastry ice meal casserole spread snack dip "
    "suppe soße teig kuchen salat eintopf auflauf wasser füllung eis gericht saft sud "
    "soupe pâte gâteau salade eau zuppa salsa impasto torta insalata acqua sopa masa tarta ensalada agua deeg "
    "saus soep taart")
# What to do rather than what goes in, though the catalog knows foods and brands that are called so.
_DOING = words.set_of("nimm rub simmer roast toast wrap roll chop mince crumble crush shake bake fry puff pop")
_ARTICLES = words.set_of("the it them this that den die das der dem les le la il lo gli el los las de het")
# "Gran's scones: rub the butter …" and "Für die Linsensuppe …": what it is going to be.
_NAMED = re.compile(r"([^:.\d]{3,60}):\s+")
_FOR_DISH = re.compile(r"(?:for|für|pour|per|para|voor)\s+(?:the|my|our|die|den|das|eine?n?|meine?n?|le|la|il|el)\s+",
                       re.IGNORECASE)


class _Word(NamedTuple):
    text: str
    start: int
    end: int


class _Mention(NamedTuple):
    """A food that a sentence names. line: as an ingredient's line; has_amount: whether the sentence says how much."""

    food_id: str
    name: str
    line: str
    has_amount: bool


def read_prose(text: str, title: str = "", *, is_recipe: bool = True) -> Recipe:
    """Read a recipe told in sentences; its warning says that it was. Raises Refused E-REC-001 without two foods.

    title: stands in where the text names none. is_recipe: whether someone says that it is a recipe; any other text
    must be about food.
    """
    lines = [one for line in tidy_lines(text) if (one := clean(plain_markdown(line)))]
    name = _title(lines)
    sentences = [one for line in lines[bool(name):] for one in SENTENCE_END.split(line)][:_MOST_SENTENCES]
    lang = _language(" ".join(sentences))
    if not name and sentences:
        name, sentences[0] = _dish(sentences[0], lang)
    said = [list(_mentions(sentence, lang)) for sentence in sentences]
    mentions = _each_once(chain.from_iterable(said))
    if len(mentions) < LEAST_FOODS or not any(one.has_amount for one in mentions) or not (
            is_recipe or _tells_cooking(lines, sentences, said)):
        raise Refused("E-REC-001", "There is no recipe in this text: no list of ingredients was found.")
    people = _FOR_HOW_MANY.search(text)
    name = name or title or ", ".join(one.name for one in mentions[:_MOST_NAMED])
    raw = RawRecipe(title=name[:1].upper() + name[1:], ingredients=tuple(one.line for one in mentions),
                    instructions=tuple(sentences), yields=people[1] or people[2] if people else None)
    recipe = finish(raw, how=TOLD)
    return replace(recipe, servings=servings_of(raw.yields), warnings=(READ_FROM_PROSE, *recipe.warnings))


def _tells_cooking(lines: list[str], sentences: list[str], said: list[list[_Mention]]) -> bool:
    """Say whether sentences that nobody called a recipe are one, by the foods of each and what is done to them.

    lines: what the sentences were taken from; few of a table's end like one.
    """
    ended = sum(len(SENTENCE_END.findall(line)) + (line[-1] in ".!") for line in lines)
    return (len(sentences) <= _MOST_OF_A_FILE and ended >= _LEAST_ENDED * len(sentences)
            and sum(map(bool, said)) >= _LEAST_NAMING * len(sentences)
            and sum(len(_COOKING.findall(one)) for one in sentences) >= _LEAST_COOKING)


def _title(lines: list[str]) -> str:
    """Return the first line where it is a name above the sentences, else nothing."""
    if len(lines) < 2 or len(lines[0]) > 2 * LONGEST_FACT or lines[0][-1] in ".!?," or any(map(str.isdigit, lines[0])):
        return ""
    return lines[0].rstrip(":")


def _dish(sentence: str, lang: str | None) -> tuple[str, str]:
    """Return what a first sentence says that it is going to be, and what is left of the sentence."""
    named = _NAMED.match(sentence)
    if named:
        return named[1].strip(), sentence[named.end():]
    ahead = _FOR_DISH.match(sentence)
    if ahead is None:
        return "", sentence
    said = [_Word(found.group(), *found.span()) for found in _WORD.finditer(sentence, ahead.end())][:_MOST_WORDS]
    _, length = _foods_at(sentence, said, lang).get(0, ("", 0))
    if not length:
        return "", sentence
    end = said[length - 1].end
    return sentence[ahead.end():end], sentence[end:].lstrip(" ,")


def _language(text: str) -> str | None:
    """Return the language most of whose small words a text has; None where it has hardly any."""
    said = [word.casefold() for word in _WORD.findall(text)]
    counts = {lang: sum(word in small for word in said) for lang, small in _SPEAKING.items()}
    most = max(counts, key=counts.__getitem__)
    return most if counts[most] > 1 else None


def _mentions(sentence: str, lang: str | None) -> Iterator[_Mention]:
    """Yield the foods of a sentence in their order."""
    said = [_Word(found.group(), *found.span()) for found in _WORD.finditer(sentence)]
    foods = _foods_at(sentence, said, lang)
    at = 0
    while at < len(said):
        found = _amount_of_food(sentence, said, at, foods) or _food_alone(sentence, said, at, foods, lang)
        if found is None:
            at += 1
            continue
        mention, at = found
        yield mention


def _foods_at(sentence: str, said: list[_Word], lang: str | None) -> dict[int, tuple[str, int]]:
    """Return (food id, number of words) of the longest food that begins at each word."""
    phrases = {(at, length): sentence[said[at].start:said[at + length - 1].end]
               for at in range(len(said)) for length in range(1, _MOST_WORDS + 1)
               if at + length <= len(said) and _may_be_a_name([one.text for one in said[at:at + length]])}
    # "A clove of garlic" names no spice; German says "mit drei Eiern", and the catalog "Eier".
    phrases = {place: phrase.removesuffix("n") if lang == "de" and phrase.endswith("ern") else phrase
               for place, phrase in phrases.items()
               if not _CLAUSE_END.search(phrase) and not _is_unit_of(said, sum(place))}
    matches = dict(zip(phrases, catalog().resolve_many(list(phrases.values()), lang=lang), strict=True))
    return {at: (match.food_id, length) for (at, length), match in matches.items()
            if match is not None and _is_named(phrases[at, length], match, lang)}


def _is_unit_of(said: list[_Word], behind: int) -> bool:
    """Say whether the word ahead of a place is a unit of what follows it."""
    return (behind < len(said) and said[behind].text.casefold() in _OF
            and said[behind - 1].text.casefold() in words.UNITS)


def _may_be_a_name(said: list[str]) -> bool:
    folded = [word.casefold() for word in said]
    return (_SMALL.isdisjoint((folded[0], folded[-1])) and _JOINING.isdisjoint(folded) and not _WARE.issuperset(folded)
            and min(map(len, folded)) > 1 and not any(map(str.isdigit, "".join(folded))))


def _is_named(phrase: str, match: FoodMatch, lang: str | None) -> bool:
    """Say whether the catalog has just this name, in the language of the text: `pan` is bread in Spanish alone.

    Languages of which it knows few names share longer words with the others ("spaghetti").
    """
    if match.how not in ("exact", "normalised") or match.score < _SUREST:
        return False
    is_shared = lang not in OWN_LANGUAGES and len(phrase) >= _LEAST_SHARED
    return lang is None or is_shared or lang in catalog().languages_of(phrase)


def _amount_of_food(sentence: str, said: list[_Word], at: int,
                    foods: dict[int, tuple[str, int]]) -> tuple[_Mention, int] | None:
    """Return the food whose amount begins at a word, and the word behind it."""
    start = said[at].start
    amount, end, _ = first_amount(sentence[start:])
    is_number = said[at].text[0].isnumeric() or said[at].text.casefold() in _SMALL_NUMBERS
    # "Slice 2 onions" and "serve with rice" are what to do; a unit alone is an amount behind that ("a", "dash of").
    if amount is None or end == 0 or amount.unit in words.LENGTHS or amount.unit == "portion" or (
            not is_number and (at == 0 or any(map(str.isdigit, sentence[start:start + end])))):
        return None
    after = next((number for number in range(at, len(said)) if said[number].start >= start + end), len(said))
    unknown = 0
    while after < len(said) and after not in foods and unknown <= _MOST_UNKNOWN:
        word = said[after].text.casefold()
        if word in _SMALL and word not in _BETWEEN:
            return None
        unknown += word not in _BETWEEN
        after += 1
    if after not in foods or _CLAUSE_END.search(sentence[start + end:said[after].start]):
        return None
    food_id, length = foods[after]
    end = said[after + length - 1].end
    return _Mention(food_id, sentence[said[after].start:end], sentence[start:end], True), after + length


def _food_alone(sentence: str, said: list[_Word], at: int, foods: dict[int, tuple[str, int]],
                lang: str | None) -> tuple[_Mention, int] | None:
    """Return the food that a word begins, and the word behind it; none for a verb and for what cooking makes."""
    if at not in foods:
        return None
    food_id, length = foods[at]
    end, behind = said[at + length - 1].end, at + length
    phrase = sentence[said[at].start:end]
    to_what = sentence[end:said[behind].start] if behind < len(said) else "."
    # English orders begin with what to do: "Butter the tin", "Cream the sugar".
    is_verb = phrase.casefold() in _DOING or (lang == "en" and (at == 0 or (
        not _CLAUSE_END.search(to_what) and said[behind].text.casefold() in _ARTICLES)))
    if is_verb or phrase.casefold() in _MADE:
        return None
    aside = _AMOUNT_BEHIND.match(sentence, end)
    return _Mention(food_id, phrase, f"{aside[1]} {phrase}" if aside else phrase, aside is not None), behind


def _each_once(mentions: Iterator[_Mention]) -> list[_Mention]:
    """Return the foods with amounts, and of the others each that no kin of it was named for, in their order."""
    said = list(mentions)
    measured = [one.food_id for one in said if one.has_amount]
    kept: list[_Mention] = []
    for one in said:
        before = measured if not one.has_amount else []
        if one.has_amount or not any(_is_kin(one.food_id, other) for other in (
                *before, *(other.food_id for other in kept))):
            kept.append(one)
    return kept


def _is_kin(food_id: str, other: str) -> bool:
    return food_id == other or food_id in catalog().ancestors(other) or other in catalog().ancestors(food_id)
