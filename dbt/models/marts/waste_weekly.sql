-- One row per household and week (Monday) with a covered day: what left the house uneaten.
with weeks as (
    select
        d.bucket,
        d.household_id,
        date_trunc('week', d.day)::date as week_on,
        any_value(h.currency) as currency,
        count(*)::integer as days_covered,
        sum(d.people)::integer as person_days
    from {{ ref('household_days') }} as d
    inner join {{ ref('int_households') }} as h on d.household_id = h.household_id
    group by d.bucket, d.household_id, week_on
),

waste as (
    select
        w.household_id,
        date_trunc('week', w.discarded_on)::date as week_on,
        count(*)::integer as discard_events,
        count(w.mass_g)::integer as discard_events_with_mass,
        sum(w.mass_g) as waste_mass_g,
        sum(w.food_mass_g) as food_waste_mass_g,
        sum(w.inedible_mass_g) as inedible_waste_mass_g,
        sum(w.mass_g) filter (w.avoidability = 'avoidable') as avoidable_mass_g,
        sum(w.value_minor) filter (w.currency = h.currency) as waste_value_minor,
        sum(w.production_co2e_kg) as production_co2e_kg,
        sum(w.disposal_co2e_kg) as disposal_co2e_kg
    from {{ ref('waste_events') }} as w
    inner join {{ ref('int_households') }} as h on w.household_id = h.household_id
    where w.is_waste
    group by w.household_id, date_trunc('week', w.discarded_on)
)

select
    k.bucket,
    k.household_id,
    k.week_on,
    k.days_covered,
    k.person_days,
    coalesce(w.discard_events, 0) as discard_events,
    coalesce(w.discard_events_with_mass, 0) as discard_events_with_mass,
    -- A covered week without a discard is a true zero; discards without a known mass are not.
    if(w.discard_events is null, 0, w.waste_mass_g) as waste_mass_g,
    if(w.discard_events is null, 0, w.food_waste_mass_g) as food_waste_mass_g,
    if(w.discard_events is null, 0, w.inedible_waste_mass_g) as inedible_waste_mass_g,
    if(w.discard_events is null, 0, w.avoidable_mass_g) as avoidable_mass_g,
    if(w.discard_events is null, 0, w.waste_value_minor)::decimal(18, 3) as waste_value_minor,
    k.currency,
    w.production_co2e_kg,
    w.disposal_co2e_kg
from weeks as k
left join waste as w on k.household_id = w.household_id and k.week_on = w.week_on
order by k.bucket, k.household_id, k.week_on
