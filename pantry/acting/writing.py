"""What every action does at the end: append its events at one moment, and say how to take them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pantry.events import moment_of, new_event
from pantry.ids import new_event_id
from pantry.journal import Journal
from pantry.kinds.payloads import EventUndone, Payload
from pantry.live import LiveView


@dataclass(frozen=True, slots=True)
class Done:
    """What an action wrote, in order; give it to `Kitchen.undo` to take it back.

    lot_ids: the lots it made or changed.
    """

    event_ids: tuple[str, ...]
    lot_ids: tuple[str, ...] = ()


class Entry(NamedTuple):
    """One event that is to be written: its day (now where it is None), its id and what it says."""

    on: date | None
    event_id: str
    payload: Payload


def joined(parts: Sequence[Done]) -> Done:
    """Return several actions as one, which one undo takes back."""
    return Done(tuple(event_id for done in parts for event_id in done.event_ids),
                tuple(lot_id for done in parts for lot_id in done.lot_ids))


class Writer:
    """One household's pen on the journal: the actions of lots, documents and settings write through it."""

    def __init__(
        self,
        journal: Journal,
        household_id: str,
        *,
        view: LiveView | None = None,
        actor: str = "",
        source: str = "click",
    ) -> None:
        """view: a live view to share; one is opened otherwise. actor: who clicks, as written to the journal."""
        self.journal = journal
        self.household_id = household_id
        self.view = view or LiveView(journal, household_id)
        self.actor, self.source = actor, source

    def undo(self, what: Done | str | Sequence[str]) -> Done:
        """Take back what an action wrote (or the events named); the result can be undone in turn."""
        if isinstance(what, Done):
            ids: Sequence[str] = what.event_ids
        else:
            ids = [what] if isinstance(what, str) else what
        return self._write([EventUndone(undoes_event_id=event_id) for event_id in reversed(ids)])

    def _fresh(self) -> LiveView:
        self.view.refresh()
        return self.view

    def _write_entries(self, entries: Sequence[Entry], lots: tuple[str, ...]) -> Done:
        return self._write([entry.payload for entry in entries], on=[entry.on for entry in entries], lots=lots,
                           event_ids=[entry.event_id for entry in entries])

    def _write(
        self, payloads: Sequence[Payload], *, on: date | Sequence[date | None] | None = None,
        lots: tuple[str, ...] = (), event_ids: Sequence[str] | None = None,
    ) -> Done:
        """Append payloads at one moment, all or none.

        on: the day of all, or of each; now where it is None. event_ids: of the events, where another of them names one.
        """
        now, time_zone = self.journal.clock(), self._fresh().household().time_zone
        days = [on] * len(payloads) if on is None or isinstance(on, date) else on
        events = [
            new_event(
                self.household_id, payload, occurred_at=_moment(day, number, now, time_zone),
                event_id=event_ids[number] if event_ids else new_event_id(), actor=self.actor, source=self.source,
            )
            for number, (payload, day) in enumerate(zip(payloads, days, strict=True))
        ]
        # A journal takes what happened in its order, which a line may not tell it in: "2 eggs today, ham yesterday".
        self.journal.append(sorted(events, key=lambda event: event.occurred_at))
        self.view.refresh()
        return Done(tuple(event.event_id for event in events), lots)


def _moment(day: date | None, number: int, now: datetime, time_zone: str) -> datetime:
    """Return when the event of this number happened: so many microseconds after the others."""
    if day is None:
        return now + timedelta(microseconds=number)
    return moment_of(day, now=now, time_zone=time_zone, offset=number)
