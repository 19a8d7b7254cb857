"""The tills of many countries, printed and come apart: every article, count and total is found."""

from datetime import date

import pytest
from rapidfuzz import fuzz

from ocr.pages.plain_text import words_of_text
from ocr.reading import ReceiptReading
from ocr.reading_warnings import PERHAPS_SEVERAL
from ocr.receipt import parse_words
from ocr.resolve import resolve
from pantry.foods import catalog
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
    """No line need part them: nearly all pairs are told apart, and neither one's lines are lost then."""
    receipts = [till_receipt(name, 0) for name in LAYOUTS]
    pairs = zip(receipts, [*receipts[1:], receipts[0]], strict=True)
    totals = [([part.total_minor for part in read(TillReceipt(one.text + other.text, (), 0)).receipts],
               [one.total_minor, other.total_minor]) for one, other in pairs]
    assert sum(found == printed for found, printed in totals) >= 43
    assert all(found in ([], printed) for found, printed in totals)
    for one in receipts:
        assert not read(one).receipts
        assert PERHAPS_SEVERAL not in read(one).warnings


def test_two_receipts_of_a_page_of_printed_text_are_two_without_a_gap() -> None:
    """A page of a PDF whose text was not read from a picture."""
    one, other = till_receipt("german one row", 0), till_receipt("british", 1)
    words = list(words_of_text(f"{one.text.rstrip()}\n{other.text}"))
    reading = parse_words(words, as_of=AS_OF)
    assert [part.total_minor for part in reading.receipts] == [one.total_minor, other.total_minor]
    assert reading.reconciled


def test_two_receipts_that_are_not_told_apart_wait_and_say_so() -> None:
    """The second does not add up: its first price is gone. Nothing of the first goes in as if that were all."""
    one, other = till_receipt("german one row", 0), till_receipt("german one row", 3)
    torn = "\n".join(row for row in other.text.splitlines() if other.bought[0].name not in row)
    reading = read(TillReceipt(f"{one.text.rstrip()}\n{torn}", (), 0))
    assert not reading.receipts
    assert PERHAPS_SEVERAL in reading.warnings
    proposals = resolve(reading, catalog=catalog(), aliases={})
    assert proposals
    assert all("this looks like two receipts in one" in proposal.doubts for proposal in proposals)


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
