"""The journal's contract, held by both stores: SQLite in a file and PostgreSQL 15."""

import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pantry import migrations
from pantry.errors import FutureEvent, InvalidEvent, UnknownHousehold, UnknownKind
from pantry.events import Event, new_event
from pantry.home import REPOSITORY, Home
from pantry.journal import RAW_COLUMNS, Journal, _row, open_journal
from pantry.kinds.payloads import (
    EventUndone,
    HouseholdChanged,
    HouseholdCreated,
    LotAcquired,
    LotConsumed,
    LotCorrected,
    LotCounted,
    LotThawed,
    Payload,
    ShoppingAdded,
)
from pantry.storage.tables import events as events_table
from pantry.vocabulary import Place

NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def shopping(text: str = "salt", *, seconds: float = 0, household_id: str = "home", **given: Any) -> Event:
    return new_event(household_id, ShoppingAdded(text=text), occurred_at=NOW + timedelta(seconds=seconds), **given)


def acquired(**changed: Any) -> Event:
    fields = {"food_id": "milk", "quantity": Decimal(1), "unit": "piece", "place": Place.FRIDGE} | changed
    return new_event("home", LotAcquired.model_validate(fields), occurred_at=NOW)


def changed(**settings: Any) -> Event:
    return new_event("home", HouseholdChanged.model_validate(settings), occurred_at=NOW)


class Strange(Payload):
    """A kind no journal knows."""

    kind = "strange"


class JournalContract:
    """What every store promises; a subclass gives `url`, the address of an empty store."""

    @pytest.fixture
    def home(self, tmp_path: Path, url: str) -> Home:
        return Home.at(tmp_path, url)

    @pytest.fixture
    def journal(self, home: Home) -> Iterator[Journal]:
        journal = open_journal(home, clock=lambda: NOW)
        journal.append([new_event("home", HouseholdCreated(name="Home"), occurred_at=NOW)])
        yield journal
        journal.engine.dispose()

    # What an append writes

    def test_an_event_appended_twice_is_written_once(self, journal):
        events = [shopping("salt"), shopping("oil", seconds=1)]
        first, second = journal.append(events), journal.append([*events, shopping("tea", seconds=2)])
        ids = tuple(event.event_id for event in events)
        assert (first.written, first.already_there) == (ids, ())
        assert (second.already_there, len(second.written)) == (ids, 1)
        assert [event.payload["text"] for event in journal.read(after_seq=1)] == ["salt", "oil", "tea"]

    def test_what_is_read_is_what_was_written(self, journal):
        text = "Brötchen 🥐 \\ \"x\" \x00 end"
        event = shopping(text, actor="Ana")
        journal.append([event])
        (read,) = journal.read(after_seq=1)
        assert read.payload == {"text": text, "origin": "hand"}
        assert (read.event_id, read.household_id, read.kind) == (event.event_id, "home", "shopping_added")
        assert (read.occurred_at, read.recorded_at, read.actor, read.source) == (NOW, NOW, "Ana", "click")

    def test_arrow_rows_say_the_same_as_events(self, journal):
        journal.append([shopping(str(number), seconds=number) for number in range(5)])
        table = journal.read_arrow(household_id="home", after_seq=2, up_to_seq=4)
        assert table.column_names == list(RAW_COLUMNS)
        ids = [event.event_id for event in journal.read(after_seq=2)][:2]
        assert table.column("event_id").to_pylist() == ids
        assert journal.read_arrow(household_id="nobody").num_rows == 0
        assert journal.read_arrow(household_id="nobody").schema == table.schema

    def test_households_are_kept_apart_and_listed_in_order_of_creation(self, journal):
        journal.append([new_event("a-flat", HouseholdCreated(name="Flat"), occurred_at=NOW)])
        journal.append([shopping(household_id="a-flat")])
        assert journal.households() == ["home", "a-flat"]
        assert [event.kind for event in journal.read(household_id="home")] == ["household_created"]
        assert (journal.max_seq("home"), journal.max_seq(), journal.max_seq("nobody")) == (1, 3, 0)

    def test_an_empty_append_does_nothing(self, journal):
        assert journal.append([]).written == ()
        assert journal.max_seq() == 1

    # What is refused, with nothing written

    @pytest.mark.parametrize(("make", "error"), [
        pytest.param(lambda: shopping(household_id="nobody"), UnknownHousehold, id="unknown household"),
        pytest.param(lambda: shopping(seconds=24 * 3600 + 1), FutureEvent, id="more than a day ahead"),
        pytest.param(lambda: shopping(seconds=-10), InvalidEvent, id="two events at one time"),
        pytest.param(lambda: shopping(seconds=-11), InvalidEvent, id="times that go back"),
        pytest.param(lambda: acquired(food_id="unobtainium"), InvalidEvent, id="unknown food"),
        pytest.param(lambda: changed(minimum_stock={"unobtainium": ("1", "l")}), InvalidEvent, id="least of no food"),
        pytest.param(lambda: changed(minimum_stock={"milk": ("1", "armful")}), InvalidEvent, id="least in no unit"),
        pytest.param(lambda: changed(staples=["milk", "unobtainium"]), InvalidEvent, id="unknown staple"),
        pytest.param(lambda: acquired(unit="smidgen_x"), InvalidEvent, id="unknown unit"),
        pytest.param(lambda: acquired(purchased_on="2026-03-04"), FutureEvent, id="bought in three days"),
        pytest.param(lambda: shopping(seconds=-40 * 365 * 86_400), InvalidEvent, id="before there were kitchens"),
        pytest.param(lambda: new_event("home", HouseholdChanged(
            minimum_stock={f"own:{number:075d}": (Decimal(1), "g") for number in range(900)}),
            occurred_at=NOW), InvalidEvent, id="more than a payload may say"),
        pytest.param(lambda: new_event("home", Strange(), occurred_at=NOW), UnknownKind, id="unknown kind"),
    ])
    def test_one_bad_event_and_nothing_of_its_batch_is_written(self, journal, make: Callable[[], Event], error):
        good = shopping(seconds=-10)
        with pytest.raises(error):
            journal.append([good, make()])
        assert journal.max_seq() == 1
        assert journal.append([good]).written == (good.event_id,)

    @pytest.mark.parametrize("make", [
        pytest.param(lambda: acquired(quantity=Decimal(10**9)), id="a thousand million eggs"),
        pytest.param(lambda: acquired(quantity=Decimal(-1)), id="a negative purchase"),
        pytest.param(lambda: acquired(quantity=Decimal("NaN")), id="not a number"),
        pytest.param(lambda: acquired(quantity=Decimal("0.0001")), id="finer than a thousandth"),
        pytest.param(lambda: acquired(food_id=None), id="neither food nor name"),
        pytest.param(lambda: acquired(price_minor=100), id="a price without currency"),
        pytest.param(lambda: acquired(expires_on="2026-04-01"), id="a date without its kind"),
        pytest.param(lambda: acquired(colour="green"), id="a field nobody knows"),
        pytest.param(lambda: LotConsumed(lot_id=str(uuid.uuid4()), quantity=Decimal(-2)), id="negative consumption"),
        pytest.param(lambda: LotCounted(lot_id=str(uuid.uuid4()), quantity=Decimal(-2)), id="negative count"),
        pytest.param(lambda: EventUndone(undoes_event_id="the last one"), id="an undo of no id"),
        pytest.param(lambda: shopping("x" * 5000), id="a shopping line as long as a book"),
        pytest.param(lambda: acquired(quantity=Decimal("Infinity")), id="infinity"),
        pytest.param(lambda: acquired(quantity="1e400"), id="a number that no column holds"),
        pytest.param(lambda: LotCorrected(lot_id=str(uuid.uuid4()), price_minor=1, cleared=["price_minor"]),
                     id="given and cleared at once"),
        pytest.param(lambda: LotCorrected(lot_id=str(uuid.uuid4()), cleared=["quantity"]), id="clearing the amount"),
        pytest.param(lambda: LotThawed(lot_id=str(uuid.uuid4()), place=Place.FREEZER), id="thawing in the freezer"),
        pytest.param(lambda: HouseholdCreated(name="x", time_zone="Mars/Olympus_Mons"), id="no such time zone"),
        pytest.param(lambda: HouseholdCreated(name="x", time_zone="../../etc/passwd"), id="a path for a time zone"),
    ])
    def test_impossible_payloads_cannot_even_be_made(self, journal, make):
        with pytest.raises(InvalidEvent):
            make()

    @pytest.mark.parametrize("changed", [
        {"event_id": "click-1"}, {"event_id": str(uuid.uuid4()).upper()}, {"actor": "x" * 81},
        {"source": "a source with a long name"}, {"household_id": "Two Words"}, {"household_id": "-"},
        {"occurred_at": datetime(2026, 3, 1)},  # noqa: DTZ001 - the point of the case
    ])
    def test_an_event_that_not_every_store_could_keep_is_refused(self, journal, changed):
        fields = {"event_id": str(uuid.uuid4()), "household_id": "home", "occurred_at": NOW} | changed
        with pytest.raises(InvalidEvent):
            Event(payload=ShoppingAdded(text="salt"), **fields)

    # Append-only

    @pytest.mark.parametrize("statement", [
        "update events set actor = 'someone else'", "delete from events", "delete from events where seq = 1",
    ])
    def test_nothing_written_can_be_changed_or_deleted(self, journal, statement):
        with journal.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement)
        assert [event.actor for event in journal.read()] == [""]

    # Many writers

    def test_the_order_of_arrival_is_the_order_of_commit(self, journal):
        """The second writer begins while the first has written but not committed: it has to wait."""
        has_inserted, may_commit = threading.Event(), threading.Event()
        slow, fast = shopping("slow"), shopping("fast")

        def write_slowly() -> None:
            with journal.writing() as connection:
                connection.execute(sa.insert(events_table), [_row(slow, NOW)])
                has_inserted.set()
                may_commit.wait(20)

        writers = [threading.Thread(target=write_slowly), threading.Thread(target=journal.append, args=([fast],))]
        writers[0].start()
        assert has_inserted.wait(20)
        writers[1].start()
        writers[1].join(0.3)
        assert writers[1].is_alive()
        assert journal.max_seq() == 1
        may_commit.set()
        for writer in writers:
            writer.join(20)
        assert [event.payload["text"] for event in journal.read(after_seq=1)] == ["slow", "fast"]

    def test_two_threads_that_write_the_same_event_write_it_once(self, journal):
        event, results = shopping(), []
        threads = [threading.Thread(target=lambda: results.append(journal.append([event]))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(len(result.written) for result in results) == [0] * 7 + [1]
        assert journal.max_seq() == 2

    def test_processes_that_start_together_migrate_once_and_all_of_them_write(self, home):
        writers = [_start_writer(home, "20") for _ in range(4)]
        outputs = [writer.communicate(timeout=90) for writer in writers]
        assert [writer.returncode for writer in writers] == [0] * 4, outputs
        acknowledged = {line for out, _ in outputs for line in out.split() if line != "ready"}
        journal = open_journal(home)
        with journal.engine.connect() as connection:
            assert connection.exec_driver_sql("select version_num from alembic_version").fetchall() == [
                (migrations.HEAD,)
            ]
        written = [event.event_id for event in journal.read() if event.kind != "household_created"]
        journal.engine.dispose()
        assert (set(written), len(written)) == (acknowledged, 80)

    def test_killing_a_writer_loses_nothing_that_was_acknowledged(self, home):
        writer = _start_writer(home, "1000000")
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline().strip() for _ in range(30)][1:]
        writer.kill()
        rest = writer.communicate(timeout=30)[0].split("\n")
        acknowledged += [line for line in rest if len(line) == 36]
        journal = open_journal(home, clock=lambda: datetime.now(UTC))
        there = [event.event_id for event in journal.read()][1:]
        # The one that was on its way may be there or not; nothing before it may be missing or out of order.
        assert there[: len(acknowledged)] == acknowledged
        assert len(there) - len(acknowledged) in (0, 1)
        assert journal.append([new_event("writers", ShoppingAdded(text="on"), occurred_at=NOW)]).written
        journal.engine.dispose()

    # Readings: a cache

    def test_a_reading_is_kept_by_reader_and_version_and_may_be_forgotten(self, journal):
        journal.keep_reading("ab", "receipt", "1", {"total": 1})
        journal.keep_reading("ab", "receipt", "1", {"total": 2})
        assert journal.reading("ab", "receipt") == journal.reading("ab", "receipt", "1") == {"total": 2}
        assert journal.reading("ab", "receipt", "2") is None
        assert journal.reading("ab", "photo") is None
        assert journal.forget_readings() == 1
        assert journal.reading("ab", "receipt") is None

    def test_readings_are_found_by_pieces_of_their_json_and_tell_when_they_were_made(self, journal):
        assert journal.read_at_us(["receipt", "photo"]) == {}
        journal.keep_reading("ab", "receipt", "1", {"day": "2026-11-02", "total": 312, "shop": "100% Bio_Markt"})
        first = journal.read_at_us(["receipt"])
        journal.clock = lambda: NOW + timedelta(seconds=1)
        journal.keep_reading("ab", "receipt", "2", {"day": "2026-11-02", "total": 99, "shop": ""})
        journal.keep_reading("cd", "photo", "1", {"day": "2026-11-02", "total": 312})
        assert journal.readings_holding("receipt", '"day": "2026-11-02"', '"total": 312') == ["ab"]
        assert journal.readings_holding("receipt", '"total": 3', '"total": 99') == []
        assert journal.readings_holding("receipt", "100% Bio_") == ["ab"]
        assert journal.readings_holding("receipt", "2026%312") == []
        assert journal.read_at_us(["receipt"])["ab"] == first["ab"] + 1_000_000
        assert set(journal.read_at_us(["receipt", "photo"])) == {"ab", "cd"}


def _start_writer(home: Home, count: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.pantry.journal_writer", str(home.root), home.journal_url, "writers", count]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )


class TestSQLiteJournal(JournalContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'journal.db'}"

    def test_an_acknowledged_event_is_on_the_disk(self, journal):
        with journal.engine.connect() as connection:
            pragmas = {name: connection.exec_driver_sql(f"pragma {name}").scalar()
                       for name in ("journal_mode", "synchronous", "integrity_check")}
        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "integrity_check": "ok"}


@pytest.mark.postgres
class TestPostgresJournal(JournalContract):
    @pytest.fixture
    def url(self, new_postgres_database: Callable[[], str]) -> str:
        return new_postgres_database()

    def test_the_table_cannot_be_emptied_at_one_stroke(self, journal):
        with journal.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql("truncate events")
        assert journal.max_seq() == 1
