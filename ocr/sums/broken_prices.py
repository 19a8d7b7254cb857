"""A price of which one character could not be read, told by what the receipt still lacks.

"3, 0" beside a name, on a receipt that is 3.10 short, is 3.10: it is filled in only where exactly one row and one
amount fit, where what is legible of the price agrees, and where the receipt then adds up. Where other money proves the
total by arithmetic, the one name among the goods without any price takes what they lack. Such a line always waits.
"""

import re
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from ocr.layout.counts import explains
from ocr.layout.drafts import GOODS_KINDS, SUM_KINDS, Draft
from ocr.layout.line_names import clean_name, has_name
from ocr.sums.proof import is_added_up, is_proven
from ocr.sums.reconcile import is_one_digit_off, wanted_goods
from ocr.sums.totals import Sums, Totals, reconcile_with_subtotal
from pantry.vocabulary import LineKind

# A total less sure than this may be the misread number itself, unless other money says the same.
SURE_TOTAL = 0.8
# Fewer goods with a price say little about which name is one.
LEAST_GOODS = 2
# Two digits and more; one alone is rather a count or the day's offer.
_POINTLESS = re.compile(r"(\d{0,3})\s?(\d\d)(?:\s[A-Z*]{1,2})?")
LEAST_POINTLESS = 10
_FLAG = re.compile(r"\s{2}([A-Z]{1,2})$|(?<=[\d.,]\d\d)\s?\*?([A-Z]{1,2})$")
_ENDS_IN_DIGITS = re.compile(r"\s{2}\S*\d\S*(?:\s\S{1,3})*$")
_TAIL = re.compile(r"(?:^|\s{2})([^\s].{1,11})$")


def fill_broken_price(drafts: list[Draft], totals: Totals, rows: list[Draft]) -> tuple[list[Draft], Totals]:
    """Return lines and totals with the one broken or missing price filled in, or as they were.

    drafts: the lines that were read. rows: all printed rows, as `ocr.layout.drafts.draft_rows` returns them.
    """
    total = totals.total_minor
    if totals.reconciled is not False or total is None:
        return drafts, totals
    if totals.confidence < SURE_TOTAL and not is_proven(drafts, total):
        return drafts, totals
    sums = Sums.of(drafts)
    lacking = {goods - sums.goods for goods in (total, sums.subtotal or total, *(total - tax for tax in sums.tax_sums))}
    waiting = _rows_without_money(drafts, rows)
    fits = [(row, minor) for row in waiting for minor in lacking if minor > 0 and reads_as(row.text, minor)]
    if not fits:
        fits = _without_any_price(drafts, waiting, wanted_goods(drafts, sums, total),
                                  is_sure=is_added_up(drafts, total))
    if len(fits) != 1:
        return drafts, totals
    row, minor = fits[0]
    line = replace(row, kind=LineKind.ITEM, total_minor=minor, in_body=True, read_minor=0,
                   name=clean_name(_TAIL.sub("", row.text), (), None) if reads_as(row.text, minor) else row.name)
    line = replace(line, name=line.name or row.name)
    place = next((number for number, draft in enumerate(drafts) if draft.row > row.row), len(drafts))
    filled = [*drafts[:place], line, *drafts[place:]]
    how = reconcile_with_subtotal(Sums.of(filled), total)
    if how is None:
        return drafts, totals
    return filled, replace(totals, reconciled=True, reconciled_by=f"{how}, one price filled in")


def _rows_without_money(drafts: list[Draft], rows: list[Draft]) -> list[Draft]:
    """Return the rows above the first sum that hold a name and no money, and are part of no line."""
    used = {draft.row for draft in drafts}
    end = next((row.row for row in rows if row.kind in SUM_KINDS and row.amounts), len(rows))
    return [row for row in rows[:end] if row.row not in used and row.kind is LineKind.OTHER
            and row.total_minor is None and has_name(row.name)]


def _without_any_price(drafts: list[Draft], rows: list[Draft], wanted: int | None, *,
                       is_sure: bool) -> list[tuple[Draft, int]]:
    """Return the only name among the goods that has no price, and what the goods lack, where both are beyond doubt.

    No line may be a digit off by that much: then it is rather that line which was misread.
    wanted: what the goods must come to, where that is known. is_sure: whether other money adds up to the total; where
    it is only printed again, a count and the price of one must give what is lacking.
    """
    goods = [draft for draft in drafts if draft.kind in GOODS_KINDS and draft.total_minor]
    if wanted is None or len(goods) < LEAST_GOODS:
        return []
    lacking = wanted - Sums.of(drafts).goods
    if not 0 < lacking < wanted or any(is_one_digit_off(draft.total_minor or 0, lacking) for draft in goods):
        return []
    texts, flags = "  ".join(draft.text for draft in drafts), _flags(goods)
    among = [row for row in rows if row.text not in texts and (
        goods[0].row < row.row or (row.row == goods[0].row - 1 and _flag(row.text) in flags))]
    explained = [row for row in among if row.measure is not None and explains(row.measure, lacking)]
    named = explained or [row for row in among if row.measure is None and is_sure]
    if named and named[0].measure is None and _ENDS_IN_DIGITS.search(named[0].text):
        return []  # something of a price is legible, and it is another one
    return [(named[0], lacking)] if len(named) == 1 else []


def _flag(text: str) -> str:
    """Return the tax letter at the end of a row, empty where there is none."""
    match = _FLAG.search(text)
    return (match[1] or match[2]) if match else ""


def _flags(goods: list[Draft]) -> set[str]:
    """Return the tax letters behind the prices of two goods or more."""
    found = [_flag(draft.text) for draft in goods if draft.amounts]
    return {flag for flag in found if flag and found.count(flag) > 1}


def reads_as(text: str, minor: int) -> bool:
    """Return whether the last column of a row is this amount but for one character, or its point: "3, 0 E", "3 10"."""
    tail = _TAIL.search(text)
    if tail is None:
        return False
    pointless = _POINTLESS.fullmatch(tail[1])
    if pointless is not None and minor >= LEAST_POINTLESS:
        return int(pointless[1] + pointless[2]) == minor
    printed = re.sub(r"\s", "", tail[1]).replace(",", ".")
    wanted = f"{minor // 100}.{minor % 100:02d}"
    return any(Levenshtein.distance(printed[:length], wanted) <= 1 and "." in printed[:length]
               and sum(character.isdigit() for character in printed[:length]) >= 2
               for length in (len(wanted) - 1, len(wanted)))
