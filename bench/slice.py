"""The whole house at once: pipeline, start-up, memory, and how fast documents and pages are.

    python bench/slice.py

Everything runs on a fresh home in a temporary folder. CPU seconds are of the process and its children; memory
is the proportional set size, so that what processes share is counted once.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from pantry.home import REPOSITORY, Home

PORT, DAGSTER_PORT = 8791, 3791
RECEIPTS = REPOSITORY / "samples" / "receipts"
PHOTO = REPOSITORY / "samples" / "photos" / "pack.jpg"


def main() -> None:
    """Print one table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.at(Path(folder) / "home").create()
        os.environ["LARDER_HOME"] = str(home.root)
        rows = [
            *first_run(home), *documents(), *services("cold"), *services("warm"), *pages(home),
        ]
    print("| what | value |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return wall and CPU seconds of a piece of work, its child processes included."""
    def cpu() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    wall, before = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - wall, cpu() - before


def first_run(home: Home) -> list[tuple[str, str]]:
    """Fill the demo and run the pipeline over samples, from empty home to published warehouse."""
    from cli.first_run import prepare

    wall, cpu = timed(lambda: prepare(home, lambda _text: None))
    again, _ = timed(lambda: prepare(home, lambda _text: None))
    return [
        ("first run: demo filled, documents read, warehouse published", f"{cpu:.1f} CPU s, {wall:.1f} s"),
        ("second run's preparation", f"{again * 1000:.0f} ms"),
    ]


def documents() -> list[tuple[str, str]]:
    """Read receipts and photos one after the other in one process, after a first of each."""
    from ocr.receipt import read_receipt
    from recognition.photo import recognise

    pictures = [path for path in sorted(RECEIPTS.iterdir()) if path.suffix in {".jpg", ".png", ".webp"}]
    read_receipt(pictures[0])
    wall, cpu = timed(lambda: [read_receipt(path) for path in pictures * 3])
    receipts = 3 * len(pictures)
    recognise(PHOTO)
    plain_wall, plain_cpu = timed(lambda: [recognise(PHOTO, read_text=False) for _ in range(10)])
    return [
        ("receipt pictures a minute", f"{60 * receipts / wall:.0f} ({cpu / receipts:.2f} CPU s each)"),
        ("photos a minute (looks and barcodes)", f"{600 / plain_wall:.0f} ({plain_cpu / 10:.2f} CPU s each)"),
    ]


def services(name: str) -> list[tuple[str, str]]:
    """Start everything as `make run` does and wait for both addresses; measure memory when idle."""
    run = "from cli.main import main; main()"
    command = [sys.executable, "-c", run, "up", "--port", str(PORT), "--dagster-port", str(DAGSTER_PORT)]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        dashboard_s = wait_for(f"http://127.0.0.1:{PORT}/", started)
        dagster_s = wait_for(f"http://127.0.0.1:{DAGSTER_PORT}/server_info", started)
        time.sleep(20)
        memory = {pid: pss_mb(pid) for pid in family(process.pid)}
        dashboard_mb = sum(size for pid, size in memory.items() if "uvicorn" in command_of(pid))
    finally:
        process.terminate()
        process.wait(60)
    return [
        (f"{name} start: dashboard / Dagster answer after", f"{dashboard_s:.1f} s / {dagster_s:.1f} s"),
        (
            f"{name} start: idle memory of all services",
            f"{sum(memory.values()):.0f} MB (dashboard {dashboard_mb:.0f}, `larder up` {memory[process.pid]:.0f}, "
            "the rest Dagster)",
        ),
    ]


def wait_for(address: str, started: float) -> float:
    """Return the seconds from `started` until an address answers; raise TimeoutError after three minutes."""
    while time.perf_counter() - started < 180:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return time.perf_counter() - started
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def family(pid: int) -> list[int]:
    """Return a process and everything it started, at any depth."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return [pid, *(descendant for child in found for descendant in family(int(child)))]


def command_of(pid: int) -> str:
    """Return the command line of a process, empty if it ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def pss_mb(pid: int) -> float:
    """Return the proportional set size of a process in MB, 0 if it ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def pages(home: Home) -> list[tuple[str, str]]:
    """Draw every page in process, warm, and take the median of five."""
    from streamlit.testing.v1 import AppTest

    rows = []
    for screen in sorted((REPOSITORY / "dashboard" / "screens").glob("*.py")):
        page = AppTest.from_file(str(REPOSITORY / "dashboard" / "app.py"), default_timeout=60).run()
        page.switch_page(f"screens/{screen.name}").run()
        seconds = sorted(timed(page.run)[0] for _ in range(5))
        rows.append((f"page {screen.stem}, server side, warm, median of 5", f"{seconds[2] * 1000:.0f} ms"))
    return rows


if __name__ == "__main__":
    main()
