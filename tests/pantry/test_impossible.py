"""What an old or foreign program wrote past the journal's checks moves nothing, in the live view as in the fold."""

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pantry import vocabulary
from pantry.actions import Kitchen
from pantry.events import new_event
from pantry.fold import install_fold
from pantry.foods import catalog
from pantry.home import Home
from pantry.journal import RAW_COLUMNS, Journal, _arrow_types, open_journal
from pantry.kinds.payloads import (
    PAYLOADS,
    CheckAnswered,
    DayConfirmed,
    DocumentReceived,
    HouseholdChanged,
    HouseholdCreated,
    LineReviewed,
    LotAcquired,
)
from pantry.live import LiveView
from pantry.quantities import units
from pantry.vocabulary import Place
from tests.pantry.event_sets import raw_rows
from tests.pantry.impossible import IMPOSSIBLE, LOT, MILK, RECORDED_US, bad_id, named, write_past_the_checks

FACTS = {
    "no JSON": ("shopping_added", "no json"),
    "not its fields": ("shopping_added", "{}"),
    "deep": ("household_changed", '{"diets": ' + "[" * 5000 + "]" * 5000 + "}"),
    "a zone on Mars": ("household_changed", '{"time_zone": "Mars/Olympus_Mons"}'),
    "a text for a number": ("household_changed", '{"people": "many"}'),
    "a list": ("document_received", "[]"),
    "unknown kind": ("fridge_sang", "{}"),
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    if request.param == "sqlite":
        return Home.at(tmp_path / "home").create()
    new_database: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return Home.at(tmp_path / "home", new_database()).create()


@pytest.fixture
def journal(home: Home) -> Iterator[Journal]:
    seconds = itertools.count()
    journal = open_journal(home, clock=lambda: datetime(2026, 3, 10, 9, 0, next(seconds), tzinfo=UTC))
    journal.append([new_event("home", HouseholdCreated(name="Home"), occurred_at=datetime(2026, 1, 1, tzinfo=UTC))])
    yield journal
    journal.engine.dispose()


def macros() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    install_fold(connection)
    connection.register("food_words", pa.table({"food_id": list(catalog().foods)}))
    connection.register("unit_words", pa.table({"unit": sorted(units())}))
    return connection


def reasons(rows: pa.Table) -> dict[str, str | None]:
    """Return why each raw event cannot be, None for a sound one."""
    connection = macros()
    connection.register("raw", rows)
    connection.execute("create table typed as from typed_events('raw')")
    connection.execute("create table events as from checked_facts('typed')")
    found = connection.execute(
        "select distinct event_id::varchar, broken_because from checked_events('events', 'food_words', 'unit_words')"
    ).fetchall()
    assert len(found) == len(dict(found)), "all parts of an event are broken, or none is"
    return dict(found)


def test_each_event_that_cannot_be_is_told_why():
    rows = [
        (number, bad_id(number), "home", 1, kind, odd[0] if odd else RECORDED_US, RECORDED_US, "", "command", payload,
         odd[1] if len(odd) > 1 else 1)
        for number, (kind, payload, _, *odd) in enumerate(IMPOSSIBLE.values())
    ]
    table = pa.table(
        [pa.array(column, type) for column, type in zip(zip(*rows, strict=True), _arrow_types(), strict=True)],
        names=list(RAW_COLUMNS),
    )
    told = reasons(table)
    assert {name: told[bad_id(number)] for number, name in enumerate(IMPOSSIBLE)} == {
        name: case[2] for name, case in IMPOSSIBLE.items()
    }


def test_what_lies_past_the_checks_changes_nothing_that_the_live_view_says(home, journal):
    kitchen = Kitchen(journal, "home")
    kitchen.acquire(food_id="milk", quantity=Decimal(2), unit="l", place=Place.FRIDGE)
    kitchen.add_shopping("salt")
    before = kitchen.view.lots(in_stock=False), kitchen.view.household(), kitchen.view.shopping()
    for number, (kind, payload, _, *odd) in enumerate(IMPOSSIBLE.values()):
        write_past_the_checks(home, bad_id(number), "home", kind, payload, *odd)
    for number, (kind, payload) in enumerate(FACTS.values(), start=500):
        write_past_the_checks(home, bad_id(number), "home", kind, payload)
    cold = LiveView(journal, "home")
    for view in (kitchen.view, cold):
        view.refresh()
        assert (view.lots(in_stock=False), view.household(), view.shopping()) == before
        assert not {bad_id(number) for number in range(len(IMPOSSIBLE))} & view.known_events()
    kitchen.consume(before[0][0].lot_id, Decimal(1))
    assert [lot.quantity for lot in kitchen.view.lots()] == [1]


def test_nothing_counts_of_a_household_that_was_never_created_until_it_is(home, journal):
    write_past_the_checks(home, bad_id(1), "nobody", "lot_acquired", MILK)
    view = LiveView(journal, "nobody")
    view.refresh()
    assert view.lots() == []
    journal.append([new_event("nobody", HouseholdCreated(name="N"), occurred_at=datetime(2026, 1, 1, tzinfo=UTC))])
    view.refresh()
    assert [lot.lot_id for lot in view.lots()] == [bad_id(1)]


def test_the_rules_in_sql_know_the_kinds_versions_and_words_of_python():
    words = {
        "_is_no_place": vocabulary.Place, "_is_no_reason": vocabulary.Reason,
        "_is_no_destination": vocabulary.Destination, "_is_no_date_kind": vocabulary.DateKind,
        "_is_no_date_source": vocabulary.DateSource, "_is_no_method": vocabulary.Method,
        "_is_no_category": vocabulary.Category,
    }
    connection = macros()
    for macro, known in words.items():
        for word in known:
            assert connection.execute(f"select {macro}('{word}')").fetchone() == (False,), word
        assert connection.execute(f"select {macro}('no such word'), {macro}(null)").fetchone() == (True, False)
    kinds = sorted({kind for kind, _ in PAYLOADS})
    rows = [
        (number, str(uuid.UUID(int=number)), "home", 1, kind, RECORDED_US, RECORDED_US, "", "click", "{}", version)
        for number, (kind, version) in enumerate(itertools.product(kinds, (1, 2, 3, 4)))
    ]
    table = pa.table(
        [pa.array(column, type) for column, type in zip(zip(*rows, strict=True), _arrow_types(), strict=True)],
        names=list(RAW_COLUMNS),
    )
    told = reasons(table)
    for _, event_id, _, _, kind, *_, version in rows:
        assert told[event_id] != "no such kind of event"
        assert (told[event_id] == "no such version of its kind") == ((kind, version) not in PAYLOADS), (kind, version)


@pytest.mark.parametrize("quantity", ["1E+6", "1e-3", "0.001", "999999.999", "1000000"])
def test_the_greatest_and_the_least_amount_the_journal_takes_are_sound(quantity):
    lot = LotAcquired(food_id="flour", quantity=Decimal(quantity), unit="g", place=Place.CUPBOARD)
    event = new_event("home", lot, occurred_at=datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert reasons(raw_rows([event])) == {event.event_id: None}


@pytest.mark.parametrize("payload", [
    HouseholdCreated(name="{people: 0}"), HouseholdCreated(name="H", people=50, is_simulated=True, language="de"),
    HouseholdChanged(), HouseholdChanged(tracking={"*": "none", "milk": "presence", "a.b": "exact"}),
    HouseholdChanged(tracking={}, minimum_stock={}, currency="JPY", unit_system="us"),
    HouseholdChanged(minimum_stock={"milk": ("0.001", "l"), "own:tea": ("1000000", "g")}),
    LineReviewed(document_sha256="a" * 64, line_key="x", line_no=2**31 - 1, part=3, decision="ignored"),
    DayConfirmed(day=date(2026, 3, 1)), CheckAnswered(lot_id=LOT, answer="some"),
    DocumentReceived(sha256="b" * 64, name="n", media_type="t", size_bytes=2**40, origin="upload"),
])
def test_what_the_journal_takes_about_a_household_and_its_documents_is_sound(payload):
    event = new_event("home", payload, occurred_at=datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert reasons(raw_rows([event])) == {event.event_id: None}


@pytest.mark.parametrize("kind, said, defaults", [
    ("lot_discarded", {}, {"reason": "unknown", "destination": "unknown", "is_edible": True, "method": "counted"}),
    ("lot_discarded", {"reason": None, "is_edible": False}, {"reason": "unknown", "is_edible": False}),
    ("lot_consumed", {}, {"method": "counted"}),
    ("lot_frozen", {}, {"place": "freezer"}),
    ("lot_thawed", {}, {"place": "fridge"}),
    ("lot_split", {"quantity": "1"}, {"place": None}),
    ("lot_corrected", {"quantity": "1"}, {"method": None, "is_edible": None}),
])
def test_what_another_program_left_out_is_what_the_journal_would_have_filled_in(kind, said, defaults):
    rows = [(1, bad_id(1), "home", 1, kind, RECORDED_US, RECORDED_US, "", "command", named(**said), 1)]
    connection = macros()
    connection.register("raw", pa.table(
        [pa.array(column, type) for column, type in zip(zip(*rows, strict=True), _arrow_types(), strict=True)],
        names=list(RAW_COLUMNS),
    ))
    typed = connection.execute("from typed_events('raw')").to_arrow_table().to_pylist()
    assert [{name: row[name] for name in defaults} for row in typed] == [defaults]
