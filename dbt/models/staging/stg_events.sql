-- One row per event and part that pantry_events does not have yet (a dish has one more part per ingredient).
{% set plan = build_plan() %}
with src as (
    select *
    from {{ source('landing', 'events') }}
    where
        bucket between {{ plan.first_bucket }} and {{ plan.last_bucket }}
        and seq > {{ plan.landed_after_seq }}
),

typed as (
    select * from typed_events('src')
),

facts as (
    select * from checked_facts('typed')
)

select * from checked_events('facts', '{{ ref("foods") }}', '{{ ref("units") }}')
