-- One row per household: its settings as they stand, and the span of what it told us.
with counted as (
    select
        household_id,
        count(distinct event_id)::bigint as effective_events,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at,
        max(seq) as last_seq
    from {{ ref('int_effective_events') }}
    group by household_id
)

select
    h.bucket,
    h.household_id,
    h.name,
    h.currency,
    h.language,
    h.time_zone,
    h.unit_system,
    h.people,
    h.is_simulated,
    t.tracked_scope,
    t.exact_places as tracked_places,
    coalesce(c.effective_events, 0) as effective_events,
    h.created_at,
    c.first_event_at,
    c.last_event_at,
    c.last_seq
from {{ ref('int_households') }} as h
left join counted as c on h.household_id = c.household_id
left join {{ touched_rows(ref('tracking_periods')) }} as t on h.household_id = t.household_id and t.valid_to is null
order by h.bucket, h.household_id
