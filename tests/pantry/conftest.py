"""A kitchen to act in, and stores for the journal's contract tests (a PostgreSQL of our own on loopback)."""

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from pantry.actions import Kitchen
from pantry.events import new_event
from pantry.home import Home
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import HouseholdCreated


@pytest.fixture
def clock() -> list[datetime]:
    """Return the present moment of the test's journal, in a list so that a test may move it on."""
    return [datetime(2026, 3, 10, 9, 0, tzinfo=UTC)]


@pytest.fixture
def journal(home: Home, clock: list[datetime]) -> Iterator[Journal]:
    """Return a journal with the household `home`; its clock goes on a second at each look."""
    def now() -> datetime:
        clock[0] += timedelta(seconds=1)
        return clock[0]

    journal = open_journal(home, clock=now)
    created = datetime(2026, 1, 1, tzinfo=UTC)
    journal.append([new_event("home", HouseholdCreated(name="Home", people=2), occurred_at=created)])
    yield journal
    journal.engine.dispose()


@pytest.fixture
def kitchen(journal: Journal) -> Kitchen:
    """Return the hand of the household `home` on the journal."""
    return Kitchen(journal, "home", actor="Ana")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL in a temporary folder and yield its URL without a database; skip where there is none.

    It never runs as root: PostgreSQL refuses that, so root hands over to the user `postgres`.
    """
    binaries = _postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Not pytest's own temporary folder: the user postgres may not enter its parents.
    folder = Path(tempfile.mkdtemp(prefix="larder-pg-"))
    folder.chmod(0o755)
    try:
        if as_user:
            shutil.chown(folder, "postgres")
        data, port = folder / "data", _free_port()
        _run([*as_user, str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-N"])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        control = [*as_user, str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        _run([*control, "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server: str) -> Callable[[], str]:
    """Return a function that makes an empty database and returns its URL."""
    numbers = itertools.count()

    def make() -> str:
        name = f"larder_{next(numbers)}"
        engine = sa.create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"create database {name}")
        engine.dispose()
        return f"{postgres_server}/{name}"

    return make


def _postgres_binaries() -> Path | None:
    found = shutil.which("initdb")
    candidates = [Path(found).parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in candidates if (folder / "pg_ctl").exists()), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", timeout=60)
