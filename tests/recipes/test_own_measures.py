"""A recipe's amounts and temperatures in the household's measures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.cook.own_measures import own_amount, with_own_temperatures
from recipes.lines import parse_line, resolve_lines


def said(line: str, system: str, scale: float = 1.0) -> tuple[str, str, str] | None:
    (read,) = resolve_lines([parse_line(line)])
    amount = own_amount(read, system, scale=scale)
    return (str(amount.low), str(amount.high), amount.unit) if amount else None


@pytest.mark.parametrize(("line", "expected"), [
    ("1 cup flour", ("120", "120", "g")), ("1-2 cups sugar", ("200", "400", "g")),
    ("8 oz cream cheese", ("230", "230", "g")), ("1 stick butter", ("110", "110", "g")),
    ("1/2 cup milk", ("120", "120", "ml")), ("12 fl oz stock", ("350", "350", "ml")),
    ("1 pint heavy cream", ("470", "470", "ml")), ("1/4 cup olive oil", ("60", "60", "ml")),
    ("1 cup xyzzy", ("240", "240", "ml")), ("2 cups (250 g) flour", None), ("3 tbsp olive oil", None),
    ("250 g flour", None), ("2 eggs", None), ("salt", None), ("1 (14 oz) can tomatoes", None),
])
def test_cups_and_ounces_are_said_in_grams_and_millilitres(line: str, expected: tuple[str, str, str] | None) -> None:
    assert said(line, "metric") == expected


@pytest.mark.parametrize(("line", "expected"), [
    ("200 g Mehl", ("200", "200", "g")), ("250 ml Milch", ("1.000", "1.000", "cup")),
    ("1 l water", ("4.250", "4.250", "cup")), ("100 ml milk", ("100", "100", "ml")), ("15 ml oil", None),
    ("3 g yeast", None), ("2 cups flour", None), ("100 g/4 oz butter", None),
])
def test_grams_and_millilitres_are_said_in_ounces_and_cups(line: str, expected: tuple[str, str, str] | None) -> None:
    assert said(line, "us") == expected


def test_an_amount_grows_with_the_recipe() -> None:
    assert said("1 cup flour", "metric", scale=3) == ("370", "370", "g")


@pytest.mark.parametrize(("text", "expected"), [
    ("Preheat the oven to 350°F.", "Preheat the oven to 350°F (180 °C)."),
    ("Bake at 350-375 degrees for 25 min.", "Bake at 350-375 degrees (180–190 °C) for 25 min."),
    ("Heat to 165F inside", "Heat to 165F (74 °C) inside"),
    ("425 degrees Fahrenheit", "425 degrees Fahrenheit (220 °C)"),
    ("Bake at 375°F (190°C).", "Bake at 375°F (190°C)."),
    ("Turn 90 degrees, add 24 Figs and 12 Cups", "Turn 90 degrees, add 24 Figs and 12 Cups"),
])
def test_fahrenheit_is_said_in_celsius(text: str, expected: str) -> None:
    assert with_own_temperatures(text, "metric").replace("\u00a0", " ") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heat the oven to 200 °C.", "Heat the oven to 200 °C (400 °F)."),
    ("Heat oven to 200C/180C fan/gas 6", "Heat oven to 200C (400 °F)/180C fan/gas 6"),
    ("Ofen auf 180 Grad vorheizen", "Ofen auf 180 Grad (350 °F) vorheizen"),
    ("Kerntemperatur 74 °C", "Kerntemperatur 74 °C (165 °F)"), ("Bake at 350°F", "Bake at 350°F"),
])
def test_celsius_is_said_in_fahrenheit(text: str, expected: str) -> None:
    assert with_own_temperatures(text, "us").replace("\u00a0", " ") == expected


@given(st.text(max_size=80), st.sampled_from(["metric", "us"]))
def test_nothing_that_was_printed_is_lost(text: str, system: str) -> None:
    shown, position = with_own_temperatures(text, system), 0
    for character in text:
        position = shown.index(character, position) + 1


@given(st.floats(0.01, 400, allow_nan=False), st.sampled_from(["cup", "oz", "lb", "pint"]))
def test_what_is_said_is_near_what_was_meant(quantity: float, unit: str) -> None:
    (read,) = resolve_lines([parse_line(f"{quantity:.2f} {unit} sugar")])
    amount = own_amount(read, "metric")
    if amount is not None and read.mass_g and read.mass_g > 20:
        assert abs(float(amount.low) - read.mass_g) <= max(0.13 * read.mass_g, 1)
    assert amount is None or amount.low > Decimal(0)
