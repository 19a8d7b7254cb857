"""Every page on an empty kitchen and on a filled one shows what it is for."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pyarrow import parquet
from streamlit.testing.v1 import AppTest

from dashboard.components.figures.waste_picture import Column, months_png
from dashboard.navigation import PAGES
from dashboard.served.uploads import Job
from dashboard.session import session_of
from dashboard.shown import waste
from intake.taking import Taken, take_in
from intake.workplace import Workplace
from pantry.actions import Kitchen
from pantry.events import new_event
from pantry.home import Home
from pantry.household import HOME
from pantry.kinds.payloads import HouseholdChanged
from pantry.typing.typed_foods import TypingKitchen, understand
from pantry.vocabulary import Place, Reason
from tests.dashboard.kitchens import empty_kitchen, filled_kitchen
from tests.fresh_receipts import yesterday
from warehouse.build import refresh
from warehouse.publish import manifest_path
from warehouse.queries import run_sql
from warehouse.reader import Warehouse

OpenPage = Callable[[str], AppTest]
# Bought yesterday: lines of an old receipt wait, however sure they are.
RECEIPT = f"""CORNER SHOP
12 Hill Road
Date {yesterday()} 17:42

WHOLE MILK 1L            1.29
XQZV BRMPF 4ER           2.49
BUTTER UNSALTED 250G     2.19

TOTAL                    5.97
CARD                     5.97
"""


def words(app: AppTest) -> str:
    """Return all that a page says: its HTML, its buttons and its fields."""
    parts = [element.proto.body for element in app.get("html")]
    parts += [button.label for button in app.button]
    return "\n".join(parts)


def titles(app: AppTest) -> str:
    found = [element.proto.body for element in app.get("html") if 'class="title"' in element.proto.body]
    assert len(found) == 1, "a page has one title"
    return found[0]


@pytest.mark.parametrize(("page", "signal"), [
    ("home", "What is in your kitchen?"),
    ("pantry", "Nothing on the shelves"),
    ("add", "What came home?"),
    ("review", "All is settled"),
    ("recipes", "No recipes yet"),
    ("shopping", "The list is empty"),
    ("expiry", "No dates yet"),
    ("waste", "The months are not counted yet"),
    ("insights", "The months are not counted yet"),
    ("household", "History has not been counted yet."),
])
def test_an_empty_kitchen_says_what_to_do(home: Home, open_page: OpenPage, page: str, signal: str) -> None:
    empty_kitchen(home)

    app = open_page(page)

    assert not app.exception
    assert signal in words(app)


@pytest.mark.parametrize(("page", "signal"), [
    ("home", "Use the spinach today"),
    ("pantry", "350\u00a0of\u00a0500\u00a0g, opened"),
    ("add", "What came home?"),
    ("review", "All is settled"),
    ("recipes", "No recipes yet"),
    ("shopping", "The list is empty"),
    ("expiry", "foods by"),
    ("waste", "The months are not counted yet"),
    ("insights", "The months are not counted yet"),
    ("household", "Everything is yours"),
])
def test_a_filled_kitchen_shows_its_food(home: Home, open_page: OpenPage, page: str, signal: str) -> None:
    filled_kitchen(home)

    app = open_page(page)

    assert not app.exception
    assert signal in words(app)


@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_every_page_speaks_german(home: Home, open_page: OpenPage, page: str) -> None:
    filled_kitchen(home, language="de")

    app = open_page(page)

    assert not app.exception
    said = titles(app)
    english = ("Use ", "What came", "Nothing", "Cook", "No waste", "Pantry", "to buy", "foods by")
    assert not any(word in said for word in english), said


@pytest.mark.parametrize("page", ["home", "pantry"])
def test_a_name_with_markup_stays_text(home: Home, open_page: OpenPage, page: str) -> None:
    kitchen = filled_kitchen(home)
    today = kitchen.view.household().today(kitchen.journal.clock())
    kitchen.acquire(food_name="<img src=x onerror=alert(1)> [soup](http://x)", quantity=Decimal(1), unit="piece",
                    place="fridge", expires_on=today - timedelta(days=1), date_kind="use_by")

    app = open_page(page)

    said = words(app)
    assert "<img src=x" not in "\n".join(element.proto.body for element in app.get("html"))
    assert "&lt;img src=x" in said
    assert not any("[soup](" in button.label for button in app.button)


def test_one_press_on_home_eats_and_one_more_takes_it_back(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("home")
    before = len(kitchen.view.lots())

    app.button(key=next(b.key for b in app.button if b.label == "Ate it")).click().run()

    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before - 1
    assert "Ate the spinach" in words(app)
    app.button(key=next(b.key for b in app.button if b.label == "Undo")).click().run()
    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before


def test_ten_presses_of_one_button_act_once(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("home")
    key = next(b.key for b in app.button if b.label == "Binned it")
    before = kitchen.journal.max_seq()

    for _ in range(10):
        pressed = [b for b in app.button if b.key == key]
        if pressed:
            pressed[0].click().run()

    assert kitchen.journal.max_seq() == before + 1


def test_ten_presses_at_one_place_of_the_pantry_eat_one_food(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("pantry")
    before = len(kitchen.view.lots())

    for _ in range(10):
        pressed = [b for b in app.button if b.label == "Ate all"]
        if pressed:
            pressed[0].click().run()

    kitchen.view.refresh()
    assert len(kitchen.view.lots()) == before - 1


def test_the_eaten_food_keeps_its_place_until_undo_is_over(home: Home, open_page: OpenPage) -> None:
    filled_kitchen(home)
    app = open_page("home")
    shown = [b.key for b in app.button if b.label == "Ate it"]

    app.button(key=shown[0]).click().run()
    assert "Eaten" in words(app), "the card answers by itself"
    app.run()

    assert [b.key for b in app.button if b.label == "Ate it"] == shown[1:], "no other food moves under the finger"


def test_three_hundred_files_at_once_are_told_calmly(home: Home, open_page: OpenPage) -> None:
    empty_kitchen(home)
    app = open_page("add")
    jobs = [Job(f"receipt {number}.jpg", HOME) for number in range(300)]
    for job in jobs[282:]:
        job.state = "done"
        job.taken = Taken(sha256=str(job.number), name=job.name, status="repeat", elapsed_ms=2_000)
    jobs[281].state = "reading"
    app.session_state["upload_jobs"] = jobs

    app.run()

    rows = [name for name in (job.name for job in jobs) if f">{name}<" in words(app)]
    assert len(rows) == 30
    assert words(app).index("receipt 281.jpg") < min(words(app).index(name) for name in rows if name != jobs[281].name)
    assert "18 of 300 read, about 10 minutes left" in words(app)
    assert "and 270 more" in words(app)


def test_a_click_of_another_session_shows_without_a_reload(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("home")
    spinach = next(lot for lot in kitchen.view.lots() if lot.food_id == "spinach")

    kitchen.consume(spinach.lot_id)
    app.run()

    assert "Use the spinach today" not in words(app)


def test_the_pantry_finds_food_by_place_and_word(home: Home, open_page: OpenPage) -> None:
    filled_kitchen(home)
    app = open_page("pantry")

    app.text_input(key="pantry_search").set_value("milk").run()

    shown = [b.label for b in app.button if b.label.startswith("Show ")]
    assert shown == ["Show Milk"]


def test_binning_some_with_a_reason_and_a_day_is_written_as_said(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    today = kitchen.view.household().today(kitchen.journal.clock())
    app = open_page("pantry")
    app.button(key=next(b.key for b in app.button if b.key.startswith("bin_"))).click().run()

    app.session_state["reason_1"] = Reason.FORGOTTEN
    app.date_input(key="when_1").set_value(today - timedelta(days=1)).run()
    app.button(key="confirm_1").click().run()

    assert not app.exception
    kitchen.view.refresh()
    written = kitchen.journal.read(kinds=["lot_discarded"])[-1]
    assert written.occurred_at.date() <= today - timedelta(days=1)
    assert written.payload["reason"] == "forgotten"
    assert not [one for one in app.get("menu_button") if "why_" in one.proto.id], "who has said why is not asked again"


def test_unsure_lines_wait_and_one_press_puts_them_in(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    taken = take_in(workplace, RECEIPT.encode(), name="receipt.txt")
    assert taken.status == "waiting", "the second line is no word of any language"
    app = open_page("review")
    assert not app.exception
    assert "XQZV BRMPF 4ER" in words(app)

    app.button(key=next(b.key for b in app.button if b.label == "Not food")).click().run()

    assert not app.exception
    assert "XQZV" not in "".join(b.label for b in app.button if b.label == "Right")
    assert "Not food: XQZV BRMPF 4ER" in words(app)


def test_a_file_that_was_not_taken_is_listed_with_its_reason_and_a_way_out(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    workplace = Workplace(home, kitchen.journal, kitchen.household_id)
    take_in(workplace, b"\xff\xd8\xff\xe0 cut off", name="photo.jpg")
    app = open_page("review")

    app.session_state["review_tab"] = "rejected"
    app.run()

    assert "photo.jpg" in words(app)
    app.button(key=next(b.key for b in app.button if b.key.startswith("forget_"))).click().run()
    workplace.view.refresh()
    assert workplace.view.rejected() == []


def test_a_name_of_ones_own_says_as_which_food_it_counts(home: Home, open_page: OpenPage) -> None:
    kitchen = Kitchen(empty_kitchen(home, language="de"), HOME)
    kitchen.put_in(understand("3 Gläser Omas Pflaumenmus", TypingKitchen(date(2026, 3, 4), "de", "EUR", {})))
    shown = words(open_page("pantry"))
    assert "Omas Pflaumenmus" in shown and "Zählt als" in shown and "Konfitüre" in shown


def test_the_waste_page_tells_the_published_month(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    butter = next(lot for lot in kitchen.view.lots() if lot.food_id == "butter")
    kitchen.discard(butter.lot_id, reason=Reason.FORGOTTEN)
    refresh(home, expectations=False, journal=kitchen.journal)

    app = open_page("waste")

    assert not app.exception
    said = words(app)
    assert "€2.72" in said, "the butter and one of five bananas"
    warehouse = Warehouse(home)
    today = kitchen.view.household().today(kitchen.journal.clock())
    first, tomorrow = today.replace(day=1), today + timedelta(days=1)
    _, by_macro = run_sql(warehouse, f"select waste_value_minor from waste_between('home', '{first}', '{tomorrow}')")
    in_summary = warehouse.rows("select waste_value_minor from marts.waste_summary where household_id = 'home'")
    assert by_macro == [(Decimal("272.000"),)] and in_summary == [{"waste_value_minor": Decimal("272.000")}]
    assert "Forgotten" in said and "Butter" in said and "Where it was kept" in said
    assert "For a year" in said, "one covered day says nothing about a year"
    assert "Binned this month" in words(open_page("home"))
    assert "Last counted" in words(open_page("household")) and "all anew, 36 entries" in words(open_page("household"))


@pytest.mark.parametrize(("language", "label", "said"), [
    ("en", "Nothing was thrown away today", "Nothing was thrown away today: noted"),
    ("de", "Heute wurde nichts entsorgt", "Notiert: Heute wurde nichts entsorgt"),
])
def test_that_nothing_was_thrown_away_today_is_one_press_and_its_undo(
    home: Home, open_page: OpenPage, language: str, label: str, said: str
) -> None:
    journal = empty_kitchen(home, language=language)
    kitchen = Kitchen(journal, HOME)
    kitchen.acquire(food_id="milk", quantity=Decimal(1), unit="l", place=Place.FRIDGE)

    def confirmed() -> list[str]:
        kitchen.view.refresh()
        return [one.payload["day"] for one in kitchen.view.facts() if one.kind == "day_confirmed"]

    app = open_page("waste")
    assert app.button(key="confirm_today").label == label
    app.button(key="confirm_today").click().run()
    assert confirmed() == [str(kitchen.view.household().today(journal.clock()))]
    assert said in words(app)
    assert "confirm_today" not in {button.key for button in app.button}, "asked once a day"
    next(button for button in app.button if button.key.startswith("take_back")).click().run()
    assert confirmed() == []
    assert app.button(key="confirm_today")

    kitchen.discard(kitchen.view.lots()[0].lot_id)
    assert "confirm_today" not in {button.key for button in open_page("waste").button}, "something was"


@pytest.mark.parametrize(("language", "said"), [
    ("en", "The lines add up to €5.97, the receipt says €5.58."),
    ("de", "Die Zeilen ergeben 5,97 €, auf dem Bon steht 5,58 €."),
])
def test_review_says_by_how_much_a_receipt_does_not_add_up(
    home: Home, open_page: OpenPage, language: str, said: str,
) -> None:
    journal = empty_kitchen(home, language=language)
    text = RECEIPT.replace("5.97", "5.58")
    take_in(Workplace(home, journal, "home"), text.encode(), name="receipt.txt")
    app = open_page("review")
    assert not app.exception
    assert said in words(app).replace("\u00a0", " ")


def test_history_of_another_version_is_not_shown_and_breaks_no_page(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    refresh(home, expectations=False, journal=kitchen.journal)
    path = manifest_path(home)
    path.write_text(path.read_text().replace('"code_hash": "', '"code_hash": "other'))
    app = open_page("waste")
    assert not app.exception
    assert "The months are not counted yet" in words(app)


def test_the_foods_behind_a_bar_and_the_files_of_the_waste_page(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    butter = next(lot for lot in kitchen.view.lots() if lot.food_id == "butter")
    kitchen.discard(butter.lot_id, reason=Reason.FORGOTTEN)
    refresh(home, expectations=False, journal=kitchen.journal)
    app = open_page("waste")
    app.session_state["waste_behind"] = ("reason", "forgotten")
    app.run()

    said = words(app)
    assert "Butter" in said and "today, 250\u00a0g" in said
    session = session_of("home")
    assert waste.as_csv(session).decode().count("\n") == 3, "a heading, the butter and one of five bananas"
    assert parquet.read_table(io.BytesIO(waste.as_parquet(session))).num_rows == 2
    assert months_png([Column("Nov", 272, "€2.72", True)], "Binned", "Money")[:8] == b"\x89PNG\r\n\x1a\n"


def test_what_is_tracked_by_presence_is_there_without_an_amount_and_the_untracked_is_not_shown(
    home: Home, open_page: OpenPage
) -> None:
    kitchen = filled_kitchen(home)
    kitchen.journal.append([new_event(
        "home", HouseholdChanged(tracking={"cupboard": "none", "butter": "presence"}),
        occurred_at=kitchen.journal.clock())])

    said = words(open_page("pantry"))

    assert "Butter" in said and "there" in said and "250 g" not in said
    assert "Honey" not in said and "Milk" in said
