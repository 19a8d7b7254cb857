-- One row per dish of a touched household that used something: what went in, and what its leftover carries on.
with kitchens as (
    select distinct
        household_id,
        root_lot_id
    from {{ ref('int_lot_history') }} as h
    inner join {{ ref('int_lot_origins') }} as o using (household_id, lot_id)
    where h.what = 'dish_used' and h.taken_milli > 0
),

lots as (       -- only families of which something went into a dish
    select l.*
    from {{ ref('int_folded_lots') }} as l
    semi join kitchens as k on l.household_id = k.household_id and l.root_lot_id = k.root_lot_id
),

terms as (
    select * from lot_terms('{{ ref("int_lot_history") }}', 'lots')
),

bases as (
    select *
    from {{ ref('int_lot_bases') }}
    where generation = 0
)

select * from dish_values('terms', 'bases', '{{ ref("int_lot_bases") }}')
