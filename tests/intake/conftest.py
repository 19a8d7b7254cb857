"""A workplace with one empty household, in a home of its own."""

from datetime import UTC, datetime

import pytest

from intake.workplace import Workplace
from pantry.home import Home
from pantry.household import ensure_household
from pantry.journal import open_journal
from pantry.kinds.payloads import HouseholdCreated

# The day after the sample receipt of January 2026; on any later day its lines would be too old to go in unasked.
DAY_AFTER = datetime(2026, 1, 28, 9, tzinfo=UTC)
_BEGIN = datetime.now(UTC)


def clock() -> datetime:
    """Return the time of a household that lives on the day after shopping."""
    return DAY_AFTER + (datetime.now(UTC) - _BEGIN)


@pytest.fixture
def workplace(home: Home) -> Workplace:
    """Return the place to work for an empty household."""
    journal = open_journal(home, clock=clock)
    ensure_household(journal, "home", HouseholdCreated(name="My kitchen", people=2))
    return Workplace(home, journal, "home")
