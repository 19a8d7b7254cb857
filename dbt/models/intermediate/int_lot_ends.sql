-- One row per lot of a touched household and end that some of it came to: what it weighed and was worth, exactly.
with terms as (
    select * from lot_terms('{{ ref("int_lot_history") }}', '{{ ref("int_folded_lots") }}')
),

bases as (
    select *
    from {{ ref('int_lot_bases') }}
    where generation = 0
),

families as (
    select * from root_values('bases', '{{ ref("int_dishes") }}')
),

ends as (
    select * from lot_ends('terms', 'families', '{{ ref("int_lot_bases") }}')
)

select
    e.*,
    {{ local_date('e.occurred_at', 'h.time_zone') }} as ended_on,
    coalesce(t.tracking, 'exact') as tracking
from ends as e
inner join {{ ref('int_households') }} as h on e.household_id = h.household_id
left join {{ touched_rows(ref('lot_tracking')) }} as t
    on
        e.household_id = t.household_id and e.lot_id = t.lot_id
        -- What lies there, lies there now.
        and coalesce(e.occurred_at >= t.valid_from and (t.valid_to is null or e.occurred_at < t.valid_to),
            t.valid_to is null)
