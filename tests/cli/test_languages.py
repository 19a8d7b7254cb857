"""Commands speak the language of the household, as its pages do; --json speaks none."""

import ast
import csv
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from dashboard.texts import Texts
from pantry.home import REPOSITORY, Home
from pantry.vocabulary import Place
from tests.dashboard.kitchens import empty_kitchen, filled_kitchen


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("LARDER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LARDER_JOURNAL_URL", raising=False)
    return Home.at(tmp_path / "home").create()


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None, result.exception
    return result


def row_with(result: Result, word: str) -> str:
    """Return the one line of output that begins with a word, its blanks as one."""
    (line,) = [" ".join(one.split()) for one in result.stdout.splitlines() if one.startswith(word)]
    return line


@pytest.mark.parametrize(("language", "rows"), [
    ("de", {"Eier": "Eier 7 Stück Kühlschrank", "Nudeln": "Nudeln 2 Packungen Schrank",
            "Kartoffeln": "Kartoffeln 2 kg Keller", "Orangensaft": "Orangensaft 1 l Kühlschrank"}),
    ("en", {"eggs": "eggs 7 pieces Fridge", "pasta": "pasta 2 packs Cupboard", "potatoes": "potatoes 2 kg Cellar"}),
])
def test_what_is_in_the_house_is_listed_in_the_language_of_the_house(
    home: Home, language: str, rows: dict[str, str]
) -> None:
    filled_kitchen(home, language=language)
    listed = run("stock")
    for word, expected in rows.items():
        assert row_with(listed, word).startswith(expected)
    assert ("(etwa)" if language == "de" else "(about)") in listed.stdout


def test_what_is_read_by_programs_is_the_same_in_every_language(home: Home) -> None:
    filled_kitchen(home, language="de")
    lots = [json.loads(line) for line in run("stock", "--json").stdout.splitlines()]
    assert {lot["unit"] for lot in lots} >= {"g", "l", "piece", "pack", "can", "loaf"}
    assert {lot["place"] for lot in lots} == {"fridge", "freezer", "cupboard", "counter", "cellar"}


def test_what_was_put_in_and_asked_about_is_said_in_german(home: Home) -> None:
    empty_kitchen(home, language="de")
    assert " ".join(run("add", "3 Dosen Tomaten 2,97, Keller").stdout.split()).endswith("3 Dosen Keller")
    nothing = CliRunner().invoke(app, ["add", "7"])
    assert "nichts" in nothing.stderr
    assert run("check").stderr == "Es gibt nichts zu bezweifeln.\n"
    assert run("confirm-day", "--day", "2025-01-05").stdout == "2025-01-05: Nichts wurde weggeworfen.\n"


def test_what_left_the_shelves_is_said_in_german(home: Home) -> None:
    filled_kitchen(home, language="de")
    assert " ".join(run("ate", "2 Eier").stdout.split()) == "Eier 2 Stück übrig 5 Stück"
    assert run("undo").stdout == "zurückgenommen: Eier: 2 Stück gegessen\n"
    assert "Nicht im Haus: " in CliRunner().invoke(app, ["ate", "Wassermelone"]).stderr
    assert "weg" in CliRunner().invoke(app, ["add", "2 Eier gegessen"]).stderr


def test_every_thing_a_command_said_is_taken_back_in_words(home: Home) -> None:
    kitchen = filled_kitchen(home, language="de")
    run("add", "3 Dosen Tomaten 2,97, Keller")
    assert run("undo").stdout == "zurückgenommen: Dosentomaten: Nach Hause gekommen\n"
    run("binned", "2 Eier", "--reason", "spoiled")
    assert run("undo").stdout == "zurückgenommen: Eier: 2 Stück entsorgt: Verdorben\n"
    run("confirm-day", "--day", "2025-01-05")
    assert run("undo").stdout == "zurückgenommen: 2025-01-05: Nichts wurde weggeworfen.\n"
    lots = len(kitchen.view.lots())
    run("add", "2 Dosen Bohnen")
    opened = run("add", "eine Dose Bohnen aufgemacht")
    assert " ".join(opened.stdout.split()).endswith("1 Dose geöffnet")
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == lots + 2, "the open one and the closed one"
    assert [one.split(": ")[-1] for one in run("undo").stdout.splitlines()] == ["1 Dose abgeteilt", "Geöffnet"]
    assert "umgeräumt" in CliRunner().invoke(app, ["add", "Kaviar in den Keller umgeräumt"]).stderr


def test_lines_that_open_the_same_food_open_one_after_the_other(home: Home) -> None:
    kitchen = filled_kitchen(home, language="en")
    before = {lot.lot_id for lot in kitchen.view.lots()}
    run("add", "3 cans of beans")
    lines = "opened a can of beans\nopened a can of beans\nopened one can of beans\n"
    assert CliRunner().invoke(app, ["add", "-"], input=lines).exit_code == 0
    kitchen.view.refresh()
    beans = [lot for lot in kitchen.view.lots() if lot.lot_id not in before]
    assert [(lot.quantity, lot.opened_on is not None) for lot in beans] == [(1, True)] * 3


def test_several_lines_are_taken_back_by_one_undo(home: Home) -> None:
    kitchen = filled_kitchen(home, language="en")
    run("add", "3 cans of beans")
    kitchen.view.refresh()
    before = [(lot.lot_id, lot.quantity, lot.opened_on) for lot in kitchen.view.lots()]
    lines = "opened a can of beans\n2 l oat drink\nopened a can of beans\n"
    assert CliRunner().invoke(app, ["add", "-"], input=lines).exit_code == 0
    run("undo")
    kitchen.view.refresh()
    assert [(lot.lot_id, lot.quantity, lot.opened_on) for lot in kitchen.view.lots()] == before


def test_a_line_that_does_not_decide_is_answered_with_the_choice_and_nothing_is_written(home: Home) -> None:
    kitchen = filled_kitchen(home, language="de")
    run("add", "2 Dosen Bohnen, 1 Dose Thunfisch")
    kitchen.view.refresh()
    before = kitchen.view.lots()
    asked = CliRunner().invoke(app, ["add", "-"], input="1 l Milch\n2 von 3 Dosen geöffnet\n")
    assert asked.exit_code == 1
    assert "Was davon: " in asked.stderr and "Dosenbohnen" in asked.stderr
    kitchen.view.refresh()
    assert kitchen.view.lots() == before


def test_recipes_are_told_in_german(home: Home) -> None:
    filled_kitchen(home, language="de")
    folder = home.root / "rezept.md"
    folder.write_text("---\ntitle: Nudeln mit Butter\nservings: 2\n---\n\n## Zutaten\n\n- 250 g Nudeln\n- 50 g Butter\n"
                      "- 1 Bund Petersilie\n\n## Zubereitung\n\nKochen und mischen.\n", encoding="utf-8")
    run("recipes", "import", str(folder))
    line = run("match").stdout
    assert "2 von 3 im Haus" in line
    assert "kaufen: Petersilie" in line
    assert "EUR" not in line
    listed = run("match", "--why-not", line.split()[0]).stdout
    assert "Es steht auf der Liste: Nummer 1 von 1." in listed and "Zu kaufen für etwa" in listed
    assert "Ein Rezept nix gibt es nicht." in CliRunner().invoke(app, ["match", "--why-not", "nix"]).stderr
    none = run("match", "--minutes", "5", "--without", "mondlicht").stderr
    assert "wird nicht beachtet" in none and "meist wegen der Zeit" in none


def test_every_reason_of_a_match_is_told_in_both_languages() -> None:
    """The codes and forms are those that `why.py` writes."""
    source = next((REPOSITORY / "recipes").rglob("why.py")).read_text(encoding="utf-8")
    codes = set(re.findall(r'Reason\("(\w+)"', source))
    assert len(codes) > 12
    for texts in (Texts("en"), Texts("de")):
        assert {code for code in codes if texts.get(f"command.why.{code}") is None} == set()


def test_what_to_mind_with_a_stand_in_is_told_in_german(home: Home) -> None:
    kitchen = filled_kitchen(home, language="de")
    kitchen.acquire(food_id="yogurt", quantity=Decimal(500), unit="g", place=Place.FRIDGE)
    recipe = home.root / "rezept.md"
    recipe.write_text("---\ntitle: Dip\nservings: 2\n---\n\n## Zutaten\n\n- 200 g saure Sahne\n\n## Zubereitung\n\n"
                      "Rühren.\n", encoding="utf-8")
    run("recipes", "import", str(recipe))
    told = run("match").stdout
    notes = {row["en"]: row["de"] for row in csv.DictReader(
        next((REPOSITORY / "recipes").rglob("substitute_notes.csv")).open(encoding="utf-8"))}
    assert "statt" in told
    assert not any(f"({note})" in told for note in notes)


def test_of_the_dashboard_commands_take_words_and_formats_alone() -> None:
    taken = {
        module
        for path in (REPOSITORY / "cli").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (module := node.module or "").startswith("dashboard")
    }
    assert taken <= {"dashboard.texts", "dashboard.formats"}
    script = "import sys, dashboard.texts, dashboard.formats; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY).returncode == 0
