-- One row per household with a covered day: its waste from the first to the last covered day.
with period as (
    select
        d.bucket,
        d.household_id,
        any_value(h.currency) as currency,
        min(d.day) as from_on,
        max(d.day) + 1 as to_on
    from {{ ref('household_days') }} as d
    inner join {{ ref('int_households') }} as h on d.household_id = h.household_id
    group by d.bucket, d.household_id
)

select *
from waste_figures(
    'period', '{{ ref("waste_events") }}', '{{ ref("household_days") }}', '{{ ref("pantry_lots") }}',
    '{{ ref("rescued_events") }}', '{{ ref("tracking_periods") }}'
)
order by bucket, household_id
