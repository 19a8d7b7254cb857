"""`larder ate`, `larder binned` and `larder undo`: what left the shelves, and the way back."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import begun_journal, input_lines, known_household, print_json, say
from cli.speech import Speech
from pantry.home import Home
from pantry.typing.typed_uses import Use
from pantry.vocabulary import Destination, Reason

if TYPE_CHECKING:
    from pantry.actions import Kitchen
    from pantry.journal import RecordedEvent
    from pantry.typing.portions import Meant

_Line = Annotated[list[str], typer.Argument(help="What it was: 200 g spinach, 2 eggs; - reads standard input.")]
_Household = Annotated[str, typer.Option(help="Whose pantry.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one object a lot.")]


def ate(line: _Line, household: _Household = "home", json_: _Json = False) -> None:
    """Say what was eaten: amount and food, several with commas between; without an amount all of the most urgent lot.

    Example: larder ate "200 g spinach, 2 eggs" --household demo
    """
    kitchen = _kitchen(household)
    meant = _meant(kitchen, line, Use.EATEN)
    kitchen.tell(meant, Use.EATEN)
    _show(kitchen, meant, as_json=json_)


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
    meant = _meant(kitchen, line, Use.BINNED)
    kitchen.tell(meant, Use.BINNED, reason=reason, destination=destination)
    _show(kitchen, meant, as_json=json_)


def undo(
    household: _Household = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object an entry.")] = False,
) -> None:
    """Take back what was said last by a command and still counts; said again it takes back what came before.

    Example: larder undo --household demo
    """
    from pantry.facts.undo import last_said

    kitchen = _kitchen(household)
    said = last_said(kitchen.journal.read(household_id=household), source=kitchen.source)
    if not said:
        kitchen.view.refresh()
        say(Speech.of(kitchen.view)("nothing_to_undo"))
        raise typer.Exit(1)
    names, speech = _names(kitchen), Speech.of(kitchen.view)
    words = [_in_words(kitchen, event, names, speech) for event in said]
    kitchen.undo([event.event_id for event in said])
    for event, what in zip(said, words, strict=True):
        if json_:
            name = names.get(event.payload.get("lot_id", event.event_id))
            print_json({"undone_event_id": event.event_id, "kind": event.kind, "name": name})
        else:
            typer.echo(speech("taken_back", what=what))


def _in_words(kitchen: "Kitchen", event: "RecordedEvent", names: dict[str, str], speech: Speech) -> str:
    """Return what an event said: "eggs: ate 2 pieces"; names: of all lots."""
    lot_id = event.payload.get("lot_id", event.event_id)
    if lot_id in names:
        lot = kitchen.view.lot(lot_id)
        told = next((one for one in kitchen.view.history(lot_id) if one.event_id == event.event_id), None)
        if told is not None:
            return f"{lot.called(speech.food_lang)}: {speech.happened(told, lot.unit)}"
    if event.kind == "day_confirmed":
        return speech("day_confirmed", day=event.payload["day"])
    return speech("own_food_said", name=event.payload["name"]) if event.kind == "food_added" else speech("an_entry")


def show_what_stayed(kitchen: "Kitchen", use: Use, meant: "Meant", *, as_json: bool) -> None:
    """Print what became of lots that stay in the house."""
    speech = Speech.of(kitchen.view)
    for portion in meant.portions:
        lot, quantity = portion.lot, min(portion.quantity, portion.lot.quantity)
        if as_json:
            print_json({"lot_id": lot.lot_id, "food_id": lot.food_id, "name": lot.name(speech.food_lang),
                        "quantity": quantity, "unit": lot.unit, "became": use})
        else:
            row = speech.row(lot.called(speech.food_lang), quantity, lot.unit, width=32)
            typer.echo(f"{row} {speech(f'became.{use}')}")


def _kitchen(household: str) -> "Kitchen":
    """Return the actions of a household that exists. Raises NotReady."""
    from pantry.actions import Kitchen

    return Kitchen(known_household(begun_journal(Home.from_environment()), household), household, source="command")


def _names(kitchen: "Kitchen") -> dict[str, str]:
    """Return what to call each lot that ever was, by its id."""
    kitchen.view.refresh()
    lang = kitchen.view.household().food_language
    return {lot.lot_id: lot.name(lang) for lot in kitchen.view.lots(in_stock=False)}


def _meant(kitchen: "Kitchen", line: list[str], use: Use) -> "Meant":
    """Return what lines take from the shelves; exits with 1, nothing written, where it is not clear which are meant."""
    from pantry.typing.portions import meant_in
    from pantry.typing.typed_uses import TypedUse

    view = kitchen.view
    view.refresh()
    text = "\n".join(input_lines("-") if line == ["-"] else [" ".join(line)])
    meant = meant_in(view, TypedUse(use, text))
    if not meant.is_clear:
        say(why_unclear(meant, Speech.of(view)))
        raise typer.Exit(1)
    return meant


def why_unclear(meant: "Meant", speech: Speech) -> str:
    """Return why nothing is written: no such food is in the house, several may be meant, or none was named."""
    if meant.unclear:
        return speech("which_one", names=", ".join(meant.unclear))
    if meant.missing:
        return speech("not_in_the_house", names=", ".join(meant.missing))
    return speech("nothing_named_to_take")


def _show(kitchen: "Kitchen", meant: "Meant", *, as_json: bool) -> None:
    """Print what each lot gave and what is left of it."""
    speech = Speech.of(kitchen.view)
    for portion in meant.portions:
        lot = portion.lot
        left = max(lot.quantity - portion.quantity, lot.quantity * 0)
        if as_json:
            print_json({
                "lot_id": lot.lot_id, "food_id": lot.food_id, "name": lot.name(speech.food_lang),
                "quantity": portion.quantity, "left": left, "unit": lot.unit, "is_beyond": portion.is_beyond,
            })
        else:
            rest = speech("beyond") if portion.is_beyond else speech("left", amount=speech.amount(left, lot.unit))
            typer.echo(f"{speech.row(lot.called(speech.food_lang), portion.quantity, lot.unit, width=32)} {rest}")
