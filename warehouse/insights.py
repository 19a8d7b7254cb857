"""Named questions about prices, spending and how long food lasts; see `queries` for the manners they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pantry.ids import bucket_of
from warehouse.reader import Warehouse

# A price is compared with what the food cost 60 to 365 days ago; fewer than three purchases say nothing.
RECENT_DAYS, PAST_DAYS, LEAST_PURCHASES = 60, 365, 3
# A kilogram costs less in a large pack: packs are alike up to half as much again, or down to two thirds.
MOST_LARGER = 1.5


@dataclass(frozen=True, slots=True)
class PriceChange:
    """How a food's price moved: median of the last 60 days against the median of 60 to 365 days ago.

    Like with like: of amounts as large as the one bought last (`MOST_LARGER`).
    recent_minor, past_minor: for `per`: "piece" of what is only ever bought by the piece, "kg" of what else has a mass,
    the unit it is bought in of all others.
    past_on: median day of the older purchases. change_share: 0.14 for 14 per cent dearer.
    """

    food_id: str
    per: str
    recent_minor: float
    past_minor: float
    past_on: date
    change_share: float
    purchases: int


@dataclass(frozen=True, slots=True)
class PricePoint:
    """One purchase of a food: its price a kilogram and a unit, how much was in the pack, and its receipt if any."""

    purchased_on: date
    minor_per_kg: float | None
    minor_per_unit: float
    quantity_milli: int
    unit: str
    paid_minor: int
    document_sha256: str | None = None

    def minor_per(self, per: str) -> float | None:
        """Return the price for a kilogram ("kg") or for one of the unit it was bought in."""
        return self.minor_per_kg if per == "kg" else self.minor_per_unit


def compared_per(points: Sequence[PricePoint]) -> str:
    """Return what the purchases of a food are compared by, as `PriceChange.per` says; there must be one at least."""
    is_by_mass = all(point.minor_per_kg is not None for point in points)
    return "kg" if is_by_mass and any(point.unit != "piece" for point in points) else points[0].unit


@dataclass(frozen=True, slots=True)
class MonthSpend:
    """What a category cost in a month, in the household's currency, net of discounts."""

    month_on: date
    category: str
    paid_minor: int


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a lot of a food lasts in this house, how much is used a day, what share of it is thrown away."""

    food_id: str
    unit: str
    lots: int
    median_days: float
    discarded_share: float
    used_milli_per_day: float | None = None


def price_changes(warehouse: Warehouse, household_id: str, as_of: date) -> list[PriceChange]:
    """Return foods with enough purchases before and since, the largest change in either direction first."""
    rows = warehouse.rows(
        """
        with bought as (
            select
                p.food_id,
                p.lot_id,
                p.purchased_on,
                p.unit,
                p.quantity_milli,
                p.paid_minor,
                p.price_minor_per_kg,
                p.price_minor_per_unit,
                -- Eggs are compared by the egg: what one weighs is only known on average.
                p.price_minor_per_kg is not null
                and not bool_and(p.unit = 'piece') over (partition by p.food_id) as is_by_mass
            from marts.price_history as p
            inner join marts.household_dim as h on p.bucket = h.bucket and p.household_id = h.household_id
            where
                p.bucket = $bucket and p.household_id = $household and p.food_id is not null
                and p.currency = h.currency and p.purchased_on > $as_of::date - $past::integer
                and p.purchased_on <= $as_of::date
        ),

        priced as (
            select
                food_id,
                lot_id,
                purchased_on,
                if(is_by_mass, price_minor_per_kg, price_minor_per_unit) as minor,
                if(is_by_mass, 'kg', unit) as per,
                if(is_by_mass, paid_minor / price_minor_per_kg, quantity_milli) as size,
                purchased_on > $as_of::date - $recent::integer as is_recent
            from bought
        ),

        beside_the_last as (
            select
                *,
                first_value(size) over (
                    partition by food_id, per order by purchased_on desc, lot_id desc
                ) as last_size
            from priced
        ),

        compared as (
            select
                food_id,
                per,
                median(minor) filter (is_recent) as recent_minor,
                median(minor) filter (not is_recent) as past_minor,
                median(purchased_on) filter (not is_recent)::date as past_on,
                count(*) as purchases
            from beside_the_last
            where size between last_size / $larger and last_size * $larger
            group by food_id, per
            having count(*) filter (is_recent) >= 1 and count(*) filter (not is_recent) >= $least
        )

        select *, recent_minor / past_minor - 1 as change_share
        from compared
        where past_minor > 0
        order by abs(recent_minor / past_minor - 1) desc, food_id, per
        """,
        {"bucket": bucket_of(household_id), "household": household_id, "as_of": as_of, "recent": RECENT_DAYS,
         "past": PAST_DAYS, "least": LEAST_PURCHASES, "larger": MOST_LARGER},
    )
    return [PriceChange(**row) for row in rows]


def price_points(warehouse: Warehouse, household_id: str, food_id: str) -> list[PricePoint]:
    """Return every purchase of a food in the household's currency, oldest first."""
    rows = warehouse.rows(
        """
        select
            p.purchased_on, p.price_minor_per_kg as minor_per_kg, p.price_minor_per_unit as minor_per_unit,
            p.quantity_milli, p.unit, p.paid_minor, p.document_sha256
        from marts.price_history as p
        inner join marts.household_dim as h on p.bucket = h.bucket and p.household_id = h.household_id
        where p.bucket = ? and p.household_id = ? and p.food_id = ? and p.currency = h.currency
        order by p.purchased_on, p.lot_id
        """,
        [bucket_of(household_id), household_id, food_id],
    )
    return [PricePoint(**row) for row in rows]


def spend_by_category(warehouse: Warehouse, household_id: str, as_of: date, *, months: int) -> list[MonthSpend]:
    """Return what each category cost in so many months up to a day's, in the household's currency.

    Where nothing was bought in them, up to the last month in which something was.
    """
    rows = warehouse.rows(
        """
        with spent as (
            select s.month_on, s.category, s.paid_minor
            from marts.spend_monthly as s
            inner join marts.household_dim as h on s.bucket = h.bucket and s.household_id = h.household_id
            where s.bucket = $bucket and s.household_id = $household and s.currency = h.currency
        ),

        first_shown as (
            select
                if(
                    max(month_on) > date_trunc('month', $as_of::date) - to_months($months::integer),
                    date_trunc('month', $as_of::date),
                    max(month_on)
                ) - to_months($months::integer - 1) as month_on
            from spent
        )

        select spent.month_on, spent.category, spent.paid_minor
        from spent
        inner join first_shown on spent.month_on >= first_shown.month_on
        order by spent.month_on, spent.paid_minor desc
        """,
        {"bucket": bucket_of(household_id), "household": household_id, "as_of": as_of, "months": months},
    )
    return [MonthSpend(**row) for row in rows]


def priced_foods(warehouse: Warehouse, household_id: str) -> list[str]:
    """Return the foods with a price in the household's currency, the most often bought first."""
    rows = warehouse.rows(
        """
        select p.food_id
        from marts.price_history as p
        inner join marts.household_dim as h on p.bucket = h.bucket and p.household_id = h.household_id
        where p.bucket = ? and p.household_id = ? and p.food_id is not null and p.currency = h.currency
        group by p.food_id
        order by count(*) desc, p.food_id
        """,
        [bucket_of(household_id), household_id],
    )
    return [str(row["food_id"]) for row in rows]


def lasting(warehouse: Warehouse, household_id: str, *, least_lots: int = 5) -> list[Lasting]:
    """Return foods of which enough lots were used up, the most often bought first."""
    rows = warehouse.rows(
        """
        select
            food_id, unit, lots, median_days_to_empty as median_days,
            coalesce(discarded_milli / nullif(acquired_milli, 0), 0) as discarded_share, used_milli_per_day
        from marts.consumption_rates
        where bucket = ? and household_id = ? and lots_closed >= ? and median_days_to_empty is not null
        order by lots desc, food_id, unit
        """,
        [bucket_of(household_id), household_id, least_lots],
    )
    return [Lasting(**row) for row in rows]


def shrunken_pack(points: Sequence[PricePoint]) -> tuple[PricePoint, PricePoint] | None:
    """Return (before, last) when the pack bought last holds less than the one before it for the same money.

    Between 3 and 30 per cent less: below, it is a rounding of the label; above, somebody bought another pack.
    The price may be up to a tenth lower. None when nothing shrank.
    """
    if not points:
        return None
    last = points[-1]
    before = next(
        (one for one in reversed(points[:-1]) if one.unit == last.unit and one.quantity_milli != last.quantity_milli),
        None,
    )
    if before is None or last.paid_minor < before.paid_minor * 0.9:
        return None
    left_share = last.quantity_milli / before.quantity_milli
    return (before, last) if 0.7 <= left_share <= 0.97 else None
