"""What events say about lots: how they came in, what was done with them, and what became of them.

Part of `pantry/kinds/payloads.py`, which lists every kind; the rules of amounts and money stand there.
"""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from pantry.kinds.payload_fields import (
    Box,
    Checked,
    Count,
    Currency,
    EventId,
    FoodId,
    Minor,
    Name,
    Payload,
    Permille,
    Quantity,
    QuantityOrNone,
    RecipeId,
    Sha256,
    ShortDate,
    Unit,
)
from pantry.vocabulary import Category, DateKind, DateSource, Destination, Method, Place, Reason


class LotFacts(Payload):
    """What may be known of a purchase; shared by acquisition and correction."""

    food_id: FoodId | None = None
    food_name: Name | None = None
    quantity: Quantity | None = None
    unit: Unit | None = None
    price_minor: Minor | None = None
    currency: Currency | None = None
    purchased_on: ShortDate | None = None
    expires_on: ShortDate | None = None
    date_kind: DateKind | None = None
    date_source: DateSource | None = None


class LotAcquired(LotFacts):
    """One purchase of one food came into the house; the lot's id is this event's id.

    `food_category` is said where a name alone is known, but for sure what kind of thing it is; version 1 had none.
    """

    kind: ClassVar[str] = "lot_acquired"
    version: ClassVar[int] = 2
    food_category: Category | None = None
    place: Place
    document_sha256: Sha256 | None = None
    document_line: Count | None = None
    gtin: Annotated[str, StringConstraints(pattern=r"^[0-9]{8,14}$")] | None = None
    method: Method = Method.COUNTED
    confidence_permille: Permille | None = None
    box: Box | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.food_id is None and self.food_name is None:
            raise ValueError("a lot needs food_id or food_name")
        if self.quantity is None or self.unit is None:
            raise ValueError("a lot needs quantity and unit")
        if self.price_minor is not None and self.currency is None:
            raise ValueError("a price needs its currency")
        if self.expires_on is not None and (self.date_kind in (None, DateKind.NONE) or self.date_source is None):
            raise ValueError("a date needs date_kind and date_source")
        return self


# What a correction can take away; a price goes with its currency, a date with its kind and source.
CLEARABLE = frozenset({"food_id", "food_name", "price_minor", "purchased_on", "expires_on"})
Clearable = Literal["food_id", "food_name", "price_minor", "purchased_on", "expires_on"]


class LotCorrected(LotFacts):
    """Facts of an acquisition that were wrong; it changes the making, not the moment.

    `cleared` names facts that were never there; version 1 had no such list and reads as an empty one. `method` says
    how a quantity is known that nobody told, but the name on the pack; versions before 3 had none.
    """

    kind: ClassVar[str] = "lot_corrected"
    version: ClassVar[int] = 3
    lot_id: EventId
    cleared: Annotated[list[Clearable], Field(max_length=len(CLEARABLE))] = Field(default_factory=list)
    method: Method | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        both = [name for name in self.cleared if getattr(self, name) is not None]
        if both:
            raise ValueError(f"{both[0]} is given and cleared at once")
        if {"food_id", "food_name"} <= set(self.cleared):
            raise ValueError("a lot needs food_id or food_name")
        return self


class LotOpened(Payload):
    """A pack was opened, which may only shorten its date."""

    kind: ClassVar[str] = "lot_opened"
    lot_id: EventId


class LotMoved(Payload):
    """A lot lies somewhere else now."""

    kind: ClassVar[str] = "lot_moved"
    lot_id: EventId
    place: Place


class LotFrozen(Payload):
    """A lot went into the freezer: its date pauses."""

    kind: ClassVar[str] = "lot_frozen"
    lot_id: EventId
    place: Place = Place.FREEZER


class LotThawed(Payload):
    """A lot came out of the freezer: one day is left."""

    kind: ClassVar[str] = "lot_thawed"
    lot_id: EventId
    place: Place = Place.FRIDGE

    @model_validator(mode="after")
    def _lies_elsewhere(self) -> Self:
        if self.place is Place.FREEZER:
            raise ValueError("what thaws does not lie in the freezer")
        return self


class LotConsumed(Payload):
    """Some of a lot was eaten; without a quantity, the rest of it."""

    kind: ClassVar[str] = "lot_consumed"
    lot_id: EventId
    quantity: Quantity | None = None
    method: Method = Method.COUNTED


class LotDiscarded(Payload):
    """Some of a lot left the house uneaten; without a quantity, the rest of it."""

    kind: ClassVar[str] = "lot_discarded"
    lot_id: EventId
    quantity: Quantity | None = None
    reason: Reason = Reason.UNKNOWN
    destination: Destination = Destination.UNKNOWN
    is_edible: bool = True
    method: Method = Method.COUNTED


class LotSplit(Payload):
    """Part of a lot becomes a lot of its own, whose id is this event's id."""

    kind: ClassVar[str] = "lot_split"
    lot_id: EventId
    quantity: Quantity
    place: Place | None = None


class LotCounted(Payload):
    """What is really there; restarts the amount."""

    kind: ClassVar[str] = "lot_counted"
    lot_id: EventId
    quantity: QuantityOrNone
    method: Method = Method.COUNTED


class DishIngredient(Checked):
    """One lot that went into a dish; without a quantity, the rest of it."""

    kind: ClassVar[str] = "dish_cooked"
    lot_id: EventId
    quantity: Quantity | None = None


class Leftover(Checked):
    """The lot that came out of cooking."""

    kind: ClassVar[str] = "dish_cooked"
    food_id: FoodId | None = None
    food_name: Name
    quantity: Quantity
    unit: Unit
    place: Place = Place.FRIDGE
    expires_on: ShortDate | None = None
    date_kind: DateKind | None = None
    date_source: DateSource | None = None


class DishCooked(Payload):
    """Lots went into a dish; the leftover lot's id is this event's id."""

    kind: ClassVar[str] = "dish_cooked"
    recipe_id: RecipeId | None = None
    title: Name | None = None
    servings: Annotated[Decimal, Field(gt=0, le=1000, decimal_places=3)] | None = None
    ingredients: Annotated[list[DishIngredient], Field(max_length=200)]
    leftover: Leftover | None = None
