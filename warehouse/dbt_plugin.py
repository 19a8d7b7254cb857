"""The dbt-duckdb plugin that puts the fold's macros into the database that dbt builds."""

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from pantry import fold, values


def install_macros(connection: Any) -> None:
    """Create or replace every macro that models and analysts call; they are stored in the database file.

    They are not TEMP: dbt works on cursors, and a cursor does not see its connection's temporary macros.
    """
    fold.install_fold(connection)
    values.install_values(connection)
    pantry_sql = (Path(fold.__file__).with_name(name) for name in ("due.sql", "belief.sql", "tracking.sql"))
    for path in (*pantry_sql, Path(__file__).with_name("waste.sql")):
        if path.exists():
            connection.execute(path.read_text(encoding="utf-8"))


class Plugin(BasePlugin):
    """Installs the macros whenever dbt opens its database."""

    def configure_connection(self, conn: Any) -> None:
        """Called by dbt-duckdb once for each connection it opens."""
        install_macros(conn)
