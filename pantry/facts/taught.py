"""What a household taught by showing: pictures of foods, and the foods behind product codes. Pure.

Pictures are events of their own; what a code means follows from the purchases that people confirmed, so it
changes when a purchase is corrected or taken back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pantry.journal import RecordedEvent

GTIN_DIGITS = 14


@dataclass(frozen=True, slots=True)
class TaughtPicture:
    """A person said that a picture shows a food. box: pixels of the upright original, None for all of it."""

    food_id: str
    sha256: str
    box: tuple[int, int, int, int] | None = None

    @classmethod
    def of(cls, food_id: str, sha256: str, box: Sequence[int] | None) -> "TaughtPicture":
        """Return the picture as a payload writes its box: a list."""
        return cls(food_id, sha256, (box[0], box[1], box[2], box[3]) if box else None)


@dataclass(frozen=True, slots=True)
class CodedPurchase:
    """A purchase with a product code. food_id: as last corrected."""

    lot_id: str
    gtin: str
    food_id: str


def fold_taught(facts: Iterable[RecordedEvent]) -> tuple[TaughtPicture, ...]:
    """Return the pictures taught, oldest first; of one place in one picture the last word counts.

    facts: effective events by time.
    """
    said: dict[tuple[str, tuple[int, ...] | None], TaughtPicture] = {}
    for event in facts:
        if event.kind == "food_taught":
            picture = TaughtPicture.of(event.payload["food_id"], event.payload["sha256"], event.payload.get("box"))
            said.pop((picture.sha256, picture.box), None)
            said[picture.sha256, picture.box] = picture
    return tuple(said.values())


def fold_codes(purchases: Iterable[CodedPurchase], *, unconfirmed: frozenset[str]) -> dict[str, str]:
    """Return the food that each product code (14 digits) was last confirmed to be.

    purchases: oldest first. unconfirmed: lots that came into stock without a person's word; they teach nothing,
    or a guess would confirm itself.
    """
    return {
        purchase.gtin.zfill(GTIN_DIGITS): purchase.food_id
        for purchase in purchases
        if purchase.lot_id not in unconfirmed
    }
