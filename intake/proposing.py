"""From a reading to proposals, with this household's words, bar and date."""

from intake.reading import Read
from intake.same_purchase import ask_about_the_same_purchase
from intake.teaching import recalled_items, taught_codes
from intake.workplace import Workplace
from pantry.documents import Document
from pantry.foods import Catalog, catalog
from pantry.proposals import Proposal


def propose(workplace: Workplace, read: Read) -> list[Proposal]:
    """Return what the lines of a reading propose for stock; it can be run again at any time.

    What seems to be in the house by another way already is asked about. A picture whose receipts are documents of
    their own proposes nothing: they do.
    """
    household = workplace.view.household()
    today = household.today(workplace.journal.clock())
    if read.receipt is not None:
        from ocr.meaning import words_key
        from ocr.resolve import resolve as resolve_receipt

        document = _document(workplace, read.receipt.sha256)
        if document is not None and document.is_divided:
            return []
        proposals = resolve_receipt(
            read.receipt, catalog=_catalog(workplace), aliases=workplace.view.aliases(), bar=household.accept_bar,
            currency=household.currency, lang=household.language, today=today,
            received_on=household.today(document.received_at) if document is not None else today,
            not_food={words_key(key) for key in workplace.view.not_food_lines()}, codes=taught_codes(workplace),
        )
        return ask_about_the_same_purchase(proposals, workplace.view.lots(), lang=household.language)
    if read.photo is not None:
        from recognition.resolve import resolve as resolve_photo

        proposals = resolve_photo(
            read.photo, catalog=_catalog(workplace), taught=taught_codes(workplace), bar=household.accept_bar,
            today=today, recalled=recalled_items(workplace, read.photo), lang=household.language,
        )
        return ask_about_the_same_purchase(proposals, workplace.view.lots(), lang=household.language)
    return []


def _catalog(workplace: Workplace) -> Catalog:
    """Return the catalog with the household's own foods, which its words may mean."""
    own = workplace.view.own_foods()
    return catalog().with_own(own.values()) if own else catalog()


def _document(workplace: Workplace, sha256: str) -> Document | None:
    """Return what is known of a document, None before it was taken in."""
    return next((document for document in workplace.view.documents() if document.sha256 == sha256), None)
