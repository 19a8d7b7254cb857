"""The long-running services of `larder up`: started together, watched, stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pantry.errors import NotReady
from pantry.home import REPOSITORY, Home

LOOPBACK = "127.0.0.1"
_STOP_SECONDS = 10.0


@dataclass
class Service:
    """One service: how to start it, where it answers, and where its output goes."""

    name: str
    command: Sequence[str]
    address: str
    log: Path
    ready_seconds: float
    process: subprocess.Popen[bytes] | None = None

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in a process group of its own, so that all it starts can be ended with it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                list(self.command), cwd=REPOSITORY, env=dict(environment), stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )

    def is_running(self) -> bool:
        """Return whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Return whether the address gives any answer over HTTP."""
        try:
            with urllib.request.urlopen(self.address, timeout=2):  # noqa: S310 - loopback
                return True
        except urllib.error.HTTPError:
            return True
        except (OSError, ValueError):
            return False

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

    def stop(self) -> None:
        """End it and everything it started; kill what does not go within ten seconds."""
        if self.process is None:
            return
        for sent in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sent)
            except ProcessLookupError:
                return
            until = time.monotonic() + _STOP_SECONDS
            while time.monotonic() < until:
                if self.process.poll() is not None and not _group_lives(self.process.pid):
                    return
                time.sleep(0.1)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def check_port_is_free(port: int, option: str) -> None:
    """Raise NotReady when another program listens on a port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
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
        "--log-level", "warning",
    ]
    asked = LOOPBACK if host in ("0.0.0.0", "::") else host       # noqa: S104 - every address includes this one
    return Service("dashboard", command, f"http://{asked}:{port}/health", home.logs / "dashboard.log", 60)


def dagster(home: Home, port: int) -> Service:
    """Return Dagster's service: webserver and daemon, with schedules and sensors on."""
    command = [
        sys.executable, "-m", "dagster", "dev", "-w", str(REPOSITORY / "workspace.yaml"),
        "-h", LOOPBACK, "-p", str(port),
    ]
    return Service("Dagster", command, f"http://{LOOPBACK}:{port}/server_info", home.logs / "dagster.log", 180)
