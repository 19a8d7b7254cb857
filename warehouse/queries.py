"""Named questions to the published warehouse; pages and commands ask these and hold no SQL of their own.

Every question about a household filters by (bucket, household_id), the order of every table. Days are local
to the household; periods are closed at the start and open at the end. Money is in minor units, masses in
grams; what is not known is None.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pantry.ids import bucket_of
from warehouse.errors import QueryRefused
from warehouse.publish import Manifest
from warehouse.reader import Warehouse

_READS = frozenset({"SELECT", "EXPLAIN", "RELATION"})
_MOST_ROWS = 100_000
_LONGEST_S = 60.0


@dataclass(frozen=True, slots=True)
class WasteSummary:
    """Waste of a household over [from_on, to_on): the columns of waste_figures, described in the marts.

    kg_per_person_year is None without enough coverage. tracked_scope says what the figures speak of; only where
    is_like_for_like may they stand beside published ones.
    """

    currency: str
    from_on: date
    to_on: date
    tracked_scope: str
    tracked_places: str | None
    tracked_purchase_share: float | None
    days_in_period: int
    days_covered: int
    days_confirmed: int
    day_coverage: float | None
    weeks_observed: int
    week_coverage: float | None
    outcome_coverage: float | None
    is_enough_for_rates: bool
    is_like_for_like: bool
    person_years: float | None
    discard_events: int
    discard_events_with_mass: int
    discard_events_with_value: int
    presence_discard_events: int
    mass_coverage: float | None
    value_coverage: float | None
    waste_mass_g: float | None
    food_waste_mass_g: float | None
    inedible_waste_mass_g: float | None
    avoidable_mass_g: float | None
    possibly_avoidable_mass_g: float | None
    unavoidable_mass_g: float | None
    avoidable_share: float | None
    possibly_avoidable_share: float | None
    unavoidable_share: float | None
    unknown_avoidability_share: float | None
    estimated_mass_share: float | None
    rest_mass_share: float | None
    unknown_destination_share: float | None
    waste_value_minor: Decimal | None
    paid_waste_value_minor: Decimal | None
    production_co2e_kg: float | None
    production_co2e_mass_share: float | None
    disposal_co2e_kg: float | None
    disposal_co2e_mass_share: float | None
    given_away_mass_g: float | None
    fed_to_animals_mass_g: float | None
    rescued_events: int
    rescued_mass_g: float | None
    rescued_value_minor: Decimal | None
    bought_food_mass_g: float | None
    paid_minor: int | None
    flow_mass_share: float | None
    flow_value_share: float | None
    cohort_mass_share: float | None
    cohort_value_share: float | None
    kg_per_person_year: float | None
    food_kg_per_person_year: float | None
    sure_kg_per_person_year: float | None
    diary_low_kg_per_person_year: float | None
    diary_high_kg_per_person_year: float | None


@dataclass(frozen=True, slots=True)
class WasteShare:
    """One bar of a waste chart. key: the month (YYYY-MM), reason, food, category or place; events: discards.

    production_co2e_kg: of making the food, by the booked mass. Disposal is another figure and never added.
    """

    key: str
    events: int
    mass_g: float | None
    food_mass_g: float | None
    value_minor: Decimal | None
    production_co2e_kg: float | None


def manifest(warehouse: Warehouse) -> Manifest:
    """Return which version is read and up to which event it counts."""
    return warehouse.manifest()


def waste_summary(warehouse: Warehouse, household_id: str, from_on: date, to_on: date) -> WasteSummary | None:
    """Return the waste figures of a period, None for a household the warehouse does not know."""
    rows = warehouse.rows("select * exclude (bucket, household_id) from waste_between(?, ?, ?)",
                          [household_id, from_on, to_on])
    return WasteSummary(**rows[0]) if rows else None


def waste_by_month(warehouse: Warehouse, household_id: str, from_on: date, to_on: date) -> list[WasteShare]:
    """Return waste by month (YYYY-MM), oldest first; months without waste are left out."""
    return _waste_by(warehouse, "strftime(discarded_on, '%Y-%m')", "key", household_id, from_on, to_on)


def waste_by_reason(warehouse: Warehouse, household_id: str, from_on: date, to_on: date) -> list[WasteShare]:
    """Return waste by reason, heaviest first."""
    return _waste_by(warehouse, "reason", _HEAVIEST, household_id, from_on, to_on)


def waste_by_food(warehouse: Warehouse, household_id: str, from_on: date, to_on: date) -> list[WasteShare]:
    """Return waste by food (its id, or its name where it has none), heaviest first."""
    return _waste_by(warehouse, "coalesce(food_id, food_name)", _HEAVIEST, household_id, from_on, to_on)


def waste_by_place(warehouse: Warehouse, household_id: str, from_on: date, to_on: date) -> list[WasteShare]:
    """Return waste by the place where the food was kept last, heaviest first."""
    return _waste_by(warehouse, "place", _HEAVIEST, household_id, from_on, to_on)


_HEAVIEST = "mass_g desc nulls last, key"


def _waste_by(
    warehouse: Warehouse, key: str, order: str, household_id: str, from_on: date, to_on: date
) -> list[WasteShare]:
    """Sum what counts as waste by an expression of waste_events; key and order are constants of this file."""
    rows = warehouse.rows(
        f"""
        select
            {key} as key, count(*) as events, sum(w.mass_g) as mass_g, sum(w.food_mass_g) as food_mass_g,
            sum(w.value_minor) filter (w.currency = h.currency) as value_minor,
            sum(w.production_co2e_kg) as production_co2e_kg
        from marts.waste_events as w
        inner join marts.household_dim as h on w.bucket = h.bucket and w.household_id = h.household_id
        where w.bucket = ? and w.household_id = ? and w.is_waste and discarded_on >= ? and discarded_on < ?
        group by 1
        order by {order}
        """,  # noqa: S608
        [bucket_of(household_id), household_id, from_on, to_on],
    )
    return [WasteShare(**row) for row in rows]


def waste_weekly(warehouse: Warehouse, household_id: str, from_on: date, to_on: date) -> list[dict[str, Any]]:
    """Return rows of marts.waste_weekly whose Monday lies in the period, oldest first."""
    return warehouse.rows(
        "select * exclude (bucket, household_id) from marts.waste_weekly "
        "where bucket = ? and household_id = ? and week_on >= ? and week_on < ? order by week_on",
        [bucket_of(household_id), household_id, from_on, to_on],
    )


def pantry_lots(warehouse: Warehouse, household_id: str, *, open_only: bool = True) -> list[dict[str, Any]]:
    """Return lots as they were at the manifest's seq, all columns of marts.pantry_lots; ids as text."""
    return warehouse.rows(
        "select * exclude (bucket) replace (lot_id::varchar as lot_id, parent_lot_id::varchar as parent_lot_id, "
        "root_lot_id::varchar as root_lot_id) from marts.pantry_lots "
        "where bucket = ? and household_id = ? and (is_open or not ?) order by made_at, lot_id",
        [bucket_of(household_id), household_id, open_only],
    )


def expiry_report(warehouse: Warehouse, household_id: str, as_of: date) -> list[dict[str, Any]]:
    """Return open lots with days left and what is at risk on a day, most urgent first."""
    return warehouse.rows(
        "select * exclude (bucket, household_id) replace (lot_id::varchar as lot_id) "
        "from expiry_report(?, household := ?)",
        [as_of, household_id],
    )


def at_risk(warehouse: Warehouse, household_id: str, as_of: date, days: int = 7) -> list[dict[str, Any]]:
    """Return open lots whose date comes within `days` days, with the value likely not eaten in time, dearest first.

    A forecast: it is never added to waste. method: own_rate, or simple where the household has too little history.
    """
    return warehouse.rows(
        "select * exclude (bucket, household_id) replace (lot_id::varchar as lot_id) "
        "from at_risk(?, days := ?, household := ?)",
        [as_of, days, household_id],
    )


def rescued_events(warehouse: Warehouse, household_id: str, from_on: date, to_on: date) -> list[dict[str, Any]]:
    """Return what was at risk and was eaten, cooked or given away after all, oldest first."""
    return warehouse.rows(
        "select * exclude (bucket, household_id) replace (lot_id::varchar as lot_id, event_id::varchar as event_id, "
        "root_lot_id::varchar as root_lot_id) from marts.rescued_events "
        "where bucket = ? and household_id = ? and rescued_on >= ? and rescued_on < ? "
        "order by rescued_at, event_id, part",
        [bucket_of(household_id), household_id, from_on, to_on],
    )


def waste_beside_reference(
    warehouse: Warehouse, household_id: str, from_on: date, to_on: date
) -> list[dict[str, Any]]:
    """Return the household's rate first and, only where like meets like, published rates with scope and source."""
    return warehouse.rows("from waste_beside_reference(?, ?, ?)", [household_id, from_on, to_on])


def shopping_suggestions(warehouse: Warehouse, household_id: str) -> list[dict[str, Any]]:
    """Return foods below their minimum or running out before the next usual shop, soonest first."""
    return warehouse.rows(
        "select * exclude (bucket, household_id) from marts.shopping_suggestions "
        "where bucket = ? and household_id = ? order by days_of_stock nulls first, food_id, unit",
        [bucket_of(household_id), household_id],
    )


def data_quality(warehouse: Warehouse, household_id: str) -> dict[str, Any] | None:
    """Return how much of a household's data can be used, None for an unknown household."""
    rows = warehouse.rows(
        "select * exclude (bucket, household_id) from marts.data_quality where bucket = ? and household_id = ?",
        [bucket_of(household_id), household_id],
    )
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class RunState:
    """How far the published build counts and what its audit said.

    built_at: aware, UTC. seq: newest event it counts. checks, checks_passed: named checks of that build.
    set_aside: events of the household that could not be counted.
    """

    built_at: datetime
    seq: int
    checks: int
    checks_passed: int
    set_aside: int


def run_state(warehouse: Warehouse, household_id: str) -> RunState:
    """Return the state of the published build, with what it set aside of one household."""
    found = warehouse.manifest()
    checks = warehouse.rows(
        "select count(distinct check_name) as checks, "
        "count(distinct check_name) filter (severity = 'pass') as passed from meta.audit_results"
    )[0]
    aside = warehouse.rows(
        "select count(distinct event_id) as events from meta.rejected_events where bucket = ? and household_id = ?",
        [bucket_of(household_id), household_id],
    )[0]
    return RunState(
        datetime.fromisoformat(found.built_at), found.seq, checks["checks"], checks["passed"], aside["events"]
    )


def recent_builds(warehouse: Warehouse, *, most: int = 5) -> list[dict[str, Any]]:
    """Return the newest builds, newest first: built_at (UTC, without a zone), events counted, is_full."""
    return warehouse.rows("select built_at, events, is_full from meta.builds order by built_at desc limit ?", [most])


def audit_results(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Return what every check of the published build said, failures first."""
    return warehouse.rows("from meta.audit_results order by severity, check_name")


def rejected_events(warehouse: Warehouse, household_id: str) -> list[dict[str, Any]]:
    """Return the events of a household that could not be counted, all columns of meta.rejected_events, as text."""
    return warehouse.rows(
        "select * exclude (bucket, household_id) replace (event_id::varchar as event_id) from meta.rejected_events "
        "where bucket = ? and household_id = ?",
        [bucket_of(household_id), household_id],
    )


def run_sql(
    warehouse: Warehouse, sql: str, *, most_rows: int = _MOST_ROWS, longest_s: float = _LONGEST_S
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Run one query of an analyst and return (column names, rows), at most `most_rows` of them.

    Marts are found without `marts.` before them, and `show tables` lists them.
    The file is open read-only and other files are out of reach; statements that are no query, several at
    once, and queries longer than `longest_s` are refused. Raises QueryRefused with DuckDB's reason.
    """
    import duckdb

    with warehouse.cursor() as cursor:
        try:
            _check_reads(cursor.extract_statements(sql))
            cursor.execute("use marts")
            stop = threading.Timer(longest_s, cursor.interrupt)
            stop.start()
            try:
                cursor.execute(sql)
                names = [column[0] for column in cursor.description or ()]
                return names, cursor.fetchmany(most_rows)
            finally:
                stop.cancel()
        except duckdb.InterruptException:
            raise QueryRefused(f"the query ran longer than {longest_s:g} seconds") from None
        except duckdb.Error as error:
            raise QueryRefused(str(error)) from None


def _check_reads(statements: Sequence[Any]) -> None:
    if len(statements) != 1:
        raise QueryRefused("give one query at a time")
    kind = statements[0].type.name
    if kind not in _READS:
        raise QueryRefused(f"only queries are answered, this is {kind}")
