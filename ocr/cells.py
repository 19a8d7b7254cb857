"""Rows that came apart put together again: text from pictures often has each cell or column on lines of its own.

    小計              TOTAL            2 Stk x
    合計              CASH             0,89
    ¥198             12.40
    ¥213             20.00

Only what can be told for sure is joined: as many sums as there are words for them, a count and the price it is of, a
unit price and the sum it explains. Names of goods and their prices find each other in `ocr.goods`.
"""

import re
from itertools import pairwise

from ocr.drafts import SUM_KINDS, Draft, draft_rows
from ocr.keywords import TAXED, is_column_title, kind_by_words
from ocr.line_names import has_name
from ocr.measures import COUNTERS
from ocr.rows import Row
from pantry.vocabulary import LineKind

_SUM_WORDS = frozenset({LineKind.SUBTOTAL, LineKind.TOTAL, LineKind.TAX, LineKind.PAYMENT, LineKind.CHANGE,
                        LineKind.ROUNDING, LineKind.FEE})
_OPEN_MEASURE = re.compile(r"(?:^|\s)\d{1,3}(?:[.,]\d{2,3})?\s?[^\W\d_]{0,5}\.?\s?[xX×@]$")
_WEIGHT_ALONE = re.compile(r"^\W{0,2}\d{1,2}[.,]\d{2,3}\s?(?:kg|lb)\W?$", re.IGNORECASE)
_PRICE_OF_WEIGHT = re.compile(r"^\W{0,3}\d+[.,]\d\d\s?[^\W\d]{0,3}\W{0,2}/\s?(?:kg|lb)\W?$", re.IGNORECASE)
_SIGNS_ALONE = re.compile(r"^\W*(?:EUR|USD|CAD|GBP|CHF|RM|[€$£¥])?\W*$")
_EACH = re.compile(r"\b(?:each|ea|stk|st|pc|p\.?\s?u)\b\.?$", re.IGNORECASE)
_TO_FILL_IN = re.compile(r"_{3,}|\.{4,}")
_SMALL_COUNT = re.compile(rf"^\d{{1,2}}\s?{COUNTERS}?$")
MAX_COUNT = 99


def join_cells(rows: list[Row], *, decimals: int) -> list[Row]:
    """Return the rows with those joined that are cells of one printed row; others stay as they are."""
    drafts = draft_rows(rows, decimals=decimals)
    if not any(draft.is_bare_amount for draft in drafts):
        return rows
    for step in (_without_signs, _names_first, _with_measures, _with_counts, _with_unit_prices, _with_sums):
        changed = step(rows, drafts)
        drafts = drafts if changed is rows else draft_rows(changed, decimals=decimals)
        rows = changed
    return rows


def _without_signs(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Return the rows without those that hold a currency's sign alone, where most money stands on rows of its own."""
    return [row for row in rows if not _SIGNS_ALONE.match(row.text)] if _is_in_cells(drafts) else rows


def _is_in_cells(drafts: list[Draft]) -> bool:
    """Return whether most money stands on rows of its own."""
    priced = [draft for draft in drafts if draft.amounts]
    return sum(draft.is_bare_amount for draft in priced) > len(priced) / 2


def _names_first(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Return the rows with each price put below its name where a leaning picture was read with prices first.

    Told by the sums alone: with the money below its words a tax, a subtotal or the change would be the larger.
    """
    words = [(kind_by_words(draft.text, after_total=True), draft.row) for draft in drafts if not draft.amounts]
    words = [(kind, row) for kind, row in words if kind in _SUM_WORDS]
    above, below = ({kind: _bare_money(drafts, row + step) for kind, row in words} for step in (-1, 1))
    if len(above) < 2 or None in above.values() or _in_order(below) or not _in_order(above):
        return rows
    order = list(rows)
    number = 0
    while number < len(order) - 1:
        if drafts[number].is_bare_amount and not drafts[number + 1].amounts and has_name(drafts[number + 1].name):
            order[number], order[number + 1] = order[number + 1], order[number]
            number += 1
        number += 1
    return order


def _bare_money(drafts: list[Draft], number: int) -> int | None:
    """Return the bare money of a row, None where it holds none or there is no such row."""
    return drafts[number].total_minor if 0 <= number < len(drafts) and drafts[number].is_bare_amount else None


def _in_order(money: dict[LineKind | None, int | None]) -> bool:
    """Return whether sums are no less than their parts: the total than tax and subtotal, what was paid than change."""
    pairs = ((LineKind.TOTAL, LineKind.SUBTOTAL), (LineKind.TOTAL, LineKind.TAX), (LineKind.PAYMENT, LineKind.CHANGE),
             (LineKind.PAYMENT, LineKind.TOTAL))
    known = [(money.get(whole), money.get(part)) for whole, part in pairs if whole in money and part in money]
    return all(whole is not None and part is not None and whole >= part for whole, part in known)


def _joined(rows: list[Row], pairs: dict[int, int]) -> list[Row]:
    """Return rows with the words of some added to others. pairs: number of the row that goes, of the row it joins."""
    if not pairs:
        return rows
    words = {number: row.words for number, row in enumerate(rows)}
    for number, target in sorted(pairs.items()):
        words[target] = (*words[target], *words.pop(number))
    return [Row(words[number], row.page) for number, row in enumerate(rows) if number in words]


def _with_measures(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Join "2 Stk x" and the price below it."""
    return _joined(rows, {
        number + 1: number for number, (row, below) in enumerate(pairwise(drafts))
        if (_OPEN_MEASURE.search(row.text) and re.match(r"\W{0,3}\d", below.text))
        or (_WEIGHT_ALONE.match(row.text) and _PRICE_OF_WEIGHT.match(below.text))})


def _with_counts(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Join a lone small number and the bare money below it."""
    return _joined(rows, {
        number + 1: number for number, (row, below) in enumerate(pairwise(drafts))
        if _SMALL_COUNT.match(row.text) and below.is_bare_amount and not _SMALL_COUNT.match(below.text)})


def _with_unit_prices(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Join bare prices and the sums they explain, where there are two for each name above."""
    pairs: dict[int, int] = {}
    for start, end in _bare_runs(drafts):
        names = [draft for draft in _labels_above(drafts, start) if draft.kind is LineKind.OTHER]
        couples = [(drafts[number], drafts[number + 1]) for number in range(start, end - 1, 2)]
        is_sure = 2 * len(couples) == end - start and bool(names) and (
            len(couples) == len(names) or _are_counted(names, couples)
            or all(_names_count(one, both) for one, both in couples)
            or (len(couples) == 1 and _is_counted(drafts, names[-1], *couples[0])))
        if is_sure and all(_count_of(one, both) for one, both in couples):
            pairs |= {number + 1: number for number in range(start, end, 2)}
    return _joined(rows, pairs)


def _count_of(one: Draft, both: Draft) -> int:
    """Return how often the money of one row goes into that of another; 0 where it does not."""
    unit, total = one.total_minor or 0, both.total_minor or 0
    return total // unit if 0 < unit <= total <= MAX_COUNT * unit and total % unit == 0 else 0


_LEADING_COUNT = re.compile(r"\W*(\d{1,2})\s?[xX×]\s")


def _are_counted(names: list[Draft], couples: list[tuple[Draft, Draft]]) -> bool:
    """Return whether the last names begin with the counts that the couples of prices tell: "1 x Soup", "2 x Tea"."""
    said = [_LEADING_COUNT.match(name.text) for name in names[-len(couples):]]
    return len(couples) > 1 and [int(count[1]) for count in said if count] == [_count_of(*both) for both in couples]


def _is_counted(drafts: list[Draft], name: Draft, one: Draft, both: Draft) -> bool:
    """Return whether the name above two prices, the row above it or the first price says that one is for each."""
    count = re.compile(rf"\W*{_count_of(one, both)}(?=\s|$)")
    return bool(_EACH.search(one.text) or count.match(name.text)
                or (name.row and count.fullmatch(drafts[name.row - 1].text.strip())))


def _names_count(one: Draft, both: Draft) -> bool:
    """Return whether one of two rows begins with the count that the money of the second is of the first's."""
    counts = [re.match(r"\d+(?![\d.,])", draft.text) for draft in (one, both)]
    return any(count and int(count.group()) == _count_of(one, both) for count in counts)


def _with_sums(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Join words of sums and the bare money below them, where there is as much of one as of the other."""
    pairs: dict[int, int] = {}
    after_total = False
    for start, end in _bare_runs(drafts):
        above = _labels_above(drafts, start)
        # By their words alone: "TOTAL" with no money beside it passes for the title of a column.
        kinds = {draft.row: kind_by_words(draft.text, after_total=after_total) for draft in above}
        after_total = after_total or any(kind in SUM_KINDS for kind in kinds.values())
        sums = [draft for draft in above if kinds[draft.row] in _SUM_WORDS and not _is_title(draft)]
        taxed = [draft for draft in above if draft in sums or TAXED.search(draft.text)]
        money = range(start, end)
        words = next((words for words in (sums, taxed, above) if len(words) == len(money)), [])
        is_table = any(len(drafts[number].amounts) > 1 or "%" in drafts[number].text for number in money)
        if sums and words and not is_table and (len(money) > 1 or words[-1] is above[-1]):
            pairs |= {number: label.row for number, label in zip(money, words, strict=True)}
    return _joined(rows, pairs)


def _is_title(draft: Draft) -> bool:
    """Return whether a row heads the columns of a table: "MWST% Netto Brutto"."""
    return is_column_title(draft.text) and len(draft.text.split()) > 1


def _bare_runs(drafts: list[Draft]) -> list[tuple[int, int]]:
    """Return first and behind-last number of each run of rows that hold money and no name."""
    bare = [draft.is_bare_amount for draft in drafts]
    starts = [number for number, is_bare in enumerate(bare) if is_bare and not (number and bare[number - 1])]
    return [(start, next((n for n in range(start, len(bare)) if not bare[n]), len(bare))) for start in starts]


def _labels_above(drafts: list[Draft], start: int) -> list[Draft]:
    """Return the rows with words and no money that stand right above a row, from top to bottom."""
    found: list[Draft] = []
    for draft in reversed(drafts[:start]):
        if draft.amounts:
            break
        if has_name(draft.name) and not _TO_FILL_IN.search(draft.text):
            found.insert(0, draft)
    return found
