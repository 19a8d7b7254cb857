"""Recipes found by what somebody types: words, food to leave out, diets, minutes, persons."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from intake.suggestions import ANY, Wish, matches, restrictions_of, set_aside
from intake.workplace import Workplace
from pantry.foods import catalog
from recipes.match import left_out
from recipes.matching.current_index import open_index
from recipes.matching.dish_kinds import is_sweet_by_title
from recipes.matching.match_index import MatchIndex
from recipes.matching.restrictions import ALCOHOL, ALLERGENS, DIETS, bits_of, kinds_of
from recipes.recipe import Recipe
from recipes.searching.food_words import word_sets
from recipes.searching.search_words import Asked, read_search
from recipes.store import RecipeStore

# So many hits are filtered; whoever asks for a more usual word adds another.
MOST_FOUND = 5_000
# Of hits that the index does not hold yet, so many are read at once: their allergens are not known before.
MOST_READ = 200
# Of what is only asked to be vegetarian or quick, so many of the best for the household.
_MOST_FITTING = 400
# Nobody comes to harm where it is not known whether a broth is of vegetables or a cheese has rennet.
_UNHARMED = frozenset(("vegan", "vegetarian"))
# Who types that nuts are to be left out means the other kinds of this heading too, pine nuts and chestnuts.
_NUTS = "nuts"


def find_recipes(workplace: Workplace, typed: str, *, limit: int = 20, wish: Wish = ANY) -> list[Recipe]:
    """Return recipes by words of title, ingredients and tags, within the household's, the request's and their limits.

    Where no word is left to be found ("vegan, under 20 minutes") the best for what is in the house come first. Where no
    recipe holds every word, those that hold some.
    """
    store, asked = RecipeStore(workplace.home.recipes), read_search(typed)
    found = _kept(workplace, store, asked, wish, _hits(workplace, store, asked, wish))
    if not found and asked.words and ":" not in asked.words:
        found = _kept(workplace, store, asked, wish, store.find(asked.words, limit=MOST_FOUND, is_any_enough=True))
    if not asked.is_sweet:
        return store.get_many(found[:limit])
    return [recipe for recipe in store.get_many(found) if is_sweet_by_title(recipe.title)][:limit]


def _kept(workplace: Workplace, store: RecipeStore, asked: Asked, wish: Wish, hits: list[str]) -> list[str]:
    """Return the hits that are within all limits: in their order, what keeps them for certain first."""
    index = open_index(workplace.home)
    behind = [hit for hit in hits if index.number_of(hit) is None][:MOST_READ]
    parts = [index, MatchIndex.build(store, recipe_ids=sorted(behind))] if behind else [index]
    says_itself = set(store.saying(asked.says_itself, limit=MOST_FOUND))
    surely, perhaps = set[str](), set[str]()
    for part in parts:
        numbers = {hit: number for hit in hits if (number := part.number_of(hit)) is not None}
        is_sure = _is_within(workplace, part, asked, _narrowed(wish, asked))
        # A recipe may say for itself that it is vegan, but not for what else is asked for, nor against its own lines.
        is_allowed = (_is_within(workplace, part, asked, _narrowed(wish, asked.unsaid()))
                      & ~_holds(part, asked.allergens) & ~_breaks(part, asked.diets))
        no_diet = _narrowed(wish, replace(asked, diets=_medical(asked)))
        is_likely = _is_within(workplace, part, asked, no_diet) & ~_breaks(part, asked.diets)
        is_out = _is_left_out(part, asked)
        surely |= {hit for hit, at in numbers.items()
                   if not is_out[at] and (is_sure[at] or (is_allowed[at] and hit in says_itself))}
        perhaps |= {hit for hit, at in numbers.items() if is_likely[at] and not is_out[at]}
    named = _naming(store, asked.without)
    kept = [hit for hit in hits if hit in surely | perhaps and hit not in named]
    kept.sort(key=lambda hit: hit not in surely)
    if asked.words and asked.says_itself:
        # Who asks for a vegan lasagna means first of all what calls itself one.
        in_title = set(store.saying((*asked.words.split(), *asked.says_itself), limit=MOST_FOUND, places="title"))
        kept.sort(key=lambda hit: hit not in in_title)
    return _for_so_many(parts, kept, asked.servings) if asked.servings else kept


def _hits(workplace: Workplace, store: RecipeStore, asked: Asked, wish: Wish) -> list[str]:
    """Return what holds the words; without any, what fits the house best, then the rest."""
    if asked.words:
        return store.find(asked.words, limit=MOST_FOUND)
    if asked.is_sweet:
        return store.find(" ".join(sorted(word_sets()["sweet"])), limit=MOST_FOUND, is_any_enough=True)
    fitting = [match.recipe_id for match in matches(workplace, top=_MOST_FITTING, wish=_narrowed(wish, asked))]
    itself = store.saying(asked.says_itself, limit=MOST_FOUND)
    others = [recipe_id.decode() for recipe_id in open_index(workplace.home).recipe_ids[:MOST_FOUND].tolist()]
    return list(dict.fromkeys([*fitting, *itself, *others]))


def _narrowed(wish: Wish, asked: Asked) -> Wish:
    """Return what a request asks for together with what is typed."""
    minutes = [one for one in (wish.max_minutes, asked.max_minutes) if one is not None]
    return replace(wish, max_minutes=min(minutes, default=None), allergens=(*wish.allergens, *asked.allergens),
                   diets=(*wish.diets, *asked.diets))


def _medical(asked: Asked) -> tuple[str, ...]:
    """Return the diets that what is not known may harm."""
    return tuple(diet for diet in asked.diets if diet not in _UNHARMED)


def _is_within(workplace: Workplace, index: MatchIndex, asked: Asked, limits: Wish) -> np.ndarray:
    """Return which recipes keep the household's settings and these limits, and are dinners if asked for: (R,) bool."""
    is_in = index.is_meal.astype(bool) if asked.is_meal else np.ones(len(index), bool)
    is_in[left_out(index, max_minutes=limits.max_minutes, hidden=set_aside(workplace, limits),
                   restrictions=restrictions_of(workplace, limits))] = False
    return is_in


def _breaks(index: MatchIndex, diets: Collection[str]) -> np.ndarray:
    """Return which recipes certainly break one of these diets, by a food or by a word: (R,) bool."""
    return (index.denied & np.uint8(bits_of(diets, DIETS))) != 0


def _holds(index: MatchIndex, allergens: Collection[str]) -> np.ndarray:
    """Return which recipes are known to hold one of these allergens: (R,) bool."""
    return (index.allergens & np.uint16(bits_of(allergens, ALLERGENS))) != 0


def _is_left_out(index: MatchIndex, asked: Asked) -> np.ndarray:
    """Return which recipes need a food that is to be left out, or a kind of it: (R,) bool."""
    is_out = (index.denied & np.uint8(ALCOHOL)) != 0 if asked.no_alcohol else np.zeros(len(index), bool)
    matches = catalog().resolve_many(asked.without)
    numbers = index.food_numbers()
    for food_id in [_NUTS] * (_NUTS in asked.allergens) + [match.food_id for match in matches if match is not None]:
        for kind in _with_kinds(food_id):
            if kind in numbers:
                is_out[index.postings(numbers[kind])] = True
    return is_out


def _naming(store: RecipeStore, words: tuple[str, ...]) -> set[str]:
    """Return the ids of the recipes with a line that names one of these foods."""
    return {hit for word in words
            for hit in store.find(" ".join(f"ingredient:{one}" for one in word.split()), limit=MOST_FOUND)}


def _with_kinds(food_id: str) -> list[str]:
    """Return a food and all kinds of it, however far below."""
    return [food_id, *(below for kind in kinds_of(food_id) for below in _with_kinds(kind))]


def _for_so_many(parts: list[MatchIndex], hits: list[str], servings: int) -> list[str]:
    """Return hits in their order, first those that are made for so many: the others have to be scaled."""
    of_hit = {hit: float(part.servings[number]) for part in parts for hit in hits
              if (number := part.number_of(hit)) is not None}
    return sorted(hits, key=lambda hit: of_hit.get(hit) != servings)
