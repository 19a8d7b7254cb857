"""The Prices page and what pages say of a history that is not there, is old, or is just being counted."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from streamlit.testing.v1 import AppTest

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME, ensure_household
from pantry.kinds.payloads import HouseholdCreated
from pantry.vocabulary import Place
from tests.dashboard.kitchens import empty_kitchen
from tests.dashboard.test_pages import words
from warehouse.build import refresh
from warehouse.lock import build_lock
from warehouse.publish import manifest_path

OpenPage = Callable[[str], AppTest]


def buy(kitchen: Kitchen, food_id: str, *, days_ago: int) -> None:
    today = kitchen.view.household().today(kitchen.journal.clock())
    kitchen.acquire(food_id=food_id, quantity=Decimal(500), unit="g", place=Place.FRIDGE, price_minor=250,
                    purchased_on=today - timedelta(days=days_ago))


def test_an_old_receipt_tells_its_prices_and_a_new_one_that_it_is_not_counted_yet(
    home: Home, open_page: OpenPage
) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    refresh(home, expectations=False, journal=kitchen.journal)
    kitchen.view.refresh()
    buy(kitchen, "tomato", days_ago=400)

    assert "Your purchases are not counted yet" in words(open_page("insights"))

    refresh(home, expectations=False, journal=kitchen.journal)
    app = open_page("insights")
    said = words(app).replace("\u00a0", " ")
    bought = kitchen.view.household().today(kitchen.journal.clock()) - timedelta(days=400)
    assert "No prices" not in said
    assert f"You spent €3 in {bought:%B %Y}" in said
    assert app.selectbox(key="price_of").options == ["Tomato"]
    assert "€5.00 per kg on" in said


def test_what_is_missing_is_counted_for_this_household_alone(home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    buy(kitchen, "tomato", days_ago=1)
    refresh(home, expectations=False, journal=kitchen.journal)
    ensure_household(kitchen.journal, "cabin", HouseholdCreated(name="Cabin"))
    buy(Kitchen(kitchen.journal, "cabin"), "milk", days_ago=0)
    buy(kitchen, "milk", days_ago=0)

    assert "1 thing you said since then is not in it yet." in words(open_page("household"))


def test_a_history_that_is_being_counted_says_so(home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    buy(kitchen, "tomato", days_ago=1)
    assert "History has not been counted yet." in words(open_page("household"))
    with build_lock(home):
        assert "History is being counted just now" in words(open_page("household"))
        assert "The months are being counted" in words(open_page("waste"))
        assert "The months are being counted" in words(open_page("insights"))


def test_a_history_of_another_version_is_not_called_uncounted(home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    buy(kitchen, "tomato", days_ago=1)
    refresh(home, expectations=False, journal=kitchen.journal)
    path = manifest_path(home)
    path.write_text(path.read_text().replace('"code_hash": "', '"code_hash": "other'))

    said = words(open_page("household"))
    assert "Another version of Larder counted the history." in said and "has not been counted" not in said
