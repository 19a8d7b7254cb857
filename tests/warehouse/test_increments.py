"""Whatever arrives, and however late: what increments leave behind is what one build of all events gives."""

import copy
import random
from decimal import Decimal

import pytest

from pantry.home import Home
from pantry.journal import open_journal
from pantry.kinds import payloads
from tests.warehouse.comparing import differences
from tests.warehouse.conftest import Town
from tests.warehouse.kitchens import Kitchen
from warehouse import passes
from warehouse.build import refresh
from warehouse.passes import connected
from warehouse.reader import Warehouse

KITCHENS = 8


def news(kitchen: Kitchen, draw: random.Random) -> None:
    """Tell something new, something of long ago, a change of settings, or take back what was said."""
    kitchen.live(draw.randrange(1, 15))
    for what in draw.sample(("backdated", "settings", "undone", "undone twice", "another food"), draw.randrange(1, 4)):
        old = draw.choice(kitchen.events[1:])
        if what == "backdated":
            kitchen.tell_of_before(
                payloads.LotAcquired(food_id="milk", quantity=Decimal(1), unit="l", place="fridge", price_minor=150,
                                     currency="EUR"), hours_ago=draw.choice([30, 400, 2000]))
            kitchen.tell_of_before(
                payloads.LotDiscarded(lot_id=draw.choice(kitchen.lots), reason="spoiled", destination="compost"),
                hours_ago=draw.choice([5, 300]))
        elif what == "settings":
            kitchen.tell(draw.choice([
                payloads.HouseholdChanged(time_zone="Pacific/Auckland"), payloads.HouseholdChanged(people=5),
                payloads.HouseholdChanged(minimum_stock={"milk": ("2", "l")}),
            ]))
        elif what == "another food":
            kitchen.tell(payloads.LotCorrected(lot_id=draw.choice(kitchen.lots), food_id="apple"))
        else:
            undo = kitchen.tell(payloads.EventUndone(undoes_event_id=old.event_id))
            if what == "undone twice":
                kitchen.tell(payloads.EventUndone(undoes_event_id=undo.event_id))


def test_increments_add_up_to_what_one_build_of_everything_gives(
    town: Town, copy_of, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The town was built in full and once by increment; two more follow, of which each reads what is new alone."""
    draw = random.Random(1)
    home = copy_of(town.home, "increments")
    journal = open_journal(home, checked=False)
    kitchens = copy.deepcopy([town.kitchens[f"kitchen-{number}"] for number in range(KITCHENS)])
    for scanned, newcomers in ((40_000, []), (0, [Kitchen("newcomer", 1)])):
        # 0: read the touched households back one by one, as from a mart of many millions.
        monkeypatch.setattr(passes, "SCAN_ROWS_PER_QUERY", scanned)
        touched, before = [*draw.sample(kitchens, 3), *newcomers], journal.max_seq()
        for kitchen in touched:
            told = len(kitchen.events)
            news(kitchen, draw)
            for event in kitchen.events[told if kitchen not in newcomers else 0:]:
                journal.append([event])        # one by one: within one append times must increase
        result = refresh(home, expectations=scanned == 0, journal=journal)
        assert not result.is_full and result.touched_households == len(touched)
        with connected(home) as connection:
            newest = connection.execute("select min(seq), max(seq) from staging.landing.events").fetchone()
            seen = connection.execute("select distinct household_id from staging.touched.pantry_lots").fetchall()
        assert newest == (before + 1, journal.max_seq()), "only landing files with news are read"
        assert {household_id for (household_id,) in seen} == {kitchen.household_id for kitchen in touched}

    at_once = Home.at(tmp_path / "at-once", home.journal_url)
    refresh(at_once, full=True, expectations=False)
    assert differences(Warehouse(home), Warehouse(at_once)) == {}
