"""Two published warehouses, table by table."""

import operator
from typing import Any

import pytest

from warehouse.reader import Warehouse


def household_tables(warehouse: Warehouse) -> list[str]:
    """Return schema.name of every table that models wrote."""
    rows = warehouse.rows("select schema_name || '.' || table_name as name from duckdb_tables() where schema_name = "
                          "'marts' or table_name = 'rejected_events' order by name")
    return [row["name"] for row in rows]


def differences(one: Warehouse, other: Warehouse, *, in_order: bool = False) -> dict[str, Any]:
    """Return by table how many rows each has and the first rows that differ; empty when all are alike.

    in_order: compare rows as they lie in the file, and floats to the last digit. Without it they may differ in the
    last digits, since a sum depends on the order.
    """
    assert household_tables(one) == household_tables(other)
    found: dict[str, Any] = {}
    for table in household_tables(one):
        query = f"from {table} order by {'rowid' if in_order else 'all'}"
        rows, others = one.rows(query), other.rows(query)
        alike = operator.eq if in_order else _alike
        differing = [pair for pair in zip(rows, others, strict=False) if not alike(*pair)]
        if differing or len(rows) != len(others):
            found[table] = (len(rows), len(others), differing[:2])
    return found


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(
        a == pytest.approx(b, rel=1e-9) if isinstance(a, float) else a == b
        for a, b in zip(one.values(), other.values(), strict=True)
    )
