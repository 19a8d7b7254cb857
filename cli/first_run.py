"""The first run: two households, a demo filled from `samples/`, and one pass of the pipeline."""

import os
import time
from collections.abc import Callable
from datetime import date

from cli.output import begun_journal
from pantry.home import REPOSITORY, Home
from pantry.household import DEMO, fold_household
from pantry.journal import Journal

SAMPLES = REPOSITORY / "samples"
_MARK = "first-run-done"


def prepare(home: Home, say: Callable[[str], None]) -> bool:
    """Fill a new home and run the pipeline once; return whether anything was done.

    Every step can be repeated: a first run that was interrupted is taken up again by the next.
    """
    journal = begun_journal(home)
    mark = home.root / _MARK
    if mark.exists():
        return False
    started = time.monotonic()
    say("First run: filling the demo kitchen (simulated) …")
    today = fold_household(DEMO, []).today(journal.clock())
    events = fill_demo_household(journal, today=today)
    recipes = import_sample_recipes(home)
    documents = drop_demo_documents(home, today=today)
    say(f"  {events} events, {recipes} recipes, {documents} receipts and photos")
    say("First run: reading the documents and building the warehouse (about half a minute) …")
    from orchestration.once import run_pipeline

    run_pipeline(home)
    mark.write_text("The demo kitchen was filled. Remove this file to fill it again.\n")
    say(f"  ready after {time.monotonic() - started:.0f} s")
    return True


def fill_demo_household(journal: Journal, *, today: date) -> int:
    """Write the simulated kitchen of the household `demo`; return how many events it has."""
    from samples.simulate import fill_demo

    return fill_demo(journal, today=today)


def import_sample_recipes(home: Home) -> int:
    """Put the sample recipes into the store; return how many there are."""
    from recipes.importing import import_recipes

    return sum(1 for outcome in import_recipes(home, SAMPLES / "recipes") if outcome.recipe is not None)


def drop_demo_documents(home: Home, *, today: date) -> int:
    """Write a receipt of yesterday and a photo into the demo's inbox; return how many."""
    from samples.demo_documents import write_demo_documents

    files = write_demo_documents(home.inbox / DEMO, today=today)
    # A file that is this young counts as still growing; these are whole.
    for path in files:
        os.utime(path, (0, 0))
    return len(files)
