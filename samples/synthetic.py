"""Journal rows in bulk for benchmarks: a million events in seconds, without the simulated kitchen's sense.

The rows are what `Journal.read_arrow` would return (`RAW_COLUMNS`), made by DuckDB from hashes, so the same
arguments give the same rows. Events of all households arrive in turn, as they would in one journal.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pantry.events import HOUSEHOLD_ID
from pantry.ids import bucket_of
from samples.kitchen_tables import ITEMS

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_A_BATCH = 200_000
_FIRST_US = 1_735_722_000_000_000  # 1 January 2025, 09:00 UTC
_YEAR_AND_A_HALF_US = 548 * 86_400_000_000

# Slot 0 of each lot acquires it; 1 opens or takes, 2 takes, 3 does something rarer, 4 ends the lot.
_SQL = """
with _row as (
    select n * {households} + h as position, n, h, 'syn-' || lpad(h::varchar, 6, '0') as household_id,
        (n - 1) // 5 as lot, (n - 1) % 5 as slot,
        (md5_number_lower('{seed}:' || h || ':' || n) % 1000)::integer as dice
    from (select unnest(range({first}, {last})) as p) cross join (select p // {households} as n, p % {households} as h)
),
_with_ids as (
    select r.*, i.* exclude (number), b.bucket,
        cast(md5('{seed}:' || r.h || ':' || n) as uuid)::varchar as event_id,
        cast(md5('{seed}:' || r.h || ':' || (r.lot * 5 + 1)) as uuid)::varchar as lot_id,
        cast(md5('{seed}:' || r.h || ':' || (n - 1)) as uuid)::varchar as before_id
    from _row as r
    join items as i on i.number = (r.lot * 7 + r.h) % {items}
    join buckets as b on b.h = r.h
),
_kinds as (
    select *, case
        when n = 0 then 'household_created'
        when slot = 0 then 'lot_acquired'
        when slot = 1 then if(dice < 400, 'lot_opened', 'lot_consumed')
        when slot = 2 then if(dice < 880, 'lot_consumed', 'lot_discarded')
        when slot = 3 then case
            when dice < 600 then 'lot_consumed' when dice < 660 then 'lot_counted' when dice < 720 then 'lot_corrected'
            when dice < 780 then 'lot_moved' when dice < 840 then 'lot_frozen' when dice < 880 then 'lot_split'
            when dice < 920 then 'event_undone' else 'dish_cooked' end
        else case
            when dice < 740 then 'lot_consumed' when dice < 940 then 'lot_discarded' when dice < 945 then 'event_undone'
            else 'lot_opened' end
        end as kind
    from _with_ids
)
select
    position + 1 as seq, event_id, household_id, bucket, kind,
    {start} + (n * {span} // {events}) + slot * 3600000000 + h as occurred_at_us,
    {start} + (n * {span} // {events}) + slot * 3600000000 + h + 60000000 as recorded_at_us,
    '' as actor, 'simulation' as source,
    case kind
        when 'household_created' then
            '{{"name":"Synthetic","currency":"EUR","language":"en","time_zone":"Europe/Berlin","people":2,'
            || '"is_simulated":true}}'
        when 'lot_acquired' then
            '{{"food_id":"' || food_id || '","quantity":"' || pack || '","unit":"' || unit || '","price_minor":'
            || (price_minor + dice // 20) || ',"currency":"EUR","purchased_on":"'
            || strftime(make_timestamp({start} + (n * {span} // {events})), '%Y-%m-%d')
            || '","place":"' || place || '","method":"counted"}}'
        when 'event_undone' then '{{"undoes_event_id":"' || before_id || '"}}'
        when 'dish_cooked' then
            '{{"title":"Stew","ingredients":[{{"lot_id":"' || lot_id || '","quantity":"' || quarter || '"}}],'
            || '"leftover":{{"food_name":"Stew","quantity":"300","unit":"g","place":"fridge"}}}}'
        when 'lot_corrected' then '{{"lot_id":"' || lot_id || '","price_minor":' || price_minor || '}}'
        when 'lot_moved' then '{{"lot_id":"' || lot_id || '","place":"cupboard"}}'
        when 'lot_frozen' then '{{"lot_id":"' || lot_id || '","place":"freezer"}}'
        when 'lot_opened' then '{{"lot_id":"' || lot_id || '"}}'
        when 'lot_consumed' then
            '{{"lot_id":"' || lot_id || if(slot = 4, '"', '","quantity":"' || quarter || '"')
            || ',"method":"counted"}}'
        when 'lot_discarded' then
            '{{"lot_id":"' || lot_id || if(slot = 4, '"', '","quantity":"' || quarter || '"')
            || ',"reason":"spoiled","destination":"compost","is_edible":true,"method":"counted"}}'
        else '{{"lot_id":"' || lot_id || '","quantity":"' || quarter || '"}}'
    end as payload,
    1::smallint as payload_version
from _kinds
order by position
"""


def synthetic_events(households: int, events_per_household: int, seed: int = 1) -> "pa.Table":
    """Return households x events_per_household raw rows as one Arrow table (about 220 bytes a row)."""
    import pyarrow as pa

    return pa.Table.from_batches(list(synthetic_batches(households, events_per_household, seed)))


def synthetic_batches(households: int, events_per_household: int, seed: int = 1) -> "Iterator[pa.RecordBatch]":
    """Yield the rows of `synthetic_events` in order of seq, 200,000 at a time.

    households: at most 1,000,000, named syn-000000 and on. The first event of each creates it, then five
    events a lot: acquired, opened or eaten from, eaten from, something rarer, ended. No event lies in the future.
    """
    import duckdb
    import pyarrow as pa

    ids = [f"syn-{number:06d}" for number in range(households)]
    if not (0 < households <= 1_000_000 and HOUSEHOLD_ID.match(ids[0]) and events_per_household > 0):
        raise ValueError("households must lie between 1 and 1,000,000, events_per_household above 0")
    buckets = pa.table({"h": range(households), "bucket": pa.array([bucket_of(one) for one in ids], pa.int16())})
    items = pa.table({
        "number": range(len(ITEMS)),
        "food_id": [item.food_id for item in ITEMS], "unit": [item.unit for item in ITEMS],
        "pack": [f"{item.pack:g}" for item in ITEMS], "quarter": [f"{item.pack / 4:g}" for item in ITEMS],
        "price_minor": [item.price_minor for item in ITEMS], "place": [item.place.value for item in ITEMS],
    })
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.register("buckets", buckets)
    connection.register("items", items)
    total = households * events_per_household
    for first in range(0, total, _ROWS_A_BATCH):
        sql = _SQL.format(
            households=households, seed=seed, first=first, last=min(first + _ROWS_A_BATCH, total),
            items=len(ITEMS), start=_FIRST_US, span=_YEAR_AND_A_HALF_US, events=events_per_household,
        )
        yield from connection.execute(sql).fetch_arrow_table().to_batches()
