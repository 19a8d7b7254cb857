-- One row per household and week (Monday) with a covered day: what left the house uneaten, and what was rescued.
-- A week is observed when something else than a discard was said in it: weeks in which waste alone made the
-- household speak would push a rate up. Sums are of decimals, as in warehouse/waste.sql.
with weeks as (
    select
        d.bucket,
        d.household_id,
        date_trunc('week', d.day)::date as week_on,
        any_value(h.currency) as currency,
        count(*)::integer as days_covered,
        (count(*) filter (d.is_confirmed))::integer as days_confirmed,
        sum(d.people)::integer as person_days,
        bool_or(d.other_events > 0) as is_observed,
        avg(d.people) * 7 as person_days_of_week
    from {{ touched_rows(ref('household_days')) }} as d
    inner join {{ ref('int_households') }} as h on d.household_id = h.household_id
    group by d.bucket, d.household_id, week_on
),

waste as (
    select
        w.household_id,
        date_trunc('week', w.discarded_on)::date as week_on,
        (count(*) filter (w.tracking = 'exact'))::integer as discard_events,
        (count(*) filter (w.tracking = 'presence'))::integer as presence_discard_events,
        count(w.mass_g)::integer as discard_events_with_mass,
        sum(w.mass_g::decimal(18, 3)) as waste_mass_g,
        sum(w.sure_mass_g::decimal(18, 3)) as sure_waste_mass_g,
        sum(w.food_mass_g::decimal(18, 3)) as food_waste_mass_g,
        sum(w.inedible_mass_g::decimal(18, 3)) as inedible_waste_mass_g,
        sum((if(w.avoidability = 'avoidable', w.food_mass_g, w.mass_g * 0))::decimal(18, 3)) as avoidable_mass_g,
        sum(w.value_minor) filter (w.currency = h.currency) as waste_value_minor,
        sum(w.production_co2e_kg::decimal(18, 6)) as production_co2e_kg,
        sum(w.disposal_co2e_kg::decimal(18, 6)) as disposal_co2e_kg
    from {{ touched_rows(ref('waste_events')) }} as w
    inner join {{ ref('int_households') }} as h on w.household_id = h.household_id
    where w.is_waste
    group by w.household_id, date_trunc('week', w.discarded_on)
),

rescued as (
    select
        r.household_id,
        date_trunc('week', r.rescued_on)::date as week_on,
        sum(r.mass_g::decimal(18, 3)) as rescued_mass_g,
        sum(r.value_minor) filter (r.currency = h.currency) as rescued_value_minor
    from {{ touched_rows(ref('rescued_events')) }} as r
    inner join {{ ref('int_households') }} as h on r.household_id = h.household_id
    group by r.household_id, date_trunc('week', r.rescued_on)
)

select
    k.bucket,
    k.household_id,
    k.week_on,
    k.days_covered,
    k.days_confirmed,
    k.person_days,
    k.is_observed,
    if(k.is_observed, k.person_days_of_week, 0)::double as observed_person_days,
    coalesce(w.discard_events, 0) as discard_events,
    coalesce(w.discard_events_with_mass, 0) as discard_events_with_mass,
    coalesce(w.presence_discard_events, 0) as presence_discard_events,
    -- A covered week without a discard is a true zero; discards without a known mass are not.
    if(coalesce(w.discard_events, 0) = 0, 0, w.waste_mass_g)::double as waste_mass_g,
    if(coalesce(w.discard_events, 0) = 0, 0, w.sure_waste_mass_g)::double as sure_waste_mass_g,
    if(coalesce(w.discard_events, 0) = 0, 0, w.food_waste_mass_g)::double as food_waste_mass_g,
    if(coalesce(w.discard_events, 0) = 0, 0, w.inedible_waste_mass_g)::double as inedible_waste_mass_g,
    if(coalesce(w.discard_events, 0) = 0, 0, w.avoidable_mass_g)::double as avoidable_mass_g,
    if(coalesce(w.discard_events, 0) = 0, 0, w.waste_value_minor)::decimal(18, 3) as waste_value_minor,
    k.currency,
    w.production_co2e_kg::double as production_co2e_kg,
    w.disposal_co2e_kg::double as disposal_co2e_kg,
    r.rescued_mass_g::double as rescued_mass_g,
    r.rescued_value_minor::decimal(18, 3) as rescued_value_minor
from weeks as k
left join waste as w on k.household_id = w.household_id and k.week_on = w.week_on
left join rescued as r on k.household_id = r.household_id and k.week_on = r.week_on
order by k.bucket, k.household_id, k.week_on
