"""Pantry: everything in the house, by place, date or kind, and what can be done with it."""

from typing import Literal

import streamlit as st

from dashboard.clicks import actions, bulk
from dashboard.components.headings import empty_state, page_heading, section
from dashboard.components.lots.lot_detail import detail
from dashboard.components.lots.lot_rows import bulk_bar, choice_row, shelf_row
from dashboard.components.lots.places import in_chosen_place
from dashboard.markup import material
from dashboard.session import Session, current
from dashboard.shown import queries
from pantry.urgency import DueLot

ROWS_A_PAGE = 30
GROUPINGS = ("place", "date", "kind")


def main() -> None:
    """Draw the page."""
    session = current()
    texts = session.texts
    dues = queries.due_lots(session)
    page_heading(texts("page.pantry"), over=_summary(session, dues))
    if not dues:
        empty_state("basket", texts("pantry.empty"), texts("pantry.empty_why"), do=texts("pantry.empty_do"),
                    symbol="add_circle", page="screens/add.py")
        if session.view.has_lots():
            with st.container(key="middle_latest", horizontal=True, horizontal_alignment="center"):
                _latest(session, width="content")
        return
    shown = _filtered(session, dues)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _rows(session, shown)
    with right:
        detail(session, shown)


def _summary(session: Session, dues: list[DueLot]) -> str:
    foods = session.texts.count("count.foods", len(queries.shelves(dues)))
    value = queries.worth(dues, session.household.currency)
    if not value:
        return foods
    return session.texts("pantry.worth", foods=foods, money=session.formats.round_money(value))


def _filtered(session: Session, dues: list[DueLot]) -> list[DueLot]:
    texts = session.texts
    typed = st.text_input(texts("pantry.search"), key="pantry_search", icon=material("search"), live=True,
                          placeholder=texts("pantry.search_hint"), label_visibility="collapsed")
    found = queries.matching(session, dues, typed or "")
    return in_chosen_place(session, found, key="pantry_place")


def _rows(session: Session, dues: list[DueLot]) -> None:
    texts = session.texts
    if not dues:
        empty_state("basket", texts("pantry.none_found"), texts("pantry.none_found_why"))
        return
    with st.container(key="pantry_order", horizontal=True, vertical_alignment="center",
                      horizontal_alignment="distribute"):
        by = st.segmented_control(
            texts("pantry.group"), GROUPINGS, key="pantry_group", default="place", required=True,
            format_func=lambda one: texts(f"pantry.by.{one}"), label_visibility="collapsed", width="content",
        )
        st.button(texts("bulk.end" if bulk.is_on() else "bulk.begin"), key="bulk_turn", type="tertiary",
                  icon=material("close" if bulk.is_on() else "checklist"), on_click=bulk.turn)
    page = st.session_state.setdefault("pantry_rows", ROWS_A_PAGE)
    left = page
    total = 0
    for number, (heading, shelves) in enumerate(queries.grouped(session, dues, str(by or "place"))):
        total += len(shelves)
        part = shelves[:left]
        left -= len(part)
        if not part:
            continue
        section(heading, texts.count("count.foods", len(shelves)))
        with st.container(key=f"card_list_{number}"):
            for shelf in part:
                (choice_row if bulk.is_on() else shelf_row)(session, shelf)
    if total > page:
        st.button(texts.count("pantry.more", total - page), key="pantry_more", width="stretch", on_click=_more)
    if bulk.is_on():
        bulk_bar(session)
    else:
        _latest(session, width="stretch")


def _latest(session: Session, *, width: Literal["content", "stretch"]) -> None:
    """Offer what was said last: what is gone from the shelves has no row that would lead to its undo."""
    st.button(session.texts("pantry.latest"), key="pantry_latest", icon=material("undo"), type="tertiary", width=width,
              on_click=actions.open_dialog, args=("latest", ""))


def _more() -> None:
    st.session_state["pantry_rows"] = st.session_state.get("pantry_rows", ROWS_A_PAGE) + ROWS_A_PAGE


main()
