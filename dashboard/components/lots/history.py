"""What happened to a lot, and what was said last of all of them, each step with its undo."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.foods import name_of
from dashboard.markup import esc, material, plain
from dashboard.session import Session, current
from pantry.facts.latest import Said, latest_said
from pantry.lots import Lot, LotEvent

MOST_LATEST = 15


def history_list(session: Session, lot: Lot, *, limit: int | None = None, prefix: str = "back") -> None:
    """Draw the steps, newest first. prefix: makes the buttons' keys its own."""
    events = list(reversed(session.view.history(lot.lot_id)))[:limit]
    with st.container(key=f"history_{prefix}"):
        for event in events:
            _step(session, event, lot.unit, prefix)


def latest_dialog(session: Session) -> None:
    """Draw the dialog of what was said last, for who saw too late what a press had done."""
    texts = session.texts

    @st.dialog(plain(texts("pantry.latest")), on_dismiss=actions.close_dialog)
    def dialog() -> None:
        # Drawn again alone after a press in it.
        now = current()
        found = latest_said(now.view, limit=MOST_LATEST)
        if not found:
            st.html(f'<p class="plain">{esc(texts("pantry.latest_none"))}</p>')
        with st.container(key="history_latest"):
            for said in found:
                _said(now, said)

    dialog()


def _said(session: Session, said: Said) -> None:
    """Draw one moment: the foods it was about, and what was said of them."""
    lot_id, event = said.told[0]
    lot = session.view.lot(lot_id)
    names = list(dict.fromkeys(name_of(session, session.view.lot(one)) for one, _ in said.told))
    if said.lots > len(said.told):
        names.append(session.texts("word.more", n=said.lots - len(said.told)))
    # Of several lots the amount of one says nothing of the others.
    what = session.texts.happened(event if said.lots == 1 else replace(event, quantity=None), lot.unit, session.formats)
    when = session.formats.moment(said.said_at, session.household.time_zone)
    _row(session, session.texts.listing(names), f"{what}, {when}", f"latest_{event.event_id}", is_undone=said.is_undone,
         on_click=lambda: actions.undo_said(said.event_ids, is_undone=said.is_undone))


def _step(session: Session, event: LotEvent, unit: str, prefix: str) -> None:
    what = session.texts.happened(event, unit, session.formats)
    _row(session, what, _when(session, event), f"{prefix}_{event.event_id}", is_undone=event.is_undone,
         on_click=lambda: actions.undo_event(event.event_id))


def _row(session: Session, what: str, under: str, key: str, *, is_undone: bool, on_click: Callable[[], None]) -> None:
    with st.container(key=f"row_{key}", horizontal=True, wrap=False, vertical_alignment="center"):
        undone = " is-undone" if is_undone else ""
        st.html(f'<div class="event{undone}"><b style="font-weight:500">{esc(what)}</b><span>{esc(under)}</span></div>')
        with st.container(key=f"icon_{key}", width="content"):
            label = session.texts("history.redo" if is_undone else "history.undo")
            st.button(f"{label}: {plain(what)}", key=key, on_click=on_click,
                      icon=material("redo" if is_undone else "undo"))


def _when(session: Session, event: LotEvent) -> str:
    day = event.occurred_at.astimezone(ZoneInfo(session.household.time_zone)).date()
    return session.formats.past_day(day)
