"""The `larder` command."""

import sys

import typer

from cli import check, foods, photo, pipeline, receipt, recipes, stock, up
from cli.doctor import doctor
from cli.output import say
from pantry.errors import LarderError

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
app.command("up")(up.up)
app.command("ingest")(pipeline.ingest)
app.command("refresh")(pipeline.refresh)
app.command("export")(pipeline.export)
app.command("sql")(pipeline.sql)
app.command("stock")(stock.stock)
app.command("match")(stock.match)
app.command("check")(check.check)
app.command("doctor")(doctor)


def main() -> None:
    """Run the command; an expected error is one line on standard error and exit status 1."""
    try:
        app()
    except LarderError as error:
        say(str(error))
        sys.exit(1)
