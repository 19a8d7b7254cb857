"""Reading the published warehouse from many threads, always the newest version, never a half one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pantry.errors import NotReady
from pantry.home import Home
from warehouse.publish import Manifest, database_path, manifest_path, read_manifest

if TYPE_CHECKING:
    import duckdb

# A version can only vanish between reading its name and opening it when the clock jumps; then read again.
_ATTEMPTS = 5
# One configuration for every reader of a process: DuckDB refuses to open a file twice with two of them.
# Nothing but the file itself can be reached, so a query can neither read nor write other files.
_CONFIG: dict[str, Any] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


class Warehouse:
    """A read-only door to the newest published version of a home.

    Share one between threads. A cursor keeps the version it began with; the next cursor sees what has been
    published since.
    """

    def __init__(self, home: Home, *, of_this_code: bool = False) -> None:
        """Nothing is opened before the first cursor.

        of_this_code: read no version that another version of Larder published, whose tables may be others.
        """
        self.home = home
        self._of_this_code = of_this_code
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._manifest: Manifest | None = None
        self._stamp: tuple[int, int] | None = None

    def manifest(self) -> Manifest:
        """Return what the next cursor will read. Raises NotReady when nothing was published yet."""
        with self._lock:
            self._open_newest()
            assert self._manifest is not None
            return self._manifest

    @contextmanager
    def cursor(self) -> "Iterator[duckdb.DuckDBPyConnection]":
        """Yield a cursor of its own on the newest version. Raises NotReady when there is none yet."""
        with self._lock:
            cursor = self._open_newest().cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def rows(self, sql: str, values: dict[str, Any] | list[Any] | None = None) -> list[dict[str, Any]]:
        """Run a query and return its rows as dicts by column name."""
        with self.cursor() as cursor:
            cursor.execute(sql, values) if values else cursor.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def close(self) -> None:
        """Let go of the file; a later cursor opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection, self._stamp = None, None

    def _open_newest(self) -> "duckdb.DuckDBPyConnection":
        """Return a connection to the newest version, opening it when the manifest changed."""
        for attempt in range(_ATTEMPTS):
            stamp = self._manifest_stamp()
            if self._connection is not None and stamp == self._stamp:
                return self._connection
            manifest = read_manifest(self.home)
            if manifest is None:
                raise NotReady("nothing has been published yet", "run `larder refresh`")
            if self._of_this_code and not manifest.is_of_this_code:
                raise NotReady("the warehouse was published by another version of Larder", "run `larder refresh`")
            try:
                connection = _connect(self.home, manifest.version)
            except OSError as error:
                if attempt == _ATTEMPTS - 1:
                    raise NotReady(f"the published warehouse cannot be read: {error}",
                                   "`larder refresh --full` writes it anew") from error
                continue
            # Cursors that are still open keep the old version alive; it closes with the last of them.
            self._connection, self._manifest, self._stamp = connection, manifest, stamp
        assert self._connection is not None
        return self._connection

    def _manifest_stamp(self) -> tuple[int, int] | None:
        try:
            found = manifest_path(self.home).stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns


def _connect(home: Home, version: str) -> "duckdb.DuckDBPyConnection":
    import duckdb

    path = database_path(home, version)
    try:
        return duckdb.connect(str(path), read_only=True, config=_CONFIG)
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
