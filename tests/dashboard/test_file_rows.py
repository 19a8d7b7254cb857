"""What the rows of files just given say, and one way back for all that went in with them."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from dashboard.clicks import actions
from dashboard.components.documents import file_rows
from dashboard.served.uploads import Job
from dashboard.session import session_of
from intake.taking import Taken, take_in
from intake.workplace import Workplace
from pantry.home import Home
from pantry.household import HOME
from pantry.vocabulary import DocumentKind
from recognition.reading import NOTHING_SEEN, PhotoItem, PhotoReading
from tests.dashboard.kitchens import empty_kitchen

OpenPage = Callable[[str], AppTest]
LEEK = PhotoItem("leek", "Leek", "Leek", "fine", 0.99, (0, 0, 64, 64), 1, (), needs_review=False)
BANANA, LEMON = (replace(LEEK, food_id=name.lower(), label=name, class_name=name) for name in ("Banana", "Lemon"))


def give(workplace: Workplace, *items: PhotoItem) -> Taken:
    """Give a photo as if the model had seen these things in it."""
    content = io.BytesIO()
    Image.new("RGB", (64, 64), (len(workplace.view.documents()), 0, 0)).save(content, "PNG")
    sha256 = hashlib.sha256(content.getvalue()).hexdigest()
    reading = PhotoReading("p.png", sha256, "groceries", items, (), (), "engine", "1", 1, ())
    workplace.journal.keep_reading(sha256, DocumentKind.PHOTO, "1", reading.to_json())
    return take_in(workplace, content.getvalue(), name="p.png", kind=DocumentKind.PHOTO)


def test_several_files_in_a_row_have_one_way_back(
        home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    workplace = Workplace(home, empty_kitchen(home), HOME)
    open_page("add")
    session = session_of(HOME)
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(actions, "attempt", lambda act: act(session))
    jobs: list[Job] = []
    for items in ((LEEK,), (BANANA,), (LEMON,)):
        jobs.insert(0, Job("p.png", HOME, state="done", taken=give(workplace, *items)))
        file_rows._tell(session, jobs)
    last = actions.last_action()
    assert last is not None and last.text == "3 foods are on the shelf"
    actions.undo_last()
    session.view.refresh()
    assert session.view.lots() == []


@pytest.mark.parametrize(("items", "said"), [
    ((replace(LEEK, needs_review=True),), "Needs a look: perhaps Leek"),
    ((NOTHING_SEEN,), "Needs a look: what is it?"),
    ((NOTHING_SEEN, NOTHING_SEEN), "Needs a look: two things that Larder does not know"),
    ((LEEK, BANANA, NOTHING_SEEN), "Needs a look: perhaps Leek, Banana and one more thing"),
    ((LEEK,), "In the pantry: Leek"),
])
def test_a_photo_says_what_it_may_show(
        home: Home, open_page: OpenPage, items: tuple[PhotoItem, ...], said: str) -> None:
    workplace = Workplace(home, empty_kitchen(home), HOME)
    open_page("add")
    assert file_rows.result_text(session_of(HOME), give(workplace, *items)) == said
