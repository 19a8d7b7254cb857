"""A full build in several processes: each builds a range of buckets, then their tables are put together.

Who runs the processes is said from outside (`FanOut`; `assets.fan_out` has one), so that this room knows no
scheduler. A part is built in a folder of its own, by the same passes as a build in one process, so the marts
are the same rows in the same order however many parts there were.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from pantry.home import Home
from warehouse.dbt_runner import run_dbt
from warehouse.landing import BUCKETS, Landed, landed
from warehouse.passes import (
    BuildFolder,
    Pass,
    build_folder,
    clear,
    connected,
    household_tables,
    prepare,
    quoted,
)

# So many events fold in about 2 GB; a full build of more goes over groups of buckets.
EVENTS_AT_ONCE = 1_500_000
_MODELS = ["build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
_LATER_MODELS = ["run", "--exclude", "tag:static"]


@dataclass(frozen=True, slots=True)
class Part:
    """A range of buckets, both ends included; parts: how many there are in all."""

    first_bucket: int
    last_bucket: int
    parts: int

    def folder(self, home: Home) -> BuildFolder:
        """Return where it is built; the parts share the threads and the memory of one build."""
        return BuildFolder(home, f"{self.first_bucket:02d}-{self.last_bucket:02d}", 1 / self.parts)


class FanOut(Protocol):
    """Runs `build_part` on every part, at the same time where it can, and returns when all are built.

    The caller holds the build lock. Raises BuildFailed when a part was not built.
    """

    @property
    def workers(self) -> int:
        """How many parts to make."""
        ...

    def __call__(self, home: Home, parts: Sequence[Part]) -> None:
        """Build all parts."""
        ...


def split(parts: int) -> list[Part]:
    """Return the buckets as so many ranges of nearly equal width, at most one a bucket."""
    parts = max(1, min(parts, BUCKETS))
    edges = [number * BUCKETS // parts for number in range(parts + 1)]
    return [Part(first, after - 1, parts) for first, after in pairwise(edges)]


def build_part(home: Home, part: Part) -> None:
    """Build the models of one part from what has landed; no test runs before the parts are together.

    The process that calls `refresh` holds the build lock. Raises BuildFailed.
    """
    folder = part.folder(home)
    clear(folder)
    build_buckets(folder, landed(home), (part.first_bucket, part.last_bucket))


def build_buckets(folder: BuildFolder, landed: Landed, buckets: tuple[int, int]) -> None:
    """Build the models of a range of buckets, in passes when there are many events; without tests."""
    first_bucket, last_bucket = buckets
    width = _buckets_at_once(landed.events, folder.share)
    for first in range(first_bucket, last_bucket + 1, width):
        prepare(folder, landed, Pass(first, min(first + width - 1, last_bucket)))
        run_dbt(folder, _MODELS if first == first_bucket else _LATER_MODELS)


def _buckets_at_once(events: int, share: float) -> int:
    """Return how many buckets fold within the memory of one build: a power of two."""
    width = BUCKETS
    while width > 1 and events * width / BUCKETS > EVENTS_AT_ONCE * share:
        width //= 2
    return width


def build_by(fan_out: FanOut, home: Home) -> None:
    """Build all parts by a fan-out and put them together as the private build, which is empty before."""
    parts = split(fan_out.workers)
    try:
        fan_out(home, parts)
        _put_together(home, [part.folder(home) for part in parts])
    finally:
        for part in parts:
            clear(part.folder(home))


def _put_together(home: Home, folders: Sequence[BuildFolder]) -> None:
    """Make the first part the private build and append the households of the others, in the order of buckets.

    What belongs to no household is made of the seeds and so the same in every part.
    """
    folders[0].path.replace(build_folder(home).path)
    for folder in folders[1:]:
        with connected(home) as connection:
            connection.execute(f"attach {quoted(folder.main)} as part (read_only)")
            for schema, table in household_tables(connection, "part"):
                connection.execute(f'insert into {schema}."{table}" by name from part.{schema}."{table}"')
