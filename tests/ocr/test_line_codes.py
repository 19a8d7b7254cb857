"""Product codes and produce codes on receipt lines, and what they mean."""

from datetime import date

import pytest

from ocr.pages.plain_text import words_of_text
from ocr.printed.line_codes import plu_codes, produce_food, product_code
from ocr.receipt import parse_words
from ocr.resolve import resolve
from pantry.foods import catalog
from pantry.proposals import Proposal

CODES = [
    ("OATS 9520123456788   1.49", "09520123456788"),          # EAN-13
    ("036000291452 TISSUES  3.00", "00036000291452"),         # UPC-A
    ("GV OATS 003600029145   $3.00 F", "00036000291452"),     # without its check digit, a 0 before it
    ("03600029145  TISSUES  3.00", "00036000291452"),         # without its check digit
    ("OATS 9520123456789   1.49", None),                      # a digit misread
    ("BEEF 2012345678900   8.12", None),                      # a shop's own, with the price in it
    ("REF 123456789012345  1.00", None),
    ("MILK 1L  1.19", None),
    ("TEL 0221-9641964", None),
]


@pytest.mark.parametrize(("text", "code"), CODES)
def test_a_product_code_is_found_and_checked(text: str, code: str | None) -> None:
    assert product_code(text) == code


@pytest.mark.parametrize(("text", "food_id"), [
    ("4011 XQ ORG  1.26", "banana"), ("94011 XQ  1.26", "banana"), ("KH 4664 TOM  2.00", "vine_tomato"),
    ("4711 SEIFE  1.00", None), ("14011 XQ  1.26", None), ("XQ 4.011", None), ("4011 4664 XQ", None),
    ("MILK  1.00", None),
])
def test_a_code_of_loose_produce_names_its_food(text: str, food_id: str | None) -> None:
    assert produce_food(text) == food_id


def test_every_code_of_produce_means_a_food_of_the_catalog() -> None:
    foods = catalog().foods
    assert {food_id for food_id in plu_codes().values() if food_id not in foods} == set()


def proposals(text: str, codes: dict[str, str] | None = None) -> list[Proposal]:
    """Resolve a receipt given as text."""
    reading = parse_words(list(words_of_text(text)), as_of=date(2026, 11, 22), has_boxes=False)
    return resolve(reading, catalog=catalog(), aliases={}, codes=codes)


def test_a_weighed_line_is_what_its_produce_code_says_though_its_name_is_not_read() -> None:
    text = "CORNER SHOP LTD\n4011 XQVW\n  1.20 kg @ 1.50/kg   1.80\n4664 XQVW   2.00\nTOTAL CAD  3.80\n2026-11-20\n"
    (weighed, counted) = proposals(text)
    assert (weighed.food_id, weighed.is_sure) == ("banana", True)
    assert counted.food_id != "vine_tomato", "a number on a line that was not weighed may be anything"
    assert proposals(text.replace("CAD", "EUR"))[0].food_id != "banana", "scales have numbers of their own there"


def test_a_product_code_means_what_the_household_confirmed() -> None:
    text = "CORNER SHOP LTD\nXQVW 036000291452   3.00\nTOTAL GBP  3.00\n20/11/2026\n"
    (unknown,) = proposals(text)
    (taught,) = proposals(text, {"00036000291452": "oats"})
    assert (unknown.gtin, unknown.is_sure) == ("00036000291452", False)
    assert (taught.food_id, taught.is_sure) == ("oats", True)
