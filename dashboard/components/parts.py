"""Small parts that run in the browser: their HTML, style and script lie in `static/parts`."""

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parents[1] / "static" / "parts"


def part(name: str, html: str) -> "ComponentRenderer":
    """Register a part and return the function that draws it. name: of its two files; html: trusted, our own."""
    return st.components.v2.component(
        f"larder_{name}", html=html, css=(_FOLDER / f"{name}.css").read_text(encoding="utf-8"),
        js=(_FOLDER / f"{name}.js").read_text(encoding="utf-8"),
    )
