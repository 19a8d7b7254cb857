-- One row per lot and span of time with one depth of tracking, for households that do not track everything alike.
-- The one place that says which depth applied: a lot without a row is tracked exactly.
with places as (
    select *
    from lot_places(
        '{{ ref("int_effective_events") }}', '{{ ref("int_lot_origins") }}', '{{ ref("int_tracking_words") }}'
    )
),

spans as (
    select *
    from tracking_spans(
        '{{ ref("int_lot_origins") }}', 'places', '{{ ref("int_tracking_words") }}',
        '{{ ref("int_food_families") }}', '{{ ref("foods") }}'
    )
)

select
    h.bucket,
    h.household_id,
    s.lot_id,
    greatest(s.valid_from, timestamp '1900-01-01') as valid_from,
    s.valid_to,
    s.place,
    s.tracking
from spans as s
inner join {{ ref('int_households') }} as h on s.household_id = h.household_id
order by h.bucket, h.household_id, s.lot_id, s.valid_from
