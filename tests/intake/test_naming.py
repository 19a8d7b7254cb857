"""A food that went in under its own name is named later by one tap, and its shop's word is learnt."""

from datetime import date

from intake.naming import likely_foods, name_lot
from intake.review import acceptance_record, review_documents
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.vocabulary import DateSource

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
    assert (lot.food_name, lot.date_source) == ("CHEDDAR MATURE", DateSource.CATEGORY)
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
