"""Dialogs about one lot: how much was eaten or binned, where it went, what is really there, which date."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.amounts import COUNTED, THOUSANDTH, amount_field
from dashboard.components.documents.line_dialog import draw_line_dialog
from dashboard.components.documents.receipt_dialog import draw_receipt_dialog
from dashboard.components.foods import meta_of, name_inside
from dashboard.components.lots.history import history_list, latest_dialog
from dashboard.components.recipes.cook_dialog import draw_cook_chosen_dialog, draw_cook_dialog
from dashboard.components.recipes.write_dialog import draw_write_dialog
from dashboard.formats import sentence_case
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from dashboard.shown import queries
from pantry.lots import Lot
from pantry.vocabulary import DateKind, Destination, Place, Reason

# Nobody eats a quarter of six eggs; of a whole tray half is a thing to say.
LEAST_COUNTED, LEAST_HALVED = 2, 8
# Thirds of the way first, the exact figure after: most people know "about half".
_SHARES = {"quarter": Decimal("0.25"), "half": Decimal("0.5"), "most": Decimal("0.75"), "all": Decimal(1)}
_REASONS = (Reason.FORGOTTEN, Reason.DATE_PASSED, Reason.SPOILED, Reason.LEFT_TOO_LONG_OPENED, Reason.COOKED_TOO_MUCH,
            Reason.PLATE_LEFTOVER, Reason.BOUGHT_TOO_MUCH, Reason.PREFERENCE, Reason.ACCIDENT, Reason.INEDIBLE_PART)
_DATE_KINDS = (DateKind.BEST_BEFORE, DateKind.USE_BY)
# What became of part of a lot, beside the places where it may lie.
OPENED = "opened"


def draw_dialog(session: Session) -> None:
    """Draw the dialog that is open, if any."""
    opened = actions.opened_dialog()
    if opened is None:
        return
    kind, lot_id, number = opened
    if (draw := _DIALOGS.get(kind)) is not None:
        draw(session, lot_id, number)
        return
    due = queries.due_lot(session, lot_id)
    body = _BODIES.get(kind)
    if due is None or body is None:
        actions.close_dialog()
        return
    title = sentence_case(session.texts(f"dialog.{kind}", name=name_inside(session, due.lot)))

    @st.dialog(plain(title), on_dismiss=actions.close_dialog)
    def dialog() -> None:
        # Drawn again alone after a press in it, which may have taken back the purchase itself.
        now = queries.due_lot(session, lot_id)
        if now is None:
            actions.close_dialog()
            st.rerun()
        st.html(f'<p class="plain">{esc(meta_of(session, now.lot, is_long=True))}</p>')
        body(session, now.lot, number)

    dialog()


def _ate_some(session: Session, lot: Lot, number: int) -> None:
    quantity = _quantity(session, lot, number)
    on = _day(session, number)
    if _confirm(session, "do.ate", "check", number):
        _finish(lambda: actions.eat(lot.lot_id, quantity, on))


def _bin(session: Session, lot: Lot, number: int) -> None:
    texts = session.texts
    quantity = _quantity(session, lot, number, first="all")
    reason = st.pills(texts("dialog.reason"), _REASONS, key=f"reason_{number}",
                      format_func=lambda one: texts(f"reason.{one}"))
    given = st.checkbox(texts("dialog.given_away"), key=f"given_{number}")
    on = _day(session, number)
    if _confirm(session, "do.gave" if given else "do.binned", "delete", number):
        destination = Destination.GIVEN_AWAY if given else Destination.UNKNOWN
        _finish(lambda: actions.discard(lot.lot_id, quantity, reason or Reason.UNKNOWN, on, destination))


def _move(session: Session, lot: Lot, number: int) -> None:
    texts = session.texts
    place = st.pills(texts("dialog.where"), _other_places(session, lot), key=f"where_{number}",
                     format_func=lambda one: texts(f"place.{one}"))
    on = _day(session, number)
    if _confirm(session, "do.moved", "move_down", number, is_ready=place is not None) and place is not None:
        _finish(lambda: actions.move(lot.lot_id, place, on))


def _split(session: Session, lot: Lot, number: int) -> None:
    """Ask for part of a lot and what became of it: it was opened, or it lies in a place, frozen or thawed there."""
    texts = session.texts
    quantity = _quantity(session, lot, number)
    became = [*([] if lot.opened_on or lot.is_frozen else [OPENED]), *_other_places(session, lot)]
    chosen = st.pills(texts("dialog.what_was_done"), became, key=f"where_{number}",
                      format_func=lambda one: texts("dialog.part_opened") if one == OPENED else texts(f"place.{one}"))
    on = _day(session, number)
    if _confirm(session, "do.earlier", "check", number, is_ready=chosen is not None) and chosen is not None:
        if chosen == OPENED:
            _finish(lambda: actions.open_pack(lot.lot_id, on, quantity))
        else:
            _finish(lambda: actions.split(lot.lot_id, quantity, Place(chosen), on))


def _earlier(session: Session, lot: Lot, number: int) -> None:
    """Offer what a menu does at once, on a day before today."""
    at_once: dict[str, Callable[[str, date], None]] = {
        "ate_all": lambda lot_id, on: actions.eat(lot_id, on=on), "open": actions.open_pack,
        "thaw" if lot.is_frozen else "freeze": actions.thaw if lot.is_frozen else actions.freeze,
    }
    verb = st.pills(session.texts("dialog.what_was_done"), list(at_once), key=f"verb_{number}", required=True,
                    default="ate_all", format_func=lambda one: session.texts(f"menu.{one}"))
    day = st.date_input(session.texts("dialog.when"), value=session.today - timedelta(days=1),
                        max_value=session.today, key=f"when_{number}", format=session.formats.date_pattern)
    if _confirm(session, "do.earlier", "check", number):
        _finish(lambda: at_once[verb or "ate_all"](lot.lot_id, day))


def _count(session: Session, lot: Lot, number: int) -> None:
    value = amount_field(session.formats, lot, lambda unit: session.texts("dialog.there_is", unit=unit), number,
                         lot.quantity, least=Decimal(0))
    on = _day(session, number)
    if _confirm(session, "do.counted", "tag", number):
        _finish(lambda: actions.count(lot.lot_id, value, on))


def _check_some(session: Session, lot: Lot, number: int) -> None:
    quantity = _quantity(session, lot, number)
    if _confirm(session, "check.some", "check", number):
        _finish(lambda: actions.answer(lot.lot_id, "some", quantity))


def _date(session: Session, lot: Lot, number: int) -> None:
    texts = session.texts
    kind = st.segmented_control(texts("dialog.which_date"), _DATE_KINDS, key=f"kind_{number}", required=True,
                                default=DateKind(lot.date_kind) if lot.date_kind in _DATE_KINDS else _DATE_KINDS[0],
                                format_func=lambda one: texts(f"date_kind.{one}"))
    day = st.date_input(texts("dialog.printed_date"), value=lot.expires_on or session.today, key=f"date_{number}",
                        format=session.formats.date_pattern)
    if _confirm(session, "do.dated", "edit_calendar", number):
        _finish(lambda: actions.correct_date(lot.lot_id, day, DateKind(kind or DateKind.BEST_BEFORE)))


def _history(session: Session, lot: Lot, number: int) -> None:
    history_list(session, lot, prefix=f"step{number}")
    if st.button(session.texts("detail.close"), key=f"close_{number}", width="stretch"):
        actions.close_dialog()
        st.rerun()


# Parts ----------------------------------------------------------------------------------------------------


def _other_places(session: Session, lot: Lot) -> list[Place]:
    return [place for place in Place if place.value != lot.place and place.value in session.household.places]


def _quantity(session: Session, lot: Lot, number: int, first: str = "half") -> Decimal:
    """Ask for an amount: a share or so many pieces first, the figure below it."""
    texts = session.texts
    choices = _choices(lot)
    first = first if first in choices else next(iter(choices))
    share = st.segmented_control(texts("dialog.how_much"), list(choices), key=f"share_{number}", default=first,
                                 required=True, format_func=lambda one: texts.get(f"share.{one}") or one)
    start = choices[share or first].quantize(THOUSANDTH)
    if lot.unit in COUNTED and lot.quantity >= 1:
        start = max(start.to_integral_value(), Decimal(1))
    return amount_field(session.formats, lot, lambda unit: texts("dialog.amount", unit=unit), f"{number}_{share}",
                        min(start, lot.quantity), least=THOUSANDTH)


def _choices(lot: Lot) -> dict[str, Decimal]:
    """Return what is offered at one press: of several pieces one, two or three, else shares of what is there."""
    is_whole = lot.quantity == lot.quantity.to_integral_value()
    if lot.unit not in COUNTED or not is_whole or lot.quantity < LEAST_COUNTED:
        return {name: lot.quantity * share for name, share in _SHARES.items()}
    few = {str(count): Decimal(count) for count in (1, 2, 3) if count < lot.quantity}
    half = {"half": lot.quantity // 2} if lot.quantity >= LEAST_HALVED else {}
    return {**few, **half, "all": lot.quantity}


def _day(session: Session, number: int) -> date | None:
    """Offer another day than today."""
    with st.expander(session.texts("dialog.other_day")):
        day = st.date_input(session.texts("dialog.when"), value=session.today, max_value=session.today,
                            key=f"when_{number}", format=session.formats.date_pattern)
    return None if day == session.today else day


def _confirm(session: Session, key: str, symbol: str, number: int, *, is_ready: bool = True) -> bool:
    return st.button(session.texts(key), key=f"confirm_{number}", type="primary", icon=material(symbol),
                     width="stretch", disabled=not is_ready)


def _finish(act: Callable[[], None]) -> None:
    """Act once, close the dialog and show the page with the effect."""
    actions.close_dialog()
    act()
    st.rerun()


_BODIES: dict[str, Callable[[Session, Lot, int], None]] = {
    "split": _split, "earlier": _earlier,
    "ate_some": _ate_some, "bin": _bin, "move": _move, "count": _count, "date": _date, "history": _history,
    "check_some": _check_some,
}
# Dialogs that are not about one lot: what they are about stands where its id would.
_DIALOGS: dict[str, Callable[[Session, str, int], None]] = {
    "line": draw_line_dialog, "receipt": draw_receipt_dialog, "cook": draw_cook_dialog, "write": draw_write_dialog,
    "cook_chosen": lambda session, _about, number: draw_cook_chosen_dialog(session, number),
    "latest": lambda session, _about, _number: latest_dialog(session),
}
