"""From a reading to proposals, with this household's words, bar and date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from intake.reading import Read, cached_reading
from intake.same_purchase import ask_about_the_same_purchase, by_day_of_purchase
from intake.teaching import judgement, recalled_items, taught_codes
from intake.workplace import Workplace
from pantry.documents import Document
from pantry.facts.document_facts import DocumentFacts
from pantry.facts.taught import TaughtPicture
from pantry.foods import Catalog, Food, catalog
from pantry.household import Household
from pantry.proposals import Proposal
from pantry.vocabulary import DocumentKind


@dataclass(frozen=True, slots=True)
class Grounds:
    """What all proposals of a household rest on, besides readings and stock: on equal grounds they are equal.

    shown: the pictures it taught foods with, and which of them the last judgement left out.
    """

    household: Household
    today: date
    aliases: Mapping[tuple[str, str], str]
    not_food: frozenset[str]
    codes: Mapping[str, str]
    own_foods: Mapping[str, Food]
    facts: Mapping[str, DocumentFacts]
    shops: Mapping[str, str]
    shown: tuple[tuple[TaughtPicture, ...], tuple[str, ...]]


def propose(workplace: Workplace, read: Read) -> list[Proposal]:
    """Return what the lines of a reading propose for stock; it can be run again at any time."""
    return Proposer(workplace).of_reading(read)


class Proposer:
    """Proposes what documents hold for stock; what all of them rest on is looked up once, when this is made.

    What seems to be in the house by another way already is asked about. A picture whose receipts are documents of
    their own proposes nothing: they do.
    """

    def __init__(self, workplace: Workplace) -> None:
        """Look up what the household said, up to the last refresh of its view."""
        self._workplace = workplace
        grounds = _grounds(workplace)
        # The grounds kept from before, where they are equal: then all that rests on them is found by identity.
        self._grounds = workplace.kept.get("grounds", grounds, lambda: grounds)
        self._documents = {document.sha256: document for document in workplace.view.documents()}
        self._bought = by_day_of_purchase(workplace.view.lots())
        self._read_at_us: dict[str, int] | None = None

    def of_reading(self, read: Read) -> list[Proposal]:
        """Return what the lines of a reading propose."""
        return self.asked(self._resolve(read))

    def of_document(self, document: Document) -> list[Proposal] | None:
        """Return what a document proposes, None where no reading of it is kept."""
        resolved = self.resolved(document)
        return None if resolved is None else self.asked(resolved)

    def resolved(self, document: Document) -> list[Proposal] | None:
        """Return what a document proposes before anyone looked at what is in the house; None without a reading.

        Resolved anew only where its reading or the grounds are others than the last time: eating changes neither.
        """
        if self._read_at_us is None:
            self._read_at_us = self._workplace.journal.read_at_us([DocumentKind.RECEIPT, DocumentKind.PHOTO])
        stamp = (self._grounds, document, self._read_at_us.get(document.sha256))
        return self._workplace.kept.get(
            ("proposals", document.sha256), stamp, lambda: self._resolve_document(document))

    def _resolve_document(self, document: Document) -> list[Proposal] | None:
        read = cached_reading(self._workplace, document.sha256)
        return None if read is None else self._resolve(read)

    def asked(self, resolved: Sequence[Proposal]) -> list[Proposal]:
        """Return proposals of a document with the doubt that they may be in the house by another way already."""
        return ask_about_the_same_purchase(resolved, self._bought, lang=self._grounds.household.language)

    def _resolve(self, read: Read) -> list[Proposal]:
        if read.receipt is not None:
            return self._resolve_receipt(read)
        return self._resolve_photo(read) if read.photo is not None else []

    def _resolve_receipt(self, read: Read) -> list[Proposal]:
        from ocr.meaning import words_key
        from ocr.resolve import resolve

        assert read.receipt is not None
        grounds, household = self._grounds, self._grounds.household
        document = self._documents.get(read.receipt.sha256)
        if document is not None and document.is_divided:
            return []
        return resolve(
            read.receipt, catalog=self._catalog(), aliases=grounds.aliases, bar=household.accept_bar,
            currency=household.currency, lang=household.language, today=grounds.today,
            received_on=household.today(document.received_at) if document is not None else grounds.today,
            not_food={words_key(key) for key in grounds.not_food}, codes=grounds.codes,
        )

    def _resolve_photo(self, read: Read) -> list[Proposal]:
        from recognition.resolve import resolve

        assert read.photo is not None
        household = self._grounds.household
        return resolve(
            read.photo, catalog=self._catalog(), taught=self._grounds.codes, bar=household.accept_bar,
            today=self._grounds.today, recalled=recalled_items(self._workplace, read.photo), lang=household.language,
        )

    def _catalog(self) -> Catalog:
        """Return the catalog with the household's own foods, which its words may mean."""
        own = self._grounds.own_foods
        return catalog().with_own(own.values()) if own else catalog()


def _grounds(workplace: Workplace) -> Grounds:
    view = workplace.view
    household, pictures = view.household(), view.taught_pictures()
    return Grounds(
        household, household.today(workplace.journal.clock()), view.aliases(), view.not_food_lines(),
        taught_codes(workplace), view.own_foods(), view.document_facts(), view.shop_names(),
        (pictures, judgement(workplace).left_out if pictures else ()),
    )
