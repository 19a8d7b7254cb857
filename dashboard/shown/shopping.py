"""What the Shopping page shows: the rows of the list, and what history suggests to buy."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.session import Session
from dashboard.shown import history, queries
from pantry.facts.shopping import ShoppingRow, rows_as_text, shopping_rows
from pantry.foods import catalog
from pantry.lots import decimal_of

if TYPE_CHECKING:
    from warehouse.reader import Warehouse

MOST_SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class ToBuy:
    """A food that history says to buy. reason: below_minimum or runs_out; days: how long the stock lasts."""

    food_id: str
    quantity: Decimal
    unit: str
    reason: str
    days: int | None


def rows(session: Session) -> list[ShoppingRow]:
    """Return the list by aisle, what is in the basket last."""
    found = queries.cached(session, "shopping", lambda: shopping_rows(session.view.shopping(), session.food_lang))
    return sorted(found, key=lambda row: row.is_ticked)


def amount_words(session: Session, row: ShoppingRow) -> str:
    """Return how much of a row is wanted, as people write it; "" where nobody said."""
    return " + ".join(session.formats.amount(quantity, unit) for quantity, unit in row.amounts)


def as_text(session: Session) -> str:
    """Return what is still to buy as plain text."""
    to_buy = [row for row in rows(session) if not row.is_ticked]
    return rows_as_text(to_buy, {row.key: amount_words(session, row) for row in to_buy})


def suggestions(session: Session) -> list[ToBuy]:
    """Return what runs out first, without what is on the list already or was bought since the last build."""
    found = history.published(session, "to_buy", lambda warehouse: _suggested(warehouse, session.household_id)) or []
    listed = {row.food_id for row in rows(session)}
    stock: dict[tuple[str | None, str], int] = {}
    for lot in session.view.lots():
        key = (lot.food_id, lot.unit)
        stock[key] = stock.get(key, 0) + int(lot.quantity * 1000)
    fresh = [
        one for one in found
        if one["food_id"] not in listed and catalog().get(one["food_id"])
        and stock.get((one["food_id"], one["unit"]), 0) <= one["stock_milli"]
    ]
    return [_to_buy(one) for one in fresh[:MOST_SUGGESTIONS]]


def _suggested(warehouse: "Warehouse", household_id: str) -> list[dict[str, Any]]:
    from warehouse.queries import shopping_suggestions

    return shopping_suggestions(warehouse, household_id)


def _to_buy(one: dict[str, Any]) -> ToBuy:
    days = one["days_of_stock"]
    return ToBuy(
        one["food_id"], decimal_of(one["suggested_milli"]), one["unit"], one["reason"],
        None if days is None else round(days),
    )
