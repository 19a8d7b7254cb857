-- One row per event and part, of every event ever recorded, undone ones and undos included.
{{ config(tags=['append_only']) }}
select
    bucket,
    household_id,
    seq,
    event_id,
    part,
    kind,
    occurred_at,
    recorded_at,
    actor,
    source,
    lot_id,
    undoes_event_id,
    food_id,
    food_name,
    food_category,
    -- A figure that cannot be stays in the JSON of its event, where no sum meets it.
    if(broken_because is null, quantity_milli, null) as quantity_milli,
    unit,
    if(broken_because is null, price_minor, null) as price_minor,
    currency,
    place,
    purchased_on,
    expires_on,
    date_kind,
    date_source,
    cleared,
    reason,
    destination,
    is_edible,
    method,
    document_sha256,
    document_line,
    gtin,
    confidence_permille,
    recipe_id,
    answer,
    -- What a stock event says has columns of its own; keeping its JSON too would double the file.
    if(broken_because is not null or not starts_with(kind, 'lot_') and kind not in ('dish_used', 'event_undone'), payload, null)
        as payload,
    payload_version,
    broken_because
from {{ ref('stg_events') }}
order by bucket, household_id, occurred_at, event_id, part
