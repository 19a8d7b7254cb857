"""Matching a pantry against the corpus: Larder beside SQL and TF-IDF, weeks planned, and one recipe explained.

Run by `python -m bench.recipes match [--index FOLDER]`; `match-large` and `plan` are parts of their own. Parsing the
corpus takes some minutes: with --index it is done once, and the index in that folder serves from then on.
"""

import dataclasses
import random
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.recipe_baselines import Baseline, baselines_of
from bench.recipe_common import DATA, spread, timed
from pantry.foods import catalog
from recipes import match as matching
from recipes.lines import parse_line, resolve_lines
from recipes.match import match, match_one
from recipes.matching.forward_index import forward_index
from recipes.matching.match_index import BLOCK, CURRENT_FILE, MatchIndex
from recipes.matching.needs import Need, combine
from recipes.matching.shelf import Shelf
from recipes.matching.stock import Larder, StockItem
from recipes.plan import plan_week
from recipes.recipe import IngredientLine, Recipe

EXHAUSTIVE, WARMING = 3, 5
BOTH_STAGES, STAGE_ONE = "Larder, both stages, explained", "Larder, stage one alone"
STAPLES = ("water", "salt", "black_pepper", "sugar", "oil")


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
    tiled = ("minutes", "servings", "is_meal", "need_food", "need_mass_g", "need_name", "need_total", "missing_eur",
             "allergens", "diets")
    again: dict[str, Any] = {name: np.tile(getattr(index, name), times) for name in tiled}
    optional = np.unpackbits(index.need_optional, count=needs)
    recipe = (own + offsets[:, None] * size).ravel()
    place = recipe // BLOCK * columns_of_block + np.tile(column, times)
    order = np.lexsort((recipe, place))
    counts = np.bincount(place, minlength=columns_of_block * -(-size * times // BLOCK))
    held = np.isin(column, np.append(index.forward_code, index.forward_pair))
    forward = forward_index((own[held] + offsets[:, None] * size).ravel(), np.tile(column[held], times), size * times,
                            cells=columns_of_block, block=BLOCK)
    return dataclasses.replace(
        index, version="synthetic", **again,
        recipe_ids=np.char.mod("%012d", np.arange(size * times)).astype("S12"),
        need_start=np.append((index.need_start[:-1] + offsets[:, None] * needs).ravel(),
                             needs * times).astype(np.int32),
        need_optional=np.packbits(np.tile(optional, times)),
        posting_start=np.append(0, np.cumsum(counts)).astype(np.int32),
        posting_recipe=(recipe[order] % BLOCK).astype(np.uint16),
        forward_count=forward.count, forward_place=forward.place, forward_code=forward.code, forward_pair=forward.pair,
        detail_end=np.append(np.tile(index.detail_end[:-1], times), index.detail_end[-1]))


def recall_at_20(index: MatchIndex, stock: list[StockItem]) -> float:
    """Return the share of the 20 best of an exhaustive second stage that are among the recipes it looks at."""
    larder = Larder.of(stock, STAPLES)
    shelf = Shelf.of(index, larder)
    first = matching.stage_one(index, shelf, larder.staples)
    possible = np.flatnonzero(first > -np.inf)
    exact = matching.stage_two(index, possible, shelf, None, np.zeros(len(possible)))
    wanted = possible[np.argsort(-exact, kind="stable")[:20]]
    return float(np.isin(wanted, matching._best(first, matching.STAGE_TWO_RECIPES)).mean())


def index_of_corpus(folder: Path | None) -> MatchIndex:
    """Return the index of the whole corpus: that of the folder if it holds one, else built, and kept there."""
    if folder and (folder / CURRENT_FILE).exists():
        return MatchIndex.load(folder)
    index, build_ms = timed(partial(MatchIndex.from_needs, corpus(), version="corpus"))
    print(f"index built in {build_ms / 1000:.1f} s", flush=True)
    if folder:
        index.save(folder)
    return index


def sample_of(index: MatchIndex, size: int) -> MatchIndex:
    """Return the index of some of the recipes, drawn with a fixed seed."""
    chosen = sorted(random.Random(1).sample(range(len(index)), size))
    return MatchIndex.from_needs(
        (index.recipe_ids[number].decode(), Recipe(title="", ingredients=(), instructions=()),
         list(index.needs(number))) for number in chosen)


def bench_match(folder: Path | None) -> None:
    """Print size and the time of one match for pantries of several sizes, at 5,000 recipes and at all."""
    whole = index_of_corpus(folder)
    for index in (sample_of(whole, 5_000), whole):
        baselines = baselines_of(index)
        print(f"\n{len(index):,} recipes, {index.searched_bytes / 1e6:.1f} MB searched, "
              f"{index.size_bytes / 1e6:.1f} MB in all; ms p50 / p95 of 20 pantries", flush=True)
        for foods in (20, 60, 200):
            report_match(index, pantries(index, foods), baselines)
    bench_one(whole)


def bench_large(folder: Path | None) -> None:
    """Print the time of one match in two million recipes."""
    large = repeated(index_of_corpus(folder), 18)
    print(f"\n{len(large):,} recipes (synthetic: the corpus 18 times under new ids), "
          f"{large.searched_bytes / 1e6:.1f} MB searched", flush=True)
    for foods in (20, 60, 200):
        report_match(large, pantries(large, foods, 10), {})


def stage_one_alone(index: MatchIndex, stock: list[StockItem]) -> np.ndarray:
    """Return the fifty best by the first stage, as the baselines do: a score for every recipe, no explanation."""
    larder = Larder.of(stock, STAPLES)
    room = matching.room_of("score", len(index), np.float32)
    score = matching.stage_one(index, Shelf.of(index, larder), larder.staples, out=room)
    return matching._best(score, 50)


def report_match(index: MatchIndex, stocks: list[list[StockItem]], baselines: dict[str, Baseline]) -> None:
    """Print how long matches take over these pantries, and the baselines, asked in turn with them."""
    # Exhaustive ranking takes seconds in a large corpus: a few pantries tell.
    recall = statistics.mean(recall_at_20(index, stock) for stock in stocks[:EXHAUSTIVE])
    # Pantries of their own that do not count, as in a process that has matched before.
    for stock in pantries(index, len(stocks[0]) + 1, WARMING):
        match(index, stock, staples=STAPLES, top=20)
    asked: dict[str, Callable[[list[StockItem]], Any]] = {
        BOTH_STAGES: lambda stock: match(index, stock, staples=STAPLES, top=20),
        STAGE_ONE: partial(stage_one_alone, index),
        **{name: partial(_ask_foods, ask) for name, ask in baselines.items()}}
    times: dict[str, list[float]] = {name: [] for name in asked}
    for stock in stocks:
        for name, ask in asked.items():
            ask(stock)  # what the one before left in the caches is nobody's time
            times[name].append(timed(partial(ask, stock))[1])
    whole, first = (statistics.median(times[name]) for name in (BOTH_STAGES, STAGE_ONE))
    print(f"  pantry of {len(stocks[0])}: recall@20 {recall:.4f}")
    for name, found in times.items():
        middle = statistics.median(found)
        print(f"{'':18}{name:32} {spread(found)}   {middle / whole:6.2f} times both stages, "
              f"{middle / first:6.2f} the first", flush=True)


def _ask_foods(ask: Baseline, stock: list[StockItem]) -> Any:
    return ask([item.food_id for item in stock])


def bench_one(index: MatchIndex) -> None:
    """Print how long one recipe takes to be explained."""
    chance = random.Random(3)
    for foods in (20, 200):
        stock = pantries(index, foods, 1)[0]
        wanted = [index.recipe_ids[chance.randrange(len(index))].decode() for _ in range(300)]
        times = [timed(partial(match_one, index, one, stock, staples=STAPLES))[1] for one in wanted]
        print(f"  one recipe, pantry of {foods}: ms p50 / p95 {spread(times)}")


def bench_plan(folder: Path | None) -> None:
    """Print what weeks come to, planned by the programme and by greed, and how long that takes."""
    index = index_of_corpus(folder)
    print("\nweek of 7 for pantries of 60: greedy EUR, plan EUR, status, gap, s")
    for stock in pantries(index, 60, 10):
        found = plan_week(index, stock, dinners=7, staples=STAPLES, time_limit_s=10)
        print(f"  {found.greedy_cost_eur:8.2f} {found.cost_eur:8.2f} {found.method:6} {found.status:10} {found.gap} "
              f"{found.elapsed_ms / 1000:.1f}", flush=True)
