"""What the simulated kitchens buy, cook and how long it really keeps there; prices in euro cents.

Made up, after German supermarket prices and FoodKeeper's days. Amounts are for two adults.
"""

from dataclasses import dataclass

from pantry.vocabulary import DateKind, Place

USE_BY, BEST_BEFORE = DateKind.USE_BY, DateKind.BEST_BEFORE
FRIDGE, FREEZER, CUPBOARD, COUNTER = Place.FRIDGE, Place.FREEZER, Place.CUPBOARD, Place.COUNTER


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the shopping list.

    pack: amount of one pack in `unit`. keep_days: until it is really bad, unopened, on its shelf.
    portion, uses_per_week: what two adults take outside of dishes. opened_days: once opened, None if that
    changes nothing. is_logged: each use is entered, not only the end of the pack. months: when it is sold.
    """

    food_id: str
    pack: float
    unit: str
    price_minor: int
    place: Place
    keep_days: int
    portion: float = 0.0
    uses_per_week: float = 0.0
    date_kind: DateKind | None = None
    opened_days: int | None = None
    is_logged: bool = False
    months: tuple[int, ...] = tuple(range(1, 13))


ITEMS = (
    Item("milk", 1, "l", 115, FRIDGE, 9, 0.25, 7, BEST_BEFORE, 5, is_logged=True),
    Item("yogurt", 500, "g", 139, FRIDGE, 18, 150, 4, BEST_BEFORE, 5, is_logged=True),
    Item("butter", 250, "g", 249, FRIDGE, 45, 25, 6, BEST_BEFORE),
    Item("egg", 10, "piece", 299, FRIDGE, 26, 2, 2.5, BEST_BEFORE, is_logged=True),
    Item("gouda", 250, "g", 279, FRIDGE, 25, 50, 4, BEST_BEFORE, 10),
    Item("feta", 200, "g", 199, FRIDGE, 30, 100, 0.4, BEST_BEFORE, 5, is_logged=True),
    Item("mozzarella", 125, "g", 99, FRIDGE, 16, 125, 0.8, BEST_BEFORE, is_logged=True),
    Item("quark", 500, "g", 159, FRIDGE, 12, 125, 1.5, BEST_BEFORE, 4, is_logged=True),
    Item("cream", 200, "g", 89, FRIDGE, 15, date_kind=BEST_BEFORE, opened_days=4),
    Item("hummus", 200, "g", 179, FRIDGE, 14, 60, 1.5, BEST_BEFORE, 4, is_logged=True),
    Item("ham", 150, "g", 199, FRIDGE, 12, 40, 2.5, USE_BY, 4, is_logged=True),
    Item("salami", 100, "g", 179, FRIDGE, 22, 30, 2, BEST_BEFORE, 8),
    Item("orange_juice", 1, "l", 199, FRIDGE, 14, 0.25, 2, BEST_BEFORE, 5),
    Item("bread", 500, "g", 249, CUPBOARD, 6, 110, 6.5, is_logged=True),
    Item("toast_bread", 500, "g", 129, CUPBOARD, 10, 75, 1.5, BEST_BEFORE, 7),
    Item("bread_roll", 4, "piece", 140, CUPBOARD, 3, 2, 1, is_logged=True),
    Item("lettuce", 1, "piece", 129, FRIDGE, 5, 0.5, 1.8, is_logged=True),
    Item("spinach", 200, "g", 199, FRIDGE, 5, 100, 0.5, is_logged=True),
    Item("tomato", 500, "g", 179, COUNTER, 8, 120, 3, is_logged=True),
    Item("cucumber", 1, "piece", 89, FRIDGE, 8, 0.5, 2, is_logged=True),
    Item("bell_pepper", 3, "piece", 199, FRIDGE, 10, 1, 1, is_logged=True),
    Item("carrot", 1000, "g", 129, FRIDGE, 24, 150, 1.5, is_logged=True),
    Item("onion", 1000, "g", 119, CUPBOARD, 40),
    Item("garlic", 3, "piece", 129, CUPBOARD, 45),
    Item("potato", 2000, "g", 299, CUPBOARD, 35),
    Item("broccoli", 500, "g", 169, FRIDGE, 6),
    Item("mushroom", 400, "g", 199, FRIDGE, 5, 100, 0.3),
    Item("zucchini", 1, "piece", 79, FRIDGE, 8),
    Item("parsley", 1, "bunch", 99, FRIDGE, 6, 0.3, 1),
    Item("apple", 1000, "g", 249, FRIDGE, 28, 180, 4, is_logged=True),
    Item("banana", 6, "piece", 169, COUNTER, 6, 2, 3, is_logged=True),
    Item("orange", 6, "piece", 249, FRIDGE, 20, 2, 1.2, months=(11, 12, 1, 2, 3, 4)),
    Item("lemon", 3, "piece", 149, FRIDGE, 25, 0.5, 0.8),
    Item("strawberry", 500, "g", 299, FRIDGE, 4, 250, 1.6, is_logged=True, months=(4, 5, 6, 7)),
    Item("blueberry", 250, "g", 249, FRIDGE, 7, 80, 1.2, is_logged=True, months=(5, 6, 7, 8, 9)),
    Item("grape", 500, "g", 229, FRIDGE, 7, 150, 1.2, is_logged=True, months=(8, 9, 10, 11)),
    Item("avocado", 2, "piece", 199, COUNTER, 5, 1, 0.9, is_logged=True),
    Item("chicken_breast", 400, "g", 449, FRIDGE, 4, date_kind=USE_BY),
    Item("minced_beef", 400, "g", 449, FRIDGE, 3, date_kind=USE_BY),
    Item("salmon_fillet", 250, "g", 549, FRIDGE, 3, date_kind=USE_BY),
    Item("tofu", 200, "g", 189, FRIDGE, 25, date_kind=BEST_BEFORE),
    Item("pasta", 500, "g", 99, CUPBOARD, 700),
    Item("rice", 1000, "g", 219, CUPBOARD, 700),
    Item("lentils", 500, "g", 169, CUPBOARD, 500),
    Item("chickpeas", 400, "g", 99, CUPBOARD, 700),
    Item("canned_tomatoes", 1, "can", 89, CUPBOARD, 700),
    Item("flour", 1000, "g", 89, CUPBOARD, 300, 150, 0.4),
    Item("oats", 500, "g", 79, CUPBOARD, 250, 80, 3.5),
    Item("olive_oil", 750, "ml", 799, CUPBOARD, 500, 30, 5),
    Item("coffee", 500, "g", 649, CUPBOARD, 200, 30, 6.5),
    Item("jam", 340, "g", 229, CUPBOARD, 300, 30, 3),
    Item("honey", 500, "g", 499, CUPBOARD, 700, 20, 1.5),
    Item("peanut_butter", 350, "g", 299, CUPBOARD, 200, 30, 1.2),
    Item("chocolate", 100, "g", 129, CUPBOARD, 200, 25, 3),
    Item("potato_crisps", 175, "g", 199, CUPBOARD, 90, 175, 0.4, is_logged=True),
    Item("beer", 6, "bottle", 540, CUPBOARD, 200, 2, 1),
    Item("wine", 1, "bottle", 599, CUPBOARD, 700, 0.5, 0.8),
    Item("frozen_peas", 750, "g", 229, FREEZER, 300),
    Item("frozen_pizza", 1, "piece", 279, FREEZER, 250, 1, 0.6, is_logged=True),
    Item("frozen_berries", 750, "g", 399, FREEZER, 300, 120, 0.8),
    Item("fish_fingers", 450, "g", 349, FREEZER, 250, 225, 0.4, is_logged=True),
    Item("ice_cream", 500, "g", 349, FREEZER, 200, 120, 1),
)

# Title, what goes in, grams that are left over when somebody is not hungry.
DISHES: tuple[tuple[str, dict[str, float], int], ...] = (
    ("Spaghetti bolognese", {"minced_beef": 400, "pasta": 250, "canned_tomatoes": 1, "onion": 110}, 450),
    ("Chicken curry", {"chicken_breast": 400, "rice": 200, "bell_pepper": 1, "onion": 110}, 400),
    ("Salmon with spinach", {"salmon_fillet": 250, "spinach": 200, "potato": 500}, 0),
    ("Lentil soup", {"lentils": 200, "carrot": 200, "onion": 110, "potato": 200}, 600),
    ("Mushroom omelette", {"egg": 4, "mushroom": 200, "parsley": 0.5}, 0),
    ("Tofu with broccoli", {"tofu": 200, "broccoli": 300, "carrot": 150, "rice": 150}, 250),
    ("Pasta with zucchini", {"zucchini": 1, "pasta": 250, "garlic": 0.5, "feta": 100}, 200),
    ("Chickpea salad", {"chickpeas": 400, "cucumber": 0.5, "tomato": 200, "lemon": 0.5}, 250),
    ("Risotto with peas", {"rice": 220, "frozen_peas": 200, "gouda": 60, "onion": 80}, 350),
    ("Potato gratin", {"potato": 800, "cream": 200, "gouda": 100}, 400),
    ("Pancakes", {"flour": 200, "egg": 3, "milk": 0.4}, 0),
    ("Vegetable soup", {"carrot": 250, "potato": 300, "broccoli": 200, "onion": 80}, 600),
)
PARTY = {"beer": 3, "wine": 3, "potato_crisps": 4, "bread": 2, "gouda": 2, "grape": 1, "tomato": 2, "lettuce": 2}
LIQUIDS = frozenset({"milk", "orange_juice", "cream", "wine", "beer"})
FREEZABLE = frozenset({"bread", "chicken_breast", "minced_beef", "salmon_fillet", "cooked_leftovers"})

# Bought on the demo's last day, so that its first page has something to say:
# food, amount, unit, price, place, days until its date, date kind, days since it was opened (None: closed).
TODAYS_SHELVES: tuple[tuple[str, float, str, int, Place, int | None, DateKind | None, int | None], ...] = (
    ("spinach", 200, "g", 199, FRIDGE, 0, BEST_BEFORE, None),
    ("salmon_fillet", 250, "g", 579, FRIDGE, 1, USE_BY, None),
    ("yogurt", 500, "g", 145, FRIDGE, 2, BEST_BEFORE, None),
    ("mushroom", 400, "g", 209, FRIDGE, None, None, None),
    ("milk", 1, "l", 119, FRIDGE, 5, BEST_BEFORE, 1),
    ("minced_beef", 400, "g", 469, FRIDGE, 2, USE_BY, None),
    ("egg", 10, "piece", 309, FRIDGE, 17, BEST_BEFORE, None),
    ("gouda", 250, "g", 289, FRIDGE, 20, BEST_BEFORE, None),
    ("lettuce", 1, "piece", 139, FRIDGE, None, None, None),
    ("bread", 500, "g", 259, CUPBOARD, None, None, None),
    ("apple", 1000, "g", 259, FRIDGE, None, None, None),
    ("banana", 6, "piece", 175, COUNTER, None, None, None),
    ("tomato", 500, "g", 189, COUNTER, None, None, None),
    ("frozen_peas", 750, "g", 239, FREEZER, 260, BEST_BEFORE, None),
    ("frozen_pizza", 2, "piece", 558, FREEZER, 180, BEST_BEFORE, None),
    ("ice_cream", 500, "g", 359, FREEZER, 200, BEST_BEFORE, None),
    ("potato", 2000, "g", 309, CUPBOARD, None, None, None),
)
