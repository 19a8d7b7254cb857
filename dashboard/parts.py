"""Parts of a page that are drawn again by themselves, so that a click is answered before the whole page is.

A part is a fragment with a name. A callback ends with `redraw`: the parts it names are drawn at once; the rest of
the page follows when its pulse sees that the journal holds more than the page shows.
"""

from collections.abc import Callable
from typing import Any, NoReturn

import streamlit as st

# The part that says what was done last.
BAR = "bar"
_DRAWN = "parts_drawn"


def begin() -> None:
    """Forget the parts of the page before; a run of the whole page begins with it."""
    st.session_state[_DRAWN] = []


def part(name: str, draw: Callable[..., None], *values: Any) -> None:
    """Draw a part. name: unlike any other on the page; values: handed to `draw`, now and whenever it is drawn again."""
    st.session_state[_DRAWN].append(name)
    st.fragment(draw, key=name)(*values)


def redraw(*names: str) -> NoReturn:
    """End a callback: draw these parts and the undo bar again, or the whole page where one of them is not on it."""
    if names and set(names) <= set(st.session_state.get(_DRAWN, [])):
        st.rerun([BAR, *names])
    st.rerun()
