"""Imports point one way: what each room may import, held for every file of it."""

import ast
from pathlib import Path

import pytest

from pantry.home import REPOSITORY

ROOMS = {
    "pantry", "ocr", "recognition", "recipes", "warehouse", "intake", "assets", "orchestration", "dashboard", "cli",
    "samples",
}
MAY_IMPORT = {
    "pantry": set(),
    "ocr": {"pantry"},
    "recognition": {"pantry", "ocr"},
    "recipes": {"pantry"},
    "warehouse": {"pantry"},
    "intake": {"pantry", "ocr", "recognition", "recipes"},
    "assets": {"pantry", "ocr", "recognition", "recipes", "warehouse", "intake"},
    "orchestration": {"assets", "pantry", "ocr", "recognition", "recipes", "warehouse", "intake"},
    "dashboard": {"pantry", "warehouse", "intake", "ocr", "recognition", "recipes"},
    "cli": {"pantry", "warehouse", "intake", "ocr", "recognition", "recipes", "orchestration", "samples", "dashboard"},
    "samples": {"pantry"},
}
NEVER = {
    "pantry": {"dagster", "dbt", "streamlit", "paddleocr", "onnxruntime", "sklearn"},
    "ocr": {"dagster", "streamlit", "duckdb", "sqlalchemy"},
    "recognition": {"dagster", "streamlit", "duckdb"},
    "recipes": {"dagster", "streamlit"},
    "warehouse": {"streamlit", "dagster"},
    "intake": {"dagster", "streamlit", "dbt"},
    "dashboard": {"dagster", "dbt"},
}
FILES = sorted(path for room in ROOMS for path in (REPOSITORY / room).rglob("*.py"))
PACKAGES = sorted(path for path in FILES if path.name == "__init__.py" and "migrations" not in path.parts)
TRAINING = {f"{room}.training" for room in ROOMS if (REPOSITORY / room / "training").is_dir()}


def imported_modules(path: Path) -> set[str]:
    """Return the modules a file imports, inside functions too, with what it takes from them (`a.b` and `a.b.c`)."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def imported_packages(path: Path) -> set[str]:
    """Return the top-level packages a file imports, inside functions too."""
    return {module.split(".")[0] for module in imported_modules(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_a_file_imports_only_the_rooms_its_own_may(path: Path) -> None:
    room = path.relative_to(REPOSITORY).parts[0]
    packages = imported_packages(path)
    assert packages & ROOMS - {room} <= MAY_IMPORT[room]
    assert not packages & NEVER.get(room, set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_only_the_commands_that_train_import_training(path: Path) -> None:
    room, *inside = path.relative_to(REPOSITORY).parts
    if inside[0] in ("train.py", "training"):
        return
    assert not {module for module in imported_modules(path) if ".".join(module.split(".")[:2]) in TRAINING}, room


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_a_package_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_says_what_it_is_for(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((REPOSITORY / room / "__init__.py").read_text(encoding="utf-8")))
    assert docstring is not None
    assert f"{room}/" in docstring.splitlines()[0]
