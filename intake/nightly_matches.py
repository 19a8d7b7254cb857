"""The best recipes of every household, written once a night as the Parquet file that the warehouse lands."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

from intake.suggestions import matches
from intake.workplace import Workplace
from pantry.home import Home
from pantry.journal import Journal
from recipes.recipe import RecipeMatch

MOST_MATCHES = 50


def write_matches(home: Home, journal: Journal) -> dict[str, int]:
    """Write the matches of all households in place of the last ones; return how many each has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    counts: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    for household_id in sorted(journal.households()):
        found = list(_rows(household_id, matches(Workplace(home, journal, household_id), top=MOST_MATCHES)))
        counts[household_id] = len(found)
        rows += found
    home.recipe_matches.parent.mkdir(parents=True, exist_ok=True)
    temporary = home.recipe_matches.with_name(f".{home.recipe_matches.name}.{os.getpid()}.tmp")
    pq.write_table(pa.Table.from_pylist(rows, _schema()), temporary, compression="zstd")
    temporary.replace(home.recipe_matches)
    return counts


def _rows(household_id: str, found: list[RecipeMatch]) -> Iterator[dict[str, Any]]:
    for rank, one in enumerate(found, 1):
        yield {
            "household_id": household_id, "as_of": date.fromisoformat(one.as_of) if one.as_of else None, "rank": rank,
            "recipe_id": one.recipe_id, "title": one.title, "score_eur": one.score, "coverage": one.coverage,
            "have_count": one.have_count, "need_count": one.need_count, "rescued_eur": one.rescued_eur,
            "rescued_co2e_kg": one.rescued_co2e_kg, "missing_eur": one.missing_eur,
            "missing_names": ", ".join(food.name for food in one.missing),
            "rescued_food_ids": ", ".join(one.rescues), "total_minutes": one.total_minutes,
        }


def _schema() -> Any:
    import pyarrow as pa

    text, number, small = pa.string(), pa.float64(), pa.int16()
    return pa.schema([
        ("household_id", text), ("as_of", pa.date32()), ("rank", small), ("recipe_id", text), ("title", text),
        ("score_eur", number), ("coverage", number), ("have_count", small), ("need_count", small),
        ("rescued_eur", number), ("rescued_co2e_kg", number), ("missing_eur", number), ("missing_names", text),
        ("rescued_food_ids", text), ("total_minutes", pa.int32()),
    ])
