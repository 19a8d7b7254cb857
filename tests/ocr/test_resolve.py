"""From printed lines to proposals for the pantry."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.lines.meal import looks_like_a_meal
from ocr.meaning import non_food_category, words_key
from ocr.pages.plain_text import words_of_text
from ocr.printed.pack_sizes import find_pack_size
from ocr.purchase_age import NEVER_UNASKED_DAYS, age_doubt, bought_on, is_too_old
from ocr.receipt import parse_words
from ocr.resolve import resolve
from pantry.foods import catalog
from pantry.ids import line_key
from pantry.proposals import Proposal
from pantry.shelf_life import Period
from pantry.vocabulary import DateSource, Method, Place

TEXT = """FRISCHMARKT
MILCH 1L       2,38 B
   2 Stk x 1,19
TOMATE         2,23 B
   0,746 kg x 2,99 EUR/kg
BUTTER         2,39 B
RABATT         -0,40 B
BUTTER         2,39 B
TOILETTENPAPIER 3,00 A
XQZ 77         1,00 A
SUMME EUR     12,99
14.03.2026 18:42
"""


def proposals(text: str = TEXT, *, bar: float = 0.9,
              aliases: dict[tuple[str, str], str] | None = None, lang: str | None = None,
              today: date | None = None) -> list[Proposal]:
    """Resolve a receipt given as text."""
    reading = parse_words(list(words_of_text(text)), as_of=date(2026, 11, 22), has_boxes=False)
    return resolve(reading, catalog=catalog(), aliases=aliases or {}, bar=bar, lang=lang, today=today)


def test_each_item_line_becomes_one_proposal_and_no_other_line_does() -> None:
    assert [p.name for p in proposals()] == [
        "MILCH 1L", "TOMATE", "BUTTER", "BUTTER", "TOILETTENPAPIER", "XQZ 77"]


def test_a_pack_size_in_the_name_is_multiplied_by_the_count() -> None:
    milk = proposals()[0]
    assert (milk.quantity, milk.unit, milk.method) == (Decimal(2000), "ml", Method.COUNTED)


def test_a_weighed_line_keeps_its_weight() -> None:
    tomato = proposals()[1]
    assert (tomato.food_id, tomato.quantity, tomato.unit, tomato.method) == (
        "tomato", Decimal("0.746"), "kg", Method.WEIGHED)
    assert tomato.place is catalog().require("tomato").place


def test_a_discount_below_an_item_lowers_its_price_and_no_other() -> None:
    assert [p.price_minor for p in proposals()[2:4]] == [199, 239]


def test_a_discount_that_names_an_item_lowers_that_one_wherever_it_stands() -> None:
    text = TEXT.replace("RABATT         -0,40 B\n", "").replace("SUMME", "RABATT TOMATE  -0,40 B\nSUMME")
    assert [p.price_minor for p in proposals(text)] == [238, 183, 239, 239, 300, 100]


def test_goods_that_are_no_food_are_marked_and_never_sure() -> None:
    paper = proposals()[4]
    assert (paper.is_food, paper.category, paper.is_sure) == (False, "household", False)


def test_a_clear_line_of_a_reconciled_receipt_is_sure_and_an_unknown_name_is_not() -> None:
    milk, *_, unknown = proposals()
    assert milk.is_sure
    assert milk.doubts == ()
    assert not unknown.is_sure
    assert unknown.doubts


def test_nothing_is_sure_when_the_receipt_does_not_add_up() -> None:
    assert [p.name for p in proposals(TEXT.replace("12,99", "99,99")) if p.is_sure] == []


def test_nothing_is_sure_without_a_date_of_purchase() -> None:
    assert [p.name for p in proposals(TEXT.replace("14.03.2026 18:42", "")) if p.is_sure] == []


def test_a_taught_word_wins_over_the_catalog_at_its_shop_only() -> None:
    here = {(line_key("FRISCHMARKT"), line_key("XQZ 77")): "tomato"}
    elsewhere = {(line_key("OTHER SHOP"), line_key("XQZ 77")): "tomato"}
    assert proposals(aliases=here)[-1].food_id == "tomato"
    assert proposals(aliases=here)[-1].is_sure
    assert proposals(aliases=elsewhere)[-1].food_id is None
    assert proposals(aliases={("", line_key("XQZ 77")): "butter"})[-1].food_id == "butter"


def test_equal_lines_are_told_apart_by_their_occurrence() -> None:
    butter = [p for p in proposals() if p.name == "BUTTER"]
    assert [p.occurrence for p in butter] == [0, 1]
    assert len({p.line_key for p in butter}) == 1


def test_doubts_are_said_in_the_households_language() -> None:
    text = TEXT.replace("12,99", "99,99")
    assert "the receipt does not add up" in proposals(text)[0].doubts
    assert "der Bon geht nicht auf" in proposals(text, lang="de")[0].doubts


def test_quantities_fit_an_event() -> None:
    for proposal in proposals():
        exponent = proposal.quantity.as_tuple().exponent
        assert isinstance(exponent, int)
        assert proposal.quantity > 0
        assert exponent >= -3


PACK_SIZES = [
    ("2% MILK GAL", "1", "gallon"), ("MILK 1/2 GAL", "0.5", "gallon"), ("MILK HG", "0.5", "gallon"),
    ("HALF & HALF QT", "1", "quart"), ("EGGS LRG DZ", "12", "piece"),
    ("EGGS LARGE DOZEN", "12", "piece"), ("OJ 64 FL OZ", "64", "fl_oz"),
    ("CRUSHED TOM 280Z", "28", "oz"), ("SPINACH 100Z", "10", "oz"),
    ("Milch 1L", "1000", "ml"), ("Spaghetti 500g", "500", "g"), ("MEHL 1KG", "1000", "g"),
    ("Cola 6x0,33l", "1980", "ml"), ("Eier 10er", "10", "piece"), ("WATER 6X1.5L", "9000", "ml"),
    ("SPINACH 5 OZ", "5", "oz"), ("MINERALW. 6x1, 5L", "9000", "ml"), ("Sahne 0, 2 l", "200", "ml"),
]


@pytest.mark.parametrize(("name", "quantity", "unit"), PACK_SIZES)
def test_pack_sizes_are_read_from_names(name: str, quantity: str, unit: str) -> None:
    size = find_pack_size(name)
    assert size is not None
    assert (size.quantity, size.unit) == (Decimal(quantity), unit)


def test_a_british_pint_is_larger() -> None:
    milk, american = (proposals(f"FARM SHOP\n14.03.2026\nMILK 4PT   1.45\nTOTAL {one} 1.45")[0] for one in ("£", "$"))
    assert (milk.quantity, milk.unit, american.quantity, american.unit) == (2272, "ml", 4, "pint")


@pytest.mark.parametrize("name", ["Milch", "7UP", "Vitamin B12", "3,5% Fett", "Gold 2000"])
def test_a_number_in_a_name_is_not_always_a_size(name: str) -> None:
    assert find_pack_size(name) is None


@pytest.mark.parametrize(("name", "category"), [
    ("SPÜLMITTEL ZITRONE", "household"), ("Toothpaste mint", "personal care"), ("Zahnpasta", "personal care"),
    ("MILCH", None), ("SOAPBERRY", None), ("DEO", "personal care"),
    ("Video-Deodat", None), ("SACKERL PAPIER", "household"), ("GESCHIRRTABS", "household"),
])
def test_goods_that_are_no_food_are_told_by_their_words(name: str, category: str | None) -> None:
    found = non_food_category(name)
    assert (found.value if found else None) == category


@pytest.mark.parametrize(("row", "food_id", "quantity", "unit"), [
    pytest.param("Eggs 10", "egg", 10, "piece", id="a box of eggs"),
    pytest.param("EIER BODENHALTUNG 10", "egg", 10, "piece", id="the same in German"),
    pytest.param("Eggs 2", "egg", 1, "piece", id="the class of a tax is no count"),
    pytest.param("Milk 12", "milk", 1, "pack", id="milk is sold by the pack"),
    pytest.param("2 x 1.00  Eggs 10", "egg", 2, "piece", id="a printed count goes before"),
])
def test_a_number_behind_the_name_counts_what_is_sold_by_the_piece(
        row: str, food_id: str, quantity: int, unit: str) -> None:
    found = proposals(f"FARM SHOP\n14.03.2026\n{row}   2.00\nTOTAL EUR  2.00")[0]
    assert (found.food_id, found.quantity, found.unit) == (food_id, quantity, unit)


BOUGHT = date(2026, 3, 14)


def sure_names(today: date) -> set[str]:
    """Return the names that go in unasked when the receipt comes in on a day."""
    return {p.name for p in proposals(today=today) if p.is_sure}


def test_fresh_food_is_asked_about_sooner_than_food_that_keeps() -> None:
    fresh, weeks_later = sure_names(BOUGHT + timedelta(days=1)), sure_names(BOUGHT + timedelta(days=25))
    assert {"MILCH 1L", "TOMATE", "BUTTER"} <= fresh
    assert "BUTTER" in weeks_later
    assert not {"MILCH 1L", "TOMATE"} & weeks_later


def test_nothing_of_a_receipt_of_years_ago_is_sure_and_each_food_says_why() -> None:
    old = proposals(today=date(2032, 3, 20), lang="de")
    assert not any(p.is_sure for p in old)
    assert {p.doubts[0] for p in old if p.is_food} == {"vor 6 Jahren gekauft: noch da?"}


@pytest.mark.parametrize(("days", "words"), [(4, "4 days"), (20, "3 weeks"), (90, "3 months"), (2200, "6 years")])
def test_the_age_of_a_purchase_is_said_in_the_unit_people_would_use(days: int, words: str) -> None:
    assert age_doubt(BOUGHT, BOUGHT + timedelta(days=days), "en") == f"bought {words} ago: still there?"


@given(st.integers(1, 4000), st.integers(0, 5000))
def test_the_age_at_which_food_is_asked_about_is_bounded_and_never_comes_back(keeps_days: int, age_days: int) -> None:
    period = Period(keeps_days, keeps_days, keeps_days, DateSource.PRODUCT)
    asked = is_too_old(BOUGHT, BOUGHT + timedelta(days=age_days), period)
    assert not asked or is_too_old(BOUGHT, BOUGHT + timedelta(days=age_days + 1), period)
    assert asked or age_days <= NEVER_UNASKED_DAYS


def named(*names: str, total: str | None = None, heading: str = "FRISCHMARKT", bar: float = 0.9,
          not_food: frozenset[str] = frozenset()) -> list[Proposal]:
    """Resolve a receipt of goods at 1,00 each, bought on 14 March 2026."""
    rows = "\n".join(f"{name:<28}1,00 B" for name in names)
    text = f"{heading}\n{rows}\n{'SUMME EUR':<27}{total or len(names)},00\n14.03.2026 18:42\n"
    reading = parse_words(list(words_of_text(text)), as_of=date(2026, 3, 14), has_boxes=False)
    return resolve(reading, catalog=catalog(), aliases={}, bar=bar, not_food=not_food)


READ = [
    ("TOMATE", 0.72, 0.9, True), ("TOMATE", 0.68, 0.9, False), ("TOMATE", 0.72, 0.99, False),
    ("CHEDDAR MATURE", 0.82, 0.9, True), ("CHEDDAR MATURE", 0.78, 0.9, False), ("CHEDDAR MATURE", 0.82, 0.99, False),
]


@pytest.mark.parametrize(("name", "confidence", "bar", "is_taken"), READ)
def test_a_line_hard_to_read_goes_in_sooner_where_its_name_is_surely_food(
        name: str, confidence: float, bar: float, is_taken: bool) -> None:
    """The catalog's own names sooner than other foods; a stricter household raises both."""
    text = f"FRISCHMARKT\n{name:<27}1,00 B\nSUMME EUR                  1,00\n14.03.2026 18:42\n"
    reading = parse_words(list(words_of_text(text)), as_of=date(2026, 3, 14), has_boxes=False)
    lines = tuple(replace(line, confidence=confidence) for line in reading.lines)
    [proposal] = resolve(replace(reading, lines=lines), catalog=catalog(), aliases={}, bar=bar)
    assert ("the line was hard to read" not in proposal.doubts) is is_taken


def test_a_food_that_is_not_known_goes_in_under_its_own_name_with_a_guessed_date() -> None:
    cheddar, bread = named("CHEDDAR MATURE", "ROGGENBROT")
    assert (cheddar.is_sure, cheddar.food_id, cheddar.name) == (True, None, "cheddar mature")
    assert (cheddar.place, cheddar.date_source) == (Place.FRIDGE, DateSource.CATEGORY)
    assert cheddar.expires_on is not None
    assert cheddar.expires_on > date(2026, 3, 14)
    assert "cheddar" in {choice.food_id for choice in cheddar.choices}, "a tap later names it"
    assert (bread.food_id, bread.expires_on) == ("bread_rye", None)


def test_a_kind_of_the_likeliest_food_does_not_speak_against_it() -> None:
    """A brand of pasta, and a word for one kind of it: pasta it is."""
    spaghetti, onion, soup = named("BARILLA SPAGHETTI", "ONION SHALLOTS", "CAMP CHKN NDL SOUP")
    assert (spaghetti.food_id, onion.food_id) == ("pasta", "onion")
    assert soup.food_id is None, "instant noodles come as near as soup, and are none"


def test_a_category_is_stated_only_where_it_is_sure() -> None:
    sure, unsure = named("CAMP CHKN NDL SOUP", "CHEDDAR MATURE")
    assert (sure.food_id, sure.category, unsure.food_id, unsure.category) == (None, "pantry", None, None)


def test_a_name_whose_words_rather_mean_another_kind_of_thing_goes_in_under_its_own_name() -> None:
    """In the catalog "pepper" is the spice alone, in shops the vegetable as well."""
    spice, pepper = named("PFEFFER", "PEPPER")
    assert (spice.food_id, spice.is_sure) == ("black_pepper", True)
    assert (pepper.food_id, pepper.category, pepper.is_sure) == (None, None, True)
    assert "black_pepper" in {choice.food_id for choice in pepper.choices}


@pytest.mark.parametrize("name", ["PICNIC BOX", "BRICKMASTER", "COASTAL MIX"])
def test_a_name_that_may_be_no_food_waits(name: str) -> None:
    assert [one.is_sure for one in named(name, "BUTTER")] == [False, True]


@pytest.mark.parametrize("name", ["SLIPPERS", "SHAVE CREAM", "MILK FROTHER", "TEA LIGHTS 50"])
def test_goods_that_no_list_calls_food_stay_out(name: str) -> None:
    assert [(one.is_food, one.is_sure) for one in named(name, "BUTTER")] == [(False, False), (True, True)]


def test_what_the_household_called_no_food_is_not_asked_again_whatever_it_costs() -> None:
    said = frozenset({words_key("COASTAL MIX  4,99 B")})
    assert [one.is_food for one in named("COASTAL MIX", not_food=said)] == [False]
    assert [one.is_food for one in named("COASTAL MIX")] == [True]


def test_nothing_of_a_meal_out_goes_in_unasked() -> None:
    assert [one.is_sure for one in named("BUTTER", "ROGGENBROT")] == [True, True]
    bill = named("BUTTER", "ROGGENBROT", heading="RISTORANTE ROMA\nTISCH 12  BEDIENUNG ANNA")
    assert [one.is_sure for one in bill] == [False, False]
    assert "a meal out" in bill[0].doubts[0]


@pytest.mark.parametrize(("confidence", "butter", "is_taken"), [
    (0.97, "BUTTER", True), (0.94, "BUTTER", False), (0.97, "butteR", False), (0.99, "butteR", True)])
def test_nothing_of_a_page_that_is_hard_to_read_goes_in_unasked(
        confidence: float, butter: str, is_taken: bool) -> None:
    """A letter misread by hand makes another food of a name, and the sum still fits."""
    text = f"FRISCHMARKT\n{butter}           2,80 B\nTOMATEN          1,20 B\nSUMME EUR  4,00\n14.03.2026 18:42\n"
    words = [replace(word, confidence=confidence) for word in words_of_text(text)]
    reading = parse_words(words, as_of=date(2026, 3, 14))
    assert [one.is_sure for one in resolve(reading, catalog=catalog(), aliases={})] == [is_taken, is_taken]
    assert any("hard to read" in warning for warning in reading.warnings) is not is_taken


def test_frozen_pizza_and_steak_do_not_make_a_shop_a_restaurant() -> None:
    goods = "PIZZA MARGHERITA 2,99\nRUMPSTEAK 7,99\nBURGER BUNS 1,49\nTISCH 9,99"
    assert not looks_like_a_meal("MARKT\nAm Platz 1\nKöln\nTel. 1234\nUID 5678\nEUR\n" + goods)


@pytest.mark.parametrize(("received", "wanted"), [
    (date(2026, 3, 5), (date(2026, 3, 4), True)),    # the third of April has not come yet
    (date(2026, 4, 4), (date(2026, 4, 3), True)),    # yesterday, not a month ago
    (date(2026, 4, 20), (date(2026, 4, 3), False)),  # 17 or 47 days ago: both may be
    (date(2027, 1, 1), (date(2026, 4, 3), False)),
    (None, (date(2026, 4, 3), False)),
])
def test_the_day_a_receipt_came_in_tells_day_from_month(
        received: date | None, wanted: tuple[date, bool]) -> None:
    assert bought_on(date(2026, 4, 3), is_ambiguous=True, currency="USD", received_on=received) == wanted


def test_taught_words_hold_where_a_letter_is_misread_but_not_for_another_number() -> None:
    taught = {(line_key("FRISCHMARKT"), line_key("XQZ SUPERDUPER 77")): "spinach"}
    def food(name: str) -> str | None:
        return proposals(TEXT.replace("XQZ 77  ", name), aliases=taught)[-1].food_id
    found = [food(name) for name in ("XQZ SUPERDUPER 77", "XQZ SUPERDUPFR 77", "XQZ SUPERDUPER 78")]
    assert found[:2] == ["spinach", "spinach"]
    assert found[2] != "spinach"


def test_what_a_receipt_strikes_again_is_not_proposed() -> None:
    struck = TEXT.replace("BUTTER         2,39 B\nTOIL", "BUTTER         2,39 B\nSTORNO BUTTER -2,39 B\nTOIL").replace(
        "12,99", "10,60")
    names = [(p.name, p.is_sure) for p in proposals(struck)]
    assert names[:3] == [("MILCH 1L", True), ("TOMATE", True), ("BUTTER", True)]
    assert [name for name, _ in names[3:]] == ["TOILETTENPAPIER", "XQZ 77"]


@pytest.mark.parametrize("returned", [
    # Part of two, and goods of another day.
    TEXT.replace("RABATT         -0,40 B", "STORNO MILCH   -1,19 B\nPILZE  0,79"),
    TEXT.replace("RABATT         -0,40 B", "RETOURE KAFFEE -4,99 B\nPILZE  4,59"),
    # All prices are printed without a minus below a heading.
    TEXT.replace("FRISCHMARKT\n", "FRISCHMARKT\n** RETOURE **\n"),
])
def test_where_something_was_returned_nothing_goes_in_unasked(returned: str) -> None:
    assert not any(p.is_sure for p in proposals(returned))
    assert all("something was returned on this receipt" in p.doubts for p in proposals(returned))


@pytest.mark.parametrize("name", ["BAG FOR LIFE", "SAC KRAFT", "DETERSIVO PIATTI", "PLYN DO NACZYN", "DISKMEDEL"])
def test_goods_that_are_no_food_are_set_apart_in_many_languages(name: str) -> None:
    found = {p.name: p.is_food for p in proposals(TEXT.replace("XQZ 77", name))}
    assert found[name] is False
    assert found["BUTTER"] is True


@pytest.mark.parametrize("name", ["FERTIGGERICHT", "SPAGHETTIGERICHT", "PUDDING", "SAMOSAS"])
def test_a_name_that_lies_in_cupboard_fridge_or_freezer_states_no_category(name: str) -> None:
    [*_, line] = proposals(TEXT.replace("XQZ 77  ", f"{name}  "))
    assert line.is_sure
    assert (line.food_id, line.category) == (None, None)
