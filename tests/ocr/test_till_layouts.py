"""The tills of many countries, printed and come apart: every article, count and total is found."""

from datetime import date

import pytest
from rapidfuzz import fuzz

from ocr.plain_text import words_of_text
from ocr.reading import ReceiptReading
from ocr.receipt import parse_words
from samples.till_layouts import LAYOUTS, Bought, TillReceipt, till_receipt

AS_OF = date(2026, 11, 22)
SEEDS = range(3)
# A weight, a tax code or a count above its name on rows of their own cannot be told from other numbers.
_NOT_IN_CELLS = {"swiss", "yen count first"}


def read(receipt: TillReceipt) -> ReceiptReading:
    """Read a receipt given as text."""
    return parse_words(list(words_of_text(receipt.text)), as_of=AS_OF, has_boxes=False)


def is_found(one: Bought, reading: ReceiptReading) -> bool:
    """Return whether an item line has the article's name and price."""
    return any(line.total_minor == one.total_minor and fuzz.ratio(line.name, one.name) >= 80 for line in reading.items)


def test_two_receipts_pasted_one_after_the_other_are_two_and_one_stays_one() -> None:
    """No line need part them: three in four pairs are told apart, and neither one's lines are lost then."""
    receipts = [till_receipt(name, 0) for name in LAYOUTS]
    pairs = zip(receipts, [*receipts[1:], receipts[0]], strict=True)
    totals = [([part.total_minor for part in read(TillReceipt(one.text + other.text, (), 0)).receipts],
               [one.total_minor, other.total_minor]) for one, other in pairs]
    assert sum(found == printed for found, printed in totals) >= 32
    assert all(found in ([], printed) for found, printed in totals)
    assert not any(read(one).receipts for one in receipts)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_that_was_bought_is_read_from_every_layout(layout: str) -> None:
    for seed in SEEDS:
        receipt = till_receipt(layout, seed)
        reading = read(receipt)
        assert reading.total_minor == receipt.total_minor, receipt.text
        assert len(reading.items) == len(receipt.bought), receipt.text
        for one in receipt.bought:
            assert is_found(one, reading), (one, receipt.text)
            quantities = {line.quantity for line in reading.items if line.total_minor == one.total_minor}
            assert (one.weight_kg or one.count) in quantities, (one, receipt.text)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in _NOT_IN_CELLS])
def test_rows_that_came_apart_into_cells_are_put_together(layout: str) -> None:
    for seed in SEEDS:
        receipt = till_receipt(layout, seed, "cells")
        reading = read(receipt)
        assert reading.total_minor == receipt.total_minor, receipt.text
        assert len(reading.items) == len(receipt.bought), receipt.text
        assert all(is_found(one, reading) for one in receipt.bought), receipt.text


@pytest.mark.parametrize(("layout", "order"), [
    ("yen supermarket", "columns"), ("yen supermarket", "mixed"), ("yen supermarket", "swapped"),
    ("yen price of one twice", "columns"), ("yen unit price beside the name", "columns"),
    ("restaurant unit prices", "columns"), ("french", "mixed"), ("french", "columns"),
    ("yen rate before the price", "columns"), ("yen marks before", "columns"), ("yen two rates", "columns"),
    ("yen from a machine", "columns"), ("yen from a machine", "swapped"), ("yen taxed within", "columns"),
    ("dutch", "swapped"),
])
def test_names_and_sums_find_their_money_in_other_orders(layout: str, order: str) -> None:
    receipt = till_receipt(layout, 1, order)
    reading = read(receipt)
    assert reading.reconciled
    assert reading.total_minor == receipt.total_minor
    assert all(is_found(one, reading) for one in receipt.bought)
