-- One row per lot of a touched household: what it weighed, what it is worth, how closely it is followed.
with ends as (
    select
        household_id,
        lot_id,
        sum(value_minor)::decimal(18, 3) as value_minor,
        sum(value_minor) filter (what = 'in_stock')::decimal(18, 3) as stock_value_minor,
        sum(value_minor) filter (what = 'lot_discarded' and is_waste_at(destination))::decimal(18, 3)
            as wasted_value_minor,
        sum(term_milli) filter (what = 'lot_discarded' and is_waste_at(destination)) as wasted_milli,
        any_value(currency) as currency,
        any_value(value_method) as value_method,
        any_value(paid_share) as paid_share
    from {{ ref('int_lot_ends') }}
    group by household_id, lot_id
),

spans as (
    select
        household_id,
        lot_id,
        valid_from,
        valid_to,
        tracking
    from {{ touched_rows(ref('lot_tracking')) }}
)

select
    b.bucket,
    b.household_id,
    b.lot_id,
    b.mass_g_per_milli,
    b.mass_method,
    b.mass_uncertainty_share,
    -- A lot of which all was split off came to no end of its own: what it cost lies with its parts. Of one that did, the
    -- value of its family counts, unknown or not: a part that was called another food has no price of its own.
    if(e.lot_id is null, if(b.value is null, null, 0), e.value_minor)::decimal(18, 3) as value_minor,
    coalesce(e.stock_value_minor, if(if(e.lot_id is null, b.value, e.value_minor) is null, null, 0))::decimal(18, 3)
        as stock_value_minor,
    coalesce(e.wasted_value_minor, if(if(e.lot_id is null, b.value, e.value_minor) is null, null, 0))::decimal(18, 3)
        as wasted_value_minor,
    coalesce(e.wasted_milli, 0)::bigint as wasted_milli,
    if(e.lot_id is null, b.currency, e.currency) as currency,
    if(e.lot_id is null, case when b.is_paid then 'paid' when b.value is not null then 'reference' end, e.value_method)
        as value_method,
    coalesce(e.paid_share, if(b.is_paid, 1.0, 0.0))::double as paid_share,
    coalesce(n.tracking, 'exact') as tracking,
    coalesce(a.tracking, 'exact') as acquired_tracking
from {{ ref('int_lot_bases') }} as b
inner join {{ ref('int_folded_lots') }} as l on b.household_id = l.household_id and b.lot_id = l.lot_id
left join ends as e on b.household_id = e.household_id and b.lot_id = e.lot_id
left join spans as n        -- what is there is followed as today, what is gone as at its end
    on
        b.household_id = n.household_id and b.lot_id = n.lot_id
        and (n.valid_to is null or l.stock_milli = 0 and l.last_event_at < n.valid_to)
        and (l.stock_milli > 0 or l.last_event_at >= n.valid_from)
left join spans as a
    on
        b.household_id = a.household_id and b.lot_id = a.lot_id
        and l.made_at >= a.valid_from and (a.valid_to is null or l.made_at < a.valid_to)
