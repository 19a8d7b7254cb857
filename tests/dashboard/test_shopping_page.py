"""The Shopping page: type, tick, put away; what runs out is offered once."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from streamlit.testing.v1 import AppTest

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.vocabulary import Place
from tests.dashboard.kitchens import filled_kitchen
from warehouse.build import refresh

OpenPage = Callable[[str], AppTest]


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def labels(app: AppTest) -> list[str]:
    return [box.label for box in app.checkbox]


def test_a_typed_line_is_on_the_list_and_the_field_is_empty(home: Home, open_page: OpenPage) -> None:
    filled_kitchen(home)
    app = open_page("shopping")

    app.text_input(key="shopping_typed").set_value("2 l milk").run()
    app.text_input(key="shopping_typed").set_value("birthday candles").run()

    assert labels(app) == ["Milk, 2 l", "Birthday candles"]
    assert app.text_input(key="shopping_typed").value == ""


def test_ticked_lines_go_to_their_shelves_and_come_back(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    kitchen.add_shopping("milk", food_id="milk", quantity=Decimal(3), unit="l")
    before = len(kitchen.view.lots())
    app = open_page("shopping")

    app.checkbox[0].check().run()
    press(app, "Put all in the pantry")

    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before + 1
    assert labels(app) == []
    press(app, "Undo")
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before
    assert labels(app) == ["Milk, 3 l"]


def test_a_tick_taken_back_is_to_buy_again(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    kitchen.add_shopping("soap")
    app = open_page("shopping")

    app.checkbox[0].check().run()
    assert app.checkbox[0].value
    app.checkbox[0].uncheck().run()

    kitchen.view.refresh()
    assert not kitchen.view.shopping()[0].is_ticked


def test_a_line_with_markup_stays_text(home: Home, open_page: OpenPage) -> None:
    filled_kitchen(home).add_shopping("<b>x</b> [soup](http://x)")
    app = open_page("shopping")
    assert not app.exception
    assert "[soup](" not in labels(app)[0]


def test_what_runs_out_is_offered_until_it_is_listed(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    _drink_kefir_for_weeks(kitchen)
    refresh(home, expectations=False)
    app = open_page("shopping")

    press(app, "Put Kefir on the list")

    assert labels(app) == ["Kefir, 1 l"]
    assert not any("Kefir on the list" in button.label for button in app.button)


def _drink_kefir_for_weeks(kitchen: Kitchen) -> None:
    """Buy a litre every fourth day and drink it in four; of the last one a drop is left."""
    today = kitchen.view.household().today(kitchen.journal.clock())
    for ago in range(24, 0, -4):
        bought = today - timedelta(days=ago)
        done = kitchen.acquire(food_id="kefir", quantity=Decimal(1), unit="l", place=Place.FRIDGE,
                               purchased_on=bought)
        amount = None if ago > 4 else Decimal("0.99")
        kitchen.consume(done.lot_ids[0], amount, on=bought + timedelta(days=3))
