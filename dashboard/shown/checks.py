"""Which lot to ask about, and how rarely: "is it still there?"."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.clicks.actions import CHECK_QUESTION
from dashboard.session import Session
from dashboard.shown import queries
from pantry.belief import answers_on, beliefs, questions
from pantry.urgency import DueLot

# A kitchen is no interview: what is in doubt beyond this waits for another day.
QUESTIONS_A_DAY = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A lot that may be gone. days: since somebody touched it; usual_days: for which it is usually left alone."""

    due: DueLot
    days: int
    usual_days: float
    reason: str


def question(session: Session) -> Question | None:
    """Return the one question to ask now, None when enough was asked today or nothing is in doubt.

    It is found once a day and stays until its food is touched: to find it costs a tenth of a second.
    """
    stamp = (session.household_id, session.today)
    held: tuple[tuple[str, date], Question | None] | None = st.session_state.get(CHECK_QUESTION)
    if held is not None and held[0] == stamp and (held[1] is None or _is_untouched(session, held[1])):
        return held[1]
    found = find_question(session)
    st.session_state[CHECK_QUESTION] = (stamp, found)
    return found


def find_question(session: Session) -> Question | None:
    """Return the question that a session would ask now; found once for all sessions of a household."""
    return queries.cached(session, "question", lambda: _first_question(session))


def _first_question(session: Session) -> Question | None:
    if answers_on(session.view, session.today) >= QUESTIONS_A_DAY:
        return None
    for due in questions(session.view, session.today):
        belief = beliefs(session.view, session.today)[due.lot.lot_id]
        return Question(due, belief.days_untouched, belief.usual_gap_days, belief.reason)
    return None


def _is_untouched(session: Session, one: Question) -> bool:
    """Return whether nothing happened to the lot since the question was found."""
    due = queries.due_lot(session, one.due.lot.lot_id)
    return due is not None and due.lot == one.due.lot
