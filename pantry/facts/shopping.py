"""The shopping list: its lines as the events leave them, and its rows in the order one walks through a shop.

A line is one thing somebody wanted; a row is what one picks up: lines of the same food together, their
amounts added where units allow. The id of a line is the id of the event that added it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pantry.catalog.counted_names import called
from pantry.catalog.usual_foods import usual_amount
from pantry.errors import IncompatibleUnits, UnknownUnit
from pantry.foods import Food, catalog
from pantry.ids import line_key
from pantry.journal import RecordedEvent
from pantry.kinds.payloads import LotAcquired, Payload, ShoppingRemoved
from pantry.quantities import convert
from pantry.vocabulary import Category, Method

# The usual walk: fresh things at the door, cold ones late, what keeps in between, no food at the end.
AISLES = (
    Category.PRODUCE, Category.BAKERY, Category.PANTRY, Category.SNACKS, Category.BEVERAGES, Category.ALCOHOL,
    Category.BABY, Category.DELI, Category.MEAT, Category.FISH, Category.DAIRY, Category.EGGS, Category.FROZEN,
    Category.HOUSEHOLD, Category.PERSONAL_CARE, Category.DEPOSIT, Category.OTHER,
)


@dataclass(frozen=True, slots=True)
class ShoppingLine:
    """One line of the list. quantity, unit: None where nobody said; ticks: the events that ticked it."""

    line_id: str
    text: str
    food_id: str | None
    quantity: Decimal | None
    unit: str | None
    origin: str
    added_at: datetime
    ticks: tuple[str, ...] = ()

    @property
    def is_ticked(self) -> bool:
        """Whether it lies in the basket."""
        return bool(self.ticks)


@dataclass(frozen=True, slots=True)
class ShoppingRow:
    """What one picks up: the lines of one food, its amounts by unit, the aisle it stands in.

    amounts: (quantity, unit), added up where one unit converts to another; empty where nobody said how much.
    """

    key: str
    text: str
    food_id: str | None
    aisle: Category
    lines: tuple[ShoppingLine, ...]
    amounts: tuple[tuple[Decimal, str], ...] = field(default=())

    @property
    def is_ticked(self) -> bool:
        """Whether all of it lies in the basket."""
        return all(line.is_ticked for line in self.lines)


def fold_shopping(events: Iterable[RecordedEvent]) -> list[ShoppingLine]:
    """Return the lines still on the list, oldest first, from effective events in the order of time."""
    added: dict[str, RecordedEvent] = {}
    ticks: dict[str, list[str]] = {}
    removed: set[str] = set()
    for event in events:
        if event.kind == "shopping_added":
            added[event.event_id] = event
        elif event.kind == "shopping_ticked":
            ticks.setdefault(event.payload["line_id"], []).append(event.event_id)
        elif event.kind == "shopping_removed":
            removed.add(event.payload["line_id"])
    return [
        _line(event, tuple(ticks.get(line_id, ()))) for line_id, event in added.items() if line_id not in removed
    ]


def _line(event: RecordedEvent, ticks: tuple[str, ...]) -> ShoppingLine:
    said = event.payload
    quantity = said.get("quantity")
    return ShoppingLine(
        event.event_id, said["text"], said.get("food_id"), None if quantity is None else Decimal(str(quantity)),
        said.get("unit"), said.get("origin", "hand"), event.occurred_at, ticks,
    )


def shopping_rows(lines: Iterable[ShoppingLine], lang: str | None = None) -> list[ShoppingRow]:
    """Return one row a food (a text, where the food is not known) by aisle, then by name.

    What is in the basket already makes rows of its own, so that a line added later is seen.
    """
    together: dict[tuple[str, bool], list[ShoppingLine]] = {}
    for line in lines:
        key = line.food_id or f"text:{line_key(line.text)}"
        together.setdefault((key, line.is_ticked), []).append(line)
    rows = [_row(key, is_ticked, found, lang) for (key, is_ticked), found in together.items()]
    return sorted(rows, key=lambda row: (AISLES.index(row.aisle), row.text.casefold(), row.key))


def _row(key: str, is_ticked: bool, lines: list[ShoppingLine], lang: str | None) -> ShoppingRow:
    first = lines[0]
    food = catalog().get(first.food_id) if first.food_id else None
    guess = None if food else catalog().classify_many([first.text], lang=lang)[0]
    amounts = add_amounts([(line.quantity, line.unit) for line in lines if line.quantity and line.unit], first.food_id)
    return ShoppingRow(
        f"{key}|{'in' if is_ticked else 'to_buy'}",
        _called(food, amounts, first.text, lang) if food else first.text,
        first.food_id,
        food.category if food else guess.category if guess else Category.OTHER,
        tuple(lines),
        amounts,
    )


def _called(food: Food, amounts: tuple[tuple[Decimal, str], ...], text: str, lang: str | None) -> str:
    """Return a food's name as it is said beside what to buy of it; without an amount in the form that was typed."""
    if amounts:
        return called(food, *amounts[0], lang)
    several = food.plural(lang)
    return several if text.casefold().strip() == several.casefold() else food.name(lang)


def add_amounts(
    amounts: Sequence[tuple[Decimal | None, str | None]], food_id: str | None
) -> tuple[tuple[Decimal, str], ...]:
    """Return amounts of one food added up, in the first unit named; what does not convert stays beside it.

    An amount without a number or a unit is left out: it says nothing that could be added.
    """
    sums: dict[str, Decimal] = {}
    for quantity, unit in amounts:
        if quantity is None or unit is None:
            continue
        for known in sums:
            converted = _converted(quantity, unit, known, food_id)
            if converted is not None:
                sums[known] += converted
                break
        else:
            sums[unit] = quantity
    return tuple((quantity, unit) for unit, quantity in sums.items())


def _converted(quantity: Decimal, unit: str, to_unit: str, food_id: str | None) -> Decimal | None:
    try:
        return convert(quantity, unit, to_unit, food_id).quantity
    except (IncompatibleUnits, UnknownUnit):
        return None


def put_away_payloads(rows: Iterable[ShoppingRow], *, today: date, unit_system: str = "metric") -> list[Payload]:
    """Return what putting bought rows on their shelves appends: the lots first, then the lines that leave the list.

    What the catalog does not know (soap, batteries) only leaves the list. A row without an amount counts as one
    usual pack, and says that this is a guess.
    """
    lots: list[Payload] = []
    removed: list[Payload] = []
    for row in rows:
        food = catalog().get(row.food_id) if row.food_id else None
        if food is not None:
            lots += [
                LotAcquired(
                    food_id=food.food_id, quantity=quantity, unit=unit, place=food.place, purchased_on=today,
                    method=Method.COUNTED if row.amounts else Method.GUESSED,
                )
                for quantity, unit in row.amounts or (usual_amount(food, unit_system=unit_system),)
            ]
        removed += [ShoppingRemoved(line_id=line.line_id) for line in row.lines]
    return [*lots, *removed]


def rows_as_text(rows: Iterable[ShoppingRow], amount_words: dict[str, str]) -> str:
    """Return rows as plain text for a message, one a line. amount_words: how each row's amount is written, by key."""
    written = []
    for row in rows:
        amount = amount_words.get(row.key, "")
        written.append(f"- {row.text}, {amount}" if amount else f"- {row.text}")
    return "\n".join(written)
