"""The same belief everywhere: in the published mart, from the macro on any day, and in the live view."""

from datetime import timedelta
from itertools import pairwise

import pytest

from pantry.belief import beliefs
from pantry.live import LiveView
from tests.warehouse.conftest import Town
from warehouse.reader import Warehouse

COLUMNS = "lot_id::varchar as lot_id, seen_on, usual_gap_days, p_still_there, belief_reason"


@pytest.fixture(scope="module")
def warehouse(town: Town) -> Warehouse:
    return Warehouse(town.home)


def test_mart_macro_and_live_view_agree_on_the_day_of_the_build(town: Town, warehouse: Warehouse) -> None:
    judged = 0
    for household_id in town.kitchens:
        published = warehouse.rows(
            f"select {COLUMNS}, believed_on from marts.pantry_lots "
            "where household_id = ? and is_open and tracking <> 'none' order by 1",
            [household_id])
        if not published:
            continue
        day = published[0]["believed_on"]
        asked = warehouse.rows(f"select {COLUMNS} from still_there(?, household := ?) order by 1", [day, household_id])
        assert asked == [{name: row[name] for name in row if name != "believed_on"} for row in published]
        view = LiveView(town.journal, household_id)
        view.refresh()
        live = beliefs(view, day)
        assert set(live) >= {row["lot_id"] for row in published}
        for row in published:
            one = live[row["lot_id"]]
            assert one.p_still_there == pytest.approx(row["p_still_there"], rel=1e-9)
            assert (one.reason, one.seen_on) == (row["belief_reason"], row["seen_on"])
            judged += 1
    assert judged > 50


def test_a_later_day_believes_less_and_no_lot_is_asked_about_that_was_not_made_yet(warehouse: Warehouse) -> None:
    (day,) = warehouse.rows("select max(believed_on) as day from marts.pantry_lots")
    sums = [
        warehouse.rows("select sum(p_still_there) as p, count(*) as lots from still_there(?)",
                       [day["day"] + timedelta(days=days)])[0]
        for days in (0, 30, 300)
    ]
    assert sums[0]["lots"] == sums[1]["lots"] == sums[2]["lots"]
    assert sums[0]["p"] > sums[1]["p"] > sums[2]["p"]
    early = warehouse.rows("select count(*) as lots from still_there(date '2025-01-01')")
    assert early == [{"lots": 0}]


def test_a_household_gets_at_most_five_questions_in_order(warehouse: Warehouse) -> None:
    (day,) = warehouse.rows("select max(believed_on) as day from marts.pantry_lots")
    found = warehouse.rows(
        "select household_id, question, score, p_still_there from check_questions(?) order by household_id, question",
        [day["day"]])
    assert found
    assert {row["question"] for row in found} <= {1, 2, 3, 4, 5}
    assert all(0 < row["p_still_there"] < 0.9 for row in found)
    for first, second in pairwise(found):
        assert first["household_id"] != second["household_id"] or first["score"] >= second["score"]
