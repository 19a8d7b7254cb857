-- One row per household whose marts this build writes again: those with events the last build had not seen.
{% set plan = build_plan() %}
select distinct
    bucket,
    household_id
from {{ ref('pantry_events') }}
where
    bucket between {{ plan.first_bucket }} and {{ plan.last_bucket }}
    and seq > {{ plan.built_seq }}
order by bucket, household_id
