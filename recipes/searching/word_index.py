"""The words of recipes in SQLite's full-text index: title, ingredients and tags, in the file of the store.

A word is found with its accents or without, in the singular and the plural, and by its beginning; the name of a food or
a dish also by its other names, in English and German. First come titles that hold every word, then those that hold
other names for them, each time those that are about it before those that have it beside ("with", "in"); of the rest a
title tells most, then tags, then ingredients. A word that no recipe holds is taken for the nearest one that some do.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from enum import IntEnum

from rapidfuzz.distance import OSA

from recipes.recipe import Recipe
from recipes.searching.food_words import (
    alike,
    counted_otherwise,
    dish_names,
    food_words,
    kinds_called,
    names_of,
    other_words,
    parts_of,
    spelled_otherwise,
)
from recipes.searching.titles import about_of

SCHEMA = """
create virtual table if not exists recipe_words using fts5(
    title, ingredients, tags, tokenize="unicode61 remove_diacritics 2", prefix='2 3'
);
"""
# How much a hit in title, ingredients and tags counts.
_WEIGHTS = "10.0, 2.0, 5.0"
_PLACES = {"title": "title", "titel": "title", "ingredient": "ingredients", "zutat": "ingredients", "tag": "tags",
           "cuisine": "tags"}
_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 20
# A shorter form is only looked for whole: peas are no peaches.
_LEAST_BEGINNING = 5
# What a word for several may end in, beside the word for one: eggs, Brote, Eier.
_SEVERAL = ("s", "es", "e", "n", "en", "er")
# Names of dishes that titles deny: "no bake cheesecake".
_DENIED = frozenset(("bake",))
# A word of so many letters may have so many wrong.
_TYPOS = ((7, 2), (4, 1))
# Of so many of the best it is looked at what their titles are about.
_MOST_LOOKED_AT = 200
_IN_TITLE = "(rowid in (select rowid from recipe_words where recipe_words match ?))"
# The column that a word is looked for in, None for all, and the word.
Word = tuple[str | None, str]


class Nearness(IntEnum):
    """How near another word comes: the same one otherwise counted, a name of the same or its other spelling, any."""

    FORMS = 1
    NAMES = 2
    OTHERS = 3


def row_of(recipe_id: str) -> int:
    """Return the row number of a recipe: its twelve hex digits, so that no table of numbers is needed."""
    return int(recipe_id, 16)


def write(connection: sqlite3.Connection, recipe_id: str, recipe: Recipe) -> None:
    """Put a recipe's words into the index in place of what was there."""
    connection.execute("delete from recipe_words where rowid = ?", [row_of(recipe_id)])
    connection.execute("insert into recipe_words (rowid, title, ingredients, tags) values (?, ?, ?, ?)",
                       [row_of(recipe_id), recipe.title, "\n".join(recipe.ingredients), "\n".join(recipe.tags)])


def fill(connection: sqlite3.Connection) -> None:
    """Index every recipe of a store that has none of its words yet."""
    for recipe_id, text in connection.execute("select recipe_id, recipe from recipes").fetchall():
        write(connection, recipe_id, Recipe.from_json(json.loads(text)))


def find(connection: sqlite3.Connection, words: str, limit: int, *, is_any_enough: bool = False) -> list[str]:
    """Return ids of the recipes that hold every word, best first, then by id; none for no words.

    is_any_enough: also those that hold but some of the words, those with most of them first.
    """
    said = _said(words)
    found = _found(connection, said, limit, is_any_enough=is_any_enough)
    if not found and said:
        meant = [(column, _meant(connection, word)) for column, word in said]
        found = _found(connection, meant, limit, is_any_enough=is_any_enough) if meant != said else []
    return [f"{row:012x}" for row in found]


def saying(connection: sqlite3.Connection, phrases: Sequence[str], limit: int, *, places: str) -> list[str]:
    """Return ids of the recipes whose title or tags (`places`) hold each of these phrases, or words that say it too."""
    said = [ways for phrase in phrases if (ways := _ways_to_say(phrase))]
    if not said:
        return []
    rows = connection.execute("select rowid from recipe_words where recipe_words match ? order by rowid limit ?",
                              [" AND ".join(f"{{{places}}} : ({' OR '.join(ways)})" for ways in said), limit])
    return [f"{row:012x}" for (row,) in rows]


def _ways_to_say(phrase: str) -> list[str]:
    """Return a wish as full-text phrases, in whatever words of English or German a recipe says that it is met."""
    said = " ".join(_WORD.findall(phrase.casefold()))
    return [f'"{one}"' for one in alike(said)] if said else []


def _found(connection: sqlite3.Connection, said: list[Word], limit: int, *, is_any_enough: bool) -> list[int]:
    if not said:
        return []
    titles = [_titles(said, nearness) for nearness in Nearness]
    rows = connection.execute(
        f"select rowid, {' + '.join([_IN_TITLE] * len(titles))} as ways from recipe_words "  # noqa: S608
        f"where recipe_words match ? order by ways desc, round(bm25(recipe_words, {_WEIGHTS}), 6), rowid limit ?",
        [*titles, _query(said, is_any_enough=is_any_enough), limit]).fetchall()
    first = [row for row, _ in rows[:_MOST_LOOKED_AT]]
    marks = ", ".join("?" * len(first))
    of_row = dict(connection.execute(f"select rowid, title from recipe_words where rowid in ({marks})", first))  # noqa: S608
    looks_for = [_forms(word, Nearness.NAMES) for column, word in said if column in (None, "title")]
    looked_at = sorted(rows[:_MOST_LOOKED_AT], key=lambda row: (-row[1], not _is_about(of_row[row[0]], looks_for)))
    return [row for row, _ in looked_at + rows[_MOST_LOOKED_AT:]]


def _is_about(title: str, looks_for: list[list[str]]) -> bool:
    """Say whether what a title is about, ahead of "with" or "in", holds one of the names of each word."""
    about = about_of(title).casefold()
    return all(any(re.search(rf"\b{re.escape(name)}", about) for name in names) for names in looks_for)


def _meant(connection: sqlite3.Connection, word: str) -> str:
    """Return a word that some recipe holds or that names a food, for one that none does; the word if none is near."""
    most = next((most for least, most in _TYPOS if len(word) >= least), 0)
    if not most or connection.execute("select 1 from recipe_words where recipe_words match ? limit 1",
                                      [_any_of(word, Nearness.OTHERS)]).fetchone():
        return word
    connection.execute("create virtual table if not exists temp.recipe_terms using fts5vocab(main, recipe_words, row)")
    known = dict(connection.execute("select term, doc from temp.recipe_terms where length(term) between ? and ?",
                                    [len(word) - most, len(word) + most]))
    near = [(OSA.distance(word, one, score_cutoff=most), one) for one in {*known, *food_words()}]
    return min(((steps, -known.get(one, 0), one) for steps, one in near if steps <= most), default=(0, 0, word))[2]


def _query(said: list[Word], *, is_any_enough: bool) -> str:
    """Return words as a full-text query; nothing that a person types is an operator."""
    parts = []
    for column, word in said:
        any_of = _any_of(word, Nearness.OTHERS if column in (None, "ingredients") else Nearness.FORMS)
        parts.append(f"{{{column}}} : ({any_of})" if column else f"({any_of})")
    return (" OR " if is_any_enough else " AND ").join(parts)


def _titles(said: list[Word], nearness: Nearness) -> str:
    """Return the query of titles that hold every word, or other names for it, but what is looked for elsewhere."""
    parts = [f"({_any_of(word, nearness)})" for column, word in said if column in (None, "title")]
    return f"{{title}} : ({' AND '.join(parts)})" if parts else '""'


def _said(words: str) -> list[Word]:
    """Return each word in lower case and the column that it is looked for in, None for all."""
    found: list[Word] = []
    for said in words.casefold().split()[:MOST_WORDS]:
        place, mark, rest = said.partition(":")
        column = _PLACES.get(place) if mark else None
        found += [(column, word) for word in _WORD.findall(rest if column else said)]
    return found


def _any_of(word: str, nearness: Nearness) -> str:
    """Return the query of a word's names, and of the two foods in a title that a German compound joins."""
    names = _forms(word, nearness)
    # Bread is no broth: what a short name of a food only begins comes last, though "Brotsalat" may be meant.
    is_whole = nearness < Nearness.OTHERS and len(word) < _LEAST_BEGINNING and word in food_words()
    ways = [f'"{one}"*' if (one == word and not is_whole) or len(one) >= _LEAST_BEGINNING else f'"{one}"'
            for one in names if one not in _DENIED]
    ways += [f'"{word}{end}"' for end in _SEVERAL] if is_whole else []
    # A bake is a casserole, what needs no baking is none.
    ways += [f'("{one}" NOT "no {one}")' for one in names if one in _DENIED]
    if parts := parts_of(word):
        ways.append(f"{{title}} : ({' AND '.join(f'({_any_of(part, nearness)})' for part in parts)})")
    return " OR ".join(ways)


def _forms(word: str, nearness: Nearness) -> list[str]:
    """Return a word and what else it is called, as near as is said."""
    said = (word, *counted_otherwise(word))
    found = [*said]
    if nearness >= Nearness.NAMES:
        found += [name for one in said for name in (*spelled_otherwise(one), *names_of(one), *dish_names(one))]
    if nearness >= Nearness.OTHERS:
        found += [name for one in said for name in (*other_words(one), *kinds_called(one))]
    return list(dict.fromkeys(found))
