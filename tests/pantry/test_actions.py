"""What a click appends: amounts in the lot's own unit, days in the household's time, and a way back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pantry.actions import Kitchen
from pantry.errors import FutureEvent, IncompatibleUnits, InvalidEvent, LarderError, UnknownLot, UnknownUnit
from pantry.events import new_event
from pantry.kinds.lot_payloads import Leftover, LotMoved
from pantry.kinds.payloads import HouseholdChanged
from pantry.lots import Lot
from pantry.urgency import with_due
from pantry.vocabulary import DateKind, DateSource, Destination, Place, Reason, RiskBand

YESTERDAY, TODAY = date(2026, 3, 9), date(2026, 3, 10)


def buy(kitchen: Kitchen, **changed: object) -> str:
    fields = {"food_id": "milk", "quantity": Decimal(2), "unit": "pack", "place": Place.FRIDGE} | changed
    return kitchen.acquire(**fields).lot_ids[0]  # type: ignore[arg-type]


def lot(kitchen: Kitchen, lot_id: str) -> Lot:
    return kitchen.view.lot(lot_id)


def last_event(kitchen: Kitchen):
    return kitchen.journal.read(household_id="home")[-1]


# Buying ---------------------------------------------------------------------------------------------------


def test_a_purchase_lies_on_its_shelf_with_price_and_date(kitchen):
    lot_id = buy(kitchen, price_minor=258, expires_on=date(2026, 3, 20), date_kind=DateKind.USE_BY)
    bought = lot(kitchen, lot_id)
    assert (bought.food_id, bought.quantity, bought.unit, bought.place) == ("milk", 2, "pack", "fridge")
    assert (bought.price_minor, bought.value_minor, bought.currency) == (258, 258, "EUR")
    assert (bought.expires_on, bought.date_kind, bought.date_source) == (date(2026, 3, 20), "use_by", DateSource.USER)
    assert (bought.purchased_on, bought.opened_on, bought.is_frozen) == (TODAY, None, False)
    assert last_event(kitchen).actor == "Ana"


def test_a_purchase_may_be_entered_days_later(kitchen):
    lot_id = buy(kitchen, purchased_on=YESTERDAY)
    assert lot(kitchen, lot_id).purchased_on == YESTERDAY
    assert lot(kitchen, lot_id).made_at == datetime(2026, 3, 9, 11, tzinfo=UTC)  # noon in Berlin


def test_a_thing_without_a_food_keeps_its_name(kitchen):
    lot_id = buy(kitchen, food_id=None, food_name="Grandma's chutney")
    assert lot(kitchen, lot_id).name("de") == "Grandma's chutney"


def test_a_correction_changes_what_it_names_and_nothing_else(kitchen):
    lot_id = buy(kitchen, price_minor=258)
    kitchen.consume(lot_id, Decimal(1))
    kitchen.correct(lot_id, quantity=Decimal(3), expires_on=date(2026, 3, 15))
    corrected = lot(kitchen, lot_id)
    assert (corrected.quantity, corrected.acquired, corrected.price_minor) == (2, 3, 258)
    assert (corrected.expires_on, corrected.date_kind, corrected.date_source) == (
        date(2026, 3, 15), "best_before", "user",
    )


def test_a_correction_can_take_facts_away(kitchen):
    lot_id = buy(kitchen, price_minor=258, food_name="Mim's milk", expires_on=date(2026, 3, 20))
    before = lot(kitchen, lot_id)
    done = kitchen.correct(lot_id, clear=["food_name", "price_minor", "expires_on", "purchased_on"])
    bare = lot(kitchen, lot_id)
    assert (bare.food_name, bare.price_minor) == (None, None)
    assert (bare.currency, bare.value_method) == ("EUR", "reference"), "of what was paid nobody knows any more"
    assert (bare.expires_on, bare.date_kind, bare.date_source) == (None,) * 3
    assert (bare.food_id, bare.quantity, bare.purchased_on) == ("milk", 2, TODAY)
    assert kitchen.view.purchase(lot_id)["expires_on"] is None
    kitchen.correct(lot_id, price_minor=99)
    assert (lot(kitchen, lot_id).price_minor, lot(kitchen, lot_id).currency) == (99, "EUR")
    kitchen.undo(last_event(kitchen).event_id)
    kitchen.undo(done)
    assert lot(kitchen, lot_id) == before


def test_a_lot_is_never_left_without_food_and_name(kitchen):
    lot_id = buy(kitchen)
    with pytest.raises(InvalidEvent):
        kitchen.correct(lot_id, clear=["food_id"])
    kitchen.correct(lot_id, clear=["food_id"], food_name="white stuff")
    assert (lot(kitchen, lot_id).food_id, lot(kitchen, lot_id).food_name) == (None, "white stuff")


@pytest.mark.parametrize(("said", "corrected_to", "left", "unit"), [
    pytest.param("eat", ("2", "kg"), "1800", "g", id="what was eaten in grams was no kilos"),
    pytest.param("split", ("2", "kg"), "1800", "g", id="nor was what was split off"),
    pytest.param(None, ("2", "kg"), "2", "kg", id="nothing was said of it yet"),
    pytest.param("eat", ("3", "pack"), "-197", "pack", id="packs are no grams: the figures stay, the word was wrong"),
    pytest.param("eat", (None, "kg"), "800", "kg", id="the word alone was wrong"),
])
def test_an_amount_in_another_unit_leaves_what_was_taken_as_it_was(kitchen, said, corrected_to, left, unit):
    lot_id = buy(kitchen, food_id="flour", quantity=Decimal(1000), unit="g", price_minor=200)
    if said == "eat":
        kitchen.consume(lot_id, Decimal(200))
    elif said == "split":
        kitchen.split(lot_id, Decimal(200))
    quantity, unit_said = corrected_to
    kitchen.correct(lot_id, quantity=Decimal(quantity) if quantity else None, unit=unit_said)
    assert (lot(kitchen, lot_id).quantity, lot(kitchen, lot_id).unit) == (max(Decimal(left), Decimal(0)), unit)


def test_the_price_of_a_part_is_corrected_as_that_of_the_whole(kitchen):
    lot_id = buy(kitchen, price_minor=200)
    part = kitchen.split(lot_id, Decimal(1)).lot_ids[1]
    done = kitchen.correct(part, price_minor=300, food_id="oats")
    assert [lot(kitchen, one).value_minor for one in (lot_id, part)] == [150, 150]
    assert [lot(kitchen, one).food_id for one in (lot_id, part)] == ["milk", "oats"]
    kitchen.undo(done)
    assert [lot(kitchen, one).value_minor for one in (lot_id, part)] == [100, 100]


# Amounts and units ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("bought", "eaten", "left", "method"), [
    pytest.param(("flour", "1", "kg"), ("250", "g"), "0.75", "counted", id="grams of a kilo, exactly"),
    pytest.param(("milk", "1", "l"), ("25", "cl"), "0.75", "counted", id="centilitres of a litre, exactly"),
    pytest.param(("egg", "12", "piece"), ("0.5", "dozen"), "6", "counted", id="half a dozen eggs"),
    pytest.param(("milk", "1000", "ml"), ("103", "g"), "900", "guessed", id="millilitres by the density of milk"),
    pytest.param(("flour", "500", "g"), (None, None), "0", "counted", id="the rest of it"),
])
def test_an_amount_is_converted_to_the_lots_own_unit_before_it_is_written(kitchen, bought, eaten, left, method):
    food_id, quantity, unit = bought
    lot_id = buy(kitchen, food_id=food_id, quantity=Decimal(quantity), unit=unit)
    amount, amount_unit = eaten
    kitchen.consume(lot_id, amount and Decimal(amount), unit=amount_unit)
    assert abs(lot(kitchen, lot_id).quantity - Decimal(left)) <= (1 if method == "guessed" else 0)
    assert last_event(kitchen).payload["method"] == method


@pytest.mark.parametrize(("act", "error"), [
    (lambda kitchen, lot_id: kitchen.consume(lot_id, Decimal(1), unit="ml"), IncompatibleUnits),
    (lambda kitchen, lot_id: kitchen.consume(lot_id, Decimal(1), unit="armful"), UnknownUnit),
    (lambda kitchen, lot_id: kitchen.consume(lot_id, Decimal(-1)), InvalidEvent),
    (lambda kitchen, lot_id: kitchen.consume("00000000-0000-4000-8000-000000000000"), UnknownLot),
    (lambda kitchen, lot_id: kitchen.consume(lot_id, on=date(2026, 4, 1)), FutureEvent),
    (lambda kitchen, lot_id: kitchen.discard(lot_id, Decimal(10) ** 9), InvalidEvent),
    (lambda kitchen, lot_id: kitchen.acquire(
        food_id="unobtainium", quantity=Decimal(1), unit="g", place=Place.OTHER), LarderError),
])
def test_what_cannot_be_is_refused_and_nothing_is_written(kitchen, act, error):
    lot_id = buy(kitchen, food_id=None, food_name="a thing")
    before = kitchen.journal.max_seq()
    with pytest.raises(error):
        act(kitchen, lot_id)
    assert kitchen.journal.max_seq() == before
    assert lot(kitchen, lot_id).quantity == 2


def test_counting_restarts_the_amount_in_any_unit(kitchen):
    lot_id = buy(kitchen, food_id="flour", quantity=Decimal(1), unit="kg")
    kitchen.count(lot_id, Decimal(300), unit="g")
    assert lot(kitchen, lot_id).quantity == Decimal("0.3")
    kitchen.count(lot_id, Decimal(0))
    assert kitchen.view.lots() == []


# Throwing away, moving, freezing --------------------------------------------------------------------------


def test_a_discard_keeps_its_reason_and_destination(kitchen):
    lot_id = buy(kitchen)
    kitchen.discard(lot_id, Decimal(1), reason=Reason.SPOILED, destination=Destination.COMPOST)
    told = kitchen.view.history(lot_id)[-1]
    assert (told.kind, told.quantity, told.reason) == ("lot_discarded", 1, "spoiled")
    assert last_event(kitchen).payload["destination"] == "compost"
    assert lot(kitchen, lot_id).quantity == 1


def test_into_the_freezer_it_freezes_and_out_of_it_it_thaws(kitchen):
    lot_id = buy(kitchen)
    kitchen.move(lot_id, Place.FREEZER, on=YESTERDAY)
    assert (lot(kitchen, lot_id).place, lot(kitchen, lot_id).is_frozen) == ("freezer", True)
    assert lot(kitchen, lot_id).frozen_on == YESTERDAY
    kitchen.move(lot_id, Place.COUNTER)
    thawed = lot(kitchen, lot_id)
    assert (thawed.place, thawed.is_frozen, thawed.thawed_on) == ("counter", False, TODAY)


def test_a_move_between_shelves_freezes_nothing(kitchen):
    lot_id = buy(kitchen)
    kitchen.move(lot_id, Place.CELLAR)
    assert (lot(kitchen, lot_id).place, lot(kitchen, lot_id).is_frozen) == ("cellar", False)


def test_freeze_thaw_and_open_say_their_days(kitchen):
    lot_id = buy(kitchen)
    kitchen.open(lot_id, on=YESTERDAY)
    kitchen.freeze(lot_id, on=YESTERDAY)
    kitchen.thaw(lot_id)
    told = lot(kitchen, lot_id)
    assert (told.opened_on, told.frozen_on, told.thawed_on, told.place) == (YESTERDAY, YESTERDAY, TODAY, "fridge")


def test_part_of_a_frozen_lot_thaws_on_its_own(kitchen):
    lot_id = buy(kitchen, place=Place.FREEZER)
    part = kitchen.split(lot_id, Decimal(1), place=Place.FRIDGE).lot_ids[1]
    assert (lot(kitchen, lot_id).is_frozen, lot(kitchen, part).is_frozen) == (True, False)
    assert (lot(kitchen, lot_id).quantity, lot(kitchen, part).quantity) == (1, 1)
    assert lot(kitchen, part).root_lot_id == lot_id


def test_two_backdated_clicks_of_one_day_keep_their_order(kitchen):
    lot_id = buy(kitchen, purchased_on=date(2026, 3, 1))
    kitchen.move(lot_id, Place.CUPBOARD, on=YESTERDAY)
    kitchen.move(lot_id, Place.COUNTER, on=YESTERDAY)
    assert lot(kitchen, lot_id).place == "counter"


# Cooking --------------------------------------------------------------------------------------------------


def test_cooking_takes_from_several_lots_and_leaves_a_lot(kitchen):
    pasta = buy(kitchen, food_id="pasta", quantity=Decimal(500), unit="g")
    tomatoes = buy(kitchen, food_id="canned_tomatoes", quantity=Decimal(1), unit="pack")
    leftover = Leftover(food_id="cooked_leftovers", food_name="pasta al pomodoro", quantity=Decimal(300), unit="g")
    done = kitchen.cook([(pasta, Decimal(200)), (tomatoes, None)], title="Pasta", leftover=leftover)
    assert lot(kitchen, pasta).quantity == 300
    assert lot(kitchen, tomatoes).quantity == 0
    assert (lot(kitchen, done.lot_ids[-1]).quantity, lot(kitchen, done.lot_ids[-1]).made_by) == (300, "dish_cooked")
    kitchen.undo(done)
    assert (lot(kitchen, pasta).quantity, lot(kitchen, tomatoes).quantity) == (500, 1)
    with pytest.raises(UnknownLot):
        lot(kitchen, done.lot_ids[-1])


def test_a_leftover_keeps_its_name_and_is_dated_from_the_day_of_cooking(kitchen):
    pasta = buy(kitchen, food_id="pasta", quantity=Decimal(500), unit="g", price_minor=100)
    stew = Leftover(food_name="Grandma's stew", quantity=Decimal(2), unit="box")
    lot_id = kitchen.cook([(pasta, Decimal(200))], leftover=stew).lot_ids[-1]
    today = kitchen.view.household().today(kitchen.journal.clock())
    (due,) = [one for one in with_due(kitchen.view.lots(), as_of=today) if one.lot.lot_id == lot_id]
    assert due.lot.food_name == "Grandma's stew"
    assert due.due.latest is not None and 2 <= (due.due.latest - today).days <= 5
    assert due.risk is RiskBand.SOON
    assert due.lot.value_minor == 40, "what went in is on the shelf again: a box of leftovers weighs some 500 g"


def test_cooking_with_a_lot_that_is_not_there_is_refused_and_nothing_is_written(kitchen):
    pasta, before = buy(kitchen, food_id="pasta", quantity=Decimal(500), unit="g"), kitchen.journal.max_seq()
    with pytest.raises(UnknownLot):
        kitchen.cook([(pasta, None), ("00000000-0000-4000-8000-000000000000", None)])
    assert kitchen.journal.max_seq() == before


def test_a_leftover_of_a_leftover_keeps_its_amount_when_it_is_eaten_and_the_first_dish_is_taken_back(kitchen):
    pasta = buy(kitchen, food_id="pasta", quantity=Decimal(500), unit="g")
    stew = Leftover(food_name="stew", quantity=Decimal(300), unit="g")
    first = kitchen.cook([(pasta, Decimal(200))], leftover=stew)
    second = kitchen.cook([(first.lot_ids[-1], Decimal(100))], leftover=replace_name(stew, "pie", 150))
    kitchen.consume(second.lot_ids[-1], Decimal(50))
    kitchen.discard(first.lot_ids[-1], Decimal(20))
    undone = kitchen.undo(first)
    assert lot(kitchen, pasta).quantity == 500
    assert lot(kitchen, second.lot_ids[-1]).quantity == 100, "what was cooked of it is still on the table"
    with pytest.raises(UnknownLot):
        lot(kitchen, first.lot_ids[-1])
    kitchen.undo(undone)
    assert [lot(kitchen, one).quantity for one in (pasta, first.lot_ids[-1], second.lot_ids[-1])] == [300, 180, 100]


def replace_name(leftover: Leftover, name: str, quantity: int) -> Leftover:
    return leftover.model_copy(update={"food_name": name, "quantity": Decimal(quantity)})


def test_saying_again_that_something_thawed_or_froze_does_not_start_its_days_again(kitchen):
    lot_id = buy(kitchen, purchased_on=date(2026, 3, 1))
    kitchen.freeze(lot_id, on=date(2026, 3, 2))
    kitchen.freeze(lot_id, on=date(2026, 3, 5))
    assert lot(kitchen, lot_id).frozen_on == date(2026, 3, 2)
    kitchen.thaw(lot_id, on=YESTERDAY)
    kitchen.thaw(lot_id)
    assert lot(kitchen, lot_id).thawed_on == YESTERDAY


# Undo -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [
    lambda kitchen, lot_id: kitchen.consume(lot_id, Decimal(1)),
    lambda kitchen, lot_id: kitchen.discard(lot_id, reason=Reason.SPOILED),
    lambda kitchen, lot_id: kitchen.open(lot_id),
    lambda kitchen, lot_id: kitchen.move(lot_id, Place.FREEZER),
    lambda kitchen, lot_id: kitchen.split(lot_id, Decimal(1), place=Place.CUPBOARD),
    lambda kitchen, lot_id: kitchen.count(lot_id, Decimal(9)),
    lambda kitchen, lot_id: kitchen.correct(lot_id, quantity=Decimal(7), food_id="oats"),
    lambda kitchen, lot_id: kitchen.answer_check(lot_id, "no"),
    lambda kitchen, lot_id: kitchen.cook([(lot_id, None)]),
    lambda kitchen, lot_id: kitchen.acquire(
        food_id="oats", quantity=Decimal(1), unit="kg", place=Place.CUPBOARD),
], ids=["consume", "discard", "open", "move", "split", "count", "correct", "answer", "cook", "acquire"])
def test_every_action_can_be_undone_and_the_undo_as_well(kitchen, act):
    lot_id = buy(kitchen, price_minor=200)

    def state() -> list[Lot]:
        return kitchen.view.lots(in_stock=False)

    before = state()
    done = act(kitchen, lot_id)
    after = state()
    assert after != before
    undone = kitchen.undo(done)
    assert state() == before
    kitchen.undo(undone)
    assert state() == after


def test_an_event_can_be_undone_by_its_id_from_the_history(kitchen):
    lot_id = buy(kitchen)
    kitchen.consume(lot_id)
    kitchen.undo(kitchen.view.history(lot_id)[-1].event_id)
    assert lot(kitchen, lot_id).quantity == 2


# What is not stock ----------------------------------------------------------------------------------------


def test_a_no_to_still_there_empties_the_lot_and_a_yes_does_not(kitchen):
    lot_id = buy(kitchen)
    kitchen.answer_check(lot_id, "yes")
    assert lot(kitchen, lot_id).quantity == 2
    kitchen.answer_check(lot_id, "no")
    assert lot(kitchen, lot_id).quantity == 0


def test_settings_change_only_what_is_named(kitchen):
    kitchen.change_settings(HouseholdChanged(
        people=3, staples=["salt"], minimum_stock={"milk": (Decimal("1.5"), "l")}, tracking={"freezer": "exact"},
    ))
    household = kitchen.view.household()
    assert (household.people, household.staples, household.name) == (3, ("salt",), "Home")
    assert household.minimum_stock == {"milk": ("1.5", "l")}
    assert household.tracking == {"freezer": "exact"}
    kitchen.undo(last_event(kitchen).event_id)
    assert kitchen.view.household().people == 2


def test_other_clicks_are_written_as_facts(kitchen):
    line = kitchen.add_shopping("oat milk", food_id="milk", quantity=Decimal(1), unit="l").event_ids[0]
    kitchen.tick_shopping(line)
    kitchen.remove_shopping(line)
    kitchen.save_recipe("0123456789ab", "Stew")
    kitchen.rate_recipe("0123456789ab", 4)
    kitchen.teach_alias("BIO VOLLMILCH", "milk", merchant="Corner Shop")
    kitchen.confirm_day(YESTERDAY)
    kitchen.dismiss_document("a" * 64)
    kinds = [event.kind for event in kitchen.view.facts()][1:]
    assert kinds == [
        "shopping_added", "shopping_ticked", "shopping_removed", "recipe_saved", "recipe_rated",
        "alias_taught", "day_confirmed", "document_dismissed",
    ]
    assert kitchen.view.aliases() == {("corner shop", "bio vollmilch"): "milk"}


def test_a_plain_move_out_of_the_freezer_thaws(kitchen):
    """Two phones that were offline may both move a lot; neither then writes a thaw."""
    lot_id = buy(kitchen)
    kitchen.freeze(lot_id)
    move = LotMoved(lot_id=lot_id, place=Place.FRIDGE)
    kitchen.journal.append([new_event("home", move, occurred_at=kitchen.journal.clock())])
    kitchen.view.refresh()
    assert not lot(kitchen, lot_id).is_frozen
    assert lot(kitchen, lot_id).thawed_on == TODAY
