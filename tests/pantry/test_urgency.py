"""What comes first on Home: unsafe, then due, a printed date before a guess."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from pantry.lots import Lot
from pantry.urgency import is_urgent, with_due
from pantry.vocabulary import RiskBand

TODAY = date(2026, 11, 22)
SPINACH = Lot(
    lot_id="a", root_lot_id="a", parent_lot_id=None, made_by="lot_acquired", food_id="spinach", food_name=None,
    quantity=Decimal(200), acquired=Decimal(200), unit="g", place="fridge", is_frozen=False,
    purchased_on=date(2026, 11, 18), expires_on=TODAY, date_kind="use_by", date_source="user", opened_on=None,
    frozen_on=None, thawed_on=None, price_minor=199, value_minor=199, currency="EUR", document_sha256=None,
    document_line=None, made_at=datetime(2026, 11, 18, tzinfo=UTC), last_event_at=datetime(2026, 11, 18, tzinfo=UTC),
)
GUESSED = replace(
    SPINACH, lot_id="0", purchased_on=date(2026, 11, 17), expires_on=None, date_kind=None, date_source=None
)


def test_a_printed_date_of_today_comes_before_a_guess() -> None:
    first, second = with_due([GUESSED, SPINACH], as_of=TODAY)
    assert (first.lot.lot_id, first.days_left, first.risk) == ("a", 0, RiskBand.NOW)
    assert second.due.is_estimate


def test_food_past_its_use_by_comes_first_and_is_urgent() -> None:
    past = replace(SPINACH, lot_id="z", expires_on=date(2026, 11, 21))
    first, *_ = with_due([SPINACH, past], as_of=TODAY)
    assert first.lot.lot_id == "z"
    assert first.risk is RiskBand.PAST_USE_BY
    assert is_urgent(first)


def test_frozen_food_comes_last() -> None:
    frozen = replace(SPINACH, lot_id="f", is_frozen=True, place="freezer", frozen_on=date(2026, 11, 20))
    *_, last = with_due([frozen, SPINACH], as_of=TODAY)
    assert last.risk is RiskBand.FROZEN
