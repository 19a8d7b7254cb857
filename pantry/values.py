"""What lots are worth: installs `values.sql`, and values the lots of one household's live view.

A leftover carries on its share of what its ingredients cost, to any depth; the rules are written once, in SQL.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pantry.foods import catalog
from pantry.lots import Lot
from pantry.quantities import to_mass_g, units
from pantry.tracking import tracking_of

if TYPE_CHECKING:
    import duckdb

# Money in values.sql counts thousandths of a minor unit, amounts thousandths of a lot's unit.
_THOUSAND = 1000
_REFERENCE_CURRENCY = "EUR"
_BASE_COLUMNS = {
    "lot_id": "string", "mass_g_per_milli": "float64", "value": "int64", "is_paid": "bool", "currency": "string",
}
# All that a lot came to, as lot_terms counts it: its ends, what is there, and what a count missed; and its family.
_ENDS_MILLI = """
    eaten_milli + into_dishes_milli + discarded_milli + given_away_milli + fed_to_animals_milli + stock_milli
    + greatest(-found_milli, 0)
"""
_FAMILY_MILLI = f"sum({_ENDS_MILLI}) over (partition by root_lot_id)"


@cache
def values_sql() -> str:
    """Return the text of the macros that value lots and dishes."""
    return (Path(__file__).parent / "values.sql").read_text(encoding="utf-8")


def install_values(connection: "duckdb.DuckDBPyConnection") -> None:
    """Create or replace the macros of `values.sql`; they need no others."""
    connection.execute(values_sql())


def valued(
    connection: "duckdb.DuckDBPyConnection", lots: Sequence[Lot], *, leftovers: "LeftoverValues",
    likes: Mapping[str, str], currency: str, tracking: Mapping[str, str],
) -> list[Lot]:
    """Return a live view's lots with what needs more than their own row: values by `values.sql`, and their depth.

    connection: of the live view, with the tables `events` and `lots`. likes: what own foods count like, by food id.
    currency, tracking: the household's settings.
    """
    values = _family_values(connection, likes, currency)
    values |= leftovers.read(connection, likes=likes, currency=currency)
    finished = [
        replace(lot, value_minor=worth.minor, currency=worth.currency, value_method=worth.method)
        if (worth := values.get(lot.lot_id)) else lot
        for lot in lots
    ]
    if not tracking:
        return finished
    return [
        replace(lot, tracking=tracking_of(tracking, lot.food_id, lot.place, like_food_id=lot.like_food_id))
        for lot in finished
    ]


class Worth(NamedTuple):
    """What is there of a lot, in minor units of a currency. method: a word of `value_method` in values.sql."""

    minor: int
    currency: str | None
    method: str


def _family_values(
    connection: "duckdb.DuckDBPyConnection", likes: Mapping[str, str], currency: str
) -> dict[str, Worth]:
    """Return the values of lots in stock that their own row does not tell.

    Money that spreads over amounts a count found, and reference prices where nobody said what was paid.
    """
    # Added up here: planning a window over the lots would take as long as all the rest of a page's reading.
    rows = connection.execute(f"""
        select
            lot_id::varchar, root_lot_id::varchar, root_price_minor, currency, food_id, unit, acquired_milli,
            stock_milli, {_ENDS_MILLI}
        from lots
        where root_lot_id in (select root_lot_id from lots where found_milli > 0 or root_price_minor is null)
    """).fetchall()  # noqa: S608 - constant text
    bases, family_milli = {}, Counter[str]()
    for lot_id, root_id, price_minor, paid_in, food_id, unit, quantity_milli, _, ends_milli in rows:
        family_milli[root_id] += ends_milli
        if lot_id == root_id:
            facts_id = likes.get(food_id, food_id)
            bases[root_id] = _base_of(facts_id, unit, quantity_milli, price_minor, paid_in, currency)
    values = {}
    for lot_id, root_id, *_, stock_milli, _ in rows:
        base = bases[root_id]
        if stock_milli > 0 and base.value is not None:
            minor = round(base.value * stock_milli / family_milli[root_id] / _THOUSAND)
            values[lot_id] = Worth(minor, base.currency, "paid" if base.is_paid else "reference")
    return values


class LeftoverValues:
    """What the leftovers in stock are worth, read again only after an event that could change it."""

    def __init__(self) -> None:
        """Nothing is known before `read`."""
        self._given: tuple[str, Mapping[str, str]] | None = None
        self._values: dict[str, Worth] = {}
        # The lots whose money the values speak of, and those that changed since; None for any.
        self._behind: set[str] = set()
        self._changed: set[str] | None = None

    def note_changes(self, lot_ids: Collection[str] | None) -> None:
        """Note lots that may be others than before, whole families of them; None for all."""
        self._changed = None if self._changed is None or lot_ids is None else self._changed | set(lot_ids)

    def read(
        self, connection: "duckdb.DuckDBPyConnection", *, likes: Mapping[str, str], currency: str
    ) -> dict[str, Worth]:
        """Return what each lot of leftovers that is still there is worth, by its id; of unknown value, it is left out.

        likes: what own foods count like. currency: the household's; only one that counts in euro has reference prices.
        """
        if (currency, likes) != self._given or self._touches_leftovers(connection):
            self._given = (currency, likes)
            self._values, self._behind = _leftover_values(connection, likes, currency)
        self._changed = set()
        return self._values

    def _touches_leftovers(self, connection: "duckdb.DuckDBPyConnection") -> bool:
        if self._changed is None or self._changed & self._behind:
            return True
        if not self._changed:
            return False
        return connection.execute(f"""
            select count(*) from lots
            where made_by = 'dish_cooked' and lot_id in (select unnest({listed(self._changed)}))
        """).fetchone() != (0,)  # noqa: S608 - UUIDs


def _leftover_values(
    connection: "duckdb.DuckDBPyConnection", likes: Mapping[str, str], currency: str
) -> tuple[dict[str, Worth], set[str]]:
    """Return the values of leftovers in stock, and the lots that these speak of, also those not there yet."""
    if not _collect_families(connection):
        return {}, set()
    _write_bases(connection, likes, currency)
    rows = connection.execute(f"""
        with eff as materialized (from effective_events('valued_events')),
        origins as materialized (from fold_origins('eff')),
        history as materialized (from fold_history('eff', 'origins')),
        terms as materialized (from lot_terms('history', 'valued_lots')),
        bases as (from valued_bases where generation = 0),
        dishes as materialized (from dish_values('terms', 'bases', 'valued_bases')),
        families as (
            select root_lot_id, value, currency, value_method from root_values('bases', 'dishes')
            where root_lot_id in (select dish_lot_id from dishes)
        ),
        amounts as (select lot_id, root_lot_id, stock_milli, {_FAMILY_MILLI} as family_milli from valued_lots)
        select
            a.lot_id::varchar, f.value::double * a.stock_milli / a.family_milli / {_THOUSAND},
            f.currency, f.value_method
        from amounts as a join families as f on f.root_lot_id = a.root_lot_id
        where a.stock_milli > 0
    """).fetchall()  # noqa: S608 - constant text
    behind = connection.execute("""
        select lot_id::varchar from valued_lots
        union
        select lot_id::varchar from valued_events where kind = 'dish_used' and lot_id is not null
    """).fetchall()
    values = {lot_id: Worth(round(value), *said) for lot_id, value, *said in rows if value is not None}
    return values, {row[0] for row in behind}


def _collect_families(connection: "duckdb.DuckDBPyConnection") -> bool:
    """Put the families of leftovers in stock, and all that ever went into them, aside; return whether there are any."""
    connection.execute("""
        create or replace temp table valued_families as
        with recursive wanted as (
            select distinct l.root_lot_id
            from lots as l
            where l.stock_milli > 0
                and l.root_lot_id in (select lot_id from lots where made_by = 'dish_cooked')
            union
            select l.root_lot_id
            from wanted as w
            join events as e on e.event_id = w.root_lot_id and e.kind = 'dish_used'
            join lots as l on l.lot_id = e.lot_id
        )
        from wanted
    """)
    if connection.execute("select count(*) from valued_families").fetchone() == (0,):
        return False
    connection.execute("""
        create or replace temp table valued_lots as from lots where root_lot_id in (from valued_families);
        create or replace temp table valued_events as
        from events as e
        where e.kind = 'event_undone' or e.lot_id in (select lot_id from valued_lots)
            or e.event_id in (select lot_id from valued_lots);
    """)
    return True


def _write_bases(connection: "duckdb.DuckDBPyConnection", likes: Mapping[str, str], currency: str) -> None:
    """Write what int_lot_bases holds in the warehouse, for the lots that were put aside."""
    import pyarrow as pa

    rows = connection.execute("""
        select lot_id::varchar, unit, food_id, acquired_milli, root_price_minor, currency from valued_lots
    """).fetchall()
    bases = [
        (lot_id, *_base_of(likes.get(food_id, food_id), unit, quantity_milli, price_minor, paid_in, currency))
        for lot_id, unit, food_id, quantity_milli, price_minor, paid_in in rows
    ]
    # One table instead of a row at a time: DuckDB takes half a millisecond for each inserted row.
    columns = zip(*bases, strict=True) if bases else ((),) * len(_BASE_COLUMNS)
    connection.register("base_rows", pa.table(
        [pa.array(column, kind) for column, kind in zip(columns, _BASE_COLUMNS.values(), strict=True)],
        names=list(_BASE_COLUMNS),
    ))
    connection.execute("""
        create or replace temp table valued_bases as
        select
            l.household_id, l.lot_id, l.root_lot_id, l.made_by, l.generation::integer as generation,
            l.acquired_milli as quantity_milli, b.mass_g_per_milli, b.value, b.is_paid, b.currency
        from valued_lots as l
        join base_rows as b on b.lot_id::uuid = l.lot_id
    """)
    connection.unregister("base_rows")


class _Base(NamedTuple):
    """A row of int_lot_bases: grams of a thousandth of the unit, value in thousandths of a minor unit."""

    mass_g_per_milli: float | None
    value: int | None
    is_paid: bool
    currency: str | None


def _base_of(
    food_id: str | None, unit: str, quantity_milli: int, price_minor: int | None, paid_in: str | None, currency: str
) -> _Base:
    """Return what a lot weighs and cost; where no price is known, the reference price stands in for euro households."""
    grams = _mass_g_per_milli(food_id, unit)
    if price_minor is not None:
        return _Base(grams, price_minor * _THOUSAND, True, paid_in)
    value = _reference_value(food_id, grams, quantity_milli) if currency == _REFERENCE_CURRENCY else None
    return _Base(grams, value, False, _REFERENCE_CURRENCY if value is not None else None)


@lru_cache(maxsize=8192)
def _mass_g_per_milli(food_id: str | None, unit: str) -> float | None:
    mass = to_mass_g(Decimal(1), unit, food_id) if unit in units() else None
    return mass.grams / _THOUSAND if mass else None


def _reference_value(food_id: str | None, grams: float | None, quantity_milli: int) -> int | None:
    """Return what an amount costs by the catalog, in thousandths of a cent; grams: of a thousandth of the unit."""
    food = catalog().get(food_id) if food_id else None
    if food is None or food.reference_price_eur_per_kg is None or grams is None:
        return None
    # A euro a kilogram is a tenth of a cent a gram.
    return round(food.reference_price_eur_per_kg / 10 * grams * quantity_milli * _THOUSAND)


def listed(ids: Iterable[str]) -> str:
    """Return ids as one SQL literal, a list of UUIDs; they come from a UUID column, so they may stand in the text."""
    return f"[{', '.join(repr(one) for one in sorted(ids))}]::uuid[]"
