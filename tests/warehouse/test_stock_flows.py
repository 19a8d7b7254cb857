"""What came in and went out, in amounts and money: it adds up to what lies there, and is what plain Python counts."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.pantry import reference_fold
from tests.warehouse.conftest import Town
from tests.warehouse.kitchens import START
from warehouse.reader import Warehouse

EVER = (date(2020, 1, 1), date(2030, 1, 1))
WORDS = {"eaten": "eaten", "into_dish": "into_dishes", "discarded": "discarded", "given_away": "given_away",
         "fed_to_animals": "fed_to_animals"}


@pytest.fixture(scope="module")
def warehouse(town: Town) -> Warehouse:
    return Warehouse(town.home)


def _tracked(town: Town) -> list[str]:
    """Return the households that track everything, so that no flow is left out."""
    return [household_id for household_id in town.kitchens if household_id != "kitchen-4"]


def test_flows_are_those_that_plain_python_counts(town: Town, warehouse: Warehouse) -> None:
    compared = 0
    for household_id in _tracked(town):
        lots = reference_fold.fold(town.kitchens[household_id].events)
        expected = Counter()
        for lot in lots.values():
            expected.update({flow: lot.flows.get(word, 0) for flow, word in WORDS.items()})
            if lot.made_by in ("lot_acquired", "dish_cooked"):
                expected["bought" if lot.made_by == "lot_acquired" else "leftover"] += lot.acquired
        rows = warehouse.rows(
            "select flow, abs(sum(change_milli))::bigint as milli from stock_flows(?, ?, ?) "
            "where flow not in ('found', 'lost') group by flow", [household_id, *EVER])
        assert {row["flow"]: row["milli"] for row in rows} == {flow: milli for flow, milli in expected.items() if milli}
        compared += len(rows)
    assert compared > 50


def test_flows_add_up_to_what_lies_there_on_any_day_in_amount_and_money(town: Town, warehouse: Warehouse) -> None:
    day = START.date() + timedelta(days=12)
    for household_id in _tracked(town):
        for first, last in ((EVER[0], day), EVER):
            rows = warehouse.rows("""
                with flows as (
                    select root_lot_id, sum(change_milli) as milli, sum(value_minor) as minor
                    from stock_flows($household, $first, $last)
                    group by root_lot_id
                ),

                there as (
                    select root_lot_id, sum(stock_milli) as milli, sum(stock_value_minor) as minor
                    from lots_on($last::date - 1, household := $household)
                    group by root_lot_id
                )

                select coalesce(f.milli, 0) - coalesce(t.milli, 0) as milli,
                    coalesce(f.minor, 0) - coalesce(t.minor, 0) as minor
                from flows as f full join there as t using (root_lot_id)
            """, {"household": household_id, "first": first, "last": last})
            assert {row["milli"] for row in rows} <= {0}
            assert max((abs(row["minor"]) for row in rows), default=Decimal(0)) < Decimal("0.02")


def test_a_discard_is_worth_what_the_waste_mart_says(town: Town, warehouse: Warehouse) -> None:
    rows = [row for household_id in _tracked(town) for row in warehouse.rows("""
        select w.value_minor, w.mass_g, f.value_minor as flow_minor, f.mass_g as flow_g, w.discarded_on, f.happened_on
        from marts.waste_events as w inner join stock_flows(?, ?, ?) as f using (household_id, event_id)
    """, [household_id, *EVER])]
    assert len(rows) > 20
    for row in rows:
        is_unknown = row["flow_minor"] is None and row["value_minor"] is None
        assert is_unknown or abs(row["flow_minor"] + row["value_minor"]) <= Decimal("0.001")
        assert row["discarded_on"] == row["happened_on"]
        assert (row["mass_g"] is None) == (row["flow_g"] is None)
        assert row["mass_g"] is None or row["flow_g"] == pytest.approx(-row["mass_g"], rel=1e-3)
