"""Pack sizes in printed names: "Milch 1L", "Bier 6x0,33l", "Eier 10er", "Mehl 1KG", "MILK 1/2 GAL", "EGGS DZ"."""

import re
from dataclasses import dataclass
from decimal import Decimal

_GRAMS = {"g": 1, "gr": 1, "kg": 1000}
_MILLILITRES = {"ml": 1, "cl": 10, "dl": 100, "l": 1000, "lt": 1000, "ltr": 1000}
# A reader takes the letter of "8OZ" for a nought.
_OTHER = {"oz": "oz", "0z": "oz", "lb": "lb", "lbs": "lb", "floz": "fl_oz", "fl0z": "fl_oz", "pt": "pint",
          "qt": "quart", "gal": "gallon"}
_SIZE = re.compile(
    r"(?<![\d.,/])(?:(?P<packs>\d{1,2})\s?[xX×*]\s?)?(?P<size>1/2|\d{1,4}?(?:[.,]\d{1,3}"
    r"|[.,]\s\d{1,2}(?=\s?(?:kg|l)\b))?)\s?"  # a reader may see a blank behind the comma: "6x1, 5L"
    r"(?P<unit>kg|gr?|ml|cl|dl|ltr?|l|(?:fl\.?\s?)?[o0]z|lbs?|pt|qt|gal)(?![a-z0-9/])", re.IGNORECASE)
# American tills leave the one out: "MILK GAL" is a gallon, "HG" half of one.
_SIZE_BEHIND = re.compile(r"(?<=[^\W\d_])\s+(?P<word>gal|hg|qt|dz|doz|dozen)\.?$", re.IGNORECASE)
_BEHIND = {"gal": ("1", "gallon"), "hg": ("0.5", "gallon"), "qt": ("1", "quart"), "dz": ("12", "piece"),
           "doz": ("12", "piece"), "dozen": ("12", "piece")}
_PIECES = re.compile(
    r"(?<![\d.,])(?P<count>\d{1,2})\s?(?:er\b|st(?:k|ck|ueck|ück)?\b\.?|pk\b|pck\b|ct\b|pcs?\b|x\b(?!\s?\d))",
    re.IGNORECASE)
MOST_PIECES = 60
MAX_GRAMS = Decimal(50_000)
# British milk comes in imperial pints (UK Weights and Measures Act 1985, schedule 1).
_IMPERIAL_PINT_ML = Decimal(568)


@dataclass(frozen=True, slots=True)
class PackSize:
    """What one pack holds: quantity in `unit` (g, ml, oz, lb, fl_oz, pint, quart, gallon or piece)."""

    quantity: Decimal
    unit: str
    start: int
    end: int


def find_pack_size(name: str, *, is_imperial: bool = False) -> PackSize | None:
    """Return the size printed in a name, mass and volume before a count of pieces; None if there is none.

    is_imperial: pints are British ones.
    """
    for match in _SIZE.finditer(name):
        printed = re.sub(r"\s", "", match["size"]).replace(",", ".")
        size = (Decimal("0.5") if printed == "1/2" else Decimal(printed)) * int(match["packs"] or 1)
        unit = re.sub(r"[\s.]", "", match["unit"].casefold())
        if unit in _GRAMS:
            size, unit = size * _GRAMS[unit], "g"
        elif unit in _MILLILITRES:
            size, unit = size * _MILLILITRES[unit], "ml"
        else:
            unit = _OTHER[unit]
            if is_imperial and unit == "pint":
                size, unit = size * _IMPERIAL_PINT_ML, "ml"
        if 0 < size <= MAX_GRAMS:
            return PackSize(size.normalize() + 0, unit, match.start(), match.end())
    match_pieces = _PIECES.search(name)
    if match_pieces and 1 < int(match_pieces["count"]) <= MOST_PIECES:
        return PackSize(Decimal(match_pieces["count"]), "piece", match_pieces.start(), match_pieces.end())
    behind = _SIZE_BEHIND.search(name)
    if behind:
        quantity, unit = _BEHIND[behind["word"].casefold()]
        return PackSize(Decimal(quantity), unit, behind.start(), behind.end())
    return None
