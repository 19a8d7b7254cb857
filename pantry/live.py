"""The live view: what one household has now, folded from the journal in memory.

It keeps the household's typed stock events (`pantry.live_stock`). On `refresh` it reads only events with `seq`
above the last, and folds only the families of lots they touch (lots with a common root); the rest stays as it was.
Events that cannot be (`pantry/events.sql`, `sound_facts`) are kept and count for nothing.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pantry.catalog.own_foods import fold_own_foods, likes_of, with_own_facts
from pantry.documents import Document, RejectedDocument, fold_documents, fold_rejected
from pantry.errors import UnknownLot
from pantry.events import EVENT_ID
from pantry.facts.document_facts import DocumentFacts, fold_document_facts, fold_shop_names
from pantry.facts.shopping import ShoppingLine, fold_shopping
from pantry.facts.taught import CodedPurchase, TaughtPicture, fold_taught
from pantry.facts.undo import effective, live_undos
from pantry.foods import Food
from pantry.household import Household, fold_aliases, fold_household, fold_not_food, has_chosen_language
from pantry.ids import reviewed_line_id
from pantry.journal import Journal, RecordedEvent, from_microseconds
from pantry.kinds.sound import sound_facts
from pantry.live_stock import STOCK_KINDS, LiveStock, listed
from pantry.lots import Lot, LotEvent, decimal_of
from pantry.values import LeftoverValues, valued

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_NAMES_RECIPE = r'"recipe_id"\s*:\s*"'
PURCHASE_FACTS = ("food_id", "food_name", "quantity", "unit", "price_minor", "expires_on", "date_kind", "place")
# What clearing a fact of a purchase takes along.
_GOES_WITH = {"expires_on": ("date_kind",)}
_MISSING = object()


class LiveView:
    """The present state of one household. Safe to share between threads; refresh before reading."""

    def __init__(self, journal: Journal, household_id: str) -> None:
        """Nothing is read before the first `refresh`."""
        self.journal = journal
        self.household_id = household_id
        self.seq = 0
        self._lock = threading.RLock()
        self._stock = LiveStock()
        self._others: list[RecordedEvent] = []
        self._cache: dict[str, Any] = {}
        self._is_read = False
        # Lots on the shelves by id as last read, with the time zone of their dates; None for never.
        self._shelves: tuple[str, dict[str, Lot]] | None = None
        self._stale: set[str] = set()
        self._leftovers = LeftoverValues()

    # Following the journal ----------------------------------------------------------------------------

    def refresh(self) -> int:
        """Read what is new in the journal and fold what it touches; return the newest seq."""
        with self._lock:
            raw = self.journal.read_arrow(household_id=self.household_id, after_seq=self.seq)
            if raw.num_rows or not self._is_read:
                self._take_in(raw)
                self.seq = raw.column("seq")[-1].as_py() if raw.num_rows else self.seq
                self._is_read = True
                self._cache.clear()
            return self.seq

    def rebuild(self) -> None:
        """Forget everything and fold all events again; the result is the same."""
        with self._lock:
            self._stock.close()
            self.__init__(self.journal, self.household_id)  # type: ignore[misc]
            self.refresh()

    def _take_in(self, raw: "pa.Table") -> None:
        others, stock = _split_by_kind(raw)
        is_created = any(event.kind == "household_created" for event in (*self._others, *others))
        self._stock.take_in(stock, after_seq=self.seq, is_created=is_created)
        self._others.extend(others)
        self._leftovers.note_changes(self._stock.changed)
        if self._stock.changed is None:
            self._shelves = None
        else:
            self._stale |= self._stock.changed

    @property
    def _connection(self) -> "duckdb.DuckDBPyConnection":
        return self._stock.connection

    # Reading ------------------------------------------------------------------------------------------

    def household(self) -> Household:
        """Return the household's settings."""
        return self._cached("household", lambda: fold_household(self.household_id, self.facts()))

    def has_chosen_language(self) -> bool:
        """Return whether somebody chose the household's language."""
        return self._cached("has_chosen_language", lambda: has_chosen_language(self.facts()))

    def facts(self) -> list[RecordedEvent]:
        """Return the effective events that are not about stock, and the dishes cooked by a recipe, by time."""
        return self._cached("facts", lambda: effective(self._others))

    def documents(self) -> list[Document]:
        """Return the documents given, newest first."""
        return self._cached("documents", lambda: fold_documents(self.facts()))

    def document_facts(self) -> dict[str, DocumentFacts]:
        """Return what this household said of receipts that were read otherwise, by sha256."""
        return self._cached("document_facts", lambda: fold_document_facts(self.facts()))

    def shop_names(self) -> dict[str, str]:
        """Return what this household calls a shop, by the key of what its receipts print."""
        return self._cached("shop_names", lambda: fold_shop_names(self.facts()))

    def rejected(self) -> list[RejectedDocument]:
        """Return the files that could not be taken, newest first."""
        return self._cached("rejected", lambda: fold_rejected(self.facts()))

    def aliases(self) -> dict[tuple[str, str], str]:
        """Return the words this household taught: food id by (merchant, text)."""
        return self._cached("aliases", lambda: fold_aliases(self.facts()))

    def own_foods(self) -> dict[str, Food]:
        """Return the foods that this household added to the catalog's, by id."""
        return self._cached("own_foods", lambda: fold_own_foods(self.facts()))

    def not_food_lines(self) -> frozenset[str]:
        """Return the keys of document lines of which a person last said that they are no food."""
        return self._cached("not_food", lambda: fold_not_food(self.facts()))

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
        read = self._read_shelves if in_stock else self._read_lots
        return self._cached(("lots", in_stock), lambda: self._finished(read()))

    def has_lots(self) -> bool:
        """Return whether anything ever lay on a shelf, without reading the lots."""
        def compute() -> bool:
            return bool(self._connection.execute("select exists (select 1 from lots)").fetchall()[0][0])

        return self._cached("has_lots", compute)

    def lot(self, lot_id: str) -> Lot:
        """Return one lot, also when nothing of it is left. Raises UnknownLot."""
        found = self._read_lots(f"where {_one_of('lot_id', [lot_id])}")
        if not found:
            raise UnknownLot(lot_id, self.household_id)
        return self._finished(found)[0]

    def history(self, lot_id: str) -> list[LotEvent]:
        """Return what happened to a lot, oldest first, undone events marked; of a leftover not what went into it."""
        with self._lock:
            rows = self._connection.execute(f"""
                select
                    event_id::varchar, kind, epoch_us(occurred_at), epoch_us(recorded_at), quantity_milli, place, reason
                from events
                where {_one_of("lot_id", [lot_id])} or ({_one_of("event_id", [lot_id])} and kind <> 'dish_used')
                order by occurred_at, event_id, part
            """).fetchall()  # noqa: S608 - UUIDs
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
            return self._cached(key, lambda: ask(self._stock.connection))

    def decisions(self) -> dict[str, str]:
        """Return what became of reviewed lines, the last word: decision by the line's `review_id`."""
        def compute() -> dict[str, str]:
            return {
                reviewed_line_id(self.household_id, e.payload): e.payload["decision"]
                for e in self.facts() if e.kind == "line_reviewed"
            }

        return self._cached("decisions", compute)

    def said_with(self, recorded_at: datetime) -> list[str]:
        """Return the ids of the events at one moment that are not about stock, also of those that were undone."""
        return [e.event_id for e in self._others if e.recorded_at == recorded_at and e.kind != "event_undone"]

    def fact(self, event_id: str) -> RecordedEvent | None:
        """Return an event that is not about stock, also when it was undone; None if there is none."""
        return self._cached("by_id", lambda: {e.event_id: e for e in self._others}).get(event_id)

    def purchase(self, lot_id: str) -> dict[str, Any] | None:
        """Return the facts of a purchase as last corrected, also when it was undone; None if there is none.

        Keys: food_id, food_name, quantity, unit, price_minor, expires_on, date_kind, place (where it was put last).
        """
        with self._lock:
            rows = self._connection.execute(f"""
                select
                    event_id::varchar, cleared, food_id, food_name, quantity_milli, unit, price_minor, expires_on,
                    date_kind, place
                from events
                where
                    {_one_of("lot_id", [lot_id])} and kind in ('lot_acquired', 'lot_corrected', 'lot_moved')
                    and broken_because is null
                order by kind != 'lot_acquired', occurred_at, event_id
            """).fetchall()  # noqa: S608 - UUIDs
        if not rows or rows[0][0] != lot_id:
            return None
        undone = self.undone_by()
        facts: dict[str, Any] = dict.fromkeys(PURCHASE_FACTS)
        for event_id, cleared, *values in rows:
            if event_id == lot_id or event_id not in undone:
                said = dict(zip(PURCHASE_FACTS, values, strict=True))
                facts |= {name: value for name, value in said.items() if value is not None}
                for name in cleared or ():
                    facts |= dict.fromkeys((name, *_GOES_WITH.get(name, ())))
        facts["quantity"] = decimal_of(facts["quantity"])
        return facts

    def corrected_lots(self, *, with_named: bool = True) -> set[str]:
        """Return the lots whose purchase was corrected by an event that counts.

        with_named: those as well whose corrections only told the food of a lot that came in under its own name, or how
        much of that food its name states.
        """
        with self._lock:
            rows = self._connection.execute("""
                select said.event_id::varchar, said.lot_id::varchar, coalesce(
                    made.food_id is null
                    and (said.method is not null or said.food_id is not null and said.quantity_milli is null
                        and said.unit is null)
                    and said.price_minor is null and said.purchased_on is null
                    and (said.expires_on is null or said.date_source = 'category'), false)
                from events as said left join events as made
                    on said.lot_id = made.event_id and made.kind = 'lot_acquired'
                where said.kind = 'lot_corrected' and said.broken_because is null
            """).fetchall()
        undone = self.undone_by()
        return {lot_id for event_id, lot_id, is_naming in rows
                if event_id not in undone and (with_named or not is_naming)}

    def known_events(self) -> set[str]:
        """Return the ids of all events of this household that count, stock and others."""
        def compute() -> set[str]:
            with self._lock:
                rows = self._connection.execute(
                    "select distinct event_id::varchar from events where broken_because is null"
                ).fetchall()
            return ({row[0] for row in rows} | {event.event_id for event in self._others}) - set(self.undone_by())

        return self._cached("known", compute)

    def _read_shelves(self) -> list[Lot]:
        """Return the lots in stock; only those that changed since the last reading are made anew."""
        zone = self.household().time_zone
        if self._shelves is None or self._shelves[0] != zone:
            shelves = {lot.lot_id: lot for lot in self._read_lots("where stock_milli > 0")}
        else:
            shelves = {lot_id: lot for lot_id, lot in self._shelves[1].items() if lot_id not in self._stale}
            if self._stale:
                touched = f"where stock_milli > 0 and {_one_of('lot_id', self._stale)}"
                shelves |= {lot.lot_id: lot for lot in self._read_lots(touched)}
        self._shelves, self._stale = (zone, shelves), set()
        return sorted(shelves.values(), key=_shelf_order)

    def _read_lots(self, where: str = "") -> list[Lot]:
        zone = ZoneInfo(self.household().time_zone)
        with self._lock:
            cursor = self._connection.execute(f"""
                select
                    lot_id::varchar as lot_id, root_lot_id::varchar as root_lot_id,
                    parent_lot_id::varchar as parent_lot_id,
                    * exclude (lot_id, root_lot_id, parent_lot_id, bucket, household_id)
                from lots {where}
            """)  # noqa: S608 - constant text, and UUIDs
            names = [column[0] for column in cursor.description or ()]
            lots = [_lot(dict(zip(names, row, strict=True)), zone) for row in cursor.fetchall()]
        return sorted(lots, key=_shelf_order)

    def _finished(self, lots: list[Lot]) -> list[Lot]:
        """Return lots with what needs more than their own row: values, depth of tracking, facts of own foods."""
        household, own = self.household(), self.own_foods()
        with self._lock:
            return valued(
                self._connection, with_own_facts(lots, own), leftovers=self._leftovers, likes=likes_of(own),
                currency=household.currency, tracking=household.tracking,
            )

    def _cached(self, key: Any, compute: Callable[[], Any]) -> Any:
        found = self._cache.get(key, _MISSING)  # without the lock, for which many readers would stand in line
        if found is not _MISSING:
            return found
        with self._lock:
            if key not in self._cache:
                self._cache[key] = compute()
            return self._cache[key]


def _split_by_kind(raw: "pa.Table") -> tuple[list[RecordedEvent], "pa.Table"]:
    """Return the sound events that are not about stock, and the raw rows that are.

    Undos are in both, and so are dishes cooked by a recipe: they say what the household likes and what was planned.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    is_stock = pc.is_in(raw.column("kind"), value_set=pa.array(STOCK_KINDS, pa.string()))
    is_undo = pc.equal(raw.column("kind"), "event_undone")
    is_by_recipe = pc.and_(pc.equal(raw.column("kind"), "dish_cooked"),
                           pc.match_substring_regex(raw.column("payload"), _NAMES_RECIPE))
    rows = raw.filter(pc.or_(pc.invert(is_stock), pc.or_(is_undo, is_by_recipe))).to_pylist()
    return sound_facts(rows), raw.filter(is_stock)


def _one_of(column: str, ids: Iterable[str]) -> str:
    """Return the condition that a column holds one of the ids; what is no UUID is no id.

    As text, because DuckDB's first parameter of a process imports pandas, a second of waiting.
    """
    return f"{column} in (select unnest({listed(one for one in ids if EVENT_ID.match(one))}))"


def _shelf_order(lot: Lot) -> tuple[Any, ...]:
    """Order lots by food and name, the unnamed last, then by date of making."""
    return (
        lot.food_id is None, lot.food_id or "", lot.food_name is None, lot.food_name or "", lot.made_at, lot.lot_id
    )


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
        value_method="paid" if value is not None else None,
        document_sha256=row["document_sha256"], document_line=row["document_line"],
        made_at=made_at, last_event_at=row["last_event_at"].replace(tzinfo=UTC),
    )


def _local(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(zone).date()
