"""What `larder up` starts: it ends with its parent, together, and only once a home."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import services
from cli.main import app
from cli.up import only_one
from pantry.errors import NotReady
from pantry.home import REPOSITORY, Home

# A service that starts another process, as Dagster's code server does for a run; it prints both ids.
_STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""
_PARENT = """
import sys, time
from pathlib import Path
from cli.services import Service
service = Service("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], "", Path(sys.argv[1]), 1)
service.start({})
print(service.process.pid, flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that ended and waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pid: int) -> bool:
    until = time.monotonic() + 30
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_alive(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_a_service_ends_when_larder_up_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path / "log")], cwd=REPOSITORY,
                          stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        os.kill(parent.pid, signal.SIGKILL)
    assert wait_until_gone(pid)


def test_what_does_not_listen_is_killed_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_STOP_SECONDS", 0.5)
    log = tmp_path / "log"
    service = services.Service("stubborn", [sys.executable, "-c", _STUBBORN], "", log, 1)
    service.start({})
    until = time.monotonic() + 30
    while not log.read_text().endswith("\n") and time.monotonic() < until:
        time.sleep(0.05)
    pids = [int(word) for word in log.read_text().split()]
    assert len(pids) == 2
    services.stop([service])
    assert all(wait_until_gone(pid) for pid in pids)


def test_a_home_is_served_once(home: Home) -> None:
    said = r"already runs on .*http://127\.0\.0\.1:8501, process"
    with only_one(home, "http://127.0.0.1:8501"), pytest.raises(NotReady, match=said), only_one(home, ""):
        pass
    with only_one(home, "http://127.0.0.1:8502"):
        pass


def test_a_long_log_is_put_aside_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_MOST_LOG_BYTES", 10)
    log = tmp_path / "some.log"
    log.write_text("a long time ago")
    service = services.Service("quick", [sys.executable, "-c", "print('now')"], "", log, 1)
    service.start({})
    assert service.process is not None
    service.process.wait(30)
    assert (tmp_path / "some.log.1").read_text() == "a long time ago"
    assert log.read_text() == "now\n"


@pytest.mark.parametrize("command", [["ingest", "samples/receipts"], ["refresh"], ["up", "--no-dagster"]])
def test_a_home_that_cannot_be_written_is_said_in_one_line(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("LARDER_HOME", str(tmp_path / "file"))
    ended = subprocess.run([sys.executable, "-m", "cli", *command], cwd=REPOSITORY,
                           capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert str(tmp_path / "file") in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_port_that_is_taken_is_named_with_its_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setenv("LARDER_HOME", str(tmp_path / "home"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = CliRunner().invoke(app, ["up", "--port", str(taken.getsockname()[1])])
    assert isinstance(result.exception, NotReady)
    assert "choose another with --port" in str(result.exception)
