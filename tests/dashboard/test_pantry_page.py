"""The Pantry page: several foods at once, some of a food elsewhere, and what was done on another day."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.lots.lot_rows import SELECTED, _choice_word
from dashboard.components.pictures import _BY_CATEGORY, _BY_FOOD
from dashboard.session import session_of
from dashboard.shown import queries
from pantry.actions import Kitchen
from pantry.foods import catalog
from pantry.home import REPOSITORY, Home
from pantry.household import HOME
from pantry.vocabulary import Category, Place
from tests.dashboard.kitchens import empty_kitchen, filled_kitchen
from tests.dashboard.test_pages import words

OpenPage = Callable[[str], AppTest]


def test_several_foods_are_frozen_at_once_and_one_undo_takes_all_back(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    frozen_before = sum(lot.is_frozen for lot in kitchen.view.lots())
    app = open_page("pantry")
    app.button(key="bulk_turn").click().run()
    assert app.button(key="bulk_freeze").disabled, "nothing is chosen yet"
    for box in [box for box in app.checkbox if box.label.startswith(("Spinach", "Yogurt"))]:
        box.check().run()
    assert "2 foods chosen" in words(app)
    app.button(key="bulk_freeze").click().run()

    kitchen.view.refresh()
    assert sum(lot.is_frozen for lot in kitchen.view.lots()) == frozen_before + 2
    assert "Froze 2 foods" in words(app) and "Choose several" in words(app)
    app.button(key=next(b.key for b in app.button if b.label == "Undo")).click().run()
    kitchen.view.refresh()
    assert sum(lot.is_frozen for lot in kitchen.view.lots()) == frozen_before


def test_what_was_cooked_without_a_recipe_leaves_the_shelves_and_a_box_of_it_comes_back(
    home: Home, open_page: OpenPage
) -> None:
    kitchen = filled_kitchen(home)
    before = {lot.lot_id: lot.quantity for lot in kitchen.view.lots()}
    lots = {lot.food_id: lot for lot in kitchen.view.lots()}
    spinach, yogurt = lots["spinach"], lots["yogurt"]
    app = open_page("pantry")
    app.button(key="bulk_turn").click().run()
    for box in [box for box in app.checkbox if box.label.startswith(("Spinach", "Yogurt"))]:
        box.check().run()
    app.button(key="bulk_cook").click().run()
    app.text_input(key="dish_1").set_value("Green stew").run()
    app.number_input(key=f"amount_1_{spinach.lot_id}").set_value(80).run()
    app.number_input(key="left_1").set_value(1).run()
    app.button(key="cooked_1").click().run()

    kitchen.view.refresh()
    there = {lot.lot_id: lot for lot in kitchen.view.lots()}
    assert there[spinach.lot_id].quantity == spinach.quantity - 80 and yogurt.lot_id not in there
    (stew,) = [lot for lot in there.values() if lot.food_name == "Green stew"]
    assert (stew.quantity, stew.unit, stew.made_by) == (1, "box", "dish_cooked")
    assert "Choose several" in words(app)
    app.button(key=next(b.key for b in app.button if b.label == "Undo")).click().run()
    kitchen.view.refresh()
    assert {lot.lot_id: lot.quantity for lot in kitchen.view.lots()} == before


def test_some_of_a_food_is_moved_and_another_was_eaten_the_day_before(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    today = kitchen.view.household().today(kitchen.journal.clock())
    beef = next(lot for lot in kitchen.view.lots() if lot.food_id == "minced_beef")
    honey = next(lot for lot in kitchen.view.lots() if lot.food_id == "honey")
    app = open_page("pantry")
    app.session_state["dialog"] = ("split", beef.lot_id, 1)
    app.session_state["where_1"] = Place.FRIDGE
    app.run()
    app.button(key="confirm_1").click().run()
    app.session_state["dialog"] = ("earlier", honey.lot_id, 2)
    app.run()
    app.button(key="confirm_2").click().run()

    assert not app.exception
    kitchen.view.refresh()
    beefs = {(lot.place, lot.quantity) for lot in kitchen.view.lots() if lot.food_id == "minced_beef"}
    assert beefs == {(Place.FREEZER, Decimal(250)), (Place.FRIDGE, Decimal(250))}
    eaten = kitchen.journal.read(kinds=["lot_consumed"])[-1]
    assert eaten.payload["lot_id"] == honey.lot_id and eaten.occurred_at.date() <= today - timedelta(days=1)


def test_one_of_two_packs_is_opened_at_once_and_of_loose_food_an_amount(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    pasta = next(lot for lot in kitchen.view.lots() if lot.food_id == "pasta")
    rice = kitchen.acquire(food_id="rice", quantity=Decimal(800), unit="g", place=Place.CUPBOARD).lot_ids[0]
    app = open_page("pantry")
    app.session_state["dialog"] = ("split", rice, 1)
    app.run()
    assert "Cupboard" not in app.pills(key="where_1").options, "it lies there already"
    app.session_state["where_1"] = "opened"
    app.run()
    app.button(key="confirm_1").click().run()
    app.session_state["dialog"] = ("earlier", pasta.lot_id, 2)
    app.session_state["verb_2"] = "open"
    app.run()
    app.button(key="confirm_2").click().run()

    assert not app.exception
    kitchen.view.refresh()
    lots = kitchen.view.lots()
    assert sorted((lot.quantity, lot.opened_on is not None) for lot in lots if lot.root_lot_id == rice) == [
        (400, False), (400, True)]
    assert sorted((lot.quantity, lot.opened_on is not None) for lot in lots if lot.root_lot_id == pasta.lot_id) == [
        (1, False), (1, True)]
    page = words(app.run()).replace("\u00a0", " ")
    assert "1.8 kg, 400 g of it open" in page and "2 packs, 1 pack of it open" in page


def test_parts_of_what_came_home_at_once_are_no_batches(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    beans = kitchen.acquire(food_id="canned_beans", quantity=Decimal(3), unit="can", place=Place.CUPBOARD).lot_ids[0]
    kitchen.split(beans, Decimal(1))
    app = open_page("pantry")
    assert ">3 cans<" in words(app).replace("\u00a0", " ")
    kitchen.acquire(food_id="canned_beans", quantity=Decimal(1), unit="can", place=Place.CUPBOARD)
    assert ">4 cans in 2 batches<" in words(app.run()).replace("\u00a0", " ")


def test_amounts_of_one_food_add_up_and_days_come_in_order(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    kitchen.acquire(food_id="tomato", quantity=Decimal("0.75"), unit="kg", place=Place.COUNTER)
    open_page("pantry")
    session = session_of("home")
    dues = queries.due_lots(session)
    tomatoes = next(one for one in queries.shelves(dues) if one.nearest.lot.food_id == "tomato")
    assert len(tomatoes.totals()) == 1
    assert session.formats.amount(*tomatoes.totals()[0]) in ("1.39\u00a0kg",)
    headings = [heading for heading, _ in queries.grouped(session, dues, "date")]
    order = [session.texts(key) for key in queries._TIMES]
    assert headings == sorted(headings, key=order.index) and headings[0] == "Date passed"


@pytest.mark.parametrize(("language", "rest", "eaten"), [
    ("en", "1.2 kg in 2 batches, then about ", "Ate all: 200 g"), ("de", "1,2 kg aus 2 Käufen, dann etwa ",
                                                                   "Alles gegessen: 200 g"),
])
def test_an_old_purchase_hides_neither_the_date_nor_the_amount_of_a_new_one(
    home: Home, open_page: OpenPage, language: str, rest: str, eaten: str
) -> None:
    kitchen = Kitchen(empty_kitchen(home, language=language), HOME)
    today = kitchen.view.household().today(kitchen.journal.clock())
    for grams, ago in ((200, 20), (1000, 0)):
        kitchen.acquire(food_id="tomato", quantity=Decimal(grams), unit="g", place=Place.COUNTER,
                        purchased_on=today - timedelta(days=ago))
    app = open_page("pantry")
    assert rest in words(app).replace("\u00a0", " ")
    session = session_of("home")
    (shelf,) = queries.shelves(queries.due_lots(session))
    assert _choice_word(session, shelf, "ate_all").replace("\u00a0", " ") == eaten
    assert len(queries.grouped(session, queries.due_lots(session), "place")) == 1
    assert [len(found) for _, found in queries.grouped(session, queries.due_lots(session), "date")] == [1, 1]
    app.session_state["pantry_group"] = "date"
    app.run()
    assert not app.exception and ">200 g<" in words(app).replace("\u00a0", " ")


def test_a_far_date_of_a_second_purchase_is_not_told(home: Home, open_page: OpenPage) -> None:
    filled_kitchen(home)
    assert ">2 l in 2 batches<" in words(open_page("pantry")).replace("\u00a0", " "), "milk of which none is due soon"


def test_a_first_shelf_is_picked_and_taken_back(home: Home, open_page: OpenPage) -> None:
    journal = empty_kitchen(home)
    app = open_page("home")
    app.button(key="first_pick").click().run()
    # On a phone the shelf would lie below the doors, and the press would show nothing.
    assert "Add a receipt" not in [button.label for button in app.button]
    app.button(key="first_back").click().run()
    assert "Add a receipt" in [button.label for button in app.button]
    app.button(key="first_pick").click().run()
    app.session_state["first_fridge"] = ["milk", "egg"]
    app.run()
    app.button(key="first_put_in").click().run()

    bought = {event.payload["food_id"]: event.payload["quantity"] for event in journal.read(kinds=["lot_acquired"])}
    assert {food: Decimal(str(quantity)) for food, quantity in bought.items()} == {"milk": 1, "egg": 10}
    assert "2 foods are on the shelf" in words(app)


def test_of_several_pieces_one_two_or_three_are_eaten_at_one_press(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    eggs = kitchen.acquire(food_id="egg", quantity=Decimal(6), unit="piece", place=Place.FRIDGE).lot_ids[0]
    app = open_page("pantry")
    app.session_state["dialog"] = ("ate_some", eggs, 1)
    app.run()
    (choices,) = [one for one in app.button_group if one.key == "share_1"]
    assert list(choices.options) == ["1", "2", "3", "All"]
    choices.set_value("2").run()
    app.button(key="confirm_1").click().run()
    kitchen.view.refresh()
    assert kitchen.view.lot(eggs).quantity == Decimal(4)
    assert "Ate 2 eggs" in words(app)


def test_every_food_with_a_drawing_is_in_the_catalog_and_every_drawing_is_there() -> None:
    assert set(_BY_FOOD) <= set(catalog().foods) and set(_BY_CATEGORY) == {str(one) for one in Category}
    drawings = {path.stem for path in (REPOSITORY / "dashboard" / "static" / "drawings").glob("*.svg")}
    assert {one.name for one in (*_BY_FOOD.values(), *_BY_CATEGORY.values())} <= drawings


def test_one_tap_names_a_food_that_came_in_under_its_own_name(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    (lot_id,) = kitchen.acquire(food_name="CHEDDAR MATURE", quantity=Decimal(1), unit="piece",
                                place=Place.FRIDGE).lot_ids
    app = open_page("pantry")
    app.session_state[SELECTED] = lot_id
    app.run()
    pills = next(one for one in app.button_group if one.key == f"detail_name_{lot_id}")
    pills.set_value("cheddar").run()

    kitchen.view.refresh()
    assert (kitchen.view.lot(lot_id).food_id, kitchen.view.lot(lot_id).food_name) == ("cheddar", None)
    assert not app.exception
    assert all(one.key != f"detail_name_{lot_id}" for one in app.button_group)
    app.button(key=next(b.key for b in app.button if b.label == "Undo")).click().run()
    kitchen.view.refresh()
    assert kitchen.view.lot(lot_id).food_id is None


def test_a_pack_and_a_weighed_purchase_add_up_by_weight(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    for quantity, unit in (("1", "pack"), ("300", "g")):
        kitchen.acquire(food_id="feta", quantity=Decimal(quantity), unit=unit, place=Place.FREEZER)
    open_page("pantry")
    dues = queries.due_lots(session_of("home"))
    feta = next(one for one in queries.shelves(dues) if one.nearest.lot.food_id == "feta")
    assert [unit for _, unit in feta.totals()] == ["g"]


def test_the_choice_between_two_purchases_says_their_amounts_as_they_are(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    (lot_id,) = kitchen.acquire(food_id="tomato", quantity=Decimal("1.25"), unit="kg", place=Place.COUNTER).lot_ids
    app = open_page("pantry")
    app.session_state[SELECTED] = lot_id
    app.run()
    assert any("1.25\u00a0kg" in option for option in app.selectbox(key="detail_other").options)


def test_what_was_finished_too_early_comes_back_after_its_undo_is_gone(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    spinach = next(lot for lot in kitchen.view.lots() if lot.food_id == "spinach")
    kitchen.consume(spinach.lot_id)
    app = open_page("pantry")
    app.button(key="pantry_latest").click().run()
    back = next(button for button in app.button if button.label == "Take back: Spinach")
    assert "Ate the rest, today" in words(app)
    back.click().run()

    assert not app.exception
    kitchen.view.refresh()
    assert kitchen.view.lot(spinach.lot_id).quantity == spinach.quantity
    next(button for button in app.button if button.label == "Bring back: Spinach").click().run()
    kitchen.view.refresh()
    assert kitchen.view.lot(spinach.lot_id).quantity == 0


def test_an_emptied_pantry_still_offers_what_was_done_last(home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    assert "pantry_latest" not in {button.key for button in open_page("pantry").button}
    kitchen.consume(kitchen.acquire(food_id="milk", quantity=Decimal(1), unit="l", place=Place.FRIDGE).lot_ids[0])
    assert open_page("pantry").button(key="pantry_latest")
