"""The pipeline without a daemon: `python -m orchestration.once`, used by the first run, and a fanned-out refresh."""

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from pantry.errors import NotReady
from pantry.home import REPOSITORY, Home

if TYPE_CHECKING:
    from warehouse.build import RefreshResult

JOBS = ("ingest", "nightly")


def run_pipeline(home: Home) -> None:
    """Run the pipeline's jobs once in a process of its own, so that its memory is given back.

    Raises NotReady when a job fails; the log names the step.
    """
    from orchestration.instance import write_instance_settings

    write_instance_settings(home)
    environment = os.environ | {
        "LARDER_HOME": str(home.root), "LARDER_JOURNAL_URL": home.journal_url, "DAGSTER_HOME": str(home.dagster),
    }
    log = home.logs / "first-run.log"
    with log.open("ab") as output:
        done = subprocess.run(
            [sys.executable, "-m", "orchestration.once"], cwd=REPOSITORY, env=environment,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False,
        )
    if done.returncode:
        raise NotReady("the pipeline failed", f"see {log}, then try again")


def refresh_warehouse(home: Home, *, full: bool, workers: int) -> "RefreshResult":
    """Bring the published warehouse up to the journal; a full build runs in so many processes.

    Raises what warehouse.build.refresh raises.
    """
    from assets.fan_out import fan_out_over
    from warehouse.build import refresh

    return refresh(home, full=full, fan_out=fan_out_over(workers))


def main() -> int:
    """Run the jobs one after the other in this process; return 0 if all succeeded."""
    import dagster as dg

    from orchestration.definitions import defs

    with dg.DagsterInstance.get() as instance:
        for name in JOBS:
            if not defs.resolve_job_def(name).execute_in_process(instance=instance, raise_on_error=False).success:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
