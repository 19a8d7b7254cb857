"""Printed receipts as text: what each line is, and whether all adds up."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.layout.drafts import GOODS_KINDS
from ocr.pages.mails import text_of_mail
from ocr.pages.plain_text import text_of_html, words_of_text
from ocr.reading import ReceiptReading
from ocr.receipt import parse_words

AS_OF = date(2026, 11, 22)


def parse(text: str) -> ReceiptReading:
    """Read a receipt given as text."""
    return parse_words(list(words_of_text(text)), as_of=AS_OF, has_boxes=False)


def goods(text: str) -> list[tuple[str, str, int | None]]:
    """Return kind, name and money of all lines above the sums."""
    kinds = ("item", "discount", "deposit", "refund")
    return [(line.kind.value, line.name, line.total_minor) for line in parse(text).lines if line.kind.value in kinds]


LINES = [
    ("a plain item", "MILK   1.19\nTOTAL  1.19", [("item", "MILK", 119)]),
    ("a tax letter is not the name", "MILCH   1,19 B\nSUMME  1,19", [("item", "MILCH", 119)]),
    ("an article number is not the name", "  06038308105  PC ORANGE   0.97\nTOTAL  0.97", [("item", "PC ORANGE", 97)]),
    ("equal lines are two items", "MILK  1.00\nMILK  1.00\nTOTAL  2.00", [("item", "MILK", 100)] * 2),
    ("a deposit is no item", "BEER  2.00\nPFAND  0.25\nTOTAL  2.25", [("item", "BEER", 200), ("deposit", "PFAND", 25)]),
    ("money back is a discount", "HAM  3.00\nCOUPON  -0.50\nTOTAL  2.50",
     [("item", "HAM", 300), ("discount", "COUPON", -50)]),
    ("a count that ends a name and the sum, then the price of one",
     "VOLLMILCH  1,49\nKAISERSEMMEL 5x  1,95\n  5 x 0,39\nSUMME EUR  3,44",
     [("item", "VOLLMILCH", 149), ("item", "KAISERSEMMEL", 195)]),
    ("a count that ends a name and the sum",
     "VOLLMILCH  1,49\nKAISERSEMMEL 5x  1,95\nSUMME EUR  3,44",
     [("item", "VOLLMILCH", 149), ("item", "KAISERSEMMEL", 195)]),
    ("what is without bones is no discount", "B/LESS CHICKEN  6.20\nBONE LESS THIGHS  4.10\nTOTAL  10.30",
     [("item", "B/LESS CHICKEN", 620), ("item", "BONE LESS THIGHS", 410)]),
    ("so much less is a discount", "HAM  3.00\nLESS 10%  -0.30\nTOTAL  2.70",
     [("item", "HAM", 300), ("discount", "LESS 10%", -30)]),
    ("rounding may lose its vowels", "HAM  3.01\nEGGS  2.00\nRnd Adj  -0.01\nTOTAL  5.00",
     [("item", "HAM", 301), ("item", "EGGS", 200)]),
    ("tea by a name like tips is no fee", "MILK  1.25\nPG Tips 80s  3.50\nTOTAL  4.75",
     [("item", "MILK", 125), ("item", "PG Tips 80s", 350)]),
    ("the rate of tax behind every name is not the name",
     "LATTE FRESCO 4%  1,69\nPANE 4%  2,80\nMOZZARELLA 10%  3,49\nTOTALE EUR  7,98",
     [("item", "LATTE FRESCO", 169), ("item", "PANE", 280), ("item", "MOZZARELLA", 349)]),
    ("the fat of one product is its name", "QUARK 20%  1,69\nBROT  2,80\nMILCH 3,5%  1,49\nSUMME EUR  5,98",
     [("item", "QUARK 20%", 169), ("item", "BROT", 280), ("item", "MILCH 3,5%", 149)]),
    ("a dozen is part of the name", "LRG EGGS DZ  2.97\nMILK  1.00\nTOTAL  3.97",
     [("item", "LRG EGGS DZ", 297), ("item", "MILK", 100)]),
    ("a trailing minus counts", "HAM  3.00\nTPD/380447  0.50-\nTOTAL  2.50",
     [("item", "HAM", 300), ("discount", "TPD/380447", -50)]),
    ("a void is a refund", "HAM  3.00\nVOID HAM  -3.00\nEGGS  2.00\nTOTAL  2.00",
     [("item", "HAM", 300), ("refund", "VOID HAM", -300), ("item", "EGGS", 200)]),
    ("a price below its name", "BANANA\n     1.31\nTOTAL  1.31", [("item", "BANANA", 131)]),
    ("goods named like payment stay goods", "FUDGE BAR  4.77\nTOTAL  4.77", [("item", "FUDGE BAR", 477)]),
    ("a count of items is no sum", "MILK  1.19\nTOTAL ITEMS  1\nTOTAL  1.19", [("item", "MILK", 119)]),
    ("a toothpaste may be named total", "LIST TOTAL CARE  2.77\nTOTAL  2.77", [("item", "LIST TOTAL CARE", 277)]),
    ("a bread may be named balance", "Balance Brot  0,99\nSUMME  0,99", [("item", "Balance Brot", 99)]),
    ("a fruit may be named date", "DATE MEDJOOL  2.77\nMILK  1.00\nTOTAL  3.77",
     [("item", "DATE MEDJOOL", 277), ("item", "MILK", 100)]),
    ("prices above their names",
     "ITEM  QTY  PRICE\n10417  1  4.99\nLANGERS ORANGE\n10116  1  3.96\nLIME\nTOTAL  8.95",
     [("item", "LANGERS ORANGE", 499), ("item", "LIME", 396)]),
    ("what one costs is not what was paid", "JELLY\n  $3.28 lmt 4, $3.67 ea\n  1 @ $3.28 lmt 4   3.28\nTOTAL  3.28",
     [("item", "JELLY", 328)]),
    ("a discount on two rows", "HOOPS  199.00\nLine Disc. 20%\n   -39.80\nTOTAL  159.20",
     [("item", "HOOPS", 19900), ("discount", "Line Disc. 20%", -3980)]),
    ("a sum with unknown words ends the goods",
     "TERE  1.00\nLEIB  2.00\nJUUST  3.00\nKOKKUVOTE  6.00\nSULARAHA  10.00\nTAGASI  4.00",
     [("item", "TERE", 100), ("item", "LEIB", 200), ("item", "JUUST", 300)]),
    ("whole prices count when they add up", "SOUP  199\nTACOS  225\nSUB TOTAL  424.00\nGRAND TOTAL  424.00",
     [("item", "SOUP", 19900), ("item", "TACOS", 22500)]),
    ("an article's number is no name", "WHOLE MILK 2L\nSKU 12345678\n7.98\nTOTAL  7.98",
     [("item", "WHOLE MILK 2L", 798)]),
    ("a heading and a letter of a wide word are no names",
     "【食品】\n牛乳\n豆腐\n小\n¥198\n¥98\n小計  ¥296\n合計  ¥296", [("item", "牛乳", 198), ("item", "豆腐", 98)]),
    ("digits of full width", "牛乳　　￥１，１９８\n合計　　￥１，１９８", [("item", "牛乳", 1198)]),
    ("round rice is no rounding", "ARROZ REDONDO  1,10\nTOTAL  1,10", [("item", "ARROZ REDONDO", 110)]),
    ("a count in brackets", "(3) 06780000230 CRUSHED TOMATO  4.77\nTOTAL  4.77", [("item", "CRUSHED TOMATO", 477)]),
    ("a weight in the name", "AGUACATE  0.185 KILOS  0.55\nTOTAL  0.55", [("item", "AGUACATE", 55)]),
    ("a bottle's size is no weight", "COLA 0,33l  0,89 A\nWEIN 0,75 l  4,99 A\nBUTTER 0,25kg  2,19\nSUMME  8,07",
     [("item", "COLA 0,33l", 89), ("item", "WEIN 0,75 l", 499), ("item", "BUTTER", 219)]),
    ("a weight without its price", "COURGETTES  0,500 kg  1,25\nTOTAL  1,25", [("item", "COURGETTES", 125)]),
    ("a heading says that the next is void", "HAM  3.00\nEGGS  2.00\n*** VOID ***\nHAM  3.00-\nTOTAL  2.00",
     [("item", "HAM", 300), ("item", "EGGS", 200), ("refund", "HAM", -300)]),
    ("what is taken back whole is void", "HAM  3.00\nEGGS  2.00\nHAM  -3.00\nTOTAL  2.00",
     [("item", "HAM", 300), ("item", "EGGS", 200), ("refund", "HAM", -300)]),
    ("a void in French", "CHEVRE  3,45\nLAIT  1,00\nANNULATION CHEVRE  -3,45\nTOTAL  1,00",
     [("item", "CHEVRE", 345), ("item", "LAIT", 100), ("refund", "ANNULATION CHEVRE", -345)]),
    ("a name goes on below, farther right",
     "Hafer Drink  2,29 A\nHeumilch länger frisch\n  Glasflasche 1 Liter  1,99 B\nVollkornbrot mit Sonnen-\n"
     "blumenkernen  4,49\nSUMME  8,77",
     [("item", "Hafer Drink", 229), ("item", "Heumilch länger frisch Glasflasche 1 Liter", 199),
      ("item", "Vollkornbrot mit Sonnenblumenkernen", 449)]),
    ("a heading of goods is no name", "DAIRY\nMILK  1.00\nEGGS  2.00\nTOTAL  3.00",
     [("item", "MILK", 100), ("item", "EGGS", 200)]),
    ("numbers of rows are no names", "1  OATS  1.49\n2  BEANS  0.89\n3  OIL  7.99\nTOTAL  10.37",
     [("item", "OATS", 149), ("item", "BEANS", 89), ("item", "OIL", 799)]),
    ("a price in a name is not what was paid", "RICE ROLL 2.80\n   2.80  2  0.00  5.60 SR\nMINI ROLL 1.80\n"
     "   1.80  3  0.00  5.40 SR\nTOTAL  11.00",
     [("item", "RICE ROLL", 560), ("item", "MINI ROLL", 540)]),
    ("a size in a name is not what was paid", "SUSHI 1.30\n10 x  1.80  18.00 SR\nTOTAL  18.00",
     [("item", "SUSHI", 1800)]),
    ("the price of one below a name that goes on", "2 CURRY RED  37.80\nWITH TOFU\n@18.90\nTOTAL  37.80",
     [("item", "CURRY RED WITH TOFU", 3780)]),
    ("money off that a count already holds", "SOAP 2X900ML\n2 X 5.51 (Disc: 1.52)  9.50 S\nTOTAL  9.50",
     [("item", "SOAP 2X900ML", 950)]),
    ("what other shops ask is no price", "SHORT  66.00\nCompare At  154.95\nTOTAL  66.00", [("item", "SHORT", 6600)]),
    ("house numbers and hours are no prices", "NO 24, 25 & 26, MILL LANE\nMON-SAT 7.30am-6.00pm\nQTY  ITEM  AMOUNT\n"
     "TEA  3.00\nTOTAL  3.00", [("item", "TEA", 300)]),
    ("litres are no money", "45.45 litre Pump # 12\nPremium 95  100.00 C\n2.20 EUR / litre\nTOTAL  100.00",
     [("item", "Premium 95", 10000)]),
    ("what several cost is no part of a name", "YOGURT 2/6.00\n  2 @ 2/6.00   6.00\nTOTAL  6.00",
     [("item", "YOGURT", 600)]),
    ("what lies on a card is not bought", "BALANCE BEFORE  1.90\nTEA  3.00\nTOTAL  3.00", [("item", "TEA", 300)]),
    ("what was saved stands behind the price", "CRISPS C 1.14\n1 @ 2/ 1.00  .50F SAVED  .39\nSOAP  2.19F SAVED  .30\n"
     "RegPrice 8.97  CardSav 2.97\nTOTAL  2.69", [("item", "CRISPS", 50), ("item", "SOAP", 219)]),
    ("a price that slipped above the last name", "TEA  3.00\nCAKE  2.00\n4.05\nRED WINE  X\nTOTAL  9.05",
     [("item", "TEA", 300), ("item", "CAKE", 200), ("item", "RED WINE", 405)]),
    ("money behind a weight whose price of one is gone", "BAG  0.10 F\nORANGES\n1.76 lb @  0.58 F\nTOTAL  0.68",
     [("item", "BAG", 10), ("item", "ORANGES", 58)]),
    ("below the total nothing is bought", "MILK  1.19\nTOTAL  1.19\nPOINTS  5.00\nGIFT  3.00", [("item", "MILK", 119)]),
]


@pytest.mark.parametrize(("what", "text", "expected"), LINES, ids=[case[0] for case in LINES])
def test_lines_are_told_apart(what: str, text: str, expected: list[tuple[str, str, int]]) -> None:
    assert goods(text) == expected


MEASURED = [
    ("TOMATEN  2,23 B\n  0,746 kg x 2,99 EUR/kg\nSUMME  2,23", Decimal("0.746"), "kg", 299),
    ("FUJI APPLE  $5.91 D\n  1.605 kg @ $3.68/kg\nTOTAL  $5.91", Decimal("1.605"), "kg", 368),
    ("JOGHURT  1,78 B\n  2 Stk x 0,89\nSUMME  1,78", Decimal(2), "piece", 89),
    ("PASSATA  0,75 x 3  2,25 A\nSUMME  2,25", Decimal(3), "piece", 75),
    ("YOGURT\n  4 @ $1.25   5.00\nTOTAL  5.00", Decimal(4), "piece", 125),
    ("YOGURT  3/6.00  6.00\nTOTAL  6.00", Decimal(3), "piece", 200),
    ("2 POUR 5,00 YOGOURT   5,00\nTOTAL  5,00", Decimal(2), "piece", 250),
    ("SODA 12PK  4 FOR 12.00  12.00\nTOTAL  12.00", Decimal(4), "piece", 300),
    ("GOUDA  0,312 x 34,99  10,92\nSUMME  10,92", Decimal("0.312"), "kg", 3499),
    ("Rüebli kg 0.650 x 2.80   1.82\nTOTAL  1.82", Decimal("0.650"), "kg", 280),
]


@pytest.mark.parametrize(("text", "quantity", "unit", "unit_price_minor"), MEASURED)
def test_a_weight_or_count_belongs_to_its_item(
        text: str, quantity: Decimal, unit: str, unit_price_minor: int) -> None:
    (item,) = parse(text).items
    assert (item.quantity, item.unit, item.unit_price_minor) == (quantity, unit, unit_price_minor)
    assert not any(character.isdigit() for character in item.name.replace("12PK", "")), item.name


def test_a_title_tells_counts_from_other_numbers_behind_names() -> None:
    reading = parse("Item                Qty   Price\nMilk 2L               1    1.65\n"
                    "Free range eggs 12    2    6.20\nBananas loose  1.2 kg @ 0.90/kg   1.08\n"
                    "Pears                 0.50\nTotal                      9.43\n")
    assert [(line.name, line.quantity) for line in reading.items] == [
        ("Milk 2L", 1), ("Free range eggs 12", 2), ("Bananas loose", Decimal("1.2")), ("Pears", 1)]


def test_numbers_of_rows_are_no_counts() -> None:
    reading = parse("Pos  Artikel           Menge  Einzelpreis  Gesamt\n"
                    "1    Haferflocken 500 g    2       1,49       2,98\n"
                    "2    Kichererbsen 400 g    3       0,89       2,67\n"
                    "3    Olivenöl 0,75 l       1       7,99       7,99\n"
                    "Gesamtbetrag (inkl. MwSt.)                   13,64\n"
                    "Enthaltene MwSt. 7 %                          0,89\n")
    assert [(line.name, line.quantity) for line in reading.items] == [
        ("Haferflocken 500 g", 2), ("Kichererbsen 400 g", 3), ("Olivenöl 0,75 l", 1)]
    assert (reading.total_minor, reading.tax_minor, reading.reconciled) == (1364, 89, True)


SUMS = [
    ("A MILK  1.00\nBREAD  2.00\nTOTAL  3.00", 300, None, True, "items"),
    ("A MILK  1.00\nBREAD  2.00\nSUBTOTAL  3.00\nTAX  0.20\nTOTAL  3.20", 320, 20, True, "items and tax"),
    ("A MILK  1.00\nBREAD  2.00\nTOTAL  9.00", 900, None, False, None),
    ("A MILK  1.02\nBREAD  2.00\nTOTAL  3.02\nROUNDING  -0.02\nROUNDED TOTAL  3.00\nCASH  5.00\nCHANGE  2.00",
     300, None, True, "items and rounding"),
    ("MILCH  1,00\nBROT  2,00\nSUMME  3,00\nGeg. BAR  5,00\nRückgeld  2,00\nB= 7,0%  2,80  0,20  3,00",
     300, 20, True, "items"),
    ("A MILK  1.00\nBREAD  2.01\nTotal Sales  3.01\nRounding Adj  -0.01\nTotal After Adj  3.00\n"
     "CASH  5.00\nCHANGE  2.00", 300, None, True, "items and rounding"),
    ("A MILK  1.00\nBREAD  2.00\nGST  0.18\nAMT  3.18\nCASH  10.00\nCHANGE  6.82", 318, 18, True, "items and tax"),
    ("A MILK  1.00\nBREAD  2.00\nSUBT0TAL  3.00\nT0TEL  3.00\nCASH  5.00\nCHENGE  2.00", 300, None, True, "items"),
    ("A MILK  1.00\nBREAD  2.00\nItem Total  3.00\nDiscount  0.50\nTotal  2.50", 250, None, True,
     "items less discount"),
    # Goods brought back: the house paid.
    ("BUTTER  -2,39 B\nKAFFEE  -5,99 B\nSUMME EUR  -8,38\nAuszahlung BAR  8,38", -838, None, True, "items"),
    ("MILK  5.99-\nEGGS  3.49-\nSUBTOTAL  9.48-\nTAX  0.00\nTOTAL  9.48-\nVISA REFUND  9.48-", -948, 0, True, "items"),
    ("Leergut Kiste  -1,50\nLeergut 24x0,08  -1,92\nSUMME EUR  -3,42\nAuszahlung  3,42", -342, None, True, "items"),
    # The money of the rows below a tax table's heading is theirs.
    ("LECHE  8,42\nPAN  8,34\nTOTAL  16,76\nIVA  BASE  CUOTA\n4%  8,10  0,32\n10%  7,58  0,76",
     1676, 108, True, "items"),
    ("KAFFEE  6,99\nEIER  3,01\nZwischensumme  10,00\nTreuerabatt 10%  -1,00\nSUMME  9,00", 900, None, True,
     "items less discount"),
    # The goods are held against the subtotal where what lies between it and the total has no known name.
    ("MACAROON  1.09\nTEA  2.00\nSUBTOTAL  3.09\nLIVING WAGE  0.05\nTAX  0.11\nTOTAL  3.25", 325, 11, True,
     "items, fees and tax"),
    ("SOUP  19.90\nTACOS  22.50\nSUBTOTAL  42.40\nDINERS CLUB  12.40\nTOTAL  32.00", 3200, None, True,
     "items to the subtotal"),
    ("PAN  7,00 €\nSOPA  25,00 €\n10,00 %: Base: 29,09 € Cuota: 2,91 €\nTotal (Impuestos Incl.)  32,00 €",
     3200, 291, True, "items"),
    ("SUSHI  5.60\nSOUP  3.60\nTotal Excl GST  9.20\nDiscount  0.00\nAfter Discount  9.20\nGST  0.55\n"
     "Total Sales  9.75", 975, 55, True, "items and tax"),
    ("PLUG  24.00\nCABLE  12.00\nGross Amt  36.00\nGST (6%)  0.00\nNet Amt  36.00\nReceived  36.00\nChange  0.00",
     3600, 0, True, "items"),
    ("RAMEN  15.90\nEGG  13.90\nSUBTOTAL  29.80\nSC  2.98\nGST  2.29\nPAY THIS AMOUNT: $35.07", 3507, 229, True,
     "items, fees and tax"),
    ("BREAD  1.10\nMILK  3.45\nTOTAL 2 ITEMS  4.55\nCARD  4.55", 455, None, True, "items"),
    ("たまご\n  278X\nベーコン\n  228X\n合計  ¥506", 506, None, True, "items"),
    ("牛乳  ¥198\n食パン  ¥150\n小　計  ¥348\n外税合計  ¥27\n合　計  ¥375\nクレジット  ¥375", 375, 27, True,
     "items and tax"),
]


@pytest.mark.parametrize(("text", "total", "tax", "reconciled", "how"), SUMS)
def test_total_tax_and_how_the_lines_add_up(
        text: str, total: int, tax: int | None, reconciled: bool, how: str | None) -> None:
    reading = parse(text)
    assert (reading.total_minor, reading.tax_minor) == (total, tax)
    assert (reading.reconciled, reading.reconciled_by) == (reconciled, how)


def test_a_rule_of_the_house_is_no_payment() -> None:
    reading = parse("BREAD  3.45\nTOTAL  3.45\nSTRICTLY NO CASH REFUND.\n  99.00")
    assert [line.kind.value for line in reading.lines] == ["item", "total"]


def test_a_sum_that_does_not_fit_is_said_with_both_numbers() -> None:
    reading = parse("MILK  1.00\nTOTAL  9.00")
    assert any("1.00" in warning and "9.00" in warning for warning in reading.warnings)
    assert all(line.needs_review for line in reading.items)


def test_a_date_that_could_be_swapped_is_said() -> None:
    reading = parse("MILK  $1.00\nTOTAL  $1.00\n03/04/2026")
    assert reading.purchased_on == date(2026, 3, 4)
    assert reading.date_is_ambiguous
    assert any("swapped" in warning for warning in reading.warnings)


def test_a_country_with_one_order_leaves_no_doubt() -> None:
    reading = parse("MILK  RM1.00\nTOTAL  RM1.00\n03/04/2026")
    assert (reading.purchased_on, reading.date_is_ambiguous) == (date(2026, 4, 3), False)


CURRENCIES = [("SUMME EUR 3,00", "EUR"), ("TOTAL RM 3.00", "MYR"), ("TOTAL £3.00", "GBP"), ("合計 ¥300", "JPY"),
              ("TOTAL $3.00\nSALES TAX", "USD"), ("GST 5%  $0.10\nT6N 1N2", "CAD"), ("TOTAL 3.00", None),
              ("たまご  198\n合計  198", "JPY"), ("鸡蛋  ¥13.90\n合计  ¥13.90", "CNY"),
              ("MELK 1,29\nTOTAAL 1,29\nBTW 9%  1,18  0,11", "EUR"), ("Totalt SEK 97,45", "SEK"),
              ("SUMA PLN 23,10", "PLN"), ("CELKEM 129,00 Kč", "CZK"), ("KC TAN TRADING\nTOTAL 3.00", None),
              ("統一編號 12345678\n合計  595", "TWD"),
              ("牛肉麵  360\n合計  360", None)]


@pytest.mark.parametrize(("text", "currency"), CURRENCIES)
def test_the_currency_is_told_by_signs_and_words(text: str, currency: str | None) -> None:
    assert parse(text).currency == currency


MERCHANTS = [
    ("WELCOME TO\nBLUE HERON FOODS LTD\n12 Main Street\nTel 555\nMILK 1.00\nTOTAL 1.00", "BLUE HERON FOODS LTD"),
    ("Markthalle Süd\nHauptstraße 1\n12345 Stadt\nMILCH 1,00\nSUMME 1,00", "Markthalle Süd"),
    ("TAX INVOICE\nSEVEN SISTERS TRADING SDN BHD (123456-X)\nLOT 5, JALAN ABC\nMILK 1.00\nTOTAL 1.00",
     "SEVEN SISTERS TRADING SDN BHD"),
    ("12.05.2026\n1,00", None),
    # A branch, a slogan and a bare word of trade below the name do not stand for it.
    ("K&S Supermarket\nHilltown Store\nMILK 1.00\nTOTAL 1.00", "K&S Supermarket"),
    ("BLUEHERON\nWHY PAY MORE? ... SHOP AT\nMILK 1.00\nTOTAL 1.00", "BLUEHERON"),
    ("BLUE HERON\nMARKET\nMILK 1.00\nTOTAL 1.00", "BLUE HERON"),
    # Numbers of the company or branch, a telephone number and a heading beside the name take nothing from it.
    ("7 SISTERS MART S/B (519537-X)\nLOT P.T. 33198, BATU 4\n1558-TMN HILL\nMILK 1.00\nTOTAL 1.00",
     "7 SISTERS MART S/B"),
    ("HERON #994\nThousands of Fish, Get Yours\nMILK 1.00\nTOTAL 1.00", "HERON #994"),
    ("Heron#15936-0 Phone 608-555-4560\n642 Midland Road\nMILK 1.00\nTOTAL 1.00", "Heron#15936-0"),
    ("Heron  TAX INVOICE (ABB)\nTax ID: 0105542019730\nMILK 1.00\nTOTAL 1.00", "Heron"),
    ("BLUE HERON HARDWARE\nENTERPRISE (HILL\nTOWN) SDN BHD\nMILK 1.00\nTOTAL 1.00",
     "BLUE HERON HARDWARE ENTERPRISE (HILL TOWN) SDN BHD"),
    # A web address tells which of two rows the seller is, and what a company below all goods calls itself.
    ("MEADOW COURT\nBlue Heron\nMILK 1.00\nTOTAL 1.00\nwww.blueheron.com", "Blue Heron"),
    ("Von-Hügel-Str. 6\n51061 Köln-Höhenhaus\n" + "MILCH 1,00\n" * 8 + "SUMME 8,00\nReiher Markt GmbH\nwww.reiher.de",
     "Reiher"),
    ("Von-Hügel-Str. 6\n51061 Köln-Höhenhaus\n" + "MILCH 1,00\n" * 8 + "SUMME 8,00\nReiher Markt GmbH\nwww.amsel.de",
     "Reiher Markt"),
    # Nor does a greeting.
    ("Guten Tag,\n\nKornmühle Versand\nHaferflocken  2,98\nSumme  2,98", "Kornmühle Versand"),
    # Nor an address that names no street, though it holds a word of trade.
    ("Hofladen Grün\nAm Markt 1\n12345 Stadt\nMILCH 1,00\nSUMME 1,00", "Hofladen Grün"),
    ("Hofladen Grün\nAn der Alten Post 12a\nMILCH 1,00\nSUMME 1,00", "Hofladen Grün"),
    # Letters printed wide are one word; a slogan above them is none of the name.
    ("Respect for makers.\nK o rn m ue h le GmbH\nMühlweg 41\nMILCH 1,00\nSUMME 1,00", "Kornmuehle"),
    # The shop signs below the name of who keeps it.
    ("Anna Muster\nFRISCH EINKAUFEN\nKorn Mühle\nMühlweg 41\nwww.korn-muehle.de\nMILCH 1,00\nSUMME 1,00", "Korn Mühle"),
    # An address alone names nobody.
    ("Von-Hügel-Str. 6\n51061 Köln-Höhenhaus\nMILCH 1,00\nSUMME 1,00", None),
]


@pytest.mark.parametrize(("text", "merchant"), MERCHANTS)
def test_the_seller_is_found_among_greetings_and_addresses(text: str, merchant: str | None) -> None:
    assert parse(text).merchant == merchant


HTML = ("<html><head><style>p{}</style></head><body><h1>Blue Heron</h1><table><tr><td>Milk</td><td>1.00</td></tr>"
        "<tr><td>Total</td><td>1.00</td></tr></table></body></html>")


def test_a_mailed_receipt_is_parsed_like_paper() -> None:
    mail = f"Subject: receipt\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{HTML}".encode()
    for text in (text_of_html(HTML), text_of_mail(mail)):
        assert goods(text) == [("item", "Milk", 100)]
        assert parse(text).merchant == "Blue Heron"


printed = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=400)
rows = st.lists(st.tuples(st.sampled_from(["TOTAL", "MILK", "2 x", "GST 6%", "CHANGE", "-", "0,5 kg x", "%", ""]),
                          st.from_regex(r"-?[0-9]{0,7}[.,]?[0-9]{0,3}[-%A-C]?", fullmatch=True)), max_size=12)


@settings(max_examples=200, deadline=None)
@given(printed)
def test_random_text_never_breaks_the_parser(text: str) -> None:
    reading = parse(text)
    assert ReceiptReading.from_json(reading.to_json()).to_json() == reading.to_json()


@settings(max_examples=200, deadline=None)
@given(rows)
def test_random_receipts_keep_their_promises(lines: list[tuple[str, str]]) -> None:
    reading = parse("\n".join(f"{name}   {money}" for name, money in lines))
    for line in reading.lines:
        assert 0 <= line.confidence <= 1
        assert line.quantity >= 0
    assert 0 <= reading.confidence <= 1
    if reading.reconciled:
        assert reading.total_minor is not None
        assert any(line.kind in GOODS_KINDS for line in reading.lines)


@pytest.mark.parametrize(("printed", "name"), [
    ("oJt  1971135Q  GOLD WHITE RICE  MRJ", "GOLD WHITE RICE"),
    ("Salmon Nuggets 2430/500000", "Salmon Nuggets"),
    ("Comp Crab  22:35:i600000", "Comp Crab"),
    ("GV WHOLE MLK 007874235186 F", "GV WHOLE MLK"),
    ("BNLS SKLS BR 020530900000 F", "BNLS SKLS BR"),
    ("MEHL TYPE 405", "MEHL TYPE 405"),
    ("COLA 6x330ML", "COLA 6x330ML"),
])
def test_a_misread_article_number_is_no_part_of_a_name(printed: str, name: str) -> None:
    reading = parse(f"SHOP\n{printed}   5.97 D\nBUTTER   1.00\nTOTAL   6.97\n")
    assert reading.items[0].name == name


def test_a_total_that_is_a_guess_is_said_to_be_one() -> None:
    guess = "The total is a guess: please check it."
    assert guess in parse("TEA  3.00\nCAKE  4.10\n12.60\n99.10").warnings
    assert guess not in parse("TEA  3.00\nCAKE  4.10\nTOTAL  7.10").warnings
