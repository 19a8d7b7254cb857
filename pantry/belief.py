"""Belief: how likely each lot is still there, from what one household's events tell, and what is worth asking.

The rules stand once, in `belief.sql`, where dbt calls them too; docs/reference/belief.md explains them. This module
runs them on the events and lots that a live view holds, so that a page shows the belief of this moment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pantry.catalog.own_foods import likes_of
from pantry.facts.local_days import events_on
from pantry.foods import Food, catalog
from pantry.lots import Lot
from pantry.shelf_life import shelf_life
from pantry.tracking import Tracking, tracking_of
from pantry.urgency import DueLot, with_due
from pantry.vocabulary import Place, RiskBand

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from pantry.live import LiveView

# What asks to be used soon is worth two questions about anything else.
_DUE = frozenset({RiskBand.PAST_USE_BY, RiskBand.PAST_BEST_BEFORE, RiskBand.NOW, RiskBand.SOON})
_STORAGES = (Place.FRIDGE, Place.FREEZER, Place.CUPBOARD)
_BELIEFS = """
with
effective_rows as materialized (from effective_events('events')),
origin_rows as materialized (from fold_origins('effective_rows')),
history_rows as materialized (from fold_history('effective_rows', 'origin_rows')),
zone_rows as materialized (select distinct household_id, $time_zone as time_zone from lots),
key_rows as materialized (
    select k.* replace (
        coalesce(o.like_food_id, k.food_id) as food_id,
        coalesce(o.category, k.said_category) as said_category
    )
    from lot_rhythm_keys('lots', 'zone_rows') as k
    left join belief_own_foods as o on k.food_id = o.food_id
),
sign_rows as materialized (from lot_signs('effective_rows', 'history_rows', 'zone_rows')),
gap_rows as materialized (from lot_gaps('key_rows', 'sign_rows')),
rhythm_rows as materialized (from fit_rhythms('key_rows', 'gap_rows', 'belief_foods', 'belief_periods')),

sighted as (
    select
        s.*,
        r.* exclude (bucket, household_id, food_key, storage),
        $as_of::date as as_of,
        cast(s.seen_at at time zone 'UTC' at time zone $time_zone as date) as seen_on,
        cast(s.asked_at at time zone 'UTC' at time zone $time_zone as date) as asked_on
    from lot_sightings('key_rows', 'sign_rows', 'effective_rows') as s
    inner join rhythm_rows as r using (household_id, food_key, storage)
)

select
    lot_id::varchar,
    seen_on,
    asked_on,
    days_untouched(seen_on, as_of),
    usual_gap_days,
    p_still_there(
        days_untouched(seen_on, as_of), shape, scale_days, end_share, forgotten_share,
        gone_evidence(newer_used_on, bought_again_on, older_after_newer_share, use_after_purchase_share, as_of)
    ),
    belief_reason(days_untouched(seen_on, as_of), usual_gap_days, gaps, newer_used_on, bought_again_on, as_of)
from sighted
"""


@dataclass(frozen=True, slots=True)
class Belief:
    """How likely a lot is still there. p_still_there: 0 to 1; reason: a word of `belief_reason` in belief.sql.

    seen_on, asked_on: local days, asked_on None if nobody was ever asked. usual_gap_days: half of the times this
    household leaves such food alone are shorter.
    """

    lot_id: str
    seen_on: date
    asked_on: date | None
    days_untouched: int
    usual_gap_days: float
    p_still_there: float
    reason: str


@cache
def _belief_sql() -> str:
    return Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def install_belief(connection: "duckdb.DuckDBPyConnection") -> None:
    """Create or replace the macros of belief.sql in the connection's current database."""
    connection.execute(_belief_sql())


def beliefs(view: "LiveView", as_of: date) -> dict[str, Belief]:
    """Return how likely each lot in stock is still there on a day, by lot id."""
    time_zone, own = view.household().time_zone, view.own_foods()
    found: dict[str, Belief] = view.asked(
        ("beliefs", as_of), lambda connection: _read(connection, own, as_of=as_of, time_zone=time_zone))
    return found


def questions(view: "LiveView", as_of: date) -> list[DueLot]:
    """Return at most five lots worth asking "is it still there?" about, the most informative first.

    What is not tracked is never asked about, nor what was answered in the last 14 days.
    """
    words = view.household().tracking
    believed = beliefs(view, as_of)
    dues = {due.lot.lot_id: due for due in with_due(view.lots(), as_of=as_of) if _is_tracked(due.lot, words)}
    pairs = [(due, believed[lot_id]) for lot_id, due in dues.items() if lot_id in believed]
    ranked: list[str] = view.asked(("questions", as_of), lambda connection: _rank(connection, pairs, as_of=as_of))
    return [dues[lot_id] for lot_id in ranked]


def answers_on(view: "LiveView", day: date) -> int:
    """Return how many questions were answered on a local day; an answer that was undone is none."""
    return events_on(view, "check_answered", day)


def _is_tracked(lot: Lot, words: Mapping[str, str]) -> bool:
    return tracking_of(words, lot.food_id, lot.place, like_food_id=lot.like_food_id) is not Tracking.NONE


def _read(
    connection: "duckdb.DuckDBPyConnection", own: Mapping[str, Food], *, as_of: date, time_zone: str
) -> dict[str, Belief]:
    food_ids = connection.execute("select distinct food_id from lots where food_id is not null").fetchall()
    likes = likes_of(own)
    foods, periods = _catalog_rows(likes.get(row[0], row[0]) for row in food_ids)
    given = {"belief_foods": foods, "belief_periods": periods, "belief_own_foods": _own_rows(own.values())}
    for name, table in given.items():
        connection.register(name, table)
    try:
        rows = connection.execute(_BELIEFS, {"as_of": as_of, "time_zone": time_zone}).fetchall()
    finally:
        for name in given:
            connection.unregister(name)
    return {row[0]: Belief(*row) for row in rows}


def _rank(
    connection: "duckdb.DuckDBPyConnection", asked: list[tuple[DueLot, Belief]], *, as_of: date
) -> list[str]:
    import pyarrow as pa

    if not asked:
        return []
    connection.register("believed", pa.table({
        "household_id": [""] * len(asked),
        "lot_id": [due.lot.lot_id for due, _ in asked],
        "p_still_there": [belief.p_still_there for _, belief in asked],
        "stock_value_minor": pa.array([due.lot.value_minor for due, _ in asked], pa.float64()),
        "is_due": [due.risk in _DUE for due, _ in asked],
        "asked_on": pa.array([belief.asked_on for _, belief in asked], pa.date32()),
        "as_of": pa.array([as_of] * len(asked), pa.date32()),
    }))
    try:
        found = connection.execute("select lot_id from rank_questions('believed') order by question").fetchall()
    finally:
        connection.unregister("believed")
    return [row[0] for row in found]


def _catalog_rows(food_ids: Iterable[str]) -> "tuple[pa.Table, pa.Table]":
    """Return what the catalog says of foods: (food_id, category) and (food_id, place, state, likely_days)."""
    import pyarrow as pa

    known = [food for food in (catalog().get(food_id) for food_id in sorted(set(food_ids))) if food is not None]
    periods = [
        (food.food_id, place.value, period.likely_days) for food in known for place in _STORAGES
        if (period := shelf_life().period(food.food_id, place, "unopened")) is not None
    ]
    return _categories(known), pa.table({
        "food_id": pa.array([row[0] for row in periods], pa.string()),
        "place": pa.array([row[1] for row in periods], pa.string()),
        "state": pa.array(["unopened"] * len(periods), pa.string()),
        "likely_days": pa.array([row[2] for row in periods], pa.int32()),
    })


def _categories(foods: Iterable[Food]) -> "pa.Table":
    """Return (food_id, category) of foods."""
    return _own_rows(foods).drop_columns(["like_food_id"])


def _own_rows(foods: Iterable[Food]) -> "pa.Table":
    """Return (food_id, category, like_food_id) of a household's own foods."""
    import pyarrow as pa

    rows = [(food.food_id, str(food.category), food.parent_food_id) for food in foods]
    return pa.table(
        [pa.array(column, pa.string()) for column in (zip(*rows, strict=True) if rows else ((), (), ()))],
        names=["food_id", "category", "like_food_id"],
    )
