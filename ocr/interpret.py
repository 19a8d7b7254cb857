"""Rows to lines and sums: by rules first, then with the trained classifier's word on kinds and total."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from ocr.layout.drafts import Draft, draft_rows
from ocr.layout.rows import Row
from ocr.lines.line_classifier import LineClassifier
from ocr.lines.lines import parse_lines
from ocr.sums.total_features import KINDS, candidates
from ocr.sums.totals import Sums, Totals, read_totals
from pantry.vocabulary import LineKind

# From plain to bold; the first reading that adds up is taken, else the plain one.
_SAVINGS_TOLD: dict[str, Any] = {"tells_savings": True}
_WAYS: tuple[dict[str, Any], ...] = (
    {},
    _SAVINGS_TOLD,
    {"finds_sums": True},
    {"keeps_info": True},
    {"is_slipped": True},
    {"is_lenient": True},
    {"is_lenient": True, "finds_sums": True},
    {"keeps_names": True},
)
# From here on the classifier may overrule a row's words.
SURE_KIND = 0.8
# Below this an amount is no total where no word speaks of sums or payment, either; where one does, it is a guess.
LEAST_TOTAL = 0.05
_OF_RECEIPTS = frozenset({LineKind.SUBTOTAL, LineKind.TOTAL, LineKind.TAX, LineKind.PAYMENT, LineKind.CHANGE})
# Before its money is looked at, a row of goods is a row without a kind; one of no kind at all says nothing.
_MEANS = {LineKind.ITEM: LineKind.OTHER, LineKind.OTHER: LineKind.INFO}


@dataclass(frozen=True, slots=True)
class Interpreted:
    """The lines of a receipt, its sums, and the (rows, kinds) probabilities of what each printed row is."""

    drafts: list[Draft]
    totals: Totals
    kinds: np.ndarray


def interpret(rows: list[Row], *, decimals: int, classifier: LineClassifier) -> Interpreted:
    """Return the lines of a receipt and its sums.

    A plain reading trusts words and two decimals. Where its sum fails, rows are taken for sums by their
    money alone, and round numbers for prices; a bolder reading counts only when it adds up, and never against
    a printed total. The classifier then says which amount is the total; where that is another one, or nothing
    adds up, the readings are tried once more against it, the classifier's kinds of rows among them.
    """
    drafts, totals = by_rules(rows, decimals)
    is_paid_back = (totals.total_minor or 0) < 0 and totals.reconciled
    plain = draft_rows(rows, decimals=decimals)
    kinds = classifier.kind_probabilities(plain)
    if is_paid_back:  # no receipt the classifier learned from was of returned goods
        return Interpreted(drafts, totals, kinds)
    chosen = classifier.choose_total(candidates(plain, kinds, Sums.of(drafts), totals))
    is_receipt = any(draft.kind in _OF_RECEIPTS for draft in plain)
    if chosen is None or (chosen[1] < LEAST_TOTAL and totals.total_minor is None and not is_receipt):
        return Interpreted(drafts, totals, kinds)
    if chosen[0] == totals.total_minor and totals.reconciled:
        return Interpreted(drafts, replace(totals, confidence=chosen[1]), kinds)
    return Interpreted(*_against(rows, decimals, chosen, sure_kinds(kinds)), kinds)


def sure_kinds(kinds: np.ndarray) -> list[LineKind | None]:
    """Return the kind of each row where its probability suffices, else None."""
    meant = [_MEANS.get(kind, kind) for kind in KINDS]
    return [meant[int(row.argmax())] if row.max() >= SURE_KIND else None for row in kinds]


def by_rules(rows: list[Row], decimals: int) -> tuple[list[Draft], Totals]:
    """Return lines and sums without the classifier: the first reading that adds up, else the plain one."""
    readings = _readings(rows, decimals, _WAYS)
    plain = next(readings)
    for drafts, totals in chain([plain], readings):
        agrees = not plain[1].is_printed or totals.total_minor == plain[1].total_minor
        if totals.reconciled and agrees:
            return drafts, totals
    return plain


def _against(rows: list[Row], decimals: int, chosen: tuple[int, float],
             kinds: list[LineKind | None]) -> tuple[list[Draft], Totals]:
    """Return the first reading that adds up to the chosen total, else the plain one held against it."""
    readings = _readings(rows, decimals, (*_WAYS[:2], {"kinds": kinds}, *_WAYS[2:]), chosen)
    plain = next(readings)
    return next((reading for reading in chain([plain], readings) if reading[1].reconciled), plain)


def _readings(rows: list[Row], decimals: int, ways: Sequence[dict[str, Any]], chosen: tuple[int, float] | None = None,
              ) -> Iterator[tuple[list[Draft], Totals]]:
    """Yield the lines and sums that each way reads, the plain one first.

    chosen: the total and how sure it is, where other evidence has told it.
    """
    tells_savings = True
    for way in ways:
        if way == _SAVINGS_TOLD and not tells_savings:
            continue
        drafts = parse_lines(rows, decimals=decimals, **way)
        if not way:
            tells_savings = any(map(_is_discount_without_minus, drafts))
        yield drafts, read_totals(drafts, chosen=chosen)


def _is_discount_without_minus(draft: Draft) -> bool:
    """Return whether a line is a discount among the goods that is printed like a price."""
    return draft.kind is LineKind.DISCOUNT and draft.in_body and bool(draft.amounts) and draft.amounts[-1].minor > 0
