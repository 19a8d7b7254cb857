-- One row per household, food and unit it tracks exactly: how much is eaten a day, how long a lot lasts.
-- A rate is of the days since the food first came, not of a household's whole life: what came in last month would
-- seem to be eaten a tenth as fast. One meal is no rate either, so a week is the least that counts.
with lots as (
    select
        l.*,
        date_diff('second', l.made_at, l.last_event_at) / 86400 as days_held
    from {{ touched_rows(ref('pantry_lots')) }} as l
    where
        l.food_id is not null
        and l.tracking = 'exact' and l.acquired_tracking = 'exact'
),

spans as (
    select
        household_id,
        min(day) as first_day,
        max(day) as last_day
    from {{ touched_rows(ref('household_days')) }}
    group by household_id
),

first_seen as (
    select
        household_id,
        food_id,
        unit,
        min(coalesce(purchased_on, made_on)) as first_came_on
    from lots
    group by household_id, food_id, unit
),

observed as (
    select
        f.household_id,
        f.food_id,
        f.unit,
        f.first_came_on,
        greatest(
            s.last_day - greatest(f.first_came_on, s.first_day) + 1, least(s.last_day - s.first_day + 1, 7), 1
        )::integer as days_observed
    from first_seen as f
    inner join spans as s on f.household_id = s.household_id
)

select
    l.bucket,
    l.household_id,
    l.food_id,
    l.unit,
    any_value(l.category) as category,
    count(*)::integer as lots,
    (count(*) filter (not l.is_open))::integer as lots_closed,
    sum(l.acquired_milli) filter (l.made_by <> 'lot_split')::bigint as acquired_milli,
    sum(l.eaten_milli + l.into_dishes_milli)::bigint as used_milli,
    sum(l.discarded_milli)::bigint as discarded_milli,
    any_value(o.first_came_on) as first_came_on,
    any_value(o.days_observed) as days_observed,
    sum(l.eaten_milli + l.into_dishes_milli) / any_value(o.days_observed) as used_milli_per_day,
    median(l.days_held) filter (not l.is_open) as median_days_to_empty,
    max(coalesce(l.purchased_on, l.made_on)) as last_purchased_on
from lots as l
left join observed as o on l.household_id = o.household_id and l.food_id = o.food_id and l.unit = o.unit
group by l.bucket, l.household_id, l.food_id, l.unit
order by l.bucket, l.household_id, l.food_id, l.unit
