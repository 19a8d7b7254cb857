"""The pantry's picker that says which food of the catalog an own food counts like, in both languages."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME
from pantry.vocabulary import Category, Place
from tests.dashboard.kitchens import empty_kitchen
from tests.dashboard.test_pages import words

OpenPage = Callable[[str], AppTest]


@pytest.mark.parametrize("language, named, like, done, undone, undo", [
    ("en", "Counts like yogurt?", "Counts as", "Farm yoghurt counts like yogurt now", "counts like no other food now",
     "Undo"),
    ("de", "Zählt wie Joghurt?", "Zählt als", "Farm yoghurt zählt jetzt wie Joghurt",
     "zählt jetzt wie kein anderes Lebensmittel", "Rückgängig")])
def test_an_own_food_counts_like_a_food_of_the_catalog_by_one_tap_or_from_the_list(
    home: Home, open_page: OpenPage, language: str, named: str, like: str, done: str, undone: str, undo: str
) -> None:
    kitchen = Kitchen(empty_kitchen(home, language=language), HOME)
    kitchen.acquire(food_name="Farm yoghurt", quantity=Decimal(500), unit="g", place=Place.FRIDGE)
    kitchen.keep_own_food("Farm yoghurt", Category.DAIRY)
    own = "own:farm_yoghurt"

    app = open_page("pantry")
    next(button for button in app.button if button.label == named).click().run()
    assert not app.exception
    assert done in words(app) and like in words(app)
    assert not [button for button in app.button if button.label == named], "what is said needs no suggestion"
    kitchen.view.refresh()
    (lot,) = kitchen.view.lots()
    assert (lot.food_id, lot.name(), lot.like_food_id, lot.value_method) == (own, "Farm yoghurt", "yogurt", "reference")

    (picker,) = [box for box in app.selectbox if "_like_" in box.key]
    picker.set_value("milk").run()
    kitchen.view.refresh()
    assert kitchen.view.lots()[0].like_food_id == "milk"
    app.button(key=next(b.key for b in app.button if b.label == undo)).click().run()
    kitchen.view.refresh()
    assert kitchen.view.lots() == [lot]

    (picker,) = [box for box in app.selectbox if "_like_" in box.key]
    picker.set_value("").run()
    assert undone in words(app)
    kitchen.view.refresh()
    assert kitchen.view.lots()[0].value_minor is None
