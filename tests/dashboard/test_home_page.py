"""Home: each food once, and nothing said of months that nobody counted."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.clicks import actions
from dashboard.shown import history
from dashboard.texts import CATALOGS
from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME
from pantry.vocabulary import DateKind, Place
from tests.dashboard.kitchens import empty_kitchen, filled_kitchen
from tests.dashboard.test_pages import words

OpenPage = Callable[[str], AppTest]


@pytest.mark.parametrize(("days", "last_days", "shown"), [(0, 0, ()), (2, 0, ("this",)), (2, 9, ("this", "note"))])
def test_home_says_nothing_of_a_month_that_nobody_counted(
        home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, days: int, last_days: int,
        shown: tuple[str, ...]) -> None:
    filled_kitchen(home)
    this, last = (SimpleNamespace(days_covered=one, discard_events=0, waste_value_minor=0, waste_mass_g=None)
                  for one in (days, last_days))
    month = history.BinnedMonth(this, last, date(2026, 3, 1), date(2026, 2, 1))
    monkeypatch.setattr(history, "binned_this_month", lambda _session: month)
    said = words(open_page("home"))
    note = CATALOGS["en"]["home.binned_note"].split("{")[0]
    assert (CATALOGS["en"]["home.binned"] in said, note in said) == ("this" in shown, "note" in shown)


def test_home_rounds_money_as_the_waste_page_does(home: Home, open_page: OpenPage,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    filled_kitchen(home)
    this = SimpleNamespace(days_covered=9, discard_events=1, waste_value_minor=Decimal("3159.829"), waste_mass_g=None)
    month = history.BinnedMonth(this, None, date(2026, 3, 1), date(2026, 2, 1))
    monkeypatch.setattr(history, "binned_this_month", lambda _session: month)
    assert "31.60" in words(open_page("home"))


def test_home_shows_a_food_once_the_sooner_purchase_first(home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    today = kitchen.view.household().today(kitchen.journal.clock())
    for food_id, days in (("chicken_breast", 2), ("chicken_breast", 1), ("chicken_breast", 2), ("quark", 2)):
        kitchen.acquire(food_id=food_id, quantity=Decimal(1), unit="pack", place=Place.FRIDGE,
                        expires_on=today + timedelta(days=days), date_kind=DateKind.USE_BY)
    said = words(open_page("home"))
    assert "Use the chicken breast by tomorrow" in said and said.count("Chicken breast") == 1 and "Quark" in said
    assert "Two things are due by" in said


def test_the_way_back_outlives_a_reload_and_ends_with_its_time(
    home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen = filled_kitchen(home)
    before = len(kitchen.view.lots())
    app = open_page("home")
    next(button for button in app.button if button.label == "Ate it").click().run()

    again = open_page("home")
    assert "Ate the spinach" in words(again)
    next(button for button in again.button if button.label == "Undo").click().run()
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before
    assert "Ate the spinach" not in words(open_page("home")), "taken back is taken back in a new session, too"

    next(button for button in again.button if button.label == "Ate it").click().run()
    monkeypatch.setattr(actions, "UNDO_SECONDS", 0)
    assert "Ate the spinach" not in words(open_page("home"))
