"""The frame around every page: the kitchen's menu, the phone's tab bar, the undo bar and the pulse."""

from datetime import date

import streamlit as st

from dashboard import actions
from dashboard.markup import esc, material, plain
from dashboard.navigation import PAGES
from dashboard.session import Session, choose_household, current, household_ids, workplace_of
from pantry.household import DEMO
from pantry.payloads import HouseholdChanged
from pantry.vocabulary import Reason

PULSE_SECONDS = 2
# The reasons people name most, offered right after something was binned.
QUICK_REASONS = (Reason.FORGOTTEN, Reason.DATE_PASSED, Reason.SPOILED, Reason.COOKED_TOO_MUCH, Reason.PREFERENCE,
                 Reason.INEDIBLE_PART)
_LANGUAGE = "language:"


def kitchen_menu(session: Session) -> None:
    """Draw the menu in the header: which kitchen, which language."""
    other = "de" if session.lang == "en" else "en"
    options = [one for one in household_ids() if one != session.household_id] + [f"{_LANGUAGE}{other}"]
    with st.container(key="kitchen"):
        st.menu_button(
            plain(_kitchen_name(session, session.household_id)), options, key="kitchen_menu",
            format_func=lambda option: plain(_option_name(session, option)), on_click=_choose,
        )


def _option_name(session: Session, option: str) -> str:
    if option.startswith(_LANGUAGE):
        return session.texts(f"language.{option.removeprefix(_LANGUAGE)}")
    return session.texts("kitchen.go", name=_kitchen_name(session, option))


def _kitchen_name(session: Session, household_id: str) -> str:
    if household_id == DEMO:
        return session.texts("kitchen.demo")
    household = workplace_of(household_id).view.household()
    return session.texts("kitchen.own") if household.name == "My kitchen" else household.name


def _choose() -> None:
    chosen = st.session_state["kitchen_menu"]
    if chosen is None:
        return
    actions.forget_last()
    actions.close_dialog()
    if not chosen.startswith(_LANGUAGE):
        choose_household(chosen)
        return
    changed = HouseholdChanged.model_validate({"language": chosen.removeprefix(_LANGUAGE)})
    actions.attempt(lambda session: _change(session, changed))


def _change(session: Session, changed: HouseholdChanged) -> None:
    session.kitchen.change_settings(changed)


def tab_bar(session: Session, page_name: str) -> None:
    """Draw the phone's tab bar; wide screens hide it."""
    with st.bottom, st.container(key="tabbar", horizontal=True, wrap=False, gap=None):
        for entry in PAGES:
            if entry.is_in_tab_bar:
                state = "on" if entry.name == page_name else "off"
                with st.container(key=f"tab_{state}_{entry.name}"):
                    st.page_link(entry.path, label=session.texts(f"page.{entry.name}"), icon=material(entry.icon),
                                 width="stretch")


@st.fragment(run_every=PULSE_SECONDS)
def pulse(drawn_seq: int, drawn_day: date, had_undo: bool) -> None:
    """Show the undo bar, and draw the page again when another session wrote, at midnight, or when undo is over.

    drawn_seq, drawn_day: the newest event and the day the page shows. had_undo: whether it has an undo bar.
    """
    session = current()
    last = actions.last_action()
    if (session.seq, session.today) != (drawn_seq, drawn_day) or (had_undo and last is None):
        st.rerun()
    _bar(session, last)


def _bar(session: Session, last: "actions.LastAction | None") -> None:
    said = actions.notice()
    if said:
        with st.container(key="undo_notice", horizontal=True, vertical_alignment="center"):
            st.html(f'<div class="said" role="status">{esc(said)}</div>')
        return
    if last is None:
        return
    with st.container(key=f"undo_{last.number}", horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="said" role="status">{esc(last.text)}</div>')
        if last.verb == "binned":
            st.menu_button(
                session.texts("undo.why"), list(QUICK_REASONS), key=f"why_{last.number}",
                format_func=lambda reason: session.texts(f"reason.{reason}"), width="content",
                on_click=_say_why, args=(last.number, last.lot_ids[0]),
            )
        if st.button(session.texts("undo.undo"), key=f"take_back_{last.number}", icon=material("undo"),
                     on_click=actions.undo_last):
            st.rerun()


def _say_why(number: int, lot_id: str) -> None:
    reason = st.session_state.get(f"why_{number}")
    if reason is not None:
        actions.say_why(lot_id, Reason(reason))
