"""Recipes: what to cook with what is due, one recipe with its list and steps, cooking, and the week's plan."""

from decimal import Decimal

import streamlit as st

from dashboard.components.documents.file_rows import file_rows
from dashboard.components.headings import empty_state, info, page_heading, section
from dashboard.components.recipes.recipe_cards import OPENED, best_card, small_card
from dashboard.components.recipes.recipe_page import plan_menu, recipe_page
from dashboard.components.recipes.recipe_search import is_searching, search_results
from dashboard.components.recipes.week_plan import planned_card, week_plan
from dashboard.session import Session, current
from dashboard.shown import cookbook
from dashboard.shown.cookbook import Suggestion

FILTERS = ("nothing_to_buy", "quick", "vegetarian", "saves", "saved")
SMALL_CARDS = 8


def main() -> None:
    """Draw the page."""
    session = current()
    opened = st.session_state.get(OPENED)
    if opened and recipe_page(session, opened):
        return
    texts = session.texts
    found = cookbook.suggestions(session)
    saved = sum(bool(one.saves) for one in found)
    page_heading(texts("recipes.title") if saved or not found else texts("recipes.title_any"),
                 lede=texts.count("recipes.lede", len(found)) if found and not is_searching() else "")
    _behind_note(session)
    has_searched = search_results(session)
    file_rows(session.household_id)
    if has_searched:
        return
    if not found:
        why = cookbook.why_none(session)
        empty_state("plate", texts("recipes.empty" if why == "no_recipes" else "recipes.none_fits"),
                    texts(f"recipes.empty.{why}"), do=texts("recipes.empty_do") if why == "no_recipes" else "",
                    symbol="add_circle", page="screens/add.py")
        planned_card(session)
        return
    wanted = _filters(session)
    shown = _filtered(session, wanted)
    planned_card(session)
    if shown:
        _cards(session, shown)
    week_plan(session, cookbook.wish_of(session, **_asked_of_each(wanted)))


def _behind_note(session: Session) -> None:
    """Say since when matches are as they are, or which recipes they come from, while a newer index is being made."""
    state = cookbook.index_behind(session)
    if state and state.is_first_part:
        info(session.texts("recipes.index_part", recipes=session.formats.number(Decimal(state.recipes)),
                           stored=session.formats.number(Decimal(state.stored))))
    elif state:
        made = session.formats.moment(state.built_at, session.view.household().time_zone)
        info(session.texts("recipes.index_behind", day=made))


def _cards(session: Session, shown: list[Suggestion]) -> None:
    texts = session.texts
    best_card(session, shown[0], plan=lambda: plan_menu(session, shown[0], shown[0].servings, key="best_plan"))
    if len(shown) > 1:
        section(texts("recipes.more"), texts("recipes.order"))
        columns = st.columns(2, gap="small")
        for number, one in enumerate(shown[1 : SMALL_CARDS + 1]):
            with columns[number % 2]:
                small_card(session, one)


def _filters(session: Session) -> list[str]:
    """Draw the filters and return those that are pressed."""
    texts = session.texts
    with st.container(key="scroll_filters"):
        return st.pills(texts("recipes.filters"), FILTERS, selection_mode="multi", key="recipe_filters",
                        format_func=lambda one: texts(f"recipes.filter.{one}"), label_visibility="collapsed") or []


def _asked_of_each(wanted: list[str]) -> dict[str, bool]:
    """Return what filters ask of every recipe, whether it is chosen for tonight or for a week."""
    return {"is_quick": "quick" in wanted, "is_vegetarian": "vegetarian" in wanted}


def _filtered(session: Session, wanted: list[str]) -> list[Suggestion]:
    """Return what passes the filters; without any it says which filter to take away."""
    texts = session.texts
    # What has its day stands among the planned dinners.
    planned = {meal.recipe_id for meal in cookbook.planned(session)}
    fitting_now = cookbook.suggestions(session, **_asked_of_each(wanted))
    found = [one for one in fitting_now if one.recipe_id not in planned]
    if "saved" in wanted:
        kept = cookbook.saved(session)
        if not kept:
            empty_state("plate", texts("recipes.none_saved"), texts("recipes.none_saved_why"))
            return []
        fitting = {one.recipe_id for one in fitting_now} if {"quick", "vegetarian"} & set(wanted) else None
        found = [one for one in kept if fitting is None or one.recipe_id in fitting]
    keeps = {"nothing_to_buy": lambda one: not one.missing, "saves": lambda one: bool(one.saves)}
    shown = [one for one in found if all(keeps[name](one) for name in wanted if name in keeps)]
    if not shown and (wanted or not planned):
        empty_state("plate", texts("recipes.none"), texts("recipes.none_why"))
    return shown


main()
