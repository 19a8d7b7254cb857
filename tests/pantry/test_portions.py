"""What someone says was eaten or binned comes from the right lots, and the last of it can be taken back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pantry.actions import Kitchen
from pantry.errors import IncompatibleUnits
from pantry.facts.undo import last_said
from pantry.lots import Lot
from pantry.typing.portions import Meant, meant_by, portions_of
from pantry.typing.typed_foods import TypingKitchen, understand
from pantry.typing.typed_uses import TypedUse, Use, typed_use


def put_in(kitchen: Kitchen, text: str) -> list[str]:
    """Put a typed line on the shelves and return its lots."""
    return list(kitchen.put_in(understand(text, typing_in(kitchen))).lot_ids)


def typing_in(kitchen: Kitchen) -> TypingKitchen:
    return TypingKitchen.of(kitchen.view, kitchen.view.household().today(kitchen.journal.clock()))


def lot_of_eggs(number: int, quantity: Decimal) -> Lot:
    """Return a pack of eggs, a day younger with each number."""
    bought = date(2026, 3, 1) + timedelta(days=number)
    made_at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)
    return Lot(
        lot_id=f"lot-{number}", root_lot_id=f"lot-{number}", parent_lot_id=None, made_by="lot_acquired", food_id="egg",
        food_name=None, quantity=quantity, acquired=quantity, unit="piece", place="fridge", is_frozen=False,
        purchased_on=bought, expires_on=None, date_kind=None, date_source=None, opened_on=None, frozen_on=None,
        thawed_on=None, price_minor=None, value_minor=None, currency=None, document_sha256=None, document_line=None,
        made_at=made_at, last_event_at=made_at,
    )


def given_by(kitchen: Kitchen, text: str) -> list[tuple[str, Decimal]]:
    """Return the lots and amounts that a sentence takes."""
    typing = typing_in(kitchen)
    found = portions_of(understand(text, typing), kitchen.view.lots(), typing.today)
    return [(one.lot.lot_id, one.quantity) for portions in found for one in portions]


def test_the_most_urgent_lots_give_first_a_kind_of_the_food_and_the_freezer_too(kitchen: Kitchen) -> None:
    frozen, late, soon, kind = put_in(kitchen, (
        "300 g spinach freezer; 1 l milk until 20.3.2026; 1 l milk until 12.3.2026; 500 ml whole milk until 30.3.2026"
    ))
    assert given_by(kitchen, "1.25 l milk") == [(soon, Decimal(1)), (late, Decimal("0.25"))]
    assert given_by(kitchen, "2250 ml milk") == [(soon, Decimal(1)), (late, Decimal(1)), (kind, Decimal(250))]
    assert given_by(kitchen, "whole milk") == [(kind, Decimal(500))], "a kind is asked for by its name"
    assert given_by(kitchen, "spinach") == [(frozen, Decimal(300))]
    assert given_by(kitchen, "spinach fridge") == []


def test_one_can_is_all_of_what_lies_there_by_weight_and_not_more(kitchen: Kitchen) -> None:
    (chickpeas,) = put_in(kitchen, "400 g chickpeas")
    assert given_by(kitchen, "a can of chickpeas") == [(chickpeas, Decimal(400))]
    assert given_by(kitchen, "2 cans of chickpeas") == [(chickpeas, Decimal(1000))]


def test_without_an_amount_it_is_all_of_one_lot_and_what_is_beyond_is_asked_of_the_last(kitchen: Kitchen) -> None:
    first, second = put_in(kitchen, "6 eggs until 12.3.2026; 4 eggs until 20.3.2026")
    assert given_by(kitchen, "eggs") == [(first, Decimal(6))]
    assert given_by(kitchen, "eggs; eggs") == [(first, Decimal(6)), (second, Decimal(4))]
    assert given_by(kitchen, "5 eggs; 3 eggs") == [(first, Decimal(5)), (first, Decimal(1)), (second, Decimal(2))]
    assert given_by(kitchen, "12 eggs") == [(first, Decimal(6)), (second, Decimal(6))]


def test_a_part_of_it_is_a_part_of_the_lot_and_the_day_it_was_eaten_is_kept(kitchen: Kitchen) -> None:
    milk, eggs = put_in(kitchen, "2 l milk, 6 eggs")
    assert given_by(kitchen, "half the milk") == [(milk, Decimal(1))]
    assert given_by(kitchen, "half an egg") == [(eggs, Decimal("0.5"))]
    meant = meant_by("2 eggs yesterday, caviar", Use.EATEN, typing_in(kitchen), kitchen.view.lots())
    assert ([one.on for one in meant.portions], meant.missing) == (
        [typing_in(kitchen).today - timedelta(days=1)], ("caviar",))


def test_an_amount_that_nobody_can_tell_in_the_units_of_the_lots_is_refused(kitchen: Kitchen) -> None:
    put_in(kitchen, "3 zorblax")
    with pytest.raises(IncompatibleUnits):
        given_by(kitchen, "20 g zorblax")


def test_what_is_opened_frozen_or_thawed_stays_in_the_house(kitchen: Kitchen) -> None:
    milk, opened_milk, ham = put_in(kitchen, "1 l milk; opened 1 l milk; 300 g ham")

    def tell(text: str, use: Use) -> None:
        kitchen.tell(meant_by(text, use, typing_in(kitchen), kitchen.view.lots()), use)

    tell("the milk", Use.OPENED)
    assert kitchen.view.lot(milk).opened_on is not None, "the one that was not open yet"
    tell("100 g of the ham", Use.FROZEN)
    (part,) = [lot for lot in kitchen.view.lots() if lot.is_frozen]
    assert (part.quantity, kitchen.view.lot(ham).quantity) == (100, 200)
    tell("50 g ham", Use.THAWED)
    assert sorted((lot.quantity, lot.is_frozen, lot.thawed_on is not None) for lot in kitchen.view.lots()
                  if lot.root_lot_id == ham) == [(50, False, True), (50, True, False), (200, False, False)]
    tell("ham", Use.FROZEN)
    assert sum(lot.quantity for lot in kitchen.view.lots() if lot.root_lot_id == ham) == 300
    assert kitchen.view.lot(opened_milk).quantity == 1


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(1, 300))
def test_what_lots_give_adds_up_to_what_was_said(packs: list[int], said: int) -> None:
    lots = [lot_of_eggs(number, Decimal(pack)) for number, pack in enumerate(packs)]
    typing = TypingKitchen(lots[0].purchased_on, "en", "EUR", {})
    (portions,) = portions_of(understand(f"{said} eggs", typing), lots, typing.today)
    assert sum(one.quantity for one in portions) == said
    assert [one.is_beyond for one in portions[:-1]] == [False] * (len(portions) - 1)
    assert portions[-1].is_beyond == (said > sum(packs))


def test_the_last_thing_that_was_said_is_taken_back_and_then_the_one_before(kitchen: Kitchen) -> None:
    commands = Kitchen(kitchen.journal, "home", view=kitchen.view, source="command")
    (eggs,) = put_in(kitchen, "10 eggs")
    commands.consume(eggs, Decimal(2))
    (portions,) = portions_of(understand("3 eggs", typing_in(kitchen)), kitchen.view.lots(), typing_in(kitchen).today)
    commands.tell(Meant(tuple(portions)), Use.EATEN)
    kitchen.consume(eggs, Decimal(1))
    for left in (Decimal(7), Decimal(9), Decimal(9)):
        said = last_said(kitchen.journal.read(household_id="home"), source="command")
        if said:
            commands.undo([event.event_id for event in said])
        assert kitchen.view.lot(eggs).quantity == left


def test_who_names_the_pack_means_packs_before_what_lies_loose(kitchen: Kitchen) -> None:
    loose, cans = put_in(kitchen, "500 g kidney beans until 12.3.2026; 2 cans of kidney beans until 20.3.2028")
    assert given_by(kitchen, "kidney beans") == [(loose, Decimal(500))]
    assert given_by(kitchen, "a can of kidney beans") == [(cans, Decimal(1))]


@pytest.mark.parametrize(("text", "days"), [
    ("2 eggs yesterday, ham on saturday", {"egg": 1, "ham": 3}),
    ("2 eggs, milk yesterday, ham on saturday", {"egg": 1, "milk": 1, "ham": 3}),
    ("2 eggs and ham yesterday", {"egg": 1, "ham": 1}),
    ("2 eggs yesterday, ham", {"egg": 1, "ham": 1}),
    ("2 eggs yesterday, ham, milk on saturday", {"egg": 1, "ham": 3, "milk": 3}),
    ("ham 7.3., 2 eggs", {"ham": 3, "egg": 3}),
    ("ham today, 2 eggs yesterday", {"ham": 0, "egg": 1}),
    ("ham best before 20.3.2026", {"ham": None}),
    ("2 eggs, ham", {"egg": None, "ham": None}),
])
def test_each_part_of_a_line_has_its_own_day(kitchen: Kitchen, text: str, days: dict[str, int | None]) -> None:
    """A part without a day shares the next one that is named, else the last."""
    put_in(kitchen, "6 eggs 1.3.2026 bought, 200 g ham bought 1.3.2026, 1 l milk bought 1.3.2026")
    today = typing_in(kitchen).today
    meant = meant_by(text, Use.EATEN, typing_in(kitchen), kitchen.view.lots())
    assert {portion.lot.food_id: portion.on for portion in meant.portions} == {
        food: None if ago is None else today - timedelta(days=ago) for food, ago in days.items()}
    kitchen.tell(meant, Use.EATEN)
    written = {kitchen.view.lot(event.payload["lot_id"]).food_id: event.occurred_at.date()
               for event in kitchen.journal.read(kinds=["lot_consumed"])}
    assert written == {food: today - timedelta(days=ago or 0) for food, ago in days.items()}


def test_what_is_put_in_has_its_own_days_places_and_prices_in_each_part(kitchen: Kitchen) -> None:
    said = understand("milk bought yesterday till friday 1.20, ham bought saturday till tuesday 2.50 freezer",
                      typing_in(kitchen))
    assert [(one.food_id, str(one.bought_on), str(one.expires_on), one.price_minor, one.place) for one in said] == [
        ("milk", "2026-03-09", "2026-03-13", 120, "fridge"), ("ham", "2026-03-07", "2026-03-17", 250, "freezer")]


def test_what_was_bought_on_several_days_goes_in_whatever_their_order(kitchen: Kitchen) -> None:
    milk, ham = put_in(kitchen, "1 l milk, 200 g ham bought yesterday")
    days = [kitchen.view.lot(lot_id).purchased_on for lot_id in (milk, ham)]
    assert days == [typing_in(kitchen).today, typing_in(kitchen).today - timedelta(days=1)]


@pytest.mark.parametrize("text", [
    "ate 0 eggs", "I ate no eggs", "ate -2 eggs", "2 Eier nicht gegessen", "Habe kein Ei gegessen",
    "Milch noch nicht aufgemacht", "keine Milch getrunken", "milk is almost empty", "Milch ist fast leer",
])
def test_what_was_not_done_takes_nothing(kitchen: Kitchen, text: str) -> None:
    put_in(kitchen, "6 eggs; 1 l milk")
    said = typed_use(text)
    assert said is not None
    assert meant_by(said.text, said.use, typing_in(kitchen), kitchen.view.lots()) == Meant(())


def test_of_what_is_half_empty_half_is_gone(kitchen: Kitchen) -> None:
    put_in(kitchen, "2 l milk")
    said = typed_use("The milk is half empty")
    assert said is not None
    (portion,) = meant_by(said.text, said.use, typing_in(kitchen), kitchen.view.lots()).portions
    assert portion.quantity == 1
    assert typed_use("Milch ist halb leer") == TypedUse(Use.EATEN, "halbe Milch")


def test_what_did_not_come_home_is_not_put_in(kitchen: Kitchen) -> None:
    found = understand("keine Eier; Milch nicht aufgemacht; no sugar cola", typing_in(kitchen))
    assert [one.line.name for one in found] == ["no sugar cola"]
