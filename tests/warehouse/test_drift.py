"""Drift: a build that differs from those before it is named by mart and figure, and published all the same."""

import json

import pytest

from tests.warehouse.conftest import Town
from warehouse import drift
from warehouse.drift import check_drift, drifts
from warehouse.passes import connected

ROWS = ("lots", "rows")


@pytest.mark.parametrize(("measure", "was", "now", "is_told"), [
    ("rows", 1000, 950, False), ("rows", 1000, 899, True), ("rows", 1000, 2100, True),
    ("null_share:mass_g", 0.10, 0.14, False), ("null_share:mass_g", 0.10, 0.16, True),
    ("null_share:mass_g", 0.90, 0.10, True),
    ("share:place=fridge", 0.5, 0.58, False), ("share:place=fridge", 0.5, 0.39, True),
    ("median:paid_minor", 200, 240, False), ("median:paid_minor", 200, 260, True),
    ("median:paid_minor", 200, 150, True),
    ("median:paid_minor", 200, -200, True), ("median:paid_minor", 0, 0, False), ("median:paid_minor", 0, 5, True),
])
def test_a_figure_that_leaves_its_bounds_is_told(measure: str, was: float, now: float, is_told: bool) -> None:
    before, after = {ROWS: 1000.0, ("lots", measure): was}, {ROWS: 1000.0, ("lots", measure): now}
    assert [one.check for one in drifts(after, before)] == ([f"drift of lots: {measure}"] if is_told else [])


def test_a_word_that_no_row_says_any_more_is_told_and_an_unprofiled_mart_is_not() -> None:
    before = {ROWS: 1000.0, ("lots", "share:place=cellar"): 0.3}
    profiled = {ROWS: 1000.0, ("lots", "share:place=fridge"): 1.0}
    assert [(one.check, json.loads(one.row)) for one in drifts(profiled, before)] == [
        ("drift of lots: share:place=cellar", {"before": 0.3, "now": 0.0}),
        ("drift of lots: share:place=fridge", {"before": 0.0, "now": 1.0}),
    ]
    assert list(drifts({ROWS: 1000.0}, before)) == []


def test_a_mart_of_few_rows_is_not_looked_at_unless_its_rows_went() -> None:
    before = {ROWS: 20.0, ("lots", "median:paid_minor"): 1.0}
    assert list(drifts({ROWS: 20.0, ("lots", "median:paid_minor"): 9.0}, before)) == []
    assert [one.check for one in drifts({ROWS: 20.0}, {ROWS: 1000.0})] == ["drift of lots: rows"]


def test_a_drifted_build_is_named_and_builds_that_were_not_published_are_no_measure(
    town: Town, copy_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift, "LEAST_ROWS", 5)
    with connected(copy_of(town.home, "drift")) as connection:
        version, = connection.execute("select version from meta.builds order by built_at desc limit 1").fetchone()
        connection.execute("delete from meta.profiles")
        assert {one.severity for one in check_drift(connection, version, whole=True)} == {"pass"}
        assert {one.severity for one in check_drift(connection, "as before", whole=True)} == {"pass"}
        connection.execute("update marts.pantry_lots set place = 'cellar', mass_g = null")
        connection.execute("delete from marts.waste_events where event_id::varchar < (select median(event_id::varchar) "
                           "from marts.waste_events)")
        for unpublished in ("broken off", "the next"):
            found = {one.check: one for one in check_drift(connection, unpublished, whole=True)}
            assert {one.severity for one in found.values()} == {"warning"}
            assert {"drift of pantry_lots: share:place=cellar", "drift of pantry_lots: null_share:mass_g",
                    "drift of waste_events: rows"} <= set(found)
