"""`larder check` and `larder confirm-day`: is it still there, and was nothing thrown away? Ask, or answer."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import journal_of, print_json
from cli.speech import Speech
from pantry.errors import InvalidEvent
from pantry.home import Home

if TYPE_CHECKING:
    from pantry.live import LiveView
    from pantry.lots import Lot


class Answer(StrEnum):
    """What can be said of a lot."""

    YES = "yes"
    NO = "no"
    SOME = "some"
    UNKNOWN = "unknown"


def check(
    lot: Annotated[str | None, typer.Argument(help="The lot to answer for, as the list names it.")] = None,
    answer: Annotated[Answer | None, typer.Option(help="Whether it is still there.")] = None,
    left: Annotated[str | None, typer.Option(help="With --answer some: how much, in the lot's unit.")] = None,
    household: Annotated[str, typer.Option(help="Whose pantry.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object a question or answer.")] = False,
) -> None:
    """List the few foods worth asking "is it still there?" about, or answer for one of them.

    Example: larder check --household demo, then larder check LOT --answer no --household demo
    """
    from pantry.live import LiveView

    home = Home.from_environment()
    view = LiveView(journal_of(home, household), household)
    view.refresh()
    if (lot is None) != (answer is None):
        raise typer.BadParameter("name a lot and --answer together, or neither")
    if lot is None or answer is None:
        _ask(view, as_json=json_)
    else:
        _answer(view, view.lot(lot), answer, left, as_json=json_)


def confirm_day(
    household: Annotated[str, typer.Option(help="Whose pantry.")] = "home",
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of which day; today otherwise.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Say that nothing was thrown away on a day; said twice it is written once.

    Example: larder confirm-day --household demo, or of another day: larder confirm-day --day 2026-03-01
    """
    from pantry.actions import Kitchen
    from pantry.facts.local_days import events_on, is_confirmed
    from pantry.live import LiveView

    view = LiveView(journal_of(Home.from_environment(), household), household)
    view.refresh()
    said_of = day.date() if day else view.household().today(view.journal.clock())
    if events_on(view, "lot_discarded", said_of):
        raise InvalidEvent("day_confirmed", f"something was thrown away on {said_of}; undo that first if it is wrong")
    event_ids: tuple[str, ...] = ()
    if not is_confirmed(view, said_of):
        event_ids = Kitchen(view.journal, household, view=view, source="command").confirm_day(said_of).event_ids
    if json_:
        print_json({"household": household, "day": said_of, "event_ids": event_ids})
    else:
        typer.echo(Speech.of(view)("day_confirmed" if event_ids else "day_confirmed_before", day=said_of))


def _ask(view: "LiveView", *, as_json: bool) -> None:
    from pantry.belief import beliefs, questions

    speech, today = Speech.of(view), view.household().today(view.journal.clock())
    believed = beliefs(view, today)
    found = questions(view, today)
    for one in found:
        lot, belief = one.lot, believed[one.lot.lot_id]
        if as_json:
            print_json({
                "lot_id": lot.lot_id, "food_id": lot.food_id, "name": lot.name(speech.food_lang),
                "quantity": lot.quantity,
                "unit": lot.unit, "place": lot.place, "seen_on": belief.seen_on,
                "days_untouched": belief.days_untouched, "usual_gap_days": round(belief.usual_gap_days, 1),
                "p_still_there": round(belief.p_still_there, 4), "reason": belief.reason, "asked_on": belief.asked_on,
            })
        else:
            row = speech.row(lot.called(speech.food_lang), lot.quantity, lot.unit, width=28)
            untouched = speech("untouched", days=belief.days_untouched, usual=f"{belief.usual_gap_days:.0f}")
            typer.echo(f"{lot.lot_id}  {row}  {belief.p_still_there:>4.0%}  {untouched}")
    if not found and not as_json:
        typer.echo(speech("no_doubt"), err=True)


def _answer(view: "LiveView", lot: "Lot", answer: Answer, left: str | None, *, as_json: bool) -> None:
    from pantry.actions import Kitchen

    kitchen = Kitchen(view.journal, view.household_id, view=view, source="command")
    done = kitchen.answer_check(lot.lot_id, answer.value, _amount(left))
    if as_json:
        print_json({"lot_id": lot.lot_id, "answer": answer.value, "event_ids": done.event_ids})
    else:
        speech = Speech.of(view)
        typer.echo(f"{lot.name(speech.food_lang)}: {speech(f'answer.{answer.value}')}")


def _amount(left: str | None) -> Decimal | None:
    try:
        return None if left is None else Decimal(left)
    except InvalidOperation:
        raise typer.BadParameter(f"{left!r} is no amount") from None
