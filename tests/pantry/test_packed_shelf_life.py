"""How long food keeps once its can or jar is open: never longer than canned food does, unless it rightly keeps."""

from datetime import date, timedelta

import pytest

from pantry.foods import catalog
from pantry.shelf_life import LotFacts, estimate_due
from pantry.vocabulary import Category, Place

TODAY = date(2026, 3, 2)
# USDA FSIS: three to four days of low-acid canned food in the fridge, five to seven of tomatoes, fruit and juice.
LOW_ACID_DAYS, HIGH_ACID_DAYS = 4, 7
HIGH_ACID = {"canned_tomatoes", "canned_fruit", "tomato_paste", "tomato_sauce", "salsa", "cranberry_sauce", "juice"}
# What keeps in an open can as in any open pack: dry, sweet, salted, sour or fat.
KEEPS = {
    "oil", "vinegar", "ketchup", "mustard", "soy_sauce", "fish_sauce", "oyster_sauce", "hoisin_sauce", "teriyaki_sauce",
    "barbecue_sauce", "hot_sauce", "worcestershire_sauce", "pickles", "spread_sweet", "spice", "salt", "sugar",
    "baking_ingredient", "seeds", "dried_mushrooms", "seaweed", "breadcrumbs", "croutons", "bouillon", "bacon_bits",
    "yeast_extract", "whey_protein", "instant_potatoes", "mexican_kit", "soup_mix", "dressing_mix", "flour", "oats",
    "breakfast_cereal", "cornmeal", "cornstarch", "tapioca", "semolina", "wheat_bran", "wheat_germ", "instant_noodles",
    "textured_soy", "edamame_roasted", "duck_fat", "lard", "tahini", "miso", "wasabi", "raisins",
}
# Powders, drinks, biscuits, bread, cheese and eggs lie in cans as they lie in any pack.
OTHER_PACKS = {Category.SNACKS, Category.BEVERAGES, Category.ALCOHOL, Category.BAKERY, Category.DAIRY, Category.EGGS,
               Category.BABY, Category.FROZEN}
MOIST_IN_JARS = {Category.PRODUCE, Category.MEAT, Category.FISH, Category.DELI}


def days_open(food_id, unit, place=Place.FRIDGE):
    """Return for how many days at most a food keeps once opened, where no date is printed and it was bought today."""
    best_before = TODAY + timedelta(days=4000)
    due = estimate_due(LotFacts(food_id, place, TODAY, expires_on=best_before, opened_on=TODAY, unit=unit))
    return (due.latest - TODAY).days


def lineage(food_id):
    return {food_id, *catalog().ancestors(food_id)}


def foods(is_meant):
    return sorted(food.food_id for food in catalog().foods.values() if is_meant(food))


@pytest.mark.parametrize("food_id", foods(lambda food: food.category not in OTHER_PACKS))
def test_an_open_can_in_the_fridge_keeps_no_longer_than_canned_food(food_id):
    above = lineage(food_id)
    if above & KEEPS and food_id != "polenta":
        return
    allowed = HIGH_ACID_DAYS if above & HIGH_ACID else LOW_ACID_DAYS
    assert days_open(food_id, "can") <= allowed


@pytest.mark.parametrize("food_id", foods(lambda food: food.category in MOIST_IN_JARS))
def test_an_open_jar_of_vegetables_meat_or_fish_keeps_no_longer_than_a_can(food_id):
    assert days_open(food_id, "jar") <= LOW_ACID_DAYS


PULSES = foods(lambda food: "pulses" in lineage(food.food_id)
               and food.food_id not in ("textured_soy", "edamame_roasted"))


@pytest.mark.parametrize("unit", ["can", "jar"])
@pytest.mark.parametrize("food_id", PULSES)
def test_pulses_from_a_can_or_jar_are_cooked(food_id, unit):
    assert days_open(food_id, unit) == LOW_ACID_DAYS
    assert days_open(food_id, unit, Place.CUPBOARD) == 1


@pytest.mark.parametrize("food_id", PULSES)
def test_open_pulses_in_the_fridge_are_cooked_whatever_they_are_counted_in(food_id):
    assert days_open(food_id, "g") == LOW_ACID_DAYS


def test_dry_pulses_in_the_cupboard_keep_their_year():
    assert days_open("kidney_beans", "g", Place.CUPBOARD) == 365
    assert days_open("kidney_beans", "pack", Place.CUPBOARD) == 365


# food, unit, days at least: a rule that takes too much is wrong as well
STILL_KEEPS = [
    ("honey", "jar", 60), ("jam", "jar", 180), ("mustard", "jar", 180), ("olives", "jar", 14), ("pickles", "jar", 60),
    ("olive_oil", "can", 60), ("cocoa", "can", 60), ("coffee", "can", 14), ("tea", "can", 6), ("nuts", "can", 90),
    ("syrup", "can", 90), ("milk_powder", "can", 7), ("rice", "jar", 90), ("flour", "jar", 90), ("spice", "jar", 60),
    ("biscuits", "can", 30), ("canned_tomatoes", "can", 5), ("peanut_butter", "jar", 60), ("duck_fat", "can", 30),
]


@pytest.mark.parametrize(("food_id", "unit", "days"), STILL_KEEPS)
def test_what_keeps_in_any_pack_keeps_in_a_can_or_jar(food_id, unit, days):
    assert days_open(food_id, unit) >= days


def test_opening_a_can_never_lengthens():
    for food_id in catalog().foods:
        for place in (Place.FRIDGE, Place.CUPBOARD):
            loose = days_open(food_id, "g", place)
            assert days_open(food_id, "can", place) <= loose, food_id
            assert days_open(food_id, "jar", place) <= loose, food_id


# food, place, days at most once opened
OPEN_AND_MOIST = [
    ("ham_canned", "fridge", 4), ("minced_beef", "fridge", 2), ("chicken_ground", "fridge", 2),
    ("sushi", "fridge", 1), ("cooked_rice", "fridge", 4), ("ready_meal", "fridge", 4), ("pasta", "fridge", 5),
    ("rice_mix", "fridge", 4), ("carrot_juice", "fridge", 5), ("smoothie", "fridge", 3),
    ("soy_milk_fresh", "fridge", 5), ("milk_drink", "fridge", 5), ("baby_food", "cupboard", 1),
    ("baby_fruit", "cupboard", 1), ("milk_drink", "cupboard", 1), ("eclair", "cupboard", 1),
    ("pie_pumpkin", "cupboard", 1), ("dough", "cupboard", 1), ("egg_liqueur", "cupboard", 30),
    ("frosting", "cupboard", 3), ("chorizo", "fridge", 7), ("caramel_spread", "fridge", 30),
    ("smoked_salmon", "fridge", 2), ("broth", "fridge", 4), ("alfalfa_sprouts", "fridge", 3),
    ("watermelon", "fridge", 4), ("beetroot", "fridge", 4), ("oat_milk", "fridge", 10),
]


@pytest.mark.parametrize(("food_id", "place", "days"), OPEN_AND_MOIST)
def test_moist_food_keeps_a_few_days_once_opened(food_id, place, days):
    assert days_open(food_id, "pack", Place(place)) <= days
