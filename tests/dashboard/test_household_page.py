"""The Household page: what is saved is an event, what is not changed writes none, and all of it can be taken back."""

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.texts import CATALOGS
from intake.feeds import followed_by
from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import DEMO, ensure_household
from pantry.journal import open_journal
from pantry.kinds.payloads import HouseholdChanged, HouseholdCreated
from pantry.live import LiveView
from recognition.teaching import looks_version
from tests.dashboard.kitchens import filled_kitchen
from tests.dashboard.test_pages import words

OpenPage = Callable[[str], AppTest]


def save(app: AppTest, key: str) -> None:
    next(button for button in app.button if button.key == key).click().run()


def test_people_and_currency_are_saved_and_taken_back(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    before = kitchen.view.household()
    app = open_page("household")

    app.number_input[0].set_value(5)
    save(app, "save_kitchen")

    kitchen.view.refresh()
    assert kitchen.view.household().people == 5
    next(button for button in app.button if button.label == "Undo").click().run()
    kitchen.view.refresh()
    assert kitchen.view.household() == before


def test_saving_what_is_unchanged_writes_nothing(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    before = kitchen.journal.max_seq()
    app = open_page("household")

    save(app, "save_kitchen")
    save(app, "save_eating")

    assert not app.exception
    assert kitchen.journal.max_seq() == before


def test_one_place_alone_can_be_counted(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("household")

    for place in ("fridge", "cupboard", "counter", "cellar", "other"):
        app.button_group(key=f"depth_{place}").set_value("none")
    save(app, "save_closely")

    kitchen.view.refresh()
    tracking = kitchen.view.household().tracking
    assert tracking["freezer"] == "exact"
    assert {tracking[place] for place in ("fridge", "cupboard", "counter", "cellar", "other")} == {"none"}


def test_a_diet_is_saved_as_its_code(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home, language="de")
    app = open_page("household")

    next(field for field in app.multiselect if field.label == "Ernährung").set_value(["vegetarian"])
    save(app, "save_eating")

    kitchen.view.refresh()
    assert kitchen.view.household().diets == ("vegetarian",)


def test_what_should_never_run_out_and_a_feed_are_kept_and_taken_off(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("household")
    app.selectbox(key="minimum_food").set_value("flour").run()
    app.button(key="minimum_do").click().run()
    app.text_input(key="feed_url").set_value("example.org/feed").run()
    assert not app.exception

    kitchen.view.refresh()
    assert kitchen.view.household().minimum_stock == {"flour": ("1000", "g")}
    assert followed_by(kitchen.view.facts()) == ["https://example.org/feed"]
    app.button(key="minimum_off_flour").click().run()
    app.button(key=next(b.key for b in app.button if b.key.startswith("feed_off_"))).click().run()
    kitchen.view.refresh()
    assert kitchen.view.household().minimum_stock == {} and followed_by(kitchen.view.facts()) == []


def test_ounces_and_german_are_chosen_in_one_form(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    app = open_page("household")
    app.button_group[0].set_value("de")
    app.button_group[1].set_value("us")
    save(app, "save_kitchen")

    kitchen.view.refresh()
    household = kitchen.view.household()
    assert (household.language, household.unit_system) == ("de", "us")
    app = open_page("pantry")
    assert "6,3\u00a0oz" in words(app), "180 g of spinach"


def test_foods_that_were_shown_are_listed_with_what_is_left_out(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home)
    assert "Foods you showed" not in words(open_page("household"))

    for letter in "ab":
        kitchen.teach_picture("honey", letter * 64, None)
    keys = [f"{letter * 64}:all:honey" for letter in "ab"]
    file = home.models / "lessons" / looks_version() / f"{kitchen.view.household_id}.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"judged": keys, "left_out": keys[:1], "right": 81, "checked": 82}))

    said = words(open_page("household"))
    assert "Foods you showed" in said
    assert "2 pictures; 1 is left out: with it, other things were recognised worse" in said


def test_another_kitchen_is_begun_with_the_habits_of_this_one_and_shown(home: Home, open_page: OpenPage) -> None:
    kitchen = filled_kitchen(home, language="de")
    app = open_page("household")
    app.text_input(key="another_name").set_value("Die Hütte").run()
    save(app, "another_do")
    assert sorted(kitchen.journal.households()) == ["die-hutte", "home"]
    assert "Die Hütte" in words(app), "it is the kitchen that is shown"
    assert app.text_input(key="another_name").value == ""
    begun = LiveView(kitchen.journal, "die-hutte")
    begun.refresh()
    assert (begun.household().language, begun.household().people) == ("de", 1)


def test_the_sample_kitchen_speaks_its_guests_language_until_one_is_chosen(
        home: Home, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.session.language_of", lambda _locale: "de")
    journal = open_journal(home)
    ensure_household(journal, DEMO, HouseholdCreated(name="Demo", is_simulated=True))
    app = open_page("household")
    assert CATALOGS["de"]["household.kitchen"] in words(app)
    typing = open_page("add")
    typing.session_state["typed"] = "6 Eier"
    assert ">Eier<" in words(typing.run()), "foods are named in the language that is shown"

    Kitchen(journal, DEMO).change_settings(HouseholdChanged(language="en"))
    assert CATALOGS["en"]["household.kitchen"] in words(app.run())


def test_a_kitchen_that_nobody_named_has_a_name_in_each_language_and_is_not_renamed_by_saving(
    home: Home, open_page: OpenPage
) -> None:
    kitchen = filled_kitchen(home, language="de")
    before = kitchen.journal.max_seq()
    app = open_page("household")
    assert app.text_input[0].value == "Meine Küche" and "My kitchen" not in words(app)
    save(app, "save_kitchen")
    assert kitchen.journal.max_seq() == before

    app.text_input[0].set_value("Hofküche")
    save(app, "save_kitchen")
    kitchen.view.refresh()
    assert kitchen.view.household().name == "Hofküche"
