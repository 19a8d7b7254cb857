"""The footprint columns of the food seeds: a listed product, a proxy, or a composition of listed products.

Source of every figure: Poore & Nemecek 2018, global means by stage. Compositions are the own list
`tools/food_list/compositions.txt`, whose head says how its kilograms were found.
"""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

FOOTPRINT_SOURCE = "poore_nemecek_2018_chain"
FOOTPRINT_VERSION = "2018"       # the year of publication; its authors gave no other
FOOTPRINTS = {
    "WHEAT": "Wheat & Rye (Bread)", "MAIZE": "Maize (Meal)", "BARLEY": "Barley (Beer)", "OAT": "Oatmeal",
    "RICE": "Rice", "POT": "Potatoes", "CAS": "Cassava", "CANE": "Cane Sugar", "BEET": "Beet Sugar",
    "PULSE": "Other Pulses", "PEA": "Peas", "NUT": "Nuts", "GROUND": "Groundnuts", "SOYM": "Soymilk",
    "TOFU": "Tofu", "SOYO": "Soybean Oil", "PALM": "Palm Oil", "SUNF": "Sunflower Oil",
    "RAPE": "Rapeseed Oil", "OLIVE": "Olive Oil", "TOM": "Tomatoes", "ONI": "Onions & Leeks",
    "ROOT": "Root Vegetables", "BRAS": "Brassicas", "VEG": "Other Vegetables", "CIT": "Citrus Fruit",
    "BAN": "Bananas", "APP": "Apples", "BER": "Berries & Grapes", "WINE": "Wine", "FRU": "Other Fruit",
    "COF": "Coffee", "CHOC": "Dark Chocolate", "BEEF": "Beef (beef herd)", "LAMB": "Lamb & Mutton",
    "PIG": "Pig Meat", "POUL": "Poultry Meat", "MILK": "Milk", "CHE": "Cheese", "EGG": "Eggs",
    "FISH": "Fish (farmed)", "SHR": "Shrimps (farmed)",
}
# What an ingredient of a usual recipe brings along. Refined oils are left out, as EU labelling does.
INGREDIENT_ALLERGENS = {"WHEAT": "gluten", "BARLEY": "gluten", "OAT": "gluten", "MILK": "milk", "CHE": "milk",
                        "EGG": "eggs", "FISH": "fish", "SHR": "crustaceans", "GROUND": "peanuts", "NUT": "nuts",
                        "SOYM": "soybeans", "TOFU": "soybeans", "WINE": "sulphites"}
MEATS = {"BEEF": "meat", "LAMB": "meat", "POUL": "meat", "PIG": "pork", "FISH": "fish", "SHR": "shellfish"}


@dataclass(frozen=True, slots=True)
class Composition:
    """kg of each listed product in one kg of a food, by code."""

    parts: dict[str, float]

    @property
    def is_mixed(self) -> bool:
        """Return whether it is more than a stand-in for one product."""
        return len(self.parts) > 1

    @property
    def allergens(self) -> set[str]:
        """Return the allergens of a mixed food's ingredients; a stand-in says nothing about allergens."""
        return {INGREDIENT_ALLERGENS[code] for code in self.parts if code in INGREDIENT_ALLERGENS} \
            if self.is_mixed else set()

    @property
    def natures(self) -> set[str]:
        """Return meat, pork, fish and the like of a mixed food's ingredients."""
        return {MEATS[code] for code in self.parts if code in MEATS} if self.is_mixed else set()

    def columns(self, footprints: dict[str, float]) -> dict[str, object]:
        """Return the columns of foods.csv; footprints: kg CO2e per kg by product of the source."""
        # Exact, so that every Python builds the same seeds: `sum` rounds otherwise from 3.12 on.
        total = math.fsum(kilograms * footprints[FOOTPRINTS[code]] for code, kilograms in self.parts.items())
        is_proxy = list(self.parts.values()) == [1.0]
        return {"co2e_kg_per_kg": f"{total:.3g}", "co2e_source": FOOTPRINT_SOURCE, "co2e_version": FOOTPRINT_VERSION,
                "co2e_match": "proxy" if is_proxy else "composed",
                "co2e_composition": "|".join(f"{FOOTPRINTS[code]} {kilograms:g}"
                                             for code, kilograms in self.parts.items())}


def read_footprints(path: Path) -> dict[str, float]:
    """Read kg CO2e per kg by product of the one source."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["product"]: float(row["kg_co2e_per_kg"]) for row in csv.DictReader(lines)
                if row["source"] == FOOTPRINT_SOURCE}


def read_compositions(path: Path) -> dict[str, Composition | None]:
    """Read compositions by food; None says that a food stays unknown whatever the food above it has."""
    found: dict[str, Composition | None] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        food_id, _, parts = line.partition(":")
        if food_id in found:
            raise SystemExit(f"{path.name}: {food_id} is composed twice")
        found[food_id] = None if parts.strip() == "?" else _composition(parts, f"{path.name}: {food_id}")
    return found


def _composition(text: str, where: str) -> Composition:
    parts: dict[str, float] = {}
    for part in text.split(","):
        kilograms, code = part.split()
        if code not in FOOTPRINTS:
            raise SystemExit(f"{where}: {code} is no product of the source")
        parts[code] = float(kilograms)
    return Composition(parts)


def listed_product(code: str, footprints: dict[str, float]) -> dict[str, object]:
    """Return the columns of a food that is a product of the source, or for which one stands (`~CODE`)."""
    if code in ("", "?"):
        return {}
    return {"co2e_kg_per_kg": f"{footprints[FOOTPRINTS[code.removeprefix('~')]]:g}",
            "co2e_source": FOOTPRINT_SOURCE, "co2e_version": FOOTPRINT_VERSION,
            "co2e_match": "proxy" if code.startswith("~") else "direct"}
