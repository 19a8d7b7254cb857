"""Is it still there? Silence makes a lot doubtful, signs make it sure, answers teach the household's rhythm."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.actions import Kitchen
from pantry.belief import answers_on, beliefs, install_belief, questions
from pantry.kinds.payloads import HouseholdChanged
from pantry.vocabulary import BeliefReason, Place

TODAY = date(2026, 3, 10)
FLAGS = ("is_censored", "is_end", "is_forgotten", "is_use", "is_after_newer", "is_after_purchase")
USE = (False, False, False, True, False, False)
ANSWER = (True, False, False, False, False, False)
END = (False, True, False, False, False, False)
FORGOTTEN_END = (False, True, True, False, False, False)

shares = st.floats(0.001, 1)
days = st.integers(0, 2000)
gaps = st.lists(st.tuples(st.floats(0.5, 400), st.sampled_from([USE, ANSWER, END, FORGOTTEN_END])), max_size=12)


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1})
    install_belief(connection)
    connection.execute("""
        create table foods as select 'milk' as food_id, 'dairy' as category;
        create table periods as select 'milk' as food_id, 'fridge' as place, 'unopened' as state, 9 as likely_days;
        create table key_rows as
        select 1::smallint as bucket, 'home' as household_id, 1 as lot_id, 'milk' as food_key, 'milk' as food_id,
            'fridge' as storage, true as is_open, 0 as bought_day,
            null::varchar as said_category, null::integer as dated_days
    """)
    return connection


def rhythm(connection: duckdb.DuckDBPyConnection, rows: list) -> dict:
    """Return the row of food_rhythms that gaps of milk lead to."""
    columns = {"gap_days": pa.array([length for length, _ in rows], pa.float64())}
    columns |= {name: pa.array([flags[at] for _, flags in rows], pa.bool_()) for at, name in enumerate(FLAGS)}
    for name, value in (("household_id", "home"), ("food_key", "milk"), ("storage", "fridge")):
        columns[name] = pa.array([value] * len(rows), pa.string())
    connection.register("gap_rows", pa.table(columns))
    cursor = connection.execute("select * from fit_rhythms('key_rows', 'gap_rows', 'foods', 'periods')")
    names = [column[0] for column in cursor.description]
    (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))


def believed(connection: duckdb.DuckDBPyConnection, *arguments: float) -> float:
    return connection.execute("select p_still_there(?, ?, ?, ?, ?, ?)", list(arguments)).fetchone()[0]


# The rule -------------------------------------------------------------------------------------------------


@given(days, days, st.floats(1, 500), st.floats(0.1, 10_000), shares, shares, st.floats(1, 1000))
@settings(max_examples=50, deadline=None)
def test_a_belief_is_a_chance_that_falls_with_time_and_is_sure_on_the_day_of_a_sign(
    warehouse, first, later, shape, scale, end_share, forgotten, evidence
):
    first, later = sorted((first, later))
    rest = (shape, scale, end_share, forgotten, evidence)
    assert 0 <= believed(warehouse, later, *rest) <= believed(warehouse, first, *rest) <= 1
    assert believed(warehouse, 0, *rest) == 1


@given(days, st.floats(1, 500), st.floats(0.1, 10_000), shares, shares, shares, st.floats(1, 1000))
@settings(max_examples=50, deadline=None)
def test_who_forgets_more_and_what_speaks_against_it_lower_the_belief(
    warehouse, length, shape, scale, end_share, little, much, evidence
):
    little, much = sorted((little, much))
    forgetful = believed(warehouse, length, shape, scale, end_share, much, evidence)
    assert forgetful <= believed(warehouse, length, shape, scale, end_share, little, evidence)
    assert forgetful <= believed(warehouse, length, shape, scale, end_share, much, 1.0)


@given(gaps, st.floats(0.5, 400))
@settings(max_examples=30, deadline=None)
def test_an_answer_yes_makes_the_rhythm_longer_and_counts_as_no_gap(warehouse, rows, waited):
    before = rhythm(warehouse, rows)
    after = rhythm(warehouse, [*rows, (waited, ANSWER)])
    assert after["usual_gap_days"] > before["usual_gap_days"]
    assert (after["gaps"], after["end_share"]) == (before["gaps"], before["end_share"])


@given(gaps, st.floats(0.5, 400))
@settings(max_examples=30, deadline=None)
def test_a_forgotten_end_makes_a_household_more_forgetful_and_an_entered_one_less(warehouse, rows, length):
    before = rhythm(warehouse, rows)["forgotten_share"]
    assert rhythm(warehouse, [*rows, (length, FORGOTTEN_END)])["forgotten_share"] > before
    assert rhythm(warehouse, [*rows, (length, END)])["forgotten_share"] < before


def test_without_history_the_catalog_speaks(warehouse):
    alone = rhythm(warehouse, [])
    assert alone["gaps"] == 0
    assert alone["catalog_gap_days"] == pytest.approx(9 ** 0.9)
    # The median of the predictive distribution lies a little above that of one known rate: the rate is unsure.
    assert alone["usual_gap_days"] == pytest.approx(9 ** 0.9, rel=0.1)
    assert (alone["forgotten_share"], alone["end_share"]) == (pytest.approx(0.15), pytest.approx(0.5))


def test_a_food_that_is_used_often_is_doubted_sooner(warehouse):
    daily = rhythm(warehouse, [(1.0, USE)] * 20)
    rare = rhythm(warehouse, [(30.0, USE)] * 20)
    assert daily["usual_gap_days"] < 4 < 15 < rare["usual_gap_days"]


# The live view --------------------------------------------------------------------------------------------


def buy(kitchen: Kitchen, ago: int, **changed: object) -> str:
    fields = {"food_id": "milk", "quantity": Decimal(1), "unit": "l", "place": Place.FRIDGE, "price_minor": 119}
    fields |= {"purchased_on": TODAY - timedelta(days=ago)} | changed
    return kitchen.acquire(**fields).lot_ids[0]  # type: ignore[arg-type]


def asked(kitchen: Kitchen) -> list[str]:
    return [due.lot.lot_id for due in questions(kitchen.view, TODAY)]


def test_what_was_bought_today_is_there_and_what_lies_long_is_doubtful(kitchen):
    old, new = buy(kitchen, 60), buy(kitchen, 0, food_id="butter", unit="g")
    found = beliefs(kitchen.view, TODAY)
    assert (found[new].p_still_there, found[new].reason) == (1, BeliefReason.SEEN_RECENTLY)
    assert found[old].p_still_there < 0.9
    assert (found[old].days_untouched, found[old].reason) == (60, BeliefReason.NO_HISTORY)
    assert asked(kitchen) == [old]


@pytest.mark.parametrize("touch", [
    lambda kitchen, lot_id: kitchen.open(lot_id),
    lambda kitchen, lot_id: kitchen.consume(lot_id, Decimal("0.2")),
    lambda kitchen, lot_id: kitchen.move(lot_id, Place.CELLAR),
    lambda kitchen, lot_id: kitchen.count(lot_id, Decimal("0.5")),
    lambda kitchen, lot_id: kitchen.answer_check(lot_id, "yes"),
    lambda kitchen, lot_id: kitchen.answer_check(lot_id, "some", Decimal("0.5")),
], ids=["open", "eat some", "move", "count", "answer yes", "answer some"])
def test_every_sign_makes_it_sure_again_and_its_undo_takes_that_back(kitchen, touch):
    lot_id = buy(kitchen, 60)
    before = beliefs(kitchen.view, TODAY)[lot_id]
    done = touch(kitchen, lot_id)
    assert beliefs(kitchen.view, TODAY)[lot_id].p_still_there == 1
    assert asked(kitchen) == []
    kitchen.undo(done)
    assert beliefs(kitchen.view, TODAY)[lot_id] == before


def test_a_correction_of_the_price_says_nothing_about_the_shelf(kitchen):
    lot_id = buy(kitchen, 60)
    before = beliefs(kitchen.view, TODAY)[lot_id].p_still_there
    kitchen.correct(lot_id, price_minor=129)
    assert beliefs(kitchen.view, TODAY)[lot_id].p_still_there == before


def test_it_is_gone_loses_the_rest_without_eating_or_wasting_it_and_is_undone_as_one(kitchen):
    lot_id = buy(kitchen, 60)
    done = kitchen.answer_check(lot_id, "no")
    assert len(done.event_ids) == 2
    assert kitchen.view.lot(lot_id).quantity == 0
    assert answers_on(kitchen.view, TODAY) == 1
    kitchen.undo(done)
    assert kitchen.view.lot(lot_id).quantity == 1
    assert answers_on(kitchen.view, TODAY) == 0
    assert asked(kitchen) == [lot_id]


def test_some_is_left_counts_what_was_said_in_the_lots_own_unit(kitchen):
    lot_id = buy(kitchen, 60)
    kitchen.answer_check(lot_id, "some", Decimal(250), unit="ml")
    assert kitchen.view.lot(lot_id).quantity == Decimal("0.25")


def test_who_does_not_know_is_not_asked_again_for_a_fortnight(kitchen, clock):
    lot_id = buy(kitchen, 60)
    kitchen.answer_check(lot_id, "unknown")
    assert beliefs(kitchen.view, TODAY)[lot_id].asked_on == TODAY
    assert asked(kitchen) == []
    clock[0] = datetime(2026, 3, 24, 9, tzinfo=UTC)
    assert [due.lot.lot_id for due in questions(kitchen.view, date(2026, 3, 24))] == [lot_id]


def test_a_newer_pack_in_use_speaks_against_the_older_one(kitchen):
    old = buy(kitchen, 20)
    alone = beliefs(kitchen.view, TODAY)[old].p_still_there
    newer = buy(kitchen, 10)
    again = beliefs(kitchen.view, TODAY)[old]
    assert again.reason == BeliefReason.BOUGHT_AGAIN
    kitchen.consume(newer, Decimal("0.3"), on=TODAY - timedelta(days=8))
    in_use = beliefs(kitchen.view, TODAY)[old]
    assert in_use.reason == BeliefReason.NEWER_IN_USE
    assert in_use.p_still_there < again.p_still_there <= alone


def test_what_is_frozen_keeps_the_rhythm_of_the_freezer(kitchen):
    fresh, frozen = (
        buy(kitchen, 40, food_id="bread", unit="loaf", place=Place.CUPBOARD) for _ in range(2)
    )
    kitchen.freeze(frozen, on=TODAY - timedelta(days=39))
    found = beliefs(kitchen.view, TODAY)
    assert found[frozen].usual_gap_days > 3 * found[fresh].usual_gap_days
    assert found[frozen].p_still_there > found[fresh].p_still_there


@pytest.mark.parametrize("tracking", [{"fridge": "none"}, {"milk": "none"}, {"fridge": "exact", "milk": "none"}])
def test_nobody_is_asked_about_what_is_not_tracked(kitchen, tracking):
    buy(kitchen, 60)
    kitchen.change_settings(HouseholdChanged(tracking=tracking))
    assert asked(kitchen) == []
    kitchen.change_settings(HouseholdChanged(tracking={"fridge": "presence"}))
    assert len(asked(kitchen)) == 1


def test_at_most_five_questions_and_the_dear_one_before_the_cheap_one(kitchen):
    cheap, dear = buy(kitchen, 60, price_minor=50), buy(kitchen, 60, price_minor=2000)
    assert asked(kitchen) == [dear, cheap]
    for food_id in ("yogurt", "quark", "cream", "ham", "salami"):
        buy(kitchen, 60, food_id=food_id, unit="g", quantity=Decimal(200), price_minor=100)
    assert len(asked(kitchen)) == 5


def test_a_food_of_the_households_own_and_a_bare_name_are_believed_in_too(kitchen):
    lot_id = buy(kitchen, 100, food_id=None, food_name="Grandma's chutney")
    found = beliefs(kitchen.view, TODAY)[lot_id]
    assert 0 < found.p_still_there < 1
    assert found.reason == BeliefReason.NO_HISTORY


def test_of_what_no_table_knows_the_date_it_was_given_speaks_else_a_month(kitchen: Kitchen) -> None:
    jam = kitchen.acquire(food_name="quince jam", quantity=Decimal(1), unit="piece", place=Place.CUPBOARD).lot_ids[0]
    soup = kitchen.acquire(food_name="soup of last night", quantity=Decimal(1), unit="piece", place=Place.FRIDGE,
                           expires_on=TODAY + timedelta(days=4)).lot_ids[0]
    found = beliefs(kitchen.view, TODAY)
    assert found[jam].usual_gap_days == pytest.approx(30 ** 0.9, rel=0.1)
    assert found[soup].usual_gap_days == pytest.approx(4 ** 0.9, rel=0.1)
    after_a_month = beliefs(kitchen.view, TODAY + timedelta(days=30))
    assert after_a_month[jam].p_still_there > 0.8 > after_a_month[soup].p_still_there
