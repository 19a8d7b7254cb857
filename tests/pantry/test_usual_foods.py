"""A first shelf to pick from, and how much one usually buys."""

from decimal import Decimal

from pantry.catalog.usual_foods import first_amount, first_shelf, usual_amount
from pantry.foods import catalog


def test_the_first_shelf_holds_forty_foods_in_the_order_of_their_places() -> None:
    foods = first_shelf()
    places = [food.place for food in foods]
    assert len({food.food_id for food in foods}) == 40 and not any(food.is_group for food in foods)
    assert places == sorted(places, key=list(dict.fromkeys(places)).index), "each place comes once"


def test_what_is_weighed_comes_by_the_pack_and_the_rest_by_one() -> None:
    known = catalog()
    assert usual_amount(known.require("flour")) == (Decimal(1000), "g")
    assert usual_amount(known.require("milk")) == (Decimal(1), "l")
    assert usual_amount(known.require("egg")) == (Decimal(1), "piece")
    assert first_amount(known.require("egg")) == (Decimal(10), "piece")
    named = ("chicken_breast", "milk", "butter", "egg")
    in_us = {one: usual_amount(known.require(one), unit_system="us") for one in named}
    assert in_us == {"chicken_breast": (1, "lb"), "milk": (1, "quart"), "butter": (8, "oz"), "egg": (1, "piece")}
    assert min(usual_amount(food)[0] for food in known.foods.values() if food.unit in ("g", "ml")) >= 1
