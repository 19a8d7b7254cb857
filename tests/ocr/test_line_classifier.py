"""The trained part of the parser: its inputs, its arrays, its training, and what it may and may not say."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocr.interpret import by_rules
from ocr.layout.drafts import draft_rows
from ocr.layout.rows import group_rows
from ocr.lines.line_classifier import LineClassifier, line_classifier
from ocr.lines.line_features import NAMES, TRIGRAM_BOXES, features_of
from ocr.pages.plain_text import words_of_text
from ocr.sums.total_features import KINDS, candidates
from ocr.sums.totals import Sums
from ocr.train import train
from ocr.training.training_data import TrainingReceipt, fold_of, training_receipt
from pantry.vocabulary import LineKind

GOODS = ["MILK", "BUTTER", "APPLES", "BREAD", "RICE", "HAM", "TEA", "JAM", "EGGS", "SALT"]


def label_of(number: int) -> dict:
    """Return a drawn receipt with its labels, on every fourth the first price misread; shops name totals variously."""
    draw = np.random.default_rng(number)
    items = [(str(draw.choice(GOODS)), int(draw.integers(50, 900))) for _ in range(int(draw.integers(2, 7)))]
    total = sum(price for _, price in items)
    word = ("TOTAL", "SUMME", "AMOUNT DUE")[number % 3]
    read = [(name, price + 20 * (number % 4 == 3 and not place)) for place, (name, price) in enumerate(items)]
    rows = [f"SHOP {number % 12}", "1 Mill Lane", *(f"{name}   {price / 100:.2f}" for name, price in read),
            f"SUBTOTAL   {total / 100:.2f}", f"{word}   {total / 100:.2f}", f"CASH   {total / 100 + 5:.2f}",
            "CHANGE   5.00", "THANK YOU"]
    return {"id": f"drawn-{number}", "text": "\n".join(rows), "expected": {
        "merchant": f"SHOP {number % 12}", "currency": "EUR", "total": total / 100, "total_minor": total,
        "items": [{"name": name, "price": price / 100} for name, price in items]}}


def drawn(number: int) -> TrainingReceipt:
    """Return a drawn receipt ready for training."""
    label = label_of(number)
    receipt = training_receipt(label, list(words_of_text(label["text"])))
    assert receipt is not None
    return receipt


@pytest.fixture(scope="module")
def trained() -> tuple[LineClassifier, dict[str, LineClassifier]]:
    return train([drawn(number) for number in range(36)])


def test_labels_of_items_tell_the_kind_of_every_row() -> None:
    receipt = drawn(0)
    kinds = [kind.value if kind else None for kind in receipt.kinds]
    assert kinds[:2] == ["other", "other"]
    assert kinds[2:-5] == ["item"] * len(receipt.items or ())
    assert kinds[-4:] == ["total", "payment", "change", "other"]


def test_labelled_words_tell_the_kind_of_the_row_they_lie_in() -> None:
    text = "MILK   1.19\nTOTAL   1.19\n"
    words = list(words_of_text(text))
    labelled = [{"text": word.text, "box": list(word.box), "label": name} for word, name in zip(
        words, ["Prod_item_value", "Prod_price_value", "Total_key", "Total_value"], strict=True)]
    receipt = training_receipt({"id": "a", "words": labelled, "fields": {"total": 1.19}}, words)
    assert receipt is not None
    assert receipt.kinds == [LineKind.ITEM, LineKind.TOTAL]


def test_all_receipts_of_a_shop_lie_in_one_fold() -> None:
    receipts = [drawn(number) for number in range(36)]
    folds = {receipt.group: {fold_of(other, 5) for other in receipts if other.group == receipt.group}
             for receipt in receipts}
    assert all(len(found) == 1 for found in folds.values())
    assert len({fold for found in folds.values() for fold in found}) > 1


def test_training_learns_kinds_and_totals_of_receipts_it_did_not_see(
        trained: tuple[LineClassifier, dict[str, LineClassifier]]) -> None:
    right = total = rows = 0
    for number in range(36):
        receipt = drawn(number)
        model = trained[1][receipt.receipt_id]
        kinds = model.kind_probabilities(receipt.drafts)
        rows += sum(kind is not None for kind in receipt.kinds)
        right += sum(kind is KINDS[int(row.argmax())] for kind, row in zip(receipt.kinds, kinds, strict=True))
        chosen = model.choose_total(candidates(receipt.drafts, kinds, receipt.sums, receipt.rule))
        total += chosen is not None and chosen[0] in receipt.totals_minor
    assert total == 36
    assert right / rows > 0.9


def test_saved_arrays_say_the_same_as_the_trained_ones(
        trained: tuple[LineClassifier, dict[str, LineClassifier]], tmp_path: Path) -> None:
    trained[0].save(tmp_path / "classifier.npz")
    drafts = drawn(1).drafts
    again = LineClassifier.load(tmp_path / "classifier.npz")
    assert np.allclose(again.kind_probabilities(drafts), trained[0].kind_probabilities(drafts), atol=1e-5)


rows = st.lists(st.tuples(st.sampled_from(["TOTAL", "MILK", "SUBTOTAL", "GST 6%", "CASH", "", "合計", "----"]),
                          st.from_regex(r"-?[0-9]{0,7}[.,]?[0-9]{0,3}", fullmatch=True)), max_size=15)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
def test_whatever_is_printed_probabilities_are_probabilities_and_the_total_is_a_printed_amount(
        lines: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{name}   {money}" for name, money in lines)
    printed = group_rows(list(words_of_text(text)))
    drafts = draft_rows(printed)
    assert features_of(drafts).shape == (len(drafts), len(NAMES) + TRIGRAM_BOXES)
    kinds = line_classifier().kind_probabilities(drafts)
    assert np.allclose(kinds.sum(axis=1), 1.0)
    lines_by_rules, totals = by_rules(printed, 2)
    found = candidates(drafts, kinds, Sums.of(lines_by_rules), totals)
    chosen = line_classifier().choose_total(found)
    amounts = {amount.minor for draft in drafts for amount in draft.amounts}
    assert chosen is None or (chosen[0] in amounts and 0 <= chosen[1] <= 1)
    confidences = line_classifier().line_confidences(lines_by_rules, kinds, totals)
    assert all(0 <= confidence <= 1 for confidence in confidences)
