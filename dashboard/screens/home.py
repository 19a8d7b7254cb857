"""Home: one thing to do next, what comes after it, tonight, what waits, and this month's bin."""

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.first_run import first_run
from dashboard.components.headings import page_heading, section
from dashboard.components.home_cards import arrivals_card, binned_card, tonight_card
from dashboard.components.lots.check_cards import question_card
from dashboard.components.lots.lot_cards import card_part, done_card, hero_card, next_card
from dashboard.components.sentences import goes_into, home_lede, home_title
from dashboard.parts import part
from dashboard.session import Session, current
from dashboard.shown import checks, queries
from pantry.urgency import DueLot

NEXT_CARDS = 3


def main() -> None:
    """Draw the page."""
    session = current()
    if not session.view.has_lots():
        first_run(session)
        return
    dues = queries.due_lots(session)
    slots = _slots(session, dues)
    page_heading(
        home_title(session, dues), over=session.formats.long_date(session.today), lede=home_lede(session, dues)
    )
    left, right = st.columns([7, 5], gap="large")
    with left:
        _foods(session, slots, len(queries.shelves(dues)))
    with right:
        question_card(session)
        tonight_card(session)
        arrivals_card(session)
        binned_card(session)


def _foods(session: Session, slots: list[DueLot], food_count: int) -> None:
    acted = actions.just_acted()
    for number, due in enumerate(slots):
        if number == 1:
            shown = session.texts.count("home.next_of", food_count, shown=min(NEXT_CARDS, len(slots) - 1))
            section(session.texts("home.next"), shown)
        is_hero = number == 0
        because = goes_into(session, due) if is_hero and due.lot.lot_id not in acted else ""
        part(card_part(due.lot.lot_id), _card, session, due, is_hero, because)


def _card(session: Session, due: DueLot, is_hero: bool, because: str) -> None:
    """Draw a food, or what was just done to it. It is drawn after a click by itself and asks for nothing but that."""
    last = actions.just_acted().get(due.lot.lot_id)
    if last is not None:
        done_card(session, due, last, is_hero=is_hero)
    elif is_hero:
        hero_card(session, due, because)
    else:
        next_card(session, due)


def _slots(session: Session, dues: list[DueLot]) -> list[DueLot]:
    """Return the foods to show; while an action can be taken back they keep their places."""
    held = st.session_state.get("home_slots", [])
    if actions.just_acted() and held and held[0] == session.household_id:
        return [due for lot_id in held[1] if (due := queries.due_lot(session, lot_id)) is not None]
    asked = checks.question(session)
    shown = [due for due in dues if asked is None or due.lot.lot_id != asked.due.lot.lot_id]
    # Of a food that was bought twice only the sooner stands here; the other comes when that one is gone.
    slots = [shelf.nearest for shelf in queries.shelves(shown)][: NEXT_CARDS + 1]
    st.session_state["home_slots"] = (session.household_id, [due.lot.lot_id for due in slots])
    return slots


main()
