-- One row per household and effective discard that took something: food that left the house uneaten.
-- Where only presence is tracked there are no amounts, where nothing is tracked no row.
with discards as (
    select *
    from {{ ref('int_lot_ends') }}
    where what = 'lot_discarded' and tracking <> 'none'
),

emptied as (        -- how much of a lot that was eaten up was booked by its last meal alone
    select
        household_id,
        lot_id,
        arg_max(what, (occurred_at, event_id, part)) as last_what,
        -- In decimals, whose sum is the same in whatever order threads add.
        (arg_max(term_milli, (occurred_at, event_id, part)) / sum(term_milli))::decimal(10, 9) as last_share
    from {{ ref('int_lot_ends') }}
    where what <> 'lost'
    group by household_id, lot_id
    having bool_and(what <> 'in_stock')
),

meals as (
    select
        e.household_id,
        o.food_id,
        e.last_share
    from emptied as e
    inner join {{ ref('int_lot_origins') }} as o on e.household_id = o.household_id and e.lot_id = o.lot_id
    where e.last_what = 'lot_consumed'
),

household_habits as (
    select
        household_id,
        (sum(last_share) + 4 * 1.0) / (count(*) + 4) as unsaid_share
    from meals
    group by household_id
),

food_habits as (        -- few meals say little: four of the household's own stand beside them
    select
        m.household_id,
        m.food_id,
        (sum(m.last_share) + 4 * any_value(h.unsaid_share)) / (count(*) + 4) as unsaid_share
    from meals as m
    inner join household_habits as h on m.household_id = h.household_id
    group by m.household_id, m.food_id
),

said_rest as (
    select
        household_id,
        event_id,
        quantity_milli is null as is_rest
    from {{ ref('int_effective_events') }}
    where kind = 'lot_discarded'
),

described as (
    select
        d.bucket,
        d.household_id,
        d.event_id,
        d.lot_id,
        d.root_lot_id,
        l.food_id,
        l.facts_food_id,
        coalesce(l.food_name, f.name_en, l.food_id) as food_name,
        coalesce(f.category, l.food_category) as category,
        l.unit,
        d.tracking,
        if(d.tracking = 'exact', d.term_milli, null) as quantity_milli,
        if(d.tracking = 'exact', d.mass_g, null) as mass_g,
        if(d.tracking = 'exact', d.bought_mass_g, null) as bought_mass_g,
        -- What is thrown away as inedible is inedible whole; of the rest, the food's own share is.
        if(d.is_edible, coalesce(f.inedible_share, 0), 1) as inedible_share,
        b.mass_method,
        b.mass_uncertainty_share,
        s.is_rest,
        if(s.is_rest, 1 - coalesce(u.unsaid_share, k.unsaid_share, 1), 1) as sure_share,
        if(d.tracking = 'exact', d.value_minor, null) as value_minor,
        d.currency,
        d.value_method,
        if(d.tracking = 'exact', d.paid_minor, null) as paid_value_minor,
        d.reason,
        case
            when not d.is_edible or d.reason in ('inedible_part', 'recall') then 'unavoidable'
            when d.reason = 'possibly_avoidable' then 'possibly_avoidable'
            when d.reason = 'unknown' then 'unknown'
            else 'avoidable'
        end as avoidability,
        d.destination,
        is_waste_at(d.destination) as is_waste,
        d.is_edible,
        d.method,
        f.co2e_kg_per_kg,
        f.co2e_source,
        f.co2e_version,
        f.co2e_match,
        coalesce(x.kg_co2e_per_kg, g.kg_co2e_per_kg) as disposal_kg_co2e_per_kg,
        coalesce(x.source, g.source) as disposal_source,
        coalesce(x.version, g.version) as disposal_version,
        l.date_kind,
        l.date_source,
        l.expires_on,
        l.purchased_on,
        coalesce(p.place, l.place) as place,
        -- As it was then: the rest of a lot may have been frozen, or thawed, since.
        coalesce(p.place = 'freezer' or l.is_frozen and l.frozen_at <= d.occurred_at, false) as is_frozen,
        coalesce(l.opened_at <= d.occurred_at, false) as was_opened,
        if(l.opened_at <= d.occurred_at, {{ local_date('l.opened_at', 'h.time_zone') }}, null) as opened_on,
        d.occurred_at as discarded_at,
        d.ended_on as discarded_on
    from discards as d
    inner join {{ ref('int_folded_lots') }} as l on d.household_id = l.household_id and d.lot_id = l.lot_id
    inner join {{ ref('int_households') }} as h on d.household_id = h.household_id
    left join {{ ref('int_discard_places') }} as p on d.household_id = p.household_id and d.event_id = p.event_id
    left join said_rest as s on d.household_id = s.household_id and d.event_id = s.event_id
    left join {{ ref('int_lot_bases') }} as b on d.household_id = b.household_id and d.lot_id = b.lot_id
    left join {{ ref('foods') }} as f on l.facts_food_id = f.food_id
    left join household_habits as k on d.household_id = k.household_id
    left join food_habits as u on d.household_id = u.household_id and l.food_id = u.food_id
    left join {{ ref('disposal_factors') }} as x on d.destination = x.destination and coalesce(f.category, l.food_category) = x.category
    left join {{ ref('disposal_factors') }} as g on d.destination = g.destination and g.category is null
)

select
    bucket,
    household_id,
    event_id,
    lot_id,
    root_lot_id,
    food_id,
    facts_food_id,
    food_name,
    category,
    tracking,
    quantity_milli,
    unit,
    round(mass_g, 3) as mass_g,
    round(mass_g * (1 - inedible_share), 3) as food_mass_g,
    round(mass_g * inedible_share, 3) as inedible_mass_g,
    round(bought_mass_g * (1 - inedible_share), 3) as bought_food_mass_g,
    is_rest,
    round(mass_g * sure_share, 3) as sure_mass_g,
    mass_method,
    mass_uncertainty_share,
    value_minor,
    paid_value_minor,
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
    co2e_version,
    co2e_match,
    disposal_source,
    disposal_version,
    date_kind,
    date_source,
    expires_on,
    (discarded_on - expires_on)::integer as days_past_date,
    (discarded_on - purchased_on)::integer as days_since_purchase,
    (discarded_on - opened_on)::integer as days_since_opened,
    place,
    is_frozen,
    was_opened,
    discarded_at,
    discarded_on
from described
order by bucket, household_id, discarded_at, event_id
