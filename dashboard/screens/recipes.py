"""Recipes: what to cook with what is due, one recipe with its list and steps, and "cooked it"."""

import streamlit as st

from dashboard import queries
from dashboard.components.headings import empty_state, page_heading, section
from dashboard.components.recipe_page import recipe_page
from dashboard.components.recipe_search import search_results
from dashboard.components.recipes import OPENED, best_card, small_card
from dashboard.components.week_plan import week_plan
from dashboard.queries import Suggestion
from dashboard.session import Session, current

FILTERS = ("nothing_to_buy", "quick", "saves")
QUICK_MINUTES = 30
SMALL_CARDS = 8


def main() -> None:
    """Draw the page."""
    session = current()
    opened = st.session_state.get(OPENED)
    if opened and recipe_page(session, opened):
        return
    texts = session.texts
    found = queries.suggestions(session)
    saved = sum(bool(one.saves) for one in found)
    page_heading(texts("recipes.title") if saved or not found else texts("recipes.title_any"),
                 lede=texts.count("recipes.lede", len(found)) if found else "")
    if not found:
        empty_state("plate", texts("recipes.empty"), texts("recipes.empty_why"), do=texts("recipes.empty_do"),
                    symbol="add_circle", page="screens/add.py")
        return
    if search_results(session):
        return
    shown = _filtered(session, found)
    if not shown:
        empty_state("plate", texts("recipes.none"), texts("recipes.none_why"))
        return
    best_card(session, shown[0])
    if len(shown) > 1:
        section(texts("recipes.more"), texts("recipes.order"))
        columns = st.columns(2, gap="small")
        for number, one in enumerate(shown[1 : SMALL_CARDS + 1]):
            with columns[number % 2]:
                small_card(session, one)
    week_plan(session)


def _filtered(session: Session, found: list[Suggestion]) -> list[Suggestion]:
    texts = session.texts
    with st.container(key="scroll_filters"):
        wanted = st.pills(texts("recipes.filters"), FILTERS, selection_mode="multi", key="recipe_filters",
                          format_func=lambda one: texts(f"recipes.filter.{one}"), label_visibility="collapsed") or []
    keeps = {
        "nothing_to_buy": lambda one: not one.missing,
        "quick": lambda one: bool(one.minutes) and one.minutes <= QUICK_MINUTES,
        "saves": lambda one: bool(one.saves),
    }
    return [one for one in found if all(keeps[name](one) for name in wanted)]


main()
