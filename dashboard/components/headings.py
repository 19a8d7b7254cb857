"""Headings: a page opens with a sentence that is the answer."""

import streamlit as st

from dashboard.markup import esc, icon, material
from dashboard.texts import Texts


def page_heading(title: str, *, over: str = "", lede: str = "") -> None:
    """Draw the top of a page. over: a small line above; lede: one sentence below."""
    above = f'<p class="over">{esc(over)}</p>' if over else ""
    below = f'<p class="lede">{esc(lede)}</p>' if lede else ""
    st.html(f'{above}<h1 class="title">{esc(title)}</h1>{below}')


def section(title: str, right: str = "") -> None:
    """Draw a section's heading with a small note on its right."""
    st.html(section_html(title, right))


def section_html(title: str, right: str = "") -> str:
    """Return a section's heading as HTML."""
    return f'<div class="section"><h2>{esc(title)}</h2><span>{esc(right)}</span></div>'


def info(text: str, *, bold: str = "") -> None:
    """Draw a calm note in a sunken box. bold: the part of the text to stress."""
    shown = esc(text)
    if bold:
        shown = shown.replace(esc(bold), f"<b>{esc(bold)}</b>", 1)
    st.html(f'<div class="info">{icon("info")}<span>{shown}</span></div>')


def empty_state(
    drawing: str, title: str, text: str, *, do: str = "", symbol: str = "", page: str = ""
) -> None:
    """Draw what there is to see while there is nothing: a picture, a sentence, why, and one button to a page."""
    st.html(
        f'<div class="empty"><img alt="" src="app/static/drawings/{esc(drawing)}.svg"><b>{esc(title)}</b>'
        f"<span>{esc(text)}</span></div>"
    )
    if do:
        with st.container(key="middle_empty", horizontal=True, horizontal_alignment="center"):
            if st.button(do, key="empty_do", type="primary", icon=material(symbol)):
                st.switch_page(page)


def error_state() -> None:
    """Draw that a page could not be shown, in the language of the browser: the kitchen itself may be the trouble."""
    texts = Texts("de" if (st.context.locale or "").startswith("de") else "en")
    st.html(f'<div class="info" role="alert">{icon("info")}<span><b>{esc(texts("error.page"))}</b> '
            f'{esc(texts("error.page_safe"))}</span></div>')
