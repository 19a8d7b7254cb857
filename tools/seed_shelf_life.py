"""The days a food keeps, for the seed shelf_life: FoodKeeper's, own rows for its gaps, and defaults of categories."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

PLACES = {"pantry": "cupboard", "refrigerator": "fridge", "freezer": "freezer"}
NO_NUMBER = {"Not Recommended": "not_recommended", "Package use-by date": "package_date",
             "When Ripe": "when_ripe", "Indefinitely": "indefinite"}
# Salt and spirits do not spoil; ten years stand for "indefinitely" so that every row has days.
INDEFINITE_DAYS = 3650
# A category's days are those that this share of its foods do not reach; below five foods the own estimate stays.
CAUTION = {"fridge": 0.2, "freezer": 0.4}
# The others mostly carry a date or keep for months; what FoodKeeper puts in the fridge of them is the exception.
PERISHABLE = frozenset({"produce", "dairy", "meat", "fish", "deli", "bakery"})
FEWEST_OF_A_CATEGORY = 5


class ListedFood(Protocol):
    """What the days of a food are found by; parent: "" for a root, own: the attributes of its own line in the list."""

    food_id: str
    parent: str
    own: dict[str, str]

    @property
    def category(self) -> str:
        """The food's category."""


def shelf_life_rows(
    entries: Mapping[str, ListedFood], foodkeeper: Path, own: Path, *, own_source: str
) -> list[dict[str, object]]:
    """Return the days by food, place and state: FoodKeeper, own rows for gaps and where it says too much, categories.

    Rows of the states opened_can and opened_jar cut those of opened where a lot is counted in cans or jars; those of
    ten years cut nothing, of what keeps in a can as in any pack. Raises ValueError where an own row of
    `shorter_shelf_life.csv` is not shorter than FoodKeeper's.
    """
    products: dict[str, list[dict[str, str]]] = defaultdict(list)
    with foodkeeper.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            products[row["product_id"]].append(row)
    rows: dict[tuple[str, str, str], dict[str, object]] = {}
    for entry in entries.values():
        for product in filter(None, entry.own.get("fk", "").split(",")):
            # Periods counted from purchase come first: that is the day a receipt knows.
            for row in sorted(products[product], key=lambda r: not r["field"].startswith("dop_")):
                key = (entry.food_id, PLACES[row["place"]], row["state"])
                found = _period(row)
                if found and (key not in rows or (rows[key]["note"] and not found["note"])):
                    rows[key] = {"food_id": key[0], "category": "", "place": key[1], "state": key[2], **found,
                                 "source": f"foodkeeper:{product}"}
    with (own / "food_shelf_life.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = (row["food_id"], row["place"], row["state"])
            if key not in rows or not rows[key]["max_days"]:
                rows[key] = {**row, "category": "", "note": "", "source": own_source}
    _shorten(rows, own / "shorter_shelf_life.csv", own_source)
    with (own / "category_shelf_life.csv").open(encoding="utf-8", newline="") as lines:
        defaults = [{"food_id": "", **row, "note": "", "source": "category_default"}
                    | _cautious_days(row, rows.values(), entries) for row in csv.DictReader(lines)]
    rows |= _no_longer_once_opened(rows, defaults, entries, own_source)
    return [*(rows[key] for key in sorted(rows)), *defaults]


def _shorten(rows: dict[tuple[str, str, str], dict[str, object]], path: Path, own_source: str) -> None:
    """Put own days in the place of FoodKeeper's where its row is of a product that keeps longer than the food."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = (row["food_id"], row["place"], row["state"])
            if key not in rows or int(row["max_days"]) >= int(str(rows[key]["max_days"] or 0)):
                raise ValueError(f"{path.name}: {', '.join(key)} has no longer days to shorten")
            days = {name: row[name] for name in ("min_days", "likely_days", "max_days")}
            rows[key] = {**rows[key], **days, "note": "", "source": own_source}


def _no_longer_once_opened(
    rows: Mapping[tuple[str, str, str], dict[str, object]], defaults: Iterable[dict[str, object]],
    entries: Mapping[str, ListedFood], own_source: str,
) -> dict[tuple[str, str, str], dict[str, object]]:
    """Return rows of perishable food that its category's days once opened would let keep longer than closed.

    Minced meat keeps two days in its pack and none longer for being opened, whatever other meat does.
    """
    opened_days = {row["category"]: row for row in defaults if (row["place"], row["state"]) == ("fridge", "opened")}
    shorter = {}
    for (food_id, place, state), closed in rows.items():
        category = entries[food_id].category
        if (place, state) != ("fridge", "unopened") or category not in PERISHABLE or not closed["max_days"]:
            continue
        opened = opened_days[category]
        is_told = any((one, "fridge", "opened") in rows for one in _with_ancestors(food_id, entries))
        if is_told or int(str(opened["max_days"])) <= int(str(closed["max_days"])):
            continue
        days = {name: min(int(str(opened[name])), int(str(closed[name])))
                for name in ("min_days", "likely_days", "max_days")}
        shorter[food_id, "fridge", "opened"] = {**closed, "state": "opened", **days, "source": own_source}
    return shorter


def _with_ancestors(food_id: str, entries: Mapping[str, ListedFood]) -> Iterator[str]:
    """Yield a food and the foods above it, the nearest first."""
    while food_id:
        yield food_id
        food_id = entries[food_id].parent


def _cautious_days(cell: dict[str, str], rows: Iterable[dict[str, object]],
                   entries: Mapping[str, ListedFood]) -> dict[str, object]:
    """Return a category's days, shortened to what most of its foods in FoodKeeper reach; nothing where few are known.

    A wrong "still fine" costs health in the fridge and quality in the freezer, a wrong "gone" only food. Never longer
    than the own estimate: FoodKeeper names a place above all for the foods that keep well there.
    """
    known = [row for row in rows if (row["place"], row["state"]) == (cell["place"], cell["state"]) and row["max_days"]
             and str(row["source"]).startswith("foodkeeper")
             and entries[str(row["food_id"])].category == cell["category"]]
    is_cautious = cell["place"] == "freezer" or (cell["place"] == "fridge" and cell["category"] in PERISHABLE)
    if len(known) < FEWEST_OF_A_CATEGORY or not is_cautious:
        return {}
    rank = int(CAUTION[cell["place"]] * len(known))
    days = {name: min(int(cell[name]), sorted(int(str(row[name])) for row in known)[rank])
            for name in ("min_days", "likely_days", "max_days")}
    return {**days, "source": "category_default:foodkeeper"}


def _period(row: dict[str, str]) -> dict[str, object] | None:
    if row["no_number_note"]:
        note = NO_NUMBER.get(row["no_number_note"])
        days = INDEFINITE_DAYS if note == "indefinite" else ""
        return {"min_days": days, "likely_days": days, "max_days": days, "note": note} if note else None
    if not row["max_days"] and not row["min_days"]:
        return None
    # A period in hours (1/24 day) still fills the day it begins on.
    low, high = (max(1, round(float(row[name] or row[other])))
                 for name, other in (("min_days", "max_days"), ("max_days", "min_days")))
    return {"min_days": low, "likely_days": round((low + high) / 2), "max_days": max(low, high), "note": ""}
