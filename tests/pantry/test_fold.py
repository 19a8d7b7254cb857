"""The fold in SQL against the plain Python one, and the promises it makes about mass, undo and order."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pantry.events import Event
from pantry.fold import install_fold
from pantry.kinds import payloads
from pantry.typed_events import type_few
from tests.pantry.event_sets import START, event, journals, raw_rows, recorded
from tests.pantry.reference_fold import effective_events, fold

FLOWS = ("eaten", "into_dishes", "discarded", "given_away", "fed_to_animals", "split_out")
quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    install_fold(connection)
    yield connection
    connection.close()


def sql_fold(connection: duckdb.DuckDBPyConnection, events: Sequence[Event]) -> dict[str, dict[str, Any]]:
    """Fold events in the order given with the macros, and return each lot's row by id."""
    connection.register("raw", raw_rows(events))
    connection.execute("create or replace temp table events as from typed_events('raw')")
    cursor = connection.execute("from fold('events')")
    names = [column[0] for column in cursor.description or ()]
    return {str(row[names.index("lot_id")]): dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def as_row(lot: Any) -> dict[str, Any]:
    """Return what the plain fold says of a lot under the names of the SQL fold."""
    flows = {f"{flow}_milli": lot.flows.get(flow, 0) for flow in (*FLOWS, "found", "excess")}
    return {
        **flows, **{name: lot.facts[name] for name in lot.facts},
        "parent_lot_id": lot.parent and uuid.UUID(lot.parent.lot_id),
        "root_lot_id": uuid.UUID(lot.root.lot_id), "made_by": lot.made_by, "made_at": _naive(lot.made_at),
        "acquired_milli": lot.acquired, "stock_milli": lot.stock, "unit": lot.unit,
        "root_price_minor": lot.price_minor, "root_quantity_milli": lot.root.acquired,
        "place": lot.place, "is_frozen": lot.is_frozen,
        "opened_at": _naive(lot.opened_at), "frozen_at": _naive(lot.frozen_at), "thawed_at": _naive(lot.thawed_at),
    }


def _naive(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(UTC).replace(tzinfo=None)


def at_hour(hour: float) -> datetime | None:
    """Return a moment as DuckDB hands it out: UTC without a zone."""
    return _naive(START + timedelta(hours=hour))


@given(events=journals(), data=st.data())
@quick
def test_the_sql_fold_says_what_the_plain_fold_says_whatever_the_order_of_arrival(connection, events, data):
    expected = {lot_id: as_row(lot) for lot_id, lot in fold(events).items()}
    found = sql_fold(connection, data.draw(st.permutations(events)))
    assert set(found) == set(expected)
    for lot_id, row in expected.items():
        assert {name: found[lot_id][name] for name in row} == row


@given(events=journals())
@quick
def test_mass_is_conserved_in_every_lot_and_stock_is_never_below_zero(connection, events):
    for row in sql_fold(connection, events).values():
        gone = sum(row[f"{flow}_milli"] for flow in FLOWS)
        assert row["acquired_milli"] + row["found_milli"] == gone + row["stock_milli"]
        assert row["stock_milli"] >= 0
        assert row["excess_milli"] >= 0
        assert all(row[f"{flow}_milli"] >= 0 for flow in FLOWS)


@given(events=journals())
@quick
def test_money_is_never_doubled_the_shares_of_a_family_add_up_to_what_was_paid(connection, events):
    """A lot's money is root price times quantity over the root's quantity, as an exact fraction.

    Over a family, what came in by purchase and was found is exactly what went out or is still there: a split
    only moves money. Rounding to whole minor units happens once, when a figure is shown, never before adding.
    """
    families: dict[uuid.UUID, list[dict[str, Any]]] = {}
    for row in sql_fold(connection, events).values():
        families.setdefault(row["root_lot_id"], []).append(row)
    for family in families.values():
        price, whole = family[0]["root_price_minor"], family[0]["root_quantity_milli"]
        if price is None or not whole:
            continue
        left = [flow for flow in FLOWS if flow != "split_out"]
        gone_or_there = sum(
            Fraction(price * (row["stock_milli"] + sum(row[f"{flow}_milli"] for flow in left)), whole)
            for row in family
        )
        found = sum(Fraction(price * row["found_milli"], whole) for row in family)
        assert gone_or_there == price + found


def typed_both_ways(connection: duckdb.DuckDBPyConnection, raw: pa.Table) -> list[list[tuple[Any, ...]]]:
    """Return the typed rows of a few events as SQL says and as the twin in Python says."""
    few = type_few(raw)
    assert few is not None
    connection.register("raw", raw)
    connection.register("few", few)
    columns = ", ".join(f"{name}::varchar" if name.endswith("_id") else name for name in few.column_names)
    return [
        connection.execute(f"select {columns} from {source} order by seq, part").fetchall()
        for source in ("typed_events('raw')", "few")
    ]


@given(events=journals())
@quick
def test_a_few_events_are_typed_in_python_as_in_sql(connection, events):
    in_sql, in_python = typed_both_ways(connection, raw_rows(events))
    assert in_sql == in_python


def test_every_fact_of_an_event_is_typed_in_python_as_in_sql(connection):
    facts = {
        "food_id": "milk", "food_name": "Milk", "quantity": Decimal("0.125"), "unit": "l", "price_minor": -5,
        "currency": "EUR", "purchased_on": "2026-02-03", "expires_on": "2026-03-04", "date_kind": "use_by",
        "date_source": "label",
    }
    events = [
        event(A, payloads.LotAcquired, 0, facts | {
            "place": "cellar", "document_sha256": "a" * 64, "document_line": 3, "gtin": "40123455", "method": "guessed",
            "confidence_permille": 900, "box": [0, 0, 1, 1],
        }),
        event(B, payloads.LotCorrected, 1, {"lot_id": A} | facts),
        event(C, payloads.LotDiscarded, 2, {
            "lot_id": A, "reason": "spoiled", "destination": "sewer", "is_edible": False,
        }),
        event(D, payloads.CheckAnswered, 3, {"lot_id": A, "answer": "some"}),
        event(E, payloads.DishCooked, 4, {
            "recipe_id": "0123456789ab", "servings": 2,
            "ingredients": [{"lot_id": A, "quantity": "0.1"}, {"lot_id": B}],
            "leftover": {name: facts[name] for name in (
                "food_id", "food_name", "quantity", "unit", "expires_on", "date_kind", "date_source")},
        }),
    ]
    in_sql, in_python = typed_both_ways(connection, raw_rows(events))
    assert in_sql == in_python


def test_what_the_journal_would_not_write_is_left_to_sql():
    sound = raw_rows([acquired()])
    for column, odd in (
        ("payload", '{"food_id":"milk","quantity":"6","unit":"piece","place":"attic"}'),
        ("payload", sound["payload"][0].as_py().replace(":600", ': 600')),
        ("payload", "no json"), ("kind", "dish_used"), ("payload_version", 9), ("occurred_at_us", 2**62),
        ("payload", sound["payload"][0].as_py().replace('"place"', '"purchased_on":"2026-05-01","place"')),
    ):
        at = sound.column_names.index(column)
        changed = sound.set_column(at, sound.schema[at].name, pa.array([odd], sound.schema[at].type))
        assert type_few(changed) is None, (column, odd)
    assert type_few(sound) is not None
    assert type_few(pa.concat_tables([sound] * 51)) is None


@given(events=journals(), word=st.data())
@settings(quick, max_examples=30)
def test_undoing_what_was_done_leaves_the_state_of_before_and_undoing_the_undo_brings_it_back(connection, events, word):
    extra = word.draw(journals())[-1]
    done = Event("ffffffff-0000-4000-8000-000000000001", extra.household_id, extra.payload, extra.occurred_at)
    hours = word.draw(st.tuples(st.integers(0, 5), st.integers(0, 5)))
    undo, redo = (
        event(f"ffffffff-0000-4000-8000-00000000000{number}", payloads.EventUndone, hour, {"undoes_event_id": target})
        for number, hour, target in (
            (2, hours[0], done.event_id), (3, hours[1], "ffffffff-0000-4000-8000-000000000002"),
        )
    )
    before, after = sql_fold(connection, events), sql_fold(connection, [*events, done])
    assert sql_fold(connection, word.draw(st.permutations([*events, done, undo]))) == before
    assert sql_fold(connection, word.draw(st.permutations([*events, done, undo, redo]))) == after


@given(events=journals())
@quick
def test_the_undo_rule_of_facts_and_of_stock_is_one_rule(events):
    from pantry.facts.undo import effective

    assert [e.event_id for e in effective(recorded(events))] == [e.event_id for e in effective_events(events)]


# Cases worth telling one by one ---------------------------------------------------------------------------

A, B, C, D, E = (f"0000000{number}-0000-4000-8000-000000000000" for number in range(1, 6))
MILK = {"food_id": "milk", "quantity": Decimal(6), "unit": "piece", "place": "fridge", "price_minor": 600,
        "currency": "EUR"}


def acquired(event_id: str = A, hour: float = 0, **changed: Any) -> Event:
    return event(event_id, payloads.LotAcquired, hour, MILK | changed)


def consumed(event_id: str, hour: float, quantity: int | None = None, lot_id: str = A) -> Event:
    return event(event_id, payloads.LotConsumed, hour, {"lot_id": lot_id, "quantity": quantity})


def split(event_id: str, hour: float, quantity: int, lot_id: str = A, place: str | None = None) -> Event:
    return event(event_id, payloads.LotSplit, hour, {"lot_id": lot_id, "quantity": quantity, "place": place})


def undone(event_id: str, hour: float, target: str) -> Event:
    return event(event_id, payloads.EventUndone, hour, {"undoes_event_id": target})


def test_eating_more_than_there_is_takes_what_is_there_and_reports_the_rest(connection):
    row = sql_fold(connection, [acquired(), consumed(B, 1, 4), consumed(C, 2, 5)])[A]
    assert (row["eaten_milli"], row["excess_milli"], row["stock_milli"]) == (6000, 3000, 0)


def test_two_phones_that_both_say_all_gone_do_not_clash(connection):
    row = sql_fold(connection, [acquired(), consumed(B, 1), consumed(C, 1)])[A]
    assert (row["eaten_milli"], row["excess_milli"], row["stock_milli"]) == (6000, 0, 0)


def test_what_was_eaten_before_the_purchase_was_entered_is_taken_after_it(connection):
    row = sql_fold(connection, [consumed(B, 0, 2), acquired(hour=5)])[A]
    assert (row["eaten_milli"], row["stock_milli"]) == (2000, 4000)


def test_a_count_restarts_the_amount_and_says_what_was_found_or_lost(connection):
    counted = event(C, payloads.LotCounted, 2, {"lot_id": A, "quantity": 3})
    row = sql_fold(connection, [acquired(), consumed(B, 1, 1), counted, consumed(D, 3, 1)])[A]
    assert (row["found_milli"], row["eaten_milli"], row["stock_milli"]) == (-2000, 2000, 2000)


def test_splitting_off_more_than_there_is_finds_the_shortfall(connection):
    lots = sql_fold(connection, [acquired(), split(B, 1, 8)])
    assert (lots[A]["found_milli"], lots[A]["stock_milli"], lots[B]["stock_milli"]) == (2000, 0, 8000)


def test_correcting_the_amount_of_a_split_moves_both_sides(connection):
    corrected = event(C, payloads.LotCorrected, 2, {"lot_id": B, "quantity": 1})
    lots = sql_fold(connection, [acquired(), split(B, 1, 4), corrected])
    assert (lots[A]["stock_milli"], lots[B]["stock_milli"]) == (5000, 1000)


def test_a_corrected_purchase_changes_the_making_not_the_moment(connection):
    corrected = event(C, payloads.LotCorrected, 2, {"lot_id": A, "quantity": 2, "purchased_on": "2026-02-01"})
    row = sql_fold(connection, [acquired(), consumed(B, 1, 1), corrected])[A]
    assert (row["acquired_milli"], row["stock_milli"], row["purchased_on"]) == (2000, 1000, date(2026, 2, 1))
    assert row["made_at"] == at_hour(0)


def test_undoing_a_split_gives_the_parent_its_amount_back_and_orphans_the_childs_events(connection):
    lots = sql_fold(connection, [acquired(), split(B, 1, 4), consumed(C, 2, 1, lot_id=B), undone(D, 3, B)])
    assert set(lots) == {A}
    assert (lots[A]["stock_milli"], lots[A]["excess_milli"]) == (6000, 0)


def test_undoing_the_purchase_takes_its_splits_along(connection):
    assert sql_fold(connection, [acquired(), split(B, 1, 4), undone(C, 2, A)]) == {}


def test_a_ring_of_undos_and_an_undo_of_itself_count_for_nothing(connection):
    events = [acquired(), consumed(E, 1, 1), undone(B, 2, C), undone(C, 2, B), undone(D, 2, D)]
    assert sql_fold(connection, events)[A]["stock_milli"] == 5000


def test_two_undos_of_one_event_are_both_needed_to_be_taken_back(connection):
    events = [acquired(), consumed(B, 1, 1), undone(C, 2, B), undone(D, 2, B), undone(E, 3, C)]
    assert sql_fold(connection, events)[A]["stock_milli"] == 6000


def test_a_dish_moves_mass_from_its_ingredients_into_the_leftover(connection):
    dish = event(B, payloads.DishCooked, 1, {
        "ingredients": [{"lot_id": A, "quantity": 2}, {"lot_id": A, "quantity": 1}],
        "leftover": {"food_name": "pudding", "quantity": 500, "unit": "g"},
    })
    binned = event(C, payloads.LotDiscarded, 2, {"lot_id": B, "quantity": 200, "destination": "compost"})
    lots = sql_fold(connection, [acquired(), dish, binned])
    assert (lots[A]["into_dishes_milli"], lots[A]["stock_milli"], lots[A]["discarded_milli"]) == (3000, 3000, 0)
    assert (lots[B]["discarded_milli"], lots[B]["stock_milli"], lots[B]["made_by"]) == (200_000, 300_000, "dish_cooked")


def test_undoing_a_dish_puts_the_ingredients_back_and_removes_the_leftover(connection):
    dish = event(B, payloads.DishCooked, 1, {
        "ingredients": [{"lot_id": A}], "leftover": {"food_name": "pudding", "quantity": 500, "unit": "g"},
    })
    lots = sql_fold(connection, [acquired(), dish, undone(C, 2, B)])
    assert set(lots) == {A}
    assert lots[A]["stock_milli"] == 6000


def test_a_part_inherits_what_happened_before_the_split_and_nothing_after(connection):
    opened = event(B, payloads.LotOpened, 1, {"lot_id": A})
    frozen = event(D, payloads.LotFrozen, 3, {"lot_id": A})
    lots = sql_fold(connection, [acquired(), opened, split(C, 2, 2), frozen])
    assert lots[C]["opened_at"] == at_hour(1)
    assert (lots[A]["is_frozen"], lots[C]["is_frozen"], lots[C]["place"]) == (True, False, "fridge")


def test_what_is_said_of_a_part_outweighs_what_was_said_of_the_whole_even_when_dated_back(connection):
    moved_whole = event(B, payloads.LotMoved, 3, {"lot_id": A, "place": "cupboard"})
    frozen_part = event(D, payloads.LotFrozen, 1, {"lot_id": C})
    lots = sql_fold(connection, [acquired(), moved_whole, split(C, 4, 2), frozen_part])
    assert (lots[C]["place"], lots[C]["is_frozen"]) == ("freezer", True)


def test_a_lot_bought_frozen_is_frozen_until_it_is_thawed(connection):
    thawed = event(B, payloads.LotThawed, 2, {"lot_id": A})
    bought = acquired(place="freezer")
    assert sql_fold(connection, [bought])[A]["is_frozen"]
    row = sql_fold(connection, [bought, thawed])[A]
    assert (row["is_frozen"], row["place"], row["thawed_at"]) == (False, "fridge", at_hour(2))


def test_households_that_name_each_others_lots_never_meet(connection):
    other = Event(B, "other", payloads.LotConsumed(lot_id=A), acquired().occurred_at)
    assert sql_fold(connection, [acquired(), other])[A]["stock_milli"] == 6000


def test_a_chain_of_many_undos_folds(connection):
    ids = [str(uuid.UUID(int=number)) for number in range(100, 160)]
    chain = [undone(ids[0], 2, B), *(undone(two, 3, one) for one, two in pairwise(ids))]
    assert sql_fold(connection, [acquired(), consumed(B, 1, 1), *chain])[A]["stock_milli"] == 5000


def test_the_number_of_windows_of_a_long_lot_does_not_matter(connection):
    bites = [consumed(str(uuid.UUID(int=10_000 + number)), number, 1) for number in range(500)]
    row = sql_fold(connection, [acquired(quantity=Decimal(450)), *bites])[A]
    assert (row["stock_milli"], row["excess_milli"]) == (0, 50_000)
