"""What proves a total apart from the goods: it is printed again, payment and change lead to it, or a tax table does."""

import re
from collections.abc import Sequence
from decimal import Decimal

from ocr.layout.drafts import GOODS_KINDS, Draft
from ocr.printed.keywords import normalise
from ocr.sums.totals import Sums
from pantry.vocabulary import LineKind

# Rows of a tax table, and the row below it that adds them up.
_OF_TAX_TABLES = frozenset({LineKind.TAX, LineKind.TOTAL, LineKind.SUBTOTAL})
# "of which": the tax is part of what was paid.
_WITHIN = re.compile(
    r"\bdi cui\b|\bdont\b|\binkl\w*|\benthalt\w*|\binclu\w*|\bwaarvan\b|\bdavon\b|\bhera[fv]\b|内")
_RATE = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,4})?)\s?%")


def is_proven(lines: Sequence[Draft], total: int) -> bool:
    """Return whether other money of a receipt says the same total. lines: as `lines.parse_lines` returns them."""
    rows = sum(line.total_minor == total and line.kind not in GOODS_KINDS for line in lines)
    return rows >= 2 or is_added_up(lines, total)


def is_added_up(lines: Sequence[Draft], total: int) -> bool:
    """Return whether payment less change, or a tax table, comes to the total."""
    sums = Sums.of(list(lines))
    is_paid = any(payment - abs(change) == total for payment in sums.payments for change in sums.changes)
    return is_paid or _is_sum_of_tax_table(lines, total)


def is_taxed_within(lines: Sequence[Draft], total: int) -> bool:
    """Return whether the taxes of a receipt are part of its total: its words say so, or the tax table does.

    Where taxes are added instead, a subtotal without them is printed, which is to be asked first.
    """
    taxes = [line for line in lines if line.kind is LineKind.TAX]
    says_so = bool(taxes) and all(_WITHIN.search(normalise(line.text)) for line in taxes)
    return says_so or _is_sum_of_tax_table(lines, total)


def _is_sum_of_tax_table(lines: Sequence[Draft], total: int) -> bool:
    """Return whether the gross of the rows of a tax table, or of the row that adds them up, is the total."""
    gross = [value for line in lines if line.kind in _OF_TAX_TABLES and (value := _gross(line)) is not None]
    return total in gross or (len(gross) > 1 and sum(gross) == total)


def _gross(line: Draft) -> int | None:
    """Return the gross of a row that holds two of net, tax and gross, or all, beside a rate; None where it does not."""
    amounts = [amount.minor for amount in line.amounts]
    for gross in sorted(amounts, reverse=True):
        rest = [value for value in amounts if value != gross]
        if any(0 < gross - net < net and gross - net in rest for net in rest):
            return gross
    rate = _RATE.search(line.text)
    if rate is None or len(amounts) != 2:
        return None
    share = Decimal(rate[1].replace(",", ".")) / 100
    larger, tax = max(amounts), min(amounts)
    if abs(larger * share - tax) <= 1:
        return larger + tax
    return larger if abs(larger * share / (1 + share) - tax) <= 1 else None
