-- One row per household whose marts this build writes again: those with events the last build had not seen.
{{ config(post_hook={'sql': "{{ keep_touched_rows(ref('pantry_events')) }}", 'transaction': false}) }}
{% set plan = build_plan() %}
select distinct
    bucket,
    household_id
from {{ ref('pantry_events') }}
where
    bucket between {{ plan.first_bucket }} and {{ plan.last_bucket }}
    and seq > {{ plan.built_seq }}
order by bucket, household_id
