-- One row per discard of a touched household: where the lot lay then, whatever became of the rest of it.
with discards as (
    select
        household_id,
        event_id,
        lot_id,
        root_lot_id,
        occurred_at
    from {{ ref('int_lot_ends') }}
    where what = 'lot_discarded'
),

families as (       -- a part that was split off lay where its ancestors did
    select o.*
    from {{ ref('int_lot_origins') }} as o
    semi join discards as d on o.household_id = d.household_id and o.root_lot_id = d.root_lot_id
),

places as (
    select * from lot_places('{{ ref("int_effective_events") }}', 'families', 'discards')
)

select
    d.household_id,
    d.event_id,
    p.place
from discards as d
asof inner join places as p
    on d.household_id = p.household_id and d.lot_id = p.lot_id and d.occurred_at >= p.valid_from
