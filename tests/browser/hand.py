"""A person's hand on the dashboard: it opens pages, taps, counts its taps, and notices what leaves the machine."""

import re
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

PAGES = ("", "pantry", "add", "recipes", "shopping", "expiry", "review", "waste", "insights", "household")
# What a stranger may call anything; a page that runs it has set `window.pwned`.
HOSTILE = (
    '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>**$x$ :material/home: [a](javascript:pwned=1)'
)


@dataclass
class Hand:
    """One browser tab. taps: counts what a person would have tapped since it was last set to 0."""

    page: Page
    address: str
    taps: int = 0

    @classmethod
    def at(cls, browser: Browser, address: str, *, width: int = 1280, path: str = "", scheme: str = "light",
           locale: str = "en-GB", time_zone: str = "Europe/Berlin") -> "Hand":
        """Open a page at a width in a browser of its own, and fail when a request leaves the machine."""
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme,  # type: ignore[arg-type]
                                      locale=locale, timezone_id=time_zone)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda request: _stays_here(request.url))
        hand = cls(page, address)
        hand.go(path)
        return hand

    def go(self, path: str) -> None:
        """Open a page by its address and wait for its heading."""
        self.page.goto(f"{self.address}/{path}")
        self.page.wait_for_selector("h1.title")

    def tap(self, what: "Locator | str") -> None:
        """Tap a place, or the button that has this name; what is disabled or not there yet is waited for."""
        target = self.page.get_by_role("button", name=what, exact=True).first if isinstance(what, str) else what
        target.click()
        self.taps += 1

    def undo(self) -> None:
        """Tap the way back of what was said last; the bar before it may stand a moment longer."""
        way_back = self.page.get_by_role("button", name="Undo")
        expect(way_back).to_have_count(1)
        self.tap(way_back.first)

    def tab(self, name: str) -> None:
        """Tap a page in the phone's tab bar."""
        self.tap(self.page.locator(".st-key-tabbar").get_by_role("link", name=name))

    def choose_file(self, **file: object) -> None:
        """Tap the upload field and a file in the phone's chooser: two taps. file: as `set_input_files` wants it."""
        self.page.locator("input[type=file]").first.set_input_files(**file)  # type: ignore[arg-type]
        self.taps += 2

    def title(self) -> Locator:
        """Return the page's heading."""
        return self.page.locator("h1.title")


def _stays_here(url: str) -> None:
    assert re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url), f"a request left the machine: {url}"
