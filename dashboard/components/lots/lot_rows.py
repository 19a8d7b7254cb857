"""A row of the pantry: a food with its nearest date, and a menu of what can be done with it."""

import hashlib
from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from dashboard.clicks import actions, bulk
from dashboard.components.badges import risk_badge
from dashboard.components.foods import amount_left, food_html, name_of_shelf, picture_of
from dashboard.components.lots.lot_cards import card_part, done_html
from dashboard.markup import esc, material, plain
from dashboard.parts import part, redraw
from dashboard.session import Session
from dashboard.shown.queries import Shelf
from pantry.lots import Lot
from pantry.tracking import Tracking
from pantry.typing.portions import opened_at_once

SELECTED = "pantry_lot"
_AT_ONCE: dict[str, Callable[[str], None]] = {
    "ate_all": actions.eat, "freeze": actions.freeze, "thaw": actions.thaw, "open": actions.open_pack,
}


def shelf_row(session: Session, shelf: Shelf, *, on_pick: Callable[[str], None] | None = None) -> None:
    """Draw one row; the menu acts on the lot whose date comes first.

    on_pick: what a press on the row does with that lot; without it the pantry shows the food's facts.
    """
    part(card_part(shelf.nearest.lot.lot_id), _row, session, shelf, on_pick or _select, actions.action_number())


def _row(session: Session, shelf: Shelf, on_pick: Callable[[str], None], page_number: int) -> None:
    """Draw a row, or what was done to its first lot since. page_number: the newest action that the page knows of."""
    due = shelf.nearest
    lot = due.lot
    row = _row_key(shelf)
    last = actions.just_acted().get(lot.lot_id)
    state = "on_" if st.session_state.get(SELECTED) in {one.lot_id for one in shelf.lots} else ""
    with st.container(key=f"row_{state}{row}", horizontal=True, wrap=False, vertical_alignment="center"):
        if last is not None and last.number > page_number:
            st.html(done_html(session, due, last))
            return
        name = name_of_shelf(session, shelf)
        st.html(food_html(picture=picture_of(session, lot), name=name, meta=_amounts(session, shelf),
                          badge=risk_badge(session, due, is_short=True)))
        st.button(plain(session.texts("pantry.show", name=name)), key=f"pick_{row}",
                  on_click=_pick, args=(on_pick, lot.lot_id))
        with st.container(key=f"icon_{row}", width="content"):
            st.menu_button(
                plain(session.texts("pantry.menu", name=name)), choices(lot),
                key=f"menu_{row}", icon=material("more_horiz"), on_click=_act, args=(f"menu_{row}", lot.lot_id),
                format_func=lambda verb: _choice_word(session, shelf, verb),
            )


def choice_row(session: Session, shelf: Shelf) -> None:
    """Draw a row as a box to tick, for what is done with several foods at once."""
    row = _row_key(shelf)
    box = f"choose_{row}"
    st.session_state[box] = bulk.is_chosen(shelf)
    with st.container(key=f"row_choose_{row}", horizontal=True, wrap=False, vertical_alignment="center"):
        st.checkbox(plain(f"{name_of_shelf(session, shelf)}, {_amounts(session, shelf)}"), key=box,
                    width="stretch", on_change=bulk.choose, args=(tuple(lot.lot_id for lot in shelf.lots), box))
        st.html(risk_badge(session, shelf.nearest, is_short=True) or "<span></span>", width="content")


def bulk_bar(session: Session) -> None:
    """Draw what can be done with the chosen foods; it stays within the thumb's reach."""
    texts = session.texts
    count = len(bulk.chosen(session))
    symbols = {"eat": "check", "freeze": "ac_unit", "bin": "delete"}
    with st.container(key="bulkbar"):
        with st.container(key="bulk_said", horizontal=True, wrap=False, vertical_alignment="center"):
            st.html(f'<p class="note">{esc(texts.count("bulk.chosen", count))}</p>')
            st.button(texts("bulk.cook"), key="bulk_cook", icon=material("skillet"), type="tertiary", width="content",
                      disabled=not count, on_click=actions.open_dialog, args=("cook_chosen", ""))
        with st.container(key="three_bulk", horizontal=True, wrap=False, gap=None):
            for verb in bulk.VERBS:
                st.button(texts(f"bulk.{verb}"), key=f"bulk_{verb}", icon=material(symbols[verb]), width="stretch",
                          disabled=not count, on_click=bulk.act, args=(verb,))
            st.menu_button(texts("bulk.move"), list(session.household.places), key="bulk_move", width="stretch",
                           icon=material("move_down"), disabled=not count, on_click=bulk.move, args=("bulk_move",),
                           format_func=lambda place: texts(f"place.{place}"))


def choices(lot: Lot) -> list[str]:
    """Return what can be done with a lot, most likely first."""
    verbs = ["ate_all", "ate_some", "bin"]
    verbs += ["thaw"] if lot.is_frozen else ["freeze"]
    if lot.opened_on is None and not lot.is_frozen:
        verbs.append("open")
    return [*verbs, "move", "split", "count", "date", "earlier", "history"]


def _choice_word(session: Session, shelf: Shelf, verb: str) -> str:
    """Return what a choice says; of several purchases with how much it is about, since the row shows them together."""
    word, lot = session.texts(f"menu.{verb}"), shelf.nearest.lot
    if verb not in _AT_ONCE or len(shelf.dues) == 1 or lot.tracking == Tracking.PRESENCE:
        return word
    quantity = opened_at_once(lot) if verb == "open" else lot.quantity
    return f"{word}: {session.formats.amount(quantity, lot.unit)}"


def act(verb: str, lot_id: str) -> None:
    """Do what a menu says: at once where nothing is to be asked, else in a dialog."""
    if verb in _AT_ONCE:
        _AT_ONCE[verb](lot_id)
    else:
        actions.open_dialog(verb, lot_id)


def _act(key: str, lot_id: str) -> None:
    verb = st.session_state.get(key)
    if not verb:
        return
    act(verb, lot_id)
    if verb in _AT_ONCE:
        redraw(card_part(lot_id))
    st.rerun()


def _pick(on_pick: Callable[[str], None], lot_id: str) -> None:
    on_pick(lot_id)
    # The row is a part of its own; what was picked shows elsewhere on the page.
    st.rerun()


def _select(lot_id: str) -> None:
    st.session_state[SELECTED] = lot_id


def _row_key(shelf: Shelf) -> str:
    """Return a short key that a widget may carry: the shelf's own may hold any character."""
    return hashlib.sha256(shelf.key.encode()).hexdigest()[:12]


def _amounts(session: Session, shelf: Shelf) -> str:
    """Return how much there is in all, and when the rest is due where the badge speaks of a part."""
    amounts, later = _amounts_alone(session, shelf), shelf.later
    if later is None or later.due.likely is None:
        return amounts
    day = session.formats.short_day(later.due.likely)
    said = session.texts("risk.about_lower", day=day) if later.due.is_estimate else day
    return session.texts("pantry.then", amounts=amounts, day=said)


def _amounts_alone(session: Session, shelf: Shelf) -> str:
    lot = shelf.nearest.lot
    if len(shelf.dues) == 1 or lot.tracking == Tracking.PRESENCE:
        amount = amount_left(session, lot)
        return f"{amount}, {session.texts('food.opened')}" if lot.opened_on else amount
    total, opened = _joined(session, shelf.totals()), _joined(session, shelf.totals(is_opened=True))
    if opened == total:
        return f"{total}, {session.texts('food.opened')}"
    if opened:
        return session.texts("pantry.part_opened", amount=total, opened=opened)
    # What was parted and lies together again came home at once.
    batches = len({one.root_lot_id for one in shelf.lots})
    return session.texts("pantry.from_many", amount=total, n=batches) if batches > 1 else total


def _joined(session: Session, amounts: list[tuple[Decimal, str]]) -> str:
    return " + ".join(session.formats.amount(quantity, unit) for quantity, unit in amounts)
