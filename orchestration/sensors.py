"""What starts a run besides the clock: a file in an inbox, and the end of another run."""

import dagster as dg

from assets.homes import HomeResource
from intake.inbox import batch_key, waiting_files
from orchestration.jobs import ingest, refresh

_RUNNING = dg.DefaultSensorStatus.RUNNING


@dg.sensor(job=ingest, minimum_interval_seconds=10, default_status=_RUNNING)
def inbox(larder: HomeResource) -> dg.RunRequest | dg.SkipReason:
    """Start `ingest` once for each set of files that wait."""
    files = waiting_files(larder.home())
    if not files:
        return dg.SkipReason("no file waits in an inbox")
    return dg.RunRequest(run_key=batch_key(files))


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS, monitored_jobs=[ingest], request_job=refresh, default_status=_RUNNING
)
def after_ingest(context: dg.RunStatusSensorContext) -> dg.RunRequest:
    """Start `refresh` when `ingest` has ended well."""
    return dg.RunRequest(run_key=context.dagster_run.run_id)


@dg.run_failure_sensor(default_status=_RUNNING)
def run_failure(context: dg.RunFailureSensorContext) -> None:
    """Write a failed run to the log where `larder up` shows it."""
    context.log.error("job %s failed: %s", context.dagster_run.job_name, context.failure_event.message)


SENSORS = [inbox, after_ingest, run_failure]
