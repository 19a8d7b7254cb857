"""What pages show, fetched and put in order. Rules live in `pantry`; history comes from `warehouse`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from dashboard.session import Session
from pantry.errors import UnknownLot
from pantry.facts.shopping import add_amounts
from pantry.foods import AMERICAN
from pantry.kept import Kept
from pantry.lots import Lot, tracked
from pantry.quantities import units
from pantry.urgency import DueLot, with_due
from pantry.vocabulary import DocumentKind, Place, RiskBand

if TYPE_CHECKING:
    from intake.receipt_search import FoundReceipt
    from intake.review import ReviewDocument

_T = TypeVar("_T")
_kept = Kept()

# The headings by date, in the order of time; what is frozen and what has no date come last.
_TIMES = ("when.past", "when.today", "when.tomorrow", "when.week", "when.later", "when.frozen", "when.unknown")
MOST_RECEIPTS = 40
_LAST_SEARCH = "receipts_found"
URGENT = (RiskBand.PAST_USE_BY, RiskBand.NOW, RiskBand.PAST_BEST_BEFORE, RiskBand.SOON)


def cached(session: Session, name: str, compute: Callable[[], _T]) -> _T:
    """Return what was computed for this household since its last event, else compute it now."""
    key = (str(session.workplace.home.root), session.household_id, name)
    return _kept.get(key, (session.seq, session.today, session.lang), compute)


def due_lots(session: Session) -> list[DueLot]:
    """Return the household's stock, most urgent first; what it does not track is left out."""
    return cached(session, "due", lambda: with_due(tracked(session.view.lots()), as_of=session.today))


def due_lot(session: Session, lot_id: str) -> DueLot | None:
    """Return one lot with its date, also when nothing of it is left; None if there is no such lot."""
    for due in due_lots(session):
        if due.lot.lot_id == lot_id:
            return due
    try:
        gone = session.view.lot(lot_id)
    except UnknownLot:
        return None
    return with_due([gone], as_of=session.today)[0]


def is_urgent(due: DueLot) -> bool:
    """Return whether a food asks to be used in the next days."""
    return due.risk in URGENT


# Pantry ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shelf:
    """One row of the pantry: lots of one food in one place, nearest date first."""

    key: str
    dues: tuple[DueLot, ...]

    @property
    def nearest(self) -> DueLot:
        """The lot whose date comes first; the row's buttons speak of it."""
        return self.dues[0]

    @property
    def later(self) -> DueLot | None:
        """The lot that is due next after a nearest one that is urgent; None where nothing is, or no other date follows.

        Of an old purchase and one of today the row's badge speaks of the old one alone.
        """
        first = self.nearest
        if not is_urgent(first) or first.due.likely is None:
            return None
        days = [(one.due.likely, number) for number, one in enumerate(self.dues)
                if one.due.likely is not None and one.due.likely > first.due.likely]
        return self.dues[min(days)[1]] if days else None

    @property
    def lots(self) -> tuple[Lot, ...]:
        """The lots without their dates."""
        return tuple(due.lot for due in self.dues)

    def totals(self, *, is_opened: bool = False) -> list[tuple[Decimal, str]]:
        """Return how much there is in all, in one unit where the lots' units convert; by weight before packs.

        is_opened: of what is open alone.
        """
        lots = [lot for lot in self.lots if lot.opened_on is not None or not is_opened]
        amounts = sorted([(lot.quantity, lot.unit) for lot in lots], key=lambda one: not _is_measured(one[1]))
        return list(add_amounts(amounts, self.nearest.lot.facts_food_id))


def _is_measured(unit: str) -> bool:
    known = units().get(unit)
    return known is not None and known.kind in ("mass", "volume")


def shelves(dues: Sequence[DueLot]) -> list[Shelf]:
    """Return one shelf a food and place, in the order of the dues given."""
    rows: dict[str, list[DueLot]] = {}
    for due in dues:
        lot = due.lot
        rows.setdefault(f"{lot.place}|{lot.food_id or ''}|{lot.food_name or ''}", []).append(due)
    return [Shelf(key, tuple(found)) for key, found in rows.items()]


def matching(session: Session, dues: Sequence[DueLot], text: str) -> list[DueLot]:
    """Return the lots whose name, kind or place contains what was typed, in either language."""
    wanted = text.casefold().split()
    return [due for due in dues if all(word in _words(session, due.lot) for word in wanted)]


def _words(session: Session, lot: Lot) -> str:
    food = lot.food or session.view.own_foods().get(lot.food_id or "")
    names = [lot.food_name or "", *(food.name(lang) for lang in ("en", AMERICAN, "de") if food)]
    kind = session.texts(f"category.{food.category}") if food else ""
    return " ".join([*names, kind, session.texts(f"place.{lot.place}")]).casefold()


def counts_by_place(dues: Sequence[DueLot]) -> dict[str, int]:
    """Return how many foods lie in each place that holds any, in the order of places."""
    counts = {place.value: 0 for place in Place}
    for shelf in shelves(dues):
        counts[shelf.nearest.lot.place] = counts.get(shelf.nearest.lot.place, 0) + 1
    return {place: number for place, number in counts.items() if number}


def grouped(session: Session, dues: Sequence[DueLot], by: str) -> list[tuple[str, list[Shelf]]]:
    """Return headed groups of shelves. by: place, date or kind."""
    groups = _by_date(session, dues) if by == "date" else _by_shelf(session, dues, by)
    if by == "kind":
        return sorted(groups.items())
    keys = [f"place.{place}" for place in Place] if by == "place" else _TIMES
    order = {session.texts(key): number for number, key in enumerate(keys)}
    return sorted(groups.items(), key=lambda group: order[group[0]])


def _by_shelf(session: Session, dues: Sequence[DueLot], by: str) -> dict[str, list[Shelf]]:
    groups: dict[str, list[Shelf]] = {}
    for shelf in shelves(dues):
        groups.setdefault(_group_of(session, shelf.nearest, by), []).append(shelf)
    return groups


def _by_date(session: Session, dues: Sequence[DueLot]) -> dict[str, list[Shelf]]:
    """Return shelves by time: what was bought twice stands under both of its dates."""
    groups: dict[str, list[DueLot]] = {}
    for due in dues:
        groups.setdefault(_group_of(session, due, "date"), []).append(due)
    # The same food may lie on a shelf of another time; a row needs a key of its own.
    return {time: [Shelf(f"{shelf.key}|{time}", shelf.dues) for shelf in shelves(found)]
            for time, found in groups.items()}


def _group_of(session: Session, due: DueLot, by: str) -> str:
    if by == "place":
        return session.texts(f"place.{due.lot.place}")
    if by == "kind":
        food = due.lot.food or session.view.own_foods().get(due.lot.food_id or "")
        return session.texts(f"category.{food.category if food else 'other'}")
    if due.risk is RiskBand.FROZEN:
        return session.texts("when.frozen")
    if due.days_left is None:
        return session.texts("when.unknown")
    if due.days_left < 0:
        return session.texts("when.past")
    days = {0: "when.today", 1: "when.tomorrow"}
    return session.texts(days.get(due.days_left, "when.week" if due.days_left <= 7 else "when.later"))


def worth(dues: Sequence[DueLot], currency: str) -> int:
    """Return what the stock cost, in minor units of one currency, as far as prices are known."""
    return sum(due.lot.value_minor or 0 for due in dues if due.lot.currency == currency)


# Documents ------------------------------------------------------------------------------------------------


def reviews(session: Session) -> list["ReviewDocument"]:
    """Return the documents that have lines to look at, newest first."""
    def compute() -> list["ReviewDocument"]:
        from intake.review import review_documents

        return review_documents(session.workplace)

    return cached(session, "reviews", compute)


def review_of(session: Session, sha256: str) -> "ReviewDocument | None":
    """Return one document with its lines, whether something of it waits or not; None if it was never read."""
    def compute() -> "ReviewDocument | None":
        from intake.review import review_document

        document = next((one for one in session.view.documents() if one.sha256 == sha256), None)
        return review_document(session.workplace, document) if document else None

    return cached(session, f"review:{sha256}", compute)


def receipts(session: Session, words: str) -> list["FoundReceipt"]:
    """Return the receipts with these words on them, the last ones where there are none; newest first.

    Of searches only a session's last is kept: what people type has no end.
    """
    from intake.receipt_search import latest_receipts, search_receipts

    if not words:
        return cached(session, "receipts", lambda: latest_receipts(session.workplace, limit=MOST_RECEIPTS))
    stamp = (session.household_id, session.seq, words)
    held = st.session_state.get(_LAST_SEARCH)
    if held is None or held[0] != stamp:
        held = st.session_state[_LAST_SEARCH] = (stamp, search_receipts(session.workplace, words, limit=MOST_RECEIPTS))
    return list(held[1])


def kind_of_document(session: Session, sha256: str) -> DocumentKind | None:
    """Return what a document was read as, None for one that the household never gave."""
    return next((one.kind for one in session.view.documents() if one.sha256 == sha256), None)


def receipt_count(session: Session) -> int:
    """Return how many receipts came in."""
    def compute() -> int:
        from intake.receipt_search import receipts_of

        return len(receipts_of(session.workplace))

    return cached(session, "receipt_count", compute)


def acceptance_record(session: Session) -> tuple[int, int]:
    """Return how many lines were taken unasked in 90 days and how many of them were corrected."""
    def compute() -> tuple[int, int]:
        from intake.review import acceptance_record as record

        return record(session.workplace)

    return cached(session, "record", compute)
