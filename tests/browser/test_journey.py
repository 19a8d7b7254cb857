"""What a person does, in a real browser: give a receipt, look at it, eat from it, take it back."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME
from pantry.journal import open_journal
from pantry.vocabulary import Place
from tests.browser.served_dashboard import CHROMIUM, CHROMIUM_FLAGS, dashboard
from tests.fresh_receipts import write_fresh_picture, yesterday

PAGES = ("", "pantry", "add", "recipes", "shopping", "expiry", "review", "waste", "insights", "household")
RECEIPT = f"""GREEN CORNER
1 Mill Lane
Date {yesterday():%Y-%m-%d} 17:42

WHOLE MILK 1L            1.29
XQZV BRMPF 4ER           2.49
BUTTER UNSALTED 250G     2.19
BANANAS                  1.10

TOTAL                    7.07
CARD                     7.07
"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def address(tmp_path: Path, home: Home) -> Iterator[str]:
    with dashboard(home.root, log=tmp_path / "dashboard.log") as served:
        yield served


def open_page(browser: Browser, address: str, *, width: int, path: str = "", scheme: str = "light") -> Page:
    """Open a page at a width, and fail the test when a request leaves the machine."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("request", lambda request: _stays_here(request.url))
    page.goto(f"{address}/{path}")
    page.wait_for_selector("h1.title")
    return page


def _stays_here(url: str) -> None:
    assert re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url), f"a request left the machine: {url}"


def give_receipt(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "receipt.txt"
    file.write_text(RECEIPT, encoding="utf-8")
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.locator(".file .meta")).to_contain_text(re.compile("needs? a look"), timeout=60_000)


def settle(page: Page) -> None:
    """Say what every waiting line is: the one that means nothing is no food, the others are right."""
    page.get_by_role("button", name="Not food").first.click()
    expect(page.get_by_text("Not food: XQZV BRMPF 4ER")).to_be_visible()
    for _ in range(3):
        if page.locator("h1.title").inner_text() == "Nothing needs a look":
            break
        page.get_by_role("button", name="Right", exact=True).first.click()
        page.wait_for_timeout(1500)
    expect(page.locator("h1.title")).to_have_text("Nothing needs a look")


def test_a_receipt_becomes_stock_and_every_step_can_be_taken_back(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = open_page(browser, address, width=390)
    expect(page.locator("h1.title")).to_have_text("What is in your kitchen?")
    page.get_by_role("button", name="Add a receipt").click()
    expect(page.locator("h1.title")).to_have_text("What came home?")
    give_receipt(page, tmp_path)

    page.get_by_role("button", name=re.compile("Check . line")).click()
    expect(page.get_by_text("XQZV BRMPF 4ER").first).to_be_visible()
    settle(page)

    page.get_by_role("link", name="Pantry").last.click()
    expect(page.get_by_role("button", name="Show Butter")).to_be_attached()
    page.get_by_role("button", name="More for Butter").click()
    page.get_by_role("menuitem", name="Ate all").click()
    expect(page.get_by_role("button", name="Show Butter")).not_to_be_attached()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Show Butter")).to_be_attached()


def test_a_picture_of_a_receipt_is_read_and_shown_beside_its_lines(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = open_page(browser, address, width=1280, path="add")
    page.locator("input[type=file]").first.set_input_files(write_fresh_picture(tmp_path / "receipt.jpg"))
    expect(page.locator(".file .meta")).to_contain_text(re.compile("are in|In the pantry"), timeout=120_000)
    page.goto(f"{address}/review")
    picture = page.locator(".paper image").first
    expect(picture).to_be_visible()
    assert page.request.get(f"{address}/{picture.get_attribute('href')}").headers["content-type"] == "image/jpeg"
    assert page.locator(".paper rect.in").count() > 3
    page.locator(".paper rect.in").first.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("What happened")


def test_a_click_elsewhere_shows_without_a_reload(browser: Browser, address: str, home: Home) -> None:
    page = open_page(browser, address, width=1280)
    journal = open_journal(home)

    Kitchen(journal, HOME).acquire(food_name="Plum jam", quantity=Decimal(1), unit="jar", place=Place.CUPBOARD)

    expect(page.locator(".food .name").first).to_have_text("Plum jam", timeout=10_000)


def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, address: str) -> None:
    page = open_page(browser, address, width=360)
    for path in PAGES:
        page.goto(f"{address}/{path}")
        page.wait_for_selector("h1.title")
        too_wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        assert too_wide <= 0, path or "home"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, address: str, tmp_path: Path, scheme: str) -> None:
    page = open_page(browser, address, width=1280, path="add", scheme=scheme)
    give_receipt(page, tmp_path)
    for path in PAGES:
        page.goto(f"{address}/{path}")
        page.wait_for_selector("h1.title")
        page.wait_for_timeout(500)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        serious = [
            f"{violation['id']}: {[node['html'][:160] for node in violation['nodes'][:3]]}"
            for violation in found.response["violations"] if violation["impact"] in ("serious", "critical")
        ]
        assert not serious, f"{path or 'home'} in {scheme}: {serious}"


def test_the_list_is_written_ticked_and_put_away_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    page = open_page(browser, address, width=1280, path="shopping")
    field = page.get_by_role("textbox", name="What to buy")
    field.press_sequentially("2 l milk")
    field.press("Enter")
    box = page.get_by_role("checkbox", name="Milk, 2 l")
    expect(box).to_be_attached()
    box.press("Space")
    expect(page.locator("h1.title")).to_have_text("All in the basket")
    page.get_by_role("button", name="Put all in the pantry").press("Enter")
    expect(page.locator("h1.title")).to_have_text("Nothing to buy")
    page.goto(f"{address}/pantry")
    expect(page.get_by_role("button", name="Show Milk")).to_be_attached()
