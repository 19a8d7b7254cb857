"""What a household says of a receipt that was read otherwise: its shop, day and currency; and its word for a shop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pantry.facts.shops import shop_key, shop_of
from pantry.journal import RecordedEvent
from pantry.lots import Lot
from pantry.money import rescaled
from pantry.vocabulary import DateSource

# Dates that were counted from the day of purchase; those that somebody read or said stay.
_COUNTED_DATES = frozenset({DateSource.CATEGORY, DateSource.HISTORY, DateSource.PRODUCT})


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a person said of a document; None stays as it was read."""

    merchant: str | None = None
    purchased_on: date | None = None
    currency: str | None = None


def fold_document_facts(events: Iterable[RecordedEvent]) -> dict[str, DocumentFacts]:
    """Return what was said of documents, by sha256; of each fact the last word counts."""
    found: dict[str, DocumentFacts] = {}
    for event in events:
        if event.kind == "document_corrected":
            said, sha256 = event.payload, event.payload["sha256"]
            before = found.get(sha256, DocumentFacts())
            day = said.get("purchased_on")
            found[sha256] = DocumentFacts(
                said.get("merchant") or before.merchant, date.fromisoformat(day) if day else before.purchased_on,
                said.get("currency") or before.currency)
    return found


def fold_shop_names(events: Iterable[RecordedEvent]) -> dict[str, str]:
    """Return the household's name of a shop by the key of what its receipts print; the last word counts."""
    return {
        event.payload["printed_shop"]: event.payload["merchant"]
        for event in events
        if event.kind == "document_corrected" and event.payload.get("printed_shop")
    }


def shop_called(printed: str | None, names: Mapping[str, str]) -> str | None:
    """Return the shop of a receipt: as the household calls it, else as it is printed, without company and branch.

    names: of `fold_shop_names`.
    """
    if printed is None:
        return None
    return names.get(shop_key(printed)) or shop_of(printed)


def corrected_purchase(lot: Lot, facts: DocumentFacts, read: DocumentFacts) -> dict[str, Any]:
    """Return what of a purchase follows from correcting its receipt, as fields of `LotCorrected`; empty for nothing.

    A lot whose day or currency a person changed already, so that it is not what was read, stays as it is.
    """
    changed: dict[str, Any] = {}
    day = facts.purchased_on
    if day is not None and day != lot.purchased_on and read.purchased_on in (None, lot.purchased_on):
        changed["purchased_on"] = day
        if lot.expires_on is not None and lot.date_source in _COUNTED_DATES:
            changed |= {"expires_on": lot.expires_on + (day - lot.purchased_on), "date_kind": lot.date_kind,
                        "date_source": lot.date_source}
    currency = facts.currency
    if currency and lot.price_minor is not None and lot.currency != currency and read.currency in (None, lot.currency):
        changed |= {"price_minor": rescaled(lot.price_minor, before=lot.currency, after=currency), "currency": currency}
    return changed
