"""The asset graph: a snapshot of who depends on whom, and what starts what."""

import json

import pytest

from pantry.home import REPOSITORY

pytest.importorskip("dagster")
MANIFEST = REPOSITORY / "dbt" / "target" / "manifest.json"
pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="make setup writes the dbt manifest")
SNAPSHOT = REPOSITORY / "tests" / "orchestration" / "asset_graph.json"


def current_graph() -> dict[str, list[str]]:
    """Return the parents of every asset, by name."""
    from orchestration.definitions import defs

    graph = defs.resolve_asset_graph()
    return {
        key.to_user_string(): sorted(parent.to_user_string() for parent in graph.get(key).parent_keys)
        for key in sorted(graph.get_all_asset_keys())
    }


def test_the_asset_graph_is_the_one_that_was_agreed() -> None:
    """When this fails on purpose, write the new graph: python tools/write_asset_graph.py."""
    assert current_graph() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_job_runs_in_one_process() -> None:
    from orchestration.jobs import JOBS

    assert all(job.executor_def is not None and job.executor_def.name == "in_process" for job in JOBS)


def test_schedules_and_sensors_are_on_from_the_start() -> None:
    import dagster as dg

    from orchestration.jobs import SCHEDULES
    from orchestration.sensors import SENSORS

    assert all(schedule.default_status is dg.DefaultScheduleStatus.RUNNING for schedule in SCHEDULES)
    assert all(sensor.default_status is dg.DefaultSensorStatus.RUNNING for sensor in SENSORS)
    assert {sensor.name for sensor in SENSORS} == {"inbox", "after_ingest", "run_failure"}
    assert len(SCHEDULES) >= 2
