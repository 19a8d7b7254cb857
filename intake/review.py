"""Review: the lines of readings that still need a look. Derived; nothing of it is stored.

A line waits while no event that counts says what became of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from intake.proposing import Proposer
from intake.reading import cached_reading
from intake.rereading import with_earlier_lots
from intake.workplace import Workplace
from ocr.pages.page_pictures import size_of_pages, tops_of_pages
from ocr.reading import ReceiptReading
from ocr.sums.reconcile import goods_minor
from pantry.acting.accepting import lot_id, review_id
from pantry.documents import Document, original_path
from pantry.media import IMAGE_TYPES
from pantry.proposals import Proposal
from pantry.vocabulary import Decision, DocumentKind

LineState = Literal["waiting", "accepted", "corrected", "not_food", "ignored"]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line and what became of it.

    lot_id: the lot it became, None while it is none. earlier_lot_id: of a line that waits, the lot that an earlier
    reading of the same printed line put into the pantry. page_top: how far down its page begins in the picture, where
    all pages stand below each other.
    """

    proposal: Proposal
    state: LineState
    lot_id: str | None = None
    earlier_lot_id: str | None = None
    page_top: int = 0

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """Where the line lies in the picture of all pages: x0 y0 x1 y1."""
        if self.proposal.box is None:
            return None
        x0, y0, x1, y1 = self.proposal.box
        return x0, y0 + self.page_top, x1, y1 + self.page_top


@dataclass(frozen=True, slots=True)
class Mismatch:
    """By how much a receipt does not add up: its lines and the printed total, and the name of the line to look at."""

    goods_minor: int
    total_minor: int
    suspect_name: str | None


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """A document with its lines, unsure ones first.

    image_path: the original, when it is a picture or PDF. width, height: of the upright pages below each other, in
    pixels, that the lines' boxes refer to; 0 when unknown. page_turns: quarter turns counter-clockwise that put each
    page upright besides its EXIF tag; empty where none was read as a receipt.
    """

    document: Document
    kind: DocumentKind
    title: str
    purchased_on: date | None
    total_minor: int | None
    currency: str | None
    image_path: Path | None
    width: int
    height: int
    lines: tuple[ReviewLine, ...]
    is_reconciled: bool | None = None
    warnings: tuple[str, ...] = field(default=())
    page_turns: tuple[int, ...] = ()
    mismatch: Mismatch | None = None

    @property
    def waiting(self) -> tuple[ReviewLine, ...]:
        """The lines that need a look."""
        return tuple(line for line in self.lines if line.state == "waiting")

    def waiting_alike(self, line: ReviewLine) -> tuple[ReviewLine, ...]:
        """Return the other lines that wait and are printed as this one is: one answer is right for all of them.

        Of a photo none: two things that nobody recognised need not be the same.
        """
        if line.proposal.is_from_photo:
            return ()
        said = _what_is_asked(line)
        return tuple(one for one in self.waiting if one != line and _what_is_asked(one) == said)

    @property
    def shared_doubts(self) -> tuple[str, ...]:
        """The doubts that all waiting lines have in common, in plain words."""
        waiting = self.waiting
        return tuple(doubt for doubt in (waiting[0].proposal.doubts if waiting else ())
                     if all(doubt in line.proposal.doubts for line in waiting))


def review_documents(workplace: Workplace, *, include_settled: bool = False) -> list[ReviewDocument]:
    """Return the documents that have something waiting (or all that were read), newest first."""
    workplace.view.refresh()
    proposer = Proposer(workplace)
    found = []
    for document in workplace.view.documents():
        if document.is_dismissed or document.repeats or document.is_divided or document.kind is DocumentKind.RECIPE:
            continue
        proposals = proposer.resolved(document)
        if proposals is None:
            continue
        # Most documents of a household are settled: of those nothing more is read.
        if include_settled or any(_line(workplace, one).state == "waiting" for one in proposals):
            found.append(_review(workplace, document, proposer.asked(proposals)))
    return [review for review in found if review is not None]


def review_document(workplace: Workplace, document: Document) -> ReviewDocument | None:
    """Return one document for Review, or None when its reading is not cached (any more)."""
    proposals = Proposer(workplace).of_document(document)
    return None if proposals is None else _review(workplace, document, proposals)


def _review(workplace: Workplace, document: Document, proposals: Sequence[Proposal]) -> ReviewDocument | None:
    read = cached_reading(workplace, document.sha256)
    if read is None:
        return None
    receipt = read.receipt
    tops = _tops_of_lines(receipt) if receipt else {}
    lines = with_earlier_lots(workplace, document.sha256, [
        replace(_line(workplace, proposal), page_top=tops.get(proposal.line_no, 0)) for proposal in proposals])
    lines.sort(key=lambda line: (line.state != "waiting", line.proposal.line_no))
    has_pages = document.media_type in IMAGE_TYPES or document.media_type == "application/pdf"
    width, height = size_of_pages(receipt.pages if receipt else ())
    return ReviewDocument(
        document, read.kind, (receipt.merchant if receipt else None) or document.name,
        receipt.purchased_on if receipt else None, receipt.total_minor if receipt else None,
        receipt.currency if receipt else None,
        original_path(workplace.home, document.sha256) if has_pages else None, width, height,
        tuple(lines), receipt.reconciled if receipt else None,
        tuple((receipt or read.photo).warnings) if (receipt or read.photo) else (),  # type: ignore[union-attr]
        page_turns=receipt.page_turns if receipt else (),
        mismatch=_mismatch(receipt) if receipt else None,
    )


def _what_is_asked(line: ReviewLine) -> ReviewLine:
    """Return the line without where it stands on the paper."""
    return replace(line, page_top=0, proposal=replace(line.proposal, line_no=0, occurrence=0, box=None))


def _mismatch(receipt: ReceiptReading) -> Mismatch | None:
    if receipt.reconciled is not False or receipt.total_minor is None:
        return None
    suspect = next((line.name for line in receipt.lines if line.line_no == receipt.suspect_line_no), None)
    return Mismatch(goods_minor(receipt.lines), receipt.total_minor, suspect)


def acceptance_record(workplace: Workplace, *, days: int = 90) -> tuple[int, int]:
    """Return how many lines were taken without asking in the last days, and how many of them a person corrected.

    Telling the food of a line that went in under its own name corrects nothing.
    """
    since = workplace.journal.clock() - timedelta(days=days)
    household = workplace.household_id
    taken = [
        event.payload
        for event in workplace.view.facts()
        if event.kind == "line_reviewed" and event.payload.get("by_machine") and event.recorded_at >= since
    ]
    changed = workplace.view.corrected_lots(with_named=False) | set(workplace.view.undone_by())
    corrected = sum(
        _lot_id_of(household, payload) in changed for payload in taken
    )
    return len(taken), corrected


def _lot_id_of(household_id: str, reviewed: dict[str, object]) -> str:
    from pantry.ids import document_event_id

    return document_event_id(
        household_id, str(reviewed["document_sha256"]), f"lot:{reviewed['line_key']}",
        occurrence=int(str(reviewed.get("occurrence", 0))), part=int(str(reviewed.get("part", 0))),
    )


def _line(workplace: Workplace, proposal: Proposal) -> ReviewLine:
    known = workplace.view.known_events()
    household = workplace.household_id
    decision = workplace.view.decisions().get(review_id(household, proposal))
    lot = lot_id(household, proposal)
    if lot in known:
        state: LineState = "corrected" if decision == Decision.CORRECTED else "accepted"
        return ReviewLine(proposal, state, lot)
    if decision == Decision.NOT_FOOD or (decision is None and not proposal.is_food):
        return ReviewLine(proposal, "not_food")
    if decision == Decision.IGNORED:
        return ReviewLine(proposal, "ignored")
    return ReviewLine(proposal, "waiting")


def _tops_of_lines(receipt: ReceiptReading) -> dict[int, int]:
    """Return how far down the page of each line begins, by line number."""
    tops = tops_of_pages(receipt.pages)
    return {line.line_no: tops[line.page] for line in receipt.lines if line.page < len(tops)}
