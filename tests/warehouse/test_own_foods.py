"""What an own food counts like gives it the catalog's facts in every mart, the same as in the live view."""

from datetime import timedelta
from pathlib import Path

import pytest

from pantry.belief import beliefs
from pantry.home import Home
from pantry.journal import Journal, open_journal
from pantry.kinds import payloads
from pantry.live import LiveView
from pantry.urgency import with_due
from tests.warehouse.kitchens import START, Kitchen
from warehouse.build import refresh
from warehouse.reader import Warehouse

SKYR, STEW = "own:skyr_mix", "own:stew_mix"


def like(food_id: str, like_food_id: str | None, category: str = "other") -> payloads.FoodAdded:
    return payloads.FoodAdded(food_id=food_id, name=food_id.removeprefix("own:"), like_food_id=like_food_id,
                              category=category)


def kitchens() -> list[Kitchen]:
    """Return a kitchen that likens one own food, one that takes it back, one without a like, one with a lost one."""
    found = []
    for number, said in enumerate(("likes", "undoes", "plain", "lost", "dollars")):
        kitchen = Kitchen(said, number)
        if said == "dollars":
            kitchen.tell(payloads.HouseholdChanged(currency="USD"))
        eaten = kitchen.buy(SKYR, "500", "g")
        bought = kitchen.buy(SKYR, "400", "g", expires_on=(START + timedelta(days=90)).date(),
                             date_kind="best_before", date_source="category")
        kitchen.buy(SKYR, "2", "pack", place="freezer")
        kitchen.buy(STEW, "3", "piece", price_minor=900, currency="EUR")
        kitchen.buy("rice", "1000", "g")
        word = kitchen.tell(like(SKYR, {"plain": None, "lost": "moon_cheese"}.get(said, "yogurt")))
        if said == "undoes":
            kitchen.tell(payloads.EventUndone(undoes_event_id=word.event_id))
        kitchen.tell(payloads.LotConsumed(lot_id=eaten.event_id, quantity="200"))
        kitchen.tell(payloads.LotDiscarded(lot_id=bought.event_id, quantity="100", reason="spoiled",
                                           destination="landfill"))
        found.append(kitchen)
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("own") / "home").create()
    journal = open_journal(home, checked=False)
    for kitchen in kitchens():
        journal.append(kitchen.events)
    refresh(home, expectations=False, journal=journal)
    return home


@pytest.fixture(scope="module")
def warehouse(home: Home) -> Warehouse:
    return Warehouse(home)


def lots_of(warehouse: Warehouse, household_id: str) -> dict[str, dict]:
    rows = warehouse.rows(f"""
        select lot_id::varchar as lot_id, facts_food_id, food_name, category, stock_value_minor, value_method, currency,
            due_earliest, due_likely, due_latest, due_source, mass_g, food_id, storage, believed_on, p_still_there
        from marts.pantry_lots where household_id = '{household_id}' and is_open
    """)
    return {row["lot_id"]: row for row in rows}


@pytest.mark.parametrize("household_id", ["likes", "undoes", "plain", "lost", "dollars"])
def test_live_view_and_marts_say_the_same_of_own_foods(home: Home, warehouse: Warehouse, household_id: str) -> None:
    view = LiveView(open_journal(home, checked=False), household_id)
    view.refresh()
    rows = lots_of(warehouse, household_id)
    dues = {due.lot.lot_id: due for due in with_due(view.lots(), as_of=START.date())}
    assert dues.keys() == rows.keys()
    for lot_id, due in dues.items():
        lot, row = due.lot, rows[lot_id]
        told = (due.due.earliest, due.due.likely, due.due.latest, due.due.source and str(due.due.source))
        assert told == (row["due_earliest"], row["due_likely"], row["due_latest"], row["due_source"]), lot
        worth = None if row["stock_value_minor"] is None else round(row["stock_value_minor"])
        assert (lot.value_minor, lot.value_method, lot.currency) == (worth, row["value_method"], row["currency"]), lot
        # The mart leaves empty what has no facts; a lot of the view then says its own id.
        assert row["facts_food_id"] in (lot.facts_food_id, None)
        assert (row["facts_food_id"] is None) == lot.facts_food_id.startswith("own:")
    believed = beliefs(view, next(iter(rows.values()))["believed_on"])
    for lot_id, row in rows.items():
        assert believed[lot_id].p_still_there == pytest.approx(row["p_still_there"], abs=1e-12)


def test_the_catalogs_facts_flow_into_every_mart(warehouse: Warehouse) -> None:
    skyr = [row for row in lots_of(warehouse, "likes").values() if row["food_id"] == SKYR]
    assert {row["facts_food_id"] for row in skyr} == {"yogurt"}
    assert {(row["food_name"], row["category"], row["value_method"]) for row in skyr} == {
        ("skyr_mix", "dairy", "reference")}
    assert {row["due_source"] for row in skyr} == {"product"}, "the table goes before the guess of a category"
    (bin,) = warehouse.rows("select * from marts.waste_events where household_id = 'likes'")
    assert (bin["food_id"], bin["facts_food_id"], bin["mass_g"]) == (SKYR, "yogurt", 100)
    assert bin["value_minor"] and bin["production_co2e_kg"] and bin["disposal_co2e_kg"] and bin["co2e_source"]
    assert (bin["value_method"], bin["paid_value_minor"]) == ("reference", 0)
    (week,) = warehouse.rows("select * from marts.nutrition_weekly where household_id = 'likes'")
    assert (week["eaten_mass_g"], week["nutrition_coverage"]) == (200, 1)
    rhythm = warehouse.rows(f"select food_id, category from marts.food_rhythms where household_id = 'likes' "
                            f"and food_key = '{SKYR}' and storage = 'fridge'")
    assert rhythm == [{"food_id": SKYR, "category": "dairy"}]


@pytest.mark.parametrize("household_id", ["undoes", "plain", "lost"])
def test_what_nobody_said_stays_unknown_and_coverage_says_so(warehouse: Warehouse, household_id: str) -> None:
    (bin,) = warehouse.rows(f"select * from marts.waste_events where household_id = '{household_id}'")
    unknown = ("facts_food_id", "value_minor", "production_co2e_kg", "co2e_source")
    assert [bin[name] for name in unknown] == [None] * len(unknown)
    (week,) = warehouse.rows(f"select * from marts.nutrition_weekly where household_id = '{household_id}'")
    assert (week["nutrition_coverage"], week["energy_kcal"]) == (0, None)
    warned = warehouse.rows(f"select rule from meta.rejected_events where household_id = '{household_id}' "
                            "and rule = 'like_not_known'")
    assert len(warned) == (household_id == "lost")


def test_a_like_said_later_reaches_the_marts_by_the_next_ordinary_build(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home").create()
    journal: Journal = open_journal(home, checked=False)
    kitchen = Kitchen("home", 1)
    kitchen.buy(SKYR, "500", "g")
    kitchen.tell(like(SKYR, None, "dairy"))
    journal.append(kitchen.events)
    refresh(home, expectations=False, journal=journal)
    kitchen.tell(like(SKYR, "yogurt"))
    journal.append(kitchen.events)
    refresh(home, expectations=False, journal=journal)
    assert Warehouse(home).rows("select facts_food_id, value_method from marts.pantry_lots") == [
        {"facts_food_id": "yogurt", "value_method": "reference"}]
