"""Several receipts in one picture, PDF or mail are as many documents."""

import io
from datetime import date
from email.message import EmailMessage
from itertools import zip_longest
from pathlib import Path

import pytest
from PIL import Image

from intake import reading, taking
from intake.review import ReviewDocument, review_documents
from intake.taking import take_in
from intake.workplace import Workplace
from ocr.reading import ReceiptReading
from pantry.vocabulary import DocumentKind
from samples.demo_documents import dated
from samples.render_receipts import ENGLISH_SUPERMARKET, GERMAN_SUPERMARKET, draw, pdf_of_pages

LEFT, RIGHT = dated(GERMAN_SUPERMARKET, date(2026, 1, 26)), dated(ENGLISH_SUPERMARKET, date(2026, 1, 27))


_readings: dict[str, ReceiptReading] = {}


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each picture once for all tests: an original is named by its hash, so its reading is the same."""
    read = reading._read_receipt

    def kept(path: Path) -> ReceiptReading:
        if path.name not in _readings:
            _readings[path.name] = read(path)
        return _readings[path.name]

    monkeypatch.setattr(reading, "_read_receipt", kept)


def picture(*receipts: list[str]) -> bytes:
    """Return receipts beside each other on white, as PNG."""
    drawn = [draw(receipt).convert("RGB") for receipt in receipts]
    whole = Image.new("RGB", (sum(one.width for one in drawn), max(one.height for one in drawn)), "white")
    for number, one in enumerate(drawn):
        whole.paste(one, (sum(before.width for before in drawn[:number]), 0))
    file = io.BytesIO()
    whole.save(file, "PNG")
    return file.getvalue()


def sheets(workplace: Workplace) -> list[ReviewDocument]:
    """Return every receipt of Review, from left to right."""
    return sorted(review_documents(workplace, include_settled=True), key=lambda one: one.document.name)


def test_each_receipt_of_a_picture_is_a_document_of_its_own(workplace: Workplace) -> None:
    taken = take_in(workplace, picture(LEFT, RIGHT), name="both.png", kind=DocumentKind.RECEIPT)
    left, right = sheets(workplace)
    assert [one.document.name for one in (left, right)] == ["both, 1 of 2.jpg", "both, 2 of 2.jpg"]
    assert (left.purchased_on, right.purchased_on) == (date(2026, 1, 26), date(2026, 1, 27))
    assert (left.total_minor, right.total_minor) == (1786, 1767)
    assert "LINDENHOF" in left.title
    assert "GREENLEAF" in right.title
    assert left.is_reconciled
    assert right.is_reconciled
    assert {one.sha256 for one in taken.receipts} == {left.document.sha256, right.document.sha256}
    lots = {lot.document_sha256 for lot in workplace.view.lots()}
    assert lots == {left.document.sha256, right.document.sha256}, "lines of both went in, none of the whole picture"


def test_what_came_of_one_receipt_is_taken_back_alone(workplace: Workplace) -> None:
    taken = take_in(workplace, picture(LEFT, RIGHT), name="both.png", kind=DocumentKind.RECEIPT)
    left, right = taken.receipts
    assert left.done
    assert right.done
    for event_id in left.done.event_ids:
        workplace.kitchen.undo(event_id)
    assert {lot.document_sha256 for lot in workplace.view.lots()} == {right.sha256}


def test_the_picture_once_more_adds_nothing(workplace: Workplace) -> None:
    take_in(workplace, picture(LEFT, RIGHT), name="both.png", kind=DocumentKind.RECEIPT)
    lots = workplace.view.lots()
    again = take_in(workplace, picture(LEFT, RIGHT), name="again.png", kind=DocumentKind.RECEIPT)
    assert again.status == "repeat"
    assert workplace.view.lots() == lots
    assert len(sheets(workplace)) == 2


def test_a_receipt_that_was_given_alone_is_not_counted_again_in_a_picture_of_two(workplace: Workplace) -> None:
    alone = take_in(workplace, picture(LEFT), name="left.png", kind=DocumentKind.RECEIPT)
    both = take_in(workplace, picture(LEFT, RIGHT), name="both.png", kind=DocumentKind.RECEIPT)
    assert [one.status == "repeat" for one in both.receipts] == [True, False]
    assert {lot.document_sha256 for lot in workplace.view.lots()} == {alone.sha256, both.receipts[1].sha256}


def test_a_picture_whose_taking_was_cut_short_is_taken_apart_again(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = picture(LEFT, RIGHT)
    say = taking._say

    def die_at_the_second_receipt(*arguments: object) -> None:
        if getattr(arguments[1], "name", "").endswith("2 of 2.jpg"):
            raise KeyboardInterrupt
        say(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "_say", die_at_the_second_receipt)
    with pytest.raises(KeyboardInterrupt):
        take_in(workplace, whole, name="both.png", kind=DocumentKind.RECEIPT)
    monkeypatch.setattr(taking, "_say", say)
    take_in(workplace, whole, name="both.png", kind=DocumentKind.RECEIPT)
    assert len(sheets(workplace)) == 2
    assert len({lot.document_sha256 for lot in workplace.view.lots()}) == 2


CUT = LEFT.index(next(row for row in LEFT if row.startswith("BUTTER")))
TERMS = ["General terms", "Goods may be returned within 14 days in their original state."]


def test_each_receipt_of_a_pdf_is_a_document_of_its_own_however_many_pages_it_has(workplace: Workplace) -> None:
    content = pdf_of_pages(LEFT[:CUT], LEFT[CUT:], TERMS, RIGHT)
    taken = take_in(workplace, content, name="november.pdf")
    first, second = sheets(workplace)
    assert [one.document.name for one in (first, second)] == ["november, 1 of 2.pdf", "november, 2 of 2.pdf"]
    assert [(one.purchased_on, one.total_minor, one.is_reconciled) for one in (first, second)] == [
        (date(2026, 1, 26), 1786, True), (date(2026, 1, 27), 1767, True)]
    assert {lot.document_sha256 for lot in workplace.view.lots()} == {one.sha256 for one in taken.receipts}
    again = take_in(workplace, content, name="november.pdf")
    assert (again.status, len(sheets(workplace))) == ("repeat", 2), "cut apart again they are the same files"


BELOW = pdf_of_pages([*LEFT, "", "", "", *RIGHT])
BESIDE = pdf_of_pages([f"{left:<46}{right}" for left, right in zip_longest(LEFT, RIGHT, fillvalue="")]).replace(
    b"[0 0 280 ", b"[0 0 560 ")


@pytest.mark.parametrize("content", [BELOW, BESIDE], ids=["below each other", "beside each other"])
def test_each_receipt_on_one_page_of_a_pdf_is_a_document_of_its_own(workplace: Workplace, content: bytes) -> None:
    take_in(workplace, content, name="november.pdf")
    first, second = sheets(workplace)
    assert [one.document.name for one in (first, second)] == ["november, 1 of 2.pdf", "november, 2 of 2.pdf"]
    assert [(one.purchased_on, one.total_minor, one.is_reconciled) for one in (first, second)] == [
        (date(2026, 1, 26), 1786, True), (date(2026, 1, 27), 1767, True)]
    for one in (first, second):
        boxes = [line.box for line in one.lines if line.box is not None]
        assert boxes
        assert all(0 <= x0 < x1 <= one.width and 0 <= y0 < y1 <= one.height for x0, y0, x1, y1 in boxes)
    again = take_in(workplace, content, name="november.pdf")
    assert (again.status, len(sheets(workplace))) == ("repeat", 2), "cut apart again they are the same files"


def test_each_receipt_of_a_text_is_a_document_of_its_own_though_no_line_parts_them(workplace: Workplace) -> None:
    text = "\n".join([*LEFT, *RIGHT]) + "\n"
    taken = take_in(workplace, text.encode(), name="shops.txt")
    left, right = sheets(workplace)
    assert [one.document.name for one in (left, right)] == ["shops, 1 of 2.txt", "shops, 2 of 2.txt"]
    assert (left.purchased_on, right.purchased_on) == (date(2026, 1, 26), date(2026, 1, 27))
    assert len(taken.receipts) == 2
    again = take_in(workplace, text.encode(), name="shops.txt")
    assert again.status == "repeat" and len(sheets(workplace)) == 2


def test_a_receipt_on_two_pages_and_its_terms_stay_one_document(workplace: Workplace) -> None:
    taken = take_in(workplace, pdf_of_pages(LEFT[:CUT], LEFT[CUT:], TERMS), name="bon.pdf")
    assert taken.receipts == ()
    assert [one.total_minor for one in sheets(workplace)] == [1786]


def mail_with(*attached: tuple[str, bytes]) -> bytes:
    """Return a mail with PDFs."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Till <till@shop.example>", "Receipts"
    mail["Date"] = "Tue, 27 Jan 2026 20:00:00 +0000"
    mail.set_content("Find your receipts attached.")
    for name, content in attached:
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return bytes(mail)


def test_each_receipt_attached_to_a_mail_is_a_document_of_its_own(workplace: Workplace) -> None:
    mail = mail_with(("terms.pdf", pdf_of_pages(TERMS)), ("a.pdf", pdf_of_pages(LEFT)), ("b.pdf", pdf_of_pages(RIGHT)))
    taken = take_in(workplace, mail, name="receipts.eml")
    assert [one.name for one in taken.receipts] == ["a.pdf", "b.pdf"]
    assert [one.total_minor for one in sheets(workplace)] == [1786, 1767]
    assert all(one.is_reconciled for one in sheets(workplace))


def test_terms_attached_before_the_receipt_are_not_taken_for_it(workplace: Workplace) -> None:
    take_in(workplace, mail_with(("terms.pdf", pdf_of_pages(TERMS)), ("a.pdf", pdf_of_pages(LEFT))), name="bon.eml")
    assert [one.total_minor for one in sheets(workplace)] == [1786]
