"""`larder journal`: a checked copy of the journal, and its move to another database."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from cli.output import begun_home, print_json, say
from pantry.errors import NotReady
from pantry.home import Home, sqlite_url

app = typer.Typer(help="The journal: back it up, copy it to another database.", no_args_is_help=True,
                  rich_markup_mode=None)


@app.command("back-up")
def back_up(json_: Annotated[bool, typer.Option("--json", help="Print one object.")] = False) -> None:
    """Make a checked copy of a SQLite journal in `backups`, while Larder runs or not; the newest seven are kept.

    Example: larder journal back-up
    """
    from pantry.storage.backup import back_up as make_copy
    from pantry.storage.backup import events_in

    copy = make_copy(begun_home(Home.from_environment()))
    if copy is None:
        raise NotReady("the journal is not in SQLite", "use its own tools, such as pg_dump")
    if json_:
        print_json({"path": str(copy), "events": events_in(copy)})
    else:
        say(f"{copy}: {events_in(copy):,} events")


@app.command("copy")
def copy(
    url: Annotated[str, typer.Argument(help="An empty database, as in LARDER_JOURNAL_URL, or a path of a new file.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Copy the journal into an empty database, compared row by row; Larder must not run meanwhile.

    Example: larder journal copy postgresql+psycopg://larder@127.0.0.1/larder
    """
    from sqlalchemy.exc import ArgumentError

    from cli.up import only_one
    from pantry.journal import open_journal
    from pantry.storage.journal_copy import copy_journal

    home = begun_home(Home.from_environment())
    target = replace(home, journal_url=url if "://" in url else sqlite_url(Path(url).resolve()))
    with only_one(home, "a copy of its journal"):
        try:
            into = open_journal(target, checked=False)
        except (ArgumentError, ImportError) as error:
            raise NotReady(f"{url!r} names no database", "write it as in LARDER_JOURNAL_URL") from error
        copied = copy_journal(open_journal(home, checked=False), into, _tell)
    if json_:
        print_json(asdict(copied))
    else:
        say(f"{copied.events:,} events and {copied.readings:,} readings, the same on both sides. "
            "Set LARDER_JOURNAL_URL to the new one wherever Larder runs; the old one stays as it is.")


def _tell(done: int, total: int) -> None:
    if done % 100_000 == 0 and done < total:
        say(f"  {done:,} of {total:,} events")
