"""The first look at an own kitchen: it takes over what the browser tells of language, money and measures."""

import streamlit as st

from dashboard.clicks import actions
from dashboard.session import Session, current
from pantry.facts.habits import habits_of
from pantry.household import HOME, is_untouched
from pantry.kinds.payloads import HouseholdChanged


def settle_in(session: Session) -> Session:
    """Return the session; an own kitchen of which nothing was said yet begins as the browser is set, with undo."""
    if session.household_id != HOME or len(session.view.facts()) > 1 or session.view.has_lots():
        return session
    if is_untouched(session.workplace.journal, HOME):
        actions.attempt(_take_over)
    return current()


def _take_over(session: Session) -> None:
    habits = habits_of(st.context.locale, st.context.timezone)
    said = habits.model_dump(exclude_none=True) if habits else {}
    if all(getattr(session.household, name) == value for name, value in said.items()):
        return
    done = session.kitchen.change_settings(HouseholdChanged.model_validate(said))
    settled = current()
    household = settled.household
    actions.remember(settled.texts("did.settled", language=settled.texts(f"language.{household.language}"),
                                   currency=household.currency, zone=household.time_zone), done)
