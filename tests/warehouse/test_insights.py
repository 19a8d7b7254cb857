"""Questions about prices: what got dearer, against what, and whether a pack shrank."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pantry.household import HOME
from pantry.vocabulary import Place
from tests.dashboard.kitchens import filled_kitchen
from warehouse.build import refresh
from warehouse.insights import (
    PricePoint,
    compared_per,
    lasting,
    price_changes,
    price_points,
    priced_foods,
    shrunken_pack,
    spend_by_category,
)
from warehouse.reader import Warehouse


@pytest.fixture
def asked(home):
    """A kitchen that bought kefir at a rising price, and the day it is."""
    kitchen = filled_kitchen(home)
    today = kitchen.view.household().today(kitchen.journal.clock())
    for ago, price in ((200, 100), (150, 100), (100, 110), (10, 150), (400, 1)):
        day = today - timedelta(days=ago)
        done = kitchen.acquire(food_id="kefir", quantity=Decimal(1), unit="l", place=Place.FRIDGE, price_minor=price,
                               purchased_on=day)
        kitchen.consume(done.lot_ids[0], on=day + timedelta(days=5))
    # Pears went up too, but two old purchases are too few to say so.
    for ago, price in ((120, 100), (100, 100), (5, 300)):
        kitchen.acquire(food_id="pear", quantity=Decimal(1000), unit="g", place=Place.FRIDGE, price_minor=price,
                        purchased_on=today - timedelta(days=ago))
    # Kohlrabi is counted, avocados were weighed once.
    for ago, price, unit in ((120, 20, "piece"), (100, 20, "piece"), (90, 20, "piece"), (5, 30, "piece")):
        kitchen.acquire(food_id="kohlrabi", quantity=Decimal(1), unit=unit, place=Place.FRIDGE, price_minor=price,
                        purchased_on=today - timedelta(days=ago))
    for ago, quantity, unit in ((120, 1, "piece"), (100, 1, "piece"), (90, 200, "g"), (5, 1, "piece")):
        kitchen.acquire(food_id="avocado", quantity=Decimal(quantity), unit=unit, place=Place.FRIDGE, price_minor=100,
                        purchased_on=today - timedelta(days=ago))
    # Small packs of quinoa cost more a kilogram, the large one got no dearer. A large pack of muesli is the first one.
    for ago, grams, price in ((300, 250, 100), (200, 1000, 200), (150, 1000, 200), (120, 250, 100), (100, 1000, 200),
                              (90, 250, 100), (80, 250, 100), (40, 250, 100), (5, 1000, 200)):
        kitchen.acquire(food_id="quinoa", quantity=Decimal(grams), unit="g", place=Place.CUPBOARD,
                        price_minor=price, purchased_on=today - timedelta(days=ago))
    for ago, grams, price in ((120, 250, 100), (100, 250, 100), (90, 250, 100), (5, 1000, 200)):
        kitchen.acquire(food_id="muesli", quantity=Decimal(grams), unit="g", place=Place.CUPBOARD,
                        price_minor=price, purchased_on=today - timedelta(days=ago))
    # A pack that shrank stays comparable: that is how it got dearer.
    for ago, grams, price in ((120, 500, 200), (100, 500, 200), (90, 500, 200), (5, 400, 200)):
        kitchen.acquire(food_id="couscous", quantity=Decimal(grams), unit="g", place=Place.CUPBOARD,
                        price_minor=price, purchased_on=today - timedelta(days=ago))
    refresh(home, expectations=False)
    return Warehouse(home), today


def test_a_price_is_compared_with_the_median_before(asked):
    warehouse, today = asked
    changes = {one.food_id: one for one in price_changes(warehouse, HOME, today)}
    kefir = changes["kefir"]
    assert kefir.change_share == pytest.approx(0.5)
    assert kefir.past_on == today - timedelta(days=150)
    assert kefir.purchases == 4
    assert "pear" not in changes
    assert price_changes(warehouse, "nobody", today) == []


def test_a_large_pack_is_compared_with_large_packs(asked):
    warehouse, today = asked
    changes = {one.food_id: one for one in price_changes(warehouse, HOME, today)}
    rice = changes["quinoa"]
    assert (rice.recent_minor, rice.past_minor, rice.purchases) == (200, 200, 4)
    assert "muesli" not in changes
    assert changes["couscous"].change_share == pytest.approx(0.25)


def test_what_is_only_counted_is_compared_by_the_piece(asked):
    warehouse, today = asked
    changes = {one.food_id: one for one in price_changes(warehouse, HOME, today)}
    counted = changes["kohlrabi"]
    assert (counted.per, counted.past_minor, counted.recent_minor) == ("piece", 20, 30)
    points = price_points(warehouse, HOME, "kohlrabi")
    assert compared_per(points) == "piece" and points[-1].minor_per("piece") == 30
    assert changes["avocado"].per == compared_per(price_points(warehouse, HOME, "avocado")) == "kg"


def test_points_spending_and_lasting_speak_of_the_same_purchases(asked):
    warehouse, today = asked
    assert [one.paid_minor for one in price_points(warehouse, HOME, "kefir")] == [1, 100, 100, 110, 150]
    spent = spend_by_category(warehouse, HOME, today, months=2)
    assert sum(one.paid_minor for one in spent if one.category == "dairy") >= 150
    this_month = today.replace(day=1)
    assert {one.month_on for one in spent} <= {this_month, (this_month - timedelta(days=1)).replace(day=1)}
    # Nothing was bought since: then the last months in which something was.
    later = spend_by_category(warehouse, HOME, today + timedelta(days=900), months=2)
    assert later and later[-1] == spent[-1] and len({one.month_on for one in later}) <= 2
    assert priced_foods(warehouse, HOME)[0] == "quinoa" and priced_foods(warehouse, "nobody") == []
    found = {one.food_id: one for one in lasting(warehouse, HOME)}
    assert found["kefir"].median_days == pytest.approx(5, abs=0.1)
    assert found["kefir"].discarded_share == 0


def point(quantity: int, paid: int, unit: str = "g") -> PricePoint:
    return PricePoint(date(2026, 3, 1), None, 1.0, quantity, unit, paid)


@pytest.mark.parametrize(("points", "shrank"), [
    ([point(500_000, 200), point(450_000, 200)], True),
    ([point(500_000, 200), point(450_000, 200), point(450_000, 210)], True),
    ([point(500_000, 200), point(490_000, 200)], False),
    ([point(500_000, 200), point(250_000, 190)], False),
    ([point(500_000, 200), point(450_000, 150)], False),
    ([point(450_000, 200), point(500_000, 200)], False),
    ([point(500_000, 200), point(450_000, 200, "ml")], False),
    ([], False),
])
def test_a_pack_shrinks_when_less_costs_as_much(points, shrank):
    assert (shrunken_pack(points) is not None) is shrank
