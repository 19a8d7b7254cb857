"""The `larder` command."""

import errno
import os
import shutil
import sys

import typer

from cli import check, foods, household, journal, photo, pipeline, receipt, recipes, stock, up, used
from cli.doctor import doctor
from cli.output import say
from pantry.errors import LarderError
from pantry.home import Home

_MACHINE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOTDIR, errno.EEXIST}
# Less than SQLite's own files beside the journal take.
_LEAST_FREE_BYTES = 1 << 20
app = typer.Typer(
    help="Larder knows what is in the house, what will spoil next, and what to cook with it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(receipt.app, name="receipt")
app.add_typer(photo.app, name="photo")
app.add_typer(recipes.app, name="recipes")
app.add_typer(foods.app, name="foods")
app.add_typer(household.app, name="household")
app.add_typer(journal.app, name="journal")
app.command("up")(up.up)
app.command("ingest")(pipeline.ingest)
app.command("refresh")(pipeline.refresh)
app.command("export")(pipeline.export)
app.command("sql")(pipeline.sql)
app.command("stock")(stock.stock)
app.command("add")(stock.add)
app.command("ate")(used.ate)
app.command("binned")(used.binned)
app.command("undo")(used.undo)
app.command("match")(stock.match)
app.command("check")(check.check)
app.command("confirm-day")(check.confirm_day)
app.command("doctor")(doctor)


def main() -> None:
    """Run the command; an expected error is one line on standard error and exit status 1."""
    try:
        app()
    except LarderError as error:
        say(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # Who read our output (`larder stock | head`) has seen enough; nothing more can be printed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        said = _about_the_machine(error)
        if said is None:
            raise
        say(said)
        sys.exit(1)


def _about_the_machine(error: Exception) -> str | None:
    """Return what is wrong with disk or database in one line, None when the error is of another kind."""
    if isinstance(error, OSError) and error.errno in _MACHINE:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}; look at LARDER_HOME ({Home.from_environment().root}) and its disk"
    # SQLAlchemy is heavy and most commands never load it, so its error is known by name.
    if type(error).__module__ == "sqlalchemy.exc" and type(error).__name__ == "OperationalError":
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        # SQLite says of a full disk that there is a disk I/O error.
        root = Home.from_environment().root
        if root.exists() and shutil.disk_usage(root).free < _LEAST_FREE_BYTES:
            cause += ", the disk is full"
        return f"the journal cannot be used: {cause}; `larder doctor` looks at it"
    return None
