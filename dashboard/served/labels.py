"""Pages to print: labels to stick on boxes, and the shopping list with a box before each line."""

from collections.abc import Sequence
from itertools import groupby

from dashboard.components.badges import risk_text
from dashboard.formats import sentence_case
from dashboard.markup import esc
from dashboard.served.calendar_feed import date_words
from dashboard.session import Session
from dashboard.shown.shopping import amount_words
from pantry.facts.shopping import ShoppingRow
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
_LIST_STYLE = """
@page { size: A5; margin: 12mm }
body { font: 13pt/1.4 system-ui, sans-serif; color: #000; background: #fff; columns: 2; column-gap: 10mm }
h1 { font-size: 17pt; margin: 0 0 4mm; column-span: all } h2 { font-size: 11pt; margin: 4mm 0 1mm; color: #444 }
ul { list-style: none; margin: 0; padding: 0 } li { break-inside: avoid; padding: .8mm 0 .8mm 7mm; position: relative }
li::before { content: ""; position: absolute; left: 0; top: 1.8mm; width: 3.6mm; height: 3.6mm; border: 1px solid #000 }
small { color: #444 }
"""


def label_sheet(session: Session, dues: Sequence[DueLot]) -> str:
    """Return an HTML page with one label a lot, in the household's language; every value is escaped."""
    title = esc(session.texts("expiry.labels"))
    labels = "".join(_label(session, due) for due in dues)
    return (
        f'<!doctype html><html lang="{esc(session.lang)}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<style>{_STYLE}</style></head><body><main class="sheet">{labels}</main></body></html>'
    )


def list_sheet(session: Session, rows: Sequence[ShoppingRow]) -> str:
    """Return an HTML page with the list by aisle, in the household's language; every value is escaped."""
    title = esc(session.texts("shopping.list_title"))
    parts = []
    for aisle, group in groupby(rows, key=lambda row: row.aisle):
        lines = "".join(f"<li>{esc(sentence_case(row.text))} <small>{esc(amount_words(session, row))}</small></li>"
                        for row in group)
        parts.append(f"<h2>{esc(session.texts(f'category.{aisle}'))}</h2><ul>{lines}</ul>")
    return (
        f'<!doctype html><html lang="{esc(session.lang)}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_LIST_STYLE}</style></head><body><h1>{title}</h1>{''.join(parts)}</body></html>"
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
    name = esc(sentence_case(lot.called(session.food_lang)))
    return f'<div class="label"><b>{name}</b>{body}<small>{esc(amount)}</small></div>'
