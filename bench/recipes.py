"""Measure the recipe room: reading pages, taking lines apart, and matching a pantry against the corpus.

    python bench/recipes.py [pages] [lines] [match] [--yardstick PYTHON] [--large]

Development data is found as the tests find it. Hosts and lines are split by their hash: one half was developed
on, the other is reported. `--yardstick` names a Python with ingredient-parser-nlp (and NLTK_DATA set) for the
lines. Times are CPU time of one thread.
"""

import argparse
import csv
import dataclasses
import gzip
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

import numpy as np  # noqa: E402

from bench.recipe_baselines import Baseline, baselines_of  # noqa: E402
from pantry.errors import Refused  # noqa: E402
from pantry.foods import catalog  # noqa: E402
from recipes import match as matching  # noqa: E402
from recipes import word_index  # noqa: E402
from recipes.extract import read_page  # noqa: E402
from recipes.line_scores import half_of, score_line  # noqa: E402
from recipes.lines import parse_line, resolve_lines  # noqa: E402
from recipes.match import match, match_one  # noqa: E402
from recipes.match_index import BLOCK, MatchIndex  # noqa: E402
from recipes.needs import Need, combine  # noqa: E402
from recipes.plan import plan_week  # noqa: E402
from recipes.recipe import IngredientLine, Recipe  # noqa: E402
from recipes.shelf import Shelf  # noqa: E402
from recipes.stock import Larder, StockItem  # noqa: E402

DATA = Path(os.environ.get("LARDER_SHARED_DATA") or REPOSITORY.parent / "shared" / "data") / "recipes"
STAPLES = ("water", "salt", "black_pepper", "sugar", "oil")
HALVES = ("developed on", "reported")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return a result and its CPU milliseconds."""
    start = time.process_time()
    result = work()
    return result, (time.process_time() - start) * 1000


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


YARDSTICK = """
import json, sys, time
from fractions import Fraction
from ingredient_parser import parse_ingredient
texts, found = json.load(sys.stdin), []
parse_ingredient("1 egg")
start = time.process_time()
for text in texts:
    parsed = parse_ingredient(text, string_units=True)
    first = parsed.amount[0] if parsed.amount else None
    first = getattr(first, "amounts", [first])[0]
    quantity = getattr(first, "quantity", None)
    found.append({"quantity": float(quantity) if isinstance(quantity, Fraction | int | float) else None,
                  "unit": str(getattr(first, "unit", "") or ""), "name": " ".join(part.text for part in parsed.name)})
json.dump([found, time.process_time() - start], sys.stdout)
"""


def read_by_yardstick(python: str, texts: list[str]) -> tuple[list[dict[str, Any]], float]:
    """Return what ingredient-parser-nlp reads, and its CPU seconds, from a process of its own."""
    environment = {**os.environ, "NLTK_DATA": str(DATA / "nltk_data"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [python, "-c", YARDSTICK],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    found, seconds = json.loads(done.stdout)
    return found, seconds


# Matching ---------------------------------------------------------------------------------------------------


def corpus() -> list[tuple[str, Recipe, list[Need]]]:
    """Parse, resolve and weigh every line of the corpus; return recipes with their needs by rising id."""
    import pyarrow.parquet as pq

    rows = pq.read_table(
        DATA / "recipes.parquet", columns=["id", "title", "url", "ingredients", "ingredient_names"]
    ).to_pylist()
    texts = {text for row in rows for text in (row["ingredients"] or row["ingredient_names"] or [])}
    (parsed, elapsed_ms) = timed(
        lambda: dict(zip(ordered := sorted(texts), map(parse_line, ordered), strict=True))
    )
    (resolved, resolve_ms) = timed(lambda: dict(zip(parsed, resolve_lines(list(parsed.values())), strict=True)))
    count = sum(len(row["ingredients"] or row["ingredient_names"] or []) for row in rows)
    report_corpus(rows, resolved, count, elapsed_ms, resolve_ms)
    found = {
        row["id"]: (
            row["id"],
            Recipe(title=row["title"] or "", ingredients=(), instructions=(), url=row["url"]),
            combine(resolved[text] for text in (row["ingredients"] or row["ingredient_names"] or [])),
        )
        for row in rows
    }
    return [found[recipe_id] for recipe_id in sorted(found)]


def report_corpus(
    rows: list[dict[str, Any]],
    resolved: dict[str, IngredientLine],
    count: int,
    parse_ms: float,
    resolve_ms: float,
) -> None:
    """Print how long the corpus took and which share of its lines has a food and a mass."""
    lines = [resolved[text] for row in rows for text in (row["ingredients"] or row["ingredient_names"] or [])]
    amounts = [line for line in lines if line.quantity is not None]
    print(
        f"\ncorpus: {count:,} lines, {len(resolved):,} different; parsed in {parse_ms / 1000:.1f} s, "
        f"resolved and weighed in {resolve_ms / 1000:.1f} s CPU; "
        f"with a food {sum(line.food_id is not None for line in lines) / len(lines):.1%}, "
        f"of those with an amount weighed {sum(line.mass_g is not None for line in amounts) / len(amounts):.1%}"
    )


def pantries(index: MatchIndex, size: int, count: int = 20) -> list[list[StockItem]]:
    """Return random pantries, seeded: foods drawn by how often recipes need them, a usual pack of each."""
    chance = random.Random(size)
    weights = [len(index.postings(food)) for food in range(len(index.foods))]
    drawn = [list(dict.fromkeys(chance.choices(index.foods, weights, k=size * 20)))[:size] for _ in range(count)]
    days = [None, None, None, 1, 3, 10, 10, 60, 60, 60]
    return [[StockItem(f"lot{i}", food, 1, "pack", catalog().require(food).package_mass_g or 500, chance.choice(days),
                       "best_before") for i, food in enumerate(foods)] for foods in drawn]


def repeated(index: MatchIndex, times: int) -> MatchIndex:
    """Return an index with every recipe several times under new ids: synthetic, for size alone."""
    size, needs = len(index), len(index.need_food)
    columns_of_block = index.amount_g.size
    place_of = np.repeat(np.arange(len(index.posting_start) - 1), np.diff(index.posting_start))
    column, own = place_of % columns_of_block, index.posting_recipe + place_of // columns_of_block * BLOCK
    offsets = np.arange(times, dtype=np.int64)
    tiled = ("minutes", "servings", "need_food", "need_mass_g", "need_name", "need_total", "missing_eur", "allergens",
             "diets")
    optional = np.unpackbits(index.need_optional, count=needs)
    recipe = (own + offsets[:, None] * size).ravel()
    place = recipe // BLOCK * columns_of_block + np.tile(column, times)
    order = np.lexsort((recipe, place))
    counts = np.bincount(place, minlength=columns_of_block * -(-size * times // BLOCK))
    return dataclasses.replace(
        index, version="synthetic", **{name: np.tile(getattr(index, name), times) for name in tiled},
        recipe_ids=np.char.mod("%012d", np.arange(size * times)).astype("S12"),
        need_start=np.append((index.need_start[:-1] + offsets[:, None] * needs).ravel(),
                             needs * times).astype(np.int32),
        need_optional=np.packbits(np.tile(optional, times)),
        posting_start=np.append(0, np.cumsum(counts)), posting_recipe=(recipe[order] % BLOCK).astype(np.uint16),
        detail_end=np.append(np.tile(index.detail_end[:-1], times), index.detail_end[-1]))


def recall_at_20(index: MatchIndex, stock: list[StockItem]) -> float:
    """Return the share of the 20 best of an exhaustive second stage that are among the recipes it looks at."""
    larder = Larder.of(stock, STAPLES)
    shelf = Shelf.of(index, larder)
    first = matching.stage_one(index, shelf, larder.staples)
    possible = np.flatnonzero(first > -np.inf)
    exact, _ = matching.stage_two(index, possible, shelf, None, np.zeros(len(possible)))
    wanted = possible[np.argsort(-exact, kind="stable")[:20]]
    return float(np.isin(wanted, matching._best(first, matching.STAGE_TWO_RECIPES)).mean())


def bench_match(*, is_large: bool) -> None:
    """Print build time, size, and the time of one match for pantries and corpora of several sizes."""
    everything = corpus()
    for size in (5_000, len(everything)):
        chosen = sorted(random.Random(1).sample(everything, size), key=lambda one: one[0])
        index, build_ms = timed(partial(MatchIndex.from_needs, chosen))
        baselines = baselines_of(chosen)
        print(f"\n{size:,} recipes, index built in {build_ms / 1000:.1f} s, "
              f"{index.searched_bytes / 1e6:.1f} MB searched, {index.size_bytes / 1e6:.1f} MB in all; "
              "ms p50 / p95 of 20 pantries")
        for foods in (20, 60, 200):
            report_match(index, pantries(index, foods), baselines)
    bench_one(index)
    bench_plan(index)
    if is_large:
        large = repeated(index, 18)
        print(f"\n{len(large):,} recipes (synthetic: the corpus 18 times under new ids), "
              f"{large.searched_bytes / 1e6:.1f} MB searched")
        for foods in (20, 60, 200):
            report_match(large, pantries(large, foods), {})


def report_match(index: MatchIndex, stocks: list[list[StockItem]], baselines: dict[str, Baseline]) -> None:
    """Print how long matches take over these pantries, and the baselines beside them."""
    match(index, stocks[0], staples=STAPLES)
    recall = statistics.mean(recall_at_20(index, stock) for stock in stocks)
    ours = [timed(partial(match, index, stock, staples=STAPLES, top=20))[1] for stock in stocks]
    middle = statistics.median(ours)
    print(f"  pantry of {len(stocks[0]):3}   {'Larder, both stages, explained':32} {spread(ours)}"
          f"   recall@20 {recall:.4f}")
    for name, ask in baselines.items():
        foods = [[item.food_id for item in stock] for stock in stocks]
        ask(foods[0])
        theirs = [timed(partial(ask, one))[1] for one in foods]
        print(f"{'':18}{name:32} {spread(theirs)}   {statistics.median(theirs) / middle:6.1f} times")


def spread(times: list[float]) -> str:
    """Return p50 and p95 of times in milliseconds."""
    ordered = sorted(times)
    return f"{statistics.median(ordered):8.2f} / {ordered[int(len(ordered) * 0.95) - 1]:8.2f}"


def bench_one(index: MatchIndex) -> None:
    """Print how long one recipe takes to be explained."""
    chance = random.Random(3)
    for foods in (20, 200):
        stock = pantries(index, foods, 1)[0]
        wanted = [index.recipe_ids[chance.randrange(len(index))].decode() for _ in range(300)]
        times = [timed(partial(match_one, index, one, stock, staples=STAPLES))[1] for one in wanted]
        print(f"  one recipe, pantry of {foods}: ms p50 / p95 {spread(times)}")


def bench_plan(index: MatchIndex) -> None:
    """Print what weeks come to, planned by the programme and by greed, and how long that takes."""
    print("\nweek of 7 for pantries of 60: greedy EUR, plan EUR, status, gap, s")
    for stock in pantries(index, 60, 10):
        found = plan_week(index, stock, dinners=7, staples=STAPLES, time_limit_s=10)
        print(f"  {found.greedy_cost_eur:8.2f} {found.cost_eur:8.2f} {found.method:6} {found.status:10} {found.gap} "
              f"{found.elapsed_ms / 1000:.1f}")


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
    parser.add_argument("parts", nargs="*", default=[], help="pages, lines, foods, search, match")
    parser.add_argument("--yardstick", help="a Python that has ingredient-parser-nlp")
    parser.add_argument("--large", action="store_true", help="also match against the corpus 18 times over")
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
        bench_match(is_large=options.large)


if __name__ == "__main__":
    main()
