-- One row per household, effective event, part and rule it breaks: what no mart counts, or counts in part.
-- What is `quarantined` cannot be and counts for nothing. A `warning` waits or is cut to what was there.
with effective as (
    select * from {{ ref('int_effective_events') }}
),

told as (
    select e.*
    from {{ touched_rows(ref('pantry_events')) }} as e
    semi join {{ ref('int_touched_households') }} as t on e.household_id = t.household_id
),

undone as (
    select * from undone_events('told')
),

standing as (       -- what nobody took back
    select t.*
    from told as t
    anti join undone as u on t.household_id = u.household_id and t.event_id = u.event_id
),

broken as (
    select
        event_id,
        part,
        household_id,
        'quarantined' as severity,
        'broken_event' as rule,
        broken_because as what
    from standing
    where broken_because is not null
),

without_household as (
    select
        s.event_id,
        s.part,
        s.household_id,
        'quarantined' as severity,
        'no_household' as rule,
        'its household was never created' as what
    from standing as s
    where not exists (
        select 1
        from told as c
        where c.household_id = s.household_id and c.kind = 'household_created' and c.broken_because is null
    )
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

unknown_own_food as (      -- an own food is named before it was added, or its adding was undone
    select
        e.event_id,
        e.part,
        e.household_id,
        'warning' as severity,
        'food_not_added' as rule,
        'it names ' || e.food_id || ', which the household has not added' as what
    from effective as e
    where
        starts_with(e.food_id, 'own:')
        and e.kind <> 'food_added'
        and not exists (
            select 1
            from effective as a
            where a.kind = 'food_added' and a.household_id = e.household_id and a.food_id = e.food_id
        )
),

like_nothing as (      -- what an own food counts like is no food of the catalog (any more)
    select
        e.event_id,
        e.part,
        e.household_id,
        'warning' as severity,
        'like_not_known' as rule,
        'it counts like ' || s.like_said || ', which no table knows' as what
    from effective as e
    inner join lateral (select e.payload ->> '$.like_food_id' as like_said) as s on true
    anti join {{ ref('foods') }} as f on s.like_said = f.food_id
    where e.kind = 'food_added' and s.like_said is not null
),

together as (
    select * from broken
    union all
    select * from like_nothing
    union all
    select * from unknown_own_food
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
inner join standing as e on t.household_id = e.household_id and t.event_id = e.event_id and t.part = e.part
order by e.bucket, e.household_id, e.seq, e.part, t.rule
