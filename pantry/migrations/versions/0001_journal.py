"""Create the journal: events that can only be added, and the cache of readings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_SQLITE_TRIGGERS = [
    f"""
    create trigger events_no_{verb} before {verb} on events
    begin select raise(abort, 'the journal is append-only: answer a mistake with a new event'); end
    """
    for verb in ("update", "delete")
]

_POSTGRES_TRIGGERS = [
    """
    create function larder_refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'the journal is append-only: answer a mistake with a new event'; end $$
    """,
    """
    create trigger events_append_only before update or delete on events
    for each row execute function larder_refuse_change()
    """,
    """
    create trigger events_no_truncate before truncate on events
    for each statement execute function larder_refuse_change()
    """,
]


def upgrade() -> None:
    """Create both tables and the triggers that keep the journal append-only."""
    op.create_table(
        "events",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=True),
        sa.Column("event_id", sa.String(36), nullable=False, unique=True),
        sa.Column("household_id", sa.String(64), nullable=False),
        sa.Column("bucket", sa.SmallInteger, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("occurred_at_us", sa.BigInteger, nullable=False),
        sa.Column("recorded_at_us", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("payload_version", sa.SmallInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_household_seq", "events", ["household_id", "seq"])
    op.create_table(
        "readings",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("reader", sa.String(40), primary_key=True),
        sa.Column("reader_version", sa.String(40), primary_key=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created_at_us", sa.BigInteger, nullable=False),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if is_sqlite else _POSTGRES_TRIGGERS:
        op.execute(statement)
