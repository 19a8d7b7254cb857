"""The search field of the Recipes page: words find recipes of the house, an address fetches one from the web."""

import re

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.headings import empty_state, section
from dashboard.components.recipes.recipe_cards import small_card
from dashboard.components.recipes.write_dialog import NEW
from dashboard.markup import material
from dashboard.served.uploads import submit_address
from dashboard.session import Session, current
from dashboard.shown import cookbook

MOST_TYPED = 2000
_TYPED = "recipe_search"
_ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


def is_searching() -> bool:
    """Return whether something stands in the field."""
    return bool((st.session_state.get(_TYPED) or "").strip())


def search_results(session: Session) -> bool:
    """Draw the field and what it found; return whether something was typed."""
    texts = session.texts
    typed = (st.text_input(texts("search.recipes"), key=_TYPED, placeholder=texts("recipes.search_hint"),
                           icon=material("search"), label_visibility="collapsed") or "")[:MOST_TYPED].strip()
    if not typed:
        st.button(texts("write.new"), key="recipe_write", type="tertiary", icon=material("edit_note"),
                  on_click=actions.open_dialog, args=("write", NEW))
        return False
    if _ADDRESS.fullmatch(typed):
        st.button(texts("recipes.fetch"), key="recipe_fetch", type="primary", icon=material("download"),
                  on_click=_fetch)
        return True
    found = cookbook.found(session, typed)
    if not found:
        empty_state("plate", texts("search.recipes_none"), texts("search.recipes_help"))
        return True
    section(texts.count("recipes.found", len(found)))
    for one in found:
        small_card(session, one, why="" if one.uses else texts("recipe.not.uses_nothing"))
    return True


def _fetch() -> None:
    address = (st.session_state.get(_TYPED) or "")[:MOST_TYPED].strip()
    st.session_state[_TYPED] = ""
    if address:
        submit_address(current().workplace, address if "://" in address else f"https://{address}")
