"""Documents: the bytes people gave us, by sha256, never changed; and what the journal says about them."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pantry.home import Home
from pantry.journal import RecordedEvent
from pantry.vocabulary import DocumentKind

_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Document:
    """A file someone gave, or a receipt cut out of one.

    kind: None until it was read. repeats: the sha256 of the document it repeats. is_divided: whether its receipts are
    documents of their own; then nothing is taken from it as a whole.
    """

    sha256: str
    name: str
    media_type: str
    size_bytes: int
    origin: str
    received_at: datetime
    kind: DocumentKind | None = None
    is_dismissed: bool = False
    repeats: str | None = None
    is_divided: bool = False


@dataclass(frozen=True, slots=True)
class RejectedDocument:
    """A file that could not be taken, and why, in plain words."""

    event_id: str
    sha256: str
    name: str
    size_bytes: int
    code: str
    reason: str
    is_kept: bool
    rejected_at: datetime


def sha256_of_file(path: Path) -> str:
    """Return the sha256 of a file of any size without holding it in memory. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def original_path(home: Home, sha256: str) -> Path:
    """Return where the bytes of a document lie (whether or not they are there)."""
    return home.originals / sha256[:2] / sha256[2:4] / sha256


def store_original(home: Home, data: bytes) -> str:
    """Keep the bytes for good and return their sha256; storing them again changes nothing.

    The file appears whole or not at all, and is on the disk before this returns.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = original_path(home, sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{sha256}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _sync_folder(path.parent)
    return sha256


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fold_documents(events: Iterable[RecordedEvent]) -> list[Document]:
    """Return the documents of effective events, newest first."""
    received: dict[str, RecordedEvent] = {}
    dismissed: set[str] = set()
    repeats: dict[str, str] = {}
    divided: set[str | None] = set()
    for event in events:
        sha256 = event.payload.get("sha256", "")
        if event.kind == "document_received":
            received.setdefault(sha256, event)
            divided.add(event.payload.get("part_of"))
        elif event.kind == "document_dismissed":
            dismissed.add(sha256)
        elif event.kind == "document_linked":
            repeats[sha256] = event.payload["repeats_sha256"]
    found = [
        Document(
            sha256, e.payload["name"], e.payload["media_type"], e.payload["size_bytes"], e.payload["origin"],
            e.recorded_at, _kind(e), sha256 in dismissed, repeats.get(sha256), sha256 in divided,
        )
        for sha256, e in received.items()
    ]
    return sorted(found, key=lambda document: document.received_at, reverse=True)


def fold_rejected(events: Iterable[RecordedEvent]) -> list[RejectedDocument]:
    """Return the rejected files of effective events, newest first."""
    events = list(events)
    dismissed = {e.payload["sha256"] for e in events if e.kind == "document_dismissed"}
    found = [
        RejectedDocument(
            e.event_id, e.payload["sha256"], e.payload["name"], e.payload["size_bytes"], e.payload["code"],
            e.payload["reason"], e.payload["is_kept"], e.recorded_at,
        )
        for e in events
        if e.kind == "document_rejected" and e.payload["sha256"] not in dismissed
    ]
    return sorted(found, key=lambda rejected: rejected.rejected_at, reverse=True)


def _kind(event: RecordedEvent) -> DocumentKind | None:
    kind = event.payload.get("document_kind")
    return DocumentKind(kind) if kind else None
