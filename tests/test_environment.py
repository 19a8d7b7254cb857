"""What set-up promises of the environment: one OpenCV, and rooms that import with nothing around them."""

import importlib.util
import os
import subprocess
import sys
from importlib import metadata

import pytest

from pantry.home import REPOSITORY
from tools.set_up import STARTED_OFTEN

ENTRY_MODULES = [
    "pantry.journal", "pantry.live", "pantry.actions", "ocr.receipt", "recognition.photo", "recipes.match",
    "intake.taking", "intake.review", "warehouse.build", "warehouse.reader", "cli.main", "dashboard.session",
]
# A process without network: any attempt to open a connection beyond this machine ends it.
GUARD = """
import socket, sys
def refuse(self, address, *rest):
    raise SystemExit(f"tried to connect to {address}")
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *a, **k: (_ for _ in ()).throw(SystemExit(f"looked up {a}"))
import importlib
importlib.import_module(sys.argv[1])
"""


def test_exactly_one_opencv_is_installed() -> None:
    names = {dist.metadata["Name"] for dist in metadata.distributions()}
    assert {name for name in names if name and name.startswith("opencv-")} == {"opencv-contrib-python"}


@pytest.mark.parametrize("module", ENTRY_MODULES)
def test_a_room_imports_with_an_empty_environment_and_no_network(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUARD, module], cwd=REPOSITORY, env={"HOME": os.devnull}, capture_output=True, text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("ocr.receipt", {"sqlalchemy", "duckdb", "sklearn", "pandas", "paddleocr"}),
        ("cli.main", {"sqlalchemy", "duckdb", "sklearn", "pandas", "streamlit", "dagster"}),
        ("recognition.photo", {"torch", "sklearn", "pandas", "sqlalchemy"}),
        ("cli.main", {"dagster", "dbt", "streamlit", "great_expectations", "paddleocr", "sklearn", "pandas"}),
        ("warehouse.build", {"dbt", "great_expectations", "pandas"}),
        ("dashboard.session", {"dagster", "great_expectations", "paddleocr", "sklearn"}),
    ],
)
def test_heavy_libraries_wait_until_they_are_needed(module: str, never: set[str]) -> None:
    code = f"import {module}, sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert not never & set(done.stdout.split())


def test_what_set_up_compiles_is_there() -> None:
    modules = {name.strip() for group in STARTED_OFTEN for name in group.split(",")}
    assert [name for name in sorted(modules) if importlib.util.find_spec(name) is None] == []
