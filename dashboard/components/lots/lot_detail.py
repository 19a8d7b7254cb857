"""The facts of the chosen food: beside the list on wide screens, a sheet from below on phones."""

import streamlit as st

from dashboard.clicks import actions, reviewing
from dashboard.components.foods import amount_left, food_html, name_of, picture_of
from dashboard.components.headings import section
from dashboard.components.lots.history import history_list
from dashboard.components.lots.lot_cards import done_html
from dashboard.components.lots.lot_rows import SELECTED
from dashboard.components.lots.naming import naming
from dashboard.formats import sentence_case
from dashboard.markup import esc, material
from dashboard.session import Session
from dashboard.shown import queries
from pantry.foods import catalog
from pantry.lots import Lot
from pantry.urgency import DueLot
from pantry.vocabulary import DocumentKind

_DRAWN = "detail_lot"
# What leads back to a document, by its kind: a text and a symbol.
_DOCUMENTS = {DocumentKind.RECEIPT: ("detail.receipt", "receipt_long"), DocumentKind.PHOTO: ("detail.photo", "image")}


def detail(session: Session, dues: list[DueLot]) -> None:
    """Draw the chosen lot, else the most urgent of those listed."""
    chosen = st.session_state.get(SELECTED)
    due = queries.due_lot(session, chosen) if chosen else None
    last = actions.just_acted().get(str(st.session_state.get(_DRAWN)))
    if last is not None and (due is None or not due.lot.quantity):
        # The food that was just finished keeps its place, so that a second press meets no other food.
        _done(session, str(st.session_state[_DRAWN]), last, is_chosen=chosen is not None)
        return
    if due is None or not due.lot.quantity:
        st.session_state.pop(SELECTED, None)
        chosen, due = None, dues[0] if dues else None
    if due is None:
        return
    st.session_state[_DRAWN] = due.lot.lot_id
    # On phones the sheet only shows what was pressed; the key tells the stylesheet which it is.
    with st.container(key="sticky_detail"), st.container(key=f"card_sheet_{'open' if chosen else 'rest'}_x"):
        _card(session, due, is_chosen=chosen is not None)


def _done(session: Session, lot_id: str, last: actions.LastAction, *, is_chosen: bool) -> None:
    due = queries.due_lot(session, lot_id)
    if due is not None:
        with st.container(key="sticky_detail"), st.container(key=f"card_sheet_{'open' if is_chosen else 'rest'}_done"):
            st.html(f'<div class="hero">{done_html(session, due, last)}</div>')
            if is_chosen:
                with st.container(key="phone_close"):
                    st.button(session.texts("detail.close"), key="detail_close", width="stretch", on_click=_deselect)


def _card(session: Session, due: DueLot, *, is_chosen: bool) -> None:
    lot, texts = due.lot, session.texts
    bought = texts("detail.bought", day=session.formats.past_day(lot.purchased_on))
    shown = food_html(picture=picture_of(session, lot), name=name_of(session, lot), meta=bought)
    st.html(f'<div class="hero">{shown}</div>')
    st.html(_facts(session, due))
    naming(session, lot, prefix="detail")
    with st.container(key=f"three_detail_{lot.lot_id}", horizontal=True, wrap=False, gap=None):
        st.button(texts("do.ate_some"), key=f"some_{lot.lot_id}", type="primary", icon=material("restaurant"),
                  width="stretch", on_click=actions.open_dialog, args=("ate_some", lot.lot_id))
        st.button(texts("do.ate_all"), key=f"all_{lot.lot_id}", icon=material("check"), width="stretch",
                  on_click=actions.eat, args=(lot.lot_id,))
        st.button(texts("do.binned"), key=f"bin_{lot.lot_id}", icon=material("delete"), width="stretch",
                  on_click=actions.open_dialog, args=("bin", lot.lot_id))
    _others(session, lot)
    _to_document(session, lot)
    section(texts("menu.history"))
    history_list(session, lot, limit=5)
    if is_chosen:
        with st.container(key="phone_close"):
            st.button(texts("detail.close"), key="detail_close", width="stretch", on_click=_deselect)


def _facts(session: Session, due: DueLot) -> str:
    lot, texts, formats = due.lot, session.texts, session.formats
    rows = [(texts("detail.left"), amount_left(session, lot)),
            (texts("detail.place"), _place(session, lot))]
    if lot.food_name and (facts := catalog().get(lot.facts_food_id or "")):
        rows.append((texts("detail.counts_as"), sentence_case(facts.name(session.food_lang))))
    if due.due.likely:
        key = f"date_kind.{due.due.kind or 'best_before'}" if not due.due.is_estimate else "date_kind.guess"
        said = formats.day(due.due.likely)
        rows.append((texts(key), texts("risk.about_lower", day=said) if due.due.is_estimate else said))
    if lot.price_minor is not None:
        rows.append((texts("detail.paid"), formats.money(lot.price_minor, lot.currency)))
    drawn = "".join(f"<dt>{esc(name)}</dt><dd>{esc(value)}</dd>" for name, value in rows)
    return f'<dl class="facts">{drawn}</dl>'


def _place(session: Session, lot: Lot) -> str:
    place = session.texts(f"place.{lot.place}")
    if lot.opened_on is None:
        return place
    return session.texts("detail.opened_on", place=place, day=session.formats.past_day(lot.opened_on))


def _to_document(session: Session, lot: Lot) -> None:
    """Offer the receipt or photo a lot came in with."""
    sha256 = lot.document_sha256
    kind = queries.kind_of_document(session, sha256) if sha256 else None
    if sha256 is None or kind not in _DOCUMENTS:
        return
    key, symbol = _DOCUMENTS[kind]
    if st.button(session.texts(key), key="detail_receipt", icon=material(symbol), type="tertiary"):
        reviewing.open_receipt(sha256)
        st.switch_page("screens/review.py")


def _others(session: Session, lot: Lot) -> None:
    """Offer the other purchases of the same food in the same place."""
    same = [
        due.lot for due in queries.due_lots(session)
        if (due.lot.food_id, due.lot.food_name, due.lot.place) == (lot.food_id, lot.food_name, lot.place)
    ]
    if len(same) < 2:
        return
    labels = session.texts.told_apart({
        one.lot_id: session.texts(
            "detail.one_of", amount=session.formats.amount(one.quantity, one.unit),
            day=session.formats.past_day(one.purchased_on),
        )
        for one in same
    })
    st.session_state["detail_other"] = lot.lot_id
    st.selectbox(session.texts("detail.which"), list(labels), key="detail_other",
                 format_func=lambda lot_id: labels.get(lot_id, ""), on_change=_select_other)


def _select_other() -> None:
    st.session_state[SELECTED] = st.session_state["detail_other"]


def _deselect() -> None:
    st.session_state.pop(SELECTED, None)
