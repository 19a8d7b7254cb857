-- One row per lot of a touched household: what one thousandth of its unit weighs and cost.
-- A lot from a split is worth what its root is worth for the amount. A leftover is worth the share of its
-- dish's ingredients that its mass is of theirs. Where no price is known, the food's reference price stands
-- in for households that count in euro, and says so.
with lots as (
    select * from {{ ref('int_lot_origins') }}
),

masses as (
    select
        l.household_id,
        l.lot_id,
        coalesce(m.mass_g_per_unit, if(u.kind = 'mass', u.factor, null)) / 1000 as mass_g_per_milli,
        coalesce(m.mass_method, if(u.kind = 'mass', 'mass', null)) as mass_method,
        coalesce(m.mass_uncertainty_share, if(u.kind = 'mass', 0.0, null)) as mass_uncertainty_share
    from lots as l
    left join {{ ref('int_food_unit_masses') }} as m on l.food_id = m.food_id and l.unit = m.unit
    left join {{ ref('units') }} as u on l.unit = u.unit
),

priced as (
    select
        l.*,
        m.mass_g_per_milli,
        m.mass_method,
        m.mass_uncertainty_share,
        l.root_price_minor / nullif(l.root_quantity_milli, 0) as paid_minor_per_milli
    from lots as l
    inner join masses as m on l.household_id = m.household_id and l.lot_id = m.lot_id
),

dishes as (         -- all or nothing: one ingredient without price or mass leaves the dish's value unknown
    select
        h.household_id,
        h.event_id as dish_lot_id,
        any_value(p.currency) as currency,
        if(
            count(*) = count(p.paid_minor_per_milli) and count(distinct p.currency) = 1,
            sum(h.taken_milli * p.paid_minor_per_milli), null
        ) as value_minor,
        if(count(*) = count(p.mass_g_per_milli), sum(h.taken_milli * p.mass_g_per_milli), null) as mass_g
    from {{ ref('int_lot_history') }} as h
    inner join priced as p on h.household_id = p.household_id and h.lot_id = p.lot_id
    where h.what = 'dish_used'
    group by h.household_id, h.event_id
),

leftovers as (
    select
        p.household_id,
        p.lot_id,
        d.currency,
        d.value_minor * least(1, p.quantity_milli * p.mass_g_per_milli / nullif(d.mass_g, 0))
        / nullif(p.quantity_milli, 0) as minor_per_milli
    from priced as p
    inner join dishes as d on p.household_id = d.household_id and p.lot_id = d.dish_lot_id
    where p.made_by = 'dish_cooked'
),

valued as (
    select
        p.bucket,
        p.household_id,
        p.lot_id,
        p.mass_g_per_milli,
        p.mass_method,
        p.mass_uncertainty_share,
        f.reference_price_eur_per_kg / 10 * p.mass_g_per_milli as reference_minor_per_milli,
        h.currency as household_currency,
        if(p.paid_minor_per_milli is not null, p.currency, d.currency) as paid_currency,
        coalesce(p.paid_minor_per_milli, d.minor_per_milli) as known_minor_per_milli,
        if(p.paid_minor_per_milli is not null, 'paid', 'dish') as known_method
    from priced as p
    left join leftovers as d on p.household_id = d.household_id and p.root_lot_id = d.lot_id
    left join {{ ref('foods') }} as f on p.food_id = f.food_id
    left join {{ ref('int_households') }} as h on p.household_id = h.household_id
)

select
    bucket,
    household_id,
    lot_id,
    mass_g_per_milli,
    mass_method,
    mass_uncertainty_share,
    case
        when known_minor_per_milli is not null then known_minor_per_milli
        when household_currency = 'EUR' then reference_minor_per_milli
    end as minor_per_milli,
    case
        when known_minor_per_milli is not null then paid_currency
        when household_currency = 'EUR' and reference_minor_per_milli is not null then 'EUR'
    end as currency,
    case
        when known_minor_per_milli is not null then known_method
        when household_currency = 'EUR' and reference_minor_per_milli is not null then 'reference'
    end as value_method
from valued
