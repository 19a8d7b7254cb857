"""Barcodes on packs, found in a picture by zxing-cpp; what their digits say is `gs1`'s."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from recognition.packs.gs1 import parse_code, parse_gs1
from recognition.reading import Barcode, Box

SECOND_TRY_PX = 1280
SMALL_PX = 700
TURN_DEG = 45.0
ENLARGED = 3  # at 2.5 and 2.75 one of fifteen real pictures is missed
# Part of a tilted EAN-13 passes for a UPC-E about once in 30 tilted ones, on a line or two: that one is as thin as this
# share of its length. A real one that is met so thin is read when the picture is turned.
_THIN = 0.05


@dataclass(frozen=True, slots=True)
class _View:
    """A picture in another size, or turned around its middle, in which codes are looked for.

    grey: (H, W) uint8. scale: of its sides to the original's. turned_deg: counter-clockwise. size: width and height of
    the original.
    """

    grey: np.ndarray
    scale: float
    turned_deg: float
    size: tuple[int, int]

    def original(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of this view lies in the original."""
        angle = math.radians(self.turned_deg)
        height, width = self.grey.shape
        across, down = x - width / 2, y - height / 2
        back = (across * math.cos(angle) - down * math.sin(angle), across * math.sin(angle) + down * math.cos(angle))
        return back[0] / self.scale + self.size[0] / 2, back[1] / self.scale + self.size[1] / 2


def read_barcodes(
    picture: Image.Image, *, is_thorough: bool = True, longest_px: int | None = None
) -> list[Barcode]:
    """Read every code in a picture: as it is first, then, if that gives nothing, resized.

    picture: of any mode, a grey one is quickest. is_thorough: False reads it only as it is, several times quicker.
    longest_px: one with a longer side is read at a half, a third … of its size, for those that hardly carry a code.
    Returns codes by position from the top, each value once.
    """
    parts = math.ceil(max(picture.size) / longest_px) if longest_px else 1
    grey = np.asarray(picture.reduce(parts).convert("L") if parts > 1 else _grey(picture))
    codes = _read_once(_View(grey, 1.0 / parts, 0.0, picture.size), may_be_inverted=True)
    return codes if codes or not is_thorough else search_barcodes(picture)


def search_barcodes(picture: Image.Image) -> list[Barcode]:
    """Read codes in other views of a picture, of any mode, in which none was read as it is."""
    for view in _other_views(_grey(picture)):
        # White codes on black are seen in the picture as it is; another view is not turned over once more.
        codes = _read_once(view, may_be_inverted=False)
        if codes:
            return codes
    return []


def _grey(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "L" else picture.convert("L")


def _other_views(grey: Image.Image) -> Iterator[_View]:
    """Yield other views of a picture.

    Shrinking loses codes and is only tried on large pictures; enlarging and sharpening reads small blurred ones that
    are not read as they are. Bars are looked for along rows and columns: those that lie between are turned there.
    """
    longest = max(grey.size)
    if longest > 2 * SECOND_TRY_PX:
        step = longest // SECOND_TRY_PX
        yield _View(np.ascontiguousarray(np.asarray(grey)[::step, ::step]), 1.0 / step, 0.0, grey.size)
    if 16 <= longest <= SMALL_PX:
        size = (round(grey.width * ENLARGED), round(grey.height * ENLARGED))
        enlarged = grey.resize(size, Image.Resampling.BICUBIC)
        yield _View(np.asarray(enlarged), ENLARGED, 0.0, grey.size)
        sharpened = enlarged.filter(ImageFilter.UnsharpMask(radius=ENLARGED, percent=200, threshold=0))
        yield _View(np.asarray(sharpened), ENLARGED, 0.0, grey.size)
    if min(grey.size) >= 16:
        parts = math.ceil(longest / SECOND_TRY_PX)
        turned = grey.reduce(parts).rotate(TURN_DEG, Image.Resampling.BICUBIC, expand=True, fillcolor=128)
        yield _View(np.asarray(turned), 1.0 / parts, TURN_DEG, grey.size)


def _read_once(view: _View, *, may_be_inverted: bool) -> list[Barcode]:
    """Return the codes of a view from its top, without misreads."""
    import zxingcpp

    seen = zxingcpp.read_barcodes(view.grey, try_invert=may_be_inverted)
    codes = [_from_zxing(one, view) for one in seen if one.text and not _is_part_of_another(one)]
    return _without_misreads(sorted(codes, key=lambda code: (code.box or (0, 0, 0, 0))[1]))


def _is_part_of_another(seen: Any) -> bool:
    import zxingcpp

    corners = [(corner.x, corner.y) for corner in _corners(seen.position)]
    length, thickness = math.dist(corners[0], corners[1]), math.dist(corners[0], corners[3])
    return seen.format == zxingcpp.BarcodeFormat.UPCE and thickness < _THIN * length


def _without_misreads(codes: list[Barcode]) -> list[Barcode]:
    """Keep each value once, and of products that end alike or lie in one place only the largest: others are misread."""
    kept: list[Barcode] = []
    for code in sorted(codes, key=lambda code: _area(code.box), reverse=True):
        if not any(_is_again(code, other) for other in kept):
            kept.append(code)
    return [code for code in codes if any(code is one for one in kept)]


def _is_again(code: Barcode, larger: Barcode) -> bool:
    if code.value == larger.value:
        return True
    if not (code.gtin and larger.gtin and code.value.isdigit() and larger.value.isdigit()):
        return False
    return code.value[-6:] == larger.value[-6:] or _is_mostly_inside(code.box, larger.box)


def _is_mostly_inside(box: Box | None, other: Box | None) -> bool:
    if box is None or other is None:
        return False
    across, down = (min(box[2 + axis], other[2 + axis]) - max(box[axis], other[axis]) for axis in (0, 1))
    return across > 0 and down > 0 and across * down > 0.5 * _area(box)


def _area(box: Box | None) -> int:
    return 0 if box is None else (box[2] - box[0]) * (box[3] - box[1])


def _from_zxing(seen: Any, view: _View) -> Barcode:
    import zxingcpp

    points = [view.original(corner.x, corner.y) for corner in _corners(seen.position)]
    across, down = ([round(point[axis]) for point in points] for axis in (0, 1))
    box = (min(across), min(down), max(across), max(down))
    name = str(seen.format)
    if seen.content_type == zxingcpp.ContentType.GS1:
        return parse_gs1(seen.text, format_name=name, raw=seen.bytes.decode("latin-1"), box=box)
    return parse_code(seen.text, format_name=name, box=box)


def _corners(position: Any) -> tuple[Any, ...]:
    """Return the corners of a code, the two where reading begins and ends first."""
    return position.top_left, position.top_right, position.bottom_right, position.bottom_left
