-- One row per household, effective event, part and rule it breaks: what no mart counts, or counts in part.
-- An `error` is an event that cannot be: it blocks publishing until it is undone. A `warning` waits or is
-- cut to what was there.
with effective as (
    select * from {{ ref('int_effective_events') }}
),

broken as (
    select
        event_id,
        part,
        household_id,
        'error' as severity,
        'broken_event' as rule,
        broken_because as what
    from effective
    where broken_because is not null
),

created as (
    select household_id
    from {{ ref('int_households') }}
    where created_at is not null
),

without_household as (
    select
        effective.event_id,
        effective.part,
        effective.household_id,
        'error' as severity,
        'no_household' as rule,
        'its household was never created' as what
    from effective
    anti join created as c on effective.household_id = c.household_id
),

orphans as (
    select
        e.event_id,
        e.part,
        e.household_id,
        'warning' as severity,
        'lot_not_there' as rule,
        'it names lot ' || e.lot_id::varchar || ', which is not there (any more)' as what
    from effective as e
    anti join {{ ref('int_lot_origins') }} as o on e.household_id = o.household_id and e.lot_id = o.lot_id
    where
        e.lot_id is not null
        and (starts_with(e.kind, 'lot_') or e.kind in ('dish_used', 'check_answered'))
),

more_than_there as (
    select
        event_id,
        part,
        household_id,
        'warning' as severity,
        'more_than_there' as rule,
        'it takes ' || (excess_milli / 1000)::varchar || ' more than the lot held' as what
    from {{ ref('int_lot_history') }}
    where excess_milli > 0
),

unknown_time_zone as (
    select
        e.event_id,
        e.part,
        e.household_id,
        'warning' as severity,
        'unknown_time_zone' as rule,
        'time zone ' || h.time_zone_said || ' is not known; UTC stands in' as what
    from effective as e
    inner join {{ ref('int_households') }} as h on e.household_id = h.household_id
    where
        e.kind in ('household_created', 'household_changed')
        and h.time_zone_said is not null
        and h.time_zone_said <> h.time_zone
        and (e.payload ->> '$.time_zone') = h.time_zone_said
),

together as (
    select * from broken
    union all
    select * from without_household
    union all
    select * from orphans
    union all
    select * from more_than_there
    union all
    select * from unknown_time_zone
)

select
    e.bucket,
    e.household_id,
    e.event_id,
    e.part,
    e.seq,
    e.kind,
    t.severity,
    t.rule,
    t.what,
    e.occurred_at
from together as t
inner join effective as e on t.household_id = e.household_id and t.event_id = e.event_id and t.part = e.part
order by e.bucket, e.household_id, e.seq, e.part, t.rule
