"""The first page of an empty kitchen: three doors."""

import streamlit as st

from dashboard.components.foods import food_html
from dashboard.components.headings import page_heading
from dashboard.components.pictures import tile_of
from dashboard.markup import material
from dashboard.session import Session, choose_household, household_ids
from pantry.household import DEMO


def first_run(session: Session) -> None:
    """Draw the three ways to begin."""
    texts = session.texts
    page_heading(texts("first.title"), lede=texts("first.lede"))
    doors = st.columns(3, gap="medium")
    with doors[0], st.container(key="card_door_receipt"):
        st.html(food_html(picture=tile_of("receipt"), name=texts("first.receipt"), meta=texts("first.receipt_why")))
        if st.button(texts("first.receipt_do"), type="primary", icon=material("photo_camera"), width="stretch"):
            st.switch_page("screens/add.py")
    with doors[1], st.container(key="card_door_type"):
        st.html(food_html(picture=tile_of("basket", "bread"), name=texts("first.type"), meta=texts("first.type_why")))
        if st.button(texts("first.type_do"), icon=material("edit"), width="stretch"):
            st.switch_page("screens/add.py")
    if DEMO in household_ids() and session.household_id != DEMO:
        with doors[2], st.container(key="card_door_demo"):
            st.html(food_html(picture=tile_of("pot", "green"), name=texts("first.demo"), meta=texts("first.demo_why")))
            st.button(texts("first.demo_do"), icon=material("visibility"), width="stretch",
                      on_click=choose_household, args=(DEMO,))
