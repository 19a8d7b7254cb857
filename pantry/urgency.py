"""Urgency: which lots need eating first, from their dates and their state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pantry.lots import Lot
from pantry.shelf_life import Due, LotFacts, days_left, estimate_due, risk_band
from pantry.vocabulary import DateKind, DateSource, Place, RiskBand

# What comes first on a page: unsafe, then due, then past its best, then the rest by date.
_ORDER = {
    RiskBand.PAST_USE_BY: 0,
    RiskBand.NOW: 1,
    RiskBand.PAST_BEST_BEFORE: 2,
    RiskBand.SOON: 3,
    RiskBand.FINE: 4,
    RiskBand.UNKNOWN: 5,
    RiskBand.FROZEN: 6,
}
_URGENT = frozenset({RiskBand.PAST_USE_BY, RiskBand.NOW})
_FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class DueLot:
    """A lot with its date. days_left: to the likely date, 0 on its day, negative after; None if unknown."""

    lot: Lot
    due: Due
    days_left: int | None
    risk: RiskBand


def with_due(lots: Iterable[Lot], *, as_of: date) -> list[DueLot]:
    """Return the lots with their dates on a day, most urgent first.

    Among lots of one risk a printed date comes before a guess if both are due now, then the earlier date; equal
    ones are ordered by lot id, always the same way.
    """
    found = []
    for lot in lots:
        due = estimate_due(facts_of(lot))
        found.append(DueLot(lot, due, days_left(due, as_of), risk_band(due, as_of, is_frozen=lot.is_frozen)))
    return sorted(found, key=_rank)


def _rank(one: DueLot) -> tuple[int, bool, date, str]:
    is_guess_now = one.risk is RiskBand.NOW and one.due.is_estimate
    return _ORDER[one.risk], is_guess_now, one.due.likely or _FAR, one.lot.lot_id


def is_urgent(one: DueLot) -> bool:
    """Return whether a lot needs eating today or tomorrow, or is past its use-by."""
    return one.risk in _URGENT


def facts_of(lot: Lot) -> LotFacts:
    """Return what the shelf-life rules need to know of a lot."""
    return LotFacts(
        food_id=lot.facts_food_id, place=Place(lot.place), purchased_on=lot.purchased_on, expires_on=lot.expires_on,
        date_kind=DateKind(lot.date_kind) if lot.date_kind else None,
        date_source=DateSource(lot.date_source) if lot.date_source else None,
        opened_on=lot.opened_on, is_frozen=lot.is_frozen, frozen_on=lot.frozen_on, thawed_on=lot.thawed_on,
        unit=lot.unit,
    )
