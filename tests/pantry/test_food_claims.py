"""What a name denies or promises: "vegan butter" is no butter, and nothing that is free of X is plain X."""

from functools import partial

import pytest

from pantry.foods import catalog
from pantry.vocabulary import Category


@pytest.mark.parametrize(("text", "food_id"), [
    ("vegan butter", "plant_butter"),
    ("Vegane Butter 250g", "plant_butter"),
    ("plant based butter", "plant_butter"),
    ("dairy-free cream cheese", "vegan_cheese"),
    ("vegan mozzarella shreds", "vegan_cheese"),
    ("cheese substitute", "vegan_cheese"),
    ("Käseersatz", "vegan_cheese"),
    ("vegan ground beef", "meat_substitute"),
    ("meatless meatballs", "meat_substitute"),
    ("dairy free milk", "plant_milk"),                       # without the noise word a bar of chocolate
    ("lactose-free milk alternative", "plant_milk"),
    ("milk without lactose", "milk_lactose_free"),
    ("Milch ohne Laktose", "milk_lactose_free"),
    ("Joghurt laktosefrei", "yogurt_lactose_free"),
    ("Mayonnaise ohne Ei", "mayonnaise_vegan"),
    ("vegan egg", "egg_replacer"),
    ("Nudeln glutenfrei 500g", "pasta_gluten_free"),
    ("bread without gluten", "gluten_free_bread"),
    ("gluten free buckwheat flour", "flour_buckwheat"),      # keeps the promise by itself
    ("dairy free sausage", "sausage"),                       # promises nothing that a sausage does not keep
    ("almond milk", "almond_milk"),
    ("imitation crab", "surimi"),                            # a food of its own
    ("sauce without sugar", "sauce"),
    ("beans, no salt added", "beans"),
    ("Pizza ohne Käse", "frozen_pizza"),
    ("sugar free jam", "jam"),
    ("alcohol free beer", "beer_alcohol_free"),              # what is free of it is a food of its own
    ("Bier ohne Alkohol", "beer_alcohol_free"),
    ("chicken free range", "chicken"),
    ("no name mustard", "mustard"),
])
def test_what_a_name_denies_does_not_name_the_food(text, food_id):
    assert [match.food_id for match in catalog().resolve(text, limit=1)] == [food_id]
    assert catalog().resolve_many([text])[0].food_id == food_id


def holds(food, allergen):
    return allergen in food.allergens


def cannot_suit(food, diet):
    return diet in food.excluded_diets


VEGAN = partial(cannot_suit, diet="vegan")
# what a food must not be, and how a name says so; "{en}" and "{de}" are the names of every food that is so
PROMISES = [
    (partial(holds, allergen="milk"), ("dairy free {en}", "milk-free {en}", "{en} without milk", "milchfreie {de}")),
    (partial(holds, allergen="gluten"), ("gluten free {en}", "{en} without gluten", "{de} glutenfrei")),
    (partial(holds, allergen="eggs"), ("egg free {en}", "eggless {en}", "{de} ohne Ei")),
    (partial(holds, allergen="nuts"), ("nut free {en}", "{de} ohne Nüsse")),
    (partial(cannot_suit, diet="lactose_free"), ("lactose free {en}", "{en} without lactose", "{de} laktosefrei")),
    (VEGAN, ("vegan {en}", "plant based {en}", "vegane {de}", "{de} vegan")),
    (VEGAN, ("{en} alternative", "{en} replacer", "{de}ersatz")),
]


@pytest.mark.parametrize(("is_so", "sayings"), PROMISES, ids=[sayings[0] for _, sayings in PROMISES])
def test_no_food_is_surely_what_its_name_says_it_is_not(is_so, sayings):
    foods = [food for food in catalog().foods.values() if is_so(food)]
    names = [saying.format(en=food.name_en, de=food.name_de) for saying in sayings for food in foods]
    sure = {name: match.food_id for name, match in zip(names, catalog().resolve_many(names), strict=True)
            if match is not None and match.score >= 0.9 and is_so(catalog().require(match.food_id))}
    assert len(names) > 50
    assert sure == {}


def test_a_food_that_cannot_keep_what_its_name_promises_is_not_sure():
    (quiche,) = catalog().resolve("vegan quiche", limit=1)
    assert quiche.food_id == "quiche"
    assert quiche.score < 0.9
    assert catalog().resolve("quiche", limit=1)[0].score >= 0.9


def test_a_vegan_kind_of_meat_is_filed_as_its_substitute():
    (guess,) = catalog().classify_many(["vegan turkey slices xyz"])
    assert (guess.category, guess.food_id) == (Category.DELI, "meat_substitute")
