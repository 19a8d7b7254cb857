"""A line typed by hand: what came home goes in, what is gone leaves, and a name of one's own stays."""

from datetime import date
from decimal import Decimal

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME
from pantry.typing.typed_foods import TypingKitchen, understand
from pantry.vocabulary import Place
from tests.dashboard.kitchens import empty_kitchen, filled_kitchen
from tests.dashboard.test_pages import OpenPage, words


def test_a_typed_line_that_says_what_was_eaten_takes_it_from_the_shelves(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    eggs, venison = kitchen.put_in(understand("6 eggs until 1.1.2020; 400 g venison",
                                          TypingKitchen.of(kitchen.view, date(2026, 3, 4)))).lot_ids
    app = open_page("add")
    app.text_input(key="typed").set_value("ate 2 eggs").run()
    assert "2 of 6\u00a0pieces, in the fridge" in words(app)
    app.button(key="typed_use_do").click().run()
    kitchen.view.refresh()
    assert kitchen.view.lot(eggs).quantity == 4 and "Ate 2 eggs" in words(app)
    assert app.text_input(key="typed").value == ""

    app.text_input(key="typed").set_value("binned caviar").run()
    assert "Not in the house: caviar" in words(app) and app.button(key="typed_use_do").disabled
    app.text_input(key="typed").set_value("the venison went off").run()
    app.button(key="typed_use_do").click().run()
    kitchen.view.refresh()
    (discard,) = [event for event in kitchen.journal.read(household_id=kitchen.household_id)
                  if event.kind == "lot_discarded" and event.payload["lot_id"] == venison]
    assert discard.payload["reason"] == "spoiled"
    app.button(key=next(b.key for b in app.button if b.key.startswith("take_back_"))).click().run()
    kitchen.view.refresh()
    assert kitchen.view.lot(venison).quantity == 400


def test_what_is_there_is_opened_and_what_is_not_comes_home_open(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    (venison,) = kitchen.put_in(understand("1 jar venison ragout",
                                           TypingKitchen.of(kitchen.view, date(2026, 3, 4)))).lot_ids
    before = len(kitchen.view.lots())
    app = open_page("add")
    app.text_input(key="typed").set_value("opened the venison ragout").run()
    app.button(key="typed_use_do").click().run()
    kitchen.view.refresh()
    assert kitchen.view.lot(venison).opened_on is not None and len(kitchen.view.lots()) == before
    app.text_input(key="typed").set_value("opened the quail terrine").run()
    app.button(key="typed_do").click().run()
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before + 1


def test_one_of_two_jars_is_opened_and_part_of_a_food_moves(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    (venison,) = kitchen.put_in(understand("2 jars venison ragout",
                                           TypingKitchen.of(kitchen.view, date(2026, 3, 4)))).lot_ids
    app = open_page("add")
    app.text_input(key="typed").set_value("opened the venison ragout").run()
    app.button(key="typed_use_do").click().run()
    kitchen.view.refresh()
    jars = [lot for lot in kitchen.view.lots() if lot.root_lot_id == venison]
    assert sorted((lot.quantity, lot.opened_on is not None) for lot in jars) == [(1, False), (1, True)]
    app.text_input(key="typed").set_value("moved half the potatoes to the fridge").run()
    app.button(key="typed_use_do").click().run()
    assert not app.exception
    kitchen.view.refresh()
    potatoes = [(lot.quantity, lot.place) for lot in kitchen.view.lots() if lot.food_id == "potato"]
    assert sorted(potatoes) == [(1000, "cellar"), (1000, "fridge")]


def test_a_typed_line_shows_what_was_understood_and_goes_in_once(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("add")
    before = len(kitchen.view.lots())

    app.text_input(key="typed").set_value("2 l milk fridge tomorrow").run()
    assert "2\u00a0l, in the fridge, until tomorrow" in words(app)
    app.button(key="typed_do").click().run()
    assert app.button(key="typed_do").disabled, "the field is empty again, so a second press adds nothing"

    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before + 1
    assert app.text_input(key="typed").value == ""

    app.text_input(key="typed").set_value("opened jar of pesto 1.99, 6 eggs use by friday").run()
    assert "1\u00a0jar, in the cupboard, opened, €1.99" in words(app) and "use by" in words(app)
    app.button(key="typed_do").click().run()
    assert "2 foods are on the shelf" in words(app)
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before + 3

    app.text_input(key="typed").set_value("1000 cans of beans 9999.99 each").run()
    app.button(key="typed_do").click().run()
    assert "a price or an address in it cannot be right" in words(app)
    assert app.text_input(key="typed").value, "what was refused can be corrected"
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before + 3


def test_a_name_that_the_catalog_lacks_becomes_an_own_food_with_one_choice(home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    kitchen.acquire(food_name="Xqzv brmpf", quantity=Decimal(1), unit="jar", place=Place.FRIDGE)
    app = open_page("pantry")
    (kind,) = [box for box in app.selectbox if box.key.startswith("detail_kind_")]
    kind.set_value("meat").run()
    assert not app.exception
    assert "Xqzv brmpf is a food of your own now: Meat" in words(app)
    kitchen.view.refresh()
    (lot,) = kitchen.view.lots()
    assert (lot.food_id, lot.date_source) == ("own:xqzv_brmpf", "category")

    app.selectbox(key=f"detail_kind_{lot.lot_id}_meat").set_value("pantry").run()
    assert "Xqzv brmpf is a food of your own now: Dry goods and jars" in words(app)
    kitchen.view.refresh()
    assert kitchen.view.own_foods()["own:xqzv_brmpf"].category == "pantry"
    assert kitchen.view.lots()[0].expires_on != lot.expires_on
    app.button(key=next(b.key for b in app.button if b.label == "Undo")).click().run()
    kitchen.view.refresh()
    assert kitchen.view.own_foods()["own:xqzv_brmpf"].category == "meat"
    assert kitchen.view.lots() == [lot]

    app = open_page("add")
    app.text_input(key="typed").set_value("XQZV  brmpf").run()
    app.button(key="typed_do").click().run()
    kitchen.view.refresh()
    assert [(one.food_id, one.name(), one.unit) for one in kitchen.view.lots()] == [
        ("own:xqzv_brmpf", "Xqzv brmpf", "jar")] * 2
    shown = words(open_page("pantry"))
    assert "Xqzv brmpf" in shown and "drawings/meat.svg" in shown
