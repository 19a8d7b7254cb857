"""A full build by several worker processes: Dagster's multiprocess executor runs one step for each range of buckets.

The run has an instance of its own that goes away with it: what the build did is told by whoever asked for it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import dagster as dg

from pantry.home import Home
from warehouse.errors import BuildFailed
from warehouse.parts import Part, build_part

_QUIET = {"telemetry": {"enabled": False}}


def fan_out_over(workers: int) -> "DagsterFanOut | None":
    """Return what runs a full build in so many processes; None for one, which needs no others."""
    return DagsterFanOut(workers) if workers > 1 else None


class BuildInParts(dg.Config):
    """The home, and the parts as fields of warehouse.parts.Part."""

    home_root: str
    journal_url: str
    parts: list[dict[str, int]]


@dg.op(out=dg.DynamicOut(dict))
def bucket_ranges(config: BuildInParts) -> Iterator[dg.DynamicOutput[dict[str, Any]]]:
    """Yield one output for each part; each becomes a step in a process of its own."""
    for part in config.parts:
        yield dg.DynamicOutput(
            {"root": config.home_root, "journal_url": config.journal_url, "part": part},
            mapping_key=f"buckets_{part['first_bucket']:02d}_{part['last_bucket']:02d}",
        )


@dg.op
def build_bucket_range(work: dict[str, Any]) -> None:
    """Build the models of one range of buckets."""
    build_part(Home.at(work["root"], work["journal_url"]), Part(**work["part"]))


@dg.job(executor_def=dg.multiprocess_executor)
def build_in_parts() -> None:
    """Build every range of buckets, as many at the same time as the run's configuration allows."""
    bucket_ranges().map(build_bucket_range)


@dataclass(frozen=True, slots=True)
class DagsterFanOut:
    """Builds the parts of a warehouse in so many processes at once; see warehouse.parts.FanOut."""

    workers: int

    def __call__(self, home: Home, parts: Sequence[Part]) -> None:
        """Run the job to its end. Raises BuildFailed, which names the first step that failed."""
        settings = BuildInParts(
            home_root=str(home.root), journal_url=home.journal_url, parts=[asdict(part) for part in parts])
        run_config = dg.RunConfig(
            ops={"bucket_ranges": settings}, execution={"config": {"max_concurrent": self.workers}},
        ).to_config_dict()
        with tempfile.TemporaryDirectory(prefix="larder-dagster-") as folder, \
                dg.DagsterInstance.local_temp(folder, overrides=_QUIET) as instance:
            result = dg.execute_job(dg.reconstructable(build_in_parts), instance=instance, run_config=run_config)
            if not result.success:
                failures = result.get_step_failure_events()
                first = failures[0].step_failure_data.error_display_string if failures else "no step says why"
                raise BuildFailed(first)
