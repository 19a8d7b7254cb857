"""What leaves the dashboard: the calendar and the labels, for those who know the address."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.served.calendar_feed import calendar, feed_key, is_feed_key
from dashboard.served.take_along import calendar_feed, label_page, list_page
from dashboard.texts import Texts
from pantry.home import Home
from pantry.household import HOME
from pantry.urgency import with_due
from tests.dashboard.kitchens import filled_kitchen

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def text_of(kitchen, lang="en"):
    today = kitchen.view.household().today(kitchen.journal.clock())
    return calendar("home", with_due(kitchen.view.lots(), as_of=today), texts=Texts(lang), today=today, now=NOW), today


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_day_with_food_due_is_one_entry_that_lasts_a_day(home: Home) -> None:
    text, today = text_of(filled_kitchen(home))
    lines = unfolded(text)
    days = [line.removeprefix("DTSTART;VALUE=DATE:") for line in lines if line.startswith("DTSTART")]
    assert days == sorted(set(days))
    assert days[0] == f"{today:%Y%m%d}"
    assert f"DTEND;VALUE=DATE:{today + timedelta(days=1):%Y%m%d}" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(days)


def test_no_line_is_longer_than_the_standard_allows(home: Home) -> None:
    text, _ = text_of(filled_kitchen(home), "de")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "aufbrauchen" in "".join(unfolded(text))


def test_a_name_cannot_break_out_of_its_line(home: Home) -> None:
    kitchen = filled_kitchen(home)
    kitchen.acquire(food_name="soup\nEND:VCALENDAR; x, y", quantity=1, unit="piece", place="fridge",
                    expires_on=kitchen.view.household().today(kitchen.journal.clock()), date_kind="use_by")
    lines = unfolded(text_of(kitchen)[0])
    assert lines.count("END:VCALENDAR") == 1
    assert any("soup" in line and "\\; x\\, y" in line for line in lines)


def test_frozen_food_is_on_no_day(home: Home) -> None:
    assert "minced beef" not in "".join(unfolded(text_of(filled_kitchen(home))[0]))


def test_a_key_opens_one_household_of_one_home(home: Home, tmp_path) -> None:
    key = feed_key(home, "home")
    assert is_feed_key(home, "home", key)
    assert not is_feed_key(home, "demo", key)
    assert not is_feed_key(Home.at(tmp_path / "other").create(), "home", key)
    assert (home.root / "calendar-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("path", "said"), [("calendar/{}/{}.ics", "BEGIN:VCALENDAR"), ("labels/{}/{}", "Spinach")])
def test_the_routes_answer_only_with_the_key(home: Home, monkeypatch, path: str, said: str) -> None:
    monkeypatch.setenv("LARDER_HOME", str(home.root))
    monkeypatch.delenv("LARDER_JOURNAL_URL", raising=False)
    filled_kitchen(home)
    client = TestClient(Starlette(routes=[
        Route("/calendar/{household}/{key}.ics", calendar_feed), Route("/labels/{household}/{key}", label_page),
    ]))
    answer = client.get(path.format(HOME, feed_key(home, HOME)))
    assert answer.status_code == 200
    assert said in answer.text
    assert client.get(path.format(HOME, "0" * 32)).status_code == 404
    assert client.get(path.format("nobody", feed_key(home, "nobody"))).status_code == 404


def test_labels_show_names_as_text(home: Home, monkeypatch) -> None:
    monkeypatch.setenv("LARDER_HOME", str(home.root))
    monkeypatch.delenv("LARDER_JOURNAL_URL", raising=False)
    filled_kitchen(home).acquire(food_name="<script>x</script>", quantity=1, unit="piece", place="fridge",
                                 purchased_on=date(2026, 3, 1))
    client = TestClient(Starlette(routes=[Route("/labels/{household}/{key}", label_page)]))
    page = client.get(f"/labels/{HOME}/{feed_key(home, HOME)}").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_shopping_list_is_printed_for_who_knows_the_address(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    kitchen = filled_kitchen(home)
    kitchen.add_shopping("<b>soap</b>")
    kitchen.add_shopping("milk", food_id="milk", quantity=Decimal(2), unit="l")
    monkeypatch.setenv("LARDER_HOME", str(home.root))
    monkeypatch.delenv("LARDER_JOURNAL_URL", raising=False)
    client = TestClient(Starlette(routes=[Route("/list/{household}/{key}", list_page)]))

    page = client.get(f"/list/{HOME}/{feed_key(home, HOME)}").text
    assert "Milk <small>2\u00a0l</small>" in page and "&lt;b&gt;soap" in page and "<b>" not in page
    assert client.get(f"/list/{HOME}/{'0' * 32}").status_code == 404
