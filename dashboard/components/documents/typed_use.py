"""A typed line that says what became of food ("ate 2 eggs"): the lots that are meant, shown before it is written."""

from dataclasses import replace

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.foods import food_html, name_inside, name_of, picture_of
from dashboard.markup import esc, material
from dashboard.session import Session
from pantry.errors import IncompatibleUnits
from pantry.typing.portions import Meant, Portion, meant_in
from pantry.typing.typed_uses import TypedUse, Use, typed_use
from pantry.vocabulary import Reason

# The button's words and icon, and the verb by which the undo bar and the cards know it.
_SHOWN = {
    Use.EATEN: ("do.ate", "check", "ate"),
    Use.BINNED: ("do.binned", "delete", "binned"),
    Use.GIVEN_AWAY: ("do.gave", "volunteer_activism", "gave"),
    Use.OPENED: ("menu.open", "package_2", "opened"),
    Use.FROZEN: ("do.froze", "ac_unit", "froze"),
    Use.THAWED: ("do.thawed", "water_drop", "thawed"),
    Use.MOVED: ("do.moved", "move_down", "moved"),
}
_MOST_NAMED = 3


def draw_use(session: Session, typed: str) -> bool:
    """Draw what a line says became of food: the lots that are meant, or what is not clear, and the button to say so.

    Returns whether the line says such a thing; else it speaks of food that came home, and nothing is drawn.
    """
    said, texts, problem = typed_use(typed), session.texts, ""
    if said is None:
        return False
    try:
        meant = meant_in(session.view, said)
    except IncompatibleUnits:
        meant, problem = Meant(()), texts("add.use_unclear")
    if said.use.may_come_home and not problem and not (meant.is_clear or meant.unclear):
        return False
    if meant.unclear:
        problem = texts("add.use_which", foods=texts.listing(list(meant.unclear)))
    elif meant.missing:
        problem = texts("add.use_missing", foods=texts.listing(list(meant.missing)))
    elif not meant.portions and not problem:
        problem = texts("add.use_what")
    for portion in meant.portions:
        st.html(food_html(picture=picture_of(session, portion.lot), name=name_of(session, portion.lot),
                          meta=_meta(session, portion, said.use)))
    if problem:
        st.html(f'<p class="plain">{esc(problem)}</p>')
    words, icon, _ = _SHOWN[said.use]
    st.button(texts(words), key="typed_use_do", icon=material(icon), width="stretch", type="primary",
              disabled=bool(problem) or not meant.is_clear, on_click=_tell)
    return True


def _meta(session: Session, portion: Portion, use: Use) -> str:
    """Return how much of a lot is meant, where it lies, and when that was where the line says it."""
    lot, texts, formats = portion.lot, session.texts, session.formats
    there = formats.amount(lot.quantity, lot.unit)
    if portion.is_beyond:
        amount = texts("add.use_beyond", amount=formats.amount(portion.quantity, lot.unit), there=there)
    elif portion.quantity == lot.quantity:
        amount = there if use.stays else texts("add.use_all", there=there)
    else:
        amount = texts("add.use_part", amount=_number(session, portion), there=there)
    parts = [amount, texts(f"place.to.{portion.to}" if portion.to else f"place.in.{lot.place}")]
    if portion.on:
        parts.append(formats.past_day(portion.on))
    return ", ".join(parts)


def _number(session: Session, portion: Portion) -> str:
    """Return an amount beside a name or a whole: "50 g", of pieces their number alone."""
    if portion.lot.unit == "piece":
        return session.formats.number(portion.quantity)
    return session.formats.amount(portion.quantity, portion.lot.unit)


def _tell() -> None:
    """Write what was typed and empty the field; a second press finds it empty, a refusal leaves it."""
    said = typed_use(st.session_state.get("typed") or "")

    def act(session: Session) -> None:
        if said is None:
            return
        meant = meant_in(session.view, said)
        if not meant.is_clear:
            return
        done = session.kitchen.tell(meant, said.use, reason=said.reason)
        st.session_state["typed"] = ""
        # The undo bar asks why of one thing only; who has said why is not asked again.
        is_asked = len(meant.portions) == 1 and said.reason is Reason.UNKNOWN
        verb = _SHOWN[said.use][2] if said.use is not Use.BINNED or is_asked else "why"
        actions.remember(_words(session, said, meant), done, verb=verb, lot_ids=done.lot_ids)

    actions.attempt(act)


def _words(session: Session, said: TypedUse, meant: Meant) -> str:
    """Return what was done: "Ate 2 eggs and 50 g spinach"."""
    foods = [
        f"{_number(session, portion)} {name_inside(session, replace(portion.lot, quantity=portion.quantity))}"
        for portion in meant.portions
    ]
    return session.texts(f"did.used.{said.use}", foods=session.texts.listing(foods, most=_MOST_NAMED))
