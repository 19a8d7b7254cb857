"""Documents: bytes kept for good by their hash, and what the journal says about them."""

import hashlib

import pytest

from pantry.documents import fold_documents, original_path, sha256_of_file, store_original
from pantry.kinds.payloads import DocumentDismissed, DocumentLinked, DocumentReceived, DocumentRejected
from pantry.vocabulary import DocumentKind, Origin

A, B = "a" * 64, "b" * 64


def received(sha256: str = A, **changed: object) -> DocumentReceived:
    fields = {"name": "receipt.jpg", "media_type": "image/jpeg", "size_bytes": 10, "origin": Origin.UPLOAD}
    return DocumentReceived.model_validate({"sha256": sha256, **fields, **changed})


def test_bytes_are_kept_under_their_hash_and_never_twice(home):
    data = b"a receipt" * 1000
    sha256 = store_original(home, data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    path = original_path(home, sha256)
    before = path.stat().st_mtime_ns
    assert store_original(home, data) == sha256
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, before)
    assert [one.name for one in home.originals.rglob("*") if one.is_file()] == [sha256]
    assert sha256_of_file(path) == sha256


def test_a_broken_write_leaves_no_half_original(home, monkeypatch):
    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pantry.documents.os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        store_original(home, b"data")
    monkeypatch.undo()
    assert not original_path(home, hashlib.sha256(b"data").hexdigest()).exists()
    assert original_path(home, store_original(home, b"data")).read_bytes() == b"data"


def test_documents_are_folded_newest_first_with_what_became_of_them(kitchen):
    kitchen._write([received(A)])
    kitchen._write([received(B, name="photo.png", document_kind="photo")])
    kitchen._write([received(A, name="the same again.jpg")])
    kitchen._write([DocumentLinked(sha256=B, repeats_sha256=A)])
    newest, oldest = kitchen.view.documents()
    assert (newest.name, newest.kind, newest.repeats) == ("photo.png", DocumentKind.PHOTO, A)
    assert (oldest.name, oldest.kind, oldest.is_dismissed) == ("receipt.jpg", None, False)


def test_a_document_dismissed_by_mistake_comes_back_by_undo(kitchen):
    kitchen._write([received(A)])
    done = kitchen.dismiss_document(A)
    assert kitchen.view.documents()[0].is_dismissed
    kitchen.undo(done)
    assert not kitchen.view.documents()[0].is_dismissed


def test_rejected_files_are_listed_with_their_reason_until_dismissed(kitchen):
    rejected = DocumentRejected(
        sha256=A, name="bomb.png", size_bytes=9, origin=Origin.INBOX, code="E-DOC-004", reason="too many pixels",
    )
    kitchen._write([rejected])
    (found,) = kitchen.view.rejected()
    assert (found.name, found.code, found.reason, found.is_kept) == ("bomb.png", "E-DOC-004", "too many pixels", True)
    kitchen._write([DocumentDismissed(sha256=A)])
    assert kitchen.view.rejected() == []


def test_no_documents_is_an_empty_list():
    assert fold_documents([]) == []
