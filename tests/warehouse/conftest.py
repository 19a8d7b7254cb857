"""One small town of random kitchens, built once: dbt takes seconds, so tests share what it built."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from pantry.home import Home
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import FoodAdded, HouseholdChanged, LotConsumed
from tests.warehouse.kitchens import START, Kitchen
from warehouse.build import RefreshResult, refresh
from warehouse.reader import Warehouse

HOUSEHOLDS = 12


@dataclass
class Town:
    """A home whose warehouse was refreshed twice: first in full, then by the households touched since."""

    home: Home
    journal: Journal
    kitchens: dict[str, Kitchen]
    first: RefreshResult
    second: RefreshResult


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Build the town; `ghost` undoes all it ever did before the second build, `late` is created only then."""
    home = Home.at(tmp_path_factory.mktemp("town") / "home").create()
    journal = open_journal(home, checked=False)
    kitchens = {f"kitchen-{number}": Kitchen(f"kitchen-{number}", number) for number in range(HOUSEHOLDS)}
    kitchens["ghost"] = Kitchen("ghost", 99)
    kitchens["kitchen-4"].tell(HouseholdChanged(tracking={"fridge": "presence", "milk": "none"}))
    late = kitchens["kitchen-3"].buy("yogurt", "500", "g", price_minor=99, currency="EUR", date_kind="best_before",
                                     date_source="label", expires_on=START.date() + timedelta(days=10))
    kitchens["kitchen-3"].tell(LotConsumed(lot_id=late.event_id, quantity="200"), hours=24 * 9.5)
    for kitchen in kitchens.values():
        kitchen.live(60)
        kitchen.tell(HouseholdChanged(minimum_stock={"salt": ("500", "g")}))
        journal.append(kitchen.events)
    kitchens["kitchen-1"].buy("own:granny_s_soup", "3", "piece", place="freezer")
    journal.append(kitchens["kitchen-1"].events)
    first = refresh(home, expectations=False, journal=journal)

    kitchens["late"] = Kitchen("late", 100)
    kitchens["late"].live(20)
    kitchens["ghost"].undo_everything()
    kitchens["kitchen-4"].tell(HouseholdChanged(tracking={"*": "none", "freezer": "exact", "apple": "presence"}))
    for number in (1, 4):
        kitchens[f"kitchen-{number}"].live(25)
    kitchens["kitchen-1"].tell(FoodAdded(food_id="own:granny_s_soup", name="Granny's soup", category="deli"))
    for kitchen in kitchens.values():
        journal.append(kitchen.events)
    second = refresh(home, expectations=False, journal=journal)
    return Town(home, journal, kitchens, first, second)


@pytest.fixture(scope="session")
def copy_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Home, str], Home]:
    """Return a function that copies a home (journal, landing and warehouse) to a new folder."""

    def copy(home: Home, name: str) -> Home:
        target: Path = tmp_path_factory.mktemp(name) / "home"
        shutil.copytree(home.root, target, symlinks=True)
        return Home.at(target)

    return copy


@pytest.fixture(scope="session")
def rebuilt(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Build the town's journal once more, in full, in a home of its own."""
    home = Home.at(tmp_path_factory.mktemp("rebuilt") / "home", town.home.journal_url)
    refresh(home, full=True, expectations=False)
    return Warehouse(home)
