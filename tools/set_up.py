"""Sets a machine up for Larder: environment, pinned packages, system packages, OCR weights, dbt manifest.

    python3 tools/set_up.py run|dev

Uses only the standard library, because it runs before anything is installed. Every step is skipped when its
result is there, so a second call takes a moment. Needs Python 3.11 to 3.13.
"""

import ctypes.util
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMP = VENV / "larder.json"
RUN, DEV = "run", "dev"

# What is missing shows by its program or library; the package that brings it is Debian's.
PROGRAMS = {RUN: {"tesseract": ["tesseract-ocr", "tesseract-ocr-deu"]}, DEV: {"chromium": ["chromium"]}}
LIBRARIES = {"GL": ["libgl1"], "glib-2.0": ["libglib2.0-0"]}
# What the commands, the page server and Dagster's processes import.
STARTED_OFTEN = ("cli.main, ocr.receipt, ocr.engines.onnx_engine, onnxruntime, yaml, PIL.Image, PIL.JpegImagePlugin",
                 "streamlit.web.bootstrap, dashboard.asgi, pandas", "orchestration.definitions")


def main() -> int:
    """Run every step for the purpose named on the command line; return the exit status."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else RUN
    if not (3, 11) <= sys.version_info < (3, 14):
        return fail(f"Python 3.11 to 3.13 is needed, this is {sys.version.split()[0]}")
    install_system_packages(purpose)
    if not make_environment():
        return 1
    if not install_packages(purpose):
        return 1
    fetch_ocr_weights()
    parse_dbt_project()
    write_bytecode()
    return 0


def say(text: str) -> None:
    """Print one line of progress."""
    print(f"larder: {text}", flush=True)


def fail(text: str) -> int:
    """Print what is wrong and return exit status 1."""
    print(f"larder: {text}", file=sys.stderr, flush=True)
    return 1


def run(command: list[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command, its output hidden unless it fails; return the finished process."""
    return subprocess.run(  # type: ignore[call-overload]
        [str(part) for part in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        **options,
    )


def remembered() -> dict[str, str]:
    """Return what earlier calls noted about the environment."""
    return json.loads(STAMP.read_text()) if STAMP.exists() else {}


def remember(**facts: str) -> None:
    """Note facts for the next call."""
    STAMP.write_text(json.dumps(remembered() | facts))


# System packages -----------------------------------------------------------------------------------------


def missing_packages(purpose: str) -> list[str]:
    """Return the Debian packages whose programs or libraries are not there."""
    programs = PROGRAMS[RUN] | (PROGRAMS[DEV] if purpose == DEV else {})
    missing = [package for program, packages in programs.items() if not shutil.which(program) for package in packages]
    for name, packages in LIBRARIES.items():
        if not ctypes.util.find_library(name):
            missing += packages
    if purpose == DEV and not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        missing.append("postgresql")
    return missing


def install_system_packages(purpose: str) -> None:
    """Install missing Debian packages as root; elsewhere say what to install and go on."""
    missing = missing_packages(purpose)
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"please install: {' '.join(missing)} (Larder goes on without; `larder doctor` says what that costs)")
        return
    say(f"installing system packages: {' '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], env=environment)
    done = run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], env=environment)
    if done.returncode:
        say(f"could not install them; the last lines were:\n{tail(done.stdout)}")


def tail(text: str, lines: int = 8) -> str:
    """Return the last lines of an output."""
    return "\n".join(text.strip().splitlines()[-lines:])


# The environment -----------------------------------------------------------------------------------------


def make_environment() -> bool:
    """Create .venv with pip in it; return whether that worked."""
    if not PYTHON.exists():
        say(f"making .venv with Python {sys.version.split()[0]}")
        done = run([sys.executable, "-m", "venv", VENV])
        if done.returncode and os.geteuid() == 0 and shutil.which("apt-get"):
            run(["apt-get", "install", "-y", "-qq", "python3-venv"])
            done = run([sys.executable, "-m", "venv", "--clear", VENV])
        if done.returncode:
            fail(f"python -m venv failed; on Debian install python3-venv:\n{tail(done.stdout)}")
            return False
    if run([PYTHON, "-m", "pip", "--version"]).returncode:
        # An environment made by another tool may have no pip, which fetches the OCR weights.
        run([PYTHON, "-m", "ensurepip"])
    return True


def lock_hash(purpose: str) -> str:
    """Return the hash of a lock and of the project file."""
    files = [ROOT / "requirements" / f"{purpose}.txt", ROOT / "pyproject.toml"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def install_packages(purpose: str) -> bool:
    """Install the pinned packages of a purpose; the tests' environment serves for running too."""
    noted = remembered()
    if noted.get("lock") in {lock_hash(DEV), lock_hash(purpose)}:
        return True
    if noted.get("purpose") == DEV:
        purpose = DEV
    lock = ROOT / "requirements" / f"{purpose}.txt"
    say("installing pinned packages (about 2 GB, a minute or a few)")
    started = time.monotonic()
    uv = BIN / "uv"
    if not uv.exists():
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(block_of("uv", lock.read_text()))
            file.flush()
            done = run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", file.name])
        if done.returncode:
            fail(f"pip could not install uv:\n{tail(done.stdout)}")
            return False
    environment = os.environ | {"VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    commands: tuple[list[str | Path], ...] = (
        [uv, "pip", "sync", "-q", "--require-hashes", lock],
        [uv, "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--offline", "-e", ROOT],
    )
    for command in commands:
        done = run(command, env=environment, cwd=ROOT)
        if done.returncode:
            fail(f"{' '.join(str(part) for part in command[:3])} failed:\n{tail(done.stdout)}")
            return False
    remember(lock=lock_hash(purpose), purpose=purpose)
    say(f"packages are in after {time.monotonic() - started:.0f} s")
    return True


def block_of(package: str, lock: str) -> str:
    """Return the lines of one package in a lock, with its hashes."""
    found = re.search(rf"^{package}==.*?(?=^\S)", lock + "\nend", re.MULTILINE | re.DOTALL)
    return found.group(0) if found else ""


# What Larder itself needs --------------------------------------------------------------------------------


def fetch_ocr_weights() -> None:
    """Fetch the weights of the text recogniser; without them Tesseract reads alone."""
    done = subprocess.run([PYTHON, ROOT / "tools" / "fetch_ocr_models.py"], cwd=ROOT, check=False)
    if done.returncode:
        say("the OCR weights could not be fetched; receipts are read by Tesseract until `make setup` succeeds")


def parse_dbt_project() -> None:
    """Make the dbt manifest that the asset graph is built from, when the project changed."""
    sources = (path for path in (ROOT / "dbt").rglob("*") if "target" not in path.parts)
    files = sorted(path for path in sources if path.suffix in {".sql", ".yml"})
    fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    if remembered().get("dbt") == fingerprint and (ROOT / "dbt" / "target" / "manifest.json").exists():
        return
    say("reading the dbt project")
    done = run([PYTHON, "-c", "from warehouse.build import parse_manifest; parse_manifest()"], cwd=ROOT)
    if done.returncode:
        say(f"dbt could not read its project:\n{tail(done.stdout)}")
        return
    remember(dbt=fingerprint)


def write_bytecode() -> None:
    """Import once what commands and services start with, so that its compiled form lies on the disk.

    uv compiles nothing, and where PYTHONDONTWRITEBYTECODE is set (as in many containers) every start would compile
    hundreds of modules anew: 0.7 CPU seconds of one `larder receipt read`, 5 of a page server's start.
    """
    if remembered().get("bytecode") == lock_hash(RUN):
        return
    say("compiling what starts often")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = [run([PYTHON, "-c", f"import {modules}"], cwd=ROOT, env=environment) for modules in STARTED_OFTEN]
    if all(process.returncode == 0 for process in done):
        remember(bytecode=lock_hash(RUN))


if __name__ == "__main__":
    sys.exit(main())
