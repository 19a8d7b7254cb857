"""Columns of words and of money that came apart: which money belongs to which sum, and to which name above the sums.

    小計        ¥198
    外税8%      ¥15
    合計        ¥213

Words of sums take the money below them where there is as much of one as of the other. A whole column, names of goods
and sums, takes its money only where the goods then add up to the sum.
"""

import re
from collections.abc import Collection, Sequence

from ocr.layout.drafts import SUM_KINDS, Draft
from ocr.layout.line_names import has_name
from ocr.printed.keywords import is_column_title, is_taxed_sum, kind_by_words
from pantry.vocabulary import LineKind

SUM_WORDS = frozenset({LineKind.SUBTOTAL, LineKind.TOTAL, LineKind.TAX, LineKind.PAYMENT, LineKind.CHANGE,
                       LineKind.ROUNDING, LineKind.FEE})
_NAME_KINDS = frozenset({LineKind.OTHER, LineKind.DISCOUNT, LineKind.DEPOSIT})
_TO_FILL_IN = re.compile(r"_{3,}|\.{4,}")


def bare_runs(drafts: list[Draft]) -> list[tuple[int, int]]:
    """Return first and behind-last number of each run of rows that hold money and no name."""
    return runs_of([draft.is_bare_amount for draft in drafts])


def runs_of(is_in: Sequence[bool]) -> list[tuple[int, int]]:
    """Return first and behind-last number of each run of what is true."""
    starts = [number for number, is_one in enumerate(is_in) if is_one and not (number and is_in[number - 1])]
    return [(start, next((n for n in range(start, len(is_in)) if not is_in[n]), len(is_in))) for start in starts]


def labels_above(drafts: list[Draft], start: int, *, passes_taxes: bool = False) -> list[Draft]:
    """Return the rows with words and no money that stand right above a row, from top to bottom.

    passes_taxes: look past a tax that is printed with its money among them.
    """
    found: list[Draft] = []
    for draft in reversed(drafts[:start]):
        if passes_taxes and draft.amounts and draft.kind is LineKind.TAX and not draft.is_bare_amount:
            continue
        if draft.amounts:
            break
        if has_name(draft.name) and not _TO_FILL_IN.search(draft.text):
            found.insert(0, draft)
    return found


def priced_labels(drafts: list[Draft]) -> dict[int, int]:
    """Return for rows of bare money the number of the row whose words it belongs to, where that can be told."""
    pairs: dict[int, int] = {}
    after_total = False
    for start, end in bare_runs(drafts):
        above = labels_above(drafts, start, passes_taxes=True)
        # By their words alone: "TOTAL" with no money beside it passes for the title of a column.
        kinds = {draft.row: _kind(draft, after_total=after_total) for draft in above}
        after_total = after_total or any(kind in SUM_KINDS for kind in kinds.values())
        sums = [draft for draft in above if kinds[draft.row] in SUM_WORDS and not _is_title(draft)]
        if not after_total and not any(draft.amounts for draft in drafts[:start]):
            # Nothing is taxed yet: above the first money stands the seller's number for taxes.
            sums = [draft for draft in sums if kinds[draft.row] is not LineKind.TAX]
        taxed = [draft for draft in above if draft in sums or is_taxed_sum(draft.text)]
        money = range(start, end)
        is_table = any(len(drafts[number].amounts) > 1 or "%" in drafts[number].text for number in money)
        words = next((words for words in (sums, taxed, above) if len(words) == len(money)), [])
        if sums and words and not is_table and (len(money) > 1 or words[-1] is above[-1]):
            pairs |= {number: label.row for number, label in zip(money, words, strict=True)}
    return pairs


def whole_columns(drafts: list[Draft]) -> dict[int, int]:
    """Return for rows of bare money the number of the row it belongs to where goods and sums above it add up."""
    pairs: dict[int, int] = {}
    # A count such as "180 x 2" may stand between the prices.
    for start, end in runs_of([draft.is_bare_amount or _is_count(draft) for draft in drafts]):
        pairs |= _of_whole_column(drafts, start, end)
    return pairs


def _is_count(draft: Draft) -> bool:
    """Return whether a row says how many and what one costs, and nothing else."""
    return draft.measure is not None and not has_name(draft.name)


def _kind(draft: Draft, *, after_total: bool) -> LineKind | None:
    """Return the kind of a row's words; "計" is the total where its money may stand in another column.

    Elsewhere it is rather a letter of a word that was printed wide.
    """
    return LineKind.TOTAL if draft.text.strip() == "計" else kind_by_words(draft.text, after_total=after_total)


def _is_title(draft: Draft) -> bool:
    """Return whether a row heads the columns of a table: "MWST% Netto Brutto"."""
    return is_column_title(draft.text) and len(draft.text.split()) > 1


def _of_whole_column(drafts: list[Draft], start: int, end: int) -> dict[int, int]:
    """Return whose money a run of bare money is where names and sums stand above it and the goods add up to the sum.

    The last names above the first sum are goods, as many as there is money for; what stands higher is the shop's.
    """
    money = [number for number in range(start, end)
             if drafts[number].is_bare_amount and drafts[number].total_minor is not None
             and not drafts[number].text.startswith("@")]
    above = [draft for draft in _column_above(drafts, start) if not _is_title(draft)]
    kinds = {draft.row: _kind(draft, after_total=False) for draft in above}
    first = next((place for place, draft in enumerate(above) if kinds[draft.row] in SUM_KINDS), None)
    if first is None:
        return {}
    names = [draft for draft in above[:first] if not draft.amounts and draft.kind in _NAME_KINDS]
    priced = [draft for draft in drafts[:start] if draft.amounts and draft.kind in _NAME_KINDS
              and draft.row < above[first].row]
    known = {sum(draft.total_minor or 0 for draft in priced),
             sum(draft.total_minor or 0 for draft in priced if not draft.is_bare_amount)}
    below = [draft for draft in above[first:] if not draft.amounts]
    sums = [draft for draft in below if kinds[draft.row] in SUM_WORDS]
    taxed = [draft for draft in below if draft in sums or is_taxed_sum(draft.text)]
    for words in (sums, taxed, below):
        goods = len(money) - len(words)
        if words and 0 < goods <= len(names) and _add_up(
                [*names[-goods:], *words], [drafts[number].total_minor or 0 for number in money], goods, known):
            return dict(zip(money, [draft.row for draft in (*names[-goods:], *words)], strict=True))
    return {}


def _column_above(drafts: list[Draft], start: int) -> list[Draft]:
    """Return the rows with words above a run of bare money, up to the money above it; some hold money of their own."""
    found: list[Draft] = []
    for draft in reversed(drafts[:start]):
        if draft.is_bare_amount and draft.total_minor is not None:
            break
        if has_name(draft.name) and not _TO_FILL_IN.search(draft.text):
            found.insert(0, draft)
    return found


def _add_up(labels: Sequence[Draft], money: Sequence[int], goods: int, known: Collection[int]) -> bool:
    """Return whether the first `goods` amounts come to what the words of sums below them say, and to what was paid.

    known: what other goods come to, whose money is printed beside their names, with or without that below them.
    """
    said: dict[LineKind | None, list[int]] = {}
    for label, minor in zip(labels[goods:], money[goods:], strict=True):
        said.setdefault(_kind(label, after_total=True), []).append(minor)
    subtotals, totals = said.get(LineKind.SUBTOTAL, []), said.get(LineKind.TOTAL, [])
    paid, change = said.get(LineKind.PAYMENT, []), said.get(LineKind.CHANGE, [])
    is_paid = not (totals and paid and change) or any(one - change[0] in totals for one in paid)
    sums = {*subtotals[:1], sum(subtotals), *totals}
    return is_paid and any(sum(money[:goods]) + one in sums for one in known)
