"""Days are the household's own: what happens half an hour before or after its midnight, summer time or not.

Each kitchen lives the same odd nights in another zone; their moments are found with Python's own time zones.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pantry.belief import beliefs
from pantry.events import Event
from pantry.facts.local_days import events_on
from pantry.home import Home
from pantry.ids import new_event_id
from pantry.journal import Journal, open_journal
from pantry.kinds import payloads
from pantry.live import LiveView
from warehouse import queries
from warehouse.build import refresh
from warehouse.reader import Warehouse

# The last three have a midnight that comes twice or not at all when the clock is put back or on.
ZONES = ["Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Auckland", "Atlantic/Azores",
         "America/Havana", "Asia/Beirut"]
# Ordinary days, the end of a month, and nights in which clocks change somewhere.
DAYS = [date(2025, 3, 8), date(2025, 3, 9), date(2025, 3, 29), date(2025, 3, 30), date(2025, 3, 31), date(2025, 4, 1),
        date(2025, 9, 28), date(2025, 10, 25), date(2025, 10, 26), date(2025, 10, 27), date(2025, 11, 1),
        date(2025, 11, 2)]
BOUGHT_ON = date(2025, 1, 15)
# Two packs of milk come just after midnight; the second is used just before the midnight that ends the next day.
BELIEF_DAYS = [date(2025, 11, 10), date(2025, 11, 12)]
# It stops following the cellar half an hour after this day began, and follows all again just before that one ends.
PART_ON, WHOLE_ON = date(2025, 3, 9), date(2025, 10, 26)


def household_of(zone: str) -> str:
    return zone.lower().replace("/", "-").replace("_", "-")


def at(zone: str, day: date, clock: time) -> datetime:
    """The moment at which a household's clock shows this; where it does so twice, the first."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def nights(zone: str) -> list[Event]:
    """One lot; on each day 1 piece is thrown away just after midnight and 2 just before the next one."""
    events: list[Event] = []
    one_day = timedelta(days=1)

    def tell(payload: payloads.Payload, moment: datetime) -> str:
        events.append(Event(new_event_id(), household_of(zone), payload, moment))
        return events[-1].event_id

    noon = time(12)
    tell(payloads.HouseholdCreated(name=zone, people=1, time_zone=zone), at(zone, date(2025, 1, 1), noon))
    lot = tell(payloads.LotAcquired(food_id="apple", quantity="100", unit="piece", place="cupboard"),
               at(zone, BOUGHT_ON, time(0, 20)))
    tell(payloads.HouseholdChanged(tracking={"cellar": "none"}), at(zone, PART_ON, time(0, 30)))
    tell(payloads.HouseholdChanged(tracking={}), at(zone, WHOLE_ON, time(23, 30)))
    for number, day in enumerate(BELIEF_DAYS):
        milk = tell(payloads.LotAcquired(food_id="milk", quantity="1", unit="l", place="fridge"),
                    at(zone, day, time(0, 5)))
        if number:
            tell(payloads.LotConsumed(lot_id=milk, quantity="0.2"), at(zone, day + one_day, time(23, 55)))
    for day in DAYS:
        for clock, pieces in ((time(0, 40), "1"), (time(23, 40), "2")):
            tell(payloads.LotDiscarded(lot_id=lot, quantity=pieces, reason="spoiled", destination="compost"),
                 at(zone, day, clock))
    return events


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Journal, Warehouse]:
    home = Home.at(tmp_path_factory.mktemp("world") / "home").create()
    journal = open_journal(home, checked=False)
    for zone in ZONES:
        journal.append(sorted(nights(zone), key=lambda event: event.occurred_at))
    refresh(home, expectations=False, journal=journal)
    return journal, Warehouse(home)


@pytest.mark.parametrize("zone", ZONES)
def test_what_is_binned_around_midnight_counts_on_its_own_day(world: tuple[Journal, Warehouse], zone: str) -> None:
    journal, warehouse = world
    view = LiveView(journal, household_of(zone))
    view.refresh()
    for day in DAYS:
        figures = queries.waste_summary(warehouse, household_of(zone), day, day + timedelta(days=1))
        assert figures is not None
        assert (figures.discard_events, figures.days_covered) == (2, 1), day
        assert events_on(view, "lot_discarded", day) == 2, day


@pytest.mark.parametrize("zone", ZONES)
def test_stock_at_the_end_of_a_day_is_that_of_the_local_midnight(world: tuple[Journal, Warehouse], zone: str) -> None:
    _, warehouse = world
    left = 100
    for day in DAYS:
        left -= 3
        for sql in (
            "select stock_milli from stock_daily(?, ?, household := ?)",
            "select stock_milli from (select ?::date as d) as o, pantry_as_of(?, household := ?)",
            "select stock_milli from (select ?::date as d) as o, lots_on(?, household := ?)",
        ):
            rows = warehouse.rows(sql, [day, day, household_of(zone)])
            assert [row["stock_milli"] for row in rows] == [left * 1000], (day, sql)
    on = BOUGHT_ON - timedelta(days=1)
    assert warehouse.rows("from stock_daily(?, ?, household := ?)", [on, on, household_of(zone)]) == []
    on = BOUGHT_ON
    assert len(warehouse.rows("from stock_daily(?, ?, household := ?)", [on, on, household_of(zone)])) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_a_change_of_tracking_belongs_to_the_day_it_was_said_on(world: tuple[Journal, Warehouse], zone: str) -> None:
    _, warehouse = world

    def scope(first: date, end: date) -> str:
        figures = queries.waste_summary(warehouse, household_of(zone), first, end)
        assert figures is not None
        return figures.tracked_scope

    one_day = timedelta(days=1)
    assert scope(date(2025, 1, 1), PART_ON) == "everything"
    assert scope(PART_ON, PART_ON + one_day) == "changing"
    assert scope(PART_ON + one_day, WHOLE_ON) == "part"
    assert scope(WHOLE_ON, WHOLE_ON + one_day) == "changing"
    assert scope(WHOLE_ON + one_day, date(2025, 12, 1)) == "everything"


@pytest.mark.parametrize("zone", ZONES)
def test_what_is_believed_counts_local_days_in_sql_and_live_alike(world: tuple[Journal, Warehouse], zone: str) -> None:
    journal, warehouse = world
    used_on = BELIEF_DAYS[1] + timedelta(days=1)
    rows = warehouse.rows(
        "select lot_id::varchar as lot_id, seen_on, newer_used_on, bought_again_on from marts.pantry_lots "
        "where household_id = ? and food_id = 'milk' order by made_at", [household_of(zone)])
    assert [(row["seen_on"], row["newer_used_on"], row["bought_again_on"]) for row in rows] == [
        (BELIEF_DAYS[0], used_on, BELIEF_DAYS[1]), (used_on, None, None)]
    view = LiveView(journal, household_of(zone))
    view.refresh()
    for as_of in (BELIEF_DAYS[1], used_on, used_on + timedelta(days=9)):
        told = warehouse.rows("select lot_id::varchar as lot_id, p_still_there, belief_reason "
                              "from still_there(?, household := ?)", [as_of, household_of(zone)])
        live = beliefs(view, as_of)
        assert len(told) == 3
        assert {row["lot_id"]: (pytest.approx(row["p_still_there"]), row["belief_reason"]) for row in told} == {
            lot: (one.p_still_there, one.reason) for lot, one in live.items()}, as_of
    as_first_seen = beliefs(view, used_on)[rows[0]["lot_id"]]
    assert as_first_seen.reason == "newer_in_use", "it was used today, by the household's clock"


def test_a_day_ends_where_the_next_one_begins_in_every_zone(world: tuple[Journal, Warehouse]) -> None:
    _, warehouse = world
    wrong = warehouse.rows("""
        with days as (
            select
                h.time_zone,
                unnest(generate_series(date '2019-01-01', date '2028-12-31', interval 1 day))::date as day
            from marts.household_dim as h
        ),

        ends as (
            select
                time_zone,
                day,
                (end_of_day(day, time_zone) at time zone 'UTC' at time zone time_zone)::date as first_day,
                ((end_of_day(day, time_zone) - interval 1 microsecond) at time zone 'UTC' at time zone time_zone)::date
                    as last_day
            from days
        )

        from ends where first_day <> day + 1 or last_day <> day
    """)
    assert wrong == []
