"""What a household's own labels say of a pack without one: after a label, before the tables."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pantry.facts.label_history import FEWEST_PACKS, date_from_history, usual_label_days
from pantry.proposals import Proposal
from pantry.shelf_life import LotFacts, estimate_due
from pantry.vocabulary import DateKind, DateSource, Place

YOGURT = Proposal(
    document_sha256="b" * 64, line_no=1, line_key="joghurt", raw_text="JOGHURT", name="Joghurt", is_food=True,
    confidence=0.97, is_sure=True, food_id="yogurt", quantity=Decimal(1), unit="tub", purchased_on=date(2026, 3, 2),
    place=Place.FRIDGE)


def labelled(kitchen, days, *, kind=DateKind.BEST_BEFORE, source=DateSource.OCR, food_id="yogurt", start=1):
    """Accept one pack for each count of days between purchase and printed date."""
    kitchen.accept([
        replace(YOGURT, line_no=start + number, line_key=f"joghurt {start + number}", food_id=food_id,
                expires_on=YOGURT.purchased_on + timedelta(days=count), date_kind=kind, date_source=source)
        for number, count in enumerate(days)])


def undated(kitchen, **changed):
    bare = replace(YOGURT, **{"line_no": 90, "line_key": "joghurt bare"} | changed)
    done = kitchen.accept([bare])
    return kitchen.view.lot(done.lot_ids[0])


@pytest.mark.parametrize(("days", "usual"), [
    ([], None), ([20, 21], None), ([20, 22, 21], 21), ([20, 21, 22, 40], 21), ([9] * 4 + [30] * 9, 30)],
    ids=["none", "too few", "median", "lower median", "only the newest"])
def test_the_usual_days_are_the_lower_median_of_the_newest_packs(kitchen, days, usual):
    for number, count in enumerate(days):
        kitchen.accept([replace(YOGURT, line_no=number, line_key=f"j{number}", purchased_on=date(2026, 1, 1 + number),
                                expires_on=date(2026, 1, 1 + number) + timedelta(days=count),
                                date_kind=DateKind.BEST_BEFORE, date_source=DateSource.LABEL)])
    kitchen.view.refresh()
    assert usual_label_days(kitchen.view.lots(in_stock=False), "yogurt") == usual


def test_a_pack_without_a_label_gets_the_usual_date_marked_as_history(kitchen):
    labelled(kitchen, [20, 21, 22])
    lot = undated(kitchen)
    assert lot.expires_on == date(2026, 3, 23)
    assert (lot.date_kind, lot.date_source) == ("best_before", "history")
    due = estimate_due(LotFacts(lot.food_id, Place.FRIDGE, lot.purchased_on, lot.expires_on, DateKind.BEST_BEFORE,
                                DateSource.HISTORY))
    assert due.is_estimate
    assert due.source is DateSource.HISTORY


def test_a_label_is_trusted_more_than_history(kitchen):
    labelled(kitchen, [20, 21, 22])
    lot = undated(kitchen, expires_on=date(2026, 3, 9), date_kind=DateKind.USE_BY, date_source=DateSource.OCR)
    assert (lot.expires_on, lot.date_source) == (date(2026, 3, 9), "ocr")


def test_one_use_by_among_the_packs_makes_the_guess_the_shortest(kitchen):
    labelled(kitchen, [10, 12, 14])
    labelled(kitchen, [6], kind=DateKind.USE_BY, start=20)
    assert undated(kitchen).expires_on == date(2026, 3, 8)


def test_guesses_do_not_breed_guesses(kitchen):
    labelled(kitchen, [20] * (FEWEST_PACKS - 1))
    assert undated(kitchen).expires_on is None
    labelled(kitchen, [20], start=20)
    assert undated(kitchen, line_no=91, line_key="another").date_source == "history"
    kitchen_lots = kitchen.view.lots(in_stock=False)
    assert sum(lot.date_source == "history" for lot in kitchen_lots) == 1
    assert usual_label_days([lot for lot in kitchen_lots if lot.date_source == "history"], "yogurt") is None


def test_other_foods_and_the_freezer_learn_nothing_from_it(kitchen):
    labelled(kitchen, [20, 21, 22])
    lots = kitchen.view.lots(in_stock=False)
    assert date_from_history(lots, "milk", Place.FRIDGE, date(2026, 3, 2)) is None
    assert date_from_history(lots, "yogurt", Place.FREEZER, date(2026, 3, 2)) is None
    assert date_from_history(lots, None, Place.FRIDGE, date(2026, 3, 2)) is None


def test_accepting_the_same_line_again_writes_nothing_though_history_grew(kitchen):
    first = undated(kitchen)
    labelled(kitchen, [20, 21, 22])
    seq = kitchen.journal.max_seq()
    again = undated(kitchen)
    assert (again.lot_id, again.expires_on, kitchen.journal.max_seq()) == (first.lot_id, None, seq)
