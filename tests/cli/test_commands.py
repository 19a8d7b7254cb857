"""The `larder` command as a person types it: real processes' work, in process for speed."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from cli.speech import Speech
from cli.stock import _match_line
from cli.up import only_one
from dashboard.formats import Formats
from dashboard.texts import Texts
from pantry.home import REPOSITORY, Home
from pantry.vocabulary import Category, Place
from recipes.recipe import MissingFood, RecipeMatch, UsedLot
from tests.dashboard.kitchens import filled_kitchen
from tests.fresh_receipts import write_fresh_pdf

SAMPLES = REPOSITORY / "samples"
RECEIPT = SAMPLES / "receipts" / "greenleaf_grocers.pdf"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LARDER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LARDER_JOURNAL_URL", raising=False)


def run(*arguments: str | Path, input: str | None = None) -> Result:
    """Run `larder` with arguments and return what it printed."""
    return CliRunner().invoke(app, [str(one) for one in arguments], input=input)


def objects(result: Result) -> list[dict]:
    """Return the JSON objects of standard output, one a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_receipt_is_printed_as_one_object(tmp_path: Path) -> None:
    words = tmp_path / "words.jsonl"
    result = run("receipt", "read", RECEIPT, "--json", "--words", words)
    assert result.exit_code == 0
    (reading,) = objects(result)
    assert set(reading) >= {
        "path", "sha256", "merchant", "purchased_on", "currency", "total_minor", "tax_minor", "lines", "confidence",
        "engine", "version", "elapsed_ms", "warnings",
    }
    assert set(reading["lines"][0]) >= {
        "line_no", "raw_text", "name", "quantity", "unit", "unit_price_minor", "total_minor", "kind", "food_id",
        "category", "confidence", "needs_review", "box",
    }
    assert json.loads(words.read_text())["words"]


def test_what_a_stranger_prints_on_a_receipt_moves_no_cursor(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text("SHOP \x1b[2J\nMILK \x1b]0;x 1.00\nTOTAL 1.00\n", encoding="utf-8")
    result = run("receipt", "read", hostile)
    assert result.exit_code == 0
    assert "\x1b" not in result.output


def test_a_bad_path_is_an_error_object_and_the_others_are_still_done(tmp_path: Path) -> None:
    missing = tmp_path / "missing.jpg"
    result = run("receipt", "read", missing, RECEIPT, "--json")
    assert result.exit_code == 1
    refused, reading = objects(result)
    assert refused["path"] == str(missing)
    assert set(refused["error"]) == {"code", "message"}
    assert reading["total_minor"] > 0


def test_a_file_goes_into_stock_and_is_listed(tmp_path: Path) -> None:
    receipt = write_fresh_pdf(tmp_path / "receipt.pdf")
    (taken,) = objects(run("ingest", receipt, "--household", "home", "--json"))
    assert taken["status"] == "waiting"
    lots = objects(run("stock", "--household", "home", "--json"))
    assert len(lots) == len(taken["accepted"]) > 0
    assert all(lot["quantity"] > 0 and lot["name"] for lot in lots)
    (found,) = objects(run("receipt", "search", "wholemeal", "--household", "home", "--json"))
    assert found["sha256"] == taken["sha256"]
    assert found["rows"][0].startswith("WHOLEMEAL BREAD")


def test_another_household_begins_with_the_habits_of_the_first() -> None:
    (cabin,) = objects(run("household", "add", "Die Hütte", "--json"))
    assert cabin == {"household_id": "die-hutte", "name": "Die Hütte"}
    assert run("household", "add", "die hütte").stdout.strip() == "die-hutte-2"
    run("add", "2 l milk", "--household", "die-hutte")
    assert [lot["food_id"] for lot in objects(run("stock", "--household", "die-hutte", "--json"))] == ["milk"]
    assert objects(run("stock", "--json")) == []
    assert {one["household_id"] for one in objects(run("household", "list", "--json"))} == {
        "home", "die-hutte", "die-hutte-2"}
    assert run("household", "add", "!!!").exit_code != 0


def test_a_typed_line_goes_onto_the_shelves() -> None:
    milk, eggs = objects(run("add", "2 l milk 1.45 fridge,", "eggs", "--household", "home", "--json"))
    assert (milk["food_id"], milk["quantity"], milk["place"], milk["price_minor"]) == ("milk", 2, "fridge", 145)
    assert (eggs["food_id"], eggs["is_amount_said"]) == ("egg", False)
    listed = {lot["lot_id"] for lot in objects(run("stock", "--household", "home", "--json"))}
    assert {milk["lot_id"], eggs["lot_id"]} <= listed
    listed = objects(run("add", "-", "--household", "home", "--json", input="500 g rice\n\n3 onions, salt\n"))
    assert [lot["food_id"] for lot in listed] == ["rice", "onion", "salt"]
    nothing = run("add", "7", "--household", "home")
    assert nothing.exit_code == 1 and "nothing was put in" in nothing.stderr


@pytest.mark.parametrize("command", [["ingest", RECEIPT], ["stock"], ["match"]], ids=lambda words: words[0])
def test_an_unknown_household_is_refused(command: list) -> None:
    run("ingest", RECEIPT)
    result = run(*command, "--household", "nobody")
    assert result.exit_code == 1
    assert "nobody" in str(result.exception or result.output)


def test_stock_of_a_home_that_has_not_begun_says_what_to_do() -> None:
    assert "larder up" in str(run("stock").exception)


def test_ingredient_lines_are_taken_apart_in_two_languages() -> None:
    lines = objects(run("recipes", "parse-lines", "-", "--json", input="200 g spinach, washed\n2 Zehen Knoblauch\n"))
    assert [line["food_id"] for line in lines] == ["spinach", "garlic"]
    assert set(lines[0]) >= {
        "line", "quantity", "quantity_max", "unit", "name", "preparation", "optional", "food_id", "mass_g",
        "confidence",
    }
    assert lines[0]["mass_g"] == 200


def test_names_resolve_to_foods() -> None:
    (found,) = objects(run("foods", "resolve", "-", "--lang", "de", "--json", input="Bio Vollmilch 1L\n"))
    assert set(found) >= {"text", "food_id", "name", "full_name", "category", "score", "alternatives"}
    assert found["category"] == "dairy"


def test_an_own_food_counts_like_one_of_the_catalog_until_that_is_taken_back() -> None:
    kitchen = filled_kitchen(Home.from_environment().create())
    kitchen.acquire(food_name="Farm yoghurt", quantity=Decimal(500), unit="g", place=Place.FRIDGE)
    kitchen.keep_own_food("Farm yoghurt", Category.DAIRY)
    (own,) = objects(run("foods", "own", "--json"))
    assert own == {"food_id": "own:farm_yoghurt", "name": "Farm yoghurt", "category": "dairy", "like_food_id": None,
                   "suggested_food_id": "yogurt"}
    (said,) = objects(run("foods", "like", "farm  YOGHURT", "Butter", "--json"))
    assert (said["like_food_id"], said["category"], said["lots"]) == ("butter", "dairy", 1)
    assert objects(run("foods", "own", "--json"))[0]["like_food_id"] == "butter"
    assert "own:farm_yoghurt\tFarm yoghurt\tdairy\tbutter" in run("foods", "own").stdout
    assert run("foods", "like", "own:farm_yoghurt", "--none").exit_code == 0
    assert objects(run("foods", "own", "--json")) == [own]

    for wrong in (("Farm yoghurt", "xqzv"), ("Butter", "yogurt")):
        refused = run("foods", "like", *wrong)
        assert (refused.exit_code, refused.exception.code) == (1, "E-FOOD-001")
    assert run("foods", "like", "Farm yoghurt").exit_code == run("foods", "like", "a", "b", "--none").exit_code == 2
    assert objects(run("foods", "own", "--json")) == [own], "nothing was written"


def test_a_recipe_is_imported_and_matched() -> None:
    page = next((SAMPLES / "recipes").glob("*.html"))
    (imported,) = objects(run("recipes", "import", page, "--json"))
    assert imported["status"] == "imported"
    (read,) = objects(run("recipes", "read", page, "--generic", "--json"))
    assert set(read) >= {
        "path", "url", "title", "ingredients", "instructions", "yields", "servings", "total_minutes", "image", "host",
        "how", "warnings",
    }
    assert read["title"] == imported["title"]
    # In a kitchen that never saw a receipt.
    (found,) = objects(run("recipes", "search", *imported["title"].split()[:2], "--json"))
    assert found["recipe_id"] == imported["recipe_id"]
    nothing = run("match")
    assert (nothing.exit_code, nothing.stdout) == (0, "") and nothing.stderr.startswith("Nothing is in the house")


def test_what_was_read_from_sentences_says_so(tmp_path: Path) -> None:
    told = tmp_path / "supper.txt"
    told.write_text("Boil 200 g pasta. Fry two onions in butter. Mix it all and serve.")
    for command in ("read", "import"):
        found = run("recipes", command, str(told))
        assert "Supper" in found.stdout and "running text" in found.stderr
    (imported,) = objects(run("recipes", "import", str(told), "--json"))
    assert "running text" in imported["warnings"][0]


def test_a_feed_is_followed_until_it_is_not() -> None:
    feed = "https://example.org/feed.xml"
    assert run("recipes", "follow", feed).exit_code == 0 and feed in run("recipes", "feeds").stdout
    assert run("recipes", "unfollow", feed).exit_code == 0 and feed not in run("recipes", "feeds").stdout
    for refused in (("follow", "kitchen"), ("unfollow", feed)):
        assert (found := run("recipes", *refused)).exit_code == 2 and "http" in found.stderr


def test_a_page_without_a_recipe_is_an_error_object(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body>Closed on Mondays.</body></html>")
    result = run("recipes", "read", page, "--json")
    assert result.exit_code == 1
    (refused,) = objects(result)
    assert refused["error"]["code"].startswith("E-REC-")


def test_a_photo_is_printed_as_one_object() -> None:
    (reading,) = objects(run("photo", "recognise", SAMPLES / "photos" / "pack.jpg", "--json"))
    assert set(reading) >= {
        "path", "sha256", "verdict", "items", "barcodes", "dates", "engine", "version", "elapsed_ms", "warnings",
    }
    assert reading["barcodes"]


def test_the_warehouse_answers_sql_after_a_refresh(tmp_path: Path) -> None:
    run("ingest", write_fresh_pdf(tmp_path / "receipt.pdf"))
    refreshed = run("refresh")
    assert refreshed.exit_code == 0, refreshed.output
    (row,) = objects(run("sql", "SELECT count(*) AS lots FROM marts.pantry_lots", "--json"))
    assert row["lots"] > 0
    assert run("sql", "DROP TABLE marts.pantry_lots").exit_code != 0


def test_sql_before_the_first_refresh_says_what_to_do() -> None:
    result = run("sql", "SELECT 1")
    assert result.exit_code != 0


def test_the_doctor_names_what_it_looked_at() -> None:
    findings = objects(run("doctor", "--json"))
    assert {finding["name"] for finding in findings} >= {"Python", "OpenCV", "OCR weights", "journal", "warehouse"}
    assert all(finding["is_well"] or finding["remedy"] for finding in findings)


@pytest.mark.parametrize(
    "command",
    ["up", "ingest", "refresh", "sql", "stock", "add", "match", "doctor", "confirm-day", "household add",
     "receipt read", "receipt search", "photo recognise", "recipes import", "recipes read", "recipes parse-lines",
     "foods resolve", "foods own", "foods like"],
)
def test_every_command_has_help_with_an_example_and_a_place_in_the_reference(command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    if command != "doctor":
        assert "Example:" in result.stdout
    reference = (REPOSITORY / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert f"larder {command}" in reference


def test_what_lies_long_is_asked_about_and_the_answer_is_taken(tmp_path: Path) -> None:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from pantry.events import new_event
    from pantry.household import HOME, ensure_household
    from pantry.journal import open_journal
    from pantry.kinds.payloads import HouseholdCreated, LotAcquired
    from pantry.vocabulary import Place

    journal = open_journal(Home.at(tmp_path / "home").create())
    ensure_household(journal, HOME, HouseholdCreated(name="Home"))
    milk = LotAcquired(food_id="milk", quantity=1, unit="l", place=Place.FRIDGE)  # type: ignore[arg-type]
    bought = datetime.now(UTC) - timedelta(days=90)
    journal.append([new_event(HOME, milk, occurred_at=bought)])

    zone = ZoneInfo("Europe/Berlin")
    waited = (datetime.now(zone).date() - bought.astimezone(zone).date()).days
    (asked,) = objects(run("check", "--json"))
    assert (asked["food_id"], asked["days_untouched"], asked["reason"]) == ("milk", waited, "no_history")
    assert 0 < asked["p_still_there"] < 0.9
    (answered,) = objects(run("check", asked["lot_id"], "--answer", "some", "--left", "0.2", "--json"))
    assert len(answered["event_ids"]) == 2
    assert [lot["quantity"] for lot in objects(run("stock", "--json"))] == [0.2]
    assert objects(run("check", "--json")) == []
    assert run("check", asked["lot_id"]).exit_code == 2


def test_that_nothing_was_thrown_away_is_said_once_a_day_and_not_where_something_was(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home").create()
    kitchen = filled_kitchen(home)
    today = kitchen.view.household().today(kitchen.journal.clock())
    kitchen.discard(kitchen.view.lots()[0].lot_id)
    quiet = today - timedelta(days=400)

    (first,) = objects(run("confirm-day", "--day", str(quiet), "--json"))
    assert (first["household"], first["day"], len(first["event_ids"])) == ("home", str(quiet), 1)
    assert objects(run("confirm-day", "--day", str(quiet), "--json"))[0]["event_ids"] == []
    kitchen.view.refresh()
    confirmed = [(one.payload["day"], one.source) for one in kitchen.view.facts() if one.kind == "day_confirmed"]
    assert confirmed == [(str(quiet), "command")]
    refused = run("confirm-day")
    assert refused.exit_code == 1
    assert f"something was thrown away on {today}" in str(refused.exception)
    assert run("confirm-day", "--day", str(today + timedelta(days=30))).exit_code == 1


def test_a_match_names_its_recipe_and_what_stands_in() -> None:
    """`larder match --why-not` asks for the id, so each line begins with it."""
    match = RecipeMatch(
        "39cf775ce490", "Pasta", score=2.5, coverage=0.5, have_count=1, need_count=2, rescued_eur=1.0,
        uses=(UsedLot("lot", "gouda", "cheddar", is_stand_in=True, note="melts alike"), UsedLot("2", "pasta", "pasta")),
        missing=(MissingFood("onion", "onion", 110.0), MissingFood("egg", "egg", 58.0, is_partial=True)))
    speech = Speech(Texts("en"), Formats("en", "EUR", date(2026, 3, 1)), "en")
    assert _match_line(match, speech) == (
        "39cf775ce490  Pasta: 1 of 2 in the house; worth €2.50; saves €1.00; "
        "takes Gouda for cheddar (melts alike); buy onion, 58 g more egg")


def test_a_journal_is_backed_up_and_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "there is no journal" in str(run("journal", "back-up").exception)
    assert run("ingest", RECEIPT).exit_code == 0
    (kept,) = objects(run("journal", "back-up", "--json"))
    assert Path(kept["path"]).parent == tmp_path / "home" / "backups"

    elsewhere = tmp_path / "elsewhere.db"
    (copied,) = objects(run("journal", "copy", elsewhere, "--json"))
    assert copied["events"] == kept["events"] == copied["newest_seq"]
    assert "already holds" in str(run("journal", "copy", elsewhere).exception)
    assert "names no database" in str(run("journal", "copy", "nosuch://database").exception)

    here = run("stock", "--json").stdout
    monkeypatch.setenv("LARDER_JOURNAL_URL", f"sqlite:///{elsewhere}")
    assert run("stock", "--json").stdout == here


@pytest.mark.parametrize("name", ["100% food", "what?", "%20", "Büro & Küche #1"])
def test_a_home_may_be_called_as_its_owner_likes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("LARDER_HOME", str(tmp_path / name / "home"))
    assert run("add", "2 l milk").exit_code == 0
    assert [lot["food_id"] for lot in objects(run("stock", "--json"))] == ["milk"]
    (copy,) = objects(run("journal", "back-up", "--json"))
    assert copy["events"] == 2
    away = tmp_path / name / "away.db"
    assert run("journal", "copy", away).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {name}
    assert away.is_file()


def test_a_journal_is_not_copied_while_larder_runs_on_it(tmp_path: Path) -> None:
    assert run("ingest", RECEIPT).exit_code == 0
    with only_one(Home.at(tmp_path / "home"), "http://127.0.0.1:8501"):
        assert "already runs" in str(run("journal", "copy", tmp_path / "elsewhere.db").exception)
    assert not (tmp_path / "elsewhere.db").exists()


def test_what_is_said_to_be_eaten_or_binned_leaves_the_shelves_and_comes_back(home: Home) -> None:
    assert run("household", "add", "Cabin").exit_code == 0
    run("add", "6 eggs, 300 g spinach", "--household", "cabin")
    eaten = objects(run("ate", "2 eggs, 100 g spinach", "--household", "cabin", "--json"))
    assert [(one["food_id"], one["quantity"], one["left"]) for one in eaten] == [("egg", 2, 4), ("spinach", 100, 200)]
    (gone,) = objects(run("binned", "spinach", "--reason", "spoiled", "--household", "cabin", "--json"))
    assert (gone["quantity"], gone["left"], gone["is_beyond"]) == (200, 0, False)

    assert run("add", "ate 2 eggs", "--household", "cabin").exit_code == 1, "what was eaten did not come home"
    refused = run("ate", "2 eggs, caviar", "--household", "cabin")
    assert refused.exit_code == 1 and "caviar" in refused.output

    def stock() -> dict[str, float]:
        return {one["food_id"]: one["quantity"] for one in objects(run("stock", "--household", "cabin", "--json"))}

    assert stock() == {"egg": 4}
    undone = objects(run("undo", "--household", "cabin", "--json"))
    assert [(one["kind"], one["name"]) for one in undone] == [("lot_discarded", "spinach")]
    assert stock() == {"egg": 4, "spinach": 200}
    run("undo", "--household", "cabin")
    assert stock() == {"egg": 6, "spinach": 300}
    run("undo", "--household", "cabin")
    assert stock() == {}
