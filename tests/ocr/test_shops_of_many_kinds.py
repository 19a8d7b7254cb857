"""Pharmacies, bakeries, online shops, refunds, tills of more countries: each row says what it says there, too."""

from datetime import date

import pytest

from ocr.pages.plain_text import text_of_html, words_of_text
from ocr.reading import ReceiptReading
from ocr.reading_warnings import PERHAPS_SEVERAL
from ocr.receipt import parse_words

AS_OF = date(2026, 11, 30)


def read(text: str) -> ReceiptReading:
    """Read a receipt given as text."""
    return parse_words(list(words_of_text(text)), as_of=AS_OF, has_boxes=False)


def goods(reading: ReceiptReading) -> list[tuple[str, int | None, float]]:
    """Return name, money and quantity of the goods."""
    return [(line.name, line.total_minor, float(line.quantity)) for line in reading.items]


def kinds(reading: ReceiptReading) -> dict[str, str]:
    """Return the kind of each line by its name."""
    return {line.name: line.kind.value for line in reading.lines}


ORDER = """<p>Your order from Corner Basket is on its way.</p><table>
<tr><td>Oat Drink 1L</td><td>2</td><td>£3.60</td></tr>
<tr><td>Red Lentils 500g<br>{instead}</td><td>1</td><td>£1.40</td></tr>
<tr><td>Coriander 30g</td><td>{none}</td><td>£0.00</td></tr>
<tr><td>Total paid</td><td>£5.00</td></tr></table>"""


@pytest.mark.parametrize("instead", ["instead of Green Lentils 500g", "Replaced: Green Lentils 500g"])
@pytest.mark.parametrize("none", ["0", "0 x £0.85"])
def test_what_was_sent_instead_is_goods_and_what_never_came_is_none(instead: str, none: str) -> None:
    reading = read(text_of_html(ORDER.format(instead=instead, none=none)))
    assert goods(reading) == [("Oat Drink 1L", 360, 2), ("Red Lentils 500g", 140, 1)]
    assert reading.reconciled


def test_the_first_goods_may_have_been_sent_instead_of_others() -> None:
    reading = read("Maple Co-op\n11/27/2026\nSpinach 5 oz\nReplaced: Arugula 5 oz  1 x $3.99  $3.99\n"
                   "Milk 1 gal  1 x $4.59  $4.59\nTotal charged  $8.58\n")
    assert goods(reading) == [("Spinach 5 oz", 399, 1), ("Milk 1 gal", 459, 1)]


def test_what_stands_for_other_food_keeps_its_name() -> None:
    reading = read("SHOP\nMEAL REPLACING SHAKE  2.50\nSUGAR SUBSTITUTE FOR BAKING  3.00\nTOTAL  5.50\n")
    assert [line.name for line in reading.items] == ["MEAL REPLACING SHAKE", "SUGAR SUBSTITUTE FOR BAKING"]


def test_a_sign_behind_a_price_of_one_is_of_the_next_price() -> None:
    reading = read("ABARROTES\nAGUACATE HASS\n  0.680 KG x $89.90  $61.13\n"
                   "REFRESCO 2L  2 x $31  $62.00\nTOTAL  $123.13\n")
    assert goods(reading) == [("AGUACATE HASS", 6113, 0.68), ("REFRESCO 2L", 6200, 2)]


def test_cans_of_a_pack_are_no_count() -> None:
    reading = read("KIOSK\nØL 6X33  39,95\nBRØD  24,00\nI ALT  63,95\n")
    assert goods(reading) == [("ØL 6X33", 3995, 1), ("BRØD", 2400, 1)]


def test_a_refund_is_of_its_own_day_and_not_of_the_purchases() -> None:
    reading = read("FOODHALL\n*** REFUND ***\nSALMON 240G  -£5.50\nTOTAL REFUND  -£5.50\nVISA DEBIT  -£5.50\n"
                   "Original sale 24/11/26\n26/11/26 12:31  TILL 7\n")
    assert reading.purchased_on == date(2026, 11, 26)


def test_what_is_due_after_bottles_went_back_is_the_total() -> None:
    reading = read("NÆRBUTIKKEN AS\nLettmelk 1L  22,90\nNorvegia 1kg  119,00\nTotalt  141,90\nPanteretur  -14,00\n"
                   "Å betale  127,90\nBankAxept  127,90\n27.11.2026 20:11\n")
    assert reading.total_minor == 12790
    assert kinds(reading)["Panteretur"] == "deposit"


def test_what_was_taken_off_already_is_no_goods_and_a_part_of_the_payment_no_total() -> None:
    reading = read("GROCER\nABN 00 000 000 012\nFull Cream Milk 3L  $4.65\nVegemite 380g  $7.60\n"
                   "  Price reduced by $1.40\nTOTAL  $12.25\nGift Card  $2.25\nEFT  $10.00\n"
                   "TOTAL includes GST  $0.15\n26/11/2026\n")
    assert (reading.total_minor, reading.reconciled) == (1225, True)
    assert len(reading.items) == 2


def test_what_an_insurance_pays_is_no_second_receipt() -> None:
    reading = read("PHARMACIE DE LA GARE\n27/11/2026\nDOLIPRANE 1G  4,36\nSERUM PHY  6,90\nTOTAL TTC  11,26 EUR\n"
                   "Part RO  2,83\nPart RC  1,53\nA payer  6,90 EUR\nCB  6,90 EUR\n")
    assert reading.reconciled
    assert PERHAPS_SEVERAL not in reading.warnings


def test_a_pharmacys_fee_is_no_goods_and_its_owner_not_its_name() -> None:
    reading = read("Rathaus-Apotheke\nInh. Dr. S. Keller e.K.\nMarktplatz 2, 72070 Tübingen\nHONIGBONBONS 75G  2,49\n"
                   "Zuzahlung Rezept  5,00\nGesamt  7,49 EUR\nEC-Cash  7,49 EUR\n26.11.2026 16:44\n")
    assert reading.merchant == "Rathaus-Apotheke"
    assert kinds(reading)["Zuzahlung Rezept"] == "fee"
    assert reading.reconciled


def test_an_irish_deposit_is_no_goods() -> None:
    reading = read("FOODS\nLAGER 24PK  27.00\nDRS CAN 24 X 0.15  3.60\nTOTAL  EUR  30.60\n")
    assert [line.name for line in reading.items] == ["LAGER 24PK"]


@pytest.mark.parametrize(("text", "currency"), [
    ("FRESH PETONE\nGST Reg 012-345-678\nMILK  5.29\nTOTAL  $5.29\nEFTPOS  $5.29\n", "NZD"),
    ("GROCER\nABN 00 000 000 012\nMILK  5.29\nTOTAL  $5.29\nEFTPOS  $5.29\n", "AUD"),
    ("ABARROTES S.A. DE C.V.\nRFC ABC000000AA1\nLECHE  $25.50\nTOTAL  $25.50\nEFECTIVO  $30.00\n", "MXN"),
    ("MINI MARKET\nΑΦΜ 000000012\nΓΑΛΑ  1,65 Α\nΣΥΝΟΛΟ  1,65\nΦΠΑ 13%  0,19\n", "EUR"),
])
def test_the_words_of_a_country_tell_its_currency(text: str, currency: str) -> None:
    assert read(text).currency == currency
