"""The week's plan on the Recipes page: five dinners chosen together, what to buy for them, one button to take it."""

from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

from dashboard.clicks import actions, recipe_actions
from dashboard.components.headings import section
from dashboard.components.pictures import tile_of
from dashboard.components.recipes.recipe_cards import open_recipe, plate
from dashboard.formats import sentence_case
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from dashboard.shown import cookbook
from intake.planning import Week, accept_plan, plan_for
from intake.suggestions import Wish
from pantry.catalog.counted_names import called
from pantry.foods import catalog
from recipes.plan import WeekPlan
from recipes.planning.plan_days import Purchase

DINNERS = 5
# A page answers within a breath: the best plan so far is taken then.
SOLVER_SECONDS = 2.0
_PLAN = "week_plan"


def week_plan(session: Session, wish: Wish) -> None:
    """Draw the button that plans what a wish asks for, or the plan with its two buttons."""
    texts = session.texts
    section(texts("plan.title"))
    st.html(f'<p class="plain">{esc(texts("plan.why"))}</p>')
    plan = _planned(session, wish)
    if plan is None:
        st.button(texts("plan.make"), key="plan_make", icon=":material/calendar_month:", on_click=_make, args=(wish,))
        return
    if not plan.dinners:
        st.caption(texts("plan.none"))
        return
    rows = "".join(_dinner_html(session, dinner.recipe_id, dinner.title, session.today + timedelta(days=dinner.day))
                   for dinner in plan.dinners)
    names = [_name(session, one) for one in plan.purchases]
    buy = texts("plan.buy", names=texts.listing(names)) if names else texts("plan.buy_nothing")
    with st.container(key="card_plan"):
        st.html(f'<div class="rows">{rows}</div><p class="note" style="margin-top:.75rem">{esc(buy)}</p>')
        with st.container(key="three_plan", horizontal=True, wrap=False, gap=None):
            st.button(texts("plan.accept"), key="plan_accept", type="primary", icon=material("check"), width="stretch",
                      on_click=_accept, args=(wish,))
            st.button(texts("plan.drop"), key="plan_drop", icon=material("close"), width="stretch", on_click=_drop)


def planned_card(session: Session) -> None:
    """Draw the dinners that are planned from today on, each with a way to open it and to take it off."""
    meals = cookbook.planned(session)
    if not meals:
        return
    section(session.texts("plan.planned"))
    with st.container(key="card_list_planned"):
        for meal in meals:
            title = meal.title or "–"
            with st.container(key=f"row_meal_{meal.event_id}", horizontal=True, wrap=False,
                              vertical_alignment="center"):
                st.html(_dinner_html(session, meal.recipe_id, title, meal.day))
                st.button(plain(session.texts("recipes.open_one", title=title)), key=f"pick_meal_{meal.event_id}",
                          on_click=open_recipe, args=(meal.recipe_id,))
                with st.container(key=f"icon_meal_{meal.event_id}", width="content"):
                    st.button(plain(session.texts("plan.off", title=title)), key=f"unplan_{meal.event_id}",
                              icon=material("close"), on_click=recipe_actions.unplan, args=(meal.event_id, title))


def _dinner_html(session: Session, recipe_id: str, title: str, day: date) -> str:
    fits = cookbook.fitting(session, recipe_id)
    picture = plate(fits) if fits else tile_of("plate")
    return (f'<div class="recipe">{picture}<div><div class="name">{esc(sentence_case(title))}</div>'
            f'<div class="meta">{esc(sentence_case(session.formats.day(day)))}</div></div></div>')


def _planned(session: Session, wish: Wish) -> WeekPlan | None:
    """Return the plan this browser asked for, as long as neither the kitchen nor the wish changed since."""
    held = st.session_state.get(_PLAN)
    return held[1] if held and held[0] == (session.household.household_id, session.seq, wish) else None


def _name(session: Session, bought: Purchase) -> str:
    food = catalog().get(bought.food_id) if bought.food_id else None
    if food is None:
        return sentence_case(bought.name)
    return called(food, Decimal(str(bought.quantity)), bought.unit, session.food_lang)


def _make(wish: Wish) -> None:
    def act(session: Session) -> None:
        plan = plan_for(session.workplace, Week(DINNERS, time_limit_s=SOLVER_SECONDS), wish=wish)
        st.session_state[_PLAN] = ((session.household.household_id, session.seq, wish), plan)

    actions.attempt(act)


def _accept(wish: Wish) -> None:
    def act(session: Session) -> None:
        plan = _planned(session, wish)
        if plan is not None and plan.dinners:
            done = accept_plan(session.workplace, plan)
            actions.remember(session.texts.count("did.planned", len(plan.dinners)), done)
        _drop()

    actions.attempt(act)


def _drop() -> None:
    st.session_state.pop(_PLAN, None)
