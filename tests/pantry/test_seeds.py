"""The food seeds are sound, and the checker names what is not."""

import csv
import importlib.util
import shutil

import pytest

from pantry.foods import SEEDS
from pantry.home import REPOSITORY


def load_tool(name):
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
    ("food_aliases", "apple", "food_id", "aple", "is no food"),
    ("photo_classes", "apple", "food_id", "aple", "is no food"),
    ("shelf_life", "apple", "max_days", "1", "out of order"),
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
