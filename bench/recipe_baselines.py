"""What matching is measured against: SQL in two engines and TF-IDF, presence only, ids and scores of the best 20.

Each baseline is a function of a list of food ids; tables and matrices are built beforehand and not timed.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from recipes.needs import Need
from recipes.recipe import Recipe

Corpus = list[tuple[str, Recipe, list[Need]]]
Baseline = Callable[[list[str]], Any]
MOST_MISSING = 3


def baselines_of(recipes: Corpus) -> dict[str, Baseline]:
    """Return the baselines by name, ready to be asked."""
    numbers: dict[str, int] = {}
    pairs = [(number, numbers.setdefault(need.food_id or need.name, len(numbers)))
             for number, (_, _, needs) in enumerate(recipes) for need in needs]
    duck, lite = _duckdb(pairs), _sqlite(pairs)
    ask = {"DuckDB group-by": partial(_duck_group_by, duck), "DuckDB stored totals": partial(_duck_totals, duck),
           "SQLite stored totals": partial(_lite_totals, lite), "SQLite as Mealie": partial(_lite_mealie, lite),
           "TF-IDF cosine": _tf_idf(recipes)}

    def by_number(answer: Callable[[list[int]], Any], foods: list[str]) -> Any:
        return answer([numbers[food] for food in foods if food in numbers])

    return {name: answer if name == "TF-IDF cosine" else partial(by_number, answer) for name, answer in ask.items()}


def _duckdb(pairs: Sequence[tuple[int, int]]) -> Any:
    import duckdb
    import pyarrow as pa

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    columns = np.array(pairs, np.int32).T
    connection.register("pairs", pa.table({"recipe": columns[0], "food": columns[1]}))
    connection.execute("create table needs as select * from pairs order by food, recipe")
    connection.execute("create table totals as select recipe, count(*)::int as total from needs group by recipe")
    return connection


def _duck_group_by(connection: Any, foods: list[int]) -> list[Any]:
    return connection.execute(
        "select recipe, count(*) filter (food in (select unnest(?))) / count(*) as share from needs "
        "group by recipe order by share desc, recipe limit 20", [foods]).fetchall()


def _duck_totals(connection: Any, foods: list[int]) -> list[Any]:
    marks = ",".join(map(str, foods))
    return connection.execute(
        f"select h.recipe, h.hits / t.total as share from (select recipe, count(*) as hits from needs where food in "
        f"({marks}) group by recipe) h join totals t using (recipe) order by share desc, h.recipe limit 20").fetchall()


def _sqlite(pairs: Sequence[tuple[int, int]]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table needs (food integer, recipe integer, primary key (food, recipe)) without rowid")
    connection.executemany("insert or ignore into needs values (?, ?)", [(food, recipe) for recipe, food in pairs])
    connection.execute("create table totals (recipe integer primary key, total integer)")
    connection.execute("insert into totals select recipe, count(*) from needs group by recipe")
    connection.execute("create index needs_by_recipe on needs (recipe)")
    connection.execute("analyze")
    return connection


def _lite_totals(connection: sqlite3.Connection, foods: list[int]) -> list[Any]:
    marks = ",".join("?" * len(foods))
    return connection.execute(
        f"select n.recipe, cast(count(*) as real) / t.total as share from needs n join totals t on t.recipe = n.recipe "
        f"where n.food in ({marks}) group by n.recipe order by share desc, n.recipe limit 20", foods).fetchall()


def _lite_mealie(connection: sqlite3.Connection, foods: list[int]) -> list[Any]:
    """Ask as Mealie's finder does: totals and hits counted for each query, at most three foods missing."""
    marks = ",".join("?" * len(foods))
    return connection.execute(
        f"select a.recipe, a.total, h.hits from (select recipe, count(*) as total from needs group by recipe) a "
        f"join (select recipe, count(*) as hits from needs where food in ({marks}) group by recipe) h "
        f"on h.recipe = a.recipe where a.total - h.hits <= {MOST_MISSING} "
        f"order by a.total - h.hits, h.hits desc, a.recipe limit 20", foods).fetchall()


def _tf_idf(recipes: Corpus) -> Baseline:
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(analyzer=lambda foods: foods, dtype=np.float32)
    matrix = model.fit_transform([[need.food_id or need.name for need in needs] for _, _, needs in recipes])

    def ask(foods: list[str]) -> np.ndarray:
        score = (matrix @ model.transform([foods]).T).toarray().ravel()
        best = np.argpartition(-score, 20)[:20]
        return best[np.argsort(-score[best], kind="stable")]

    return ask
