-- One row per lot of a touched household: which food's rhythm it follows, where it is kept. food_id: whose facts count.
select k.* replace (l.facts_food_id as food_id)
from lot_rhythm_keys('{{ ref("int_folded_lots") }}', '{{ ref("int_households") }}') as k
inner join {{ ref('int_folded_lots') }} as l on k.household_id = l.household_id and k.lot_id = l.lot_id
