"""Cards of lots with their three buttons: ate it, froze it, binned it."""

from collections.abc import Callable

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.foods import due_food_html, food_html, name_of, picture_of
from dashboard.markup import icon, material
from dashboard.parts import redraw
from dashboard.session import Session
from pantry.urgency import DueLot

_DONE_WORDS = {
    "ate": "did.short.ate", "binned": "did.short.binned", "froze": "did.short.froze", "why": "did.short.binned",
    "gave": "did.short.gave", "checked": "did.short.checked",
}


def card_part(lot_id: str) -> str:
    """Return the name of the part of a page that is this lot's card."""
    return f"card_{lot_id}"


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
    return food_html(picture=picture_of(session, due.lot), name=name_of(session, due.lot), meta=word,
                     css_class="is-done")


def _three_buttons(session: Session, due: DueLot, *, prefix: str, is_primary: bool = False) -> None:
    texts, lot = session.texts, due.lot
    second = ("thawed", "water_drop", actions.thaw) if lot.is_frozen else ("froze", "ac_unit", actions.freeze)
    buttons = (("ate", "check", actions.eat), second, ("binned", "delete", actions.discard))
    with st.container(key=f"{prefix}_{lot.lot_id}", horizontal=True, wrap=False, gap=None):
        for verb, symbol, act in buttons:
            st.button(texts(f"do.{verb}"), key=f"{verb}_{lot.lot_id}", icon=material(symbol), width="stretch",
                      type="primary" if is_primary and verb == "ate" else "secondary", on_click=_act,
                      args=(act, lot.lot_id))


def _act(act: Callable[[str], None], lot_id: str) -> None:
    act(lot_id)
    redraw(card_part(lot_id))
