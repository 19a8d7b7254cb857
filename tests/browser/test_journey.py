"""From an empty kitchen to dinner, in a real browser: a receipt, its review, stock, a recipe, cooked, taken back."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from pantry.home import Home
from pantry.household import HOME
from pantry.journal import open_journal
from pantry.live import LiveView
from pantry.vocabulary import DateKind
from recipes.recipe import Recipe
from recipes.store import RecipeStore
from tests.browser.hand import Hand
from tests.fresh_receipts import yesterday

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

pytestmark = pytest.mark.browser


def settle(page: Page) -> None:
    """Say what every waiting line is: the one that means nothing is no food, the others are right."""
    page.get_by_role("button", name="Not food").first.click()
    expect(page.get_by_text("Not food: XQZV BRMPF 4ER")).to_be_visible()
    # What was pressed is answered first, the title follows with the rest of the page.
    done = page.locator("h1.title", has_text="Nothing needs a look")
    right = page.get_by_role("button", name="Right", exact=True)
    for _ in range(3):
        expect(done.or_(right).first).to_be_visible()
        if done.is_visible():
            break
        right.first.click()
        page.wait_for_timeout(1500)
    expect(done).to_be_visible()


def test_a_receipt_becomes_stock_then_dinner_and_every_step_can_be_taken_back(
    browser: Browser, address: str, home: Home, tmp_path: Path
) -> None:
    RecipeStore(home.recipes).upsert([
        Recipe("Bananas in butter", ("50 g butter", "100 ml milk"), ("Melt it.", "Stir."), servings=2),
    ])
    hand = Hand.at(browser, address, width=390)
    page = hand.page
    expect(hand.title()).to_have_text("What is in your kitchen?")
    page.get_by_role("button", name="Add a receipt").click()
    expect(hand.title()).to_have_text("What came home?")
    (tmp_path / "receipt.txt").write_text(RECEIPT, encoding="utf-8")
    hand.choose_file(files=tmp_path / "receipt.txt")
    page.get_by_role("button", name=re.compile("Check . line")).click(timeout=60_000)
    expect(page.get_by_text("XQZV BRMPF 4ER").first).to_be_visible()
    settle(page)

    hand.tab("Pantry")
    expect(page.get_by_role("button", name="Show Butter")).to_be_attached()
    page.get_by_role("button", name="More for Butter").click()
    page.get_by_role("menuitem", name="Ate all").click()
    expect(page.get_by_role("button", name="Show Butter")).not_to_be_attached()
    hand.undo()
    expect(page.locator(".food", has_text="Butter").first).to_contain_text("250 g")

    hand.tab("Recipes")
    page.locator(".st-key-open_best button").click()
    expect(hand.title()).to_have_text("Bananas in butter")
    page.get_by_role("button", name="Cooked it", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Cooked it", exact=True).click()
    expect(page.locator(".said")).to_contain_text("Bananas in butter")
    hand.undo()
    hand.tab("Pantry")
    expect(page.locator(".food", has_text="Butter").first).to_contain_text("250 g")


def test_a_barcode_that_holds_its_date_becomes_a_dated_lot(
    browser: Browser, address: str, home: Home, tmp_path: Path
) -> None:
    hand = Hand.at(browser, address, width=390, path="add")
    page = hand.page
    hand.choose_file(files=write_dated_code(tmp_path / "code.png", gtin="09520123456788", use_by=date(2027, 12, 31)))
    page.get_by_role("button", name=re.compile("Check . line")).click(timeout=60_000)
    expect(page.locator(".stMain")).to_contain_text("31\u00a0Dec\u00a02027")
    search = page.get_by_role("combobox", name="Which food")
    search.press_sequentially("Yogurt")
    search.press("Enter")
    page.get_by_role("button", name="That's it").click()
    expect(page.locator(".said")).to_be_visible()

    hand.tab("Pantry")
    expect(page.locator(".food", has_text="Yogurt").first).to_contain_text("31\u00a0Dec\u00a02027")
    view = LiveView(open_journal(home), HOME)
    view.refresh()
    assert [(lot.food_id, lot.expires_on, lot.date_kind) for lot in view.lots()] == [
        ("yogurt", date(2027, 12, 31), DateKind.USE_BY)
    ]


def write_dated_code(path: Path, *, gtin: str, use_by: date) -> Path:
    """Draw a pack's square code with its number, its use-by date and a batch (GS1 keys 01, 17, 10)."""
    content = f"[01]{gtin}[17]{use_by:%y%m%d}[10]AB12"
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    square = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=8)))
    pack = Image.new("RGB", (480, 480), (235, 232, 225))
    pack.paste(square, (160, 160))
    pack.save(path)
    return path
