"""What the Expiry page shows: what is due when, as sections, as a timeline and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.served.calendar_feed import date_words
from dashboard.session import Session
from dashboard.shown import queries
from pantry.urgency import DueLot
from pantry.vocabulary import RiskBand

TIMELINE_DAYS = 14


@dataclass(frozen=True, slots=True)
class DayAhead:
    """What is due on one day. value_minor: as far as prices in the household's currency are known."""

    day: date
    foods: int
    value_minor: int


def due_soon(dues: Sequence[DueLot]) -> list[DueLot]:
    """Return what asks to be used in the next days, today's first."""
    return [due for due in dues if queries.is_urgent(due)]


def last_day(dues: Sequence[DueLot]) -> date | None:
    """Return the last day on which one of these is due, None when all of their days are unknown."""
    return max((due.due.likely for due in dues if due.due.likely), default=None)


def timeline(session: Session, dues: Sequence[DueLot]) -> list[DayAhead]:
    """Return the coming fourteen days, today first; what is past stands on today, what is frozen on none."""
    days = [session.today + timedelta(days=ahead) for ahead in range(TIMELINE_DAYS)]
    due_on: dict[date, list[DueLot]] = {day: [] for day in days}
    for due in dues:
        if due.due.likely is None or due.risk is RiskBand.FROZEN:
            continue
        day = max(due.due.likely, session.today)
        if day in due_on:
            due_on[day].append(due)
    currency = session.household.currency
    return [DayAhead(day, len(queries.shelves(found)), queries.worth(found, currency)) for day, found in due_on.items()]


def table(session: Session, dues: Sequence[DueLot]) -> list[dict[str, object]]:
    """Return one row a lot for the table and the CSV file, most urgent first, with headings in words."""
    texts, formats = session.texts, session.formats
    return [
        {
            texts("expiry.column.food"): due.lot.called(session.food_lang),
            texts("expiry.column.amount"): formats.amount(due.lot.quantity, due.lot.unit),
            texts("expiry.column.place"): texts(f"place.{due.lot.place}"),
            texts("expiry.column.due"): due.due.likely,
            texts("expiry.column.earliest"): due.due.earliest,
            texts("expiry.column.latest"): due.due.latest,
            texts("expiry.column.kind"): date_words(texts, due),
            texts("expiry.column.days"): due.days_left,
        }
        for due in dues
    ]
