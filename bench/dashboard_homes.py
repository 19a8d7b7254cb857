"""The homes that bench/dashboard.py serves: a full house, a small one, and an empty Streamlit page to compare with."""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from pantry.events import new_event
from pantry.home import REPOSITORY, Home
from pantry.household import HOME, ensure_household
from pantry.ids import bucket_of
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import HouseholdCreated, LotAcquired, LotConsumed
from pantry.live import LiveView
from pantry.storage.tables import events as events_table
from pantry.vocabulary import DateKind, DateSource
from samples.kitchen_tables import ITEMS
from samples.synthetic import synthetic_batches
from samples.till_layouts import LAYOUTS, till_receipt

LOTS, EVENTS, RECEIPTS, SMALL_LOTS = 2_000, 20_000, 400, 50
EMPTY_PAGE = "bench.empty_page:app"
_CORPUS = Path(os.environ.get("LARDER_SHARED_DATA") or REPOSITORY.parent / "shared" / "data") / "recipes"
_DONE = "bench-ready"


def large_home(root: Path) -> Path:
    """Return a home of 2,000 lots in stock, 20,000 events, 400 receipts and all recipes there are; built once."""
    def fill(home: Home, journal: Journal) -> None:
        _tell(journal, EVENTS - LOTS)
        view = LiveView(journal, HOME)
        view.refresh()
        _buy(journal, LOTS - len(view.lots()))
        _fill_up(journal, EVENTS)
        _settle_receipts(home, journal)
        import_corpus(home)

    return _built(root, fill)


def small_home(root: Path) -> Path:
    """Return a home of 50 lots and the sample recipes; built once."""
    def fill(home: Home, journal: Journal) -> None:
        ensure_household(journal, HOME, HouseholdCreated(name="My kitchen"))
        _buy(journal, SMALL_LOTS)
        _import_samples(home)

    return _built(root, fill)


def import_corpus(home: Home) -> None:
    """Put the recipes of the development data into the store, or the samples where there are none; index them."""
    from recipes.matching.current_index import open_index
    from recipes.recipe import Recipe
    from recipes.store import RecipeStore

    file = _CORPUS / "recipes.parquet"
    if not file.exists():
        _import_samples(home)
        return
    import pyarrow.parquet as pq

    names = ["title", "url", "ingredients", "ingredient_names", "instructions", "total_minutes"]
    RecipeStore(home.recipes).upsert(
        Recipe(
            title=row["title"] or "", url=row["url"], total_minutes=row["total_minutes"],
            ingredients=tuple(row["ingredients"] or row["ingredient_names"] or ()),
            instructions=tuple((row["instructions"] or "").splitlines()),
        )
        for row in pq.read_table(file, columns=names).to_pylist()
    )
    open_index(home)


def _import_samples(home: Home) -> None:
    from recipes.importing import import_recipes

    import_recipes(home, REPOSITORY / "samples" / "recipes")


def _built(root: Path, fill: Callable[[Home, Journal], None]) -> Path:
    home = Home.at(root)
    if not (root / _DONE).exists():
        shutil.rmtree(root, ignore_errors=True)
        home.create()
        fill(home, open_journal(home))
        _take_in_receipts(home)
        from warehouse.build import refresh

        refresh(home, full=True)
        (root / _DONE).touch()
    return root


def _tell(journal: Journal, events: int) -> None:
    """Write one synthetic household's year and a half as the user's own."""
    own = {"household_id": HOME, "bucket": bucket_of(HOME)}
    with journal.writing() as connection:
        for batch in synthetic_batches(1, events):
            connection.execute(sa.insert(events_table), [row | own for row in batch.to_pylist()])


def _buy(journal: Journal, lots: int) -> None:
    """Put so many purchases of the last weeks on the shelves, every third with a printed date."""
    now = journal.clock()
    events = []
    for number in range(lots):
        item = ITEMS[number % len(ITEMS)]
        bought_at = now - timedelta(days=40) + timedelta(minutes=number)
        due = now.date() + timedelta(days=number * 11 % 90 - 3) if number % 3 == 0 else None
        events.append(new_event(HOME, LotAcquired(
            food_id=item.food_id, quantity=Decimal(f"{item.pack:g}"), unit=item.unit, place=item.place,
            price_minor=item.price_minor, currency="EUR", purchased_on=now.date() - timedelta(days=number * 7 % 40),
            expires_on=due, date_kind=DateKind.BEST_BEFORE if due else None,
            date_source=DateSource.USER if due else None,
        ), occurred_at=bought_at))
    journal.append(events)


def _fill_up(journal: Journal, events: int) -> None:
    """Eat a thousandth of lots until there are so many events."""
    view = LiveView(journal, HOME)
    view.refresh()
    lots = [lot for lot in view.lots() if lot.quantity > 1]
    start = journal.clock() - timedelta(days=1)
    journal.append([
        new_event(HOME, LotConsumed(lot_id=lots[number % len(lots)].lot_id, quantity=Decimal("0.001")),
                  occurred_at=start + timedelta(seconds=number))
        for number in range(max(0, events - journal.max_seq()))
    ])


def _settle_receipts(home: Home, journal: Journal) -> None:
    """Take in receipts of three years, and leave their lines out of stock, which is there already."""
    from intake.review import review_documents
    from intake.taking import take_in
    from intake.workplace import Workplace

    workplace = Workplace(home, journal, HOME)
    today, kinds = journal.clock().date(), [name for name, one in LAYOUTS.items() if one.language in ("en", "de")]
    for number in range(RECEIPTS):
        day = today - timedelta(days=20 + number * 1000 // RECEIPTS)
        receipt = till_receipt(kinds[number % len(kinds)], number)
        take_in(workplace, f"{receipt.text}Date: {day.isoformat()}\n".encode(), name=f"receipt {number}.txt")
    workplace.kitchen.set_aside([line.proposal for one in review_documents(workplace) for line in one.waiting])


def _take_in_receipts(home: Home) -> None:
    from intake.taking import take_in
    from intake.workplace import Workplace

    workplace = Workplace(home, open_journal(home), HOME)
    for path in sorted((REPOSITORY / "samples" / "receipts").glob("*.txt")):
        take_in(workplace, path)
