-- One row per food of the catalog, place and state with a known time: how many days it keeps.
{{ config(materialized='table', tags=['static']) }}
select
    food_id,
    place,
    state,
    source,
    min_days,
    likely_days,
    max_days
from {{ ref('int_food_periods') }}
order by food_id, place, state
