"""What each kind of event says: one pydantic class a kind, checked before anything is written.

Amounts are decimals with at most three places (the fold counts integer thousandths), money is integer
minor units with its currency, confidences are integers per mille, boxes are integer pixels. No floats.
A new kind is one class here, one clause in `fold.sql` if it changes stock, one row in docs/reference/events.md.
"""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from pantry.payload_fields import (
    Box,
    Checked,
    Currency,
    EventId,
    Few,
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
    Text,
    TimeZone,
    Unit,
)
from pantry.vocabulary import (
    DateKind,
    DateSource,
    Decision,
    Destination,
    DocumentKind,
    Method,
    Origin,
    Place,
    Reason,
    Slot,
)

# What nearly every kitchen has and no one counts; a recipe never lacks it.
USUAL_STAPLES = ("water", "salt", "black_pepper", "sugar", "oil")


class HouseholdCreated(Payload):
    """A household begins; every other event of it comes later in the journal."""

    kind: ClassVar[str] = "household_created"
    name: Name
    currency: Currency = "EUR"
    language: Literal["en", "de"] = "en"
    time_zone: TimeZone = "Europe/Berlin"
    unit_system: Literal["metric", "us"] = "metric"
    people: Annotated[int, Field(ge=1, le=50)] = 1
    diets: Few[Name] = Field(default_factory=list)
    allergens: Few[Name] = Field(default_factory=list)
    places: Few[Place] = Field(default_factory=lambda: list(Place))
    staples: Few[FoodId] = Field(default_factory=lambda: list(USUAL_STAPLES))
    accept_bar_permille: Permille = 900
    is_simulated: bool = False


class HouseholdChanged(Payload):
    """Facts about a household that changed; absent fields stay as they were."""

    kind: ClassVar[str] = "household_changed"
    name: Name | None = None
    currency: Currency | None = None
    language: Literal["en", "de"] | None = None
    time_zone: TimeZone | None = None
    unit_system: Literal["metric", "us"] | None = None
    people: Annotated[int, Field(ge=1, le=50)] | None = None
    diets: Few[Name] | None = None
    allergens: Few[Name] | None = None
    places: Few[Place] | None = None
    staples: Few[FoodId] | None = None
    accept_bar_permille: Permille | None = None
    tracking: dict[Name, Literal["exact", "presence", "none"]] | None = None
    minimum_stock: dict[FoodId, tuple[Quantity, Unit]] | None = None


class DocumentReceived(Payload):
    """A file was given to us; its bytes lie in `originals` under the hash.

    part_of: the picture that it was cut out of, where one shows several receipts.
    """

    kind: ClassVar[str] = "document_received"
    sha256: Sha256
    name: Name
    media_type: Name
    size_bytes: Annotated[int, Field(ge=0)]
    origin: Origin
    document_kind: DocumentKind | None = None
    part_of: Sha256 | None = None


class DocumentRejected(Payload):
    """A file could not be taken; the original is kept unless it was too large."""

    kind: ClassVar[str] = "document_rejected"
    sha256: Sha256
    name: Name
    size_bytes: Annotated[int, Field(ge=0)]
    origin: Origin
    code: Name
    reason: Text
    is_kept: bool = True


class DocumentDismissed(Payload):
    """The household does not want to see this document in Review any more."""

    kind: ClassVar[str] = "document_dismissed"
    sha256: Sha256


class DocumentLinked(Payload):
    """A document repeats another (the same receipt photographed twice)."""

    kind: ClassVar[str] = "document_linked"
    sha256: Sha256
    repeats_sha256: Sha256


class FeedAdded(Payload):
    """A recipe feed to follow."""

    kind: ClassVar[str] = "feed_added"
    url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=2000)]
    feed_kind: Literal["rss", "atom", "json", "sitemap", "auto"] = "auto"


class FeedRemoved(Payload):
    """A recipe feed no longer followed."""

    kind: ClassVar[str] = "feed_removed"
    url: Annotated[str, StringConstraints(max_length=2000)]


class LineReviewed(Payload):
    """What became of one line of a document."""

    kind: ClassVar[str] = "line_reviewed"
    document_sha256: Sha256
    line_key: Name
    occurrence: Annotated[int, Field(ge=0)] = 0
    part: Annotated[int, Field(ge=0)] = 0
    line_no: Annotated[int, Field(ge=0)]
    decision: Decision
    by_machine: bool = False
    confidence_permille: Permille | None = None
    corrected: Annotated[dict[Name, Text], Field(max_length=20)] = Field(default_factory=dict)


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
    """One purchase of one food came into the house; the lot's id is this event's id."""

    kind: ClassVar[str] = "lot_acquired"
    place: Place
    document_sha256: Sha256 | None = None
    document_line: Annotated[int, Field(ge=0)] | None = None
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

    `cleared` names facts that were never there; version 1 had no such list and reads as an empty one.
    """

    kind: ClassVar[str] = "lot_corrected"
    version: ClassVar[int] = 2
    lot_id: EventId
    cleared: Annotated[list[Clearable], Field(max_length=len(CLEARABLE))] = Field(default_factory=list)

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


class EventUndone(Payload):
    """An event (which may itself be an undo) does not count."""

    kind: ClassVar[str] = "event_undone"
    undoes_event_id: EventId


class AliasTaught(Payload):
    """What a merchant calls a food, in this household's words."""

    kind: ClassVar[str] = "alias_taught"
    text: Name
    food_id: FoodId
    merchant: Name | None = None


class FoodAdded(Payload):
    """A food of the household's own."""

    kind: ClassVar[str] = "food_added"
    food_id: FoodId
    name: Name
    parent_food_id: FoodId | None = None
    category: Name = "other"
    place: Place = Place.CUPBOARD
    unit: Unit = "piece"


class FoodTaught(Payload):
    """A picture shows a food; the embedding of the crop is derived."""

    kind: ClassVar[str] = "food_taught"
    food_id: FoodId
    sha256: Sha256
    box: Box | None = None


class RecipeSaved(Payload):
    """The household keeps a recipe."""

    kind: ClassVar[str] = "recipe_saved"
    recipe_id: RecipeId
    title: Name


class RecipeRated(Payload):
    """Stars from one to five."""

    kind: ClassVar[str] = "recipe_rated"
    recipe_id: RecipeId
    stars: Annotated[int, Field(ge=1, le=5)]


class RecipeHidden(Payload):
    """The household does not want to see a recipe again."""

    kind: ClassVar[str] = "recipe_hidden"
    recipe_id: RecipeId


class MealPlanned(Payload):
    """A recipe for a day."""

    kind: ClassVar[str] = "meal_planned"
    day: ShortDate
    slot: Slot = Slot.DINNER
    recipe_id: RecipeId
    servings: Annotated[Decimal, Field(gt=0, le=1000, decimal_places=3)]


class MealUnplanned(Payload):
    """A planned meal that will not be cooked."""

    kind: ClassVar[str] = "meal_unplanned"
    planned_event_id: EventId


class ShoppingAdded(Payload):
    """A line on the shopping list; its id is this event's id."""

    kind: ClassVar[str] = "shopping_added"
    text: Name
    food_id: FoodId | None = None
    quantity: Quantity | None = None
    unit: Unit | None = None
    origin: Literal["hand", "recipe", "suggestion"] = "hand"


class ShoppingTicked(Payload):
    """A line of the list is in the basket."""

    kind: ClassVar[str] = "shopping_ticked"
    line_id: EventId


class ShoppingRemoved(Payload):
    """A line of the list is not wanted any more."""

    kind: ClassVar[str] = "shopping_removed"
    line_id: EventId


class CheckAnswered(Payload):
    """The answer to "is it still there?"."""

    kind: ClassVar[str] = "check_answered"
    lot_id: EventId
    answer: Literal["yes", "no", "some", "unknown"]


class DayConfirmed(Payload):
    """Nothing was thrown away on that day."""

    kind: ClassVar[str] = "day_confirmed"
    day: ShortDate


PAYLOADS: dict[tuple[str, int], type[Payload]] = {
    (payload.kind, version): payload       # a class reads the older versions of its kind too
    for payload in (
        HouseholdCreated, HouseholdChanged,
        DocumentReceived, DocumentRejected, DocumentDismissed, DocumentLinked,
        FeedAdded, FeedRemoved, LineReviewed,
        LotAcquired, LotCorrected, LotOpened, LotMoved, LotFrozen, LotThawed,
        LotConsumed, LotDiscarded, LotSplit, LotCounted, DishCooked, EventUndone,
        AliasTaught, FoodAdded, FoodTaught,
        RecipeSaved, RecipeRated, RecipeHidden, MealPlanned, MealUnplanned,
        ShoppingAdded, ShoppingTicked, ShoppingRemoved, CheckAnswered, DayConfirmed,
    )
    for version in range(1, payload.version + 1)
}
