-- One row per household and local day on which it said anything about what it tracks, a confirmed zero included.
with said as (
    select
        e.household_id,
        coalesce(
            if(e.kind = 'day_confirmed', try_cast(e.payload ->> '$.day' as date), null),
            {{ local_date('e.occurred_at', 'h.time_zone') }}
        ) as day,
        e.event_id,
        e.kind
    from {{ ref('int_effective_events') }} as e
    inner join {{ ref('int_households') }} as h on e.household_id = h.household_id
    left join {{ touched_rows(ref('lot_tracking')) }} as t
        on
            e.household_id = t.household_id and e.lot_id = t.lot_id
            and e.occurred_at >= t.valid_from and (t.valid_to is null or e.occurred_at < t.valid_to)
    where
        coalesce(t.tracking, 'exact') <> 'none'
        and (starts_with(e.kind, 'lot_') or e.kind in ('dish_cooked', 'check_answered', 'day_confirmed'))
),

days as (
    select
        household_id,
        day,
        count(distinct event_id)::integer as events,
        (count(distinct event_id) filter (kind <> 'lot_discarded'))::integer as other_events,
        bool_or(kind = 'day_confirmed') as is_confirmed
    from said
    group by household_id, day
),

sized as (
    select
        d.*,
        s.people
    from days as d
    asof left join {{ ref('int_household_sizes') }} as s
        on d.household_id = s.household_id and (d.day + 1)::timestamp > s.valid_from
)

select
    h.bucket,
    h.household_id,
    s.day,
    s.events,
    s.other_events,
    s.is_confirmed,
    coalesce(s.people, h.people) as people
from sized as s
inner join {{ ref('int_households') }} as h on s.household_id = h.household_id
order by h.bucket, h.household_id, s.day
