"""Insights: what got dearer, what the months cost, and how long food lasts in this house."""

from datetime import date
from decimal import Decimal

import streamlit as st

from dashboard.components.figures.bars import comparison, month_columns
from dashboard.components.figures.price_chart import price_chart
from dashboard.components.foods import food_html
from dashboard.components.headings import empty_state, page_heading, section_html
from dashboard.components.pictures import tile
from dashboard.formats import sentence_case
from dashboard.markup import esc
from dashboard.session import Session, current
from dashboard.shown import history, insights
from dashboard.shown.insights import Insights

ROWS = 6
# A change below this is the shop's daily noise, not news.
NEWS_SHARE = 0.05


def main() -> None:
    """Draw the page."""
    session = current()
    texts = session.texts
    found = insights.insights(session)
    if found is None or not found.spend:
        page_heading(texts("insights.title_none"))
        key = history.why_not_shown(session, "insights.behind" if history.events_since(session) else "insights.none")
        empty_state("basket", texts(key), texts(f"{key}_why"), do=texts("first.receipt_do"), symbol="photo_camera",
                    page="screens/add.py")
        return
    _heading(session, found)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _prices(session, found)
        _months(session, found)
    with right:
        _changes(session, found)
        _lasting(session, found)


def _heading(session: Session, found: Insights) -> None:
    texts, formats = session.texts, session.formats
    news = next((one for one in found.changes if abs(one.change_share) >= NEWS_SHARE), None)
    if news is None:
        month, paid = insights.by_month(found.spend)[-1]
        title = texts("insights.title_steady") if found.changes else texts(
            "insights.title_spend", money=formats.round_money(paid), month=formats.month_of_year(month))
        page_heading(title)
        return
    key = "insights.title_dearer" if news.change_share > 0 else "insights.title_cheaper"
    name = sentence_case(insights.name(session, news.food_id))
    (recent, unit), (past, _) = (
        insights.shown_price(session, news.food_id, minor, news.per) for minor in (news.recent_minor, news.past_minor))
    lede = texts("insights.lede", recent=formats.money(round(recent)), past=formats.money(round(past)),
                 per=formats.amount(Decimal(1), unit))
    title = texts(key, name=name, share=formats.share(abs(news.change_share)),
                  month=formats.month_of_year(news.past_on))
    page_heading(title, lede=lede)


def _prices(session: Session, found: Insights) -> None:
    texts = session.texts
    foods = found.priced
    if not foods:
        return
    with st.container(key="card_prices"):
        if st.session_state.get("price_of") not in foods:
            st.session_state["price_of"] = foods[0]
        st.html(section_html(texts("insights.price"), ""))
        food_id = st.selectbox(texts("insights.which"), foods, key="price_of", label_visibility="collapsed",
                               format_func=lambda one: sentence_case(insights.name(session, one)))
        price_chart(session, food_id, insights.prices(session, food_id))


def _months(session: Session, found: Insights) -> None:
    texts, formats = session.texts, session.formats
    months = insights.by_month(found.spend)
    this_month = session.today.replace(day=1)
    with st.container(key="card_spend"):
        columns = [(formats.short_month(month), paid, formats.round_money(paid), month == this_month)
                   for month, paid in months]
        note = texts("waste.running", month=formats.month(this_month), day=session.today.day)
        running = f'<p class="note" style="margin-top:.75rem">{esc(note)}</p>' if months[-1][0] == this_month else ""
        st.html(section_html(texts("insights.spend"), _years(session, months)) + month_columns(columns) + running)
    last = months[-1][0]
    with st.container(key="card_spend_on"):
        rows = insights.of_month(found.spend, last)
        shown = [(texts(f"category.{one.category}"), one.paid_minor, formats.money(one.paid_minor), "")
                 for one in rows[:ROWS]]
        rest = sum(one.paid_minor for one in rows[ROWS:])
        if rest:
            shown.append((texts("waste.rest"), rest, formats.money(rest), "var(--edge)"))
        st.html(section_html(texts("insights.spend_on"), formats.month_of_year(last))
                + f'<div style="margin-top:.75rem">{comparison(shown)}</div>')


def _years(session: Session, months: list[tuple[date, int]]) -> str:
    """Return the years of months, "" where all are of this one: their columns only have room for their names."""
    years = sorted({month.year for month, _ in months})
    return "" if years == [session.today.year] else "–".join(str(year) for year in dict.fromkeys((years[0], years[-1])))


def _changes(session: Session, found: Insights) -> None:
    texts, formats = session.texts, session.formats
    if not found.changes:
        return
    with st.container(key="card_changes"):
        rows = []
        for one in found.changes[:ROWS]:
            sign = "+" if one.change_share > 0 else "−"
            minor, unit = insights.shown_price(session, one.food_id, one.recent_minor, one.per)
            per = texts("insights.per", unit=formats.unit(unit, Decimal(1)))
            meta = f"{formats.money(round(minor))} {per}"
            rows.append(food_html(picture=tile(one.food_id), name=sentence_case(insights.name(session, one.food_id)),
                                  meta=meta, price=f"{sign}{formats.share(abs(one.change_share))}"))
        st.html(section_html(texts("insights.changes"), texts("insights.changes_right"))
                + f'<div class="rows" style="margin-top:.75rem">{"".join(rows)}</div>')


def _lasting(session: Session, found: Insights) -> None:
    texts = session.texts
    if not found.lasting:
        return
    with st.container(key="card_lasting"):
        rows = []
        for one in found.lasting[:ROWS]:
            thrown = texts("insights.thrown", share=session.formats.share(one.discarded_share))
            if one.used_milli_per_day:
                used = session.formats.about(Decimal(str(one.used_milli_per_day)) * 7 / 1000, one.unit)
                thrown = f"{texts('insights.a_week', amount=used)}, {thrown}"
            rows.append(food_html(picture=tile(one.food_id), name=sentence_case(insights.name(session, one.food_id)),
                                  meta=thrown, price=texts.count("insights.days", max(1, round(one.median_days)))))
        st.html(section_html(texts("insights.lasting"), texts("insights.lasting_right"))
                + f'<div class="rows" style="margin-top:.75rem">{"".join(rows)}</div>')


main()
