"""Opening, freezing, thawing and moving part of a lot: one action with one undo, nothing lost and nothing made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.actions import Kitchen
from pantry.events import new_event
from pantry.home import Home
from pantry.journal import open_journal
from pantry.kinds.payloads import HouseholdChanged, HouseholdCreated
from pantry.lots import Lot
from pantry.typing.portions import less, meant_by, meant_in
from pantry.typing.typed_foods import TypingKitchen, understand
from pantry.typing.typed_uses import typed_use
from pantry.vocabulary import Place


def typing_in(kitchen: Kitchen) -> TypingKitchen:
    return TypingKitchen.of(kitchen.view, kitchen.view.household().today(kitchen.journal.clock()))


def put_in(kitchen: Kitchen, text: str) -> tuple[str, ...]:
    return kitchen.put_in(understand(text, typing_in(kitchen))).lot_ids


def say(kitchen: Kitchen, text: str):
    """Write what a line says became of food, as the page and the command do."""
    said = typed_use(text)
    assert said is not None, text
    meant = meant_by(said.text, said.use, typing_in(kitchen), kitchen.view.lots(), is_all=said.is_all)
    assert not meant.missing, text
    return kitchen.tell(meant, said.use)


def shelves(kitchen: Kitchen) -> list[tuple[Decimal, str, str, bool, bool]]:
    """Return amount, unit, place, whether it is open and whether it is frozen, of each lot."""
    kitchen.view.refresh()
    return sorted((lot.quantity, lot.unit, lot.place, lot.opened_on is not None, lot.is_frozen)
                  for lot in kitchen.view.lots())


CAN, LEFT = (Decimal(1), "can", "cupboard", True, False), (Decimal(1), "can", "cupboard", False, False)


@pytest.mark.parametrize(("there", "text", "after"), [
    ("2 cans of beans", "opened a can of beans", [LEFT, CAN]),
    ("2 cans of beans", "opened one can of beans", [LEFT, CAN]),
    ("2 cans of beans", "opened the beans", [LEFT, CAN]),
    ("2 cans of beans", "opened all the beans", [(Decimal(2), "can", "cupboard", True, False)]),
    ("2 cans of beans", "opened 2 cans of beans", [(Decimal(2), "can", "cupboard", True, False)]),
    ("1 can of beans", "opened the beans", [CAN]),
    ("2 cans of kidney beans", "opened a can of beans", [LEFT, CAN]),
    ("2 cans of kidney beans", "opened the kidney beans", [LEFT, CAN]),
    ("2 tins of lentils", "opened a tin of lentils", [LEFT, CAN]),
    ("2 cans of pears", "opened the pears", [LEFT, CAN]),
    ("500 g rice", "opened the rice", [(Decimal(500), "g", "cupboard", True, False)]),
    ("500 g mince", "froze half the mince",
     [(Decimal(250), "g", "freezer", False, True), (Decimal(250), "g", "fridge", False, False)]),
    ("500 g minced beef", "half the mince frozen",
     [(Decimal(250), "g", "freezer", False, True), (Decimal(250), "g", "fridge", False, False)]),
    ("500 g minced lamb", "froze the mince", [(Decimal(500), "g", "freezer", False, True)]),
    ("500 g mince", "das halbe Hack eingefroren",
     [(Decimal(250), "g", "freezer", False, True), (Decimal(250), "g", "fridge", False, False)]),
    ("3 cans of beans", "opened two of the three cans",
     [(Decimal(1), "can", "cupboard", False, False), (Decimal(2), "can", "cupboard", True, False)]),
    ("3 cans of beans", "opened a can", [(Decimal(1), "can", "cupboard", True, False),
                                         (Decimal(2), "can", "cupboard", False, False)]),
    ("2 loaves bread", "froze one of the loaves",
     [(Decimal(1), "loaf", "cupboard", False, False), (Decimal(1), "loaf", "freezer", False, True)]),
    ("500 g mince freezer", "thawed half of the mince",
     [(Decimal(250), "g", "freezer", False, True), (Decimal(250), "g", "fridge", False, False)]),
    ("2 kg potatoes", "moved half the potatoes to the cellar",
     [(Decimal(1), "kg", "cellar", False, False), (Decimal(1), "kg", "cupboard", False, False)]),
    ("2 kg potatoes", "moved the potatoes into the cellar", [(Decimal(2), "kg", "cellar", False, False)]),
    ("500 g mince", "moved 200 g mince to the freezer",
     [(Decimal(200), "g", "freezer", False, True), (Decimal(300), "g", "fridge", False, False)]),
    ("500 g mince freezer", "moved 200 g mince to the fridge",
     [(Decimal(200), "g", "fridge", False, False), (Decimal(300), "g", "freezer", False, True)]),
])
def test_a_line_changes_the_part_it_speaks_of_and_one_undo_takes_it_back(
    kitchen: Kitchen, there: str, text: str, after: list[tuple[Decimal, str, str, bool, bool]]
) -> None:
    put_in(kitchen, there)
    before = shelves(kitchen)
    done = say(kitchen, text)
    assert shelves(kitchen) == sorted(after)
    recorded = {event.recorded_at for event in kitchen.journal.read(household_id="home")
                if event.event_id in done.event_ids}
    assert len(recorded) == 1, "one action"
    kitchen.undo(done)
    assert shelves(kitchen) == before


@pytest.mark.parametrize(("there", "text", "after"), [
    ("2 Dosen Bohnen", "eine Dose Bohnen aufgemacht", [LEFT, CAN]),
    ("2 Dosen Bohnen", "Bohnen geöffnet", [LEFT, CAN]),
    ("500 g Hackfleisch", "das halbe Hackfleisch eingefroren",
     [(Decimal(250), "g", "freezer", False, True), (Decimal(250), "g", "fridge", False, False)]),
    ("500 g Rinderhack", "die Hälfte vom Hack eingefroren",
     [(Decimal(250), "g", "freezer", False, True), (Decimal(250), "g", "fridge", False, False)]),
    ("3 Dosen Bohnen", "2 von 3 Dosen geöffnet",
     [(Decimal(1), "can", "cupboard", False, False), (Decimal(2), "can", "cupboard", True, False)]),
    ("500 g Hackfleisch", "Hälfte vom Hack eingefroren",
     [(Decimal(250), "g", "freezer", False, True), (Decimal(250), "g", "fridge", False, False)]),
    ("2 kg Kartoffeln", "die Hälfte der Kartoffeln in den Keller geräumt",
     [(Decimal(1), "kg", "cellar", False, False), (Decimal(1), "kg", "cupboard", False, False)]),
])
def test_a_german_line_too(
    kitchen: Kitchen, there: str, text: str, after: list[tuple[Decimal, str, str, bool, bool]]
) -> None:
    kitchen.journal.append([new_event("home", HouseholdChanged(language="de"), occurred_at=kitchen.journal.clock())])
    kitchen.view.refresh()
    put_in(kitchen, there)
    say(kitchen, text)
    assert shelves(kitchen) == sorted(after)


@pytest.mark.parametrize(("there", "text", "choices"), [
    ("2 cans of beans, 1 can of tuna", "opened two of the three cans", {"canned beans", "canned tuna"}),
    ("500 g minced beef, 500 g minced lamb", "half the mince frozen", {"minced beef", "ground lamb"}),
])
def test_where_a_line_does_not_decide_it_is_asked_and_nothing_is_taken(
    kitchen: Kitchen, there: str, text: str, choices: set[str]
) -> None:
    put_in(kitchen, there)
    said = typed_use(text)
    assert said is not None
    meant = meant_in(kitchen.view, said)
    assert (meant.portions, meant.missing, set(meant.unclear)) == ((), (), choices)
    assert not meant.is_clear


@pytest.mark.parametrize(("there", "text"), [
    ("250 g peanut butter", "used the butter"), ("1 l oat drink", "drank the milk"),
    ("500 g ice cream", "used the cream"), ("500 g green beans", "ate the beans"), ("1 kg oat flour", "ate the oats"),
    ("500 g minced beef", "ate the mixed mince"),
    ("500 g mince pie", "ate the mince"), ("2 cans of beans", "opened a jar"),
])
def test_what_only_sounds_like_it_is_not_meant(kitchen: Kitchen, there: str, text: str) -> None:
    put_in(kitchen, there)
    said = typed_use(text)
    assert said is not None
    assert not meant_in(kitchen.view, said).portions


def test_several_lines_are_one_action_which_one_undo_takes_back(kitchen: Kitchen) -> None:
    put_in(kitchen, "3 cans of beans")
    before = shelves(kitchen)
    lots, told = kitchen.view.lots(), []
    for text in ("opened a can of beans", "opened a can of beans"):
        said = typed_use(text)
        assert said is not None
        meant = meant_in(kitchen.view, said, lots=lots)
        told.append((said.use, meant))
        lots = less(lots, meant.portions)
    done = kitchen.say(told, understand("2 l milk, opened jar of pesto", typing_in(kitchen)))
    assert len(shelves(kitchen)) == 5
    assert [kitchen.view.lot(lot_id).name() for lot_id in done.lot_ids[-2:]] == ["milk", "pesto"]
    recorded = {event.recorded_at for event in kitchen.journal.read(household_id="home")
                if event.event_id in done.event_ids}
    assert len(recorded) == 1, "one action"
    kitchen.undo(done)
    assert shelves(kitchen) == before


def test_a_pack_is_of_one_food_whatever_else_is_of_its_kind(kitchen: Kitchen) -> None:
    put_in(kitchen, "100 g gouda, 100 g brie")
    say(kitchen, "opened a pack of cheese")
    assert sorted(one[3] for one in shelves(kitchen)) == [False, True]


def test_lentils_and_chickpeas_are_no_beans(kitchen: Kitchen) -> None:
    put_in(kitchen, "400 g lentils, 400 g chickpeas")
    said = typed_use("opened a can of beans")
    assert said is not None
    meant = meant_by(said.text, said.use, typing_in(kitchen), kitchen.view.lots())
    assert (meant.portions, meant.missing) == ((), ("canned beans",))


def test_a_pack_that_is_open_already_is_not_opened_again_but_the_next_one(kitchen: Kitchen) -> None:
    put_in(kitchen, "3 cans of beans")
    say(kitchen, "opened the beans")
    say(kitchen, "opened the beans")
    assert shelves(kitchen) == [LEFT, CAN, CAN]


def test_where_presence_alone_is_tracked_the_lot_is_opened_as_a_whole(kitchen: Kitchen) -> None:
    kitchen.journal.append([new_event("home", HouseholdChanged(tracking={"cupboard": "presence"}),
                                      occurred_at=kitchen.journal.clock())])
    put_in(kitchen, "3 cans of beans")
    say(kitchen, "opened the beans")
    assert [one[3] for one in shelves(kitchen)] == [True]


def test_actions_take_a_part_and_all_of_it_is_no_part(kitchen: Kitchen) -> None:
    (cans,) = put_in(kitchen, "3 cans of beans")
    done = kitchen.open(cans, Decimal(1))
    assert shelves(kitchen) == [CAN, (Decimal(2), "can", "cupboard", False, False)]
    assert len(done.lot_ids) == 2
    kitchen.undo(done)
    kitchen.freeze(cans, Decimal(1))
    kitchen.thaw(cans, Decimal(5))
    kitchen.move(cans, Place.CELLAR, Decimal(2))
    assert [one[:3] for one in shelves(kitchen)] == [
        (Decimal(1), "can", "freezer"), (Decimal(2), "can", "cellar")]


@contextmanager
def new_kitchen() -> Iterator[Kitchen]:
    """Open a kitchen of its own for one example; the fixture is shared by all of a property."""
    moment = [datetime(2026, 3, 10, 9, tzinfo=UTC)]

    def now() -> datetime:
        moment[0] += timedelta(minutes=1)
        return moment[0]

    with TemporaryDirectory() as folder:
        journal = open_journal(Home.at(Path(folder)).create(), clock=now)
        journal.append([new_event("home", HouseholdCreated(name="Home", people=2),
                                  occurred_at=datetime(2026, 1, 1, tzinfo=UTC))])
        yield Kitchen(journal, "home")
        journal.engine.dispose()


def there_is(lots: list[Lot]) -> Decimal:
    """Return how much there is."""
    return sum((lot.quantity for lot in lots), Decimal(0))


@settings(max_examples=25, deadline=None)
@given(
    whole=st.decimals("0.5", "6", places=3), price=st.integers(1, 9_999),
    steps=st.lists(st.tuples(st.sampled_from(["open", "freeze", "thaw", "cellar", "undo"]),
                             st.decimals("0.001", "7", places=3), st.integers(0, 5)), min_size=1, max_size=6),
)
def test_parts_add_up_to_the_whole_in_amount_and_money(
    whole: Decimal, price: int, steps: list[tuple[str, Decimal, int]]
) -> None:
    """Whatever part of whatever lot is opened, frozen, thawed or moved, amount and money are those that were bought."""
    with new_kitchen() as kitchen:
        kitchen.acquire(food_id="milk", quantity=whole, unit="l", place=Place.FRIDGE, price_minor=price,
                        purchased_on=date(2026, 3, 9))
        done = None
        for verb, quantity, which in steps:
            lots = sorted(kitchen.view.lots(), key=lambda lot: lot.made_at)
            lot_id = lots[which % len(lots)].lot_id
            if verb == "undo":
                done = kitchen.undo(done) if done else None
            elif verb == "cellar":
                done = kitchen.move(lot_id, Place.CELLAR, quantity)
            else:
                done = getattr(kitchen, verb)(lot_id, quantity)
            lots = kitchen.view.lots()
            assert there_is(lots) == whole
            # Each lot shows its share in whole cents; the marts' thousandths add up exactly (test_values).
            assert abs(sum(lot.value_minor or 0 for lot in lots) - price) <= len(lots) / 2
