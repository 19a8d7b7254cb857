-- One row per household, lot and span of time in which neither its amount nor the depth of its tracking changed,
-- and something was there. What is not tracked has no row.
with history as (
    select
        *,
        lead(occurred_at) over (
            partition by household_id, lot_id order by late, occurred_at, event_id, part
        ) as next_at
    from {{ ref('int_lot_history') }}
),

spans as (       -- what was dated before the lot was made still applies after it
    select
        *,
        max(occurred_at) over (
            partition by household_id, lot_id order by late, occurred_at, event_id, part
            rows unbounded preceding
        ) as valid_from
    from history
),

stocked as (
    select
        s.bucket,
        s.household_id,
        s.lot_id,
        l.food_id,
        if(l.food_id is null, l.food_name, null) as free_name,
        l.unit,
        s.after_milli as stock_milli,
        s.valid_from,
        if(s.next_at is null, null, greatest(s.next_at, s.valid_from)) as valid_to
    from spans as s
    inner join {{ ref('int_lot_origins') }} as l on s.household_id = l.household_id and s.lot_id = l.lot_id
    where s.after_milli > 0 and (s.next_at is null or s.next_at > s.valid_from)
)

select
    s.bucket,
    s.household_id,
    s.lot_id,
    s.food_id,
    s.free_name,
    s.unit,
    s.stock_milli,
    coalesce(t.tracking, 'exact') as tracking,
    greatest(s.valid_from, coalesce(t.valid_from, s.valid_from)) as valid_from,
    if(
        t.valid_to is null or s.valid_to is null,
        coalesce(t.valid_to, s.valid_to),
        case when t.valid_to < s.valid_to then t.valid_to else s.valid_to end
    ) as valid_to
from stocked as s
left join {{ touched_rows(ref('lot_tracking')) }} as t
    on
        s.household_id = t.household_id and s.lot_id = t.lot_id
        and (s.valid_to is null or t.valid_from < s.valid_to) and (t.valid_to is null or t.valid_to > s.valid_from)
where coalesce(t.tracking, 'exact') <> 'none'
order by s.bucket, s.household_id, valid_from, s.lot_id
