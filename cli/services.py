"""The long-running services of `larder up`: started together, watched, stopped together.

Dagster is three of them: the code (what `orchestration.definitions` says), the web page, and the daemon with
schedules and sensors. `dagster dev` would start the same three, and two more processes that watch over them.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pantry.errors import NotReady
from pantry.home import REPOSITORY, Home

LOOPBACK = "127.0.0.1"
# Every write is a transaction or a rename, so that whoever is slow may be killed.
_STOP_SECONDS = 5.0
_MOST_LOG_BYTES = 10_000_000
# prctl's option by which the kernel sends a process a signal when its parent has died.
_PR_SET_PDEATHSIG = 1
_UNIX = "unix:"


@dataclass
class Service:
    """One service: how to start it, where it answers, and where its output goes.

    address: an http address, or `unix:` and the path of a socket; "" for one that answers nobody.
    """

    name: str
    command: Sequence[str]
    address: str
    log: Path
    ready_seconds: float
    process: subprocess.Popen[bytes] | None = None

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in a process group of its own, so that all it starts can be ended with it.

        It also ends when this process is killed, where the system offers that (Linux).
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _MOST_LOG_BYTES:
            self.log.replace(self.log.with_name(f"{self.log.name}.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                list(self.command), cwd=REPOSITORY, env=dict(environment), stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def is_running(self) -> bool:
        """Return whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Return whether something answers at the address."""
        try:
            if self.address.startswith(_UNIX):
                with socket.socket(socket.AF_UNIX) as asked:
                    asked.connect(self.address.removeprefix(_UNIX))
            elif self.address:
                urllib.request.urlopen(self.address, timeout=2).close()  # noqa: S310 - loopback
        except urllib.error.HTTPError:
            return True
        except (OSError, ValueError):
            return False
        return True

    def wait_ready(self) -> bool:
        """Wait until it answers; return False when it ended or took longer than `ready_seconds`."""
        until = time.monotonic() + self.ready_seconds
        while time.monotonic() < until and self.is_running():
            if self.answers():
                return True
            time.sleep(0.2)
        return False

    def last_lines(self, count: int = 12) -> str:
        """Return the end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])

    def send(self, sent: signal.Signals) -> bool:
        """Send a signal to it and all it started; return whether anything of it still lives."""
        if self.process is None:
            return False
        self.process.poll()
        try:
            os.killpg(self.process.pid, sent)
        except ProcessLookupError:
            return False
        return True

    def lives(self) -> bool:
        """Return whether it, or anything it started, is still there."""
        return self.process is not None and (self.process.poll() is None or _group_lives(self.process.pid))


def stop(services: Iterable[Service]) -> None:
    """End services and everything they started, all at once; kill what does not go within five seconds."""
    left = list(services)
    for sent in (signal.SIGTERM, signal.SIGKILL):
        left = [service for service in left if service.send(sent)]
        until = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < until and (left := [service for service in left if service.lives()]):
            time.sleep(0.1)


def _end_with_parent() -> None:
    """Ask the kernel to end this process when its parent is gone; runs in the child before its program."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def check_port_is_free(port: int, option: str, host: str = LOOPBACK) -> None:
    """Raise NotReady when another program listens on a port of an address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise NotReady(
                f"port {port} is taken by another program", f"stop it, or choose another with {option}"
            ) from None


def service_environment(home: Home) -> dict[str, str]:
    """Return the environment of the services: this home, this Python first on PATH, no telemetry."""
    scripts = str(Path(sys.executable).parent)
    return os.environ | {
        "LARDER_HOME": str(home.root),
        "LARDER_JOURNAL_URL": home.journal_url,
        "DAGSTER_HOME": str(home.dagster),
        "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "False",
        "ORT_DISABLE_TELEMETRY": "1",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
        "STREAMLIT_SERVER_HEADLESS": "true",
        "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
    }


def check_host_is_guarded(host: str) -> None:
    """Raise NotReady when others could reach the dashboard and nothing asks who they are."""
    if host not in (LOOPBACK, "localhost", "::1") and not os.environ.get("LARDER_PASSPHRASE"):
        raise NotReady(
            f"--host {host} lets other machines in, and there is no passphrase",
            "set LARDER_PASSPHRASE to one that they must type, or leave --host out",
        )


def dashboard(home: Home, port: int, host: str = LOOPBACK) -> Service:
    """Return the dashboard's service. host: the address it listens on."""
    command = [
        sys.executable, "-m", "uvicorn", "dashboard.asgi:app", "--host", host, "--port", str(port),
        "--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "3",
    ]
    asked = LOOPBACK if host in ("0.0.0.0", "::") else host       # noqa: S104 - every address includes this one
    return Service("dashboard", command, f"http://{asked}:{port}/health", home.logs / "dashboard.log", 60)


def dagster(home: Home, port: int, sockets: Path) -> list[Service]:
    """Return Dagster's services in the order they start: code, web page, daemon.

    sockets: a folder of this user alone with a short name; a socket's path may have 107 characters.
    """
    socket_path = sockets / "code"
    workspace = home.dagster / "workspace.yaml"
    workspace.write_text(
        f"# Written by `larder up`.\nload_from:\n  - grpc_server:\n      socket: {socket_path}\n"
        "      location_name: larder\n", encoding="utf-8",
    )
    python, log = [sys.executable, "-m"], home.logs / "dagster.log"
    code = [*python, "dagster", "api", "grpc", "-m", "orchestration.definitions", "-d", str(REPOSITORY),
            "--socket", str(socket_path), "--location-name", "larder", "--use-python-environment-entry-point",
            "--log-level", "warning"]
    web = [*python, "dagster_webserver", "-w", str(workspace), "-h", LOOPBACK, "-p", str(port),
           "--dagster-log-level", "warning"]
    daemon = [*python, "dagster._daemon", "run", "-w", str(workspace), "--log-level", "warning"]
    return [
        Service("Dagster's code", code, f"{_UNIX}{socket_path}", log, 180),
        Service("Dagster", web, f"http://{LOOPBACK}:{port}/server_info", log, 180),
        Service("Dagster's daemon", daemon, "", log, 180),
    ]


def refresh(home: Home) -> Service:
    """Return what builds the warehouse once and ends."""
    return Service("refresh", [sys.executable, "-m", "cli", "refresh"], "", home.logs / "refresh.log", 0)


def end_dead_runs(home: Home, environment: Mapping[str, str]) -> None:
    """Let Dagster know that runs which a killed Larder left are over; what goes wrong stands in Dagster's log."""
    with (home.logs / "dagster.log").open("ab") as log:
        subprocess.run(
            [sys.executable, "-m", "orchestration.leftovers"], cwd=REPOSITORY, env=dict(environment),
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False,
        )
