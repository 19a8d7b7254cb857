"""What a reader saw on a receipt: words, lines and the whole reading, frozen, printing as the CLI's JSON."""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pantry.facts.shops import shop_key, shop_of
from pantry.vocabulary import LineKind

Box = tuple[int, int, int, int]
Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text as an engine found it; it may hold several words.

    confidence: 0 to 1. quad: four corners (x, y), from the top left clockwise, in pixels of the upright page
    (for text files: columns and lines of characters). page: from 0.
    """

    text: str
    confidence: float
    quad: Quad
    page: int = 0

    @property
    def box(self) -> Box:
        """x0, y0, x1, y1 of the upright rectangle around the quad, whole pixels."""
        xs, ys = [corner[0] for corner in self.quad], [corner[1] for corner in self.quad]
        return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))

    def to_json(self) -> dict[str, Any]:
        """Return text and box, as a scorer of words reads them."""
        return {"text": self.text, "box": list(self.box), "confidence": round(self.confidence, 3),
                "page": self.page}


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One printed line that says something about the purchase.

    quantity: printed count, or the weight or volume in `unit`; 1 piece when nothing is printed.
    unit: "piece", "kg", "g", "l", "ml", or as printed. Money in minor units of the reading's currency;
    a discount or refund is negative. confidence: 0 to 1. box: pixels of the upright page, None for text.
    food_id, category: empty here; `ocr.resolve` proposes them. repaired_from_minor: the money as it was read,
    where one digit was repaired to make the receipt add up.
    """

    line_no: int
    raw_text: str
    name: str
    kind: LineKind
    quantity: Decimal = Decimal(1)
    unit: str = "piece"
    unit_price_minor: int | None = None
    total_minor: int | None = None
    confidence: float = 0.0
    needs_review: bool = True
    box: Box | None = None
    page: int = 0
    food_id: str | None = None
    category: str | None = None
    repaired_from_minor: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the line as one object of `larder receipt read --json`."""
        return {
            "line_no": self.line_no, "raw_text": self.raw_text, "name": self.name,
            "quantity": decimal_to_number(self.quantity), "unit": self.unit,
            "unit_price_minor": self.unit_price_minor, "total_minor": self.total_minor,
            "kind": self.kind.value, "food_id": self.food_id, "category": self.category,
            "confidence": round(self.confidence, 3), "needs_review": self.needs_review,
            "box": list(self.box) if self.box else None, "page": self.page,
            "repaired_from_minor": self.repaired_from_minor,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "ReceiptLine":
        """Return the line that `to_json` printed."""
        known = {field.name for field in dataclasses.fields(cls)}
        kept = {key: value for key, value in values.items() if key in known}
        kept["kind"] = LineKind(kept["kind"])
        kept["quantity"] = Decimal(str(kept["quantity"]))
        kept["box"] = tuple(kept["box"]) if kept.get("box") else None
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class ReceiptPart:
    """One of several receipts on a page: where it lies, what it says, and which lines are its own.

    box: around all its words, in pixels of the upright page. first_line_no, last_line_no: of the reading's lines;
    last_line_no is below first_line_no where no line was read.
    """

    page: int
    box: Box
    merchant: str | None
    purchased_on: date | None
    currency: str | None
    total_minor: int | None
    first_line_no: int
    last_line_no: int

    def to_json(self) -> dict[str, Any]:
        """Return the receipt as one object of a reading's `receipts`."""
        return {
            "page": self.page, "box": list(self.box), "merchant": self.merchant,
            "purchased_on": self.purchased_on.isoformat() if self.purchased_on else None, "currency": self.currency,
            "total_minor": self.total_minor, "first_line_no": self.first_line_no, "last_line_no": self.last_line_no,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "ReceiptPart":
        """Return the part that `to_json` printed."""
        day = values["purchased_on"]
        x0, y0, x1, y1 = values["box"]
        return cls(**{**values, "box": (x0, y0, x1, y1), "purchased_on": date.fromisoformat(day) if day else None})


@dataclass(frozen=True, slots=True)
class ReceiptReading:
    """All that is printed on one receipt, as far as it was read.

    total_minor, tax_minor: minor units of `currency` (JPY has none: 903 is 903 yen).
    reconciled: whether the item and discount lines add up to the printed total; None without a total.
    reconciled_by: how they add up, in words ("items", "items and tax" …), None when they do not.
    confidence: 0 to 1, that merchant, date, total and all item lines are right.
    warnings: plain sentences in English. pages: width and height in pixels of each upright page.
    page_turns: for each page, the quarter turns counter-clockwise that put it upright (besides its EXIF tag).
    receipts: the receipts of a picture that shows several; empty where it shows one.
    suspect_line_no: the line that most likely keeps them from adding up, None where none stands out.
    """

    path: str
    sha256: str
    merchant: str | None
    purchased_on: date | None
    currency: str | None
    total_minor: int | None
    tax_minor: int | None
    lines: tuple[ReceiptLine, ...]
    confidence: float
    engine: str
    version: str
    elapsed_ms: int
    warnings: tuple[str, ...] = ()
    reconciled: bool | None = None
    reconciled_by: str | None = None
    purchased_at_time: str | None = None
    date_is_ambiguous: bool = False
    pages: tuple[tuple[int, int], ...] = ()
    page_turns: tuple[int, ...] = ()
    receipts: tuple[ReceiptPart, ...] = ()
    suspect_line_no: int | None = None
    text: str = ""

    @property
    def items(self) -> tuple[ReceiptLine, ...]:
        """The lines of goods, in printed order."""
        return tuple(line for line in self.lines if line.kind is LineKind.ITEM)

    def to_json(self) -> dict[str, Any]:
        """Return the reading as one object of `larder receipt read --json`."""
        values: dict[str, Any] = {
            "path": self.path, "sha256": self.sha256, "merchant": self.merchant,
            "shop": shop_of(self.merchant) if self.merchant else None,
            "shop_key": shop_key(self.merchant) if self.merchant else None,
            "purchased_on": self.purchased_on.isoformat() if self.purchased_on else None,
            "purchased_at_time": self.purchased_at_time, "date_is_ambiguous": self.date_is_ambiguous,
            "currency": self.currency,
            "total_minor": self.total_minor, "tax_minor": self.tax_minor,
            "lines": [line.to_json() for line in self.lines],
            "confidence": round(self.confidence, 3), "reconciled": self.reconciled,
            "reconciled_by": self.reconciled_by, "engine": self.engine, "version": self.version,
            "elapsed_ms": self.elapsed_ms, "warnings": list(self.warnings),
            "pages": [list(page) for page in self.pages], "page_turns": list(self.page_turns),
            "receipts": [part.to_json() for part in self.receipts], "suspect_line_no": self.suspect_line_no,
            "text": self.text,
        }
        return values

    def dumps(self) -> str:
        """Return `to_json` as one line of JSON."""
        return json.dumps(self.to_json(), ensure_ascii=False)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "ReceiptReading":
        """Return the reading that `to_json` printed, so that readings can be cached."""
        known = {field.name for field in dataclasses.fields(cls)}
        kept = {key: value for key, value in values.items() if key in known}
        kept["purchased_on"] = date.fromisoformat(kept["purchased_on"]) if kept["purchased_on"] else None
        kept["lines"] = tuple(ReceiptLine.from_json(line) for line in kept["lines"])
        kept["warnings"] = tuple(kept.get("warnings") or ())
        kept["page_turns"] = tuple(kept.get("page_turns") or ())
        kept["receipts"] = tuple(ReceiptPart.from_json(part) for part in kept.get("receipts") or ())
        kept["pages"] = tuple((width, height) for width, height in kept.get("pages") or ())
        return cls(**kept)


def decimal_to_number(value: Decimal) -> int | float:
    """Return a whole number as int, any other as float, for JSON."""
    return int(value) if value == value.to_integral_value() else float(value)
