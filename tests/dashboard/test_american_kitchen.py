"""A kitchen that weighs in ounces: amounts are asked for as they are read, and what is answered is exact."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.kinds.payloads import HouseholdChanged
from tests.dashboard.kitchens import empty_kitchen, filled_kitchen
from tests.dashboard.test_pages import words

OpenPage = Callable[[str], AppTest]


@pytest.fixture
def kitchen(home: Home) -> Kitchen:
    """Return a filled kitchen whose people read ounces; its lots were bought in grams."""
    kitchen = filled_kitchen(home)
    kitchen.change_settings(HouseholdChanged(unit_system="us", currency="USD"))
    return kitchen


def left_of_beef(kitchen: Kitchen) -> Decimal:
    kitchen.view.refresh()
    return next(lot.quantity for lot in kitchen.view.lots() if lot.food_id == "minced_beef")


def open_dialog(kitchen: Kitchen, open_page: OpenPage, verb: str) -> AppTest:
    beef = next(lot for lot in kitchen.view.lots() if lot.food_id == "minced_beef")
    app = open_page("pantry")
    app.session_state["dialog"] = (verb, beef.lot_id, 1)
    return app.run()


def test_half_of_what_was_bought_in_grams_is_asked_in_pounds_and_taken_to_the_gram(
    kitchen: Kitchen, open_page: OpenPage
) -> None:
    app = open_dialog(kitchen, open_page, "ate_some")
    (field,) = app.number_input
    assert (field.label, field.value, field.max) == ("Amount in lb", 0.55, 1.1)
    app.button(key="confirm_1").click().run()
    assert left_of_beef(kitchen) == 250, "half of 500 g, not of 1.1 lb"


def test_another_amount_is_taken_as_it_was_said(kitchen: Kitchen, open_page: OpenPage) -> None:
    app = open_dialog(kitchen, open_page, "ate_some")
    app.number_input[0].set_value(0.5).run()
    app.button(key="confirm_1").click().run()
    assert left_of_beef(kitchen) == 500 - Decimal("226.796")


def test_all_of_it_leaves_nothing(kitchen: Kitchen, open_page: OpenPage) -> None:
    app = open_dialog(kitchen, open_page, "ate_some")
    app.number_input[0].set_value(1.1).run()
    app.button(key="confirm_1").click().run()
    kitchen.view.refresh()
    assert "minced_beef" not in {lot.food_id for lot in kitchen.view.lots()}


def test_a_pinch_that_rounds_to_nothing_is_still_asked_for_and_taken_whole(
    kitchen: Kitchen, open_page: OpenPage
) -> None:
    beef = next(lot for lot in kitchen.view.lots() if lot.food_id == "minced_beef")
    kitchen.consume(beef.lot_id, quantity=Decimal(499))
    app = open_dialog(kitchen, open_page, "ate_some")
    assert not app.exception
    app.button(key="confirm_1").click().run()
    assert left_of_beef(kitchen) == Decimal("0.5")


def test_a_count_says_its_unit(kitchen: Kitchen, open_page: OpenPage) -> None:
    app = open_dialog(kitchen, open_page, "count")
    assert app.number_input[0].label == "What is there, in lb"
    app.number_input[0].set_value(1).run()
    app.button(key="confirm_1").click().run()
    assert left_of_beef(kitchen) == Decimal("453.592")


def test_the_first_shelf_is_named_as_it_will_stand_there(home: Home, open_page: OpenPage) -> None:
    empty_kitchen(home)
    app = open_page("home")
    app.button(key="first_pick").click().run()
    offered = {option for group in app.button_group for option in group.options}
    assert {"Mushrooms", "Lettuce", "Garlic", "Eggs", "Cream cheese"} <= offered
    assert "Quark" not in offered
    assert "Tick what you have" in words(app)
