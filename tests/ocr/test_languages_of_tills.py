"""Receipts of many countries: their words for sums, discounts, deposits, taxes and payment, and their currency."""

from datetime import date

import pytest

from ocr.pages.plain_text import words_of_text
from ocr.receipt import parse_words

RECEIPTS = [
    ("Dutch", "EUR", 2586, 3, """De Groene Wagen
1  HALFVOLLE MELK           1,19
2  VOLKOREN BROOD    2,29   4,58
1  BIER KRAT               16,99 B
1  +STATIEGELD              3,90
   SUBTOTAAL               26,66
25% KORTING BIER           -0,80
UW VOORDEEL       0,80
TOTAAL                     25,86
PINNEN                     25,86
BTW   OVER   EUR
9%    5,29  0,48"""),
    ("Polish", "PLN", 1745, 3, """SKLEP POD LIPA
PARAGON FISKALNY
Mleko 2% 1L     2 szt. x3,49  6,98 C
Jablka Gala     1,245 x3,99   4,97 C
Rabat                        -1,49
Plyn do naczyn  1 x6,99       6,99 A
SPRZEDAZ OPODATKOWANA A       6,99
PTU A 23%                     1,31
SUMA PTU                      1,31
SUMA PLN                     17,45
Karta platnicza              17,45"""),
    ("Czech", "CZK", 18300, 3, """POTRAVINY U MLYNA
Mleko polotucne 1l   2 x 22,90    45,80 B
Rajcata 0,652 kg x 59,90          39,05 B
SLEVA                            -10,00 B
Pivo 0,5l            5 x 17,90    89,50 A
Zaloha lahev         6 x 3,10     18,60
Mezisoucet                       182,95
Zaokrouhleni                       0,05
CELKEM                       183,00 Kc
Hotovost                         200,00
Vraceno                           17,00"""),
    ("Swedish", "SEK", 8178, 3, """NORRSKEN LIVS AB
Köttfärs 12%               89,90
  Rabatt                  -20,00
Banan  0,112kg*24,95kr/kg   2,79
Läsk 1,5l                   7,09
+Pant 1st*2,00              2,00
Totalt           81,78 SEK
Moms%  Moms   Netto   Brutto
12,00   7,79   64,90   72,69
Betalat kort     81,78"""),
    ("Danish", "DKK", 5790, 3, """NORDHAVN KOEBMAND
CVR 12345678
SØDMÆLK 1L              12,95
KYLLINGEBRYST           45,00
RABAT                  -10,00
ØL 6X33CL                3,95
PANT A                   6,00
I ALT                   57,90
KONTANT                100,00
BYTTEPENGE              42,10
MOMS UDGØR              11,58"""),
    ("Turkish", "TRY", 8032, 3, """GUNES MARKET
SAAT  : 15:22   FIS NO:0042
SUT 1L            %1      *38,90
0,780 KG X 49,90
DOMATES           %1      *38,92
EKMEK             %1      *12,50
ARA TOPLAM                *90,32
INDIRIM                   -*10,00
TOPKDV                     *0,90
TOPLAM                    *80,32
NAKIT                     *80,32"""),
    ("Portuguese", "EUR", 681, 3, """MERCEARIA DO BAIRRO LDA
NIF 501234567
(A)  LEITE MEIO GORDO 1L
     2 X 0,92                 1,84
(A)  BANANA
     0,912 X 1,29             1,18
(C)  VINHO TINTO              4,99
     POUPANCA                -1,20
TOTAL A PAGAR                 6,81
CARTAO MULTIBANCO             6,81"""),
    ("Brazilian", "BRL", 4225, 3, """MERCADINHO SOL NASCENTE LTDA
001 789100 LEITE INTEGRAL 1L  2 UN X 4,99   9,98
002 789101 PAO FRANCES  0,450 KG X 15,90   7,16
003 789102 ARROZ TIPO 1 5KG  1 UN X 26,90  26,90
Desconto                                   -1,79
TOTAL R$                                   42,25
Dinheiro                                   50,00
Troco                                       7,75"""),
    ("Indian", "INR", 60900, 3, """ANAND SUPER BAZAAR
GSTIN 29ABCDE1234F1Z5
Item            Qty   Rate    Amount
AMRIT BUTTER 100G  2   58.00   116.00
BASMATI RICE 5KG   1  489.00   489.00
TOMATO LOCAL    0.750  32.00    24.00
Gross Amount                   629.00
Discount                        42.00
CGST 2.5%                       11.10
SGST 2.5%                       11.10
Round Off                       -0.20
NET AMOUNT                 Rs. 609.00
UPI                            609.00"""),
    ("Swiss", "CHF", 1634, 2, """Genossenschaft Alpenblick
CHE-123.456.789 MWST
Artikelbezeichnung Menge Preis Aktion Total
Tomaten Cherry       1   3.95   2.95  2.95 1
Rindsgeschnetz.   0.412 39.00  32.50 13.39 1
TOTAL CHF                            16.34
Summe EUR 17.20"""),
    ("English, whole prices", None, 1750, 4, """GREENACRE FARM STAND
Sat 28 Nov 2026
Tomatoes        3
Eggs doz     4.50
Kale bunch      2
Honey jar       8
Total       17.50
Cash        20.00
Change       2.50"""),
    ("English, what it was", "GBP", 537, 2, """HARTLEY'S
MATURE CHEDDAR            £4.75
REDUCED FAT HUMMUS        £0.62
    WAS £1.25
TOTAL                     £5.37"""),
]


@pytest.mark.parametrize(("currency", "total_minor", "items", "text"), [case[1:] for case in RECEIPTS],
                         ids=[case[0] for case in RECEIPTS])
def test_a_receipt_of_this_country_adds_up(currency: str | None, total_minor: int, items: int, text: str) -> None:
    reading = parse_words(list(words_of_text(text)), as_of=date(2026, 11, 30), has_boxes=False)
    assert (reading.currency, reading.total_minor) == (currency, total_minor)
    assert reading.reconciled
    assert len(reading.items) == items, [line.name for line in reading.items]
