"""Named queries and free SQL on the published file."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pantry import quantities
from pantry.foods import catalog
from pantry.home import Home
from pantry.journal import open_journal
from pantry.kinds import payloads
from tests.warehouse.conftest import Town
from tests.warehouse.kitchens import Kitchen
from warehouse import discards, queries
from warehouse.build import connected, refresh
from warehouse.errors import QueryRefused
from warehouse.reader import Warehouse

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Publish forty covered days of two people who throw away one kilogram of rice and give some away."""
    home = Home.at(tmp_path_factory.mktemp("diary") / "home").create()
    kitchen = Kitchen("home", 1, people=2)
    rice = kitchen.buy("rice", "4000", "g", price_minor=800, currency="EUR")
    for number in range(40):
        kitchen.tell(payloads.DayConfirmed(day=date(2026, 1, 5) + timedelta(days=number)), hours=24)
    for quantity, reason, destination in (
        ("600", "spoiled", "compost"), ("400", "bought_too_much", "landfill"), ("500", "preference", "given_away"),
    ):
        kitchen.tell(payloads.LotDiscarded(lot_id=rice.event_id, quantity=quantity, reason=reason,
                                           destination=destination, method="weighed"), hours=0.1)
    kitchen.tell(payloads.LotConsumed(lot_id=rice.event_id), hours=0.1)
    open_journal(home, checked=False).append(kitchen.events)
    refresh(home, expectations=False)
    return Warehouse(home)


def test_the_figures_of_a_diary_follow_the_formulas(diary: Warehouse) -> None:
    summary = queries.waste_summary(diary, "home", date(2026, 1, 5), date(2026, 2, 15))
    assert summary is not None
    assert summary.days_in_period == 41 and summary.days_covered == 41
    assert summary.person_years == pytest.approx(82 / 365.25)
    assert summary.waste_mass_g == pytest.approx(1000)
    assert summary.kg_per_person_year == pytest.approx(1.0 / (82 / 365.25))
    assert summary.diary_high_kg_per_person_year == pytest.approx(1.0 / (82 / 365.25) / 0.6)
    assert summary.waste_value_minor == Decimal(200)
    assert summary.paid_minor == 800
    assert summary.cohort_value_share == pytest.approx(0.25)
    assert summary.flow_value_share == pytest.approx(0.25)
    assert summary.given_away_mass_g == pytest.approx(500)
    assert summary.avoidable_share == 1.0
    assert summary.estimated_mass_share == 0.0
    assert summary.disposal_co2e_kg == pytest.approx(0.6 * 0.121 + 0.4 * 0.75)


def test_the_same_figure_stands_in_sql_on_the_page_and_in_the_mart(diary: Warehouse) -> None:
    summary = queries.waste_summary(diary, "home", date(2026, 1, 5), date(2026, 2, 15))
    mart = diary.rows("select * from marts.waste_summary where household_id = 'home'")[0]
    _, rows = queries.run_sql(
        diary, "select kg_per_person_year from waste_between('home', date '2026-01-05', date '2026-02-15')")
    assert summary is not None
    assert summary.kg_per_person_year == mart["kg_per_person_year"] == rows[0][0]
    by_hand = diary.rows(
        "select sum(mass_g) / 1000 / (select sum(people) / 365.25 from marts.household_days) as rate "
        "from marts.waste_events where is_waste")
    assert by_hand[0]["rate"] == pytest.approx(summary.kg_per_person_year)


def test_waste_by_reason_month_food_and_place_adds_up(diary: Warehouse) -> None:
    by_reason = queries.waste_by_reason(diary, "home", *YEAR)
    assert [(one.key, one.mass_g, one.value_minor) for one in by_reason] == [
        ("spoiled", 600.0, Decimal(120)), ("bought_too_much", 400.0, Decimal(80))
    ]
    for ask in (queries.waste_by_month, queries.waste_by_food, queries.waste_by_place):
        assert sum(one.mass_g or 0 for one in ask(diary, "home", *YEAR)) == pytest.approx(1000)
    assert [one.key for one in queries.waste_by_month(diary, "home", *YEAR)] == ["2026-02"]
    assert queries.waste_by_month(diary, "home", date(2026, 3, 1), date(2026, 4, 1)) == []


def test_an_unknown_household_has_no_figures(diary: Warehouse) -> None:
    assert queries.waste_summary(diary, "nobody", *YEAR) is None
    assert queries.pantry_lots(diary, "nobody") == []
    assert queries.data_quality(diary, "nobody") is None


def test_every_named_query_answers_about_a_messy_household(town: Town) -> None:
    warehouse = Warehouse(town.home)
    assert queries.manifest(warehouse).version == town.second.version
    assert queries.pantry_lots(warehouse, "kitchen-1")
    assert len(queries.pantry_lots(warehouse, "kitchen-1", open_only=False)) > len(
        queries.pantry_lots(warehouse, "kitchen-1"))
    assert queries.expiry_report(warehouse, "kitchen-1", date(2026, 2, 1))
    assert queries.waste_weekly(warehouse, "kitchen-1", *YEAR)
    for mart in ("spend_monthly", "price_history", "consumption_rates", "nutrition_weekly"):
        assert warehouse.rows(f"from marts.{mart} where household_id = 'kitchen-1'"), mart
    salt = next(one for one in queries.shopping_suggestions(warehouse, "kitchen-1") if one["food_id"] == "salt")
    assert (salt["reason"], salt["minimum_milli"], salt["suggested_milli"]) == ("below_minimum", 500_000, 500_000)
    assert queries.data_quality(warehouse, "kitchen-1")


def test_money_of_a_family_of_lots_adds_up_to_what_was_paid(town: Town) -> None:
    rows = Warehouse(town.home).rows("""
        select root_lot_id, any_value(root_price_minor) as paid,
            sum(root_price_minor * (acquired_milli - split_out_milli) / root_quantity_milli) as shared
        from marts.pantry_lots
        where root_price_minor is not null
        group by root_lot_id, household_id
        having sum(found_milli) = 0
    """)
    assert len(rows) > 50
    assert all(row["shared"] == pytest.approx(row["paid"]) for row in rows)


def test_sql_and_python_weigh_every_food_in_every_unit_alike(town: Town) -> None:
    with connected(town.home) as connection:
        rows = connection.execute(
            "select food_id, unit, mass_g_per_unit, mass_method, mass_uncertainty_share "
            "from staging.intermediate.int_food_unit_masses"
        ).fetchall()
    found = {(food_id, unit): rest for food_id, unit, *rest in rows}
    differing = []
    for food_id in catalog().foods:
        for unit in quantities.units():
            mass = quantities.to_mass_g(Decimal(1), unit, food_id)
            said = found.get((food_id, unit))
            is_same = (mass is None) == (said is None) and (
                mass is None or said is None
                or (said == [pytest.approx(mass.grams), mass.method, pytest.approx(mass.uncertainty_share)])
            )
            if not is_same:
                differing.append((food_id, unit, mass, said))
    assert differing == []


@pytest.mark.parametrize("sql", [
    "drop table marts.pantry_lots",
    "create table x as select 1",
    "insert into meta.builds select * from meta.builds",
    "copy (select 1) to 'stolen.csv'",
    "attach 'other.db'",
    "set enable_external_access = true",
    "select * from read_csv('/etc/hostname')",
    "select * from '/etc/hostname'",
    "select * from glob('/*')",
    "install httpfs",
    "select 1; select 2",
    "selec 1",
    "",
])
def test_free_sql_that_does_more_than_read_is_refused(diary: Warehouse, sql: str) -> None:
    with pytest.raises(QueryRefused):
        queries.run_sql(diary, sql)


def test_free_sql_answers_with_names_and_rows(diary: Warehouse) -> None:
    names, rows = queries.run_sql(diary, "select food_id, stock_milli from marts.pantry_lots")
    assert (names, rows) == (["food_id", "stock_milli"], [("rice", 0)])
    assert queries.run_sql(diary, "select stock_milli from pantry_lots")[1] == [(0,)], "no schema needed"
    assert ("waste_events",) in queries.run_sql(diary, "show tables")[1]
    names, rows = queries.run_sql(diary, "select * from range(100) as numbers (n)", most_rows=3)
    assert (names, len(rows)) == (["n"], 3)


def test_a_query_that_never_ends_is_ended(diary: Warehouse) -> None:
    with pytest.raises(QueryRefused, match="longer than"):
        queries.run_sql(diary, "select count(*) from range(10000000) a, range(10000000) b", longest_s=0.3)


def test_the_discards_behind_a_bar_add_up_to_it(diary: Warehouse) -> None:
    (spoiled,) = discards.discards(diary, "home", *YEAR, by="reason", key="spoiled")
    assert (spoiled.mass_g, spoiled.value_minor, spoiled.food_id) == (600.0, Decimal(120), "rice")
    for by, key in (("month", "2026-02"), ("food", "rice"), ("place", spoiled.place)):
        found = discards.discards(diary, "home", *YEAR, by=by, key=key)
        assert sum(one.mass_g or 0 for one in found) == pytest.approx(1000), by
    with pytest.raises(KeyError):
        discards.discards(diary, "home", *YEAR, by="reason = '' or 1", key="1")


def test_the_range_of_a_period_lies_between_what_is_sure_and_what_is_booked(diary: Warehouse) -> None:
    found = discards.waste_range(diary, "home", *YEAR)
    assert found.mass_g == found.sure_mass_g == 1000.0, "both were weighed, so nothing is in doubt"
    assert found.production_co2e_kg == pytest.approx(found.sure_production_co2e_kg)
    assert found.production_co2e_kg == pytest.approx(queries.waste_by_food(diary, "home", *YEAR)[0].production_co2e_kg)


def test_the_file_to_take_along_holds_every_discard_also_what_is_no_waste(diary: Warehouse) -> None:
    rows = discards.discard_table(diary, "home")
    assert rows.num_rows == 3 and sum(rows["is_waste"].to_pylist()) == 2
    assert "bucket" not in rows.column_names and not discards.discard_table(diary, "nobody").num_rows


def test_then_and_now_is_not_told_before_both_are_known(diary: Warehouse) -> None:
    assert discards.before_and_after(diary, "home", date(2026, 2, 20)) is None


def test_the_kinds_of_a_food_are_all_below_it_and_itself(diary: Warehouse) -> None:
    kinds = {row["food_id"]: row["distance"] for row in diary.rows("from kinds_of('milk')")}
    assert kinds["milk"] == 0 and kinds["milk_whole"] == 1 and kinds["milk_whole_organic"] == 2
    assert kinds.keys() == {food_id for food_id in catalog().foods
                            if "milk" in (food_id, *catalog().ancestors(food_id))}
    assert diary.rows("from kinds_of('no such food')") == []
