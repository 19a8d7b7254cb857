"""A journal moves from SQLite to PostgreSQL and back without losing or changing a row."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pantry.errors import NotReady
from pantry.events import new_event
from pantry.home import Home
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import HouseholdCreated, ShoppingAdded
from pantry.storage.journal_copy import Copied, copy_journal

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
# More than one batch, and words that a careless copy would bend.
TEXTS = ("Möhren", "crème fraîche", "a \"pinch\" of salt", "100 % 🧀") * 600


@pytest.fixture
def source(tmp_path: Path) -> Journal:
    """Return a SQLite journal of one household with many events and one reading."""
    journal = open_journal(Home.at(tmp_path / "old").create())
    journal.append([new_event("home", HouseholdCreated(name="Home", people=2), occurred_at=BEGUN)])
    journal.append([
        new_event("home", ShoppingAdded(text=text), occurred_at=BEGUN + timedelta(seconds=number))
        for number, text in enumerate(TEXTS, start=1)
    ])
    journal.keep_reading("a" * 64, "receipt", "1", {"merchant": "Käse-Ecke", "nothing": "\u0000"})
    return journal


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    """Return an empty journal in either database."""
    if request.param == "sqlite":
        return open_journal(Home.at(tmp_path / "new").create())
    new_database: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return open_journal(Home.at(tmp_path / "new", new_database()))


def test_every_row_arrives_and_the_next_event_comes_after_them(source: Journal, target: Journal, tmp_path: Path):
    told: list[tuple[int, int]] = []
    copied = copy_journal(source, target, lambda done, total: told.append((done, total)))
    assert copied == Copied(events=len(TEXTS) + 1, readings=1, newest_seq=len(TEXTS) + 1)
    assert target.read_arrow().equals(source.read_arrow())
    assert target.reading("a" * 64, "receipt") == source.reading("a" * 64, "receipt")
    assert told == [(2000, 2401), (2401, 2401)]

    target.append([new_event("home", ShoppingAdded(text="after"), occurred_at=datetime.now(UTC))])
    assert target.max_seq() == copied.newest_seq + 1

    back = open_journal(Home.at(tmp_path / "back").create())
    copy_journal(target, back)
    assert back.read_arrow().equals(target.read_arrow())


def test_a_journal_that_holds_events_is_left_alone(source: Journal, target: Journal):
    target.append([new_event("other", HouseholdCreated(name="Other", people=1), occurred_at=BEGUN)])
    with pytest.raises(NotReady, match="already holds events, up to 1"):
        copy_journal(source, target)
    with pytest.raises(NotReady, match="already holds events"):
        copy_journal(target, target)
    assert [event.household_id for event in target.read()] == ["other"]


def test_a_copy_that_breaks_off_leaves_nothing(source: Journal, target: Journal):
    def break_off(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_journal(source, target, break_off)
    assert target.max_seq() == 0


def test_a_database_that_bends_rows_is_found_out(source: Journal, tmp_path: Path):
    bending = open_journal(Home.at(tmp_path / "bending").create())
    with bending.engine.connect() as connection:
        connection.exec_driver_sql("drop trigger events_no_update")
        connection.exec_driver_sql(
            "create trigger bend after insert on events when new.seq = 7 "
            "begin update events set payload = '{}' where seq = 7; end")
    with pytest.raises(NotReady, match="differs"):
        copy_journal(source, bending)
    assert bending.max_seq() == 0
