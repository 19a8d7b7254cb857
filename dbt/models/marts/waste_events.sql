-- One row per household and effective discard that took something: food that left the house uneaten.
with discards as (
    select *
    from {{ ref('int_lot_history') }}
    where what = 'lot_discarded' and taken_milli > 0
),

described as (
    select
        d.bucket,
        d.household_id,
        d.event_id,
        d.lot_id,
        l.root_lot_id,
        l.food_id,
        l.food_name,
        f.category,
        d.taken_milli as quantity_milli,
        l.unit,
        d.taken_milli * v.mass_g_per_milli as mass_g,
        -- What is thrown away as inedible is inedible whole; of the rest, the food's own share is.
        if(d.is_edible, coalesce(f.inedible_share, 0), 1) as inedible_share,
        v.mass_method,
        v.mass_uncertainty_share,
        round(d.taken_milli * v.minor_per_milli, 3)::decimal(18, 3) as value_minor,
        v.currency,
        v.value_method,
        d.reason,
        case
            when not d.is_edible or d.reason in ('inedible_part', 'recall') then 'unavoidable'
            when d.reason = 'possibly_avoidable' then 'possibly_avoidable'
            when d.reason = 'unknown' then 'unknown'
            else 'avoidable'
        end as avoidability,
        d.destination,
        -- UNEP's Food Waste Index: animal feed and bio-based material are not waste; gifts never were.
        d.destination not in ('given_away', 'animal_feed', 'bio_material') as is_waste,
        d.is_edible,
        d.method,
        f.co2e_kg_per_kg,
        f.co2e_source,
        x.kg_co2e_per_kg as disposal_kg_co2e_per_kg,
        l.date_kind,
        l.date_source,
        l.expires_on,
        l.purchased_on,
        l.place,
        l.is_frozen,
        coalesce(l.opened_at <= d.occurred_at, false) as was_opened,
        d.occurred_at as discarded_at,
        {{ local_date('d.occurred_at', 'h.time_zone') }} as discarded_on
    from discards as d
    inner join {{ ref('int_folded_lots') }} as l on d.household_id = l.household_id and d.lot_id = l.lot_id
    inner join {{ ref('int_households') }} as h on d.household_id = h.household_id
    left join {{ ref('int_lot_values') }} as v on d.household_id = v.household_id and d.lot_id = v.lot_id
    left join {{ ref('foods') }} as f on l.food_id = f.food_id
    left join {{ ref('int_disposal_factors') }} as x on d.destination = x.destination
)

select
    bucket,
    household_id,
    event_id,
    lot_id,
    root_lot_id,
    food_id,
    coalesce(food_name, food_id) as food_name,
    category,
    quantity_milli,
    unit,
    round(mass_g, 3) as mass_g,
    round(mass_g * (1 - inedible_share), 3) as food_mass_g,
    round(mass_g * inedible_share, 3) as inedible_mass_g,
    mass_method,
    mass_uncertainty_share,
    value_minor,
    currency,
    value_method,
    reason,
    avoidability,
    destination,
    is_waste,
    is_edible,
    method,
    round(mass_g / 1000 * co2e_kg_per_kg, 6) as production_co2e_kg,
    round(mass_g / 1000 * disposal_kg_co2e_per_kg, 6) as disposal_co2e_kg,
    co2e_source,
    date_kind,
    date_source,
    expires_on,
    (discarded_on - expires_on)::integer as days_past_date,
    (discarded_on - purchased_on)::integer as days_since_purchase,
    place,
    is_frozen,
    was_opened,
    discarded_at,
    discarded_on
from described
order by bucket, household_id, discarded_at, event_id
