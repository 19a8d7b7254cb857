"""Waste, money and depth of tracking through the whole build: what the marts say of kitchens with known histories."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from pantry.home import REPOSITORY, Home
from pantry.journal import open_journal
from pantry.kinds import payloads
from pantry.live import LiveView
from tests.warehouse.conftest import Town
from tests.warehouse.kitchens import START, Kitchen
from warehouse import queries
from warehouse.build import connected, refresh
from warehouse.reader import Warehouse


def cook(kitchen: Kitchen, parts: dict[str, str | None], grams: str) -> str:
    return kitchen.tell(payloads.DishCooked(
        title="Stew", ingredients=[{"lot_id": lot, "quantity": amount} for lot, amount in parts.items()],
        leftover={"food_name": "Stew", "quantity": Decimal(grams), "unit": "g"},
    )).event_id


def cooks() -> tuple[Kitchen, str]:
    """A kitchen that cooks a leftover's leftover, finds some rice, and has half of the last dish in the fridge."""
    kitchen = Kitchen("cooks", 3)
    rice = kitchen.buy("rice", "1000", "g", price_minor=301, currency="EUR").event_id
    butter = kitchen.buy("butter", "250", "g", price_minor=199, currency="EUR").event_id
    part = kitchen.tell(payloads.LotSplit(lot_id=rice, quantity="333")).event_id
    first = cook(kitchen, {rice: "400", butter: "100"}, "300")
    kitchen.tell(payloads.LotDiscarded(lot_id=first, quantity="100", reason="cooked_too_much", destination="compost"))
    second = cook(kitchen, {first: None, part: "100"}, "250")
    third = cook(kitchen, {second: "125", butter: "50"}, "500")
    kitchen.tell(payloads.LotConsumed(lot_id=third, quantity="200"))
    kitchen.tell(payloads.LotCounted(lot_id=part, quantity="300"))
    return kitchen, third


def freezer_only() -> Kitchen:
    """Ten weeks of somebody who tracks the freezer alone, and the fridge by presence, and says little."""
    kitchen = Kitchen("freezer", 5)
    kitchen.tell(payloads.HouseholdChanged(
        tracking={"*": "none", "freezer": "exact", "fridge": "presence"}), hours=0.1)
    for week in range(10):
        peas = kitchen.buy("frozen_peas", "500", "g", place="freezer", price_minor=200, currency="EUR")
        kitchen.buy("rice", "1000", "g", place="cupboard", price_minor=300, currency="EUR")
        kitchen.tell(payloads.LotConsumed(lot_id=peas.event_id, quantity="300"), hours=24)
        if week == 4:
            kitchen.tell(payloads.LotDiscarded(lot_id=peas.event_id, quantity="70", reason="freezer_burn",
                                               destination="refuse", method="weighed"))
        kitchen.tell(payloads.LotMoved(lot_id=peas.event_id, place="cupboard"), hours=1)
        kitchen.tell(payloads.LotDiscarded(lot_id=peas.event_id, reason="spoiled", destination="refuse"), hours=1)
        kitchen._hours = (week + 1) * 7 * 24.0
    milk = kitchen.buy("milk", "1", "l", place="fridge", price_minor=100, currency="EUR")
    kitchen.tell(payloads.LotDiscarded(lot_id=milk.event_id, quantity="0.4", reason="spoiled", destination="sewer"))
    kitchen.buy("frozen_peas", "500", "g", place="freezer", price_minor=200, currency="EUR")
    return kitchen


def risky() -> Kitchen:
    """A kitchen that eats one yogurt on its last day, freezes another in time, and throws a frozen one away."""
    kitchen = Kitchen("risky", 6)
    facts = {"price_minor": 100, "currency": "EUR", "expires_on": START.date() + timedelta(days=10),
             "date_kind": "best_before", "date_source": "label"}
    late, kept, lost = (kitchen.buy("yogurt", "500", "g", **facts).event_id for _ in range(3))
    kitchen._hours = 9 * 24.0
    for lot in (kept, lost):
        kitchen.tell(payloads.LotFrozen(lot_id=lot))
    kitchen.tell(payloads.LotConsumed(lot_id=late))
    kitchen._hours = 40 * 24.0
    kitchen.tell(payloads.LotConsumed(lot_id=kept))
    kitchen.tell(payloads.LotDiscarded(lot_id=lost, reason="freezer_burn", destination="compost"))
    kitchen.buy("yogurt", "200", "g", **{**facts, "expires_on": START.date() + timedelta(days=43)})
    return kitchen


def nameless() -> Kitchen:
    """A kitchen whose things are known by name; one name and one food are said later."""
    kitchen = Kitchen("nameless", 7)
    facts = {"price_minor": 300, "currency": "EUR", "food_category": "snacks"}
    kept, renamed, named = (kitchen.buy(None, "100", "g", food_name=name, **facts).event_id for name in "abc")
    kitchen.tell(payloads.LotDiscarded(lot_id=kept, quantity="40", reason="spoiled", destination="compost"))
    kitchen.tell(payloads.LotSplit(lot_id=kept, quantity="10"))
    kitchen.tell(payloads.LotCorrected(lot_id=renamed, food_name="d"))
    kitchen.tell(payloads.LotCorrected(lot_id=named, food_id="milk", cleared=["food_name"]))
    return kitchen


def daily(name: str, what_becomes_of_it: Callable[[Kitchen, int, str], None], **facts: Any) -> Kitchen:
    """Thirty days of a loaf of 500 g for 2 euro, and what becomes of it."""
    kitchen = Kitchen(name, 8)
    for day in range(30):
        kitchen._hours = 24.0 * day + 2
        currency = "CHF" if name == "abroad" and day % 2 else "EUR"
        loaf = kitchen.buy("bread", "500", "g", place="cupboard", price_minor=200, currency=currency, **facts)
        what_becomes_of_it(kitchen, day, loaf.event_id)
    return kitchen


def grown() -> Kitchen:
    """Two people who enter what they bought before they began, and are four from half past midnight of a day on."""
    kitchen = Kitchen("grown", 9)
    for day in (-2, 2, 3, 4):
        kitchen._hours = 24.0 * day + 4
        kitchen.buy("bread", "500", "g")
    kitchen._hours = 24.0 * 3 + 15.5        # 23:30 UTC
    kitchen.tell(payloads.HouseholdChanged(people=4), hours=0)
    return kitchen


def parted() -> Kitchen:
    """A purchase of which all was split off."""
    kitchen = Kitchen("parted", 10)
    whole = kitchen.buy("rice", "100", "g", price_minor=300, currency="EUR")
    kitchen.tell(payloads.LotSplit(lot_id=whole.event_id, quantity="100"))
    return kitchen


def binned_to(*destinations: str) -> Callable[[Kitchen, int, str], None]:
    def become(kitchen: Kitchen, day: int, loaf: str) -> None:
        kitchen.tell(payloads.LotConsumed(lot_id=loaf, quantity="300"))
        where = destinations[day % len(destinations)]
        kitchen.tell(payloads.LotDiscarded(lot_id=loaf, reason="spoiled", destination=where))

    return become


def counted_up(kitchen: Kitchen, day: int, loaf: str) -> None:
    """Count twice as much as was entered, and throw three quarters of that away."""
    kitchen.tell(payloads.LotCounted(lot_id=loaf, quantity="1000"))
    kitchen.tell(payloads.LotDiscarded(lot_id=loaf, quantity="750", reason="spoiled", destination="refuse"))
    kitchen.tell(payloads.LotConsumed(lot_id=loaf))


def moved_on(kitchen: Kitchen, day: int, loaf: str) -> None:
    """Throw some away at once, freeze a part, bin a slice of it from the freezer and the rest from the counter."""
    said = {"reason": "spoiled", "destination": "refuse"}
    kitchen.tell(payloads.LotDiscarded(lot_id=loaf, quantity="100", **said))
    part = kitchen.tell(payloads.LotSplit(lot_id=loaf, quantity="200", place="freezer")).event_id
    kitchen.tell(payloads.LotMoved(lot_id=loaf, place="counter"))
    kitchen.tell(payloads.LotDiscarded(lot_id=part, quantity="50", **said))
    kitchen.tell(payloads.LotMoved(lot_id=part, place="fridge"))
    kitchen.tell(payloads.LotDiscarded(lot_id=loaf, **said))


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Warehouse]:
    home = Home.at(tmp_path_factory.mktemp("houses") / "home").create()
    journal = open_journal(home, checked=False)
    for kitchen in (
        cooks()[0], freezer_only(), risky(), nameless(),
        daily("abroad", binned_to("compost")), daily("careful", binned_to("bio_material", "given_away", "compost")),
        daily("found", counted_up), daily("moves", moved_on), daily("silent", lambda *_: None), grown(), parted(),
    ):
        journal.append(sorted(kitchen.events, key=lambda event: event.occurred_at))
    refresh(home, expectations=False, journal=journal)
    return home, Warehouse(home)


# Money --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["town", "houses"])
def test_the_lots_of_a_family_are_worth_exactly_what_was_paid(place: str, request: pytest.FixtureRequest) -> None:
    told = request.getfixturevalue(place)
    warehouse = Warehouse(told.home) if isinstance(told, Town) else told[1]
    rows = warehouse.rows("""
        select
            any_value(root_price_minor)::decimal(18, 3) as paid, sum(value_minor) as worth,
            sum(root_quantity_milli) as milli
        from marts.pantry_lots where root_price_minor is not null group by household_id, root_lot_id
    """)
    assert len(rows) > 10
    assert [row for row in rows if row["milli"] and row["paid"] != row["worth"]] == []


def test_of_a_lot_that_was_split_off_whole_nothing_is_left_or_wasted(houses: tuple[Home, Warehouse]) -> None:
    rows = houses[1].rows("select value_minor, stock_value_minor, wasted_value_minor from marts.pantry_lots "
                          "where household_id = 'parted' order by generation")
    assert [tuple(row.values()) for row in rows] == [(0, 0, 0), (300, 300, 0)]


@pytest.mark.parametrize("place", ["town", "houses"])
def test_what_goes_into_a_dish_is_served_or_left_over_to_the_last_thousandth(
    place: str, request: pytest.FixtureRequest
) -> None:
    told = request.getfixturevalue(place)
    with connected(told.home if isinstance(told, Town) else told[0]) as connection:
        rows = connection.execute("""
            with used as (
                select household_id, event_id, sum(value_minor) as went_in, count(*) = count(value_minor) as is_known
                from staging.intermediate.int_lot_ends where what = 'dish_used' group by all
            ),
            carried as (
                select household_id, root_lot_id, sum(value_minor) as carried_on
                from staging.intermediate.int_lot_ends group by all
            )
            select d.value, u.went_in * 1000, d.leftover_value, c.carried_on * 1000
            from staging.intermediate.int_dishes as d
            join used as u on u.household_id = d.household_id and u.event_id = d.dish_lot_id
            left join carried as c on c.household_id = d.household_id and c.root_lot_id = d.dish_lot_id
            where u.is_known and d.value is not null and d.leftover_value is not null and c.carried_on is not null
        """).fetchall()
    assert rows
    assert [row for row in rows if row[0] != row[1] or row[2] != row[3] or not 0 <= abs(row[2]) <= abs(row[0])] == []


def test_page_and_warehouse_agree_on_what_a_leftover_of_a_leftover_is_worth(houses: tuple[Home, Warehouse]) -> None:
    home, warehouse = houses
    view = LiveView(open_journal(home, checked=False), "cooks")
    view.refresh()
    live = {lot.lot_id: lot.value_minor for lot in view.lots()}
    rows = warehouse.rows("select lot_id::varchar as lot_id, stock_value_minor, value_method from marts.pantry_lots "
                          "where household_id = 'cooks' and is_open")
    third = cooks()[1]
    assert {row["lot_id"]: row["value_method"] for row in rows}[third] == "dish"
    assert live[third] and live[third] > 20
    assert live == {row["lot_id"]: round(row["stock_value_minor"]) for row in rows}


def test_mass_is_compared_with_mass_whatever_money_it_was_paid_in(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    summary = queries.waste_summary(warehouse, "abroad", START.date(), START.date() + timedelta(days=30))
    assert summary is not None
    assert (summary.waste_mass_g, summary.bought_food_mass_g) == (30 * 200, 30 * 500)
    assert (summary.flow_mass_share, summary.cohort_mass_share) == (pytest.approx(0.4), pytest.approx(0.4))
    assert (summary.paid_minor, summary.waste_value_minor) == (15 * 200, 15 * 80), "euro alone are added"
    assert (summary.flow_value_share, summary.cohort_value_share) == (pytest.approx(0.4), pytest.approx(0.4))


def test_what_became_material_or_was_given_away_is_in_no_share_of_waste(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    summary = queries.waste_summary(warehouse, "careful", START.date(), START.date() + timedelta(days=30))
    assert summary is not None and summary.waste_mass_g == 10 * 200
    shares = (summary.flow_mass_share, summary.cohort_mass_share, summary.flow_value_share, summary.cohort_value_share)
    assert shares == (pytest.approx(2 / 15),) * 4


def test_what_a_count_found_was_bought_too(houses: tuple[Home, Warehouse]) -> None:
    summary = queries.waste_summary(houses[1], "found", START.date(), START.date() + timedelta(days=30))
    assert summary is not None and summary.waste_mass_g == 30 * 750
    assert (summary.cohort_mass_share, summary.cohort_value_share) == (pytest.approx(0.75), pytest.approx(0.75))
    assert summary.flow_mass_share == pytest.approx(1.5), "a flow can pass one and says so"


def test_a_discard_says_where_the_food_lay_then_and_whether_it_was_frozen(houses: tuple[Home, Warehouse]) -> None:
    rows = houses[1].rows("select place, is_frozen, count(*) as n, avg(quantity_milli) as milli "
                          "from marts.waste_events where household_id = 'moves' group by all order by place")
    assert [tuple(row.values()) for row in rows] == [
        ("counter", False, 30, 200_000), ("cupboard", False, 30, 100_000), ("freezer", True, 30, 50_000)]


def test_who_only_says_what_was_bought_is_told_no_rate(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    silent, careful = (
        queries.waste_summary(warehouse, name, START.date(), START.date() + timedelta(days=30))
        for name in ("silent", "careful"))
    assert silent is not None and careful is not None
    assert (silent.days_covered, silent.outcome_coverage, silent.kg_per_person_year) == (30, 0, None)
    assert careful.outcome_coverage == 1 and careful.is_like_for_like and careful.kg_per_person_year is not None


def test_a_day_counts_the_people_of_its_own_evening(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    rows = warehouse.rows("select day - date '2026-01-05' as day, people from marts.household_days "
                          "where household_id = 'grown' order by day")
    assert [tuple(row.values()) for row in rows] == [(-2, 2), (2, 2), (3, 2), (4, 4)]


# Depth of tracking --------------------------------------------------------------------------------------


def test_who_tracks_the_freezer_alone_gets_true_freezer_figures(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    monday = START.date()
    summary = queries.waste_summary(warehouse, "freezer", monday, monday + timedelta(days=70))
    assert summary is not None
    assert (summary.tracked_scope, summary.tracked_places) == ("part", "freezer"), "as it was set on the first day"
    assert (summary.waste_mass_g, summary.paid_minor, summary.is_enough_for_rates) == (70, 10 * 200, True)
    later = queries.waste_summary(warehouse, "freezer", monday + timedelta(days=1), monday + timedelta(days=70))
    assert later is not None and (later.tracked_scope, later.weeks_observed) == ("part", 10)
    assert later.waste_mass_g == 70, "what was moved out of the freezer went its way untold"
    assert later.day_coverage is not None and later.day_coverage < 0.5
    assert later.is_enough_for_rates and not later.is_like_for_like
    assert later.kg_per_person_year == pytest.approx(0.070 / (2 * 69 / 365.25))
    assert later.sure_kg_per_person_year == later.kg_per_person_year, "it was weighed"
    assert later.paid_minor == 9 * 200 and later.tracked_purchase_share == pytest.approx(0.4)
    beside = queries.waste_beside_reference(warehouse, "freezer", monday, monday + timedelta(days=70))
    assert [row["region"] for row in beside] == ["this household"], "a part is not compared with whole kitchens"


def test_presence_is_counted_and_never_weighed_and_the_rest_is_nowhere(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    binned = warehouse.rows("select tracking, food_id, place, quantity_milli, mass_g, value_minor "
                            "from marts.waste_events where household_id = 'freezer' order by discarded_at")
    assert [tuple(row.values()) for row in binned] == [
        ("exact", "frozen_peas", "freezer", 70_000, 70.0, Decimal("28.000")),
        ("presence", "milk", "fridge", None, None, None),
    ]
    report = {(row["food_id"], row["tracking"]): (row["stock_milli"], row["stock_mass_g"], row["stock_value_minor"])
              for row in queries.expiry_report(warehouse, "freezer", START.date() + timedelta(days=71))}
    assert report == {
        ("milk", "presence"): (None, None, None), ("frozen_peas", "exact"): (500_000, 500.0, Decimal("200.000")),
    }
    for mart in ("consumption_rates", "nutrition_weekly", "shopping_suggestions", "stock_changes", "spend_monthly"):
        rows = warehouse.rows(f"from marts.{mart} where household_id = 'freezer'")
        assert not any(row.get("food_id") == "rice" or row.get("category") == "pantry" for row in rows), mart
    eaten = warehouse.rows("select sum(eaten_mass_g) as g from marts.nutrition_weekly where household_id = 'freezer'")
    assert eaten == [{"g": 3000.0}]
    quality = queries.data_quality(warehouse, "freezer")
    assert quality is not None and (quality["lots_by_presence"], quality["lots_untracked"]) == (1, 20)


def test_a_day_in_the_past_knows_what_was_tracked_then(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    day = START.date() + timedelta(days=70)
    past = "select food_name, category, facts_food_id, tracking from pantry_as_of(?, household := 'freezer') order by 1"
    assert [tuple(row.values()) for row in warehouse.rows(past, [day])] == [
        ("frozen peas", "frozen", "frozen_peas", "exact"), ("milk", "dairy", "milk", "presence")]
    daily = warehouse.rows(
        "select food_id, stock_milli, lots from stock_daily(?, ?, household := 'freezer') order by all", [day, day])
    assert daily == [{"food_id": "frozen_peas", "stock_milli": 500_000, "lots": 1},
                     {"food_id": "milk", "stock_milli": None, "lots": 1}]


def test_the_live_view_knows_the_depth_of_each_lot(houses: tuple[Home, Warehouse]) -> None:
    view = LiveView(open_journal(houses[0], checked=False), "freezer")
    view.refresh()
    assert {(lot.food_id, str(lot.tracking)) for lot in view.lots()} == {
        ("frozen_peas", "exact"), ("milk", "presence"), ("rice", "none"),
    }


# Rescued and at risk ------------------------------------------------------------------------------------


def test_eating_late_rescues_and_freezing_only_puts_it_off(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    rescued = queries.rescued_events(warehouse, "risky", START.date(), START.date() + timedelta(days=60))
    assert [(row["how"], row["was_frozen"], row["mass_g"], row["value_minor"], str(row["flagged_on"]))
            for row in rescued] == [
        ("eaten", False, 500.0, Decimal(100), "2026-01-14"), ("eaten", True, 500.0, Decimal(100), "2026-01-14"),
    ]
    summary = queries.waste_summary(warehouse, "risky", START.date(), START.date() + timedelta(days=60))
    assert summary is not None
    assert (summary.rescued_mass_g, summary.rescued_value_minor, summary.waste_mass_g) == (1000.0, Decimal(200), 500.0)
    weeks = queries.waste_weekly(warehouse, "risky", START.date(), START.date() + timedelta(days=60))
    assert sum(week["rescued_mass_g"] or 0 for week in weeks) == 1000.0


def test_what_is_at_risk_is_said_with_its_method_and_is_no_waste(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    as_of = START.date() + timedelta(days=40)
    found = queries.at_risk(warehouse, "risky", as_of)
    assert [(row["food_id"], row["method"], row["share_not_eaten"], row["at_risk_value_minor"]) for row in found] == [
        ("yogurt", "simple", 1.0, Decimal(100))
    ]
    assert queries.at_risk(warehouse, "risky", as_of, days=1) == []


def test_what_was_likely_eaten_without_a_word_is_no_longer_at_risk(town: Town) -> None:
    as_of = START.date() + timedelta(days=90)
    rows = Warehouse(town.home).rows(
        """
        select a.stock_value_minor, a.share_not_eaten, a.at_risk_value_minor, s.p_still_there
        from at_risk($as_of) as a inner join still_there($as_of) as s using (household_id, lot_id)
        where a.stock_value_minor is not null
        """, {"as_of": as_of})
    assert any(row["p_still_there"] < 0.9 for row in rows)
    for row in rows:
        expected = float(row["stock_value_minor"]) * row["share_not_eaten"] * row["p_still_there"]
        assert float(row["at_risk_value_minor"]) == pytest.approx(expected, abs=0.001)


# One figure everywhere ----------------------------------------------------------------------------------


def test_shares_of_avoidability_add_up_to_one_in_a_messy_town(town: Town) -> None:
    rows = Warehouse(town.home).rows(
        "select avoidable_share + possibly_avoidable_share + unavoidable_share + unknown_avoidability_share as whole, "
        "sure_kg_per_person_year <= kg_per_person_year + 1e-9 as is_below, waste_mass_g "
        "from marts.waste_summary where waste_mass_g > 0")
    assert len(rows) > 5
    assert all(row["whole"] == pytest.approx(1) and row["is_below"] in (True, None) for row in rows)


def test_figures_are_the_same_in_whatever_order_threads_add() -> None:
    connection = duckdb.connect(":memory:", config={"threads": 4})
    connection.execute((REPOSITORY / "warehouse" / "waste.sql").read_text(encoding="utf-8"))
    connection.execute("""
        create table period as
        select 1 as bucket, i::varchar as household_id, 'EUR' as currency, 'UTC' as time_zone,
            date '2026-01-05' as from_on, date '2026-07-06' as to_on from range(150) as households (i);
        create table waste as
        select 1 as bucket, (i % 150)::varchar as household_id,
            date '2026-01-05' + (i // 150 % 180)::integer as discarded_on, true as is_waste, 'exact' as tracking,
            round((hash(i) % 977123) / 1000, 3) as mass_g, mass_g as food_mass_g, mass_g * 0 as inedible_mass_g,
            mass_g as bought_food_mass_g, mass_g as sure_mass_g, i % 2 = 0 as is_rest, 'avoidable' as avoidability,
            'mass' as mass_method, 'weighed' as method, 'compost' as destination,
            1.5::decimal(18, 3) as value_minor, 1.5::decimal(18, 3) as paid_value_minor, 'EUR' as currency,
            round((hash(i) % 999983) / 1000000, 6) as production_co2e_kg, production_co2e_kg as disposal_co2e_kg
        from range(450000) as discards (i);
        create table days as
        select bucket, household_id, discarded_on as day, 1 as people, 1 as other_events, 1 as outcome_events,
            false as is_confirmed from waste group by all;
        create table lots as
        select 1 as bucket, ''::varchar as household_id, null::date as purchased_on, null::date as made_on,
            false as is_open, '' as made_by, '' as tracking, '' as acquired_tracking, null::double as food_mass_g,
            0 as acquired_milli, 0 as found_milli, 0 as split_out_milli, 0 as wasted_milli,
            null::bigint as root_price_minor, null::decimal(18, 3) as value_minor,
            null::decimal(18, 3) as wasted_value_minor, '' as value_method, '' as currency where false;
        create table rescued as
        select bucket, household_id, discarded_on as rescued_on, mass_g, value_minor, currency from waste where false;
        create table tracking as
        select 1 as bucket, ''::varchar as household_id, null::timestamp as valid_from, null::timestamp as valid_to,
            '' as tracked_scope, '' as exact_places, '' as exceptions where false;
    """)
    figures = "from waste_figures('period', 'waste', 'days', 'lots', 'rescued', 'tracking') order by household_id"
    first, *others = (connection.execute(figures).fetchall() for _ in range(5))
    assert len(first) == 150
    assert [index for index, one in enumerate(others) if one != first] == []


def test_a_reference_stands_beside_a_whole_kitchen_only(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    rows = warehouse.rows("select region, kg_per_person_year, source from marts.reference_waste where region = 'world'")
    assert rows == [{"region": "world", "kg_per_person_year": 79.0, "source": "UNEP Food Waste Index Report 2024"}]
    short = queries.waste_beside_reference(warehouse, "risky", date(2026, 1, 5), date(2026, 3, 1))
    assert len(short) == 1 and short[0]["kg_per_person_year"] is None, "too little was said for a rate"


def test_a_name_keeps_the_kind_of_thing_it_was_taken_for(houses: tuple[Home, Warehouse]) -> None:
    _, warehouse = houses
    lots = warehouse.rows("select food_name, category, generation from marts.pantry_lots "
                          "where household_id = 'nameless' order by food_name, generation")
    assert [tuple(row.values()) for row in lots] == [
        ("a", "snacks", 0), ("a", "snacks", 1), ("d", None, 0), ("milk", "dairy", 0)]
    daily = warehouse.rows("select food_id, free_name, stock_milli from stock_daily(?, ?, household := 'nameless') "
                           "order by all", [START.date(), START.date()])
    assert [tuple(row.values()) for row in daily] == [
        ("milk", None, 100_000), (None, "a", 60_000), (None, "d", 100_000)], "a cake is no pie"
    asked = "select distinct category from marts.{} where household_id = 'nameless' order by 1"
    assert warehouse.rows(asked.format("waste_events")) == [{"category": "snacks"}]
    assert warehouse.rows(asked.format("spend_monthly")) == [
        {"category": "dairy"}, {"category": "other"}, {"category": "snacks"}]
