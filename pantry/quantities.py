"""Units and amounts: which unit a word means, and how much an amount of a food weighs.

Units lie in `dbt/seeds/units.csv`, masses of a slice, a bunch or a clove of a food in `food_measures.csv`. The table is
the quick form of pint's definitions: its column `definition` names them, and `tools/seed_units.py` holds it to them.
Amounts are Decimal in and out; masses are float grams, since they carry an uncertainty anyway. What cannot
be known stays None.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pantry.errors import IncompatibleUnits, UnknownUnit
from pantry.foods import SEEDS, Catalog, Food, catalog
from pantry.vocabulary import Category

# Spoons and cups are filled by eye, densities of one food differ between brands and by packing.
DENSITY_UNCERTAINTY = 0.05
# Drinks without a density of their own are close to water; syrups and spirits reach 10 % either way.
DRINK_DENSITY_G_PER_ML, DRINK_UNCERTAINTY = 1.0, 0.1
DRINKS = frozenset({Category.BEVERAGES, Category.ALCOHOL})
# A stored amount has at most three places (integer thousandths in the fold).
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. kind: mass, volume, count or pack; factor: how many of `base_unit` it is.

    typical_mass_g: what one weighs where the food says nothing. uncertainty_share: of the unit itself.
    """

    unit: str
    kind: str
    base_unit: str
    factor: Decimal
    typical_mass_g: float | None
    uncertainty_share: float
    names: dict[str, tuple[str, str]]

    def name(self, lang: str | None = None, quantity: Decimal | int = 1) -> str:
        """Return the word for this many of the unit, in English or German."""
        singular, plural = self.names["de" if lang == "de" else "en"]
        return singular if quantity == 1 else plural


@dataclass(frozen=True, slots=True)
class Mass:
    """A mass, how it was found, and how far off it may be.

    grams: above or equal zero. method: mass, density, drink_density, piece_mass, measure, package_mass or
    typical. uncertainty_share: 0.2 means that the truth lies about 20 % either side.
    """

    grams: float
    method: str
    uncertainty_share: float


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount in another unit. method and uncertainty_share as in Mass; `unit` says exact arithmetic."""

    quantity: Decimal
    unit: str
    method: str
    uncertainty_share: float


@lru_cache(maxsize=1)
def units() -> dict[str, Unit]:
    """Return every unit by its id."""
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as lines:
        return {row["unit"]: _unit(row) for row in csv.DictReader(lines)}


def unit_of_one(food: Food | None, *, is_sold: bool) -> str:
    """Return what one of a food is called where it is only counted: a piece, a jar, a bunch, else a pack.

    is_sold: of food that is weighed, a receipt counts packs; who counts what lies on a table counts pieces where no
    usual pack is known.
    """
    if food is None:
        return "piece"
    unit = units().get(food.unit)
    if unit is not None and unit.kind in ("count", "pack"):
        return food.unit
    return "pack" if is_sold or food.package_mass_g else "piece"


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        unit=row["unit"],
        kind=row["kind"],
        base_unit=row["base_unit"],
        factor=Decimal(row["factor"]),
        typical_mass_g=float(row["typical_mass_g"]) if row["typical_mass_g"] else None,
        uncertainty_share=float(row["uncertainty_share"]),
        names={"en": (row["name_en"], row["name_en_plural"]), "de": (row["name_de"], row["name_de_plural"])},
    )


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, dict[str, str]]:
    """Return unit ids by language and synonym; a synonym of two characters' meaning keeps its case."""
    found: dict[str, dict[str, str]] = {"en": {}, "de": {}}
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for lang in ("en", "de"):
                own = (row["unit"], row[f"name_{lang}"], row[f"name_{lang}_plural"])
                for word in (*filter(None, row[f"synonyms_{lang}"].split("|")), *own):
                    found[lang].setdefault(word, row["unit"])
    for words in found.values():
        for word, unit in list(words.items()):
            words.setdefault(word.casefold(), unit)
    return found


def parse_unit(text: str, lang: str | None = None) -> str | None:
    """Return the unit id that a word means ("EL" -> "tbsp"), or None.

    lang: "en" or "de" decides words of both ("Glas" is a jar, "glass" a drink); the other language is tried
    next. `T` is a tablespoon and `t` a teaspoon; apart from those, case does not matter.
    """
    word = " ".join(text.split()).rstrip(".:,")
    if not word:
        return None
    languages = ("de", "en") if lang == "de" else ("en", "de")
    tables = _synonyms()
    for form in (word, word.casefold(), word.replace(".", "").casefold()):
        for language in languages:
            unit = tables[language].get(form)
            if unit:
                return unit
    return None


@lru_cache(maxsize=1)
def _measures() -> dict[tuple[str, str], float]:
    """Return the grams of one unit by (food, unit), where a table gives them."""
    with (SEEDS / "food_measures.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["food_id"], row["unit"]): float(row["mass_g"]) for row in csv.DictReader(lines)}


def to_mass_g(quantity: Decimal, unit: str, food_id: str | None, *,
              foods: Catalog | None = None) -> Mass | None:
    """Return what an amount of a food weighs, or None if nothing says so.

    food_id: None or a household's own food leaves only units of mass. Raises UnknownUnit.
    """
    one = _mass_of_one(_require(unit), food_id, foods or catalog())
    return one and Mass(float(quantity) * one.grams, one.method, one.uncertainty_share)


def convert(quantity: Decimal, unit: str, to_unit: str, food_id: str | None = None, *,
            foods: Catalog | None = None) -> Conversion:
    """Return an amount in another unit, rounded to thousandths.

    Units of one kind convert by their factors; others through the mass of the food.
    Raises UnknownUnit, and IncompatibleUnits where the food's masses do not say.
    """
    source, target = _require(unit), _require(to_unit)
    if is_same_kind(unit, to_unit):
        exact = quantity * source.factor / target.factor
        return Conversion(exact.quantize(THOUSANDTH), to_unit, "unit", 0.0)
    known = foods or catalog()
    from_mass, to_mass = _mass_of_one(source, food_id, known), _mass_of_one(target, food_id, known)
    if from_mass is None or to_mass is None or not to_mass.grams:
        raise IncompatibleUnits(unit, to_unit, food_id)
    through = from_mass if from_mass.method != "mass" else to_mass
    share = (from_mass.uncertainty_share ** 2 + to_mass.uncertainty_share ** 2) ** 0.5
    converted = quantity * Decimal(repr(from_mass.grams)) / Decimal(repr(to_mass.grams))
    return Conversion(converted.quantize(THOUSANDTH), to_unit, through.method, round(share, 3))


def is_same_kind(unit: str, other_unit: str) -> bool:
    """Return whether two units convert by their factors alone, whatever the food. Raises UnknownUnit."""
    return _require(unit).base_unit == _require(other_unit).base_unit


def _require(unit: str) -> Unit:
    found = units().get(unit)
    if found is None:
        raise UnknownUnit(unit)
    return found


def _mass_of_one(unit: Unit, food_id: str | None, foods: Catalog) -> Mass | None:
    """Return the mass of one unit of a food, by the surest way there is."""
    if unit.kind == "mass":
        return Mass(float(unit.factor), "mass", 0.0)
    food = foods.get(food_id) if food_id else None
    if food is None:
        return None
    if unit.kind == "volume":
        return _mass_of_volume(unit, food.density_g_per_ml, food.category)
    for known_id in (food.food_id, *foods.ancestors(food.food_id)):
        measured = _measures().get((known_id, unit.unit))
        if measured is not None:
            return Mass(measured, "measure", unit.uncertainty_share)
    if unit.base_unit in ("piece", "head", "loaf") and food.piece_mass_g is not None:
        return Mass(food.piece_mass_g * float(unit.factor), "piece_mass", 0.25)
    # A food that is sold by the bunch has one bunch as its package.
    is_package = unit.kind == "pack" or unit.base_unit == "loaf" or unit.unit == food.unit
    if is_package and food.package_mass_g is not None:
        return Mass(food.package_mass_g, "package_mass", unit.uncertainty_share)
    if unit.typical_mass_g is not None:
        return Mass(unit.typical_mass_g, "typical", unit.uncertainty_share)
    return None


def is_sold_by_volume(food: Food) -> bool:
    """Return whether shops price a food by the litre: what is counted in litres or in bottles."""
    return food.unit == "bottle" or units()[food.unit].kind == "volume"


def _mass_of_volume(unit: Unit, density_g_per_ml: float | None, category: Category) -> Mass | None:
    if density_g_per_ml is not None:
        share = (unit.uncertainty_share ** 2 + DENSITY_UNCERTAINTY ** 2) ** 0.5
        return Mass(float(unit.factor) * density_g_per_ml, "density", round(share, 3))
    if category in DRINKS:
        share = (unit.uncertainty_share ** 2 + DRINK_UNCERTAINTY ** 2) ** 0.5
        return Mass(float(unit.factor) * DRINK_DENSITY_G_PER_ML, "drink_density", round(share, 3))
    return None
