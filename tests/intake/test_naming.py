"""A food that went in under its own name is named later by one tap, and its shop's word is learnt."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from intake.naming import keep_own_food, likely_foods, name_lot
from intake.review import acceptance_record, review_documents
from intake.suggestions import stock_items
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.catalog.own_foods import own_food_id
from pantry.errors import InvalidEvent
from pantry.foods import catalog
from pantry.kinds.payloads import FoodAdded
from pantry.vocabulary import Category, DateSource, Place
from recipes.matching.restrictions import Restrictions
from recipes.matching.stock import Larder

BILL = """LINDENHOF MARKT
CHEDDAR MATURE 200G          2,85 B
ROGGENBROT 500G              2,29 B
COASTAL MIX                  {mix} B
SUMME EUR                    {total}
27.01.2026 12:06
"""


def bill(mix: str = "1,00", total: str = "6,14") -> bytes:
    """Return the text of a receipt with one own name, one food and one thing that nobody knows."""
    return BILL.format(mix=mix, total=total).encode()


def test_one_tap_names_a_lot_drops_its_guessed_date_and_teaches_the_shop_s_word(workplace: Workplace) -> None:
    taken = take_in(workplace, bill(), name="bon.txt")
    assert [one.name for one in taken.waiting] == ["COASTAL MIX"]
    lot = next(lot for lot in workplace.view.lots() if lot.food_id is None)
    assert (lot.food_name, lot.date_source) == ("cheddar mature", DateSource.CATEGORY)
    assert "cheddar" in {food.food_id for food in likely_foods(lot)}

    done = name_lot(workplace, lot.lot_id, "cheddar")
    named = workplace.view.lot(lot.lot_id)
    assert (named.food_id, named.food_name, named.expires_on) == ("cheddar", None, None)
    assert likely_foods(named) == []
    assert acceptance_record(workplace) == (2, 0), "to name a food corrects nothing"

    again = take_in(workplace, bill("2,00", "7,14"), name="bon2.txt")
    assert {one.food_id for one in again.accepted} == {"cheddar", "bread_rye"}

    workplace.kitchen.undo(done)
    assert workplace.view.lot(lot.lot_id).food_id is None
    assert workplace.view.aliases() == {}


EGGS = """HARBOR WHOLESALE
KS ORG EGGS 24          8.99
TRAIL CAKE MIX          3.49
TOTAL                  12.48
01/27/2026 12:06
"""


def test_the_pieces_that_a_name_states_follow_once_a_person_picks_its_food(workplace: Workplace) -> None:
    taken = take_in(workplace, EGGS.encode(), name="bon.txt")
    (lot,) = [lot for lot in workplace.view.lots() if "EGGS" in (lot.food_name or "").upper()]
    assert (lot.food_id, lot.quantity, lot.unit) == (None, Decimal(1), "piece")
    before = acceptance_record(workplace)

    done = name_lot(workplace, lot.lot_id, "egg")
    named = workplace.view.lot(lot.lot_id)
    assert (named.food_id, named.quantity, named.unit, named.price_minor) == ("egg", Decimal(24), "piece", 899)
    assert acceptance_record(workplace) == before, "what the pack states corrects nothing"
    workplace.kitchen.undo(done)
    assert workplace.view.lot(lot.lot_id).quantity == 1

    workplace.kitchen.consume(lot.lot_id, Decimal("0.5"))
    name_lot(workplace, lot.lot_id, "egg")
    assert workplace.view.lot(lot.lot_id).quantity == Decimal("23.5")
    workplace.kitchen.correct(lot.lot_id, quantity=Decimal(18))
    assert acceptance_record(workplace)[1] == before[1] + 1, "a person's word does"
    assert taken.status == "in" or taken.waiting


def test_what_a_person_said_of_an_amount_stays_when_the_food_is_named(workplace: Workplace) -> None:
    take_in(workplace, EGGS.encode(), name="bon.txt")
    (lot,) = [lot for lot in workplace.view.lots() if "EGGS" in (lot.food_name or "").upper()]
    workplace.kitchen.correct(lot.lot_id, quantity=Decimal(12))
    name_lot(workplace, lot.lot_id, "egg")
    assert workplace.view.lot(lot.lot_id).quantity == 12


def test_a_corrected_price_still_counts_as_corrected(workplace: Workplace) -> None:
    take_in(workplace, bill(), name="bon.txt")
    lot = next(lot for lot in workplace.view.lots() if lot.food_id is None)
    workplace.kitchen.correct(lot.lot_id, food_id="cheddar", price_minor=385)
    assert acceptance_record(workplace) == (2, 1)


def test_what_was_called_no_food_once_is_not_asked_on_the_next_receipt(workplace: Workplace) -> None:
    take_in(workplace, bill(), name="bon.txt")
    (review,) = review_documents(workplace)
    workplace.kitchen.set_aside([line.proposal for line in review.waiting], is_food=False)
    assert take_in(workplace, bill("2,00", "7,14"), name="bon2.txt").status == "in"
    assert review_documents(workplace) == []
    assert workplace.view.lots()[0].purchased_on == date(2026, 1, 27)


def test_a_name_of_no_catalog_food_becomes_a_food_of_the_household_s_own(workplace: Workplace) -> None:
    take_in(workplace, bill(), name="bon.txt")
    (review,) = review_documents(workplace)
    workplace.kitchen.accept([replace(line.proposal, food_id=None, name="Coastal mix") for line in review.waiting])
    lot = next(lot for lot in workplace.view.lots() if lot.food_name == "Coastal mix")
    typed = workplace.kitchen.acquire(food_name="COASTAL  mix", quantity=Decimal(1), unit="piece", place=Place.FRIDGE,
                                      purchased_on=lot.purchased_on - timedelta(days=9))

    done = keep_own_food(workplace, lot.lot_id, Category.FISH)
    for lot_id in (lot.lot_id, typed.lot_ids[0]):
        kept = workplace.view.lot(lot_id)
        assert (kept.food_id, kept.date_source) == ("own:coastal_mix", DateSource.CATEGORY)
    assert likely_foods(workplace.view.lot(lot.lot_id)) == []
    with pytest.raises(InvalidEvent, match="nothing came in under the name"):
        keep_own_food(workplace, lot.lot_id, Category.FISH)

    again = take_in(workplace, bill("2,00", "7,14"), name="bon2.txt")
    (mix,) = [lot for lot in workplace.view.lots() if lot.price_minor == 200]
    assert (mix.food_id, mix.name(), mix.date_source) == ("own:coastal_mix", "Coastal mix", DateSource.CATEGORY)
    assert again.waiting == ()

    workplace.kitchen.undo(done)
    assert workplace.view.lot(lot.lot_id).food_id is None
    assert (workplace.view.aliases(), workplace.view.own_foods()) == ({}, {})
    cheddar = next(lot for lot in workplace.view.lots() if lot.food_name == "cheddar mature")
    keep_own_food(workplace, cheddar.lot_id, Category.DAIRY)
    assert acceptance_record(workplace)[1] == 0, "to say its kind corrects nothing"


def test_recipes_use_an_own_food_as_what_it_counts_like_and_bar_it_by_the_allergens_of_that(
    workplace: Workplace,
) -> None:
    bought = workplace.kitchen.acquire(food_name="Farm cup", quantity=Decimal(2), unit="pack", place=Place.FRIDGE)
    keep_own_food(workplace, bought.lot_ids[0], Category.DAIRY)
    (item,) = stock_items(workplace)
    avoiding_milk = Restrictions.of(allergens=["milk"])
    assert (item.food_id, Larder.of([item], ()).lots.get("yogurt")) == ("own:farm_cup", None)

    workplace.kitchen.liken_own_food("own:farm_cup", "yogurt")
    (item,) = stock_items(workplace)
    assert (item.lot_id, item.food_id) == (bought.lot_ids[0], "yogurt")
    assert item.mass_g == 2 * (catalog().require("yogurt").package_mass_g or 0)
    assert item.eur_per_kg is None, "nobody said what was paid; the recipe's rule takes the reference price"
    assert item.days_left is not None
    assert Larder.of([item], ()).lots["yogurt"][0].item is item
    assert Larder.of([item], (), avoiding_milk).barred == {"yogurt"}
    assert not Larder.of([item], (), Restrictions.of(allergens=["fish"])).barred


def test_the_same_name_is_the_same_own_food_and_no_other_name_is() -> None:
    assert own_food_id("  Coastal  MIX") == own_food_id("coastal mix") == "own:coastal_mix"
    names = ("crème", "creme", "海鮮", "海苔", "a+b", "a-b", "a b", "x" * 200, "x" * 199)
    assert len({own_food_id(name) for name in names}) == len(names)
    for name in names:
        FoodAdded(food_id=own_food_id(name), name=name)
