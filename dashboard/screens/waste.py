"""Waste: what was binned this month beside the last, why, what and where; with what is not known said in words."""

import streamlit as st

from dashboard.components.figures.waste_cards import (
    before_card,
    behind_dialog,
    months_card,
    nothing_thrown_away,
    rate_card,
    saved_card,
    share_card,
    take_along_card,
)
from dashboard.components.figures.waste_words import coverage, period_words, waste_title, waste_words
from dashboard.components.headings import empty_state, info, page_heading
from dashboard.session import Session, current
from dashboard.shown import history, waste
from dashboard.shown.waste import Period, Shares, WasteHistory

MEASURES = ("money", "weight", "co2e")
PERIODS: tuple[Period, ...] = ("month", "months")


def main() -> None:
    """Draw the page."""
    session = current()
    texts = session.texts
    found = waste.waste_history(session)
    if found is None or not (found.months or found.month.this.discard_events):
        key = history.why_not_shown(session, "waste.none")
        page_heading(texts("waste.title_none"))
        empty_state("basket", texts(key), texts(f"{key}_why"), do=texts("waste.to_pantry"), symbol="kitchen",
                    page="screens/pantry.py")
        with st.container(key="middle_day", horizontal=True, horizontal_alignment="center"):
            nothing_thrown_away(session)
        return
    page_heading(waste_title(session, found), over=session.formats.month_so_far(session.today),
                 lede=waste_words(session, found))
    with st.container(key="waste_choices", horizontal=True):
        measure = st.segmented_control(
            texts("waste.measure"), MEASURES, key="waste_measure", default="money", required=True, width="content",
            format_func=lambda one: texts(f"waste.{one}"), label_visibility="collapsed",
        ) or "money"
        period = _period(session)
    shares = waste.shares(session, period)
    left, right = st.columns([7, 5], gap="large")
    with left:
        months_card(session, found, measure)
        info(coverage(session, found, measure))
        nothing_thrown_away(session)
        if shares is not None:
            saved_card(session, shares)
    with right:
        if shares is not None:
            share_card(session, "reason", "why", shares.reasons, measure, period)
            share_card(session, "food", "what", shares.foods, measure, period)
    _year(session, found, shares, measure, period)
    behind_dialog(session, period)


def _year(
    session: Session, found: WasteHistory, shares: Shares | None, measure: str, period: Period
) -> None:
    rate = waste.rate(session)
    left, right = st.columns([7, 5], gap="large")
    with left:
        if rate is not None:
            rate_card(session, rate)
            before_card(session, rate)
    with right:
        if shares is not None:
            share_card(session, "place", "where", shares.places, measure, period)
        take_along_card(session, found, measure)


def _period(session: Session) -> Period:
    chosen = st.segmented_control(
        session.texts("waste.period"), PERIODS, key="waste_period", default="month", required=True, width="content",
        format_func=lambda one: period_words(session, one), label_visibility="collapsed",
    )
    return "months" if chosen == "months" else "month"


main()
