"""Pack sizes in printed names: "Milch 1L", "Bier 6x0,33l", "Eier 10er", "Mehl 1KG"."""

import re
from dataclasses import dataclass
from decimal import Decimal

_GRAMS = {"g": 1, "gr": 1, "kg": 1000}
_MILLILITRES = {"ml": 1, "cl": 10, "dl": 100, "l": 1000, "lt": 1000, "ltr": 1000}
_OTHER = {"oz": "oz", "lb": "lb", "lbs": "lb"}
_SIZE = re.compile(
    r"(?<![\d.,/])(?:(?P<packs>\d{1,2})\s?[xX×*]\s?)?(?P<size>\d{1,4}(?:[.,]\d{1,3})?)\s?"
    r"(?P<unit>kg|gr?|ml|cl|dl|ltr?|l|oz|lbs?)(?![a-z0-9/])", re.IGNORECASE)
_PIECES = re.compile(
    r"(?<![\d.,])(?P<count>\d{1,2})\s?(?:er\b|st(?:k|ck|ueck|ück)?\b\.?|pk\b|pck\b|ct\b|pcs?\b|x\b(?!\s?\d))",
    re.IGNORECASE)
# A bare number behind a name: an egg box's count. 1 and 2 are as often the class of a tax.
_COUNT_BEHIND = re.compile(r"(?<=[^\W\d_])\s+(?P<count>\d{1,2})$")
LEAST_COUNT_BEHIND, MOST_PIECES = 3, 60
MAX_GRAMS = Decimal(50_000)


@dataclass(frozen=True, slots=True)
class PackSize:
    """What one pack holds: quantity in `unit` (g, ml, oz, lb or piece)."""

    quantity: Decimal
    unit: str
    start: int
    end: int


def find_pack_size(name: str) -> PackSize | None:
    """Return the size printed in a name, mass and volume before a count of pieces; None if there is none."""
    for match in _SIZE.finditer(name):
        size = Decimal(match["size"].replace(",", ".")) * int(match["packs"] or 1)
        unit = match["unit"].casefold()
        if unit in _GRAMS:
            size, unit = size * _GRAMS[unit], "g"
        elif unit in _MILLILITRES:
            size, unit = size * _MILLILITRES[unit], "ml"
        else:
            unit = _OTHER[unit]
        if 0 < size <= MAX_GRAMS:
            return PackSize(size.normalize() + 0, unit, match.start(), match.end())
    match_pieces = _PIECES.search(name)
    if match_pieces and 1 < int(match_pieces["count"]) <= MOST_PIECES:
        return PackSize(Decimal(match_pieces["count"]), "piece", match_pieces.start(), match_pieces.end())
    return None


def find_count_behind(name: str) -> int | None:
    """Return the bare number that ends a name ("Eggs 10"), which for goods sold by the piece is how many there are."""
    match = _COUNT_BEHIND.search(name.strip())
    count = int(match["count"]) if match else 0
    return count if LEAST_COUNT_BEHIND <= count <= MOST_PIECES else None
