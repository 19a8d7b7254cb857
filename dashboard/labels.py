"""A sheet of labels to print, cut and stick on boxes: what it is, when it came, until when it is good."""

from collections.abc import Sequence

from dashboard.calendar_feed import date_words
from dashboard.components.badges import risk_text
from dashboard.formats import sentence_case
from dashboard.markup import esc
from dashboard.session import Session
from pantry.urgency import DueLot

_STYLE = """
@page { size: A4; margin: 10mm }
body { font: 12pt/1.3 system-ui, sans-serif; margin: 0; color: #000; background: #fff }
.sheet { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4mm }
.label { border: 1px dashed #777; border-radius: 2mm; padding: 4mm; min-height: 32mm; break-inside: avoid;
  overflow: hidden }
.label b { display: block; font-size: 15pt; line-height: 1.15; overflow-wrap: anywhere }
.label span { display: block; margin-top: 1.5mm }
.label small { display: block; margin-top: 2.5mm; color: #444 }
"""


def label_sheet(session: Session, dues: Sequence[DueLot]) -> str:
    """Return an HTML page with one label a lot, in the household's language; every value is escaped."""
    title = esc(session.texts("expiry.labels"))
    labels = "".join(_label(session, due) for due in dues)
    return (
        f'<!doctype html><html lang="{esc(session.lang)}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<style>{_STYLE}</style></head><body><main class="sheet">{labels}</main></body></html>'
    )


def _label(session: Session, due: DueLot) -> str:
    texts, formats, lot = session.texts, session.formats, due.lot
    amount = formats.amount(lot.quantity, lot.unit)
    lines = []
    if lot.frozen_on:
        lines.append(texts("expiry.label_frozen", day=formats.short_date(lot.frozen_on)))
    elif lot.purchased_on:
        lines.append(texts("expiry.label_bought", day=formats.short_date(lot.purchased_on)))
    if due.due.likely:
        lines.append(f"{date_words(texts, due)}: {formats.short_date(due.due.likely)}")
    elif risk_text(session, due):
        lines.append(risk_text(session, due))
    body = "".join(f"<span>{esc(line)}</span>" for line in lines)
    name = esc(sentence_case(lot.name(session.lang)))
    return f'<div class="label"><b>{name}</b>{body}<small>{esc(amount)}</small></div>'
