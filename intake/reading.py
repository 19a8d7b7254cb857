"""From a document to its reading: which reader a file needs, and the cache of what it saw.

A document that was read once stays with that reading: a newer reader never accepts its lines again.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from intake.workplace import Workplace
from pantry.errors import NotReady, Refused
from pantry.facts.document_facts import DocumentFacts, shop_called
from pantry.media import IMAGE_TYPES, PICTURE_SUFFIXES, check_name, read_file
from pantry.money import rescaled
from pantry.vocabulary import DocumentKind, LineKind

if TYPE_CHECKING:
    from ocr.reading import ReceiptReading
    from recognition.photo import Looks
    from recognition.reading import Box, PhotoReading

RECIPE_TYPES = frozenset({"text/html", "application/json", "application/xml", "application/zip", "application/gzip"})
# Below this a photo may as well be a receipt on a table, so its text is read before anything is decided.
_SURE_PHOTO = 0.6
_RECEIPT_ITEMS, _SURE_ITEMS = 3, 5
# What is printed below the goods of a receipt, and hardly elsewhere.
_SUMS = frozenset(LineKind) - {
    LineKind.ITEM, LineKind.REFUND, LineKind.DEPOSIT, LineKind.DISCOUNT, LineKind.INFO, LineKind.OTHER,
}
# A pack's code covers more of a picture of it than this, a receipt's less.
_LEAST_CODE_SHARE = 0.025
# Larger pages are no order's confirmation; pages of recipes say so (schema.org/Recipe).
_RECEIPT_PAGE_BYTES = 500_000
_RECIPE_MARK = re.compile(rb"schema\.org/Recipe|\"@type\"\s*:\s*\[?\s*\"Recipe\"")


@dataclass(frozen=True, slots=True)
class Read:
    """What a document is and what was seen in it; exactly one reading is set, none for a recipe."""

    kind: DocumentKind
    receipt: "ReceiptReading | None" = None
    photo: "PhotoReading | None" = None


def cached_reading(workplace: Workplace, sha256: str) -> Read | None:
    """Return what was seen in a document before, with what the household said of it since; or None."""
    read = printed_reading(workplace, sha256)
    if read is None or read.receipt is None:
        return read
    return replace(read, receipt=as_said(
        read.receipt, workplace.view.document_facts().get(sha256, DocumentFacts()), workplace.view.shop_names()))


def as_said(receipt: "ReceiptReading", facts: DocumentFacts, shops: Mapping[str, str]) -> "ReceiptReading":
    """Return a reading with what a household said of its shop, day and currency, and its shop without branch.

    shops: what the household calls shops (`pantry.facts.document_facts.fold_shop_names`).
    """
    said = replace(
        receipt, merchant=facts.merchant or shop_called(receipt.merchant, shops),
        purchased_on=facts.purchased_on or receipt.purchased_on,
        date_is_ambiguous=receipt.date_is_ambiguous and facts.purchased_on is None)
    if facts.currency is None or facts.currency == receipt.currency:
        return said

    def rescale(minor: int | None) -> int | None:
        return None if minor is None else rescaled(minor, before=receipt.currency, after=facts.currency)

    lines = tuple(replace(line, total_minor=rescale(line.total_minor), unit_price_minor=rescale(line.unit_price_minor),
                          repaired_from_minor=rescale(line.repaired_from_minor)) for line in receipt.lines)
    return replace(said, currency=facts.currency, lines=lines, total_minor=rescale(receipt.total_minor),
                   tax_minor=rescale(receipt.tax_minor))


def printed_reading(workplace: Workplace, sha256: str) -> Read | None:
    """Return what was seen in a document before, as it is printed; or None."""
    from ocr.reading import ReceiptReading
    from recognition.reading import PhotoReading

    receipt = workplace.journal.reading(sha256, DocumentKind.RECEIPT)
    if receipt is not None:
        return Read(DocumentKind.RECEIPT, receipt=ReceiptReading.from_json(receipt))
    photo = workplace.journal.reading(sha256, DocumentKind.PHOTO)
    if photo is not None:
        return Read(DocumentKind.PHOTO, photo=PhotoReading.from_json(photo))
    return None


def shop_of(workplace: Workplace, sha256: str) -> str | None:
    """Return the shop that a receipt names, None where no reading is kept or none was found."""
    read = cached_reading(workplace, sha256)
    return read.receipt.merchant if read is not None and read.receipt is not None else None


def read_document(path: Path, media_type: str, kind: DocumentKind | None, *, name: str) -> Read:
    """Read a document with the reader its kind needs; without a kind, find out what it is.

    path: the original, whose name carries no suffix. name: what the person called it. Raises Refused.
    """
    check_name(media_type, name)
    was_said = kind is not None
    if kind is None:
        kind = DocumentKind.RECIPE if _is_recipe(path, media_type, name) else kind_of_media(media_type)
        receipt = _receipt_on_page(path) if media_type == "text/html" else None
        if receipt is not None:
            return Read(DocumentKind.RECEIPT, receipt=receipt)
    if media_type == "application/zip" and _holds_documents_alone(path):
        raise Refused("E-DOC-013", "This is an archive of photos or receipts. Unpack it and give what is in it.")
    if kind is DocumentKind.RECIPE:
        return Read(kind)
    if kind is DocumentKind.RECEIPT:
        return Read(kind, receipt=_read_receipt(path)) if was_said else _read_receipt_or_recipe(path, media_type, name)
    if kind is DocumentKind.PHOTO:
        return Read(kind, photo=_recognise(path))
    return _read_picture(path)


def _receipt_on_page(path: Path) -> "ReceiptReading | None":
    """Return the receipt that a saved web page shows: goods that add up to a printed total; None for other pages."""
    content = read_file(path)
    if len(content) > _RECEIPT_PAGE_BYTES or _RECIPE_MARK.search(content):
        return None
    try:
        receipt = _read_receipt(path)
    except Refused:
        return None
    return receipt if receipt.reconciled and receipt.items else None


def _is_recipe(path: Path, media_type: str, name: str) -> bool:
    """Say whether a text, or a file of no known type, is a recipe: an export, a table or a text with a list."""
    if not media_type.startswith(("text/", "message/", "application/octet-stream")):
        return False
    from recipes.programs.exports import is_recipe_file

    return is_recipe_file(read_file(path), name)


def _read_receipt_or_recipe(path: Path, media_type: str, name: str) -> Read:
    """Read what nobody called anything as a receipt; a text without a price may be a recipe told in sentences."""
    try:
        receipt = _read_receipt(path)
        _check_prices(receipt)
    except Refused:
        if media_type.startswith("text/") and _holds_recipe(path, name):
            return Read(DocumentKind.RECIPE)
        raise
    return Read(DocumentKind.RECEIPT, receipt=receipt)


def _holds_documents_alone(path: Path) -> bool:
    """Return whether an archive holds pictures and PDFs and nothing else, as a phone's album or a mail's files do."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return bool(names) and all(Path(name).suffix.lower() in PICTURE_SUFFIXES | {".pdf"} for name in names)


def _holds_recipe(path: Path, name: str) -> bool:
    from recipes.programs.exports import read_any

    try:
        return bool(read_any(read_file(path), name))
    except Refused:
        return False


def kind_of_media(media_type: str) -> DocumentKind | None:
    """Return what a file must be by its type alone, None for a picture. Raises Refused for other types."""
    if media_type in IMAGE_TYPES:
        return None
    if media_type in RECIPE_TYPES:
        return DocumentKind.RECIPE
    if media_type == "application/pdf" or media_type.startswith(("text/", "message/")):
        return DocumentKind.RECEIPT
    raise Refused("E-DOC-003", "This is none of what Larder reads: pictures, PDFs, text, recipe pages and exports.")


@dataclass(frozen=True, slots=True)
class Cut:
    """One of several receipts of a document as a file of its own. reading: where it was read already."""

    name: str
    content: bytes
    reading: "ReceiptReading | None" = None


def cut_out(path: Path, media_type: str, name: str, read: Read) -> list[Cut]:
    """Return each of several receipts of a picture, PDF or mail as a file of its own; empty for any other document.

    name: what the person called the document.
    """
    if read.receipt is None:
        return []
    if media_type == "message/rfc822":
        return _attached_receipts(read_file(path))
    if not read.receipt.receipts:
        return []
    from ocr.pages.cutting import cut_receipts
    from ocr.pages.images import open_document

    cuts = cut_receipts(open_document(path), read.receipt, read_file(path))
    is_pdf = all(cut.startswith(b"%PDF") for cut in cuts)
    suffix = "pdf" if is_pdf else "txt" if media_type == "text/plain" else "jpg"
    return [Cut(f"{Path(name).stem}, {number} of {len(cuts)}.{suffix}", cut)
            for number, cut in enumerate(cuts, start=1)]


def _attached_receipts(mail: bytes) -> list[Cut]:
    """Return the receipts attached to a mail where there are several; its terms and logos are none."""
    from ocr.pages.images import readable_attachments
    from ocr.receipt import read_receipt_bytes

    found: list[Cut] = []
    attached = readable_attachments(mail)
    for name, content in attached if len(attached) > 1 else ():
        try:
            receipt = read_receipt_bytes(content, name)
        except Refused:
            continue
        if receipt.items and receipt.total_minor is not None:
            found.append(Cut(name, content, receipt))
    return found if len(found) > 1 else []


def keep(workplace: Workplace, sha256: str, read: Read) -> None:
    """Cache what was seen; a recipe is kept by its own store."""
    reading = read.receipt or read.photo
    if reading is not None:
        workplace.journal.keep_reading(sha256, read.kind, reading.version, reading.to_json())


def _check_prices(receipt: "ReceiptReading") -> None:
    """Raise Refused for a text or PDF that no one called a receipt and in which nothing has a price."""
    if receipt.total_minor is None and all(line.total_minor is None for line in receipt.lines):
        raise Refused("E-DOC-012", "This is no receipt: nothing in it has a price.")


def _read_picture(path: Path) -> Read:
    """Tell a receipt from a photo of food: looks first (cheap), then its text.

    Without the photo model every picture is read as a receipt.
    """
    from recognition.photo import look, read_print, reading_of

    try:
        seen = look(path)
    except NotReady:
        return Read(DocumentKind.RECEIPT, receipt=_read_receipt(path))
    looks = reading_of(seen)
    is_sure = looks.verdict == "groceries" and any(item.confidence >= _SURE_PHOTO for item in looks.items)
    codes_of_goods = [code for code in looks.barcodes if code.gtin or code.is_in_store]
    # Receipts carry codes too; one in thirteen digits may look like that of goods, but it is small on the paper.
    is_pack = any(_share_of(code.box, seen) >= _LEAST_CODE_SHARE for code in codes_of_goods)
    if not is_sure and not is_pack:
        receipt = _read_receipt(path)
        if _is_receipt(receipt, shows_goods=bool(codes_of_goods)):
            return Read(DocumentKind.RECEIPT, receipt=receipt)
        return Read(DocumentKind.PHOTO, photo=reading_of(read_print(seen)))
    seen = read_print(seen)
    if seen.text is not None and seen.text.shows_receipt:
        # What lies beside a receipt most likely stands on it: taken in as well, it would be counted twice.
        receipt = _read_receipt(path)
        if _is_receipt(receipt, shows_goods=True):
            return Read(DocumentKind.RECEIPT, receipt=receipt)
    return Read(DocumentKind.PHOTO, photo=reading_of(seen))


def _is_receipt(receipt: "ReceiptReading", *, shows_goods: bool) -> bool:
    """Return whether a picture that may be one reads as a receipt.

    One that prints a total is, even if no line of it could be read. shows_goods: it surely shows food, or carries a
    code that may be a pack's, whose print also names amounts, as tags of shelves do; then its lines have to say more.
    """
    if shows_goods:
        return bool(receipt.reconciled) or (len(receipt.items) >= _SURE_ITEMS and receipt.total_minor is not None)
    return len(receipt.items) >= _RECEIPT_ITEMS or _prints_total(receipt)


def _prints_total(receipt: "ReceiptReading") -> bool:
    """Return whether a sum is printed, or a day beside the only amount: a price tag on a shelf has neither."""
    is_summed = any(line.kind in _SUMS and line.total_minor is not None for line in receipt.lines)
    return receipt.total_minor is not None and (is_summed or receipt.purchased_on is not None)


def _share_of(box: "Box | None", seen: "Looks") -> float:
    """Return which share of a picture a box in pixels of the original covers; 1.0 where there is none."""
    if box is None:
        return 1.0
    width, height = seen.size
    return (box[2] - box[0]) * (box[3] - box[1]) / (width * height * seen.scale ** 2)


def _read_receipt(path: Path) -> "ReceiptReading":
    from ocr.receipt import read_receipt

    return read_receipt(path)


def _recognise(path: Path) -> "PhotoReading":
    from recognition.photo import recognise

    return recognise(path)
