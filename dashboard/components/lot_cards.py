"""Cards of lots with their three buttons: ate it, froze it, binned it."""

import streamlit as st

from dashboard import actions
from dashboard.components.foods import due_food_html, food_html, name_of
from dashboard.components.pictures import tile
from dashboard.markup import icon, material
from dashboard.session import Session
from pantry.urgency import DueLot

_DONE_WORDS = {
    "ate": "did.short.ate", "binned": "did.short.binned", "froze": "did.short.froze", "why": "did.short.binned",
    "gave": "did.short.gave", "checked": "did.short.checked",
}


def hero_card(session: Session, due: DueLot, because: str = "") -> None:
    """Draw the one thing to do next. because: a sentence as HTML, e.g. what it goes into."""
    with st.container(key="card_hero"):
        reason = f'<div class="because">{icon("skillet")}<span>{because}</span></div>' if because else ""
        st.html(f'<div class="hero">{due_food_html(session, due, is_long=True)}{reason}</div>')
        _three_buttons(session, due, prefix="three", is_primary=True)


def next_card(session: Session, due: DueLot) -> None:
    """Draw a food that comes after the first."""
    lot_id = due.lot.lot_id
    with st.container(key=f"card_next_{lot_id}"):
        st.html(due_food_html(session, due))
        _three_buttons(session, due, prefix="strip")


def done_card(session: Session, due: DueLot, last: "actions.LastAction", *, is_hero: bool = False) -> None:
    """Draw what stands in a food's place while its action can be taken back, so that nothing jumps."""
    with st.container(key=f"card_{'hero_' if is_hero else ''}done_{due.lot.lot_id}"):
        inner = done_html(session, due, last)
        st.html(f'<div class="hero">{inner}</div>' if is_hero else inner)


def done_html(session: Session, due: DueLot, last: "actions.LastAction") -> str:
    """Return a food with what was just done to it."""
    word = session.texts(_DONE_WORDS.get(last.verb, "did.short.done"))
    return food_html(picture=tile(due.lot.food_id), name=name_of(session, due.lot), meta=word, css_class="is-done")


def _three_buttons(session: Session, due: DueLot, *, prefix: str, is_primary: bool = False) -> None:
    texts, lot = session.texts, due.lot
    with st.container(key=f"{prefix}_{lot.lot_id}", horizontal=True, wrap=False, gap=None):
        st.button(texts("do.ate"), key=f"ate_{lot.lot_id}", icon=material("check"), width="stretch",
                  type="primary" if is_primary else "secondary", on_click=actions.eat, args=(lot.lot_id,))
        if lot.is_frozen:
            st.button(texts("do.thawed"), key=f"thawed_{lot.lot_id}", icon=material("water_drop"), width="stretch",
                      on_click=actions.thaw, args=(lot.lot_id,))
        else:
            st.button(texts("do.froze"), key=f"froze_{lot.lot_id}", icon=material("ac_unit"), width="stretch",
                      on_click=actions.freeze, args=(lot.lot_id,))
        st.button(texts("do.binned"), key=f"binned_{lot.lot_id}", icon=material("delete"), width="stretch",
                  on_click=actions.discard, args=(lot.lot_id,))
