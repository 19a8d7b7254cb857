"""What was due on a day that is gone: the reports of that day, not of today's lots."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pantry.home import Home
from pantry.journal import open_journal
from pantry.kinds import payloads
from pantry.live import LiveView
from pantry.urgency import with_due
from tests.warehouse.conftest import Town
from tests.warehouse.kitchens import START, Kitchen
from warehouse import queries
from warehouse.build import refresh
from warehouse.reader import Warehouse

DAY = START.date()
PRINTED = {"date_kind": "best_before", "date_source": "label"}
SAID = ("household_id, lot_id, food_id, food_name, category, place, tracking, stock_milli, unit, due_kind, due_source, "
        "is_due_estimated, currency")


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kitchen, Warehouse]:
    """Publish a kitchen whose milk was drunk, whose ham was frozen and whose yogurt was dated late."""
    kitchen = Kitchen("past", 1)
    milk = kitchen.buy("milk", "1", "l", price_minor=120, currency="EUR", expires_on=DAY + timedelta(days=6),
                       **PRINTED)
    ham = kitchen.buy("ham", "200", "g", price_minor=300, currency="EUR", expires_on=DAY + timedelta(days=5),
                      date_kind="use_by", date_source="label")
    yogurt = kitchen.buy("yogurt", "500", "g", price_minor=100, currency="EUR", expires_on=DAY + timedelta(days=20),
                         **PRINTED)
    kitchen.tell(payloads.LotConsumed(lot_id=milk.event_id, quantity=Decimal("0.4")), hours=24)
    kitchen.tell(payloads.LotOpened(lot_id=yogurt.event_id), hours=24 * 3)
    kitchen.tell(payloads.LotConsumed(lot_id=milk.event_id), hours=1)
    kitchen.tell(payloads.LotCorrected(lot_id=yogurt.event_id, expires_on=DAY + timedelta(days=2), date_kind="use_by",
                                       date_source="user"), hours=1)
    kitchen.tell(payloads.LotFrozen(lot_id=ham.event_id), hours=1)
    kitchen.tell(payloads.LotCorrected(lot_id=ham.event_id, quantity=Decimal(250)), hours=24)
    home = Home.at(tmp_path_factory.mktemp("past") / "home").create()
    open_journal(home, checked=False).append(kitchen.events)
    refresh(home, expectations=False)
    return kitchen, Warehouse(home)


def _report(warehouse: Warehouse, day: date) -> dict[str, dict[str, Any]]:
    return {row["food_id"]: row for row in queries.expiry_report(warehouse, "past", day)}


def test_a_report_of_a_past_day_names_what_lay_there_then(kitchen: tuple[Kitchen, Warehouse]) -> None:
    _, warehouse = kitchen
    then, now = _report(warehouse, DAY + timedelta(days=2)), _report(warehouse, DAY + timedelta(days=30))
    assert set(then) == {"milk", "ham", "yogurt"} and set(now) == {"ham", "yogurt"}
    milk = then["milk"]
    assert (milk["stock_milli"], milk["days_left"], milk["risk"]) == (600, 4, "soon")
    assert milk["stock_mass_g"] == pytest.approx(618, rel=0.01) and milk["stock_value_minor"] == Decimal(72)
    assert milk["mass_at_risk_g"] == milk["stock_mass_g"]
    assert _report(warehouse, DAY - timedelta(days=1)) == {}


def test_a_past_day_knows_no_date_and_no_state_of_later_but_the_amount_as_it_was_put_right(
    kitchen: tuple[Kitchen, Warehouse]
) -> None:
    _, warehouse = kitchen
    then, now = _report(warehouse, DAY + timedelta(days=2)), _report(warehouse, DAY + timedelta(days=4))
    assert (str(then["yogurt"]["due_on"]), then["yogurt"]["due_kind"]) == ("2026-01-25", "best_before")
    assert (str(now["yogurt"]["due_on"]), now["yogurt"]["due_kind"]) == ("2026-01-07", "use_by")
    assert (then["ham"]["place"], then["ham"]["risk"]) == ("fridge", "soon")
    assert (now["ham"]["place"], now["ham"]["risk"]) == ("freezer", "frozen")
    assert then["ham"]["stock_milli"] == 250_000


def test_what_was_at_risk_on_a_past_day_is_told_of_the_lots_of_that_day(kitchen: tuple[Kitchen, Warehouse]) -> None:
    _, warehouse = kitchen
    found = {row["food_id"]: row for row in queries.at_risk(warehouse, "past", DAY + timedelta(days=2))}
    assert set(found) == {"milk", "ham"}
    assert found["milk"]["stock_value_minor"] == Decimal(72)
    # By the household's clock it lay untouched since the day before.
    assert 0.9 < found["milk"]["p_still_there"] <= 1
    later = {row["food_id"] for row in queries.at_risk(warehouse, "past", DAY + timedelta(days=30))}
    assert later == {"yogurt"}


def test_a_report_of_today_is_the_live_view(town: Town) -> None:
    warehouse, compared = Warehouse(town.home), 0
    for household_id in town.kitchens:
        view = LiveView(town.journal, household_id)
        view.refresh()
        today = view.household().today(town.journal.clock())
        live = {one.lot.lot_id: (one.due.earliest, one.due.likely, one.due.latest, one.risk, one.lot.place)
                for one in with_due([lot for lot in view.lots() if lot.tracking != "none"], as_of=today)}
        report = {row["lot_id"]: (*(None if row[part] is None else today + timedelta(days=row[part])
                                    for part in ("days_left_least", "days_left", "days_left_most")),
                                  row["risk"], row["place"])
                  for row in queries.expiry_report(warehouse, household_id, today)}
        assert report == live
        compared += len(live)
    assert compared > 50


def test_a_past_report_is_what_a_warehouse_built_on_that_day_said(
    town: Town, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Later undos and corrections of amounts count (the lots are as they were), later dates do not."""
    day = DAY + timedelta(days=9)
    home = Home.at(tmp_path_factory.mktemp("then") / "home").create()
    journal = open_journal(home, checked=False)
    for one in town.kitchens.values():
        journal.append([event for event in one.events
                        if event.kind in ("event_undone", "lot_corrected", "household_created", "food_added")
                        or event.occurred_at.date() <= day])
    refresh(home, expectations=False, journal=journal)
    asked = f"select {SAID}, due_on, round(stock_mass_g, 1) as stock_mass_g from expiry_report(?) order by 1, 2"
    built = (f"select {SAID}, due_likely, round(stock_mass_g, 1) as stock_mass_g from marts.pantry_lots "
             "where is_open and tracking <> 'none' order by 1, 2")
    rows = [tuple(row.values()) for row in Warehouse(town.home).rows(asked, [day])]
    assert rows == [tuple(row.values()) for row in Warehouse(home).rows(built)]
    assert len(rows) > 60
