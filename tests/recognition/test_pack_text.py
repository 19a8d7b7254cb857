"""The food that a pack's print names: what is printed largest, also over two rows, and no word of advertising."""

from datetime import date

import pytest

import pantry.foods
from recognition.packs.pack_text import PackText, PrintedRow, dates_in_rows, name_food

ROWS = [
    # rows from the top with the height of their letters, the food they name
    ([("Chocolate Milk", 30)], "chocolate_milk"),
    ([("888", 90), ("2027.06.25 25", 30), ("Chocolate Milk", 29)], "chocolate_milk"),  # numbers are no print of a name
    ([("MILK", 60), ("CHOCOLATE", 60)], "chocolate"),
    ([("PEANUT", 60), ("BUTTER", 58), ("roasted peanuts, salt", 25)], "peanut_butter"),
    ([("OAT", 60), ("drink", 60)], "oat_milk"),
    ([("Apfel", 60), ("Vollmilch", 60)], "apple"),  # two names, and nothing says that they are one: both are offered
    ([("ORIGINAL", 90), ("Haferdrink", 60)], "oat_milk"),
    ([("BIO", 90)], None),
    ([("Knusperkeks", 90), ("Zutaten: Milch, Butter", 20), ("Milch", 20)], None),  # an ingredient
    ([], None),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "food_id"), ROWS)
def test_the_largest_print_names_the_food(rows: list[tuple[str, int]], food_id: str | None) -> None:
    top, printed = 10, []
    for text, height_px in rows:
        printed.append(PrintedRow(text, (10, top, 400, top + height_px), height_px, 0.98))
        top += round(1.4 * height_px)
    named = name_food(PackText(tuple(printed), ()))
    assert (named.food_id if named else None) == food_id


@pytest.mark.parametrize("rows", [(), (PrintedRow("2027.06.25 25", (10, 10, 400, 40), 30, 0.98),)])
def test_where_no_word_is_printed_the_catalog_stays_closed(
    rows: tuple[PrintedRow, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pantry.foods, "catalog", lambda: pytest.fail("the catalog was opened"))
    assert name_food(PackText(rows, ())) is None


def rows_of(*texts: str) -> tuple[PrintedRow, ...]:
    return tuple(PrintedRow(text, (10, 40 * row, 400, 40 * row + 30), 30, 0.98) for row, text in enumerate(texts))


PAPER = ("Hofladen", "Butter 2,49", "Brot 1,80 A", "Eier 3,29 EUR", "Käse 4,10", "14.03.2026 10:12")


@pytest.mark.parametrize(("texts", "days"), [
    (PAPER, []),  # the day of a purchase ends no food's life
    ((*PAPER, "MHD 24.12.2026"), ["2026-12-24"]),  # but that of a pack beside it does
    (("FAT 2.50 G", "SUGARS 1.10 G", "PROTEIN 3.40 G", "SALT 0.25 G", "14.12.2026"), ["2026-12-14"]),
    (("Butter 2,49", "14.12.2026"), ["2026-12-14"]),  # a price tag or a price on a pack
])
def test_the_day_of_a_paper_with_prices_is_no_date_of_a_pack(texts: tuple[str, ...], days: list[str]) -> None:
    assert [found.iso[0] for found in dates_in_rows(rows_of(*texts), date(2026, 11, 22))] == days


def test_the_lines_of_a_receipt_do_not_name_what_lies_beside_it() -> None:
    assert name_food(PackText(rows_of(*PAPER), ())) is None
    assert name_food(PackText(rows_of(*PAPER[:3]), ())) is not None  # two tags on a shelf are no receipt
