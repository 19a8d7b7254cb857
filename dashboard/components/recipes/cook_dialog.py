"""The dialog after cooking: what leaves the shelves, shown once, and what is left over."""

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.clicks import actions, bulk
from dashboard.components.amounts import amount_field
from dashboard.components.foods import name_of
from dashboard.components.recipes.cooking_mode import stop_cooking
from dashboard.components.recipes.recipe_page import cooked_label, wanted_of
from dashboard.formats import sentence_case
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from dashboard.shown import cookbook
from pantry.lots import Lot

if TYPE_CHECKING:
    from intake.cooking import CookPart

_MOST_LEFT = 20


def draw_cook_dialog(session: Session, recipe_id: str, number: int) -> None:
    """Show once what leaves the shelves; one press takes it out."""
    opened = cookbook.opened_recipe(session, recipe_id, wanted_of(recipe_id))
    if opened is None or not opened.parts:
        actions.close_dialog()
        return
    texts = session.texts

    @st.dialog(texts("dialog.cook"), on_dismiss=actions.close_dialog)
    def dialog() -> None:
        st.html(f'<p class="plain">{esc(texts("dialog.cook_why"))}</p>')
        is_changed = st.toggle(texts("dialog.cook_change"), key=f"change_{number}")
        taken = [one for part in opened.parts if (one := _part(session, part, number, is_changed=is_changed))]
        left = st.number_input(texts("dialog.cook_left"), 0, _MOST_LEFT, 0, key=f"left_{number}")
        if st.button(texts("recipe.cooked"), key=f"cooked_{number}", type="primary", icon=material("check"),
                     width="stretch", disabled=not taken):
            actions.close_dialog()
            stop_cooking()
            actions.cook(taken, title=sentence_case(opened.suggestion.title), recipe_id=recipe_id,
                         servings=opened.servings, boxes_left=int(left))
            st.rerun()

    dialog()


def _part(session: Session, part: "CookPart", number: int, *, is_changed: bool) -> tuple[str, Decimal | None] | None:
    """Ask whether a lot went in, or how much of it; return the lot with its amount (None: all of it), or None."""
    lot = part.lot
    quantity = part.quantity if part.quantity is not None else lot.quantity
    if not is_changed:
        label = cooked_label(session, name_of(session, lot), *part.told, is_rest=part.quantity is None)
        is_taken = st.checkbox(label, value=True, key=f"part_{number}_{lot.lot_id}")
        return (lot.lot_id, part.quantity) if is_taken else None
    return _amount(session, lot, number, min(quantity, lot.quantity))


def _amount(session: Session, lot: Lot, number: int, start: Decimal) -> tuple[str, Decimal | None] | None:
    name = name_of(session, lot)
    taken = amount_field(session.formats, lot, lambda unit: plain(f"{name}, {unit}"), f"{number}_{lot.lot_id}", start,
                         least=Decimal(0), most=lot.quantity)
    return (lot.lot_id, None if taken == lot.quantity else taken) if taken else None


def draw_cook_chosen_dialog(session: Session, number: int) -> None:
    """Ask how much of the chosen foods went into a dish of no recipe, what it is called, and what is left of it."""
    # Of several purchases of one food the one due first goes in whole, the others as far as one says.
    lots = [(lot, lot.lot_id == shelf.nearest.lot.lot_id) for shelf in bulk.chosen(session) for lot in shelf.lots]
    if not lots:
        actions.close_dialog()
        return
    texts = session.texts

    @st.dialog(texts("dialog.cook"), on_dismiss=actions.close_dialog)
    def dialog() -> None:
        title = st.text_input(texts("dialog.cook_title"), key=f"dish_{number}", max_chars=200,
                              placeholder=texts("dialog.cook_title_none"))
        taken = [one for lot, is_nearest in lots
                 if (one := _amount(session, lot, number, lot.quantity if is_nearest else Decimal(0)))]
        left = st.number_input(texts("dialog.cook_left"), 0, _MOST_LEFT, 0, key=f"left_{number}")
        if st.button(texts("recipe.cooked"), key=f"cooked_{number}", type="primary", icon=material("check"),
                     width="stretch", disabled=not taken):
            actions.close_dialog()
            bulk.turn()
            actions.cook(taken, title=title.strip() or texts("dialog.cook_title_none"), boxes_left=int(left))
            st.rerun()

    dialog()
