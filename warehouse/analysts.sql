-- Macros for analysts, stored in the published file. What depends on today takes `as_of`; a household may be
-- named or left out. Dates are local to the household.

-- One row per lot that was there at the end of a day, as everything known today tells it: later undos and
-- corrections count. The columns are the fold's.
create or replace macro pantry_as_of(as_of, household := null) as table
with _src as (
    select e.*
    from marts.pantry_events as e
    inner join marts.household_dim as h on e.bucket = h.bucket and e.household_id = h.household_id
    where
        (household is null or e.household_id = household)
        and (
            e.kind in ('event_undone', 'lot_corrected')
            or cast(e.occurred_at at time zone 'UTC' at time zone h.time_zone as date) <= as_of
        )
)

select * from fold('_src') where stock_milli > 0;

-- One row per open lot: days left as a range, its risk band, value and mass at risk, most urgent first.
create or replace macro expiry_report(as_of, household := null) as table
select
    bucket,
    household_id,
    lot_id,
    food_id,
    food_name,
    category,
    place,
    stock_milli,
    unit,
    due_kind,
    due_source,
    is_due_estimated,
    due_likely as due_on,
    due_earliest - as_of as days_left_least,
    due_likely - as_of as days_left,
    due_latest - as_of as days_left_most,
    risk_band(due_kind, due_likely, due_latest, is_frozen, as_of) as risk,
    stock_mass_g,
    stock_value_minor,
    currency,
    if(risk_band(due_kind, due_likely, due_latest, is_frozen, as_of)
        in ('past_use_by', 'past_best_before', 'now', 'soon'), stock_mass_g, 0) as mass_at_risk_g,
    if(risk_band(due_kind, due_likely, due_latest, is_frozen, as_of)
        in ('past_use_by', 'past_best_before', 'now', 'soon'), stock_value_minor, 0) as value_at_risk_minor
from marts.pantry_lots
where is_open and (household is null or household_id = household)
order by bucket, household_id, due_likely nulls last, lot_id;

-- One row per lot that is there as far as was entered: how likely it really is on a day, and why. Of a day in the
-- past it tells what today knows: a lot seen later was there.
create or replace macro still_there(as_of, household := null) as table
select
    l.bucket,
    l.household_id,
    l.lot_id,
    l.food_id,
    l.food_name,
    l.category,
    l.place,
    l.stock_milli,
    l.unit,
    l.stock_mass_g,
    l.stock_value_minor,
    l.currency,
    risk_band(l.due_kind, l.due_likely, l.due_latest, l.is_frozen, as_of) as risk,
    l.seen_on,
    l.asked_on,
    days_untouched(l.seen_on, as_of) as days_untouched,
    r.usual_gap_days,
    r.gaps,
    r.forgotten_share,
    p_still_there(
        days_untouched(l.seen_on, as_of), r.shape, r.scale_days, r.end_share, r.forgotten_share,
        gone_evidence(l.newer_used_on, l.bought_again_on, r.older_after_newer_share, r.use_after_purchase_share, as_of)
    ) as p_still_there,
    belief_reason(
        days_untouched(l.seen_on, as_of), r.usual_gap_days, r.gaps, l.newer_used_on, l.bought_again_on, as_of
    ) as belief_reason,
    as_of::date as as_of
from marts.pantry_lots as l
inner join marts.food_rhythms as r
    on
        l.bucket = r.bucket and l.household_id = r.household_id
        and coalesce(l.food_id, l.food_name) = r.food_key and l.storage = r.storage
where l.is_open and l.made_on <= as_of::date and (household is null or l.household_id = household)
order by l.bucket, l.household_id, p_still_there, l.lot_id;

-- At most five rows a household: the lots about which an answer says most, the first one first.
create or replace macro check_questions(as_of, household := null) as table
with _believed as (
    select
        *,
        risk in ('past_use_by', 'past_best_before', 'now', 'soon') as is_due
    from still_there(as_of, household := household)
)

select * exclude (is_due, as_of)
from rank_questions('_believed')
order by bucket, household_id, question;

-- One row: the waste figures of a household over [first_day, end_day), with their coverage.
create or replace macro waste_between(household, first_day, end_day) as table
with _asked as (
    select
        bucket,
        household_id,
        currency,
        first_day::date as from_on,
        end_day::date as to_on
    from marts.household_dim
    where household_id = household
)

select * from waste_figures('_asked', 'marts.waste_events', 'marts.household_days', 'marts.pantry_lots');

-- One row per household, food, unit and day of [first_day, last_day]: what was there at the end of the day.
create or replace macro stock_daily(first_day, last_day, household := null) as table
with _days as (
    select unnest(generate_series(first_day::date, last_day::date, interval 1 day))::date as day
),

_ends as (
    select
        h.bucket,
        h.household_id,
        d.day,
        ((d.day + 1)::timestamp at time zone h.time_zone) at time zone 'UTC' as ends_at
    from marts.household_dim as h
    cross join _days as d
    where household is null or h.household_id = household
)

select
    c.bucket,
    c.household_id,
    e.day,
    c.food_id,
    c.unit,
    sum(c.stock_milli)::bigint as stock_milli,
    count(*) as lots
from marts.stock_changes as c
inner join _ends as e
    on c.bucket = e.bucket and c.household_id = e.household_id
    and c.valid_from < e.ends_at and (c.valid_to is null or c.valid_to >= e.ends_at)
group by c.bucket, c.household_id, e.day, c.food_id, c.unit
order by c.bucket, c.household_id, e.day, c.food_id, c.unit;
