"""The Waste page beside its figures says how much of what was binned each measure knows."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import HOME
from pantry.vocabulary import Place, Reason
from tests.dashboard.kitchens import empty_kitchen
from tests.dashboard.test_pages import words
from warehouse.build import refresh
from warehouse.queries import waste_summary
from warehouse.reader import Warehouse

OpenPage = Callable[[str], AppTest]


@pytest.mark.parametrize(("language", "price", "weight", "co2e"), [
    ("en", "The price of 33 % of what was binned is known.", "The weight of 67 % of what was binned is known.",
     "CO₂e is known of 25 % of its weight."),
    ("de", "Der Preis von 33 % des Entsorgten ist bekannt.", "Das Gewicht von 67 % des Entsorgten ist bekannt.",
     "CO₂e ist für 25 % des Gewichts bekannt."),
])
def test_each_measure_says_how_much_of_what_was_binned_it_knows(
    home: Home, open_page: OpenPage, language: str, price: str, weight: str, co2e: str
) -> None:
    kitchen = Kitchen(empty_kitchen(home, language=language), HOME)
    for facts in (
        {"food_id": "butter", "quantity": Decimal(250), "unit": "g", "price_minor": 200},
        {"food_name": "Xqzv", "quantity": Decimal(750), "unit": "g"},
        {"food_name": "Xqzv", "quantity": Decimal(3), "unit": "piece"},
    ):
        done = kitchen.acquire(place=Place.FRIDGE, **facts)
        kitchen.discard(done.lot_ids[0], reason=Reason.FORGOTTEN)
    refresh(home, expectations=False, journal=kitchen.journal)
    today = kitchen.view.household().today(kitchen.journal.clock())
    summary = waste_summary(Warehouse(home), HOME, today.replace(day=1), today.replace(year=today.year + 1))
    assert summary is not None
    assert (summary.value_coverage, summary.mass_coverage) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert summary.production_co2e_mass_share == pytest.approx(0.25)

    said: dict[str, str] = {}
    app = open_page("waste")
    for measure in ("money", "weight", "co2e"):
        app.session_state["waste_measure"] = measure
        app.run()
        assert not app.exception
        said[measure] = words(app).replace("\u00a0", " ")
    assert price in said["money"] and weight not in said["money"]
    assert weight in said["weight"] and price not in said["weight"]
    assert weight in said["co2e"] and price not in said["co2e"]
    assert [said[measure].count(co2e) for measure in said] == [1, 1, 2], "beside the range, and the bars of CO2e"
