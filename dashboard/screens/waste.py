"""Waste: what was binned this month beside the last, why, and what; with what is not known said in words."""

from decimal import Decimal

import streamlit as st

from dashboard import history
from dashboard.components.bars import comparison, month_columns
from dashboard.components.headings import empty_state, info, page_heading, section_html
from dashboard.components.waste_words import coverage, figure, measured, waste_title, waste_words
from dashboard.formats import sentence_case
from dashboard.history import WasteHistory
from dashboard.markup import esc
from dashboard.session import Session, current

ROWS = 5
MEASURES = ("money", "weight")


def main() -> None:
    """Draw the page."""
    session = current()
    texts = session.texts
    waste = history.waste_history(session)
    if waste is None or not (waste.months or waste.month.this.discard_events):
        key = "waste.none" if history.is_published(session) else "waste.not_yet"
        page_heading(texts("waste.title_none"))
        empty_state("basket", texts(key), texts(f"{key}_why"), do=texts("waste.to_pantry"), symbol="kitchen",
                    page="screens/pantry.py")
        return
    over = texts("home.binned_days", n=session.today.day, month=session.formats.month(session.today))
    page_heading(waste_title(session, waste), over=over, lede=waste_words(session, waste))
    measure = st.segmented_control(
        texts("waste.measure"), MEASURES, key="waste_measure", default="money", required=True,
        format_func=lambda one: texts(f"waste.{one}"), label_visibility="collapsed",
    ) or "money"
    left, right = st.columns([7, 5], gap="large")
    with left:
        _months(session, waste, measure)
        info(coverage(session, waste))
    with right:
        month = session.formats.month(session.today)
        _bars(session, "why", month, [(texts(f"reason.{one.key}"), measured(one, measure)) for one in waste.reasons],
              measure)
        _bars(session, "what", month,
              [(sentence_case(history.food_label(session, one.key)), measured(one, measure)) for one in waste.foods],
              measure)


def _months(session: Session, waste: WasteHistory, measure: str) -> None:
    texts, formats = session.texts, session.formats
    columns = []
    for share in waste.months:
        year, month = (int(part) for part in share.key.split("-"))
        day = session.today.replace(year=year, month=month, day=1)
        is_running = (year, month) == (session.today.year, session.today.month)
        size = measured(share, measure)
        columns.append((formats.short_month(day), int(size), figure(session, size, measure), is_running))
    with st.container(key="card_months"):
        note = texts("waste.running", month=formats.month(session.today), day=session.today.day)
        st.html(section_html(texts("waste.months"), texts(f"waste.unit.{measure}")) + month_columns(columns)
                + f'<p class="note" style="margin-top:.75rem">{esc(note)}</p>')


def _bars(session: Session, name: str, right: str, rows: list[tuple[str, Decimal]], measure: str) -> None:
    known = sorted((row for row in rows if row[1]), key=lambda row: -row[1])
    shown = [(label, int(size), figure(session, size, measure), "") for label, size in known[:ROWS]]
    rest = sum((size for _, size in known[ROWS:]), Decimal(0))
    if rest:
        shown.append((session.texts("waste.rest"), int(rest), figure(session, rest, measure), "var(--edge)"))
    with st.container(key=f"card_{name}"):
        body = comparison(shown) if shown else f'<p class="plain">{esc(session.texts("waste.nothing_month"))}</p>'
        st.html(section_html(session.texts(f"waste.{name}"), right) + f'<div style="margin-top:.75rem">{body}</div>')


main()
