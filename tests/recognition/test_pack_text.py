"""The food that a pack's print names: what is printed largest, also over two rows, and no word of advertising."""

import pytest

import pantry.foods
from recognition.packs.pack_text import PackText, PrintedRow, name_food

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
