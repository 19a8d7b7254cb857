"""Money, weights and counts as they are printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.printed.amounts import find_amount_of_sum, find_amounts
from ocr.printed.measures import find_measure

MONEY = [
    ("ZITRONE  0,89 B", [89]),
    ("Total 1.234,56", [123456]),
    ("Total 1,234.56", [123456]),
    ("RM9.00", [900]),
    ("EUR13,05", [1305]),
    ("€2.09", [209]),
    ("- 0,25 A *", [-25]),
    ("TPD/380447  3.50-G", [-350]),
    ("12.99-", [-1299]),
    ("1,17€-", [-117]),
    ("0.95 GBP- A", [-95]),
    ("12,50 kr-", [-1250]),
    ("2.19 - 0.30", [219, -30]),
    ("ROUNDED 0.01  (19 . 15)", [1, -1915]),
    ("$ O.OO", [0]),
    ("CHANGE .00", [0]),
    ("9.00 0.00 9.00", [900, 0, 900]),
    ("16.05.2020 09:47", []),
    ("0,792 kg", []),
    ("7,00%", []),
    ("Tel. 0221 9641964", []),
    ("1.459 EUR/l", []),
    ("36.61L  1.469EUR/L pump 6", []),
    ("39.42 litre Pump # 09", []),
    ("MON-SAT 7.30am-6.00 pm", []),
    ("NO 18, 20, 22, MILL LANE", []),
    ("NO 24, 25 & 26", []),
    ("2.03, Mill Lane", []),
    ("HAM 2.00 AM COUNTER", [200]),
]


@pytest.mark.parametrize(("text", "expected"), MONEY)
def test_money_is_found_in_a_row(text: str, expected: list[int]) -> None:
    assert [amount.minor for amount in find_amounts(text)] == expected


WHOLE_MONEY = [("¥903", [903]), ("278X", [278]), ("¥5,231", [5231]), ("2026/3/11(水)", []), ("3除", [3]), ("8 点", []),
               ("牛乳 Y198", [198]), ("Y1,280", [1280])]


@pytest.mark.parametrize(("text", "expected"), WHOLE_MONEY)
def test_yen_have_no_minor_unit(text: str, expected: list[int]) -> None:
    assert [amount.minor for amount in find_amounts(text, decimals=0)] == expected


MEASURES = [
    ("0,792 kg x 2,49 EUR/kg", "0.792", "kg", 249),
    ("1,012 kg × 1,29   EUR/kg", "1.012", "kg", 129),
    ("0.612 kg @ €10.00/kg", "0.612", "kg", 1000),
    ("4 Stk x 0,79", "4", "piece", 79),
    ("2 @ $0.05", "2", "piece", 5),
    ("2 X 3.99", "2", "piece", 399),
    ("2.10 lb @ .59 /lb", "2.10", "lb", 59),
    ("3 @ .50", "3", "piece", 50),
    ("1.20 lb @ 1 lb /.99", "1.20", "lb", 99),
    ("3.05 lb @ 2 lb /1.50", "3.05", "lb", 75),
    ("0,75 x 3", "3", "piece", 75),
    ("2 @ 3/5.00", "2", "piece", 167),
    ("5EA    0.19/EA", "5", "piece", 19),
]


@pytest.mark.parametrize(("text", "quantity", "unit", "unit_price_minor"), MEASURES)
def test_a_weight_or_count_is_found_with_its_unit_price(
        text: str, quantity: str, unit: str, unit_price_minor: int) -> None:
    measure = find_measure(text)
    assert measure is not None
    assert (measure.quantity, measure.unit, measure.unit_price_minor) == (
        Decimal(quantity), unit, unit_price_minor)


@given(st.integers(0, 9_999_999), st.sampled_from([".", ","]), st.sampled_from(["", "EUR ", "€", "$", "RM"]))
def test_any_printed_price_is_read_back(minor: int, point: str, currency: str) -> None:
    text = f"NAME  {currency}{minor // 100}{point}{minor % 100:02d}"
    assert [amount.minor for amount in find_amounts(text)] == [minor]


@given(st.text(max_size=80))
def test_no_text_breaks_the_search_for_amounts(text: str) -> None:
    for decimals in (0, 2):
        for amount in find_amounts(text, decimals=decimals):
            assert 0 <= amount.start < amount.end <= len(text) + 1
        find_measure(text, decimals=decimals)


@pytest.mark.parametrize(("row", "minor"), [
    ("TOTAL  7034", 7034),      # its point was lost: the prices come to 70.34
    ("TOTAL  282 78", 28278),   # said elsewhere
    ("TOTAL  282 79", 7900),    # said nowhere
    ("TOTAL  199", 19900),
])
def test_a_total_that_lost_its_point_is_told_by_the_other_money(row: str, minor: int) -> None:
    assert [one.minor for one in find_amount_of_sum(row, {28278, 5034, 2000})] == [minor]
