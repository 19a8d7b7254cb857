"""A lot: one purchase of one food, as it lies on a shelf now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pantry.catalog.counted_names import called
from pantry.foods import Food, catalog
from pantry.tracking import Tracking

THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot as the fold sees it.

    quantity: in `unit`, what is there now. acquired: what it was made with. price_minor: what the whole
    root purchase cost; value_minor: the share of it that is still here, of a leftover what its ingredients cost.
    value_method: how that is known (paid, dish, dish_estimated, reference), None with the value.
    tracking: exact, presence (the amount says only that it is there) or none. Dates are local to the household.
    like_food_id: the catalog's food that the household's own food counts like.
    """

    lot_id: str
    root_lot_id: str
    parent_lot_id: str | None
    made_by: str
    food_id: str | None
    food_name: str | None
    quantity: Decimal
    acquired: Decimal
    unit: str
    place: str
    is_frozen: bool
    purchased_on: date
    expires_on: date | None
    date_kind: str | None
    date_source: str | None
    opened_on: date | None
    frozen_on: date | None
    thawed_on: date | None
    price_minor: int | None
    value_minor: int | None
    currency: str | None
    document_sha256: str | None
    document_line: int | None
    made_at: datetime
    last_event_at: datetime
    tracking: Tracking = Tracking.EXACT
    like_food_id: str | None = None
    value_method: str | None = None

    @property
    def food(self) -> Food | None:
        """The catalog's entry, None for a household's own food or a free name."""
        return catalog().get(self.food_id) if self.food_id else None

    @property
    def facts_food_id(self) -> str | None:
        """The food whose facts stand for the lot: what its own food counts like, else its food."""
        return self.like_food_id or self.food_id

    def name(self, lang: str | None = None) -> str:
        """Return what to call it: the free name if one was given, else the food's name."""
        if self.food_name:
            return self.food_name
        food = self.food
        return food.name(lang) if food else (self.food_id or "?").removeprefix("own:")

    def called(self, lang: str | None = None) -> str:
        """Return its name as it is said beside what is left of it: "eggs" of ten, "egg" of the last one."""
        food = self.food
        is_counted = food is not None and not self.food_name and self.tracking == Tracking.EXACT
        return called(food, self.quantity, self.unit, lang) if food and is_counted else self.name(lang)


def tracked(lots: Iterable[Lot]) -> list[Lot]:
    """Return the lots that their household follows: a figure or a page may speak of them."""
    return [lot for lot in lots if lot.tracking != Tracking.NONE]


@dataclass(frozen=True, slots=True)
class LotEvent:
    """One thing that happened to a lot, for "What happened". quantity: what it took or set, if it says."""

    event_id: str
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    quantity: Decimal | None
    place: str | None
    reason: str | None
    is_undone: bool


def decimal_of(milli: int | None) -> Decimal:
    """Return integer thousandths as a decimal without trailing zeros: 1500 -> 1.5."""
    value = (Decimal(milli or 0) / THOUSAND).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() else value
