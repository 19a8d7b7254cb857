"""From a reading to proposals: what is sure, and what a person has to look at."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pantry.foods import catalog
from pantry.vocabulary import DateKind, DateSource
from recognition.reading import Alternative, Barcode, PhotoItem, PhotoReading, PrintedDate
from recognition.resolve import resolve

TODAY = date(2026, 11, 22)
BANANA = PhotoItem("banana", "Banana", "Banana", "fine", 0.97, (0, 0, 300, 300), 1, (), needs_review=False)
DATE = PrintedDate("24.12.2026", ("2026-12-24",), "best_before", False, 0.95)
CODE = Barcode("EAN-13", "9520123456788", "09520123456788", None)


def reading(*items: PhotoItem, codes: tuple[Barcode, ...] = (), dates: tuple[PrintedDate, ...] = ()) -> PhotoReading:
    return PhotoReading("p.jpg", "0" * 64, "groceries", items, codes, dates, "engine", "1", 1, ())


def propose(given: PhotoReading, **taught: str):
    return resolve(given, catalog=catalog(), taught=taught, bar=0.9, today=TODAY)


def test_a_clear_photo_is_a_sure_proposal_with_the_foods_own_place() -> None:
    (proposal,) = propose(reading(BANANA))
    assert proposal.is_sure and proposal.doubts == ()
    assert (proposal.food_id, proposal.place) == ("banana", catalog().require("banana").place)
    assert (proposal.quantity, proposal.purchased_on) == (Decimal(1), TODAY)


DOUBTFUL = {
    "below the model's bar": reading(replace(BANANA, needs_review=True)),
    "below the household's bar": reading(replace(BANANA, confidence=0.8)),
    "unknown food": reading(replace(BANANA, food_id=None)),
    "food the catalog lacks": reading(replace(BANANA, food_id="moon_cheese")),
    "several foods": reading(BANANA, replace(BANANA, food_id="lemon", class_name="Lemon")),
    "ambiguous date": reading(BANANA, dates=(replace(DATE, iso=("2026-12-03", "2027-03-12"), is_ambiguous=True),)),
    "past date": reading(BANANA, dates=(replace(DATE, iso=("2025-12-24",)),)),
    "hardly legible date": reading(BANANA, dates=(replace(DATE, confidence=0.3),)),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_any_doubt_is_said_and_keeps_the_proposal_from_being_sure(case: str) -> None:
    for proposal in propose(DOUBTFUL[case]):
        assert not proposal.is_sure
        assert proposal.doubts


def test_an_ambiguous_date_is_asked_and_never_proposed() -> None:
    (proposal,) = propose(DOUBTFUL["ambiguous date"])
    assert proposal.expires_on is None and proposal.date_kind is None and proposal.date_source is None
    assert "2026-12-03 or 2027-03-12" in proposal.doubts[0]


def test_a_printed_date_is_proposed_with_its_source() -> None:
    (proposal,) = propose(reading(BANANA, dates=(DATE,)))
    assert proposal.is_sure
    assert (proposal.expires_on, proposal.date_kind, proposal.date_source) == (
        date(2026, 12, 24), DateKind.BEST_BEFORE, DateSource.OCR,
    )  # fmt: skip


def test_a_packing_date_never_ends_a_life() -> None:
    (proposal,) = propose(reading(BANANA, dates=(replace(DATE, kind="packed_on"),)))
    assert proposal.expires_on is None


def test_a_code_the_household_taught_names_the_food() -> None:
    unknown = replace(BANANA, food_id=None, class_name=None, confidence=0.0, needs_review=True)
    (proposal,) = propose(reading(unknown, codes=(CODE,)), **{CODE.gtin or "": "oat_milk"})
    assert (proposal.food_id, proposal.gtin, proposal.is_sure) == ("oat_milk", CODE.gtin, True)


def test_a_weight_on_the_label_is_the_quantity() -> None:
    (proposal,) = propose(reading(BANANA, codes=(replace(CODE, gtin=None, net_mass_g=1250),)))
    assert (proposal.quantity, proposal.unit) == (Decimal(1250), "g")


def test_the_choices_are_foods_of_the_catalog_once_each() -> None:
    others = (
        Alternative("banana", "Banana", "Banana", 0.2),
        Alternative("lemon", "Lemon", "Lemon", 0.1),
        Alternative(None, "?", None, 0.1),
    )
    (proposal,) = propose(reading(replace(BANANA, alternatives=others)))
    assert [choice.food_id for choice in proposal.choices] == ["banana", "lemon"]
