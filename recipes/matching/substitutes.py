"""What may stand for what: a kind of a food for the food, a sister kind, a substitute of the table.

A kind of a food (red onion for onion) is the food itself unless the table says otherwise; sister kinds and the
general food (onion for red onion) stand in where the kinds are near each other; `substitutes.csv` holds the rest.
The table is common kitchen knowledge in our own words: ratio is the mass to take for one of what is replaced.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pantry.foods import catalog

TABLE = Path(__file__).parent / "substitutes.csv"
NOTES = Path(__file__).parent / "substitute_notes.csv"
# Kinds of these are near enough to stand for each other; kinds of juice or milk drinks are not.
NEAR_KINDS = frozenset({
    "apple", "bell_pepper", "bread", "cabbage", "chicken", "lettuce", "mandarin", "melon", "mushroom", "oil", "onion",
    "pasta", "pear", "potato", "rice", "salmon", "sugar", "tomato",
})
GENERAL_LIKENESS = 0.9
SISTER_LIKENESS = 0.8


class StandIn(NamedTuple):
    """A food that another may stand for. likeness: 0 to 1, 1 is the same; mass_ratio: grams for one gram of it."""

    food_id: str
    likeness: float
    mass_ratio: float = 1.0
    note: str = ""

    @property
    def is_same(self) -> bool:
        """Whether it is the food itself or a kind of it."""
        return self.likeness == 1.0


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], StandIn]:
    """Return the table by (food needed, food at hand)."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {
            (row["food_id"], row["substitute_food_id"]):
                StandIn(row["food_id"], float(row["likeness"]), float(row["mass_ratio"]), row["note"])
            for row in csv.DictReader(lines)
        }


def note_in(note: str, lang: str) -> str:
    """Return what to mind with a stand-in as it is said in a language; as the table says it where that has no word."""
    return _notes().get(note, {}).get(lang, note)


@lru_cache(maxsize=1)
def _notes() -> dict[str, dict[str, str]]:
    with NOTES.open(encoding="utf-8", newline="") as lines:
        return {row["en"]: row for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def _replaced_by() -> dict[str, tuple[StandIn, ...]]:
    """Return what a food at hand may replace by the table."""
    found: dict[str, list[StandIn]] = {}
    for (_, at_hand), stand_in in _table().items():
        found.setdefault(at_hand, []).append(stand_in)
    return {at_hand: tuple(stand_ins) for at_hand, stand_ins in found.items()}


@lru_cache(maxsize=1)
def _kinds() -> dict[str, tuple[str, ...]]:
    """Return the kinds right below each food whose kinds are near each other."""
    found: dict[str, list[str]] = {}
    for food in catalog().foods.values():
        if food.parent_food_id in NEAR_KINDS:
            found.setdefault(food.parent_food_id, []).append(food.food_id)
    return {parent: tuple(kinds) for parent, kinds in found.items()}


@lru_cache(maxsize=8192)
def stands_for(food_id: str) -> tuple[StandIn, ...]:
    """Return what a food at hand may stand for, itself first; each food once, the table before the rules."""
    found = {food_id: StandIn(food_id, 1.0)}
    for above in catalog().ancestors(food_id):
        found[above] = _table().get((above, food_id)) or StandIn(above, 1.0)
    for stand_in in _replaced_by().get(food_id, ()):
        found.setdefault(stand_in.food_id, stand_in)
    food = catalog().get(food_id)
    general = {food_id: GENERAL_LIKENESS, food.parent_food_id if food else None: SISTER_LIKENESS}
    for parent, likeness in general.items():
        for kind in _kinds().get(parent or "", ()):
            # The table decides what a kind is good for: chocolate milk stands for no milk.
            if (parent, kind) not in _table() and (parent, food_id) not in _table():
                found.setdefault(kind, StandIn(kind, likeness))
    return tuple(one for one in found.values() if one.likeness > 0)
