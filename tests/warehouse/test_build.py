"""A refresh from the journal to the published file: what is in it, and that a second one changes only what it must."""

import copy
from collections.abc import Callable
from types import SimpleNamespace

import duckdb
import pytest

from pantry.errors import NotReady
from pantry.fold import install_fold
from pantry.home import Home
from pantry.journal import open_journal
from pantry.kinds import payloads
from pantry.live import LiveView
from tests.dashboard.kitchens import empty_kitchen
from tests.warehouse.comparing import differences, household_tables
from tests.warehouse.conftest import Town
from tests.warehouse.kitchens import Kitchen
from warehouse import build
from warehouse.build import refresh
from warehouse.errors import BuildFailed, WarehouseBusy
from warehouse.lock import build_lock
from warehouse.publish import read_manifest
from warehouse.reader import Warehouse


def test_the_first_build_is_full_and_the_second_touches_only_who_spoke(town: Town) -> None:
    assert town.first.is_full and town.first.touched_households == 13
    assert not town.second.is_full and town.second.touched_households == 4
    assert town.second.seq == town.journal.max_seq()
    assert town.second.households == 14


def test_what_was_built_bit_by_bit_equals_what_is_built_at_once(town: Town, rebuilt: Warehouse) -> None:
    assert differences(Warehouse(town.home), rebuilt) == {}
    empty = {name for name in household_tables(rebuilt) if not rebuilt.rows(f"select 1 from {name} limit 1")}
    assert empty <= {"marts.document_dim", "marts.reading_quality", "marts.recognition_quality",
                     "marts.recipe_matches"}, (
        "these kitchens have no documents and no recipes")


def test_a_household_that_undid_everything_leaves_no_ghosts(town: Town) -> None:
    warehouse = Warehouse(town.home)
    for mart in ("pantry_lots", "waste_events", "stock_changes", "price_history", "spend_monthly"):
        assert warehouse.rows(f"from marts.{mart} where household_id = 'ghost'") == [], mart
    assert warehouse.rows("select effective_events from marts.household_dim where household_id = 'ghost'") == [
        {"effective_events": 1}        # that it exists
    ]


def test_the_lots_of_the_mart_are_what_the_fold_says_of_the_journal(town: Town) -> None:
    with duckdb.connect() as connection:
        install_fold(connection)
        connection.register("raw", town.journal.read_arrow())
        connection.execute("create table events as from typed_events('raw')")
        folded = connection.execute("from fold('events') order by lot_id")
        names = [column[0] for column in folded.description]
        expected = [dict(zip(names, row, strict=True)) for row in folded.fetchall()]
    # The mart adds to the fold: the catalog's name and category, and the currency of a value that was not paid.
    shared = [name for name in names if name not in ("food_name", "food_category", "currency")]
    found = Warehouse(town.home).rows(f"select {', '.join(shared)}, category from marts.pantry_lots order by lot_id")
    assert len(found) > 200
    assert [{name: row[name] for name in shared} for row in found] == [
        {name: row[name] for name in shared} for row in expected]
    nameless = [row["lot_id"] for row in expected if row["food_id"] is None]
    said = {row["lot_id"]: row["food_category"] for row in expected}
    assert {row["lot_id"]: row["category"] for row in found if row["food_id"] is None} == {
        lot_id: said[lot_id] for lot_id in nameless}
    assert nameless


def test_a_food_that_the_household_added_later_has_its_name_and_kind_in_the_marts(town: Town) -> None:
    warehouse = Warehouse(town.home)
    named = warehouse.rows("select distinct food_name, category from marts.pantry_lots where food_id like 'own:%'")
    assert named == [{"food_name": "Granny's soup", "category": "deli"}]
    assert warehouse.rows("select * from meta.rejected_events where rule = 'food_not_added'") == []


def test_page_and_warehouse_agree_on_stock_up_to_the_manifests_seq(town: Town) -> None:
    view = LiveView(town.journal, "kitchen-1")
    view.refresh()
    live = {lot.lot_id: lot.quantity * 1000 for lot in view.lots()}
    rows = Warehouse(town.home).rows(
        "select lot_id::varchar as lot_id, stock_milli from marts.pantry_lots "
        "where household_id = 'kitchen-1' and is_open"
    )
    assert {row["lot_id"]: row["stock_milli"] for row in rows} == live


def test_an_analyst_can_fold_the_published_events(town: Town) -> None:
    warehouse = Warehouse(town.home)
    folded = warehouse.rows("select lot_id, stock_milli from fold('marts.pantry_events') order by lot_id")
    assert folded == warehouse.rows("select lot_id, stock_milli from marts.pantry_lots order by lot_id")


def test_the_published_file_holds_tables_and_macros_but_no_view(town: Town) -> None:
    rows = Warehouse(town.home).rows("select view_name from duckdb_views() where not internal")
    assert rows == []
    macros = Warehouse(town.home).rows("select distinct function_name from duckdb_functions() where not internal")
    assert {"fold", "pantry_as_of", "expiry_report", "waste_between", "stock_daily"} <= {
        row["function_name"] for row in macros
    }


def test_every_column_of_every_mart_is_described(town: Town) -> None:
    silent = Warehouse(town.home).rows(
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null"
    )
    assert silent == []


def test_a_refresh_without_news_publishes_nothing(town: Town) -> None:
    again = refresh(town.home, expectations=False, journal=town.journal)
    assert not again.is_new
    assert again.version == town.second.version


def test_the_stock_of_a_day_gone_by_is_what_was_told_to_have_been_there(tmp_path) -> None:
    home = Home.at(tmp_path / "home").create()
    kitchen = Kitchen("home", 1)
    milk = kitchen.buy("milk", "2", "l", price_minor=300, currency="EUR")
    undone = kitchen.buy("apple", "5", "piece")
    kitchen.tell(payloads.LotConsumed(lot_id=milk.event_id, quantity="0.5"), hours=24)
    kitchen.tell(payloads.LotDiscarded(lot_id=milk.event_id, reason="spoiled", destination="sewer"), hours=24)
    kitchen.tell(payloads.EventUndone(undoes_event_id=undone.event_id), hours=24)
    open_journal(home, checked=False).append(kitchen.events)
    refresh(home, expectations=False)
    warehouse = Warehouse(home)

    def stock(day: str) -> list[tuple[str, int]]:
        rows = warehouse.rows(f"select food_id, stock_milli from pantry_as_of(date '{day}') order by food_id")
        return [(row["food_id"], row["stock_milli"]) for row in rows]

    assert stock("2026-01-04") == []
    assert stock("2026-01-05") == [("milk", 2000)], "an apple that was undone later was never there"
    assert stock("2026-01-06") == [("milk", 1500)]
    assert stock("2026-01-07") == []
    daily = warehouse.rows("select day, stock_milli from stock_daily('2026-01-04', '2026-01-08')")
    assert [(str(row["day"]), row["stock_milli"]) for row in daily] == [("2026-01-05", 2000), ("2026-01-06", 1500)]
    wasted = warehouse.rows("select quantity_milli, value_minor, mass_g, discarded_on::varchar as day "
                            "from marts.waste_events")
    assert [(row["quantity_milli"], float(row["value_minor"]), row["day"]) for row in wasted] == [
        (1500, 225.0, "2026-01-07")
    ]
    assert wasted[0]["mass_g"] == pytest.approx(1545, rel=0.02)


def test_a_second_builder_waits_and_then_says_who_is_in_the_way(town: Town) -> None:
    with build_lock(town.home), pytest.raises(WarehouseBusy), build_lock(town.home, wait_s=0.2):
        pass


def test_a_journal_without_events_is_published_as_well_and_asked_without_an_error(home: Home) -> None:
    assert refresh(home).is_new
    assert Warehouse(home).rows("select count(*) as lots from marts.pantry_lots") == [{"lots": 0}]
    assert Warehouse(home).rows("select count(*) > 700 as is_there from marts.food_dim") == [{"is_there": True}]


@pytest.mark.parametrize("file", ["larder.duckdb", "staging.duckdb"])
def test_a_build_or_a_published_file_that_cannot_be_read_is_made_anew(
    town: Town, copy_of: Callable[[Home, str], Home], file: str
) -> None:
    home = copy_of(town.home, "broken")
    built, warehouse = home.warehouse / "build" / file, Warehouse(home)
    built.write_bytes(built.read_bytes()[:100_000] if file == "larder.duckdb" else b"no database " * 5_000)
    with (home.root / "larder.duckdb").open("r+b") as published:
        published.truncate(100_000)
    with pytest.raises(NotReady, match="refresh --full"):
        warehouse.rows("from marts.household_dim")
    assert refresh(home, expectations=False).is_full
    assert warehouse.rows("select count(*) as n from marts.household_dim") == [{"n": 14}]


def test_a_build_that_fills_the_disk_leaves_room_for_the_journal(
    town: Town, copy_of: Callable[[Home, str], Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_of(town.home, "small")
    late = copy.deepcopy(town.kitchens["late"])  # the town is shared: what lives on here is told there by nobody
    late.live(1)
    open_journal(home, checked=False).append(late.events)
    before = read_manifest(home)

    def fill(*_: object) -> list[object]:
        raise BuildFailed("no space left on device")

    monkeypatch.setattr(build, "run_dbt", fill)
    with pytest.raises(BuildFailed):
        refresh(home, expectations=False)
    assert (home.warehouse / "build").exists(), "there is room enough"
    monkeypatch.setattr(build.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(BuildFailed):
        refresh(home, expectations=False)
    assert not (home.warehouse / "build").exists()
    assert read_manifest(home) == before


def test_a_folder_in_which_duckdb_cannot_write_is_named(tmp_path):
    home = Home.at(tmp_path / "what?").create()
    empty_kitchen(home)
    with pytest.raises(NotReady, match="call the folder otherwise"):
        refresh(home)
    assert not list(home.landing.iterdir())
