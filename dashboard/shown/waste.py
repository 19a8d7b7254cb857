"""What the Waste page shows: figures of the published warehouse, put side by side. Formulas live in the warehouse."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from dashboard.session import Session
from dashboard.shown import history
from dashboard.shown.history import MONTHS_SHOWN, BinnedMonth

if TYPE_CHECKING:
    from warehouse.discards import BeforeAfter, Discard, WasteRange
    from warehouse.queries import WasteShare, WasteSummary
    from warehouse.reader import Warehouse

Period = Literal["month", "months"]
Dimension = Literal["month", "reason", "food", "place"]
# Half a year: short enough to speak of now, long enough for a year's rate.
RATE_DAYS = 182


@dataclass(frozen=True, slots=True)
class WasteHistory:
    """The months up to today and this month beside the same days of the last. months: oldest first."""

    month: BinnedMonth
    months: list["WasteShare"]


@dataclass(frozen=True, slots=True)
class Shares:
    """Why, what and where of one period, and what of it is sure."""

    reasons: list["WasteShare"]
    foods: list["WasteShare"]
    places: list["WasteShare"]
    range: "WasteRange"
    summary: "WasteSummary"


@dataclass(frozen=True, slots=True)
class Rate:
    """The last half year as a rate; published rates only where like meets like, the household's own first.

    before_after: None before the household is known for long enough.
    """

    summary: "WasteSummary"
    references: list[dict[str, Any]]
    before_after: "BeforeAfter | None"


def waste_history(session: Session) -> WasteHistory | None:
    """Return the months; None before history was published."""
    def compute(warehouse: "Warehouse") -> WasteHistory | None:
        from warehouse.queries import waste_by_month

        month = history.month_of(session, warehouse)
        if month is None:
            return None
        since, tomorrow = _span(session, "months")
        return WasteHistory(month, waste_by_month(warehouse, session.household_id, since, tomorrow))

    return history.published(session, "waste", compute)


def shares(session: Session, period: Period) -> Shares | None:
    """Return the shares of this month, or of the months shown."""
    def compute(warehouse: "Warehouse") -> Shares | None:
        from warehouse import discards, queries

        of = (warehouse, session.household_id, *_span(session, period))
        summary = queries.waste_summary(*of)
        if summary is None:
            return None
        return Shares(queries.waste_by_reason(*of), queries.waste_by_food(*of), queries.waste_by_place(*of),
                      discards.waste_range(*of), summary)

    return history.published(session, f"waste_shares:{period}", compute)


def rate(session: Session) -> Rate | None:
    """Return the household's rate and what it may stand beside."""
    def compute(warehouse: "Warehouse") -> Rate | None:
        from warehouse import discards, queries

        tomorrow = session.today + timedelta(days=1)
        of = (warehouse, session.household_id, tomorrow - timedelta(days=RATE_DAYS), tomorrow)
        summary = queries.waste_summary(*of)
        if summary is None:
            return None
        beside = queries.waste_beside_reference(*of)
        return Rate(summary, beside, discards.before_and_after(warehouse, session.household_id, session.today))

    return history.published(session, "waste_rate", compute)


def behind(session: Session, period: Period, dimension: Dimension, key: str) -> list["Discard"]:
    """Return the discards behind one bar, newest first."""
    def compute(warehouse: "Warehouse") -> list["Discard"]:
        from warehouse.discards import discards

        # A month's own column may lie before the period that the bars beside it speak of.
        from_on, to_on = _span(session, "months" if dimension == "month" else period)
        return discards(warehouse, session.household_id, from_on, to_on, by=dimension, key=key)

    return history.published(session, f"waste_behind:{period}:{dimension}:{key}", compute) or []


def as_csv(session: Session) -> bytes:
    """Return every discard as CSV, one a line; only headings before history was published."""
    rows = history.published(session, "waste_rows", _table(session))
    out = io.StringIO()
    if rows is not None:
        writer = csv.DictWriter(out, fieldnames=rows.column_names)
        writer.writeheader()
        writer.writerows(rows.to_pylist())
    return out.getvalue().encode()


def as_parquet(session: Session) -> bytes:
    """Return every discard as a Parquet file; empty before history was published."""
    import pyarrow.parquet as parquet

    rows = history.published(session, "waste_rows", _table(session))
    out = io.BytesIO()
    if rows is not None:
        parquet.write_table(rows, out)
    return out.getvalue()


def _table(session: Session) -> "history.Question[Any]":
    def compute(warehouse: "Warehouse") -> Any:
        from warehouse.discards import discard_table

        return discard_table(warehouse, session.household_id)

    return compute


def _span(session: Session, period: Period) -> tuple[date, date]:
    """Return the first day of a period and the day after its last."""
    start = session.today.replace(day=1)
    since = start if period == "month" else history.months_before(start, MONTHS_SHOWN - 1)
    return since, session.today + timedelta(days=1)
