"""What runs for every page view: the kitchen, its frame, and the page that was asked for."""

import base64
from functools import lru_cache
from pathlib import Path

import streamlit as st

from dashboard import parts
from dashboard.clicks import actions
from dashboard.clicks.settling import settle_in
from dashboard.components.lots.lot_dialogs import draw_dialog
from dashboard.components.shell import Drawn, kitchen_menu, page_turn, pulse, tab_bar, undo_bar
from dashboard.navigation import entry_of, navigation, pages_of
from dashboard.session import current
from dashboard.styles import apply_styles

_STATIC = Path(__file__).with_name("static")


@lru_cache(maxsize=2)
def _drawing(name: str) -> str:
    """Return a drawing as a data URL: a path would be opened and encoded anew for every page view."""
    return "data:image/svg+xml;base64," + base64.b64encode((_STATIC / name).read_bytes()).decode()


def main() -> None:
    """Draw the page when its turn has come."""
    with page_turn():
        _draw()


def _draw() -> None:
    """Draw the frame and run the page."""
    st.set_page_config(page_title="Larder", page_icon=_drawing("icon.svg"), layout="wide")
    session = settle_in(current())
    actions.keep_last_after_reload(session)
    apply_styles(session.texts)
    st.logo(_drawing("logo.svg"), size="large")
    pages = pages_of(session.texts)
    page = navigation(pages)
    entry = entry_of(page)
    drawn = Drawn.now(session, entry)
    parts.begin()
    undo_bar(session)
    kitchen_menu(session)
    # A dialog has a place of its own outside the page; it does not wait for what lies below it.
    draw_dialog(session)
    page.run()
    tab_bar(entry.name, pages)
    pulse(drawn, entry)


main()
