"""Files in the inbox → Dagster jobs in process → the published warehouse → the dashboard's page."""

import os
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import dagster as dg
import pytest

from assets.homes import HomeResource
from pantry.actions import Kitchen
from pantry.home import REPOSITORY, Home
from pantry.household import ensure_household
from pantry.journal import open_journal
from pantry.kinds.payloads import HouseholdCreated
from pantry.live import LiveView
from pantry.vocabulary import Place
from tests.fresh_receipts import write_fresh_pdf
from warehouse.publish import read_manifest

SAMPLES = REPOSITORY / "samples"


def run_job(name: str, home: Home, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    """Run a job of the real definitions on a home."""
    from orchestration.definitions import defs

    job = defs.resolve_job_def(name)
    return job.execute_in_process(instance=instance, resources={"larder": HomeResource(root=str(home.root))})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home after samples went through the whole pipeline once."""
    home = Home.at(tmp_path_factory.mktemp("end_to_end") / "home").create()
    journal = open_journal(home)
    ensure_household(journal, "home", HouseholdCreated(name="My kitchen", people=2))
    Kitchen(journal, "home").acquire(food_id="egg", quantity=Decimal(6), unit="piece", place=Place.FRIDGE)
    inbox = home.inbox / "home"
    inbox.mkdir(parents=True)
    # A file written just now counts as still growing, and would wait for the next run.
    os.utime(write_fresh_pdf(inbox / "receipt.pdf"), (1_700_000_000, 1_700_000_000))
    for name in ("receipts/maple_ridge_foods.txt", "photos/pack.jpg"):
        shutil.copy2(SAMPLES / name, inbox)
    shutil.copy2(SAMPLES / "recipes" / "spinach-and-mushroom-omelette.html", inbox)
    (inbox / "broken.jpg").write_text("no picture")
    os.utime(inbox / "broken.jpg", (1_700_000_000, 1_700_000_000))
    with dg.DagsterInstance.ephemeral() as instance:
        for job in ("ingest", "nightly"):
            assert run_job(job, home, instance).success
    return home


def test_files_become_stock_and_a_bad_one_does_not_stop_them(filled: Home) -> None:
    view = LiveView(open_journal(filled), "home")
    view.refresh()
    assert view.lots()
    assert len(view.documents()) == 4
    assert [one.name for one in view.rejected()] == ["broken.jpg"]
    assert sorted(path.name for path in (filled.inbox / "home").iterdir()) == ["refused"]


def test_the_published_stock_equals_the_live_view(filled: Home) -> None:
    from warehouse.queries import run_sql
    from warehouse.reader import Warehouse

    view = LiveView(open_journal(filled), "home")
    view.refresh()
    _, rows = run_sql(
        Warehouse(filled), "select lot_id::varchar, stock_milli from marts.pantry_lots where stock_milli > 0"
    )
    assert dict(rows) == {lot.lot_id: int(lot.quantity * 1000) for lot in view.lots()}
    manifest = read_manifest(filled)
    assert manifest is not None
    assert manifest.seq == view.seq


def test_the_night_s_best_recipes_are_in_the_warehouse(filled: Home) -> None:
    from intake.suggestions import matches
    from intake.workplace import Workplace
    from warehouse.reader import Warehouse

    best = matches(Workplace(filled, open_journal(filled), "home"), top=50)
    rows = Warehouse(filled).rows("select rank, title, coverage from marts.recipe_matches where household_id = 'home'")
    assert rows == [{"rank": 1, "title": best[0].title, "coverage": best[0].coverage}]


def test_a_second_run_changes_no_data(filled: Home) -> None:
    seq, version = open_journal(filled).max_seq(), read_manifest(filled)
    with dg.DagsterInstance.ephemeral() as instance:
        assert run_job("ingest", filled, instance).success
        assert run_job("refresh", filled, instance).success
    assert open_journal(filled).max_seq() == seq
    assert read_manifest(filled) == version


def test_the_pantry_page_shows_what_came_in(filled: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("LARDER_HOME", str(filled.root))
    # AppTest leaves the script as the main module: worker processes that a later test starts would run it first.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    view = LiveView(open_journal(filled), "home")
    view.refresh()
    name = view.lots()[0].name("en")
    page = AppTest.from_file(str(REPOSITORY / "dashboard" / "app.py"), default_timeout=60).run()
    page.switch_page("screens/pantry.py").run()
    assert not page.exception
    shown = " ".join(str(element.value) for element in [*page.markdown, *page.get("html")])
    assert name.lower() in shown.lower()


def test_the_backup_holds_every_event(filled: Home) -> None:
    from pantry.storage.backup import events_in

    (copy,) = Path(filled.backups).glob("journal-*.db")
    assert events_in(copy) == open_journal(filled).max_seq()
