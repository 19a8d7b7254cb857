-- One row per household, lot and span of time in which its amount did not change and was above zero.
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
)

select
    s.bucket,
    s.household_id,
    s.lot_id,
    l.food_id,
    l.unit,
    s.after_milli as stock_milli,
    s.valid_from,
    if(s.next_at is null, null, greatest(s.next_at, s.valid_from)) as valid_to
from spans as s
inner join {{ ref('int_lot_origins') }} as l on s.household_id = l.household_id and s.lot_id = l.lot_id
where s.after_milli > 0 and (s.next_at is null or s.next_at > s.valid_from)
order by s.bucket, s.household_id, s.valid_from, s.lot_id
