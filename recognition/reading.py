"""What a photo shows, as frozen facts that print as the JSON of `larder photo recognise`.

A reading knows no journal, household or clock: only what is seen. Boxes are x0 y0 x1 y1 in pixels of the
upright original; confidence is 0 to 1, calibrated.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Box = tuple[int, int, int, int]
Verdict = Literal["groceries", "unknown_grocery", "no_grocery"]
ClassLevel = Literal["fine", "coarse"]
UNKNOWN_FOOD = "Unknown food"
DateWord = Literal["best_before", "use_by", "packed_on", "unknown"]


def around(one: Box, other: Box) -> Box:
    """Return the smallest box that holds two."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def area(box: Box) -> int:
    """Return the area of a box in pixels."""
    return (box[2] - box[0]) * (box[3] - box[1])


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another food the item may be. class_name: as the data set writes it, None for foods it has not."""

    food_id: str | None
    label: str
    class_name: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class PhotoItem:
    """One kind of food in the picture; its box is None for all of it.

    class_level: "coarse" when the kind is clear but the variety is not. count: pieces seen, at least 1.
    alternatives: likeliest first, without the item itself. needs_review: below the bar of the model.
    """

    food_id: str | None
    label: str
    class_name: str | None
    class_level: ClassLevel | None
    confidence: float
    box: Box | None
    count: int
    alternatives: tuple[Alternative, ...]
    needs_review: bool


NOTHING_SEEN = PhotoItem(None, UNKNOWN_FOOD, None, None, 0.0, None, 1, (), needs_review=True)


@dataclass(frozen=True, slots=True)
class Barcode:
    """One code on a pack and what it says.

    format: "EAN-13", "UPC-A", "GS1 DataMatrix" … gtin: 14 digits, None for in-store codes and plain text.
    item_reference: the shop's own number in an in-store code. net_mass_g, price_minor: from in-store or GS1
    weight codes; a price has no currency on the pack. best_before, use_by, packed_on: ISO dates of GS1 codes.
    """

    format: str
    value: str
    gtin: str | None
    box: Box | None
    is_in_store: bool = False
    item_reference: str | None = None
    lot_number: str | None = None
    best_before: str | None = None
    use_by: str | None = None
    packed_on: str | None = None
    net_mass_g: int | None = None
    price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date printed on a pack.

    text: as printed. iso: every day it may mean, likeliest first, as YYYY-MM-DD (a month alone means its last
    day). is_ambiguous: more than one candidate; a person is asked. kind: from the words beside it.
    source: "text" (letters read) or "barcode".
    """

    text: str
    iso: tuple[str, ...]
    kind: DateWord
    is_ambiguous: bool
    confidence: float
    box: Box | None = None
    source: Literal["text", "barcode"] = "text"


@dataclass(frozen=True, slots=True)
class PhotoReading:
    """Everything one photo says; the best item comes first."""

    path: str
    sha256: str
    verdict: Verdict
    items: tuple[PhotoItem, ...]
    barcodes: tuple[Barcode, ...]
    dates: tuple[PrintedDate, ...]
    engine: str
    version: str
    elapsed_ms: int
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the reading as plain JSON values."""
        return _lists(asdict(self))

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "PhotoReading":
        """Return the reading that `to_json` printed."""
        return cls(
            **{
                **value,
                "items": tuple(_item(item) for item in value["items"]),
                "barcodes": tuple(Barcode(**{**code, "box": _box(code["box"])}) for code in value["barcodes"]),
                "dates": tuple(
                    PrintedDate(**{**found, "iso": tuple(found["iso"]), "box": _box(found["box"])})
                    for found in value["dates"]
                ),
                "warnings": tuple(value["warnings"]),
            }
        )


def _item(value: dict[str, Any]) -> PhotoItem:
    alternatives = tuple(Alternative(**other) for other in value["alternatives"])
    return PhotoItem(**{**value, "box": _box(value["box"]), "alternatives": alternatives})


def _box(value: list[int] | None) -> Any:
    return None if value is None else tuple(value)


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_lists(part) for part in value]
    return value
