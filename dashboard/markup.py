"""Small pieces of HTML and Markdown. Every value from outside passes `esc` or `plain` before it is shown."""

import base64
import re
from html import escape

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=])")
# The beginning of ":material/home:" or ":smile:". Streamlit looks for these in the text that is left when Markdown
# was read, where a backslash is gone already.
_CODE = re.compile(r":(?=[\w+-])")
# Takes no room, is not read aloud, and breaks no line.
_WORD_JOINER = "\u2060"


def esc(value: object) -> str:
    """Return text safe inside HTML, also inside a quoted attribute."""
    return escape(str(value), quote=True)


def plain(value: object) -> str:
    """Return text for a widget's label, where Markdown, emoji codes and formulas stay plain characters."""
    text = _CODE.sub(f":{_WORD_JOINER}", " ".join(str(value).split()))
    return _MARKDOWN.sub(r"\\\1", text)


def icon(name: str) -> str:
    """Return a Material symbol as HTML, hidden from screen readers: the word beside it says the same."""
    return f'<span class="icon" aria-hidden="true">{esc(name)}</span>'


def material(name: str) -> str:
    """Return a Material symbol as a widget's icon."""
    return f":material/{name}:"


def svg_image(svg: str, *, css_class: str) -> str:
    """Return an SVG text as an image; pages may not hold inline SVG."""
    data = base64.b64encode(svg.encode()).decode()
    return f'<img class="{esc(css_class)}" alt="" src="data:image/svg+xml;base64,{data}">'
