-- One row per household with a covered day: its waste from the first to the last covered day.
with period as (
    select
        d.bucket,
        d.household_id,
        any_value(h.currency) as currency,
        any_value(h.time_zone) as time_zone,
        min(d.day) as from_on,
        max(d.day) + 1 as to_on
    from {{ touched_rows(ref('household_days')) }} as d
    inner join {{ ref('int_households') }} as h on d.household_id = h.household_id
    group by d.bucket, d.household_id
)

select *
from waste_figures(
    'period', '{{ touched_rows(ref("waste_events")) }}', '{{ touched_rows(ref("household_days")) }}',
    '{{ touched_rows(ref("pantry_lots")) }}', '{{ touched_rows(ref("rescued_events")) }}', '{{ touched_rows(ref("tracking_periods")) }}'
)
order by bucket, household_id
