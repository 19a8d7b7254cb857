"""From a reading to proposals: what is sure, and what a person has to look at."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pantry.foods import catalog
from pantry.vocabulary import DateKind, DateSource, Method
from recognition.reading import NOTHING_SEEN, Alternative, Barcode, PhotoItem, PhotoReading, PrintedDate
from recognition.resolve import resolve
from recognition.teaching import Recalled

TODAY = date(2026, 11, 22)
BANANA = PhotoItem("banana", "Banana", "Banana", "fine", 0.97, (0, 0, 300, 300), 1, (), needs_review=False)
DATE = PrintedDate("24.12.2026", ("2026-12-24",), "best_before", False, 0.95)
CODE = Barcode("EAN-13", "9520123456788", "09520123456788", None)


def reading(*items: PhotoItem, codes: tuple[Barcode, ...] = (), dates: tuple[PrintedDate, ...] = ()) -> PhotoReading:
    return PhotoReading("p.jpg", "0" * 64, "groceries", items, codes, dates, "engine", "1", 1, ())


def propose(given: PhotoReading, recalled: dict[int, Recalled] | None = None, **taught: str):
    return resolve(given, catalog=catalog(), taught=taught, bar=0.9, today=TODAY, recalled=recalled or {})


def test_a_clear_photo_is_a_sure_proposal_with_the_foods_own_place() -> None:
    (proposal,) = propose(reading(BANANA))
    assert proposal.is_sure and proposal.doubts == ()
    assert (proposal.food_id, proposal.place) == ("banana", catalog().require("banana").place)
    assert (proposal.quantity, proposal.purchased_on) == (Decimal(1), TODAY)


def test_a_date_stays_with_a_thing_that_nobody_recognised() -> None:
    (proposal,) = propose(reading(dates=(DATE,)))
    assert (proposal.food_id, proposal.expires_on, proposal.is_sure) == (None, date(2026, 12, 24), False)


def test_a_photo_without_food_is_told_from_a_food_without_a_name() -> None:
    unknown = replace(NOTHING_SEEN, box=(0, 0, 9, 9))
    empty, *others = (
        propose(replace(reading(*items, codes=codes), verdict=verdict))[0].doubts
        for items, codes, verdict in (((), (), "no_grocery"), ((unknown,), (), "unknown_grocery"),
                                      ((), (CODE,), "no_grocery"), ((), (), "unknown_grocery"))
    )
    assert empty == ("No food was recognised in this photo.",)
    assert others == [("Which food this is has to be said.",)] * 3


def test_of_two_codes_each_is_a_thing_of_its_own() -> None:
    other = replace(CODE, value="4006381333931", gtin="04006381333931", box=(400, 10, 500, 60))
    second = PhotoItem(None, "Unknown food", None, None, 0.0, other.box, 1, (), needs_review=True)
    given = reading(replace(BANANA, food_id=None), second, codes=(CODE, other))
    proposals = propose(given, **{"09520123456788": "oat_milk", "04006381333931": "butter"})
    assert [(one.food_id, one.gtin) for one in proposals] == [
        ("oat_milk", "09520123456788"), ("butter", "04006381333931"),
    ]  # fmt: skip
    assert [one.gtin for one in propose(given)] == ["09520123456788", "04006381333931"]


DOUBTFUL = {
    "below the model's bar": reading(replace(BANANA, needs_review=True)),
    "below the household's bar": reading(replace(BANANA, confidence=0.8)),
    "unknown food": reading(replace(BANANA, food_id=None)),
    "food the catalog lacks": reading(replace(BANANA, food_id="moon_cheese")),
    "several foods": reading(BANANA, replace(BANANA, food_id="lemon", class_name="Lemon")),
    "ambiguous date": reading(BANANA, dates=(replace(DATE, iso=("2026-12-03", "2027-03-12"), is_ambiguous=True),)),
    "date farther off than food keeps": reading(BANANA, dates=(replace(DATE, iso=("2037-03-11",)),)),
    "past date": reading(BANANA, dates=(replace(DATE, iso=("2025-12-24",)),)),
    "hardly legible date": reading(BANANA, dates=(replace(DATE, confidence=0.3),)),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_any_doubt_is_said_and_keeps_the_proposal_from_being_sure(case: str) -> None:
    for proposal in propose(DOUBTFUL[case]):
        assert not proposal.is_sure
        assert proposal.doubts


@pytest.mark.parametrize("case", DOUBTFUL)
def test_a_german_household_reads_names_and_doubts_in_german(case: str) -> None:
    english, german = (
        resolve(DOUBTFUL[case], catalog=catalog(), taught={}, bar=0.9, today=TODAY, lang=lang) for lang in ("en", "de")
    )
    for one, other in zip(english, german, strict=True):
        assert len(one.doubts) == len(other.doubts)
        assert not set(one.doubts) & set(other.doubts)
        food = catalog().get(other.food_id) if other.food_id else None
        assert food is None or other.name == food.name_de


def test_what_nobody_knows_has_a_name_in_both_languages() -> None:
    nothing = reading()
    names = {lang: resolve(nothing, catalog=catalog(), taught={}, bar=0.9, today=TODAY, lang=lang)[0].name
             for lang in (None, "en", "de")}  # fmt: skip
    assert names == {None: "Unknown food", "en": "Unknown food", "de": "Unbekanntes Lebensmittel"}


def test_an_ambiguous_date_is_asked_and_never_proposed() -> None:
    (proposal,) = propose(DOUBTFUL["ambiguous date"])
    assert proposal.expires_on is None and proposal.date_kind is None and proposal.date_source is None
    assert "2026-12-03 or 2027-03-12" in proposal.doubts[0]
    assert [(one.day, one.kind) for one in proposal.date_choices] == [
        (date(2026, 12, 3), DateKind.BEST_BEFORE), (date(2027, 3, 12), DateKind.BEST_BEFORE),
    ]  # fmt: skip


def test_of_several_things_each_is_asked_whether_the_printed_date_is_its_own() -> None:
    lemon = replace(BANANA, food_id="lemon", class_name="Lemon")
    proposals = propose(reading(BANANA, lemon, dates=(replace(DATE, kind="use_by"),)))
    assert [(one.expires_on, [(two.day, two.kind) for two in one.date_choices]) for one in proposals] == [
        (None, [(date(2026, 12, 24), DateKind.USE_BY)]), (None, [(date(2026, 12, 24), DateKind.USE_BY)]),
    ]  # fmt: skip
    assert propose(reading(BANANA, dates=(DATE,)))[0].date_choices == ()


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


def test_an_amount_is_a_guess_where_the_thing_fills_the_picture_and_counted_where_its_pieces_were_found() -> None:
    (whole,), (found,) = (propose(reading(replace(BANANA, box=box))) for box in (None, (0, 0, 40, 40)))
    assert (whole.method, found.method) == (Method.GUESSED, Method.COUNTED)
    (weighed,) = propose(reading(BANANA, codes=(replace(CODE, gtin=None, net_mass_g=1250),)))
    assert weighed.method == Method.WEIGHED


def test_the_choices_are_foods_of_the_catalog_once_each() -> None:
    others = (
        Alternative("banana", "Banana", "Banana", 0.2),
        Alternative("lemon", "Lemon", "Lemon", 0.1),
        Alternative(None, "?", None, 0.1),
    )
    (proposal,) = propose(reading(replace(BANANA, alternatives=others)))
    assert [choice.food_id for choice in proposal.choices] == ["banana", "lemon"]


def test_a_food_whose_looks_were_taught_is_proposed_before_what_the_model_saw() -> None:
    unsure = replace(BANANA, needs_review=True)
    (proposal,) = propose(reading(unsure), {1: Recalled("plantain", 0.95)})
    assert (proposal.food_id, proposal.is_sure) == ("plantain", True)
    assert [choice.food_id for choice in proposal.choices] == ["plantain", "banana"]


def test_teaching_leaves_the_identity_of_a_line_as_it_was() -> None:
    (before,), (after,) = propose(reading(BANANA)), propose(reading(BANANA), {1: Recalled("plantain", 0.95)})
    assert (before.line_key, before.occurrence) == (after.line_key, after.occurrence)


def test_a_taught_food_below_the_households_bar_is_asked_about() -> None:
    (proposal,) = propose(reading(BANANA), {1: Recalled("plantain", 0.7)})
    assert proposal.food_id == "plantain" and not proposal.is_sure


def test_a_food_unlike_what_the_household_showed_is_asked_about_however_clear_the_answer() -> None:
    (proposal,) = propose(reading(BANANA), {1: Recalled("plantain", 0.99, is_near=False)})
    assert (proposal.food_id, proposal.is_sure, len(proposal.doubts)) == ("plantain", False, 1)


@pytest.mark.parametrize(("item", "food_id", "offered"), [
    (BANANA, "banana", ["banana", "plantain"]),
    (replace(NOTHING_SEEN, alternatives=(Alternative("lemon", "Lemon", "Lemon", 0.1),)), None, ["plantain", "lemon"]),
])
def test_a_taught_food_that_is_hardly_resembled_is_offered_and_not_said(
        item: PhotoItem, food_id: str | None, offered: list[str]) -> None:
    hardly = Recalled("plantain", 0.99, is_near=False, is_named=False)
    (proposal,) = propose(reading(item), {1: hardly})
    assert (proposal.food_id, proposal.is_sure) == (food_id, False)
    assert [choice.food_id for choice in proposal.choices] == offered
    assert next(choice for choice in proposal.choices if choice.food_id == "plantain").score < 0.2


def test_a_taught_code_outweighs_taught_looks() -> None:
    (proposal,) = propose(reading(BANANA, codes=(CODE,)), {1: Recalled("plantain", 0.99)}, **{CODE.gtin: "oat_milk"})
    assert proposal.food_id == "oat_milk"


def test_equal_items_of_one_photo_are_lines_of_their_own() -> None:
    first, second, other = propose(reading(BANANA, BANANA, replace(BANANA, food_id="lemon", class_name="Lemon")))
    assert (first.line_key, first.occurrence, second.occurrence) == (second.line_key, 0, 1)
    assert other.occurrence == 0


def test_a_photo_in_which_nothing_was_seen_asks_what_it_is() -> None:
    (proposal,) = propose(reading())
    assert proposal.food_id is None and proposal.box is None and not proposal.is_sure
