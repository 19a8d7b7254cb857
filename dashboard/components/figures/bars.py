"""Bars as plain HTML: a word, a bar, a figure."""

from collections.abc import Sequence

from dashboard.markup import esc


def comparison(rows: Sequence[tuple[str, int, str, str]]) -> str:
    """Return bars from zero. rows: (name, size, figure as text, colour or "" for the usual one)."""
    largest = max((size for _, size, _, _ in rows), default=0) or 1
    drawn = []
    for name, size, figure, colour in rows:
        share = max(round(100 * size / largest), 1) if size else 0
        style = f"--w:{share}%" + (f";--c:{colour}" if colour else "")
        drawn.append(f'<span>{esc(name)}</span><i style="{esc(style)}"></i><b>{esc(figure)}</b>')
    return f'<div class="bars">{"".join(drawn)}</div>'


def month_columns(columns: Sequence[tuple[str, int, str, bool]]) -> str:
    """Return one column a month. columns: (name, size, figure as text, whether it is the running month)."""
    largest = max((size for _, size, _, _ in columns), default=0) or 1
    drawn = []
    for name, size, figure, is_running in columns:
        colour = ";--c:var(--basil)" if is_running else ""
        style = f"--h:{max(round(78 * size / largest), 1)}%{colour}"
        drawn.append(f'<div><b>{esc(figure)}</b><i style="{esc(style)}"></i><span>{esc(name)}</span></div>')
    return f'<div class="columns-chart">{"".join(drawn)}</div>'


def day_columns(columns: Sequence[tuple[str, int, str, bool]]) -> str:
    """Return one narrow column a day. columns: (day, size, figure as text, whether it is today)."""
    return month_columns(columns).replace("columns-chart", "columns-chart days", 1)


def ranges(rows: Sequence[tuple[str, float, float, str, str]]) -> str:
    """Return bars from a low to a high end on one scale. rows: (name, low, high, figure as text, colour or "").

    Where both ends are one figure the bar begins at zero.
    """
    largest = max((high for _, _, high, _, _ in rows), default=0) or 1
    drawn = []
    for name, low, high, figure, colour in rows:
        start = 0 if low == high else round(100 * low / largest)
        width = max(round(100 * high / largest) - start, 1)
        style = f"--from:{start}%;--w:{width}%" + (f";--c:{colour}" if colour else "")
        drawn.append(f'<span>{esc(name)}</span><i style="{esc(style)}"></i><b>{esc(figure)}</b>')
    return f'<div class="bars">{"".join(drawn)}</div>'


def figures(rows: Sequence[tuple[str, str]]) -> str:
    """Return large figures side by side, each with its words below. rows: (figure, words)."""
    return '<div class="figures">' + "".join(
        f"<div><b>{esc(figure)}</b><span>{esc(words)}</span></div>" for figure, words in rows
    ) + "</div>"
