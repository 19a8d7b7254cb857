"""Review: answering by key, a box that a person draws, and names that read like names."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from dashboard.clicks import actions, reviewing
from dashboard.components.documents import review_lines
from dashboard.components.lots.lot_rows import SELECTED
from dashboard.formats import shop_name
from dashboard.session import session_of
from dashboard.shown import queries
from dashboard.texts import Texts
from intake.review import ReviewLine, review_documents
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.acting.accepting import Correction
from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME
from pantry.proposals import DateChoice, FoodChoice, Proposal
from pantry.vocabulary import Category, DateKind, DocumentKind, Place
from recognition.reading import NOTHING_SEEN, Alternative, PhotoItem, PhotoReading, PrintedDate
from tests.dashboard.kitchens import empty_kitchen, filled_kitchen
from tests.dashboard.test_pages import titles, words

OpenPage = Callable[[str], AppTest]


def test_a_drawn_box_is_a_line_that_waits_until_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Proposal("ab" * 32, 2, "photo:2", "", "oat drink", is_food=True, confidence=0.4, is_sure=False,
                     food_id="oat_milk", box=(10, 20, 110, 220))
    review = SimpleNamespace(waiting=(), document=SimpleNamespace(sha256="ab" * 32))
    session = SimpleNamespace(workplace=None)
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(reviewing, "chosen_review", lambda session: review)
    monkeypatch.setattr(reviewing, "propose_in_box", lambda workplace, sha256, box: drawn)
    monkeypatch.setattr(actions, "attempt", lambda act: act(session))
    monkeypatch.setattr(queries, "reviews", lambda session: [review])

    reviewing.turn_drawing()
    assert reviewing.is_drawing()
    reviewing.take_box((10, 20, 110, 220))
    assert not reviewing.is_drawing()
    line = reviewing.drawn_line(review)
    assert line is not None and reviewing.find_line(session, reviewing.line_id(line)) == (review, line)
    other = SimpleNamespace(document=SimpleNamespace(sha256="cd" * 32))
    assert reviewing.drawn_line(other) is None, "it belongs to the picture it was drawn on"


def test_a_digit_picks_a_food_and_enter_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    choices = (FoodChoice("rolls", "rolls", 0.5), FoodChoice("gherkins", "gherkins", 0.4))
    line = ReviewLine(Proposal("ab" * 32, 1, "grks", "GRKS", "?", is_food=True, confidence=0.5, is_sure=False,
                               choices=choices), "waiting")
    review = SimpleNamespace(waiting=(line,))
    taken: list[Correction | None] = []
    monkeypatch.setattr(review_lines, "current", lambda: None)
    monkeypatch.setattr(reviewing, "chosen_review", lambda session: review)
    monkeypatch.setattr(reviewing, "accept", lambda wanted, correction=None, **_: taken.append(correction))
    monkeypatch.setattr(st, "session_state", {})

    review_lines.answer_by_key("Enter")
    assert not taken, "nothing was picked yet"
    review_lines.answer_by_key("9")
    review_lines.answer_by_key("3")
    review_lines.answer_by_key("Enter")
    assert not taken, "three is something else, which has to be named"
    review_lines.answer_by_key("2")
    review_lines.answer_by_key("Enter")
    assert [one.food_id for one in taken if one] == ["gherkins"]


def test_a_shop_in_capitals_reads_like_a_name() -> None:
    assert shop_name("FRISCHMARKT LINDENHOF") == "Frischmarkt Lindenhof"
    assert shop_name("MARKTHALLE AM FLUSS") == "Markthalle am Fluss"
    assert shop_name("THE BREAD OF LIFE BAKERY") == "The Bread of Life Bakery"
    assert shop_name("BIO MARKT KG KÖLN GMBH") == "BIO Markt KG Köln GMBH"
    assert shop_name("DM") == "DM"
    assert shop_name("REWE City") == "REWE City" and shop_name("dm") == "dm"


BILL = """Hofladen Grün
Hauptstr. 1
14.03.2026 10:12
Butter 2,49
Brot 1,80
SUMME 4,29
"""


@pytest.mark.parametrize(("food_id", "title"), [("pear", "Photo: Pear"), (None, "Photo, today, 15:30")])
def test_photos_that_wait_are_told_apart_by_what_they_show(
        home: Home, open_page: OpenPage, food_id: str | None, title: str) -> None:
    kitchen = filled_kitchen(home)
    open_page("review")
    session = session_of(kitchen.household_id)
    line = SimpleNamespace(proposal=SimpleNamespace(food_id=food_id, name="pear", quantity=Decimal(1), unit="piece"))
    came = datetime.combine(session.today, time(15, 30), ZoneInfo(session.household.time_zone))
    review = SimpleNamespace(kind=DocumentKind.PHOTO, waiting=[line], document=SimpleNamespace(received_at=came))
    assert reviewing.short_title_of(session, review) == title


def test_each_of_several_receipts_of_one_shop_can_be_chosen(home: Home, open_page: OpenPage) -> None:
    journal = empty_kitchen(home)
    workplace = Workplace(home, journal, HOME)
    for day in ("12.03.2026", "13.03.2026", "14.03.2026"):
        text = f"Hofladen Grün\n{day} 10:12\nXQZV 2,49\nVQRT 1,80\nSUMME 5,29\n"
        assert take_in(workplace, text.encode(), name="bon.txt").status == "waiting"
    app = open_page("review")
    pills = next(group for group in app.get("button_group") if group.key == "review_pick")
    assert len(set(pills.options)) == 3, "of two options of one label Streamlit only lets the first be chosen"
    assert pills.options[0].startswith("Hofladen Grün, 14"), "the newest by its day"


def test_a_food_that_is_picked_lies_and_is_counted_as_it_usually_is(home: Home, open_page: OpenPage) -> None:
    journal = empty_kitchen(home)
    workplace = Workplace(home, journal, HOME)
    take_in(workplace, b"Hofladen\n14.03.2026 10:12\nXQZV 2,49\nSUMME 2,49\n", name="bon.txt")
    app = open_page("review")
    assert "piece, cupboard" in words(app)
    other = next(one for one in app.selectbox if one.key.startswith("other_"))
    other.set_value("milk").run()
    assert "pack, fridge" in words(app)
    app.button(key=next(b.key for b in app.button if b.key.startswith("edit_"))).click().run()
    next(one for one in app.selectbox if one.key.startswith("line_food_")).set_value("honey").run()
    assert next(one for one in app.selectbox if one.key.startswith("line_unit_")).value == "jar"
    app.button(key=next(b.key for b in app.button if b.key.startswith("line_do_"))).click().run()
    (lot,) = session_of(HOME).view.lots()
    assert (lot.food_id, lot.place, lot.unit) == ("honey", Place.CUPBOARD, "jar")


def test_a_price_that_was_misread_is_put_right_before_the_line_goes_in(home: Home, open_page: OpenPage) -> None:
    journal = empty_kitchen(home)
    take_in(Workplace(home, journal, HOME), b"HOFLADEN AM TEICH\n14.03.2026 10:12\nXQZ 1,10\nButter 2,49\nSUMME 4,29\n",
            name="bon.txt")
    app = open_page("review")
    app.button(key=next(b.key for b in app.button if b.key.startswith("edit_"))).click().run()
    next(one for one in app.selectbox if one.key.startswith("line_food_")).set_value("honey").run()
    paid = next(one for one in app.number_input if one.key.startswith("line_price_"))
    assert (paid.label, paid.value) == ("Paid, in EUR", 1.1)
    assert any("Hofladen am Teich" in box.label for box in app.checkbox)
    paid.set_value(3.19).run()
    app.button(key=next(b.key for b in app.button if b.key.startswith("line_do_"))).click().run()
    (lot,) = session_of(HOME).view.lots()
    assert (lot.food_id, lot.price_minor, lot.currency) == ("honey", 319, "EUR")


def photo_that_shows(*items: PhotoItem, dates: tuple[PrintedDate, ...] = ()) -> PhotoReading:
    return PhotoReading("p.png", "", "unknown_grocery", items, (), dates, "engine", "1", 1, ())


def give_photo(home: Home, reading: PhotoReading) -> Workplace:
    """Give a photo to a kitchen as if the model had seen this in it."""
    journal = empty_kitchen(home)
    workplace = Workplace(home, journal, HOME)
    content = io.BytesIO()
    Image.new("RGB", (400, 300), "wheat").save(content, "PNG")
    sha256 = hashlib.sha256(content.getvalue()).hexdigest()
    journal.keep_reading(sha256, DocumentKind.PHOTO, "1", replace(reading, sha256=sha256).to_json())
    assert take_in(workplace, content.getvalue(), name="p.png", kind=DocumentKind.PHOTO).status == "waiting"
    return workplace


def press(app: AppTest, prefix: str) -> None:
    app.button(key=next(b.key for b in app.button if b.key and b.key.startswith(prefix))).click().run()
    assert not app.exception


def group(app: AppTest, prefix: str) -> Any:
    return next(one for one in app.get("button_group") if one.key.startswith(prefix))


LEEK = PhotoItem("leek", "Leek", "Leek", "coarse", 0.9, (0, 0, 400, 300), 1, (), needs_review=True)
TWO_DAYS = PrintedDate("03/04/27", ("2027-04-03", "2027-03-04"), "use_by", True, 0.9)


def test_a_date_that_may_be_two_days_is_asked_on_the_card(home: Home, open_page: OpenPage) -> None:
    give_photo(home, photo_that_shows(LEEK, dates=(TWO_DAYS,)))
    app = open_page("review")
    days = group(app, "date_")
    assert len(days.options) == 2
    days.set_value(DateChoice(date(2027, 3, 4), DateKind.USE_BY)).run()
    press(app, "right_")
    (lot,) = session_of(HOME).view.lots()
    assert (lot.food_id, lot.expires_on, lot.date_kind) == ("leek", date(2027, 3, 4), DateKind.USE_BY)


def test_a_thing_on_the_shelf_leads_back_to_its_photo_and_into_review(home: Home, open_page: OpenPage) -> None:
    workplace = give_photo(home, photo_that_shows(LEEK))
    workplace.kitchen.accept([line.proposal for line in review_documents(workplace)[0].waiting])
    app = open_page("pantry")
    app.session_state[SELECTED] = workplace.view.lots()[0].lot_id
    app.run()
    assert app.button(key="detail_receipt").label == "See the photo"
    press(app, "detail_receipt")
    assert "Photo, today" in titles(app)

    app = open_page("review")
    app.session_state["review_tab"] = "all"
    app.session_state["review_opened"] = workplace.view.documents()[0].sha256
    app.run()
    press(app, "take_back_")
    assert "Photo, today" in titles(app) and any(b.key and b.key.startswith("right_") for b in app.button)
    workplace.view.refresh()
    assert workplace.view.lots() == []


def test_a_date_that_has_passed_says_so(home: Home, open_page: OpenPage) -> None:
    give_photo(home, photo_that_shows(LEEK, dates=(replace(TWO_DAYS, iso=("2023-02-01",), is_ambiguous=False),)))
    assert "2023, which has passed" in words(open_page("review"))


def test_a_guess_is_offered_and_not_picked_while_it_is_only_a_guess(home: Home, open_page: OpenPage) -> None:
    guess = Alternative("leek", "Leek", "Leek", 0.1)
    give_photo(home, photo_that_shows(replace(NOTHING_SEEN, box=(0, 0, 400, 300), alternatives=(guess,))))
    app = open_page("review")
    foods = group(app, "food_")
    assert foods.options == ["Leek", "Something else"] and not foods.value
    assert next(b for b in app.button if b.key.startswith("it_")).disabled
    assert not app.checkbox, "a photo has no shop's word to remember"
    foods.set_value("leek").run()
    press(app, "it_")
    (lot,) = session_of(HOME).view.lots()
    assert (lot.food_id, lot.place) == ("leek", Place.FRIDGE)


def test_a_thing_of_ones_own_is_named_sorted_and_taught_at_once(
        home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    workplace = give_photo(home, photo_that_shows(replace(NOTHING_SEEN, box=(0, 0, 400, 300))))
    open_page("review")
    session = session_of(HOME)
    (line,) = review_documents(workplace)[0].waiting
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(actions, "attempt", lambda act: act(session))
    reviewing.accept(reviewing.line_id(line), Correction(name="Aunt Mo curd"), own_kind=Category.PANTRY)
    view, own = session.view, "own:aunt_mo_curd"
    assert [lot.food_id for lot in view.lots()] == [own]
    assert [picture.food_id for picture in view.taught_pictures()] == [own]
    actions.undo_last()
    view.refresh()
    assert (view.lots(), view.taught_pictures(), view.own_foods()) == ([], (), {})


def test_things_of_a_photo_that_are_taken_all_at_once_are_taught_each(home: Home, open_page: OpenPage) -> None:
    beets = replace(LEEK, food_id="beetroot", label="Beetroot", class_name="Red-Beet", box=(200, 0, 400, 300))
    workplace = give_photo(home, photo_that_shows(replace(LEEK, box=(0, 0, 200, 300)), beets))
    app = open_page("review")
    press(app, "take_all")
    view = workplace.view
    view.refresh()
    assert {lot.food_id for lot in view.lots()} == {"leek", "beetroot"}
    taught = {(picture.food_id, picture.box) for picture in view.taught_pictures()}
    assert taught == {("leek", (0, 0, 200, 300)), ("beetroot", (200, 0, 400, 300))}
    app.button(key=next(button.key for button in app.button if button.label == "Undo")).click().run()
    view.refresh()
    assert (view.lots(), view.taught_pictures()) == ([], ())


def test_each_unknown_thing_of_a_photo_is_asked_about(home: Home, open_page: OpenPage) -> None:
    things = [replace(NOTHING_SEEN, box=(left, 0, left + 100, 300)) for left in (0, 100, 200)]
    give_photo(home, photo_that_shows(*things))
    app = open_page("review")
    assert "Three lines need a look" in titles(app)
    assert len([one for one in app.selectbox if one.key.startswith("other_")]) == 3


def test_equal_names_are_told_apart_by_their_number() -> None:
    apart = Texts("en").told_apart({"a": "Pear", "b": "Leek", "c": "Pear", "d": "Pear"})
    assert apart == {"a": "Pear", "b": "Leek", "c": "Pear, no. 2", "d": "Pear, no. 3"}


@pytest.mark.parametrize(("food_id", "amount", "unit", "name"), [
    ("egg", "12", "piece", "Eggs"), ("egg", "1", "piece", "Egg"), ("carrot", "500", "g", "Carrots"),
    (None, "12", "piece", "Printed"),
])
def test_a_line_is_called_as_its_amount_is_said(
        home: Home, open_page: OpenPage, food_id: str | None, amount: str, unit: str, name: str) -> None:
    kitchen = filled_kitchen(home)
    open_page("review")
    line = SimpleNamespace(food_id=food_id, name="printed", quantity=Decimal(amount), unit=unit)
    assert reviewing.line_name(session_of(kitchen.household_id), line) == name


def test_a_settled_receipt_is_found_by_its_words_opened_and_a_line_goes_back_to_review(
    home: Home, open_page: OpenPage
) -> None:
    kitchen = filled_kitchen(home)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    take_in(workplace, BILL.encode(), name="bon.txt")
    (review,) = review_documents(workplace, include_settled=True)
    kitchen.accept([line.proposal for line in review.waiting])
    app = open_page("pantry")
    app.session_state[SELECTED] = next(lot.lot_id for lot in kitchen.view.lots() if lot.document_sha256)
    app.run()
    app.button(key="detail_receipt").click().run()
    assert "Hofladen Grün" in titles(app)

    app = open_page("review")
    app.session_state["review_tab"] = "all"
    app.run()

    app.text_input(key="receipt_words").set_value("kaviar").run()
    assert "No receipt says that" in words(app)
    app.text_input(key="receipt_words").set_value("hofladen BUT").run()
    assert "Butter 2,49" in words(app)
    app.button(key=next(b.key for b in app.button if b.key.startswith("pick_receipt_"))).click().run()
    assert "Hofladen Grün" in titles(app) and "Already in the pantry" in words(app)
    before = len(kitchen.view.lots())
    app.button(key=next(b.key for b in app.button if b.key.startswith("take_back_"))).click().run()
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before - 1
    assert any(b.key.startswith("right_") or b.label == "Right" for b in app.button), "it is asked about again"
    app.button(key="receipt_back").click().run()
    assert "All receipts" in titles(app)


def test_what_was_put_away_by_hand_gets_its_price_from_the_receipt_and_counts_once(
        home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    kitchen.teach_alias("XQZV BRMPF", "butter")
    by_hand = kitchen.acquire(food_id="butter", quantity=Decimal(250), unit="g", place=Place.FRIDGE).lot_ids[0]
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    day = kitchen.view.household().today(kitchen.journal.clock())
    text = f"FRISCHMARKT\n{'XQZV BRMPF':<27}1,00 B\nSUMME EUR                  1,00\n{day:%d.%m.%Y} 00:01\n"
    assert take_in(workplace, text.encode(), name="bon.txt", kind=DocumentKind.RECEIPT).status == "waiting"

    app = open_page("review")
    assert "On the shelf without a price since today: Butter" in words(app)
    take_rest = next((button for button in app.button if (button.key or "").startswith("take_all")), None)
    if take_rest is not None:
        take_rest.click().run()
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == 1, "all the rest is taken, but nothing twice"
    next(button for button in app.button if (button.key or "").startswith("same_")).click().run()
    kitchen.view.refresh()
    [lot] = kitchen.view.lots()
    assert (lot.lot_id, lot.price_minor, lot.quantity) == (by_hand, 100, Decimal(250))
    (review,) = review_documents(workplace, include_settled=True)
    assert review.waiting == ()
    app.button(key=next(button.key for button in app.button if button.label == "Undo")).click().run()
    kitchen.view.refresh()
    [lot] = kitchen.view.lots()
    assert lot.price_minor is None


SEVEN = """Hofladen Grün
{day}
BIO JOGHURT PUR 0,35
SAHNE 0,99
BIO JOGHURT PUR 0,35
BIO JOGHURT PUR 0,35
SUMME 2,04
"""


def test_what_is_printed_three_times_is_asked_once_and_taken_back_once(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    long_ago = kitchen.journal.clock().date() - timedelta(days=400)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    before = {lot.lot_id for lot in kitchen.view.lots()}
    take_in(workplace, SEVEN.format(day=f"{long_ago:%d.%m.%Y}").encode(), name="bon.txt")
    app = open_page("review")
    rights = [button.key for button in app.button if str(button.key).startswith("right_")]
    assert len(rights) == 2, "one answer for the yogurt, one for the cream"
    assert "3\u00a0×\u00a01\u00a0tub" in words(app) and f"{long_ago.year}" in words(app)
    assert words(app).count("Bought 13 months ago: still there?") == 1, "what all lines have in common is said once"

    app.button(key=rights[0]).click().run()
    kitchen.view.refresh()
    new = [lot for lot in kitchen.view.lots() if lot.lot_id not in before]
    assert [lot.food_id for lot in new] == ["yogurt_plain"] * 3 and "3 × " in words(app)
    assert [button.key for button in app.button if str(button.key).startswith("right_")] == rights[1:]
    app.button(key="take_back_1").click().run()
    kitchen.view.refresh()
    assert {lot.lot_id for lot in kitchen.view.lots()} == before


@pytest.mark.parametrize(("choices", "asked"), [
    ((("yogurt_plain", 0.93), ("yogurt", 0.72)), ["yogurt_plain"]),
    ((("yogurt_plain", 0.5), ("yogurt", 0.45)), ["yogurt_plain", "yogurt"]),
    ((("yogurt", 0.93), ("yogurt_plain", 0.72)), ["yogurt", "yogurt_plain"]),
])
def test_a_sure_food_is_not_asked_against_its_kind(choices: tuple[tuple[str, float], ...], asked: list[str]) -> None:
    line = Proposal("ab" * 32, 1, "joghurt", "JOGHURT", "?", is_food=True, confidence=0.9, is_sure=False,
                    choices=tuple(FoodChoice(food_id, food_id, score) for food_id, score in choices))
    assert [one.food_id for one in reviewing.likely_choices(line)] == asked


@pytest.mark.parametrize(("line_key", "asked"), [
    ("photo:Garlic", ["garlic", "mushroom_brown", "ginger"]),  # the set that holds the true food in 95 of 100 photos
    ("knobl", ["garlic"]),
])
def test_of_a_photo_every_food_that_it_may_be_is_offered(line_key: str, asked: list[str]) -> None:
    seen = (("garlic", 0.26), ("mushroom_brown", 0.12), ("ginger", 0.1), ("sweet_potato", 0.07), ("kiwi", 0.01))
    line = Proposal("ab" * 32, 1, line_key, "?", "?", is_food=True, confidence=0.26, is_sure=False,
                    choices=tuple(FoodChoice(food_id, food_id, score) for food_id, score in seen))
    assert [one.food_id for one in reviewing.likely_choices(line)] == asked


@pytest.mark.parametrize(("confidence", "said"), [
    (0.26, "Leek is only a guess."), (0.7, "Leek is only a guess."), (0.95, "Leek is likely, but not sure."),
])
def test_a_photo_says_how_sure_its_food_is(home: Home, open_page: OpenPage, confidence: float, said: str) -> None:
    leek = PhotoItem("leek", "Leek", "Leek", "fine", confidence, None, 1, (), needs_review=True)
    give_photo(home, photo_that_shows(leek))
    assert words(open_page("review")).count(said) == 1


def test_the_shop_and_day_of_a_receipt_are_put_right_and_taken_back(home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home), HOME)
    workplace = Workplace(home, kitchen.journal, HOME)
    kitchen.view.refresh()
    today = kitchen.view.household().today(kitchen.journal.clock())
    bought, said = today - timedelta(days=1), today - timedelta(days=2)
    text = f"ADLER GmbH\nButter  2,19\nXQZWV  3,49\nSUMME EUR  5,68\n{bought:%d.%m.%Y}\n"
    sha256 = take_in(workplace, text.encode(), name="bon.txt", kind=DocumentKind.RECEIPT).sha256

    page = open_page("review")
    page.button(key="correct_receipt").click().run()
    number = next(one.key.rpartition("_")[2] for one in page.text_input if str(one.key).startswith("receipt_shop_"))
    assert page.text_input(key=f"receipt_shop_{number}").value == "Adler"
    page.text_input(key=f"receipt_shop_{number}").set_value("Hof Müller")
    page.date_input(key=f"receipt_day_{number}").set_value(said)
    page.button(key=f"receipt_do_{number}").click().run()
    assert not page.exception
    kitchen.view.refresh()
    (lot,) = [one for one in kitchen.view.lots() if one.food_id == "butter"]
    assert lot.purchased_on == said
    assert kitchen.view.document_facts()[sha256].merchant == "Hof Müller"
    next(one for one in page.button if str(one.key).startswith("take_back_")).click().run()
    kitchen.view.refresh()
    assert kitchen.view.document_facts() == {}
    assert kitchen.view.lot(lot.lot_id).purchased_on == bought
