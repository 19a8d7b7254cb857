-- One row per lot of a touched household, as the fold leaves it; what the household said of its own foods is filled in.
-- facts_food_id: the food of the catalog whose facts stand for it, null if there is none.
select
    l.* replace (
        coalesce(l.food_name, o.food_name) as food_name,
        if(o.food_id is null, l.food_category, o.food_category) as food_category
    ),
    {{ facts_food_id('l', 'o') }} as facts_food_id
from fold_lots('{{ ref("int_lot_origins") }}', '{{ ref("int_lot_history") }}', '{{ ref("int_lot_states") }}') as l
left join {{ ref('int_own_foods') }} as o on l.household_id = o.household_id and l.food_id = o.food_id
