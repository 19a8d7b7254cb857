-- One row per lot of a touched household: what one thousandth of its unit weighs, and of a root lot what it cost.
-- Where no price is known, the food's reference price stands in for households that count in euro, and says so.
with lots as (
    select * from {{ ref('int_lot_origins') }}
),

weighed as (
    select
        l.bucket,
        l.household_id,
        l.lot_id,
        l.root_lot_id,
        l.made_by,
        l.generation,
        l.quantity_milli,
        l.root_price_minor,
        l.currency,
        h.currency as household_currency,
        f.reference_price_eur_per_kg,
        coalesce(m.mass_g_per_unit, if(u.kind = 'mass', u.factor, null)) / 1000 as mass_g_per_milli,
        coalesce(m.mass_method, if(u.kind = 'mass', 'mass', null)) as mass_method,
        coalesce(m.mass_uncertainty_share, if(u.kind = 'mass', 0.0, null)) as mass_uncertainty_share
    from lots as l
    left join {{ ref('int_food_unit_masses') }} as m on l.facts_food_id = m.food_id and l.unit = m.unit
    left join {{ ref('units') }} as u on l.unit = u.unit
    left join {{ ref('foods') }} as f on l.facts_food_id = f.food_id
    left join {{ ref('int_households') }} as h on l.household_id = h.household_id
),

-- Euro a kilogram are tenths of a cent a gram; money counts in thousandths of a minor unit here.
referenced as (
    select
        *,
        if(
            household_currency = 'EUR',
            round(reference_price_eur_per_kg / 10 * mass_g_per_milli * quantity_milli * 1000), null
        )::bigint as reference_value
    from weighed
)

select
    bucket,
    household_id,
    lot_id,
    root_lot_id,
    made_by,
    generation,
    quantity_milli,
    mass_g_per_milli,
    mass_method,
    mass_uncertainty_share,
    coalesce(root_price_minor * 1000, reference_value) as value,
    root_price_minor is not null as is_paid,
    case
        when root_price_minor is not null then currency
        when reference_value is not null then 'EUR'
    end as currency
from referenced
