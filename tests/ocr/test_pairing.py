"""Names and prices on rows of their own: money finds its name, and where it could be another's, the line waits."""

from datetime import date

import pytest
from rapidfuzz import fuzz

from ocr.pages.plain_text import words_of_text
from ocr.reading import ReceiptLine, ReceiptReading
from ocr.receipt import parse_words
from ocr.resolve import resolve
from pantry.foods import catalog
from samples.till_layouts import LAYOUTS, TillReceipt, till_receipt

AS_OF = date(2026, 11, 22)


def read(text: str) -> ReceiptReading:
    """Read a receipt given as text."""
    return parse_words(list(words_of_text(text)), as_of=AS_OF, has_boxes=False)


def goods(reading: ReceiptReading) -> list[tuple[str, int | None, float]]:
    """Return name, money and quantity of the goods."""
    return [(line.name, line.total_minor, float(line.quantity)) for line in reading.items]


def test_money_off_is_of_no_name_that_waits_for_its_price() -> None:
    reading = read("HILL MARKET\n03/24/2026 05:09 PM\nSALTED BUTTER\nRICE 1KG\n$6.30\n$16.32\n-$3.26\n"
                   "MILK  $2.00\nTOTAL  $21.36\nCASH  $30.00\nCHANGE  $8.64\n")
    assert goods(reading) == [("SALTED BUTTER", 630, 1), ("RICE 1KG", 1632, 1), ("MILK", 200, 1)]
    assert reading.reconciled


def test_a_weight_alone_is_no_name() -> None:
    reading = read("SUPERMERCADO EL PUENTE\n24/03/2026 17:09\n1 ZUMO NARANJA\n1 MANZANA GALA\n0,240 kg\n13,71\n"
                   "11,58 €/kg\n2,78\nTOTAL (€)\n16,49\nTARJETA BANCARIA\n16,49\n")
    assert goods(reading) == [("ZUMO NARANJA", 1371, 1), ("MANZANA GALA", 278, 0.24)]


def test_an_open_weight_takes_no_article_number_for_its_price() -> None:
    receipt = till_receipt("german above", 7, "columns")
    reading = read(receipt.text)
    assert [(line.name, line.total_minor) for line in reading.items] == [
        (one.name, one.total_minor) for one in receipt.bought]


def test_the_sellers_tax_number_is_no_tax() -> None:
    reading = read("MERCATO SRL\nVIA ROMA 8\nP.IVA 00000000012\nCOSCE POLLO\n4%\n6,29\nPELATI\n4%\n2,54\n"
                   "TOTALE COMPLESSIVO\n8,83\nPagamento contante\n10,00\nResto\n1,17\n24-03-2026 17:09\n")
    assert [(name, money) for name, money, _ in goods(reading)] == [("COSCE POLLO", 629), ("PELATI", 254)]


@pytest.mark.parametrize(("layout", "seed"), [("yen restaurant", 0), ("yen counted beside", 5)])
def test_counts_beside_names_are_told_where_other_counts_came_apart(layout: str, seed: int) -> None:
    receipt = till_receipt(layout, seed, "mixed")
    assert sorted(goods(read(receipt.text))) == sorted(
        (one.name, one.total_minor, float(one.count)) for one in receipt.bought)


def test_a_day_has_no_price() -> None:
    receipt = till_receipt("spanish", 5, "swapped")
    assert [(line.name, line.total_minor) for line in read(receipt.text).items] == [
        (one.name, one.total_minor) for one in receipt.bought]


def test_where_a_name_is_left_over_no_price_beside_it_goes_in_unasked() -> None:
    """Both ways to give prices to names add up; the heading took the first price, the last name has none."""
    reading = read("HARBOUR STORES\nFine Foods\n21/11/2026 17:09\nButter  1.00\nFresh from the farm\n2.20\nMilk\n3.30\n"
                   "Salt\nTOTAL  6.50\nCASH  10.00\nCHANGE  3.50\n")
    assert reading.reconciled
    taken = [one for one in resolve(reading, catalog=catalog(), aliases={}, currency="GBP", today=AS_OF) if one.is_sure]
    assert [one.name for one in taken] == ["Butter"]


@pytest.mark.parametrize(("order", "most"), [("mixed", 2), ("swapped", 0)])
def test_few_jumbled_receipts_add_up_with_a_line_that_is_wrong_and_does_not_wait(order: str, most: int) -> None:
    """Of the first two receipts of each layout."""
    wrong = 0
    for layout in LAYOUTS:
        for seed in range(2):
            receipt = till_receipt(layout, seed, order)
            reading = read(receipt.text)
            wrong += bool(reading.reconciled and any(
                not _was_bought(line, receipt) for line in reading.items if line.confidence > 0.5))
    assert wrong <= most


def _was_bought(line: ReceiptLine, receipt: TillReceipt) -> bool:
    return any(line.total_minor == one.total_minor and fuzz.ratio(line.name, one.name) >= 80 for one in receipt.bought)


def test_goods_without_names_are_not_called_as_their_seller() -> None:
    reading = read("Obst & Gemüse Krause\nWochenmarkt\nV01\n0,455 kg  3,99 €/kg   1,82\n1,210 kg  2,50 €/kg   3,03\n"
                   "1 ST      1,50 €      1,50\nSumme 3 Pos           6,35 EUR\n21.11.2026 09:14\n")
    assert all(line.confidence < 0.5 for line in reading.items)


def test_titles_between_a_name_and_its_weight_are_no_name() -> None:
    reading = read("DISKONT\n             EUR\nBANANEN LOSE\n                kg EUR/kg EUR\n"
                   "     0,932     1,19       1,11 B\nVOLLMILCH 3,5%        1,15 B\nSUMME                 2,26\n")
    assert goods(reading) == [("BANANEN LOSE", 111, 0.932), ("VOLLMILCH 3,5%", 115, 1)]


def test_a_crate_that_went_back_is_no_change() -> None:
    reading = read("Hofkiste\nFeldsalat                 150 g      18,90 €/kg      2,84 €\nKistenpfand  1 St  5,00 €\n"
                   "Kiste zurück  1 St  -5,00 €\nSumme  2,84 €\nBar  5,00 €\nZurück  2,16 €\n")
    assert reading.reconciled
    assert [(line.name, line.total_minor) for line in reading.items] == [("Feldsalat 150 g", 284)]


def test_a_name_said_again_in_another_script_leaves_no_price_in_doubt() -> None:
    reading = read("PEARL MARKET\n21/11/2026 17:09\nJasmine Rice 1kg  $6.98\n茉莉香米\nSweet Soy Milk\n$4.47\n甜豆漿\n"
                   "Bok Choy\n$5.44\n小白菜\nTOTAL  $16.89\nCASH  $20.00\nCHANGE  $3.11\n")
    assert reading.reconciled
    assert all(line.confidence > 0.6 for line in reading.items if "Milk" in line.name or "Choy" in line.name)


def test_where_a_price_was_filled_in_no_price_beside_a_name_goes_in_unasked() -> None:
    """The sum tells what is lacking, but not which of the names above lacks it."""
    reading = read(till_receipt("british counts first", 10, "swapped").text)
    assert reading.reconciled
    assert all(line.confidence < 0.5 for line in reading.items)


def test_a_row_of_the_shop_with_a_price_leaves_the_prices_below_in_doubt() -> None:
    """The branch, above telephone number and day, took the first price."""
    reading = read(till_receipt("yen counted beside", 7, "swapped").text)
    assert all(line.confidence < 0.5 for line in reading.items)


def test_money_left_over_leaves_prices_in_doubt() -> None:
    """The last name took the total; above it stand names and prices that no line has."""
    reading = read(till_receipt("spanish", 7, "swapped").text)
    assert all(line.confidence < 0.5 for line in reading.items)


def test_what_is_taxed_is_no_goods() -> None:
    reading = read(till_receipt("spanish", 4, "columns").text)
    assert not any("IMPONIBLE" in line.name for line in reading.items)
