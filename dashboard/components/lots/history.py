"""What happened to a lot, each step with its undo."""

from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.clicks import actions
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from pantry.lots import LotEvent


def history_list(session: Session, lot_id: str, *, limit: int | None = None, prefix: str = "back") -> None:
    """Draw the steps, newest first. prefix: makes the buttons' keys its own."""
    lot = session.view.lot(lot_id)
    events = list(reversed(session.view.history(lot_id)))[:limit]
    with st.container(key=f"history_{prefix}"):
        for event in events:
            _step(session, event, lot.unit, prefix)


def _step(session: Session, event: LotEvent, unit: str, prefix: str) -> None:
    row = f"row_{prefix}_{event.event_id}"
    with st.container(key=row, horizontal=True, wrap=False, vertical_alignment="center"):
        undone = " is-undone" if event.is_undone else ""
        what = session.texts.happened(event, unit, session.formats)
        st.html(f'<div class="event{undone}"><b style="font-weight:500">{esc(what)}</b>'
                f"<span>{esc(_when(session, event))}</span></div>")
        with st.container(key=f"icon_{prefix}_{event.event_id}", width="content"):
            label = session.texts("history.redo" if event.is_undone else "history.undo")
            st.button(plain(label), key=f"{prefix}_{event.event_id}", on_click=actions.undo_event,
                      icon=material("redo" if event.is_undone else "undo"), args=(event.event_id,))


def _when(session: Session, event: LotEvent) -> str:
    day = event.occurred_at.astimezone(ZoneInfo(session.household.time_zone)).date()
    return session.formats.past_day(day)
