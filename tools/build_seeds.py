"""Build the food seeds of dbt/seeds from the own list and the public tables.

Usage: python tools/build_seeds.py --data FOLDER

FOLDER holds the public tables as docs/sources.md names them (`nutrition.csv`, `weights.csv`,
`foodkeeper_durations.csv`, `footprint.csv`). The own list lies in tools/food_list: `01_…` to `12_…` (foods),
`more_aliases.txt`, `measures.csv`, `food_shelf_life.csv`, `category_shelf_life.csv`, and the words `name_words.txt`,
`brands.txt`, `non_foods.txt`. Lists of the same form in `common/` (and `aliases_es.txt` and the like, names in
further languages) were written from general knowledge, without sight of labelled names of receipts; their rows say so
as their source. A line of a list of foods reads

    food_id<parent ; English/plural ; German/plural ; attributes ; English aliases ; German ; French

A line that starts with `@` sets attributes for the lines below it. A food inherits from its parent what it
does not say itself; `key=` says that a fact is unknown. Attributes:

    category, pl (place), u (unit), p (piece, g), k (package, g), d (density, g/ml), e (euro per kg, estimate)
    v (nature, see DIETS_BY_NATURE), a (allergens by their first three letters), lf=1 (lactose-free)
    nf=1 (holds neither nuts nor peanuts, though mixed)
    m (allergens that some of its kinds hold, so that it promises no diet that is free of them)
    n (number in USDA SR28), fk (FoodKeeper products, the fitting one first)
    h (number in USDA SR28 of what a cup of it weighs, where n has no cup; after a slash a word of the measure)
    c (row of Poore & Nemecek; ~ marks a proxy, ? unknown), r (inedible share), g (category of this food only)
    root (a group; its numbers are not inherited)
"""

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from seed_footprints import Composition, listed_product, read_compositions, read_footprints
from seed_shelf_life import shelf_life_rows

TOOLS = Path(__file__).resolve().parent
SEEDS = TOOLS.parent / "dbt" / "seeds"
OWN = "larder"
# Own lists too, but written from general knowledge, without sight of the labelled names that figures come from.
COMMON = "common_knowledge"
ML_PER_CUP = 236.588
ML_PER_SPOON = {"tbsp": 14.787, "tablespoon": 14.787, "tsp": 4.929}

ALLERGENS = {name[:3]: name for name in (
    "gluten", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk", "nuts", "celery", "mustard",
    "sesame", "sulphites", "lupin", "molluscs")} | {"egg": "eggs", "pea": "peanuts", "soy": "soybeans",
                                                    "nut": "nuts"}
# What follows from the nature of a food alone. Certification (halal meat) cannot be inferred: it stays out.
DIETS_BY_NATURE = {
    "vegan": ("vegan", "vegetarian", "halal", "kosher"),
    "vegetarian": ("vegetarian",),
    "honey": ("vegetarian", "halal", "kosher"),
    "meat": (), "pork": (), "fish": ("halal", "kosher"), "shellfish": (), "alcohol": (), "mixed": (),
    # Cheese that is set with calves' rennet.
    "rennet": (),
}
NEVER_BY_NATURE = {
    "honey": ("vegan",), "meat": ("vegan", "vegetarian"), "fish": ("vegan", "vegetarian"),
    "pork": ("vegan", "vegetarian", "halal", "kosher"), "shellfish": ("vegan", "vegetarian", "kosher"),
    "alcohol": ("halal",),
}
FREE_FROM = {"gluten_free": {"gluten"}, "lactose_free": {"milk"}, "nut_free": {"nuts", "peanuts"}}
# Packed foods have nothing to peel: SR28's refuse of almonds is that of almonds in the shell. For the others only a
# table may say so.
NOTHING_INEDIBLE = {"dairy", "deli", "bakery", "frozen", "pantry", "snacks", "beverages", "alcohol", "baby"}
NUTRIENTS = ("energy_kcal", "protein_g", "fat_g", "saturated_g", "carbohydrate_g", "sugars_g", "fibre_g",
             "salt_g")
FOOD_COLUMNS = (
    "food_id", "name_en", "name_en_plural", "name_de", "name_de_plural", "parent_food_id",
    "is_group", "category", "place",
    "unit", "piece_mass_g", "package_mass_g", "density_g_per_ml", "density_source", "inedible_share",
    "inedible_source", "allergens", "diets", "diets_excluded", "co2e_kg_per_kg",
    "co2e_source", "co2e_version", "co2e_match", "co2e_composition",
    "reference_price_eur_per_kg", "reference_price_source", *NUTRIENTS, "nutrition_source", "source")
GROUP_FACTS = ("p", "n", "fk", "d")


@dataclass
class Entry:
    """One line of the own list with what it inherits."""

    food_id: str
    parent: str
    names: dict[str, tuple[str, str]]
    own: dict[str, str]
    aliases: list[tuple[str, str]]
    common_aliases: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    composition: Composition | None = None

    @property
    def category(self) -> str:
        """The food's own category where it differs from what it hands on."""
        return self.facts.get("g") or self.facts["category"]


def read_entries(folder: Path) -> dict[str, Entry]:
    """Read every `*.txt` of the own list, parents before children."""
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("[0-9]*.txt")):
        defaults: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                defaults = _attributes(line[1:])
            elif line.strip() and not line.startswith("#"):
                entry = _entry(line)
                if entry.food_id in entries:
                    raise SystemExit(f"{path.name}: {entry.food_id} is listed twice")
                _inherit(entry, defaults, entries)
                entries[entry.food_id] = entry
    for line in _lines(folder / "more_aliases.txt"):
        food_id, *cells = [part.strip() for part in line.split(";")]
        entries[food_id].aliases += _aliases(cells)
    for line in _lines(folder / "common" / "aliases.txt"):
        food_id, *cells = [part.strip() for part in line.split(";")]
        entries[food_id].common_aliases += _aliases(cells)
    for path in sorted((folder / "common").glob("aliases_??.txt")):
        for line in _lines(path):
            food_id, _, words = line.partition(":")
            entries[food_id].common_aliases += [(word.strip(), path.stem[-2:]) for word in words.split(",")]
    _compose(entries, read_compositions(folder / "compositions.txt"))
    return entries


def _compose(entries: dict[str, Entry], compositions: dict[str, Composition | None]) -> None:
    """Give each food its own composition, else that of the food above it unless it has a product of its own."""
    if unknown := compositions.keys() - entries.keys():
        raise SystemExit(f"compositions.txt: no such food: {sorted(unknown)}")
    for entry in entries.values():
        if entry.food_id in compositions:
            entry.composition = compositions[entry.food_id]
        elif entry.parent and "c" not in entry.own:
            entry.composition = entries[entry.parent].composition


def _attributes(text: str) -> dict[str, str]:
    return dict(word.partition("=")[::2] for word in text.split())


def _entry(line: str) -> Entry:
    head, english, german, attributes, *aliases = [part.strip() for part in line.split(";")]
    food_id, _, parent = head.partition("<")
    names = {}
    for lang, pair in (("en", english), ("de", german)):
        singular, _, plural = pair.partition("/")
        names[lang] = (singular.strip(), plural.strip() or singular.strip())
    return Entry(food_id, parent, names, _attributes(attributes), _aliases(aliases))


def _aliases(cells: list[str]) -> list[tuple[str, str]]:
    """Return (alias, language) of the cells English, German, French."""
    return [(alias.strip(), lang) for lang, cell in zip(("en", "de", "fr"), cells, strict=False)
            for alias in cell.split(",") if alias.strip()]


def _inherit(entry: Entry, defaults: dict[str, str], entries: dict[str, Entry]) -> None:
    facts = dict(defaults)
    if entry.parent:
        parent = entries[entry.parent]
        above = dict(parent.facts)
        if "root" in parent.own:
            for fact in GROUP_FACTS:
                above.pop(fact, None)
        facts = above
        for private in ("root", "r", "lf", "fk", "g"):
            facts.pop(private, None)
        if "g" in parent.own and "g" not in entry.own:
            facts["category"] = parent.own["g"]
    entry.facts = facts | entry.own


def read_table(path: Path, key: str) -> dict[str, dict[str, str]]:
    """Read a CSV into rows by their key."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row[key]: row for row in csv.DictReader(lines)}


def read_measures(path: Path) -> dict[str, list[tuple[str, float]]]:
    """Read USDA household measures: (measure, grams of one) by food number."""
    measures: dict[str, list[tuple[str, float]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            measures[row["ndb_no"]].append((row["measure"].casefold(), float(row["grams_per_one"])))
    return measures


def food_row(entry: Entry, entries: dict[str, Entry], nutrition: dict[str, dict[str, str]],
             footprints: dict[str, float], measures: dict[str, list[tuple[str, float]]]) -> dict[str, object]:
    """Return one row of foods.csv."""
    facts = entry.facts
    row: dict[str, object] = {
        "food_id": entry.food_id,
        "name_en": entry.names["en"][0], "name_en_plural": entry.names["en"][1],
        "name_de": entry.names["de"][0], "name_de_plural": entry.names["de"][1],
        "parent_food_id": entry.parent,
        "is_group": str("root" in entry.own).lower(),
        "category": entry.category,
        "place": facts["pl"],
        "unit": facts["u"],
        "piece_mass_g": facts.get("p", ""),
        "package_mass_g": facts.get("k", ""),
        "reference_price_eur_per_kg": facts.get("e", ""),
        "reference_price_source": "estimate" if facts.get("e") else "",
        "source": OWN,
    }
    composition = entry.composition
    allergens = _allergens(facts) | (composition.allergens if composition else set())
    diets = _diets(facts, allergens)
    row["allergens"] = "|".join(sorted(allergens))
    row["diets"] = "|".join(sorted(diets))
    natures = {facts["v"]} | (composition.natures if composition else set())
    row["diets_excluded"] = "|".join(sorted(_diets_excluded(natures, allergens) - diets))
    number = facts.get("n", "")
    if number and number not in nutrition:
        raise SystemExit(f"{entry.food_id}: USDA SR28 has no food {number}")
    if number:
        row |= {name: nutrition[number][name] for name in NUTRIENTS}
        row["nutrition_source"] = f"usda_sr28:{number}"
    row |= _inedible(facts, row["category"], nutrition.get(number))
    row |= _density(entry, entries, measures)
    row |= (composition.columns(footprints) if composition
            else listed_product(facts.get("c", "?"), footprints))
    return row


def _allergens(facts: dict[str, str]) -> set[str]:
    return _codes(facts.get("a", ""))


def _codes(text: str) -> set[str]:
    return {ALLERGENS[code] for code in text.split(",") if code}


def _diets(facts: dict[str, str], allergens: set[str]) -> set[str]:
    diets = set(DIETS_BY_NATURE[facts["v"]])
    if facts["v"] != "mixed":
        held = allergens | _codes(facts.get("m", ""))
        diets |= {diet for diet, names in FREE_FROM.items() if not names & held}
    if facts.get("lf"):
        diets.add("lactose_free")
    if facts.get("nf"):
        diets.add("nut_free")
    return diets


def _diets_excluded(natures: set[str], allergens: set[str]) -> set[str]:
    """Return the diets that a food cannot suit; what is neither here nor among its diets is unknown."""
    excluded = set().union(*(NEVER_BY_NATURE.get(nature, ()) for nature in natures))
    excluded |= {diet for diet, names in FREE_FROM.items() if names & allergens}
    if allergens & {"milk", "eggs"}:
        excluded.add("vegan")
    if allergens & {"fish", "crustaceans", "molluscs"}:
        excluded |= {"vegan", "vegetarian"}
    return excluded


def _inedible(facts: dict[str, str], category: object,
              nutrition: dict[str, str] | None) -> dict[str, object]:
    if facts.get("r"):
        return {"inedible_share": facts["r"], "inedible_source": OWN}
    if category in NOTHING_INEDIBLE:
        return {"inedible_share": 0, "inedible_source": OWN}
    if nutrition and float(nutrition["refuse_pct"] or 0) > 0:
        share = round(float(nutrition["refuse_pct"]) / 100, 3)
        return {"inedible_share": share, "inedible_source": f"usda_sr28:{nutrition['ndb_no']}"}
    return {}


def _density(entry: Entry, entries: dict[str, Entry],
             measures: dict[str, list[tuple[str, float]]]) -> dict[str, object]:
    """Return grams in a millilitre as it lies in a cup, cut or grated where that is how it is measured."""
    if "d" in entry.own or ("d" in entry.facts and "h" not in entry.own):
        return {"density_g_per_ml": entry.facts["d"], "density_source": OWN if entry.facts["d"] else ""}
    for known_by in _weighed_as(entry, entries):
        number, _, word = known_by.partition("/")
        density = _g_per_ml([pair for pair in measures.get(number, []) if word in pair[0]])
        if density is not None:
            return {"density_g_per_ml": round(density, 3), "density_source": f"usda_sr28:{number}"}
    return {}


def _weighed_as(entry: Entry, entries: dict[str, Entry]) -> Iterator[str]:
    """Yield the numbers whose cups may be a food's: its own, those of what it is a kind of, that of its group."""
    for food_id in (entry.food_id, *_above(entry.food_id, entries)):
        own = entries[food_id].own
        if food_id != entry.food_id and "root" in own:
            break
        yield from (own[fact] for fact in ("h", "n") if own.get(fact))
    yield entry.facts.get("n", "")
    yield entry.facts.get("h", "")


def _g_per_ml(measures: list[tuple[str, float]]) -> float | None:
    cups = sorted((len(name), grams) for name, grams in measures if name == "cup" or name.startswith("cup,"))
    if cups:
        return cups[0][1] / ML_PER_CUP
    spoons = [(name, grams / millilitres) for spoon, millilitres in ML_PER_SPOON.items() for name, grams in measures
              if re.split("[ ,]", name)[0] == spoon]
    plain = [density for name, density in spoons if name in ML_PER_SPOON or "," in name]
    # Chopped, sliced, packed: the middle one, of two the heavier.
    prepared = sorted(grams / ML_PER_CUP for name, grams in measures if name.startswith("cup "))
    return next(iter([*plain, *prepared[len(prepared) // 2:], *(density for _, density in spoons)]), None)


def alias_rows(entries: dict[str, Entry]) -> Iterable[dict[str, str]]:
    """Return the aliases; where two foods share one, the more special food keeps it, else the first."""
    kept: dict[tuple[str, str], tuple[str, str]] = {}
    named = [(entry, alias, lang, OWN) for entry in entries.values() for alias, lang in entry.aliases]
    named += [(entry, alias, lang, COMMON) for entry in entries.values() for alias, lang in entry.common_aliases]
    for entry, alias, lang, source in named:
        key = (alias.casefold(), lang)
        holder, _ = kept.get(key, ("", ""))
        if not holder or holder in _above(entry.food_id, entries):
            kept[key] = entry.food_id, source
        elif entry.food_id not in (holder, *_above(holder, entries)):
            print(f"alias {alias!r} stays with {holder}, not {entry.food_id}")
    for (alias, lang), (food_id, source) in sorted(kept.items(), key=lambda item: (item[1][0], item[0])):
        yield {"alias": alias, "food_id": food_id, "language": lang, "source": source}


def _above(food_id: str, entries: dict[str, Entry]) -> list[str]:
    above = []
    while entries[food_id].parent:
        food_id = entries[food_id].parent
        above.append(food_id)
    return above


def measure_rows(entries: dict[str, Entry], measures: dict[str, list[tuple[str, float]]],
                 own: Path) -> list[dict[str, object]]:
    """Return the grams of a slice, clove, bunch … of foods that USDA SR28 measures, or the own list."""
    # Cans and jars are left out: their sizes follow the American shop, not the food.
    words = ("slice", "clove", "bunch", "stalk", "head", "leaf", "sprig")
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for entry in entries.values():
        number = entry.own.get("n", "")
        for name, grams in sorted(measures.get(number, []),
                                  key=lambda pair: ("medium" not in pair[0], len(pair[0]))):
            word = name.replace("leaves", "leaf").split(",")[0].split(" (")[0].strip().rstrip("s")
            if word in words and (entry.food_id, word) not in rows:
                rows[entry.food_id, word] = {"food_id": entry.food_id, "unit": word, "mass_g": round(grams, 2),
                                             "source": f"usda_sr28:{number}"}
    with own.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["food_id"], row["unit"]] = {**row, "source": OWN}
    return [rows[key] for key in sorted(rows)]


def word_rows(folder: Path) -> list[dict[str, str]]:
    """Return the noise words and abbreviations of receipts, each once a language; the first meaning stays.

    An underscore stands for a space, in words that are short for something together.
    """
    rows: dict[tuple[str, str], dict[str, str]] = {}
    kind = lang = ""
    for line, source in _own_and_common(folder, "name_words.txt"):
        if line.startswith("@"):
            kind, lang = line[1:].split()
            continue
        for word in line.split():
            short, _, meaning = word.replace("_", " ").partition("=")
            rows.setdefault((short, lang), {"word": short, "language": lang, "kind": kind, "meaning": meaning,
                                            "source": source})
    return [rows[key] for key in sorted(rows)]


def listed_rows(folder: Path, name: str, column: str, word_column: str) -> list[dict[str, str]]:
    """Return (`column`, word) of lists of lines `value: word, word`; the first value of a word stays."""
    rows: dict[str, dict[str, str]] = {}
    for line, source in _own_and_common(folder, name):
        value, _, words = line.partition(":")
        for word in words.split(","):
            rows.setdefault(word.strip(), {word_column: word.strip(), column: value.strip(), "source": source})
    return [rows[word] for word in sorted(rows)]


def _own_and_common(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a list with their source: the own one, then the one from general knowledge."""
    yield from ((line, OWN) for line in _lines(folder / name))
    yield from ((line, COMMON) for line in _lines(folder / "common" / name))


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def write(name: str, columns: Iterable[str], rows: Iterable[dict[str, object]] | Iterable[dict[str, str]]) -> None:
    """Write one seed, LF line ends, columns in order."""
    with (SEEDS / name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, tuple(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Build every generated seed."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, help="folder of the public tables")
    data = arguments.parse_args().data
    entries = read_entries(TOOLS / "food_list")
    nutrition = read_table(data / "nutrition.csv", "ndb_no")
    measures = read_measures(data / "weights.csv")
    footprints = read_footprints(data / "footprint.csv")
    write("foods.csv", FOOD_COLUMNS, [food_row(entries[food_id], entries, nutrition, footprints, measures)
                                      for food_id in sorted(entries)])
    write("food_aliases.csv", ("alias", "food_id", "language", "source"), alias_rows(entries))
    write("food_measures.csv", ("food_id", "unit", "mass_g", "source"),
          measure_rows(entries, measures, TOOLS / "food_list" / "measures.csv"))
    write("shelf_life.csv", ("food_id", "category", "place", "state", "min_days", "likely_days", "max_days",
                             "note", "source"),
          shelf_life_rows(entries, data / "foodkeeper_durations.csv", TOOLS / "food_list", own_source=OWN))
    lists = TOOLS / "food_list"
    write("name_words.csv", ("word", "language", "kind", "meaning", "source"),
          word_rows(lists))
    write("food_brands.csv", ("brand", "food_id", "source"),
          listed_rows(lists, "brands.txt", "food_id", "brand"))
    write("non_foods.csv", ("word", "category", "source"),
          listed_rows(lists, "non_foods.txt", "category", "word"))
    print(f"{len(entries)} foods")


if __name__ == "__main__":
    main()
