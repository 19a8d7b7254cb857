"""What speaks for an amount being the total of a receipt, as numbers: its rows, and what it adds up with."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ocr.layout.drafts import SUM_KINDS, Draft
from ocr.sums.totals import CASH_ROUNDING_MINOR, Sums, Totals, reconcile
from pantry.vocabulary import LineKind

# The kinds a row classifier tells apart, in the order of its columns.
KINDS = (LineKind.ITEM, LineKind.DISCOUNT, LineKind.DEPOSIT, LineKind.TAX, LineKind.SUBTOTAL, LineKind.TOTAL,
         LineKind.PAYMENT, LineKind.CHANGE, LineKind.FEE, LineKind.ROUNDING, LineKind.OTHER)
NAMES = (*(f"best_{kind.value}" for kind in KINDS), "all_total", "is_last_of_row", "times", "is_largest",
         "share_of_largest", "rank", "is_paid", "is_payment", "adds_up", "is_goods", "is_subtotal_and_tax",
         "is_sum_of_two", "is_total_rounded", "is_by_rule", "rule_confidence", "last_place", "first_place", "height",
         "is_in_fives", "is_below_dearest", "is_above_others", "cents", "is_with_tax", "is_without_tax",
         "is_below_total", "is_after_rounding", "is_before_rounding")
# Rates of tax on goods, in percent, of the countries whose receipts are read.
TAX_RATES = (5, 6, 7, 8, 8.25, 9, 9.5, 10, 13, 15, 19, 20, 21)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An amount that may be the total. features: as in `NAMES`."""

    minor: int
    features: np.ndarray


def candidates(drafts: list[Draft], kinds: np.ndarray, sums: Sums, rule: Totals) -> list[Candidate]:
    """Return every amount that may be the total with its features, in printed order.

    Any positive amount may; nothing or less than nothing only on a row that says so (deposits brought back).

    drafts: all rows. kinds: (rows, kinds) probabilities of `KINDS`. sums: of the lines as the rules read them.
    rule: the totals by the rules.
    """
    rows_of: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        for amount in draft.amounts:
            can_be = amount.minor > 0 or (draft.kind is LineKind.TOTAL and amount is draft.amounts[-1])
            if can_be and number not in rows_of.setdefault(amount.minor, []):
                rows_of[amount.minor].append(number)
    if not rows_of:
        return []
    best = {value: kinds[rows].max(axis=0) for value, rows in rows_of.items()}
    heights = np.array([draft.box[3] - draft.box[1] for draft in drafts], float)
    typical = max(1.0, float(np.median(heights)))
    ordered = sorted(rows_of, reverse=True)
    paid = {payment - abs(change) for payment in sums.payments for change in sums.changes}
    is_sum_and_tax, is_sum_of_two = _added(best)
    is_rounded = {value for value in rows_of if value % 5 == 0
                  and any(0 < abs(value - other) <= 4 and best[other][_TOTAL] > 0.3 for other in rows_of)}
    with_tax, without_tax = _taxed(best)
    after, before = _rounded_by(sums.rounding, rows_of)
    totals = [value for value in rows_of if best[value][_TOTAL] > 0.3]
    handed_over = _handed_over(drafts, sums, rows_of)
    found = []
    for value, rows in rows_of.items():
        if value in handed_over:
            continue
        found.append(Candidate(value, np.array([
            *best[value], kinds[rows, _TOTAL].sum(),
            any(drafts[row].amounts[-1].minor == value for row in rows), min(4, len(rows)) / 4,
            value == ordered[0], math.log1p(abs(value)) / math.log1p(max(1, abs(ordered[0]))),
            min(10, ordered.index(value)) / 10,
            value in paid, value in sums.payments, reconcile(sums, value) is not None, value == sums.goods,
            value in is_sum_and_tax, value in is_sum_of_two, value in is_rounded,
            value == rule.total_minor, rule.confidence * (value == rule.total_minor),
            rows[-1] / len(drafts), rows[0] / len(drafts), min(3.0, heights[rows].max() / typical) / 3,
            value % 5 == 0, value < sums.dearest, value > sum(other for other in sums.taxes if other != value),
            value % 100 != 0, value in with_tax, value in without_tax, any(0 < value < other for other in totals),
            value in after, value in before,
        ], np.float32)))
    return found


def _handed_over(drafts: list[Draft], sums: Sums, rows_of: dict[int, list[int]]) -> set[int]:
    """Return the money that was given for a lesser total that is printed, too: what came back tells.

    rows_of: numbers of the rows that hold an amount. Cash may have been rounded without a row that leads there.
    """
    totals = {value for value, rows in rows_of.items() if any(drafts[row].kind in SUM_KINDS for row in rows)}
    return {payment for payment in sums.payments for change in sums.changes
            if payment not in totals and 0 < abs(change) < payment
            and any(abs(payment - abs(change) - total) <= CASH_ROUNDING_MINOR for total in totals)}


_TAX, _SUBTOTAL, _TOTAL = (KINDS.index(kind) for kind in (LineKind.TAX, LineKind.SUBTOTAL, LineKind.TOTAL))


def _added(best: dict[int, np.ndarray]) -> tuple[set[int], set[int]]:
    """Return the amounts that are a subtotal plus a tax, and those that are any smaller two added up."""
    values = sorted(best)[-60:]
    known = set(values)
    sum_and_tax, sum_of_two = set(), set()
    for place, larger in enumerate(values):
        for smaller in values[:place]:
            if larger + smaller in known:
                sum_of_two.add(larger + smaller)
                if best[larger][_SUBTOTAL] + best[larger][_TOTAL] > 0.3 and best[smaller][_TAX] > 0.3:
                    sum_and_tax.add(larger + smaller)
    return sum_and_tax, sum_of_two


def _taxed(best: dict[int, np.ndarray]) -> tuple[set[int], set[int]]:
    """Return the amounts that are another sum plus a usual tax, to the minor unit, and those they are the net of."""
    sums = [value for value in best if value > 0 and best[value][_SUBTOTAL] + best[value][_TOTAL] > 0.3]
    pairs = [(net, gross) for net in sums for gross in sums
             if any(abs(gross - net * (1 + rate / 100)) <= 1 and gross > net + 1 for rate in TAX_RATES)]
    return {gross for _, gross in pairs}, {net for net, _ in pairs}


def _rounded_by(rounding: int, values: Iterable[int]) -> tuple[set[int], set[int]]:
    """Return the amounts that another is after the printed rounding to five minor units, and those others."""
    known = set(values)
    pairs = [(value, value + step) for value in known if rounding and value % 5 for step in {rounding, -rounding}
             if value + step in known and (value + step) % 5 == 0]
    return {after for _, after in pairs}, {before for before, _ in pairs}
