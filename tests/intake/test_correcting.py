"""A receipt's shop, day and currency put right, before and after its lines went in."""

from datetime import date

import pytest

from intake.correcting import correct_receipt
from intake.proposing import propose
from intake.reading import cached_reading
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.errors import InvalidEvent
from pantry.facts.document_facts import DocumentFacts
from pantry.household import alias_key
from pantry.vocabulary import DocumentKind

RECEIPT = b"HOFLADEN GMBH\nButter  2,19\nKaesekuchenmix  3,49\nSUMME EUR  5,68\n14.01.2026\n"
LATER = b"Hofladen GmbH & Co. KG\nMilch  1,19\nSUMME EUR  1,19\n20.01.2026\n"


@pytest.fixture
def sha256(workplace: Workplace) -> str:
    """Return a receipt of which some lines went in and some may wait."""
    return take_in(workplace, RECEIPT, name="bon.txt", kind=DocumentKind.RECEIPT).sha256


def test_a_correction_reaches_what_was_bought_and_what_waits_and_one_undo_takes_it_back(
    workplace: Workplace, sha256: str,
) -> None:
    workplace.kitchen.accept(propose(workplace, cached_reading(workplace, sha256))[:1])
    (before,) = [lot for lot in workplace.view.lots() if lot.food_id == "butter"]
    done = correct_receipt(workplace, sha256, DocumentFacts("Hof Müller", date(2026, 1, 12), "CHF"))
    assert done is not None
    lot = workplace.view.lot(before.lot_id)
    assert (lot.purchased_on, lot.price_minor, lot.currency) == (date(2026, 1, 12), 219, "CHF")
    assert {(one.merchant, one.purchased_on, one.currency)
            for one in propose(workplace, cached_reading(workplace, sha256))} == {
        ("Hof Müller", date(2026, 1, 12), "CHF")}
    workplace.kitchen.undo(done)
    assert workplace.view.lot(before.lot_id) == before
    read = cached_reading(workplace, sha256)
    assert (read.receipt.merchant, read.receipt.purchased_on) == ("HOFLADEN", date(2026, 1, 14))


def test_a_day_that_a_person_gave_one_purchase_stays(workplace: Workplace, sha256: str) -> None:
    workplace.kitchen.accept(propose(workplace, cached_reading(workplace, sha256))[:1])
    (lot,) = [lot for lot in workplace.view.lots() if lot.food_id == "butter"]
    workplace.kitchen.correct(lot.lot_id, purchased_on=date(2026, 1, 10))
    correct_receipt(workplace, sha256, DocumentFacts(purchased_on=date(2026, 1, 12)))
    assert workplace.view.lot(lot.lot_id).purchased_on == date(2026, 1, 10)


def test_the_word_for_a_shop_counts_for_its_other_receipts_and_keeps_what_was_taught(
    workplace: Workplace, sha256: str,
) -> None:
    workplace.kitchen.teach_alias("XQZ", "butter", merchant="HOFLADEN GMBH")
    correct_receipt(workplace, sha256, DocumentFacts(merchant="Hof Müller"))
    later = take_in(workplace, LATER, name="later.txt", kind=DocumentKind.RECEIPT).sha256
    assert cached_reading(workplace, later).receipt.merchant == "Hof Müller"
    assert workplace.view.aliases()[alias_key("XQZ", "Hof Müller")] == "butter"


def test_money_of_a_currency_without_cents_keeps_its_value(workplace: Workplace, sha256: str) -> None:
    correct_receipt(workplace, sha256, DocumentFacts(currency="JPY"))
    assert cached_reading(workplace, sha256).receipt.total_minor == 6


def test_nothing_new_and_a_day_to_come_write_nothing(workplace: Workplace, sha256: str) -> None:
    assert correct_receipt(workplace, sha256, DocumentFacts("HOFLADEN", date(2026, 1, 14), "EUR")) is None
    with pytest.raises(InvalidEvent):
        correct_receipt(workplace, sha256, DocumentFacts(purchased_on=date(2030, 1, 1)))
    assert workplace.view.document_facts() == {}
