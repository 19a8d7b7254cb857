"""A food's name beside an amount: nobody writes "20 egg" or "500 g tomato" on a shelf."""

from decimal import Decimal

import pytest

from pantry.catalog.counted_names import called
from pantry.foods import AMERICAN, catalog


@pytest.mark.parametrize(("food_id", "quantity", "unit", "english", "german"), [
    ("egg", "1", "piece", "egg", "Ei"),
    ("egg", "0.5", "piece", "egg", "Ei"),
    ("egg", "20", "piece", "eggs", "Eier"),
    ("egg", "1", "dozen", "eggs", "Eier"),
    ("egg", "1", "pack", "eggs", "Eier"),
    ("tomato", "0.746", "kg", "tomatoes", "Tomaten"),
    ("tomato", "100", "g", "tomato", "Tomate"),
    ("grape", "100", "g", "grapes", "Trauben"),
    ("mushroom", "400", "g", "mushrooms", "Champignons"),
    ("shrimp", "250", "g", "shrimp", "Garnelen"),
    # Two of them, but nobody counts them; a whole one that weighs as much; a drink; cheese.
    ("chicken_breast", "400", "g", "chicken breast", "Hähnchenbrust"),
    ("lettuce", "1", "piece", "lettuce", "Kopfsalat"),
    ("orange_juice", "2", "l", "orange juice", "Orangensaft"),
    ("camembert", "400", "g", "Camembert", "Camembert"),
    ("bread", "1000", "g", "bread", "Brot"),
    ("bread", "2", "loaf", "bread", "Brot"),
    ("strawberry", "300", "ml", "strawberry", "Erdbeere"),
    ("tomato", "2", "no such unit", "tomato", "Tomate"),
])
def test_the_name_agrees_with_the_amount(food_id: str, quantity: str, unit: str, english: str, german: str) -> None:
    food = catalog().require(food_id)
    assert called(food, Decimal(quantity), unit, "en") == english
    assert called(food, Decimal(quantity), unit, "de") == german


def test_an_american_name_has_its_own_plural() -> None:
    foods = catalog().foods.values()
    food = next(one for one in foods if one.unit == "piece" and one.plural(AMERICAN) != one.plural("en"))
    assert called(food, Decimal(3), "piece", AMERICAN) == food.plural(AMERICAN)
