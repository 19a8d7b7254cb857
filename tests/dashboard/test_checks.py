"""The rare question on Home: shown when something is in doubt, answered by one press, taken back by one more."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.shown.checks import QUESTIONS_A_DAY
from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME
from pantry.live import LiveView
from pantry.vocabulary import Place
from tests.dashboard.kitchens import empty_kitchen

OpenPage = Callable[[str], AppTest]
FOODS = ("milk", "yogurt", "ham", "cream")


def forgotten_kitchen(home: Home, *, ago: int = 60, language: str = "en") -> Kitchen:
    """Return a kitchen whose foods nobody has touched for so many days."""
    journal = empty_kitchen(home, language=language)
    kitchen = Kitchen(journal, HOME, view=LiveView(journal, HOME))
    kitchen.view.refresh()
    today = kitchen.view.household().today(journal.clock())
    for food_id in FOODS:
        kitchen.acquire(food_id=food_id, quantity=Decimal(200), unit="g", place=Place.FRIDGE,
                        purchased_on=today - timedelta(days=ago))
    return kitchen


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def press(app: AppTest, prefix: str) -> AppTest:
    (button,) = [one for one in app.button if str(one.key).startswith(prefix)]
    return button.click().run()


def lots_there(kitchen: Kitchen) -> int:
    kitchen.view.refresh()
    return len(kitchen.view.lots())


@pytest.mark.parametrize(("language", "question"), [("en", "Is it still there?"), ("de", "Ist es noch da?")])
def test_what_nobody_touched_for_long_is_asked_about_one_food_at_a_time(
    home: Home, open_page: OpenPage, language: str, question: str
) -> None:
    forgotten_kitchen(home, language=language)
    app = open_page("home")
    assert not app.exception
    assert said(app).count(question) == 1
    assert len([one for one in app.button if str(one.key).startswith("check_yes_")]) == 1


def test_a_kitchen_without_doubt_is_asked_nothing(home: Home, open_page: OpenPage) -> None:
    forgotten_kitchen(home, ago=0)
    app = open_page("home")
    assert "Is it still there?" not in said(app)


def test_it_is_gone_takes_the_lot_away_and_undo_brings_it_and_the_question(home: Home, open_page: OpenPage) -> None:
    kitchen = forgotten_kitchen(home)
    app = press(open_page("home"), "check_no_")
    assert not app.exception
    assert lots_there(kitchen) == len(FOODS) - 1
    assert "Answered" in said(app)
    app = press(app, "take_back_")
    assert lots_there(kitchen) == len(FOODS)
    assert said(app).count("Is it still there?") == 1


def test_some_is_left_asks_how_much_and_counts_it(home: Home, open_page: OpenPage) -> None:
    kitchen = forgotten_kitchen(home)
    app = press(open_page("home"), "check_some_")
    app = press(app, "confirm_")
    assert not app.exception
    kitchen.view.refresh()
    assert sorted(lot.quantity for lot in kitchen.view.lots()) == [100, 200, 200, 200]


def test_after_two_answers_the_day_is_free_of_questions(home: Home, open_page: OpenPage) -> None:
    kitchen = forgotten_kitchen(home)
    for lot in kitchen.view.lots()[:QUESTIONS_A_DAY]:
        kitchen.answer_check(lot.lot_id, "no")
    app = open_page("home")
    assert "Is it still there?" not in said(app)
