"""Whatever arrives, and however late: what increments leave behind is what one build of all events gives."""

import random
from decimal import Decimal

import pytest

from pantry import payloads
from pantry.home import Home
from pantry.journal import open_journal
from tests.warehouse.comparing import differences
from tests.warehouse.kitchens import Kitchen
from warehouse import passes
from warehouse.build import refresh
from warehouse.passes import connected
from warehouse.reader import Warehouse

KITCHENS, ROUNDS = 8, 3


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


@pytest.mark.parametrize("seed", [1])
def test_increments_add_up_to_what_one_build_of_everything_gives(
    tmp_path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(seed)
    home = Home.at(tmp_path / "home").create()
    journal = open_journal(home, checked=False)
    kitchens = [Kitchen(f"house-{seed}-{number}", 100 * seed + number) for number in range(KITCHENS)]
    for kitchen in kitchens:
        kitchen.live(30)
        journal.append(kitchen.events)
    refresh(home, expectations=False, journal=journal)
    for number in range(ROUNDS):
        # The second reads the touched households back one by one, as from a mart of many millions.
        monkeypatch.setattr(passes, "SCAN_ROWS_PER_QUERY", 0 if number == 1 else 40_000)
        touched = draw.sample(kitchens, 3)
        if number == ROUNDS - 1:
            touched.append(Kitchen(f"late-{seed}", seed))
        for kitchen in touched:
            news(kitchen, draw)
            for event in kitchen.events:       # one by one: within one append times must increase
                journal.append([event])
        result = refresh(home, expectations=number == 1, journal=journal)
        assert not result.is_full and result.touched_households == len(touched)

    at_once = Home.at(tmp_path / "at-once", home.journal_url)
    refresh(at_once, full=True, expectations=False)
    assert differences(Warehouse(home), Warehouse(at_once)) == {}


def test_an_increment_reads_only_landing_files_with_news(tmp_path) -> None:
    home = Home.at(tmp_path / "home").create()
    journal = open_journal(home, checked=False)
    kitchens = [Kitchen(f"house-{number}", number) for number in range(2)]
    for kitchen in kitchens:
        kitchen.live(10)
        journal.append(kitchen.events)
        refresh(home, expectations=False, journal=journal)
    with connected(home) as connection:
        newest = connection.execute("select min(seq), max(seq) from staging.landing.events").fetchone()
        touched = connection.execute("select distinct household_id from staging.touched.pantry_lots").fetchall()
    assert newest == (len(kitchens[0].events) + 1, journal.max_seq())
    assert touched == [("house-1",)]
