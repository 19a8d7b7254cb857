"""The cards of the Waste page: months, shares, what was saved, a year's pace, and the foods behind a bar."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.figures.bars import comparison, figures, month_columns, ranges
from dashboard.components.figures.waste_picture import Column, months_png
from dashboard.components.figures.waste_words import figure, known_part, measured, period_words
from dashboard.components.foods import food_html
from dashboard.components.headings import section_html
from dashboard.components.pictures import tile
from dashboard.formats import sentence_case, whole_parts
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from dashboard.shown import history, waste
from dashboard.shown.waste import Dimension, Period, Rate, Shares, WasteHistory
from pantry.facts.local_days import is_confirmable

if TYPE_CHECKING:
    from warehouse.queries import WasteShare

ROWS = 5
_BEHIND = "waste_behind"
_MOST_SHOWN = 60


def months_card(session: Session, found: WasteHistory, measure: str) -> None:
    """Draw one column a month and the way to the foods behind each."""
    texts = session.texts
    columns = _columns(session, found, measure)
    with st.container(key="card_months"):
        note = texts("waste.running", month=session.formats.month(session.today), day=session.today.day)
        said = texts("waste.months_alt", values=", ".join(f"{one.name} {one.figure}" for one in columns))
        chart = month_columns([(one.name, one.size, one.figure, one.is_running) for one in columns])
        st.html(section_html(texts("waste.months"), texts(f"waste.unit.{measure}"))
                + f'<div role="img" style="margin-top:1rem" aria-label="{esc(said)}">{chart}</div>'
                + f'<p class="note" style="margin-top:.75rem">{esc(note)}</p>')
        _see(session, "month", {share.key: column.name for share, column in zip(found.months, columns, strict=True)})


def nothing_thrown_away(session: Session) -> None:
    """Draw the button that says so of today; nothing where that is said already, or contradicted by a discard."""
    if session.view.has_lots() and is_confirmable(session.view, session.today):
        st.button(session.texts("waste.confirm_today"), key="confirm_today", type="tertiary",
                  icon=material("event_available"), on_click=actions.confirm_today)


def _columns(session: Session, found: WasteHistory, measure: str) -> list[Column]:
    columns = []
    for share in found.months:
        year, month = (int(part) for part in share.key.split("-"))
        size = measured(share, measure)
        is_running = (year, month) == (session.today.year, session.today.month)
        name = session.formats.short_month(session.today.replace(year=year, month=month, day=1))
        shown = session.formats.round_money(round(size)) if measure == "money" else figure(session, size, measure)
        columns.append(Column(name, int(size), shown, is_running))
    return columns


def share_card(
    session: Session, dimension: Dimension, name: str, rows: Sequence["WasteShare"], measure: str, period: Period
) -> None:
    """Draw the shares of a period as bars, the largest first, and the way to the foods behind each."""
    texts = session.texts
    sized = [(one, measured(one, measure)) for one in rows]
    known = sorted((row for row in sized if row[1]), key=lambda row: -row[1])
    labels = {one.key: _label(session, dimension, one.key) for one, _ in known}
    sizes = [size for _, size in known[:ROWS]] + [sum((size for _, size in known[ROWS:]), Decimal(0))]
    if measure == "money":
        # What people add up in their heads gives the sum at the top of the page.
        sizes = [Decimal(part) for part in whole_parts(sizes)]
    shown = [(labels[one.key], int(size), figure(session, size, measure), "")
             for (one, _), size in zip(known[:ROWS], sizes, strict=False)]
    if sizes[-1]:
        shown.append((texts("waste.rest"), int(sizes[-1]), figure(session, sizes[-1], measure), "var(--edge)"))
    with st.container(key=f"card_{name}"):
        body = comparison(shown) if shown else f'<p class="plain">{esc(texts("waste.nothing_month"))}</p>'
        st.html(section_html(texts(f"waste.{name}"), period_words(session, period))
                + f'<div style="margin-top:.75rem">{body}</div>')
        _see(session, dimension, labels)


def _label(session: Session, dimension: Dimension, key: str) -> str:
    if dimension == "food":
        return sentence_case(history.food_label(session, key))
    return session.texts(f"{dimension}.{key}")


def _see(session: Session, dimension: Dimension, labels: dict[str, str]) -> None:
    if labels:
        st.menu_button(session.texts("waste.see"), list(labels), key=f"see_{dimension}", type="tertiary",
                       icon=material("list"), format_func=lambda key: plain(labels[key]),
                       on_click=_open, args=(dimension,))


def _open(dimension: Dimension) -> None:
    chosen = st.session_state.get(f"see_{dimension}")
    if chosen:
        st.session_state[_BEHIND] = (dimension, chosen)


def _close() -> None:
    st.session_state.pop(_BEHIND, None)


def behind_dialog(session: Session, period: Period) -> None:
    """Draw the foods behind the bar that was asked for, if any."""
    asked = st.session_state.get(_BEHIND)
    if asked is None:
        return
    dimension, key = asked
    if dimension == "month":
        year, month = (int(part) for part in key.split("-"))
        title = f"{session.formats.month(session.today.replace(year=year, month=month, day=1))} {year}"
    else:
        title = session.texts("waste.behind", name=_label(session, dimension, key),
                              period=period_words(session, period))

    @st.dialog(plain(title), on_dismiss=_close)
    def dialog() -> None:
        found = waste.behind(session, period, dimension, key)
        rows = []
        for one in found[:_MOST_SHOWN]:
            parts = [session.formats.past_day(one.discarded_on)]
            if one.quantity_milli is not None and one.unit:
                parts.append(session.formats.amount(Decimal(one.quantity_milli) / 1000, one.unit))
            if dimension != "reason":
                parts.append(session.texts(f"reason.{one.reason}"))
            price = "" if one.value_minor is None else session.formats.money(round(one.value_minor), one.currency)
            name = history.food_label(session, one.food_id or one.food_name)
            rows.append(food_html(picture=tile(one.food_id), name=sentence_case(name), meta=", ".join(parts),
                                  price=price, css_class="stay"))
        st.html(f'<div class="rows">{"".join(rows)}</div>')
        if len(found) > _MOST_SHOWN:
            st.html(f'<p class="note">{esc(session.texts("waste.behind_more", n=_MOST_SHOWN))}</p>')
        if st.button(session.texts("detail.close"), key="waste_behind_close", width="stretch"):
            _close()
            st.rerun()

    dialog()


def saved_card(session: Session, found: Shares) -> None:
    """Draw what was used in its last days, and the range of what making the binned food gave off."""
    texts, formats, summary = session.texts, session.formats, found.summary
    rows = [(str(summary.rescued_events), texts.count("waste.saved", summary.rescued_events))]
    if summary.rescued_value_minor:
        rows.append((formats.round_money(round(summary.rescued_value_minor), summary.currency),
                     texts("waste.saved_worth")))
    high = found.range.production_co2e_kg
    if high:
        low = found.range.sure_production_co2e_kg or 0
        rows.append((formats.mass_span(low * 1000, high * 1000), texts("waste.co2e_binned")))
    with st.container(key="card_saved"):
        notes = [texts("waste.range_why"),
                 *known_part(session, "waste.co2e_known", summary.production_co2e_mass_share)] if high else []
        note = f'<p class="note" style="margin-top:.75rem">{esc(" ".join(notes))}</p>' if notes else ""
        st.html(figures(rows) + note)


def rate_card(session: Session, found: Rate) -> None:
    """Draw the pace of a year as a range, beside the world's where like meets like, with what it leaves out."""
    texts, formats, summary = session.texts, session.formats, found.summary
    with st.container(key="card_rate"):
        heading = section_html(texts("waste.rate"), "")
        if summary.kg_per_person_year is None:
            st.html(heading + f'<p class="plain">{esc(texts("waste.rate_too_little"))}</p>')
            return
        low, high = (summary.sure_kg_per_person_year or 0) * 1000, summary.kg_per_person_year * 1000
        span = formats.mass_span(low, high)
        rows = [(texts("waste.rate_you"), low, high, span, "")]
        published = [one for one in found.references if one["year"] is not None]
        world = next((one for one in published if one["region"] == "world"), None)
        notes = [texts("waste.rate_partly")]
        if world is not None:
            grams = float(world["kg_per_person_year"]) * 1000
            rows.append((texts("waste.rate_world", year=world["year"]), grams, grams, formats.mass(grams),
                         "var(--edge)"))
            notes = [texts("waste.rate_scope", source=world["source"])]
        said = texts("waste.rate_said", range=span)
        st.html(heading + f'<p class="plain" style="margin:.25rem 0 .75rem">{esc(said)}</p>' + ranges(rows)
                + "".join(f'<p class="note" style="margin-top:.75rem">{esc(note)}</p>' for note in notes))
        if published:
            with st.expander(texts("waste.rate_table")):
                st.dataframe(_reference_rows(session, published), hide_index=True, width="stretch")


def _reference_rows(session: Session, published: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    columns = {"region": "region", "year": "year", "rate": "kg_per_person_year", "scope": "scope", "source": "source"}
    return [{session.texts(f"waste.column.{name}"): one[column] for name, column in columns.items()}
            for one in published]


def before_card(session: Session, found: Rate) -> None:
    """Draw the first thirteen weeks beside the last; nothing before there are both."""
    compared = found.before_after
    if compared is None:
        return
    texts, formats = session.texts, session.formats
    rows = [
        (texts("waste.before_first", day=formats.short_date(day)), one.low * 1000, one.high * 1000,
         formats.mass_span(one.low * 1000, one.high * 1000), colour)
        for day, one, colour in ((compared.first_on, compared.first, "var(--edge)"),
                                 (compared.last_on, compared.last, ""))
    ]
    change = "less" if compared.last.high < compared.first.low else "more"
    said = texts(f"waste.before_{change if compared.is_clear else 'unclear'}")
    with st.container(key="card_before"):
        st.html(section_html(texts("waste.before"), texts("waste.column.rate"))
                + f'<div style="margin:.75rem 0">{ranges(rows)}</div><p class="note">{esc(said)}</p>')


def take_along_card(session: Session, found: WasteHistory, measure: str) -> None:
    """Draw the three files of the page; each is made when it is asked for."""
    texts = session.texts
    picture = partial(months_png, _columns(session, found, measure), texts("waste.months"),
                      texts(f"waste.{measure}"))
    with st.container(key="card_take_along"):
        st.html(section_html(texts("waste.take_along"), ""))
        for name, data, file_name, mime in (
            ("csv", partial(waste.as_csv, session), "larder-waste.csv", "text/csv"),
            ("parquet", partial(waste.as_parquet, session), "larder-waste.parquet", "application/vnd.apache.parquet"),
            ("picture", picture, "larder-waste.png", "image/png"),
        ):
            st.download_button(texts(f"waste.save_{name}"), data, file_name=file_name, mime=mime, width="stretch",
                               icon=material("download"), key=f"save_{name}", on_click="ignore")
