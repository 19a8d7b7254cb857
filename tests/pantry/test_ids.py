"""Ids: clicks in order, documents derived and stable for ever."""

import threading
import uuid

import pytest

from pantry import ids
from pantry.ids import bucket_of, document_event_id, line_key, new_event_id


def test_ten_thousand_ids_of_one_moment_are_different_and_in_order():
    made = [new_event_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert {uuid.UUID(one).version for one in made} == {7}
    assert {uuid.UUID(one).variant for one in made} == {uuid.RFC_4122}


def test_a_clock_that_goes_back_does_not_turn_the_order_round(monkeypatch):
    now = 1_800_000_000_000_000_000
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(ids.time, "time_ns", lambda: now)
    first = new_event_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: now - 3_600_000_000_000)
    assert new_event_id() > first
    assert uuid.UUID(first).int >> 80 == now // 1_000_000


def test_threads_never_share_an_id():
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(new_event_id() for _ in range(500))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000


# These values are in people's journals. A change here means that a receipt read again enters twice.
@pytest.mark.parametrize(("household", "what", "occurrence", "part", "expected"), [
    ("home", "lot:milch", 1, 2, "6e327996-5067-5ed0-90b4-ac8e87b3aacb"),
    ("demo", "household_created", 0, 0, "1dd7415d-bf0a-5cfb-aeb0-f3734de9b5c4"),
])
def test_derived_ids_never_change(household, what, occurrence, part, expected):
    sha256 = "" if what == "household_created" else "a" * 64
    assert document_event_id(household, sha256, what, occurrence=occurrence, part=part) == expected


def test_each_thing_that_names_a_line_changes_its_id():
    base = {"occurrence": 0, "part": 0}
    made = [
        document_event_id("home", "a" * 64, "lot:milk", **base),
        document_event_id("flat", "a" * 64, "lot:milk", **base),
        document_event_id("home", "b" * 64, "lot:milk", **base),
        document_event_id("home", "a" * 64, "lot:milch", **base),
        document_event_id("home", "a" * 64, "lot:milk", occurrence=1),
        document_event_id("home", "a" * 64, "lot:milk", part=1),
    ]
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(("text", "key"), [
    ("  ＢＩＯ\tMilch\n1L ", "bio milch 1l"), ("STRASSE", "strasse"), ("Straße", "strasse"),
    ("", "-"), (" \n ", "-"), ("x" * 500, "x" * 200),
])
def test_a_lines_key_forgets_case_width_and_spaces(text, key):
    assert line_key(text) == key


def test_buckets_never_change():
    assert [bucket_of(one) for one in ("demo", "home", "a")] == [42, 14, 10]
    assert {bucket_of(str(number)) for number in range(2000)} == set(range(64))
