"""What to do where the goods do not add up: put the one line right that breaks the sum, or name it.

Savings are left out where the goods add up only without them: the prices are less these already. A line is put right
only where the sum to be reached is printed twice or proven by other money on the receipt, and exactly one change of
exactly one line makes it fit: another digit, its count times its price of one, a lost minus, or that it is no goods, as
its name is none. Such a line always waits. Everything else is said, never guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr.layout.counts import times
from ocr.layout.drafts import GOODS_KINDS, Draft
from ocr.reading import ReceiptLine
from ocr.sums.proof import is_proven, is_taxed_within
from ocr.sums.totals import Sums, Totals, reconcile
from pantry.vocabulary import LineKind

ONE_DIGIT, BY_COUNT = "one digit repaired", "one price by its count"
LEFT_OUT, MINUS_LOST = "one line left out", "one minus put back"
# Names of goods have a word or its abbreviation; "s2 1nt" is a smudge.
_WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Lines and sums after the attempt. suspect: the place of the line that most likely breaks the sum."""

    drafts: list[Draft]
    totals: Totals
    suspect: int | None = None


def repair(drafts: list[Draft], totals: Totals) -> Reconciled:
    """Return the lines with the one that breaks the sum put right, or as they were with the likeliest culprit named."""
    if totals.reconciled is not False or totals.total_minor is None:
        return Reconciled(drafts, totals)
    sums = Sums.of(drafts)
    wanted = wanted_goods(drafts, sums, totals.total_minor)
    if (after_savings := _without_savings(drafts, sums, wanted)) and (
            how := reconcile(Sums.of(after_savings), totals.total_minor)):
        return _fitting(after_savings, totals, f"{how}, prices after savings")
    missing = (wanted if wanted is not None else totals.total_minor) - sums.goods
    changes = [(number, what) for number in _goods(drafts) for what in _changes(drafts[number], missing)]
    if wanted is not None and len(changes) == 1:
        number, what = changes[0]
        old = drafts[number]
        minor = (old.total_minor or 0) + missing
        mended = list(drafts)
        mended[number] = replace(old, kind=LineKind.DISCOUNT if what == MINUS_LOST else old.kind, total_minor=minor,
                                 read_minor=old.total_minor)
        how = reconcile(Sums.of(mended), totals.total_minor)
        if how is not None:
            return _fitting(mended, totals, f"{how}, {what}")
    return Reconciled(drafts, totals, _suspect(drafts, missing, [number for number, _ in changes]))


def _changes(draft: Draft, missing: int) -> list[str]:
    """Return in words each change by which a line of goods adds `missing`: one at most of its count and its digits."""
    value = draft.total_minor or 0
    is_item = draft.kind is LineKind.ITEM and value > 0
    measure = draft.measure
    by_count = (missing != 0 and measure is not None and measure.unit_price_minor is not None
                and times(measure) - value == missing)
    return [what for what, fits in (
        (BY_COUNT, is_item and by_count),
        (ONE_DIGIT, is_one_digit_off(value, missing) and not (is_item and by_count)),
        (LEFT_OUT, is_item and value == -missing and not _WORD.search(draft.name)),
        (MINUS_LOST, is_item and 2 * value == -missing)) if fits]


def _fitting(drafts: list[Draft], totals: Totals, how: str) -> Reconciled:
    return Reconciled(drafts, replace(totals, reconciled=True, reconciled_by=how))


def _without_savings(drafts: list[Draft], sums: Sums, wanted: int | None) -> list[Draft] | None:
    """Return the lines where every discount among the goods only tells what their prices are less already, else None.

    Some tills print the price that is paid and, below it, the regular one and what the customer's card saves.
    """
    saved = [number for number, draft in enumerate(drafts)
             if draft.kind is LineKind.DISCOUNT and draft.in_body and draft.total_minor]
    if not saved or wanted != sums.goods - sum(drafts[number].total_minor or 0 for number in saved):
        return None
    told = list(drafts)
    for number in saved:
        told[number] = replace(drafts[number], kind=LineKind.INFO)
    return told


def _goods(drafts: list[Draft]) -> list[int]:
    """Return the places of the lines that count as goods."""
    return [number for number, draft in enumerate(drafts) if draft.kind in GOODS_KINDS and draft.total_minor]


def wanted_goods(drafts: list[Draft], sums: Sums, total: int) -> int | None:
    """Return what the goods must add up to where that is sure, else None.

    Sure: a subtotal that leads to the total by the printed tax, fees or rounding; or a total without any of
    those, taxes within it aside, that other money proves.
    """
    extras = {0, sums.fees, sums.rounding, -sums.rounding, *sums.tax_sums}
    extras |= {tax + sums.fees for tax in sums.tax_sums} | {tax + sums.rounding for tax in sums.tax_sums}
    if sums.subtotal is not None and total - sums.subtotal in extras:
        return sums.subtotal
    has_tax = bool(sums.taxes) and not is_taxed_within(drafts, total)
    has_extras = bool(has_tax or sums.fees or sums.rounding or sums.discount_below)
    return total if is_proven(drafts, total) and not has_extras else None


def is_one_digit_off(value: int, missing: int) -> bool:
    """Return whether changing one digit of `value` adds `missing`: 1.19 and 6.00 make 7.19; nothing costs nothing."""
    old, new = str(abs(value)).zfill(3), str(abs(value + missing)).zfill(3)
    same_sign = (value < 0) == (value + missing < 0) and value + missing != 0
    return same_sign and len(old) == len(new) and sum(a != b for a, b in zip(old, new, strict=True)) == 1


def _suspect(drafts: list[Draft], missing: int, fits: list[int]) -> int | None:
    """Return the place of the likeliest culprit: what is too much, what its own count denies, what was read worst."""
    goods = _goods(drafts)
    surplus = [number for number in goods if drafts[number].total_minor == -missing]
    denied = [number for number in goods if _is_denied(drafts[number])]
    for places in (surplus, denied, fits, goods):
        if places:
            return min(places, key=lambda number: drafts[number].confidence)
    return None


def _is_denied(draft: Draft) -> bool:
    """Return whether count and unit price of a line give another sum than is printed."""
    measure = draft.measure
    if draft.kind is not LineKind.ITEM or measure is None or measure.unit_price_minor is None:
        return False
    return abs(times(measure) - (draft.total_minor or 0)) > 1


def goods_minor(lines: Sequence[ReceiptLine]) -> int:
    """Return what items, discounts, deposits and what was given back come to, in minor units."""
    return sum(line.total_minor or 0 for line in lines if line.kind in GOODS_KINDS)
