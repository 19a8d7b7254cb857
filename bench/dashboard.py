"""How quick the dashboard is with a full house: `python -m bench.dashboard [--keep FOLDER] [--parts pages,clicks]`.

A household of 2,000 lots in stock, 20,000 events and 122,000 recipes (where the development data lie beside the
checkout, else the samples), against one of 50 lots and against an empty Streamlit page, all served the same way in
the same run. Pages, clicks and fifty sessions come from scripted browsers on Streamlit's websocket
(bench/scripted_browser.py); first paint and the click that is seen come from headless Chromium. CPU milliseconds
are of the server's process; wall milliseconds are upper bounds on a busy machine. Everything stays on loopback.
"""

import argparse
import asyncio
import contextlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench.dashboard_homes import EMPTY_PAGE, large_home, small_home
from bench.scripted_browser import Run, ScriptedBrowser
from bench.slice import family, pss_mb
from tests.browser.served_dashboard import CHROMIUM, CHROMIUM_FLAGS, Served, serve

PAGES = ("home", "pantry", "add", "recipes", "shopping", "expiry", "review", "waste", "insights", "household")
ROUNDS, WARMING = 20, 3
SESSIONS, SESSION_SECONDS, THINK_SECONDS, CLICK_SHARE = 50, 40, (4.0, 12.0), 0.02
PULSE_SECONDS = 2.0
PARTS = ("pages", "clicks", "sessions", "chromium")


@dataclass
class Times:
    """What the same thing took, each time."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        cpu = f"{statistics.median(self.cpu_ms):.0f} / {p95(self.cpu_ms):.0f}" if self.cpu_ms else "–"
        return f"{cpu} | {statistics.median(self.wall_ms):.0f} / {p95(self.wall_ms):.0f}"


def p95(values: list[float]) -> float:
    """Return the 95th percentile (nearest rank)."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def cpu_seconds_of(pid: int) -> float:
    """Return the CPU time of another process, to the nanosecond: Linux' clock id of a process is ~pid << 3 | 2."""
    return time.clock_gettime((~pid << 3) | 2)


async def timed(served: Served, times: Times, act: "Callable[[], object]") -> Run:
    """Do something to a dashboard and add what it took."""
    cpu = cpu_seconds_of(served.pid)
    run: Run = await act()  # type: ignore[misc]
    times.wall_ms.append(run.elapsed_ms)
    times.cpu_ms.append((cpu_seconds_of(served.pid) - cpu) * 1000)
    return run


async def open_pages(served: Served, names: tuple[str, ...], rounds: int) -> dict[str, Times]:
    """Open every page in turn, so many rounds, after some that do not count."""
    found: dict[str, Times] = {name: Times() for name in names}
    async with ScriptedBrowser(served.address) as browser:
        for number in range(WARMING + rounds):
            for name in names:
                times = found[name] if number >= WARMING else Times()
                await timed(served, times, partial(browser.open, "" if name == "home" else name))
    return found


async def click(served: Served, rounds: int) -> dict[str, Times]:
    """Eat and take back, on Home and in the pantry: what answers, what follows; and a look for news that finds none."""
    found: dict[str, Times] = {name: Times() for name in (
        "eat on Home: the answer", "eat on Home: the rest of the page", "undo on Home: the answer",
        "eat in Pantry: the answer", "eat in Pantry: the rest of the page", "a look for news",
    )}
    async with ScriptedBrowser(served.address) as browser:
        for number in range(WARMING + rounds):
            into = found if number >= WARMING else {name: Times() for name in found}
            await browser.open("")
            await timed(served, into["eat on Home: the answer"], lambda: browser.press("Ate it"))
            await timed(served, into["eat on Home: the rest of the page"], browser.pulse)
            await timed(served, into["undo on Home: the answer"], lambda: browser.press("Undo"))
            await browser.open("pantry")
            menu = next(label for label in browser.last.menus if label.startswith("More for"))
            await timed(served, into["eat in Pantry: the answer"], partial(browser.choose, menu, "Ate all"))
            await timed(served, into["eat in Pantry: the rest of the page"], browser.pulse)
            await browser.press("Undo")
            await browser.pulse()
            await timed(served, into["a look for news"], browser.pulse)
    return found


@dataclass
class Crowd:
    """What fifty sessions at once met."""

    opened_ms: list[float] = field(default_factory=list)
    clicked_ms: list[float] = field(default_factory=list)
    pulsed_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory_mb_each: float = 0.0
    cpu_share: float = 0.0


async def crowd(served: Served) -> Crowd:
    """Let fifty sessions look around for a while, each with its own pulse; some of them eat something."""
    met = Crowd()
    async with contextlib.AsyncExitStack() as stack:
        async with ScriptedBrowser(served.address) as first:
            for name in PAGES:
                await first.open("" if name == "home" else name)
        before_mb = pss_mb(served.pid)
        browsers = [await stack.enter_async_context(ScriptedBrowser(served.address)) for _ in range(SESSIONS)]
        for number, browser in enumerate(browsers):
            await browser.open("" if number % 2 else "pantry")
        met.memory_mb_each = (pss_mb(served.pid) - before_mb) / SESSIONS
        cpu, started = cpu_seconds_of(served.pid), time.perf_counter()
        until = started + SESSION_SECONDS
        await asyncio.gather(*(look_around(one, met, until, random.Random(n)) for n, one in enumerate(browsers)))
        met.cpu_share = (cpu_seconds_of(served.pid) - cpu) / (time.perf_counter() - started)
    return met


async def look_around(browser: ScriptedBrowser, met: Crowd, until: float, draw: random.Random) -> None:
    """Be one person: look at a page, think, go on; the page asks for news every two seconds meanwhile."""
    next_act = time.perf_counter() + draw.uniform(0, THINK_SECONDS[1])
    next_pulse = time.perf_counter() + draw.uniform(0, PULSE_SECONDS)
    while (now := time.perf_counter()) < until:
        await asyncio.sleep(max(0.0, min(next_act, next_pulse, until) - now))
        try:
            if next_pulse <= next_act:
                met.pulsed_ms.append((await browser.pulse()).elapsed_ms)
                next_pulse = time.perf_counter() + PULSE_SECONDS
                continue
            next_act = time.perf_counter() + draw.uniform(*THINK_SECONDS)
            if draw.random() < CLICK_SHARE:
                await browser.open("")
                met.clicked_ms.append((await browser.press("Ate it")).elapsed_ms)
            else:
                name = draw.choice(PAGES)
                met.opened_ms.append((await browser.open("" if name == "home" else name)).elapsed_ms)
        except Exception as error:
            met.errors.append(f"{type(error).__name__}: {error}"[:200])
            return


def look(address: str) -> dict[str, Times]:
    """Open Home anew and eat something, in Chromium: first contentful paint, the heading, the effect of the click."""
    from playwright.sync_api import sync_playwright

    found: dict[str, Times] = {"first paint": Times(), "first heading": Times(), "click to effect": Times()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        for _ in range(10):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.set_default_timeout(60_000)
            started = time.perf_counter()
            page.goto(address)
            page.wait_for_selector("h1.title")
            found["first heading"].wall_ms.append((time.perf_counter() - started) * 1000)
            paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
            found["first paint"].wall_ms.append(paint)
            if page.get_by_role("button", name="Ate it").count():
                page.wait_for_timeout(1000)
                started = time.perf_counter()
                page.get_by_role("button", name="Ate it").first.click()
                page.wait_for_selector(".said")
                found["click to effect"].wall_ms.append((time.perf_counter() - started) * 1000)
                page.get_by_role("button", name="Undo").first.click()
                page.wait_for_selector(".said", state="detached")
            context.close()
        browser.close()
    return found


@contextlib.contextmanager
def homes(keep: Path | None) -> Iterator[tuple[Path, Path]]:
    """Yield the large and the small home, built unless they were kept."""
    with tempfile.TemporaryDirectory() as folder:
        below = keep or Path(folder)
        yield large_home(below / "large"), small_home(below / "small")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="a folder where the homes stay for the next run")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each page and click is measured")
    options = parser.parse_args()
    parts = options.parts.split(",")
    with homes(options.keep) as (large, small):
        log = small / "bench-dashboard.log"
        with serve(large, log=log) as full, serve(small, log=log) as slight, serve(
            small, log=log, application=EMPTY_PAGE
        ) as empty:
            report(parts, options.rounds, full, slight, empty)
    print(f"\nload average {os.getloadavg()[0]:.1f} at the end")


def report(parts: list[str], rounds: int, full: Served, slight: Served, empty: Served) -> None:
    """Measure the parts asked for and print a table of each."""
    if "pages" in parts:
        wide, narrow = asyncio.run(open_pages(full, PAGES, rounds)), asyncio.run(open_pages(slight, PAGES, rounds))
        bare = asyncio.run(open_pages(empty, ("home",), rounds))["home"]
        print("| page | CPU ms p50 / p95 | wall ms p50 / p95 | 50 lots: CPU | wall |\n|---|---|---|---|---|")
        for name in PAGES:
            print(f"| {name} | {wide[name]} | {narrow[name]} |")
        print(f"| an empty Streamlit page | {bare} | | |")
    if "clicks" in parts:
        wide, narrow = asyncio.run(click(full, rounds)), asyncio.run(click(slight, rounds))
        print("\n| click | CPU ms p50 / p95 | wall ms p50 / p95 | 50 lots: CPU | wall |\n|---|---|---|---|---|")
        for name, times in wide.items():
            print(f"| {name} | {times} | {narrow[name]} |")
    if "sessions" in parts:
        met = asyncio.run(crowd(full))
        print(f"\n{SESSIONS} sessions for {SESSION_SECONDS} s: {len(met.opened_ms)} pages p50 / p95 "
              f"{statistics.median(met.opened_ms):.0f} / {p95(met.opened_ms):.0f} ms, {len(met.clicked_ms)} clicks "
              f"p95 {p95(met.clicked_ms or [0]):.0f} ms, {len(met.pulsed_ms)} pulses p95 {p95(met.pulsed_ms):.0f} ms; "
              f"{len(met.errors)} errors {met.errors[:3]}; server CPU {met.cpu_share:.2f} cores; "
              f"{met.memory_mb_each:.1f} MB a session; server {sum(map(pss_mb, family(full.pid))):.0f} MB")
    if "chromium" in parts and CHROMIUM.exists():
        seen, bare_seen = look(full.address), look(empty.address)
        print("\n| Chromium | wall ms p50 / p95 | an empty Streamlit page |\n|---|---|---|")
        for name, times in seen.items():
            shown = [str(one).split(" | ")[1] if one.wall_ms else "–" for one in (times, bare_seen[name])]
            print(f"| {name} | {shown[0]} | {shown[1]} |")


if __name__ == "__main__":
    main()
