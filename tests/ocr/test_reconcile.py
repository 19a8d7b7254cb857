"""Goods that do not add up: one digit is repaired where it can only be that one, else the likeliest line is named."""

import json
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ocr.pages.plain_text import words_of_text
from ocr.reading import ReceiptReading
from ocr.receipt import parse_words
from ocr.resolve import resolve
from pantry.foods import catalog
from pantry.vocabulary import LineKind

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


def test_savings_that_the_prices_are_less_already_are_not_taken_off_twice() -> None:
    reading = parse("MILK  4.99\nGRND BEEF  8.23\n  Regular Price  9.99\n  Card Savings  1.76-\nSOAP  12.99\n"
                    "SUBTOTAL  26.21\nTAX  1.11\nTOTAL  27.32\nVISA  27.32\n11/28/26\n$")
    assert reading.reconciled and [line.total_minor for line in reading.items] == [499, 823, 1299]
    assert not [line for line in reading.lines if line.kind is LineKind.DISCOUNT]


def test_savings_are_taken_off_where_only_then_the_goods_add_up() -> None:
    reading = parse("MILK  4.99\nGRND BEEF  9.99\n  Card Savings  1.76-\nSOAP  12.99\n"
                    "SUBTOTAL  26.21\nTAX  1.11\nTOTAL  27.32\nVISA  27.32\n11/28/26\n$")
    assert reading.reconciled
    assert [line.total_minor for line in reading.lines if line.kind is LineKind.DISCOUNT] == [-176]


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


def test_a_line_that_is_too_much_is_not_repaired_to_cost_nothing() -> None:
    reading = parse(receipt([5, 232, 430], 232 + 430))
    assert reading.reconciled is False
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


def read_with(rows: list[str], total: int) -> ReceiptReading:
    """Read a receipt of these rows of goods whose total is proven by payment and change."""
    return parse("\n".join(rows) + "\n" + PAID.format(total=f"{total / 100:.2f}", change=f"{(2000 - total) / 100:.2f}"))


@pytest.mark.parametrize(("row", "minor", "how"), [
    ("S2 1NT  1.99", 0, "left out"), ("HAM OFFER  1.25", -125, "minus"),
    ("BANANAS  0.792 kg x 2.50  4.41", 198, "count"),
])
def test_the_one_line_that_breaks_a_proven_sum_is_put_right_and_waits(row: str, minor: int, how: str) -> None:
    reading = read_with(["MILK  1.19", "BUTTER  2.32", row, "BREAD  4.30"], 119 + 232 + 430 + minor)
    assert reading.reconciled
    assert how in (reading.reconciled_by or "")
    (mended,) = [line for line in reading.lines if line.repaired_from_minor is not None]
    assert mended.total_minor == minor
    assert any(mended.name in warning for warning in reading.warnings)
    proposals = {one.line_no: one for one in resolve(reading, catalog=catalog(), aliases={})}
    assert {one.name for one in proposals.values() if one.is_sure} == {"MILK", "BUTTER", "BREAD"}
    if minor == 0:
        assert proposals[mended.line_no].price_minor == 199
        assert any("without this line" in doubt for doubt in proposals[mended.line_no].doubts)


def test_a_sum_that_a_lost_minus_and_another_digit_explain_is_left_as_it_is() -> None:
    assert read_with(["MILK  1.19", "HAM OFFER  1.00", "BREAD  4.30"], 119 - 100 + 430).reconciled is False


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


WITH_TAX_TABLE = """FRISCHMARKT
  EUR
BIO VOLLMILCH  1,19 B
ROGGENBROT{bread} B
SPAGHETTI 500G  1,68 B
SUMME  EUR  5,16
Geg. BAR  EUR  10,00
Rückgeld BAR  EUR  4,84
Steuer %  Netto  Steuer  Brutto
B= 7,0%  4,82  0,34  5,16
24.03.2026  17:09"""


@pytest.mark.parametrize("bread", ["", "  2 29", "  2,?9"])
def test_the_one_price_that_was_not_read_is_what_the_goods_lack(bread: str) -> None:
    reading = parse(WITH_TAX_TABLE.format(bread=bread))
    assert reading.reconciled
    line = next(line for line in reading.items if line.name == "ROGGENBROT")
    assert (line.total_minor, line.repaired_from_minor) == (229, 0)
    proposals = {one.name: one for one in resolve(reading, catalog=catalog(), aliases={})}
    assert not proposals["ROGGENBROT"].is_sure
    assert all("add up" not in doubt for doubt in proposals["BIO VOLLMILCH"].doubts)


def test_a_count_and_the_price_of_one_tell_the_price_that_was_not_read() -> None:
    reading = parse("Markthalle\nBUTTER  2,11 x 6   A\nGOUDA  2,03 A\nBROT  5,71 A\nSumme EUR  20,40\n"
                    "Kartenzahlung  EUR  20,40\n24.03.2026")
    assert reading.reconciled
    assert [line.total_minor for line in reading.items] == [1266, 203, 571]


def test_nothing_is_filled_in_where_two_names_have_no_price() -> None:
    text = WITH_TAX_TABLE.format(bread="").replace("SPAGHETTI 500G  1,68 B", "SPAGHETTI 500G B")
    assert parse(text).reconciled is False


def test_nothing_is_filled_in_where_a_digit_may_have_been_misread_instead() -> None:
    text = WITH_TAX_TABLE.format(bread="").replace("1,68", "3,97").replace("1,19", "1,09")
    reading = parse(text)
    assert all(line.name != "ROGGENBROT" for line in reading.items)


def test_a_digit_is_repaired_where_the_tax_table_says_that_the_goods_are_the_total() -> None:
    reading = parse(WITH_TAX_TABLE.format(bread="  2,99"))
    assert reading.reconciled
    assert [(line.total_minor, line.repaired_from_minor) for line in reading.items][1] == (229, 299)


@pytest.mark.parametrize(("currency", "is_fitting"), [("EUR", False), ("RM", True)])
def test_a_last_digit_is_no_cash_rounding_where_nobody_rounds(currency: str, is_fitting: bool) -> None:
    reading = parse(f"SHOP\nMILK  4.22\nBUTTER  3.40\nBREAD  2.41\nTOTAL {currency}  10.05\n14/03/2026")
    assert (reading.reconciled_by == "items, rounded to cash") is is_fitting


def test_goods_of_a_maker_called_tip_are_no_gratuity() -> None:
    reading = parse("MARKT\nTIP KÜCHENTÜCHER  5,99 V\nTONIC  1,59 V\nSUMME EUR  7,58\n14.03.2026")
    assert [line.total_minor for line in reading.items] == [599, 159]
    assert parse("CAFE\nCoffee  3.00\nCake  4.00\nSubtotal  7.00\nTip  1.00\nTotal  8.00\n$").reconciled


@pytest.mark.parametrize(
    "goods", ["ROUND STEAK", "SUMMER SAUSAGE", "SIRLOIN TIP", "TENDERFLAKE LARD", "SEEDS OF CHANGE"])
def test_goods_whose_words_stand_below_goods_as_well_are_goods(goods: str) -> None:
    reading = parse(f"SHOP\nMILK  2.00\n{goods}  5.99\nBREAD  3.00\nTOTAL  10.99\nCASH  11.00\nCHANGE  0.01\n$")
    assert [line.total_minor for line in reading.items] == [200, 599, 300]
