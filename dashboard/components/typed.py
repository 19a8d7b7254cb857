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
from pantry.own_foods import find_own_food
from pantry.typed_line import parse_typed_line
from pantry.usual_foods import usual_amount
from pantry.vocabulary import Place

MOST_TYPED = 200
MOST_OFFERED = 4


@dataclass(frozen=True, slots=True)
class Understood:
    """A typed line as it would go in. food: None keeps the typed name; others: what the words may mean, too."""

    typed_name: str
    name: str
    food: FoodMatch | None
    quantity: Decimal
    unit: str
    place: Place
    expires_on: date | None
    others: tuple[FoodMatch, ...] = ()


def understand(session: Session, text: str) -> Understood | None:
    """Return what a typed line says, None when it names nothing."""
    line = parse_typed_line(text[:MOST_TYPED], today=session.today, lang=session.lang)
    if not line.name:
        return None
    own = find_own_food(session.view.own_foods(), line.name)
    found = catalog().resolve(line.name, lang=session.lang, limit=MOST_OFFERED)
    if own is not None:
        found = [FoodMatch(own.food_id, own.name_en, own.name_en, own.category, 1.0, "exact"), *found]
    food = found[0] if found else None
    known = own or (catalog().get(food.food_id) if food else None)
    usual = usual_amount(known) if known else (Decimal(1), "piece")
    quantity, unit = (line.quantity, line.unit or "piece") if line.quantity else (usual[0], line.unit or usual[1])
    return Understood(
        line.name, food.name if food else line.name, food, quantity, unit,
        line.place or (known.place if known else Place.CUPBOARD), line.expires_on, tuple(found[1:]),
    )


def typed_line(session: Session) -> None:
    """Draw the field, what it understood, and the button that puts it in."""
    texts = session.texts
    typed = st.text_input(texts("add.typed"), key="typed", placeholder=texts("add.typed_hint"), live=True,
                          max_chars=MOST_TYPED, label_visibility="collapsed")
    understood = understand(session, typed) if typed else None
    if understood is not None:
        food = understood.food
        st.html(food_html(picture=tile(food.food_id, food.category) if food else tile(None),
                          name=sentence_case(understood.name), meta=_meta(session, understood)))
        _others(session, understood)
    st.button(texts("add.typed_do"), key="typed_do", icon=material("add"), width="stretch", type="primary",
              disabled=understood is None, on_click=_put_in)


def _others(session: Session, understood: Understood) -> None:
    """Offer the next likely foods; a press writes one into the line."""
    names = list(dict.fromkeys(one.name for one in understood.others if one.name != understood.name))[:MOST_OFFERED]
    if not names:
        return
    with st.container(key="scroll_typed"):
        st.pills(session.texts("add.or"), names, key="typed_other", format_func=sentence_case,
                 on_change=_write_other, args=(understood.typed_name,))


def _write_other(typed_name: str) -> None:
    picked, typed = st.session_state.get("typed_other"), st.session_state.get("typed") or ""
    if picked:
        st.session_state["typed"] = typed.replace(typed_name, picked, 1)[:MOST_TYPED]
        st.session_state["typed_other"] = None


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
