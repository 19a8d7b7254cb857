"""Python and SQL say the same about when a lot is due."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pantry.shelf_life
from pantry.foods import SEEDS, catalog
from pantry.shelf_life import LotFacts, estimate_due, risk_band
from pantry.vocabulary import DateKind, DateSource, Place

DUE_SQL = Path(pantry.shelf_life.__file__).with_name("due.sql")
START = date(2026, 1, 1)
LOTS = """
    create or replace table lots (
        household_id varchar, lot_id integer, food_id varchar, place varchar, purchased_on date,
        expires_on date, date_kind varchar, date_source varchar, opened_on date, is_frozen boolean,
        frozen_on date, thawed_on date, unit varchar)
"""

days = (st.integers(0, 60) | st.integers(0, 700)).map(lambda count: START + timedelta(days=count))
maybe_day = st.none() | days
lot_facts = st.builds(
    LotFacts,
    food_id=st.sampled_from([*catalog().foods, "own:granny_soup", None]),
    place=st.sampled_from(Place),
    purchased_on=maybe_day,
    expires_on=maybe_day,
    date_kind=st.none() | st.sampled_from(DateKind),
    date_source=st.none() | st.sampled_from(DateSource),
    opened_on=maybe_day,
    is_frozen=st.booleans(),
    frozen_on=maybe_day,
    thawed_on=maybe_day,
    unit=st.sampled_from(["can", "jar", "g", "piece"]),
)


@pytest.fixture(scope="module")
def warehouse():
    connection = duckdb.connect()
    for seed in ("foods", "shelf_life"):
        connection.execute(f"create table {seed} as from read_csv('{SEEDS / f'{seed}.csv'}')")
    connection.execute(DUE_SQL.read_text())
    connection.execute("create table periods as from food_periods('foods', 'shelf_life')")
    return connection


def fill_lots(connection, lots):
    connection.execute(LOTS)
    connection.executemany(
        "insert into lots values ('home', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, lot.food_id, lot.place, lot.purchased_on, lot.expires_on, lot.date_kind, lot.date_source,
          lot.opened_on, lot.is_frozen, lot.frozen_on, lot.thawed_on, lot.unit) for number, lot in enumerate(lots)])


def as_row(due):
    return (due.earliest, due.likely, due.latest, str(due.kind), due.source and str(due.source),
            due.is_estimate)


@settings(max_examples=60, deadline=None)
@given(lots=st.lists(lot_facts, min_size=1, max_size=40), as_of=days)
def test_sql_and_python_agree_on_every_lot(warehouse, lots, as_of):
    fill_lots(warehouse, lots)
    rows = warehouse.execute(
        "select lot_id, due_earliest, due_likely, due_latest, due_kind, due_source, is_estimate, "
        "risk_band(due_kind, due_likely, due_latest, lot_id % 2 = 0, ?::date) "
        "from lot_due_dates_by_period('lots', 'periods') order by lot_id", [as_of]).fetchall()
    for (number, *found, band), lot in zip(rows, lots, strict=True):
        due = estimate_due(lot)
        assert tuple(found) == as_row(due), lot
        assert band == risk_band(due, as_of, is_frozen=number % 2 == 0), lot


def test_the_macro_over_the_seeds_equals_the_one_over_kept_periods(warehouse):
    lots = [LotFacts(food_id, Place.FRIDGE, START, opened_on=START) for food_id in catalog().foods]
    fill_lots(warehouse, lots)
    direct = warehouse.execute("from lot_due_dates('lots', 'foods', 'shelf_life') order by lot_id").fetchall()
    kept = warehouse.execute("from lot_due_dates_by_period('lots', 'periods') order by lot_id").fetchall()
    assert direct == kept
    assert len(direct) == len(lots)


def test_every_food_has_days_for_each_place_and_state(warehouse):
    missing = warehouse.execute("""
        select food_id from foods
        where (select count(*) from periods where periods.food_id = foods.food_id
               and state in ('unopened', 'opened')) < 6
    """).fetchall()
    assert missing == []
