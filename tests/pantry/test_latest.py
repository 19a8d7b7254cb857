"""What was said last: one entry a moment, the newest first, and each can be taken back and brought back as a whole."""

from decimal import Decimal

from pantry.actions import Kitchen
from pantry.facts.latest import MOST_TOLD, latest_said
from pantry.foods import catalog
from pantry.household import HOME
from pantry.vocabulary import Place
from tests.dashboard.kitchens import empty_kitchen


def kitchen_of(home) -> Kitchen:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    kitchen.view.refresh()
    return kitchen


def stock(kitchen: Kitchen) -> dict[str, Decimal]:
    return {lot.lot_id: lot.quantity for lot in kitchen.view.lots()}


def test_the_newest_comes_first_and_what_was_finished_is_still_told(home):
    kitchen = kitchen_of(home)
    assert latest_said(kitchen.view, limit=5) == []
    milk = kitchen.acquire(food_id="milk", quantity=Decimal(1), unit="l", place=Place.FRIDGE).lot_ids[0]
    kitchen.consume(milk)
    ate, came = latest_said(kitchen.view, limit=5)
    assert (ate.told[0][0], ate.told[0][1].kind, ate.lots) == (milk, "lot_consumed", 1)
    assert came.told[0][1].kind == "lot_acquired"
    assert [one.told[0][1].kind for one in latest_said(kitchen.view, limit=1)] == ["lot_consumed"]


def test_many_foods_of_one_moment_are_one_entry_taken_back_and_brought_back_whole(home):
    kitchen = kitchen_of(home)
    kitchen.stock_up([catalog().require(food_id) for food_id in ("milk", "egg", "butter", "rice", "honey")])
    before = stock(kitchen)
    (said,) = latest_said(kitchen.view, limit=5)
    assert (said.lots, len(said.told), said.is_undone) == (5, MOST_TOLD, False)
    kitchen.undo(said.event_ids)
    assert stock(kitchen) == {}
    (said,) = latest_said(kitchen.view, limit=5)
    assert said.is_undone
    undone_by = kitchen.view.undone_by()
    kitchen.undo([undone_by[one] for one in said.event_ids])
    assert stock(kitchen) == before and not latest_said(kitchen.view, limit=5)[0].is_undone


def test_a_dish_without_a_leftover_is_told_by_what_went_into_it(home):
    kitchen = kitchen_of(home)
    milk = kitchen.acquire(food_id="milk", quantity=Decimal(1), unit="l", place=Place.FRIDGE).lot_ids[0]
    egg = kitchen.acquire(food_id="egg", quantity=Decimal(6), unit="piece", place=Place.FRIDGE).lot_ids[0]
    before = stock(kitchen)
    kitchen.cook([(milk, Decimal("0.5")), (egg, None)], title="Pancakes")
    said = latest_said(kitchen.view, limit=1)[0]
    assert {lot_id for lot_id, _ in said.told} == {milk, egg} and said.lots == 2
    kitchen.undo(said.event_ids)
    assert stock(kitchen) == before


def test_a_journal_that_was_brought_in_at_once_is_not_a_thing_said(home, monkeypatch):
    kitchen = kitchen_of(home)
    monkeypatch.setattr("pantry.facts.latest.MOST_ENTRIES", 2)
    kitchen.stock_up([catalog().require(food_id) for food_id in ("milk", "egg", "butter")])
    assert latest_said(kitchen.view, limit=5) == []
