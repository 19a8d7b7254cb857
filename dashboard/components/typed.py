"""A line typed by hand: "2 l milk fridge tomorrow" is shown as it was understood before it goes in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import streamlit as st

from dashboard import actions
from dashboard.components.foods import food_html
from dashboard.components.pictures import tile
from dashboard.formats import sentence_case
from dashboard.markup import material
from dashboard.session import Session
from pantry.foods import FoodMatch, catalog
from pantry.typed_line import parse_typed_line
from pantry.vocabulary import Place

MOST_TYPED = 200


@dataclass(frozen=True, slots=True)
class Understood:
    """A typed line as it would go in. food: None keeps the typed name."""

    name: str
    food: FoodMatch | None
    quantity: Decimal
    unit: str
    place: Place
    expires_on: date | None


def understand(session: Session, text: str) -> Understood | None:
    """Return what a typed line says, None when it names nothing."""
    line = parse_typed_line(text[:MOST_TYPED], today=session.today, lang=session.lang)
    if not line.name:
        return None
    food = next(iter(catalog().resolve(line.name, lang=session.lang, limit=1)), None)
    known = catalog().get(food.food_id) if food else None
    return Understood(
        food.name if food else line.name, food, line.quantity or Decimal(1),
        line.unit or (known.unit if known and not line.quantity else "piece"),
        line.place or (known.place if known else Place.CUPBOARD), line.expires_on,
    )


def typed_line(session: Session) -> None:
    """Draw the field, what it understood, and the button that puts it in."""
    texts = session.texts
    typed = st.text_input(texts("add.typed"), key="typed", placeholder=texts("add.typed_hint"), live=True,
                          max_chars=MOST_TYPED, label_visibility="collapsed")
    understood = understand(session, typed) if typed else None
    if understood is not None:
        st.html(food_html(picture=tile(understood.food.food_id if understood.food else None),
                          name=sentence_case(understood.name), meta=_meta(session, understood)))
    st.button(texts("add.typed_do"), key="typed_do", icon=material("add"), width="stretch", type="primary",
              disabled=understood is None, on_click=_put_in)


def _meta(session: Session, understood: Understood) -> str:
    amount = session.formats.amount(understood.quantity, understood.unit)
    parts = [amount, session.texts(f"place.in.{understood.place}")]
    if understood.expires_on:
        parts.append(session.texts("add.until", day=session.formats.day(understood.expires_on)))
    return ", ".join(parts)


def _put_in() -> None:
    """Put the typed line on the shelf and empty the field; a second press finds it empty."""
    typed = st.session_state.get("typed") or ""
    st.session_state["typed"] = ""

    def act(session: Session) -> None:
        one = understand(session, typed)
        if one is None:
            return
        done = session.kitchen.acquire(
            food_id=one.food.food_id if one.food else None, food_name=None if one.food else one.name,
            quantity=one.quantity, unit=one.unit, place=one.place, expires_on=one.expires_on,
        )
        actions.remember(session.texts("did.put_in", name=sentence_case(one.name)), done, lot_ids=done.lot_ids)

    actions.attempt(act)
