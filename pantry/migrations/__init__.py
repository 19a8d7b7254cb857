"""Alembic migrations of the journal; `upgrade` brings a database to the newest version."""

from pathlib import Path

import sqlalchemy as sa

HEAD = "0001"


def current_version(connection: sa.Connection) -> str | None:
    """Return the version a database stands at, None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("select version_num from alembic_version").scalar()


def upgrade(connection: sa.Connection) -> None:
    """Run every migration that is missing. The caller holds the lock and commits."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
