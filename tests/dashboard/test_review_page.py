"""Review: answering by key, a box that a person draws, and names that read like names."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
import streamlit as st

from dashboard import reviewing
from dashboard.components import review_lines
from dashboard.formats import shop_name
from intake.review import ReviewLine
from intake.teaching import accept_box
from intake.workplace import Workplace
from pantry.accepting import Correction
from pantry.errors import LarderError
from pantry.home import Home
from pantry.proposals import FoodChoice, Proposal
from tests.dashboard.kitchens import filled_kitchen


def test_a_drawn_box_becomes_a_dated_lot_once_and_teaches_its_picture(home: Home) -> None:
    kitchen = filled_kitchen(home)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    workplace.view.refresh()
    before = len(workplace.view.lots())
    sha256, box = "ab" * 32, (10, 20, 110, 220)
    done = accept_box(workplace, sha256, box, "flour")
    accept_box(workplace, sha256, box, "flour")

    workplace.view.refresh()
    (flour,) = [lot for lot in workplace.view.lots() if lot.lot_id in done.lot_ids]
    assert (flour.quantity, flour.unit) == (Decimal(1000), "g") and len(workplace.view.lots()) == before + 1
    assert [(one.food_id, one.box) for one in workplace.view.taught_pictures()] == [("flour", box)]
    workplace.kitchen.undo(done)
    workplace.view.refresh()
    assert len(workplace.view.lots()) == before and not workplace.view.taught_pictures()
    with pytest.raises((LarderError, KeyError)):
        accept_box(workplace, sha256, box, "no_food")


def test_a_digit_picks_a_food_and_enter_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    choices = (FoodChoice("rolls", "rolls", 0.5), FoodChoice("gherkins", "gherkins", 0.4))
    line = ReviewLine(Proposal("ab" * 32, 1, "grks", "GRKS", "?", is_food=True, confidence=0.5, is_sure=False,
                               choices=choices), "waiting")
    review = SimpleNamespace(waiting=(line,))
    taken: list[Correction | None] = []
    monkeypatch.setattr(review_lines, "current", lambda: None)
    monkeypatch.setattr(reviewing, "chosen_review", lambda session: review)
    monkeypatch.setattr(reviewing, "accept", lambda wanted, correction=None, **_: taken.append(correction))
    monkeypatch.setattr(st, "session_state", {})

    review_lines.answer_by_key("Enter")
    assert not taken, "nothing was picked yet"
    review_lines.answer_by_key("9")
    review_lines.answer_by_key("3")
    review_lines.answer_by_key("Enter")
    assert not taken, "three is something else, which has to be named"
    review_lines.answer_by_key("2")
    review_lines.answer_by_key("Enter")
    assert [one.food_id for one in taken if one] == ["gherkins"]


def test_a_shop_in_capitals_reads_like_a_name() -> None:
    assert shop_name("FRISCHMARKT LINDENHOF") == "Frischmarkt Lindenhof"
    assert shop_name("REWE City") == "REWE City" and shop_name("dm") == "dm"
