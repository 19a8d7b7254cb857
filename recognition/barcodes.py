"""Barcodes on packs: EAN and UPC, GS1 codes with weight and dates, and what a shop's own scale printed.

Reading pixels is zxing-cpp's work; what the digits say is parsed here, by the GS1 General Specifications
(release 24, sections 3 for application identifiers, 7.9 for check digits, 7.12 for dates).
"""

import calendar
import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from recognition.reading import Barcode, Box, DateWord, PrintedDate

RETAIL_LENGTHS = frozenset({8, 12, 13, 14})
IN_STORE_PREFIXES = ("02", *(str(prefix) for prefix in range(20, 30)))
PRINT_PREFIXES = ("977", "978", "979")  # newspapers, books and music: none of them is a grocery
PRICE_PREFIXES = ("20", "21", "22", "23", "24")  # a price in the common layout; 25 to 29 a weight in grams
SECOND_TRY_PX = 1280
SMALL_PX = 700
ENLARGED = 3  # at 2.5 and 2.75 one of fifteen real pictures is missed
_GROUP_SEPARATOR = "\x1d"
# Digits of an identifier by how it starts; two where nothing is said here.
_IDENTIFIER_LENGTHS = (
    ("23", 3), ("24", 3), ("25", 3), ("31", 4), ("32", 4), ("33", 4), ("34", 4), ("35", 4), ("36", 4), ("39", 4),
    ("40", 3), ("41", 3), ("42", 3), ("43", 4), ("71", 3), ("7", 4), ("8", 4),
)
# Characters of identifier and value together, where no separator follows.
_FIXED_LENGTHS = {
    "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "20": 4, "41": 16,
    **{str(number): 8 for number in range(11, 20)}, **{str(number): 10 for number in range(31, 37)},
}
POUND_G = 453.59237
MASS_AIS = {"310": 1.0, "320": POUND_G / 1000.0}  # net weight in kg, in pounds


def read_barcodes(
    rgb: np.ndarray, *, is_thorough: bool = True, longest_px: int | None = None
) -> list[Barcode]:
    """Read every code in a picture: as it is first, then, if that gives nothing, resized.

    rgb: (H, W, 3) uint8. is_thorough: False reads it only as it is, several times quicker. longest_px: a picture with
    a longer side is read at a half, a third … of its size, for those that hardly carry a code.
    Returns codes by position from the top, each value once.
    """
    grey = Image.fromarray(rgb).convert("L")
    parts = math.ceil(max(grey.size) / longest_px) if longest_px else 1
    codes = _without_misreads(_read_once(np.asarray(grey.reduce(parts)), 1.0 / parts, may_be_inverted=True))
    return codes if codes or not is_thorough else search_barcodes(rgb)


def search_barcodes(rgb: np.ndarray) -> list[Barcode]:
    """Read codes in other sizes of a picture in which none was read as it is. rgb: (H, W, 3) uint8."""
    for picture, scale in _other_sizes(np.asarray(Image.fromarray(rgb).convert("L"))):
        # White codes on black are seen in the picture as it is; another size is not turned over once more.
        codes = _read_once(picture, scale, may_be_inverted=False)
        if codes:
            return _without_misreads(codes)
    return []


def _other_sizes(grey: np.ndarray) -> Iterator[tuple[np.ndarray, float]]:
    """Yield other sizes of a picture, each with its scale.

    Shrinking loses codes and is only tried on large pictures; enlarging and sharpening reads small
    blurred ones that are not read as they are.
    """
    height, width = grey.shape
    if max(height, width) > 2 * SECOND_TRY_PX:
        step = max(height, width) // SECOND_TRY_PX
        yield np.ascontiguousarray(grey[::step, ::step]), 1.0 / step
    if 16 <= max(height, width) <= SMALL_PX:
        size = (round(width * ENLARGED), round(height * ENLARGED))
        enlarged = Image.fromarray(grey).resize(size, Image.Resampling.BICUBIC)
        yield np.asarray(enlarged), ENLARGED
        sharpened = enlarged.filter(ImageFilter.UnsharpMask(radius=ENLARGED, percent=200, threshold=0))
        yield np.asarray(sharpened), ENLARGED


def _read_once(grey: np.ndarray, scale: float, *, may_be_inverted: bool) -> list[Barcode]:
    import zxingcpp

    seen = zxingcpp.read_barcodes(grey, try_invert=may_be_inverted)
    codes = [_from_zxing(one, scale) for one in seen if one.text]
    return sorted(codes, key=lambda code: (code.box or (0, 0, 0, 0))[1])


def _without_misreads(codes: list[Barcode]) -> list[Barcode]:
    """Keep each value once, and of linear codes that end alike only the largest: the other is half of it."""
    by_area = sorted(codes, key=lambda code: _area(code.box), reverse=True)
    kept: dict[str, Barcode] = {}
    for code in by_area:
        kept.setdefault(code.value[-6:] if code.gtin and code.value.isdigit() else code.value, code)
    return [code for code in codes if any(code is one for one in kept.values())]


def _area(box: Box | None) -> int:
    return 0 if box is None else (box[2] - box[0]) * (box[3] - box[1])


def _from_zxing(seen: Any, scale: float) -> Barcode:
    import zxingcpp

    box = _box(seen.position, scale)
    name = str(seen.format)
    if seen.content_type == zxingcpp.ContentType.GS1:
        return parse_gs1(seen.text, format_name=name, raw=seen.bytes.decode("latin-1"), box=box)
    return parse_code(seen.text, format_name=name, box=box)


def _box(position: Any, scale: float) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across, down = [round(corner.x / scale) for corner in corners], [round(corner.y / scale) for corner in corners]
    return min(across), min(down), max(across), max(down)


def parse_code(text: str, *, format_name: str, box: Box | None = None) -> Barcode:
    """Return what a retail or plain code says; digits with a wrong check digit, and books, have no GTIN."""
    digits = text.strip()
    if not re.fullmatch(r"\d+", digits) or len(digits) not in RETAIL_LENGTHS or not has_valid_check_digit(digits):
        return Barcode(format=format_name, value=text, gtin=None, box=box)
    if len(digits) == 13 and digits.startswith(PRINT_PREFIXES):
        return Barcode(format=format_name, value=digits, gtin=None, box=box)
    if len(digits) == 13 and digits[:2] in IN_STORE_PREFIXES:
        return _parse_in_store(digits, format_name, box)
    if len(digits) == 8 and digits[0] in "02":
        return Barcode(format_name, digits, gtin=None, box=box, is_in_store=True, item_reference=digits[:7])
    return Barcode(format=format_name, value=digits, gtin=digits.zfill(14), box=box)


def _parse_in_store(digits: str, format_name: str, box: Box | None) -> Barcode:
    """Read 02/20-29 + item (5) + weight or price (5) + check digit; only the shop knows the item.

    The layout is each shop's own; this is the most common one in Europe, so the amount is a proposal.
    """
    amount = int(digits[7:12])
    holds_price = digits[:2] in PRICE_PREFIXES
    return Barcode(
        format=format_name,
        value=digits,
        gtin=None,
        box=box,
        is_in_store=True,
        item_reference=digits[:7],
        net_mass_g=None if holds_price or not amount else amount,
        price_minor=amount if holds_price and amount else None,
    )


def parse_gs1(bracketed: str, *, format_name: str, raw: str | None = None, box: Box | None = None) -> Barcode:
    """Return what a GS1 code says, from its bracketed form like `(01)04006381333931(17)261231(10)AB12`.

    raw: the digits with group separators, kept as the value and read, since a lot number may hold brackets; without
    it the bracketed form is. What is said twice counts as said first.
    """
    elements: dict[str, str] = {}
    for identifier, value in (_gs1_elements(raw) if raw is not None else None) or _bracketed(bracketed):
        elements.setdefault(identifier, value)
    gtin = elements.get("01", "")
    return Barcode(
        format=format_name,
        value=raw if raw is not None else bracketed,
        gtin=gtin if len(gtin) == 14 and has_valid_check_digit(gtin) else None,
        box=box,
        lot_number=elements.get("10") or None,
        best_before=_gs1_date(elements.get("15")),
        use_by=_gs1_date(elements.get("17") or elements.get("7003", "")[:6]),
        packed_on=_gs1_date(elements.get("13") or elements.get("11")),
        net_mass_g=_gs1_mass_g(elements),
        price_minor=None,
    )


def _bracketed(text: str) -> list[tuple[str, str]]:
    return re.findall(r"\((\d{2,4})\)([^(]*)", text)


def _gs1_elements(raw: str) -> list[tuple[str, str]] | None:
    """Return the identifiers and values of a GS1 string, None where it does not begin with identifiers.

    raw: values of no fixed length end with a group separator (29). Lengths: GS1 General Specifications, 3.2 and 7.8.5.
    """
    found = []
    at = 0
    while at < len(raw):
        if raw[at] == _GROUP_SEPARATOR:
            at += 1
            continue
        start = raw[at : at + 2]
        length = next((length for digits, length in _IDENTIFIER_LENGTHS if start.startswith(digits)), 2)
        identifier = raw[at : at + length]
        if not re.fullmatch(r"\d{2,4}", identifier):
            return None
        at += length
        end = raw.find(_GROUP_SEPARATOR, at)
        end = len(raw) if end < 0 else end
        if start in _FIXED_LENGTHS:
            end = min(end, at + _FIXED_LENGTHS[start] - length)
        found.append((identifier, raw[at:end]))
        at = end
    return found or None


def has_valid_check_digit(digits: str) -> bool:
    """Return whether the last digit of an EAN, UPC or GTIN is the GS1 check digit of the others."""
    weights = [3 if place % 2 == 0 else 1 for place in range(len(digits) - 1)]
    total = sum(weight * int(digit) for weight, digit in zip(weights, reversed(digits[:-1]), strict=True))
    return (10 - total % 10) % 10 == int(digits[-1])


def _gs1_date(value: str | None) -> str | None:
    """Return YYMMDD as an ISO date; day 00 is the month's last, the century the nearest to 2026."""
    if value is None or not re.fullmatch(r"\d{6}", value):
        return None
    year, month, day = 2000 + int(value[:2]), int(value[2:4]), int(value[4:])
    if year > 2076:
        year -= 100
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last).isoformat() if day <= last else None


def _gs1_mass_g(elements: dict[str, str]) -> int | None:
    """Return the net weight in grams of AI 310n (kilograms) or 320n (pounds), n decimals."""
    for identifier, value in elements.items():
        per_unit = MASS_AIS.get(identifier[:3])
        if per_unit is not None and re.fullmatch(r"\d{3}[0-5]", identifier) and re.fullmatch(r"\d{6}", value):
            return round(int(value) / 10 ** int(identifier[3]) * per_unit * 1000) or None
    return None


def dates_in(codes: Iterable[Barcode]) -> list[PrintedDate]:
    """Return the dates that codes carry: sure and unambiguous."""
    found: list[tuple[str | None, DateWord, Barcode]] = []
    for code in codes:
        found += [
            (code.use_by, "use_by", code), (code.best_before, "best_before", code), (code.packed_on, "packed_on", code)
        ]  # fmt: skip
    return [
        PrintedDate(day, (day,), kind, is_ambiguous=False, confidence=1.0, box=code.box, source="barcode")
        for day, kind, code in found
        if day
    ]
