"""One tap that tells which food a lot is that came in under its own name."""

import streamlit as st

from dashboard import actions
from dashboard.components.foods import name_of
from dashboard.formats import sentence_case
from dashboard.markup import plain
from dashboard.session import Session
from intake.naming import likely_foods, name_lot
from pantry.foods import catalog
from pantry.lots import Lot


def naming(session: Session, lot: Lot, *, prefix: str) -> None:
    """Draw the likely foods of a lot without one; nothing for any other lot."""
    foods = {food.food_id: sentence_case(food.name) for food in likely_foods(lot, lang=session.lang)}
    if foods:
        key = f"{prefix}_name_{lot.lot_id}"
        st.pills(plain(session.texts("review.which_food")), list(foods), key=key,
                 format_func=lambda one: plain(foods.get(one, one)), on_change=_name, args=(lot.lot_id, key))


def _name(lot_id: str, key: str) -> None:
    picked = st.session_state.get(key)
    if not picked:
        return

    def act(session: Session) -> None:
        lot = session.view.lot(lot_id)
        if lot.food_id is not None:
            return
        done = name_lot(session.workplace, lot_id, str(picked))
        said = session.texts("did.named", name=name_of(session, lot),
                             food=catalog().require(str(picked)).name(session.lang))
        actions.remember(said, done)

    actions.attempt(act)
