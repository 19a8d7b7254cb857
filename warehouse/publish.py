"""Publishing: a finished build becomes the version that everyone reads, in one step.

`warehouse/published/<version>/larder.duckdb` is a whole file nobody writes to any more; the manifest
`warehouse/published/manifest.json` names the newest. DuckDB shares open files by path within a process, so
a reader that wants the newest version opens the versioned path. A version goes when three newer ones exist
and no reader can have read its name for some minutes.
"""

import shutil
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from pantry.home import Home
from warehouse.dbt_runner import code_hash
from warehouse.files import copy_file, link_to, read_json, sync, write_json
from warehouse.passes import build_folder

_KEPT = 3
# A reader opens a version within moments of reading its name; after this a name is nobody's any more.
_GRACE_S = 300


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is published. seq: newest event in it; built_at: UTC, ISO 8601; counts: rows by what they are.

    code_hash: of the models that made it; "" where an older Larder did.
    """

    version: str
    seq: int
    built_at: str
    size_bytes: int
    counts: dict[str, int] = field(default_factory=dict)
    code_hash: str = ""

    @property
    def is_of_this_code(self) -> bool:
        """Whether its tables are those that this version of Larder asks for."""
        return self.code_hash == code_hash()


def published_folder(home: Home) -> Path:
    """Return the folder of published versions."""
    return home.warehouse / "published"


def manifest_path(home: Home) -> Path:
    """Return the file that names the newest version."""
    return published_folder(home) / "manifest.json"


def read_manifest(home: Home) -> Manifest | None:
    """Return what is published; None before the first time, and when the manifest cannot be understood.

    The next build publishes anew then: the file is derived, like all that it names.
    """
    try:
        found = read_json(manifest_path(home))
        return None if found is None else Manifest(**found)
    except (ValueError, TypeError):
        return None


def database_path(home: Home, version: str) -> Path:
    """Return the database file of a version."""
    return published_folder(home) / version / "larder.duckdb"


def publish(home: Home, *, version: str, seq: int, counts: dict[str, int], grace_s: float = _GRACE_S) -> Manifest:
    """Copy the private build to a version of its own and make it the newest; the caller holds the build lock.

    grace_s: how long a version stays after a newer one replaced it, apart from the newest three.
    """
    target = database_path(home, version)
    unfinished = target.parent.with_name(f".{version}.tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    copy = unfinished / target.name
    copy_file(build_folder(home).main, copy)
    copy.chmod(0o444)
    sync(copy)
    sync(unfinished)
    unfinished.replace(target.parent)
    sync(target.parent.parent)
    manifest = Manifest(version, seq, datetime.now(UTC).isoformat(), target.stat().st_size, counts, code_hash())
    write_json(manifest_path(home), asdict(manifest))
    link_newest(home, version)
    _remove_old(home, version, grace_s)
    return manifest


def link_newest(home: Home, version: str) -> None:
    """Point the home's `larder.duckdb` at a version, unless it does; who was killed in between left it behind."""
    link, target = home.root / "larder.duckdb", database_path(home, version)
    if link.resolve() != target.resolve():
        link_to(link, target)


def _remove_old(home: Home, newest: str, grace_s: float) -> None:
    """Delete versions beyond the kept ones that were replaced longer ago than the grace."""
    versions = sorted(
        (path for path in published_folder(home).iterdir() if path.is_dir() and not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime_ns,
    )
    for path, successor in pairwise(versions):
        is_kept = path in versions[-_KEPT:] or path.name == newest
        if not is_kept and time.time() - successor.stat().st_mtime > grace_s:
            shutil.rmtree(path, ignore_errors=True)
    for path in published_folder(home).glob(".*.tmp"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
