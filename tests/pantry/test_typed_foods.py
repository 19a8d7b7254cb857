"""What typed text puts on the shelves: several foods in one line, names of one's own, prices, packs already open."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.actions import Kitchen
from pantry.typing.typed_foods import TypingKitchen, understand
from pantry.vocabulary import Method

TODAY = date(2026, 3, 4)


def kitchen_of(lang: str = "de", currency: str = "EUR") -> TypingKitchen:
    return TypingKitchen(TODAY, lang, currency, {})


@pytest.mark.parametrize(("text", "lang", "foods"), [
    ("Tomaten, Gurken, Paprika", "de", ["tomato", "cucumber", "bell_pepper"]),
    ("2 l Milch und 6 Eier", "de", ["milk", "egg"]),
    ("milk, fridge, tomorrow", "en", ["milk"]),
    ("2 l milk, 1.45, 6 eggs; butter 250g", "en", ["milk", "egg", "butter"]),
    ("bread and butter", "en", ["bread", "butter"]),
    ("apples, pears and bananas", "en", ["apple", "pear", "banana"]),
    ("milk and bread", "en", ["milk", "bread"]),
    ("mac and cheese", "en", ["macaroni_cheese"]),
    ("half and half", "en", ["cream_light"]),
    ("leftover chili, 3 portions, freezer", "en", ["cooked_leftovers"]),
    ("Tomaten, 2 Dosen, 6 Eier", "de", ["canned_tomatoes", "egg"]),
    ("2 l Milch und Brot", "de", ["milk", "bread"]),
    ("2 cans of beans and corn", "en", ["canned_beans"]),
    ("1,5 kg Kartoffeln", "de", ["potato"]),
    ("2 Dosen Tomaten, 1 can of beer, 3 cans tuna", "de", ["canned_tomatoes", "beer", "tuna_can"]),
    ("Milch, Kühlschrank", "de", ["milk"]),
    ("Rest Lasagne, Kühlschrank, morgen", "de", ["ready_meal"]),
    ("Glas Gurken, 2 Gläser Honig", "de", ["pickles", "honey"]),
    ("jar of peas", "en", ["canned_peas"]),
    ("2 cans of kidney beans, jar of chickpeas, tin of lentils", "en",
     ["canned_kidney_beans", "canned_chickpeas", "canned_lentils"]),
    ("1 Dose Kidneybohnen 400 g, 1 Glas Linsen, Kidneybohnen", "de",
     ["canned_kidney_beans", "canned_lentils", "kidney_beans"]),
    ("2 cans of pears, can of carrots, can of beef", "en", ["canned_fruit", "canned_vegetables", "canned_meat"]),
    ("Glas Spargel, Glas Rotkohl, Glas Zwiebeln", "de", ["canned_vegetables", "canned_vegetables", "pickles"]),
    ("jar of anchovies, jar of pasta, jar of rice, can of cocoa", "en", ["anchovies", "pasta", "rice", "cocoa"]),
    ("block of cheddar 250 g", "en", ["cheddar"]),
    ("rest of the pizza, 2% milk, half gallon", "en", ["leftovers_pizza", "milk_low_fat"]),
    (", ;", "en", []),
])
def test_a_line_with_several_foods_is_parted_where_a_food_begins(text, lang, foods):
    assert [one.food_id for one in understand(text, kitchen_of(lang))] == foods


@pytest.mark.parametrize(("text", "quantity", "unit"), [
    ("2 Butter 250g", "500", "g"),
    ("3 Äpfel 500 g", "500", "g"),
    ("2 Dosen Tomaten 400 g", "800", "g"),
    ("2 Dosen Tomaten", "2", "can"),
    ("1,5 x 0,125 l Milch", "0.188", "l"),
    ("Chili sin carne, 3 Portionen", "3", "piece"),
    ("2 Stangen Butter", "226", "g"),
    ("2 Stangen Sellerie", "2", "stalk"),
    ("6er Pack Eier", "6", "piece"),
    ("H-Milch 3,5% 1l x 6", "6", "l"),
    ("Hafermilch 1 l x3", "3", "l"),
    ("2 x 400 g Dosen Tomaten", "800", "g"),
    ("ne Packung Butter", "1", "pack"),
    ("Eier 10er", "10", "piece"),
    ("Eier Freiland 10er Packung", "10", "piece"),
    ("2 6er Pack Joghurt", "12", "piece"),
    ("1 Kasten Bier", "1", "crate"),
])
def test_a_size_is_of_each_pack_and_of_all_that_is_counted(text, quantity, unit):
    (one,) = understand(text, kitchen_of())
    assert (one.quantity, one.unit) == (Decimal(quantity), unit)


@pytest.mark.parametrize(("text", "lang", "foods"), [
    ("froze the bread and 500 g mince", "en", [("bread", "freezer"), ("minced_mixed", "freezer")]),
    ("thawed the bread", "en", [("bread", "fridge")]),
    ("I defrosted 2 salmon fillets", "en", [("salmon_fillet", "fridge")]),
    ("das Brot eingefroren", "de", [("bread", "freezer")]),
    ("thawed 200 g peas, counter", "en", [("peas", "counter")]),
])
def test_what_was_frozen_or_thawed_and_is_not_there_yet_came_home_by_its_own_name(text, lang, foods):
    found = understand(text, kitchen_of(lang))
    assert [(one.food_id, one.place) for one in found] == foods
    assert [one.own_name for one in found] == [None] * len(foods)


def test_an_unsure_name_is_kept_beside_the_food_that_it_probably_is():
    jam, milk = understand("3 Gläser Omas Pflaumenmus, 1 l Milch", kitchen_of())
    assert (jam.food_id, jam.own_name, milk.own_name) == ("jam", "Omas Pflaumenmus", None)


@pytest.mark.parametrize(("currency", "text", "price_minor", "said"), [
    ("EUR", "Milch 1,45", 145, None), ("EUR", "milk £1.45", 145, "GBP"), ("AUD", "milk $1.45", 145, None),
    ("JPY", "milk ¥298", 298, None),
])
def test_a_price_is_in_the_households_currency_unless_a_sign_says_another(currency, text, price_minor, said):
    (one,) = understand(text, kitchen_of("de" if "," in text else "en", currency))
    assert (one.price_minor, one.line.currency) == (price_minor, said)


def test_what_was_typed_lies_on_its_shelves_in_one_append_and_one_undo_takes_it_back(kitchen: Kitchen):
    text = "eine angebrochene Packung Nudeln 1,19, 2 l Milch 2,40 verbrauchen bis Freitag, Salz"
    done = kitchen.put_in(understand(text, kitchen_of()))
    pasta, milk, _ = (kitchen.view.lot(lot_id) for lot_id in done.lot_ids)
    assert (pasta.food_id, pasta.price_minor, pasta.opened_on is not None) == ("pasta", 119, True)
    assert (milk.quantity, milk.price_minor, milk.date_kind) == (Decimal(2), 240, "use_by")
    bought = kitchen.journal.read(household_id="home", kinds=["lot_acquired"])
    methods = [event.payload["method"] for event in bought]
    assert methods == [Method.COUNTED, Method.COUNTED, Method.GUESSED], "nobody said how much salt"
    kitchen.undo(done)
    assert kitchen.view.lots() == []


def test_what_was_bought_before_today_lies_there_since_that_day(kitchen: Kitchen):
    today = kitchen.view.household().today(kitchen.journal.clock())
    found = understand("2 l milk bought yesterday, opened jar of pesto", TypingKitchen.of(kitchen.view, today))
    done = kitchen.put_in(found)
    milk, pesto = (kitchen.view.lot(lot_id) for lot_id in done.lot_ids)
    assert (milk.purchased_on, pesto.purchased_on) == (today - timedelta(days=1), today)
    assert (milk.opened_on, pesto.opened_on) == (None, today)
    bought = kitchen.view.history(milk.lot_id)[0].occurred_at
    assert bought.date() == today - timedelta(days=1)


WORDS = ["2", "1/2", "½", "x3", "milk", "eggs", "and", ",", "kg", "can", "1.99", "€", "each", "until", "friday",
         "31.2.", "opened", "(12)", "frozen", "half", "a", "of", "couple", "99999999", "use", "by", "0", "yesterday",
         "ago", "bought"]


@settings(deadline=None)  # the first call reads the catalog
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_line_is_understood_without_an_error(words):
    for one in understand(" ".join(words), kitchen_of("en")):
        assert one.quantity > 0 and one.quantity == one.quantity.quantize(Decimal("0.001")) and one.name


def test_what_is_open_since_a_day_was_bought_by_then(kitchen: Kitchen):
    today = kitchen.view.household().today(kitchen.journal.clock())
    said = "opened milk since yesterday; cream opened since 5 days ago, bought yesterday"
    done = kitchen.put_in(understand(said, TypingKitchen.of(kitchen.view, today)))
    for lot in (kitchen.view.lot(lot_id) for lot_id in done.lot_ids):
        assert (lot.opened_on, lot.purchased_on) == (today - timedelta(days=1),) * 2, lot.food_id
