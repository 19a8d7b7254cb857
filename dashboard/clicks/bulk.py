"""Several foods at once: which are chosen, and what is done with all of them as one action."""

from collections.abc import Callable

import streamlit as st

from dashboard.clicks import actions
from dashboard.session import Session
from dashboard.shown import queries
from dashboard.shown.queries import Shelf
from pantry.actions import Done, Kitchen, joined
from pantry.lots import Lot
from pantry.vocabulary import Place

_ON, _CHOSEN = "bulk_on", "bulk_chosen"
VERBS = ("eat", "freeze", "bin")


def is_on() -> bool:
    """Return whether rows are chosen instead of opened."""
    return bool(st.session_state.get(_ON))


def turn() -> None:
    """Begin to choose, or end it and forget what was chosen."""
    st.session_state[_ON] = not is_on()
    st.session_state[_CHOSEN] = ()


def choose(lot_ids: tuple[str, ...], widget: str) -> None:
    """Take a row's lots in or out, as its box says now."""
    others = [one for one in st.session_state.get(_CHOSEN, ()) if one not in lot_ids]
    st.session_state[_CHOSEN] = (*others, *lot_ids) if st.session_state.get(widget) else tuple(others)


def is_chosen(shelf: Shelf) -> bool:
    """Return whether a row is chosen, whatever the order in which rows are listed now."""
    lots = st.session_state.get(_CHOSEN, ())
    return all(lot.lot_id in lots for lot in shelf.lots)


def chosen(session: Session) -> list[Shelf]:
    """Return the rows of the chosen lots that are still there."""
    lots = st.session_state.get(_CHOSEN, ())
    return queries.shelves([due for due in queries.due_lots(session) if due.lot.lot_id in lots])


def act(verb: str) -> None:
    """Eat, freeze or bin all of what is chosen."""
    each: dict[str, Callable[[Kitchen, Lot], Done | None]] = {
        "eat": lambda kitchen, lot: kitchen.consume(lot.lot_id),
        "freeze": lambda kitchen, lot: None if lot.is_frozen else kitchen.freeze(lot.lot_id),
        "bin": lambda kitchen, lot: kitchen.discard(lot.lot_id),
    }
    _on_chosen(each[verb], f"did.all.{verb}")


def move(widget: str) -> None:
    """Move all of what is chosen to the place its menu shows."""
    place = st.session_state.get(widget)
    if place is not None:
        to = Place(place)
        _on_chosen(lambda kitchen, lot: None if lot.place == to else kitchen.move(lot.lot_id, to), "did.all.move")


def _on_chosen(each: Callable[[Kitchen, Lot], Done | None], said: str) -> None:
    def act_on(session: Session) -> None:
        shelves = chosen(session)
        lots = [lot for shelf in shelves for lot in shelf.lots]
        parts = [one for lot in lots if (one := each(session.kitchen, lot)) is not None]
        st.session_state[_ON], st.session_state[_CHOSEN] = False, ()
        if parts:
            actions.remember(session.texts.count(said, len(shelves)), joined(parts))

    actions.attempt(act_on)
