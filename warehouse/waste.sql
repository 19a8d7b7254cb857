-- The formulas of food waste, written once: dbt's waste_summary and the analysts' waste_between call them.
-- Rules and sources: docs/reference/waste.md. Every argument is the NAME of a relation:
--   period  bucket, household_id, currency, time_zone, from_on, to_on (local days; closed at the start, open at the end)
--   waste, days, lots, rescued, tracking  the columns of marts.waste_events, marts.household_days,
--           marts.pantry_lots, marts.rescued_events, marts.tracking_periods
-- Sums are of decimals, which are the same in whatever order threads add; sums of floats differ in their last digits.
-- A figure that nothing speaks for is null, never zero. Only what is tracked exactly has a mass or a value.

create or replace macro _last_midnight(day, time_zone) as
(day::date::timestamp at time zone time_zone) at time zone 'UTC';

-- The UTC moment at which a household's local day ends. Where clocks go back over midnight it comes twice, and the next
-- day begins with the first one.
create or replace macro end_of_day(day, time_zone) as
_last_midnight(day::date + 1, time_zone) - if(
    ((_last_midnight(day::date + 1, time_zone) - interval 1 hour) at time zone 'UTC' at time zone time_zone)::date
    > day::date,
    interval 1 hour, interval 0 hour
);

-- Without 28 covered days and seven of ten days, a year's figure would be a guess. Who tracks a part of the
-- kitchen has little to say on most days: there, eight observed weeks and seven of ten weeks are asked for.
-- Whoever tells what was bought and never what became of it has no rate either, and no zero.
create or replace macro is_enough_for_rates(
    scope, days_covered, day_coverage, weeks_observed, week_coverage, outcome_coverage
) as
coalesce(
    outcome_coverage >= 0.5
    and case scope
        when 'everything' then days_covered >= 28 and day_coverage >= 0.7 and weeks_observed > 0
        when 'nothing' then false
        else weeks_observed >= 8 and week_coverage >= 0.7
    end,
    false
);

-- UNEP's Food Waste Index: animal feed and bio-based material are not waste; gifts never were.
create or replace macro is_waste_at(destination) as destination not in ('given_away', 'animal_feed', 'bio_material');

create or replace macro waste_figures(period, waste, days, lots, rescued, tracking) as table
with _scoped as (
    select
        p.household_id,
        if(count(distinct t.tracked_scope || coalesce(t.exact_places, '') || coalesce(t.exceptions, '')) > 1,
            'changing', any_value(t.tracked_scope)) as tracked_scope,
        last(t.exact_places order by t.valid_from) as tracked_places
    from query_table(period) as p
    inner join query_table(tracking) as t
        on p.bucket = t.bucket and p.household_id = t.household_id
        and t.valid_from < end_of_day(p.to_on - 1, p.time_zone)
        and (t.valid_to is null or t.valid_to > end_of_day(p.from_on - 1, p.time_zone))
    group by p.household_id
),

_week as (           -- a week counts for a rate when something else than a discard was said in it
    select
        p.household_id,
        date_trunc('week', d.day)::date as week_on,
        count(*) as days_covered,
        count(*) filter (d.is_confirmed) as days_confirmed,
        bool_or(d.other_events > 0) as is_observed,
        bool_or(d.outcome_events > 0) as has_outcome,
        (least(any_value(p.to_on), date_trunc('week', d.day)::date + 7)
        - greatest(any_value(p.from_on), date_trunc('week', d.day)::date)) as days_of_period,
        avg(d.people) as people
    from query_table(period) as p
    inner join query_table(days) as d
        on p.bucket = d.bucket and p.household_id = d.household_id
        and d.day >= p.from_on and d.day < p.to_on
    group by p.household_id, date_trunc('week', d.day)
),

_covered as (
    select
        household_id,
        sum(days_covered)::bigint as days_covered,
        sum(days_confirmed)::bigint as days_confirmed,
        count(*) filter (is_observed) as weeks_observed,
        count(*) filter (is_observed and has_outcome) as weeks_with_outcome,
        sum((people * days_of_period)::decimal(18, 6)) filter (is_observed) / 365.25 as person_years
    from _week
    group by household_id
),

_left as (
    select
        p.household_id,
        count(*) filter (w.is_waste and w.tracking = 'exact') as discard_events,
        count(*) filter (w.is_waste and w.tracking = 'presence') as presence_discard_events,
        count(w.mass_g) filter (w.is_waste) as discard_events_with_mass,
        count(w.value_minor) filter (w.is_waste and w.currency = p.currency) as discard_events_with_value,
        sum(w.mass_g::decimal(18, 3)) filter (w.is_waste) as waste_mass_g,
        sum(w.food_mass_g::decimal(18, 3)) filter (w.is_waste) as food_waste_mass_g,
        sum(w.inedible_mass_g::decimal(18, 3)) filter (w.is_waste) as inedible_waste_mass_g,
        sum(w.bought_food_mass_g::decimal(18, 3)) filter (w.is_waste) as bought_food_waste_mass_g,
        sum((if(w.is_rest, w.mass_g, w.mass_g * 0))::decimal(18, 3)) filter (w.is_waste) as rest_mass_g,
        -- The inedible part is unavoidable whatever the reason; of the edible part the reason decides.
        sum((if(w.avoidability = 'avoidable', w.food_mass_g, w.mass_g * 0))::decimal(18, 3)) filter (w.is_waste)
            as avoidable_mass_g,
        sum((if(w.avoidability = 'possibly_avoidable', w.food_mass_g, w.mass_g * 0))::decimal(18, 3)) filter (w.is_waste)
            as possibly_avoidable_mass_g,
        sum((if(w.avoidability = 'unavoidable', w.mass_g, w.inedible_mass_g))::decimal(18, 3)) filter (w.is_waste)
            as unavoidable_mass_g,
        sum((if(w.avoidability = 'unknown', w.food_mass_g, w.mass_g * 0))::decimal(18, 3)) filter (w.is_waste)
            as unknown_avoidability_mass_g,
        sum((if(w.mass_method <> 'mass' or w.method = 'guessed', w.mass_g, w.mass_g * 0))::decimal(18, 3))
            filter (w.is_waste) as estimated_mass_g,
        sum((if(w.destination = 'unknown', w.mass_g, w.mass_g * 0))::decimal(18, 3)) filter (w.is_waste)
            as unknown_destination_mass_g,
        sum(w.value_minor) filter (w.is_waste and w.currency = p.currency) as waste_value_minor,
        sum(coalesce(w.paid_value_minor, 0)) filter (w.is_waste and w.currency = p.currency) as paid_waste_value_minor,
        sum(w.production_co2e_kg::decimal(18, 6)) filter (w.is_waste) as production_co2e_kg,
        sum(w.disposal_co2e_kg::decimal(18, 6)) filter (w.is_waste) as disposal_co2e_kg,
        sum(w.mass_g::decimal(18, 3)) filter (w.is_waste and w.production_co2e_kg is not null)
            as production_co2e_mass_g,
        sum(w.mass_g::decimal(18, 3)) filter (w.is_waste and w.disposal_co2e_kg is not null) as disposal_co2e_mass_g,
        sum(w.mass_g::decimal(18, 3)) filter (w.destination = 'given_away') as given_away_mass_g,
        sum(w.mass_g::decimal(18, 3)) filter (w.destination = 'animal_feed') as fed_to_animals_mass_g,
        count(*) filter (w.is_waste and w.tracking = 'exact' and k.is_observed) as observed_events,
        sum(w.mass_g::decimal(18, 3)) filter (w.is_waste and k.is_observed) as observed_mass_g,
        sum(w.food_mass_g::decimal(18, 3)) filter (w.is_waste and k.is_observed) as observed_food_mass_g,
        sum(w.sure_mass_g::decimal(18, 3)) filter (w.is_waste and k.is_observed) as observed_sure_mass_g
    from query_table(period) as p
    inner join query_table(waste) as w
        on p.bucket = w.bucket and p.household_id = w.household_id
        and w.discarded_on >= p.from_on and w.discarded_on < p.to_on
    left join _week as k
        on p.household_id = k.household_id and date_trunc('week', w.discarded_on)::date = k.week_on
    group by p.household_id
),

_saved as (
    select
        p.household_id,
        count(*) as rescued_events,
        sum(r.mass_g::decimal(18, 3)) as rescued_mass_g,
        sum(r.value_minor) filter (r.currency = p.currency) as rescued_value_minor
    from query_table(period) as p
    inner join query_table(rescued) as r
        on p.bucket = r.bucket and p.household_id = r.household_id
        and r.rescued_on >= p.from_on and r.rescued_on < p.to_on
    group by p.household_id
),

_lots as (
    select
        p.household_id,
        l.* exclude (household_id),
        l.currency = p.currency as is_own_money,
        -- Both ends have to be tracked, or a lot that went its way untold would pass for one that was eaten.
        not l.is_open and l.made_by <> 'dish_cooked' and l.tracking = 'exact' and l.acquired_tracking = 'exact'
            as is_in_cohort
    from query_table(period) as p
    inner join query_table(lots) as l
        on p.bucket = l.bucket and p.household_id = l.household_id
        and coalesce(l.purchased_on, l.made_on) >= p.from_on
        and coalesce(l.purchased_on, l.made_on) < p.to_on
),

_bought as (
    select
        household_id,
        sum(food_mass_g::decimal(18, 3)) filter (made_by = 'lot_acquired' and acquired_tracking = 'exact')
            as bought_food_mass_g,
        sum(root_price_minor) filter (made_by = 'lot_acquired' and acquired_tracking = 'exact' and is_own_money)
            as paid_minor,
        sum(root_price_minor) filter (made_by = 'lot_acquired' and is_own_money) as known_paid_minor,
        -- The cohort: what was bought in the period and is gone by now, wherever it went, whenever it went. What a
        -- count found beyond what was said to be bought was there too.
        sum((food_mass_g * (acquired_milli + greatest(found_milli, 0) - split_out_milli) / nullif(acquired_milli, 0))
            ::decimal(18, 3)) filter (is_in_cohort) as cohort_food_mass_g,
        sum((food_mass_g * wasted_milli / nullif(acquired_milli, 0))::decimal(18, 3)) filter (is_in_cohort)
            as cohort_waste_mass_g,
        sum(value_minor) filter (is_in_cohort and value_method = 'paid' and is_own_money) as cohort_paid_minor,
        sum(wasted_value_minor) filter (is_in_cohort and value_method = 'paid' and is_own_money)
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
        coalesce(t.tracked_scope, 'everything') as tracked_scope,
        t.tracked_places,
        (p.to_on - p.from_on)::bigint as days_in_period,
        coalesce(c.days_covered, 0) as days_covered,
        coalesce(c.days_confirmed, 0) as days_confirmed,
        coalesce(c.days_covered, 0) / nullif(p.to_on - p.from_on, 0) as day_coverage,
        coalesce(c.weeks_observed, 0) as weeks_observed,
        coalesce(c.weeks_observed, 0) / nullif(ceil(
            (p.to_on - date_trunc('week', p.from_on)::date) / 7), 0) as week_coverage,
        c.weeks_with_outcome / nullif(c.weeks_observed, 0) as outcome_coverage,
        c.person_years,
        coalesce(l.discard_events, 0) as discard_events,
        coalesce(l.discard_events_with_mass, 0) as discard_events_with_mass,
        coalesce(l.discard_events_with_value, 0) as discard_events_with_value,
        coalesce(l.presence_discard_events, 0) as presence_discard_events,
        coalesce(l.observed_events, 0) as observed_events,
        l.* exclude (
            household_id, discard_events, discard_events_with_mass, discard_events_with_value,
            presence_discard_events, observed_events
        ),
        s.* exclude (household_id),
        b.* exclude (household_id)
    from query_table(period) as p
    left join _scoped as t on p.household_id = t.household_id
    left join _covered as c on p.household_id = c.household_id
    left join _left as l on p.household_id = l.household_id
    left join _saved as s on p.household_id = s.household_id
    left join _bought as b on p.household_id = b.household_id
),

_judged as (
    select
        *,
        is_enough_for_rates(
            tracked_scope, days_covered, day_coverage, weeks_observed, week_coverage, outcome_coverage
        ) as is_enough
    from _together
),

_rated as (          -- observed weeks without a discard are a true zero; discards of unknown mass are not
    select
        *,
        if(is_enough, if(observed_events = 0, 0, observed_mass_g) / 1000 / nullif(person_years, 0), null) as rate,
        if(is_enough, if(observed_events = 0, 0, observed_food_mass_g) / 1000 / nullif(person_years, 0), null)
            as food_rate,
        if(is_enough, if(observed_events = 0, 0, observed_sure_mass_g) / 1000 / nullif(person_years, 0), null)
            as sure_rate
    from _judged
)

select
    bucket,
    household_id,
    currency,
    from_on,
    to_on,
    tracked_scope,
    tracked_places,
    (paid_minor / nullif(known_paid_minor, 0))::double as tracked_purchase_share,
    days_in_period,
    days_covered,
    days_confirmed,
    day_coverage,
    weeks_observed,
    week_coverage,
    outcome_coverage,
    is_enough as is_enough_for_rates,
    -- A published figure speaks of whole kitchens, food and inedible parts together.
    is_enough and tracked_scope = 'everything' as is_like_for_like,
    person_years,
    discard_events,
    discard_events_with_mass,
    discard_events_with_value,
    presence_discard_events,
    discard_events_with_mass / nullif(discard_events, 0) as mass_coverage,
    discard_events_with_value / nullif(discard_events, 0) as value_coverage,
    waste_mass_g::double as waste_mass_g,
    food_waste_mass_g::double as food_waste_mass_g,
    inedible_waste_mass_g::double as inedible_waste_mass_g,
    avoidable_mass_g::double as avoidable_mass_g,
    possibly_avoidable_mass_g::double as possibly_avoidable_mass_g,
    unavoidable_mass_g::double as unavoidable_mass_g,
    avoidable_mass_g / nullif(waste_mass_g, 0) as avoidable_share,
    possibly_avoidable_mass_g / nullif(waste_mass_g, 0) as possibly_avoidable_share,
    unavoidable_mass_g / nullif(waste_mass_g, 0) as unavoidable_share,
    unknown_avoidability_mass_g / nullif(waste_mass_g, 0) as unknown_avoidability_share,
    estimated_mass_g / nullif(waste_mass_g, 0) as estimated_mass_share,
    rest_mass_g / nullif(waste_mass_g, 0) as rest_mass_share,
    unknown_destination_mass_g / nullif(waste_mass_g, 0) as unknown_destination_share,
    waste_value_minor::decimal(18, 3) as waste_value_minor,
    paid_waste_value_minor::decimal(18, 3) as paid_waste_value_minor,
    production_co2e_kg::double as production_co2e_kg,
    coalesce(production_co2e_mass_g, waste_mass_g * 0) / nullif(waste_mass_g, 0) as production_co2e_mass_share,
    disposal_co2e_kg::double as disposal_co2e_kg,
    coalesce(disposal_co2e_mass_g, waste_mass_g * 0) / nullif(waste_mass_g, 0) as disposal_co2e_mass_share,
    given_away_mass_g::double as given_away_mass_g,
    fed_to_animals_mass_g::double as fed_to_animals_mass_g,
    coalesce(rescued_events, 0) as rescued_events,
    rescued_mass_g::double as rescued_mass_g,
    rescued_value_minor::decimal(18, 3) as rescued_value_minor,
    bought_food_mass_g::double as bought_food_mass_g,
    paid_minor::bigint as paid_minor,
    bought_food_waste_mass_g / nullif(bought_food_mass_g, 0) as flow_mass_share,
    paid_waste_value_minor::double / nullif(paid_minor, 0) as flow_value_share,
    cohort_waste_mass_g / nullif(cohort_food_mass_g, 0) as cohort_mass_share,
    (cohort_waste_paid_minor / nullif(cohort_paid_minor, 0))::double as cohort_value_share,
    rate as kg_per_person_year,
    food_rate as food_kg_per_person_year,
    -- "The rest" books what the journal believes is left; this is what this household's habits leave no doubt about.
    sure_rate as sure_kg_per_person_year,
    -- Five studies found diaries 7 to 40 percent below bin analysis: a labelled range, never a correction.
    rate / (1 - 0.07) as diary_low_kg_per_person_year,
    rate / (1 - 0.40) as diary_high_kg_per_person_year
from _rated;
