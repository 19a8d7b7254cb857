"""The live view: what it keeps in memory always equals a fold of everything, however the events trickled in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pantry.actions import Kitchen
from pantry.errors import UnknownLot
from pantry.events import Event
from pantry.foods import catalog
from pantry.journal import Journal
from pantry.kinds.lot_payloads import DishCooked, Leftover, LotAcquired
from pantry.kinds.payloads import HouseholdChanged, HouseholdCreated, LineReviewed
from pantry.live import LiveView
from pantry.vocabulary import Decision, Place, Reason
from tests.pantry.event_sets import HOUSEHOLD, event, journals, raw_rows
from tests.pantry.reference_fold import fold
from tests.pantry.test_fold import as_row


class Arrivals:
    """Stands in for a journal whose events arrive chunk by chunk."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def read_arrow(self, *, household_id: str, after_seq: int = 0) -> pa.Table:
        assert household_id == HOUSEHOLD
        return raw_rows(self.events).slice(after_seq) if self.events else raw_rows([])


def created() -> Event:
    """Return the event that makes the household; before it arrives nothing of it counts."""
    return event("ffffffff-0000-4000-8000-00000000000f", HouseholdCreated, 0, {"name": "H"})


def rows_of(view: LiveView) -> list[tuple[Any, ...]]:
    return view._connection.execute("from lots order by lot_id").fetchall()


@given(events=journals(), data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_refreshing_chunk_by_chunk_equals_folding_everything_at_once(events, data):
    arrived = data.draw(st.permutations([*events, created()]))
    cuts = sorted(data.draw(st.lists(st.integers(1, len(arrived)), max_size=5)))
    journal = Arrivals()
    warm = LiveView(journal, HOUSEHOLD)  # type: ignore[arg-type]
    for cut in [*cuts, len(arrived)]:
        journal.events = arrived[:cut]
        assert warm.refresh() == cut
        warm.lots()        # what it keeps of leftovers' values must not outlive what changes them
    cold = LiveView(journal, HOUSEHOLD)  # type: ignore[arg-type]
    cold.refresh()
    assert rows_of(warm) == rows_of(cold)
    assert warm.lots(in_stock=False) == cold.lots(in_stock=False)
    expected = {lot_id: as_row(lot)["stock_milli"] for lot_id, lot in fold(events).items()}
    assert {str(row[0]): row[1] for row in warm._connection.execute(
        "select lot_id, stock_milli from lots").fetchall()} == expected


def a_busy_day(kitchen: Kitchen) -> dict[str, str]:
    """Do a bit of everything and return the ids of the lots by name."""
    milk = kitchen.acquire(food_id="milk", quantity=Decimal(3), unit="pack", place=Place.FRIDGE, price_minor=387)
    peas = kitchen.acquire(food_id="frozen_peas", quantity=Decimal(750), unit="g", place=Place.FREEZER)
    kitchen.open(milk.lot_ids[0])
    part = kitchen.split(milk.lot_ids[0], Decimal(1), place=Place.FREEZER)
    eaten = kitchen.consume(milk.lot_ids[0], Decimal(1))
    kitchen.undo(eaten)
    stew = kitchen.cook(
        [(peas.lot_ids[0], Decimal(250))],
        leftover=Leftover(food_name="stew", quantity=Decimal(400), unit="g", place=Place.FRIDGE),
    )
    kitchen.discard(stew.lot_ids[-1], Decimal(100), reason=Reason.COOKED_TOO_MUCH)
    return {"milk": milk.lot_ids[0], "part": part.lot_ids[1], "peas": peas.lot_ids[0], "stew": stew.lot_ids[-1]}


def test_two_views_of_one_household_agree(kitchen: Kitchen, journal: Journal):
    early = LiveView(journal, "home")
    early.refresh()
    lots = a_busy_day(kitchen)
    late = LiveView(journal, "home")
    for view in (early, late):
        view.refresh()
    assert rows_of(early) == rows_of(late) == rows_of(kitchen.view)
    assert {lot.lot_id: lot.quantity for lot in early.lots()} == {
        lots["milk"]: 2, lots["part"]: 1, lots["peas"]: 500, lots["stew"]: 300,
    }


def test_rebuilding_changes_nothing(kitchen: Kitchen):
    a_busy_day(kitchen)
    before, seq = rows_of(kitchen.view), kitchen.view.seq
    kitchen.view.rebuild()
    assert (rows_of(kitchen.view), kitchen.view.seq) == (before, seq)


def test_refreshing_without_news_reads_nothing_and_keeps_what_was_computed(kitchen: Kitchen):
    a_busy_day(kitchen)
    lots = kitchen.view.lots()
    kitchen.view.refresh()
    assert kitchen.view.lots() is lots


def test_a_view_of_an_empty_household_is_empty(journal: Journal):
    view = LiveView(journal, "home")
    assert view.refresh() == 1
    assert (view.lots(), view.documents(), view.rejected(), view.decisions()) == ([], [], [], {})
    assert view.household().name == "Home"
    with pytest.raises(UnknownLot):
        view.lot("00000000-0000-4000-8000-000000000000")


def test_the_value_of_the_parts_is_the_price_of_the_whole(kitchen: Kitchen):
    lots = a_busy_day(kitchen)
    values = {lot.lot_id: lot.value_minor for lot in kitchen.view.lots()}
    assert values[lots["milk"]] + values[lots["part"]] == 387
    # No price of the peas was said, so the catalog's stands in; three quarters of the stew are left.
    a_kilogram = catalog().foods["frozen_peas"].reference_price_eur_per_kg
    assert kitchen.view.lot(lots["stew"]).value_minor == round(a_kilogram * 100 * 0.25 * 0.75)


def test_a_leftovers_value_follows_what_is_said_later_of_what_went_into_it(kitchen: Kitchen):
    lots = a_busy_day(kitchen)
    before = kitchen.view.lot(lots["stew"]).value_minor
    kitchen.consume(lots["milk"], Decimal(1))
    assert {lot.lot_id: lot.value_minor for lot in kitchen.view.lots()}[lots["stew"]] == before
    kitchen.correct(lots["peas"], price_minor=1200)
    assert {lot.lot_id: lot.value_minor for lot in kitchen.view.lots()}[lots["stew"]] == 300


def test_a_leftover_gains_its_value_when_the_purchase_arrives_after_the_dish():
    peas, stew = (f"0000000{number}-0000-4000-8000-000000000000" for number in (1, 2))
    journal = Arrivals()
    journal.events = [created(), event(stew, DishCooked, 1, {
        "ingredients": [{"lot_id": peas}], "leftover": {"food_name": "stew", "quantity": 400, "unit": "g"}})]
    view = LiveView(journal, HOUSEHOLD)  # type: ignore[arg-type]
    view.refresh()
    assert [lot.value_minor for lot in view.lots()] == [None]
    journal.events.append(event(peas, LotAcquired, 0, {
        "food_id": "frozen_peas", "quantity": 400, "unit": "g", "place": "freezer", "price_minor": 250,
        "currency": "EUR"}))
    view.refresh()
    assert [lot.value_minor for lot in view.lots()] == [250]


def test_history_tells_what_happened_and_marks_what_was_undone(kitchen: Kitchen):
    lots = a_busy_day(kitchen)
    told = [(event.kind, event.is_undone) for event in kitchen.view.history(lots["milk"])]
    assert told == [("lot_acquired", False), ("lot_opened", False), ("lot_split", False), ("lot_consumed", True)]


def test_the_history_of_a_leftover_begins_with_its_dish_and_does_not_list_what_went_in(kitchen: Kitchen):
    peas, rice = (kitchen.acquire(food_id=food_id, quantity=Decimal(500), unit="g", place=Place.FRIDGE).lot_ids[0]
                  for food_id in ("frozen_peas", "rice"))
    done = kitchen.cook([(peas, Decimal(200)), (rice, Decimal(150))], title="Peas and rice",
                        leftover=Leftover(food_name="Peas and rice", quantity=Decimal(2), unit="box"))
    kitchen.consume(done.lot_ids[-1], Decimal(1))
    told = [(event.kind, event.quantity) for event in kitchen.view.history(done.lot_ids[-1])]
    assert told == [("dish_cooked", 2), ("lot_consumed", 1)]
    assert [(event.kind, event.quantity) for event in kitchen.view.history(peas)][1:] == [("dish_used", 200)]


def test_dates_are_local_to_the_household(clock: list[datetime], kitchen: Kitchen):
    """23:30 UTC is already the next day in Berlin and still the same in New York."""
    clock[0] = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    lot_id = kitchen.acquire(food_id="milk", quantity=Decimal(1), unit="pack", place=Place.FRIDGE).lot_ids[0]
    clock[0] += timedelta(minutes=1)
    kitchen.open(lot_id)
    assert (kitchen.view.lot(lot_id).purchased_on, kitchen.view.lot(lot_id).opened_on) == (date(2026, 3, 2),) * 2
    kitchen.change_settings(HouseholdChanged(time_zone="America/New_York"))
    assert kitchen.view.lot(lot_id).opened_on == date(2026, 3, 1)


def test_a_lot_that_is_used_up_leaves_the_shelf_but_not_the_book(kitchen: Kitchen):
    lot_id = kitchen.acquire(food_id="egg", quantity=Decimal(6), unit="piece", place=Place.FRIDGE).lot_ids[0]
    kitchen.consume(lot_id)
    assert [lot.lot_id for lot in kitchen.view.lots()] == []
    assert kitchen.view.lot(lot_id).acquired == 6


def test_the_last_word_about_a_line_is_its_decision(kitchen: Kitchen):
    def reviewed(decision: Decision) -> Sequence[LineReviewed]:
        return [LineReviewed(document_sha256="a" * 64, line_key="milk", line_no=1, decision=decision)]

    kitchen._write(reviewed(Decision.IGNORED))
    kitchen._write(reviewed(Decision.NOT_FOOD))
    assert list(kitchen.view.decisions().values()) == ["not_food"]


def test_a_household_nobody_wrote_about_is_empty_and_not_an_error(journal: Journal):
    view = LiveView(journal, "nobody")
    assert (view.refresh(), view.refresh(), view.lots()) == (0, 0, [])
