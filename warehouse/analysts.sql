-- Macros for analysts, stored in the published file. What depends on today takes `as_of`; a household may be
-- named or left out. Dates are local to the household.

-- One row per lot that was there at the end of a day, as everything known today tells it: later undos and
-- corrections count. The columns are the fold's, with the name, the category and the food whose facts count of today (as
-- in pantry_lots), and how closely the lot was followed on that day; lots of what was not tracked then are left out, and of those whose presence alone was, the
-- amounts say no more than that.
create or replace macro pantry_as_of(as_of, household := null) as table
with _src as (
    select e.*
    from marts.pantry_events as e
    inner join marts.household_dim as h on e.bucket = h.bucket and e.household_id = h.household_id
    where
        (household is null or e.household_id = household)
        and h.effective_events > 0      -- of a household that was never created nothing counts
        and (
            e.kind in ('event_undone', 'lot_corrected')
            or cast(e.occurred_at at time zone 'UTC' at time zone h.time_zone as date) <= as_of
        )
)

select
    f.* exclude (food_category) replace (coalesce(n.food_name, f.food_name) as food_name),
    n.category,
    n.facts_food_id,
    coalesce(t.tracking, 'exact') as tracking
from fold('_src') as f
inner join marts.household_dim as z on f.bucket = z.bucket and f.household_id = z.household_id
left join marts.pantry_lots as n on f.bucket = n.bucket and f.household_id = n.household_id and f.lot_id = n.lot_id
left join marts.lot_tracking as t
    on f.bucket = t.bucket and f.household_id = t.household_id and f.lot_id = t.lot_id
    and t.valid_from < end_of_day(as_of, z.time_zone)
    and (t.valid_to is null or t.valid_to >= end_of_day(as_of, z.time_zone))
where f.stock_milli > 0 and coalesce(t.tracking, 'exact') <> 'none';

-- One row: the waste figures of a household over [first_day, end_day), with their coverage.
create or replace macro waste_between(household, first_day, end_day) as table
with _asked as (
    select
        bucket,
        household_id,
        currency,
        time_zone,
        first_day::date as from_on,
        end_day::date as to_on
    from marts.household_dim
    where household_id = household
)

select * from waste_figures(
    '_asked', 'marts.waste_events', 'marts.household_days', 'marts.pantry_lots',
    'marts.rescued_events', 'marts.tracking_periods');

-- One row per event part and lot of [first_day, end_day) that brought some of it into the house or took some out, of what
-- was tracked exactly then: `flow` is bought or leftover (in); eaten, into_dish, discarded, given_away or fed_to_animals
-- (out); found or lost (what a count or a split corrected). change_milli, mass_g, food_mass_g (the edible part) and
-- value_minor are below zero for what went out; the stock of a lot and its parts (root_lot_id) is the sum of all their changes. Money is the lot's price by
-- share, as in waste_events; a leftover carries on that of its ingredients, which went into_dish. Parting a lot is no flow.
create or replace macro stock_flows(household, first_day, end_day) as table
with _whose as (
    select
        bucket,
        household_id,
        time_zone
    from marts.household_dim
    where household_id = household and effective_events > 0
),

_told as (
    select e.*
    from marts.pantry_events as e
    inner join _whose as h on e.bucket = h.bucket and e.household_id = h.household_id
),

_counting as materialized (from effective_events('_told')),

_making as materialized (from fold_origins('_counting')),

_named_flows as (
    select
        *,
        case
            when what = 'lot_acquired' then 'bought'
            when what = 'dish_cooked' then 'leftover'
            when what = 'lot_consumed' then 'eaten'
            when what = 'dish_used' then 'into_dish'
            when what = 'lot_discarded' and destination = 'given_away' then 'given_away'
            when what = 'lot_discarded' and destination = 'animal_feed' then 'fed_to_animals'
            when what = 'lot_discarded' then 'discarded'
            when found_milli > 0 then 'found'
            else 'lost'
        end as flow,
        case when what in ('lot_counted', 'lot_split') then found_milli else after_milli - before_milli end as change_milli
    from fold_history('_counting', '_making')
    where what <> 'split_in'
),

_theirs as (
    select l.*
    from marts.pantry_lots as l
    semi join _whose as h on l.bucket = h.bucket and l.household_id = h.household_id
),

_worths as (from family_worths('_theirs'))

select
    l.bucket,
    l.household_id,
    f.event_id,
    f.part,
    f.lot_id,
    l.root_lot_id,
    l.food_id,
    l.facts_food_id,
    l.food_name,
    l.category,
    f.flow,
    f.change_milli,
    l.unit,
    round(l.mass_g / nullif(l.acquired_milli, 0) * f.change_milli, 3) as mass_g,
    round(l.food_mass_g / nullif(l.acquired_milli, 0) * f.change_milli, 3) as food_mass_g,
    round(w.minor_per_milli * f.change_milli, 3)::decimal(18, 3) as value_minor,
    w.currency,
    f.reason,
    f.destination,
    f.occurred_at as happened_at,
    (f.occurred_at at time zone 'UTC' at time zone h.time_zone)::date as happened_on
from _named_flows as f
cross join _whose as h
inner join _theirs as l on l.household_id = h.household_id and f.lot_id = l.lot_id
left join _worths as w on l.root_lot_id = w.root_lot_id
left join marts.lot_tracking as t
    on
        l.bucket = t.bucket and l.household_id = t.household_id and f.lot_id = t.lot_id
        and t.valid_from <= f.occurred_at and (t.valid_to is null or t.valid_to > f.occurred_at)
where
    f.change_milli <> 0 and coalesce(t.tracking, 'exact') = 'exact'
    and (f.occurred_at at time zone 'UTC' at time zone h.time_zone)::date >= first_day::date
    and (f.occurred_at at time zone 'UTC' at time zone h.time_zone)::date < end_day::date
order by f.occurred_at, f.event_id, f.part, f.lot_id;

-- One row per household and day of [first_day, last_day]: the moment at which it ends there.
create or replace macro day_ends(first_day, last_day, household := null) as table
with _days as (
    select unnest(generate_series(first_day::date, last_day::date, interval 1 day))::date as day
)

select
    h.bucket,
    h.household_id,
    d.day,
    end_of_day(d.day, h.time_zone) as ends_at
from marts.household_dim as h
cross join _days as d
where household is null or h.household_id = household;

-- One row per household, food (or name, where no food is known), unit and day of [first_day, last_day]: what was there at the end of the day, of what
-- was tracked; the amount is null where presence alone was.
create or replace macro stock_daily(first_day, last_day, household := null) as table
select
    c.bucket,
    c.household_id,
    e.day,
    c.food_id,
    c.free_name,
    c.unit,
    sum(if(c.tracking = 'exact', c.stock_milli, null))::bigint as stock_milli,
    count(*) as lots
from marts.stock_changes as c
inner join day_ends(first_day, last_day, household := household) as e
    on c.bucket = e.bucket and c.household_id = e.household_id
    and c.valid_from < e.ends_at and (c.valid_to is null or c.valid_to >= e.ends_at)
group by c.bucket, c.household_id, e.day, c.food_id, c.free_name, c.unit
order by c.bucket, c.household_id, e.day, c.food_id, c.free_name, c.unit;

-- One row per household, currency and day of [first_day, last_day]: what all that was there at its end was worth, of what
-- was tracked exactly, and of how many lots nobody knows that (family_worths).
create or replace macro stock_value_daily(first_day, last_day, household := null) as table
with _valued as (
    select *
    from marts.pantry_lots
    where household is null or household_id = household
)

select
    c.bucket,
    c.household_id,
    e.day,
    f.currency,
    count(*) as lots,
    count(*) filter (f.minor_per_milli is null) as lots_without_value,
    sum(c.stock_milli * f.minor_per_milli)::decimal(18, 3) as stock_value_minor
from marts.stock_changes as c
inner join day_ends(first_day, last_day, household := household) as e
    on c.bucket = e.bucket and c.household_id = e.household_id
    and c.valid_from < e.ends_at and (c.valid_to is null or c.valid_to >= e.ends_at)
inner join _valued as l
    on c.bucket = l.bucket and c.household_id = l.household_id and c.lot_id = l.lot_id
inner join family_worths('_valued') as f
    on l.bucket = f.bucket and l.household_id = f.household_id and l.root_lot_id = f.root_lot_id
where c.tracking = 'exact'
group by c.bucket, c.household_id, e.day, f.currency
order by c.bucket, c.household_id, e.day, f.currency;

-- One row per food of the catalog that is the named one or a kind of it: `milk` names whole and skimmed milk too. Join
-- on facts_food_id, so that a household's own foods which count like one of them are there.
create or replace macro kinds_of(food) as table
with recursive _kinds as (
    select food_id, name_en, name_de, 0 as distance
    from marts.food_dim
    where food_id = food
    union
    select f.food_id, f.name_en, f.name_de, k.distance + 1
    from _kinds as k
    inner join marts.food_dim as f on k.food_id = f.parent_food_id
    where k.distance < 10        -- a ring of parents must end
)

select food_id, name_en, name_de, min(distance) as distance
from _kinds
group by food_id, name_en, name_de
order by distance, food_id;

-- One row for the household and, where that compares like with like, one per published rate of its kind: whole
-- kitchens, food and inedible parts. A household's own log is no index, and a diary misses 7 to 40 percent.
create or replace macro waste_beside_reference(household, first_day, end_day) as table
with _own as (
    select * from waste_between(household, first_day, end_day)
)

select
    'this household' as region,
    null::integer as year,
    kg_per_person_year,
    'food and inedible parts, ' || if(tracked_scope = 'everything', 'everything tracked', 'only what is tracked')
        as scope,
    'own log: ' || days_covered || ' of ' || days_in_period || ' days covered' as source,
    'a log like this lies 7 to 40 percent below bin analysis' as note
from _own
union all
select r.region, r.year, r.kg_per_person_year, r.scope, r.source, r.note
from marts.reference_waste as r
where (select is_like_for_like from _own);
