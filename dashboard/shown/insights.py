"""What the Insights page shows: prices, spending and how long food lasts, from the published warehouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from dashboard.formats import shop_name
from dashboard.session import Session
from dashboard.shown import history
from pantry.foods import catalog
from pantry.quantities import is_sold_by_volume, to_mass_g

if TYPE_CHECKING:
    from warehouse.insights import Lasting, MonthSpend, PriceChange, PricePoint
    from warehouse.reader import Warehouse

# Receipts of one food that are opened for their shop.
MOST_RECEIPTS = 60


@dataclass(frozen=True, slots=True)
class Insights:
    """All that the page shows.

    changes: foods whose price is known well enough, the largest change first. priced: every food with a price, those
    first of which something is told.
    """

    changes: list["PriceChange"]
    spend: list["MonthSpend"]
    lasting: list["Lasting"]
    priced: list[str]


def insights(session: Session) -> Insights | None:
    """Return the page's figures; None before history was published."""
    def compute(warehouse: "Warehouse") -> Insights:
        from warehouse import insights as asked

        of = (warehouse, session.household_id)
        changes, lasting = asked.price_changes(*of, session.today), asked.lasting(*of)
        spend = asked.spend_by_category(*of, session.today, months=history.MONTHS_SHOWN)
        told = [*(one.food_id for one in changes), *(one.food_id for one in lasting)]
        return Insights(changes, spend, lasting, list(dict.fromkeys([*told, *asked.priced_foods(*of)])))

    return history.published(session, "insights", compute)


def prices(session: Session, food_id: str) -> list["PricePoint"]:
    """Return what a food cost at each purchase, oldest first."""
    def compute(warehouse: "Warehouse") -> list["PricePoint"]:
        from warehouse.insights import price_points

        return price_points(warehouse, session.household_id, food_id)

    return history.published(session, f"prices:{food_id}", compute) or []


def compared_per(points: Sequence["PricePoint"]) -> str:
    """Return what the prices of a food are compared by: "kg", or the unit it is bought in."""
    from warehouse.insights import compared_per as found_of

    return found_of(points)


def shown_price(session: Session, food_id: str, minor: float, per: str) -> tuple[float, str]:
    """Return a price as shops compare it, and for one of which unit: what is sold by volume by the litre or quart."""
    food = catalog().get(food_id)
    a_litre = to_mass_g(Decimal(1), "l", food_id) if food and per == "kg" and is_sold_by_volume(food) else None
    if a_litre is None:
        return session.formats.priced(minor, per)
    return session.formats.priced(minor * a_litre.grams / 1000, "l")


def by_shop(session: Session, points: Sequence["PricePoint"], per: str) -> list[tuple[str, int]]:
    """Return the median price by shop, for what prices are compared by, the cheapest first; empty for one shop."""
    from intake.reading import shop_of

    prices: dict[str, list[float]] = {}
    for point in points[-MOST_RECEIPTS:]:
        shop = shop_of(session.workplace, point.document_sha256) if point.document_sha256 else None
        minor = point.minor_per(per)
        if shop and minor is not None and (per == "kg" or point.unit == per):
            prices.setdefault(shop_name(shop), []).append(minor)
    found = sorted(((shop, round(median(each))) for shop, each in prices.items()), key=lambda row: row[1])
    return found if len(found) > 1 else []


def shrunken_pack(points: Sequence["PricePoint"]) -> "tuple[PricePoint, PricePoint] | None":
    """Return the purchase before and the last one, when the pack shrank and its price did not."""
    from warehouse.insights import shrunken_pack as found_in

    return found_in(points)


def by_month(spend: Sequence["MonthSpend"]) -> list[tuple[date, int]]:
    """Return what each month cost in all, oldest first."""
    sums: dict[date, int] = {}
    for one in spend:
        sums[one.month_on] = sums.get(one.month_on, 0) + one.paid_minor
    return sorted(sums.items())


def of_month(spend: Sequence["MonthSpend"], month: date) -> list["MonthSpend"]:
    """Return one month's categories, the dearest first."""
    return sorted((one for one in spend if one.month_on == month), key=lambda one: -one.paid_minor)


def name(session: Session, food_id: str) -> str:
    """Return what a food is called."""
    food = catalog().get(food_id) or session.view.own_foods().get(food_id)
    return food.name(session.food_lang) if food else food_id.removeprefix("own:")
