"""The dashboard as it is served, on a free port, for tests and screenshots."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A dashboard that answers. pid: its process."""

    address: str
    pid: int


@contextmanager
def dashboard(home: Path, *, log: Path) -> Iterator[str]:
    """Serve the dashboard of a home and yield its address; it ends with the block."""
    with serve(home, log=log) as served:
        yield served.address


@contextmanager
def serve(home: Path, *, log: Path, application: str = "dashboard.asgi:app") -> Iterator[Served]:
    """Serve an application on a home and yield where; it ends with the block."""
    port = _free_port()
    environment = os.environ | {"LARDER_HOME": str(home), "OMP_NUM_THREADS": "1"}
    environment.pop("LARDER_JOURNAL_URL", None)
    command = [sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(port),
               "--log-level", "warning"]
    with log.open("w") as output, subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=output, stderr=subprocess.STDOUT
    ) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/health", process)
            yield Served(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the dashboard ended with status {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the dashboard did not answer in time")
