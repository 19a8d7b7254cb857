"""Accepting a document's lines: once, whatever happens; and back again after an undo, also with other facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pantry.acting.accepting import Correction, key_of, lot_id, review_id
from pantry.proposals import Proposal
from pantry.vocabulary import DateKind, DateSource, Place

MILK = Proposal(
    document_sha256="a" * 64, line_no=3, line_key="bio milch 1l", raw_text="BIO MILCH 1L", name="Bio Milch",
    is_food=True, confidence=0.97, is_sure=True, food_id="milk", quantity=Decimal(2), unit="pack",
    price_minor=258, currency="EUR", purchased_on=date(2026, 3, 8), place=Place.FRIDGE,
)
BREAD = replace(MILK, line_no=4, line_key="brot", raw_text="BROT", name="Brot", food_id="bread", price_minor=199)
CHUTNEY = replace(MILK, line_no=5, line_key="chutney", name="Chutney", food_id=None, price_minor=None)
TWIN = replace(MILK, line_no=6, occurrence=1)


def stock(kitchen):
    return {(lot.food_id or lot.food_name): lot.quantity for lot in kitchen.view.lots()}


def test_accepted_lines_lie_in_stock_from_the_day_of_purchase(kitchen):
    done = kitchen.accept([BREAD, MILK, CHUTNEY])
    assert stock(kitchen) == {"milk": 2, "bread": 2, "Chutney": 2}
    milk = kitchen.view.lot(lot_id("home", MILK))
    assert milk.lot_id in done.lot_ids
    assert (milk.purchased_on, milk.price_minor, milk.document_line) == (date(2026, 3, 8), 258, 3)
    assert set(kitchen.view.decisions().values()) == {"accepted"}


@pytest.mark.parametrize(("line", "correction", "said"), [
    (replace(CHUTNEY, category="pantry"), None, "pantry"),
    (replace(MILK, category="dairy"), None, None),
    (replace(CHUTNEY, category="pantry", is_sure=False), None, None),
    (replace(CHUTNEY, category="pantry"), Correction(name="Candle"), None),
    (CHUTNEY, None, None),
], ids=["sure", "its food is known", "a guess", "renamed", "nothing known"])
def test_a_lot_that_is_known_by_name_alone_says_what_kind_of_thing_it_surely_is(kitchen, line, correction, said):
    kitchen.accept([line], corrections={key_of(line): correction} if correction else None)
    (lot,) = kitchen.journal.read(kinds=["lot_acquired"])
    assert lot.payload.get("food_category") == said


def test_accepting_the_same_lines_twice_writes_once(kitchen):
    kitchen.accept([MILK, BREAD])
    seq = kitchen.journal.max_seq()
    assert kitchen.accept([MILK, BREAD]).event_ids == ()
    assert kitchen.journal.max_seq() == seq


def test_a_newer_engine_with_other_line_numbers_writes_nothing_new(kitchen):
    kitchen.accept([MILK])
    seq = kitchen.journal.max_seq()
    kitchen.accept([replace(MILK, line_no=17, confidence=0.5)], by_machine=True)
    assert kitchen.journal.max_seq() == seq


def test_equal_lines_of_one_receipt_become_two_lots(kitchen):
    kitchen.accept([MILK, TWIN])
    assert len(kitchen.view.lots()) == 2


def test_two_households_with_the_same_receipt_share_no_ids():
    assert lot_id("home", MILK) != lot_id("flat", MILK)
    assert review_id("home", MILK) != lot_id("home", MILK)


def test_what_was_accepted_and_undone_comes_back_when_it_is_accepted_again(kitchen):
    kitchen.undo(kitchen.accept([MILK]))
    assert stock(kitchen) == {}
    again = kitchen.accept([MILK])
    assert stock(kitchen) == {"milk": 2}
    assert set(kitchen.view.decisions().values()) == {"accepted"}
    kitchen.undo(again)
    assert stock(kitchen) == {}
    kitchen.accept([MILK])
    assert stock(kitchen) == {"milk": 2}


def test_accepted_again_with_another_food_after_an_undo_it_is_that_food(kitchen):
    kitchen.undo(kitchen.accept([MILK]))
    oats = replace(MILK, food_id="oats", quantity=Decimal(500), unit="g", price_minor=99)
    kitchen.accept([oats])
    assert stock(kitchen) == {"oats": 500}
    (lot,) = kitchen.view.lots()
    assert (lot.unit, lot.price_minor, lot.lot_id) == ("g", 99, lot_id("home", MILK))


def test_accepted_again_with_the_first_food_after_a_detour_it_is_the_first_food(kitchen):
    kitchen.undo(kitchen.accept([MILK]))
    detour = kitchen.accept([replace(MILK, food_id="oats")])
    kitchen.undo(detour)
    kitchen.accept([MILK])
    assert stock(kitchen) == {"milk": 2}


def test_a_persons_word_goes_into_the_lot(kitchen):
    correction = Correction(food_id="oats", quantity=Decimal(1), expires_on=date(2026, 5, 1), date_kind=DateKind.USE_BY)
    kitchen.accept([MILK], corrections={key_of(MILK): correction})
    (lot,) = kitchen.view.lots()
    assert (lot.food_id, lot.quantity, lot.expires_on) == ("oats", 1, date(2026, 5, 1))
    assert (lot.date_kind, lot.date_source) == ("use_by", DateSource.USER)
    assert set(kitchen.view.decisions().values()) == {"corrected"}
    assert kitchen.view.facts()[-1].payload["corrected"]["food_id"] == "oats"


UNKNOWN = replace(CHUTNEY, quantity=Decimal(1), unit="piece", place=Place.CUPBOARD)
CODED = replace(UNKNOWN, expires_on=date(2026, 3, 20), date_kind=DateKind.BEST_BEFORE, date_source=DateSource.CATEGORY)


@pytest.mark.parametrize(("line", "correction", "place", "unit"), [
    (UNKNOWN, Correction(food_id="milk"), Place.FRIDGE, "pack"),
    (UNKNOWN, Correction(food_id="banana"), Place.COUNTER, "piece"),
    (UNKNOWN, Correction(food_id="honey"), Place.CUPBOARD, "jar"),
    (UNKNOWN, Correction(food_id="milk", place=Place.CELLAR, unit="l"), Place.CELLAR, "l"),
    (UNKNOWN, Correction(name="Grandma's jelly"), Place.CUPBOARD, "piece"),
    (MILK, Correction(food_id="banana"), Place.COUNTER, "piece"),
    (replace(MILK, unit="l"), Correction(food_id="oat_milk"), Place.CUPBOARD, "l"),
    (MILK, Correction(quantity=Decimal(3)), Place.FRIDGE, "pack"),
], ids=["milk", "bananas", "a jar", "said by the person", "a name", "another food", "a printed measure", "same food"])
def test_another_food_lies_where_it_usually_does_and_is_counted_as_it_is(kitchen, line, correction, place, unit):
    kitchen.accept([line], corrections={key_of(line): correction})
    (lot,) = kitchen.view.lots()
    assert (lot.place, lot.unit) == (place, unit)


def test_who_picks_what_was_proposed_corrects_nothing(kitchen):
    kitchen.accept([MILK], corrections={key_of(MILK): Correction(food_id="milk", quantity=Decimal(2))})
    assert set(kitchen.view.decisions().values()) == {"accepted"}
    (lot,) = kitchen.view.lots()
    assert (lot.place, lot.unit) == (Place.FRIDGE, "pack")


def test_a_food_that_was_named_keeps_no_date_that_its_category_guessed(kitchen):
    assert Correction(food_id="honey").apply(CODED).expires_on is None
    printed = replace(CODED, date_source=DateSource.LABEL)
    assert Correction(food_id="honey").apply(printed).expires_on == date(2026, 3, 20)


def test_a_line_that_comes_back_as_another_food_lies_where_that_does(kitchen):
    kitchen.undo(kitchen.accept([UNKNOWN], corrections={key_of(UNKNOWN): Correction(food_id="honey")}))
    kitchen.accept([UNKNOWN], corrections={key_of(UNKNOWN): Correction(food_id="milk")})
    (lot,) = kitchen.view.lots()
    assert (lot.food_id, lot.place, lot.unit) == ("milk", Place.FRIDGE, "pack")


def test_correcting_a_line_that_is_in_stock_corrects_its_lot(kitchen):
    kitchen.accept([MILK])
    kitchen.accept([MILK], corrections={key_of(MILK): Correction(quantity=Decimal(3))})
    assert stock(kitchen) == {"milk": 3}
    assert set(kitchen.view.decisions().values()) == {"corrected"}


def test_accepting_once_more_does_not_undo_what_was_corrected_by_hand_since(kitchen):
    kitchen.accept([MILK])
    kitchen.correct(lot_id("home", MILK), quantity=Decimal(5))
    kitchen.accept([MILK], by_machine=True)
    assert stock(kitchen) == {"milk": 5}


def test_a_line_set_aside_is_not_stock_and_can_still_be_accepted(kitchen):
    kitchen.set_aside([MILK], is_food=False)
    assert (stock(kitchen), list(kitchen.view.decisions().values())) == ({}, ["not_food"])
    kitchen.accept([MILK])
    assert (stock(kitchen), list(kitchen.view.decisions().values())) == ({"milk": 2}, ["accepted"])


def test_a_line_accepted_undone_and_set_aside_is_set_aside(kitchen):
    kitchen.undo(kitchen.accept([MILK]))
    aside = kitchen.set_aside([MILK])
    assert (stock(kitchen), list(kitchen.view.decisions().values())) == ({}, ["ignored"])
    kitchen.undo(aside)
    assert kitchen.view.decisions() == {}


@pytest.mark.parametrize("day", [None, date(2026, 12, 24)])
def test_a_day_that_is_missing_or_ahead_is_today(kitchen, day):
    kitchen.accept([replace(MILK, purchased_on=day)])
    assert kitchen.view.lots()[0].purchased_on == date(2026, 3, 10)


def test_a_printed_date_keeps_its_kind_and_source(kitchen):
    dated = replace(MILK, expires_on=date(2026, 3, 20), date_kind=DateKind.USE_BY, date_source=DateSource.OCR)
    kitchen.accept([dated])
    (lot,) = kitchen.view.lots()
    assert (lot.expires_on, lot.date_kind, lot.date_source) == (date(2026, 3, 20), "use_by", "ocr")


@pytest.mark.parametrize(("name", "count", "food_id", "quantity", "unit"), [
    ("KS ORG EGGS 24", "1", "egg", "24", "piece"),
    # Two of such a box: nobody knows whether the number is theirs. A tax class. Sold by the jar, whatever its number.
    ("KS ORG EGGS 24", "2", "egg", "2", "piece"),
    ("KS ORG EGGS 2", "1", "egg", "1", "piece"),
    ("KS ORG HONEY 24", "1", "honey", "1", "jar"),
])
def test_the_pieces_that_a_name_states_follow_from_the_food_that_is_picked(name, count, food_id, quantity, unit):
    line = replace(CHUTNEY, name=name, quantity=Decimal(count), unit="piece", price_minor=899)
    picked = Correction(food_id=food_id).apply(line)
    assert (picked.quantity, picked.unit) == (Decimal(quantity), unit)
    assert Correction(food_id=food_id, quantity=Decimal(6)).apply(line).quantity == 6, "a person's word goes before"
