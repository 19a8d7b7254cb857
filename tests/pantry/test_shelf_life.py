"""When a lot is due: the rules as a table, and as properties over any lot."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.shelf_life import answers
from pantry.foods import catalog
from pantry.shelf_life import (
    LotFacts,
    days_left,
    estimate_due,
    risk_band,
    shelf_life,
)
from pantry.vocabulary import FOOD_CATEGORIES, Category, DateKind, DateSource, Place, RiskBand

BOUGHT = date(2026, 3, 2)


def day(count):
    return BOUGHT + timedelta(days=count)


def lot(food_id="chicken_breast", place=Place.FRIDGE, **facts):
    return LotFacts(food_id, place, BOUGHT, **facts)


USE_BY = {"expires_on": day(4), "date_kind": DateKind.USE_BY, "date_source": DateSource.OCR}
BEST_BEFORE = {"expires_on": day(30), "date_kind": DateKind.BEST_BEFORE, "date_source": DateSource.LABEL}

# what, lot, likely day, kind, source, is_estimate
RULES = [
    ("a printed date is the answer", lot(**USE_BY), 4, "use_by", "ocr", False),
    ("no date: counted from purchase", lot(), 2, "best_before", "product", True),
    ("a food of its own has no days", lot("own:soup"), None, "none", None, False),
    ("a category is enough", lot("own:soup", category=Category.MEAT), 2, "best_before", "category", True),
    ("a variety keeps as its food", lot("apple_pink_lady"), 35, "best_before", "product", True),
    ("sell-by is the shop's business", lot(expires_on=day(9), date_kind=DateKind.SELL_BY), 2, "best_before",
     "product", True),
    ("packed-on is no expiry", lot(expires_on=day(-1), date_kind=DateKind.PACKED_ON), 2, "best_before",
     "product", True),
    ("opening shortens a best-before", lot("milk", opened_on=day(3), **BEST_BEFORE), 10, "best_before",
     "product", True),
    ("opening late never lengthens", lot("milk", opened_on=day(29), **BEST_BEFORE), 30, "best_before", "label",
     False),
    ("opening cannot outlive a use-by", lot(opened_on=day(3), **USE_BY), 4, "use_by", "ocr", False),
    ("freezing on the use-by pauses it", lot(place=Place.FREEZER, is_frozen=True, frozen_on=day(4), **USE_BY),
     274, "best_before", "product", True),
    ("freezing after it does not", lot(place=Place.FREEZER, is_frozen=True, frozen_on=day(5), **USE_BY), 4,
     "use_by", "ocr", False),
    ("thawing leaves one day", lot(frozen_on=day(2), thawed_on=day(50), **USE_BY), 51, "use_by", "category",
     True),
    ("thawing after a late freeze keeps the use-by", lot(frozen_on=day(5), thawed_on=day(9), **USE_BY), 4,
     "use_by", "ocr", False),
    ("a frozen pack keeps its own best-before", lot("frozen_pizza", Place.FREEZER, is_frozen=True,
                                                    frozen_on=BOUGHT, expires_on=day(400),
                                                    date_kind=DateKind.BEST_BEFORE), 400, "best_before",
     "label", False),
]


@pytest.mark.parametrize(("facts", "likely", "kind", "source", "is_estimate"),
                         [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_a_lot_is_due_by_the_rules(facts, likely, kind, source, is_estimate):
    due = estimate_due(facts)
    assert due.likely == (None if likely is None else day(likely))
    assert (due.kind, due.source, due.is_estimate) == (kind, source, is_estimate)


days = st.integers(0, 60).map(day)
maybe_day = st.none() | days
lots = st.builds(
    LotFacts, food_id=st.sampled_from(list(catalog().foods)), place=st.sampled_from(Place),
    purchased_on=days, expires_on=maybe_day, date_kind=st.sampled_from(DateKind),
    date_source=st.sampled_from(DateSource), is_frozen=st.booleans(), frozen_on=maybe_day,
    thawed_on=maybe_day)


@given(lots)
def test_the_range_is_in_order(facts):
    due = estimate_due(facts)
    assert due.earliest <= due.likely <= due.latest


@given(lots, days)
def test_opening_only_shortens(facts, opened_on):
    closed, opened = estimate_due(facts), estimate_due(replace(facts, opened_on=opened_on))
    assert opened.earliest <= closed.earliest
    assert opened.likely <= closed.likely
    assert opened.latest <= closed.latest


@given(lots, maybe_day)
def test_a_use_by_that_was_not_frozen_is_never_outlived(facts, opened_on):
    facts = replace(facts, opened_on=opened_on, expires_on=day(5), date_kind=DateKind.USE_BY, frozen_on=None)
    due = estimate_due(facts)
    assert due.latest <= day(5)
    assert due.kind is DateKind.USE_BY


@given(lots)
def test_an_estimate_starts_at_the_purchase_not_before(facts):
    facts = replace(facts, expires_on=None, is_frozen=False, frozen_on=None, thawed_on=None)
    assert estimate_due(facts).earliest >= facts.purchased_on


# likely day, kind, frozen, days after -> band
BANDS = [
    (4, DateKind.USE_BY, False, 4, RiskBand.NOW),
    (4, DateKind.USE_BY, False, 5, RiskBand.PAST_USE_BY),
    (4, DateKind.BEST_BEFORE, False, 5, RiskBand.PAST_BEST_BEFORE),
    (4, DateKind.BEST_BEFORE, False, 3, RiskBand.NOW),
    (4, DateKind.BEST_BEFORE, False, 2, RiskBand.SOON),
    (4, DateKind.BEST_BEFORE, False, 0, RiskBand.SOON),
    (4, DateKind.BEST_BEFORE, False, -1, RiskBand.FINE),
    (4, DateKind.BEST_BEFORE, True, 90, RiskBand.FROZEN),
    (4, DateKind.USE_BY, True, 5, RiskBand.PAST_USE_BY),
]


@pytest.mark.parametrize(("due_day", "kind", "is_frozen", "today", "band"), BANDS)
def test_a_date_is_good_until_the_end_of_its_day(due_day, kind, is_frozen, today, band):
    due = estimate_due(lot(expires_on=day(due_day), date_kind=kind))
    assert risk_band(due, day(today), is_frozen=is_frozen) is band
    assert days_left(due, day(today)) == due_day - today


def test_what_has_no_date_has_the_unknown_band():
    due = estimate_due(lot("own:soup"))
    assert risk_band(due, BOUGHT) is RiskBand.UNKNOWN
    assert risk_band(due, BOUGHT, is_frozen=True) is RiskBand.FROZEN
    assert days_left(due, BOUGHT) is None


def test_trust_goes_from_the_user_down_to_the_category():
    order = ["user", "label", "ocr", "history", "product", "category"]
    assert [str(source) for source in DateSource] == order


@pytest.mark.parametrize("category", sorted(FOOD_CATEGORIES))
@pytest.mark.parametrize("place", [Place.FRIDGE, Place.FREEZER, Place.CUPBOARD])
@pytest.mark.parametrize("state", ["unopened", "opened"])
def test_every_category_has_a_default_marked_as_such(category, place, state):
    period = shelf_life().period(None, place, state, category)
    assert period is not None
    assert period.source is DateSource.CATEGORY


@settings(max_examples=30)
@given(st.sampled_from(list(catalog().foods)))
def test_a_counter_is_like_a_cupboard(food_id):
    table = shelf_life()
    assert table.period(food_id, Place.COUNTER, "unopened") == table.period(food_id, Place.CUPBOARD, "unopened")


@pytest.fixture(scope="module")
def guesses():
    """Return what the category says of each food whose own FoodKeeper days are withheld."""
    return [one for one in answers() if one.answer.source is DateSource.CATEGORY]


@pytest.mark.parametrize(("place", "most_wrongly_fine"), [("fridge", 0.35), ("freezer", 0.25)])
def test_a_category_errs_on_the_side_of_gone_where_it_is_cold(guesses, place, most_wrongly_fine):
    there = [one for one in guesses if one.place == place]
    fine = sum(one.is_wrongly_fine for one in there) / len(there)
    gone = sum(one.is_wrongly_gone for one in there) / len(there)
    assert len(there) > 100
    assert fine < most_wrongly_fine
    assert fine < gone


def test_raw_meat_and_fish_are_never_called_fine_for_longer_than_a_few_days():
    for category in (Category.MEAT, Category.FISH):
        assert shelf_life().period(None, Place.FRIDGE, "unopened", category).max_days <= 3


@pytest.mark.parametrize(("food_id", "most_days"), [("leftovers_meat", 4), ("leftovers_vegetarian", 7),
                                                    ("leftovers_pizza", 4), ("cooked_rice", 7)])
def test_leftovers_count_days_from_cooking(food_id, most_days):
    due = estimate_due(lot(food_id))
    assert due.is_estimate
    assert BOUGHT < due.latest <= day(most_days)


@given(lots, st.integers(0, 60).map(day))
def test_freezing_in_time_never_makes_food_due_sooner_than_the_day_it_was_frozen(facts, frozen_on):
    printed = frozen_on + timedelta(days=2)
    facts = replace(facts, place=Place.FREEZER, is_frozen=True, frozen_on=frozen_on, thawed_on=None, opened_on=None,
                    expires_on=printed, date_kind=DateKind.USE_BY)
    due = estimate_due(facts)
    assert due.latest >= frozen_on
    assert due.kind is not DateKind.USE_BY


@given(lots, days)
def test_thawing_leaves_one_day_at_most(facts, thawed_on):
    facts = replace(facts, place=Place.FRIDGE, is_frozen=False, thawed_on=thawed_on)
    assert estimate_due(facts).latest <= thawed_on + timedelta(days=1)


@pytest.mark.parametrize(("food_id", "place", "state", "longest"), [
    # Where the table's row is of another product: a loaf, a roll, pastry and fresh bacon are no sealed packs.
    ("bread", "cupboard", "unopened", 7), ("bread_roll", "cupboard", "unopened", 4),
    ("baguette", "cupboard", "unopened", 3),
    ("bread", "fridge", "unopened", 10), ("danish_pastry", "fridge", "opened", 4), ("bacon", "cupboard", "unopened", 1),
    ("spring_onion", "cupboard", "unopened", 7), ("hummus", "fridge", "unopened", 30),
    ("gouda", "fridge", "unopened", 90),
    ("cooked_rice", "fridge", "unopened", 4), ("mozzarella", "fridge", "opened", 5), ("feta", "fridge", "opened", 8),
    # What is wet and open does not stay in the cupboard, what fizzes does not keep its fizz.
    ("mayonnaise", "cupboard", "opened", 1), ("pesto", "cupboard", "opened", 1), ("soup", "cupboard", "opened", 1),
    ("tuna_can", "cupboard", "opened", 1), ("bolognese", "cupboard", "opened", 2),
    ("orange_juice", "cupboard", "opened", 1),
    ("apple_juice", "cupboard", "opened", 1), ("beer", "fridge", "opened", 3), ("wine_red", "cupboard", "opened", 3),
    ("egg_yolk", "cupboard", "unopened", 1),
    # Opened, wet, and neither sour, sweet nor salty enough: what a category says of flour and sugar is no word on it.
    ("pumpkin_puree", "fridge", "opened", 7), ("water_chestnuts", "fridge", "opened", 7),
    ("canned_seafood", "fridge", "opened", 4), ("hollandaise", "fridge", "opened", 4),
    ("hollandaise", "cupboard", "opened", 1), ("cream_sauce", "fridge", "opened", 5),
    ("roasted_peppers", "fridge", "opened", 14), ("garlic_jar", "cupboard", "opened", 1),
    ("garlic_jar", "fridge", "opened", 30), ("pasta_fresh", "fridge", "opened", 5),
    ("pasta_fresh", "cupboard", "opened", 1), ("yeast_fresh", "fridge", "opened", 14),
    ("pudding_snack", "fridge", "opened", 3), ("peanut_sauce", "cupboard", "opened", 3),
    ("halloumi", "fridge", "opened", 10), ("chestnuts", "cupboard", "unopened", 14),
    ("chestnuts", "fridge", "opened", 14),
])
def test_no_food_is_said_to_keep_longer_than_a_cook_would_keep_it(food_id, place, state, longest):
    assert shelf_life().period(food_id, Place(place), state).max_days <= longest


def test_what_keeps_well_is_still_said_to():
    assert shelf_life().period("cheddar", Place.FRIDGE, "unopened").max_days == 180
    assert shelf_life().period("toast_bread", Place.CUPBOARD, "unopened").max_days == 14
    assert shelf_life().period("ketchup", Place.CUPBOARD, "opened").max_days == 60
