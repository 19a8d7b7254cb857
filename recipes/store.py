"""The recipe store of a home: one SQLite file beside the match index, all of it derived from originals.

A transaction is written whole or not at all, so a killed process leaves the store as it was; two processes
that write wait for each other. Parsed lines are kept by text and by the version of parser and catalog.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pantry.errors import NotReady, ReadOnlyHome
from pantry.storage.read_only_files import connect_read_only, is_read_only
from recipes.lines import PARSER_VERSION, parse_line, resolve_lines
from recipes.recipe import BY_HAND, IngredientLine, Recipe
from recipes.searching import word_index

STORE_FILE = "recipes.db"
# SQLite's lock is unfair: a writer may be overtaken many times before its turn.
BUSY_TIMEOUT_S = 60.0
_BATCH = 500

# A store that an earlier release made lacks one of them.
_NEWEST_TABLES = "select count(*) from sqlite_master where name in ('recipe_words', 'translations')"
_SCHEMA = """
create table if not exists recipes (
    recipe_id text primary key, content_key text not null, title text not null, title_folded text not null,
    recipe text not null, revision integer not null
) without rowid;
create index if not exists recipes_by_content on recipes (content_key);
create table if not exists sources (
    recipe_id text not null, document_sha256 text not null, path text, url text,
    primary key (recipe_id, document_sha256)
) without rowid;
create table if not exists lines (
    line text not null, version text not null, parsed text not null, primary key (line, version)
) without rowid;
create table if not exists translations (
    work text not null, recipe_id text not null, language text not null, primary key (work, recipe_id)
) without rowid;
create table if not exists revisions (only_row integer primary key check (only_row = 1), revision integer not null);
insert or ignore into revisions values (1, 0);
"""


@dataclass(frozen=True, slots=True)
class Upserted:
    """What became of recipes given to the store, each by id in the order given; `merged` were there already."""

    new: tuple[str, ...]
    updated: tuple[str, ...]
    merged: tuple[str, ...]


class RecipeStore:
    """The recipes under one home's `recipes` folder. Each call opens, uses and closes its own connection."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / STORE_FILE

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(self._opened_read_only() if is_read_only(self.path) else self._opened()) as connection:
            if not _is_complete(connection):
                raise NotReady(f"the recipes in {self.folder} were kept by another version of Larder and can only be "
                               "read there", "open them once where they can be written")
            yield connection

    def _opened(self) -> sqlite3.Connection:
        """Return a connection that may write, to a file that has every table."""
        self.folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        try:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
            if not _is_complete(connection):
                _complete(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _opened_read_only(self) -> sqlite3.Connection:
        """Return a connection that only reads; one to an empty store where there is none."""
        if self.path.exists():
            return connect_read_only(self.path)
        connection = sqlite3.connect(":memory:", isolation_level=None)
        _complete(connection)
        return connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection inside one write; raises ReadOnlyHome where the store can only be read."""
        if is_read_only(self.path):
            raise ReadOnlyHome(self.folder)
        with self._connected() as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")

    def upsert(self, recipes: Iterable[Recipe], *, document_sha256: str = "") -> Upserted:
        """Write recipes, all or none; one with the title and ingredients of another is merged into it.

        document_sha256: the original they were read from, kept as provenance with path and URL.
        """
        new: list[str] = []
        updated: list[str] = []
        merged: list[str] = []
        with self._writing() as connection:
            connection.execute("update revisions set revision = revision + 1")
            revision = connection.execute("select revision from revisions").fetchone()[0]
            for recipe in recipes:
                kept_id, there = _kept_id(connection, recipe)
                _write_source(connection, kept_id, document_sha256, recipe)
                if _is_same(there, recipe) or kept_id != recipe.recipe_id:
                    merged.append(kept_id)
                else:
                    (updated if there else new).append(kept_id)
                    _write_recipe(connection, recipe, revision)
        return Upserted(tuple(new), tuple(updated), tuple(merged))

    def get(self, recipe_id: str) -> Recipe | None:
        """Return one recipe, or None."""
        return next(iter(self.get_many([recipe_id])), None)

    def get_many(self, recipe_ids: Sequence[str]) -> list[Recipe]:
        """Return the recipes that are there, in the order of the ids."""
        found: dict[str, Recipe] = {}
        with self._connected() as connection:
            for start in range(0, len(recipe_ids), _BATCH):
                part = list(recipe_ids[start:start + _BATCH])
                marks = ",".join("?" * len(part))
                rows = connection.execute(
                    f"select recipe_id, recipe from recipes where recipe_id in ({marks})", part)  # noqa: S608
                found.update((recipe_id, _recipe(text)) for recipe_id, text in rows)
        return [found[recipe_id] for recipe_id in recipe_ids if recipe_id in found]

    def iterate(self) -> Iterator[tuple[str, Recipe]]:
        """Yield every recipe with its id, in the order of ids; what is written meanwhile may or may not be among them.

        Reads a few hundred at a time: a read that stays open keeps SQLite from folding its log into the file, and
        whoever writes beside it makes that log grow without end.
        """
        last = ""
        while True:
            with self._connected() as connection:
                rows = connection.execute("select recipe_id, recipe from recipes where recipe_id > ? "
                                          "order by recipe_id limit ?", [last, _BATCH]).fetchall()
            for recipe_id, text in rows:
                yield recipe_id, _recipe(text)
            if len(rows) < _BATCH:
                return
            last = rows[-1][0]

    def newest(self, limit: int) -> list[str]:
        """Return the ids of the recipes that were written last, in the order of ids."""
        with self._connected() as connection:
            rows = connection.execute(
                "select recipe_id from recipes order by revision desc, recipe_id limit ?", [limit])
            return sorted(recipe_id for recipe_id, in rows)

    def count(self) -> int:
        """Return how many recipes there are."""
        with self._connected() as connection:
            return connection.execute("select count(*) from recipes").fetchone()[0]

    def revision(self) -> int:
        """Return a number that grows with every write; an index built at it is up to date."""
        with self._connected() as connection:
            return connection.execute("select revision from revisions").fetchone()[0]

    def search(self, words: str, *, limit: int = 20) -> list[tuple[str, Recipe]]:
        """Return recipes whose title holds every word, shortest title first, then by id."""
        wanted = [_like(word) for word in words.casefold().split()][:20]
        clause = " and ".join(["title_folded like ? escape '\\'"] * len(wanted)) or "1"
        with self._connected() as connection:
            rows = connection.execute(
                f"select recipe_id, recipe from recipes where {clause} "  # noqa: S608
                "order by length(title), recipe_id limit ?", [*wanted, limit])
            return [(recipe_id, _recipe(text)) for recipe_id, text in rows]

    def find(self, words: str, *, limit: int = 20, is_any_enough: bool = False) -> list[str]:
        """Return ids of recipes that hold every word in title, ingredients or tags, best first, then by id.

        `ingredient:leek`, `tag:greek` and `title:pie` look in one place only; the last letters may be missing.
        is_any_enough: also those that hold but some of the words.
        """
        with self._connected() as connection:
            return word_index.find(connection, words, limit, is_any_enough=is_any_enough)

    def saying(self, phrases: Sequence[str], *, limit: int = 20, places: str = "title tags") -> list[str]:
        """Return ids of recipes that hold each of these phrases in so many letters in title or tags; none for none."""
        with self._connected() as connection:
            return word_index.saying(connection, phrases, limit, places=places)

    def translated_elsewhere(self, language: str) -> set[str]:
        """Return the ids of recipes in other languages of which a translation into this one is there.

        language: ISO 639-1. Two pages are translations of one work where they say so (schema.org, `translationOfWork`).
        """
        with self._connected() as connection:
            rows = connection.execute(
                "select recipe_id from translations where language <> ? and work in "
                "(select work from translations where language = ?)", [language, language])
            return {recipe_id for recipe_id, in rows}

    def sources(self, recipe_id: str) -> list[tuple[str, str | None, str | None]]:
        """Return where a recipe came from: (sha256 of the original, path, URL) of each source."""
        with self._connected() as connection:
            return connection.execute("select document_sha256, path, url from sources where recipe_id = ? "
                                      "order by document_sha256", [recipe_id]).fetchall()

    def parsed_lines(self, lines: Sequence[str]) -> list[IngredientLine]:
        """Return each line parsed, resolved and weighed; each different line is read once a version."""
        version = lines_version()
        wanted = sorted(set(lines))
        with self._connected() as connection:
            known = _known_lines(connection, wanted, version)
        fresh = [line for line in wanted if line not in known]
        if fresh:
            read = resolve_lines([parse_line(line) for line in fresh])
            known.update(zip(fresh, read, strict=True))
        if fresh and not is_read_only(self.path):
            with self._writing() as connection:
                connection.executemany("insert or replace into lines values (?, ?, ?)", [
                    (line, version, _dumps(parsed.to_json())) for line, parsed in zip(fresh, read, strict=True)])
        return [known[line] for line in lines]

    def forget_old_lines(self) -> int:
        """Drop lines as other versions of the line reader read them; return how many. Looks at every line kept."""
        with self._writing() as connection:
            return connection.execute("delete from lines where version <> ?", [lines_version()]).rowcount


def _is_complete(connection: sqlite3.Connection) -> bool:
    """Return whether a store has every table; one that an earlier release made lacks some."""
    return connection.execute(_NEWEST_TABLES).fetchone()[0] == 2


def _complete(connection: sqlite3.Connection) -> None:
    """Make the tables that a store lacks."""
    connection.executescript(_SCHEMA)
    _add_word_index(connection)


def _add_word_index(connection: sqlite3.Connection) -> None:
    """Give a store its full-text index, whole or not at all."""
    connection.execute("begin immediate")
    try:
        if not connection.execute("select 1 from sqlite_master where name = 'recipe_words'").fetchone():
            connection.execute(word_index.SCHEMA)
            word_index.fill(connection)
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _kept_id(connection: sqlite3.Connection, recipe: Recipe) -> tuple[str, Recipe | None]:
    """Return the id a recipe goes under and what is stored there: its own, else that of its twin.

    What a person wrote is never merged: it may correct a step of the recipe that is its twin.
    """
    own = connection.execute("select recipe from recipes where recipe_id = ?", [recipe.recipe_id]).fetchone()
    if own:
        return recipe.recipe_id, _recipe(own[0])
    if recipe.how == BY_HAND:
        return recipe.recipe_id, None
    twin = connection.execute("select recipe_id, recipe from recipes where content_key = ? order by recipe_id limit 1",
                              [recipe.content_key]).fetchone()
    return (twin[0], _recipe(twin[1])) if twin else (recipe.recipe_id, None)


def _is_same(there: Recipe | None, recipe: Recipe) -> bool:
    """Say whether the store already says all of this; the file's path does not count."""
    return there is not None and replace(there, path=None) == replace(recipe, path=None)


def _write_recipe(connection: sqlite3.Connection, recipe: Recipe, revision: int) -> None:
    connection.execute("insert or replace into recipes values (?, ?, ?, ?, ?, ?)", [
        recipe.recipe_id, recipe.content_key, recipe.title, recipe.title.casefold(), _dumps(recipe.to_json()),
        revision])
    connection.execute("delete from translations where recipe_id = ?", [recipe.recipe_id])
    if recipe.work and recipe.language:
        connection.execute("insert into translations values (?, ?, ?)",
                           [recipe.work, recipe.recipe_id, recipe.language])
    word_index.write(connection, recipe.recipe_id, recipe)


def _write_source(connection: sqlite3.Connection, recipe_id: str, sha256: str, recipe: Recipe) -> None:
    connection.execute("insert or replace into sources values (?, ?, ?, ?)",
                       [recipe_id, sha256, recipe.path, recipe.url])


def _known_lines(connection: sqlite3.Connection, lines: Sequence[str], version: str) -> dict[str, IngredientLine]:
    known: dict[str, IngredientLine] = {}
    for start in range(0, len(lines), _BATCH):
        part = list(lines[start:start + _BATCH])
        marks = ",".join("?" * len(part))
        rows = connection.execute(
            f"select line, parsed from lines where version = ? and line in ({marks})", [version, *part])  # noqa: S608
        known.update((line, IngredientLine.from_json(json.loads(parsed))) for line, parsed in rows)
    return known


@lru_cache(maxsize=1)
def lines_version() -> str:
    """Return the version of what reads lines: the parser's number and a digest of catalog, masses and classifier."""
    from pantry.foods import SEEDS
    from recipes.ingredients.counted import TABLE
    from recipes.ingredients.line_model import weights_digest

    digest = hashlib.sha256()
    for path in (*(SEEDS / f"{name}.csv" for name in ("foods", "food_aliases", "food_measures", "units")), TABLE):
        digest.update(path.read_bytes() if path.exists() else b"")
    return f"{PARSER_VERSION}.{weights_digest()}.{digest.hexdigest()[:12]}"


def _like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _recipe(text: str) -> Recipe:
    return Recipe.from_json(json.loads(text))


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
