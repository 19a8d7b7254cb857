"""A price of which one character could not be read, told by what the receipt still lacks.

"3, 0" beside a name, on a receipt that is 3.10 short, is 3.10: it is filled in only where exactly one row and one
amount fit, where what is legible of the price agrees, and where the receipt then adds up. Such a line always waits.
"""

import re
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from ocr.drafts import SUM_KINDS, Draft
from ocr.line_names import clean_name, has_name
from ocr.totals import Sums, Totals, reconcile_with_subtotal
from pantry.vocabulary import LineKind

# A total less sure than this may be the misread number itself.
SURE_TOTAL = 0.8
# Two digits and more; one alone is rather a count or the day's offer.
_POINTLESS = re.compile(r"(\d{0,3})\s?(\d\d)(?:\s[A-Z*]{1,2})?")
LEAST_POINTLESS = 10
_TAIL = re.compile(r"(?:^|\s{2})([^\s].{1,11})$")


def fill_broken_price(drafts: list[Draft], totals: Totals, rows: list[Draft]) -> tuple[list[Draft], Totals]:
    """Return lines and totals with the one broken price filled in, or as they were.

    drafts: the lines that were read. rows: all printed rows, as `ocr.drafts.draft_rows` returns them.
    """
    total = totals.total_minor
    if totals.reconciled is not False or total is None or totals.confidence < SURE_TOTAL:
        return drafts, totals
    sums = Sums.of(drafts)
    lacking = {goods - sums.goods for goods in (total, sums.subtotal or total, *(total - tax for tax in sums.tax_sums))}
    used = {draft.row for draft in drafts}
    end = next((row.row for row in rows if row.kind in SUM_KINDS and row.amounts), len(rows))
    fits = [(row, minor) for row in rows[:end] for minor in lacking
            if minor > 0 and row.row not in used and row.kind is LineKind.OTHER and not row.amounts
            and has_name(row.name) and reads_as(row.text, minor)]
    if len(fits) != 1:
        return drafts, totals
    row, minor = fits[0]
    line = replace(row, kind=LineKind.ITEM, total_minor=minor, in_body=True, read_minor=0,
                   name=clean_name(_TAIL.sub("", row.text), (), None) or row.name)
    place = next((number for number, draft in enumerate(drafts) if draft.row > row.row), len(drafts))
    filled = [*drafts[:place], line, *drafts[place:]]
    how = reconcile_with_subtotal(Sums.of(filled), total)
    if how is None:
        return drafts, totals
    return filled, replace(totals, reconciled=True, reconciled_by=f"{how}, one price filled in")


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
