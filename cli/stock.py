"""`larder stock` and `larder match`: what is in the house, and what to cook with it."""

from typing import Annotated

import typer

from cli.output import journal_of, plain, print_json
from pantry.home import Home
from pantry.live import LiveView


def stock(
    household: Annotated[str, typer.Option(help="Whose pantry.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object a lot.")] = False,
) -> None:
    """Print what is in the house now, most urgent first.

    Example: larder stock --household demo --json
    """
    from pantry.urgency import with_due

    home = Home.from_environment()
    view = LiveView(journal_of(home, household), household)
    view.refresh()
    today = view.household().today(view.journal.clock())
    lang = view.household().language
    for one in with_due(view.lots(), as_of=today):
        lot = one.lot
        if json_:
            print_json({
                "lot_id": lot.lot_id, "food_id": lot.food_id, "name": lot.name(lang), "quantity": lot.quantity,
                "unit": lot.unit, "place": lot.place, "purchased_on": lot.purchased_on, "opened_on": lot.opened_on,
                "is_frozen": lot.is_frozen, "due_on": one.due.likely, "due_kind": one.due.kind,
                "is_estimate": one.due.is_estimate, "days_left": one.days_left, "risk": one.risk,
                "value_minor": lot.value_minor, "currency": lot.currency,
            })
        else:
            due = f"{one.due.likely}{' (about)' if one.due.is_estimate else ''}" if one.due.likely else ""
            typer.echo(f"{lot.name(lang)[:32]:<32} {plain(lot.quantity):>8} {lot.unit:<7} {lot.place:<9} {due}")


def match(
    household: Annotated[str, typer.Option(help="Whose pantry.")] = "home",
    top: Annotated[int, typer.Option(help="How many recipes.")] = 10,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a recipe.")] = False,
) -> None:
    """Print the recipes that fit what is in the house, best first.

    Example: larder match --household demo --top 5 --json
    """
    from intake.suggestions import matches, why_empty
    from intake.workplace import Workplace

    home = Home.from_environment()
    workplace = Workplace(home, journal_of(home, household), household)
    found = matches(workplace, top=top)
    for recipe in found:
        if json_:
            print_json(recipe.to_json())
        else:
            missing = ", ".join(food.name for food in recipe.missing)
            line = f"{recipe.title}: {recipe.have_count} of {recipe.need_count}"
            typer.echo(line + (f"; buy {missing}" if missing else ""))
    if not found:
        typer.echo(why_empty(workplace) or "No recipe fits.", err=True)
