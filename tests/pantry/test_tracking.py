"""Depth of tracking: which word counts, from when on, and that Python and SQL say the same."""

from datetime import timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.fold import install_fold
from pantry.foods import SEEDS
from pantry.home import REPOSITORY
from pantry.kinds import payloads
from pantry.tracking import Tracking, tracking_of
from tests.pantry.event_sets import START, event, raw_rows

WORDS = st.dictionaries(
    st.sampled_from(
        ["*", "fridge", "freezer", "cupboard", "dairy", "produce", "milk", "whole_milk", "yogurt", "apple", "own:jam",
         "other"]),
    st.sampled_from(["exact", "presence", "none"]), min_size=1, max_size=5,
)
LOT = "00000001-0000-4000-8000-000000000001"


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1})
    install_fold(connection)
    connection.execute((REPOSITORY / "pantry" / "tracking.sql").read_text(encoding="utf-8"))
    connection.execute(f"create table foods as from read_csv('{SEEDS / 'foods.csv'}', all_varchar = true)")
    connection.execute("""
        create table families as
        with recursive up as (
            select food_id, food_id as ancestor_food_id, parent_food_id as next_id, 0 as distance from foods
            union all
            select u.food_id, f.food_id, f.parent_food_id, u.distance + 1
            from up as u join foods as f on f.food_id = u.next_id where u.distance < 10
        )
        select food_id, ancestor_food_id, min(distance) as distance from up group by all
    """)
    return connection


def spans(
    connection: duckdb.DuckDBPyConnection, *said: tuple[float, type[payloads.Payload], dict[str, Any]],
    like: str | None = None, created: str = "2025-01-01", zone: str = "Europe/Berlin",
) -> Any:
    """Return (hours after the start or None, place, depth) of each lot's spans, by lot id.

    like: what own:jam counts like. created, zone: when the household began (UTC) and by which clock it lives.
    """
    events = [
        event(LOT if number == 0 else f"{number + 1:08x}-0000-4000-8000-000000000001", kind, hour, fields)
        for number, (hour, kind, fields) in enumerate(said)
    ]
    connection.register("raw", raw_rows(events))
    for name, sql in {
        "typed": "from typed_events('raw')",
        "eff": "from effective_events('typed')",
        "origins": f"""
            select *, if(food_id = 'own:jam', {f"'{like}'" if like else 'null'}, food_id) as facts_food_id
            from fold_origins('eff')
        """,
        "households": f"""
            select distinct household_id, timestamp '{created}' as created_at, '{zone}' as time_zone from eff
        """,
        "words": "from tracking_words('eff', 'households')",
        "places": "from lot_places('eff', 'origins', 'words')",
        "spans": "from tracking_spans('origins', 'places', 'words', 'families', 'foods')",
    }.items():
        connection.execute(f"create or replace table {name} as {sql}")
    rows = connection.execute("""
        select lot_id::varchar, if(isinf(valid_from), null, valid_from), place, tracking
        from spans order by 1, spans.valid_from
    """).fetchall()
    found: dict[str, list[tuple[float | None, str, str]]] = {}
    for lot_id, since, place, depth in rows:
        hours = None if since is None else (since - START.replace(tzinfo=None)) / timedelta(hours=1)
        found.setdefault(lot_id, []).append((hours, place, depth))
    return found


def bought(food_id: str | None, place: str) -> tuple[float, type[payloads.Payload], dict[str, Any]]:
    facts = {"food_id": food_id, "food_name": "?", "quantity": 2, "unit": "piece", "place": place}
    return 0, payloads.LotAcquired, facts


@given(words=WORDS, food_id=st.sampled_from(["milk", "whole_milk", "apple", "own:jam", None]),
       place=st.sampled_from(["fridge", "freezer", "other"]),
       like=st.sampled_from([None, "milk", "yogurt_plain", "apple"]))
@settings(max_examples=100, deadline=None)
def test_sql_and_python_give_a_lot_the_same_depth(connection, words, food_id, place, like) -> None:
    said = (1, payloads.HouseholdChanged, {"tracking": words})
    found = spans(connection, bought(food_id, place), said, like=like)
    known = tracking_of(words, food_id, place, like_food_id=like if food_id == "own:jam" else None)
    assert found[LOT][-1] == (1, place, str(known))


def test_a_word_about_a_food_holds_for_what_counts_like_it() -> None:
    words = {"dairy": "presence", "yogurt": "none", "own:skyr": "exact"}
    assert tracking_of(words, "own:mix", "fridge") is Tracking.EXACT
    assert tracking_of(words, "own:mix", "fridge", like_food_id="butter") is Tracking.PRESENCE
    assert tracking_of(words, "own:mix", "fridge", like_food_id="yogurt") is Tracking.NONE
    assert tracking_of(words, "own:skyr", "fridge", like_food_id="yogurt") is Tracking.EXACT


def test_the_nearest_word_counts() -> None:
    words = {"*": "none", "fridge": "presence", "dairy": "exact", "milk": "none"}
    assert tracking_of(words, "milk", "fridge") is Tracking.NONE
    assert tracking_of(words, "butter", "fridge") is Tracking.EXACT
    assert tracking_of(words, "apple", "fridge") is Tracking.PRESENCE
    assert tracking_of(words, "apple", "cupboard") is Tracking.NONE
    assert tracking_of({}, "apple", "cupboard") is Tracking.EXACT


def test_a_change_holds_from_its_time_on_and_a_move_changes_the_depth(connection) -> None:
    found = spans(
        connection, bought("apple", "fridge"),
        (2, payloads.HouseholdChanged, {"tracking": {"*": "none", "freezer": "exact"}}),
        (4, payloads.LotFrozen, {"lot_id": LOT}),
        (5, payloads.LotSplit, {"lot_id": LOT, "quantity": 1}),
        (6, payloads.LotThawed, {"lot_id": LOT}),
        (9, payloads.HouseholdChanged, {"tracking": {"*": "presence"}}),
    )
    assert found[LOT] == [
        (None, "fridge", "exact"), (2, "fridge", "none"), (4, "freezer", "exact"), (6, "fridge", "none"),
        (9, "fridge", "presence"),
    ]
    split = next(rows for lot_id, rows in found.items() if lot_id != LOT)
    assert [row for row in split if row[0] in (None, 2, 9)] == [
        (None, "freezer", "exact"), (2, "freezer", "exact"), (9, "freezer", "presence"),
    ], "what was split off in the freezer stays there when the rest is taken out"


@pytest.mark.parametrize("created, zone, expected", [
    # Bought at 8:00 UTC on 1 March; words of 9:00 and 10:00.
    ("2026-03-01 07:59:00", "Europe/Berlin", [(None, "fridge", "presence")]),
    ("2026-03-01 23:30:00", "UTC", [(None, "fridge", "presence")]),
    ("2026-02-28 23:30:00", "Europe/Berlin", [(None, "fridge", "presence")]),
    ("2026-02-28 22:30:00", "Europe/Berlin", [
        (None, "fridge", "exact"), (1, "fridge", "none"), (2, "fridge", "presence")]),
    # There it is still February at 9:00 UTC, and March from 10:00 on.
    ("2026-02-28 12:00:00", "Pacific/Honolulu", [(None, "fridge", "none"), (2, "fridge", "presence")])])
def test_what_was_set_on_the_households_first_day_holds_from_its_beginning(
    connection, created: str, zone: str, expected: list[tuple[float | None, str, str]]
) -> None:
    found = spans(connection, bought("apple", "fridge"), (1, payloads.HouseholdChanged, {"tracking": {"*": "none"}}),
                  (2, payloads.HouseholdChanged, {"tracking": {"*": "presence"}}), created=created, zone=zone)
    assert found[LOT] == expected


def test_taking_every_word_back_ends_what_was_said_before(connection) -> None:
    found = spans(
        connection, bought("apple", "fridge"), (2, payloads.HouseholdChanged, {"tracking": {"*": "none"}}),
        (5, payloads.HouseholdChanged, {"tracking": {}}),
    )
    assert found[LOT] == [(None, "fridge", "exact"), (2, "fridge", "none"), (5, "fridge", "exact")]


def test_a_word_that_was_undone_never_held(connection) -> None:
    found = spans(
        connection, bought("apple", "fridge"), (2, payloads.HouseholdChanged, {"tracking": {"*": "none"}}),
        (3, payloads.EventUndone, {"undoes_event_id": "00000002-0000-4000-8000-000000000001"}),
    )
    assert found == {}, "a household without a word has no spans: everything is exact"
