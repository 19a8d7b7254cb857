"""The dbt project and the Python rooms use the same words."""

import pytest
import yaml

from pantry import vocabulary
from pantry.home import REPOSITORY
from warehouse.dbt_runner import PROJECT

LISTS = {
    ("pantry_lots", "place"): vocabulary.Place,
    ("pantry_lots", "date_kind"): vocabulary.DateKind,
    ("pantry_lots", "date_source"): vocabulary.DateSource,
    ("pantry_lots", "belief_reason"): vocabulary.BeliefReason,
    ("waste_events", "reason"): vocabulary.Reason,
    ("waste_events", "destination"): vocabulary.Destination,
    ("waste_events", "method"): vocabulary.Method,
}


def model(name: str) -> dict:
    path = next(PROJECT.glob(f"models/*/{name}.yml"))
    return yaml.safe_load(path.read_text(encoding="utf-8"))["models"][0]


@pytest.mark.parametrize(("mart", "column"), LISTS)
def test_accepted_values_are_the_vocabulary(mart: str, column: str) -> None:
    described = next(one for one in model(mart)["columns"] if one["name"] == column)
    values = described["data_tests"][0]["accepted_values"]["arguments"]["values"]
    assert set(values) == {word.value for word in LISTS[mart, column]}


def test_every_model_says_its_grain_first_and_every_mart_proves_it() -> None:
    for path in sorted(PROJECT.glob("models/*/*.sql")):
        assert path.read_text(encoding="utf-8").startswith("-- One row per "), path.name
        if path.parent.name in ("marts", "meta"):
            tests = model(path.stem)["data_tests"]
            assert any("grain" in test for test in tests), path.name


def test_the_dbt_folder_is_no_python_package() -> None:
    assert not (REPOSITORY / "dbt" / "__init__.py").exists()
