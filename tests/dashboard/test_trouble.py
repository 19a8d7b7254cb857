"""When something around a page is in trouble: calm words, and nothing lost or done twice."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from streamlit.testing.v1 import AppTest

from dashboard import session as dashboard_session
from dashboard.served.spool import Spool
from dashboard.served.uploads import Job
from intake.taking import Taken
from pantry.home import Home
from pantry.journal import Journal, open_journal
from pantry.vocabulary import DocumentKind
from recipes.programs.exports import PassedOver
from tests.dashboard.kitchens import empty_kitchen, filled_kitchen
from tests.read_only import read_only

OpenPage = Callable[[str], AppTest]
VERSION = "20260101T000000-00000000"


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def ate_it(app: AppTest) -> AppTest:
    return next(button for button in app.button if str(button.key).startswith("ate_")).click().run()


def test_a_click_while_the_journal_is_locked_says_so_and_counts_once_when_pressed_again(
    home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard_session, "_WAIT_SECONDS", 0.2)
    filled_kitchen(home)
    app = open_page("home")
    before = open_journal(home).max_seq()
    other = sqlite3.connect(home.root / "journal.db", isolation_level=None)
    other.execute("begin immediate")
    app = ate_it(app)
    assert not app.exception
    assert "busy just now" in said(app)
    assert open_journal(home).max_seq() == before
    other.execute("rollback")
    app = ate_it(app)
    assert "busy just now" not in said(app)
    assert [event.kind for event in open_journal(home).read(after_seq=before)] == ["lot_consumed"]


def test_a_click_on_a_full_disk_says_that_and_not_that_somebody_else_writes(
    home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_on_a_full_disk(*_values: object, **_options: object) -> None:
        with create_engine("sqlite://").begin() as connection:
            connection.exec_driver_sql("pragma max_page_count = 1")
            connection.exec_driver_sql("create table more_than_a_page (words)")

    filled_kitchen(home)
    app = open_page("home")
    monkeypatch.setattr(Journal, "append", write_on_a_full_disk)
    app = ate_it(app)
    assert "disk is full" in said(app)
    assert "busy" not in said(app)


@pytest.mark.parametrize("page", ["home", "pantry", "expiry", "recipes", "shopping", "review", "waste", "add"])
def test_a_kitchen_on_a_disk_that_can_only_be_read_is_shown(home: Home, open_page: OpenPage, page: str) -> None:
    filled_kitchen(home).journal.engine.dispose()
    with read_only(home.root):
        app = open_page(page)
        assert not app.exception
        assert "could not be shown" not in said(app)


def test_a_click_in_a_kitchen_that_can_only_be_read_says_so(home: Home, open_page: OpenPage) -> None:
    journal = filled_kitchen(home).journal
    before = journal.max_seq()
    journal.engine.dispose()
    with read_only(home.root):
        app = ate_it(open_page("home"))
        assert "can only be looked at" in said(app)
    assert open_journal(home).max_seq() == before


def test_a_file_that_found_no_room_is_not_said_to_be_kept(
    home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(*_values: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Spool, "keep", keep)
    empty_kitchen(home)
    app = open_page("add")
    app.file_uploader[0].set_value(("receipt.txt", b"MILK 1.29\nTOTAL 1.29", "text/plain")).run()
    assert "was not kept" in said(app)
    assert "It is kept" not in said(app)


@pytest.mark.parametrize("state", ["no file", "cut off", "another file", "spoilt manifest", "older manifest"])
def test_history_that_cannot_be_read_is_as_if_there_were_none_yet(
    home: Home, open_page: OpenPage, state: str
) -> None:
    empty_kitchen(home)
    spoil(home, state)
    app = open_page("waste")
    assert not app.exception
    assert "could not be shown" not in said(app)


def spoil(home: Home, state: str) -> None:
    """Leave a published warehouse behind that cannot be read."""
    published: Path = home.warehouse / "published"
    (published / VERSION).mkdir(parents=True)
    file, manifest = published / VERSION / "larder.duckdb", published / "manifest.json"
    manifest.write_text(f'{{"version": "{VERSION}", "seq": 1, "built_at": "", "size_bytes": 1, "counts": {{}}}}')
    if state == "cut off":
        file.write_bytes(b"\0" * 8 + b"DUCK" + b"\0" * 100)
    elif state == "another file":
        file.write_text("not a database")
    elif state == "spoilt manifest":
        manifest.write_text('{"version": ')
    elif state == "older manifest":
        manifest.write_text('{"folder": "somewhere"}')


@pytest.mark.parametrize(("language", "told"), [
    ("en", "2 recipes kept. 2 left aside: b.json (damaged) and Empty (no recipe in it)."),
    ("de", "2 Rezepte behalten. 2 nicht übernommen: b.json (beschädigt) und Empty (kein Rezept darin)."),
])
def test_what_was_left_aside_of_an_export_is_named(home: Home, open_page: OpenPage, language: str, told: str) -> None:
    empty_kitchen(home, language=language)
    app = open_page("add")
    job = Job("export.zip", "home")
    job.state = "done"
    job.taken = Taken("0", job.name, "in", kind=DocumentKind.RECIPE, titles=("Stew", "Soup"), passed_over=(
        PassedOver("b.json", "E-REC-004", "It is damaged."), PassedOver("Empty", "E-REC-001", "Nothing in it.")))
    app.session_state["upload_jobs"] = [job]
    assert told in said(app.run())
