"""Hostile households: what a page shows from the journal is, row by row, what dbt wrote, however the events arrived."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pantry.belief import beliefs
from pantry.facts.local_days import is_confirmed
from pantry.home import Home
from pantry.journal import Journal, open_journal
from pantry.live import LiveView
from pantry.urgency import with_due
from tests.warehouse.comparing import differences
from tests.warehouse.hostile import HostileHome
from warehouse.build import refresh
from warehouse.reader import Warehouse

HOUSEHOLDS, EVENTS, CHUNKS = 16, 70, 3
AS_OF = date(2026, 11, 29)


class Siege:
    """Hostile households in one journal, followed by live views and built chunk by chunk."""

    def __init__(self, folder: Path, seeds: range) -> None:
        self.home = Home.at(folder / "home").create()
        self.journal: Journal = open_journal(self.home, checked=False)
        self.views = {f"hostile-{seed}": LiveView(self.journal, f"hostile-{seed}") for seed in seeds}
        arrivals: list[Iterator[list]] = []
        for seed in seeds:
            hostile = HostileHome(f"hostile-{seed}", seed)
            hostile.live(EVENTS)
            arrivals.append(hostile.deliveries())
        for chunk in range(CHUNKS):
            for number, arriving in enumerate(arrivals):
                self._hand_in(arriving, f"hostile-{seeds[number]}", rest=chunk == CHUNKS - 1)
            refresh(self.home, expectations=False, journal=self.journal)

    def _hand_in(self, arriving: Iterator[list], household_id: str, *, rest: bool) -> None:
        for count, events in enumerate(arriving):
            self.journal.append(events)
            if count % 13 == 0:
                view = self.views[household_id]
                view.refresh()
                view.lots()                # so that what it remembers is of before
            if not rest and count > EVENTS // CHUNKS:
                return


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Siege:
    return Siege(tmp_path_factory.mktemp("siege"), range(HOUSEHOLDS))


def live_rows(view: LiveView) -> dict[str, dict[str, Any]]:
    """Return each lot of a live view as the columns of the mart; money and depth only of what is there."""
    own = view.own_foods()
    due = {one.lot.lot_id: one.due for one in with_due(view.lots(in_stock=False), as_of=AS_OF)}
    rows = {}
    for lot in view.lots(in_stock=False):
        food = lot.food or own.get(lot.food_id or "")
        there = lot.quantity > 0
        exact = there and lot.tracking == "exact"
        rows[lot.lot_id] = {
            "root_lot_id": lot.root_lot_id, "parent_lot_id": lot.parent_lot_id, "made_by": lot.made_by,
            "food_id": lot.food_id, "food_name": lot.food_name or (food.name_en if food else None),
            "facts_food_id": lot.like_food_id or (lot.food_id if lot.food else None),
            "category": food.category if food else None,
            "stock_milli": lot.quantity * 1000, "acquired_milli": lot.acquired * 1000, "unit": lot.unit,
            "place": lot.place, "is_frozen": lot.is_frozen, "bought_on": lot.purchased_on,
            "expires_on": lot.expires_on, "date_kind": lot.date_kind, "date_source": lot.date_source,
            "opened_on": lot.opened_on, "frozen_on": lot.frozen_on, "thawed_on": lot.thawed_on,
            "root_price_minor": lot.price_minor, "tracking": lot.tracking if there else None,
            "stock_value_minor": lot.value_minor if exact else None,
            "currency": lot.currency if exact and lot.value_minor is not None else None,
            "value_method": lot.value_method if exact else None,
            "due_earliest": due[lot.lot_id].earliest, "due_likely": due[lot.lot_id].likely,
            "due_latest": due[lot.lot_id].latest, "due_kind": due[lot.lot_id].kind,
            "due_source": due[lot.lot_id].source, "is_due_estimated": due[lot.lot_id].is_estimate,
        }
        if rows[lot.lot_id]["category"] is None:
            del rows[lot.lot_id]["category"]       # a page does not say the kind of a thing without a food
    return rows


def mart_rows(warehouse: Warehouse, household_id: str) -> dict[str, dict[str, Any]]:
    rows = warehouse.rows("""
        select
            lot_id::varchar as lot_id, root_lot_id::varchar as root_lot_id, parent_lot_id::varchar as parent_lot_id,
            made_by, food_id, food_name, facts_food_id, category, stock_milli, acquired_milli, unit, place, is_frozen,
            coalesce(purchased_on, made_on) as bought_on, expires_on, date_kind, date_source,
            (opened_at at time zone 'UTC' at time zone h.time_zone)::date as opened_on,
            (frozen_at at time zone 'UTC' at time zone h.time_zone)::date as frozen_on,
            (thawed_at at time zone 'UTC' at time zone h.time_zone)::date as thawed_on,
            root_price_minor, if(is_open, tracking, null) as tracking,
            if(is_open, round(stock_value_minor), null) as stock_value_minor,
            if(is_open and tracking = 'exact' and stock_value_minor is not null, l.currency, null) as currency,
            if(is_open and tracking = 'exact', value_method, null) as value_method,
            due_earliest, due_likely, due_latest, due_kind, due_source, is_due_estimated
        from marts.pantry_lots as l
        inner join marts.household_dim as h on l.bucket = h.bucket and l.household_id = h.household_id
        where l.household_id = ?
    """, [household_id])
    return {row.pop("lot_id"): row for row in rows}


def compare(siege: Siege) -> list[tuple[Any, ...]]:
    """Return (household, lot, column, live, mart) wherever page and mart say something else."""
    warehouse, found = Warehouse(siege.home), []
    for household_id, followed in siege.views.items():
        followed.refresh()
        fresh = LiveView(siege.journal, household_id)
        fresh.refresh()
        live, mart = live_rows(fresh), mart_rows(warehouse, household_id)
        if live != live_rows(followed):
            found.append((household_id, "followed and fresh view differ"))
        if live.keys() != mart.keys():
            found.append((household_id, "lots", live.keys() ^ mart.keys()))
        for lot_id in live.keys() & mart.keys():
            found += [
                (household_id, lot_id, column, value, mart[lot_id][column])
                for column, value in live[lot_id].items() if not _alike(column, value, mart[lot_id][column])]
        found += _compare_days(warehouse, fresh, household_id)
    return found


def _alike(column: str, live: Any, mart: Any) -> bool:
    # Halves of a cent are rounded to even here and away from nothing there.
    return live == mart or (column == "stock_value_minor" and None not in (live, mart) and abs(live - mart) <= 1)


def _compare_days(warehouse: Warehouse, view: LiveView, household_id: str) -> list[tuple[Any, ...]]:
    found = []
    told = warehouse.rows("select lot_id::varchar as lot_id, p_still_there as p, belief_reason as why "
                          "from still_there(?, household := ?)", [AS_OF, household_id])
    live = beliefs(view, AS_OF)
    for row in told:
        one = live.get(row["lot_id"])
        if one is None or one.reason != row["why"] or one.p_still_there != pytest.approx(row["p"], rel=1e-9):
            found.append((household_id, row["lot_id"], "belief", one, row))
    settings = warehouse.rows("select currency, time_zone, people from marts.household_dim where household_id = ?",
                              [household_id])[0]
    now = view.household()
    if settings != {"currency": now.currency, "time_zone": now.time_zone, "people": now.people}:
        found.append((household_id, "settings", now, settings))
    days = warehouse.rows("select day, is_confirmed from marts.household_days where household_id = ?", [household_id])
    found += [(household_id, row["day"], "confirmed", is_confirmed(view, row["day"]), row["is_confirmed"])
              for row in days if is_confirmed(view, row["day"]) != row["is_confirmed"]]
    return found


def test_page_and_mart_say_the_same_of_every_lot(siege: Siege) -> None:
    assert compare(siege)[:5] == []


def test_the_shelf_of_today_is_the_shelf_as_of_today(siege: Siege) -> None:
    rows = Warehouse(siege.home).rows("""
        select a.lot_id, a.stock_milli, l.stock_milli as mart_milli
        from pantry_as_of(?) as a
        full join (from marts.pantry_lots where is_open and tracking <> 'none') as l using (household_id, lot_id)
        where a.stock_milli is distinct from l.stock_milli
    """, [AS_OF])
    assert rows == []


def test_what_the_pantry_is_worth_on_a_day_is_what_its_lots_are_worth(siege: Siege) -> None:
    rows = Warehouse(siege.home).rows("""
        with lots as (
            select
                household_id,
                currency,
                sum(stock_value_minor) as stock_value_minor,
                count(*) as lots,
                count(*) filter (stock_value_minor is null) as lots_without_value
            from marts.pantry_lots
            where is_open and tracking = 'exact'
            group by household_id, currency
        )

        select d.*, l.*
        from stock_value_daily(?, ?) as d
        full join lots as l on d.household_id = l.household_id and d.currency is not distinct from l.currency
        where
            abs(d.stock_value_minor - l.stock_value_minor) > 0.01
            or (d.lots, d.lots_without_value) is distinct from (l.lots, l.lots_without_value)
    """, [AS_OF, AS_OF])
    assert rows == []


def test_however_it_arrived_one_build_of_everything_gives_the_same(siege: Siege, tmp_path: Path) -> None:
    at_once = Home.at(tmp_path / "at-once", siege.home.journal_url)
    refresh(at_once, full=True, expectations=False)
    assert differences(Warehouse(siege.home), Warehouse(at_once)) == {}
