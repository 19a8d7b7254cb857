"""The search field of the Recipes page and what it finds; the household's diets and allergens hold."""

import streamlit as st

from dashboard.components.recipes import OPENED
from dashboard.session import Session
from intake.suggestions import find_recipes

FOUND = 20
MOST_TYPED = 200


def search_results(session: Session) -> bool:
    """Draw the field and, once something is typed, a button a recipe; return whether something was typed."""
    texts = session.texts
    typed = (st.text_input(texts("search.recipes"), key="recipe_search", placeholder=texts("search.recipes"),
                           label_visibility="collapsed") or "")[:MOST_TYPED].strip()
    if not typed:
        return False
    found = find_recipes(session.workplace, typed, limit=FOUND)
    if not found:
        st.caption(texts("search.recipes_none"))
    for recipe in found:
        st.button(recipe.title, key=f"found_{recipe.recipe_id}", on_click=_open, args=(recipe.recipe_id,))
    return True


def _open(recipe_id: str) -> None:
    st.session_state[OPENED] = recipe_id
