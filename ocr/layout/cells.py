"""Rows that came apart put together again: text from pictures often has each cell or column on lines of its own.

    小計              TOTAL            2 Stk x
    合計              CASH             0,89
    ¥198             12.40
    ¥213             20.00

Only what can be told for sure is joined: as many sums as there are words for them, a count and the price it is of, a
unit price and the sum it explains. Names of goods and their prices find each other in `ocr.lines.goods`.
"""

import re
from functools import partial
from itertools import pairwise

from ocr.layout.cell_sums import SUM_WORDS, bare_runs, labels_above, priced_labels, runs_of, whole_columns
from ocr.layout.drafts import Draft, draft_rows
from ocr.layout.line_names import has_name
from ocr.layout.rows import Row
from ocr.layout.scraps import without_marks
from ocr.printed.amounts import CURRENCY_MARK
from ocr.printed.keywords import kind_by_words
from ocr.printed.measures import COUNTERS, MAX_PLAIN_COUNT
from pantry.vocabulary import LineKind

_OPEN_MEASURE = re.compile(r"(?:^|\s)\d{1,3}(?:[.,]\d{2,3})?\s?[^\W\d_]{0,5}\.?\s?[xX×@]$")
_WEIGHT_ALONE = re.compile(r"^\W{0,2}\d{1,2}[.,]\d{2,3}\s?(?:kg|lb)\W?$", re.IGNORECASE)
_PRICE_OF_WEIGHT = re.compile(r"^\W{0,3}\d+[.,]\d\d\s?[^\W\d]{0,3}\W{0,2}/\s?(?:kg|lb)\W?$", re.IGNORECASE)
_SIGNS_ALONE = re.compile(rf"^\W*{CURRENCY_MARK}?\W*$")
_EACH = re.compile(r"\b(?:each|ea|stk|st|pc|p\.?\s?u)\b\.?$", re.IGNORECASE)
_SMALL_COUNT = re.compile(rf"^\d{{1,2}}\s?{COUNTERS}?$")
MAX_COUNT = 99
# So many sums must say that money stands above its words.
LEAST_TURNED = 2


def join_cells(rows: list[Row], *, decimals: int) -> list[Row]:
    """Return the rows with those joined that are cells of one printed row; others stay as they are."""
    rows = rows if decimals else without_marks(rows)
    drafts = draft_rows(rows, decimals=decimals)
    if not any(draft.is_bare_amount for draft in drafts):
        return rows
    has_cents = decimals > 0
    for step in (_without_signs, _names_first, _with_count_columns, _in_whole_columns, _with_measures,
                 partial(_with_counts, has_cents=has_cents), _with_unit_prices, _with_sums):
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
    """Return the rows with each price put below its name where a leaning picture was read with prices first."""
    if not _are_prices_first(drafts):
        return rows
    starts = [number for number, draft in enumerate(drafts)
              if draft.is_bare_amount and not (number and drafts[number - 1].is_bare_amount)]
    order = list(rows[:starts[0]])
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        order += _turned(rows[start:end], drafts[start:end])
    return order


def _turned(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Return a row of cells that begins with money from its left end: its name, then its money."""
    if len(rows) < 2:
        return rows
    if drafts[1].is_bare_amount and drafts[1].measure is None and not drafts[1].text.startswith("@"):
        return rows[::-1]
    # Codes of taxes may stand between.
    name = next((number for number, draft in enumerate(drafts[1:], start=1)
                 if has_name(draft.name) or draft.amounts or draft.measure), 0)
    is_named = not drafts[name].amounts and has_name(drafts[name].name)
    return [rows[name], *rows[1:name], rows[0], *rows[name + 1:]] if is_named else rows


def _are_prices_first(drafts: list[Draft]) -> bool:
    """Return whether money stands above its words, as the sums tell: by their amounts, or as nothing stands below.

    With the money below its words a tax, a subtotal or the change would be the larger.
    """
    words = [(kind_by_words(draft.text, after_total=True), draft.row) for draft in drafts if not draft.amounts]
    words = [(kind, row) for kind, row in words if kind in SUM_WORDS]
    above, below = ({kind: _bare_money(drafts, row + step) for kind, row in words} for step in (-1, 1))
    # Taxes stand in tables of their own.
    only_above, only_below = (sum(one[kind] is not None and other[kind] is None for kind in one.keys() - {LineKind.TAX})
                              for one, other in ((above, below), (below, above)))
    if only_above >= LEAST_TURNED and not only_below:
        return True
    return len(above) >= LEAST_TURNED and None not in above.values() and not _in_order(below) and _in_order(above)


def _bare_money(drafts: list[Draft], number: int) -> int | None:
    """Return the bare money of a row, None where it holds none or there is no such row."""
    return drafts[number].total_minor if 0 <= number < len(drafts) and drafts[number].is_bare_amount else None


def _in_order(money: dict[LineKind | None, int | None]) -> bool:
    """Return whether sums are no less than their parts: the total than tax and subtotal, what was paid than change.

    A tax is far less than the total, and a fee is not paid back.
    """
    if (money.get(LineKind.FEE) or 0) < 0:
        return False
    pairs = ((LineKind.TOTAL, LineKind.SUBTOTAL, 1), (LineKind.TOTAL, LineKind.TAX, 2),
             (LineKind.TOTAL, LineKind.FEE, 1),
             (LineKind.PAYMENT, LineKind.CHANGE, 1), (LineKind.PAYMENT, LineKind.TOTAL, 1))
    known = [(money.get(whole), money.get(part), times) for whole, part, times in pairs
             if whole in money and part in money]
    return all(whole is not None and part is not None and whole >= times * part for whole, part, times in known)


def _joined(rows: list[Row], pairs: dict[int, int]) -> list[Row]:
    """Return rows with the words of some added to others. pairs: number of the row that goes, of the row it joins.

    A row that others join may itself join another.
    """
    if not pairs:
        return rows
    words = {number: row.words for number, row in enumerate(rows)}
    for number, target in sorted(pairs.items()):
        while target in pairs:
            target = pairs[target]
        words[target] = (*words[target], *words.pop(number))
    return [Row(words[number], row.page) for number, row in enumerate(rows) if number in words]


def _with_count_columns(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Join names and the column of counts below them, where a column of the money that is of so many follows."""
    pairs: dict[int, int] = {}
    for start, end in runs_of([_is_small_count(draft) for draft in drafts]):
        names = [draft for draft in labels_above(drafts, start) if draft.kind is LineKind.OTHER]
        money = drafts[end:2 * end - start]
        counts = [int(draft.text) for draft in drafts[start:end]]
        is_column = 2 <= len(counts) == len(money) and len(names) >= len(counts) and all(
            draft.is_bare_amount and (draft.total_minor or 0) > count and (draft.total_minor or 0) % count == 0
            for draft, count in zip(money, counts, strict=True))
        if is_column:
            pairs |= {number: name.row for number, name in zip(range(start, end), names[-len(counts):], strict=True)}
    return _joined(rows, pairs)


def _is_small_count(draft: Draft) -> bool:
    """Return whether a row is a number that may count goods, and nothing else."""
    return draft.text.isdecimal() and 0 < int(draft.text) <= MAX_PLAIN_COUNT


def _in_whole_columns(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Join names and words of sums with the money below them where a whole column of each adds up."""
    return _joined(rows, whole_columns(drafts))


def _with_measures(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Join "2 Stk x" and the price below it."""
    return _joined(rows, {
        number + 1: number for number, (row, below) in enumerate(pairwise(drafts))
        if (_OPEN_MEASURE.search(row.text) and re.match(r"\W{0,3}\d", below.text) and not has_name(below.name))
        or (_WEIGHT_ALONE.match(row.text) and _PRICE_OF_WEIGHT.match(below.text))})


def _with_counts(rows: list[Row], drafts: list[Draft], *, has_cents: bool) -> list[Row]:
    """Join a lone small number and the bare money below it.

    has_cents: whether money has decimals; without them a lone number is a price as well, unless the money below is of
    so many pieces, or of one of them with the sum below that.
    """
    return _joined(rows, {
        number + 1: number for number, (row, below) in enumerate(pairwise(drafts))
        if _SMALL_COUNT.match(row.text) and below.is_bare_amount and not _SMALL_COUNT.match(below.text)
        and (has_cents or not row.text.isdigit() or _may_count(int(row.text), drafts[number + 1:number + 3]))})


def _may_count(number: int, below: list[Draft]) -> bool:
    """Return whether a number may say of how many pieces the money on the row below is, or the sum below that."""
    money = [draft.total_minor or 0 for draft in below]
    return 0 < number <= MAX_PLAIN_COUNT and (money[0] % number == 0 or money[1:] == [number * money[0]])


def _with_unit_prices(rows: list[Row], drafts: list[Draft]) -> list[Row]:
    """Join bare prices and the sums they explain, where there are two for each name above."""
    pairs: dict[int, int] = {}
    for start, end in bare_runs(drafts):
        names = [draft for draft in labels_above(drafts, start) if draft.kind is LineKind.OTHER]
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
    """Join words of sums, and names above them, with the bare money below that is theirs."""
    return _joined(rows, priced_labels(drafts))
