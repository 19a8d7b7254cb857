"""The card that training writes: what the line classifier is, from what, and how often it is right."""

from collections import Counter
from pathlib import Path

from ocr.lines.line_classifier import LineClassifier
from ocr.sums.total_features import KINDS, candidates
from ocr.training.training_data import TrainingReceipt

_CARD = """# Line classifier

Two logistic regressions over numbers: what kind each printed row of a receipt is ({kinds} kinds), and which printed
amount is the total. Inputs are words that name kinds, letters in threes, money beside all other money, place and
neighbours (`ocr/lines/line_features.py`, `ocr/sums/total_features.py`). Nothing of a receipt's text is kept: letters
are counted in {boxes} boxes.

Trained by `python -m ocr.train` with scikit-learn on {receipts} labelled receipts of {groups} shops (Malaysian scans,
photographs from many countries, German scans and PDFs, raw texts in English and Japanese). Shipped as arrays; reading
needs numpy alone. The labels of payments, change, rounding and discounts come partly from the rows' own words, so
that their figures flatter.

The figures are cross-fitted in {folds} folds, all receipts of a shop in one fold: no row is judged by a model that saw
its shop. The rules it leans on were written with half of these receipts in view.

| what | right | of |
|---|---|---|
| total, where it is among the amounts read: classifier | {total} | {with_total} |
| the same: rules alone | {rule} | {with_total} |

| kind of row | precision | recall | rows |
|---|---|---|---|
{rows}
"""


def write_model_card(file: Path, receipts: list[TrainingReceipt], models: dict[str, LineClassifier]) -> None:
    """Write the card. models: for each receipt's id one that did not see it."""
    from ocr.lines.line_features import TRIGRAM_BOXES
    from ocr.train import FOLDS

    true, said, both = Counter[str](), Counter[str](), Counter[str]()
    total = rule = with_total = 0
    for receipt in receipts:
        model = models[receipt.receipt_id]
        kinds = model.kind_probabilities(receipt.drafts)
        for kind, row in zip(receipt.kinds, kinds, strict=True):
            if kind is not None:
                guess = KINDS[int(row.argmax())]
                true[kind], said[guess] = true[kind] + 1, said[guess] + 1
                both[kind] += kind is guess
        found = candidates(receipt.drafts, kinds, receipt.sums, receipt.rule)
        if any(candidate.minor in receipt.totals_minor for candidate in found):
            with_total += 1
            chosen = model.choose_total(found)
            total += chosen is not None and chosen[0] in receipt.totals_minor
            rule += receipt.rule.total_minor in receipt.totals_minor
    rows = "\n".join(f"| {kind.value} | {_share(both[kind], said[kind])} | {_share(both[kind], true[kind])} "
                     f"| {true[kind]} |" for kind in KINDS)
    file.write_text(_CARD.format(
        kinds=len(KINDS), boxes=TRIGRAM_BOXES, receipts=len(receipts), groups=len({one.group for one in receipts}),
        folds=FOLDS, total=total, rule=rule, with_total=with_total, rows=rows), encoding="utf-8")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
