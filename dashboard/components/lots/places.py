"""The choice of a place: one pill a place that holds food, with how many."""

from collections.abc import Sequence

import streamlit as st

from dashboard.session import Session
from dashboard.shown import queries
from pantry.urgency import DueLot

_ALL = "all"


def in_chosen_place(session: Session, dues: Sequence[DueLot], *, key: str) -> list[DueLot]:
    """Draw the pills and return the lots that lie in the chosen place. key: of the widget, one a page."""
    texts = session.texts
    counts = queries.counts_by_place(dues)
    options = [_ALL, *counts]
    # The last food of the chosen place may be gone since.
    if st.session_state.get(key) not in options:
        st.session_state[key] = _ALL
    with st.container(key=f"scroll_{key}"):
        place = st.pills(
            texts("pantry.places"), options, key=key, required=True, label_visibility="collapsed",
            format_func=lambda one: texts("pantry.all") if one == _ALL else f"{texts(f'place.{one}')} {counts[one]}",
        )
    return [due for due in dues if place in (None, _ALL) or due.lot.place == place]
