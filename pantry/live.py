"""The live view: what one household has now, folded from the journal in memory.

It keeps the household's typed stock events in an in-memory DuckDB. On `refresh` it reads only events with
`seq` above the last, and folds only the families of lots they touch (lots with a common root); the rest
stays as it was. Plans over the events are never prepared: a prepared plan keeps old statistics.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pantry.belief import install_belief
from pantry.documents import Document, RejectedDocument, fold_documents, fold_rejected
from pantry.errors import UnknownLot
from pantry.fold import install_fold
from pantry.household import Household, fold_aliases, fold_household
from pantry.ids import reviewed_line_id
from pantry.journal import Journal, RecordedEvent, from_microseconds
from pantry.lots import Lot, LotEvent, decimal_of
from pantry.shopping import ShoppingLine, fold_shopping
from pantry.taught import CodedPurchase, TaughtPicture, fold_taught
from pantry.undo import effective, live_undos
from pantry.values import install_values, valued

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

STOCK_KINDS = (
    "lot_acquired", "lot_corrected", "lot_opened", "lot_moved", "lot_frozen", "lot_thawed",
    "lot_consumed", "lot_discarded", "lot_split", "lot_counted", "dish_cooked", "dish_used", "event_undone",
    "check_answered",
)
PURCHASE_FACTS = ("food_id", "food_name", "quantity", "unit", "price_minor", "expires_on", "date_kind")
_EVENT_COLUMNS = "* exclude (payload, payload_version, actor, source)"


class LiveView:
    """The present state of one household. Safe to share between threads; refresh before reading."""

    def __init__(self, journal: Journal, household_id: str) -> None:
        """Nothing is read before the first `refresh`."""
        self.journal = journal
        self.household_id = household_id
        self.seq = 0
        self._lock = threading.RLock()
        self._connection = _connect()
        self._others: list[RecordedEvent] = []
        self._undoes: dict[str, str] = {}
        self._parent: dict[str, str] = {}
        self._cache: dict[str, Any] = {}
        self._has_lots = False

    # Following the journal ----------------------------------------------------------------------------

    def refresh(self) -> int:
        """Read what is new in the journal and fold what it touches; return the newest seq."""
        with self._lock:
            raw = self.journal.read_arrow(household_id=self.household_id, after_seq=self.seq)
            if raw.num_rows or not self._has_lots:
                self._take_in(raw)
                self.seq = raw.column("seq")[-1].as_py() if raw.num_rows else self.seq
                self._cache.clear()
            return self.seq

    def rebuild(self) -> None:
        """Forget everything and fold all events again; the result is the same."""
        with self._lock:
            self._connection.close()
            self.__init__(self.journal, self.household_id)  # type: ignore[misc]
            self.refresh()

    def _take_in(self, raw: "pa.Table") -> None:
        others, stock = _split_by_kind(raw)
        # A refresh that was broken off may have left rows behind; everything else here may be done twice.
        self._connection.execute(f"delete from events where seq > {int(self.seq)}")  # noqa: S608 - a number
        self._connection.register("raw_events", stock)
        self._connection.execute(
            f"insert into events select {_EVENT_COLUMNS} from typed_events('raw_events')"  # noqa: S608 - constant
        )
        self._connection.unregister("raw_events")
        # The first time every lot is folded, so only what links events and lots needs to be remembered.
        linking = "and kind in ('lot_split', 'event_undone')" if self.seq == 0 else ""
        fresh = self._connection.execute(f"""
            select event_id::varchar, kind, lot_id::varchar, undoes_event_id::varchar
            from events where seq > {int(self.seq)} {linking}
        """).fetchall()  # noqa: S608 - a number and a constant
        touched = self._remember(fresh)
        if self.seq == 0:
            self._connection.execute("create or replace table lots as from fold('events')")
            self._has_lots = True
        elif touched:
            self._fold_families(touched)
        self._others.extend(others)

    def _remember(self, rows: Iterable[tuple[str, str, str | None, str | None]]) -> set[str]:
        """Note which lots each event names and return the lots the new events touch."""
        touched: set[str] = set()
        undos = []
        for event_id, kind, lot_id, undoes in rows:
            if undoes is not None:
                self._undoes[event_id] = undoes
                undos.append(event_id)
            if lot_id is not None:
                touched.add(lot_id)
            if kind == "lot_split" and lot_id is not None:
                self._parent[event_id] = lot_id
                touched.add(event_id)
        # An event may arrive after the undo that names it: its own lots are touched anyway.
        if self.seq:
            touched |= self._lots_named_by({self._end_of_chain(undo) for undo in undos})
        return touched

    def _lots_named_by(self, event_ids: set[str]) -> set[str]:
        """Return the lots that events name; the ids come from a UUID column, so they may stand in the text."""
        if not event_ids:
            return set()
        listed = ", ".join(f"'{event_id}'::uuid" for event_id in sorted(event_ids))
        rows = self._connection.execute(
            f"select distinct lot_id::varchar from events where lot_id is not null and event_id in ({listed})"  # noqa: S608
        ).fetchall()
        return {row[0] for row in rows}

    def _end_of_chain(self, event_id: str) -> str:
        seen = set()
        while event_id in self._undoes and event_id not in seen:
            seen.add(event_id)
            event_id = self._undoes[event_id]
        return event_id

    def _root(self, lot_id: str) -> str:
        seen = set()
        while lot_id in self._parent and lot_id not in seen:
            seen.add(lot_id)
            lot_id = self._parent[lot_id]
        return lot_id

    def _fold_families(self, touched: set[str]) -> None:
        """Fold again every lot that shares a root with a touched one, and replace its rows."""
        roots = {self._root(lot_id) for lot_id in touched}
        family = roots | {child for child in self._parent if self._root(child) in roots}
        self._connection.execute("create or replace temp table family (lot_id uuid)")
        self._connection.executemany("insert into family values (?)", [[lot_id] for lot_id in sorted(family)])
        self._connection.execute("""
            create or replace temp table family_events as
            select e.* from events as e
            where e.kind = 'event_undone' or e.lot_id in (from family) or e.event_id in (from family)
        """)
        self._connection.execute("delete from lots where lot_id in (from family)")
        self._connection.execute("insert into lots from fold('family_events')")

    # Reading ------------------------------------------------------------------------------------------

    def household(self) -> Household:
        """Return the household's settings."""
        return self._cached("household", lambda: fold_household(self.household_id, self.facts()))

    def facts(self) -> list[RecordedEvent]:
        """Return the effective events that are not about stock, by time."""
        return self._cached("facts", lambda: effective(self._others))

    def documents(self) -> list[Document]:
        """Return the documents given, newest first."""
        return self._cached("documents", lambda: fold_documents(self.facts()))

    def rejected(self) -> list[RejectedDocument]:
        """Return the files that could not be taken, newest first."""
        return self._cached("rejected", lambda: fold_rejected(self.facts()))

    def aliases(self) -> dict[tuple[str, str], str]:
        """Return the words this household taught: food id by (merchant, text)."""
        return self._cached("aliases", lambda: fold_aliases(self.facts()))

    def taught_pictures(self) -> tuple[TaughtPicture, ...]:
        """Return the pictures this household taught foods with, oldest first."""
        return self._cached("taught", lambda: fold_taught(self.facts()))

    def coded_purchases(self) -> list[CodedPurchase]:
        """Return the purchases that carry a product code and whose food is known, oldest first."""
        def compute() -> list[CodedPurchase]:
            with self._lock:
                rows = self._connection.execute("""
                    select made.event_id::varchar, made.gtin, lots.food_id
                    from events as made inner join lots on made.event_id = lots.lot_id
                    where made.kind = 'lot_acquired' and made.gtin is not null and lots.food_id is not null
                    order by made.occurred_at, made.event_id
                """).fetchall()
            return [CodedPurchase(*row) for row in rows]

        return self._cached("coded", compute)

    def shopping(self) -> list[ShoppingLine]:
        """Return the lines of the shopping list, oldest first."""
        return self._cached("shopping", lambda: fold_shopping(self.facts()))

    def undone_by(self) -> dict[str, str]:
        """Return the undo that counts for each event that does not, stock and other events alike."""
        def compute() -> dict[str, str]:
            return live_undos(self._others)

        return self._cached("undone", compute)

    def lots(self, *, in_stock: bool = True) -> list[Lot]:
        """Return the lots by food and date of making; in_stock: only those of which something is there."""
        return self._cached(("lots", in_stock), lambda: self._finished(self._read_lots(in_stock)))

    def lot(self, lot_id: str) -> Lot:
        """Return one lot, also when nothing of it is left. Raises UnknownLot."""
        for lot in self.lots(in_stock=False):
            if lot.lot_id == lot_id:
                return lot
        raise UnknownLot(lot_id, self.household_id)

    def history(self, lot_id: str) -> list[LotEvent]:
        """Return what happened to a lot, oldest first, undone events marked."""
        with self._lock:
            rows = self._connection.execute(
                """
                select
                    event_id::varchar, kind, epoch_us(occurred_at), epoch_us(recorded_at), quantity_milli, place, reason
                from events where lot_id = ?::uuid or event_id = ?::uuid order by occurred_at, event_id, part
                """,
                [lot_id, lot_id],
            ).fetchall()
        undone = self.undone_by()
        return [
            LotEvent(
                event_id, kind, from_microseconds(occurred_us), from_microseconds(recorded_us),
                None if milli is None else decimal_of(milli), place, reason, event_id in undone,
            )
            for event_id, kind, occurred_us, recorded_us, milli, place, reason in rows
        ]

    def asked(self, key: Any, ask: "Callable[[duckdb.DuckDBPyConnection], Any]") -> Any:
        """Return what `ask` reads of `events` and `lots` in memory, kept under `key` until the next event."""
        with self._lock:
            return self._cached(key, lambda: ask(self._connection))

    def decisions(self) -> dict[str, str]:
        """Return what became of reviewed lines, the last word: decision by the line's `review_id`."""
        def compute() -> dict[str, str]:
            return {
                reviewed_line_id(self.household_id, e.payload): e.payload["decision"]
                for e in self.facts() if e.kind == "line_reviewed"
            }

        return self._cached("decisions", compute)

    def fact(self, event_id: str) -> RecordedEvent | None:
        """Return an event that is not about stock, also when it was undone; None if there is none."""
        return self._cached("by_id", lambda: {e.event_id: e for e in self._others}).get(event_id)

    def purchase(self, lot_id: str) -> dict[str, Any] | None:
        """Return the facts of a purchase as last corrected, also when it was undone; None if there is none.

        Keys: food_id, food_name, quantity, unit, price_minor, expires_on, date_kind.
        """
        with self._lock:
            rows = self._connection.execute(
                """
                select event_id::varchar, food_id, food_name, quantity_milli, unit, price_minor, expires_on, date_kind
                from events where lot_id = ?::uuid and kind in ('lot_acquired', 'lot_corrected')
                order by kind = 'lot_corrected', occurred_at, event_id
                """,
                [lot_id],
            ).fetchall()
        if not rows or rows[0][0] != lot_id:
            return None
        undone = self.undone_by()
        facts: dict[str, Any] = dict.fromkeys(PURCHASE_FACTS)
        for event_id, *values in rows:
            if event_id == lot_id or event_id not in undone:
                said = dict(zip(PURCHASE_FACTS, values, strict=True))
                facts |= {name: value for name, value in said.items() if value is not None}
        facts["quantity"] = decimal_of(facts["quantity"])
        return facts

    def corrected_lots(self) -> set[str]:
        """Return the lots whose purchase was corrected by an event that counts."""
        with self._lock:
            rows = self._connection.execute(
                "select event_id::varchar, lot_id::varchar from events where kind = 'lot_corrected'"
            ).fetchall()
        undone = self.undone_by()
        return {lot_id for event_id, lot_id in rows if event_id not in undone}

    def known_events(self) -> set[str]:
        """Return the ids of all events of this household that count, stock and others."""
        def compute() -> set[str]:
            with self._lock:
                rows = self._connection.execute("select distinct event_id::varchar from events").fetchall()
            return ({row[0] for row in rows} | {event.event_id for event in self._others}) - set(self.undone_by())

        return self._cached("known", compute)

    def _read_lots(self, in_stock: bool) -> list[Lot]:
        zone = ZoneInfo(self.household().time_zone)
        where = "where stock_milli > 0" if in_stock else ""
        with self._lock:
            cursor = self._connection.execute(f"""
                select
                    lot_id::varchar as lot_id, root_lot_id::varchar as root_lot_id,
                    parent_lot_id::varchar as parent_lot_id,
                    * exclude (lot_id, root_lot_id, parent_lot_id, bucket, household_id)
                from lots {where} order by food_id, food_name, made_at, lot_id
            """)  # noqa: S608 - constant text
            names = [column[0] for column in cursor.description or ()]
            return [_lot(dict(zip(names, row, strict=True)), zone) for row in cursor.fetchall()]

    def _finished(self, lots: list[Lot]) -> list[Lot]:
        """Return lots with what needs more than their own row: values of leftovers, depth of tracking."""
        household = self.household()
        with self._lock:
            return valued(self._connection, lots, currency=household.currency, tracking=household.tracking)

    def _cached(self, key: Any, compute: Callable[[], Any]) -> Any:
        with self._lock:
            if key not in self._cache:
                self._cache[key] = compute()
            return self._cache[key]


def _connect() -> "duckdb.DuckDBPyConnection":
    import duckdb

    # One thread: the fold of one household is small, and pages of many sessions run beside each other.
    connection = duckdb.connect(":memory:", config={"threads": 1})
    install_fold(connection)
    install_belief(connection)
    install_values(connection)
    connection.execute("""
        create table raw_shape (
            seq bigint, event_id varchar, household_id varchar, bucket smallint, kind varchar,
            occurred_at_us bigint, recorded_at_us bigint, actor varchar, source varchar,
            payload varchar, payload_version smallint
        )
    """)
    connection.execute(f"create table events as select {_EVENT_COLUMNS} from typed_events('raw_shape')")  # noqa: S608
    return connection


def _split_by_kind(raw: "pa.Table") -> tuple[list[RecordedEvent], "pa.Table"]:
    """Return the events that are not about stock, and the raw rows that are; undos are in both."""
    import json

    import pyarrow as pa
    import pyarrow.compute as pc

    is_stock = pc.is_in(raw.column("kind"), value_set=pa.array(STOCK_KINDS, pa.string()))
    is_undo = pc.equal(raw.column("kind"), "event_undone")
    rows = raw.filter(pc.or_(pc.invert(is_stock), is_undo)).to_pylist()
    others = [
        RecordedEvent(
            row["seq"], row["event_id"], row["household_id"], row["kind"],
            from_microseconds(row["occurred_at_us"]), from_microseconds(row["recorded_at_us"]),
            row["actor"], row["source"], json.loads(row["payload"]), row["payload_version"],
        )
        for row in rows
    ]
    return others, raw.filter(is_stock)


def _lot(row: dict[str, Any], zone: ZoneInfo) -> Lot:
    made_at = row["made_at"].replace(tzinfo=UTC)
    root_milli, price = row["root_quantity_milli"], row["root_price_minor"]
    value = round(price * row["stock_milli"] / root_milli) if price is not None and root_milli else None
    return Lot(
        lot_id=row["lot_id"], root_lot_id=row["root_lot_id"], parent_lot_id=row["parent_lot_id"],
        made_by=row["made_by"], food_id=row["food_id"], food_name=row["food_name"],
        quantity=decimal_of(row["stock_milli"]), acquired=decimal_of(row["acquired_milli"]),
        unit=row["unit"] or "piece", place=row["place"] or "other", is_frozen=bool(row["is_frozen"]),
        purchased_on=row["purchased_on"] or made_at.astimezone(zone).date(),
        expires_on=row["expires_on"], date_kind=row["date_kind"], date_source=row["date_source"],
        opened_on=_local(row["opened_at"], zone), frozen_on=_local(row["frozen_at"], zone),
        thawed_on=_local(row["thawed_at"], zone),
        price_minor=price, value_minor=value, currency=row["currency"],
        document_sha256=row["document_sha256"], document_line=row["document_line"],
        made_at=made_at, last_event_at=row["last_event_at"].replace(tzinfo=UTC),
    )


def _local(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(zone).date()
