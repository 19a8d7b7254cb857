"""What starts a run besides the clock: a file in an inbox, and the end of another run."""

import dagster as dg

from assets.homes import HomeResource
from intake.inbox import batch_key, waiting_files
from orchestration.jobs import ingest, refresh

_RUNNING = dg.DefaultSensorStatus.RUNNING
# What a run of `ingest` was started for.
BATCH_TAG = "larder/batch"
# So often the same files are tried: a run may have been killed, but a file must not start runs for ever.
MOST_TRIES = 3


@dg.sensor(job=ingest, minimum_interval_seconds=10, default_status=_RUNNING)
def inbox(context: dg.SensorEvaluationContext, larder: HomeResource) -> dg.RunRequest | dg.SkipReason:
    """Start `ingest` once for each set of files that wait, and again when that run is over and they still do."""
    files = waiting_files(larder.home())
    if not files:
        return dg.SkipReason("no file waits in an inbox")
    batch = batch_key(files)
    earlier = context.instance.get_runs(dg.RunsFilter(tags={BATCH_TAG: batch}), limit=MOST_TRIES)
    if any(not run.is_finished for run in earlier):
        return dg.SkipReason("these files are being read")
    if len(earlier) >= MOST_TRIES:
        return dg.SkipReason(f"{len(files)} files are still there after {MOST_TRIES} runs; see why those failed")
    return dg.RunRequest(run_key=f"{batch}-{len(earlier)}", tags={BATCH_TAG: batch})


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
