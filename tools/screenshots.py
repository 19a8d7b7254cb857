"""Write a picture of every page at 1280 and 390 pixels into `screenshots/`, light and dark.

    python tools/screenshots.py [--home HOME] [--pages home,pantry] [--dark]

Serves the dashboard of a home (default `$LARDER_HOME`, else `data`) on a free port; it changes nothing in it.
"""

import argparse
import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

PAGES = ("home", "pantry", "add", "recipes", "shopping", "expiry", "review", "waste", "insights", "household")
# Width and pixel ratio: a laptop and a phone.
SCREENS = ((1280, 900, 1), (390, 844, 2))


def main() -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    from tests.browser.served_dashboard import CHROMIUM, CHROMIUM_FLAGS, dashboard

    options = _options()
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    if not CHROMIUM.exists():
        raise SystemExit(f"{CHROMIUM} is missing; install Debian's package chromium")
    with dashboard(options.home, log=folder / "dashboard.log") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        for width, height, ratio in SCREENS:
            for scheme in ("light", "dark") if options.dark else ("light",):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, device_scale_factor=ratio, color_scheme=scheme
                )
                page = context.new_page()
                for name in options.pages.split(","):
                    page.goto(f"{address}/{'' if name == 'home' else name}")
                    page.wait_for_selector("h1.title", timeout=60_000)
                    # A busy machine loads the widgets' scripts late; without them a page looks half empty.
                    page.wait_for_load_state("networkidle", timeout=60_000)
                    page.wait_for_timeout(1500)
                    suffix = "-dark" if scheme == "dark" else ""
                    page.screenshot(path=folder / f"{name}-{width}{suffix}.png")
                    print(folder / f"{name}-{width}{suffix}.png")
                context.close()
        browser.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LARDER_HOME") or "data"))
    parser.add_argument("--out", type=Path, default=REPOSITORY / "screenshots")
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--dark", action="store_true", help="also in the dark theme")
    return parser.parse_args()


if __name__ == "__main__":
    main()
