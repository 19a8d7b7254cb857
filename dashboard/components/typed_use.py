"""A typed line that says food is gone ("ate 2 eggs"): the lots that gave it, shown before it is written."""

from dataclasses import replace

import streamlit as st

from dashboard import actions
from dashboard.components.foods import food_html, name_inside, name_of, picture_of
from dashboard.markup import esc, material
from dashboard.session import Session
from pantry.errors import IncompatibleUnits
from pantry.portions import Portion, TakenOut, taken_out
from pantry.typed_foods import TypingKitchen
from pantry.typed_uses import TypedUse, Use, typed_use
from pantry.vocabulary import Reason

_ICONS = {Use.EATEN: "check", Use.BINNED: "delete", Use.GIVEN_AWAY: "volunteer_activism"}
_DO = {Use.EATEN: "do.ate", Use.BINNED: "do.binned", Use.GIVEN_AWAY: "do.gave"}
_VERBS = {Use.EATEN: "ate", Use.BINNED: "binned", Use.GIVEN_AWAY: "gave"}
_MOST_NAMED = 3


def draw_use(session: Session, said: TypedUse) -> None:
    """Draw what would leave the shelves and the button that says so; what is not in the house is named."""
    texts = session.texts
    try:
        taken, problem = _taken_out(session, said), ""
    except IncompatibleUnits:
        taken, problem = TakenOut(()), texts("add.use_unclear")
    if taken.missing:
        problem = texts("add.use_missing", foods=texts.listing(list(taken.missing)))
    for portion in taken.portions:
        st.html(food_html(picture=picture_of(session, portion.lot), name=name_of(session, portion.lot),
                          meta=_meta(session, portion, taken)))
    if problem:
        st.html(f'<p class="plain">{esc(problem)}</p>')
    st.button(texts(_DO[said.use]), key="typed_use_do", icon=material(_ICONS[said.use]), width="stretch",
              type="primary", disabled=bool(problem) or not taken.portions, on_click=_take_out)


def _taken_out(session: Session, said: TypedUse) -> TakenOut:
    return taken_out(said.text, TypingKitchen.of(session.view, session.today), session.view.lots())


def _meta(session: Session, portion: Portion, taken: TakenOut) -> str:
    lot, texts, formats = portion.lot, session.texts, session.formats
    there = formats.amount(lot.quantity, lot.unit)
    if portion.is_beyond:
        amount = texts("add.use_beyond", amount=formats.amount(portion.quantity, lot.unit), there=there)
    elif portion.quantity == lot.quantity:
        amount = texts("add.use_all", there=there)
    else:
        amount = texts("add.use_part", amount=_number(session, portion), there=there)
    parts = [amount, texts(f"place.in.{lot.place}")]
    if taken.on:
        parts.append(formats.past_day(taken.on))
    return ", ".join(parts)


def _number(session: Session, portion: Portion) -> str:
    """Return an amount beside a name or a whole: "50 g", of pieces their number alone."""
    if portion.lot.unit == "piece":
        return session.formats.number(portion.quantity)
    return session.formats.amount(portion.quantity, portion.lot.unit)


def _take_out() -> None:
    """Write what was typed and empty the field; a second press finds it empty, a refusal leaves it."""
    said = typed_use(st.session_state.get("typed") or "")

    def act(session: Session) -> None:
        if said is None:
            return
        taken = _taken_out(session, said)
        if taken.missing or not taken.portions:
            return
        done = session.kitchen.take_out(taken, said.use, reason=said.reason)
        st.session_state["typed"] = ""
        # The undo bar asks why of one thing only; who has said why is not asked again.
        is_asked = len(taken.portions) == 1 and said.reason is Reason.UNKNOWN
        verb = _VERBS[said.use] if said.use is not Use.BINNED or is_asked else "why"
        actions.remember(_words(session, said, taken), done, verb=verb, lot_ids=done.lot_ids)

    actions.attempt(act)


def _words(session: Session, said: TypedUse, taken: TakenOut) -> str:
    """Return what was done: "Ate 2 eggs and 50 g spinach"."""
    foods = [
        f"{_number(session, portion)} {name_inside(session, replace(portion.lot, quantity=portion.quantity))}"
        for portion in taken.portions
    ]
    return session.texts(f"did.used.{said.use}", foods=session.texts.listing(foods, most=_MOST_NAMED))
