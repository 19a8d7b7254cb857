"""The dialog in which a recipe is written down, pasted or corrected."""

import streamlit as st

from dashboard.clicks import actions, recipe_actions
from dashboard.components.recipes.recipe_cards import open_recipe
from dashboard.markup import esc, material
from dashboard.session import Session
from dashboard.shown import cookbook
from pantry.errors import Refused
from recipes.recipe import TOLD, Recipe
from recipes.texts.written import MOST_PASTED, read_pasted

NEW = ""
_MOST_MINUTES = 7 * 24 * 60
_AREA_PX = 190


def draw_write_dialog(session: Session, recipe_id: str, number: int) -> None:
    """Draw the fields of a recipe, empty for a new one. recipe_id: of the recipe to correct, else NEW."""
    texts = session.texts
    printed = cookbook.printed(session, recipe_id) if recipe_id else None

    @st.dialog(texts("write.correct" if printed else "write.new"), width="medium", on_dismiss=actions.close_dialog)
    def dialog() -> None:
        for name, value in _fields(printed).items():
            st.session_state.setdefault(_key(name, number), value)
        if printed is None:
            _paste(session, number)
        title = st.text_input(texts("write.title"), key=_key("title", number), max_chars=200)
        left, right = st.columns(2)
        servings = left.number_input(texts("recipe.people"), 1, recipe_actions.MOST_SERVINGS, None,
                                     key=_key("servings", number), placeholder=texts("write.not_said"))
        minutes = right.number_input(texts("write.minutes"), 1, _MOST_MINUTES, None, step=5,
                                     key=_key("minutes", number), placeholder=texts("write.not_said"))
        ingredients = st.text_area(texts("write.ingredients"), key=_key("ingredients", number), height=_AREA_PX,
                                   placeholder=texts("write.ingredients_hint"), max_chars=MOST_PASTED)
        steps = st.text_area(texts("write.steps"), key=_key("steps", number), height=_AREA_PX,
                             placeholder=texts("write.steps_hint"), max_chars=MOST_PASTED)
        written = recipe_actions.Written(title, ingredients, steps, servings, minutes)
        _what_is_not_known(session, written)
        if st.button(texts("write.do"), key=_key("do", number), type="primary", icon=material("check"),
                     width="stretch", disabled=not (title.strip() and ingredients.strip())):
            actions.close_dialog()
            kept = recipe_actions.keep_written(written, instead_of=recipe_id or None)
            if kept:
                open_recipe(kept)
            st.rerun()

    dialog()


def _key(name: str, number: int) -> str:
    return f"write_{name}_{number}"


def _paste(session: Session, number: int) -> None:
    """Draw a field that takes a whole recipe and fills the others from it."""
    texts = session.texts
    with st.expander(texts("write.paste"), icon=material("content_paste")):
        st.text_area(texts("write.paste"), key=_key("pasted", number), height=_AREA_PX, max_chars=MOST_PASTED,
                     placeholder=texts("write.paste_hint"), label_visibility="collapsed")
        st.button(texts("write.paste_do"), key=_key("fill", number), width="stretch", on_click=_fill, args=(number,))
        if refused := st.session_state.get(_key("refused", number)):
            st.html(f'<p class="note" role="alert">{esc(refused)}</p>')
    if st.session_state.get(_key("is_told", number)):
        st.html(f'<p class="note" role="status">{esc(texts("write.from_prose"))}</p>')


def _fill(number: int) -> None:
    pasted = st.session_state.get(_key("pasted", number)) or ""
    st.session_state[_key("refused", number)] = ""
    try:
        recipe = read_pasted(pasted)
    except Refused as refused:
        st.session_state[_key("refused", number)] = recipe_actions.words_of(refused)
        return
    st.session_state[_key("is_told", number)] = recipe.how == TOLD
    for name, value in _fields(recipe).items():
        st.session_state[_key(name, number)] = value


def _fields(recipe: Recipe | None) -> dict[str, object]:
    if recipe is None:
        return {"title": "", "servings": None, "minutes": None, "ingredients": "", "steps": ""}
    return {
        "title": recipe.title[:200], "servings": _at_most(recipe.servings, recipe_actions.MOST_SERVINGS),
        "minutes": _at_most(recipe.total_minutes, _MOST_MINUTES), "ingredients": "\n".join(recipe.ingredients),
        "steps": "\n".join(recipe.instructions),
    }


def _at_most(number: float | None, most: int) -> int | None:
    return min(max(1, round(number)), most) if number else None


def _what_is_not_known(session: Session, written: "recipe_actions.Written") -> None:
    """Name the ingredients that mean no food: they count neither as there nor as missing."""
    names = recipe_actions.unknown_ingredients(session, written)
    if names:
        st.html(f'<p class="note">{esc(session.texts("write.unknown", names=session.texts.listing(names)))}</p>')
