"""What a food cost over time: a line with a point a purchase, and a word when the pack itself changed."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components.figures.bars import comparison
from dashboard.components.headings import section_html
from dashboard.formats import sentence_case
from dashboard.markup import esc
from dashboard.session import Session
from dashboard.shown import insights

if TYPE_CHECKING:
    from warehouse.insights import PricePoint

# Line, text and grid of each theme, as the style's tokens have them.
_COLOURS = {"light": ("#2C6A4A", "#585C50", "#E5DED1"), "dark": ("#7CC49A", "#BDBFB1", "#343930")}

# In what a tenth of a unit is told, by the hundred.
_TENTHS = {"kg": "g", "l": "ml"}


def price_chart(session: Session, food_id: str, points: Sequence["PricePoint"]) -> None:
    """Draw the price of one food by the kilogram or pound, by the piece, or by the unit where no mass is known."""
    texts, formats = session.texts, session.formats
    if not points:
        return
    of_unit = insights.compared_per(points)
    minors = [float(point.minor_per(of_unit) or 0) for point in points]
    shown = [insights.shown_price(session, food_id, minor, of_unit) for minor in minors]
    prices = [minor / 100 for minor, _ in shown]
    unit = formats.unit(shown[0][1], Decimal(1))
    if len(points) == 1:
        once = texts("insights.few", money=formats.money(round(shown[0][0])), unit=unit,
                     day=formats.short_date(points[0].purchased_on))
        st.html(f'<p class="plain">{esc(once)}</p>')
        return
    low, high = min(prices), max(prices)
    said = texts(
        "insights.alt", name=sentence_case(insights.name(session, food_id)),
        first=formats.short_date(points[0].purchased_on), last=formats.short_date(points[-1].purchased_on),
        low=formats.money(round(low * 100)), high=formats.money(round(high * 100)), unit=unit,
    )
    days = (point.purchased_on.isoformat() for point in points)
    values = [{"day": day, "price": price} for day, price in zip(days, prices, strict=True)]
    st.altair_chart(_chart(session, values, said), theme=None, width="stretch")
    notes = [said, *_pack_note(session, food_id, points)]
    st.html("".join(f'<p class="note">{esc(note)}</p>' for note in notes))
    shops = insights.by_shop(session, points, of_unit)
    if shops:
        priced = [(shop, insights.shown_price(session, food_id, minor, of_unit)) for shop, minor in shops]
        rows = [(shop, round(minor), formats.money(round(minor)), "") for shop, (minor, _) in priced]
        st.html(section_html(texts("insights.by_shop"), texts("insights.per", unit=unit))
                + f'<div style="margin-top:.75rem">{comparison(rows)}</div>')


def _chart(session: Session, values: list[dict[str, Any]], said: str) -> Any:
    import altair as alt

    line, text, grid = _COLOURS.get(st.context.theme.type or "light", _COLOURS["light"])
    scale = alt.Scale(zero=False, nice=True, padding=8)
    return (
        alt.Chart(alt.Data(values=values), height=200, description=said)
        .mark_line(color=line, strokeWidth=2, point=alt.OverlayMarkDef(color=line, size=40))
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(labelExpr=_month_label(session), tickCount=4, grid=False)),
            y=alt.Y("price:Q", title=None, scale=scale, axis=alt.Axis(tickCount=3, labelExpr=_price_label(session))),
            tooltip=[alt.Tooltip("day:T"), alt.Tooltip("price:Q", format=".2f")],
        )
        .configure(background="transparent", font="Figtree")
        .configure_view(strokeWidth=0)
        .configure_axis(domain=False, ticks=False, labelColor=text, labelFontSize=13, gridColor=grid, gridDash=[2, 4])
    )


def _month_label(session: Session) -> str:
    """Return the chart's expression for a month: Jul 2026, in the household's language."""
    names = [session.formats.short_month(date(2026, number, 1)) for number in range(1, 13)]
    return f"{json.dumps(names, ensure_ascii=False)}[month(datum.value)] + ' ' + year(datum.value)"


def _price_label(session: Session) -> str:
    mark = "," if session.lang == "de" else "."
    return f"replace(format(datum.value, '.2f'), '.', '{mark}')"


def _pack_note(session: Session, food_id: str, points: Sequence["PricePoint"]) -> list[str]:
    """Return a sentence when the pack bought last holds less than the one before it."""
    found = insights.shrunken_pack(points)
    if found is None:
        return []
    formats = session.formats
    was, now = (formats.amount(Decimal(point.quantity_milli) / 1000, point.unit) for point in found)
    said = [session.texts("insights.pack", was=was, now=now)]
    before, last = (point.minor_per_kg for point in found)
    if before is not None and last is not None:
        (past, unit), (recent, _) = (insights.shown_price(session, food_id, minor, "kg") for minor in (before, last))
        # A kilogram or litre is more than most packs hold, a pound is not.
        tenth = _TENTHS.get(unit)
        parts, amount = (10, (Decimal(100), tenth)) if tenth else (1, (Decimal(1), unit))
        said.append(session.texts("insights.pack_price", amount=formats.amount(*amount),
                                  past=formats.money(round(past / parts)),
                                  recent=formats.money(round(recent / parts))))
    return said
