"""The journal's two tables, for SQLite and PostgreSQL alike. Migrations in `pantry/migrations` make them."""

import sqlalchemy as sa

metadata = sa.MetaData()

# AUTOINCREMENT: a seq is never given twice, even after the last row's transaction failed.
_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

events = sa.Table(
    "events",
    metadata,
    sa.Column("seq", _SEQ, primary_key=True, autoincrement=True, comment="Order of arrival and of commit."),
    sa.Column("event_id", sa.String(36), nullable=False, unique=True),
    sa.Column("household_id", sa.String(64), nullable=False),
    sa.Column("bucket", sa.SmallInteger, nullable=False, comment="0 to 63, from sha256 of household_id."),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("occurred_at_us", sa.BigInteger, nullable=False, comment="Microseconds since 1970, UTC."),
    sa.Column("recorded_at_us", sa.BigInteger, nullable=False, comment="Microseconds since 1970, UTC."),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("source", sa.String(20), nullable=False),
    sa.Column("payload", sa.Text, nullable=False, comment="JSON, by kind and payload_version."),
    sa.Column("payload_version", sa.SmallInteger, nullable=False),
    sa.Index("events_household_seq", "household_id", "seq"),
    sqlite_autoincrement=True,
)

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("reader", sa.String(40), primary_key=True),
    sa.Column("reader_version", sa.String(40), primary_key=True),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("created_at_us", sa.BigInteger, nullable=False),
)
