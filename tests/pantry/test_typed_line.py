"""Lines as people type them, as a table."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pantry.typing.typed_line import parse_typed_line
from pantry.vocabulary import Place

TODAY = date(2026, 3, 4)  # a Wednesday

LINES = [
    ("2 l milk fridge tomorrow", "en", "2", "l", "milk", Place.FRIDGE, date(2026, 3, 5)),
    ("3 Äpfel", "de", "3", None, "Äpfel", None, None),
    ("500g Spinat Kühlschrank morgen", "de", "500", "g", "Spinat", Place.FRIDGE, date(2026, 3, 5)),
    ("milk", "en", None, None, "milk", None, None),
    ("1 1/2 cups of flour", "en", "1.5", "cup", "flour", None, None),
    ("½ Brot", "de", "0.5", None, "Brot", None, None),
    ("1,5 kg Kartoffeln im Keller", "de", "1.5", "kg", "Kartoffeln", Place.CELLAR, None),
    ("2 x 500 g", "en", "2", None, "500 g", None, None),
    ("2 Gläser Honig", "de", "2", "jar", "Honig", None, None),
    ("2 Dosen Tomaten bis 24.12.", "de", "2", "can", "Tomaten", None, date(2026, 12, 24)),
    ("yogurt 1.2.", "en", None, None, "yogurt", None, date(2027, 2, 1)),
    ("cream of wheat", "en", None, None, "cream of wheat", None, None),
    ("ham until friday in the fridge", "en", None, None, "ham", Place.FRIDGE, date(2026, 3, 6)),
    ("fish wednesday", "en", None, None, "fish", None, date(2026, 3, 11)),
    ("ein Bund Petersilie", "de", "1", "bunch", "Petersilie", None, None),
    ("a dozen eggs", "en", "1", "dozen", "eggs", None, None),
    ("16 fl oz cream", "en", "16", "fl_oz", "cream", None, None),
    ("cheese 2026-05-01 freezer", "en", None, None, "cheese", Place.FREEZER, date(2026, 5, 1)),
    ("cheese 31.02.2026", "en", None, None, "cheese 31.02.2026", None, None),
    ("0 eggs", "en", None, None, "0 eggs", None, None),
    ("9999999 eggs", "en", None, None, "9999999 eggs", None, None),
    ("onions 3", "en", "3", None, "onions", None, None),
    ("eggs (12)", "en", "12", None, "eggs", None, None),
    ("yogurt x3", "en", "3", None, "yogurt", None, None),
    ("Butter 250g", "de", "250", "g", "Butter", None, None),
    ("6 x 1,5 l Wasser", "de", "9", "l", "Wasser", None, None),
    ("3x500g Nudeln", "de", None, None, "3x500g Nudeln", None, None),
    ("3 x 500g Nudeln", "de", "1500", "g", "Nudeln", None, None),
    ("2 Dosen à 400 g Tomaten", "de", "800", "g", "Tomaten", None, None),
    ("half a dozen eggs", "en", "6", "piece", "eggs", None, None),
    ("half an onion", "en", "0.5", None, "onion", None, None),
    ("ein halber Liter Milch", "de", "0.5", "l", "Milch", None, None),
    ("drei Viertel Kuchen", "de", "0.75", None, "Kuchen", None, None),
    ("zwei halbe Brote", "de", "1", None, "Brote", None, None),
    ("a couple of carrots", "en", "2", None, "carrots", None, None),
    ("ein paar Karotten", "de", None, None, "Karotten", None, None),
    ("ein Paar Würstchen", "de", "1", "pair", "Würstchen", None, None),
    ("1 bulb garlic", "en", "1", "head", "garlic", None, None),
    ("eine Knolle Knoblauch", "de", "1", "head", "Knoblauch", None, None),
    ("bag of spinach", "en", "1", "bag", "spinach", None, None),
    ("cup noodles", "en", None, None, "cup noodles", None, None),
    ("Packung Nudeln", "de", "1", "pack", "Nudeln", None, None),
    ("eingefrorene Erbsen", "de", None, None, "eingefrorene Erbsen", Place.FREEZER, None),
    ("milk exp 5 dec", "en", None, None, "milk", None, date(2026, 12, 5)),
    ("Milch bis 5. Dezember", "de", None, None, "Milch", None, date(2026, 12, 5)),
    ("bread Dec 5 2027", "en", None, None, "bread", None, date(2027, 12, 5)),
    ("bread until 5/12", "en", None, None, "bread", None, date(2026, 12, 5)),
    ("bread 1/2", "en", None, None, "bread 1/2", None, None),
    ("fish in 2 days", "en", None, None, "fish", None, date(2026, 3, 6)),
    ("bread 31 feb", "en", None, None, "bread 31 feb", None, None),
    ("7", "en", None, None, "7", None, None),
    ("", "en", None, None, "", None, None),
]


@pytest.mark.parametrize(("text", "lang", "quantity", "unit", "name", "place", "expires_on"), LINES,
                         ids=[line[0] or "empty" for line in LINES])
def test_a_typed_line_is_taken_apart(text, lang, quantity, unit, name, place, expires_on):
    line = parse_typed_line(text, TODAY, lang)
    assert line.quantity == (None if quantity is None else Decimal(quantity))
    assert (line.unit, line.name, line.place, line.expires_on) == (unit, name, place, expires_on)


@pytest.mark.parametrize("lang", ["en", "de"])
@example("fridge").via("nothing but a place is left of a part")
@example("6er")
@example("seit Montag")
@example("vor 3 Tagen gestern")
@given(st.text(max_size=400))
def test_any_text_is_taken_without_an_error_and_amounts_stay_in_range(lang, text):
    line = parse_typed_line(text, TODAY, lang)
    assert line.quantity is None or 0 < line.quantity <= 1_000_000


@pytest.mark.parametrize(("text", "lang", "name", "price", "currency", "date_kind", "is_opened"), [
    ("250 g Quark bis Freitag 0,89€", "de", "Quark", "0.89", "EUR", None, False),
    ("2 lb ground beef $7.99 use by friday", "en", "ground beef", "7.99", "USD", "use_by", False),
    ("Hackfleisch zu verbrauchen bis 5.3. 2,99", "de", "Hackfleisch", "2.99", None, "use_by", False),
    ("2 cans beans 0.89 each", "en", "beans", "1.78", None, None, False),
    ("3 Dosen Mais je 0,89 €", "de", "Mais", "2.67", "EUR", None, False),
    ("eine angebrochene Packung Nudeln", "de", "Nudeln", None, None, None, True),
    ("opened jar of pesto best before friday", "en", "pesto", None, None, "best_before", True),
    ("open jar of salsa", "en", "salsa", None, None, None, True),
    ("open", "en", "open", None, None, None, False),
])
def test_price_kind_of_date_and_openness_are_read(text, lang, name, price, currency, date_kind, is_opened):
    line = parse_typed_line(text, TODAY, lang)
    assert line.price == (None if price is None else Decimal(price))
    assert (line.name, line.currency, line.date_kind, line.is_opened) == (name, currency, date_kind, is_opened)


@pytest.mark.parametrize(("text", "lang", "name", "bought_on", "expires_on"), [
    ("a bag of spinach yesterday", "en", "spinach", date(2026, 3, 3), None),
    ("Spinat gestern gekauft", "de", "Spinat", date(2026, 3, 3), None),
    ("Brot vorgestern", "de", "Brot", date(2026, 3, 2), None),
    ("milk bought on monday", "en", "milk", date(2026, 3, 2), None),
    ("milk bought wednesday", "en", "milk", date(2026, 2, 25), None),
    ("eggs last friday", "en", "eggs", date(2026, 2, 27), None),
    ("ham 3 days ago 2.99", "en", "ham", date(2026, 3, 1), None),
    ("Schinken vor 3 Tagen", "de", "Schinken", date(2026, 3, 1), None),
    ("Quark am Montag gekauft bis Freitag", "de", "Quark", date(2026, 3, 2), date(2026, 3, 6)),
    ("2 yogurts until friday, bought yesterday", "en", "yogurts", date(2026, 3, 3), date(2026, 3, 6)),
    ("Quark bis Freitag gestern gekauft", "de", "Quark", date(2026, 3, 3), date(2026, 3, 6)),
    ("butter bought 24.12.", "en", "butter", date(2025, 12, 24), None),
    ("cheese bought 29 feb 2028", "en", "cheese", date(2027, 2, 28), None),
    ("yesterday", "en", "yesterday", None, None),
    ("bought", "en", "bought", None, None),
])
def test_the_day_it_was_bought_is_read(text, lang, name, bought_on, expires_on):
    line = parse_typed_line(text, TODAY, lang)
    assert (line.name, line.bought_on, line.expires_on) == (name, bought_on, expires_on)


@pytest.mark.parametrize(("text", "lang", "name", "opened_on", "bought_on"), [
    ("Pesto offen seit Montag", "de", "Pesto", date(2026, 3, 2), None),
    ("opened milk since yesterday", "en", "milk", date(2026, 3, 3), None),
    ("milk, opened since 3 days ago", "en", "milk", date(2026, 3, 1), None),
    ("Kürbis seit Montag", "de", "Kürbis", None, date(2026, 3, 2)),
    ("angebrochener Frischkäse", "de", "Frischkäse", None, None),
])
def test_since_when_it_is_open_or_there_is_read(text, lang, name, opened_on, bought_on):
    line = parse_typed_line(text, TODAY, lang)
    assert (line.name.rstrip(","), line.opened_on, line.bought_on) == (name, opened_on, bought_on)


def test_slashed_dates_follow_the_households_habit():
    said = [parse_typed_line("milk until 4/5/26", TODAY, is_month_first=first).expires_on for first in (False, True)]
    assert said == [date(2026, 5, 4), date(2026, 4, 5)]
