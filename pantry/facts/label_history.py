"""How long this household's own packs of a food were labelled to keep: the guess between a label and the tables.

A household that buys the same yogurt for months knows more of it than FoodKeeper does. The guess goes on the lot as
a date with the source `history`: an estimate that any label or user replaces, and that opening shortens.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from pantry.lots import Lot
from pantry.vocabulary import DateKind, DateSource, Place

FEWEST_PACKS = 3   # below, one unusual pack would decide
LATEST_PACKS = 9   # recipes and packs change: only the newest speak
PRINTED = frozenset({DateSource.USER.value, DateSource.LABEL.value, DateSource.OCR.value})
EATING_DATES = frozenset({DateKind.USE_BY.value, DateKind.BEST_BEFORE.value})


def usual_label_days(lots: Iterable[Lot], food_id: str) -> int | None:
    """Return the days from purchase to the printed date that packs of a food usually have, or None.

    The lower median of the newest packs that a person or a label dated; where any had a use-by, the fewest days, since
    a wrong "still fine" costs health there. None below three packs. Packs bought frozen do not count.
    """
    packs = sorted((lot for lot in lots if lot.food_id == food_id and _is_dated(lot)),
                   key=lambda lot: (lot.purchased_on, lot.lot_id))[-LATEST_PACKS:]
    if len(packs) < FEWEST_PACKS:
        return None
    days = sorted((lot.expires_on - lot.purchased_on).days for lot in packs if lot.expires_on)
    if any(lot.date_kind == DateKind.USE_BY for lot in packs):
        return days[0]
    return days[(len(days) - 1) // 2]


def date_from_history(lots: Iterable[Lot], food_id: str | None, place: str, purchased_on: date) -> date | None:
    """Return the date a new pack without a printed one probably has; None in the freezer or without history."""
    if food_id is None or place == Place.FREEZER:
        return None
    days = usual_label_days(lots, food_id)
    return None if days is None else purchased_on + timedelta(days=days)


def _is_dated(lot: Lot) -> bool:
    """Return whether a lot is a purchase whose own label says when to eat it."""
    return (lot.expires_on is not None and lot.date_source in PRINTED and lot.date_kind in EATING_DATES
            and lot.parent_lot_id is None and lot.frozen_on is None and lot.expires_on >= lot.purchased_on)
