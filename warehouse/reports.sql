-- Macros for analysts, the second part: what lay on the shelves on a day, what was due, at risk and perhaps gone by then.
-- Stored in the published file as those of analysts.sql are.

-- What a thousandth of its unit is worth in each family of lots: a price holds for each part of what it was paid for.
-- lots: the name of a relation with whole families of pantry_lots.
create or replace macro family_worths(lots) as table
select
    bucket,
    household_id,
    root_lot_id,
    any_value(currency) as currency,
    sum(value_minor) / nullif(sum(
        eaten_milli + into_dishes_milli + discarded_milli + given_away_milli + fed_to_animals_milli + stock_milli
        + greatest(-found_milli, 0)
    ), 0) as minor_per_milli
from query_table(lots)
group by bucket, household_id, root_lot_id;

-- One row per lot that is tracked and was there at the end of a day, with its dates, mass, worth and last sign as of
-- then: what the reports of a day are made of. What the lot is and how much of it was there is told by everything known
-- today (later undos and corrections count, as in pantry_as_of); the dates said of it, and whether it was open, frozen
-- or thawed, are those of that day, so that a date said later is not known yet. From the last event of a household on,
-- and from the day of the build on, that is what lies there now. Where presence alone was tracked, no amounts are said.
create or replace macro lots_on(as_of, household := null) as table
with _gone_by as (       -- households that told something since; of the others the mart says what was there
    select
        bucket,
        household_id,
        time_zone,
        end_of_day(as_of, time_zone) as ends_at
    from marts.household_dim
    where
        (household is null or household_id = household)
        and effective_events > 0
        and last_event_at >= end_of_day(as_of, time_zone)
        and end_of_day(as_of, time_zone) <= (select max(b.built_at) from meta.builds as b)
),

_since_by as (           -- what became of their lots since
    select l.*
    from marts.pantry_lots as l
    semi join _gone_by as d on l.bucket = d.bucket and l.household_id = d.household_id
),

_told_by as (
    select
        e.* replace (
            if(e.kind = 'lot_corrected' and e.occurred_at >= d.ends_at, null, e.purchased_on) as purchased_on,
            if(e.kind = 'lot_corrected' and e.occurred_at >= d.ends_at, null, e.expires_on) as expires_on,
            if(e.kind = 'lot_corrected' and e.occurred_at >= d.ends_at, null, e.date_kind) as date_kind,
            if(e.kind = 'lot_corrected' and e.occurred_at >= d.ends_at, null, e.date_source) as date_source,
            if(
                e.kind = 'lot_corrected' and e.occurred_at >= d.ends_at,
                list_filter(e.cleared, lambda x: x not in ('purchased_on', 'expires_on')), e.cleared
            ) as cleared
        )
    from marts.pantry_events as e
    inner join _gone_by as d on e.bucket = d.bucket and e.household_id = d.household_id
    where e.kind in ('event_undone', 'lot_corrected') or e.occurred_at < d.ends_at
),

_counted_by as materialized (from effective_events('_told_by')),

_made_by as materialized (from fold_origins('_counted_by')),

_happened_by as materialized (from fold_history('_counted_by', '_made_by')),

_stood_by as (from fold_states('_counted_by', '_made_by')),

_there_by as materialized (from fold_lots('_made_by', '_happened_by', '_stood_by')),

_keys_by as (from lot_rhythm_keys('_there_by', '_gone_by')),

_signs_by as (from lot_signs('_counted_by', '_happened_by', '_gone_by')),

_sightings_by as (from lot_sightings('_keys_by', '_signs_by', '_counted_by')),

_known_by as (
    select
        f.* replace (coalesce(n.food_name, f.food_name) as food_name),
        n.facts_food_id,
        n.category,
        n.mass_g / nullif(n.acquired_milli, 0) as mass_g_per_milli,
        coalesce(t.tracking, 'exact') as tracking,
        d.time_zone,
        (f.made_at at time zone 'UTC' at time zone d.time_zone)::date as made_on,
        (f.opened_at at time zone 'UTC' at time zone d.time_zone)::date as opened_on,
        (f.frozen_at at time zone 'UTC' at time zone d.time_zone)::date as frozen_on,
        (f.thawed_at at time zone 'UTC' at time zone d.time_zone)::date as thawed_on
    from _there_by as f
    inner join _gone_by as d on f.bucket = d.bucket and f.household_id = d.household_id
    inner join _since_by as n on f.bucket = n.bucket and f.household_id = n.household_id and f.lot_id = n.lot_id
    left join marts.lot_tracking as t
        on f.bucket = t.bucket and f.household_id = t.household_id and f.lot_id = t.lot_id
        and t.valid_from < d.ends_at and (t.valid_to is null or t.valid_to >= d.ends_at)
    where f.stock_milli > 0 and coalesce(t.tracking, 'exact') <> 'none'
),

_to_date as (
    select * replace (facts_food_id as food_id, coalesce(purchased_on, made_on) as purchased_on)
    from _known_by
),

_dated_by as (from lot_due_dates_by_period('_to_date', 'marts.food_shelf_life')),

_worths_by as (from family_worths('_since_by'))

select
    l.bucket,
    l.household_id,
    l.lot_id,
    l.root_lot_id,
    l.food_id,
    l.facts_food_id,
    l.food_name,
    l.category,
    l.place,
    l.is_frozen,
    l.tracking,
    if(l.tracking = 'exact', l.stock_milli, null) as stock_milli,
    l.unit,
    l.made_on,
    l.purchased_on,
    l.expires_on,
    d.due_kind,
    d.due_source,
    d.is_estimate as is_due_estimated,
    d.due_earliest,
    d.due_likely,
    d.due_latest,
    if(l.tracking = 'exact', round(l.mass_g_per_milli * l.stock_milli, 3), null) as stock_mass_g,
    if(l.tracking = 'exact', round(w.minor_per_milli * l.stock_milli, 3), null)::decimal(18, 3) as stock_value_minor,
    w.currency,
    coalesce(l.food_id, l.food_name) as food_key,
    s.storage,
    (s.seen_at at time zone 'UTC' at time zone l.time_zone)::date as seen_on,
    (s.asked_at at time zone 'UTC' at time zone l.time_zone)::date as asked_on,
    s.newer_used_on,
    s.bought_again_on
from _known_by as l
left join _dated_by as d on l.household_id = d.household_id and l.lot_id = d.lot_id
left join _sightings_by as s on l.household_id = s.household_id and l.lot_id = s.lot_id
left join _worths_by as w on l.bucket = w.bucket and l.household_id = w.household_id and l.root_lot_id = w.root_lot_id
union all
select
    l.bucket,
    l.household_id,
    l.lot_id,
    l.root_lot_id,
    l.food_id,
    l.facts_food_id,
    l.food_name,
    l.category,
    l.place,
    l.is_frozen,
    l.tracking,
    if(l.tracking = 'exact', l.stock_milli, null),
    l.unit,
    l.made_on,
    l.purchased_on,
    l.expires_on,
    l.due_kind,
    l.due_source,
    l.is_due_estimated,
    l.due_earliest,
    l.due_likely,
    l.due_latest,
    l.stock_mass_g,
    l.stock_value_minor,
    l.currency,
    coalesce(l.food_id, l.food_name),
    l.storage,
    l.seen_on,
    l.asked_on,
    l.newer_used_on,
    l.bought_again_on
from marts.pantry_lots as l
anti join _gone_by as d on l.bucket = d.bucket and l.household_id = d.household_id
where l.is_open and l.tracking <> 'none' and (household is null or l.household_id = household);

-- One row per open lot that is tracked, of those that lay there at the end of a day, past, today's or to come (lots_on):
-- days left as a range, its risk band, value and mass at risk, most urgent first, with the dates known then. Where
-- presence alone is tracked, that it is there and its dates are all that is said.
create or replace macro expiry_report(as_of, household := null) as table
select
    bucket,
    household_id,
    lot_id,
    food_id,
    food_name,
    category,
    place,
    tracking,
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
        in ('past_use_by', 'past_best_before', 'now', 'soon'), stock_mass_g, stock_mass_g * 0) as mass_at_risk_g,
    if(risk_band(due_kind, due_likely, due_latest, is_frozen, as_of)
        in ('past_use_by', 'past_best_before', 'now', 'soon'), stock_value_minor, stock_value_minor * 0)
        as value_at_risk_minor
from lots_on(as_of, household := household)
order by bucket, household_id, due_likely nulls last, lot_id;

-- One row per lot of lots_on, as far as was entered: how likely it really was there on that day, and why. What was told
-- up to that day speaks; how often this household touches a food is learned from everything known today.
create or replace macro still_there(as_of, household := null) as table
select
    l.bucket,
    l.household_id,
    l.lot_id,
    l.food_id,
    l.food_name,
    l.category,
    l.place,
    l.tracking,
    l.stock_milli,
    l.unit,
    l.stock_mass_g,
    l.stock_value_minor,
    l.currency,
    l.due_kind,
    l.due_likely as due_on,
    l.is_frozen,
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
from lots_on(as_of, household := household) as l
left join marts.food_rhythms as r
    on
        l.bucket = r.bucket and l.household_id = r.household_id
        and l.food_key = r.food_key and l.storage = r.storage
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

-- One row per lot of lots_on whose date comes within `days` days of a day or had passed: what it was worth, times the
-- share that is likely not eaten in time, times the likelihood that it was there at all. A forecast, never part of waste.
-- The share is the household's own (`own_rate`) once twenty lots of it came to their end, learned from everything known
-- today: it goes from that of lots a week before their date to that of lots after it, day by day. Before that every such
-- lot counts whole (`simple`), as one past its use-by does.
create or replace macro at_risk(as_of, days := 7, household := null) as table
with _own as (
    select bucket, household_id, any_value(household_lots) as household_lots,
        any_value(household_wasted_share) as household_wasted_share,
        any_value(household_wasted_share_past) as household_wasted_share_past
    from marts.at_risk_rates
    group by bucket, household_id
),

_due as (
    select
        l.*,
        h.household_lots,
        coalesce(r.wasted_share, h.household_wasted_share) as week_before,
        coalesce(r.wasted_share_past, h.household_wasted_share_past) as after_date,
        least(greatest(l.due_on - l.as_of, 0), 7) / 7 as way_to_go,
        l.due_kind = 'use_by' and l.due_on < l.as_of or coalesce(h.household_lots, 0) < 20 as is_whole
    from still_there(as_of, household := household) as l
    left join marts.at_risk_rates as r
        on l.bucket = r.bucket and l.household_id = r.household_id and coalesce(l.category, 'other') = r.category
    left join _own as h on l.bucket = h.bucket and l.household_id = h.household_id
    where l.tracking = 'exact' and not l.is_frozen and l.due_on <= l.as_of + days
),

_shared as (
    select
        * replace (coalesce(p_still_there, 1) as p_still_there),
        case
            when is_whole then 1
            else week_before * way_to_go + coalesce(after_date, week_before) * (1 - way_to_go)
        end as share_not_eaten
    from _due
)

select
    bucket,
    household_id,
    lot_id,
    food_id,
    food_name,
    category,
    due_on,
    due_kind,
    share_not_eaten,
    p_still_there,
    if(coalesce(household_lots, 0) < 20, 'simple', 'own_rate') as method,
    stock_mass_g,
    stock_value_minor,
    stock_mass_g * share_not_eaten * p_still_there as at_risk_mass_g,
    (stock_value_minor * share_not_eaten * p_still_there)::decimal(18, 3) as at_risk_value_minor,
    currency
from _shared
order by bucket, household_id, at_risk_value_minor desc nulls last, lot_id;
