"""Runs that a dead Larder left: `python -m orchestration.leftovers`, run by `larder up` before Dagster's daemon starts.

Dagster's launcher for one machine cannot tell whether a run's process still lives. After a power cut a run would
stay "started" for ever, and since one run is allowed at a time, nothing would run any more.
"""

import sys

import dagster as dg

_SAYS_IT_RUNS = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


def end_dead_runs(instance: dg.DagsterInstance) -> int:
    """Mark every run that says it runs as failed and return how many there were.

    Only to be called while no run of this machine can live: the caller holds the home. Launchers of other machines
    (Celery, Docker, Kubernetes) know themselves whether a run's worker lives, and Dagster's daemon asks them; of runs
    that no launcher started (the pipeline of the first start) they know nothing.
    """
    said = instance.get_runs(dg.RunsFilter(statuses=_SAYS_IT_RUNS))
    lives_elsewhere = instance.run_launcher.supports_check_run_worker_health
    dead = [run for run in said if not (lives_elsewhere and run.remote_job_origin)]
    for run in dead:
        instance.report_run_failed(run, "Larder was ended while this run was under way")
    return len(dead)


def main() -> int:
    """Look through the instance that DAGSTER_HOME names; return the exit status."""
    with dg.DagsterInstance.get() as instance:
        end_dead_runs(instance)
    return 0


if __name__ == "__main__":
    sys.exit(main())
