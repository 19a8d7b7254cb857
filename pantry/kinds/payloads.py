"""What each kind of event says: one pydantic class a kind, checked before anything is written.

Amounts are decimals with at most three places (the fold counts integer thousandths), money is integer
minor units with its currency, confidences are integers per mille, boxes are integer pixels. No floats.
A new kind is one class here, one clause in `fold.sql` if it changes stock, one row in docs/reference/events.md.
"""

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from pantry.kinds.lot_payloads import (
    DishCooked,
    LotAcquired,
    LotConsumed,
    LotCorrected,
    LotCounted,
    LotDiscarded,
    LotFrozen,
    LotMoved,
    LotOpened,
    LotSplit,
    LotThawed,
)
from pantry.kinds.payload_fields import (
    Box,
    Count,
    Currency,
    EventId,
    Few,
    FoodId,
    Name,
    Payload,
    Permille,
    Quantity,
    RecipeId,
    Sha256,
    ShortDate,
    Text,
    TimeZone,
    Unit,
)
from pantry.vocabulary import (
    Decision,
    DocumentKind,
    Origin,
    Place,
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


class DocumentCorrected(Payload):
    """What a receipt was read to say of itself was wrong; absent facts stay as they were read.

    `printed_shop`: the key (`pantry.facts.shops.shop_key`) of the shop that the receipt prints; where it is said with
    `merchant`, all receipts of that key are of this shop.
    """

    kind: ClassVar[str] = "document_corrected"
    sha256: Sha256
    merchant: Name | None = None
    purchased_on: ShortDate | None = None
    currency: Currency | None = None
    printed_shop: Name | None = None


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
    """What became of one line of a document.

    `same_lot_id`: of a line that is not wanted as it tells of a lot again, that lot.
    """

    kind: ClassVar[str] = "line_reviewed"
    document_sha256: Sha256
    line_key: Name
    occurrence: Count = 0
    part: Count = 0
    line_no: Count
    decision: Decision
    by_machine: bool = False
    confidence_permille: Permille | None = None
    corrected: Annotated[dict[Name, Text], Field(max_length=20)] = Field(default_factory=dict)
    same_lot_id: EventId | None = None


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
    """A food of the household's own; the last word on it counts whole.

    `like_food_id`: the food of the catalog that it counts like. Version 1 called it `parent_food_id`.
    """

    kind: ClassVar[str] = "food_added"
    version: ClassVar[int] = 2
    food_id: FoodId
    name: Name
    like_food_id: FoodId | None = None
    category: Name = "other"
    place: Place = Place.CUPBOARD
    unit: Unit = "piece"

    @model_validator(mode="before")
    @classmethod
    def _read_version_1(cls, said: Any) -> Any:
        if not isinstance(said, dict) or "parent_food_id" not in said:
            return said
        kept = {name: value for name, value in said.items() if name != "parent_food_id"}
        return {"like_food_id": said["parent_food_id"], **kept}


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
        DocumentReceived, DocumentRejected, DocumentDismissed, DocumentLinked, DocumentCorrected,
        FeedAdded, FeedRemoved, LineReviewed,
        LotAcquired, LotCorrected, LotOpened, LotMoved, LotFrozen, LotThawed,
        LotConsumed, LotDiscarded, LotSplit, LotCounted, DishCooked, EventUndone,
        AliasTaught, FoodAdded, FoodTaught,
        RecipeSaved, RecipeRated, RecipeHidden, MealPlanned, MealUnplanned,
        ShoppingAdded, ShoppingTicked, ShoppingRemoved, CheckAnswered, DayConfirmed,
    )
    for version in range(1, payload.version + 1)
}
