"""`larder up`: fill the demo on first run, then serve the dashboard and Dagster until Ctrl-C."""

import signal
import threading
from types import FrameType
from typing import Annotated

import typer

from cli import services
from cli.output import say
from pantry.home import Home


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
    services.check_port_is_free(port, "--port")
    if dagster:
        services.check_port_is_free(dagster_port, "--dagster-port")
    from cli.first_run import prepare

    prepare(home, say)
    started = [services.dashboard(home, port, host)]
    if dagster:
        from orchestration.instance import write_instance_settings

        write_instance_settings(home)
        started.append(services.dagster(home, dagster_port))
    _serve(home, started, f"http://{host}:{port}", f"http://{services.LOOPBACK}:{dagster_port}")


def _serve(home: Home, started: list[services.Service], dashboard_url: str, dagster_url: str) -> None:
    """Start the services, say where they are, and wait until asked to end."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)
    environment = services.service_environment(home)
    if any(service.name == "Dagster" for service in started):
        environment["LARDER_DAGSTER_URL"] = dagster_url
    try:
        for service in started:
            service.start(environment)
        addresses = {"dashboard": dashboard_url, "Dagster": dagster_url}
        for service in started:
            _announce(service, addresses[service.name], ended)
        if not ended.is_set():
            say("Ctrl-C ends Larder.")
        while not ended.wait(1.0):
            _report_the_dead(started, ended)
    finally:
        say("Ending Larder …")
        for service in started:
            service.stop()


def _announce(service: services.Service, address: str, ended: threading.Event) -> None:
    """Say where a service answers, or why it does not."""
    if ended.is_set():
        return
    say("Starting the dashboard …" if service.name == "dashboard" else "Starting Dagster (up to a minute) …")
    if service.wait_ready():
        say(f"  {service.name}: {address}")
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
