"""Which events count, told case by case; the property test against stock's rule is in test_fold.py."""

from datetime import UTC, datetime, timedelta

import pytest

from pantry.facts.undo import effective, live_undos
from pantry.journal import RecordedEvent


def fact(name: str, hour: int = 0, undoes: str | None = None) -> RecordedEvent:
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour)
    kind, payload = ("event_undone", {"undoes_event_id": undoes}) if undoes else ("shopping_added", {"text": name})
    return RecordedEvent(1, name, "home", kind, at, at, "", "click", payload, 1)


SALT, OIL = fact("salt", 1), fact("oil", 0)


@pytest.mark.parametrize(("undos", "counted"), [
    pytest.param([], ["oil", "salt"], id="nothing undone: by time, not arrival"),
    pytest.param([("u1", "salt")], ["oil"], id="one undo"),
    pytest.param([("u1", "salt"), ("u2", "u1")], ["oil", "salt"], id="undo of the undo"),
    pytest.param([("u1", "salt"), ("u2", "u1"), ("u3", "u2")], ["oil"], id="three deep"),
    pytest.param([("u2", "u1"), ("u1", "salt")], ["oil", "salt"], id="the undo of the undo arrives first"),
    pytest.param([("u1", "salt"), ("u2", "salt"), ("u3", "u1")], ["oil"], id="two undos, one taken back"),
    pytest.param([("u1", "u2"), ("u2", "u1")], ["oil", "salt"], id="a ring"),
    pytest.param([("u1", "u1")], ["oil", "salt"], id="an undo of itself"),
    pytest.param([("u1", "u2"), ("u2", "u1"), ("u3", "salt"), ("u1b", "u3")], ["oil", "salt"], id="ring beside chain"),
    pytest.param([("u1", "salt"), ("u3", "u3"), ("u2", "u3")], ["oil"], id="hanging on a ring"),
    pytest.param([("u1", "never written")], ["oil", "salt"], id="an undo of nothing"),
])
def test_an_event_counts_unless_an_undo_that_counts_names_it(undos, counted):
    events = [SALT, *(fact(name, 5, target) for name, target in undos), OIL]
    assert [event.event_id for event in effective(events)] == counted


def test_the_undo_that_counts_is_named_so_that_it_can_be_undone():
    events = [SALT, fact("u1", 2, "salt"), fact("u2", 3, "u1"), fact("u3", 4, "salt")]
    assert live_undos(events) == {"u1": "u2", "salt": "u3"}


def test_a_thousand_undos_in_a_chain_are_no_trouble():
    chain = [fact("u0", 2, "salt"), *(fact(f"u{number}", 2, f"u{number - 1}") for number in range(1, 3001))]
    assert [event.event_id for event in effective([SALT, *chain])] == []
