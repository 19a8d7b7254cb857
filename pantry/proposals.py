"""A proposal: one line of a reading, mapped to a food, that may become a lot.

`ocr.resolve` and `recognition.resolve` make proposals out of readings; `review` shows the unsure ones;
`actions.Kitchen.accept` turns them into events whose ids derive from the document, so that accepting the
same line twice writes once.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pantry.vocabulary import DateKind, DateSource, Method, Place

# What the key of each line of a photo begins with; lines of paper have the printed words.
PHOTO_LINE = "photo:"


@dataclass(frozen=True, slots=True)
class FoodChoice:
    """A food the line may mean. score: 0 to 1, higher is likelier."""

    food_id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class DateChoice:
    """A day that a printed date may mean, and what it ends."""

    day: date
    kind: DateKind


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one line of a document says about the pantry, and how sure that is.

    line_key: the normalised raw text; with occurrence (0 for the first of equal lines) and part it
    identifies the line whatever a newer reader's line numbers are.
    is_food: False for goods that do not go into the pantry (soap, a deposit).
    is_sure: all fields pass the household's bar and the document reconciles.
    doubts: plain words for each reason it is not sure, empty when it is.
    box: x0 y0 x1 y1 in pixels of the upright page, or None for text.
    date_choices: the days a printed date may mean, or may be of this line, where that has to be asked.
    """

    document_sha256: str
    line_no: int
    line_key: str
    raw_text: str
    name: str
    is_food: bool
    confidence: float
    is_sure: bool
    occurrence: int = 0
    part: int = 0
    food_id: str | None = None
    category: str | None = None
    quantity: Decimal = Decimal(1)
    unit: str = "piece"
    price_minor: int | None = None
    currency: str | None = None
    purchased_on: date | None = None
    place: Place = Place.CUPBOARD
    expires_on: date | None = None
    date_kind: DateKind | None = None
    date_source: DateSource | None = None
    gtin: str | None = None
    method: Method = Method.COUNTED
    merchant: str | None = None
    box: tuple[int, int, int, int] | None = None
    doubts: tuple[str, ...] = ()
    choices: tuple[FoodChoice, ...] = field(default=())
    date_choices: tuple[DateChoice, ...] = ()

    @property
    def is_from_photo(self) -> bool:
        """Whether it was seen in a photo, not read on paper."""
        return self.line_key.startswith(PHOTO_LINE)

    @property
    def printed_words(self) -> str:
        """The words as they stand on the paper, without the price behind them."""
        return self.raw_text.split("  ")[0]
