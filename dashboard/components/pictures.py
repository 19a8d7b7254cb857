"""Pictures of foods: our own flat drawings, the nearest one by food, by its parents, then by category."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.markup import esc
from dashboard.served.originals import tile_url
from pantry.foods import catalog


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing in `static/drawings` and the ground it stands on."""

    name: str
    ground: str


# The nearest drawing wins: of the food itself, then of each food above it.
_FOODS_OF = {
    ("mushroom", "dry"): "mushroom dried_mushrooms",
    ("tomato", "fruit"): "tomato",
    ("pepper", "fruit"): "bell_pepper",
    ("cucumber", "green"): "cucumber zucchini",
    ("corn", "egg"): "frozen_corn canned_corn corn_on_the_cob popcorn",
    ("peas", "green"): "peas frozen_peas green_beans",
    ("leaf", "green"): "leafy_greens herbs spinach frozen_spinach creamed_spinach lettuce cabbage",
    ("carrot", "bread"): "carrot parsnip",
    ("potato", "bread"): "potato sweet_potato french_fries",
    ("onion", "bread"): "onion shallot",
    ("leek", "green"): "leek spring_onion chives",
    ("garlic", "dry"): "garlic garlic_jar bear_garlic",
    ("chili", "fruit"): "chili_pepper dried_chili",
    ("asparagus", "green"): "asparagus",
    ("vegetable", "green"): "vegetable frozen_vegetables",
    ("banana", "egg"): "banana",
    ("citrus", "bread"): "citrus_fruit",
    ("berry", "fruit"): "berries strawberry frozen_fruit",
    ("blueberry", "dairy"): "blueberry blackberry",
    ("grape", "fruit"): "grape",
    ("apple", "fruit"): "fruit",
    ("pear", "green"): "pear",
    ("peach", "bread"): "peach nectarine apricot plum mango papaya persimmon",
    ("cherry", "fruit"): "cherry",
    ("melon", "green"): "melon",
    ("pineapple", "egg"): "pineapple",
    ("avocado", "green"): "avocado guacamole",
    ("broccoli", "green"): "broccoli frozen_broccoli",
    ("cauliflower", "green"): "cauliflower romanesco",
    ("aubergine", "fruit"): "aubergine",
    ("pumpkin", "bread"): "pumpkin pie_pumpkin butternut_squash pattypan_squash spaghetti_squash",
    ("chocolate", "fruit"): "chocolate chocolate_bar",
    ("beer", "egg"): "beer beer_alcohol_free",
    ("yogurt", "dairy"): "yogurt quark cream_cheese sour_cream plant_yogurt pudding cottage_cheese ricotta hummus dip",
    ("milk", "dairy"): "milk cream plant_milk buttermilk",
    ("cheese", "egg"): "cheese hard_cheese mozzarella feta",
    ("butter", "egg"): "butter margarine",
    ("tofu", "green"): "tofu tempeh",
    ("poultry", "bread"): "poultry chicken_breast whole_chicken",
    ("ham", "fruit"): "cold_cuts ham sausage bacon salami frozen_sausage",
    ("can", "fruit"): "canned_food canned_tomatoes tuna_can soup",
    ("grain", "dry"): "grain rice flour oats sugar pulses lentils baking_ingredient seeds breadcrumbs dough",
    ("pasta", "bread"): "pasta",
    ("jar", "egg"): "spread_sweet honey jam pickles spice peanut_butter mustard tomato_paste",
    ("oil", "green"): "oil sauce vinegar syrup salad_dressing",
    ("cup", "dry"): "coffee tea",
    ("nuts", "bread"): "nuts dried_fruit",
    ("pot", "bread"): "cooked_leftovers ready_meal",
    ("pizza", "bread"): "frozen_pizza leftovers_pizza",
    ("icecream", "fruit"): "ice_cream",
    ("crisps", "bread"): "potato_crisps",
    ("bottle", "dairy"): "drink",
    ("wine", "fruit"): "wine spirits",
}
_BY_FOOD = {food_id: Drawing(*drawing) for drawing, foods in _FOODS_OF.items() for food_id in foods.split()}
_BY_CATEGORY = {
    "produce": Drawing("leaf", "green"), "dairy": Drawing("milk", "dairy"), "eggs": Drawing("egg", "egg"),
    "meat": Drawing("meat", "fruit"), "fish": Drawing("fish", "fish"), "deli": Drawing("ham", "fruit"),
    "bakery": Drawing("bread", "bread"), "frozen": Drawing("frozen", "dairy"), "pantry": Drawing("jar", "dry"),
    "snacks": Drawing("snack", "bread"), "beverages": Drawing("bottle", "dairy"),
    "alcohol": Drawing("wine", "fruit"), "baby": Drawing("baby", "egg"), "household": Drawing("soap", "dairy"),
    "personal care": Drawing("soap", "fruit"), "deposit": Drawing("bottle", "green"), "other": Drawing("basket", "dry"),
}


def drawing_of(food_id: str | None, category: str | None = None) -> Drawing:
    """Return the drawing of a food; without one, that of its category."""
    if food_id:
        for known in (food_id, *catalog().ancestors(food_id)):
            if known in _BY_FOOD:
                return _BY_FOOD[known]
        food = catalog().get(food_id)
        category = food.category if food else category
    return _BY_CATEGORY.get(str(category or "other"), _BY_CATEGORY["other"])


def tile(food_id: str | None, category: str | None = None) -> str:
    """Return a food's picture on its ground as HTML."""
    drawing = drawing_of(food_id, category)
    return tile_of(drawing.name, drawing.ground)


def tile_of(name: str, ground: str = "dry") -> str:
    """Return any drawing on a ground as HTML."""
    return f'<span class="tile {ground}"><img alt="" src="app/static/drawings/{esc(name)}.svg"></span>'


def photo_tile(household_id: str, sha256: str, box: Sequence[int] | None = None) -> str:
    """Return a part of a photo, or all of it, as a tile as HTML. box: x0 y0 x1 y1 in pixels of the upright original."""
    return f'<span class="tile photo"><img alt="" src="{esc(tile_url(household_id, sha256, box))}"></span>'
