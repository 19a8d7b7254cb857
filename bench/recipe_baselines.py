"""What matching is measured against: SQL in two engines and TF-IDF, presence only, ids and scores of the best 20.

Each baseline is a function of a list of food ids; tables and matrices are built beforehand and not timed.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from recipes.matching.match_index import NO_FOOD, MatchIndex

Baseline = Callable[[list[str]], Any]
MOST_MISSING = 3


def baselines_of(index: MatchIndex) -> dict[str, Baseline]:
    """Return the baselines by name, ready to be asked, over what the recipes of an index need.

    A need without a food of the catalog counts as a food of its own, by its name.
    """
    numbers = index.food_numbers()
    recipe = np.repeat(np.arange(len(index), dtype=np.int32), np.diff(index.need_start))
    food = np.where(index.need_food == NO_FOOD, len(numbers) + index.need_name, index.need_food).astype(np.int32)
    duck, lite = _duckdb(recipe, food), _sqlite(recipe, food)
    ask: dict[str, Callable[[list[int]], Any]] = {
        "DuckDB group-by": partial(_duck_group_by, duck), "DuckDB stored totals": partial(_duck_totals, duck),
        "SQLite stored totals": partial(_lite_totals, lite), "SQLite as Mealie": partial(_lite_mealie, lite),
        "TF-IDF cosine": _tf_idf(recipe, food),
    }

    def by_number(answer: Callable[[list[int]], Any], foods: list[str]) -> Any:
        return answer([numbers[food_id] for food_id in foods if food_id in numbers])

    return {name: partial(by_number, answer) for name, answer in ask.items()}


def _duckdb(recipe: np.ndarray, food: np.ndarray) -> Any:
    import duckdb
    import pyarrow as pa

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.register("pairs", pa.table({"recipe": recipe, "food": food}))
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


def _sqlite(recipe: np.ndarray, food: np.ndarray) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table needs (food integer, recipe integer, primary key (food, recipe)) without rowid")
    pairs = zip(food.tolist(), recipe.tolist(), strict=True)
    connection.executemany("insert or ignore into needs values (?, ?)", pairs)
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


def _tf_idf(recipe: np.ndarray, food: np.ndarray) -> Callable[[list[int]], np.ndarray]:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = csr_matrix((np.ones(len(food), np.float32), (recipe, food)))
    model = TfidfTransformer().fit(counts)
    matrix = model.transform(counts)

    def ask(foods: list[int]) -> np.ndarray:
        asked = csr_matrix((np.ones(len(foods), np.float32), ([0] * len(foods), foods)), shape=(1, counts.shape[1]))
        score = (matrix @ model.transform(asked).T).toarray().ravel()
        best = np.argpartition(-score, 20)[:20]
        return best[np.argsort(-score[best], kind="stable")]

    return ask
