"""What a click does: one action of the kitchen, remembered so that it can be taken back.

Each function is a widget's callback: it acts before the page is drawn again, so the page shows its effect.
Pressed again it does nothing more: what is already eaten, frozen or moved is left as it is.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import streamlit as st
from sqlalchemy.exc import OperationalError

from dashboard.components.foods import name_inside, name_of
from dashboard.session import Session, current
from pantry.actions import Done
from pantry.errors import LarderError
from pantry.facts.local_days import is_confirmable
from pantry.journal import disk_is_full
from pantry.kinds.lot_payloads import Leftover
from pantry.lots import Lot
from pantry.typing.portions import opened_at_once
from pantry.vocabulary import DateKind, Destination, Place, Reason

UNDO_SECONDS = 10
CHECK_QUESTION = "check_question"
_LAST, _ACTED, _NUMBER, _NOTICE, _DIALOG = "last_action", "acted", "action_number", "notice", "dialog"
_BEGUN = "undo_begun"


@dataclass(frozen=True, slots=True)
class LastAction:
    """What was done last and how to take it back. at: monotonic seconds; number: counts up."""

    text: str
    done: Done
    verb: str
    lot_ids: tuple[str, ...]
    at: float
    number: int

    @property
    def is_fresh(self) -> bool:
        """Whether the undo bar still shows it."""
        return time.monotonic() - self.at < UNDO_SECONDS


# What was done last in each kitchen, by home and household: a reload begins a new session, which knows nothing of it.
_newest: dict[tuple[str, str], LastAction] = {}

# What was done last ---------------------------------------------------------------------------------------


def last_action() -> LastAction | None:
    """Return the action the undo bar speaks of, None when its time is over."""
    last = st.session_state.get(_LAST)
    return last if isinstance(last, LastAction) and last.is_fresh else None


def remember(text: str, done: Done, *, verb: str = "", lot_ids: tuple[str, ...] = ()) -> None:
    """Show what was done in the undo bar."""
    number = st.session_state[_NUMBER] = action_number() + 1
    last = LastAction(text, done, verb, lot_ids, time.monotonic(), number)
    acted = just_acted()
    st.session_state[_LAST] = last
    st.session_state[_ACTED] = acted | dict.fromkeys(lot_ids, last)
    st.session_state.pop(_NOTICE, None)


def keep_last_after_reload(session: Session) -> None:
    """Show in a session that just began what was done last in its kitchen, while its time is not over."""
    if _BEGUN in st.session_state:
        return
    st.session_state[_BEGUN] = True
    last = _newest.get(_kitchen_of(session))
    if last is not None and last.is_fresh and _LAST not in st.session_state:
        st.session_state[_LAST], st.session_state[_NUMBER] = last, last.number


def _kitchen_of(session: Session) -> tuple[str, str]:
    return str(session.workplace.home.root), session.household_id


def action_number() -> int:
    """Return the number of the newest action of this session, 0 before the first."""
    return int(st.session_state.get(_NUMBER, 0))


def just_acted() -> dict[str, LastAction]:
    """Return what was done to which lot since the undo bar came up; empty once it is gone."""
    return dict(st.session_state.get(_ACTED, {})) if last_action() else {}


def forget_last() -> None:
    """Take the undo bar away."""
    last = st.session_state.pop(_LAST, None)
    # Other sessions write to it meanwhile: a copy is walked through.
    for kitchen in [one for one, kept in list(_newest.items()) if kept is last]:
        _newest.pop(kitchen, None)
    st.session_state.pop(_ACTED, None)


def notice() -> str | None:
    """Return a calm word about something that did not work, None for nothing."""
    return st.session_state.get(_NOTICE)


def attempt(act: Callable[[Session], None]) -> None:
    """Do something with the session's kitchen; what goes wrong becomes a notice, never a crash."""
    session = current()
    before = st.session_state.get(_LAST)
    try:
        act(session)
        last = st.session_state.get(_LAST)
        if isinstance(last, LastAction) and last is not before:
            _newest[_kitchen_of(session)] = last
    except OperationalError as error:
        st.session_state[_NOTICE] = session.texts("error.disk_full" if disk_is_full(error) else "error.busy")
    except LarderError as error:
        said = session.texts.get(f"reject.{getattr(error, 'code', '')}") or getattr(error, "reason", None)
        st.session_state[_NOTICE] = said or session.texts("error.not_done")


def undo_last() -> None:
    """Take the last action back."""
    last = st.session_state.get(_LAST)
    if not isinstance(last, LastAction):
        return
    forget_last()
    attempt(lambda session: _undo(session, last.done))


def undo_event(event_id: str) -> None:
    """Take one thing that happened back, or bring it back when it was taken back."""
    def act(session: Session) -> None:
        undone_by = session.view.undone_by()
        done = session.kitchen.undo(undone_by.get(event_id, event_id))
        remember(session.texts("did.changed_history"), done)

    attempt(act)


def undo_said(event_ids: tuple[str, ...], *, is_undone: bool) -> None:
    """Take back all that was said in one moment, or bring it back when it was taken back."""
    def act(session: Session) -> None:
        undone_by = session.view.undone_by()
        targets = [undone_by.get(one) if is_undone else one for one in event_ids if (one in undone_by) is is_undone]
        done = session.kitchen.undo([one for one in targets if one is not None])
        remember(session.texts("did.changed_history"), done)

    attempt(act)


def _undo(session: Session, done: Done) -> None:
    session.kitchen.undo(done)


# Foods ----------------------------------------------------------------------------------------------------


def eat(lot_id: str, quantity: Decimal | None = None, on: date | None = None) -> None:
    """Eat some of a lot, or the rest of it."""
    def act(session: Session, lot: Lot) -> None:
        done = session.kitchen.consume(lot_id, _part_of(lot, quantity), on=on)
        key = "did.ate" if _part_of(lot, quantity) is None else "did.ate_some"
        remember(_said(session, key, lot, quantity), done, verb="ate", lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def discard(
    lot_id: str,
    quantity: Decimal | None = None,
    reason: Reason = Reason.UNKNOWN,
    on: date | None = None,
    destination: Destination = Destination.UNKNOWN,
) -> None:
    """Throw some of a lot away, or the rest of it."""
    def act(session: Session, lot: Lot) -> None:
        part = _part_of(lot, quantity)
        done = session.kitchen.discard(lot_id, part, reason=reason, on=on, destination=destination)
        given = destination is Destination.GIVEN_AWAY
        key = "did.gave" if given else "did.binned" if part is None else "did.binned_some"
        # Who has said why is not asked again.
        verb = "gave" if given else "binned" if reason is Reason.UNKNOWN else "why"
        remember(_said(session, key, lot, quantity), done, verb=verb, lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def say_why(lot_id: str, reason: Reason) -> None:
    """Add the reason to what was binned last: that discard is taken back and said again."""
    last = st.session_state.get(_LAST)
    if not isinstance(last, LastAction) or last.verb != "binned" or lot_id not in last.lot_ids:
        return

    def act(session: Session) -> None:
        before = session.view.lot(lot_id).quantity
        session.kitchen.undo(last.done)
        lot = session.view.lot(lot_id)
        quantity = lot.quantity - before
        done = session.kitchen.discard(lot_id, quantity if before else None, reason=reason)
        text = session.texts("did.binned_why", name=name_inside(session, lot), why=session.texts(f"reason.{reason}"))
        remember(text, done, verb="why", lot_ids=(lot_id,))

    attempt(act)


def freeze(lot_id: str, on: date | None = None) -> None:
    """Put a whole lot into the freezer."""
    def act(session: Session, lot: Lot) -> None:
        if lot.is_frozen:
            return
        remember(_said(session, "did.froze", lot), session.kitchen.freeze(lot_id, on=on),
                 verb="froze", lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def thaw(lot_id: str, on: date | None = None) -> None:
    """Take a whole lot out of the freezer."""
    def act(session: Session, lot: Lot) -> None:
        if not lot.is_frozen:
            return
        remember(_said(session, "did.thawed", lot), session.kitchen.thaw(lot_id, on=on),
                 verb="thawed", lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def open_pack(lot_id: str, on: date | None = None, quantity: Decimal | None = None) -> None:
    """Open as much of a lot as said; None: one of several packs, all of a loose amount."""
    def act(session: Session, lot: Lot) -> None:
        if lot.opened_on is not None:
            return
        amount = min(quantity or opened_at_once(lot), lot.quantity)
        key = "did.opened" if amount == lot.quantity else "did.opened_some"
        remember(_said(session, key, lot, amount), session.kitchen.open(lot_id, amount, on=on),
                 verb="opened", lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def move(lot_id: str, place: Place, on: date | None = None) -> None:
    """Put a lot somewhere else."""
    def act(session: Session, lot: Lot) -> None:
        if lot.place == place:
            return
        done = session.kitchen.move(lot_id, place, on=on)
        text = session.texts("did.moved", name=name_of(session, lot), place=session.texts(f"place.to.{place}"))
        remember(text, done, verb="moved", lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def split(lot_id: str, quantity: Decimal, place: Place, on: date | None = None) -> None:
    """Put some of a lot somewhere else; all of it is simply moved."""
    def act(session: Session, lot: Lot) -> None:
        done = session.kitchen.move(lot_id, place, quantity, on=on)
        amount = session.formats.amount(min(quantity, lot.quantity), lot.unit)
        text = session.texts("did.split", name=name_inside(session, lot), amount=amount,
                             place=session.texts(f"place.to.{place}"))
        remember(text, done, verb="moved", lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def count(lot_id: str, quantity: Decimal, on: date | None = None) -> None:
    """Say how much of a lot is really there."""
    def act(session: Session, lot: Lot) -> None:
        if lot.quantity == quantity:
            return
        done = session.kitchen.count(lot_id, quantity, on=on)
        amount = session.formats.amount(quantity, lot.unit)
        remember(session.texts("did.counted", name=name_of(session, lot), amount=amount), done,
                 verb="counted", lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def correct_date(lot_id: str, expires_on: date, date_kind: DateKind) -> None:
    """Say which date stands on the pack."""
    def act(session: Session, lot: Lot) -> None:
        done = session.kitchen.correct(lot_id, expires_on=expires_on, date_kind=date_kind)
        text = session.texts("did.dated", name=name_of(session, lot), day=session.formats.day(expires_on))
        remember(text, done, verb="dated", lot_ids=(lot_id,))

    _on_lot(lot_id, act)


def _on_lot(lot_id: str, act: Callable[[Session, Lot], None]) -> None:
    """Act on a lot of which something is there; a second press finds nothing left to do."""
    def guarded(session: Session) -> None:
        lot = session.view.lot(lot_id)
        if lot.quantity > 0:
            act(session, lot)

    attempt(guarded)


def _part_of(lot: Lot, quantity: Decimal | None) -> Decimal | None:
    """Return the amount, or None for the rest of the lot when that is all there is."""
    return None if quantity is None or quantity >= lot.quantity else quantity


def _said(session: Session, key: str, lot: Lot, quantity: Decimal | None = None) -> str:
    """Return what was done in words; of several pieces their number and name alone: "Ate 2 eggs"."""
    if quantity is not None and lot.unit == "piece" and session.texts.get(f"{key}.pieces"):
        return session.texts(f"{key}.pieces", number=session.formats.number(quantity),
                             name=name_inside(session, replace(lot, quantity=quantity)))
    amount = session.formats.amount(quantity if quantity is not None else lot.quantity, lot.unit)
    return session.texts(key, name=name_inside(session, lot), amount=amount)


# Is it still there? ---------------------------------------------------------------------------------------


def answer(lot_id: str, said: str, quantity: Decimal | None = None) -> None:
    """Answer whether a lot is still there: yes, no or some, with what is left if that is known."""
    def act(session: Session, lot: Lot) -> None:
        done = session.kitchen.answer_check(lot_id, said, quantity)
        remember(_said(session, f"did.checked.{said}", lot), done, verb="checked", lot_ids=(lot_id,))
        st.session_state.pop(CHECK_QUESTION, None)

    _on_lot(lot_id, act)


# Nothing was thrown away ----------------------------------------------------------------------------------


def confirm_today() -> None:
    """Say that nothing was thrown away today, unless that was said already or something was."""
    def act(session: Session) -> None:
        session.view.refresh()
        if is_confirmable(session.view, session.today):
            remember(session.texts("did.confirmed_day"), session.kitchen.confirm_day(session.today))

    attempt(act)


# Dialogs --------------------------------------------------------------------------------------------------


def open_dialog(kind: str, lot_id: str) -> None:
    """Open a dialog about a lot; it stays open over reruns until it is closed."""
    number = st.session_state.get("dialog_number", 0) + 1
    st.session_state["dialog_number"] = number
    st.session_state[_DIALOG] = (kind, lot_id, number)


def close_dialog() -> None:
    """Close the dialog."""
    st.session_state.pop(_DIALOG, None)


def opened_dialog() -> tuple[str, str, int] | None:
    """Return which dialog is open: kind, lot id and a number that makes its fields new each time."""
    return st.session_state.get(_DIALOG)


# Documents ------------------------------------------------------------------------------------------------


def dismiss(sha256: str) -> None:
    """Take a document off the lists of Review; what was given is kept."""
    def act(session: Session) -> None:
        done = session.kitchen.dismiss_document(sha256)
        remember(session.texts("did.dismissed"), done)

    attempt(act)


# Cooking --------------------------------------------------------------------------------------------------


def cook(
    taken: list[tuple[str, Decimal | None]], *, title: str, recipe_id: str | None = None,
    servings: float | None = None, boxes_left: int = 0,
) -> None:
    """Take what went into a dish off the shelves. boxes_left: how much of it goes into the fridge for another day.

    recipe_id: None for what was cooked without one.
    """
    def act(session: Session) -> None:
        there = {lot.lot_id for lot in session.view.lots()}
        parts = [(lot_id, quantity) for lot_id, quantity in taken if lot_id in there]
        if parts:
            left = Leftover(food_name=title[:200], quantity=Decimal(boxes_left), unit="box") if boxes_left else None
            done = session.kitchen.cook(
                parts, title=title[:200], recipe_id=recipe_id, leftover=left,
                servings=None if servings is None else Decimal(str(round(servings, 3))),
            )
            remember(session.texts("did.cooked", title=title), done, lot_ids=tuple(lot_id for lot_id, _ in parts))

    attempt(act)
