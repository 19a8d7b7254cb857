"""Saved mails and web pages of shops come in as receipts, whatever they are called and however they are built."""

from datetime import date
from email.message import EmailMessage

import pytest

from intake.reading import cached_reading
from intake.taking import Taken, take_in
from intake.workplace import Workplace
from ocr.reading import ReceiptReading
from pantry.home import REPOSITORY
from pantry.vocabulary import DocumentKind

TEXT = "Hello,\n\nOats 500 g   2 x 1.49   2.98\nBeans 400 g  0.89\nTotal  3.87\n"
PAGE = ("<html><body><h1>Larkspur Foods</h1><p>Order of 9 November 2025</p><table><tr><td>Oats 500 g</td><td>2</td>"
        "<td>&euro;2.98</td></tr><tr><td>Beans 400 g</td><td>1</td><td>&euro;0.89</td></tr>"
        "<tr><td>Total</td><td></td><td>&euro;3.87</td></tr></table></body></html>")


def mail(text: str, *, html: str | None = None, subject: str = "Your order") -> EmailMessage:
    """Return a mail of a shop."""
    made = EmailMessage()
    made["From"], made["Subject"] = "Larkspur Foods <orders@larkspur.example>", subject
    made["Date"] = "Sun, 09 Nov 2025 23:11:00 -0500"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def read(workplace: Workplace, content: bytes, name: str) -> tuple[Taken, ReceiptReading]:
    """Take a file in as an upload of no known kind and return its reading."""
    taken = take_in(workplace, content, name=name)
    assert taken.kind is DocumentKind.RECEIPT, taken
    known = cached_reading(workplace, taken.sha256)
    assert known is not None
    assert known.receipt is not None
    return taken, known.receipt


@pytest.mark.parametrize("name", ["order.eml", "order", "order.txt"])
@pytest.mark.parametrize("made", [mail(TEXT), mail("Please open this mail as HTML.", html=PAGE)], ids=["text", "html"])
def test_a_mail_is_read_without_its_fields(made: EmailMessage, name: str, workplace: Workplace) -> None:
    _, reading = read(workplace, bytes(made), name)
    assert (reading.merchant, reading.purchased_on) == ("Larkspur Foods", date(2025, 11, 9))
    assert [(line.name, line.quantity) for line in reading.items] == [("Oats 500 g", 2), ("Beans 400 g", 1)]
    assert reading.reconciled


def test_a_mail_that_was_sent_on_names_neither_shop_nor_day(workplace: Workplace) -> None:
    _, reading = read(workplace, bytes(mail(TEXT, subject="WG: Your order")), "order.eml")
    assert (reading.merchant, reading.purchased_on) == (None, None)


def test_the_receipt_attached_to_a_mail_is_taken_in(workplace: Workplace) -> None:
    made = mail("See the receipt attached.")
    made.add_attachment((REPOSITORY / "samples" / "receipts" / "frischmarkt_lindenhof.pdf").read_bytes(),
                        maintype="application", subtype="pdf", filename="bon.pdf")
    _, reading = read(workplace, bytes(made), "order.eml")
    assert (reading.merchant, reading.total_minor) == ("FRISCHMARKT LINDENHOF", 1786)


def test_a_saved_page_is_a_receipt_where_its_goods_add_up(workplace: Workplace) -> None:
    _, reading = read(workplace, PAGE.encode(), "order.html")
    assert (reading.merchant, reading.purchased_on, reading.total_minor) == ("Larkspur Foods", date(2025, 11, 9), 387)
    other = take_in(workplace, PAGE.replace("3.87", "9.99").encode(), name="page.html")
    assert (other.status, other.kind) == ("rejected", None), "other pages are recipes, or refused as none"
