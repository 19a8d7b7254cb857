-- One row per lot of a touched household, as the fold leaves it; what the household said of its own foods is filled in.
with own_foods as (
    select
        household_id,
        food_id,
        last(payload ->> '$.name' order by occurred_at, event_id) as food_name,
        last(payload ->> '$.category' order by occurred_at, event_id) as said_category
    from {{ ref('int_effective_events') }}
    where kind = 'food_added' and starts_with(food_id, 'own:')
    group by household_id, food_id
)

select
    l.* replace (
        coalesce(l.food_name, o.food_name) as food_name,
        if(o.food_id is null, l.food_category, if(_is_no_category(o.said_category), 'other', o.said_category)) as food_category
    )
from fold_lots('{{ ref("int_lot_origins") }}', '{{ ref("int_lot_history") }}', '{{ ref("int_lot_states") }}') as l
left join own_foods as o on l.household_id = o.household_id and l.food_id = o.food_id
