"""What the Shopping page's widgets do, each one action that can be taken back."""

from decimal import Decimal

import streamlit as st

from dashboard.clicks import actions
from dashboard.formats import sentence_case
from dashboard.session import Session
from dashboard.shown import shopping
from pantry.acting.writing import joined
from pantry.foods import catalog
from pantry.typing.typed_foods import understand
from pantry.typing.typed_line import MAX_CHARACTERS

TYPED = "shopping_typed"
MOST_TYPED = MAX_CHARACTERS


def add_typed() -> None:
    """Put the typed line on the list and empty the field; a second press finds it empty."""
    typed = (st.session_state.get(TYPED) or "")[:MOST_TYPED]
    st.session_state[TYPED] = ""

    def act(session: Session) -> None:
        wanted = understand(typed, session.typing())
        if not wanted:
            return
        done = joined([session.kitchen.add_shopping(
            one.line.name, food_id=one.food_id, quantity=one.quantity if one.is_said else None,
            unit=one.unit if one.is_said else None,
        ) for one in wanted])
        said = session.texts("did.listed", name=sentence_case(wanted[0].name))
        if len(wanted) > 1:
            said = session.texts.count("did.listed_many", len(wanted))
        actions.remember(said, done)

    if typed.strip():
        actions.attempt(act)


def add_food(food_id: str, quantity: Decimal | None, unit: str | None, origin: str = "suggestion") -> None:
    """Put a food on the list; pressed again while it is on, it does nothing."""
    def act(session: Session) -> None:
        food = catalog().get(food_id)
        if food is None or any(row.food_id == food_id and not row.is_ticked for row in shopping.rows(session)):
            return
        name = food.name(session.food_lang)
        done = session.kitchen.add_shopping(name, food_id=food_id, quantity=quantity, unit=unit, origin=origin)
        actions.remember(session.texts("did.listed", name=sentence_case(name)), done)

    actions.attempt(act)


def turn(row_key: str, widget: str) -> None:
    """Tick a row, or take its tick back, as its box says now."""
    wanted = bool(st.session_state.get(widget))

    def act(session: Session) -> None:
        for row in shopping.rows(session):
            if row.key != row_key or row.is_ticked == wanted:
                continue
            if wanted:
                session.kitchen.tick_shopping(*(line.line_id for line in row.lines))
            else:
                session.kitchen.undo([tick for line in row.lines for tick in line.ticks])

    actions.attempt(act)


def remove(row_key: str) -> None:
    """Take a row off the list."""
    def act(session: Session) -> None:
        for row in shopping.rows(session):
            if row.key == row_key:
                done = session.kitchen.remove_shopping(*(line.line_id for line in row.lines))
                actions.remember(session.texts("did.unlisted", name=sentence_case(row.text)), done)

    actions.attempt(act)


def put_away() -> None:
    """Put what lies in the basket on its shelves."""
    def act(session: Session) -> None:
        bought = [row for row in shopping.rows(session) if row.is_ticked]
        if bought:
            done = session.kitchen.put_away(bought)
            said = session.texts.count("did.put_away", len(done.lot_ids))
            actions.remember(said, done, lot_ids=done.lot_ids)

    actions.attempt(act)


def clear_basket() -> None:
    """Take what lies in the basket off the list, and leave the shelves as they are."""
    def act(session: Session) -> None:
        lines = [line.line_id for row in shopping.rows(session) if row.is_ticked for line in row.lines]
        if lines:
            actions.remember(session.texts("did.cleared"), session.kitchen.remove_shopping(*lines))

    actions.attempt(act)
