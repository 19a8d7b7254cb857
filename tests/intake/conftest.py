"""A workplace with one empty household, in a home of its own."""

import pytest

from intake.workplace import Workplace
from pantry.home import Home
from pantry.household import ensure_household
from pantry.journal import open_journal
from pantry.payloads import HouseholdCreated


@pytest.fixture
def workplace(home: Home) -> Workplace:
    """Return the place to work for an empty household."""
    journal = open_journal(home)
    ensure_household(journal, "home", HouseholdCreated(name="My kitchen", people=2))
    return Workplace(home, journal, "home")
