"""The stylesheet, in the page's own light or dark."""

import json
from functools import lru_cache
from pathlib import Path

import streamlit as st

from dashboard.texts import Texts

_STYLESHEET = Path(__file__).with_name("static") / "larder.css"


# Streamlit says some things by itself, in English; the stylesheet shows these words in their place.
_WORDS = {
    "--choose-files": "add.choose",
    "--sending-files": "add.sending",
    "--no-answer": "error.no_answer",
    "--no-answer-why": "error.no_answer_why",
}


@lru_cache(maxsize=4)
def _style(theme: str, words: str) -> str:
    # Dialogs and menus are drawn outside the app's element, so the scheme is said for the whole page.
    return f"<style>:root{{color-scheme:{theme};{words}}}\n{_STYLESHEET.read_text(encoding='utf-8')}</style>"


def apply_styles(texts: Texts) -> None:
    """Send the stylesheet with the page."""
    words = ";".join(f"{name}:{json.dumps(texts(key), ensure_ascii=False)}" for name, key in _WORDS.items())
    st.html(_style("dark" if st.context.theme.type == "dark" else "light", words))
