"""Saved mails: their text, what is attached, and who sent them when."""

import email
import email.policy
import email.utils
import re
from datetime import date
from email.message import EmailMessage, MIMEPart

from ocr.pages.plain_text import text_of_html
from pantry.errors import Refused

PRICE = re.compile(r"\d[.,]\d\d(?!\d)|[¥￥€$£]\s?\d|\d\s?円")
# A mail that was sent on names the person who did so, not the shop: "Fwd:", "WG:", "TR:" …
_SENT_ON = re.compile(r"^\W*(?:fwd?|wg|tr|rv|doorst|i|enc)\s?:", re.IGNORECASE)
_DAY = re.compile(r"^[^\W\d_]*,?\s*\d{1,2}\s[A-Za-z]{3}\s\d{4}")


def attachments_of_mail(content: bytes) -> list[tuple[str, bytes]]:
    """Return name and content of each file attached to a mail, in order."""
    found = []
    for part in _message(content).iter_attachments():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            found.append((part.get_filename() or "attachment", payload))
    return found


def has_text(content: bytes) -> bool:
    """Return whether a mail has a body of text."""
    return _message(content).get_body(preferencelist=("plain", "html")) is not None


def text_of_mail(content: bytes) -> str:
    """Return a mail's plain text, that of its HTML where only this names a price; raises Refused E-DOC-011."""
    message = _message(content)
    texts = [_text(part) for kind in ("plain", "html") if (part := message.get_body(preferencelist=(kind,)))]
    if not texts:
        raise Refused("E-DOC-011", "The mail holds no text.")
    return next((text for text in texts if PRICE.search(text)), texts[0])


def envelope_of_mail(content: bytes) -> tuple[str | None, date | None]:
    """Return who sent a mail, by name, and on which day there; None for what is not said, both for one sent on."""
    message = _message(content)
    try:
        if _SENT_ON.match(str(message["subject"] or "")):
            return None, None
        sender = email.utils.parseaddr(str(message["from"] or ""))[0].strip()
        sent = str(message["date"] or "")
    except (ValueError, LookupError, AttributeError, TypeError):  # headers that the parser cannot make sense of
        return None, None
    try:
        day = email.utils.parsedate_to_datetime(sent).date() if _DAY.match(sent) else None
    except (ValueError, TypeError):
        day = None
    return (sender[:120] or None) if "@" not in sender else None, day


def _text(part: MIMEPart) -> str:
    """Return what a part of a mail says; raises Refused E-DOC-011."""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError, KeyError) as error:
        raise Refused("E-DOC-011", f"The mail's text cannot be decoded ({error}).") from error
    return text_of_html(text) if part.get_content_type() == "text/html" else text


def _message(content: bytes) -> EmailMessage:
    """Return the mail in some bytes."""
    return email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.default)
