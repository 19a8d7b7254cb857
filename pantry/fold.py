"""Installs the fold's macros (`events.sql`, `fold.sql`) into a DuckDB connection."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@cache
def fold_sql() -> str:
    """Return the text of the macros that type events and fold them, in the order in which they need each other."""
    return "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("events.sql", "fold.sql"))


def install_fold(connection: "duckdb.DuckDBPyConnection") -> None:
    """Create or replace the fold's macros in the connection's current database."""
    connection.execute(fold_sql())
