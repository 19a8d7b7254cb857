-- Is it still there? The belief in lots that nobody touched for a while, as DuckDB macros.
--
-- The formula, its sources and an example: docs/reference/belief.md. dbt, the live view and analysts call the same:
--   lot_rhythm_keys   which rhythm a lot follows: its food, where it is kept
--   lot_signs         the local days on which something was said of a lot
--   lot_gaps          days between two signs, and how the gap ended
--   fit_rhythms       how long this household usually leaves that food alone, and how much it forgets to enter
--   lot_sightings     one row per lot that is there: when it was seen last, what speaks against it
--   days_untouched, gone_evidence, p_still_there, belief_reason      the belief of one lot on a day
--   rank_questions    what is worth asking
-- Table macros take NAMES of relations; inner names start with `_`. Strengths of priors are counted in observations.
-- zones: household_id, time_zone. Days are the household's own: by those of UTC, dinner in California falls on tomorrow.

create or replace macro _local_day(moment, time_zone) as
(moment at time zone 'UTC' at time zone time_zone)::date - date '1970-01-01';

-- lots: the columns of fold_lots. storage tells rhythms apart: what is frozen waits longer, what was thawed less.
create or replace macro lot_rhythm_keys(lots, zones) as table
with _bought as (        -- of the purchase, for a part that was split off too
    select
        r.household_id,
        r.lot_id,
        _local_day(r.made_at, z.time_zone) as bought_day
    from query_table(lots) as r
    inner join query_table(zones) as z on r.household_id = z.household_id
    where r.lot_id = r.root_lot_id
)

select
    l.bucket,
    l.household_id,
    l.lot_id,
    coalesce(l.food_id, l.food_name) as food_key,
    l.food_id,
    case
        when l.is_frozen then 'freezer'
        when l.thawed_at is not null then 'thawed'
        when l.place = 'fridge' then 'fridge'
        else 'cupboard'
    end as storage,
    l.stock_milli > 0 as is_open,
    l.food_category as said_category,
    if(
        coalesce(l.date_kind, 'none') in ('use_by', 'best_before'),
        greatest(l.expires_on - coalesce(l.purchased_on, date '1970-01-01' + b.bought_day::integer), 1), null
    )::integer as dated_days,
    b.bought_day
from query_table(lots) as l
inner join _bought as b on l.household_id = b.household_id and l.root_lot_id = b.lot_id;

-- One row per lot and local day with a sign of it; `sign` is the strongest of the day:
-- 0 made, 1 seen (counted, said to be there), 2 used or handled, 3 ended, 4 found gone.
create or replace macro lot_signs(eff, history, zones) as table
with _said as (
    select
        household_id,
        lot_id,
        occurred_at,
        case
            when late = 0 then 0
            when what = 'lot_counted' then if(after_milli = 0, 4, 1)
            when after_milli = 0 and what <> 'lot_split' then 3
            else 2
        end as sign
    from query_table(history)
    where late = 0 or before_milli > 0 or after_milli > 0
    union all
    select
        household_id,
        lot_id,
        occurred_at,
        if(kind = 'check_answered', 1, 2) as sign
    from query_table(eff)
    where
        kind in ('lot_opened', 'lot_moved', 'lot_frozen', 'lot_thawed')
        or kind = 'check_answered' and answer in ('yes', 'some')
)

select
    s.household_id,
    s.lot_id,
    _local_day(s.occurred_at, z.time_zone) as day,
    max(s.sign)::integer as sign,
    min(s.sign) = 0 as is_made,
    max(s.occurred_at) as seen_at
from _said as s
inner join query_table(zones) as z on s.household_id = z.household_id
group by s.household_id, s.lot_id, _local_day(s.occurred_at, z.time_zone);

-- One row per gap between two signs of a lot. An answer or a count ends a gap without saying how long the food is
-- left alone: is_censored. An end that was found later than it happened lies somewhere in its gap: is_forgotten.
create or replace macro lot_gaps(keys, signs) as table
with _placed as (
    select
        k.household_id,
        k.lot_id,
        k.food_key,
        k.storage,
        k.bought_day,
        s.day,
        s.sign,
        s.is_made
    from query_table(signs) as s
    inner join query_table(keys) as k on s.household_id = k.household_id and s.lot_id = k.lot_id
),

_ordered as (
    select
        *,
        -- What was bought for today's dish and used at once says nothing about the order of use.
        max(if(sign in (2, 3) and day > bought_day, bought_day, null)) over _so_far as newest_used_day,
        sum(if(is_made, 1, 0)) over _so_far as bought
    from _placed
    window _so_far as (
        partition by household_id, food_key, storage order by day, bought_day, lot_id rows unbounded preceding
    )
),

_paired as (
    select
        *,
        lag(day) over (partition by household_id, lot_id order by day) as since_day,
        lag(bought) over (partition by household_id, lot_id order by day) as bought_before
    from _ordered
)

select
    household_id,
    lot_id,
    food_key,
    storage,
    if(since_day is null, 0.5, day - since_day)::double as gap_days,      -- got and finished on one day
    sign = 1 as is_censored,
    sign >= 3 as is_end,
    sign = 4 or sign = 3 and coalesce(newest_used_day > bought_day, false) as is_forgotten,
    sign = 2 as is_use,
    coalesce(newest_used_day > bought_day, false) as is_after_newer,
    coalesce(bought > bought_before, false) as is_after_purchase
from _paired
where since_day is not null or sign >= 3;

-- One row per household, food and storage: the gap is exponential with a rate that is Gamma distributed, so the
-- next sign is a Lomax variable: nobody touches the lot for t days with (1 + t / scale_days) ^ -shape.
-- waits: of lot_gaps. foods: food_id, category. periods: of food_periods.
create or replace macro fit_rhythms(keys, waits, foods, periods) as table
with _groups as (
    select
        bucket,
        household_id,
        food_key,
        storage,
        any_value(food_id) as food_id,
        max(said_category) as said_category,
        -- A date on the pack is about the pack as it came: it says nothing of the freezer, nor of what was thawed.
        if(storage in ('fridge', 'cupboard'), avg(dated_days), null) as dated_days
    from query_table(keys)
    group by bucket, household_id, food_key, storage
),

_own as (
    select
        household_id,
        food_key,
        storage,
        count(*) filter (not is_censored) as gaps,
        sum(if(is_forgotten, gap_days / 2, gap_days)) as gap_days,
        count(*) filter (is_end) as ends
    from query_table(waits)
    group by household_id, food_key, storage
),

_habits as (
    select
        household_id,
        count(*) filter (is_end) as ends,
        count(*) filter (is_forgotten) as forgotten,
        count(*) filter (is_use) as uses,
        count(*) filter (is_use and is_after_newer) as uses_after_newer,
        count(*) filter (is_use and is_after_purchase) as uses_after_purchase
    from query_table(waits)
    group by household_id
),

_units as (          -- exposure in half-lives of the catalog's guess: days kept ^ 0.9
    select
        g.*,
        coalesce(f.category, g.said_category, 'other') as category,
        -- Of what no table knows, the household's own dates speak; `greatest` would take the unknown for one day.
        if(g.storage = 'thawed', 2.0, greatest(coalesce(p.likely_days, g.dated_days, 30), 1)) ** 0.9
            as catalog_gap_days,
        coalesce(o.gaps, 0) as gaps,
        coalesce(o.gap_days, 0) as gap_days,
        coalesce(o.ends, 0) as ends
    from _groups as g
    left join _own as o on g.household_id = o.household_id and g.food_key = o.food_key and g.storage = o.storage
    left join query_table(foods) as f on g.food_id = f.food_id
    left join query_table(periods) as p
        on g.food_id = p.food_id and g.storage = p.place and p.state = 'unopened'
),

_exposed as (
    select
        *,
        ln(2) * gap_days / catalog_gap_days as exposure,
        if(gaps > 0, 1, 0) as speaks
    from _units
),

_beside as (         -- what the category's other foods say; each speaks once, however often it is bought
    select
        *,
        sum(speaks) over _category - speaks as other_foods,
        sum(if(gaps > 0, exposure / gaps, 0)) over _category - if(gaps > 0, exposure / gaps, 0) as other_exposure,
        sum(if(gaps > 0, ends / gaps, 0)) over _category - if(gaps > 0, ends / gaps, 0) as other_end_share
    from _exposed
    window _category as (partition by household_id, category, storage)
),

_shrunk as (
    select
        *,
        8 + gaps as shape,
        (8 * (10 + greatest(other_exposure, 0)) / (10 + other_foods) + exposure) * catalog_gap_days / ln(2) as scale_days,
        (5 * (10 * 0.5 + greatest(other_end_share, 0)) / (10 + other_foods) + ends) / (5 + gaps) as end_share
    from _beside
)

select
    s.bucket,
    s.household_id,
    s.food_key,
    s.storage,
    s.food_id,
    s.category,
    s.gaps::integer as gaps,
    s.ends::integer as ends,
    s.other_foods::integer as other_foods,
    s.catalog_gap_days,
    s.shape::double as shape,
    s.scale_days,
    s.scale_days * (2 ** (1 / s.shape) - 1) as usual_gap_days,
    least(s.end_share, 1) as end_share,
    (3 + coalesce(h.forgotten, 0)) / (20 + coalesce(h.ends, 0)) as forgotten_share,
    (2 + coalesce(h.uses_after_newer, 0)) / (20 + coalesce(h.uses, 0)) as older_after_newer_share,
    (3 + coalesce(h.uses_after_purchase, 0)) / (10 + coalesce(h.uses, 0)) as use_after_purchase_share
from _shrunk as s
left join _habits as h on s.household_id = h.household_id;

-- One row per lot that is there. newer_used_day: a later purchase of the same food was used since this one was seen;
-- bought_again_day: one was bought since. Both are local days since 1970, null for never.
create or replace macro lot_sightings(keys, signs, eff) as table
with _lots as (
    select
        k.household_id,
        k.lot_id,
        k.food_key,
        k.storage,
        k.is_open,
        k.bought_day,
        max(s.day) as seen_day,
        max(s.seen_at) as seen_at,
        max(s.day) filter (s.sign in (2, 3) and s.day > k.bought_day) as used_day
    from query_table(keys) as k
    inner join query_table(signs) as s on k.household_id = s.household_id and k.lot_id = s.lot_id
    group by k.household_id, k.lot_id, k.food_key, k.storage, k.is_open, k.bought_day
),

_beside as (
    select
        *,
        max(used_day) over _newer as newer_used_day,
        max(bought_day) over _newer as newer_bought_day
    from _lots
    window _newer as (
        partition by household_id, food_key, storage
        order by bought_day range between 1 following and unbounded following
    )
),

_asked as (
    select
        household_id,
        lot_id,
        max(occurred_at) as asked_at
    from query_table(eff)
    where kind = 'check_answered'
    group by household_id, lot_id
)

select
    b.household_id,
    b.lot_id,
    b.food_key,
    b.storage,
    b.seen_at,
    a.asked_at,
    if(b.newer_used_day > b.seen_day, date '1970-01-01' + b.newer_used_day::integer, null) as newer_used_on,
    if(b.newer_bought_day > b.seen_day, date '1970-01-01' + b.newer_bought_day::integer, null) as bought_again_on
from _beside as b
left join _asked as a on b.household_id = a.household_id and b.lot_id = a.lot_id
where b.is_open;

create or replace macro days_untouched(seen_on, as_of) as
case when as_of > seen_on then as_of - seen_on when seen_on is not null then 0 end;

-- How many times likelier the other signs are if the lot is gone: people seldom go back to the older pack.
create or replace macro gone_evidence(newer_used_on, bought_again_on, older_after_newer_share, use_after_purchase_share, as_of) as
case
    when newer_used_on <= as_of then 1 / older_after_newer_share
    when bought_again_on <= as_of then greatest(0.3 / use_after_purchase_share, 1)
    else 1.0
end;

-- P(there | no sign for so many days) = Q / (Q + forgotten * end * evidence * (1 - Q)), Q = (1 + days / scale) ^ -shape.
create or replace macro p_still_there(days, shape, scale_days, end_share, forgotten_share, evidence) as
(1 + days / scale_days) ** (-shape) / (
    (1 + days / scale_days) ** (-shape)
    + forgotten_share * end_share * evidence * (1 - (1 + days / scale_days) ** (-shape))
);

create or replace macro belief_reason(days, usual_gap_days, gaps, newer_used_on, bought_again_on, as_of) as
case
    when days is null then null
    when days <= 1 then 'seen_recently'
    when newer_used_on <= as_of then 'newer_in_use'
    when bought_again_on <= as_of then 'bought_again'
    when gaps < 3 then 'no_history'
    when days <= usual_gap_days then 'within_usual'
    else 'longer_than_usual'
end;

-- At most five rows a household, the most informative answer first: bits of doubt, weighed by what they are worth
-- beside the household's other lots, twice for what is due soon. A lot is not asked about within 14 days of an answer.
-- believed: household_id, lot_id, p_still_there, stock_value_minor, is_due, asked_on, and as_of on every row.
create or replace macro rank_questions(believed) as table
with _weighed as (
    select
        *,
        coalesce(
            stock_value_minor / nullif(stock_value_minor + avg(stock_value_minor) over (partition by household_id), 0), 0.5
        ) as worth
    from query_table(believed)
),

_scored as (
    select
        * exclude (worth),
        -(p_still_there * ln(p_still_there) + (1 - p_still_there) * ln(1 - p_still_there)) / ln(2)
        * (0.5 + worth) * if(is_due, 2, 1) as score
    from _weighed
    where p_still_there > 0 and p_still_there < 0.9 and (asked_on is null or asked_on + 14 <= as_of)
),

_ranked as (
    select
        *,
        row_number() over (partition by household_id order by score desc, lot_id asc) as question
    from _scored
)

select * from _ranked
where question <= 5;
