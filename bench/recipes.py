"""Measure the recipe room: reading pages, taking lines apart, and matching a pantry against the corpus.

    python bench/recipes.py [pages] [lines] [foods] [search] [match] [match-large] [plan]
                            [--yardstick PYTHON] [--index FOLDER]

Development data is found as the tests find it. Hosts and lines are split by their hash: one half was developed
on, the other is reported. `--yardstick` names a Python with ingredient-parser-nlp (and NLTK_DATA set) for the
lines. Times are CPU time of one thread.
"""

import argparse
import csv
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))


from bench.recipe_common import DATA, spread, timed  # noqa: E402
from bench.recipe_match import bench_large, bench_match, bench_plan  # noqa: E402
from pantry.errors import Refused  # noqa: E402
from pantry.foods import catalog  # noqa: E402
from recipes.extract import read_page  # noqa: E402
from recipes.lines import parse_line  # noqa: E402
from recipes.recipe import Recipe  # noqa: E402
from recipes.searching import word_index  # noqa: E402
from recipes.training.line_scores import half_of, score_line  # noqa: E402
from recipes.training.line_teacher import read_by_parser  # noqa: E402

HALVES = ("developed on", "reported")


# Pages ------------------------------------------------------------------------------------------------------


def pages(half: int) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Yield saved pages with what is expected of them."""
    for path in sorted((DATA / "pages").glob("*.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        if half_of(expected["host"]) == half:
            yield gzip.decompress(Path(str(path)[:-5] + ".html.gz").read_bytes()), expected


def larder_generic(page: bytes, url: str) -> tuple[str, list[str], list[str]]:
    """Read without knowing the host."""
    recipe = read_page(page, url, generic=True)
    return recipe.title, list(recipe.ingredients), list(recipe.instructions)


def larder_host(page: bytes, url: str) -> tuple[str, list[str], list[str]]:
    """Read with the host known."""
    recipe = read_page(page, url)
    return recipe.title, list(recipe.ingredients), list(recipe.instructions)


def scrapers_generic(page: bytes, url: str) -> tuple[str, list[str], list[str]]:
    """Read by recipe-scrapers in its generic mode, on a host it cannot know."""
    from recipe_scrapers import scrape_html

    scraper = scrape_html(
        page.decode("utf-8", errors="replace"), org_url="https://unknown.example/", supported_only=False
    )
    return scraper.title(), scraper.ingredients(), scraper.instructions_list()


def same(found: Any, wanted: Any) -> bool:
    """Compare after white space and case."""

    def plain(value: Any) -> Any:
        return (
            [plain(item) for item in value]
            if isinstance(value, list)
            else re.sub(r"\s+", " ", value or "").strip().lower()
        )

    return plain(found) == plain(wanted)


def bench_pages() -> None:
    """Print how many pages each reader gets right, and its time."""
    print("\npages            half          n  title  ingr.  steps  all    CPU ms p50    p95")
    for name, read in (
        ("larder generic", larder_generic),
        ("recipe-scrapers", scrapers_generic),
        ("larder host", larder_host),
    ):
        for half in (0, 1):
            scores, times = [], []
            for page, expected in pages(half):
                try:
                    found, elapsed_ms = timed(partial(read, page, expected["canonical_url"]))
                except (Refused, Exception):  # a reader that fails has read nothing
                    found, elapsed_ms = ("", [], []), 0.0
                wanted = (expected["title"], expected["ingredients"], expected["instructions_list"])
                scores.append([same(f, w) for f, w in zip(found, wanted, strict=True)])
                times.append(elapsed_ms)
            shares = [sum(one[i] for one in scores) / len(scores) for i in range(3)] + [
                sum(map(all, scores)) / len(scores)
            ]
            times.sort()
            print(
                f"{name:16} {HALVES[half]:12} {len(scores):3}  "
                + "  ".join(f"{share:5.1%}" for share in shares)
                + f"   {times[len(times) // 2]:8.1f} {times[int(len(times) * 0.95)]:8.1f}"
            )


# Lines ------------------------------------------------------------------------------------------------------


def bench_lines(yardstick: str | None) -> None:
    """Print how many labelled lines are right by source, and lines a second."""
    labels = json.loads((DATA / "ingredient_lines.json").read_text(encoding="utf-8"))
    readers: list[tuple[str, Callable[[list[str]], tuple[list[dict[str, Any]], float]]]] = [
        ("larder", read_by_larder)
    ]
    if yardstick:
        readers.append(("ingredient-parser", lambda texts: read_by_yardstick(yardstick, texts)))
    print(
        "\nlines              half          source          n  quantity  unit   name   loose  all    all loose  lines/s"
    )
    for name, read in readers:
        for half in (0, 1):
            rows = [label for label in labels if half_of(label["id"]) == half]
            found, seconds = read([row["sentence"] for row in rows])
            scores = [score_line(row, one) for row, one in zip(rows, found, strict=True)]
            for source in ("bbc", "cookstr", "tastecooking", "nyt", "all but nyt", "all"):
                chosen = [
                    score
                    for row, score in zip(rows, scores, strict=True)
                    if source == "all"
                    or row["source"] == source
                    or (source == "all but nyt" and row["source"] != "nyt")
                ]
                shares = [sum(score[i] for score in chosen) / len(chosen) for i in range(4)]
                shares += [
                    sum(s[0] and s[1] and s[2] for s in chosen) / len(chosen),
                    sum(s[0] and s[1] and s[3] for s in chosen) / len(chosen),
                ]
                print(
                    f"{name:18} {HALVES[half]:12} {source:13} {len(chosen):4}  "
                    + "  ".join(f"{share:5.1%}" for share in shares)
                    + (f"  {len(rows) / seconds:9.0f}" if source == "all" else "")
                )


def read_by_larder(texts: list[str]) -> tuple[list[dict[str, Any]], float]:
    """Return the fields that are scored, and CPU seconds."""
    lines, elapsed_ms = timed(lambda: [parse_line(text) for text in texts])
    return [
        {"quantity": line.quantity, "unit": line.unit, "name": line.name} for line in lines
    ], elapsed_ms / 1000


def read_by_yardstick(python: str, texts: list[str]) -> tuple[list[dict[str, Any]], float]:
    """Return what ingredient-parser-nlp reads, and its CPU seconds."""
    return read_by_parser(python, texts, DATA / "nltk_data")


def bench_foods() -> None:
    """Print how many names of a sample find the right food or one above it: drawn by use, judged by hand.

    The list says what the line meant (empty: no food; ?: not in the catalog; a | b: either) and what was found on
    22 November 2026 with the whole line at hand; the names alone are resolved anew.
    """
    with (Path(__file__).parent / "recipe_foods_checked.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    now = [found.food_id if found else "" for found in catalog().resolve_many([row["name"] for row in rows])]

    def right(found: list[str]) -> int:
        return sum(any(one == wanted or one in catalog().ancestors(wanted)
                       for wanted in row["right_food_id"].split("|"))
                   for one, row in zip(found, rows, strict=True))

    print(f"\nfoods: right with the whole line {right([row['read_from_line'] for row in rows])} of {len(rows)}, "
          f"by the name alone now {right(now)}")


def bench_search() -> None:
    """Print how long the full-text index takes to build and to answer, beside LIKE over the same texts."""
    import sqlite3

    import pyarrow.parquet as pq

    columns = ["id", "title", "ingredients", "ingredient_names"]
    rows = pq.read_table(DATA / "recipes.parquet", columns=columns).to_pylist()
    connection = sqlite3.connect(":memory:")
    connection.execute(word_index.SCHEMA)
    connection.execute("create table plain (recipe_id text, words text)")
    recipes = [Recipe(row["title"] or "", tuple(row["ingredients"] or row["ingredient_names"] or []), ())
               for row in rows]

    def build() -> None:
        for row, recipe in zip(rows, recipes, strict=True):
            word_index.write(connection, row["id"], recipe)

    _, build_ms = timed(build)
    connection.executemany("insert into plain values (?, ?)", [
        (row["id"], f"{one.title} {' '.join(one.ingredients)}".casefold())
        for row, one in zip(rows, recipes, strict=True)])
    asked = ["leek pie", "ingredient:salmon dill", "chocolate cake", "title:soup lentil", "kale", "onion garlic",
             "brocc", "title:curry ingredient:chickpeas", "saffron rice", "pork apple sage"]
    full = [timed(partial(word_index.find, connection, words, 20))[1] for words in asked for _ in range(5)]
    like = [timed(partial(_like, connection, words))[1] for words in asked for _ in range(2)]
    print(f"\nsearch in {len(rows):,} recipes: built in {build_ms / 1000:.1f} s; "
          f"ms p50 / p95 full text {spread(full)}, LIKE {spread(like)}")


def _like(connection: Any, words: str) -> list[Any]:
    parts = [f"%{word.partition(':')[2] or word}%" for word in words.split()]
    clause = " and ".join(["words like ?"] * len(parts))
    return connection.execute(f"select recipe_id from plain where {clause} limit 20", parts).fetchall()


def main() -> None:
    """Run the parts named on the command line, all by default."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=[],
                        help="pages, lines, foods, search, match (these by default), match-large, plan")
    parser.add_argument("--yardstick", help="a Python that has ingredient-parser-nlp")
    parser.add_argument("--index", type=Path, help="a folder that keeps the index of the corpus between runs")
    options = parser.parse_args()
    if not DATA.is_dir():
        parser.exit(message=f"development data is not at {DATA}\n")
    parts = options.parts or ["pages", "lines", "foods", "search", "match"]
    if "pages" in parts:
        bench_pages()
    if "lines" in parts:
        bench_lines(options.yardstick)
    if "foods" in parts:
        bench_foods()
    if "search" in parts:
        bench_search()
    if "match" in parts:
        bench_match(options.index)
    if "match-large" in parts:
        bench_large(options.index)
    if "plan" in parts:
        bench_plan(options.index)


if __name__ == "__main__":
    main()
