"""Landing: the journal's new rows as Parquet files that a build reads.

`landing/manifest.json` names the files that count; a file it does not name is left over from a crash and
is removed by the next compaction. Files are sorted by (bucket, household_id, seq). Everything here is
derived: delete the folder and the next landing writes it again. A build reads no file whose bytes are not those
that were written: such a one is set aside as `….parquet.damaged` and everything is landed again.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from pantry.home import Home
from pantry.journal import Journal, microseconds, open_journal
from pantry.storage.tables import readings as readings_table
from warehouse.files import read_json, write_json, write_whole

if TYPE_CHECKING:
    import pyarrow as pa

_log = logging.getLogger(__name__)
BUCKETS = 64
_ORDER = ("bucket", "household_id", "seq")
# One read of the journal: about 150 MB in memory.
_EVENTS_PER_SEGMENT = 250_000
# A compacted file holds whole buckets and at least this many events, so that a small home has few files.
_EVENTS_PER_FILE = 50_000
# Small enough that a household's rows are found by the statistics of a few groups.
_ROWS_PER_GROUP = 32_768
# A reading's time is taken before its transaction commits, so another one may appear a little later.
_READING_OVERLAP_US = 60_000_000


@dataclass(frozen=True, slots=True)
class Landed:
    """What lies in the landing folder.

    seq: the newest event landed; readings_at_us: the newest reading landed; file names are relative to it.
    sha256s: of each file's bytes as written, by its name.
    """

    seq: int = 0
    events: int = 0
    readings_at_us: int = 0
    event_files: tuple[str, ...] = ()
    reading_files: tuple[str, ...] = ()
    sha256s: Mapping[str, str] = field(default_factory=dict)

    def paths(self, home: Home, files: tuple[str, ...]) -> list[str]:
        """Return absolute paths of files of this landing."""
        return [str(home.landing / name) for name in files]


def files_above(names: tuple[str, ...], seq: int) -> tuple[str, ...]:
    """Return the event files that can hold events above a seq; every name says the newest event in its file."""
    return tuple(name for name in names if _newest_in(name) > seq)


def _newest_in(name: str) -> int:
    first, rest = Path(name).stem.split("-", 1)
    return int(first) if rest.startswith("buckets") else int(rest)


def landed(home: Home) -> Landed:
    """Return what has been landed so far; nothing for a new home."""
    manifest = read_json(home.landing / "manifest.json")
    if manifest is None:
        return Landed()
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in manifest.items()
    }
    return Landed(**known)


def land(home: Home, journal: Journal | None = None) -> Landed:
    """Write events and readings that are new since the last landing; the caller holds the build lock."""
    journal = journal or open_journal(home, checked=False)
    before = landed(home)
    if before.seq > journal.max_seq() or not _is_whole(home, before):
        before = Landed()       # of another journal, or broken: what lies here is of no use
    after = _land_readings(home, journal, _land_events(home, journal, before))
    if after != before or not (home.landing / "manifest.json").exists():
        write_json(home.landing / "manifest.json", asdict(after))
    return after


def ensure_as_written(home: Home, journal: Journal, state: Landed, *, after_seq: int) -> Landed:
    """Return a landing of which all that a build reads is as it was written; the caller holds the build lock.

    after_seq: the build reads events above it, and every reading. DuckDB checks no page of Parquet, so a flipped bit
    could be read as another figure. What is damaged is set aside by name, and everything landed again.
    """
    names = (*files_above(state.event_files, after_seq), *state.reading_files)
    damaged = [name for name in names if name in state.sha256s and _sha256(home.landing / name) != state.sha256s[name]]
    for name in damaged:
        path = home.landing / name
        path.replace(path.with_name(f"{path.name}.damaged"))
        _log.warning("%s is not as it was written: it was set aside, and the journal is landed again", path)
    if damaged or any(name not in state.sha256s for name in names):
        (home.landing / "manifest.json").unlink()
        return land(home, journal)
    return state


def _sha256(path: Path) -> str:
    with path.open("rb") as reading:
        return hashlib.file_digest(reading, "sha256").hexdigest()


def _is_whole(home: Home, state: Landed) -> bool:
    """Return whether every file of a landing is there to its end, where Parquet keeps what it needs to be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for path in state.paths(home, (*state.event_files, *state.reading_files)):
            pq.read_metadata(path)
    except (OSError, pa.ArrowInvalid):
        return False
    return True


def _land_events(home: Home, journal: Journal, before: Landed) -> Landed:
    after = before
    newest = journal.max_seq()
    while after.seq < newest:
        table = journal.read_arrow(after_seq=after.seq, up_to_seq=min(newest, after.seq + _EVENTS_PER_SEGMENT))
        last = min(newest, after.seq + _EVENTS_PER_SEGMENT)
        files = after.event_files
        if table.num_rows:
            name = f"events/{after.seq + 1:012d}-{last:012d}.parquet"
            sha256 = _write(home.landing / name, table.sort_by([(key, "ascending") for key in _ORDER]))
            files = (*files, name)
            after = replace(after, sha256s={**after.sha256s, name: sha256})
        after = replace(after, seq=last, events=after.events + table.num_rows, event_files=files)
    return after


def _land_readings(home: Home, journal: Journal, before: Landed) -> Landed:
    import pyarrow as pa

    # Readings have a time and no seq: while the clock is behind one that landed, all land anew, or new ones would not.
    went_back = microseconds(journal.clock()) < before.readings_at_us
    landed_at_us = 0 if went_back else before.readings_at_us
    query = sa.select(readings_table).where(readings_table.c.created_at_us > landed_at_us - _READING_OVERLAP_US)
    with journal.engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    newest = max((row["created_at_us"] for row in rows), default=0)
    if newest <= landed_at_us:
        return before
    name = f"readings/{landed_at_us:016d}-{newest:016d}.parquet"
    text = pa.string()
    schema = pa.schema([("sha256", text), ("reader", text), ("reader_version", text), ("payload", text),
                        ("created_at_us", pa.int64())])
    sha256 = _write(home.landing / name, pa.Table.from_pylist(rows, schema).sort_by("created_at_us"))
    files = (name,) if went_back else (*before.reading_files, name)
    return replace(before, readings_at_us=newest, reading_files=files, sha256s={**before.sha256s, name: sha256})


def _write(path: Path, table: "pa.Table") -> str:
    """Write a file and return the checksum of its bytes, taken before anyone else sees it."""
    import pyarrow.parquet as pq

    sha256s = []

    def write(temporary: Path) -> None:
        pq.write_table(table, temporary, compression="zstd", row_group_size=_ROWS_PER_GROUP)
        sha256s.append(_sha256(temporary))

    write_whole(path, write)
    return sha256s[0]


def compact(home: Home) -> Landed:
    """Write all events anew as one file for each bucket (or a few buckets); the caller holds the build lock.

    The manifest changes in one step, then the old files go: a build that starts now sees one or the other.
    """
    before = landed(home)
    if len(before.event_files) <= 1:
        _remove_strays(home, before)
        return before
    sha256s = {name: before.sha256s[name] for name in before.reading_files if name in before.sha256s}
    files = []
    for first, last in _bucket_ranges(before.events):
        name = f"events/{before.seq:012d}-buckets-{first:02d}-{last:02d}.parquet"
        sha256 = _compact_range(home, before, first, last, home.landing / name)
        if sha256 is not None:
            files.append(name)
            sha256s[name] = sha256
    after = replace(before, event_files=tuple(files), sha256s=sha256s)
    write_json(home.landing / "manifest.json", asdict(after))
    _remove_strays(home, after)
    return after


def _bucket_ranges(events: int) -> Iterator[tuple[int, int]]:
    """Yield (first, last) bucket of each file: a power of two of files, at most one a bucket."""
    files = 1
    while files < BUCKETS and events / files > _EVENTS_PER_FILE:
        files *= 2
    width = BUCKETS // files
    for first in range(0, BUCKETS, width):
        yield first, first + width - 1


def _compact_range(home: Home, source: Landed, first: int, last: int, path: Path) -> str | None:
    """Write the events of some buckets and return the file's checksum; None if there are none."""
    import duckdb

    with duckdb.connect() as connection:
        table = connection.execute(
            "select * from read_parquet($files) where bucket between $first and $last "
            "order by bucket, household_id, seq",
            {"files": source.paths(home, source.event_files), "first": first, "last": last},
        ).to_arrow_table()
    return _write(path, table) if table.num_rows else None


def _remove_strays(home: Home, keep: Landed) -> None:
    named = {home.landing / name for name in (*keep.event_files, *keep.reading_files)}
    for path in home.landing.glob("*/*.parquet"):
        if path not in named:
            path.unlink()
