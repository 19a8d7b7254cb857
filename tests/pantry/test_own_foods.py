"""What a household's own food counts like: the catalog's facts stand for it, in whatever order things are said."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.actions import Kitchen
from pantry.catalog.own_foods import fold_own_foods, likes_of, suggested_like
from pantry.errors import InvalidEvent
from pantry.events import Event, new_event
from pantry.facts.undo import effective
from pantry.foods import catalog
from pantry.kinds import payloads
from pantry.kinds.sound import sound_facts
from pantry.live import LiveView
from pantry.shelf_life import shelf_life
from pantry.urgency import with_due
from pantry.vocabulary import Category, DateSource, Place
from tests.pantry.event_sets import event, recorded

SKYR = "own:skyr_mix"


def keep(kitchen: Kitchen, name: str = "Skyr mix", category: Category = Category.DAIRY) -> str:
    """Buy something under its own name, call it a food of the household's own and return its lot."""
    (lot_id,) = kitchen.acquire(food_name=name, quantity=Decimal(500), unit="g", place=Place.FRIDGE).lot_ids
    kitchen.keep_own_food(name, category)
    return lot_id


def test_an_own_food_takes_price_days_and_masses_of_what_it_counts_like(kitchen: Kitchen) -> None:
    lot_id = keep(kitchen)
    before = kitchen.view.lot(lot_id)
    assert (before.facts_food_id, before.value_minor) == (SKYR, None), "what nobody said is not known"

    done = kitchen.liken_own_food(SKYR, "yogurt")
    lot = kitchen.view.lot(lot_id)
    yogurt = catalog().require("yogurt")
    assert (lot.food_id, lot.name(), lot.facts_food_id) == (SKYR, "Skyr mix", "yogurt")
    assert (lot.value_minor, lot.value_method) == (round(yogurt.reference_price_eur_per_kg * 50), "reference")
    (due,) = with_due([lot], as_of=lot.purchased_on)
    period = shelf_life().period("yogurt", Place.FRIDGE, "unopened")
    assert due.due.source is DateSource.PRODUCT
    assert due.days_left == period.likely_days

    kitchen.undo(done)
    assert kitchen.view.lot(lot_id) == before
    kitchen.liken_own_food(SKYR, "yogurt")
    kitchen.liken_own_food(SKYR, None)
    assert kitchen.view.lot(lot_id).value_minor is None


def test_pieces_of_an_own_food_weigh_what_those_of_its_like_weigh(kitchen: Kitchen) -> None:
    bought = kitchen.acquire(food_name="Garden apple", quantity=Decimal(4), unit="piece", place=Place.COUNTER)
    (lot_id,) = bought.lot_ids
    kitchen.keep_own_food("Garden apple", Category.PRODUCE)
    kitchen.liken_own_food("own:garden_apple", "apple")
    kitchen.consume(lot_id, Decimal(str(catalog().require("apple").piece_mass_g)), unit="g")
    assert kitchen.view.lot(lot_id).quantity == 3


def test_its_kind_is_the_one_of_what_it_counts_like_and_to_say_another_kind_ends_that(kitchen: Kitchen) -> None:
    keep(kitchen, category=Category.OTHER)
    kitchen.liken_own_food(SKYR, "yogurt")
    assert kitchen.view.own_foods()[SKYR].category is catalog().require("yogurt").category
    kitchen.sort_own_food(SKYR, Category.SNACKS)
    own = kitchen.view.own_foods()[SKYR]
    assert (own.category, own.parent_food_id) == (Category.SNACKS, None)


def test_a_printed_date_stays_when_the_food_counts_like_another(kitchen: Kitchen) -> None:
    printed = date(2026, 3, 20)
    (lot_id,) = kitchen.acquire(food_name="Skyr mix", quantity=Decimal(1), unit="piece", place=Place.FRIDGE,
                                expires_on=printed).lot_ids
    kitchen.keep_own_food("Skyr mix", Category.DAIRY)
    kitchen.liken_own_food(SKYR, "yogurt")
    (due,) = with_due([kitchen.view.lot(lot_id)], as_of=printed)
    assert (due.due.likely, due.due.is_estimate) == (printed, False)


def test_what_it_counts_like_has_to_be_a_food_of_the_catalog(kitchen: Kitchen) -> None:
    keep(kitchen)
    for like in ("own:skyr_mix", "moon_cheese"):
        with pytest.raises(InvalidEvent, match="is not in the catalog"):
            kitchen.liken_own_food(SKYR, like)
    with pytest.raises(InvalidEvent, match="no food of the household's own"):
        kitchen.liken_own_food("own:nothing", "yogurt")


def test_an_event_of_the_first_version_is_read_and_its_parent_is_what_it_counts_like() -> None:
    said = {"food_id": SKYR, "name": "Skyr mix", "parent_food_id": "yogurt", "category": "dairy"}
    at = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1_000_000)
    rows = [{"seq": 1, "event_id": "00000001-0000-4000-8000-000000000001", "household_id": "home", "bucket": 1,
             "kind": "food_added", "occurred_at_us": at, "recorded_at_us": at, "actor": "", "source": "click",
             "payload": json.dumps(said), "payload_version": 1}]
    assert likes_of(fold_own_foods(sound_facts(rows))) == {SKYR: "yogurt"}
    assert payloads.FoodAdded(**said).like_food_id == "yogurt"


WORDS = st.lists(st.tuples(
    st.sampled_from(["own:a", "own:b"]), st.sampled_from([None, "yogurt", "apple", "moon_cheese"]),
    st.sampled_from(["dairy", "produce", "nothing"])), min_size=1, max_size=6)


@given(words=WORDS, order=st.randoms(use_true_random=False), undone=st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_the_last_word_by_time_counts_in_any_order_of_arrival_and_undo_brings_back_the_one_before(
    words: list[tuple[str, str | None, str]], order, undone: int
) -> None:
    said = [event(f"{number:08x}-0000-4000-8000-000000000001", payloads.FoodAdded, number, {
        "food_id": food_id, "name": food_id, "like_food_id": like, "category": category})
        for number, (food_id, like, category) in enumerate(words)]
    kept = [one for number, one in enumerate(said) if number != undone]
    undo = [event("000000ff-0000-4000-8000-000000000001", payloads.EventUndone, 99, {
        "undoes_event_id": said[undone].event_id})] if undone < len(said) else []
    expected = {}
    for one in kept:
        like = one.payload.like_food_id
        expected[one.payload.food_id] = like if like in catalog().foods else None
    arrived = [*said, *undo]
    order.shuffle(arrived)
    found = fold_own_foods(effective(recorded(arrived)))
    assert {food_id: food.parent_food_id for food_id, food in found.items()} == expected


def test_a_like_said_later_and_backdated_holds_for_all_lots_and_a_rebuild_is_the_same(kitchen: Kitchen) -> None:
    lot_id = keep(kitchen)
    like = payloads.FoodAdded(food_id=SKYR, name="Skyr mix", like_food_id="yogurt", category="dairy")
    early = kitchen.journal.clock() - timedelta(days=3)
    kitchen.journal.append([_at(like, early)])
    kitchen.view.refresh()
    assert kitchen.view.lot(lot_id).like_food_id is None, "the household said something else of it since"
    kitchen.journal.append([_at(like, kitchen.journal.clock())])
    kitchen.view.refresh()
    lots = kitchen.view.lots()
    assert [lot.like_food_id for lot in lots] == ["yogurt"]
    again = LiveView(kitchen.journal, "home")
    again.refresh()
    assert again.lots() == lots


def _at(payload: payloads.Payload, moment: datetime) -> Event:
    return new_event("home", payload, occurred_at=moment)


@pytest.mark.parametrize("name, category, like", [
    ("Skyr Bergbauern", Category.DAIRY, "yogurt"), ("Natural yoghurt from Ana", Category.DAIRY, "yogurt_plain"),
    ("Xqzv brmpf", Category.DAIRY, None), ("Natural yoghurt from Ana", Category.MEAT, None)])
def test_a_suggestion_is_a_fair_guess_of_the_same_kind_or_none(kitchen: Kitchen, name, category, like) -> None:
    keep(kitchen, name, category)
    (own,) = kitchen.view.own_foods().values()
    found = suggested_like(own)
    assert (found.food_id if found else None) == like
