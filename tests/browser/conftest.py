"""One browser for all tests, one dashboard with a filled kitchen for most of them."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from intake.taking import take_in
from intake.workplace import Workplace
from pantry.home import Home
from pantry.household import HOME
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import HouseholdChanged
from pantry.vocabulary import Place
from recipes.recipe import Recipe
from recipes.store import RecipeStore
from tests.browser.hand import HOSTILE
from tests.browser.served_dashboard import CHROMIUM, CHROMIUM_FLAGS, dashboard
from tests.dashboard.kitchens import filled_kitchen

# Two busy cores take longer than Playwright's five seconds.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's Chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Close what a test opened: every open page goes on asking for news and takes time from the tests after it."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def address(tmp_path: Path, home: Home) -> Iterator[str]:
    """Serve an empty home."""
    with dashboard(home.root, log=tmp_path / "dashboard.log") as served:
        yield served


@pytest.fixture(scope="module")
def full_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a kitchen with some thirty foods, hostile names in it, a document that waits and a refused file."""
    home = Home.at(tmp_path_factory.mktemp("full") / "home").create()
    kitchen = filled_kitchen(home)
    kitchen.change_settings(HouseholdChanged.model_validate({"name": HOSTILE[:80]}))
    kitchen.acquire(food_name=HOSTILE, quantity=Decimal(1), unit="jar", place=Place.FRIDGE)
    kitchen.acquire(food_id="milk", quantity=Decimal(1), unit="l", place=Place.FRIDGE)
    RecipeStore(home.recipes).upsert([
        Recipe(title=HOSTILE, ingredients=(f"200 g spinach {HOSTILE}", "2 salmon fillets"), instructions=(HOSTILE,)),
    ])
    workplace = Workplace(home, kitchen.journal, HOME)
    receipt = f"{HOSTILE}\n{HOSTILE}  1.29\nXQZV BRMPF 4ER  2.49\nTOTAL  3.78\n"
    take_in(workplace, receipt.encode(), name=f"{HOSTILE}.txt")
    take_in(workplace, b"", name=f"{HOSTILE}.jpg")
    return home


@pytest.fixture(scope="module")
def full(full_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the filled kitchen."""
    with dashboard(full_home.root, log=tmp_path_factory.mktemp("log") / "dashboard.log") as served:
        yield served


@pytest.fixture(scope="module")
def full_journal(full_home: Home) -> Journal:
    return open_journal(full_home)
