"""What a person says of a receipt that was read otherwise: its shop, day and currency."""

from intake.reading import cached_reading, printed_reading
from intake.workplace import Workplace
from pantry.actions import Done
from pantry.facts.document_facts import DocumentFacts


def correct_receipt(workplace: Workplace, sha256: str, said: DocumentFacts) -> Done | None:
    """Correct a receipt, what is bought by it and what waits; None where nothing is said that is not known already.

    The same shop's later receipts are called so as well. Raises InvalidEvent for a day to come.
    """
    known, printed = cached_reading(workplace, sha256), printed_reading(workplace, sha256)
    if known is None or known.receipt is None or printed is None or printed.receipt is None:
        return None
    receipt = known.receipt
    merchant = (said.merchant or "").strip() or None
    news = DocumentFacts(
        merchant if merchant != receipt.merchant else None,
        said.purchased_on if said.purchased_on != receipt.purchased_on else None,
        said.currency if said.currency != receipt.currency else None)
    if news == DocumentFacts():
        return None
    read = DocumentFacts(printed.receipt.merchant, receipt.purchased_on,
                         receipt.currency or workplace.view.household().currency)
    return workplace.kitchen.correct_document(sha256, news, read=read)
