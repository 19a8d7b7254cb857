"""What somebody asks for who looks for a recipe: words to find, food to leave out, diets, minutes and persons.

"was mit Spinat, ohne Fleisch" asks for spinach in recipes without meat; "quick soup for two" for a soup, for at most
half an hour and two persons. English and German.
"""

import re
from dataclasses import dataclass, replace

from pantry.foods import catalog
from recipes.matching.restrictions import Restrictions
from recipes.searching.food_words import word_sets

QUICK_MINUTES = 30
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "ein": 1, "eine": 1,
            "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10, "mich": 1}
_NUMBER = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_ABOVE = (r"(?:\b(?:in|within|under|below|less than|at most|max|maximum|up to|about|unter|bis zu|bis|höchstens|maximal|"
          r"weniger als)\.?\s+){0,2}")
_BELOW = r"\b\.?(?:\s+(?:or|oder)\s+(?:less|weniger))?"
_HALF_AN_HOUR = re.compile(rf"{_ABOVE}\b(?:half (?:an )?hour|(?:einer )?halbe[nr]? stunde)\b")
_MINUTES = re.compile(rf"{_ABOVE}(?:\b\d{{1,3}}\s?[-–]\s?)?\b(?P<number>\d{{1,3}})[\s-]?min(?:ute[sn]?|s)?{_BELOW}")
_HOURS = re.compile(rf"{_ABOVE}\b(?P<number>an|einer|\d(?:[.,]\d)?|{'|'.join(_NUMBERS)})\s*(?:hours?|stunden?|std|h)"
                    rf"{_BELOW}")
_SERVES = re.compile(rf"\b(?:for|serves|für)\s+(?P<number>{_NUMBER})(?:\s+(?:people|persons?|personen|leute))?(?=\s|$)|"
                     rf"\b(?P<of>{_NUMBER})\s+(?:people|persons?|personen|portionen|servings)\b")
_FREE = re.compile(r"(?P<denied>\b(?:not|nicht)\s+(?:\w+ly\s+|unbedingt\s+)?)?"
                   r"\b(?P<food>[^\W\d_]+?)(?:[\s-]free|(?<=egg)less|(?<=nut)less|(?<=dairy)less|frei(?:e[srnm]?)?)\b")
# Other ways to say that a recipe is to be free of a food, and how it is read.
_ALLERGY = re.compile(r"\b(?P<food>[^\W\d_]+?)[\s-]?(?:allerg\w+|intoleran\w+|unverträglichkeit)\b")
_CELIAC = re.compile(r"\b(?:co?eliac|zöliakie)\b")
_FREE_OF = re.compile(r"\b(?:free (?:of|from)|frei von|allergic to|allergisch (?:auf|gegen)|w/o)(?=\s)")
_TOKEN = re.compile(r"[^\s,;!?]+|,")
# Of anything else, as of a dash, nothing can be found.
_HAS_LETTERS = re.compile(r"[^\W_]|&")
_WITHOUT = frozenset(["without", "no", "minus", "ohne", "kein", "keine", "keinen", "keiner", "keinem"])
_JOINING = frozenset((",", "and", "or", "und", "oder", "&"))
# What stands between "without" and a food and tells nothing of it.
_TELLS_NOTHING = frozenset(["any", "all", "the", "a", "an", "der", "die", "das", "den", "dem", "alle", "jede",
                            "jegliche"])
# Left out of a recipe they make it one for this diet.
_DIET_WITHOUT = {"meat": "vegetarian", "fleisch": "vegetarian", "gluten": "gluten_free", "lactose": "lactose_free",
                 "laktose": "lactose_free"}
_ALCOHOL = frozenset(("alcohol", "alkohol", "booze", "liquor"))
_NON_ALCOHOLIC = re.compile(r"\b(?:non?[\s-]?alcoholic|nicht[\s-]alkoholisch\w*)\b")
# Ahead of a wish they say that nobody has it: "not vegan", "nicht unbedingt vegetarisch".
_NOT = frozenset(("not", "nicht", "non"))
_HOW_MUCH = frozenset(("necessarily", "strictly", "too", "so", "only", "just", "unbedingt", "rein", "zu", "nur",
                       "ganz"))
_DIET_SAID = {"meatless": "vegetarian", "fleischlos": "vegetarian", "plant-based": "vegan", "pflanzlich": "vegan"}
# Who wants no nuts means the peanut as well.
_NUTS = ("nuts", "peanuts")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for.

    words: to be found, all of them. without: words for foods that no recipe may hold. allergens, diets: as
    `Restrictions` takes them; no_alcohol: without what is made of it. max_minutes, servings: None where nothing is
    said. is_meal: only dinners; is_sweet: only sweets. says_itself: a word of each of these wishes that a recipe may
    say of itself in so many letters ("vegan", "quick"), which is then taken for it.
    """

    words: str = ""
    without: tuple[str, ...] = ()
    allergens: tuple[str, ...] = ()
    diets: tuple[str, ...] = ()
    no_alcohol: bool = False
    max_minutes: int | None = None
    servings: int | None = None
    is_meal: bool = False
    is_sweet: bool = False
    says_itself: tuple[str, ...] = ()

    def unsaid(self) -> "Asked":
        """Return the wishes that no word of `says_itself` stands for: "without gluten" of "vegan, without gluten"."""
        said = read_search(" ".join(self.says_itself))
        return replace(self, allergens=tuple(one for one in self.allergens if one not in said.allergens),
                       diets=tuple(one for one in self.diets if one not in said.diets),
                       max_minutes=None if self.max_minutes == said.max_minutes else self.max_minutes)


def read_search(typed: str) -> Asked:
    """Return what somebody asks for who types this; words that ask for nothing else are to be found."""
    text, asked = _free_of(*_in_time_and_for(_said_alike(typed.casefold())))
    said = [word for token in _TOKEN.findall(text) if (word := token.rstrip(".")) == "," or _HAS_LETTERS.search(word)]
    words: list[str] = []
    is_denied = False
    while said:
        word = said.pop(0)
        if left_out := _left_out(said) if word in _WITHOUT else []:
            for one in left_out:
                asked = _without(asked, one)
        elif word in _NOT | _WITHOUT and (count := _count_unasked(said)):
            del said[:count]
            is_denied = True
        elif word not in word_sets()["filler"] and word not in _JOINING:
            asked, is_word = _wish(asked, word)
            words += [word] if is_word else []
    if asked == Asked() and not words and not is_denied:
        return Asked(words=typed)
    return replace(asked, words=" ".join(words))


def _said_alike(text: str) -> str:
    """Return a text with "nut allergy" and "free of nuts" said as "nut free" and "without nuts"."""
    text = _NON_ALCOHOLIC.sub("without alcohol", text)
    return _ALLERGY.sub(r"\g<food> free", _FREE_OF.sub("without", _CELIAC.sub("gluten free", text)))


def _in_time_and_for(text: str) -> tuple[str, Asked]:
    """Take out of a text in which time it is to be cooked, and for how many."""
    asked = Asked()
    for pattern, minutes_of_one in ((_HALF_AN_HOUR, 30), (_MINUTES, 1), (_HOURS, 60)):
        if found := pattern.search(text):
            number = found.groupdict().get("number", "1").replace(",", ".")
            count = float(number) if number[0].isdigit() else _NUMBERS.get(number, 1)
            asked = replace(asked, max_minutes=int(count * minutes_of_one))
            text = f"{text[:found.start()]} {text[found.end():]}"
            break
    if found := _SERVES.search(text):
        number = found["number"] or found["of"]
        asked = replace(asked, servings=int(number) if number.isdigit() else _NUMBERS[number])
        text = f"{text[:found.start()]} {text[found.end():]}"
    return text, asked


def _free_of(text: str, asked: Asked) -> tuple[str, Asked]:
    """Take out of a text what recipes are to be free of: `gluten free`, `nussfrei`."""
    for found in reversed([*_FREE.finditer(text)]):
        if food := _to_leave_out(found["food"]):
            if not found["denied"]:
                asked = _without(asked, food)
                asked = replace(asked, says_itself=(*asked.says_itself, found[0]))
            text = f"{text[:found.start()]} {text[found.end():]}"
    return text, asked


def _count_unasked(said: list[str]) -> int:
    """Return how many words behind "not" make up a wish that nobody has; 0 for words to be found ("not too sweet")."""
    ahead = 1 if said and said[0] in _HOW_MUCH else 0
    is_wish = ahead < len(said) and not _wish(Asked(), said[ahead])[1]
    return ahead + 1 if is_wish else 0


def _left_out(said: list[str]) -> list[str]:
    """Take the foods off the front of words that stand behind "without"; none if the next is none ("no bake")."""
    found: list[str] = []
    while said:
        ahead = _count_ahead(said, is_first=not found)
        pair = " ".join(said[ahead:ahead + 2]) if not _JOINING & set(said[ahead:ahead + 2]) else ""
        ways = [(2, pair), (1, said[ahead])] if ahead < len(said) and said[ahead] not in _WITHOUT else []
        count, taken = next(((count, food) for count, way in ways if (food := _to_leave_out(way))), (0, ""))
        if not taken or (found and not ahead):
            break
        found.append(taken)
        del said[:ahead + count]
    return found


def _count_ahead(said: list[str], *, is_first: bool) -> int:
    """Return how many words stand ahead of the next food to leave out: one that joins, and those that tell nothing."""
    ahead = 1 if said[0] in _JOINING else 0
    if ahead or is_first:
        while ahead < len(said) and said[ahead] in _TELLS_NOTHING:
            ahead += 1
    return ahead


def _to_leave_out(word: str) -> str | None:
    """Return what names a food, an allergen or what a diet leaves out: the word or, behind "von", without its `n`."""
    return next((one for one in (word, word.removesuffix("n")) if one in _DIET_WITHOUT or one in _ALCOHOL
                 or Restrictions.of(allergens=[one]).allergens or catalog().languages_of(one)), None)


def _without(asked: Asked, word: str) -> Asked:
    allergens = tuple(Restrictions.of(allergens=[word]).allergens)
    if word in _ALCOHOL:
        return replace(asked, no_alcohol=True)
    if word in _DIET_WITHOUT:
        return replace(asked, diets=(*asked.diets, _DIET_WITHOUT[word]))
    if allergens:
        return replace(asked, allergens=(*asked.allergens, *(_NUTS if allergens == ("nuts",) else allergens)))
    return replace(asked, without=(*asked.without, word))


def _wish(asked: Asked, word: str) -> tuple[Asked, bool]:
    """Return a search with what a word asks for, and whether it is a word to be found instead."""
    sets = word_sets()
    if word.startswith(("non-", "nicht-")) and not _wish(asked, word.partition("-")[2])[1]:
        return asked, False
    diets = Restrictions.of(diets=(word, *_uninflected(word))).diets
    diet = _DIET_SAID.get(word) or next(iter(diets), None)
    if diet:
        return replace(asked, diets=(*asked.diets, diet), says_itself=(*asked.says_itself, word)), False
    if word in sets["quick_word"]:
        minutes = min(asked.max_minutes or QUICK_MINUTES, QUICK_MINUTES)
        return replace(asked, max_minutes=minutes, says_itself=(*asked.says_itself, word)), False
    if word in sets["meal_word"]:
        return replace(asked, is_meal=True), False
    if word in sets["sweet_word"]:
        return replace(asked, is_sweet=True), False
    return asked, True


def _uninflected(word: str) -> list[str]:
    """Return a German adjective without its ending: `vegetarische`."""
    return [word.removesuffix(end) for end in ("es", "er", "en", "e") if word.endswith(end)]
