"""Cooking mode: one step a screen in large type, Back and Next under the thumb, timers, and a screen that stays on."""

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.parts import part
from dashboard.components.recipes.ingredients import ingredients_html
from dashboard.markup import esc, material
from dashboard.session import Session
from dashboard.shown.cookbook import OpenedRecipe

STEP = "cooking_step"
_MOST_STEPS = 60

# Timers run in the browser: a step that is turned does not stop them, and no server has to count seconds.
_timers = part("timers", '<div class="timers" aria-live="polite"></div>')


def start_cooking() -> None:
    """Begin with the first step."""
    st.session_state[STEP] = 0


def stop_cooking() -> None:
    """Go back to the recipe."""
    st.session_state.pop(STEP, None)


def cooking_mode(session: Session, opened: OpenedRecipe) -> None:
    """Draw the step that is being cooked."""
    texts = session.texts
    steps = list(opened.recipe.instructions[:_MOST_STEPS]) or [texts("cook.no_steps")]
    number = min(max(int(st.session_state.get(STEP, 0)), 0), len(steps) - 1)
    st.button(texts("cook.stop"), key="cook_stop", icon=material("close"), type="tertiary", on_click=stop_cooking)
    over = texts("cook.step", n=number + 1, total=len(steps))
    st.html(f'<p class="over">{esc(opened.suggestion.title)}</p><h1 class="title cook-count">{esc(over)}</h1>'
            f'<div class="cook-bar"><i style="--w:{round(100 * (number + 1) / len(steps))}%"></i></div>'
            f'<p class="cook-step">{esc(steps[number])}</p>')
    _clock(session, opened.suggestion.recipe_id, number, steps[number])
    with st.expander(texts("recipe.ingredients")):
        st.html(ingredients_html(session, opened))
    with st.container(key="thumb_cook", horizontal=True, wrap=False):
        st.button(texts("cook.back"), key="cook_back", icon=material("arrow_back"), width="stretch",
                  disabled=number == 0, on_click=_go, args=(number - 1,))
        if number + 1 < len(steps):
            st.button(texts("cook.next"), key="cook_next", icon=material("arrow_forward"), type="primary",
                      width="stretch", on_click=_go, args=(number + 1,))
        else:
            st.button(texts("recipe.cooked"), key="cooked_open", type="primary", icon=material("check"),
                      width="stretch", disabled=not opened.parts, on_click=actions.open_dialog,
                      args=("cook", opened.suggestion.recipe_id))


def _go(number: int) -> None:
    st.session_state[STEP] = number


def _clock(session: Session, recipe_id: str, number: int, step: str) -> None:
    from recipes.cook.timers import timers_of

    texts = session.texts
    minutes = timers_of(step)
    _timers(
        key="cook_timers",
        data={
            "timers": [{"id": f"{recipe_id}:{number}:{one}", "seconds": one * 60,
                        "start": texts("cook.timer", minutes=one)} for one in minutes],
            "words": {name: texts(f"cook.{name}") for name in ("timer_stop", "timer_over", "awake", "asleep")},
        },
    )
