"""One thing printed in many ways: signs of money, dots, counts, deposits, points, hours, sums, what was handed over."""

from datetime import date
from decimal import Decimal

import pytest

from ocr.layout.line_names import clean_name
from ocr.pages.plain_text import words_of_text
from ocr.printed.keywords import kind_by_words, normalise
from ocr.reading import ReceiptReading
from ocr.receipt import parse_words
from pantry.vocabulary import LineKind

AS_OF = date(2026, 11, 30)


def read(text: str) -> ReceiptReading:
    """Read a receipt given as text."""
    return parse_words(list(words_of_text(text)), as_of=AS_OF, has_boxes=False)


def goods(reading: ReceiptReading) -> list[tuple[str, int | None, float]]:
    """Return name, money and quantity of the goods."""
    return [(line.name, line.total_minor, float(line.quantity)) for line in reading.items]


@pytest.mark.parametrize(("text", "kind"), [
    ("ENVASE", LineKind.DEPOSIT), ("Cauzione vetro", LineKind.DEPOSIT), ("Vuoto a rendere", LineKind.DEPOSIT),
    ("EMBALLAGE", LineKind.DEPOSIT), ("+PANT", LineKind.DEPOSIT), ("PANT kr", LineKind.DEPOSIT),
    ("Propina", LineKind.FEE), ("Pourboire", LineKind.FEE), ("Mancia", LineKind.FEE), ("Fooi", LineKind.FEE),
    ("Kortingsbon", LineKind.DISCOUNT), ("PROMOCION", LineKind.DISCOUNT), ("Cupón", LineKind.DISCOUNT),
    ("Bon de réduction", LineKind.DISCOUNT), ("Importo da pagare", LineKind.TOTAL), ("Podsuma", LineKind.SUBTOTAL),
    ("S U M M E", LineKind.TOTAL), ("Cagnotte", LineKind.INFO), ("Saldo punti", LineKind.INFO),
    ("Points balance 1,204", LineKind.INFO), ("Sie haben 12 Treuepunkte gesammelt", LineKind.INFO),
    ("Spaarzegels 3", LineKind.INFO), ("7 KOOPZEGELS  0,70", None), ("QTD. TOTAL DE ITENS 4", LineKind.INFO),
    ("N. ARTICOLI 5", LineKind.INFO), ("8 articles", LineKind.INFO),
    ("Open Mon-Sat 7.00 - 22.00", LineKind.INFO), ("Mo-Sa 7.00 bis 22.00", LineKind.INFO),
    ("TOTAL INCLUDES GST 1.20", LineKind.TAX), ("TOTAL INCLUDED GST 12.00", LineKind.TOTAL),
    ("TOTAL GST EXCLUDED 12.00", LineKind.SUBTOTAL),
    ("CONTAINER REFUND LEVY 10", LineKind.DEPOSIT), ("ROUND UP FOR FOOD BANK 2.20", LineKind.FEE),
    ("Round up 0.02", LineKind.ROUNDING), ("Save 2.00 on your next shop over 20.00", LineKind.INFO),
    ("Ihr Coupon: 2,00 EUR bei Ihrem nächsten Einkauf", LineKind.INFO),
    ("Viscount Mints", None), ("Pounded Yam", None), ("Chance Bar", None), ("Emballé sous vide", None),
    ("Sandwich open 4.50", None), ("PT Carlsberg 4.70  9.40", None),
    ("Fri Bar 3.00 -2.00", None), ("Puntine di maiale", None),
])
def test_words_tell_the_kind_of_a_row(text: str, kind: LineKind | None) -> None:
    assert kind_by_words(text, after_total=False) is kind


@pytest.mark.parametrize("name", ["MILK FARM", "LIQUEUR", "Erbsen TK", "Sukr"])
def test_letters_that_end_a_name_are_no_sign_of_money(name: str) -> None:
    assert clean_name(name, (), None) == name


def test_words_printed_wide_are_words() -> None:
    assert normalise("T O T A L  12.00") == "total 12.00"
    assert normalise("a b c") == "a b c"


@pytest.mark.parametrize("minus", ["-1,17 €", "1,17 €-", "1,17€-", "€1,17-", "-€ 1,17", "€-1,17", "1,17 EUR-",
                                   "- 1,17 €"])
def test_a_minus_stands_before_or_behind_the_sign(minus: str) -> None:
    reading = read(f"BOTTEGA\nSale marino  5,88 €\n  Offerta 3x2  {minus}\nRiso 1kg  3,00 €\nTOTALE  7,71 €\n")
    assert reading.reconciled
    assert goods(reading) == [("Sale marino", 588, 1), ("Riso 1kg", 300, 1)]


@pytest.mark.parametrize("each", ["2 x 4,84 GBP", "2 X 4,84 €", "2 @ 4,84", "2 x kr 4,84", "2 x 4,84 zł"])
def test_a_count_above_its_name_is_of_that_name(each: str) -> None:
    reading = read(f"SHOP\nPEANUT BUTTER  2,31\n   {each}\nBABY SPINACH  9,68\nTOTAL  11,99\n")
    assert goods(reading) == [("PEANUT BUTTER", 231, 1), ("BABY SPINACH", 968, 2)]


def test_a_word_for_weight_before_a_weight_is_no_name() -> None:
    reading = read("CO-OP\nBULK ALMONDS  10.18 F\n  WT 0.85 lb @ 11.98/lb\nSOURDOUGH  6.50 F\nTOTAL  16.68\n")
    assert [(line.name, line.quantity, line.unit) for line in reading.items] == [
        ("BULK ALMONDS", Decimal("0.85"), "lb"), ("SOURDOUGH", 1, "piece")]


def test_a_star_behind_a_price_is_no_sign_of_times_before_a_count_and_a_name() -> None:
    reading = read("MARKT\n14,06 EUR *     1 Spülmittel\n6,57 EUR *      1 Blattspinat\n20,63 EUR       SUMME\n")
    assert [(line.name, line.total_minor) for line in reading.items] == [("Spülmittel", 1406), ("Blattspinat", 657)]
    assert goods(read("MARKT\nMilch  0,35 EUR * 6  2,10\nSUMME  2,10\n")) == [("Milch", 210, 6)]


def test_an_article_number_before_the_count_is_no_name() -> None:
    reading = read("SHOP\nOLIVE OIL 500ML  93191942 x2  27.14\nSEA SALT  14747657  2.00\nTOTAL  29.14\n")
    assert goods(reading) == [("OLIVE OIL 500ML", 2714, 2), ("SEA SALT", 200, 1)]


def test_money_off_and_weighed_goods_need_no_count_where_others_have_one() -> None:
    reading = read("TIENDA\n2 GALLETAS AVENA  27,14\n  OFERTA 2A UNIDAD  -6,79\nLAVAVAJILLAS  8,22\n"
                   "  1,083 kg @ 7,59/kg\n  OFERTA 2A UNIDAD  -2,06\n6 ARROZ LARGO 1KG  34,86\n"
                   "  OFERTA SOCIO  -8,72\nTOTAL  52,65\n")
    assert goods(reading) == [("GALLETAS AVENA", 2714, 2), ("LAVAVAJILLAS", 822, 1.083), ("ARROZ LARGO 1KG", 3486, 6)]


def test_dots_lead_to_counts_and_money() -> None:
    reading = read("TRATTORIA\nOlio oliva ...........3     7.90    23.70\nPenne Rigate ........1    14.38    14.38\n"
                   "Burro .................2     1.00     2.00\nTOTALE .................40.08\n")
    assert goods(reading) == [("Olio oliva", 2370, 3), ("Penne Rigate", 1438, 1), ("Burro", 200, 2)]
    assert reading.reconciled


def test_the_price_of_one_and_the_sum_may_stand_one_blank_apart() -> None:
    reading = read("MARCHE\nRiz basmati 1kg\n  1 x 9.13 € 9.13 B\nPetits pois\n  2 x 7.00 € 14.00 A\nTOTAL € 23.13\n")
    assert goods(reading) == [("Riz basmati 1kg", 913, 1), ("Petits pois", 1400, 2)]


def test_goods_with_product_codes_stand_above_their_prices() -> None:
    """Nothing tells the rows of the shop from goods but the code: the first price is of the first of these names."""
    reading = read("MERCADINHO\nCOD DESC QTD UN\n001 7891234560011 ARROZ 5KG\n  1 UN x 28,90  28,90\n"
                   "002 7891234560028 FEIJAO 1KG\n  2 UN x 7,99  15,98\n003 7891234560042 LEITE 1L\n"
                   "  2 UN x 6,00  12,00\nVOLUMES 5\nVALOR TOTAL R$  56,88\n")
    assert goods(reading) == [("ARROZ 5KG", 2890, 1), ("FEIJAO 1KG", 1598, 2), ("LEITE 1L", 1200, 2)]


def test_counts_and_prices_may_have_more_digits() -> None:
    reading = read("ALMACEN\nCUIT 20-12345678-9\n1,0000 x 4.300,00\nYERBA MATE 1KG  4.300,00\n2,0000 x 1.350,00\n"
                   "FIDEOS  2.700,00\nTOTAL  7.000,00\n")
    assert goods(reading) == [("YERBA MATE 1KG", 430000, 1), ("FIDEOS", 270000, 2)]
    assert reading.currency == "ARS"


@pytest.mark.parametrize("rounding", ["Redondeo  0,02\n", ""])
def test_what_was_handed_over_is_no_total(rounding: str) -> None:
    reading = read(f"MERCADO\nGuisantes  10,51\nArroz  11,96\nAceite  15,06\nTOTAL  37,53\n{rounding}"
                   "EFECTIVO  40,00\nCAMBIO  2,45\nVale de 40,00 para el lector\n")
    assert reading.total_minor == 3753


def test_hours_are_no_money() -> None:
    reading = read("KORNBLUME\nOpen Mon-Sat 7.00 - 22.00\nRice  10.33\nBeef  11.26\n"
                   "TOTAL  21.59\nCash  22.00\nChange  0.41\n")
    assert goods(reading) == [("Rice", 1033, 1), ("Beef", 1126, 1)]
    assert reading.total_minor == 2159


@pytest.mark.parametrize(("row", "currency"), [("TOTAL  12,00 zł", "PLN"), ("DUE VAT INCL  R12.00", "ZAR"),
                                               ("VATable Sales  10.71\nTOTAL  12.00", "PHP")])
def test_the_currency_is_told_by_signs_and_words_of_its_country(row: str, currency: str) -> None:
    assert read(f"SHOP\nBREAD  12.00\n{row}\n").currency == currency
