"""The frame around every page: the kitchen's menu, the phone's tab bar, the undo bar and the pulse."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.lots.lot_cards import card_part
from dashboard.components.parts import part as browser_part
from dashboard.markup import esc, material, plain
from dashboard.navigation import PAGES, PageEntry
from dashboard.parts import BAR, part, redraw
from dashboard.served.turns import Turns
from dashboard.served.turnstile import Turnstile
from dashboard.session import (
    KITCHEN_COOKIE,
    Session,
    choice_to_remember,
    choose_household,
    current,
    household_ids,
    kitchen_name,
)
from dashboard.shown import history
from dashboard.texts import Texts
from pantry.household import Household
from pantry.kinds.payloads import HouseholdChanged
from pantry.vocabulary import Reason

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from streamlit.navigation.page import Page

PULSE_SECONDS = 2
# The reasons people name most, offered right after something was binned.
QUICK_REASONS = (Reason.FORGOTTEN, Reason.DATE_PASSED, Reason.SPOILED, Reason.COOKED_TOO_MUCH, Reason.PREFERENCE,
                 Reason.INEDIBLE_PART)
_LANGUAGE = "language:"
_tell_browser = browser_part("browser", "<span hidden></span>")
# Drawing a page anew takes some 60 ms of one core: fifty that have the same news leave room for others' clicks.
_turnstile = Turnstile(gap_seconds=0.1)
_WAITED = "news_waited"
# Nearly every page is drawn within this time; the rest is at work on something else than drawing.
_turns = Turns(longest_seconds=0.3)
# A page that somebody asked for goes before one that only shows what others did.
_PATIENCE_SECONDS = 1.0
_BRINGS_NEWS = "brings_news"


def kitchen_menu(session: Session) -> None:
    """Draw the menu in the header: which kitchen, which language."""
    other = "de" if session.lang == "en" else "en"
    options = [one for one in household_ids() if one != session.household_id] + [f"{_LANGUAGE}{other}"]
    names = session.texts.told_apart({option: _option_name(session, option) for option in options})
    with st.container(key="kitchen"):
        st.menu_button(
            plain(kitchen_name(session, session.household_id)), options, key="kitchen_menu",
            format_func=lambda option: plain(names.get(option, option)), on_click=_choose,
        )
        kept = {"name": KITCHEN_COOKIE, "value": chosen} if (chosen := choice_to_remember()) else {}
        _tell_browser(data={"lang": session.lang, **kept}, key="tell_browser")


def _option_name(session: Session, option: str) -> str:
    if option.startswith(_LANGUAGE):
        return session.texts(f"language.{option.removeprefix(_LANGUAGE)}")
    return session.texts("kitchen.go", name=kitchen_name(session, option))


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


def tab_bar(page_name: str, pages: "dict[str, Page]") -> None:
    """Draw the phone's tab bar; wide screens hide it."""
    with st.bottom, st.container(key="tabbar", horizontal=True, wrap=False, gap=None):
        for entry in PAGES:
            if entry.is_in_tab_bar:
                state = "on" if entry.name == page_name else "off"
                with st.container(key=f"tab_{state}_{entry.name}"):
                    st.page_link(pages[entry.name], width="stretch")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page shows, as far as it can change behind its back.

    seq: the newest event it knows, None where it shows no stock; history: the build of the warehouse it shows, None
    where it shows none; bar: what its undo bar speaks of.
    """

    household: Household
    day: date
    seq: int | None
    history: str | None
    bar: tuple[int | None, str | None]

    @classmethod
    def now(cls, session: Session, entry: PageEntry) -> "Drawn":
        """Return what a page drawn now shows."""
        last = actions.last_action()
        seq = session.seq if entry.shows_stock else None
        published = history.version(session) if entry.shows_history else None
        bar = (last.number if last else None, actions.notice())
        return cls(session.household, session.today, seq, published, bar)


@st.fragment(run_every=PULSE_SECONDS)
def pulse(drawn: Drawn, entry: PageEntry) -> None:
    """Draw the page again when another session wrote, at midnight, when undo is over or history was published."""
    now = Drawn.now(current(), entry)
    if now == drawn:
        return
    # What this session did is shown at once; what others did may wait for the next look when many have to show it.
    if now.bar == drawn.bar and not st.session_state.pop(_WAITED, False) and not _turnstile.lets_through():
        st.session_state[_WAITED] = True
        return
    st.session_state[_BRINGS_NEWS] = now.bar == drawn.bar
    st.rerun()


def page_turn() -> "AbstractContextManager[None]":
    """Return this page's turn among those of all sessions, to be held while it is drawn."""
    brings_news = st.session_state.pop(_BRINGS_NEWS, False)
    return _turns.turn(_PATIENCE_SECONDS if brings_news else 0.0)


def undo_bar(session: Session) -> None:
    """Draw what was done last with its way back; it comes before the page, so that a click is answered at once."""
    with st.container(key="last"):
        part(BAR, _bar, session.texts)


def _bar(texts: Texts) -> None:
    said, last = actions.notice(), actions.last_action()
    if said:
        with st.container(key="undo_notice", horizontal=True, vertical_alignment="center"):
            st.html(f'<div class="said" role="status">{esc(said)}</div>')
    elif last is not None:
        _way_back(texts, last)


def _way_back(texts: Texts, last: "actions.LastAction") -> None:
    with st.container(key=f"undo_{last.number}", horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="said" role="status">{esc(last.text)}</div>')
        if last.verb == "binned":
            st.menu_button(
                texts("undo.why"), list(QUICK_REASONS), key=f"why_{last.number}",
                format_func=lambda reason: texts(f"reason.{reason}"), width="content",
                on_click=_say_why, args=(last.number, last.lot_ids[0]),
            )
        st.button(texts("undo.undo"), key=f"take_back_{last.number}", icon=material("undo"), on_click=_take_back)


def _take_back() -> None:
    last = actions.last_action()
    actions.undo_last()
    redraw(*(card_part(lot_id) for lot_id in last.lot_ids) if last else ())


def _say_why(number: int, lot_id: str) -> None:
    reason = st.session_state.get(f"why_{number}")
    if reason is not None:
        actions.say_why(lot_id, Reason(reason))
    redraw(card_part(lot_id))
