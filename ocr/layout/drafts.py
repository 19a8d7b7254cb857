"""Printed rows on their way to lines: each row's kind by its words, its name, count or weight, and its money."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr.layout.line_names import clean_name, has_name
from ocr.layout.numbers_of_names import end_in_counts, without_numbers_of_names
from ocr.layout.rows import Row
from ocr.printed.amounts import (
    CURRENCY_MARK,
    Amount,
    find_amount_of_sum,
    find_amounts,
    find_rough_amount,
    without_leaders,
)
from ocr.printed.keywords import COUNT_TITLES, is_column_title, kind_by_words, normalise, says_opening_hours
from ocr.printed.measures import COUNTERS, Measure, find_measure
from ocr.reading import Box
from pantry.vocabulary import LineKind

SUM_KINDS = frozenset({LineKind.SUBTOTAL, LineKind.TOTAL})
GOODS_KINDS = frozenset({LineKind.ITEM, LineKind.DISCOUNT, LineKind.DEPOSIT, LineKind.REFUND})
# Counts and unit words beside a price are no name: "1.000 STK  13.99", "2個 ¥198"; nor are Japanese marks of its tax.
_NO_NAME = re.compile(
    rf"\d{{1,3}}\s?{COUNTERS}(?![^\W\d_])|(?<![^\W_])[軽内外非課込](?:8|10)?%?(?![^\W_])|"
    r"\b(?:UNITS?|Units?|STK|Stk|ST|St|PCS?|pcs?|EA|ea|each|KG|kg|LBS?|lbs?|OZ|oz|UN|SR|ZR|EUR|RM|lmt|LMT|limit|LIMIT)\b\.?")
# Above this a household's single line is rather a number misread as money.
MAX_LINE_MINOR = 5_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """One row on its way to a line. total_minor: its money; amounts: all money of the row, left to right.

    read_minor: the money as it was read, where a digit was repaired.
    """

    text: str
    name: str
    kind: LineKind
    amounts: tuple[Amount, ...]
    measure: Measure | None
    total_minor: int | None
    confidence: float
    box: Box
    page: int
    row: int
    in_body: bool = False
    read_minor: int | None = None

    @property
    def is_bare_amount(self) -> bool:
        """Whether the row holds money and no name."""
        return bool(self.amounts) and not has_name(_NO_NAME.sub(" ", self.name))


def draft_rows(rows: list[Row], *, decimals: int = 2, is_lenient: bool = False, is_slipped: bool = False,
               keeps_info: bool = False, tells_savings: bool = False,
               kinds: Sequence[LineKind | None] = ()) -> list[Draft]:
    """Return one draft for each row, kinds told by their words alone.

    is_lenient: take a number without (two) decimals at the end of a row for money, too; and one that may be of a name
    where money has none.
    is_slipped: take the only money behind a weight for what was paid.
    keeps_info: trust money more than words such as "date" or "member", which goods may carry as well.
    tells_savings: take what a discount printed without a minus tells for what prices are less already.
    kinds: what each row is by other evidence; None leaves it to its words.
    """
    drafts = []
    after_total = False
    has_counts = not decimals and end_in_counts([row.text for row in rows])
    for number, row in enumerate(rows):
        text = row.text
        paid = without_leaders(_without_price_before(text[:_where_savings_begin(text)]))
        kind = kind_by_words(paid, after_total=after_total) or LineKind.OTHER
        found = [] if says_opening_hours(text) else find_amounts(paid, decimals=decimals)
        below = rows[number + 1].text if number + 1 < len(rows) else ""
        money_below = [one.minor for one in find_amounts(below, decimals=decimals)]
        if not decimals and not is_lenient and kind is LineKind.OTHER:
            found = without_numbers_of_names(paid, found, below, has_counts=has_counts)
        if not found and kind in SUM_KINDS and decimals:
            found = find_amount_of_sum(text, _all_money(rows))
        elif not found and is_lenient:
            found = find_rough_amount(text)
        amounts = tuple(a for a in found if abs(a.minor) <= MAX_LINE_MINOR)
        if kind in SUM_KINDS and amounts:
            after_total = True
        if keeps_info and kind is LineKind.INFO and amounts and not after_total:
            kind = LineKind.OTHER
        if is_column_title(text) and not amounts:
            kind = LineKind.INFO
        kind = (kinds[number] if kinds else None) or kind
        measure = find_measure(paid, decimals=decimals)
        is_price_of_unit = _PRICE_OF_UNIT.fullmatch(paid) is not None
        outside = () if is_price_of_unit else _outside(amounts, measure)
        name = "" if is_price_of_unit else clean_name(paid, outside, measure)
        if measure and normalise(name) in COUNT_TITLES:  # "Qty  3 @ 1.80" below a name
            name, kind = "", LineKind.OTHER
        if tells_savings and kind is LineKind.DISCOUNT and outside and outside[-1].minor > 0:
            kind = LineKind.INFO
        is_sum = measure is not None and not outside and (
            (is_slipped and _is_money_of_weight(text, measure)) or _is_sum_of_count(text, name, measure, money_below))
        if measure and is_sum:
            outside, measure = amounts, replace(measure, unit_price_minor=None)
        if measure and kind is LineKind.DISCOUNT and _is_less_discount(measure, outside):
            kind, name, measure = LineKind.OTHER, "", replace(measure, unit_price_minor=None)
        drafts.append(Draft(text, name, kind, amounts, measure,
                            outside[-1].minor if outside else None, row.confidence, row.box, row.page, number))
    return drafts


def _all_money(rows: list[Row]) -> set[int]:
    """Return all money of a receipt that is printed with two decimals, in minor units."""
    return {amount.minor for row in rows for amount in find_amounts(row.text)}


def _outside(amounts: tuple[Amount, ...], measure: Measure | None) -> tuple[Amount, ...]:
    """Return the money that is not the unit price of the measure."""
    if measure is None:
        return amounts
    return tuple(a for a in amounts if a.start >= measure.end or a.end <= measure.start)


# What was saved or would have been paid, behind what was: "2.19 F  SAVED  .30", "1,99  statt 2,49".
_SAVINGS_BEHIND = re.compile(
    r"(?<=[.,]\d\d)\s?\w?\s+\W?(?:(?:you )?saved?|sie sparen|statt|was|reg(?:ular)?\.?)\W{1,4}\d*[.,]\d\d\W*$",
    re.IGNORECASE)


def _where_savings_begin(text: str) -> int:
    """Return where a row begins to speak of money saved, behind money paid; its end where it does not."""
    match = _SAVINGS_BEHIND.search(text)
    return match.start() if match else len(text)


# What one piece or kilogram costs, on a row of its own: "1,39 € / Stück".
_PRICE_OF_UNIT = re.compile(
    rf"\W{{0,3}}(?:{CURRENCY_MARK}\s?)?\d{{1,4}}[.,]\d\d\s?{CURRENCY_MARK}?\s?(?:/|pro|per|je)\s?(?:100\s?|1\s?)?"
    r"(?:kg|g|l|ml|lb|oz|st(?:ü|ue)?c?k\.?|st\.?|ea|each|pcs?|piece|unit|pièce|unité|ud|kpl)\W{0,2}", re.IGNORECASE)
# What it cost before, and then what it costs: "was 9.50 now 7.60".
_PRICE_BEFORE = re.compile(
    r"\b(?:was|statt|instead of|reg(?:ular)?\.?(?: price)?|rrp|uvp|avant|antes)\W{1,4}\d+[.,]\d\d\W{1,4}"
    r"(?:now|sale|jetzt|nur|maintenant|ahora)\b", re.IGNORECASE)


def _without_price_before(text: str) -> str:
    """Return a row as long as it was, without the price before the present one."""
    return _PRICE_BEFORE.sub(lambda match: " " * len(match.group()), text)


def _is_money_of_weight(text: str, measure: Measure) -> bool:
    """Return whether a row ends in a weight and money that nothing calls the price of one: "1.76 lb @  0.58 F"."""
    return measure.unit != "piece" and re.fullmatch(r"\s*[A-Z]{0,2}", text[measure.end:]) is not None and (
        not re.search(r"/|\b(?:per|pro)\b", text[measure.start:measure.end]))


_COUNT_AND_COLUMN = re.compile(r"\d[xX×]\s{2,}\S+(?:\s[A-Z*]{1,2})?")


def _is_sum_of_count(text: str, name: str, measure: Measure, money_below: Sequence[int]) -> bool:
    """Return whether the money behind a name and its count stands in a column of its own: "ROLLS 5x   1,95".

    Unless the row below says that it is what one costs.
    """
    total = (measure.unit_price_minor or 0) * measure.quantity
    return (measure.unit == "piece" and has_name(name) and total not in money_below
            and _COUNT_AND_COLUMN.fullmatch(text[measure.start:].strip()) is not None)


def _is_less_discount(measure: Measure, outside: tuple[Amount, ...]) -> bool:
    """Return whether the last money is count times price less that before it: "2 x 5.00 (-1.00)  9.00", or 8.00."""
    if len(outside) != 2 or measure.unit_price_minor is None:
        return False
    off, paid = abs(outside[0].minor), outside[1].minor
    full = measure.quantity * measure.unit_price_minor
    return paid in (full - off, full - off * measure.quantity)
