"""The shopping list: what is on it, what stands together, and what becomes of what was bought."""

from decimal import Decimal

import pytest

from pantry.facts.shopping import AISLES, add_amounts, fold_shopping, rows_as_text, shopping_rows
from pantry.vocabulary import Category


def rows(kitchen, lang=None):
    kitchen.view.refresh()
    return shopping_rows(kitchen.view.shopping(), lang)


def test_a_line_stays_until_it_is_removed(kitchen):
    kitchen.add_shopping("soap")
    milk = kitchen.add_shopping("milk", food_id="milk", quantity=Decimal(2), unit="l")
    assert [row.text for row in rows(kitchen)] == ["milk", "soap"]
    removed = kitchen.remove_shopping(milk.event_ids[0])
    assert [row.text for row in rows(kitchen)] == ["soap"]
    kitchen.undo(removed)
    assert [row.text for row in rows(kitchen)] == ["milk", "soap"]


def test_a_tick_is_taken_back_by_undoing_all_ticks(kitchen):
    line = kitchen.add_shopping("milk", food_id="milk").event_ids[0]
    kitchen.tick_shopping(line)
    kitchen.tick_shopping(line)
    ticked = rows(kitchen)[0]
    assert ticked.is_ticked
    kitchen.undo(ticked.lines[0].ticks)
    assert not rows(kitchen)[0].is_ticked


def test_the_same_food_in_two_units_is_one_row(kitchen):
    kitchen.add_shopping("flour", food_id="flour", quantity=Decimal(500), unit="g")
    kitchen.add_shopping("Flour", food_id="flour", quantity=Decimal(1), unit="kg")
    row, = rows(kitchen)
    assert row.amounts == ((Decimal(1500), "g"),)
    assert len(row.lines) == 2


def test_amounts_that_do_not_convert_stand_beside_each_other():
    assert add_amounts([(Decimal(2), "l"), (Decimal(300), "g")], None) == ((Decimal(2), "l"), (Decimal(300), "g"))


def test_an_amount_without_a_number_adds_nothing():
    assert add_amounts([(None, "l"), (Decimal(2), None)], "milk") == ()


def test_words_that_no_food_has_are_one_row_whatever_their_case(kitchen):
    kitchen.add_shopping("Batteries")
    kitchen.add_shopping("batteries")
    assert [len(row.lines) for row in rows(kitchen)] == [2]


def test_what_is_added_after_the_tick_is_seen(kitchen):
    kitchen.tick_shopping(kitchen.add_shopping("milk", food_id="milk").event_ids[0])
    kitchen.add_shopping("milk", food_id="milk")
    assert sorted(row.is_ticked for row in rows(kitchen)) == [False, True]


def test_rows_stand_by_aisle_and_every_category_has_one(kitchen):
    for food in ("frozen_peas", "apple", "milk", "bread"):
        kitchen.add_shopping(food, food_id=food)
    kitchen.add_shopping("candles")
    assert [row.aisle for row in rows(kitchen)] == [
        Category.PRODUCE, Category.BAKERY, Category.DAIRY, Category.FROZEN, Category.HOUSEHOLD,
    ]
    assert set(AISLES) == set(Category)


def test_rows_are_named_in_the_households_language(kitchen):
    kitchen.add_shopping("milk", food_id="milk")
    assert rows(kitchen, "de")[0].text == "Milch"


def test_bought_rows_lie_on_their_shelves_and_undo_brings_the_list_back(kitchen):
    kitchen.add_shopping("milk", food_id="milk", quantity=Decimal(2), unit="l")
    kitchen.add_shopping("peas", food_id="frozen_peas")
    kitchen.add_shopping("candles")
    before = rows(kitchen)

    done = kitchen.put_away(before)

    lots = {lot.food_id: lot for lot in kitchen.view.lots()}
    assert (lots["milk"].quantity, lots["milk"].unit, lots["milk"].place) == (Decimal(2), "l", "fridge")
    assert lots["frozen_peas"].place == "freezer"
    assert len(lots) == len(done.lot_ids) == 2
    assert rows(kitchen) == []
    kitchen.undo(done)
    assert kitchen.view.lots() == []
    assert [row.text for row in rows(kitchen)] == [row.text for row in before]


def test_the_list_as_text_has_one_line_a_row(kitchen):
    kitchen.add_shopping("milk", food_id="milk")
    kitchen.add_shopping("candles")
    listed = rows(kitchen)
    assert rows_as_text(listed, {listed[0].key: "2 l"}) == "- milk, 2 l\n- candles"


@pytest.mark.parametrize("kind", ["shopping_ticked", "shopping_removed"])
def test_an_event_about_a_line_that_is_not_there_is_nothing(kitchen, kind):
    line = "01890a5d-ac96-774b-bcce-b302099a8057"
    kitchen.tick_shopping(line) if kind == "shopping_ticked" else kitchen.remove_shopping(line)
    kitchen.view.refresh()
    assert fold_shopping(kitchen.view.facts()) == []
