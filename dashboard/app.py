"""What runs for every page view: the kitchen, its frame, and the page that was asked for."""

from pathlib import Path

import streamlit as st

from dashboard import actions
from dashboard.components.lot_dialogs import draw_dialog
from dashboard.components.shell import kitchen_menu, pulse, tab_bar
from dashboard.navigation import navigation
from dashboard.session import current
from dashboard.styles import apply_styles

_STATIC = Path(__file__).with_name("static")


def main() -> None:
    """Draw the frame and run the page."""
    st.set_page_config(page_title="Larder", page_icon=str(_STATIC / "icon.svg"), layout="wide")
    apply_styles()
    st.logo(str(_STATIC / "logo.svg"), size="large")
    session = current()
    page = navigation(session.texts)
    kitchen_menu(session)
    page.run()
    draw_dialog(session)
    tab_bar(session, page.url_path or "home")
    pulse(current().seq, session.today, actions.last_action() is not None)


main()
