"""Lines as people type them, as a table."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pantry.typed_line import parse_typed_line
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
    ("7", "en", None, None, "7", None, None),
    ("", "en", None, None, "", None, None),
]


@pytest.mark.parametrize(("text", "lang", "quantity", "unit", "name", "place", "expires_on"), LINES,
                         ids=[line[0] or "empty" for line in LINES])
def test_a_typed_line_is_taken_apart(text, lang, quantity, unit, name, place, expires_on):
    line = parse_typed_line(text, TODAY, lang)
    assert line.quantity == (None if quantity is None else Decimal(quantity))
    assert (line.unit, line.name, line.place, line.expires_on) == (unit, name, place, expires_on)


@given(st.text(max_size=400))
def test_any_text_is_taken_without_an_error_and_amounts_stay_in_range(text):
    line = parse_typed_line(text, TODAY)
    assert line.quantity is None or 0 < line.quantity <= 1_000_000
