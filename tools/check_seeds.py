"""Check the food seeds of dbt/seeds: references, ranges, closed lists, sources. Exits 1 and names each bad row.

Usage: python tools/check_seeds.py [FOLDER] [--coverage]

With --coverage it also prints how much of each column is known, as the table of docs/sources.md.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from seed_claims import broken_promises
from seed_units import wrong_units

from pantry.vocabulary import FOOD_CATEGORIES, Category, Place

SEEDS = Path(__file__).resolve().parents[1] / "dbt" / "seeds"
MAX_BYTES = 1_000_000
SLUG = re.compile(r"^[a-z0-9]+(_[a-z0-9]+)*$")
ALLERGENS = frozenset({"gluten", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk", "nuts", "celery",
                       "mustard", "sesame", "sulphites", "lupin", "molluscs"})
DIETS = frozenset({"vegan", "vegetarian", "halal", "kosher", "gluten_free", "lactose_free", "nut_free"})
NOT_VEGAN = frozenset({"milk", "eggs", "fish", "crustaceans", "molluscs"})
FREE_FROM = {"gluten_free": {"gluten"}, "nut_free": {"nuts", "peanuts"}}
# column: lowest and highest value that a food can have
RANGES = {"piece_mass_g": (0.1, 10_000), "package_mass_g": (1, 10_000), "density_g_per_ml": (0.03, 2.0),
          "inedible_share": (0, 0.9), "co2e_kg_per_kg": (0, 150), "reference_price_eur_per_kg": (0.1, 200),
          "energy_kcal": (0, 905), "protein_g": (0, 100), "fat_g": (0, 100), "carbohydrate_g": (0, 100),
          "sugars_g": (0, 101), "fibre_g": (0, 100), "salt_g": (0, 100)}
NEEDS_SOURCE = {"energy_kcal": "nutrition_source", "co2e_kg_per_kg": "co2e_source",
                "density_g_per_ml": "density_source", "inedible_share": "inedible_source",
                "reference_price_eur_per_kg": "reference_price_source"}
FOOTPRINT_MATCHES = frozenset({"direct", "proxy", "composed"})
FEWEST_FOODS, FEWEST_LEVELS = 700, 2
# Every class of the photo model, so that no photo is seen without a food: see photo_classes.csv.
PHOTO_CLASSES = {"fine": 81, "coarse": 43}
# What is known or not of a food that can be bought; groups ("fruit") only lend their name.
COVERED = ("name_en", "name_de", "parent_food_id", "category", "place", "unit", "package_mass_g", "piece_mass_g",
           "density_g_per_ml", "inedible_share", "co2e_kg_per_kg", "reference_price_eur_per_kg", "energy_kcal")
COUNTED_UNITS = frozenset({"piece", "head"})  # sold by number: these need a mass of one
# Sold by measure: what is poured is neither lighter than spirits nor heavier than syrup.
MEASURED_UNITS, POURED_DENSITY = frozenset({"l", "ml", "bottle"}), (0.85, 1.45)
# Packed and peeled; a share of shells or rinds there has to be our own.
SOLD_PEELED = frozenset({"dairy", "deli", "bakery", "frozen", "pantry", "snacks", "beverages", "alcohol", "baby"})
# Water of 100 g that no dry food has, and the longest that such food keeps opened in the fridge unless it says so.
MOIST_G, MOIST_DAYS = 50, 14
# Preserved by acid or alcohol, or dry and only listed with the nutrition of the soaked or cooked food.
KEEPS_THOUGH_MOIST = frozenset({"oatmeal_instant", "seaweed", "vanilla_extract", "vinegar", "vinegar_apple_cider",
                                "vinegar_malt"})
KEYS = {
    "foods": ("food_id",), "food_aliases": ("alias", "language"), "food_brands": ("brand",),
    "food_measures": ("food_id", "unit"), "name_words": ("word", "language"), "non_foods": ("word",),
    "photo_classes": ("class_name", "class_level"), "units": ("unit",),
    "shelf_life": ("food_id", "category", "place", "state"),
}


def check(folder: Path = SEEDS) -> list[str]:
    """Return one line for each thing that is wrong; empty when the seeds are sound."""
    tables = {name: _rows(folder / f"{name}.csv") for name in KEYS}
    food_ids = {row["food_id"] for row in tables["foods"]}
    unit_ids = {row["unit"] for row in tables["units"]}
    problems = [*_files(folder), *_keys_and_sources(tables), *_foods(tables["foods"], food_ids, unit_ids),
                *_references(tables, food_ids, unit_ids), *_shelf_life(tables["shelf_life"]),
                *_moist_and_open(tables["foods"], tables["shelf_life"]), *_completeness(tables), *_promises(tables),
                *wrong_units(tables["units"])]
    return sorted(problems)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _files(folder: Path) -> Iterator[str]:
    for name in KEYS:
        data = (folder / f"{name}.csv").read_bytes()
        if len(data) > MAX_BYTES:
            yield f"{name}: {len(data)} bytes are more than {MAX_BYTES}"
        if b"\r" in data:
            yield f"{name}: line ends are not LF"


def _keys_and_sources(tables: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    for name, columns in KEYS.items():
        counts = Counter(tuple(row[column] for column in columns) for row in tables[name])
        yield from (f"{name}: {key} stands {count} times" for key, count in counts.items() if count > 1)
        yield from (f"{name}: {tuple(row[column] for column in columns)} names no source"
                    for row in tables[name] if not row["source"])


def _foods(rows: list[dict[str, str]], food_ids: set[str], unit_ids: set[str]) -> Iterator[str]:
    if [row["food_id"] for row in rows] != sorted(food_ids):
        yield "foods: not sorted by food_id"
    parents = {row["food_id"]: row["parent_food_id"] for row in rows}
    for row in rows:
        where = f"foods: {row['food_id']}"
        if not SLUG.match(row["food_id"]):
            yield f"{where} is no slug"
        if not (row["name_en"] and row["name_de"]):
            yield f"{where} lacks an English or German name"
        if row["category"] not in FOOD_CATEGORIES or row["place"] not in set(Place):
            yield f"{where} has category {row['category']!r}, place {row['place']!r}"
        if row["unit"] not in unit_ids:
            yield f"{where} has the unknown unit {row['unit']!r}"
        if _is_lost(row["food_id"], parents):
            yield f"{where} has a parent that does not exist or comes back to itself"
        yield from (f"{where} {what}" for what in _facts(row))


def _is_lost(food_id: str, parents: dict[str, str]) -> bool:
    seen = {food_id}
    while parent := parents[food_id]:
        if parent not in parents or parent in seen:
            return True
        seen.add(parent)
        food_id = parent
    return False


def _facts(row: dict[str, str]) -> Iterator[str]:
    for column, (low, high) in RANGES.items():
        if row[column] and not low <= float(row[column]) <= high:
            yield f"has {column} {row[column]}, outside {low} to {high}"
    for column, source in NEEDS_SOURCE.items():
        if row[column] and not row[source]:
            yield f"has {column} without {source}"
    if row["unit"] in COUNTED_UNITS and float(row["package_mass_g"] or 0) < float(row["piece_mass_g"] or 0):
        yield f"has packages of {row['package_mass_g']} g, lighter than a piece of {row['piece_mass_g']} g"
    if row["category"] in SOLD_PEELED and row["inedible_source"].startswith("usda"):
        yield f"is sold without what {row['inedible_source']} calls inedible"
    if row["unit"] in MEASURED_UNITS and row["density_g_per_ml"]:
        low, high = POURED_DENSITY
        if not low <= float(row["density_g_per_ml"]) <= high:
            yield f"is sold by the {row['unit']} with the density {row['density_g_per_ml']}"
    parts = sum(float(row[column] or 0) for column in ("protein_g", "fat_g", "carbohydrate_g"))
    if parts > 104:
        yield f"has {parts:.0f} g of nutrients in 100 g"
    allergens = set(filter(None, row["allergens"].split("|")))
    diets = set(filter(None, row["diets"].split("|")))
    if not allergens <= ALLERGENS or not diets <= DIETS:
        yield f"has unknown allergens or diets: {allergens - ALLERGENS} {diets - DIETS}"
    if "vegan" in diets and (allergens & NOT_VEGAN or "vegetarian" not in diets):
        yield f"is called vegan with {allergens & NOT_VEGAN}"
    for diet, without in FREE_FROM.items():
        if diet in diets and allergens & without:
            yield f"is called {diet} with {allergens & without}"
    excluded = set(filter(None, row["diets_excluded"].split("|")))
    if not excluded <= DIETS or excluded & diets:
        yield f"both suits and does not suit, or has unknown diets: {(excluded & diets) | (excluded - DIETS)}"
    if bool(row["co2e_kg_per_kg"]) != (row["co2e_match"] in FOOTPRINT_MATCHES):
        yield f"has co2e_match {row['co2e_match']!r} with co2e_kg_per_kg {row['co2e_kg_per_kg']!r}"
    if bool(row["co2e_source"]) != bool(row["co2e_version"]):
        yield f"has co2e_source {row['co2e_source']!r} with co2e_version {row['co2e_version']!r}"
    if row["co2e_match"] == "composed" and not row["co2e_composition"]:
        yield "has a composed footprint without its co2e_composition"


def _references(tables: dict[str, list[dict[str, str]]], food_ids: set[str],
                unit_ids: set[str]) -> Iterator[str]:
    for name in ("food_aliases", "food_brands", "food_measures", "photo_classes", "shelf_life"):
        yield from (f"{name}: {row['food_id']!r} is no food" for row in tables[name]
                    if row["food_id"] and row["food_id"] not in food_ids)
    yield from (f"food_measures: {row['unit']!r} is no unit" for row in tables["food_measures"]
                if row["unit"] not in unit_ids)
    yield from (f"non_foods: {row['category']!r} is no category" for row in tables["non_foods"]
                if row["category"] not in set(Category))


def _promises(tables: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    """Yield the names that say what the diets of their food forbid."""
    named = [("foods", row[column], row["food_id"]) for row in tables["foods"] for column in ("name_en", "name_de")]
    named += [("food_aliases", row["alias"], row["food_id"]) for row in tables["food_aliases"]]
    named += [("food_brands", row["brand"], row["food_id"]) for row in tables["food_brands"] if row["food_id"]]
    return broken_promises(named, tables["foods"])


def _shelf_life(rows: list[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        where = f"shelf_life: {row['food_id'] or row['category']} {row['place']} {row['state']}"
        if bool(row["food_id"]) == bool(row["category"]):
            yield f"{where} needs either a food or a category"
        days = [row[column] for column in ("min_days", "likely_days", "max_days")]
        if not all(days):
            if not row["note"]:
                yield f"{where} has neither days nor a note"
        elif not 0 < int(days[0]) <= int(days[1]) <= int(days[2]):
            yield f"{where} has days out of order: {days}"
    covered = {(row["category"], row["place"], row["state"]) for row in rows}
    for category in FOOD_CATEGORIES:
        for place in ("fridge", "freezer", "cupboard"):
            for state in ("unopened", "opened"):
                if (category, place, state) not in covered:
                    yield f"shelf_life: no default for {category} {place} {state}"


def _moist_and_open(foods: list[dict[str, str]], rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield the moist foods that only their category's days let keep longer than MOIST_DAYS opened in the fridge."""
    opened = {row["food_id"] or row["category"]: row["max_days"] and int(row["likely_days"]) for row in rows
              if (row["place"], row["state"]) == ("fridge", "opened")}
    parents = {row["food_id"]: row["parent_food_id"] for row in foods}
    for row in foods:
        dry = [row[column] for column in ("protein_g", "fat_g", "carbohydrate_g", "salt_g")]
        if not all(dry) or row["food_id"] in KEEPS_THOUGH_MOIST or 100 - sum(map(float, dry)) < MOIST_G:
            continue
        is_told = any(opened.get(food_id) for food_id in (row["food_id"], *_lineage(row["food_id"], parents)))
        days = opened.get(row["category"])
        if not is_told and days and days > MOIST_DAYS:
            yield f"shelf_life: {row['food_id']} is moist and has days of its category only, {days} once opened"


def _completeness(tables: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    """Yield what the seeds promise as a whole and lack."""
    foods = tables["foods"]
    if len(foods) < FEWEST_FOODS:
        yield f"foods: {len(foods)} are fewer than {FEWEST_FOODS}"
    parents = {row["food_id"]: row["parent_food_id"] for row in foods}
    if max((_levels(food_id, parents) for food_id in parents), default=0) < FEWEST_LEVELS:
        yield f"foods: none stands {FEWEST_LEVELS} levels below a root"
    if len({(row["co2e_source"], row["co2e_version"]) for row in foods if row["co2e_source"]}) > 1:
        yield "foods: co2e_kg_per_kg mixes sources, which no total may do"
    named = {row["food_id"] for row in tables["food_aliases"]}
    yield from (f"foods: {row['food_id']} is sold by number without piece_mass_g" for row in foods
                if row["unit"] in COUNTED_UNITS and not row["piece_mass_g"] and row["is_group"] == "false")
    yield from (f"food_aliases: {food_id!r} is no food" for food_id in sorted(named - parents.keys()))
    for level, number in PHOTO_CLASSES.items():
        found = sum(row["class_level"] == level for row in tables["photo_classes"])
        if found != number:
            yield f"photo_classes: {found} {level} classes instead of {number}"


def _levels(food_id: str, parents: dict[str, str]) -> int:
    """Return how many foods stand above one; 0 for a root or where the chain is broken."""
    return len(_lineage(food_id, parents))


def coverage(folder: Path = SEEDS) -> list[tuple[str, int, int]]:
    """Return (what, known, of how many) for foods that can be bought."""
    foods = [row for row in _rows(folder / "foods.csv") if row["is_group"] == "false"]
    known = [(column, sum(bool(row[column]) for row in foods), len(foods)) for column in COVERED]
    for diet in sorted(DIETS):
        answered = sum(diet in f"{row['diets']}|{row['diets_excluded']}".split("|") for row in foods)
        known.append((f"diet {diet}: yes or no", answered, len(foods)))
    counted = [row for row in foods if row["unit"] in COUNTED_UNITS]
    known.append(("piece_mass_g of foods sold by number", sum(bool(row["piece_mass_g"]) for row in counted),
                  len(counted)))
    aliased = {row["food_id"] for row in _rows(folder / "food_aliases.csv")}
    known.append(("at least one alias", sum(row["food_id"] in aliased for row in foods), len(foods)))
    timed = {row["food_id"] for row in _rows(folder / "shelf_life.csv") if row["max_days"]}
    parents = {row["food_id"]: row["parent_food_id"] for row in _rows(folder / "foods.csv")}
    own = sum(bool(timed & {row["food_id"], *_lineage(row["food_id"], parents)}) for row in foods)
    known.append(("shelf life of its own or of a food above it", own, len(foods)))
    return known


def _lineage(food_id: str, parents: dict[str, str]) -> list[str]:
    """Return the foods above one, the nearest first, as far as the chain is neither broken nor a ring."""
    above: list[str] = []
    while (food_id := parents.get(food_id, "")) and food_id not in above:
        above.append(food_id)
    return above


def main() -> int:
    """Print what is wrong and return 1, or the counts and 0."""
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    folder = Path(folders[0]) if folders else SEEDS
    problems = check(folder)
    print("\n".join(problems) if problems else f"{len(_rows(folder / 'foods.csv'))} foods, all sound")
    if "--coverage" in sys.argv:
        print("\n".join(f"| {what} | {known} of {total} | {known / total:.1%} |"
                        for what, known, total in coverage(folder)))
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
