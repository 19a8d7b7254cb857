"""The simulated kitchen: the same every time, taken by the journal, sane in mass, and alive today."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import duckdb
import pytest

from pantry.events import Event
from pantry.fold import install_fold
from pantry.foods import catalog
from pantry.household import DEMO
from pantry.journal import RAW_COLUMNS, Journal, _arrow_types, open_journal
from pantry.kinds.payloads import PAYLOADS
from pantry.live import LiveView
from pantry.quantities import to_mass_g, units
from pantry.vocabulary import DateKind, Place
from samples.kitchen_tables import DISHES, FREEZABLE, ITEMS, LIQUIDS, PARTY, TODAYS_SHELVES
from samples.simulate import HOUSEHOLDS, fill_demo, simulate
from samples.simulated_lots import LEFTOVER, Truth
from samples.synthetic import synthetic_batches, synthetic_events

TODAY = date(2026, 11, 22)
START = TODAY - timedelta(days=548)


@pytest.fixture(scope="module")
def lives() -> dict[str, tuple[list[Event], Truth]]:
    return {one.household_id: simulate(one, seed=20, start=START, end=TODAY) for one in HOUSEHOLDS}


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> LiveView:
    """Fill a demo just after local midnight, when the day has no hours to hide events in."""
    from pantry.home import Home

    moment = datetime.combine(TODAY, time(0, 5), UTC) - timedelta(hours=1)
    journal = open_journal(Home.at(tmp_path_factory.mktemp("demo")).create(), clock=lambda: moment)
    assert fill_demo(journal, today=TODAY) > 3000
    view = LiveView(journal, DEMO)
    view.refresh()
    return view


def test_every_food_of_the_tables_is_in_the_catalog_and_can_be_weighed():
    named = {item.food_id for item in (*ITEMS, LEFTOVER)} | {row[0] for row in TODAYS_SHELVES}
    named |= {food_id for _, ingredients, _ in DISHES for food_id in ingredients} | set(PARTY) | FREEZABLE | LIQUIDS
    assert {food_id for food_id in named if catalog().get(food_id) is None} == set()
    assert {item.food_id for item in ITEMS} >= set(PARTY) | {f for _, parts, _ in DISHES for f in parts}
    assert {item.unit for item in ITEMS} <= set(units())
    assert [item.food_id for item in ITEMS if to_mass_g(Decimal(1), item.unit, item.food_id) is None] == []


def test_the_same_seed_lives_the_same_life_and_another_seed_another(lives):
    again, truth = simulate(HOUSEHOLDS[0], seed=20, start=START, end=TODAY)
    assert (again, truth) == lives[DEMO]
    other, _ = simulate(HOUSEHOLDS[0], seed=21, start=START, end=TODAY)
    assert {event.event_id for event in other[1:]}.isdisjoint(event.event_id for event in again[1:])


def test_the_journal_takes_every_household_and_a_second_time_writes_nothing(home, lives):
    journal = open_journal(home, clock=lambda: datetime.combine(TODAY, time(0), UTC))
    for events, _ in lives.values():
        assert len(journal.append(events).written) == len(events)
        assert journal.append(events).written == ()
    assert journal.households() == [one.household_id for one in HOUSEHOLDS]


@pytest.mark.parametrize("household", HOUSEHOLDS, ids=lambda one: one.household_id)
def test_nothing_happens_in_the_future_and_everything_is_labelled(lives, household):
    events, _ = lives[household.household_id]
    assert events[-1].occurred_at < datetime.combine(TODAY - timedelta(days=1), time(22), UTC)
    assert {event.source for event in events} == {"simulation"}
    assert events[0].payload.is_simulated
    assert "simulated" in events[0].payload.name


@pytest.mark.parametrize("household", HOUSEHOLDS, ids=lambda one: one.household_id)
def test_what_is_entered_is_possible_in_mass(home, lives, household):
    """Nobody eats what is not there, and the book differs from the truth only by what was not entered."""
    events, truth = lives[household.household_id]
    journal = open_journal(home, clock=lambda: datetime.combine(TODAY, time(0), UTC))
    journal.append(events)
    view = LiveView(journal, household.household_id)
    view.refresh()
    excess, found = view._connection.execute(
        "select coalesce(sum(excess_milli), 0), count(*) filter (found_milli > 0) from lots"
    ).fetchone()
    assert (excess, found) == (0, 0)
    book = {lot.lot_id: int(lot.quantity * 1000) for lot in view.lots()}
    assert set(book) == set(truth.stock)
    assert all(milli <= book[lot_id] for lot_id, milli in truth.stock.items())


@pytest.mark.parametrize(("household_id", "least", "most"), [
    (DEMO, 30, 70), ("sim-family", 15, 60), ("sim-student", 40, 110), ("sim-freezer", 30, 70),
])
def test_waste_a_head_and_year_is_like_that_of_people(lives, household_id, least, most):
    people = next(one.people for one in HOUSEHOLDS if one.household_id == household_id)
    truth = lives[household_id][1]
    a_year = sum(truth.wasted_g.values()) / 1000 / people / 1.5
    assert least < a_year < most
    assert len({month for _, month in truth.wasted_g}) >= 18
    assert sum(truth.eaten_g.values()) > 3 * sum(truth.wasted_g.values())


def test_what_was_entered_as_wasted_is_most_of_what_was_wasted_but_not_all(lives):
    events, truth = lives[DEMO]
    entered = sum(event.kind == "lot_discarded" for event in events)
    assert 0.1 < truth.forgotten_discards / entered < 0.4


def test_who_tracks_only_the_freezer_enters_only_what_lies_there(lives):
    events, truth = lives["sim-freezer"]
    places = {event.payload.place for event in events if event.kind == "lot_acquired"}
    assert places == {Place.FREEZER}
    assert "dish_cooked" not in {event.kind for event in events}
    tracked = next(event.payload.tracking for event in events if event.kind == "household_changed")
    assert [place for place, depth in tracked.items() if depth == "exact"] == ["freezer"]
    assert sum(truth.wasted_tracked_g.values()) < sum(truth.wasted_g.values())


def test_the_demos_shelves_are_full_and_every_state_is_there(demo):
    lots = demo.lots()
    places = Counter(lot.place for lot in lots)
    assert 35 <= len(lots) <= 65
    assert min(places[place] for place in (Place.FRIDGE, Place.FREEZER, Place.CUPBOARD, Place.COUNTER)) >= 2
    by_food = {lot.food_id: lot for lot in lots}
    assert by_food["spinach"].expires_on == TODAY
    assert by_food["salmon_fillet"].expires_on == TODAY + timedelta(days=1)
    assert by_food["salmon_fillet"].date_kind == DateKind.USE_BY
    assert by_food["milk"].opened_on is not None
    assert by_food["frozen_peas"].is_frozen
    assert all(lot.made_at.date() < TODAY and lot.quantity > 0 for lot in lots)
    household = demo.household()
    assert (household.is_simulated, household.people, household.currency) == (True, 2, "EUR")


def test_filling_the_demo_again_the_next_day_adds_nothing(demo):
    journal: Journal = demo.journal
    before = journal.max_seq()
    assert fill_demo(journal, today=TODAY + timedelta(days=1)) == 0
    assert journal.max_seq() == before


def test_the_demo_wastes_something_every_full_month(demo):
    rows = demo._connection.execute(
        "select strftime(occurred_at, '%Y-%m'), count(*) from events where kind = 'lot_discarded' group by 1"
    ).fetchall()
    months = {f"{START + timedelta(days=30 * number):%Y-%m}" for number in range(1, 18)}
    assert {month for month, count in rows if count >= 5} >= months


# Rows in bulk ---------------------------------------------------------------------------------------------


def test_bulk_rows_are_what_the_journal_would_hand_out():
    table = synthetic_events(20, 101, seed=3)
    assert table.column_names == list(RAW_COLUMNS)
    assert table.schema.types == _arrow_types()
    assert table.column("seq").to_pylist() == list(range(1, 2021))
    assert len(set(table.column("event_id").to_pylist())) == 2020
    assert table == synthetic_events(20, 101, seed=3)
    for row in table.to_pylist():
        PAYLOADS[row["kind"], row["payload_version"]].model_validate_json(row["payload"])


def test_bulk_rows_fold_and_come_in_batches():
    connection = duckdb.connect(":memory:", config={"threads": 1})
    install_fold(connection)
    rows = synthetic_events(10, 500)
    connection.register("raw", rows)
    connection.execute("create table events as from typed_events('raw')")
    lots, excess = connection.execute("select count(*), sum(excess_milli) from fold('events')").fetchone()
    assert lots > 900
    assert excess == 0
    assert sum(batch.num_rows for batch in synthetic_batches(10, 500)) == rows.num_rows


def test_impossible_sizes_are_refused():
    with pytest.raises(ValueError, match="households"):
        synthetic_events(0, 10)
