"""The months of the Waste page as a picture to send or print, drawn here: no browser is asked."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_FONTS = Path(__file__).parents[2] / "static" / "fonts"
_WIDTH_PX, _HEIGHT_PX, _MARGIN_PX = 1200, 675, 72
_BAR_PX, _TOP_PX, _BOTTOM_PX = 88, 220, 130
# The light theme's tokens: a picture is mostly looked at on white.
_PAPER, _INK, _INK2, _BASIL, _PAST = "#FAF7F1", "#23261F", "#585C50", "#2C6A4A", "#C3CFBF"


@dataclass(frozen=True, slots=True)
class Column:
    """One month of the chart. size: in the unit of the figure's text."""

    name: str
    size: int
    figure: str
    is_running: bool


def months_png(columns: Sequence[Column], title: str, unit: str) -> bytes:
    """Return a PNG of 1200 × 675 pixels with one column a month and its figure above."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_WIDTH_PX, _HEIGHT_PX), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((_MARGIN_PX, _MARGIN_PX), title, fill=_INK, font=_font("fraunces-latin.woff2", 46, 600))
    draw.text((_MARGIN_PX, _MARGIN_PX + 62), unit, fill=_INK2, font=_font("figtree-latin.woff2", 26, 400))
    largest = max((one.size for one in columns), default=0) or 1
    floor = _HEIGHT_PX - _BOTTOM_PX
    step = (_WIDTH_PX - 2 * _MARGIN_PX) / max(len(columns), 1)
    figure_font, name_font = _font("figtree-latin.woff2", 26, 600), _font("figtree-latin.woff2", 26, 400)
    for number, one in enumerate(columns):
        middle = _MARGIN_PX + step * (number + 0.5)
        top = floor - max((floor - _TOP_PX) * one.size / largest, 3)
        draw.rounded_rectangle((middle - _BAR_PX / 2, top, middle + _BAR_PX / 2, floor), radius=8,
                               fill=_BASIL if one.is_running else _PAST, corners=(True, True, False, False))
        draw.text((middle, top - 12), one.figure, fill=_INK, font=figure_font, anchor="ms")
        draw.text((middle, floor + 40), one.name, fill=_INK2, font=name_font, anchor="ms")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(name: str, size_px: int, weight: int) -> "FreeTypeFont":
    from PIL import ImageFont

    font = ImageFont.truetype(_FONTS / name, size_px)
    axes = font.get_variation_axes()
    font.set_variation_by_axes([weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])
    return font
