"""Numbers as cookbooks write them."""

import pytest

from recipes.ingredients.amounts import amount_at, number_of, plain_fractions

NUMBERS = [
    ("2", 2),
    ("1 1/2", 1.5),
    ("1-1/2", 1.5),
    ("3/4", 0.75),
    ("1 and 1/2", 1.5),
    ("1,5", 1.5),
    ("2.25", 2.25),
    ("1,000", 1000),
    ("1 / 2", 0.5),
    ("1/0", None),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_is_read(text: str, value: float | None) -> None:
    assert number_of(text) == value


FRACTIONS = [
    ("1½", "1 1/2"),
    ("½ cup", "1/2 cup"),
    ("of ¾", "of 3/4"),
    ("1 ⅓", "1 1/3"),
    ("2–3", "2-3"),
    ("1⁄2", "1/2"),
]


@pytest.mark.parametrize(("text", "plain"), FRACTIONS)
def test_vulgar_fractions_are_written_out(text: str, plain: str) -> None:
    assert plain_fractions(text) == plain


RANGES = [
    ("2-3 cups", 2, 3, "cup"),
    ("2 to 3 cups", 2, 3, "cup"),
    ("10 bis 12 g", 10, 12, "g"),
    ("3-2 cups", 3, 3, None),
    ("12 tablespoons or 169 grams", 12, 12, "tbsp"),
    ("1 or 2", 1, 2, None),
    ("5 fl oz", 5, 5, "fl oz"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_a_range_needs_a_higher_end_in_the_same_unit(
    text: str, low: float, high: float, unit: str | None
) -> None:
    amount = amount_at(text)
    assert amount is not None and (amount.low, amount.high, amount.unit) == (low, high, unit)


def test_no_number_is_no_amount() -> None:
    assert amount_at("salt") is None
    assert amount_at("1/0 cup") is None
