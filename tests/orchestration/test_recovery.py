"""After a power cut: runs that say they run are over, and files whose run was lost are read by another."""

import os
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.launcher import DefaultRunLauncher
from dagster._core.remote_origin import InProcessCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from assets.homes import HomeResource
from orchestration.leftovers import end_dead_runs
from orchestration.sensors import BATCH_TAG, MOST_TRIES, inbox
from pantry.home import Home


@pytest.fixture
def instance() -> dg.DagsterInstance:
    return dg.DagsterInstance.ephemeral()


def started_run(instance: dg.DagsterInstance, tags: dict[str, str] | None = None) -> str:
    """Leave a run behind that says it has started, as a process that was killed does."""
    @dg.op
    def nothing() -> None: ...

    @dg.job(name="ingest")
    def job() -> None:
        nothing()

    run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED, tags=tags)
    return run.run_id


def launched_run(instance: dg.DagsterInstance) -> str:
    """Leave a run behind that a launcher started, as a run of the served code is."""
    location = InProcessCodeLocationOrigin(loadable_target_origin=LoadableTargetOrigin())
    origin = RemoteJobOrigin(RemoteRepositoryOrigin(location, "__repository__"), "ingest")
    run = dg.DagsterRun(job_name="ingest", status=dg.DagsterRunStatus.STARTED, remote_job_origin=origin)
    return instance.add_run(run).run_id


def drop(home: Home, name: str) -> None:
    folder = home.inbox / "home"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("MILK 1.29")
    os.utime(folder / name, (1_700_000_000, 1_700_000_000))


def look(home: Home, instance: dg.DagsterInstance) -> dg.RunRequest | dg.SkipReason:
    with dg.build_sensor_context(instance=instance, resources={"larder": HomeResource(root=str(home.root))}) as context:
        return inbox(context)  # type: ignore[return-value]


def test_a_run_that_a_dead_larder_left_is_over(instance: dg.DagsterInstance) -> None:
    run_id = started_run(instance)
    assert end_dead_runs(instance) == 1
    run = instance.get_run_by_id(run_id)
    assert run is not None
    assert run.status is dg.DagsterRunStatus.FAILURE
    assert end_dead_runs(instance) == 0


class Elsewhere(DefaultRunLauncher):
    """A launcher that can tell whether a run's worker lives, as those of other machines can."""

    supports_check_run_worker_health = True


def test_a_run_on_another_machine_goes_on_while_this_one_starts_again(tmp_path: Path) -> None:
    overrides = {"run_launcher": {"module": __name__, "class": "Elsewhere"}}
    with dg.DagsterInstance.local_temp(str(tmp_path), overrides=overrides) as instance:
        here = started_run(instance)
        there = launched_run(instance)
        assert end_dead_runs(instance) == 1
        status = {run.run_id: run.status for run in instance.get_runs()}
        assert status == {here: dg.DagsterRunStatus.FAILURE, there: dg.DagsterRunStatus.STARTED}


def test_files_whose_run_was_lost_are_tried_again_but_not_for_ever(home: Home, instance: dg.DagsterInstance) -> None:
    drop(home, "receipt.txt")
    asked = []
    for _ in range(MOST_TRIES):
        request = look(home, instance)
        assert isinstance(request, dg.RunRequest)
        asked.append(request.run_key)
        started_run(instance, dict(request.tags))
        assert isinstance(look(home, instance), dg.SkipReason), "a second run for files that are being read"
        end_dead_runs(instance)
    assert len(set(asked)) == MOST_TRIES
    assert isinstance(look(home, instance), dg.SkipReason)
    drop(home, "another.txt")
    assert isinstance(look(home, instance), dg.RunRequest)


def test_the_tag_of_a_batch_is_the_same_while_its_files_are(home: Home, instance: dg.DagsterInstance) -> None:
    drop(home, "receipt.txt")
    first, second = look(home, instance), look(home, instance)
    assert isinstance(first, dg.RunRequest)
    assert isinstance(second, dg.RunRequest)
    assert first.run_key == second.run_key
    assert first.tags[BATCH_TAG] == second.tags[BATCH_TAG]
