"""Running dbt inside this process: a subprocess costs four times as much.

dbt is imported inside the functions: it takes seconds. So does parsing the project, which is kept in memory for
the process and in `dbt/target` for the next ones.
"""

import hashlib
import logging
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from pantry.home import REPOSITORY
from warehouse.errors import BuildFailed
from warehouse.files import write_whole
from warehouse.passes import BuildFolder

_log = logging.getLogger(__name__)
PROJECT = REPOSITORY / "dbt"
_SOURCES = ("models/**/*", "macros/**/*", "tests/**/*", "seeds/*", "*.yml")
_ANY_FOLDER = "build"
_manifests: dict[str, Any] = {}


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return a hash of all that marts are made by: models, macros, seeds and the fold.

    Read once a process. A build by other code starts from nothing.
    """
    files = {path for pattern in _SOURCES for path in PROJECT.glob(pattern) if path.is_file()}
    files |= set((REPOSITORY / "pantry").glob("*.sql")) | set((REPOSITORY / "warehouse").glob("*.sql"))
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path.relative_to(REPOSITORY)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def run_dbt(folder: BuildFolder, arguments: Sequence[str]) -> list[Any]:
    """Run one dbt command on the build in a folder and return its results, one a node.

    Raises BuildFailed when dbt cannot run at all or a model fails; failed tests are in the results.
    """
    from dbt.cli.main import dbtRunner

    with _surroundings(folder):
        manifest = _manifest(folder)
        answer = dbtRunner(manifest=manifest).invoke([*arguments, *_options(folder)])
        _let_go()
    if answer.exception is not None:
        raise BuildFailed(str(answer.exception))
    results = list(getattr(answer.result, "results", []))
    for result in results:
        if result.node.resource_type not in ("test", "unit_test") and result.status in ("error", "fail"):
            raise BuildFailed(f"{result.node.name}: {result.message}")
    return results


def parse_manifest() -> Path:
    """Write `dbt/target/manifest.json`, which the asset graph is made from, and return its path.

    Paths are absolute: relative ones would be remembered and fail from another working folder.
    """
    from dbt.cli.main import dbtRunner

    with _kept_working_folder():
        os.chdir(PROJECT)
        answer = dbtRunner().invoke([
            "parse", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--log-level", "none",
            "--log-level-file", "none", "--no-use-colors",
        ])
        _let_go()
    if answer.exception is not None:
        raise BuildFailed(str(answer.exception))
    return PROJECT / "target" / "manifest.json"


def _manifest(folder: BuildFolder) -> Any:
    key = code_hash()
    if key not in _manifests:
        path = _parsed_file(key)
        manifest = _read_parsed(path)
        if manifest is None:
            manifest = _parse(folder)
            _keep_parsed(path, manifest)
        _manifests.clear()
        _manifests[key] = manifest
    return _manifests[key]


def _parse(folder: BuildFolder) -> Any:
    from dbt.cli.main import dbtRunner

    # dbt names the database after the path, which it cuts at a `#`; what is parsed serves homes in other folders too.
    with _environment({"LARDER_BUILD": _ANY_FOLDER}):
        answer = dbtRunner().invoke(["parse", *_options(folder)])
    if answer.exception is not None:
        raise BuildFailed(str(answer.exception))
    return answer.result


def _parsed_file(key: str) -> Path:
    """Return where the parsed project is kept between processes: reading it takes a tenth of parsing."""
    from dbt.version import __version__

    return PROJECT / "target" / f"parsed-{__version__}-{key}.msgpack"


def _read_parsed(path: Path) -> Any | None:
    """Return a parsed project as `_keep_parsed` wrote it; None where there is none that can be read."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    try:
        return Manifest.from_msgpack(path.read_bytes(), decoder=extended_mashumuro_decoder)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep_parsed(path: Path, manifest: Any) -> None:
    """Keep a parsed project as dbt itself does, in place of older ones; where nothing may be written, do without."""
    from dbt.parser.manifest import extended_mashumaro_encoder

    try:
        packed = manifest.to_msgpack(extended_mashumaro_encoder)
        write_whole(path, lambda temporary: temporary.write_bytes(packed))
        for old in path.parent.glob("parsed-*.msgpack"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        _log.warning("the parsed dbt project cannot be kept in %s", path.parent)


def _options(folder: BuildFolder) -> list[str]:
    return [
        "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
        "--target-path", str(folder.dbt_target), "--log-path", str(folder.dbt_logs),
        "--log-level", "none", "--log-level-file", "info", "--no-use-colors", "--quiet",
        "--no-write-json",
    ]


def _let_go() -> None:
    """Close dbt's connection: DuckDB's lock on the file, and the settings it was opened with, would outlive the run.

    dbt itself only forgets it, and whatever still refers to it, such as a kept traceback, would keep it open.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    environment = DuckDBConnectionManager._ENV  # `env()` raises where dbt opened nothing
    if environment is not None:
        environment.close()
    DuckDBConnectionManager.close_all_connections()


@contextmanager
def _surroundings(folder: BuildFolder) -> Iterator[None]:
    """Give dbt its environment and put everything it changes in this process back."""
    ours = {**folder.environment(), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
    with _environment(ours), _kept_working_folder(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _environment(ours: Mapping[str, str]) -> Iterator[None]:
    """Set variables of this process's environment and put back what they were."""
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _kept_working_folder() -> Iterator[None]:
    folder = Path.cwd()
    try:
        yield
    finally:
        os.chdir(folder)
