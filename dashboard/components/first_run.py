"""The first page of an empty kitchen: three doors, and behind one of them forty usual foods to tick."""

from itertools import groupby

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.foods import food_html
from dashboard.components.headings import page_heading, section
from dashboard.components.pictures import tile_of
from dashboard.formats import sentence_case
from dashboard.markup import material, plain
from dashboard.session import Session, choose_household, household_ids
from pantry.catalog.counted_names import called
from pantry.catalog.usual_foods import first_amount, first_shelf
from pantry.foods import Food, catalog
from pantry.household import DEMO
from pantry.kinds.payloads import HouseholdChanged

_OPEN, _PEOPLE = "first_shelf", "first_people"
_TABLE_SIZES = range(1, 7)


def first_run(session: Session) -> None:
    """Draw the three ways to begin."""
    if st.session_state.get(_OPEN):
        # In place of the doors, not below them: a phone would show nothing new after the press.
        _shelf(session)
    else:
        _doors(session)


def _doors(session: Session) -> None:
    texts = session.texts
    page_heading(texts("first.title"), lede=texts("first.lede"))
    _people(session)
    doors = st.columns(3, gap="medium")
    with doors[0], st.container(key="card_door_receipt"):
        st.html(food_html(picture=tile_of("receipt"), name=texts("first.receipt"), meta=texts("first.receipt_why")))
        if st.button(texts("first.receipt_do"), type="primary", icon=material("photo_camera"), width="stretch"):
            st.switch_page("screens/add.py")
    with doors[1], st.container(key="card_door_type"):
        st.html(food_html(picture=tile_of("basket", "bread"), name=texts("first.pick"), meta=texts("first.pick_why")))
        st.button(texts("first.pick_do"), key="first_pick", icon=material("checklist"), width="stretch",
                  on_click=_open_shelf, args=(True,))
    if DEMO in household_ids() and session.household_id != DEMO:
        with doors[2], st.container(key="card_door_demo"):
            st.html(food_html(picture=tile_of("pot", "green"), name=texts("first.demo"), meta=texts("first.demo_why")))
            st.button(texts("kitchen.demo"), icon=material("visibility"), width="stretch",
                      on_click=choose_household, args=(DEMO,))


def _people(session: Session) -> None:
    """Ask for how many the recipes are to be; all other settings wait on Household."""
    chosen = session.household.people
    st.segmented_control(
        session.texts("household.people"), sorted({*_TABLE_SIZES, chosen}), key=_PEOPLE, default=chosen, required=True,
        on_change=_say_people)


def _say_people() -> None:
    people = int(st.session_state[_PEOPLE])

    def act(session: Session) -> None:
        if people != session.household.people:
            done = session.kitchen.change_settings(HouseholdChanged(people=people))
            actions.remember(session.texts("did.settings"), done)

    actions.attempt(act)


def _shelf(session: Session) -> None:
    """Draw forty usual foods by place to tick, and the button that puts what was ticked on its shelf."""
    texts = session.texts
    st.button(texts("first.back"), key="first_back", icon=material("arrow_back"), type="tertiary",
              on_click=_open_shelf, args=(False,))
    page_heading(texts("first.pick_title"), lede=texts("first.amounts"))
    foods = {food.food_id: food for food in first_shelf(session.food_lang)}
    by_place = groupby(foods.values(), key=lambda food: food.place)
    chosen: list[str] = []
    for place, group in by_place:
        section(texts(f"place.{place}"))
        chosen += st.pills(
            texts(f"place.{place}"), [food.food_id for food in group], key=f"first_{place}", selection_mode="multi",
            format_func=lambda food_id: _called(session, foods[food_id]), label_visibility="collapsed",
        )
    with st.container(key="tall_first"):
        st.button(texts.count("first.put_in", len(chosen)) if chosen else texts("first.put_none"), key="first_put_in",
                  type="primary", icon=material("shelves"), width="stretch", disabled=not chosen,
                  on_click=_put_in, args=(tuple(chosen),))


def _called(session: Session, food: Food) -> str:
    """Return the name that the food will have on the shelf, beside the amount taken for it."""
    amount = first_amount(food, unit_system=session.household.unit_system)
    return plain(sentence_case(called(food, *amount, session.food_lang)))


def _open_shelf(is_open: bool) -> None:
    st.session_state[_OPEN] = is_open


def _put_in(food_ids: tuple[str, ...]) -> None:
    def act(session: Session) -> None:
        # The page is gone once something is there, so a second press finds nothing to do.
        if session.view.lots(in_stock=False):
            return
        done = session.kitchen.stock_up([catalog().require(food_id) for food_id in food_ids])
        actions.remember(session.texts.count("did.took_in", len(food_ids)), done)

    actions.attempt(act)
