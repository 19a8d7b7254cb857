"""Named questions about single discards: the rows behind a bar, how sure their mass is, and how a year began and ended.

See `queries` for the manners they share.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pantry.ids import bucket_of
from warehouse.intervals import RateInterval, waste_rate_interval
from warehouse.reader import Warehouse

if TYPE_CHECKING:
    import pyarrow as pa

# The columns a bar can stand for; a name outside this table is refused.
_DIMENSIONS = {
    "month": "strftime(w.discarded_on, '%Y-%m')", "reason": "w.reason", "food": "coalesce(w.food_id, w.food_name)",
    "place": "w.place",
}
_MOST_ROWS = 500
# Thirteen weeks at each end: long enough for the eight observed weeks an interval asks for.
COMPARED_DAYS = 91


@dataclass(frozen=True, slots=True)
class Discard:
    """One time food was thrown away. quantity_milli: thousandths of `unit`, None where only presence is tracked.

    value_minor: in `currency`, None where no price is known.
    """

    discarded_on: date
    food_id: str | None
    food_name: str
    quantity_milli: int | None
    unit: str | None
    mass_g: float | None
    value_minor: Decimal | None
    currency: str | None
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class WasteRange:
    """What was binned beside what there is no doubt about, of the same discards.

    sure_*: without the share of a "rest" that this household usually books with the last meal alone.
    """

    mass_g: float | None
    sure_mass_g: float | None
    production_co2e_kg: float | None
    sure_production_co2e_kg: float | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The first and the last thirteen weeks of a household, each with the range of its rate.

    is_clear: whether the two ranges lie apart; where they overlap the change may be chance.
    """

    first: RateInterval
    last: RateInterval
    first_on: date
    last_on: date

    @property
    def is_clear(self) -> bool:
        """Whether the two ranges lie apart."""
        return self.last.high < self.first.low or self.first.high < self.last.low


def discards(
    warehouse: Warehouse, household_id: str, from_on: date, to_on: date, *, by: str, key: str
) -> list[Discard]:
    """Return the discards behind one bar, newest first, at most 500. by: month, reason, food or place."""
    rows = warehouse.rows(
        f"""
        select
            w.discarded_on, w.food_id, w.food_name, w.quantity_milli, w.unit, w.mass_g, w.value_minor, w.currency,
            w.reason, w.place
        from marts.waste_events as w
        where
            w.bucket = ? and w.household_id = ? and w.is_waste and w.discarded_on >= ? and w.discarded_on < ?
            and {_DIMENSIONS[by]} = ?
        order by w.discarded_at desc, w.event_id
        limit {_MOST_ROWS}
        """,  # noqa: S608
        [bucket_of(household_id), household_id, from_on, to_on, key],
    )
    return [Discard(**row) for row in rows]


def waste_range(warehouse: Warehouse, household_id: str, from_on: date, to_on: date) -> WasteRange:
    """Return the booked and the sure mass and production CO2e of a period; None where nothing is known."""
    rows = warehouse.rows(
        "select sum(mass_g) as mass_g, sum(sure_mass_g) as sure_mass_g, "
        "sum(production_co2e_kg) as production_co2e_kg, "
        "sum(production_co2e_kg * sure_mass_g / nullif(mass_g, 0)) as sure_production_co2e_kg "
        "from marts.waste_events where bucket = ? and household_id = ? and is_waste "
        "and discarded_on >= ? and discarded_on < ?",
        [bucket_of(household_id), household_id, from_on, to_on],
    )
    return WasteRange(**rows[0])


def discard_table(warehouse: Warehouse, household_id: str) -> "pa.Table":
    """Return all columns of the household's marts.waste_events as Arrow, oldest first, for a file to take along."""
    with warehouse.cursor() as cursor:
        return cursor.execute(
            "select * exclude (bucket, household_id) replace (event_id::varchar as event_id, "
            "lot_id::varchar as lot_id, root_lot_id::varchar as root_lot_id) from marts.waste_events "
            "where bucket = ? and household_id = ? order by discarded_at, event_id",
            [bucket_of(household_id), household_id],
        ).to_arrow_table()


def before_and_after(warehouse: Warehouse, household_id: str, as_of: date) -> BeforeAfter | None:
    """Return how the household began and how it does now; None before the two periods stand apart and are known."""
    rows = warehouse.rows(
        "select min(week_on) as first_on from marts.waste_weekly "
        "where bucket = ? and household_id = ? and is_observed",
        [bucket_of(household_id), household_id],
    )
    first_on: date | None = rows[0]["first_on"]
    # The running week would count days that have not come yet.
    end_on = as_of - timedelta(days=as_of.weekday())
    last_on = end_on - timedelta(days=COMPARED_DAYS)
    if first_on is None or first_on + timedelta(days=COMPARED_DAYS) > last_on:
        return None
    first = waste_rate_interval(warehouse, household_id, first_on, first_on + timedelta(days=COMPARED_DAYS))
    last = waste_rate_interval(warehouse, household_id, last_on, end_on)
    return BeforeAfter(first, last, first_on, last_on) if first and last else None

