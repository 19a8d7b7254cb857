"""What a person does in a kitchen that is in use, and what must hold on every page of it."""

import re
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, TimeoutError, expect

from dashboard.texts import CATALOGS
from pantry.actions import Kitchen
from pantry.home import REPOSITORY, Home
from pantry.household import HOME, ensure_household
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import HouseholdChanged, HouseholdCreated
from pantry.live import LiveView
from pantry.vocabulary import DateKind, Place
from tests.browser.hand import PAGES, Hand
from tests.fresh_receipts import write_fresh_picture

MOST_TAPS_TO_STOCK, MOST_TAPS_TO_EAT = 6, 2

pytestmark = pytest.mark.browser


def test_a_photo_is_in_stock_in_six_taps_and_its_way_to_the_bin_shows_on_the_waste_page(
    browser: Browser, full: str, full_home: Home, full_journal: Journal
) -> None:
    hand = Hand.at(browser, full, width=390)
    page = hand.page
    hand.tab("Add")
    hand.choose_file(files=REPOSITORY / "samples" / "photos" / "pack.jpg")
    hand.tap(page.get_by_role("button", name=re.compile("Check . line")))
    hand.tap("Right")
    # The picture is read once more for what it teaches; on a machine under load that takes its time.
    expect(page.locator(".said")).to_contain_text("oat drink", ignore_case=True, timeout=60_000)
    assert hand.taps <= MOST_TAPS_TO_STOCK

    hand.go("pantry")
    page.get_by_role("textbox").first.fill("oat drink")
    # The list follows while one types; a menu opened before it has would go with its row.
    expect(page.get_by_role("button", name=re.compile("^More for"))).to_have_count(1)
    for verb, said in (("Froze it", "Froze the"), ("Thawed it", "out of the freezer")):
        page.get_by_role("button", name="More for Oat drink").click()
        page.get_by_role("menuitem", name=verb).click()
        expect(page.locator(".said")).to_contain_text(said)
    page.get_by_role("button", name="More for Oat drink").click()
    page.get_by_role("menuitem", name="Binned it …").click()
    page.get_by_role("dialog").get_by_text("Went off").click()
    page.get_by_role("dialog").get_by_role("button", name="Binned it", exact=True).click()
    expect(page.locator(".said")).to_contain_text("Binned the oat drink", ignore_case=True)

    hand.go("waste")
    expect(hand.title()).to_have_text("No waste to show")
    from warehouse.build import refresh

    refresh(full_home)
    # The page is open all the while: what is published shows without a reload.
    expect(hand.title()).not_to_have_text("No waste to show", timeout=60_000)
    expect(page.locator(".stMain")).to_contain_text("Oat drink")


def test_eating_and_binning_take_two_taps_from_home_at_most_and_the_reason_comes_after(
    browser: Browser, full: str, full_journal: Journal
) -> None:
    hand = Hand.at(browser, full, width=390)
    for verb, said in (("Ate it", "Ate"), ("Binned it", "Binned")):
        hand.taps = 0
        hand.tap(verb)
        expect(hand.page.locator(".said")).to_contain_text(said)
        assert hand.taps <= MOST_TAPS_TO_EAT
        if verb == "Binned it":
            hand.tap(hand.page.get_by_role("button", name="Why?"))
            hand.tap(hand.page.get_by_role("menuitem", name="Forgotten"))
            expect(hand.page.locator(".said")).to_contain_text("forgotten", ignore_case=True)
        hand.undo()
        expect(hand.page.locator(".said")).not_to_be_attached()


def test_one_button_pressed_ten_times_eats_once(browser: Browser, full: str, full_journal: Journal) -> None:
    hand = Hand.at(browser, full)
    before = full_journal.max_seq()
    hand.page.get_by_role("button", name="Ate it", exact=True).first.evaluate(
        "button => { for (let i = 0; i < 10; i++) button.click() }"
    )
    expect(hand.page.locator(".said")).to_contain_text("Ate")
    hand.page.wait_for_timeout(2_000)
    assert [event.kind for event in full_journal.read(after_seq=before)] == ["lot_consumed"]
    hand.undo()


def test_a_picture_of_a_receipt_is_shown_beside_its_lines(browser: Browser, full: str, tmp_path: Path) -> None:
    hand = Hand.at(browser, full, path="add")
    hand.choose_file(files=write_fresh_picture(tmp_path / "receipt.jpg"))
    expect(hand.page.locator(".file .meta")).to_contain_text(re.compile("are in|In the pantry"), timeout=120_000)
    hand.go("review")
    picture = hand.page.locator(".paper image").first
    expect(picture).to_be_visible()
    answer = hand.page.request.get(f"{full}/{picture.get_attribute('href')}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert hand.page.locator(".paper rect.in").count() > 3
    hand.page.locator(".paper rect.in").first.press("Enter")
    expect(hand.page.get_by_role("dialog")).to_contain_text("What happened")


def test_an_address_that_leads_nowhere_leads_home(browser: Browser, full: str) -> None:
    hand = Hand.at(browser, full, path="no-such-page")
    expect(hand.page.get_by_role("link", name="Home").first).to_have_attribute("aria-current", "page")
    expect(hand.page.get_by_role("dialog")).to_have_count(0)
    hand.page.get_by_role("link", name="Pantry").first.click()
    expect(hand.title()).to_have_text("Pantry")


def test_a_click_elsewhere_shows_without_a_reload(browser: Browser, full: str, full_journal: Journal) -> None:
    hand = Hand.at(browser, full)
    view = LiveView(full_journal, HOME)
    view.refresh()
    first = hand.page.locator(".food .name").first.inner_text()
    lot = next(lot for lot in view.lots() if lot.called("en").casefold() == first.casefold())
    kitchen = Kitchen(full_journal, HOME, view=view)
    done = kitchen.consume(lot.lot_id)
    expect(hand.page.locator(".food .name").first).not_to_have_text(first, timeout=5_000)
    kitchen.undo(done)
    expect(hand.page.locator(".food .name").first).to_have_text(first, timeout=5_000)


def test_no_page_scrolls_sideways_or_runs_what_a_stranger_wrote(browser: Browser, full: str) -> None:
    hand = Hand.at(browser, full, width=360)
    for path in PAGES:
        hand.go(path)
        hand.page.wait_for_timeout(300)
        too_wide = hand.page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        assert too_wide <= 0, path or "home"
        assert hand.page.evaluate("window.pwned") is None, path or "home"
        assert hand.page.locator(".stMain img[src='x'], a[href^='javascript']").count() == 0, path or "home"
        assert hand.page.locator(".stMain [aria-label='home icon']").count() == 0, f"{path or 'home'}: a name's icon"


# What stands over something else, and words of buttons that end in an ellipsis.
COVERED = """[...document.querySelectorAll('.food')].filter(food => {
    const [meta, badge] = ['.meta', '.badge'].map(one => food.querySelector(one));
    if (!meta || !badge || !badge.offsetWidth) return false;
    const range = document.createRange(); range.selectNodeContents(meta);
    const box = badge.getBoundingClientRect();
    return [...range.getClientRects()].some(line => line.right > box.left + 1 && line.left < box.right - 1
        && line.bottom > box.top + 1 && line.top < box.bottom - 1);
}).map(food => food.innerText)"""
CUT = """[...document.querySelectorAll('[class*=st-key-strip_] button p, [class*=st-key-three_] button p')]
    .filter(word => word.scrollWidth > word.clientWidth + 1).map(word => word.innerText)"""


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_narrow_phone_no_badge_covers_an_amount_and_no_button_is_cut(
    browser: Browser, full: str, full_journal: Journal, width: int
) -> None:
    kitchen = Kitchen(full_journal, HOME)
    tomorrow = full_journal.clock().date() + timedelta(days=1)
    lot = kitchen.acquire(food_id="grape", quantity=Decimal(500), unit="g", place=Place.FRIDGE,
                          expires_on=tomorrow, date_kind=DateKind.BEST_BEFORE).lot_ids[0]
    kitchen.consume(lot, quantity=Decimal(400))
    # The longer words are German.
    kitchen.change_settings(HouseholdChanged.model_validate({"language": "de"}))
    try:
        hand = Hand.at(browser, full, width=width)
        for path in ("", "pantry", "expiry"):
            hand.go(path)
            expect(hand.page.locator(".food .badge").first).to_be_visible()
            # A page that is still being drawn may look like anything for a moment.
            for faults in (COVERED, CUT):
                with suppress(TimeoutError):
                    hand.page.wait_for_function(f"({faults}).length === 0", timeout=10_000)
                assert hand.page.evaluate(faults) == [], path or "home"
    finally:
        kitchen.consume(lot)
        kitchen.change_settings(HouseholdChanged.model_validate({"language": "en"}))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, full: str, scheme: str) -> None:
    hand = Hand.at(browser, full, scheme=scheme)
    for path in PAGES:
        hand.go(path)
        # What lies below is drawn once it is near.
        hand.page.evaluate("document.querySelector('.stMain').scrollTo(0, 1e6)")
        hand.page.wait_for_timeout(500)
        found = Axe().run(hand.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        serious = [
            f"{violation['id']}: {[node['html'][:160] for node in violation['nodes'][:3]]}"
            for violation in found.response["violations"] if violation["impact"] in ("serious", "critical")
        ]
        assert not serious, f"{path or 'home'} in {scheme}: {serious}"


def test_the_list_is_written_ticked_and_put_away_with_the_keyboard_alone(browser: Browser, full: str) -> None:
    hand = Hand.at(browser, full, path="shopping")
    page = hand.page
    field = page.get_by_role("textbox", name="What to buy")
    field.press_sequentially("2 l milk")
    field.press("Enter")
    box = page.get_by_role("checkbox", name="Milk, 2 l")
    expect(box).to_be_attached()
    box.press("Space")
    expect(hand.title()).to_have_text("All in the basket")
    page.get_by_role("button", name="Put all in the pantry").press("Enter")
    expect(hand.title()).to_have_text("Nothing to buy")
    hand.go("pantry")
    expect(page.locator(".food", has_text="Milk").first).to_be_visible()


def test_the_kitchen_speaks_german_once_that_is_chosen(browser: Browser, full: str, full_journal: Journal) -> None:
    hand = Hand.at(browser, full, width=390)
    try:
        hand.page.locator(".st-key-kitchen button").first.click()
        hand.page.get_by_role("menuitem", name="Deutsch").click()
        expect(hand.page.get_by_role("button", name="Gegessen").first).to_be_visible()
        hand.go("pantry")
        expect(hand.title()).to_have_text("Vorrat")
        expect(hand.page.locator(".stMain")).to_contain_text(re.compile(r"\d+\s€"))
    finally:
        Kitchen(full_journal, HOME).change_settings(HouseholdChanged.model_validate({"language": "en"}))


def test_an_empty_kitchen_begins_as_the_browser_is_set_and_undo_keeps_it_from_asking_again(
        browser: Browser, address: str, home: Home) -> None:
    hand = Hand.at(browser, address, width=390, locale="de-CH", time_zone="Europe/Zurich")
    expect(hand.title()).to_have_text(CATALOGS["de"]["first.title"])
    view = LiveView(open_journal(home), HOME)
    view.refresh()
    assert (view.household().currency, view.household().time_zone) == ("CHF", "Europe/Zurich")

    hand.page.get_by_role("radio", name="4", exact=True).click()
    expect(hand.page.get_by_text(CATALOGS["de"]["did.settings"])).to_be_visible()
    view.refresh()
    assert view.household().people == 4
    for event in reversed(view.journal.read(household_id=HOME)[1:]):
        Kitchen(view.journal, HOME, view=view).undo(event.event_id)
    hand.go("")
    expect(hand.title()).to_have_text(CATALOGS["en"]["first.title"])


def test_the_kitchen_that_was_chosen_opens_again_after_a_reload(
    browser: Browser, full: str, full_journal: Journal
) -> None:
    ensure_household(full_journal, "cabin", HouseholdCreated(name="The cabin"))
    hand = Hand.at(browser, full, width=390)
    hand.page.locator(".st-key-kitchen button").first.click()
    hand.page.get_by_role("menuitem", name="Go to: The cabin").click()
    expect(hand.page.locator(".st-key-kitchen")).to_contain_text("The cabin")
    hand.page.wait_for_function("document.cookie.includes('larder_kitchen=cabin')")
    hand.go("add")
    expect(hand.page.locator(".st-key-kitchen")).to_contain_text("The cabin")
    elsewhere = Hand.at(browser, full, width=390)
    expect(elsewhere.page.locator(".st-key-kitchen")).not_to_contain_text("The cabin")

    # Away and back in one session: the last choice counts, though it is what the browser said at first.
    menu = hand.page.locator(".st-key-kitchen button").first
    menu.click()
    hand.page.get_by_role("menuitem").filter(has_text="Go to:").first.click()
    hand.page.wait_for_function("document.cookie.includes('larder_kitchen=home')")
    menu.click()
    hand.page.get_by_role("menuitem", name="Go to: The cabin").click()
    hand.page.wait_for_function("document.cookie.includes('larder_kitchen=cabin')")
