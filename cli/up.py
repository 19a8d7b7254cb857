"""`larder up`: fill the demo on first run, then serve the dashboard and Dagster until Ctrl-C."""

import fcntl
import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from cli import services
from cli.output import say
from pantry.errors import NotReady
from pantry.home import Home

_LOCK = "larder-up.lock"


def up(
    port: Annotated[int, typer.Option(help="The dashboard's port.")] = 8501,
    dagster_port: Annotated[int, typer.Option(help="Dagster's port.")] = 3000,
    host: Annotated[str, typer.Option(help="Address of the dashboard; another than loopback needs "
                                           "LARDER_PASSPHRASE.")] = services.LOOPBACK,
    dagster: Annotated[bool, typer.Option(help="Also run Dagster (schedules, sensors, its web page).")] = True,
) -> None:
    """Serve the dashboard and Dagster on this machine; Ctrl-C ends both.

    Example: larder up --port 8080 --no-dagster
    """
    services.check_host_is_guarded(host)
    home = Home.from_environment().create()
    address, dagster_address = f"http://{host}:{port}", f"http://{services.LOOPBACK}:{dagster_port}"
    with only_one(home, address), tempfile.TemporaryDirectory(prefix="larder-") as sockets:
        services.check_port_is_free(port, "--port", host)
        if dagster:
            services.check_port_is_free(dagster_port, "--dagster-port")
        from cli.first_run import prepare
        from orchestration.instance import write_instance_settings

        write_instance_settings(home)
        prepare(home, say)
        started = [services.dashboard(home, port, host)]
        if dagster:
            started += services.dagster(home, dagster_port, Path(sockets))
        _serve(home, started, {"dashboard": address, "Dagster": dagster_address})


@contextmanager
def only_one(home: Home, address: str) -> Iterator[None]:
    """Hold a home for this process; raises NotReady when another serves it. The lock goes with the process.

    address: what another process is told about this one.
    """
    with (home.root / _LOCK).open("a+", encoding="utf-8") as lock:
        lock.seek(0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotReady(
                f"Larder already runs on {home.root} ({lock.read().strip()})",
                "open that address, end it, or set LARDER_HOME to another folder",
            ) from None
        lock.truncate(0)
        lock.write(f"{address}, process {os.getpid()}\n")
        lock.flush()
        yield


def _serve(home: Home, started: list[services.Service], addresses: dict[str, str]) -> None:
    """Start the services, say where they are, and wait until asked to end."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)
    environment = services.service_environment(home)
    if any(service.name == "Dagster" for service in started):
        environment["LARDER_DAGSTER_URL"] = addresses["Dagster"]
    rebuild = services.refresh(home)
    try:
        # The dashboard and Dagster's code start together; the rest of Dagster asks the code at once.
        for service in started[:2]:
            service.start(environment)
        say("Starting the dashboard …")
        _announce(started[0], addresses, ended)
        if started[1:] and not ended.is_set():
            say("Starting Dagster (up to a minute) …")
            services.end_dead_runs(home, environment)
            started[1].wait_ready()
            for service in started[2:]:
                service.start(environment)
            _announce(started[2], addresses, ended)
        if not ended.is_set():
            if not _history_is_of_this_code(home):
                say("Another version of Larder built the history: it is built anew meanwhile.")
                rebuild.start(environment)
            say("Ctrl-C ends Larder.")
        while not ended.wait(1.0):
            _report_the_dead(started, ended)
    finally:
        say("Ending Larder …")
        services.stop([*started, rebuild])


def _history_is_of_this_code(home: Home) -> bool:
    from warehouse.publish import read_manifest

    manifest = read_manifest(home)
    return manifest is not None and manifest.is_of_this_code


def _announce(service: services.Service, addresses: dict[str, str], ended: threading.Event) -> None:
    """Say where a service answers, or why it does not."""
    if ended.is_set():
        return
    if service.wait_ready():
        say(f"  {service.name}: {addresses[service.name]}")
    elif not ended.is_set():
        say(f"  {service.name} does not answer; the end of {service.log}:\n{service.last_lines()}")


def _report_the_dead(started: list[services.Service], ended: threading.Event) -> None:
    """Say once that a service ended by itself; without the dashboard there is nothing left to serve."""
    for service in list(started):
        if service.is_running():
            continue
        say(f"{service.name} ended by itself; the end of {service.log}:\n{service.last_lines()}")
        started.remove(service)
        if service.name == "dashboard":
            ended.set()
