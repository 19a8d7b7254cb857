"""One household's stock events and lots in an in-memory DuckDB: the part of the live view that folds.

All views of a process share one database, which holds the macros; what a view knows lies in temporary tables of
its own connection. Plans over the events are never prepared: a prepared plan keeps old statistics.
"""

import threading
from functools import cache
from typing import TYPE_CHECKING

from pantry.belief import install_belief
from pantry.facts.undo import undone_targets
from pantry.fold import install_fold
from pantry.typed_events import type_few
from pantry.values import install_values, listed

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

STOCK_KINDS = (
    "lot_acquired", "lot_corrected", "lot_opened", "lot_moved", "lot_frozen", "lot_thawed",
    "lot_consumed", "lot_discarded", "lot_split", "lot_counted", "dish_cooked", "dish_used", "event_undone",
    "check_answered",
)
# What is kept of typed events: all that the fold and the reading of a lot's story need.
_KEPT = """
    bucket, household_id, seq, event_id, part, kind, occurred_at, recorded_at, lot_id, undoes_event_id, food_id,
    food_name, food_category, quantity_milli, unit, price_minor, currency, place, purchased_on, expires_on, date_kind,
    date_source, cleared, reason, destination, is_edible, method, document_sha256, document_line, gtin, answer,
    broken_because
"""
# A table for each step: in one query DuckDB guesses the sizes in between and folds twice as long.
_FOLD = (
    "create or replace temp table origins as from fold_origins('effective')",
    "create or replace temp table history as from fold_history('effective', 'origins')",
    "create or replace temp table states as from fold_states('effective', 'origins')",
    "create or replace temp table lots as from fold_lots('origins', 'history', 'states')",
)
_database_lock = threading.Lock()


@cache
def _database() -> "duckdb.DuckDBPyConnection":
    import duckdb

    # One thread: the fold of one household is small, and pages of many sessions run beside each other.
    connection = duckdb.connect(":memory:", config={"threads": 1})
    install_fold(connection)
    install_belief(connection)
    install_values(connection)
    return connection


class LiveStock:
    """The stock events and lots of one household; its owner holds a lock."""

    def __init__(self) -> None:
        """Nothing is there before `take_in`."""
        with _database_lock:
            self.connection = _database().cursor()
        self.changed: set[str] | None = None
        self._is_folded = False
        self._undoes: dict[str, str] = {}
        self._parent: dict[str, str] = {}

    def close(self) -> None:
        """Let go of the temporary tables."""
        self.connection.close()

    def take_in(self, raw: "pa.Table", *, after_seq: int, is_created: bool) -> None:
        """Type the rows of stock events above a seq and fold what they touch.

        is_created: whether the household was ever created; before that nothing of it counts. `changed` then holds
        the lots whose rows may be others than before, None for all of them.
        """
        if after_seq == 0:
            self._type("create or replace temp table events as select {} from {}", raw)
        else:
            # A refresh that was broken off may have left rows behind; everything else here may be done twice.
            self.connection.execute(f"delete from events where seq > {int(after_seq)}")  # noqa: S608 - a number
            self._type("insert into events select {} from {}", raw, few=type_few(raw))
        self._break_unknown_words(after_seq)
        touched = self._remember(after_seq)
        if is_created and self._is_folded:
            self.changed = self._fold_families(touched) if touched else set()
        else:
            self._fold_all(is_created)
            self.changed = None

    def _type(self, statement: str, raw: "pa.Table", *, few: "pa.Table | None" = None) -> None:
        """Run a statement, with room for columns and relation, on raw rows or on the few that are typed already."""
        self.connection.register("raw_events", raw if few is None else few)
        self.connection.execute(statement.format(_KEPT, "typed_events('raw_events')" if few is None else "raw_events"))
        self.connection.unregister("raw_events")

    def _break_unknown_words(self, after_seq: int) -> None:
        """Mark the events whose food or unit no table knows; there are none, unless someone wrote past the journal."""
        from pantry.foods import catalog
        from pantry.quantities import units

        words = self.connection.execute(f"""
            select distinct food_id, unit from events
            where seq > {int(after_seq)} and (food_id is not null or unit is not null)
        """).fetchall()  # noqa: S608 - a number
        foods, known_units = catalog(), units()
        if all(
            (food is None or food.startswith("own:") or foods.get(food) is not None)
            and (unit is None or unit in known_units)
            for food, unit in words
        ):
            return
        import pyarrow as pa

        self.connection.register("food_words", pa.table({"food_id": list(foods.foods)}))
        self.connection.register("unit_words", pa.table({"unit": sorted(known_units)}))
        self.connection.execute(
            "create or replace temp table checked as from checked_events('events', 'food_words', 'unit_words')"
        )
        self.connection.execute("create or replace temp table events as from checked")

    def _remember(self, after_seq: int) -> set[str]:
        """Note which lots the events above a seq name and return the lots they touch."""
        # The first time every lot is folded, so only what links events and lots needs to be remembered.
        linking = "" if self._is_folded else "and kind in ('lot_split', 'event_undone')"
        rows = self.connection.execute(f"""
            select event_id::varchar, kind, lot_id::varchar, undoes_event_id::varchar
            from events where seq > {int(after_seq)} and broken_because is null {linking}
        """).fetchall()  # noqa: S608 - a number and a constant
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
        if self._is_folded:
            touched |= self._lots_named_by({self._end_of_chain(undo) for undo in undos})
        return touched

    def _lots_named_by(self, event_ids: set[str]) -> set[str]:
        """Return the lots that events name."""
        if not event_ids:
            return set()
        rows = self.connection.execute(f"""
            select distinct lot_id::varchar from events
            where lot_id is not null and event_id in (select unnest({listed(event_ids)}))
        """).fetchall()  # noqa: S608 - UUIDs
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

    def _fold_all(self, is_created: bool) -> None:
        # What was undone goes by the twin of the rule in Python: asked of SQL, it costs an eighth of the whole fold.
        undone = listed(undone_targets(self._undoes))
        self.connection.execute(f"""
            create or replace temp table effective as
            select e.* from events as e
            anti join (select unnest({undone}) as event_id) as u on u.event_id = e.event_id
            where e.kind <> 'event_undone' and e.broken_because is null and {str(is_created).lower()}
        """)  # noqa: S608 - UUIDs and a truth value
        for statement in _FOLD:
            self.connection.execute(statement)
        self._is_folded = is_created

    def _fold_families(self, touched: set[str]) -> set[str]:
        """Fold again every lot that shares a root with a touched one, replace its rows, and return these lots."""
        roots = {self._root(lot_id) for lot_id in touched}
        family = roots | {child for child in self._parent if self._root(child) in roots}
        self.connection.execute(
            f"create or replace temp table family as select unnest({listed(family)}) as lot_id"
        )
        # Joined, not `… in (…) or …`: once rows were inserted, DuckDB may take minutes for that.
        self.connection.execute("""
            create or replace temp table family_events as
            select e.* from events as e semi join family as f on f.lot_id = e.lot_id where e.broken_because is null
        """)
        # By the twin of the rule in Python, since most of the time here is the planning of SQL.
        ids = {row[0] for row in self.connection.execute("select event_id::varchar from family_events").fetchall()}
        if undone := ids & undone_targets(self._undoes).keys():
            self.connection.execute(
                f"delete from family_events where event_id in (select unnest({listed(undone)}))"  # noqa: S608 - UUIDs
            )
        self.connection.execute("delete from lots where lot_id in (from family)")
        # A family is small: planning five steps would cost more than folding it in one.
        self.connection.execute("insert into lots from fold_effective('family_events')")
        return family
