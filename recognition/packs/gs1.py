"""What the digits of a code say: products, weights and prices of a shop's own scale, and what GS1 codes carry.

By the GS1 General Specifications (release 24, sections 3 for application identifiers, 7.9 for check digits, 7.12 for
dates) and GS1 Digital Link 1.4 (the same as an address).
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from recognition.reading import Barcode, Box, DateWord, PrintedDate

RETAIL_LENGTHS = frozenset({8, 12, 13, 14})
IN_STORE_PREFIXES = ("02", *(str(prefix) for prefix in range(20, 30)))
PRINT_PREFIXES = ("977", "978", "979")  # newspapers, books and music: none of them is a grocery
PRICE_PREFIXES = ("20", "21", "22", "23", "24")  # a price in the common layout; 25 to 29 a weight in grams
_GROUP_SEPARATOR = "\x1d"
_PRODUCT_IN_PATH = re.compile(r"/(?:01|gtin)/(\d{8,14})(?=[/?#]|$)")
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


def parse_code(text: str, *, format_name: str, box: Box | None = None) -> Barcode:
    """Return what a retail or plain code says; digits with a wrong check digit, and books, have no GTIN."""
    digits = text.strip()
    if elements := _linked(digits):
        return _from_elements(elements, text, format_name, box)
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
    return _from_elements(elements, raw if raw is not None else bracketed, format_name, box)


def _from_elements(elements: dict[str, str], value: str, format_name: str, box: Box | None) -> Barcode:
    """Return what values by application identifier say. value: the code as it was read."""
    gtin = elements.get("01", "")
    return Barcode(
        format=format_name,
        value=value,
        gtin=gtin if len(gtin) == 14 and has_valid_check_digit(gtin) else None,
        box=box,
        lot_number=elements.get("10") or None,
        best_before=_gs1_date(elements.get("15")),
        use_by=_gs1_date(elements.get("17") or elements.get("7003", "")[:6]),
        packed_on=_gs1_date(elements.get("13") or elements.get("11")),
        net_mass_g=_gs1_mass_g(elements),
        price_minor=None,
    )


def _linked(address: str) -> dict[str, str]:
    """Return the values by application identifier of an address in the form of GS1 Digital Link, none of any other.

    They stand in the path from the product's on ("/01/04006381333931/10/AB12"), and behind it ("?17=261231").
    """
    if not _PRODUCT_IN_PATH.search(address):
        return {}
    try:
        parts = urlsplit(address)
    except ValueError:
        return {}
    found = _PRODUCT_IN_PATH.search(parts.path)
    if parts.scheme not in {"http", "https"} or found is None:
        return {}
    steps = [unquote(step) for step in parts.path[found.end() :].split("/")[1:]]
    elements = {"01": found[1].zfill(14)}
    for identifier, value in (*zip(steps[::2], steps[1::2], strict=False), *parse_qsl(parts.query)):
        elements.setdefault(identifier, value)
    return elements


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
