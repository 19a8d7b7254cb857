"""Printed rows to receipt lines: goods above the first sum, then sums, taxes and payments.

The rows above the first subtotal or total are the body, where goods stand; below it only sums, taxes and
payments count.
"""

from collections.abc import Sequence
from dataclasses import replace

from ocr.layout.drafts import GOODS_KINDS, SUM_KINDS, Draft, draft_rows
from ocr.layout.line_names import has_name
from ocr.layout.rows import Row
from ocr.lines.goods import parse_goods
from ocr.printed.keywords import kind_by_words
from pantry.vocabulary import LineKind


def parse_lines(rows: list[Row], *, decimals: int = 2, is_lenient: bool = False,
                finds_sums: bool = False, keeps_info: bool = False, is_slipped: bool = False,
                keeps_names: bool = False, tells_savings: bool = False,
                kinds: Sequence[LineKind | None] = ()) -> list[Draft]:
    """Return the lines of a receipt in printed order; rows that say nothing about the purchase are left out.

    is_slipped: a price that no name waits for may be of the name below it, money behind a weight what was paid.
    tells_savings: discounts printed without a minus tell what prices are less already.
    keeps_names: names still wait for money after a row that has both.
    finds_sums: take a row for a subtotal, whatever its words, when its money is the sum of all goods above.
    """
    drafts = draft_rows(rows, decimals=decimals, is_lenient=is_lenient, is_slipped=is_slipped, keeps_info=keeps_info,
                        tells_savings=tells_savings, kinds=kinds)
    end = body_end(drafts)
    body = parse_goods(drafts[:end], is_slipped=is_slipped, keeps_names=keeps_names)
    if finds_sums:
        body, end = _cut_at_sum(body, end)
        is_cut = end < len(drafts) and drafts[end].kind not in SUM_KINDS
        subtotal = [replace(drafts[end], kind=LineKind.SUBTOTAL)] if is_cut else []
        drafts = [*drafts[:end], *subtotal, *map(_told_again, drafts[end + len(subtotal):])]
    start = end if body else 0
    below = [_below(drafts, number) for number in range(start, len(drafts))]
    return body + _with_named_fees(drafts[start:], below, sum(line.total_minor or 0 for line in body
                                                              if line.kind in GOODS_KINDS))


def _with_named_fees(rows: Sequence[Draft], lines: Sequence[Draft | None], goods_minor: int) -> list[Draft]:
    """Return the lines below the goods, and as fees what stands between subtotal and total without a known name.

    Only where the goods are the subtotal, and these rows are all that is missing on the way to the total.
    rows, lines: of the part below the goods, and what each was read as, None for nothing.
    """
    sums = [number for number, line in enumerate(lines) if line is not None and line.kind in SUM_KINDS]
    ends = [number for number in sums[1:] if rows[number].kind is LineKind.TOTAL]
    found = list(lines)
    if ends and _money(lines[sums[0]]) == goods_minor:
        between = range(sums[0] + 1, ends[0])
        unnamed = [number for number in between if lines[number] is None and rows[number].kind is LineKind.OTHER
                   and _money(rows[number]) > 0 and has_name(rows[number].name)]
        known = sum(_money(lines[number]) for number in between)
        if goods_minor + known + sum(_money(rows[number]) for number in unnamed) == _money(lines[ends[0]]):
            for number in unnamed:
                found[number] = replace(rows[number], kind=LineKind.FEE)
    return [line for line in found if line is not None]


def _money(line: Draft | None) -> int:
    """Return a line's money in minor units, 0 where there is none."""
    return (line.total_minor or 0) if line is not None else 0


def _told_again(draft: Draft) -> Draft:
    """Return a row below a sum, its kind told by its words once more: payment and tax are clearer there."""
    kind = kind_by_words(draft.text, after_total=True) if draft.kind is LineKind.OTHER else None
    return replace(draft, kind=kind) if kind else draft


def _cut_at_sum(body: list[Draft], end: int) -> tuple[list[Draft], int]:
    """Cut the body where a row's money is the sum of two or more goods above it, with or without taxes and fees.

    Returns the lines above it and the number of that row, which is a subtotal.
    """
    total, goods, extra = 0, 0, 0
    cut: int | None = None
    for number, line in enumerate(body):
        if line.kind is LineKind.ITEM and goods >= 2 and line.total_minor in (total, total + extra):
            cut = number  # the last such row: the third of three prices may be the sum of two by chance
        if line.kind in GOODS_KINDS and line.total_minor:
            total, goods = total + line.total_minor, goods + 1
        elif line.kind in (LineKind.TAX, LineKind.FEE):
            extra += line.total_minor or 0
    if cut is None:
        return body, end
    return body[:cut], body[cut].row


def body_end(drafts: list[Draft]) -> int:
    """Return the number of the first row below the goods: the first sum that has goods above it."""
    goods = 0
    for number, draft in enumerate(drafts):
        if draft.kind in SUM_KINDS and _has_money_at(drafts, number) and (goods or not _goods_follow(drafts, number)):
            return number
        if draft.kind is LineKind.PAYMENT and goods and draft.amounts:
            return number
        goods += bool(draft.amounts) and draft.kind in (LineKind.OTHER, LineKind.DEPOSIT, LineKind.DISCOUNT)
    return len(drafts)


def _goods_follow(drafts: list[Draft], number: int) -> bool:
    """Return whether two or more priced rows stand between this sum and the next: then it heads the receipt."""
    goods = 0
    for draft in drafts[number + 1:]:
        if draft.kind in SUM_KINDS and draft.amounts:
            break
        goods += bool(draft.amounts) and draft.kind is LineKind.OTHER and not draft.is_bare_amount
    return goods >= 2


def _has_money_at(drafts: list[Draft], number: int) -> bool:
    """Return whether a sum row has its money on the row itself or bare on a neighbour."""
    if drafts[number].amounts:
        return True
    near = drafts[number + 1:number + 2]
    return any(draft.is_bare_amount for draft in near)


def _below(drafts: list[Draft], number: int) -> Draft | None:
    """Return a line of the part below the goods: a sum, tax, payment …; None for anything else."""
    draft = drafts[number]
    if draft.kind is LineKind.OTHER and (draft.total_minor or 0) < 0 and has_name(draft.name):
        return replace(draft, kind=LineKind.DISCOUNT)
    if draft.kind in (LineKind.OTHER, LineKind.INFO, LineKind.ITEM):
        return None
    if draft.kind is LineKind.DISCOUNT and (draft.total_minor or 0) > 0:
        return replace(draft, total_minor=-(draft.total_minor or 0))
    if draft.kind is LineKind.TAX and draft.amounts:
        return replace(draft, total_minor=tax_of_row([amount.minor for amount in draft.amounts]))
    if draft.total_minor is None and draft.amounts:
        draft = replace(draft, total_minor=draft.amounts[-1].minor)
    below = drafts[number + 1] if number + 1 < len(drafts) else None
    if draft.total_minor is None and below and below.is_bare_amount and below.kind is not LineKind.TAX:
        draft = replace(draft, total_minor=below.total_minor)
    return draft if draft.total_minor is not None else None


def tax_of_row(amounts: list[int]) -> int:
    """Return the tax in a row of a tax table: the lesser of net and tax where net + tax = gross is printed."""
    for gross in sorted(amounts, reverse=True):
        rest = [value for value in amounts if value != gross]
        for net in rest:
            if gross - net in rest and 0 <= gross - net < net:
                return gross - net
    if len(amounts) == 2 and 0 <= amounts[1] < 0.35 * amounts[0]:
        return amounts[1]
    return min(amounts[-2:], key=abs) if len(amounts) == 2 and 0 <= amounts[0] < 0.35 * amounts[1] else amounts[-1]
