"""Expiry: what is due when, by day and place, to take along as calendar, labels or table."""

import csv
import io

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.figures.bars import day_columns
from dashboard.components.headings import empty_state, page_heading, section, section_html
from dashboard.components.lots.lot_rows import shelf_row
from dashboard.components.lots.places import in_chosen_place
from dashboard.formats import sentence_case
from dashboard.markup import esc, material
from dashboard.served.calendar_feed import calendar, feed_key
from dashboard.session import Session, current
from dashboard.shown import expiry, queries
from pantry.urgency import DueLot

ROWS = 30


def main() -> None:
    """Draw the page."""
    session = current()
    texts = session.texts
    dues = queries.due_lots(session)
    _heading(session, dues)
    if not dues:
        empty_state("basket", texts("expiry.empty"), texts("expiry.empty_why"), do=texts("pantry.empty_do"),
                    symbol="add_circle", page="screens/add.py")
        return
    left, right = st.columns([7, 5], gap="large")
    with left:
        shown = in_chosen_place(session, dues, key="expiry_place")
        _sections(session, shown)
    with right:
        _timeline(session, shown)
        _take_along(session, shown)


def _heading(session: Session, dues: list[DueLot]) -> None:
    texts = session.texts
    soon = expiry.due_soon(dues)
    last = expiry.last_day(soon)
    if not soon or last is None:
        page_heading(texts("expiry.title_none"), lede=texts("expiry.lede"))
        return
    worth = queries.worth(soon, session.household.currency)
    lede = texts("expiry.lede_worth", money=session.formats.round_money(worth)) if worth else texts("expiry.lede")
    title = texts.count("expiry.title", len(queries.shelves(soon)), day=session.formats.day(max(last, session.today)))
    page_heading(sentence_case(title), over=session.formats.long_date(session.today), lede=lede)


def _sections(session: Session, dues: list[DueLot]) -> None:
    left = ROWS
    for number, (heading, shelves) in enumerate(queries.grouped(session, dues, "date")):
        part = shelves[:left]
        left -= len(part)
        if not part:
            continue
        section(heading, session.texts.count("count.foods", len(shelves)))
        with st.container(key=f"card_list_due_{number}"):
            for shelf in part:
                shelf_row(session, shelf, on_pick=_show_history)


def _show_history(lot_id: str) -> None:
    actions.open_dialog("history", lot_id)


def _timeline(session: Session, dues: list[DueLot]) -> None:
    texts = session.texts
    days = expiry.timeline(session, dues)
    with st.container(key="card_timeline"):
        heading = section_html(texts("expiry.next_days"), texts("expiry.foods_due"))
        if not any(day.foods for day in days):
            st.html(heading + f'<p class="plain">{esc(texts("expiry.nothing_due"))}</p>')
            return
        st.html(heading + day_columns([
            (session.formats.weekday(day.day)[:2], day.foods, str(day.foods) if day.foods else "",
             day.day == session.today) for day in days
        ]))


def _take_along(session: Session, dues: list[DueLot]) -> None:
    texts, home = session.texts, session.workplace.home
    key = feed_key(home, session.household_id)
    section(texts("waste.take_along"))
    with st.container(key="card_take_along"):
        text = calendar(session.household_id, dues, texts=texts, today=session.today,
                        now=session.workplace.journal.clock())
        st.download_button(texts("expiry.calendar"), text, file_name="larder.ics", mime="text/calendar",
                           icon=material("event"), width="stretch", on_click="ignore")
        st.link_button(texts("expiry.labels"), f"labels/{session.household_id}/{key}", icon=material("print"),
                       width="stretch")
        rows = expiry.table(session, dues)
        st.download_button(texts("expiry.save_table"), _csv(rows), file_name="larder-dates.csv", mime="text/csv",
                           icon=material("download"), width="stretch", on_click="ignore")
        with st.expander(texts("expiry.calendar_subscribe")):
            st.html(f'<p class="plain">{esc(texts("expiry.calendar_why"))}</p>')
            st.code(f"{_address()}/calendar/{session.household_id}/{key}.ics", language=None, wrap_lines=True)
        with st.expander(texts("expiry.table")):
            st.dataframe(rows, hide_index=True, width="stretch")


def _address() -> str:
    """Return the address this page was reached at, without its path."""
    url = st.context.url or ""
    return "/".join(url.split("/")[:3])


def _csv(rows: list[dict[str, object]]) -> str:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return out.getvalue()


main()
