"""The food seeds are sound, and the checker names what is not."""

import csv
import importlib.util
import shutil
import sys

import pytest

from pantry.foods import SEEDS
from pantry.home import REPOSITORY


def load_tool(name):
    if str(REPOSITORY / "tools") not in sys.path:
        sys.path.insert(0, str(REPOSITORY / "tools"))  # build_seeds imports its neighbour seed_footprints
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def checker():
    return load_tool("check_seeds")


def rows_of(name):
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_seeds_are_sound(checker):
    assert checker.check(SEEDS) == []


def test_there_are_at_least_700_foods_two_levels_deep():
    foods = {row["food_id"]: row["parent_food_id"] for row in rows_of("foods")}
    assert len(foods) >= 700
    assert foods["apple_pink_lady"] == "apple"
    assert foods["apple"] == "fruit"


# seed, which row, column, value, a word of the problem
BROKEN = [
    ("foods", "apple", "parent_food_id", "apple_pink_lady", "comes back to itself"),
    ("foods", "apple", "parent_food_id", "nowhere", "does not exist"),
    ("foods", "apple", "category", "fruits", "category"),
    ("foods", "apple", "unit", "stone", "unknown unit"),
    ("foods", "apple", "inedible_share", "1.2", "inedible_share"),
    ("foods", "apple", "nutrition_source", "", "without nutrition_source"),
    ("foods", "apple", "allergens", "milk", "called vegan"),
    ("foods", "apple", "source", "", "names no source"),
    ("foods", "milk", "allergens", "dairy", "unknown allergens"),
    ("foods", "apple", "piece_mass_g", "", "without piece_mass_g"),
    ("foods", "bacon", "diets_excluded", "vegan|gluten_free", "both suits and does not suit"),
    ("foods", "frozen_pizza", "co2e_composition", "", "without its co2e_composition"),
    ("foods", "frozen_pizza", "co2e_match", "guessed", "has co2e_match"),
    ("foods", "milk", "co2e_version", "", "has co2e_source"),
    ("foods", "milk", "co2e_version", "2019", "mixes sources"),
    ("foods", "milk", "co2e_source", "agribalyse_3.0.1", "mixes sources"),
    ("foods", "apple", "package_mass_g", "100", "lighter than a piece of 182 g"),
    ("foods", "almonds", "inedible_source", "usda_sr28:12061", "sold without what"),
    ("foods", "milk", "density_g_per_ml", "0.4", "sold by the l with the density 0.4"),
    ("foods", "apple", "name_de", "Käseapfel", "leads to apple, which is called lactose_free, vegan"),
    ("food_aliases", "apple", "alias", "walnut apple", "leads to apple, which is called nut_free"),
    ("food_brands", "yogurt", "brand", "bacon yogurt", "leads to yogurt, which is called vegetarian"),
    ("food_aliases", "apple", "food_id", "aple", "is no food"),
    ("photo_classes", "apple", "class_level", "middle", "coarse classes instead of 43"),
    ("photo_classes", "apple", "food_id", "aple", "is no food"),
    ("shelf_life", "apple", "max_days", "1", "out of order"),
    ("foods", "couscous", "carbohydrate_g", "10", "has days of its category only"),
]


@pytest.mark.parametrize(("seed", "food_id", "column", "value", "word"), BROKEN,
                         ids=[f"{row[0]}-{row[2]}-{row[3]}" for row in BROKEN])
def test_a_broken_row_is_named(checker, tmp_path, seed, food_id, column, value, word):
    shutil.copytree(SEEDS, tmp_path, dirs_exist_ok=True)
    rows = rows_of(seed)
    next(row for row in rows if row["food_id"] == food_id)[column] = value
    with (tmp_path / f"{seed}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    assert any(word in problem for problem in checker.check(tmp_path))


@pytest.mark.parametrize(("unit", "column", "value", "word"), [
    ("cup", "factor", "240", "but is 236.588 ml"),
    ("lb", "definition", "", "neither a definition"),
    ("pfund", "definition", "kilogram", "but is 1000 g"),
])
def test_a_unit_that_is_not_what_pint_defines_is_named(unit, column, value, word):
    rows = rows_of("units")
    next(row for row in rows if row["unit"] == unit)[column] = value
    (problem,) = load_tool("seed_units").wrong_units(rows)
    assert repr(unit) in problem
    assert word in problem


def test_the_kitchen_registry_converts_counted_units_but_never_a_bunch_to_a_can():
    kitchen = load_tool("seed_units").kitchen_registry(rows_of("units"))
    assert kitchen.Quantity(2, "larder_dozen").to("larder_piece").magnitude == 24
    assert kitchen.Quantity(1, "larder_bunch").dimensionality != kitchen.Quantity(1, "larder_can").dimensionality


# food, kg CO2e of one kg as composed by hand from the source: wheat 1.4, cheese 21.2, milk 2.8, rapeseed oil 3.7 …
COMPOSED = [
    ("frozen_pizza", 0.5 * 1.4 + 0.2 * 21.2 + 0.2 * 1.4 + 0.05 * 7.2 + 0.03 * 6.0),
    ("butter", 6.6 * 2.8),
    ("mayonnaise", 0.7 * 3.7 + 0.08 * 4.5),
]


@pytest.mark.parametrize(("food_id", "kg"), COMPOSED)
def test_a_composed_footprint_is_the_sum_of_its_ingredients_and_says_so(food_id, kg):
    row = next(row for row in rows_of("foods") if row["food_id"] == food_id)
    assert float(row["co2e_kg_per_kg"]) == pytest.approx(kg, rel=0.01)
    assert row["co2e_match"] == "composed"
    assert row["co2e_composition"]


def test_what_the_source_cannot_answer_stays_unknown():
    rows = {row["food_id"]: row for row in rows_of("foods")}
    for food_id in ("salt", "water", "tea", "mussels", "ready_meal"):
        assert rows[food_id]["co2e_kg_per_kg"] == ""


# food, diets it suits, diets it does not suit, diets nobody knows
DIETS = [
    ("apple", {"vegan", "halal", "gluten_free"}, set(), set()),
    ("milk", {"vegetarian"}, {"vegan", "lactose_free"}, set()),
    ("bacon", set(), {"vegan", "vegetarian", "halal", "kosher"}, set()),
    ("chicken_breast", set(), {"vegan", "vegetarian"}, {"halal", "kosher"}),
    ("frozen_lasagna", set(), {"vegan", "vegetarian", "gluten_free", "lactose_free"}, {"halal", "nut_free"}),
    ("beer", {"nut_free"}, {"halal", "gluten_free"}, {"vegan"}),
]


@pytest.mark.parametrize(("food_id", "suits", "never", "unknown"), DIETS)
def test_a_diet_is_suited_excluded_or_unknown(food_id, suits, never, unknown):
    row = next(row for row in rows_of("foods") if row["food_id"] == food_id)
    yes, no = set(row["diets"].split("|")), set(row["diets_excluded"].split("|"))
    assert suits <= yes
    assert never <= no
    assert not unknown & (yes | no)


def test_coverage_counts_what_is_known(checker):
    known = {what: (count, total) for what, count, total in checker.coverage(SEEDS)}
    foods, total = known["co2e_kg_per_kg"]
    assert foods / total > 0.75
    assert known["piece_mass_g of foods sold by number"][0] == known["piece_mass_g of foods sold by number"][1]


@pytest.mark.shared_data
def test_every_class_of_the_photo_set_has_a_food(shared_data):
    known = {(row["class_name"], row["class_level"]) for row in rows_of("photo_classes")}
    with (shared_data / "photos" / "grocery" / "classes.csv").open(encoding="utf-8", newline="") as lines:
        classes = list(csv.DictReader(lines))
    assert {(row["fine_name"], "fine") for row in classes} <= known
    assert {(row["coarse_name"], "coarse") for row in classes} <= known


@pytest.mark.shared_data
def test_everything_foodkeeper_lists_belongs_to_a_food(shared_data):
    entries = load_tool("build_seeds").read_entries(REPOSITORY / "tools" / "food_list")
    linked = {product for entry in entries.values() for product in entry.own.get("fk", "").split(",")}
    with (shared_data / "foods" / "foodkeeper.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["id"] for row in csv.DictReader(lines)} <= linked


@pytest.mark.shared_data
def test_the_seeds_are_what_the_script_builds(shared_data, tmp_path, monkeypatch):
    builder = load_tool("build_seeds")
    monkeypatch.setattr(builder, "SEEDS", tmp_path)
    monkeypatch.setattr("sys.argv", ["build_seeds.py", "--data", str(shared_data / "foods")])
    builder.main()
    for built in tmp_path.glob("*.csv"):
        assert built.read_text(encoding="utf-8") == (SEEDS / built.name).read_text(encoding="utf-8"), built.name
