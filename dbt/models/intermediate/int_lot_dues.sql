-- One row per lot of a touched household: when it should be used, by the rules of pantry/due.sql.
with lots as (
    select
        l.bucket,
        l.household_id,
        l.lot_id,
        l.facts_food_id as food_id,
        l.place,
        coalesce(l.purchased_on, {{ local_date('l.made_at', 'h.time_zone') }}) as purchased_on,
        l.expires_on,
        l.date_kind,
        l.date_source,
        {{ local_date('l.opened_at', 'h.time_zone') }} as opened_on,
        l.is_frozen,
        {{ local_date('l.frozen_at', 'h.time_zone') }} as frozen_on,
        {{ local_date('l.thawed_at', 'h.time_zone') }} as thawed_on,
        l.unit
    from {{ ref('int_folded_lots') }} as l
    inner join {{ ref('int_households') }} as h on l.household_id = h.household_id
)

select *
from lot_due_dates_by_period('lots', '{{ ref("int_food_periods") }}')
