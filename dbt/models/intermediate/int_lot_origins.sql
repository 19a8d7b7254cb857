-- One row per lot of a touched household: how it was made, with corrections laid over it.
-- facts_food_id: the food of the catalog whose facts stand for it, null if there is none.
select
    l.*,
    {{ facts_food_id('l', 'o') }} as facts_food_id
from fold_origins('{{ ref("int_effective_events") }}') as l
left join {{ ref('int_own_foods') }} as o on l.household_id = o.household_id and l.food_id = o.food_id
