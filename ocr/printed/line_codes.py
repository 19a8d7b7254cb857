"""Numbers on a line that say what was bought: product codes (GTIN) and codes of loose produce (PLU).

PLU codes are those of the International Federation for Produce Standards, four digits, a 9 before them for organic
goods; `data/plu_codes.csv` holds the common ones. A product code's last digit checks the others (GS1 General
Specifications, 7.9); many tills leave it out and begin with a 0 instead.
"""

import csv
import functools
import re
from pathlib import Path

GTIN_DIGITS = 14
_CODE = re.compile(r"(?<![\d.,/-])(\d{11,14})(?![\d.,/-]|\s?[-/]\s?\d)")
_PLU = re.compile(r"(?:^|\s)9?(3\d{3}|4\d{3})(?=\s)")
# Codes that a shop gives itself, weighed goods above all: 02 and 04 of UPC, 20 to 29 of EAN, as 14 digits.
_OF_A_SHOP = re.compile(r"^0(?:0[24]|2\d)")


def product_code(raw_text: str) -> str | None:
    """Return the product code on a line as 14 digits, None where there is none or it is a shop's own."""
    for match in _CODE.finditer(raw_text):
        digits = match[1]
        if len(digits) > 11 and has_valid_check_digit(digits):
            gtin = digits.zfill(GTIN_DIGITS)
        elif len(digits) == 11 or (len(digits) == 12 and digits[0] == "0"):
            body = digits[-11:]
            gtin = f"{body}{check_digit(body)}".zfill(GTIN_DIGITS)
        else:
            continue
        if not _OF_A_SHOP.match(gtin):
            return gtin
    return None


def produce_food(raw_text: str) -> str | None:
    """Return the food id that a line's PLU code means, None where it shows none that is known."""
    foods = {food for code in _PLU.findall(raw_text) if (food := plu_codes().get(code))}
    return foods.pop() if len(foods) == 1 else None


@functools.cache
def plu_codes() -> dict[str, str]:
    """Return the food id of each known PLU code."""
    with (Path(__file__).parents[1] / "data" / "plu_codes.csv").open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["food_id"] for row in csv.DictReader(rows)}


def check_digit(body: str) -> int:
    """Return the digit that checks a product code's others: from the right they count three times and once in turn."""
    return -sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))) % 10


def has_valid_check_digit(digits: str) -> bool:
    """Return whether the last digit checks the others."""
    return int(digits[-1]) == check_digit(digits[:-1])
