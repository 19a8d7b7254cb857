"""How commands speak: data on standard output, messages on standard error, one JSON object a line."""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pantry.errors import LarderError, NotReady, Refused
from pantry.home import Home

if TYPE_CHECKING:
    from pantry.journal import Journal


def printable(text: str) -> str:
    """Return text from outside without what would move a terminal's cursor or change its colours."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dates as ISO text, decimals as numbers, dataclasses as objects."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(part) for part in value]
    if isinstance(value, Path):
        return str(value)
    return value


def print_json(value: Any) -> None:
    """Print one object on one line."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def journal_of(home: Home, household: str) -> "Journal":
    """Open the journal of a home for reading about a household; raises NotReady where nothing has begun yet."""
    from pantry.journal import open_journal

    return known_household(open_journal(begun_home(home)), household)


def begun_home(home: Home) -> Home:
    """Return a home that has a journal; raises NotReady where nothing has begun yet."""
    if home.journal_url.startswith("sqlite") and not (home.root / "journal.db").exists():
        raise NotReady(f"there is no journal in {home.root}",
                       "`larder up`, `larder ingest`, `larder add` or `larder recipes import` begins one")
    return home


def begun_journal(home: Home) -> "Journal":
    """Open the journal of a home for what puts something in: it begins here, with the household `home`, if need be."""
    from pantry.household import HOME, ensure_household
    from pantry.journal import open_journal
    from pantry.kinds.payloads import HouseholdCreated

    journal = open_journal(home.create())
    ensure_household(journal, HOME, HouseholdCreated(name="My kitchen", people=2))
    return journal


def known_household(journal: "Journal", household: str) -> "Journal":
    """Return the journal if it knows the household; raises Refused otherwise."""
    if household not in journal.households():
        raise Refused("E-EVT-003", f"there is no household {household!r}")
    return journal


def say(text: str) -> None:
    """Print a message for a person, on standard error."""
    typer.echo(text, err=True)


def for_each_path(
    paths: Iterable[str], work: Callable[[str], Any], *, as_json: bool, show: Callable[[Any], None]
) -> None:
    """Do the same with every path; a bad one is reported and the others are still done.

    With --json an error is one object {"path", "error": {"code", "message"}}. Exits with status 1 if any failed.
    """
    failed = False
    for path in paths:
        try:
            result = work(path)
        except LarderError as error:
            failed = True
            if as_json:
                print_json({"path": path, "error": {"code": error.code, "message": str(error)}})
            else:
                say(f"{path}: {error}")
            continue
        if as_json:
            print_json(result)
        else:
            show(result)
    if failed:
        raise typer.Exit(1)


def input_lines(source: str) -> list[str]:
    """Return the lines of a file, or of standard input for "-". Exits with status 1 if it cannot be read."""
    if source == "-":
        return sys.stdin.read().splitlines()
    try:
        return Path(source).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        say(f"{source}: {error.strerror}")
        raise typer.Exit(1) from None
