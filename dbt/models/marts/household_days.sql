-- One row per household and local day on which it said anything about what it tracks, a confirmed zero included.
with said as (
    select
        e.household_id,
        coalesce(
            if(e.kind = 'day_confirmed', try_cast(e.payload ->> '$.day' as date), null),
            {{ local_date('e.occurred_at', 'h.time_zone') }}
        ) as day,
        e.event_id,
        e.kind,
        e.kind in (
            'lot_consumed', 'lot_discarded', 'lot_counted', 'dish_used', 'dish_cooked', 'check_answered', 'day_confirmed'
        ) as tells_an_end
    from {{ ref('int_effective_events') }} as e
    inner join {{ ref('int_households') }} as h on e.household_id = h.household_id
    left join {{ touched_rows(ref('lot_tracking')) }} as t
        on
            e.household_id = t.household_id and e.lot_id = t.lot_id
            and e.occurred_at >= t.valid_from and (t.valid_to is null or e.occurred_at < t.valid_to)
    where
        coalesce(t.tracking, 'exact') <> 'none'
        and (
            starts_with(e.kind, 'lot_')
            or e.kind in ('dish_used', 'check_answered', 'day_confirmed')
            -- A dish speaks of what went in and of its leftover; without one it names no lot itself.
            or e.kind = 'dish_cooked' and e.lot_id is not null
        )
),

days as (
    select
        household_id,
        day,
        count(distinct event_id)::integer as events,
        (count(distinct event_id) filter (kind <> 'lot_discarded'))::integer as other_events,
        (count(distinct event_id) filter (tells_an_end))::integer as outcome_events,
        bool_or(kind = 'day_confirmed') as is_confirmed
    from said
    group by household_id, day
),

-- Whoever ate there at the end of the day, by the household's clock.
ended as (
    select
        d.*,
        h.bucket,
        h.people as people_now,
        end_of_day(d.day, h.time_zone) as ends_at
    from days as d
    inner join {{ ref('int_households') }} as h on d.household_id = h.household_id
),

sized as (
    select
        d.*,
        coalesce(s.people, d.people_now) as people
    from ended as d
    asof left join {{ ref('int_household_sizes') }} as s
        on d.household_id = s.household_id and d.ends_at > s.valid_from
)

select
    bucket,
    household_id,
    day,
    events,
    other_events,
    outcome_events,
    is_confirmed,
    people
from sized
order by bucket, household_id, day
