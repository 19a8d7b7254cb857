"""The settings of Dagster: Larder's own, and a file laid over them by who grows beyond one machine."""

from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration.instance import OWN_SETTINGS, VARIABLE, instance_settings, write_instance_settings
from pantry.errors import NotReady
from pantry.home import Home


def written(home: Home) -> dict:
    """Write the settings of a home and return what is in the file."""
    write_instance_settings(home)
    return yaml.safe_load((home.dagster / "dagster.yaml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def test_without_a_file_they_are_larders_own(home: Home) -> None:
    assert written(home) == OWN_SETTINGS


def test_a_file_is_laid_over_key_by_key_and_dagster_takes_it(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = tmp_path / "grown.yaml"
    named.write_text("""
concurrency: {runs: {max_concurrent_runs: 4}}
retention: {schedule: {purge_after_days: 7}}
run_launcher: {module: dagster, class: DefaultRunLauncher}
telemetry: {enabled: true}
""")
    monkeypatch.setenv(VARIABLE, str(named))
    assert written(home) == OWN_SETTINGS | {
        "concurrency": {"runs": {"max_concurrent_runs": 4}},
        "retention": {"schedule": {"purge_after_days": 7}, "sensor": OWN_SETTINGS["retention"]["sensor"]},
        "run_launcher": {"module": "dagster", "class": "DefaultRunLauncher"},
    }
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        assert instance.telemetry_enabled is False
        assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 4


def test_telemetry_cannot_be_switched_on() -> None:
    assert instance_settings({"telemetry": None})["telemetry"] == {"enabled": False}


@pytest.mark.parametrize(("content", "said"), [
    (None, "cannot be read"), ("a: [", "cannot be read"), ("- a list", "no settings by name"), ("", "no settings"),
    ("a: !!python/object/apply:os.getpid []", "cannot be read"),
])
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, said: str,
) -> None:
    named = tmp_path / "grown.yaml"
    if content is not None:
        named.write_text(content)
    monkeypatch.setenv(VARIABLE, str(named))
    with pytest.raises(NotReady, match=said):
        write_instance_settings(home)
    assert not (home.dagster / "dagster.yaml").exists()
