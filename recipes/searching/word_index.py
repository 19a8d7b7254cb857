"""The words of recipes in SQLite's full-text index: title, ingredients and tags, in the file of the store.

A word is found with its accents or without, and by its beginning; the name of a food also by its other names, in
English and German. First come titles that hold every word, then those that hold other names for them; of the rest a
title tells most, then tags, then ingredients.
"""

import json
import re
import sqlite3

from recipes.recipe import Recipe
from recipes.searching.food_words import other_words, parts_of

SCHEMA = """
create virtual table if not exists recipe_words using fts5(
    title, ingredients, tags, tokenize="unicode61 remove_diacritics 2", prefix='2 3'
);
"""
# How much a hit in title, ingredients and tags counts.
_WEIGHTS = "10.0, 2.0, 5.0"
_PLACES = {"title": "title", "ingredient": "ingredients", "zutat": "ingredients", "tag": "tags", "cuisine": "tags"}
_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 20


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


def find(connection: sqlite3.Connection, words: str, limit: int) -> list[str]:
    """Return ids of the recipes that hold every word, best first, then by id; none for no words."""
    query, *titles = _query(words), _titles(words, with_others=False), _titles(words, with_others=True)
    if not query:
        return []
    in_title = "rowid in (select rowid from recipe_words where recipe_words match ?) desc"
    rows = connection.execute(
        f"select rowid from recipe_words where recipe_words match ? "  # noqa: S608
        f"order by {in_title}, {in_title}, round(bm25(recipe_words, {_WEIGHTS}), 6), rowid limit ?",
        [query, *titles, limit])
    return [f"{row:012x}" for (row,) in rows]


def _query(words: str) -> str:
    """Return words as a full-text query; nothing that a person types is an operator."""
    parts = []
    for column, word in _said(words):
        any_of = _any_of(word, with_others=column in (None, "ingredients"))
        parts.append(f"{{{column}}} : ({any_of})" if column else f"({any_of})")
    return " AND ".join(parts)


def _titles(words: str, *, with_others: bool) -> str:
    """Return the query of titles that hold every word, or other names for it, but what is looked for elsewhere."""
    parts = [f"({_any_of(word, with_others=with_others)})" for column, word in _said(words)
             if column in (None, "title")]
    return f"{{title}} : ({' AND '.join(parts)})" if parts else '""'


def _said(words: str) -> list[tuple[str | None, str]]:
    """Return each word in lower case and the column that it is looked for in, None for all."""
    found: list[tuple[str | None, str]] = []
    for said in words.casefold().split()[:MOST_WORDS]:
        place, mark, rest = said.partition(":")
        column = _PLACES.get(place) if mark else None
        found += [(column, word) for word in _WORD.findall(rest if column else said)]
    return found


def _any_of(word: str, *, with_others: bool) -> str:
    """Return the query of a word's beginning, of other names of the food, and of the two foods in a title it joins."""
    ways = [f'"{word}"*']
    if with_others:
        ways += [f'"{one}"' for one in other_words(word)]
        if parts := parts_of(word):
            ways.append(f"{{title}} : ({' AND '.join(f'({_any_of(part, with_others=True)})' for part in parts)})")
    return " OR ".join(ways)
