"""What tills of more countries print around their goods: each row says what it says, whatever stands beside it."""

from datetime import date

import pytest

from ocr.pages.plain_text import words_of_text
from ocr.reading import ReceiptReading
from ocr.receipt import parse_words

AS_OF = date(2026, 11, 30)


def read(text: str, default_currency: str | None = None) -> ReceiptReading:
    """Read a receipt given as text."""
    return parse_words(list(words_of_text(text)), as_of=AS_OF, has_boxes=False, default_currency=default_currency)


def goods(reading: ReceiptReading) -> list[tuple[str, int | None]]:
    """Return name and money of each item."""
    return [(line.name, line.total_minor) for line in reading.items]


def kinds(reading: ReceiptReading) -> dict[str, str]:
    """Return the kind of each line by its name."""
    return {line.name: line.kind.value for line in reading.lines}


FINNISH = """LAHIKAUPPA KALLIO
Kevytmaito 1L                2,38
   2 KPL    1,19 €/KPL
Lohifilee                    9,84
   0,410 KG 24,00 €/KG
ALENNUS 20%                 -1,97
Pullo 0,20 PANTTI            0,20
YHTEENSÄ                    10,45
KORTTITAPAHTUMA             10,45
ALV     VEROTON  VERO VEROLLINEN
14%       8,99   1,26  10,25
24.11.2026 klo 17:20"""
HUNGARIAN = """SAROK ABC
TEJ 1,5% 1L        2 db x 449     898
KENYÉR                           1 190
KEDVEZMÉNY                        -120
Betétdíj                            50
ÖSSZESEN:                        2 018 Ft
BANKKÁRTYA                       2 018 Ft
2026.11.20. 17:05"""
ROMANIAN = """MAGAZIN DE COLT SRL
LAPTE 1.5% 1L
 2 BUC x 7.49                    14.98 B
BANANE  0.855 KG x 7.99           6.83 B
REDUCERE                         -1.00
GARANTIE SGR                      0.50
SUBTOTAL                         21.31
TOTAL LEI                        21.31
TOTAL TVA B 9%                    1.72
NUMERAR                          30.00
REST                              8.69
DATA: 20-11-2026 ORA: 17:22"""
CROATIAN = """DUCAN ZAGREB d.o.o.
MLIJEKO 2,8% 1L   2 x 1,19        2,38
KRUH RAŽENI                       1,99
POPUST 10%                       -0,20
POVRATNA NAKNADA                  0,10
ZA PLATITI EUR                    4,27
GOTOVINA                          5,00
POVRAT                            0,73
PDV 25%         3,34      0,83
20.11.2026 u 10:15"""
PORTUGUESE = """MERCEARIA DA PRACA LDA
NIF 500100200
(A) LEITE MEIO GORDO 1L           0,86
(A) BANANA  0,845 X 1,29          1,09
POUPANCA                         -0,20
(C) VINHO TINTO                   3,49
TOTAL A PAGAR                     5,24
NUMERARIO                        10,00
TROCO                             4,76
2026-11-19 18:40"""
SLOVAK = """POTRAVINY U KOSTOLA
Mlieko 1,5% 1l    3 x 1,05        3,15 B
Chlieb                            1,89 B
Zľava                            -0,19
Záloha                            0,15
Medzisúčet                        5,00
SPOLU EUR                         5,00
Hotovosť                         10,00
Výdavok                           5,00
20.11.2026 09:10"""
SWEDISH = """LIVS VID TORGET AB
Org nr 556000-1111
Mjölk 1,5l            22,90
Kaffe 450g            64,90
 Prisnedsättning     -10,00
Pant                   2,00
Öresavrundning         0,20
Att betala            80,00
Kontant              100,00
Växel                 20,00
2026-11-20 17:00"""
NORWEGIAN = """KIOSKEN PÅ HJØRNET
MELK LETT 1L        22,90
BRUS 0,5L           25,00
A PANT               2,00
Øreavrunding         0,10
Til betaling        50,00
Kontanter          100,00
Tilbake             50,00
20.11.2026 10:00"""
POLISH = """DELIKATESY POD LIPA
Mleko 2% 1L      2 x 3,49         6,98 C
Chleb                             5,20 C
Kaucja                            0,50
DO ZAPŁATY                       12,68
GOTÓWKA                          20,00
RESZTA                            7,32
2026-11-20 10:00"""


@pytest.mark.parametrize(("text", "total_minor", "items", "others"), [
    (FINNISH, 1045, [("Kevytmaito 1L", 238), ("Lohifilee", 984)], {"discount": [-197], "deposit": [20]}),
    (HUNGARIAN, 2018, [("TEJ 1,5% 1L", 898), ("KENYÉR", 1190)], {"discount": [-120], "deposit": [50]}),
    (ROMANIAN, 2131, [("LAPTE 1.5% 1L", 1498), ("BANANE", 683)], {"discount": [-100], "deposit": [50]}),
    (CROATIAN, 427, [("MLIJEKO 2,8% 1L", 238), ("KRUH RAŽENI", 199)], {"discount": [-20], "deposit": [10]}),
    (PORTUGUESE, 524, [("LEITE MEIO GORDO 1L", 86), ("BANANA", 109), ("VINHO TINTO", 349)], {"discount": [-20]}),
    (SLOVAK, 500, [("Mlieko 1,5% 1l", 315), ("Chlieb", 189)], {"discount": [-19], "deposit": [15]}),
    (SWEDISH, 8000, [("Mjölk 1,5l", 2290), ("Kaffe 450g", 6490)], {"discount": [-1000], "deposit": [200]}),
    (NORWEGIAN, 5000, [("MELK LETT 1L", 2290), ("BRUS 0,5L", 2500)], {"deposit": [200]}),
    (POLISH, 1268, [("Mleko 2% 1L", 698), ("Chleb", 520)], {"deposit": [50]}),
])
def test_words_of_more_languages(text: str, total_minor: int, items: list[tuple[str, int]],
                                 others: dict[str, list[int]]) -> None:
    reading = read(text)
    assert reading.total_minor == total_minor
    assert reading.reconciled
    assert goods(reading) == items
    for kind, money in others.items():
        assert [line.total_minor for line in reading.lines if line.kind.value == kind] == money


def test_a_price_before_the_sale_on_a_row_of_its_own_is_no_price() -> None:
    reading = read("CORNER STORE\nBEEF STRIPLOIN\n WAS 9.50 NOW      7.60\nBUTTER         2.40\nTOTAL EUR     10.00")
    assert goods(reading) == [("BEEF STRIPLOIN", 760), ("BUTTER", 240)]


def test_an_offer_of_several_is_no_goods() -> None:
    reading = read("CORNER STORE\nCRISPS 6PK    3.00\n  2 FOR 5.00 OFFER\nCRISPS 6PK    3.00\n MULTISAVE    -1.00\n"
                   "TOTAL EUR     5.00")
    assert goods(reading) == [("CRISPS 6PK", 300), ("CRISPS 6PK", 300)]
    assert reading.reconciled


def test_savings_that_prices_are_less_already_beside_a_true_coupon() -> None:
    """What a card saved is printed without a minus; that it was is proven by the sum, and by the sum alone."""
    reading = read("GROCER\nWHOLE MILK GAL     3.29 F\nSC CARD SAVINGS   0.50\nSOAP PODS   12.99 T\n"
                   "MC MFR CPN     2.00-T\nTAX           0.66\nBALANCE      14.94\n"
                   "VISA         14.94\nCARD SAVINGS    0.50")
    assert goods(reading) == [("WHOLE MILK GAL", 329), ("SOAP PODS", 1299)]
    assert reading.reconciled


def test_money_saved_off_a_regular_price_is_no_goods() -> None:
    reading = read("SHOP\n053040219 CANDLE   T   $5.00\n Saved $1.00 off $6.00\n284020115 PENNE  F   $1.29\n"
                   " 20% off   -$0.44\nSUBTOTAL   $5.85\nTAX        $0.30\nTOTAL      $6.15")
    assert goods(reading) == [("CANDLE", 500), ("PENNE", 129)]
    assert [line.total_minor for line in reading.lines if line.kind.value == "discount"] == [-44]
    assert reading.reconciled_by == "items and tax"


def test_a_number_of_an_article_before_a_name_that_begins_with_a_share_of_fat() -> None:
    reading = read("SHOP\n06810002441 2% MILK 4L   MRJ   6.49\n05574235891 BROTH   MRJ   2.49\nTOTAL   8.98")
    assert goods(reading) == [("2% MILK 4L", 649), ("BROTH", 249)]


def test_the_word_for_a_count_below_a_name_is_no_name() -> None:
    reading = read("SHOP\nAvocado Hass Each\n  Qty   3 @    $1.80 each    5.40\nBread   4.70\nTOTAL   $10.10")
    assert goods(reading) == [("Avocado Hass Each", 540), ("Bread", 470)]
    assert reading.items[0].quantity == 3


def test_prices_of_one_between_name_and_money_are_no_money() -> None:
    """Mails of shops print count and name, what one costs, and what was paid below each other."""
    reading = read("Deine Bestellung\nLieferung: Donnerstag, 26. November 2026\n\n"
                   "2 × Bio Vollmilch 1 l\n1,39 € / Stück\n2,78 €\n"
                   "1 × Hokkaido\n2,15 € / kg\n2,58 €\n3 × Linsen 500 g\n1,89 € / Stück\n5,67 €\n"
                   "Warenwert\n11,03 €\nLiefergebühr\n2,90 €\nGesamtsumme\n13,93 €")
    assert goods(reading) == [("Bio Vollmilch 1 l", 278), ("Hokkaido", 258), ("Linsen 500 g", 567)]
    assert [line.quantity for line in reading.items] == [2, 1, 3]
    assert reading.total_minor == 1393
    assert reading.reconciled


def test_how_it_was_paid_below_all_money_is_no_sign_that_prices_stand_first() -> None:
    """Were prices above their names, the voucher would be a fee that is paid back."""
    reading = read("Deine Bestellung\n2 × Vollmilch\n2,78 €\n3 × Linsen 500 g\n5,67 €\n1 × Salz\n1,58 €\n"
                   "Gutschein HERBST\n-2,00 €\nLiefergebühr\n2,90 €\nGesamtsumme\n10,93 €\nBezahlt mit PayPal")
    assert goods(reading) == [("Vollmilch", 278), ("Linsen 500 g", 567), ("Salz", 158)]
    assert reading.total_minor == 1093
    assert reading.reconciled


@pytest.mark.parametrize(("text", "items"), [
    ("HOFLADEN\n0.350 kg Trauben blau\n  x 5.90    2.05\nBrot   2.95\nTOTAL EUR   5.00",
     [("Trauben blau", 205), ("Brot", 295)]),
    ("MARKT\nApfelsaft 1L   3 Stk     3,87 A\n   Einzelpreis 1,29\nBrot    1,13 A\nSumme EUR   5,00",
     [("Apfelsaft 1L", 387), ("Brot", 113)]),
    ("GROCER\nKumara Red kg\n   1.235kg net @ $4.99/kg   6.16\nBag   0.20\nTOTAL   6.36",
     [("Kumara Red kg", 616), ("Bag", 20)]),
    ("SAROK KFT\n1052 Budapest Kossuth u. 3\nB00 TEJ 2,8% 1L\n  2 db x 459 Ft/db    918\nC00 ZSEMLE   345\n"
     "ÖSSZESEN:   1 263 Ft", [("TEJ 2,8% 1L", 918), ("ZSEMLE", 345)]),
])
def test_counts_weights_and_codes_around_names(text: str, items: list[tuple[str, int]]) -> None:
    reading = read(text)
    assert goods(reading) == items
    assert reading.reconciled


def test_a_count_in_a_column_is_one_and_beside_the_name_it_is_the_size_of_a_pack() -> None:
    reading = read("MARKT\nApfelsaft 1L   3 Stk     3,87 A\nTACOS 8 STK   1,13 A\nSumme EUR   5,00")
    assert [(line.name, line.quantity) for line in reading.items] == [("Apfelsaft 1L", 3), ("TACOS 8 STK", 1)]


def test_a_sum_of_goods_without_its_word_then_a_fee_and_a_voucher() -> None:
    reading = read("Order 8812\nMilk   £1.65\nYogurt   £3.60\nChickpeas   £0.65\n\nGroceries   £5.90\n"
                   "Picking & delivery   £2.99\nVoucher   -£1.50\nTotal charged   £7.39")
    assert goods(reading) == [("Milk", 165), ("Yogurt", 360), ("Chickpeas", 65)]
    assert reading.reconciled


def test_a_share_taken_off_below_the_sum_of_goods_is_no_tax() -> None:
    reading = read("HOFLADEN\nBrot   4,00\nHonig   6,00\nZWSU   10,00\nStammkunde 3%   -0,30\nZU ZAHLEN EUR   9,70")
    assert kinds(reading)["Stammkunde 3%"] == "discount"
    assert reading.reconciled


def test_a_day_behind_another_number_and_its_weekday() -> None:
    assert read("SHOP\nTill 1  Sat 21 Nov 2026 11:17\nBread 2.00\nTOTAL 2.00").purchased_on == date(2026, 11, 21)


@pytest.mark.parametrize(("text", "default", "currency"), [
    ("TAX INVOICE ABN 88 000 014 675\nBread   $4.70\nTOTAL  $4.70", None, "AUD"),
    ("Bread   $4.70\nTOTAL  $4.70", "AUD", "AUD"),
    ("Bread   $4.70\nTOTAL  $4.70", "NZD", "NZD"),
    ("Bread   $4.70\nTOTAL  $4.70", "EUR", "USD"),
    ("Ann Arbor, MI 48104\nBread   $4.70\nTOTAL  $4.70", "CAD", "USD"),
])
def test_whose_dollars(text: str, default: str | None, currency: str) -> None:
    assert read(text, default).currency == currency


def test_a_deposit_with_its_letter_before_it_is_a_deposit() -> None:
    assert kinds(read("NETBUTIK\nCVR 1\nRUGBRØD  14,95\nA-PANT    3,00\nTOTAL    17,95"))["A-PANT"] == "deposit"
