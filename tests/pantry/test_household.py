"""A household's settings: the last word per field, and the words it taught."""

from datetime import UTC, date, datetime

import pytest

from pantry.household import Household, alias_key, ensure_household
from pantry.kinds.payloads import HouseholdChanged, HouseholdCreated
from pantry.vocabulary import Place


def test_a_household_is_created_once_whoever_asks(journal):
    settings = HouseholdCreated(name="Demo", people=2, is_simulated=True)
    assert ensure_household(journal, "demo", settings)
    assert not ensure_household(journal, "demo", HouseholdCreated(name="Another name"))
    assert journal.households() == ["home", "demo"]


def test_settings_start_with_defaults(kitchen):
    kitchen.view.refresh()
    household = kitchen.view.household()
    assert (household.people, household.currency, household.time_zone) == (2, "EUR", "Europe/Berlin")
    assert (household.accept_bar, household.places, household.is_simulated) == (0.9, tuple(Place), False)


def test_the_last_word_per_field_wins(kitchen):
    kitchen.change_settings(HouseholdChanged(people=4, diets=["vegetarian"]))
    kitchen.change_settings(HouseholdChanged(language="de", diets=[]))
    household = kitchen.view.household()
    assert (household.people, household.language, household.diets) == (4, "de", ())


@pytest.mark.parametrize(("zone", "today"), [
    ("Europe/Berlin", date(2026, 3, 2)), ("America/New_York", date(2026, 3, 1)), ("Pacific/Auckland", date(2026, 3, 2)),
])
def test_today_is_the_households_own(zone, today):
    assert Household("h", "H", time_zone=zone).today(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == today


def test_a_taught_word_holds_for_its_shop_or_for_all(kitchen):
    kitchen.teach_alias("BIO  Milch", "milk", merchant="Corner  SHOP")
    kitchen.teach_alias("bio milch", "oats")
    kitchen.teach_alias("Bio Milch", "milk")
    assert kitchen.view.aliases() == {("corner shop", "bio milch"): "milk", ("", "bio milch"): "milk"}
    assert alias_key("BIO MILCH", None) == ("", "bio milch")
