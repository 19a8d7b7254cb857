"""Installs the fold's macros (`fold.sql`) into a DuckDB connection."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@cache
def fold_sql() -> str:
    """Return the text of the fold's table macros."""
    return (Path(__file__).parent / "fold.sql").read_text(encoding="utf-8")


def install_fold(connection: "duckdb.DuckDBPyConnection") -> None:
    """Create or replace the fold's macros in the connection's current database."""
    connection.execute(fold_sql())
