"""Files that are no receipt, or no file at all: refused with a plain reason, or read with a warning."""

import io
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import numpy as np
import pytest
from PIL import AvifImagePlugin, Image, ImageFilter

from ocr.engines.choice import Engine
from ocr.pages.cutting import cut_receipts
from ocr.pages.images import STRIP_PX, bgr_of, document_of_bytes
from ocr.pages.plain_text import words_of_text
from ocr.reading import ReceiptReading, Word
from ocr.receipt import parse_words, read_receipt, read_receipt_bytes
from ocr.resolve import resolve
from ocr.several_receipts import receipts_of_page
from pantry import media
from pantry.errors import Refused
from pantry.foods import catalog
from pantry.home import REPOSITORY
from samples.demo_documents import dated
from samples.render_receipts import ENGLISH_SUPERMARKET, GERMAN_SUPERMARKET, draw

SAMPLES = REPOSITORY / "samples" / "receipts"


def picture(size: tuple[int, int] = (300, 200), *, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """Return a plain picture's bytes."""
    content = io.BytesIO()
    Image.new(mode, size, 255 if mode in ("L", "1") else "white").save(content, kind)
    return content.getvalue()


def pdf_with(pages: int) -> bytes:
    """Return a PDF of empty pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


NOISE = np.random.default_rng(5).integers(0, 255, (400, 300, 3), dtype=np.uint8)
LARGE = io.BytesIO()
Image.fromarray(NOISE).save(LARGE, "JPEG", quality=95)

REFUSED = [
    ("empty.jpg", b"", "E-DOC-001"),
    ("empty.txt", b"", "E-DOC-001"),
    ("large.jpg", b"\xff\xd8\xff" + bytes(media.MAX_BYTES), "E-DOC-002"),
    ("archive.zip", b"PK\x03\x04" + bytes(100), "E-DOC-003"),
    ("noise.bin", bytes(range(256)) * 4, "E-DOC-003"),
    ("text.jpg", b"TOTAL 3.50\n", "E-DOC-004"),
    ("photo.jxl", b"\xff\x0a\xfa\x1f" + bytes(100), "E-DOC-014"),
    ("photo.jpg", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(100), "E-DOC-014"),
    ("design", b"8BPS\x00\x01" + bytes(100), "E-DOC-014"),
    ("photo.cr3", b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom" + bytes(100), "E-DOC-014"),
    ("page.png", b"<html><body>hello</body></html>", "E-DOC-004"),
    ("cut.jpg", LARGE.getvalue()[:2000], "E-DOC-005"),
    ("cut.png", picture(kind="PNG")[:60], "E-DOC-005"),
    ("cut.webp", picture(kind="WEBP")[:30], "E-DOC-005"),
    ("bomb.png", picture((30_000, 30_000), kind="PNG", mode="1"), "E-DOC-006"),
    ("cut.pdf", (SAMPLES / "greenleaf_grocers.pdf").read_bytes()[:120], "E-DOC-009"),
    ("long.pdf", pdf_with(40), "E-DOC-010"),
    ("long.txt", b"x" * 300_000, "E-DOC-011"),
    ("lines.txt", b"a\n" * 5_000, "E-DOC-011"),
]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED, ids=[case[0] for case in REFUSED])
def test_bad_input_is_refused_with_its_code_and_a_reason(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_receipt_bytes(content, name)
    assert refusal.value.code == code
    assert len(refusal.value.reason) > 15


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)  # 200 MB on paper, none on disk
    with pytest.raises(Refused, match="200 MB") as refusal:
        read_receipt(large)
    assert refusal.value.code == "E-DOC-002"


def test_a_missing_file_a_folder_and_an_unreadable_file_are_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop.jpg"
    loop.symlink_to(loop)
    for path in (tmp_path / "nowhere.jpg", tmp_path, loop):
        with pytest.raises(Refused) as refusal:
            read_receipt(path)
        assert refusal.value.code == "E-DOC-007"


def test_an_encrypted_pdf_is_refused() -> None:
    content = (SAMPLES / "greenleaf_grocers.pdf").read_bytes()
    locked = (b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>")
    identity = b"/ID [<" + b"43" * 16 + b"> <" + b"43" * 16 + b">]"
    content = content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt " + locked + b" " + identity)
    with pytest.raises(Refused) as refusal:
        read_receipt_bytes(content, "locked.pdf")
    assert refusal.value.code == "E-DOC-008"


@pytest.mark.parametrize(("name", "content"), [
    ("blank.jpg", picture((600, 900))),
    ("noise.jpg", LARGE.getvalue()),
    ("tiny.png", picture((1, 1), kind="PNG")),
    ("narrow.png", picture((4000, 3), kind="PNG")),
    ("grey.png", picture((300, 200), kind="PNG", mode="L")),
    ("blank.pdf", pdf_with(1)),
    ("words.txt", b"Dear all,\nthe meeting is on Monday.\n"),
    ("arabic.txt", "مرحبا\nالمجموع\n".encode()),
])
def test_what_is_no_receipt_is_read_with_a_warning_and_low_confidence(
        name: str, content: bytes, onnx_engine: Engine) -> None:
    reading = read_receipt_bytes(content, name, engine=onnx_engine)
    assert reading.items == ()
    assert reading.total_minor is None
    assert reading.warnings
    assert reading.confidence < 0.4


def test_a_large_scan_is_shrunk_and_its_boxes_are_in_true_pixels(onnx_engine: Engine) -> None:
    with Image.open(SAMPLES / "frischmarkt_lindenhof.png") as page:
        large = page.resize((page.width * 5, page.height * 5))
    content = io.BytesIO()
    large.save(content, "JPEG", quality=50)
    reading = read_receipt_bytes(content.getvalue(), "scan.jpg", engine=onnx_engine)
    assert reading.pages == (large.size,)
    assert reading.total_minor == 1786
    total = next(line for line in reading.lines if line.kind.value == "total")
    assert total.box is not None
    assert total.box[3] > large.height // 2


@pytest.mark.parametrize("kind", ["WEBP", "TIFF", "PNG", "BMP", "GIF"])
def test_other_picture_formats_are_opened(kind: str) -> None:
    assert media.open_image(picture(kind=kind)).size == (300, 200)


def tiff_of(pages: list[Image.Image], **options: object) -> bytes:
    """Return a TIFF of several pages; options: as Pillow's `save` takes them."""
    content = io.BytesIO()
    pages[0].save(content, "TIFF", save_all=True, append_images=pages[1:], **options)
    return content.getvalue()


def test_every_page_of_a_tiff_is_read(onnx_engine: Engine) -> None:
    with Image.open(SAMPLES / "frischmarkt_lindenhof.png") as whole:
        cut = round(0.45 * whole.height)
        halves = [whole.crop((0, 0, whole.width, cut)), whole.crop((0, cut, whole.width, whole.height))]
    reading = read_receipt_bytes(tiff_of(halves), "scan.tiff", engine=onnx_engine)
    assert reading.pages == tuple(half.size for half in halves)
    assert (reading.total_minor, reading.reconciled) == (1786, True)
    assert {line.page for line in reading.items} == {0, 1}


def test_a_thumbnail_in_a_tiff_is_no_page_and_more_than_twenty_pages_are_refused() -> None:
    one = Image.new("L", (30, 20), "white")
    small = Image.new("L", (3, 2), "white")
    small.encoderinfo = {"tiffinfo": {254: 1}}  # of this page alone
    assert len(document_of_bytes(tiff_of([one, small]), "scan.tiff").pages) == 1
    assert len(document_of_bytes(tiff_of([one] * 20), "scan.tiff").pages) == 20
    with pytest.raises(Refused) as refusal:
        document_of_bytes(tiff_of([one] * 21), "scan.tiff")
    assert refusal.value.code == "E-DOC-010"


def mail_with(text: str | None, content: bytes, subtype: str) -> bytes:
    """Return a mail with a text, or none, and a picture attached."""
    mail = EmailMessage()
    if text is not None:
        mail.set_content(text)
    mail.add_attachment(content, maintype="image", subtype=subtype, filename="receipt.png")
    return bytes(mail)


@pytest.mark.parametrize("text", ["Your receipt is attached.", None])
def test_the_receipt_attached_to_a_mail_without_prices_is_read(text: str | None) -> None:
    pages = document_of_bytes(mail_with(text, picture(kind="PNG"), "png"), "order.eml").pages
    assert pages[0].bgr is not None
    assert pages[0].bgr.shape == (200, 300, 3)


def test_a_mail_that_prints_its_prices_is_read_itself() -> None:
    content = mail_with("MILK  1.19\nTOTAL  1.19", picture(kind="PNG"), "png")
    assert document_of_bytes(content, "order.eml").pages[0].words[0].text == "MILK"


def test_a_mail_whose_only_attachment_is_damaged_is_refused_or_read_by_its_text() -> None:
    damaged = picture(kind="PNG")[:60]
    assert document_of_bytes(mail_with("See attachment.", damaged, "png"), "order.eml").pages[0].words
    with pytest.raises(Refused, match="damaged or cut off"):
        document_of_bytes(mail_with(None, damaged, "png"), "order.eml")


def test_a_damaged_heic_picture_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        media.open_image(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(500))
    assert refusal.value.code == "E-DOC-005"


def test_a_picture_of_a_phone_that_writes_avif_is_read_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = io.BytesIO()
    Image.new("RGB", (80, 40), "red").save(content, "AVIF", exif=exif)
    opened = media.open_image(content.getvalue())
    assert (opened.size, opened.info["full_size"], opened.mode) == ((40, 80), (40, 80), "RGB")


@pytest.mark.parametrize("damage", [slice(0, 60), slice(0, 200)])
def test_a_damaged_avif_picture_is_refused(damage: slice) -> None:
    with pytest.raises(Refused) as refusal:
        media.open_image(picture(kind="AVIF")[damage])
    assert refusal.value.code == "E-DOC-005"


def test_an_avif_picture_of_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = picture(kind="AVIF")
    monkeypatch.setattr(media, "MAX_PIXELS", 100)
    monkeypatch.setattr(AvifImagePlugin.AvifImageFile, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(Refused) as refusal:
        media.open_image(content)
    assert refusal.value.code == "E-DOC-006"


SNIFFED = [
    (b"", "x.jpg", "inode/x-empty"),
    (picture(), "receipt.txt", "image/jpeg"),
    (picture(kind="PNG"), "", "image/png"),
    (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "", "image/heic"),
    (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "", "image/heic"),
    (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", "", "image/avif"),
    (picture(kind="AVIF"), "receipt.jpg", "image/avif"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "", "image/jxl"),
    (b"\xff\x0a\xfa\x1f", "photo.jpg", "image/jxl"),
    (b"%PDF-1.7\n", "receipt.jpg", "application/pdf"),
    (b"\xef\xbb\xbf<!DOCTYPE html><html>", "", "text/html"),
    (b'<?xml version="1.0"?><rss>', "", "application/xml"),
    (b'{"a": 1}', "export.json", "application/json"),
    (b"Subject: your receipt\n\nTotal 3.50", "mail.eml", "message/rfc822"),
    (b"TOTAL 3.50", "", "text/plain"),
    (b"PK\x03\x04", "", "application/zip"),
    (b"\x7fELF\x02\x01\x01\x00", "receipt.jpg", "application/octet-stream"),
]


@pytest.mark.parametrize(("content", "name", "expected"), SNIFFED)
def test_a_file_is_judged_by_its_bytes(content: bytes, name: str, expected: str) -> None:
    assert media.sniff(content, name) == expected


def sample(name: str) -> Image.Image:
    """Return the picture of a sample receipt."""
    with Image.open(SAMPLES / name) as opened:
        return opened.convert("RGB")


def read_picture(image: Image.Image, engine: Engine) -> ReceiptReading:
    """Read a picture as it would come in as a file."""
    content = io.BytesIO()
    image.save(content, "PNG")
    return read_receipt_bytes(content.getvalue(), "receipt.png", engine=engine)


def taken_unasked(reading: ReceiptReading) -> list[str]:
    """Return the lines that would go into stock without a question, as if bought today."""
    return [one.name for one in resolve(reading, catalog=catalog(), aliases={}, bar=0.9) if one.is_sure]


@pytest.mark.parametrize("half", ["upper", "lower"])
def test_of_a_receipt_torn_in_half_nothing_is_taken_unasked(half: str, onnx_engine: Engine) -> None:
    whole = sample("frischmarkt_lindenhof.png")
    # The tear runs through the goods: above it is no sum, below it the sum has lost some of them.
    tear = round(whole.height * 0.4)
    torn = whole.crop((0, 0, whole.width, tear) if half == "upper" else (0, tear, whole.width, whole.height))
    reading = read_picture(torn, onnx_engine)
    assert not reading.reconciled
    assert reading.warnings
    assert taken_unasked(reading) == []


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Return two pictures beside each other on white."""
    both = Image.new("RGB", (left.width + right.width, max(left.height, right.height)), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    return both


def test_two_receipts_beside_each_other_are_read_each_on_its_own(onnx_engine: Engine) -> None:
    left, right = sample("frischmarkt_lindenhof.png"), sample("greenleaf_grocers.webp")
    alone = [read_picture(picture, onnx_engine) for picture in (left, right)]
    reading = read_picture(beside(left, right), onnx_engine)
    assert [(line.name, line.kind, line.total_minor) for line in reading.lines] == [
        (line.name, line.kind, line.total_minor) for one in alone for line in one.lines]
    assert [line.line_no for line in reading.lines] == list(range(1, len(reading.lines) + 1))
    assert reading.total_minor == sum(one.total_minor or 0 for one in alone)
    assert str(reading.merchant).replace(" ", "") == "+".join(str(one.merchant).replace(" ", "") for one in alone)
    assert reading.reconciled
    assert "2 receipts are in this picture" in reading.warnings[0]
    assert reading.purchased_on is None, "two days are no day"
    assert [(part.purchased_on, part.total_minor) for part in reading.receipts] == [
        (one.purchased_on, one.total_minor) for one in alone]
    assert [(part.first_line_no, part.last_line_no) for part in reading.receipts] == [
        (1, len(alone[0].lines)), (len(alone[0].lines) + 1, len(reading.lines))]
    assert reading.receipts[0].box[2] < left.width < reading.receipts[1].box[0]
    assert ReceiptReading.from_json(reading.to_json()).receipts == reading.receipts
    assert taken_unasked(reading) == []


def test_two_receipts_of_one_day_beside_each_other_go_in_unasked(onnx_engine: Engine) -> None:
    left, right = draw(GERMAN_SUPERMARKET), draw(dated(ENGLISH_SUPERMARKET, date(2026, 3, 14)))
    reading = read_picture(beside(left.convert("RGB"), right.convert("RGB")), onnx_engine)
    assert reading.purchased_on == date(2026, 3, 14)
    assert {"BUTTER MILDGESÄUERT", "WHOLEMEAL BREAD"} <= set(taken_unasked(reading))


def test_two_receipts_below_each_other_are_read_and_cut_out_each_on_its_own(onnx_engine: Engine) -> None:
    upper, lower = sample("frischmarkt_lindenhof.png"), sample("greenleaf_grocers.webp")
    both = Image.new("RGB", (max(upper.width, lower.width), upper.height + lower.height), "white")
    both.paste(upper, (0, 0))
    both.paste(lower, (0, upper.height))
    reading = read_picture(both, onnx_engine)
    assert [part.total_minor for part in reading.receipts] == [1786, 1767]
    assert reading.reconciled
    assert taken_unasked(reading) == [], "two days are no day"
    content = io.BytesIO()
    both.save(content, "PNG")
    pictures = cut_receipts(document_of_bytes(content.getvalue(), "both.png"), reading, content.getvalue())
    heights = [Image.open(io.BytesIO(picture)).height for picture in pictures]
    assert len(heights) == 2
    assert sum(heights) <= both.height, "neither holds a strip of the other"


def pages_of_text(*texts: str) -> list[Word]:
    """Return the words of texts, each a page of its own."""
    return [replace(word, page=number) for number, text in enumerate(texts) for word in words_of_text(text)]


def test_a_scan_of_several_receipts_is_several_and_a_receipt_of_two_pages_is_one() -> None:
    first, second = "\n".join(GERMAN_SUPERMARKET), "\n".join(ENGLISH_SUPERMARKET)
    reading = parse_words(pages_of_text(first, second), as_of=date(2026, 3, 20))
    assert [(part.page, part.total_minor) for part in reading.receipts] == [(0, 1786), (1, 1767)]
    cut = first.index("BUTTER")
    reading = parse_words(pages_of_text(first[:cut], first[cut:]), as_of=date(2026, 3, 20))
    assert (reading.receipts, reading.total_minor, reading.reconciled) == ((), 1786, True)


def test_a_receipt_with_a_tax_table_and_a_slip_below_stays_one() -> None:
    text = (SAMPLES / "maple_ridge_foods.txt").read_text("utf-8")
    slip = "\n\n\n\nTAX TABLE\nNET  10.00  GROSS  11.00\nTOTAL  11.00\nAPPROVED 14.03.2026\n"
    assert len(receipts_of_page(list(words_of_text(text + slip)))) == 1


def test_a_blurred_receipt_is_no_confident_invention(onnx_engine: Engine) -> None:
    reading = read_picture(sample("frischmarkt_lindenhof.png").filter(ImageFilter.GaussianBlur(9)), onnx_engine)
    assert taken_unasked(reading) == []
    assert reading.warnings


def test_the_pixels_of_a_picture_are_all_there_in_the_order_of_opencv() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (2 * STRIP_PX + 3, 70, 3), np.uint8)
    assert (bgr_of(Image.fromarray(pixels)) == pixels[:, :, ::-1]).all()
