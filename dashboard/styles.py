"""The stylesheet, in the page's own light or dark."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

_STYLESHEET = Path(__file__).with_name("static") / "larder.css"


@lru_cache(maxsize=2)
def _style(theme: str) -> str:
    # Dialogs and menus are drawn outside the app's element, so the scheme is said for the whole page.
    return f"<style>:root{{color-scheme:{theme}}}\n{_STYLESHEET.read_text(encoding='utf-8')}</style>"


def apply_styles() -> None:
    """Send the stylesheet with the page."""
    st.html(_style("dark" if st.context.theme.type == "dark" else "light"))
