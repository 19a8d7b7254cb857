-- One row per event and part that pantry_events does not have yet (a dish has one more part per ingredient).
{% set plan = build_plan() %}
with src as (
    -- A payload that is no JSON would end the whole build; it is marked here and named in rejected_events.
    select * replace (if(json_valid(payload), payload, '{"is_no_json": true}') as payload)
    from {{ source('landing', 'events') }}
    where
        bucket between {{ plan.first_bucket }} and {{ plan.last_bucket }}
        and seq > {{ plan.landed_after_seq }}
),

typed as (
    select * from typed_events('src')
)

select
    *,
    case
        when payload = '{"is_no_json": true}' then 'its payload is no JSON'
        when kind not in ({{ event_kinds() }}) then 'no such kind of event'
        when kind in ('lot_acquired', 'lot_split', 'lot_counted') and quantity_milli is null
            then 'it has no quantity that can be read'
        when quantity_milli < 0 or kind in ('lot_acquired', 'lot_split') and quantity_milli = 0
            then 'its quantity is not above zero'
        when
            kind in ('lot_consumed', 'lot_discarded') and quantity_milli is null
            and json_exists(payload, '$.quantity')
            then 'it has no quantity that can be read'
        when
            kind in (
                'lot_consumed', 'lot_discarded', 'lot_split', 'lot_counted', 'lot_corrected', 'lot_opened',
                'lot_moved', 'lot_frozen', 'lot_thawed', 'dish_used'
            ) and lot_id is null
            then 'it names no lot'
        when kind = 'lot_acquired' and food_id is null and food_name is null then 'it names no food'
        when kind = 'lot_acquired' and unit is null then 'it has no unit'
        when kind = 'lot_acquired' and price_minor is not null and currency is null
            then 'its price has no currency'
        when kind = 'event_undone' and undoes_event_id is null then 'it undoes nothing'
        when occurred_at > recorded_at + interval 25 hour then 'it lies in the future of its own recording'
    end as broken_because
from typed
