"""Kitchens to look at: an empty one and a filled one, made through the same actions as a person's clicks."""

import atexit
import shutil
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME, ensure_household
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import HouseholdCreated
from pantry.live import LiveView
from pantry.vocabulary import DateKind, Place, Reason

USE_BY, BEST_BEFORE = DateKind.USE_BY, DateKind.BEST_BEFORE
# food, quantity, unit, place, bought days ago, date in days, kind of date, price
LOTS = (
    ("spinach", "180", "g", Place.FRIDGE, 3, 0, USE_BY, 199),
    ("salmon_fillet", "2", "piece", Place.FRIDGE, 1, 1, USE_BY, 649),
    ("yogurt", "500", "g", Place.FRIDGE, 8, 2, BEST_BEFORE, 119),
    ("mushroom", "250", "g", Place.FRIDGE, 4, None, None, 179),
    ("milk", "1", "l", Place.FRIDGE, 5, 9, BEST_BEFORE, 129),
    ("milk", "1", "l", Place.FRIDGE, 1, 12, BEST_BEFORE, 129),
    ("egg", "10", "piece", Place.FRIDGE, 6, 17, BEST_BEFORE, 329),
    ("tomato", "640", "g", Place.COUNTER, 2, None, None, 256),
    ("butter", "250", "g", Place.FRIDGE, 10, 30, BEST_BEFORE, 239),
    ("hard_cheese", "400", "g", Place.FRIDGE, 10, 21, BEST_BEFORE, 499),
    ("minced_beef", "500", "g", Place.FREEZER, 20, None, None, 599),
    ("frozen_peas", "750", "g", Place.FREEZER, 30, 300, BEST_BEFORE, 249),
    ("bread", "1", "loaf", Place.COUNTER, 2, None, None, 349),
    ("banana", "5", "piece", Place.COUNTER, 2, None, None, 165),
    ("apple", "6", "piece", Place.COUNTER, 6, None, None, 240),
    ("rice", "1000", "g", Place.CUPBOARD, 40, 400, BEST_BEFORE, 219),
    ("pasta", "2", "pack", Place.CUPBOARD, 30, 500, BEST_BEFORE, 198),
    ("lentils", "500", "g", Place.CUPBOARD, 60, 300, BEST_BEFORE, 179),
    ("canned_tomatoes", "3", "can", Place.CUPBOARD, 20, 600, BEST_BEFORE, 237),
    ("olive_oil", "750", "ml", Place.CUPBOARD, 90, 200, BEST_BEFORE, 899),
    ("honey", "500", "g", Place.CUPBOARD, 200, None, None, 549),
    ("coffee", "500", "g", Place.CUPBOARD, 15, 150, BEST_BEFORE, 699),
    ("chocolate", "2", "bar", Place.CUPBOARD, 12, 90, BEST_BEFORE, 298),
    ("potato", "2000", "g", Place.CELLAR, 9, None, None, 299),
    ("onion", "1000", "g", Place.CELLAR, 9, None, None, 149),
    ("orange_juice", "1", "l", Place.FRIDGE, 4, 6, BEST_BEFORE, 219),
    ("chicken_breast", "400", "g", Place.FRIDGE, 2, 1, USE_BY, 549),
    ("ham", "150", "g", Place.FRIDGE, 3, 3, USE_BY, 229),
    ("quark", "250", "g", Place.FRIDGE, 12, -2, BEST_BEFORE, 99),
)


def empty_kitchen(home: Home, *, language: str = "en") -> Journal:
    """Return a journal with the user's own household and nothing in it."""
    journal = open_journal(home)
    settings = HouseholdCreated.model_validate({"name": "My kitchen", "language": language})
    ensure_household(journal, HOME, settings)
    return journal


def filled_kitchen(home: Home, *, language: str = "en") -> Kitchen:
    """Return a kitchen with about thirty purchases, some opened, eaten from and binned."""
    shutil.copy(_filled_journal(language), home.root / "journal.db")
    return _kitchen(open_journal(home))


def _kitchen(journal: Journal) -> Kitchen:
    kitchen = Kitchen(journal, HOME, view=LiveView(journal, HOME))
    kitchen.view.refresh()
    return kitchen


@lru_cache
def _filled_journal(language: str) -> Path:
    """Fill a journal once a language and return its file; every test copies it."""
    folder = tempfile.mkdtemp(prefix="larder-filled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = Home.at(folder).create()
    kitchen = _kitchen(empty_kitchen(home, language=language))
    _fill(kitchen)
    # Closing the last connection folds the write-ahead log into the file that is copied.
    kitchen.journal.engine.dispose()
    return home.root / "journal.db"


def _fill(kitchen: Kitchen) -> None:
    today = kitchen.view.household().today(kitchen.journal.clock())
    lots: dict[str, str] = {}
    for food_id, quantity, unit, place, ago, due, kind, price in LOTS:
        done = kitchen.acquire(
            food_id=food_id, quantity=Decimal(quantity), unit=unit, place=place, price_minor=price,
            purchased_on=today - timedelta(days=ago),
            expires_on=None if due is None else today + timedelta(days=due), date_kind=kind,
        )
        lots[food_id] = done.lot_ids[0]
    _live_a_little(kitchen, lots, today)


def _live_a_little(kitchen: Kitchen, lots: dict[str, str], today: date) -> None:
    kitchen.open(lots["yogurt"], on=today - timedelta(days=3))
    kitchen.consume(lots["yogurt"], Decimal(150), on=today - timedelta(days=2))
    kitchen.consume(lots["egg"], Decimal(3), on=today - timedelta(days=1))
    kitchen.discard(lots["banana"], Decimal(1), reason=Reason.SPOILED)
    kitchen.acquire(food_name="Oma's plum <b>jam</b>", quantity=Decimal(1), unit="jar", place=Place.CUPBOARD)
