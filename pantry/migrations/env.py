"""Alembic's entry: runs on the connection that `pantry.migrations.upgrade` hands over."""

from alembic import context

from pantry.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
