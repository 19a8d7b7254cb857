"""`larder ate`, `larder binned` and `larder undo`: what left the shelves, and the way back."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import begun_journal, input_lines, known_household, plain, print_json, say
from pantry.home import Home
from pantry.vocabulary import Destination, Reason

if TYPE_CHECKING:
    from datetime import date

    from pantry.actions import Kitchen
    from pantry.portions import Portion

_Line = Annotated[list[str], typer.Argument(help="What it was: 200 g spinach, 2 eggs; - reads standard input.")]
_Household = Annotated[str, typer.Option(help="Whose pantry.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one object a lot.")]


def ate(line: _Line, household: _Household = "home", json_: _Json = False) -> None:
    """Say what was eaten: amount and food, several with commas between; without an amount all of the most urgent lot.

    Example: larder ate "200 g spinach, 2 eggs" --household demo
    """
    kitchen = _kitchen(household)
    portions, day = _portions(kitchen, line)
    kitchen.consume_portions(portions, on=day)
    _show(kitchen, portions, as_json=json_)


def binned(
    line: _Line,
    reason: Annotated[Reason, typer.Option(help="Why.")] = Reason.UNKNOWN,
    destination: Annotated[Destination, typer.Option(help="Where it went.")] = Destination.UNKNOWN,
    household: _Household = "home",
    json_: _Json = False,
) -> None:
    """Say what was thrown or given away: amount and food; without an amount all of the most urgent lot.

    Example: larder binned "half of the lettuce" --reason spoiled --household demo
    """
    kitchen = _kitchen(household)
    portions, day = _portions(kitchen, line)
    kitchen.discard_portions(portions, reason=reason, destination=destination, on=day)
    _show(kitchen, portions, as_json=json_)


def undo(
    household: _Household = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object an entry.")] = False,
) -> None:
    """Take back what was said last by a command and still counts; said again it takes back what came before.

    Example: larder undo --household demo
    """
    from pantry.undo import last_said

    kitchen = _kitchen(household)
    said = last_said(kitchen.journal.read(household_id=household), source=kitchen.source)
    if not said:
        say("There is nothing that a command said and that still counts.")
        raise typer.Exit(1)
    names = _names(kitchen)
    kitchen.undo([event.event_id for event in said])
    for event in said:
        name = names.get(event.payload.get("lot_id", event.event_id))
        if json_:
            print_json({"undone_event_id": event.event_id, "kind": event.kind, "name": name})
        else:
            typer.echo(f"taken back: {event.kind} {name or ''}".rstrip())


def _kitchen(household: str) -> "Kitchen":
    """Return the actions of a household that exists. Raises NotReady."""
    from pantry.actions import Kitchen

    return Kitchen(known_household(begun_journal(Home.from_environment()), household), household, source="command")


def _names(kitchen: "Kitchen") -> dict[str, str]:
    """Return what to call each lot that ever was, by its id."""
    kitchen.view.refresh()
    lang = kitchen.view.household().food_language
    return {lot.lot_id: lot.name(lang) for lot in kitchen.view.lots(in_stock=False)}


def _portions(kitchen: "Kitchen", line: list[str]) -> "tuple[list[Portion], date | None]":
    """Return what each lot gave and the day a line names; exits with 1 where a food is not in the house."""
    from pantry.portions import portions_of
    from pantry.typed_foods import TypingKitchen, understand

    view = kitchen.view
    view.refresh()
    today = view.household().today(view.journal.clock())
    typing = TypingKitchen.of(view, today)
    lines = input_lines("-") if line == ["-"] else [" ".join(line)]
    said = [one for text in lines for one in understand(text, typing)]
    found = portions_of(said, view.lots(), today)
    missing = [one.name for one, portions in zip(said, found, strict=True) if not portions]
    if missing or not said:
        say(f"Not in the house: {', '.join(missing)}; nothing was written." if missing else "No food is named in it.")
        raise typer.Exit(1)
    days = [one.bought_on for one in said if one.bought_on]
    return [portion for portions in found for portion in portions], days[0] if days else None


def _show(kitchen: "Kitchen", portions: "list[Portion]", *, as_json: bool) -> None:
    """Print what each lot gave and what is left of it."""
    lang = kitchen.view.household().food_language
    for portion in portions:
        lot = portion.lot
        left = max(lot.quantity - portion.quantity, lot.quantity * 0)
        if as_json:
            print_json({
                "lot_id": lot.lot_id, "food_id": lot.food_id, "name": lot.name(lang), "quantity": portion.quantity,
                "left": left, "unit": lot.unit, "is_beyond": portion.is_beyond,
            })
        else:
            rest = "more than there was" if portion.is_beyond else f"left {plain(left)}"
            typer.echo(f"{lot.called(lang)[:32]:<32} {plain(portion.quantity):>8} {lot.unit:<7} {rest}")
