"""`larder household`: the kitchens of a home; a second one for a cabin or a shared flat."""

from typing import Annotated

import typer

from cli.output import begun_home, begun_journal, print_json
from pantry.home import Home

app = typer.Typer(help="The kitchens of a home.", no_args_is_help=True, rich_markup_mode=None)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What it is called: The cabin.")],
    like: Annotated[str, typer.Option(help="Whose currency, language, time zone and units it begins with.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Begin another household; its id is printed, by which all commands and the inbox know it.

    Example: larder household add "The cabin"
    """
    from cli.output import known_household
    from pantry.household import found_household
    from pantry.live import LiveView

    journal = known_household(begun_journal(Home.from_environment()), like)
    view = LiveView(journal, like)
    view.refresh()
    household_id = found_household(journal, name, like=view.household())
    if json_:
        print_json({"household_id": household_id, "name": name.strip()})
    else:
        typer.echo(household_id)


@app.command("list")
def list_(json_: Annotated[bool, typer.Option("--json", help="Print one object a household.")] = False) -> None:
    """List the households with their names.

    Example: larder household list
    """
    from pantry.journal import open_journal
    from pantry.live import LiveView

    journal = open_journal(begun_home(Home.from_environment()))
    for household_id in journal.households():
        view = LiveView(journal, household_id)
        view.refresh()
        household = view.household()
        if json_:
            print_json({"household_id": household_id, "name": household.name, "is_simulated": household.is_simulated})
        else:
            typer.echo(f"{household_id:<20} {household.name}")
