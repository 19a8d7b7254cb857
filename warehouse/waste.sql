-- The formulas of food waste, written once: dbt's waste_summary and the analysts' waste_between call them.
-- Rules and sources: docs/reference/waste.md. Every argument is the NAME of a relation:
--   period  bucket, household_id, currency, from_on, to_on (closed at the start, open at the end)
--   waste, days, lots  the columns of marts.waste_events, marts.household_days, marts.pantry_lots
-- A figure that nothing speaks for is null, never zero. Rates need 28 covered days and a coverage of 0.7.

create or replace macro waste_figures(period, waste, days, lots) as table
with _covered as (
    select
        p.household_id,
        count(*) as days_covered,
        sum(d.people) / 365.25 as person_years
    from query_table(period) as p
    inner join query_table(days) as d
        on p.bucket = d.bucket and p.household_id = d.household_id
        and d.day >= p.from_on and d.day < p.to_on
    group by p.household_id
),

_left as (
    select
        p.household_id,
        count(*) filter (w.is_waste) as discard_events,
        count(w.mass_g) filter (w.is_waste) as discard_events_with_mass,
        count(w.value_minor) filter (w.is_waste and w.currency = p.currency) as discard_events_with_value,
        sum(w.mass_g) filter (w.is_waste) as waste_mass_g,
        sum(w.food_mass_g) filter (w.is_waste) as food_waste_mass_g,
        sum(w.inedible_mass_g) filter (w.is_waste) as inedible_waste_mass_g,
        sum(if(w.avoidability = 'avoidable', w.mass_g, w.mass_g * 0)) filter (w.is_waste) as avoidable_mass_g,
        sum(if(w.avoidability = 'possibly_avoidable', w.mass_g, w.mass_g * 0)) filter (w.is_waste) as possibly_avoidable_mass_g,
        sum(if(w.avoidability = 'unavoidable', w.mass_g, w.mass_g * 0)) filter (w.is_waste) as unavoidable_mass_g,
        sum(if(w.mass_method <> 'mass' or w.method = 'guessed', w.mass_g, w.mass_g * 0)) filter (w.is_waste)
            as estimated_mass_g,
        sum(if(w.destination = 'unknown', w.mass_g, w.mass_g * 0)) filter (w.is_waste) as unknown_destination_mass_g,
        sum(w.value_minor) filter (w.is_waste and w.currency = p.currency) as waste_value_minor,
        sum(if(w.value_method = 'paid', w.value_minor, 0)) filter (w.is_waste and w.currency = p.currency)
            as paid_waste_value_minor,
        sum(w.production_co2e_kg) filter (w.is_waste) as production_co2e_kg,
        sum(w.disposal_co2e_kg) filter (w.is_waste) as disposal_co2e_kg,
        sum(w.mass_g) filter (w.destination = 'given_away') as given_away_mass_g,
        sum(w.mass_g) filter (w.destination = 'animal_feed') as fed_to_animals_mass_g
    from query_table(period) as p
    inner join query_table(waste) as w
        on p.bucket = w.bucket and p.household_id = w.household_id
        and w.discarded_on >= p.from_on and w.discarded_on < p.to_on
    group by p.household_id
),

_lots as (
    select
        p.household_id,
        l.* exclude (household_id)
    from query_table(period) as p
    inner join query_table(lots) as l
        on p.bucket = l.bucket and p.household_id = l.household_id
        and coalesce(l.purchased_on, l.made_on) >= p.from_on
        and coalesce(l.purchased_on, l.made_on) < p.to_on
    where l.currency is null or l.currency = p.currency
),

_bought as (
    select
        household_id,
        sum(food_mass_g) filter (made_by = 'lot_acquired') as bought_food_mass_g,
        sum(root_price_minor) filter (made_by = 'lot_acquired') as paid_minor,
        -- The cohort: what was bought in the period and is gone by now, wherever it went, whenever it went.
        sum(food_mass_g * (acquired_milli - split_out_milli) / nullif(acquired_milli, 0))
            filter (not is_open and made_by <> 'dish_cooked') as cohort_food_mass_g,
        sum(food_mass_g * discarded_milli / nullif(acquired_milli, 0))
            filter (not is_open and made_by <> 'dish_cooked') as cohort_waste_mass_g,
        sum(value_minor * (acquired_milli - split_out_milli) / nullif(acquired_milli, 0))
            filter (not is_open and made_by <> 'dish_cooked' and value_method = 'paid') as cohort_paid_minor,
        sum(value_minor * discarded_milli / nullif(acquired_milli, 0))
            filter (not is_open and made_by <> 'dish_cooked' and value_method = 'paid')
            as cohort_waste_paid_minor
    from _lots
    group by household_id
),

_together as (
    select
        p.bucket,
        p.household_id,
        p.currency,
        p.from_on,
        p.to_on,
        (p.to_on - p.from_on)::bigint as days_in_period,
        coalesce(c.days_covered, 0) as days_covered,
        coalesce(c.days_covered, 0) / nullif(p.to_on - p.from_on, 0) as day_coverage,
        c.person_years,
        coalesce(l.discard_events, 0) as discard_events,
        coalesce(l.discard_events_with_mass, 0) as discard_events_with_mass,
        coalesce(l.discard_events_with_value, 0) as discard_events_with_value,
        l.* exclude (household_id, discard_events, discard_events_with_mass, discard_events_with_value),
        b.* exclude (household_id)
    from query_table(period) as p
    left join _covered as c on p.household_id = c.household_id
    left join _left as l on p.household_id = l.household_id
    left join _bought as b on p.household_id = b.household_id
)

select
    bucket,
    household_id,
    currency,
    from_on,
    to_on,
    days_in_period,
    days_covered,
    day_coverage,
    -- Without 28 covered days and seven of ten days, a year's figure would be a guess.
    coalesce(days_covered >= 28 and day_coverage >= 0.7, false) as is_enough_for_rates,
    person_years,
    discard_events,
    discard_events_with_mass,
    discard_events_with_value,
    discard_events_with_mass / nullif(discard_events, 0) as mass_coverage,
    waste_mass_g,
    food_waste_mass_g,
    inedible_waste_mass_g,
    avoidable_mass_g,
    possibly_avoidable_mass_g,
    unavoidable_mass_g,
    avoidable_mass_g / nullif(waste_mass_g, 0) as avoidable_share,
    estimated_mass_g / nullif(waste_mass_g, 0) as estimated_mass_share,
    unknown_destination_mass_g / nullif(waste_mass_g, 0) as unknown_destination_share,
    waste_value_minor::decimal(18, 3) as waste_value_minor,
    paid_waste_value_minor::decimal(18, 3) as paid_waste_value_minor,
    production_co2e_kg,
    disposal_co2e_kg,
    given_away_mass_g,
    fed_to_animals_mass_g,
    bought_food_mass_g,
    paid_minor::bigint as paid_minor,
    food_waste_mass_g / nullif(bought_food_mass_g, 0) as flow_mass_share,
    paid_waste_value_minor::double / nullif(paid_minor, 0) as flow_value_share,
    cohort_waste_mass_g / nullif(cohort_food_mass_g, 0) as cohort_mass_share,
    (cohort_waste_paid_minor / nullif(cohort_paid_minor, 0))::double as cohort_value_share,
    case when days_covered >= 28 and day_coverage >= 0.7 then waste_mass_g / 1000 / nullif(person_years, 0) end
        as kg_per_person_year,
    case
        when days_covered >= 28 and day_coverage >= 0.7 then food_waste_mass_g / 1000 / nullif(person_years, 0)
    end as food_kg_per_person_year,
    -- Five studies found diaries 7 to 40 percent below bin analysis: a labelled range, never a correction.
    case
        when days_covered >= 28 and day_coverage >= 0.7
            then waste_mass_g / 1000 / nullif(person_years, 0) / (1 - 0.07)
    end as diary_low_kg_per_person_year,
    case
        when days_covered >= 28 and day_coverage >= 0.7
            then waste_mass_g / 1000 / nullif(person_years, 0) / (1 - 0.40)
    end as diary_high_kg_per_person_year
from _together;
