"""A file comes in: keep it, read it, put sure lines into stock, leave the rest for Review.

Safe to run twice on the same file, and to be killed at any point: the original is on the disk before anything
is said about it, ids derive from its hash, and nothing is reported as done before the journal has it.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from intake.duplicates import find_repeat
from intake.proposing import propose
from intake.reading import Read, cached_reading, cut_out, keep, read_document
from intake.workplace import Workplace
from pantry.acting.accepting import lot_id, review_id
from pantry.actions import Done, joined
from pantry.documents import original_path, sha256_of_file, store_original
from pantry.errors import Refused
from pantry.events import new_event
from pantry.ids import document_event_id
from pantry.kinds.payloads import DocumentLinked, DocumentReceived, DocumentRejected, Payload
from pantry.media import SNIFF_BYTES, check_size, read_file, sniff
from pantry.proposals import Proposal
from pantry.vocabulary import DocumentKind, Origin

if TYPE_CHECKING:
    from recipes.programs.exports import PassedOver

Status = Literal["in", "waiting", "repeat", "rejected"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file.

    status: "in" (nothing to ask), "waiting" (some lines need a look), "repeat" (this file, or another of the
    same receipt, was given before), "rejected".
    accepted: lines that are in stock now; waiting: lines for Review; titles: recipes that came in; passed_over: the
    parts of an export that are none, and why.
    receipts: what became of each receipt of a document that holds several; lines and `done` are theirs together.
    code, reason: why it was rejected, in plain words.
    """

    sha256: str
    name: str
    status: Status
    kind: DocumentKind | None = None
    accepted: tuple[Proposal, ...] = ()
    waiting: tuple[Proposal, ...] = ()
    titles: tuple[str, ...] = ()
    passed_over: "tuple[PassedOver, ...]" = ()
    done: Done | None = None
    code: str | None = None
    reason: str | None = None
    elapsed_ms: int = 0
    receipts: "tuple[Taken, ...]" = ()


def take_in(
    workplace: Workplace,
    source: Path | bytes,
    *,
    name: str | None = None,
    origin: Origin = Origin.UPLOAD,
    kind: DocumentKind | None = None,
    part_of: str | None = None,
) -> Taken:
    """Take a file in and say what became of it; bad input is an answer, never an exception.

    name: what the person called the file. kind: what it is, when the person said so. part_of: the sha256 of the
    document that a receipt was cut out of. Of a picture, PDF or mail with several receipts, each becomes a document of
    its own.
    """
    started = time.perf_counter()
    name = (name or (source.name if isinstance(source, Path) else "file"))[-200:]
    try:
        data = source if isinstance(source, bytes) else read_file(source)
        check_size(data)
    except Refused as refused:
        return _reject_unread(workplace, source, name, origin, refused)
    sha256 = store_original(workplace.home, data)
    workplace.view.refresh()
    known = next((document for document in workplace.view.documents() if document.sha256 == sha256), None)
    media_type = sniff(data[:SNIFF_BYTES], name)
    try:
        original = original_path(workplace.home, sha256)
        read = cached_reading(workplace, sha256) or read_document(original, media_type, kind, name=name)
        titles, passed_over = _keep_recipes(workplace, data, name) if read.kind is DocumentKind.RECIPE else ((), ())
    except Refused as refused:
        return _reject(workplace, sha256, name, len(data), origin, refused)
    keep(workplace, sha256, read)
    # A picture that an earlier version took as a whole stays one document.
    may_divide = part_of is None and (known is None or known.is_divided)
    cuts = cut_out(original, media_type, name, read) if may_divide else []
    # The receipts come first: if this is cut short, the picture is not known yet and is taken apart again.
    for cut in cuts:
        if cut.reading is not None:
            keep(workplace, hashlib.sha256(cut.content).hexdigest(), Read(DocumentKind.RECEIPT, receipt=cut.reading))
    receipts = tuple(
        take_in(workplace, cut.content, name=cut.name, origin=origin, kind=DocumentKind.RECEIPT, part_of=sha256)
        for cut in cuts
    )
    received = DocumentReceived(
        sha256=sha256, name=name, media_type=media_type, size_bytes=len(data), origin=origin, document_kind=read.kind,
        part_of=part_of,
    )
    _say(workplace, received, document_event_id(workplace.household_id, sha256, "received"))
    if receipts:
        taken = _of_receipts(sha256, name, receipts)
    else:
        taken = replace(_of_one(workplace, sha256, name, read, is_known=known is not None), titles=titles,
                        passed_over=passed_over)
    return replace(taken, elapsed_ms=round((time.perf_counter() - started) * 1000))


def _of_one(workplace: Workplace, sha256: str, name: str, read: Read, *, is_known: bool) -> Taken:
    """Put the sure lines of one reading into stock, or link the receipt that repeats another; say which."""
    link = _link_repeat(workplace, sha256, read)
    if link is not None:
        return Taken(sha256, name, "repeat", read.kind, done=link)
    accepted, waiting, done = _accept_sure(workplace, read)
    status: Status = "repeat" if is_known else "waiting" if waiting else "in"
    return Taken(sha256, name, status, read.kind, accepted, waiting, done=done)


def _of_receipts(sha256: str, name: str, receipts: tuple[Taken, ...]) -> Taken:
    """Return what became of a picture with several receipts: all that became of them."""
    accepted = tuple(line for one in receipts for line in one.accepted)
    waiting = tuple(line for one in receipts for line in one.waiting)
    parts = [one.done for one in receipts if one.done is not None]
    is_repeat = all(one.status == "repeat" for one in receipts)
    status: Status = "repeat" if is_repeat else "waiting" if waiting else "in"
    return Taken(sha256, name, status, DocumentKind.RECEIPT, accepted, waiting, receipts=receipts,
                 done=joined(parts) if parts else None)


def undecided(workplace: Workplace, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals about which nothing was said that still counts."""
    known = workplace.view.known_events()
    household = workplace.household_id
    return [p for p in proposals if review_id(household, p) not in known and lot_id(household, p) not in known]


def _accept_sure(
    workplace: Workplace, read: Read
) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...], Done | None]:
    """Accept sure food lines that were never decided on, unless the household always asks.

    What a person took back stays back.
    """
    proposals = [proposal for proposal in propose(workplace, read) if proposal.is_food]
    ever_said = workplace.view.known_events() | set(workplace.view.undone_by())
    household = workplace.household_id
    fresh = [p for p in undecided(workplace, proposals) if review_id(household, p) not in ever_said]
    always_asks = workplace.view.household().always_asks
    sure = tuple(proposal for proposal in fresh if proposal.is_sure and not always_asks)
    done = workplace.kitchen.accept(sure, by_machine=True) if sure else None
    return sure, tuple(undecided(workplace, proposals)), done


def _link_repeat(workplace: Workplace, sha256: str, read: Read) -> Done | None:
    """Link a receipt that another document already holds; None when it is new or a person undid the link."""
    if read.receipt is None:
        return None
    event_id = document_event_id(workplace.household_id, sha256, "linked")
    if event_id in workplace.view.undone_by():
        return None
    other = find_repeat(workplace, sha256, read.receipt)
    if other is None:
        return None
    _say(workplace, DocumentLinked(sha256=sha256, repeats_sha256=other), event_id)
    return Done((event_id,))


def _keep_recipes(workplace: Workplace, data: bytes, name: str) -> "tuple[tuple[str, ...], tuple[PassedOver, ...]]":
    """Put the recipes of a page or export into the store; return their titles and what was passed over.

    Raises Refused.
    """
    from recipes.importing import import_bytes

    read = import_bytes(workplace.home, data, name=name)
    return tuple(recipe.title for recipe in read.recipes), tuple(read.passed_over)


def take_in_address(workplace: Workplace, address: str) -> Taken:
    """Fetch a recipe's page from the web and keep its recipes; never raises for a bad address or page.

    No document is recorded: what is kept is the recipe, and the page as its original.
    """
    from recipes.importing import import_recipes

    started = time.monotonic()
    outcomes = import_recipes(workplace.home, address)
    elapsed_ms = round(1000 * (time.monotonic() - started))
    titles = tuple(one.recipe.title for one in outcomes if one.recipe is not None)
    refused = next((one for one in outcomes if one.code), None)
    if not titles:
        return Taken("", address, "rejected", code=refused.code if refused else "E-REC-001",
                     reason=refused.reason if refused else "No recipe was found.", elapsed_ms=elapsed_ms)
    return Taken("", address, "in", kind=DocumentKind.RECIPE, titles=titles, elapsed_ms=elapsed_ms)


def _say(workplace: Workplace, payload: Payload, event_id: str) -> None:
    event = new_event(
        workplace.household_id, payload, occurred_at=workplace.journal.clock(), event_id=event_id, source="document"
    )
    workplace.journal.append([event])
    workplace.view.refresh()


def _reject(
    workplace: Workplace, sha256: str, name: str, size_bytes: int, origin: Origin, refused: Refused,
    *, is_kept: bool = True,
) -> Taken:
    """Record the refusal, so that Review can list it with its reason."""
    payload = DocumentRejected(
        sha256=sha256, name=name, size_bytes=size_bytes, origin=origin, code=refused.code, reason=refused.reason[:2000],
        is_kept=is_kept,
    )
    _say(workplace, payload, document_event_id(workplace.household_id, sha256, f"rejected:{refused.code}"))
    return Taken(sha256, name, "rejected", code=refused.code, reason=refused.reason)


def _reject_unread(workplace: Workplace, source: Path | bytes, name: str, origin: Origin, refused: Refused) -> Taken:
    """Record a file that was too large, empty or not to be opened; a large one by name and hash only."""
    if isinstance(source, bytes):
        sha256, size_bytes = hashlib.sha256(source).hexdigest(), len(source)
    else:
        try:
            sha256, size_bytes = sha256_of_file(source), source.stat().st_size
        except OSError:
            # Nothing of it could be read, so its name stands in for its content.
            sha256, size_bytes = hashlib.sha256(f"unreadable:{name}".encode()).hexdigest(), 0
    is_kept = size_bytes == 0 and refused.code == "E-DOC-001"
    if is_kept:
        store_original(workplace.home, b"")
    return _reject(workplace, sha256, name, size_bytes, origin, refused, is_kept=is_kept)
