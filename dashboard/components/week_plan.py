"""The week's plan on the Recipes page: five dinners chosen together, what to buy for them, one button to take it."""

from datetime import timedelta

import streamlit as st

from dashboard import actions
from dashboard.components.headings import section
from dashboard.formats import sentence_case
from dashboard.session import Session
from intake.planning import Week, accept_plan, plan_for
from pantry.foods import catalog
from recipes.plan import WeekPlan

DINNERS = 5
# A page answers within a breath: the best plan so far is taken then.
SOLVER_SECONDS = 2.0
_PLAN = "week_plan"


def week_plan(session: Session) -> None:
    """Draw the button that plans, or the plan with its two buttons."""
    texts = session.texts
    section(texts("plan.title"), texts("plan.why"))
    plan = _planned(session)
    if plan is None:
        st.button(texts("plan.make"), key="plan_make", icon=":material/calendar_month:", on_click=_make)
        return
    if not plan.dinners:
        st.caption(texts("plan.none"))
        return
    for dinner in plan.dinners:
        day = session.formats.weekday(session.today + timedelta(days=dinner.day))
        st.text(f"{day}: {dinner.title}")
    names = [_name(session, one.food_id, one.name) for one in plan.purchases]
    st.caption(texts("plan.buy", names=texts.listing(names)) if names else texts("plan.buy_nothing"))
    left, right = st.columns(2)
    left.button(texts("plan.accept"), key="plan_accept", type="primary", on_click=_accept)
    right.button(texts("plan.drop"), key="plan_drop", on_click=_drop)


def _planned(session: Session) -> WeekPlan | None:
    """Return the plan this browser asked for, as long as nothing changed in the kitchen since."""
    held = st.session_state.get(_PLAN)
    return held[1] if held and held[0] == (session.household.household_id, session.seq) else None


def _name(session: Session, food_id: str | None, name: str) -> str:
    food = catalog().get(food_id) if food_id else None
    return food.name(session.lang) if food else sentence_case(name)


def _make() -> None:
    def act(session: Session) -> None:
        plan = plan_for(session.workplace, Week(DINNERS, time_limit_s=SOLVER_SECONDS))
        st.session_state[_PLAN] = ((session.household.household_id, session.seq), plan)

    actions.attempt(act)


def _accept() -> None:
    def act(session: Session) -> None:
        plan = _planned(session)
        if plan is not None and plan.dinners:
            done = accept_plan(session.workplace, plan)
            actions.remember(session.texts.count("did.planned", len(plan.dinners)), done)
        _drop()

    actions.attempt(act)


def _drop() -> None:
    st.session_state.pop(_PLAN, None)
