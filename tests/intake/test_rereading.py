"""A newer reader sees a line otherwise: the lot in the pantry is corrected, not doubled."""

from dataclasses import replace
from decimal import Decimal

import pytest

from intake.proposing import Proposer
from intake.rereading import take_newer
from intake.review import review_documents
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.acting.accepting import Correction
from tests.fresh_receipts import yesterday

RECEIPT = f"""GREEN CORNER
1 Mill Lane
Date {yesterday():%Y-%m-%d} 17:42

WHOLE MILK 1L            1.29
BUTTER UNSALTED 250G     2.19

TOTAL                    3.48
CARD                     3.48
"""


def test_what_is_read_anew_corrects_its_lot_and_keeps_what_was_eaten(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = take_in(workplace, RECEIPT.encode(), name="receipt.txt")
    milk = taken.accepted[0]
    workplace.view.refresh()
    (lot,) = [lot for lot in workplace.view.lots() if lot.food_id == milk.food_id]
    workplace.kitchen.consume(lot.lot_id, Decimal("0.4"))
    resolved = Proposer.resolved
    newer = replace(milk, line_key="whole milk 2l", quantity=Decimal(2), is_sure=False)
    monkeypatch.setattr(Proposer, "resolved", lambda *said: [
        newer if one.line_key == milk.line_key else one for one in resolved(*said) or []])

    (review,) = review_documents(workplace)
    (line,) = review.waiting
    assert (line.proposal, line.earlier_lot_id) == (newer, lot.lot_id)
    done = take_newer(workplace, newer, lot.lot_id)
    workplace.view.refresh()
    assert [(one.acquired, one.quantity) for one in workplace.view.lots() if one.food_id == milk.food_id] == [
        (Decimal(2), Decimal("1.6"))]
    assert review_documents(workplace) == []

    workplace.kitchen.undo(done)
    assert [line.earlier_lot_id for line in review_documents(workplace)[0].waiting] == [lot.lot_id]


@pytest.mark.parametrize(("correction", "is_same"), [
    (None, True), (Correction(food_id="milk_whole", quantity=Decimal(3)), True),
    (Correction(food_id="oat_milk"), False), (Correction(name="Own milk"), False)])
def test_a_line_read_anew_says_which_lot_it_tells_of_unless_its_food_was_read_wrong(
        workplace: Workplace, correction: Correction | None, is_same: bool) -> None:
    taken = take_in(workplace, RECEIPT.encode(), name="receipt.txt")
    milk = taken.accepted[0]
    lot = next(one for one in workplace.view.lots() if one.food_id == milk.food_id)
    newer = replace(milk, food_id="milk_whole", line_key="WHOLE MILK", quantity=Decimal(2))
    take_newer(workplace, newer, lot.lot_id, correction)
    (said,) = (event.payload for event in workplace.view.facts()
               if event.kind == "line_reviewed" and event.payload["line_key"] == "WHOLE MILK")
    assert said.get("same_lot_id") == (lot.lot_id if is_same else None)
