"""Proposals are kept as long as nothing changes that they rest on, and no longer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from intake.correcting import correct_receipt
from intake.proposing import Proposer
from intake.reading import cached_reading, keep
from intake.review import review_documents
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.facts.document_facts import DocumentFacts
from pantry.proposals import Proposal
from pantry.vocabulary import Place
from tests.intake.conftest import DAY_AFTER

BOUGHT_ON = DAY_AFTER.date() - timedelta(days=1)
RECEIPT = f"""GREEN CORNER
1 Mill Lane
Date {BOUGHT_ON:%Y-%m-%d} 17:42

WHOLE MILK 1L            1.29
BUTTER UNSALTED 250G     2.19
ZORBLAX CLASSIC          3.10

TOTAL                    6.58
CARD                     6.58
"""


def _resolved(workplace: Workplace) -> list[Proposal]:
    workplace.view.refresh()
    (document,) = workplace.view.documents()
    return Proposer(workplace).resolved(document) or []


def _eat(workplace: Workplace) -> None:
    workplace.kitchen.consume(workplace.view.lots()[0].lot_id, Decimal("0.1"))


def _buy_the_same(workplace: Workplace) -> None:
    workplace.kitchen.acquire(
        food_id="butter", quantity=Decimal(1), unit="pack", place=Place.FRIDGE, purchased_on=BOUGHT_ON)


def _teach(workplace: Workplace) -> None:
    workplace.kitchen.teach_alias("ZORBLAX CLASSIC", "oat_milk", merchant=None)


def _say_it_is_no_food(workplace: Workplace) -> None:
    (line,) = [one for one in _resolved(workplace) if "ZORBLAX" in one.raw_text]
    workplace.kitchen.set_aside([line], is_food=False)


def _correct_the_day(workplace: Workplace) -> None:
    (document,) = workplace.view.documents()
    correct_receipt(workplace, document.sha256, DocumentFacts(purchased_on=BOUGHT_ON - timedelta(days=3)))


def _read_anew(workplace: Workplace) -> None:
    (document,) = workplace.view.documents()
    read = cached_reading(workplace, document.sha256)
    assert read is not None
    assert read.receipt is not None
    keep(workplace, document.sha256, replace(read, receipt=replace(read.receipt, lines=read.receipt.lines[1:])))


CHANGES: list[Callable[[Workplace], None]] = [_teach, _say_it_is_no_food, _correct_the_day, _read_anew]


def test_eating_and_buying_leave_what_was_resolved_as_it_was(workplace: Workplace) -> None:
    take_in(workplace, RECEIPT.encode(), name="receipt.txt")
    before = _resolved(workplace)

    _eat(workplace)
    _buy_the_same(workplace)

    assert _resolved(workplace) is before


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_a_proposal_rests_on_resolves_it_anew(
        workplace: Workplace, change: Callable[[Workplace], None]) -> None:
    take_in(workplace, RECEIPT.encode(), name="receipt.txt")
    before = _resolved(workplace)

    change(workplace)

    assert _resolved(workplace) != before


def test_a_long_open_workplace_shows_what_a_fresh_one_shows_after_every_act(workplace: Workplace) -> None:
    take_in(workplace, RECEIPT.encode(), name="receipt.txt")
    for act in (_eat, _buy_the_same, *CHANGES, _eat):
        act(workplace)
        fresh = Workplace(workplace.home, workplace.journal, workplace.household_id)
        assert (review_documents(workplace, include_settled=True)
                == review_documents(fresh, include_settled=True)), act.__name__
        assert review_documents(workplace) == review_documents(fresh), act.__name__
