"""A home on a disk that can only be read: it is read, and what would write says why not in one line."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.first_run import import_sample_recipes
from cli.main import app
from pantry.errors import NotReady
from pantry.home import Home
from pantry.journal import open_journal
from recipes.matching.current_index import open_index
from recipes.store import RecipeStore
from tests.dashboard.kitchens import filled_kitchen
from tests.read_only import read_only
from warehouse.build import refresh

READING = (("stock",), ("stock", "--json"), ("check",), ("household", "list"), ("foods", "own"), ("match",),
           ("recipes", "search", "soup"), ("recipes", "feeds"),
           ("sql", "select count(*) as lots from marts.pantry_lots"))
WRITING = (("add", "2 l milk"), ("confirm-day", "--day", "2025-01-05"), ("household", "add", "The cabin"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home with a pantry, recipes and a published warehouse, as a quiet evening left it."""
    home = Home.at(tmp_path_factory.mktemp("kept") / "Büro und Küche #1" / "home").create()
    filled_kitchen(home)
    import_sample_recipes(home)
    open_index(home)
    refresh(home, expectations=False)
    return home


@pytest.fixture
def home(kept: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a copy of that home, which is the one that commands use."""
    root = tmp_path / "Büro und Küche #1" / "home"
    shutil.copytree(kept.root, root, symlinks=True)
    monkeypatch.setenv("LARDER_HOME", str(root))
    monkeypatch.delenv("LARDER_JOURNAL_URL", raising=False)
    return Home.at(root)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of each file below a folder."""
    return {str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
            for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_what_is_asked_is_answered_as_on_any_other_disk(home: Home, command: tuple[str, ...]) -> None:
    expected = run(*command)
    with read_only(home.root):
        found = run(*command)
    assert (found.exit_code, found.stdout) == (expected.exit_code, expected.stdout) == (0, expected.stdout)


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_what_would_write_says_that_the_home_can_only_be_read(home: Home, command: tuple[str, ...]) -> None:
    before = files_of(home.root)
    with read_only(home.root):
        result = run(*command)
    assert isinstance(result.exception, NotReady)
    assert "can only be read" in str(result.exception)
    assert "\n" not in str(result.exception)
    assert files_of(home.root) == before


def test_everything_can_be_exported_to_another_disk(home: Home, tmp_path: Path) -> None:
    with read_only(home.root):
        result = run("export", tmp_path / "kitchen.zip")
    assert result.exit_code == 0
    assert (tmp_path / "kitchen.zip").stat().st_size > 10_000


def test_a_journal_that_somebody_else_writes_is_read_up_to_the_last_event(home: Home) -> None:
    journal = open_journal(home)
    with closing(sqlite3.connect(home.root / "journal.db")):
        run("add", "2 l milk")
        with read_only(home.root):
            assert open_journal(home).max_seq() == journal.max_seq()


def test_newest_events_in_a_log_of_their_own_are_never_left_out_in_silence(home: Home, tmp_path: Path) -> None:
    away = Home.at(tmp_path / "away")
    away.root.mkdir()
    with closing(sqlite3.connect(home.root / "journal.db", isolation_level=None)) as other:
        other.execute("begin")
        other.execute("select count(*) from events").fetchone()  # whoever reads keeps the log from being emptied
        run("add", "2 l milk")
        for name in ("journal.db", "journal.db-wal"):
            shutil.copy(home.root / name, away.root / name)
    with read_only(away.root), pytest.raises(NotReady, match=r"journal\.db-wal"):
        open_journal(away)


def test_a_journal_of_another_version_is_not_migrated_where_nothing_can_be_written(home: Home) -> None:
    with closing(sqlite3.connect(home.root / "journal.db")) as journal:
        journal.execute("update alembic_version set version_num = '0000'")
        journal.commit()
    with read_only(home.root), pytest.raises(NotReady, match="another version"):
        open_journal(home)


def test_recipes_whose_lines_were_never_read_are_matched_all_the_same(home: Home) -> None:
    shutil.rmtree(home.recipes / "match_index", ignore_errors=True)
    with closing(sqlite3.connect(RecipeStore(home.recipes).path)) as store:
        store.execute("delete from lines")
        store.commit()
    with read_only(home.root):
        result = run("match")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 10
