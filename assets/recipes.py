"""Recipes: feeds, their pages, the store, its lines, and the index that matches them with stock."""

import dataclasses
import time
from typing import Any

import dagster as dg

from assets.homes import HomeResource

GROUP = "recipes"
EVERY_RECIPE_IS_INDEXED = "every_recipe_is_indexed"


@dg.asset(group_name=GROUP)
def recipe_feeds(context: dg.AssetExecutionContext, larder: HomeResource) -> list[str]:
    """The feeds that households follow."""
    from intake.feeds import followed_feeds

    feeds = followed_feeds(larder.journal())
    context.add_output_metadata({"rows": len(feeds)})
    return feeds


@dg.asset(group_name=GROUP)
def recipe_pages(
    context: dg.AssetExecutionContext, larder: HomeResource, recipe_feeds: list[str]
) -> list[dict[str, Any]]:
    """Pages that feeds named and that were read or refused, each with its reason; feeds that failed wait their turn."""
    from intake.feeds import feed_states, fetch_new_pages

    home = larder.home()
    pages = fetch_new_pages(home, recipe_feeds, now=larder.journal().clock())
    refused = [page for page in pages if page.code]
    states = feed_states(home, recipe_feeds)
    context.add_output_metadata({
        "rows": len(pages) - len(refused), "refused": len(refused),
        "feeds_failing": sum(state.code is not None for state in states),
        "pages_waiting": sum(state.pages_waiting for state in states),
    })
    for page in refused:
        context.log.warning("%s: %s", page.source, page.reason)
    return [dataclasses.asdict(page) for page in pages]


@dg.asset(group_name=GROUP, kinds={"sqlite"}, deps=[recipe_pages, "accepted_lots"])
def recipes(larder: HomeResource) -> dg.MaterializeResult:
    """The recipe store: pages of feeds and what people imported, once each."""
    from recipes.store import RecipeStore

    return dg.MaterializeResult(metadata={"rows": RecipeStore(larder.home().recipes).count()})


@dg.asset(group_name=GROUP, kinds={"sqlite"}, deps=[recipes])
def recipe_ingredients(larder: HomeResource) -> dg.MaterializeResult:
    """Ingredient lines taken apart, each different line once."""
    from recipes.matching.needs import lines_of_store
    from recipes.store import RecipeStore

    started = time.perf_counter()
    rows = resolved = 0
    for _, _, lines in lines_of_store(RecipeStore(larder.home().recipes)):
        rows += len(lines)
        resolved += sum(line.food_id is not None for line in lines)
    return dg.MaterializeResult(metadata={
        "rows": rows, "resolved": resolved, "elapsed_ms": round((time.perf_counter() - started) * 1000),
    })


@dg.asset(
    group_name=GROUP,
    kinds={"numpy"},
    deps=[recipe_ingredients],
    check_specs=[dg.AssetCheckSpec(EVERY_RECIPE_IS_INDEXED, asset="match_index")],
)
def match_index(larder: HomeResource) -> dg.MaterializeResult:
    """Postings of foods in recipes, swapped in whole."""
    from intake.suggestions import rebuild_index
    from recipes.store import RecipeStore

    started = time.perf_counter()
    indexed = rebuild_index(larder.home())
    stored = RecipeStore(larder.home().recipes).count()
    return dg.MaterializeResult(
        metadata={"rows": indexed, "elapsed_ms": round((time.perf_counter() - started) * 1000)},
        check_results=[dg.AssetCheckResult(passed=indexed == stored, check_name=EVERY_RECIPE_IS_INDEXED)],
    )


@dg.asset(group_name=GROUP, kinds={"parquet"}, deps=[match_index, "accepted_lots"])
def household_matches(larder: HomeResource) -> dg.MaterializeResult:
    """The fifty best recipes of each household tonight, for `marts.recipe_matches`."""
    from intake.nightly_matches import write_matches

    counts = write_matches(larder.home(), larder.journal())
    return dg.MaterializeResult(metadata={"rows": sum(counts.values()), "households": len(counts)})
