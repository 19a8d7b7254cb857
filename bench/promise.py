"""What a household has to do: of the lines of grocery receipts, how many wait, and how much taken unasked is wrong.

A receipt is of groceries where most of its labelled lines carry a food category in the development data's list of
names (German and Canadian supermarkets); meals out and other shops are counted apart. Each receipt is resolved as if it
came in on the day it prints. A line is judged by its label: name (ratio 0.8 or more) and price, and where the proposal
states a category, that as well. Goods that the labels call no food are no lines of food, whatever Larder took them for.

"To touch" are the lines of food that wait, and those that were set aside as no food; "to change" those of them whose
proposal is wrong or names nothing, so that one press on "take all" would not do.
"""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.foods import wilson
from ocr.meaning import words_key
from ocr.reading import ReceiptLine, ReceiptReading
from ocr.resolve import resolve
from pantry.catalog.food_resolving import STAND_INS
from pantry.foods import catalog
from pantry.ids import line_key
from pantry.proposals import Proposal
from pantry.vocabulary import FOOD_CATEGORIES, Category

# Share of a receipt's labelled lines that must be known foods to call it groceries.
GROCERY_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One item line. label: the labelled item it is, None where none has its name and price. category: of the label."""

    receipt_id: str
    line: ReceiptLine
    proposal: Proposal
    label: dict[str, Any] | None
    category: str | None

    @property
    def is_food(self) -> bool:
        """Whether it is food: by its label, else as Larder takes it. Baby goods are either."""
        if self.category in (None, "baby"):
            return self.proposal.is_food
        return self.category in FOOD_CATEGORIES

    @property
    def is_right(self) -> bool:
        """Whether name, price and, where stated, category are right."""
        stated = self.proposal.category
        is_other = self.category is not None and stated is not None and stated != self.category
        return self.label is not None and not is_other

    @property
    def is_taken(self) -> bool:
        """Whether it goes into stock unasked."""
        return self.proposal.is_sure and self.proposal.is_food

    @property
    def how(self) -> str:
        """How much is known of it: its food, only its category, or only its name."""
        return "food" if self.proposal.food_id else "category" if self.proposal.category else "name"


def judged_lines(label: dict[str, Any], reading: ReceiptReading, scorer: ModuleType, names: dict[str, str], *,
                 aliases: dict[tuple[str, str], str] | None = None,
                 not_food: Collection[str] = ()) -> Iterator[JudgedLine]:
    """Yield the item lines of one receipt whose items are labelled for sure."""
    truth = scorer.truth(label)
    if truth["items"] is None or not truth["checked"]:
        return
    fields = label.get("fields") or label["expected"]
    day = printed_day(fields)
    proposals = resolve(reading, catalog=catalog(), aliases=aliases or {}, currency=fields.get("currency"), today=day,
                        received_on=day, not_food=not_food)
    by_number = {one.line_no: one for one in proposals}
    for line in reading.items:
        found = _labelled_item(truth["items"], line, scorer)
        category = names.get(squeezed(found["name"])) if found else None
        yield JudgedLine(label["id"], line, by_number[line.line_no], found, category)


def _labelled_item(items: list[dict[str, Any]], line: ReceiptLine, scorer: ModuleType) -> dict[str, Any] | None:
    """Return the labelled item that a line is, by price and name, else one at its price whose name none can read."""
    priced = [item for item in items if item["price"] is not None and line.total_minor in item["price"]]
    named = (item for item in priced if max(scorer.name_ratio(item["name"], line.name),
                                            scorer.name_ratio(item["name"], scorer.raw_name(line.raw_text))) >= 0.8)
    return next(named, None) or next((item for item in priced if item["any_name"]), None)


def printed_day(fields: dict[str, Any]) -> date | None:
    """Return the labelled day of purchase, None where none could be read."""
    days = fields.get("date_iso") or []
    days = [days] if isinstance(days, str) else days
    return date.fromisoformat(days[0]) if days else None


def squeezed(name: str) -> str:
    """Return a name as the list of names is searched: small letters and digits alone."""
    return re.sub(r"[\W_]", "", name).casefold()


@cache
def labelled_categories(folder: Path) -> dict[str, str]:
    """Return the category of every printed name of the development data."""
    with (folder / "names.csv").open(encoding="utf-8", newline="") as lines:
        return {squeezed(row["receipt_name"] or row["full_name"]): row["category"] for row in csv.DictReader(lines)}


def is_groceries(label: dict[str, Any], names: dict[str, str]) -> bool:
    """Return whether most of a receipt's labelled lines are known foods."""
    items = [item for item in (label.get("fields") or label["expected"]).get("items") or []
             if item.get("name") and item.get("kind", "item") == "item"]
    foods = sum(names.get(squeezed(item["name"])) in FOOD_CATEGORIES for item in items)
    return bool(items) and foods >= GROCERY_SHARE * len(items)


def after_teaching(labels: list[dict[str, Any]], readings: dict[str, ReceiptReading], scorer: ModuleType,
                   names: dict[str, str]) -> tuple[list[JudgedLine], list[JudgedLine]]:
    """Return the lines of every receipt but the first of its shop: as if nothing was taught, and with all that was.

    Before each receipt a person has answered every question about the earlier ones of the shop, and named what went in
    under its own name. As no label tells the food, words are taught the food that stands for their category.
    """
    plain: list[JudgedLine] = []
    taught_lines: list[JudgedLine] = []
    aliases: dict[tuple[str, str], str] = {}
    not_food: set[str] = set()
    shops: set[str] = set()
    for label in sorted(labels, key=lambda label: str(printed_day(label.get("fields") or label["expected"]))):
        fields = label.get("fields") or label["expected"]
        shop, reading = squeezed(str(fields.get("merchant"))), readings[label["id"]]
        before = list(judged_lines(label, reading, scorer, names))
        if shop in shops:
            plain += before
            taught_lines += judged_lines(label, reading, scorer, names, aliases=aliases, not_food=not_food)
        shops.add(shop)
        for one in before:
            if one.category in STAND_INS:
                key = (line_key(one.proposal.merchant or ""), line_key(one.proposal.printed_words))
                aliases[key] = STAND_INS[Category(one.category)]
            elif one.category is not None:
                not_food.add(words_key(one.line.raw_text))
    return plain, taught_lines


def print_promise(title: str, lines: list[JudgedLine]) -> None:
    """Print what waits, what must be changed, and what was taken wrongly, with 95 % intervals (Wilson)."""
    food = [one for one in lines if one.is_food]
    if not food:
        return
    taken = [one for one in lines if one.is_taken]
    lost = [one for one in food if not one.proposal.is_food]
    waiting = [one for one in food if one.proposal.is_food and not one.is_taken]
    change = [one for one in (*waiting, *lost) if not one.is_right or one.proposal.food_id is None]
    wrong = [one for one in taken if not one.is_right or not one.is_food]
    print(f"\n{title}: {len({one.receipt_id for one in lines})} receipts, {len(food)} lines of food")
    print(f"  to touch: {_share(len(waiting) + len(lost), len(food))}, of them set aside as no food: {len(lost)}")
    print(f"  to change: {_share(len(change), len(food))}")
    print(f"  taken unasked: {_share(len(taken), len(food))}; by food "
          f"{sum(one.how == 'food' for one in taken)}, by category {sum(one.how == 'category' for one in taken)}, "
          f"by name {sum(one.how == 'name' for one in taken)}")
    print(f"  wrong of those: {_share(len(wrong), len(taken))}"
          + "".join(f"\n    {one.receipt_id}: {one.line.raw_text} as {one.proposal.category}" for one in wrong))
    print("  why lines wait: " + ", ".join(f"{doubt} {number}" for doubt, number in _doubts(waiting)))


def _doubts(lines: list[JudgedLine]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for one in lines:
        for doubt in one.proposal.doubts:
            counts[doubt] = counts.get(doubt, 0) + 1
    return sorted(counts.items(), key=lambda entry: -entry[1])


def _share(part: int, whole: int) -> str:
    if not whole:
        return f"{part} of {whole}"
    low, high = wilson(part, whole)
    return f"{100 * part / whole:.1f} % ({part} of {whole}; {100 * low:.1f} to {100 * high:.1f})"
