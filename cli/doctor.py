"""`larder doctor`: check the machine and the home folder, and say how to mend what is wrong."""

import ctypes.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Annotated

import typer

from cli.output import print_json, say
from ocr.engines.weights import fault_of
from pantry.home import REPOSITORY, Home, ocr_models_folder

_LEAST_FREE_BYTES = 1 << 30
OCR_MODELS = ("PP-OCRv6_tiny_det", "PP-OCRv6_small_rec")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. remedy: what to do when it is not well, empty otherwise."""

    name: str
    is_well: bool
    detail: str
    remedy: str = ""
    is_needed: bool = True


def doctor(
    rebuild: Annotated[bool, typer.Option(help="Delete what is derived and build it again.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a finding.")] = False,
) -> None:
    """Check that everything Larder needs is there; exit status 1 if something needed is missing.

    Example: larder doctor
    """
    home = Home.from_environment()
    if rebuild:
        _rebuild(home)
    findings = list(examine(home))
    for finding in findings:
        if json_:
            print_json(finding)
            continue
        mark = "ok  " if finding.is_well else "MISSING" if finding.is_needed else "note"
        typer.echo(f"{mark:<8}{finding.name}: {finding.detail}")
        if finding.remedy:
            typer.echo(f"        → {finding.remedy}")
    if any(finding.is_needed and not finding.is_well for finding in findings):
        raise typer.Exit(1)


def examine(home: Home) -> Iterator[Finding]:
    """Yield the findings, machine first, then the home folder."""
    for check in (_python, _libraries, _one_opencv, _tesseract, _ocr_weights, _photo_model, _dbt_manifest):
        yield check()
    for check_home in (_disk, _journal, _warehouse):
        yield check_home(home)


def _python() -> Finding:
    version = sys.version.split()[0]
    is_well = (3, 11) <= sys.version_info < (3, 14)
    return Finding("Python", is_well, version, "" if is_well else "install Python 3.11, 3.12 or 3.13")


def _libraries() -> Finding:
    packages = {"GL": "libgl1", "glib-2.0": "libglib2.0-0"}
    missing = [package for name, package in packages.items() if not ctypes.util.find_library(name)]
    remedy = f"apt-get install {' '.join(missing)}" if missing else ""
    return Finding("picture libraries", not missing, f"missing {missing}" if missing else "libGL, glib", remedy)


def _one_opencv() -> Finding:
    names = {dist.metadata["Name"] or "" for dist in metadata.distributions()}
    found = sorted(name for name in names if name.startswith("opencv-"))
    remedy = "" if len(found) == 1 else "exactly one opencv-* may be installed: make setup"
    return Finding("OpenCV", len(found) == 1, ", ".join(found) or "none", remedy)


def _tesseract() -> Finding:
    path = shutil.which("tesseract")
    remedy = "" if path else "apt-get install tesseract-ocr tesseract-ocr-deu (the second opinion on receipts)"
    return Finding("Tesseract", path is not None, path or "not found", remedy, is_needed=False)


def _ocr_weights() -> Finding:
    folder = ocr_models_folder()
    fault = next(filter(None, (fault_of(folder / name) for name in OCR_MODELS)), None)
    remedy = "make setup fetches them; until then Tesseract reads receipts" if fault else ""
    return Finding("OCR weights", fault is None, fault or str(folder), remedy)


def _photo_model() -> Finding:
    found = sorted((REPOSITORY / "recognition" / "weights").glob("*.onnx"))
    return Finding(
        "photo model", bool(found), found[0].name if found else "not found",
        "" if found else "it belongs to the checkout: git checkout recognition/weights",
    )


def _dbt_manifest() -> Finding:
    path = REPOSITORY / "dbt" / "target" / "manifest.json"
    is_well = path.is_file()
    return Finding("dbt manifest", is_well, "there" if is_well else "missing", "" if is_well else "make setup")


def _disk(home: Home) -> Finding:
    folder = home.root if home.root.exists() else home.root.parent
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return Finding("disk", False, f"{folder} cannot be written", 
                       "give it to the user who runs Larder, or mount it writable")
    is_well = free > _LEAST_FREE_BYTES
    remedy = "" if is_well else "make room: less than 1 GB is free"
    return Finding("disk", is_well, f"{free / 1e9:.0f} GB free at {folder}", remedy)


def _journal(home: Home) -> Finding:
    return _attempt("journal", lambda: _describe_journal(home), "see docs/how-to/back-up-and-restore.md")


def _describe_journal(home: Home) -> str:
    from pantry.journal import open_journal

    if home.journal_url.startswith("sqlite") and not (home.root / "journal.db").exists():
        return "not begun (larder up begins it)"
    journal = open_journal(home, checked=False)
    return f"{journal.max_seq()} events, {len(journal.households())} households"


def _warehouse(home: Home) -> Finding:
    return _attempt("warehouse", lambda: _describe_warehouse(home), "larder refresh", is_needed=False)


def _describe_warehouse(home: Home) -> str:
    from warehouse.publish import read_manifest

    manifest = read_manifest(home)
    if manifest is None:
        return "nothing published yet (larder refresh)"
    return f"version {manifest.version} up to event {manifest.seq}"


def _attempt(name: str, describe: Callable[[], str], remedy: str, *, is_needed: bool = True) -> Finding:
    """Return what a look says; whatever goes wrong is a finding, since a doctor must not fall ill himself."""
    try:
        return Finding(name, True, describe(), is_needed=is_needed)
    except Exception as error:
        return Finding(name, False, f"{type(error).__name__}: {error}", remedy, is_needed)


def _rebuild(home: Home) -> None:
    """Delete what is derived from originals and journal, and build it again."""
    from intake.rebuild import reread_documents
    from pantry.journal import open_journal
    from warehouse.build import refresh

    journal = open_journal(home, checked=False)
    journal.forget_readings()
    say(f"{reread_documents(home, journal)} documents read again")
    for folder in (home.landing, home.warehouse):
        shutil.rmtree(folder, ignore_errors=True)
    refresh(home, full=True)
