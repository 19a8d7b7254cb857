-- One row per touched household and food it wants to have a least amount of: the last word counts whole. A food or
-- unit that no table knows (any more) is left out.
with last_words as (
    select
        household_id,
        last(payload -> '$.minimum_stock' order by occurred_at, event_id) as minimum_stock
    from {{ ref('int_effective_events') }}
    where kind in ('household_created', 'household_changed') and json_exists(payload, '$.minimum_stock')
    group by household_id
),

one_a_food as (
    select
        household_id,
        minimum_stock,
        unnest(json_keys(minimum_stock)) as food_id
    from last_words
),

said as (
    select
        household_id,
        food_id,
        (try_cast((minimum_stock -> food_id ->> '$[0]') as decimal(13, 3)) * 1000)::bigint as minimum_milli,
        minimum_stock -> food_id ->> '$[1]' as unit
    from one_a_food
)

select s.*
from said as s
semi join {{ ref('units') }} as u on s.unit = u.unit
where starts_with(s.food_id, 'own:') or s.food_id in (select food_id from {{ ref('foods') }})
