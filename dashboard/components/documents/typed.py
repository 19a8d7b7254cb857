"""A line typed by hand: "2 l milk fridge tomorrow" is shown as it was understood before it goes in."""

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.documents.typed_use import draw_use
from dashboard.components.foods import food_html
from dashboard.components.pictures import tile
from dashboard.formats import sentence_case
from dashboard.markup import material
from dashboard.session import Session
from pantry.catalog.counted_names import called
from pantry.foods import catalog
from pantry.typing.typed_foods import TypedFood, understand
from pantry.typing.typed_line import MAX_CHARACTERS
from pantry.vocabulary import DateKind

MOST_OFFERED = 4


def typed_line(session: Session) -> None:
    """Draw the field, what it understood, and the button that puts it in."""
    texts = session.texts
    typed = st.text_input(texts("add.typed"), key="typed", placeholder=texts("add.typed_hint"), live=True,
                          max_chars=MAX_CHARACTERS, label_visibility="collapsed")
    if draw_use(session, typed or ""):
        return
    found = understand(typed, session.typing()) if typed else []
    for one in found:
        st.html(food_html(picture=_picture(session, one), name=_name(session, one), meta=_meta(session, one)))
    if len(found) == 1:
        _others(session, found[0])
    st.button(_button_words(session, found), key="typed_do", icon=material("add"), width="stretch", type="primary",
              disabled=not found, on_click=_put_in)


def _button_words(session: Session, found: list[TypedFood]) -> str:
    return session.texts("add.typed_do") if len(found) < 2 else session.texts("add.typed_do_all", n=len(found))


def _name(session: Session, one: TypedFood) -> str:
    """Return what a food is called at its amount, as its row on the shelf will be: "Eggs" of six."""
    food = catalog().get(one.food.food_id) if one.food and not one.own_name else None
    return sentence_case(called(food, one.quantity, one.unit, session.food_lang) if food else one.own_name or one.name)


def _picture(session: Session, one: TypedFood) -> str:
    return tile(one.food.food_id, one.food.category) if one.food else tile(None)


def _others(session: Session, understood: TypedFood) -> None:
    """Offer the next likely foods; a press writes one into the line."""
    names = list(dict.fromkeys(one.name for one in understood.others if one.name != understood.name))[:MOST_OFFERED]
    if not names:
        return
    with st.container(key="scroll_typed"):
        st.pills(session.texts("add.or"), names, key="typed_other", format_func=sentence_case,
                 on_change=_write_other, args=(understood.line.name,))


def _write_other(typed_name: str) -> None:
    picked, typed = st.session_state.get("typed_other"), st.session_state.get("typed") or ""
    if picked:
        st.session_state["typed"] = typed.replace(typed_name, picked, 1)[:MAX_CHARACTERS]
        st.session_state["typed_other"] = None


def _meta(session: Session, understood: TypedFood) -> str:
    texts, line = session.texts, understood.line
    parts = [session.formats.amount(understood.quantity, understood.unit), texts(f"place.in.{understood.place}")]
    if understood.own_name and understood.food:
        parts.insert(0, sentence_case(understood.name))
    if line.is_opened:
        opened_on = line.opened_on
        parts.append(texts("food.opened_on", day=session.formats.past_day(opened_on)) if opened_on
                     else texts("food.opened"))
    if line.bought_on:
        parts.append(texts("add.bought", day=session.formats.past_day(line.bought_on)))
    if line.expires_on:
        key = "add.use_by" if line.date_kind is DateKind.USE_BY else "add.until"
        parts.append(texts(key, day=session.formats.day(line.expires_on)))
    if understood.price_minor is not None:
        parts.append(session.formats.money(understood.price_minor, line.currency))
    return ", ".join(parts)


def _put_in() -> None:
    """Put what was typed on its shelves and empty the field; a second press finds it empty, a refusal leaves it."""
    typed = st.session_state.get("typed") or ""

    def act(session: Session) -> None:
        found = understand(typed, session.typing())
        if not found:
            return
        done = session.kitchen.put_in(found)
        st.session_state["typed"] = ""
        said = session.texts("did.put_in", name=sentence_case(found[0].own_name or found[0].name))
        if len(found) > 1:
            said = session.texts.count("did.put_away", len(found))
        actions.remember(said, done, lot_ids=done.lot_ids)

    actions.attempt(act)
