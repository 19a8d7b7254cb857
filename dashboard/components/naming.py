"""One tap that tells what a lot is that came in under its own name: a food of the catalog, or one of its own."""

from collections.abc import Callable

import streamlit as st

from dashboard import actions
from dashboard.components.foods import name_of
from dashboard.formats import sentence_case
from dashboard.markup import plain
from dashboard.session import Session
from intake.naming import keep_own_food, likely_foods, name_lot
from pantry.foods import catalog
from pantry.lots import Lot
from pantry.vocabulary import FOOD_CATEGORIES, Category


def naming(session: Session, lot: Lot, *, prefix: str) -> None:
    """Draw the likely foods of a lot without one, and the kinds it may be by itself; nothing for any other lot."""
    foods = {food.food_id: sentence_case(food.name) for food in likely_foods(lot, lang=session.lang)}
    if foods:
        key = f"{prefix}_name_{lot.lot_id}"
        st.pills(plain(session.texts("review.which_food")), list(foods), key=key,
                 format_func=lambda one: plain(foods.get(one, one)), on_change=_name, args=(lot.lot_id, key))
    if lot.food_id is None and lot.food_name:
        key = f"{prefix}_kind_{lot.lot_id}"
        st.selectbox(session.texts("naming.own"), [one for one in Category if one in FOOD_CATEGORIES], key=key,
                     index=None, placeholder=session.texts("naming.own_hint"),
                     format_func=lambda one: session.texts(f"category.{one}"), on_change=_keep, args=(lot.lot_id, key))


def _name(lot_id: str, key: str) -> None:
    def say(session: Session, lot: Lot, picked: str) -> None:
        done = name_lot(session.workplace, lot_id, picked)
        food = catalog().require(picked).name(session.lang)
        actions.remember(session.texts("did.named", name=name_of(session, lot), food=food), done)

    _on_choice(lot_id, key, say)


def _keep(lot_id: str, key: str) -> None:
    def say(session: Session, lot: Lot, picked: str) -> None:
        done = keep_own_food(session.workplace, lot_id, Category(picked))
        kind = session.texts(f"category.{picked}")
        actions.remember(session.texts("did.kept_own", name=name_of(session, lot), kind=kind), done)

    _on_choice(lot_id, key, say)


def _on_choice(lot_id: str, key: str, say: Callable[[Session, Lot, str], None]) -> None:
    """Do what a choice says of a lot, unless nothing is chosen or the lot has a food by now."""
    picked = st.session_state.get(key)

    def act(session: Session) -> None:
        lot = session.view.lot(lot_id)
        if lot.food_id is None:
            say(session, lot, str(picked))

    if picked:
        actions.attempt(act)
