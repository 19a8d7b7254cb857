"""Goods that do not add up: one digit is repaired where it can only be that one, else the likeliest line is named."""

import json
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ocr.plain_text import words_of_text
from ocr.reading import ReceiptReading
from ocr.receipt import parse_words
from ocr.resolve import resolve
from pantry.foods import catalog

# Paid twenty with change: the total is proven by two other amounts.
PAID = "TOTAL  {total}\nCASH  20.00\nCHANGE  {change}\n14/03/2026\n€"


def parse(text: str) -> ReceiptReading:
    """Read a receipt given as text."""
    return parse_words(list(words_of_text(text)), as_of=date(2026, 11, 22), has_boxes=False)


def receipt(prices: list[int], total: int) -> str:
    """Return a receipt whose total is proven by payment and change."""
    names = ["MILK", "BUTTER", "APPLES", "BREAD", "RICE", "HAM"]
    rows = [f"{names[number]}  {price / 100:.2f}" for number, price in enumerate(prices)]
    return "\n".join(rows) + "\n" + PAID.format(total=f"{total / 100:.2f}", change=f"{(2000 - total) / 100:.2f}")


def test_one_misread_digit_is_repaired_and_said() -> None:
    reading = parse(receipt([179, 239, 430], 119 + 239 + 430))
    assert reading.reconciled
    assert "repaired" in (reading.reconciled_by or "")
    milk = reading.items[0]
    assert (milk.total_minor, milk.repaired_from_minor) == (119, 179)
    assert any("MILK" in warning and "1.79" in warning and "1.19" in warning for warning in reading.warnings)


def test_a_repaired_line_is_never_taken_unasked_and_says_why() -> None:
    milk = resolve(parse(receipt([179, 239, 430], 788)), catalog=catalog(), aliases={})[0]
    assert not milk.is_sure
    assert any("repaired" in doubt for doubt in milk.doubts)


def test_nothing_is_repaired_where_two_lines_could_be_the_misread_one() -> None:
    reading = parse(receipt([179, 279, 430], 119 + 279 + 430))
    assert reading.reconciled is False
    assert all(line.repaired_from_minor is None for line in reading.lines)


def test_nothing_is_repaired_against_a_total_that_may_be_misread_itself() -> None:
    reading = parse("MILK  1.79\nBUTTER  2.39\nAPPLES  4.30\nTOTAL  7.88\n€")
    assert all(line.repaired_from_minor is None for line in reading.lines)


def test_the_line_that_is_too_much_is_named() -> None:
    reading = parse(receipt([119, 239, 495, 340], 119 + 239 + 495))
    assert reading.reconciled is False
    assert any("most likely line 4 (BREAD)" in warning for warning in reading.warnings)
    assert reading.suspect_line_no == 4
    assert ReceiptReading.from_json(json.loads(reading.dumps())).suspect_line_no == 4


@given(st.lists(st.integers(100, 499), min_size=2, max_size=4), st.data())
def test_a_repair_changes_one_digit_of_one_line_and_makes_the_sum_fit(prices: list[int], data: st.DataObject) -> None:
    misread = list(prices)
    place = data.draw(st.integers(0, len(prices) - 1))
    digits = list(str(prices[place]))
    digits[data.draw(st.integers(1, 2))] = data.draw(st.sampled_from("0123456789"))
    misread[place] = int("".join(digits))
    assume(misread != prices)
    reading = parse(receipt(misread, sum(prices)))
    repaired = [line for line in reading.lines if line.repaired_from_minor is not None]
    assert len(repaired) <= 1
    for line in repaired:
        before, after = str(line.repaired_from_minor), str(line.total_minor)
        assert len(before) == len(after)
        assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
        assert sum(item.total_minor or 0 for item in reading.items) == reading.total_minor == sum(prices)


BROKEN = ("MARKT\nBUTTER  2,39 B\nMARZIPANBROT  {price} B\nAEPFEL  1,99 B\n"
          "SUMME  EUR  7,48\nKARTE  EUR  7,48\n14.03.2026\n")


@pytest.mark.parametrize("price", ["3, 0", "3,1D", "S,10", "3,l0", "310", "3 10"])
def test_a_price_of_which_one_character_is_lost_is_told_by_the_sum_and_waits(price: str) -> None:
    reading = parse(BROKEN.format(price=price))
    assert reading.reconciled
    (filled,) = [line for line in reading.items if line.repaired_from_minor is not None]
    assert (filled.name, filled.total_minor) == ("MARZIPANBROT", 310)
    assert any("MARZIPANBROT" in warning and "3.10" in warning for warning in reading.warnings)
    sure = {one.name for one in resolve(reading, catalog=catalog(), aliases={}) if one.is_sure}
    assert "MARZIPANBROT" not in sure


@pytest.mark.parametrize("price", ["", "x", "4, 0", "3", "9,1D", "31", "410", "1 2"])
def test_a_price_that_does_not_look_like_what_is_lacking_is_not_filled_in(price: str) -> None:
    reading = parse(BROKEN.format(price=price))
    assert not reading.reconciled
    assert all(line.repaired_from_minor is None for line in reading.lines)
